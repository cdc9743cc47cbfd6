"""The record of submissions: one number and one receipt per case, whatever is killed, whenever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ...schemas.base import Frozen
from ...schemas.case import CaseState
from ...schemas.errors import NotFound, WrongState
from ...schemas.receipt import Receipt
from .allocator import allocate
from .case_records import CaseRecords
from .database import exclusive, reading, session
from .rows import case_row, editable_case, receipt_of
from .tables import (
    AttemptRow,
    CaseRow,
    ReceiptRow,
    SubmissionRow,
)


class Submission(Frozen):
    """A submission under way: the case's number, and its receipt if it has one already."""

    case_id: str
    number: str
    receipt: Receipt | None = None


class SubmissionRecords(CaseRecords):
    """Numbers and receipts."""

    @contextmanager
    def submitting(
        self, case_id: str, *, region_code: str, day: date, at: datetime | None = None, actor: str = "desk"
    ) -> Iterator[Submission]:
        """Hold the case's submission: nobody else, in no process, is inside for the same case.

        Inside, write the package under a name made of the case or its number, then call `record_receipt`. Who comes
        second gets the receipt of the first. After a crash, the next one gets the same number and writes the same
        file again.

        Args:
            case_id: the case.
            region_code: six digits, the head of the number.
            day: the counter's local day.
            at: the moment.
            actor: who submits.

        Raises:
            NotFound: there is no such case.
            WrongState: it is withdrawn.
            CannotWrite: no number is left today, or the database cannot be written.
        """
        known_id = self.case(case_id).id
        with exclusive(self.engine, f"submit/{known_id}"):
            yield self._begin(known_id, region_code, day, at, actor)

    def record_receipt(
        self, receipt: Receipt, *, password_hash: str, revision: int | None = None, actor: str = "desk"
    ) -> tuple[Receipt, bool]:
        """Keep the receipt and make the case submitted, in one transaction; the password itself is not kept.

        Args:
            receipt: with the number that `submitting` gave.
            password_hash: from `hash_password`.
            revision: that of the `snapshot` which was checked and packaged.
            actor: who submits.

        Returns:
            The case's receipt and True, or, when it has one already, that one (without password) and False.

        Raises:
            NotFound: there is no such case.
            WrongState: it is withdrawn, or changed after `revision`.
            ValueError: the number is not the one that was reserved for the case.
        """
        stored = receipt.model_copy(update={"password": None})
        with session(self.engine) as opened:
            row = case_row(opened, receipt.case_id, lock=True)
            present = opened.get(ReceiptRow, row.id)
            if present is not None:
                return receipt_of(present), False
            self._require_unchanged(opened, row, receipt.number, revision)
            self._move(opened, row, CaseState.SUBMITTED, at=receipt.submitted_at)
            row.submitted_at = receipt.submitted_at
            opened.add(_receipt_row(stored, password_hash))
            self._audit(
                opened,
                "receipt.issued",
                actor,
                row.id,
                at=receipt.submitted_at,
                subject=receipt.number,
                details={"package": receipt.package_name, "sha256": receipt.package_sha256},
            )
        return receipt, True

    def receipt(self, case_id: str) -> Receipt | None:
        """Return the case's receipt without its password; None when it has none."""
        with reading(self.engine) as opened:
            row = opened.get(ReceiptRow, case_row(opened, case_id).id)
            return receipt_of(row) if row else None

    def renew_password(
        self, case_id: str, *, password_hash: str, at: datetime | None = None, actor: str = "desk"
    ) -> Receipt:
        """Replace the 查询密码 of a submitted case (lost, or never shown because of a crash); lift its lock.

        Returns:
            The receipt without a password; the caller knows the new one.

        Raises:
            NotFound: there is no such case, or it has no receipt.
        """
        with session(self.engine) as opened:
            case = case_row(opened, case_id, lock=True)
            row = opened.get(ReceiptRow, case.id)
            if row is None:
                raise NotFound("办件尚未提交，没有查询密码", remedy="请先提交办件")
            row.password_hash = password_hash
            opened.execute(sa.delete(AttemptRow).where(col(AttemptRow.key) == attempt_key(row.number)))
            self._audit(opened, "password.renewed", actor, case.id, at=at, subject=row.number)
            return receipt_of(row)

    def receipt_by_number(self, number: str) -> Receipt:
        """Return the receipt of that 办件申报号, without its password; for clerks, who need none.

        Raises:
            NotFound: there is none.
        """
        with reading(self.engine) as opened:
            row = find_receipt(opened, number)
            if row is None:
                raise NotFound("没有这个办件申报号", remedy="请核对《申报告知单》")
            return receipt_of(row)

    def _begin(self, case_id: str, region_code: str, day: date, at: datetime | None, actor: str) -> Submission:
        with session(self.engine) as opened:
            issued = opened.get(ReceiptRow, case_id)
            if issued is not None:
                return Submission(case_id=case_id, number=issued.number, receipt=receipt_of(issued))
            editable_case(opened, case_id)
            reserved = opened.get(SubmissionRow, case_id)
            if reserved is None:
                number = allocate(opened, region_code=region_code, day=day)
                reserved = SubmissionRow(case_id=case_id, number=number, reserved_at=at or self._clock())
                opened.add(reserved)
                self._audit(opened, "number.reserved", actor, case_id, at=at, subject=number)
            return Submission(case_id=case_id, number=reserved.number)

    @staticmethod
    def _require_unchanged(opened: Session, row: CaseRow, number: str, revision: int | None) -> None:
        reserved = opened.get(SubmissionRow, row.id)
        if reserved is None or reserved.number != number:
            raise ValueError("the receipt bears a number that was not reserved for its case")
        if revision is not None and row.revision != revision:
            raise WrongState("检查之后办件内容有变动，未提交", remedy="请重新检查后提交")


def attempt_key(number: str) -> str:
    """Return the key under which wrong passwords for a number are counted."""
    return f"number:{number}"


def find_receipt(opened: Session, number: str) -> ReceiptRow | None:
    """Return the row of that number, whatever was typed; None when there is none."""
    if len(number) != 21 or not (number.isascii() and number.isdigit()):
        return None
    return opened.exec(select(ReceiptRow).where(ReceiptRow.number == number)).one_or_none()


def _receipt_row(stored: Receipt, password_hash: str) -> ReceiptRow:
    return ReceiptRow(
        case_id=stored.case_id,
        number=stored.number,
        password_hash=password_hash,
        package_name=stored.package_name,
        package_sha256=stored.package_sha256,
        receipt=stored.model_dump(mode="json"),
        issued_at=stored.submitted_at,
    )
