"""One line of a page by itself, as a reader of lines wants it: level, and without what lies over the writing."""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np

from ..page import Gray, Pixels
from .line_boxes import Corners

_TALL = 1.5
"""A box this many times higher than wide is a turned line, writing from top to bottom, or one narrow character."""
_COLOURED = 40
"""Grey levels between a pixel's lightest and darkest channel: faint stamps on drawn scans have 50, grey print 10."""
_COLOURED_SHARE = 0.02
_GAP = 0.08
"""Share of a column's darkest row that is still a gap between two characters."""
_GLYPH = (0.55, 1.3)
"""Height of a character by the width of its column: 一 and 二 have less, and join their neighbour."""


def cut_line(pixels: Pixels, corners: Corners) -> Pixels:
    """Return what lies within the corners, its upper edge level; (h, w, 3) uint8 of the same scale."""
    top, right, bottom, left = (math.dist(corners[i], corners[(i + 1) % 4]) for i in range(4))
    width, height = max(1, round(max(top, bottom))), max(1, round(max(left, right)))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    level = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, np.uint8)


def is_tall(crop: Pixels) -> bool:
    """Tell whether a crop can hold something else than a line from left to right."""
    return bool(crop.shape[0] >= _TALL * crop.shape[1])


def ways_of_reading(crop: Pixels) -> Iterator[Pixels]:
    """Yield a tall crop laid level in each way that its writing may run: down, up, or letter below letter."""
    yield np.ascontiguousarray(np.rot90(crop))
    yield np.ascontiguousarray(np.rot90(crop, -1))
    yield _side_by_side(crop)


def without_colour(crop: Pixels) -> Pixels | None:
    """Return the crop as it would be without the red or blue ink of seals on it, None where there is none.

    In the channel of its own colour, ink is as light as paper, and black print stays black.
    """
    blue, green, red = cv2.split(crop)
    for own, other in ((red, blue), (blue, red)):
        stamped = cv2.subtract(own, cv2.max(green, other)) > _COLOURED
        if np.count_nonzero(stamped) >= _COLOURED_SHARE * stamped.size:
            return np.asarray(cv2.merge([own, own, own]), np.uint8)
    return None


def _side_by_side(column: Pixels) -> Pixels:
    """Return the characters of a column, which stand one below the other, as a row."""
    width = column.shape[1]
    cells = [column[top:bottom] for top, bottom in _glyphs(_ink_by_row(column), width)]
    gray = [int(level) for level in np.median(column.reshape(-1, 3), axis=0)]
    squares = []
    for cell in cells:
        missing = max(0, width - len(cell))
        squares.append(
            cv2.copyMakeBorder(cell, missing // 2, missing - missing // 2, 0, 0, cv2.BORDER_CONSTANT, value=gray)
        )
    height = max(len(square) for square in squares)
    level = [
        cv2.copyMakeBorder(square, 0, height - len(square), 0, 0, cv2.BORDER_CONSTANT, value=gray) for square in squares
    ]
    return np.ascontiguousarray(np.concatenate(level, axis=1))


def _ink_by_row(column: Pixels) -> np.ndarray:
    gray: Gray = np.asarray(cv2.cvtColor(column, cv2.COLOR_BGR2GRAY), np.uint8)
    dark = np.maximum(0.0, float(np.median(gray)) - gray.astype(np.float32))
    return np.asarray(dark.sum(axis=1), np.float32)


def _glyphs(ink: np.ndarray, width: int) -> list[tuple[int, int]]:
    """Return top and bottom of each character in a column of writing, which may be printed without gaps."""
    marks = ink > _GAP * max(1.0, float(ink.max()))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marks.astype(np.int8), [0]])))
    parts = [(int(top), int(bottom)) for top, bottom in edges.reshape(-1, 2)]
    joined: list[tuple[int, int]] = []
    for top, bottom in parts:
        small = joined and min(bottom - top, joined[-1][1] - joined[-1][0]) < _GLYPH[0] * width
        if small and bottom - joined[-1][0] <= _GLYPH[1] * width:
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return [piece for top, bottom in joined for piece in _even(top, bottom, width)] or [(0, len(ink))]


def _even(top: int, bottom: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield equal parts of characters that touch, each about as high as wide."""
    count = max(1, round((bottom - top) / width)) if bottom - top > _GLYPH[1] * width else 1
    for index in range(count):
        yield top + (bottom - top) * index // count, top + (bottom - top) * (index + 1) // count
