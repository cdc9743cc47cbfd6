"""One applicant's application."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum

from pydantic import Field, field_validator

from .base import Frozen


class CaseState(StrEnum):
    """Where a case stands; `TRANSITIONS` says what may follow what."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.DRAFT: frozenset({CaseState.SUBMITTED, CaseState.RETURNED, CaseState.WITHDRAWN}),
    CaseState.RETURNED: frozenset({CaseState.SUBMITTED, CaseState.RETURNED, CaseState.WITHDRAWN}),
    CaseState.SUBMITTED: frozenset(),
    CaseState.WITHDRAWN: frozenset(),
}
"""RETURNED: a correction notice (补正告知) was given; files may be changed and the case submitted again."""

EDITABLE = frozenset({CaseState.DRAFT, CaseState.RETURNED})

STATE_NAMES = {
    CaseState.DRAFT: {"zh": "草稿", "en": "draft"},
    CaseState.SUBMITTED: {"zh": "已提交", "en": "submitted"},
    CaseState.RETURNED: {"zh": "待补正", "en": "to be corrected"},
    CaseState.WITHDRAWN: {"zh": "已撤销", "en": "withdrawn"},
}


class Applicant(Frozen):
    """基本信息: what the applicant keys in. `id_number` is a 身份证, 军官证 or 警官证 number."""

    name: str = ""
    id_number: str = Field(default="", repr=False)
    phone: str = Field(default="", repr=False)
    company: str = ""
    place: str = ""

    @field_validator("*")
    @classmethod
    def _is_text(cls, value: str) -> str:
        """Refuse what no keyboard writes and no database keeps: control characters and halves of surrogate pairs."""
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
            raise ValueError("control characters are not allowed")
        return value


class Case(Frozen):
    """办件: one applicant's application for one procedure."""

    id: str
    procedure_id: str
    procedure_version: str
    applicant: Applicant
    state: CaseState = CaseState.DRAFT
    opened_at: datetime
    submitted_at: datetime | None = None
