"""The record of files: received, read, decided on by a person, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ...schemas.base import Frozen
from ...schemas.case import Case
from ...schemas.decision import Decision
from ...schemas.errors import NotFound
from ...schemas.results import FileResult, PageResult
from ...schemas.source import Source
from .audit import Detail
from .case_records import CaseRecords
from .database import reading, session
from .rows import (
    case_of,
    case_row,
    decision_of,
    editable_case,
    editable_source,
    file_id,
    file_result_of,
    source_of,
    source_row,
)
from .tables import (
    DecisionRow,
    FileResultRow,
    PageBlobRow,
    PageRow,
    SourceRow,
)


class Snapshot(Frozen):
    """A case as it was at one moment; `revision` proves to `record_receipt` that nothing changed since."""

    case: Case
    revision: int
    sources: tuple[Source, ...]
    results: dict[str, FileResult]
    """By file id; a file that was not read yet has none."""
    decisions: tuple[Decision, ...]

    def decisions_on(self, file: str) -> tuple[Decision, ...]:
        """Return people's decisions on a file's pages, the oldest first."""
        return tuple(made for made in self.decisions if made.file == file)


class FileRecords(CaseRecords):
    """Files of cases, what was seen in them and what people decided about their pages."""

    def add_source(
        self,
        case_id: str,
        *,
        sha256: str,
        name: str,
        media_type: str,
        size_bytes: int,
        declared: str | None = None,
        origin: str = "upload",
        at: datetime | None = None,
        actor: str = "desk",
    ) -> tuple[Source, bool]:
        """Record a file whose bytes are in the blob store; return it and whether it is new to the case.

        The same bytes twice in one case are one file, which keeps its first name and origin.

        Raises:
            NotFound: there is no such case.
            WrongState: it is submitted or withdrawn.
        """
        source = Source(
            id=file_id(case_id, sha256),
            case_id=case_id,
            sha256=sha256,
            name=name,
            media_type=media_type,
            size_bytes=size_bytes,
            declared=declared,
            origin=origin,
        )
        with session(self.engine) as opened:
            case = editable_case(opened, case_id)
            if present := opened.get(SourceRow, source.id):
                return source_of(present), False
            opened.add(_source_row(opened, source, at or self._clock()))
            case.revision += 1
            details: dict[str, Detail] = {"sha256": sha256, "size": size_bytes, "declared": declared}
            self._audit(opened, "file.received", actor, case_id, at=at, subject=source.id, details=details)
        return source, True

    def sources(self, case_id: str) -> tuple[Source, ...]:
        """Return the files of the case in the order of their arrival.

        Raises:
            NotFound: there is no such case.
        """
        with reading(self.engine) as opened:
            case_row(opened, case_id)
            return tuple(source_of(row) for row in _sources(opened, case_id))

    def source(self, file: str) -> Source:
        """Return the file of that id.

        Raises:
            NotFound: there is no such file.
        """
        with reading(self.engine) as opened:
            return source_of(source_row(opened, file))

    def delete_source(self, file: str, *, at: datetime | None = None, actor: str = "desk") -> Source:
        """Take the file out of its case, with its results and decisions; its bytes stay in the blob store.

        Raises:
            NotFound: there is no such file.
            WrongState: its case is submitted or withdrawn.
        """
        with session(self.engine) as opened:
            case, row = editable_source(opened, file)
            opened.delete(row)
            case.revision += 1
            details = {"sha256": row.sha256}
            self._audit(opened, "file.deleted", actor, case.id, at=at, subject=file, details=details)
            return source_of(row)

    def save_file_result(
        self,
        file: str,
        result: FileResult,
        page_blobs: Mapping[str, str] | None = None,
        *,
        hints: str = "",
        at: datetime | None = None,
        actor: str = "desk",
    ) -> None:
        """Keep what was seen in the file, in place of what was kept before; people's decisions stay.

        Args:
            file: the file's id.
            result: its findings and pages.
            page_blobs: hash in the blob store by key, for what was made of the pages; keys are the caller's. Those
                kept before under other keys stay.
            hints: the edition of the office's hints that it was read with, for the log; empty without any.
            at: when it was read.
            actor: who read it.

        Raises:
            NotFound: there is no such file (any more).
            WrongState: its case is submitted or withdrawn.
        """
        with session(self.engine) as opened:
            case, row = editable_source(opened, file)
            case.revision += 1
            _replace_result(opened, row.id, result, at or self._clock())
            for key, sha256 in (page_blobs or {}).items():
                opened.merge(PageBlobRow(source_id=file, key=key, sha256=sha256))
            details: dict[str, Detail] = {"pages": len(result.pages), "findings": len(result.findings)}
            if hints:
                details["hints"] = hints
            self._audit(opened, "file.read", actor, case.id, at=at, subject=file, details=details)

    def file_result(self, file: str) -> FileResult | None:
        """Return what was seen in the file; None when it was not read yet.

        Raises:
            NotFound: there is no such file.
        """
        with reading(self.engine) as opened:
            return _file_result(opened, source_row(opened, file))

    def pages_of_bytes(self, sha256: str) -> tuple[PageResult, ...]:
        """Return the pages last seen in a file of these bytes, in whatever case; none where none was read yet."""
        with reading(self.engine) as opened:
            alike = (
                select(SourceRow)
                .join(FileResultRow, col(FileResultRow.source_id) == SourceRow.id)
                .where(SourceRow.sha256 == sha256)
                .order_by(col(FileResultRow.saved_at).desc())
            )
            row = opened.exec(alike).first()
            seen = _file_result(opened, row) if row else None
            return seen.pages if seen else ()

    def page_blob(self, file: str, key: str) -> str | None:
        """Return the hash of what was made of a page and kept under that key; None when there is nothing.

        Raises:
            NotFound: there is no such file.
        """
        return self.page_blobs(file).get(key)

    def page_blobs(self, file: str) -> dict[str, str]:
        """Return the hashes of everything that was made of the file's pages, by key.

        Raises:
            NotFound: there is no such file.
        """
        with reading(self.engine) as opened:
            statement = select(PageBlobRow).where(PageBlobRow.source_id == source_row(opened, file).id)
            return {row.key: row.sha256 for row in opened.exec(statement.order_by(col(PageBlobRow.key)))}

    def assign(
        self,
        file: str,
        page: int,
        *,
        material: str | None,
        by: str,
        card: int | None = None,
        at: datetime | None = None,
    ) -> Decision:
        """Record a person's word on what a page, or one card on it, is; it beats the matcher's.

        Raises:
            NotFound: there is no such file, page or card.
            WrongState: its case is submitted or withdrawn.
        """
        decision = Decision(file=file, page=page, card=card, material=material, by=by, at=at or self._clock())
        with session(self.engine) as opened:
            case, _ = editable_source(opened, file)
            _require_place(opened, file, page, card)
            case.revision += 1
            opened.add(
                DecisionRow(
                    case_id=case.id,
                    source_id=file,
                    page=page,
                    card=card,
                    material=material,
                    decided_by=by,
                    decided_at=decision.at,
                )
            )
            details: dict[str, Detail] = {"page": page, "card": card, "material": material}
            self._audit(opened, "page.assigned", by, case.id, at=decision.at, subject=file, details=details)
        return decision

    def decisions(self, case_id: str) -> tuple[Decision, ...]:
        """Return people's decisions on the case's present files, the oldest first; the last for a place counts."""
        with reading(self.engine) as opened:
            return _decisions(opened, case_id)

    def snapshot(self, case_id: str) -> Snapshot:
        """Return everything a check of the case needs, as it was at one moment.

        Raises:
            NotFound: there is no such case.
        """
        with reading(self.engine) as opened:
            row = case_row(opened, case_id)
            files = _sources(opened, case_id)
            seen = {file.id: _file_result(opened, file) for file in files}
            return Snapshot(
                case=case_of(row),
                revision=row.revision,
                sources=tuple(source_of(file) for file in files),
                results={key: result for key, result in seen.items() if result is not None},
                decisions=_decisions(opened, case_id),
            )


def _source_row(opened: Session, source: Source, at: datetime) -> SourceRow:
    places = select(sa.func.max(SourceRow.position)).where(SourceRow.case_id == source.case_id)
    last = opened.exec(places).one()
    return SourceRow(**source.model_dump(), position=(last or 0) + 1, added_at=at)


def _replace_result(opened: Session, file: str, result: FileResult, at: datetime) -> None:
    opened.execute(sa.delete(PageRow).where(col(PageRow.source_id) == file))
    opened.execute(sa.delete(FileResultRow).where(col(FileResultRow.source_id) == file))
    opened.add(
        FileResultRow(
            source_id=file,
            file=result.file,
            media_type=result.media_type,
            findings=[found.model_dump(mode="json") for found in result.findings],
            saved_at=at,
        )
    )
    for page in result.pages:
        opened.add(PageRow(source_id=file, page=page.page, result=page.model_dump(mode="json")))


def _sources(opened: Session, case_id: str) -> list[SourceRow]:
    statement = select(SourceRow).where(SourceRow.case_id == case_id).order_by(col(SourceRow.position))
    return list(opened.exec(statement))


def _file_result(opened: Session, source: SourceRow) -> FileResult | None:
    row = opened.get(FileResultRow, source.id)
    if row is None:
        return None
    pages = opened.exec(select(PageRow).where(PageRow.source_id == source.id).order_by(col(PageRow.page))).all()
    return file_result_of(row, source, pages)


def _decisions(opened: Session, case_id: str) -> tuple[Decision, ...]:
    statement = select(DecisionRow).where(DecisionRow.case_id == case_id).order_by(col(DecisionRow.id))
    return tuple(decision_of(row) for row in opened.exec(statement))


def _require_place(opened: Session, file: str, page: int, card: int | None) -> None:
    row = opened.get(PageRow, (file, page))
    cards = len(row.result.get("cards", ())) if row else 0
    if row is None or (card is not None and card > cards):
        raise NotFound("没有这一页", remedy="请核对页码；文件须先读取才能指定材料名称")
