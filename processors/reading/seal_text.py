"""What a round seal says: the name along its ring, which readers of level lines do not see.

The ring is unrolled to a strip, from six o'clock clockwise, its ink dark on white, and read as a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import numpy as np

from ...schemas.field import FieldValue
from ...schemas.geometry import bounds
from ..legibility.ink import lightest_and_darkest
from ..legibility.seal import Seal
from ..page import Pixels
from .line_text import LineReader, LineText

_BANDS = ((0.97, 0.60), (0.97, 0.72), (0.93, 0.62), (0.90, 0.66))
"""Where the name stands between the ring and the star, as shares of the radius; offices' seals differ."""
_STRIP_PX = 64
_INK = 2.2
"""How much darker a pixel gets per level of colour: stamped ink has 80 to 180."""
_CLEAR = 0.97
"""A strip read with this confidence needs no other band."""
MIN_CONFIDENCE = 0.8
"""Below it stand readings of emblems, of smeared seals and of the wrong band (bench/reading.py)."""
_NAME = re.compile(r"[\u4e00-\u9fff()（）]{4,}")


def read_seal(pixels: Pixels, seals: Sequence[Seal], reader: LineReader) -> FieldValue | None:
    """Return the name on the clearest of a page's seals, None where none can be read.

    Args:
        pixels: the page with its seals, (H, W, 3) uint8 BGR.
        seals: as found on it.
        reader: of lines.
    """
    told = [value for seal in seals if (value := _read(pixels, seal, reader))]
    return max(told, key=lambda value: value.confidence, default=None)


def _read(pixels: Pixels, seal: Seal, reader: LineReader) -> FieldValue | None:
    best = LineText("", 0.0, 0.0)
    for outer, inner in _BANDS:
        best = max(best, reader.read(_unrolled(pixels, seal, outer, inner)), key=lambda read: read.confidence)
        if best.confidence >= _CLEAR:
            break
    # The number at the foot of a seal stands at both ends of the strip, upside down.
    names = _NAME.findall(best.text)
    if not names or best.confidence < MIN_CONFIDENCE:
        return None
    return FieldValue(value=max(names, key=len), confidence=round(best.confidence, 4), box=seal.box)


def _unrolled(pixels: Pixels, seal: Seal, outer: float, inner: float) -> Pixels:
    """Return the band between two radii (shares of the seal's) as a strip, its ink dark on white."""
    left, top, right, bottom = bounds(seal.box)
    length = round(np.pi * (outer + inner) / (outer - inner) * _STRIP_PX)
    angle = np.pi / 2 + 2 * np.pi * (np.arange(length) + 0.5) / length
    radius = (outer - (outer - inner) * (np.arange(_STRIP_PX) + 0.5) / _STRIP_PX)[:, None]
    x = (left + right) / 2 + (right - left) / 2 * radius * np.cos(angle)
    y = (top + bottom) / 2 + (bottom - top) / 2 * radius * np.sin(angle)
    strip = cv2.remap(
        pixels, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    lightest, darkest = lightest_and_darkest(np.asarray(strip, np.uint8))
    ink = np.asarray(255 - cv2.convertScaleAbs(cv2.subtract(lightest, darkest), alpha=_INK), np.uint8)
    return np.asarray(cv2.merge([ink, ink, ink]), np.uint8)
