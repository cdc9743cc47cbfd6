"""Near-duplicates: is a page the same sheet as another one, scanned again, resized or recompressed?

An ordinary 64-bit perceptual hash sees only layout, and all pages of a contract look alike to it. The fingerprint
here keeps the density of ink on a grid about as fine as the text, laid over the box of the content, so that it does
not depend on margins; likeness is judged where two pages agree worst, because two copies of a form differ only where
they were filled in.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .ink import ink_depth, paper_field
from .page import Gray, Pixels
from .reduced import gray_of, reduce, reduction

SAME_PICTURE = 0.62
_GRID = 64
_LEVELS = 4
_BITS = 2
_ASPECT_BITS = 8
_BLOCK = 8
_MARGIN = 1
_LONG_SIDE = 800

Cells = NDArray[np.uint8]


def fingerprint(pixels: Pixels) -> int:
    """Return the page's hash, a whole number of 8200 bits; pixels: (H, W, 3) uint8 BGR, upright."""
    gray = gray_of(reduce(pixels, reduction(pixels, _LONG_SIDE)))
    ink = _relative_ink(gray)
    left, top, right, bottom = _content(ink)
    part = ink[top:bottom, left:right]
    cells = cv2.resize(cv2.GaussianBlur(part, (0, 0), 2.0), (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    levels = _quantised(np.asarray(cells, np.float32))
    aspect = round(128 + 48 * float(np.log2((right - left) / (bottom - top))))
    packed = np.packbits(np.unpackbits(levels.reshape(-1, 1), axis=1)[:, -_BITS:].reshape(-1))
    return int.from_bytes(bytes([min(255, max(0, aspect))]) + packed.tobytes(), "big")


def likeness(a: int, b: int) -> float:
    """Return how alike two fingerprints' pages are, 0..1; from `SAME_PICTURE` on they are the same sheet."""
    (aspect_a, first), (aspect_b, second) = _unpacked(a), _unpacked(b)
    if abs(aspect_a - aspect_b) > 6:
        return 0.0
    blocks = [
        _block_likeness(first, second, row, column)
        for row in range(0, _GRID, _BLOCK)
        for column in range(0, _GRID, _BLOCK)
    ]
    scores = sorted(score for score in blocks if score is not None)
    if not scores:
        return 1.0
    worst = scores[: max(1, len(scores) // 16)]
    return round(0.5 * float(np.mean(worst)) + 0.5 * float(np.mean(scores)), 4)


def _relative_ink(gray: Gray) -> NDArray[np.float32]:
    """Return how much of the paper's light each pixel lacks, 0..1, independent of exposure and shading."""
    field = paper_field(gray)
    paper = cv2.resize(field, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    share = ink_depth(gray, field).astype(np.float32) / np.maximum(paper, 16)
    return np.clip((share - 0.06) / 0.5, 0, 1).astype(np.float32)


def _content(ink: NDArray[np.float32]) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) of what is printed; specks and border shadows do not move it."""
    height, width = ink.shape
    inner = ink.copy()
    edge = max(1, round(0.01 * max(height, width)))
    inner[:edge] = inner[-edge:] = 0
    inner[:, :edge] = inner[:, -edge:] = 0
    left, right = _span(inner.sum(axis=0))
    top, bottom = _span(inner.sum(axis=1))
    if right - left < _GRID or bottom - top < _GRID:
        return 0, 0, width, height
    return left, top, right, bottom


def _span(profile: NDArray[np.float32]) -> tuple[int, int]:
    """Return where the profile holds all but 0.4 % of its mass at either end, a little widened."""
    reached = np.cumsum(profile.astype(np.float64))
    if reached[-1] <= 0:
        return 0, len(profile)
    low, high = np.searchsorted(reached, (0.004 * reached[-1], 0.996 * reached[-1]))
    return int(low), int(high) + 1


def _quantised(cells: NDArray[np.float32]) -> Cells:
    """Return the cells in four levels relative to the page's own dense cells."""
    dense = float(np.percentile(cells, 92))
    if dense < 0.01:
        return np.zeros(cells.shape, np.uint8)
    return np.asarray(np.clip(np.floor(cells / dense * (_LEVELS - 1) + 0.5), 0, _LEVELS - 1), np.uint8)


def _unpacked(value: int) -> tuple[int, NDArray[np.int16]]:
    size = _GRID * _GRID * _BITS // 8
    data = value.to_bytes(size + 1, "big")
    bits = np.unpackbits(np.frombuffer(data[1:], np.uint8)).reshape(-1, _BITS)
    levels = bits[:, 0].astype(np.int16) * 2 + bits[:, 1]
    return data[0], levels.reshape(_GRID, _GRID)


def _block_likeness(first: NDArray[np.int16], second: NDArray[np.int16], row: int, column: int) -> float | None:
    """Return how alike two blocks are at their best alignment within one cell; None where both are empty."""
    block = first[row : row + _BLOCK, column : column + _BLOCK]
    padded = np.pad(second, _MARGIN)
    best: float | None = None
    for dy in range(2 * _MARGIN + 1):
        for dx in range(2 * _MARGIN + 1):
            other = padded[row + dy : row + dy + _BLOCK, column + dx : column + dx + _BLOCK]
            most = int(np.maximum(block, other).sum())
            if most < 12:
                continue
            score = 1.0 - float(np.abs(block - other).sum()) / most
            best = score if best is None else max(best, score)
    return best
