"""What the outlines found in a picture mean: one page to crop, several cards or papers, or nothing to crop."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..legibility.ink import (
    ink_depth,
    ink_threshold,
    noise_level,
    paper_field,
    strokes,
    text_lines,
)
from ..legibility.reduced import gray_of
from ..page import Gray, Pixels
from .outline.choice import similarity
from .outline.find import QuadEstimate
from .outline.photo import shrunk
from .warp import flat_size

_MAX_CARDS = 12
_MIN_SIDE_PX = 100  # smaller than any legible card; single characters of a cut-out line look like cards, too
_ALIKE = 0.6
_ANALYSIS_PX = 800  # cuts told on as many of 62 boxes as at 1200, in half of the time
# Text around a box on a page: lines that hold much of the ink there, on paper as bright as the box's. On 13 real
# pictures and 50 drawn photos, wood and cloth give "lines" too, but hold 0.00-0.04 of the ink or are half as bright.
_MIN_LINES_OUTSIDE = 2
_MIN_INK_IN_LINES = 0.1
_MIN_BRIGHTNESS = 0.8
_MAX_UNEVEN = 0.08  # brightness around a line: 0.04 and less for 20 boxes that cut a page's text, 0.36 for confetti
_MIN_CONTRAST = 0.14  # of that brightness: text 0.19 and more (28 boxes), camouflage 0.08
_NO_BOX = 0.75  # support of an outline by the network, which sees one paper in a page with boxes
_MIN_PAPER_OUTSIDE = 0.02  # two lines of text and what is between them


@dataclass(frozen=True)
class Layout:
    """`page`: the outline to crop by, if any; `cards`: the outlines of two or more cards or papers."""

    page: QuadEstimate | None = None
    cards: tuple[QuadEstimate, ...] = ()


def lay_out(pixels: Pixels, quads: tuple[QuadEstimate, ...]) -> Layout:
    """Return what to crop. A page is cropped only where that cuts no text away.

    pixels: (H, W, 3) uint8 BGR; quads: what `find_quads` saw in it, best first.
    """
    quads = tuple(quad for quad in quads if min(flat_size(quad.quad)) >= _MIN_SIDE_PX)
    if not quads:
        return Layout()
    alike = [quad for quad in quads if similarity(quads[0].quad, quad.quad) >= _ALIKE][:_MAX_CARDS]
    if len(alike) >= 2:
        return Layout(cards=tuple(sorted(alike, key=_reading_order)))
    surely = quads[0].support >= _NO_BOX
    return Layout(page=quads[0]) if surely or not _cuts_text(pixels, quads[0]) else Layout()


def _reading_order(card: QuadEstimate) -> tuple[float, float]:
    """Return a key that sorts cards from top to bottom, and from left to right where they lie side by side."""
    x = sum(point[0] for point in card.quad) / 4
    y = sum(point[1] for point in card.quad) / 4
    return round(y / max(1, min(flat_size(card.quad)))), x


def _cuts_text(pixels: Pixels, quad: QuadEstimate) -> bool:
    """Tell whether lines of text stand outside the outline: then it is a box on a page, not a page."""
    small, scale = shrunk(pixels, _ANALYSIS_PX)
    gray = gray_of(small)
    corners = (np.array(quad.quad) + 0.5) / scale - 0.5
    outside: NDArray[np.uint8] = np.full(gray.shape, 255, np.uint8)
    cv2.fillConvexPoly(outside, np.rint(corners).astype(np.int32), 0)
    outside = np.asarray(cv2.erode(outside, np.ones((9, 9), np.uint8)), np.uint8)
    field = paper_field(gray)
    if not _paper_outside(field, outside):
        return False
    depth = ink_depth(gray, field)
    threshold = ink_threshold(depth, noise_level(gray))
    size = (gray.shape[1], gray.shape[0])
    paper = np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    ink = strokes(depth, threshold)
    least = _MIN_INK_IN_LINES * int(np.count_nonzero((depth > threshold) & (outside > 0)))
    if _lines_outside(depth, ink, paper, outside, least):
        return True
    turned = [np.ascontiguousarray(plane.T) for plane in (depth, ink, paper, outside)]
    return _lines_outside(turned[0], turned[1], turned[2], turned[3], least)


def _paper_outside(field: NDArray[np.uint8], outside: NDArray[np.uint8]) -> bool:
    """Tell whether anything around the outline is bright enough to be its paper: on most desks nothing is."""
    around = cv2.resize(outside, (field.shape[1], field.shape[0]), interpolation=cv2.INTER_AREA)
    if not (around == 255).any() or not (around == 0).any():
        return True
    inside = float(np.median(field[around == 0]))
    return float(np.mean(field[around == 255] >= _MIN_BRIGHTNESS * inside)) > _MIN_PAPER_OUTSIDE


def _lines_outside(
    depth: Gray, ink: NDArray[np.uint8], paper: NDArray[np.uint8], outside: NDArray[np.uint8], least: float
) -> bool:
    """Tell whether lines outside hold `least` ink, on even paper that is at least nearly as bright as that inside."""
    boxes = [(slice(x.top, x.top + x.height), slice(x.left, x.left + x.width)) for x in text_lines(depth, ink)]
    boxes = [box for box in boxes if outside[box].mean() > 127]
    if len(boxes) < _MIN_LINES_OUTSIDE:
        return False
    if sum(int(np.count_nonzero(ink[box])) for box in boxes) < least:
        return False
    inside = float(np.median(paper[outside == 0])) if (outside == 0).any() else 0.0
    level = float(np.mean([paper[box].mean() for box in boxes]))
    uneven = float(np.mean([paper[box].std() for box in boxes]))
    if level < _MIN_BRIGHTNESS * inside or uneven >= _MAX_UNEVEN * level:
        return False
    drawn = [float(depth[box][ink[box] > 0].mean()) for box in boxes if ink[box].any()]
    return float(np.mean(drawn or [0.0])) >= _MIN_CONTRAST * level
