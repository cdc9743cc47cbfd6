"""Black and white, for portals that ask for it: ink against the paper around it, so that a shadow stays paper."""

from __future__ import annotations

import cv2
import numpy as np

from ..page import Gray
from .ink import paper_field

_WINDOW = 60  # of the long side: a window holds a character and the paper around it
_WEIGHT, _RANGE = 0.2, 128.0  # Sauvola's k and R
_SOLID = 0.35  # of the paper's brightness: what is darker is ink, in the middle of a thick bar too


def bilevel(gray: Gray) -> Gray:
    """Return the page as 0 (ink) and 255 (paper); gray: (H, W) uint8, dark text on light.

    Light is evened out by the paper's own brightness; then Sauvola's threshold, the local mean lowered where contrast
    is low, decides.
    """
    height, width = gray.shape
    paper = cv2.resize(paper_field(gray), (width, height), interpolation=cv2.INTER_LINEAR)
    even = np.minimum(gray.astype(np.float32) * (255.0 / np.maximum(paper, 1)), 255.0).astype(np.float32)
    side = max(15, max(gray.shape) // _WINDOW) | 1
    mean = cv2.blur(even, (side, side))
    spread = np.sqrt(np.maximum(cv2.blur(even * even, (side, side)) - mean * mean, 0.0))
    threshold = mean * (1.0 + _WEIGHT * (spread / _RANGE - 1.0))
    ink = (even < threshold) | (even < _SOLID * 255.0)
    return np.where(ink, 0, 255).astype(np.uint8)
