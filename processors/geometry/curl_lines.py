"""The middles of lines of text, followed along each line, however the lines bend."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ..legibility.ink import components, ink_depth, ink_threshold, noise_level, paper_field, weighted_median
from ..page import Gray

Floats = NDArray[np.float64]

_STEP = 2.0  # characters between two points of a line: one alone may be a comma or a dash
_MIN_CHARACTERS = 40
_TALLEST = 1 / 16  # of the long side; beyond are pictures and frames
_MIN_STEPS = 3
_MAX_SPREAD = 0.42  # of a character's height; an even band of ink has 0.29, two lines in one have 0.6
_MIN_FILL = 0.15  # of a square character


class LinePoints(NamedTuple):
    """Middles of pieces of lines, each (N,): the place in pixels, the piece it belongs to (from 0), its weight 0..1.

    `size`: height of a character in pixels.
    """

    x: Floats
    y: Floats
    piece: NDArray[np.int64]
    weight: Floats
    size: float

    @property
    def pieces(self) -> int:
        """How many pieces there are."""
        return int(self.piece[-1]) + 1 if len(self.piece) else 0


def line_points(gray: Gray) -> LinePoints | None:
    """Return points along the lines of text of an upright page, None where there are hardly any characters.

    gray: (H, W) uint8, reduced so that an A4 page has about 800 px; lines may climb by up to 20 degrees.
    """
    depth = ink_depth(gray, paper_field(gray))
    ink = (depth > ink_threshold(depth, noise_level(gray))).astype(np.uint8)
    found = _characters(ink)
    if found is None:
        return None
    x, y, size = found
    ink[:] = 0
    ink[y, x] = 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(3, round(1.1 * size))), np.uint8))
    _, labels = cv2.connectedComponents(joined, connectivity=8, ltype=cv2.CV_32S)
    columns = int(gray.shape[1] / (_STEP * size)) + 1
    step = (x * (1 / (_STEP * size))).astype(np.int32)
    return _middles((x, y), np.asarray(labels[y, x] * columns + step, np.int32), columns, size)


def _characters(ink: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32], float] | None:
    """Return x and y of the ink without what is larger than characters (rules, frames, seals), and their height."""
    labels, stats = components(ink)
    width, height, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    limit = _TALLEST * max(ink.shape)
    whole = (height >= 4) & (height < limit) & (width < 3 * limit) & (area >= 6)
    whole[0] = False
    if np.count_nonzero(whole) < _MIN_CHARACTERS:
        return None
    size = weighted_median(height[whole], area[whole])
    kept = (height <= 2.5 * size) & (width <= 12 * size) & (area >= 3)  # a blurred word is one blob
    kept[0] = False
    places = cv2.findNonZero(ink).reshape(-1, 2)
    x, y = np.ascontiguousarray(places[:, 0]), np.ascontiguousarray(places[:, 1])
    chosen = kept[labels[y, x]]
    return x[chosen], y[chosen], size


def _middles(
    places: tuple[NDArray[np.int32], NDArray[np.int32]], cell: NDArray[np.int32], columns: int, size: float
) -> LinePoints | None:
    """Return the mean place of the ink in each cell, where a cell is one step of one piece."""
    count = np.bincount(cell).astype(np.float64)
    y_all = places[1].astype(np.float64)
    used = np.flatnonzero(count > _MIN_FILL * size * size)
    count_used = count[used]
    x = np.bincount(cell, places[0])[used] / count_used
    y = np.bincount(cell, y_all)[used] / count_used
    spread = np.bincount(cell, y_all * y_all)[used] / count_used - y * y
    piece = used // columns
    good = spread < (_MAX_SPREAD * size) ** 2
    good &= np.bincount(piece, good)[piece] >= _MIN_STEPS
    if not good.any():
        return None
    _, number = np.unique(piece[good], return_inverse=True)
    weight = np.minimum(1.0, count_used[good] / (0.5 * size * size))
    return LinePoints(x[good], y[good], number.astype(np.int64), weight, size)
