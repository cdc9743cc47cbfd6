"""A page as its reader wants it where seals lie over print: their ink taken away, the print under it kept."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ...schemas.geometry import bounds
from ..page import Pixels
from .ink import lightest_and_darkest, median_level
from .seal import Seal

_COLOURED = 40
"""Grey levels between a pixel's lightest and darkest channel: ink of seals has 60 and more, grey print 10."""
_FAINTEST = 0.9
"""Of the ink's own lightness: from there on it becomes paper. Of 66 lines under drawn seals 7 % of the characters were
misread, 1 % with the lightest channel alone, none so."""


def without_seals(pixels: Pixels, seals: Sequence[Seal]) -> Pixels:
    """Return the page, (H, W, 3) uint8 BGR, with what lies in the seals' boxes in grey, coloured ink as light as paper.

    In its lightest channel ink of one colour is light, and black print under it stays black.
    """
    if not seals:
        return pixels
    lifted = pixels.copy()
    paper = median_level(np.ascontiguousarray(pixels[::8, ::8].max(axis=2)))
    for seal in seals:
        left, top, right, bottom = (max(0, round(place)) for place in bounds(seal.box))
        part = lifted[top:bottom, left:right]
        if part.size:
            part[:] = _in_grey(part, paper)[..., None]
    return lifted


def _in_grey(part: Pixels, paper: float) -> np.ndarray:
    lightest, darkest = lightest_and_darkest(part)
    inked = cv2.subtract(lightest, darkest) > _COLOURED
    if not inked.any():
        return lightest
    level = max(1.0, _FAINTEST * float(np.median(lightest[inked])))
    bleached = cv2.convertScaleAbs(lightest, alpha=paper / level)
    return np.where(inked, np.minimum(bleached, np.uint8(paper)), lightest)
