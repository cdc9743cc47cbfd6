"""Whether a page is empty: nothing printed, written or stamped on the paper, whatever lies around it.

Empty is paper with noise, border shadows, punch holes, folds or print shining through. Around it may be a scanner's
bed or a desk, since an outline without print inside is cropped by nobody: then only what lies on the paper counts, and
where the paper can't be told from its surroundings, the whole picture must be empty.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray, PageImage, Pixels
from .ink import TextLine, ink_depth, level_at, noise_level, outlines, paper_field
from .paper import paper_inside
from .reduced import Copies, gray_of, reduce
from .sharpness import LineSharpness, line_sharpness
from .sheet import Sheet
from .tone import colourfulness

_LONG_SIDE = 800
_MARK_DEPTH = 9.0  # grey levels; print at 5 % of black still reads (12 levels, vision.md section 4)
_SURE_CONTRAST = 60.0
_SURE_LINES = 8
_STAMP_COLOUR = 11
_MIN_STAMP = 1e-4  # of the page
_FAINT, _VERY_FAINT = 45.0, 25.0  # print shining through: many lines of it, or one or two
_MIN_LINES = 3
_SOFT, _SOFT_IN_NOISE = 0.1, 0.06  # blur of print seen through paper; noise makes edges of 10 grey levels look steeper
_CREASE_PX = 3.5  # thinner than any line of text on a sheet that fills two fifths of the picture
_HOLE_REACH = 0.09  # of the page's sides: holes are punched 12 mm from the edge


def is_blank(image: PageImage, seen: Copies | Sheet | None = None) -> bool:
    """Tell whether the page is empty.

    One short faint line, a signature or a small stamp is content; a lone page number is not.
    seen: the page's sheet or reduced copies, where others look at it, too.
    """
    sheet = Sheet.of(image.pixels, seen)
    if len(sheet.lines) >= _SURE_LINES and sheet.sharpness is not None and sheet.sharpness.contrast >= _SURE_CONTRAST:
        return False
    small, factor = sheet.copies.reduced(_LONG_SIDE)
    inside = paper_inside(small)
    if not inside.any():
        return True
    top, bottom = _span(np.asarray(inside.any(axis=1)))
    left, right = _span(np.asarray(inside.any(axis=0)))
    if min(bottom - top, right - left) < 2:
        return True
    part = np.ascontiguousarray(small[top:bottom, left:right])
    mask = np.ascontiguousarray(inside[top:bottom, left:right])
    half, half_mask = (
        reduce(part, 2),
        np.ascontiguousarray(mask[: len(mask) // 2 * 2 : 2, : mask.shape[1] // 2 * 2 : 2]),
    )
    if _has_stamp(half, half_mask) or _has_picture(gray_of(half), half_mask):
        return False
    marks = [TextLine(m.left + left, m.top + top, m.width, m.height) for m in _marks(gray_of(part), mask)]
    return not marks or _shines_through(image.pixels, marks, factor)


def _span(taken: NDArray[np.bool_]) -> tuple[int, int]:
    places = np.flatnonzero(taken)
    return int(places[0]), int(places[-1]) + 1


def _has_stamp(pixels: Pixels, inside: NDArray[np.uint8]) -> bool:
    """Tell whether there is a coloured mark of a stamp's size that doesn't reach in from outside, as a finger does."""
    away, _ = colourfulness(np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.8), np.uint8))
    coloured = ((away > _STAMP_COLOUR) & (inside > 0)).astype(np.uint8)
    least = max(15, _MIN_STAMP * away.size)
    if int(coloured.sum()) <= least:
        return False
    _, labels = cv2.connectedComponents(cv2.dilate(coloured, np.ones((5, 5), np.uint8)))
    area = np.bincount(labels[coloured.astype(bool)])
    area[np.unique(labels[_rim(inside)])[: len(area)]] = 0
    return int(area.sum()) > least


def _has_picture(gray: Gray, inside: NDArray[np.uint8]) -> bool:
    """Tell whether edges of large dark or bright areas fill part of the page, as in a photo."""
    soft = cv2.GaussianBlur(gray, (0, 0), 1)
    framed = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    away_from_rim = cv2.erode(framed, np.ones((13, 13), np.uint8))[1:-1, 1:-1] > 0
    edges = (cv2.absdiff(soft, cv2.blur(gray, (13, 13))) > 24) & away_from_rim
    return float(edges.sum()) > 0.01 * float(inside.sum())


def _rim(inside: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return the outermost two pixels of the paper's inside."""
    framed = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(inside > cv2.erode(framed, np.ones((5, 5), np.uint8))[1:-1, 1:-1], bool)


def _marks(gray: Gray, inside: NDArray[np.uint8]) -> list[TextLine]:
    """Return the strokes that stand close together, or are long, away from the border; the longest first."""
    paper = np.asarray(np.where(inside > 0, gray, np.uint8(level_at(gray, 0.5))), np.uint8)
    depth = ink_depth(paper, paper_field(paper))
    strokes = ((depth > max(_MARK_DEPTH, 6 * noise_level(gray))) & (inside > 0)).astype(np.uint8)
    rim = _rim(inside)
    found = []
    for contour in outlines(np.asarray(cv2.dilate(strokes, np.ones((5, 9), np.uint8)), np.uint8)):
        left, top, wide, high = cv2.boundingRect(contour)
        if max(wide, high) <= 0.03 * max(gray.shape):
            continue
        own: NDArray[np.uint8] = np.zeros((high, wide), np.uint8)
        cv2.drawContours(own, [contour - (left, top)], 0, 1, cv2.FILLED)
        area = slice(top, top + high), slice(left, left + wide)
        if (own & rim[area]).any():
            continue
        own &= strokes[area]
        mark, inked = TextLine(left, top, wide, high), int(own.sum())
        if inked >= 25 and not _is_hole(mark, inked, gray.shape) and not _is_crease(own):
            found.append(mark)
    return sorted(found, key=lambda mark: max(mark.width, mark.height), reverse=True)


def _is_crease(strokes: NDArray[np.uint8]) -> bool:
    """Tell whether a mark is one thin straight line, as a fold is, or the edge of paper on paper."""
    points = cv2.findNonZero(strokes)
    sides = cv2.minAreaRect(points)[1]
    return bool(min(sides) <= _CREASE_PX and max(sides) >= 6 * max(1.0, min(sides)))


def _is_hole(mark: TextLine, inked: int, shape: tuple[int, ...]) -> bool:
    """Tell whether a mark is a punched hole: small, round and solid, near the paper's edge."""
    height, width = shape
    wide, high = max(1, mark.width - 8), max(1, mark.height - 4)  # without what joining added
    if max(wide, high) > 0.06 * max(shape) or not 0.7 < wide / high < 1.43 or inked < 0.6 * wide * high:
        return False
    x, y = mark.left + mark.width / 2, mark.top + mark.height / 2
    return min(x, width - x) < _HOLE_REACH * width or min(y, height - y) < _HOLE_REACH * height


def _shines_through(pixels: Pixels, marks: list[TextLine], factor: int) -> bool:
    """Tell whether the marks are the other side's print: faint, and blurred by the paper between."""
    found = [value for mark in marks[:12] if (value := _mark_sharpness(pixels, mark, factor)) is not None]
    if not found:
        return False
    blur, contrast = np.median([(line.blur, line.contrast) for line in found], axis=0).tolist()
    faint = _FAINT if len(found) >= _MIN_LINES else _VERY_FAINT
    soft = _SOFT if contrast >= _VERY_FAINT else _SOFT_IN_NOISE
    return bool(blur > soft and contrast < faint and max(line.contrast for line in found) < _SURE_CONTRAST)


def _mark_sharpness(pixels: Pixels, mark: TextLine, factor: int) -> LineSharpness | None:
    if mark.height <= mark.width:
        return line_sharpness(pixels, mark, factor)
    return line_sharpness(pixels.transpose(1, 0, 2), TextLine(mark.top, mark.left, mark.height, mark.width), factor)
