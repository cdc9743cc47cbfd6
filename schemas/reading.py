"""The text of a page."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Frozen
from .geometry import Quad


class Line(Frozen):
    """One line of text; `box` is in pixels of the page that was read."""

    text: str
    confidence: float = Field(ge=0, le=1)
    box: Quad


class Reading(Frozen):
    """All lines of a page in reading order.

    `status` keeps apart: `read` (maybe no lines), `glanced` (the tallest lines only, `skipped` counts the others),
    `failed`, and `skipped`.
    """

    engine: str = Field(description="name and version of the engine, or text-layer")
    lines: tuple[Line, ...] = ()
    status: Literal["read", "glanced", "failed", "skipped"] = "read"
    skipped: int = Field(default=0, ge=0, description="lines that were seen and not read")

    @property
    def text(self) -> str:
        """All lines, joined by newlines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        """Mean confidence weighted by length of line; 0.0 without text."""
        total = sum(len(line.text) for line in self.lines)
        if not total:
            return 0.0
        return sum(line.confidence * len(line.text) for line in self.lines) / total
