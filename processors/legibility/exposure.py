"""How a page is lit: reflections that burn it out, too little or too much light, one side darker than the other."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray
from .ink import level_at, median_level
from .reduced import reduce, reduction

_GLARE_LONG_SIDE = 400
_BURNT = 250
_WHITE_PAPER = 243.0  # on paper this bright a burnt spot is only paper
_MIN_SPOT = 0.002
_HALO = 0.35
_SHARP_RIM = 7  # px of the copy; white print has ended three px from its rim
_MAX_ON_BORDER = 0.1
WASHED_PAPER = 252.0
"""Paper at which the sensor has no room left above it."""


def glare_share(gray: Gray, field: Gray) -> float:
    """Return the share of the page which is burnt out on paper that is not itself white."""
    paper = median_level(field)
    if paper >= _WHITE_PAPER:
        return 0.0
    small = reduce(gray, reduction(gray, _GLARE_LONG_SIDE))
    burnt = (cv2.GaussianBlur(small, (0, 0), 2) >= _BURNT).astype(np.uint8)
    if not burnt.any():
        return 0.0
    return _share_with_halo(small, burnt, paper)


def _share_with_halo(gray: Gray, burnt: NDArray[np.uint8], paper: float) -> float:
    """Return the share of burnt spots that fade out around their rim; white print ends at once."""
    reach = max(3, round(0.015 * max(gray.shape))) | 1
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    total = 0
    for label in range(1, count):
        area = int(stats[label, cv2.CC_STAT_AREA])
        if area < _MIN_SPOT * burnt.size:
            continue
        spot = (labels == label).astype(np.uint8)
        if _on_border(spot) > _MAX_ON_BORDER:
            continue
        near = cv2.dilate(spot, np.ones((_SHARP_RIM, _SHARP_RIM), np.uint8))
        far = cv2.dilate(near, np.ones((reach, reach), np.uint8))
        ring = gray[(far - near).astype(bool)]
        if ring.size and float(np.percentile(ring, 60)) > paper + _HALO * (255 - paper):
            total += area
    return total / burnt.size


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
