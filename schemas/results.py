"""The JSON documents of `inspect`, `run` and `case show`; the keys are a contract."""

from __future__ import annotations

from pydantic import Field

from .base import Frozen
from .case import Case
from .completeness import Completeness, CorrectionNotice, PageRef
from .field import FieldValue
from .findings import Finding
from .match import Evidence, Match
from .page import PageRecord
from .reading import Line, Reading
from .receipt import Receipt
from .source import ReceivedFile


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
    seal: FieldValue | None = Field(default=None, description="the name on the page's clearest round seal")
    reading_status: str = "read"
    reading_skipped: int = Field(default=0, ge=0, description="lines that a glance saw and left unread")
    reading_confidence: float = 0.0
    engine: str = ""
    text: tuple[Line, ...] = ()
    cards: tuple[PageResult, ...] = ()
    document: int | None = Field(
        default=None, ge=1, description="which document of the stack it is of, counted from 1; None for blank pages"
    )
    fingerprint: str = Field(default="", description="hex of the picture's likeness hash; empty for blank pages")
    seconds: dict[str, float] = Field(default_factory=dict)

    @property
    def reading(self) -> Reading:
        """The page's text as a Reading."""
        told = {"engine": self.engine, "lines": self.text, "status": self.reading_status}
        return Reading.model_validate({**told, "skipped": self.reading_skipped})

    def without_text(self) -> PageResult:
        """Return the page, and the cards on it, without the lines of text."""
        return self.model_copy(update={"text": (), "cards": tuple(card.without_text() for card in self.cards)})

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

    def without_text(self) -> InspectResult:
        """Return the same without the lines of text of pages and cards."""
        files = (
            file.model_copy(update={"pages": tuple(page.without_text() for page in file.pages)}) for file in self.files
        )
        return InspectResult(files=tuple(files))


class CaseDetails(Case):
    """`shoujian case show --json`: the case with all that belongs to it."""

    files: tuple[ReceivedFile, ...] = ()
    receipt: Receipt | None = None
    notice: CorrectionNotice | None = None


class RunResult(Frozen):
    """`shoujian run --json`."""

    case: str
    state: str
    completeness: Completeness
    unmatched: tuple[PageRef, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: int = Field(ge=0, description="pages of all files that could be looked at")
    receipt: Receipt | None = None
    package: str | None = None
