"""Which material a page is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Frozen
from .geometry import Quad


class Evidence(Frozen):
    """One word or cue that spoke for (or, with a negative weight, against) a material."""

    kind: Literal[
        "title",
        "alias",
        "phrase",
        "hint",
        "field",
        "shape",
        "portrait",
        "seal",
        "other",
        "continuation",
        "declared",
        "person",
    ] = Field(description="what kind of cue; other: wordings of a paper that the procedure does not ask for")
    text: str
    weight: float
    box: Quad | None = None


class Match(Frozen):
    """The decision for a page; `material` None means unknown."""

    material: str | None = None
    side: str | None = Field(default=None, description="for two-sided materials: front or back")
    confidence: float = Field(default=0.0, ge=0, le=1)
    margin: float = Field(default=0.0, ge=0, le=1, description="distance to the second best")
    sure: bool = Field(default=False, description="whether reading the page again, or more of it, would change nothing")
    candidates: tuple[tuple[str, float], ...] = Field(default=(), description="(name, score) best first")
    evidence: tuple[Evidence, ...] = ()
    decided_by: Literal["matcher", "declared", "person"] = "matcher"
