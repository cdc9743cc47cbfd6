"""Whether a page was photographed off a screen (翻拍): the grid of its pixels lies on all bare paper, both ways.

Print has no pattern on bare paper, or one that runs one way (ruled lines, guilloche, JPEG's blocks), or another one on
each patch. So the spectra of bare patches all over the page are joined by their median, and only a peak that has its
like across it counts. Coarse moiré is left out: folds, weave and light have such periods, too.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray
from .ink import ink_depth, level_at
from .reduced import gray_of, reduce, reduction
from .sheet import Sheet

_SIDE = 128
_PATCHES = 8
_MIN_PATCHES = 4
_MAX_INK = 0.05  # share of a patch: more than specks, and tables' cells repeat both ways as a grid does
_INK, _MIN_TAKEN = 0.4, 30.0  # of the print's share of light taken, and in 255ths of it; moire takes less
_SOFT_LONG_SIDE = 400
_MIN_PAGE_PX = 1000  # in a smaller picture no screen's pixels are left
_FLOOR = 1.5**2 * 0.14 * _SIDE**2  # power of noise of 1.5 grey levels: no photo has less, and a clean file has no grid
_LOWEST = 0.06  # cycles per px
_SECTOR_DEG = 12.0
_DIRECTIONS = tuple(range(0, 90, 10))
_WINDOW = np.outer(np.hanning(_SIDE), np.hanning(_SIDE)).astype(np.float32)
_FY, _FX = np.meshgrid(np.fft.fftfreq(_SIDE), np.fft.rfftfreq(_SIDE), indexing="ij")
_RADIUS = np.hypot(_FY, _FX)
_ANGLE = np.rad2deg(np.arctan2(_FY, _FX)) % 180
_RING = (40 * _RADIUS).astype(np.intp).ravel()
_RINGS = tuple(np.flatnonzero(ring == _RING) for ring in range(int(_RING.max()) + 1))


def _sector(angle_deg: float) -> NDArray[np.intp]:
    """Return the frequencies whose waves run within 12 degrees of an angle."""
    off = np.abs((_ANGLE - angle_deg + 90) % 180 - 90)
    return np.flatnonzero((_RADIUS > _LOWEST) & (off <= _SECTOR_DEG))


_SECTORS = tuple((_sector(angle), _sector(angle + 90)) for angle in _DIRECTIONS)


def screen_grid(sheet: Sheet) -> float | None:
    """Return by how much a grid stands out of the noise on bare paper, as log of power; None with too little of it."""
    patches = _bare_patches(sheet)
    if len(patches) < _MIN_PATCHES:
        return None
    joined = np.sort([_spectrum(patch) for patch in patches], axis=0)[(len(patches) - 1) // 2]
    for ring in _RINGS:
        joined[ring] -= np.median(joined[ring])
    return max(min(float(joined[one].max()), float(joined[other].max())) for one, other in _SECTORS)


def _bare_patches(sheet: Sheet) -> list[Gray]:
    """Return patches of the page at full resolution, spread over its brighter parts, with next to no ink."""
    pixels = sheet.copies.pixels
    height, width = pixels.shape[:2]
    if min(height, width) < _MIN_PAGE_PX:
        return []
    small = _soft(sheet)
    inked = _inked(small, sheet.field)
    scale = height / small.shape[0]
    side = max(1, round(_SIDE / scale))
    tops = np.linspace(0.06 * height, 0.94 * height - _SIDE, 12).astype(int)
    lefts = np.linspace(0.06 * width, 0.94 * width - _SIDE, 9).astype(int)
    rows, columns = ((starts / scale).astype(int) for starts in (tops, lefts))
    ink, level = _block_means(inked, rows, columns, side), _block_means(small, rows, columns, side)
    places = np.argwhere((ink < _MAX_INK) & (level > 0.6 * np.percentile(level, 60)))
    picked = places[np.linspace(0, len(places) - 1, min(_PATCHES, len(places))).astype(int)] if len(places) else places
    return [
        gray_of(np.ascontiguousarray(pixels[tops[y] : tops[y] + _SIDE, lefts[x] : lefts[x] + _SIDE])) for y, x in picked
    ]


def _soft(sheet: Sheet) -> Gray:
    """Return a copy on which a screen's grid is averaged away, so that it isn't taken for ink."""
    small = reduce(sheet.gray, reduction(sheet.gray, _SOFT_LONG_SIDE))
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1), np.uint8)


def _inked(gray: Gray, field: Gray) -> NDArray[np.uint8]:
    """Return 1 where print or a rule takes a good part of the light, in a shadow as outside it."""
    paper = cv2.resize(field, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    taken = np.asarray(cv2.divide(ink_depth(gray, field), paper, scale=255), np.uint8)
    return (taken > max(_MIN_TAKEN, _INK * level_at(taken, 0.98))).astype(np.uint8)


def _block_means(
    raster: NDArray[np.uint8], rows: NDArray[np.intp], columns: NDArray[np.intp], side: int
) -> NDArray[np.float64]:
    """Return the mean of each block of `side` px which starts at these rows and columns."""
    sums = cv2.integral(raster)
    bottoms, rights = np.minimum(rows + side, raster.shape[0]), np.minimum(columns + side, raster.shape[1])
    total = sums[np.ix_(bottoms, rights)] - sums[np.ix_(rows, rights)] - sums[np.ix_(bottoms, columns)]
    return np.asarray((total + sums[np.ix_(rows, columns)]) / side**2, np.float64)


def _spectrum(patch: Gray) -> NDArray[np.float32]:
    """Return the log of the patch's power spectrum, for the frequencies of `_FX` and `_FY`; flat."""
    detail = patch.astype(np.float32)
    detail -= cv2.GaussianBlur(detail, (0, 0), 6)
    waves = np.fft.rfft2(detail * _WINDOW)
    power = (waves.real**2 + waves.imag**2).astype(np.float32).ravel()
    return np.asarray(cv2.log(power + np.float32(_FLOOR)), np.float32).ravel()
