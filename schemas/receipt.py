"""What the applicant gets, and what they can look up later."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from .base import Frozen


class ReceivedMaterial(Frozen):
    """One line of the receipt."""

    name: str
    pages: int


class Receipt(Frozen):
    """申报告知单. The password is in it once, when the receipt is issued, and is stored nowhere."""

    number: str = Field(pattern=r"^\d{21}$", description="办件申报号")
    password: str | None = Field(default=None, repr=False, description="查询密码; None when the receipt is read again")
    case_id: str
    procedure_id: str
    procedure_title: str
    applicant_masked: str
    submitted_at: datetime
    materials: tuple[ReceivedMaterial, ...]
    package_name: str
    package_sha256: str


class ProgressEvent(Frozen):
    """One step of a case's history."""

    at: datetime
    state: str
    note: str = ""


class Progress(Frozen):
    """办事进度, masked: what number and password open."""

    number: str
    procedure_title: str
    applicant_masked: str
    id_number_masked: str
    state: str
    history: tuple[ProgressEvent, ...]
