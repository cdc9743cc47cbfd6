"""Rows to the frozen words and back; the only place that knows both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from sqlmodel import Session, select

from ...schemas.case import (
    EDITABLE,
    STATE_NAMES,
    Applicant,
    Case,
    CaseState,
)
from ...schemas.completeness import CorrectionNotice
from ...schemas.decision import Decision
from ...schemas.errors import NotFound, WrongState
from ...schemas.findings import Finding
from ...schemas.receipt import Receipt
from ...schemas.results import FileResult, PageResult
from ...schemas.source import Source
from .tables import (
    CaseRow,
    DecisionRow,
    FileResultRow,
    NoticeRow,
    PageRow,
    ReceiptRow,
    SourceRow,
)

_CASE_ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-z]{10}")
_FILE_ID = re.compile(r"[0-9a-f]{20}")


def file_id(case_id: str, sha256: str) -> str:
    """Return the id of those bytes in that case: 20 hexadecimal digits."""
    return hashlib.sha256(f"{case_id}/{sha256}".encode()).hexdigest()[:20]


def case_row(session: Session, case_id: str, *, lock: bool = False) -> CaseRow:
    """Return the case's row; with `lock`, other writers of the case wait until the transaction ends.

    Raises:
        NotFound: there is no such case. An id of another form is not repeated: it might be an ID number.
    """
    if not _CASE_ID.fullmatch(case_id):
        raise NotFound("没有这个办件", remedy="请核对办件编号，或运行 shoujian case list")
    statement = select(CaseRow).where(CaseRow.id == case_id)
    row = session.exec(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        raise NotFound(f"没有这个办件：{case_id}", remedy="请核对办件编号，或运行 shoujian case list")
    return row


def editable_case(session: Session, case_id: str) -> CaseRow:
    """Lock the case for a change of its content; whoever changes it adds one to its revision.

    Raises:
        NotFound: there is no such case.
        WrongState: it is submitted or withdrawn.
    """
    row = case_row(session, case_id, lock=True)
    state = CaseState(row.state)
    if state not in EDITABLE:
        raise WrongState(f"办件{STATE_NAMES[state]['zh']}，不能再更改", remedy="请新建办件，或联系窗口")
    return row


def source_row(session: Session, file: str) -> SourceRow:
    """Return the file's row.

    Raises:
        NotFound: there is no such file.
    """
    row = session.get(SourceRow, _file_form(file))
    if row is None:
        raise _no_file()
    return row


def _file_form(file: str) -> str:
    if not _FILE_ID.fullmatch(file):
        raise _no_file()
    return file


def _no_file() -> NotFound:
    return NotFound("没有这个文件", remedy="请核对文件编号，或运行 shoujian case files")


def editable_source(session: Session, file: str) -> tuple[CaseRow, SourceRow]:
    """Lock the case of the file for a change of its content, and return both rows.

    Raises:
        NotFound: there is no such file.
        WrongState: its case is submitted or withdrawn.
    """
    # Only the id before the lock: the file may be deleted while we wait for it.
    owner = session.exec(select(SourceRow.case_id).where(SourceRow.id == _file_form(file))).one_or_none()
    if owner is None:
        raise _no_file()
    return editable_case(session, owner), source_row(session, file)


def case_of(row: CaseRow) -> Case:
    """Return the case."""
    return Case(
        id=row.id,
        procedure_id=row.procedure_id,
        procedure_version=row.procedure_version,
        applicant=Applicant.model_validate(row.applicant),
        state=CaseState(row.state),
        opened_at=row.opened_at,
        submitted_at=row.submitted_at,
    )


def source_of(row: SourceRow) -> Source:
    """Return the file."""
    return Source(
        id=row.id,
        case_id=row.case_id,
        sha256=row.sha256,
        name=row.name,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        declared=row.declared,
        origin=row.origin,
    )


def file_result_of(row: FileResultRow, source: SourceRow, pages: Sequence[PageRow]) -> FileResult:
    """Return what was seen in the file; `pages` in order."""
    return FileResult(
        file=row.file,
        sha256=source.sha256,
        media_type=row.media_type,
        findings=tuple(Finding.model_validate(found) for found in row.findings),
        pages=tuple(PageResult.model_validate(page.result) for page in pages),
    )


def decision_of(row: DecisionRow) -> Decision:
    """Return the decision."""
    return Decision(
        file=row.source_id,
        page=row.page,
        card=row.card,
        material=row.material,
        by=row.decided_by,
        at=row.decided_at,
    )


def notice_of(row: NoticeRow) -> CorrectionNotice:
    """Return the notice."""
    return CorrectionNotice(
        case_id=row.case_id,
        procedure_title=row.procedure_title,
        applicant_masked=row.applicant_masked,
        issued_at=row.issued_at,
        findings=tuple(Finding.model_validate(found) for found in row.findings),
    )


def receipt_of(row: ReceiptRow) -> Receipt:
    """Return the receipt, without its password."""
    return Receipt.model_validate(row.receipt)
