"""The contract of every reader."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from ...schemas.reading import Reading
from ..page import Pixels


@runtime_checkable
class OcrEngine(Protocol):
    """Reads one upright page.

    An engine SHALL be safe to call from several threads, SHALL return boxes in pixels of the given image and
    lines in reading order, SHALL return a Reading without lines (status "read") for a page without text, and
    SHALL raise only for defects. It SHALL NOT keep the pixels or change its settings between calls.
    """

    @property
    def name(self) -> str:
        """Name and version, for the record."""
        ...

    def read(self, pixels: Pixels) -> Reading:
        """Return the lines of an upright page; pixels: (H, W, 3) uint8 BGR."""
        ...

    def glance(self, pixels: Pixels) -> Reading:
        """Return what is quickly read of an upright page, mostly enough to name it: status "glanced"."""
        ...
