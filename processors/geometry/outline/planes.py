"""A small copy of a photo without its text, so that only larger things have edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ...page import Pixels

_CLOSING = 0.011
_DARK = 150.0
_MAX_GAIN = 6.0
_PAPER = 220.0


@dataclass(frozen=True)
class Planes:
    """A small copy of a photo. `lab`: (H, W, 3) float32 without its text; `views`: half as large, to find lines in."""

    lab: NDArray[np.float32]
    views: tuple[NDArray[np.uint8], ...]

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.lab.shape[1])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.lab.shape[0])


def brightened(small: Pixels) -> Pixels:
    """Return a picture whose paper is bright: one taken in too little light is multiplied, up to sixfold."""
    brightest = float(np.percentile(small[::8, ::8].max(axis=2), 98))
    if brightest >= _DARK:
        return small
    return np.asarray(cv2.convertScaleAbs(small, alpha=min(_MAX_GAIN, _PAPER / max(1.0, brightest))), np.uint8)


def planes_of(small: Pixels, *, with_views: bool = True) -> Planes:
    """Return a photo's lightness and colours with the text closed away, so that only larger things have edges."""
    lightness, green, blue = cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2LAB))
    side = max(3, round(_CLOSING * max(small.shape[:2]))) | 1
    closed = cv2.medianBlur(cv2.morphologyEx(lightness, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), 5)
    green, blue = cv2.medianBlur(green, 5), cv2.medianBlur(blue, 5)
    lab = cv2.merge([closed, green, blue]).astype(np.float32)
    if not with_views:
        return Planes(lab, ())
    # At half of the size LSD finds every side that it finds at full size, in a third of the time (484 sides measured).
    views = (_half(closed), _half(cv2.medianBlur(lightness, 3)), _stretched(_half(green)), _stretched(_half(blue)))
    return Planes(lab, tuple(np.asarray(view, np.uint8) for view in views))


def _half(plane: NDArray[Any]) -> NDArray[Any]:
    size = (max(1, plane.shape[1] // 2), max(1, plane.shape[0] // 2))
    return cv2.resize(plane, size, interpolation=cv2.INTER_AREA)


def _stretched(plane: NDArray[Any]) -> NDArray[Any]:
    low, high = np.percentile(plane[::4, ::4], [1, 99])
    gain = min(6.0, 200.0 / max(1.0, float(high - low)))
    return cv2.convertScaleAbs(plane.astype(np.float32) - float(low), alpha=gain)
