"""The outlines of sheets and cards in a photo, to crop them by; none rather than a wrong one.

A picture is shrunk to about 640 pixels, its text is closed away, lines are found in lightness and colour, every pair
of pairs that could be a sheet is scored by the edge and the contrast along its sides, and the best is refined on a
larger copy. The method is the project's measured winner; see quad_lines and quad_score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.geometry import Quad
from ..legibility.reduced import reduce
from ..page import Pixels
from .quad_glass import even_ground, ground_share, is_card
from .quad_lines import (
    Planes,
    contour_quads,
    find_lines,
    line_quads,
    planes_of,
    signed_area,
)
from .quad_score import (
    Field,
    edge_scores,
    field_of,
    quad_scores,
)
from .warp import as_quad, flat_size

_F = NDArray[np.float64]

_WORK_PX = 640  # of 230 drawn pages as many are cropped as at 800, as exactly, in two thirds of the time
_LOOK_AT = 500
_KEEP = 60

# The gate. Of 45 real pictures the wrong outlines score 0.73 at most (a shaded box in a newspaper, whose text around it
# keeps it from being cropped) and 0.67 next (a receipt without its head). The price: white on white, half out of frame.
_MIN_SCORE = 0.72
# The other side of a card, beside one that is sure: as large to a tenth, and no worse than vision.md's own gate.
_MIN_COMPANION = 0.62
_COMPANION = 0.9
# Cards on white glass score 0.47-0.60, each within 3 pixels of its truth at work size (measured on 9); no crop loses
# anything there, because all around them has to be empty.
_MIN_ON_GLASS = 0.45
_EMPTY_AROUND = 0.985
_MIN_AREA = 0.05
_MIN_INK = 0.035  # 111 drawn photos have 0.052 and more, cloth and a phone on empty desks 0.027 and less
_INK_LEVELS = 12
_FULL = 0.985
# A larger quad around the best one is taken where it is nearly as good: shadow edges, table frames, inner borders lose.
_NESTED_SHARE = 0.86
_NESTED_SIDE = 0.55
_SAME_COLOUR = 10.0  # Lab; a card's print is within 6 of the sheet that it was copied to


@dataclass(frozen=True)
class QuadEstimate:
    """The four corners of a sheet or card in source pixels, clockwise from the top left, and a score (0..1)."""

    quad: Quad
    score: float


def find_quads(pixels: Pixels) -> tuple[QuadEstimate, ...]:
    """Return the outlines of the sheets and cards in a picture, the best first; empty where none is sure.

    pixels: (H, W, 3) uint8 BGR. Empty also where one page fills the frame. The outlines don't overlap.
    """
    small, scale = shrunk(pixels, _WORK_PX)
    if min(small.shape[:2]) < 64:
        return ()
    planes = planes_of(small)
    ground = even_ground(planes)
    if ground is not None and ground_share(planes, ground, []) > 1 - _MIN_AREA:
        return ()  # a page on a scanner's glass: what differs from it is smaller than any outline that is believed
    candidates = _candidates(planes, field_of(planes))
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    found = _chosen(planes, gray, candidates, _MIN_SCORE)
    if not found and ground is not None:
        found = _cards_on(ground, planes, _chosen(planes, gray, candidates, _MIN_ON_GLASS))
    return tuple(QuadEstimate(_to_source(quad, scale), score) for quad, score in found)


def _chosen(planes: Planes, gray: NDArray[np.uint8], rest: _Candidates, least: float) -> list[tuple[_F, float]]:
    """Return the refined quads that score `least` or more, and others as large as the best beside it."""
    found: list[tuple[_F, float]] = []
    while len(rest.scores):
        index = _outermost(planes, rest)
        score = round(float(min(1.0, rest.scores[index])), 3)
        if score < (min(least, _MIN_COMPANION) if found else least):
            break
        refined = refine(planes, rest.quads[index])
        sure = score >= least or similarity(as_quad(found[0][0]), as_quad(refined)) >= _COMPANION
        if sure and _holds(gray, refined):
            found.append((refined, score))
        taken = rest.quads[index]
        rest = rest.only(np.array([not _overlap(taken, quad) for quad in rest.quads]))
    return found


def _cards_on(ground: NDArray[np.float32], planes: Planes, found: list[tuple[_F, float]]) -> list[tuple[_F, float]]:
    """Return the cards among faint outlines, where they hold all that lies on an even ground: then no crop can lose."""
    cards = [(quad, score) for quad, score in found if is_card(planes, quad)]
    quads = [quad for quad, _ in cards]
    return cards if cards and ground_share(planes, ground, quads) > _EMPTY_AROUND else []


def similarity(one: Quad, other: Quad) -> float:
    """Return 1 where two outlines have the same two side lengths, whichever way they lie, and less down to 0."""
    pairs = zip(sorted(flat_size(one)), sorted(flat_size(other)), strict=True)
    return min(min(a, b) / max(a, b) for a, b in pairs)


class _Candidates(NamedTuple):
    """Corners (n, 4, 2), scores (n,), scores of the sides (n, 4), and which sides are the frame's own (n, 4)."""

    quads: _F
    scores: _F
    sides: _F
    frame: NDArray[np.bool_]

    def only(self, chosen: NDArray[Any]) -> _Candidates:
        return _Candidates(*(column[chosen] for column in self))


def shrunk(pixels: NDArray[Any], long_px: int) -> tuple[Pixels, float]:
    """Return a copy whose long side is at most `long_px`, and source pixels per pixel of it."""
    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / long_px)
    factor = int(scale)
    if factor > 1:
        # A whole factor first: INTER_AREA by a fraction of a 12 MP photo takes 93 ms.
        rows, columns = height // factor, width // factor
        if min(rows, columns) < 1:
            return np.asarray(pixels[:1, :1], np.uint8), scale
        pixels = reduce(np.asarray(pixels, np.uint8), factor)
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    if size != (pixels.shape[1], pixels.shape[0]):
        # Less than half: averaging pairs of pixels is enough, and ten times faster than INTER_AREA.
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(pixels, np.uint8), scale


def _candidates(planes: Planes, field: Field) -> _Candidates:
    """Return the best candidates of every set of lines, and of the contours."""
    sets = list(line_quads(find_lines(planes), planes.width, planes.height))
    around = contour_quads(planes)
    sets.append((around, np.zeros((len(around), 4), bool)))
    best = []
    for quads, frame in sets:
        if len(quads) > _LOOK_AT:
            likely = np.argsort(-edge_scores(field, quads, frame))[:_LOOK_AT]
            quads, frame = quads[likely], frame[likely]
        scores, sides = quad_scores(field, quads, frame)
        best.append(_Candidates(quads, scores, sides, frame).only(np.argsort(-scores)[:_KEEP]))
    return _Candidates(*(np.concatenate(column) for column in zip(*best, strict=True)))


def _outermost(planes: Planes, rest: _Candidates) -> int:
    """Return the best quad, or the largest one around it, of the same paper, that is nearly as good."""
    best = int(np.argmax(rest.scores))
    area = signed_area(rest.quads)
    # A quad that reaches the frame on more sides than the best one is larger for no merit of its own.
    good = (rest.scores >= _NESTED_SHARE * rest.scores[best]) & (rest.sides.min(axis=1) >= _NESTED_SIDE)
    good &= rest.frame.sum(axis=1) <= rest.frame[best].sum()
    good &= area > 1.04 * area[best]
    for index in np.flatnonzero(good)[np.argsort(-area[good])]:
        if _contains(rest.quads[index], rest.quads[best]) and _same_paper(planes, rest.quads[index], rest.quads[best]):
            return int(index)
    return best


def _same_paper(planes: Planes, outer: _F, inner: _F) -> bool:
    """Tell whether what lies between two quads has the inner one's colour: paper or its shadow, not patterned cloth."""
    mask: NDArray[np.uint8] = np.zeros((planes.height, planes.width), np.uint8)
    cv2.fillConvexPoly(mask, np.rint(outer).astype(np.int32), 1)
    cv2.fillConvexPoly(mask, np.rint(inner).astype(np.int32), 2)
    mask, colours = mask[::4, ::4], planes.lab[::4, ::4, 1:]
    between, within = colours[mask == 1], colours[mask == 2]
    if not len(between) or not len(within):
        return True
    return float(np.linalg.norm(np.median(between, axis=0) - np.median(within, axis=0))) < _SAME_COLOUR


def _contains(outer: _F, inner: _F) -> bool:
    contour = outer.astype(np.float32).reshape(-1, 1, 2)
    return all(cv2.pointPolygonTest(contour, (float(x), float(y)), True) > -4.0 for x, y in inner)


def _overlap(one: _F, other: _F) -> bool:
    """Tell whether two quads share more than a sliver."""
    if cv2.pointPolygonTest(one.astype(np.float32), other.mean(axis=0).tolist(), False) > 0:
        return True  # asked first: intersectConvexConvex finds nothing in common of quads that share corners
    shared = cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))[0]
    smaller = min(signed_area(np.stack([one, other])))
    return bool(shared > 0.05 * smaller)


def _holds(gray: NDArray[np.uint8], quad: _F) -> bool:
    """Tell whether a quad is large enough, isn't the frame itself, and has writing in it."""
    area = float(signed_area(quad[None])[0]) / gray.size
    if not _MIN_AREA <= area <= _FULL:
        return False
    return ink_share(gray, quad) >= _MIN_INK


def ink_share(gray: NDArray[np.uint8], quad: _F) -> float:
    """Return the share of pixels inside a quad, less its rim, that differ from their surroundings in it."""
    mask: NDArray[np.uint8] = np.zeros(gray.shape, np.uint8)
    middle = quad.mean(axis=0)
    cv2.fillConvexPoly(mask, np.rint(middle + 0.94 * (quad - middle)).astype(np.int32), 255)
    inside = cv2.countNonZero(mask)
    if not inside:
        return 0.0
    # The surroundings are averaged over the quad alone, or an empty bright patch would have ink all around its rim.
    side = max(3, max(gray.shape) // 25) | 1
    total = cv2.blur(cv2.bitwise_and(gray, mask).astype(np.float32), (side, side))
    share = cv2.blur(mask.astype(np.float32), (side, side)) / 255
    difference = np.abs(gray - total / np.maximum(share, 1e-3))
    return float(np.count_nonzero((difference > _INK_LEVELS) & (mask > 0)) / inside)


def refine(planes: Planes, quad: _F) -> _F:
    """Return the quad with every side moved onto the steepest slope within 5 pixels, to a fraction of a pixel."""
    middle = quad.mean(axis=0)
    lines = [_fitted(planes, quad[i], quad[(i + 1) % 4], middle) for i in range(4)]
    corners = np.array([_crossing(lines[i - 1], lines[i]) for i in range(4)])
    moved = np.linalg.norm(corners - quad, axis=1).max()
    return corners if np.isfinite(moved) and moved < 0.03 * max(planes.width, planes.height) else quad


def _fitted(planes: Planes, start: _F, end: _F, middle: _F) -> tuple[_F, _F]:
    """Return a point and the direction of the line through the steepest places across a side (Huber fit)."""
    along = end - start
    length = max(1e-9, float(np.linalg.norm(along)))
    normal = np.array([-along[1], along[0]]) / length
    places = np.linspace(0.05, 0.95, 60)
    shifts = np.arange(-6.0, 6.01, 0.5)
    points = start + along * places[:, None, None] + normal * shifts[None, :, None]
    x, y = points[..., 0].astype(np.float32), points[..., 1].astype(np.float32)
    profile = cv2.remap(planes.lab, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profile = cv2.GaussianBlur(profile, (5, 1), 0)
    slope = np.linalg.norm(np.gradient(profile, axis=1), axis=2)[:, 1:-1]
    peak = slope.argmax(axis=1)
    strong = slope.max(axis=1) > 0.5 * np.median(slope.max(axis=1))
    inside = (x.min(1) >= 1) & (y.min(1) >= 1) & (x.max(1) < planes.width - 1) & (y.max(1) < planes.height - 1)
    strong &= inside
    if strong.sum() < 12:
        return start, along / length
    chosen = points[np.flatnonzero(strong), peak[strong] + 1].astype(np.float32)
    vx, vy, px, py = cv2.fitLine(chosen, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
    return np.array([px, py]), np.array([vx, vy])


def _crossing(one: tuple[_F, _F], other: tuple[_F, _F]) -> _F:
    (p, d), (q, e) = one, other
    determinant = d[0] * e[1] - d[1] * e[0]
    if abs(determinant) < 1e-6:
        return np.array([np.nan, np.nan])
    return np.asarray(p + d * ((q - p)[0] * e[1] - (q - p)[1] * e[0]) / determinant, np.float64)


def _to_source(quad: _F, scale: float) -> Quad:
    """Return the corners in source pixels, from the top-left one on."""
    source = (quad + 0.5) * scale - 0.5
    first = int(np.argmin(source.sum(axis=1)))
    source = np.roll(source, -first, axis=0)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = np.round(source, 2).tolist()
    return ((x0, y0), (x1, y1), (x2, y2), (x3, y3))
