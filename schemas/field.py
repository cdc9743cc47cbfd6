"""One value read from a page."""

from __future__ import annotations

from pydantic import Field

from .base import Frozen
from .geometry import Quad


class FieldValue(Frozen):
    """A value with how sure the reading is and whether its own check (digit, date, pattern) holds."""

    value: str
    confidence: float = Field(ge=0, le=1)
    valid: bool | None = Field(default=None, description="None where the field has no check")
    box: Quad | None = None
    confirmed: bool | None = Field(
        default=None, description="whether a second reader read the same; None where none was asked"
    )
