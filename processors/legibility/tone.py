"""Whether a page is in colour, in greys, or in black and white only."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np

from ..page import Gray, Pixels
from .ink import median_level
from .reduced import Copies, reduce, reduction

Tone = Literal["colour", "grey", "bilevel"]
TONE_LONG_SIDE = 400
_MIN_COLOURED = 0.0015  # share of the page: a seal, be it the only colour on it
_AWAY = 16
_MAX_TINT = 30.0
_ROWS = 61
_NEAR = 4  # grey levels from black or white, as JPEG leaves them
_MAX_BETWEEN = 0.5  # of the ink: rims of strokes after levelling; grey scans have 0.9 and more for their noise


def tone_of(copies: Copies) -> Tone:
    """Return the page's class; a photocopy photographed in warm light is grey: a tint of the light is no colour."""
    small, _ = copies.halved(2 * TONE_LONG_SIDE)
    if has_colour(reduce(small, reduction(small, TONE_LONG_SIDE))):
        return "colour"
    return "bilevel" if _is_bilevel(copies.pixels) else "grey"


def has_colour(pixels: Pixels) -> bool:
    """Tell whether a copy of about `TONE_LONG_SIDE` px carries colour, be it a seal of 0.15 % of the page."""
    away, tint = colourfulness(pixels)
    return float((away > _AWAY).mean()) > _MIN_COLOURED or tint > _MAX_TINT


def colourfulness(pixels: Pixels) -> tuple[Gray, float]:
    """Return how far in Lab each pixel's colour is from the page's tint, and how far that is from neutral."""
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB), np.uint8)
    a, b = np.ascontiguousarray(lab[..., 1]), np.ascontiguousarray(lab[..., 2])
    tint_a, tint_b = median_level(a), median_level(b)
    away = cv2.add(cv2.absdiff(a, np.full_like(a, tint_a)), cv2.absdiff(b, np.full_like(b, tint_b)))
    return np.asarray(away, np.uint8), abs(tint_a - 128) + abs(tint_b - 128)


def _is_bilevel(pixels: Pixels) -> bool:
    """Tell whether what is not white is mostly black, on rows spread over the page at full resolution."""
    rows = pixels[:: max(1, pixels.shape[0] // _ROWS), :, 1]
    black = int(np.count_nonzero(rows <= _NEAR))
    between = rows.size - black - int(np.count_nonzero(rows >= 255 - _NEAR))
    return black > 0 and between <= _MAX_BETWEEN * (black + between)
