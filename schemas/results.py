"""The JSON documents of `inspect --json` and `run --json`; the keys are a contract."""

from __future__ import annotations

from pydantic import Field

from .base import Frozen
from .completeness import Completeness, PageRef
from .field import FieldValue
from .findings import Finding
from .match import Evidence, Match
from .page import PageRecord
from .reading import Line, Reading
from .receipt import Receipt


class PageResult(PageRecord):
    """Everything that is known of one page: its record, what it is, what it says."""

    material: str | None = None
    side: str | None = None
    confidence: float = 0.0
    margin: float = 0.0
    candidates: tuple[tuple[str, float], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    decided_by: str = "matcher"
    fields: dict[str, FieldValue] = Field(default_factory=dict)
    reading_status: str = "read"
    reading_confidence: float = 0.0
    engine: str = ""
    text: tuple[Line, ...] = ()
    cards: tuple[PageResult, ...] = ()
    seconds: dict[str, float] = Field(default_factory=dict)

    @property
    def reading(self) -> Reading:
        """The page's text as a Reading."""
        return Reading.model_validate({"engine": self.engine, "lines": self.text, "status": self.reading_status})

    def with_match(self, match: Match, fields: dict[str, FieldValue]) -> PageResult:
        """Return the page with another decision about what it is."""
        return self.model_copy(
            update={
                "material": match.material,
                "side": match.side,
                "confidence": match.confidence,
                "margin": match.margin,
                "candidates": match.candidates,
                "evidence": match.evidence,
                "decided_by": match.decided_by,
                "fields": fields,
            }
        )


class FileResult(Frozen):
    """What the desk saw in one file."""

    file: str
    sha256: str
    media_type: str
    findings: tuple[Finding, ...] = ()
    pages: tuple[PageResult, ...] = ()


class InspectResult(Frozen):
    """`shoujian inspect --json`."""

    files: tuple[FileResult, ...]


class RunResult(Frozen):
    """`shoujian run --json`."""

    case: str
    state: str
    completeness: Completeness
    unmatched: tuple[PageRef, ...] = ()
    findings: tuple[Finding, ...] = ()
    receipt: Receipt | None = None
    package: str | None = None
