"""Is every required material there, usable, valid and consistent?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from .base import Frozen
from .findings import Finding, Locale

Status = Literal["missing", "uploaded", "usable", "unknown"]

STATUS_NAMES: dict[Status, dict[Locale, str]] = {
    "missing": {"zh": "未上传", "en": "missing"},
    "uploaded": {"zh": "已上传", "en": "uploaded, not usable"},
    "usable": {"zh": "可用", "en": "usable"},
    "unknown": {"zh": "未知", "en": "unknown"},
}


class PageRef(Frozen):
    """A page of a received file; `file` is the source's id and `name` what it came as."""

    file: str
    page: int
    name: str = ""


class MaterialCheck(Frozen):
    """What was found for one material."""

    name: str
    required: bool
    status: Status
    pages: tuple[PageRef, ...] = ()
    findings: tuple[Finding, ...] = ()


class Completeness(Frozen):
    """齐全性: all materials and all findings of a case, at once."""

    complete: bool
    materials: tuple[MaterialCheck, ...]
    unmatched: tuple[PageRef, ...] = ()
    findings: tuple[Finding, ...] = ()
    checked_on: date

    def all_findings(self) -> tuple[Finding, ...]:
        """Return the findings of the case and of every material."""
        return self.findings + tuple(found for check in self.materials for found in check.findings)


class CorrectionNotice(Frozen):
    """补正告知: everything that is wrong with a case, told once."""

    case_id: str
    procedure_title: str
    applicant_masked: str
    issued_at: datetime
    findings: tuple[Finding, ...]
