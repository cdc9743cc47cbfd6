"""How the lines of text of a page bend, where it did not lie flat, and the one resampling that straightens it.

1. Shrink to 500 px or more; follow the middles of all lines of text (`curl_lines`).
2. One surface is fitted to all pieces of lines at once: how far down a straight line has moved at each place; a chain
   of short straight parts across the page, a parabola down the page. Each piece has a height of its own, which is not
   asked for; outliers lose their weight.
3. It is believed only where it is large enough to hinder reading, where odd and even pieces tell the same, and where
   the pieces are much straighter after it than before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.geometry import Size
from ..legibility.reduced import reduce, reduction
from ..page import Gray, Pixels
from .curl_lines import Floats, LinePoints, line_points
from .warp import Matrix, interpolation, inverted, prefiltered

_LONG_PX = 500  # 600 and 800 find the same bends within 0.05 characters, at 1.5 and 2.5 times the cost
_KNOTS = 25
_ROWS = 17
_CELL = 16  # page pixels between two places that are computed exactly
_STRIP = 8  # rows of cells that are resampled at a time: their map stays in the cache, at half of the time
_POWERS = 3
_STIFFNESS = (0.02, 0.06, 0.2)
"""Against second differences, by powers of the height on the page: what is not seen stays simple."""
_EVEN = 1e-4  # against first differences: where nothing is seen, lines run straight on
_ROUNDS = 5
_MIN_SCALE = 0.04  # characters; what middles of flat lines are off by (measured: 0.02 to 0.04)

# Measured on 270 flat pages (drawn, scanned, photographed and real): bend 0.27 and less, before 0.06 and less where
# it is a bend at all; and on bent ones: reading first suffers at a bend of 0.35, from 0.6 on it loses 5 % and more.
MIN_BEND = 0.35
_MIN_BEFORE = 0.06
_MIN_GAIN = 1.8  # flat pages 1.0 to 1.4, but for one of 2.5 whose bend is slight
_MAX_APART = 0.6
_MIN_PIECES = 5
_MIN_COVER = 0.35


@dataclass(frozen=True, slots=True)
class CurlEstimate:
    """How far the content of a page has moved down from where it stood when the page was flat, and how sure that is.

    `down`: (rows, columns) float32 in shares of the page's height, at places spread evenly from edge to edge;
    `bend`: how far the worst line of text strays from straight, in character heights; `confidence`: 0..1.
    """

    down: NDArray[np.float32]
    bend: float
    confidence: float

    @property
    def largest(self) -> float:
        """The largest displacement, in shares of the page's height."""
        return float(np.abs(self.down).max())


class _Surface(NamedTuple):
    """A fitted surface: px by knots across the page, for each power of the height (-1 at the top, 1 at the bottom)."""

    knots: Floats  # (powers, knots)
    rest: Floats  # (N,) what is left of each point


class Bend(NamedTuple):
    """What the gate looks at; lengths in character heights, of flat pages and of bent ones as measured.

    `bend`: how far the worst line strays from straight; `apart`: by how much odd and even lines differ, as a share of
    the bend; `before`, `after`: what points are off by without and with the bend; `cover`: share of the page's width.
    """

    bend: float
    apart: float
    before: float
    after: float
    cover: float

    @property
    def sure(self) -> bool:
        """Whether the page is to be straightened."""
        return (
            self.bend >= MIN_BEND
            and self.apart <= _MAX_APART
            and self.before >= _MIN_GAIN * self.after
            and self.cover >= _MIN_COVER
        )


def estimate_curl(gray: Gray) -> CurlEstimate | None:
    """Return how the lines of an upright page bend; None for pages that are flat enough, or whose lines do not tell.

    gray: (H, W) uint8, of any size, level within a few degrees.
    """
    small = reduce(gray, reduction(gray, _LONG_PX))
    points = line_points(small)
    if points is None or points.pieces < _MIN_PIECES:
        return None
    height, width = small.shape
    before = _typical(_straight_rest(points, height, width), points)
    if before < _MIN_BEFORE:
        return None
    seen, down = measured(points, height, width, before)
    if not seen.sure:
        return None
    doubt = max(seen.apart / _MAX_APART, _MIN_GAIN * seen.after / seen.before)
    shares = (_kept_inside(down) / height).astype(np.float32)
    return CurlEstimate(shares, round(seen.bend, 2), round(1 - 0.5 * doubt, 3))


def measured(points: LinePoints, height: int, width: int, before: float) -> tuple[Bend, Floats]:
    """Return what the gate looks at, and the displacement in px on the grid of `CurlEstimate`."""
    whole = _fitted(points, height, width, points.weight)
    level, x = points.y * (2 / height) - 1, points.x / width
    window = (*np.percentile(level, (3, 97)), *np.percentile(x, (2, 98)))
    down = _grid(whole, window)
    bent = _bent(down, window)
    odd = points.piece % 2 == 1
    halves = [_fitted(points, height, width, np.where(odd == half, points.weight, 1e-6)) for half in (False, True)]
    first, second = (_bent(_grid(half, window), window) for half in halves)
    return Bend(
        bend=float(np.ptp(bent, axis=1).max()) / points.size,
        apart=_rms(first - second) / max(1e-6, _rms(bent)),
        before=before,
        after=_typical(whole.rest, points),
        cover=float(window[3] - window[2]),
    ), down


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _kept_inside(down: Floats) -> Floats:
    """Return the displacement with each row's height chosen so that nothing of the flat page leaves the frame.

    Lines do not tell how high they ought to stand, only how they bend; so the page may shrink a little downwards.
    """
    ends = np.array([-down[0].max(), -down[-1].min()])
    return np.asarray(down + np.linspace(ends[0], ends[1], _ROWS)[:, None])


def straightened(pixels: Pixels, matrix: Matrix, size: Size, curl: CurlEstimate) -> Pixels:
    """Return the page which `matrix` and then `curl` make of the source, resampled once; white outside the source.

    The curl was measured on the page that `warp` makes with the same matrix and size.
    """
    pixels, matrix = prefiltered(pixels, matrix, size)
    places = _places(curl, inverted(matrix), size)
    method, white = interpolation(size), (255, 255, 255)
    width, height = size
    page: Pixels = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _STRIP * _CELL):
        part = places[top // _CELL : top // _CELL + _STRIP + 2]
        whole = (part.shape[1] * _CELL, part.shape[0] * _CELL)
        large = cv2.resize(part, whole, interpolation=cv2.INTER_LINEAR)[_CELL:-_CELL, _CELL : _CELL + width]
        rows = page[top : top + len(large)]
        # Two maps: with x and y in one, OpenCV 5.0.0 returns garbage for INTER_LINEAR.
        x, y = cv2.split(large)
        made = cv2.remap(pixels, x, y, method, borderMode=cv2.BORDER_CONSTANT, borderValue=white)
        rows[:] = made[: len(rows)]
    return page


def _places(curl: CurlEstimate, to_source: Matrix, size: Size) -> NDArray[np.float32]:
    """Return the places in the source, (rows, columns, 2), of the middles of the page's cells and one more all around.

    Enlarged, the outermost half cells would be constant: the extra ones are there to be cut off.
    """
    width, height = size
    x, y = ((np.arange(-1, -(-side // _CELL) + 1) + 0.5) * _CELL - 0.5 for side in size)
    at_x = ((x + 0.5) / width * (curl.down.shape[1] - 1)).astype(np.float32)
    at_y = ((y + 0.5) / height * (curl.down.shape[0] - 1)).astype(np.float32)
    grid_x, grid_y = np.meshgrid(at_x, at_y)
    down = cv2.remap(curl.down, grid_x, grid_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    flat_x, flat_y = np.meshgrid(x, y)
    flat = np.stack([flat_x, flat_y + down * height], axis=-1)
    return cv2.perspectiveTransform(flat.reshape(1, -1, 2), to_source).reshape(flat.shape).astype(np.float32)


def _typical(rest: Floats, points: LinePoints) -> float:
    """Return the root mean square of what is left, in character heights, outliers cut."""
    cut = np.minimum(np.abs(rest) / points.size, 0.6)
    return float(np.sqrt(np.average(cut**2, weights=points.weight)))


def _straight_rest(points: LinePoints, height: int, width: int) -> Floats:
    """Return what is left of each point in px when all lines are straight, their lean even from top to bottom."""
    y = _centred(points.y, points.piece, points.weight)
    x = _centred(points.x / width, points.piece, points.weight)
    model = np.column_stack([x, _level_of(points, points.y * (2 / height) - 1) * x])
    weight = points.weight
    for _ in range(3):
        slopes = np.linalg.lstsq(model * np.sqrt(weight)[:, None], y * np.sqrt(weight), rcond=None)[0]
        rest = y - model @ slopes
        weight = points.weight / (1 + (rest / max(1e-6, 2.5 * float(np.median(np.abs(rest))))) ** 2)
    return np.asarray(rest)


def _level_of(points: LinePoints, level: Floats) -> Floats:
    total = np.bincount(points.piece, points.weight)
    return np.asarray((np.bincount(points.piece, points.weight * level) / total)[points.piece])


def _centred(values: Floats, piece: NDArray[np.int64], weight: Floats) -> Floats:
    """Return the values less their weighted mean over each piece."""
    return np.asarray(values - (np.bincount(piece, weight * values) / np.bincount(piece, weight))[piece])


def _fitted(points: LinePoints, height: int, width: int, base: Floats) -> _Surface:
    """Return the surface that leaves the least; `base` is each point's weight before outliers lose theirs."""
    place = np.clip(points.x / width, 0, 1) * (_KNOTS - 1)
    low = np.minimum(place.astype(np.int64), _KNOTS - 2)
    part, weight = place - low, base
    moved = np.zeros(len(place))
    for _ in range(_ROUNDS):
        level = _level_of(points, (points.y - moved) * (2 / height) - 1)
        y = _centred(points.y, points.piece, weight)
        knots = _solved(low, part, level, (points.piece, weight, y))
        moved = sum(
            level**power * ((1 - part) * knots[power, low] + part * knots[power, low + 1]) for power in range(_POWERS)
        )
        rest = y - _centred(moved, points.piece, weight)
        scale = max(_MIN_SCALE * points.size, 1.4826 * float(np.median(np.abs(rest))))
        weight = np.maximum(1e-9, base / (1 + (rest / (2.5 * scale)) ** 2) ** 2)
    return _Surface(knots, rest)


def _solved(
    low: NDArray[np.int64], part: Floats, level: Floats, pieces: tuple[NDArray[np.int64], Floats, Floats]
) -> Floats:
    """Return the knots (powers, knots) of weighted least squares with every piece's own height taken out.

    The normal equations are summed up directly: a point touches two knots only, and products of large matrices
    would wake up the threads of the algebra library.
    """
    piece, weight, y = pieces
    total = np.bincount(piece, weight)
    means = _summed(piece * _KNOTS + low, weight, part, len(total) * _KNOTS).reshape(-1, _KNOTS)
    piece_level = np.bincount(piece, weight * level) / total
    normal, right = np.zeros((_POWERS * _KNOTS, _POWERS * _KNOTS)), np.zeros((_POWERS, _KNOTS))
    blocks = []
    for power in range(2 * _POWERS - 1):
        own = _products(low, part, weight * level**power)
        blocks.append(own - (means * (piece_level**power / total)[:, None]).T @ means)
        if power < _POWERS:
            right[power] = _summed(low, weight * level**power * y, part, _KNOTS)
    for row in range(_POWERS):
        for column in range(_POWERS):
            normal[row * _KNOTS : (row + 1) * _KNOTS, column * _KNOTS : (column + 1) * _KNOTS] = blocks[row + column]
        block = slice(row * _KNOTS, (row + 1) * _KNOTS)
        normal[block, block] += float(weight.sum()) * _STIFFNESS[row] * _STIFF
    knots = np.linalg.solve(normal, right.reshape(-1)).reshape(_POWERS, _KNOTS)
    return np.asarray(knots - knots.mean(axis=1, keepdims=True))


def _stiff() -> Floats:
    second, first = np.diff(np.eye(_KNOTS), 2, axis=0), np.diff(np.eye(_KNOTS), 1, axis=0)
    return np.asarray(second.T @ second + _EVEN / _STIFFNESS[0] * first.T @ first + _EVEN * np.eye(_KNOTS))


_STIFF = _stiff()


def _summed(at: NDArray[np.int64], values: Floats, part: Floats, length: int) -> Floats:
    """Return the sums of values at their two knots."""
    return np.asarray(
        np.bincount(at, values * (1 - part), minlength=length) + np.bincount(at + 1, values * part, minlength=length)
    )


def _products(low: NDArray[np.int64], part: Floats, weight: Floats) -> Floats:
    """Return the weighted sums (knots, knots) of products of the two knots' shares."""
    here, there = 1 - part, part
    beside = np.bincount(low, weight * here * there, minlength=_KNOTS)[: _KNOTS - 1]
    own = np.bincount(low, weight * here * here, minlength=_KNOTS)
    own = own + np.bincount(low + 1, weight * there * there, minlength=_KNOTS)
    return np.asarray(np.diag(own) + np.diag(beside, 1) + np.diag(beside, -1))


def _grid(surface: _Surface, window: tuple[float, ...]) -> Floats:
    """Return the displacement in px on the grid; above and below all lines it stays what it is at the last one."""
    level = np.clip(np.linspace(-1, 1, _ROWS), window[0], window[1])[:, None]
    return np.asarray(sum(level**power * surface.knots[power] for power in range(_POWERS)))


def _bent(down: Floats, window: tuple[float, ...]) -> Floats:
    """Return what of the displacement is no mere lean, where lines were seen: `window` is top, bottom, left, right."""
    across = np.linspace(0, 1, _KNOTS)
    seen = (across >= window[2]) & (across <= window[3])
    if np.count_nonzero(seen) < 3:
        return np.zeros((_ROWS, 1))
    line = np.column_stack([across[seen], np.ones(np.count_nonzero(seen))])
    return np.asarray(down[:, seen] - (line @ np.linalg.lstsq(line, down[:, seen].T, rcond=None)[0]).T)
