"""The record of cases: opened, filled in, returned with a notice, withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from ...schemas.case import (
    STATE_NAMES,
    TRANSITIONS,
    Applicant,
    Case,
    CaseState,
)
from ...schemas.completeness import CorrectionNotice
from ...schemas.errors import WrongState
from ...schemas.procedure import Procedure
from ...schemas.receipt import ProgressEvent
from . import audit
from .database import reading, session
from .rows import (
    case_of,
    case_row,
    editable_case,
    notice_of,
)
from .tables import CaseRow, EventRow, NoticeRow

Clock = Callable[[], datetime]
_TOKEN_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TOKEN_LENGTH = 10  # 50 bits, so that an id cannot be guessed from the second in which the case was opened


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class CaseRecords:
    """Cases. Every call is one transaction: it happens as a whole, with its audit entry, or not at all.

    `at` is the moment of what is recorded; None takes it from the clock.
    """

    def __init__(self, engine: Engine, *, clock: Clock = utc_now) -> None:
        """Work on a migrated database.

        Args:
            engine: from `open_engine`.
            clock: gives aware moments.
        """
        self.engine = engine
        self._clock = clock

    def close(self) -> None:
        """Close the connections to the database; the next call opens new ones."""
        self.engine.dispose()

    def create_case(
        self,
        procedure: Procedure,
        applicant: Applicant,
        *,
        label: str | None = None,
        at: datetime | None = None,
        actor: str = "desk",
    ) -> Case:
        """Open a case; its id sorts by time and cannot be guessed: 20261122-174710-k7m3qx2p9t.

        `label` is the caller's own key, by which `cases` finds it again; it need not be unique.
        """
        now = (at or self._clock()).astimezone(UTC)
        token = "".join(secrets.choice(_TOKEN_ALPHABET) for _ in range(_TOKEN_LENGTH))
        case = Case(
            id=f"{now:%Y%m%d-%H%M%S}-{token}",
            procedure_id=procedure.id,
            procedure_version=procedure.version,
            applicant=applicant,
            opened_at=now,
        )
        with session(self.engine) as opened:
            opened.add(CaseRow(**case.model_dump(exclude={"state"}), state=case.state.value, label=label))
            opened.flush()
            opened.add(EventRow(case_id=case.id, at=now, state=case.state.value))
            details: dict[str, audit.Detail] = {"procedure": procedure.id, "version": procedure.version}
            self._audit(opened, "case.opened", actor, case.id, at=now, details=details)
        return case

    def case(self, case_id: str) -> Case:
        """Return the case.

        Raises:
            NotFound: there is no such case.
        """
        with reading(self.engine) as opened:
            return case_of(case_row(opened, case_id))

    def cases(
        self,
        *,
        state: CaseState | None = None,
        label: str | None = None,
        limit: int | None = None,
        before: str | None = None,
    ) -> tuple[Case, ...]:
        """Return cases, the newest first; for page after page, `before` is the last id of the page before."""
        statement = select(CaseRow).order_by(col(CaseRow.id).desc()).limit(limit)
        if label is not None:
            statement = statement.where(CaseRow.label == label)
        if state is not None:
            statement = statement.where(CaseRow.state == state.value)
        if before is not None:
            statement = statement.where(col(CaseRow.id) < before)
        with reading(self.engine) as opened:
            return tuple(case_of(row) for row in opened.exec(statement))

    def save_applicant(
        self, case_id: str, applicant: Applicant, *, at: datetime | None = None, actor: str = "desk"
    ) -> Case:
        """Save the applicant's basic information.

        Raises:
            NotFound: there is no such case.
            WrongState: it is submitted or withdrawn.
        """
        with session(self.engine) as opened:
            row = editable_case(opened, case_id)
            before, row.applicant = row.applicant, applicant.model_dump()
            row.revision += 1
            changed = ",".join(sorted(key for key, value in row.applicant.items() if before.get(key) != value))
            self._audit(opened, "applicant.changed", actor, case_id, at=at, details={"fields": changed})
            return case_of(row)

    def update_state(
        self, case_id: str, to: CaseState, *, note: str = "", at: datetime | None = None, actor: str = "desk"
    ) -> Case:
        """Move the case to another state; it becomes SUBMITTED by its receipt only.

        Raises:
            NotFound: there is no such case.
            WrongState: `TRANSITIONS` does not allow it.
            ValueError: to SUBMITTED.
        """
        if to is CaseState.SUBMITTED:
            raise ValueError("a case is submitted by record_receipt")
        with session(self.engine) as opened:
            row = case_row(opened, case_id, lock=True)
            moved = {"from": row.state, "to": to.value}
            self._move(opened, row, to, at=at, note=note)
            self._audit(opened, "case.state", actor, case_id, at=at, details=moved)
            return case_of(row)

    def save_notice(self, notice: CorrectionNotice, *, actor: str = "desk") -> Case:
        """Keep the correction notice that was given, and return the case to its applicant.

        Raises:
            NotFound: there is no such case.
            WrongState: it is submitted or withdrawn.
        """
        with session(self.engine) as opened:
            row = case_row(opened, notice.case_id, lock=True)
            self._move(opened, row, CaseState.RETURNED, at=notice.issued_at)
            opened.add(
                NoticeRow(
                    case_id=notice.case_id,
                    procedure_title=notice.procedure_title,
                    applicant_masked=notice.applicant_masked,
                    issued_at=notice.issued_at,
                    findings=[found.model_dump(mode="json") for found in notice.findings],
                )
            )
            details: dict[str, audit.Detail] = {"findings": len(notice.findings)}
            self._audit(opened, "notice.given", actor, row.id, at=notice.issued_at, details=details)
            return case_of(row)

    def notices(self, case_id: str) -> tuple[CorrectionNotice, ...]:
        """Return the notices that were given, the oldest first."""
        statement = select(NoticeRow).where(NoticeRow.case_id == case_id).order_by(col(NoticeRow.id))
        with reading(self.engine) as opened:
            return tuple(notice_of(row) for row in opened.exec(statement))

    def notice(self, case_id: str) -> CorrectionNotice | None:
        """Return the last notice that was given; None when there was none."""
        given = self.notices(case_id)
        return given[-1] if given else None

    def history(self, case_id: str) -> tuple[ProgressEvent, ...]:
        """Return the steps of the case, the oldest first; `state` is the value of a `CaseState`."""
        with reading(self.engine) as opened:
            return events_of(opened, case_id)

    def _move(self, opened: Session, row: CaseRow, to: CaseState, *, at: datetime | None, note: str = "") -> None:
        state = CaseState(row.state)
        if to not in TRANSITIONS[state]:
            raise WrongState(
                f"办件{STATE_NAMES[state]['zh']}，不能改为{STATE_NAMES[to]['zh']}", remedy="请查看办件状态"
            )
        row.state = to.value
        opened.add(EventRow(case_id=row.id, at=at or self._clock(), state=to.value, note=note))

    def _audit(
        self,
        opened: Session,
        action: str,
        actor: str,
        case_id: str | None,
        *,
        at: datetime | None,
        subject: str = "",
        details: Mapping[str, audit.Detail] | None = None,
    ) -> None:
        audit.append(
            opened,
            at=at or self._clock(),
            actor=actor,
            action=action,
            case_id=case_id,
            subject=subject,
            details=details,
        )


def events_of(opened: Session, case_id: str) -> tuple[ProgressEvent, ...]:
    """Return the steps of the case, the oldest first."""
    statement = select(EventRow).where(EventRow.case_id == case_id).order_by(col(EventRow.id))
    return tuple(ProgressEvent(at=row.at, state=row.state, note=row.note) for row in opened.exec(statement))
