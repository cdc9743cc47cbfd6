"""Where paper lies in a picture, and where its outlines run, as a small network sees it.

The network (papers.onnx, 0.46 million weights, about 9 ms) was fitted to drawn scenes: see training/README.md.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ....schemas.geometry import Size
from ...network import Network
from ...page import Pixels

_LONG_PX = 320  # as in training
_UNIT_PX = 32  # sides are multiples of it
_NETWORK = Network("shoujian.processors.geometry.outline", "papers.onnx")
_Plane = NDArray[np.float32]


class PaperMap(NamedTuple):
    """Two planes (h, w) of 0..1, half as large as what the network saw: that paper is there, and that an edge is."""

    inside: _Plane
    edge: _Plane

    @property
    def along_frame(self) -> float:
        """The share of the picture's border, 0..1, up to which paper reaches."""
        rows, columns = self.inside[[0, -1]], self.inside[:, [0, -1]]
        return float(np.mean(np.concatenate([rows.ravel(), columns.ravel()]) > 0.5))

    def unit(self, size: Size) -> NDArray[np.float64]:
        """Return pixels of a picture of (width, height) per pixel of the map, across and down."""
        return np.array([size[0] / self.inside.shape[1], size[1] / self.inside.shape[0]])


def paper_map(pixels: Pixels) -> PaperMap:
    """Return the map of a picture, (H, W, 3) uint8 BGR of any size; its long side is 160."""
    height, width = pixels.shape[:2]
    longest = max(height, width)
    wide, high = (max(_UNIT_PX, round(side / longest * _LONG_PX / _UNIT_PX) * _UNIT_PX) for side in (width, height))
    small = cv2.resize(pixels, (wide, high), interpolation=cv2.INTER_AREA)
    seen = np.ascontiguousarray(small.transpose(2, 0, 1), np.float32)[None]
    logits = _NETWORK.run(seen)[0]
    inside, edge = 1 / (1 + np.exp(-logits[:2]))
    return PaperMap(inside, edge)
