"""A page's pixels, with the record of what was done to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..schemas.geometry import Size
from ..schemas.page import Step

Pixels = NDArray[np.uint8]
"""(H, W, 3) uint8, blue-green-red."""
Gray = NDArray[np.uint8]
"""(H, W) uint8, dark text on light."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One raster: `pixels` (H, W, 3) uint8 BGR, read-only; `dpi` None where the physical size is unknown."""

    pixels: Pixels
    dpi: float | None = None
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        """Make the pixels read-only, so that a page can be shared between threads."""
        self.pixels.flags.writeable = False

    @property
    def size(self) -> Size:
        """(width, height) in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    def after(self, pixels: Pixels, step: Step, *, dpi: float | None) -> PageImage:
        """Return the page that `step` made of this one."""
        return replace(self, pixels=pixels, dpi=dpi, steps=(*self.steps, step))
