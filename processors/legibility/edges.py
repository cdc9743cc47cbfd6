"""What reaches over a page's border: print that runs out of the picture, and fingers that reach in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.geometry import Quad, Size
from ..page import Gray, Pixels
from .ink import TextLine, components, level_at, median_level, weighted_median
from .reduced import reduce, reduction

Side = Literal["left", "top", "right", "bottom"]
_TOUCHES = 0.3  # of the text's height: no farther stand characters apart
_MIN_TOUCHING = 4
_MIN_TOUCHING_SHARE = 0.2
_MIN_STUMPS = 5  # of 40 good and 80 real pages 2 at most where no print is cut; 20 and more in half of the cut ones
_STUMP = (0.2, 1.6)  # of the text's height: lower are specks and dashes, higher are rules and seals
_ON_FRAME = 0.004  # of the picture's sides
_SKIN_LONG_SIDE = 160
_MIN_SKIN, _MAX_SKIN = 0.003, 0.2
_MIN_REACH = 0.6
_MAX_BASE = 0.3


def cut_sides(lines: Sequence[TextLine], depth: Gray, least: float) -> tuple[Side, ...]:
    """Return the sides at which print ends only because the picture does.

    lines: on a level page whose ink is `depth` deep, (H, W); what is less deep than `least` is no print. At the left
    and right several lines end at the border, at the top and bottom many characters of one line do.
    """
    inked = [x for x in lines if depth[x.top : x.top + x.height, x.left : x.left + x.width].max() >= least]
    if len(inked) < _MIN_TOUCHING:
        return ()
    boxes = np.array([(line.left, line.top, line.width, line.height) for line in inked])
    typical = weighted_median(boxes[:, 3], boxes[:, 2])
    own = boxes[(boxes[:, 3] > 0.6 * typical) & (boxes[:, 3] < 1.6 * typical)]
    enough = max(_MIN_TOUCHING, _MIN_TOUCHING_SHARE * len(own))
    near = max(2.0, _TOUCHES * typical)
    cut = {
        "left": (own[:, 0] <= near).sum() >= enough,
        "top": _stumps(depth, typical, least) >= _MIN_STUMPS,
        "right": (own[:, 0] + own[:, 2] >= depth.shape[1] - near).sum() >= enough,
        "bottom": _stumps(depth[::-1], typical, least) >= _MIN_STUMPS,
    }
    return tuple(side for side, is_cut in cut.items() if is_cut)  # type: ignore[misc]


def _stumps(depth: Gray, text_height: float, least: float) -> int:
    """Return how many pieces of characters stand on the upper border: no rules, frames and seals, which are larger."""
    strip = np.ascontiguousarray(depth[: max(3, round(2 * text_height))])
    if median_level(strip) > least / 2:  # a desk or a dark frame: no paper that print could stand on
        return 0
    stats = components((strip >= least).astype(np.uint8))[1][1:]
    top, wide, high = (stats[:, column] for column in (cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    low, limit = (share * text_height for share in _STUMP)
    # Reducing drops up to a row at the lower border.
    return int(np.count_nonzero((top <= 1) & (high >= low) & (high <= limit) & (wide <= 2 * limit)))


def sides_on_frame(quad: Quad, frame: Size) -> tuple[Side, ...]:
    """Return the sides of a photographed sheet that lie on the picture's border, where the sheet may go on.

    quad: clockwise from top-left, in pixels of the picture of `frame` (width, height). Empty where all four do: such
    a picture was cropped to its sheet before.
    """
    corners = np.array(quad)
    limits = np.array(frame) - 1.0
    near = _ON_FRAME * max(frame)
    out = np.concatenate([corners <= near, corners >= limits - near], axis=1)
    both = out & np.roll(out, -1, axis=0)
    names: tuple[Side, ...] = ("top", "right", "bottom", "left")
    found = tuple(name for name, on in zip(names, both.any(axis=1), strict=True) if on)
    return () if len(found) == len(names) else found


def finger_share(pixels: Pixels) -> float:
    """Return the share of the page which fingers cover that reach in over one side; pixels: a small copy.

    Skin is told by its colour relative to the paper's; a strip of desk along a side is no finger, a seal is redder.
    """
    skin = _skin(pixels)
    height, width = skin.shape
    total = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(skin)
    for label in range(1, count):
        area = int(stats[label, cv2.CC_STAT_AREA])
        if not _MIN_SKIN * skin.size <= area <= _MAX_SKIN * skin.size:
            continue
        if _reaches_in(labels == label):
            total += area
    return float(total / (height * width))


def _skin(pixels: Pixels) -> NDArray[np.uint8]:
    """Return 1 where a smooth surface has a colour of skin, in light whose tint is taken off by the paper's."""
    small = np.asarray(cv2.medianBlur(reduce(pixels, reduction(pixels, _SKIN_LONG_SIDE)), 3), np.uint8)
    paper = np.maximum([level_at(np.ascontiguousarray(small[..., channel]), 0.8) for channel in range(3)], 1.0)
    blue, green, red = np.moveaxis(small / paper, 2, 0)
    colour = (red > 0.25) & (red - green > 0.08 * red) & (green - blue > 0.05 * red) & (red - blue < 0.62 * red)
    colour &= (red - green < 0.38 * red) & (green < 0.92)
    mask = cv2.morphologyEx(colour.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)


def _reaches_in(blob: NDArray[np.bool_]) -> bool:
    """Tell whether a blob stands on one side only, on a base that is short, and reaches in far and solidly."""
    bases = [blob[:, :2].any(axis=1), blob[:2].any(axis=0), blob[:, -2:].any(axis=1), blob[-2:].any(axis=0)]
    on = [base for base in bases if base.any()]
    if len(on) != 1 or on[0].mean() > _MAX_BASE:
        return False
    sideways = bases[0].any() or bases[2].any()
    reach = int(np.count_nonzero(blob.any(axis=0 if sideways else 1)))
    if reach < _MIN_REACH * np.count_nonzero(on[0]):
        return False
    hull = cv2.convexHull(cv2.findNonZero(blob.astype(np.uint8)))
    return float(blob.sum()) > 0.8 * float(cv2.contourArea(hull))
