"""A small copy of a photo without its text, so that only larger things have edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from ...page import Gray, Pixels

_CLOSING = 0.011
_DARK = 150.0
_MAX_GAIN = 6.0
_PAPER = 220.0


@dataclass(frozen=True)
class Planes:
    """A small copy of a photo: `lab` (H, W, 3) float32, and what it was made of; `lightness` still has its text."""

    lab: NDArray[np.float32]
    closed: Gray
    lightness: Gray
    colours: tuple[Gray, Gray]

    @cached_property
    def views(self) -> tuple[Gray, ...]:
        """Half as large, to find lines in: LSD finds every side that it finds at full size, in a third of the time."""
        green, blue = (_stretched(_half(plane)) for plane in self.colours)
        return _half(self.closed), _half(np.asarray(cv2.medianBlur(self.lightness, 3), np.uint8)), green, blue

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


def planes_of(small: Pixels) -> Planes:
    """Return a photo's lightness and colours with the text closed away, so that only larger things have edges."""
    lightness, green, blue = (
        np.asarray(plane, np.uint8) for plane in cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2LAB))
    )
    side = max(3, round(_CLOSING * max(small.shape[:2]))) | 1
    shut = cv2.morphologyEx(lightness, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    closed, green, blue = (np.asarray(cv2.medianBlur(plane, 5), np.uint8) for plane in (shut, green, blue))
    return Planes(_lab(closed, green, blue), closed, lightness, (green, blue))


def plain_planes(small: Pixels) -> Planes:
    """Return the same of a photo as it is, its text and every narrow shadow left in."""
    lightness, green, blue = (
        np.asarray(plane, np.uint8) for plane in cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2LAB))
    )
    return Planes(_lab(lightness, green, blue), lightness, lightness, (green, blue))


def _lab(lightness: Gray, green: Gray, blue: Gray) -> NDArray[np.float32]:
    return np.asarray(cv2.merge([lightness, green, blue]), np.float32)


def _half(plane: Gray) -> Gray:
    size = (max(1, plane.shape[1] // 2), max(1, plane.shape[0] // 2))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def _stretched(plane: Gray) -> Gray:
    low, high = np.percentile(plane[::4, ::4], [1, 99])
    gain = min(6.0, 200.0 / max(1.0, float(high - low)))
    return np.asarray(cv2.convertScaleAbs(plane.astype(np.float32) - float(low), alpha=gain), np.uint8)
