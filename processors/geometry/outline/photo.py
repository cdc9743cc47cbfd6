"""A picture in which papers are looked for, and its small copies: each is made once, at its first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ....schemas.geometry import Quad
from ...legibility.reduced import gray_of, reduce
from ...page import Gray, Pixels
from .ground import Ground
from .map_quads import map_quads, support
from .paper_map import PaperMap, paper_map
from .planes import Planes, brightened, planes_of

_F = NDArray[np.float64]

_WORK_PX = 640  # of 230 drawn pages as many are cropped as at 800, as exactly, in two thirds of the time


@dataclass(frozen=True)
class Photo:
    """A picture, and a copy of at most 640 pixels; `scale`: source pixels per pixel of it, in which all quads are."""

    pixels: Pixels
    small: Pixels
    scale: float

    @classmethod
    def of(cls, pixels: Pixels) -> Photo:
        """Return the picture, (H, W, 3) uint8 BGR, with its small copy; a dark one is brightened there."""
        small, scale = shrunk(pixels, _WORK_PX)
        return cls(pixels, brightened(small), scale)

    @cached_property
    def fine(self) -> Gray:
        """The picture's own gray, which many candidates are read in."""
        return gray_of(self.pixels)

    @cached_property
    def gray(self) -> Gray:
        """The small copy's gray."""
        return gray_of(self.small)

    @cached_property
    def planes(self) -> Planes:
        """Lightness and colours, without text."""
        return planes_of(self.small)

    @cached_property
    def ground(self) -> Ground:
        """Colours, to compare areas by."""
        return Ground(self.planes)

    @cached_property
    def paper(self) -> PaperMap:
        """Where paper lies, as the network sees it."""
        return paper_map(self.small)

    @cached_property
    def papers(self) -> _F:
        """The quads (n, 4, 2) around what the network takes for papers, the largest first."""
        return (map_quads(self.paper) + 0.5) * self._unit - 0.5

    @property
    def _unit(self) -> _F:
        return self.paper.unit((self.small.shape[1], self.small.shape[0]))

    def support(self, quads: _F, frame: NDArray[np.bool_]) -> _F:
        """Return 0..1 for each of (n, 4, 2) quads: how far the network sees a paper there; frame: as `support` has."""
        return support(self.paper, (quads + 0.5) / self._unit - 0.5, frame)

    def in_source(self, quad: _F) -> Quad:
        """Return the corners in source pixels, from the top-left one on."""
        source = (quad + 0.5) * self.scale - 0.5
        first = int(np.argmin(source.sum(axis=1)))
        source = np.roll(source, -first, axis=0)
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = np.round(source, 2).tolist()
        return ((x0, y0), (x1, y1), (x2, y2), (x3, y3))


def shrunk(pixels: NDArray[Any], long_px: int) -> tuple[Pixels, float]:
    """Return a copy whose long side is at most `long_px`, and source pixels per pixel of it."""
    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / long_px)
    factor = int(scale)
    if factor > 1:
        # A whole factor first: INTER_AREA by a fraction of a 12 MP photo takes 93 ms.
        rows, columns = height // factor, width // factor
        if min(rows, columns) < 1:
            return np.asarray(pixels[:1, :1], np.uint8), scale
        pixels = reduce(np.asarray(pixels, np.uint8), factor)
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    if size != (pixels.shape[1], pixels.shape[0]):
        # Less than half: averaging pairs of pixels is enough, and ten times faster than INTER_AREA.
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(pixels, np.uint8), scale
