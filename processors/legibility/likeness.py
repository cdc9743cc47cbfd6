"""Near-duplicates: is a page the same sheet as another one, scanned again, resized or recompressed?

An ordinary 64-bit perceptual hash sees only layout, and all pages of a contract look alike to it. The fingerprint
here keeps the darkness on a grid about as fine as the text, and likeness takes in where two pages agree worst.
It still cannot tell two copies of one form that were filled in differently (up to 0.95): compare their text too.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray, Pixels
from .ink import paper_field
from .reduced import Copies, reduce

SAME_PICTURE = 0.8  # rescanned text pages score 0.84 and more, other pages of running text 0.75 and less
_GRID = 64
_LEVELS = 4
_BITS = 2
_BLOCK = 8
_SHIFT = 2
_EMPTY = 12  # sum of levels in a block below which it says nothing
_LONG_SIDE = 800
_BARE = 2.5  # of 255: cells without print
_LACK = np.clip((0.9 - np.arange(256) / 255) * (255 / 0.5), 0, 255).round().astype(np.uint8)
"""Darkness by share of the paper's light: nothing down to 0.9 of it, all at 0.4."""

Cells = NDArray[np.uint8]


def fingerprint(pixels: Pixels, *, copies: Copies | None = None) -> int:
    """Return the page's hash, a whole number of 8200 bits; pixels: (H, W, 3) uint8 BGR, upright.

    copies: the page's reduced copies, where others measure it, too.
    """
    gray, _ = (copies or Copies(pixels)).gray(_LONG_SIDE)
    height, width = gray.shape
    dark = reduce(_darkness(gray), 2)
    soft = cv2.GaussianBlur(dark, (0, 0), max(0.8, 0.3 * max(dark.shape) / _GRID)).astype(np.float32)
    cells = cv2.resize(soft, (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    levels = _quantised(np.asarray(cells, np.float32))
    aspect = round(128 + 48 * float(np.log2(width / height)))
    packed = np.packbits(np.unpackbits(levels.reshape(-1, 1), axis=1)[:, -_BITS:].reshape(-1))
    return int.from_bytes(bytes([min(255, max(0, aspect))]) + packed.tobytes(), "big")


def likeness(a: int, b: int) -> float:
    """Return how alike two fingerprints' pages are, 0..1; from `SAME_PICTURE` on they are the same sheet."""
    (aspect_a, first), (aspect_b, second) = _unpacked(a), _unpacked(b)
    if abs(aspect_a - aspect_b) > 6:
        return 0.0
    second = _aligned(first, second)
    blocks = [
        _block_likeness(first, second, row, column)
        for row in range(0, _GRID, _BLOCK)
        for column in range(0, _GRID, _BLOCK)
    ]
    scores = sorted(score for score in blocks if score is not None)
    if not scores:
        return 1.0
    worst = scores[: max(1, len(scores) // 8)]
    return round(0.25 * float(np.mean(worst)) + 0.75 * float(np.mean(scores)), 4)


def _aligned(first: NDArray[np.int16], second: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return `second` moved by up to two cells (3 % of the page: a scanner's margin) to where it agrees best."""
    padded = np.pad(second, _SHIFT)
    moved = [padded[dy : dy + _GRID, dx : dx + _GRID] for dy in range(2 * _SHIFT + 1) for dx in range(2 * _SHIFT + 1)]
    return min(moved, key=lambda other: int(np.abs(first - other).sum()))


def _darkness(gray: Gray) -> NDArray[np.uint8]:
    """Return how much of the paper's light each pixel lacks, 0..255, independent of exposure and wide shading."""
    field = paper_field(gray)
    reach = max(3, max(field.shape) // 4)
    paper = np.maximum(cv2.blur(cv2.dilate(field, np.ones((reach, reach), np.uint8)), (reach, reach)), 16)
    wide = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.LUT(cv2.divide(gray, wide, scale=255), _LACK), np.uint8)


def _quantised(cells: NDArray[np.float32]) -> Cells:
    """Return the cells in four levels relative to the page's own dense cells."""
    dense = float(np.percentile(cells, 92))
    if dense < _BARE:
        return np.zeros(cells.shape, np.uint8)
    return np.asarray(np.clip(np.floor(cells / dense * (_LEVELS - 1) + 0.5), 0, _LEVELS - 1), np.uint8)


def _unpacked(value: int) -> tuple[int, NDArray[np.int16]]:
    size = _GRID * _GRID * _BITS // 8
    data = value.to_bytes(size + 1, "big")
    bits = np.unpackbits(np.frombuffer(data[1:], np.uint8)).reshape(-1, _BITS)
    levels = bits[:, 0].astype(np.int16) * 2 + bits[:, 1]
    return data[0], levels.reshape(_GRID, _GRID)


def _block_likeness(first: NDArray[np.int16], second: NDArray[np.int16], row: int, column: int) -> float | None:
    """Return how alike two blocks are; None where both are empty."""
    block = first[row : row + _BLOCK, column : column + _BLOCK]
    other = second[row : row + _BLOCK, column : column + _BLOCK]
    if max(int(block.sum()), int(other.sum())) < _EMPTY:
        return None
    most = int(np.maximum(block, other).sum())
    return 1.0 - float(np.abs(block - other).sum()) / (most + _EMPTY / 2)
