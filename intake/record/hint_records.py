"""The record of hints: what they are learned from, the sets of them, and people's word on them.

No hint is ever written into a result: files are read with the hints of that moment, and stay as they were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ...schemas.base import Frozen
from ...schemas.case import Applicant
from ...schemas.decision import Decision
from ...schemas.hint import Hint
from ...schemas.results import PageResult
from . import audit
from .case_records import CaseRecords
from .database import reading, session
from .rows import decision_of
from .tables import CaseRow, DecisionRow, HintChoiceRow, HintSetRow, PageRow, SourceRow

ALL = "*"
"""Stands for every hint in people's choices."""
Choice = Literal["off", "forgotten"]
_FILES_A_STEP = 50
"""Files after which hints are learned anew though nobody decided anything: new pages may speak against them."""


class TaughtPage(Frozen):
    """A page with whose papers it is of, and what a person said it is; None where nobody did."""

    case: str
    applicant: Applicant
    file: str
    page: PageResult
    decision: Decision | None = None


class HintSet(Frozen):
    """The hints for a procedure that were learned here (`office` empty) or came from another office."""

    procedure: str
    office: str
    basis: str = ""
    hints: tuple[Hint, ...] = ()
    refuted: tuple[str, ...] = ()


class HintRecords(CaseRecords):
    """Sets of hints; each change of them is in the log, with counts and ids."""

    def hint_basis(self, procedure_id: str) -> str:
        """Return what changes when there is something new to learn about the procedure."""
        with reading(self.engine) as opened:
            decisions = (
                select(sa.func.count(), sa.func.max(DecisionRow.id))
                .select_from(DecisionRow)
                .join(CaseRow, col(CaseRow.id) == DecisionRow.case_id)
                .where(CaseRow.procedure_id == procedure_id)
            )
            files = (
                select(sa.func.count())
                .select_from(SourceRow)
                .join(CaseRow, col(CaseRow.id) == SourceRow.case_id)
                .where(CaseRow.procedure_id == procedure_id)
            )
            count, last = opened.exec(decisions).one()
            return f"{count}:{last or 0}:{opened.exec(files).one() // _FILES_A_STEP}"

    def decided_pages(self, procedure_id: str, *, limit: int) -> tuple[TaughtPage, ...]:
        """Return the pages (and cards) that people decided about, by their last word, the latest decision first."""
        statement = (
            select(DecisionRow, PageRow, CaseRow)
            .join(
                PageRow, sa.and_(col(PageRow.source_id) == DecisionRow.source_id, col(PageRow.page) == DecisionRow.page)
            )
            .join(CaseRow, col(CaseRow.id) == DecisionRow.case_id)
            .where(CaseRow.procedure_id == procedure_id)
            .order_by(col(DecisionRow.id).desc())
            .limit(limit)
        )
        latest: dict[tuple[str, int, int | None], TaughtPage] = {}
        with reading(self.engine) as opened:
            for made, row, case in opened.exec(statement):
                place = (made.source_id, made.page, made.card)
                if place not in latest:
                    latest[place] = _taught(case, row, decision_of(made))
        return tuple(latest.values())

    def recent_pages(self, procedure_id: str, *, limit: int) -> tuple[TaughtPage, ...]:
        """Return the pages of the files that came last, as they were read."""
        statement = (
            select(PageRow, CaseRow)
            .join(SourceRow, col(SourceRow.id) == PageRow.source_id)
            .join(CaseRow, col(CaseRow.id) == SourceRow.case_id)
            .where(CaseRow.procedure_id == procedure_id)
            .order_by(col(SourceRow.added_at).desc(), col(PageRow.source_id), col(PageRow.page))
            .limit(limit)
        )
        with reading(self.engine) as opened:
            return tuple(_taught(case, row, None) for row, case in opened.exec(statement))

    def hint_sets(self, procedure_id: str | None = None) -> tuple[HintSet, ...]:
        """Return the sets of the procedure, or of all: what was learned here before what came from elsewhere."""
        statement = select(HintSetRow).order_by(col(HintSetRow.procedure_id), col(HintSetRow.office))
        if procedure_id is not None:
            statement = statement.where(HintSetRow.procedure_id == procedure_id)
        with reading(self.engine) as opened:
            return tuple(_set_of(row) for row in opened.exec(statement))

    def hint_choices(self) -> dict[str, Choice]:
        """Return people's word by hint id, or `ALL`."""
        with reading(self.engine) as opened:
            rows = opened.exec(select(HintChoiceRow))
            return {row.id: "off" if row.choice == "off" else "forgotten" for row in rows}

    def save_learned(self, learned: HintSet, *, at: datetime | None = None, actor: str = "desk") -> None:
        """Keep what was learned here in place of what was learned before; what was forgotten is left out."""
        with session(self.engine) as opened:
            before = opened.get(HintSetRow, (learned.procedure, ""))
            known = {Hint.model_validate(hint).id for hint in before.hints} if before else set()
            kept = _store(opened, learned, at or self._clock())
            if kept != known:
                details: dict[str, audit.Detail] = {"added": len(kept - known), "gone": len(known - kept)}
                self._audit(opened, "hints.learned", actor, None, at=at, subject=learned.procedure, details=details)

    def save_imported(self, imported: Sequence[HintSet], *, by: str, at: datetime | None = None) -> tuple[Hint, ...]:
        """Keep sets that came from elsewhere in place of those from there before; return what was not forgotten here.

        The own sets of these procedures are to be learned anew, to see what pages of this office say.
        """
        kept: set[str] = set()
        with session(self.engine) as opened:
            for each in imported:
                mine = _store(opened, each, at or self._clock())
                kept |= mine
                if own := opened.get(HintSetRow, (each.procedure, "")):
                    own.basis = ""
                details: dict[str, audit.Detail] = {"office": each.office, "hints": len(mine)}
                self._audit(opened, "hints.imported", by, None, at=at, subject=each.procedure, details=details)
        return tuple(hint for each in imported for hint in each.hints if hint.id in kept)

    def choose_hints(self, ids: Sequence[str], choice: Choice | None, *, by: str, at: datetime | None = None) -> None:
        """Record a person's word on hints; None takes it back. The wording of what is forgotten is deleted."""
        now = at or self._clock()
        with session(self.engine) as opened:
            for one in ids:
                row = opened.get(HintChoiceRow, one)
                if row is not None:
                    opened.delete(row)
                    opened.flush()
                if choice is not None:
                    opened.add(HintChoiceRow(id=one, choice=choice, chosen_by=by, chosen_at=now))
            opened.flush()
            if choice == "forgotten":
                for kept in opened.exec(select(HintSetRow)).all():
                    _store(opened, _set_of(kept), now)
            said = {"off": "hints.off", "forgotten": "hints.forgotten", None: "hints.on"}[choice]
            for one in ids:
                self._audit(opened, said, by, None, at=at, subject=one)


def _taught(case: CaseRow, row: PageRow, decision: Decision | None) -> TaughtPage:
    page = PageResult.model_validate(row.result)
    if decision is not None and decision.card is not None:
        page = page.cards[decision.card - 1]
    applicant = Applicant.model_validate(case.applicant)
    return TaughtPage(case=case.id, applicant=applicant, file=row.source_id, page=page, decision=decision)


def _set_of(row: HintSetRow) -> HintSet:
    hints = tuple(Hint.model_validate(hint) for hint in row.hints)
    return HintSet(
        procedure=row.procedure_id, office=row.office, basis=row.basis, hints=hints, refuted=tuple(row.refuted)
    )


def _store(opened: Session, given: HintSet, at: datetime) -> set[str]:
    """Put the set in its place without what was forgotten; return the ids of what was kept."""
    forgotten = _forgotten(opened)
    kept = [hint for hint in given.hints if hint.id not in forgotten]
    opened.merge(
        HintSetRow(
            procedure_id=given.procedure,
            office=given.office,
            basis=given.basis,
            hints=[hint.model_dump(mode="json") for hint in kept],
            refuted=list(given.refuted),
            saved_at=at,
        )
    )
    return {hint.id for hint in kept}


def _forgotten(opened: Session) -> frozenset[str]:
    rows: Iterable[str] = opened.exec(select(HintChoiceRow.id).where(HintChoiceRow.choice == "forgotten"))
    return frozenset(rows)
