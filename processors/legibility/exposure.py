"""How a page is lit: reflections that burn it out, too little or too much light, one side darker than the other."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray
from .ink import level_at, median_level

_BURNT = 253  # of the paper's own brightness, ink closed away
_WHITE_PAPER = 250.0  # paper this bright is burnt out itself: nothing tells a spot on it
_MIN_SPOT = 0.002
_RIM = (1.5, 30.0)
"""Width of a spot's rim, px of the field: lamps 2.7 to 15 in 42 pictures, white print and paper 1.1 at most, light that
falls off over the page 80 and more."""
_FADED = 0.25  # of the way from paper to white, where the rim ends
_MAX_INK = 0.3  # of the page's share of ink: the middles of 35 lamps have 0.00
_MAX_ON_BORDER = 0.15  # of the page's border: lamps 0.11 at most, lit margins beside a shadow 0.33 and more
WASHED_PAPER = 252.0
"""Paper at which the sensor has no room left above it."""


def glare_share(field: Gray, ink: NDArray[np.uint8]) -> float:
    """Return the share of the page which a lamp burns out: white without print, fading into paper that isn't white.

    field: the paper's brightness; ink: 1 where characters are, in any size. Sunlit paper keeps its print, white print
    and stickers end at once, what light alone does to white paper fades over the whole page.
    """
    paper = median_level(field)
    burnt = (field >= _BURNT).astype(np.uint8)
    if paper >= _WHITE_PAPER or not burnt.any():
        return 0.0
    printed = cv2.resize(ink * np.float32(1), field.shape[::-1], interpolation=cv2.INTER_AREA)
    _, bright = cv2.connectedComponents((field >= paper + _FADED * (255 - paper)).astype(np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    total = 0
    for label in range(1, count):
        area, spot = int(stats[label, cv2.CC_STAT_AREA]), (labels == label).astype(np.uint8)
        if area < _MIN_SPOT * burnt.size or _on_border(spot) > _MAX_ON_BORDER:
            continue
        # A spot and what is bright around it lie one in the other: its label is that of any of its pixels.
        around = int(np.count_nonzero(bright == bright[spot > 0][0]))
        deep = cv2.distanceTransform(cv2.copyMakeBorder(spot, 1, 1, 1, 1, cv2.BORDER_REPLICATE), cv2.DIST_L2, 3)[
            1:-1, 1:-1
        ]
        inside = (deep >= float(deep.max()) / 2).astype(np.uint8)  # towards its rim print shows through a lamp's veil
        if _RIM[0] <= (around - area) / _outline(spot) <= _RIM[1] and (
            cv2.mean(printed, inside)[0] <= _MAX_INK * float(printed.mean())
        ):
            total += area
    return total / burnt.size


def _outline(spot: NDArray[np.uint8]) -> int:
    """Return how many pixels a spot's outlines have."""
    return sum(len(line) for line in cv2.findContours(spot, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0])


def _on_border(spot: NDArray[np.uint8]) -> float:
    """Return the share of the page's border that a spot takes: white paper beside a shadow has much of it."""
    taken = sum(int(side.sum()) for side in (spot[0], spot[-1], spot[:, 0], spot[:, -1]))
    return float(taken / (2 * sum(spot.shape)))


def paper_level(field: Gray) -> float:
    """Return how bright the page's paper is, be it only a tenth of the picture; 0..255."""
    return level_at(field, 0.9)


def light_share(lit: NDArray[np.uint8]) -> float | None:
    """Return how bright the darkest tenth of the text's paper is by its brightest; lit: (N,) one value per line.

    Only paper with text counts: a dark desk around the page or a dark picture on it is no shadow. None without text.
    """
    if not lit.size:
        return None
    low, high = np.percentile(lit, (10, 90))
    return float(low / max(high, 1.0))
