"""A person's word on what a page is."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from .base import Frozen


class Decision(Frozen):
    """What a page, or one card on it, is; the last decision for a place counts, all are kept."""

    file: str = Field(description="the source's id")
    page: int = Field(ge=1)
    card: int | None = Field(default=None, ge=1, description="from 1, in the order of the page's cards; None = page")
    material: str | None = Field(description="None: it belongs to no material of the procedure")
    by: str = Field(description="who decided; never an ID number")
    at: datetime
