"""JPEG: one encode of a page, and how large the file gets at any quality, foretold from an eighth of its blocks.

The blocks are taken from every row of blocks, in each row at other places, so that lines of text, rules and margins
have the share in the sample which they have on the page: the foretold size is off by 1.2 % (standard deviation over 27
pages), where strips of whole rows, an eighth of the page, are off by 10 %. A page then needs one full encode.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

MAX_QUALITY = 88
MIN_QUALITY = 50
Raster = NDArray[np.uint8]
"""(H, W, 3) BGR or (H, W) grey, uint8."""

_SHARE = 8
_TURN = 3  # by how many eighths of a step a row's blocks lie further right than those of the row above
_BLOCK = (16, 32)  # px high and wide: two units of a JPEG whose colours are halved, whole in every one
_SMALL_PX = 500_000  # a smaller raster is encoded whole in less than 2 ms
_HEADER = 600
_TRIES = 3
_NEAR = 2  # steps of quality over which the foretold curve is as good as a try
_LEAST_SLOPE = 0.2
_GAIN = 0.94  # of the bytes are left by tables of the page's own, at the highest quality
_SHAPE = ((50, 60, 70, 80, 88), (-1.0, -0.84, -0.62, -0.34, 0.0))
"""Logarithm of the size by quality, from -1 at 50 to 0 at 88: over 27 pages of all kinds nearly the same curve,
stretched by 0.6 (noise) to 1.5 (clean print)."""


def jpeg(pixels: Raster, quality: int, *, dpi: float | None = None, optimise: bool = False) -> bytes:
    """Return the raster as a JPEG which bears its resolution (whole dpi); none where it is unknown.

    `optimise` makes Huffman tables for the page: the same pixels in 3 to 20 % fewer bytes, for 12 ms more on A4.
    OpenCV takes 16 ms for A4 at 300 dpi where Pillow takes 26, of which the turn of the channels is a part.
    """
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, int(optimise)]
    encoded, data = cv2.imencode(".jpg", pixels, options)
    assert encoded, "OpenCV encodes every 8-bit raster"
    return _with_density(data.tobytes(), dpi)


class Forecast:
    """How large a raster's JPEG gets; qualities are tried on a sample of its blocks, each once."""

    def __init__(self, pixels: Raster) -> None:
        """Take the sample of (H, W, 3) or (H, W) uint8 pixels; nothing is encoded yet."""
        self._blocks = sample(pixels)
        self._times = pixels.size / self._blocks.size
        self._sizes: dict[tuple[int, bool], float] = {}

    def size(self, quality: int, *, optimise: bool = True) -> float:
        """Return the size in bytes to expect at a quality."""
        key = (quality, optimise)
        if key not in self._sizes:
            made = len(jpeg(self._blocks, quality, optimise=optimise))
            self._sizes[key] = max(0, made - _HEADER) * self._times + _HEADER
        return self._sizes[key]

    def quality(self, budget: float) -> int:
        """Return the highest quality, optimised, that stays within `budget` bytes: 49 where even 50 would not.

        From one try to the next the curve of all pages is stretched to this page's; the last step needs no try.
        """
        at, slope = MAX_QUALITY, 1.0
        size = self._sizes.get((at, True)) or _GAIN * self.size(at, optimise=False)
        for _ in range(_TRIES):
            aimed = _place(at) + math.log(budget / size) / slope
            if aimed < -1.0 and at == MIN_QUALITY:
                return MIN_QUALITY - 1
            found = min(MAX_QUALITY, max(MIN_QUALITY, math.floor(_quality_at(aimed) + 1e-6)))
            if abs(found - at) <= _NEAR and (at, True) in self._sizes:
                break
            if abs(found - at) > _NEAR:
                slope = max(_LEAST_SLOPE, math.log(self.size(found) / size) / (_place(found) - _place(at)))
            at, size = found, self.size(found)
        return found

    def quality_below(self, limit: int, budget: float) -> int:
        """Return the highest quality below `limit` that stays within the budget, by trying; 50 where none does.

        What a compressed and noisy photo holds can double from one quality to the next, where no curve helps.
        """
        low, high = MIN_QUALITY, max(MIN_QUALITY, limit - 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.size(middle) <= budget else (low, middle - 1)
        return low


def sample(pixels: Raster) -> Raster:
    """Return an eighth of the raster's blocks as a raster; a small one as it is."""
    rows, columns = pixels.shape[0] // _BLOCK[0], pixels.shape[1] // _BLOCK[1]
    count = columns // _SHARE
    if pixels.shape[0] * pixels.shape[1] < _SMALL_PX or count == 0:
        return pixels
    channels = pixels.shape[2:]
    grid = pixels[: rows * _BLOCK[0], : columns * _BLOCK[1]].reshape(rows, _BLOCK[0], columns, _BLOCK[1], *channels)
    taken = np.empty((rows, _BLOCK[0], count, _BLOCK[1], *channels), np.uint8)
    for row in range(_SHARE):
        shift = (row * _TURN % _SHARE + 0.5) / _SHARE
        places = ((np.arange(count) + shift) * columns / count).astype(int)
        taken[row::_SHARE] = grid[row::_SHARE][:, :, places]
    return taken.reshape(rows * _BLOCK[0], count * _BLOCK[1], *channels)


def _place(quality: float) -> float:
    return float(np.interp(quality, *_SHAPE))


def _quality_at(place: float) -> float:
    return float(np.interp(place, _SHAPE[1], _SHAPE[0]))


def _with_density(data: bytes, dpi: float | None) -> bytes:
    """Return the JPEG with its resolution in the JFIF header, which OpenCV writes without one."""
    assert data[6:11] == b"JFIF\0", "OpenCV begins every JPEG with a JFIF header"
    if dpi is None:
        return data
    density = min(65535, max(1, round(dpi)))
    return data[:13] + bytes((1, *divmod(density, 256), *divmod(density, 256))) + data[18:]
