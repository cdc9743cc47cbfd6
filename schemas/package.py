"""The submission as it lies in the archive: what its manifest says, and what a check of it found."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from .base import Frozen
from .case import Applicant
from .catalogue import Severity
from .completeness import Status
from .decision import Decision
from .findings import Finding
from .geometry import Quad, Size
from .results import PageResult

SHA256 = r"^[0-9a-f]{64}$"


class FindingRecord(Frozen):
    """A finding with its sentences written out, so that the archive can be read without the catalogue."""

    code: str
    severity: Severity
    material: str | None = None
    file: str | None = None
    page: int | None = None
    box: Quad | None = None
    message: str
    remedy: str

    @classmethod
    def of(cls, finding: Finding) -> FindingRecord:
        """Write the finding's sentences down in its own locale."""
        return cls.model_validate(finding.model_dump(include=set(cls.model_fields)))


class ManifestFile(Frozen):
    """One file as received, and everything that was read in it."""

    id: str
    name: str = Field(description="the name it came with; never a path")
    sha256: str = Field(pattern=SHA256)
    size: int = Field(ge=0, description="bytes")
    media_type: str
    origin: str
    declared: str | None = None
    path: str = Field(description="in the bag, below data/originals/")
    findings: tuple[FindingRecord, ...] = ()
    pages: tuple[PageResult, ...] = ()


class ManifestPage(Frozen):
    """One normalised page: where it came from, where it lies."""

    file: str = Field(description="id of the file it came from")
    page: int = Field(ge=1)
    card: int | None = Field(default=None, ge=1, description="from 1, where one page shows several cards")
    side: str | None = None
    path: str = Field(description="in the bag, below data/pages/")
    sheet: int | None = Field(default=None, ge=1, description="page of the material's PDF that shows it")
    sha256: str = Field(pattern=SHA256)
    media_type: str
    size: Size
    dpi: float | None = None


class ManifestMaterial(Frozen):
    """One material: its state, its pages in order and the document made of them."""

    name: str
    required: bool
    status: Status
    pdf: str | None = Field(default=None, description="in the bag, below data/materials/; None without pages")
    picture: str | None = Field(default=None, description="in the bag; both sides of a card on one page, as a picture")
    pages: tuple[ManifestPage, ...] = ()
    findings: tuple[FindingRecord, ...] = ()


class Software(Frozen):
    """What made the package."""

    name: str
    version: str


class Manifest(Frozen):
    """`data/manifest.json`: the machine-readable record of a submission."""

    format: Literal["shoujian-package/1"] = Field(
        default="shoujian-package/1", description="changes when an older reader would misread the record"
    )
    number: str = Field(pattern=r"^\d{21}$", description="办件申报号")
    case_id: str
    procedure_id: str
    procedure_version: str
    procedure_title: str
    applicant: Applicant
    created_at: datetime
    software: Software
    complete: bool
    files: tuple[ManifestFile, ...]
    materials: tuple[ManifestMaterial, ...]
    unmatched: tuple[ManifestPage, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def pages(self) -> tuple[ManifestPage, ...]:
        """Return every normalised page that the manifest names."""
        return tuple(page for material in self.materials for page in material.pages) + self.unmatched


class PackageInfo(Frozen):
    """A package that was written and verified."""

    path: str
    name: str
    sha256: str = Field(pattern=SHA256)
    size: int = Field(ge=0, description="bytes")


class VerifyProblem(Frozen):
    """One thing that is wrong with a package; `path` is inside the bag, or the package's own name."""

    code: str
    path: str
    message: str


class VerifyReport(Frozen):
    """Whether a package is whole, unchanged, and what its receipt says."""

    package: str
    ok: bool
    number: str | None = None
    sha256: str = ""
    files: int = Field(default=0, ge=0, description="files in the bag, tag files included")
    size: int = Field(default=0, ge=0, description="bytes of the zip")
    receipt_checked: bool = False
    problems: tuple[VerifyProblem, ...] = ()
