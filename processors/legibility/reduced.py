"""Reduced copies for analysis: most measurements need far fewer pixels than a page has."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray, Pixels

_NEARLY = 1.15


def reduction(pixels: NDArray[np.uint8], long_side: int) -> int:
    """Return the largest whole factor, at least 1, which leaves `pixels` a long side of `long_side` px or more."""
    return max(1, int(max(pixels.shape[:2])) // long_side)


def halving(pixels: NDArray[np.uint8], long_side: int) -> int:
    """Return the largest power of two, at least 1, which leaves a long side of `long_side` px or more: see `reduce`."""
    return 1 << (reduction(pixels, long_side).bit_length() - 1)


def reduce(pixels: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Return the raster averaged over `factor` x `factor` blocks; up to `factor - 1` px at the right and bottom drop.

    Whole factors only: OpenCV 5 halves 12 MP in 4 ms, where a third or a quarter takes 17 and a fractional INTER_AREA
    93. So a factor that is even is reached by halves.
    """
    while factor > 1 and factor % 2 == 0:
        pixels, factor = _averaged(pixels, 2), factor // 2
    return pixels if factor <= 1 else _averaged(pixels, factor)


def _averaged(pixels: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    height, width = pixels.shape[0] // factor, pixels.shape[1] // factor
    if not height or not width:
        return pixels
    part = pixels[: height * factor, : width * factor]
    return np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def shrunk_to(gray: Gray, long_side: int) -> Gray:
    """Return a copy with a long side of `long_side` px; what is larger by up to 15 % stays as it is."""
    small = reduce(gray, reduction(gray, long_side))
    shrink = max(small.shape) / long_side
    if shrink < _NEARLY:
        return small
    # Between half and full size each new pixel is a mean of four: no need of the slow average over areas.
    size = max(1, round(small.shape[1] / shrink)), max(1, round(small.shape[0] / shrink))
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), np.uint8)


class Copies:
    """A raster and its reduced copies; each is made once, at its first use, for all that measure one page."""

    def __init__(self, pixels: Pixels) -> None:
        """Keep (H, W, 3) uint8 BGR pixels; nothing is reduced yet."""
        self.pixels = pixels
        self._made: dict[int, Pixels] = {1: pixels}
        self._grays: dict[int, Gray] = {}

    def reduced(self, long_side: int) -> tuple[Pixels, int]:
        """Return the smallest copy whose long side is `long_side` px or more, and its factor."""
        return self._by(reduction(self.pixels, long_side))

    def halved(self, long_side: int) -> tuple[Pixels, int]:
        """Return the smallest copy by a power of two whose long side is `long_side` px or more, and its factor."""
        return self._by(halving(self.pixels, long_side))

    def _by(self, factor: int) -> tuple[Pixels, int]:
        if factor not in self._made:
            nearest = max(made for made in self._made if factor % made == 0)
            self._made[factor] = reduce(self._made[nearest], factor // nearest)
        return self._made[factor], factor

    def gray(self, long_side: int) -> tuple[Gray, int]:
        """Return the luminance of that copy, and its factor."""
        copy, factor = self.reduced(long_side)
        if factor not in self._grays:
            self._grays[factor] = gray_of(copy)
        return self._grays[factor], factor


def gray_of(pixels: Pixels) -> Gray:
    """Return the luminance of (H, W, 3) BGR pixels as (H, W) uint8."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def single_channel(pixels: Pixels) -> Gray | None:
    """Return the one channel of (H, W, 3) pixels whose three are the same; None for all others, told from few rows."""
    sparse = pixels[::16]
    if not np.array_equal(sparse[..., 0], sparse[..., 1]):
        return None
    blue, green, red = cv2.split(pixels)  # a fifth of the time of comparing the channels where they lie
    return np.asarray(green, np.uint8) if np.array_equal(blue, green) and np.array_equal(green, red) else None


def resized(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Return the raster at exactly width x height px, averaged down or bicubic up."""
    if pixels.shape[:2] == (height, width):
        return pixels
    shrinks = width * height <= pixels.shape[0] * pixels.shape[1]
    if shrinks:  # one side may grow all the same: then there is nothing to reduce
        pixels = reduce(pixels, max(1, min(pixels.shape[0] // height, pixels.shape[1] // width)))
    method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=method), np.uint8)
