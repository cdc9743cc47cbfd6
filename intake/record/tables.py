"""The tables. SQLModel does not validate rows: build the frozen schema first, then copy it (`rows` does both ways)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

PREFIX = "shoujian_"
VERSION_TABLE = f"{PREFIX}version"

# A metadata of its own: a portal that imports the library has SQLModel tables too, maybe with the same names.
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_registry = registry(metadata=metadata)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept and given back in UTC; SQLite keeps no zone, so the type does."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody could say which one it is."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(SQLModel, registry=_registry):
    """Base of the tables of this product."""


def _case_id(**options: Any) -> Any:
    return Field(foreign_key=f"{PREFIX}case.id", **options)


def _source_id(**options: Any) -> Any:
    return Field(foreign_key=f"{PREFIX}source.id", ondelete="CASCADE", **options)


class CaseRow(Row, table=True):
    """A case; `revision` grows with every change of its files, decisions or applicant."""

    __tablename__ = f"{PREFIX}case"
    id: str = Field(primary_key=True)
    procedure_id: str
    procedure_version: str
    applicant: dict[str, str] = Field(sa_type=sa.JSON)
    state: str = Field(index=True)
    label: str | None = Field(default=None, index=True, description="the opener's own key, such as a folder's name")
    revision: int = 0
    opened_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SourceRow(Row, table=True):
    """A file of a case; the bytes lie in the blob store."""

    __tablename__ = f"{PREFIX}source"
    __table_args__ = (sa.UniqueConstraint("case_id", "sha256"),)
    id: str = Field(primary_key=True)
    case_id: str = _case_id(index=True)
    position: int = Field(description="order of arrival within the case, from 1")
    sha256: str
    name: str
    media_type: str
    size_bytes: int = Field(sa_type=sa.BigInteger)
    declared: str | None = None
    origin: str
    added_at: datetime = Field(sa_type=UtcDateTime)


class FileResultRow(Row, table=True):
    """What was seen in a file as a whole; without this row the file was not read yet."""

    __tablename__ = f"{PREFIX}file_result"
    source_id: str = _source_id(primary_key=True)
    file: str
    media_type: str
    findings: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    saved_at: datetime = Field(sa_type=UtcDateTime)


class PageRow(Row, table=True):
    """One page of a file: the JSON of its `PageResult`."""

    __tablename__ = f"{PREFIX}page"
    source_id: str = _source_id(primary_key=True)
    page: int = Field(primary_key=True)
    result: dict[str, Any] = Field(sa_type=sa.JSON)


class PageBlobRow(Row, table=True):
    """Bytes that were made of a page, in the blob store, under a key of the pipeline's choice ("3/before")."""

    __tablename__ = f"{PREFIX}page_blob"
    source_id: str = _source_id(primary_key=True)
    key: str = Field(primary_key=True)
    sha256: str


class DecisionRow(Row, table=True):
    """A person's word on what a page is; the last one for a page counts, all are kept."""

    __tablename__ = f"{PREFIX}decision"
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = _case_id(index=True)
    source_id: str = _source_id(index=True)
    page: int
    card: int | None = None
    material: str | None = None
    decided_by: str
    decided_at: datetime = Field(sa_type=UtcDateTime)


class HintSetRow(Row, table=True):
    """The hints for a procedure that were learned here (`office` empty) or came from another office.

    `basis` tells what they were learned from, `refuted` names those of other offices that pages of this one speak
    against; both are kept with the own set.
    """

    __tablename__ = f"{PREFIX}hint_set"
    procedure_id: str = Field(primary_key=True)
    office: str = Field(primary_key=True)
    basis: str = ""
    hints: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    refuted: list[str] = Field(sa_type=sa.JSON)
    saved_at: datetime = Field(sa_type=UtcDateTime)


class HintChoiceRow(Row, table=True):
    """A person's word on a hint (`id`, or * for all): off or forgotten; without this row it counts."""

    __tablename__ = f"{PREFIX}hint_choice"
    id: str = Field(primary_key=True)
    choice: str
    chosen_by: str
    chosen_at: datetime = Field(sa_type=UtcDateTime)


class NoticeRow(Row, table=True):
    """A correction notice that was given."""

    __tablename__ = f"{PREFIX}notice"
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = _case_id(index=True)
    procedure_title: str
    applicant_masked: str
    issued_at: datetime = Field(sa_type=UtcDateTime)
    findings: list[dict[str, Any]] = Field(sa_type=sa.JSON)


class SubmissionRow(Row, table=True):
    """The number a case got when it was first submitted; a retry after a crash uses the same one."""

    __tablename__ = f"{PREFIX}submission"
    case_id: str = _case_id(primary_key=True)
    number: str = Field(unique=True)
    reserved_at: datetime = Field(sa_type=UtcDateTime)


class ReceiptRow(Row, table=True):
    """The one receipt of a case; `receipt` is its JSON without the password."""

    __tablename__ = f"{PREFIX}receipt"
    case_id: str = _case_id(primary_key=True)
    number: str = Field(unique=True)
    password_hash: str
    package_name: str
    package_sha256: str
    receipt: dict[str, Any] = Field(sa_type=sa.JSON)
    issued_at: datetime = Field(sa_type=UtcDateTime)


class EventRow(Row, table=True):
    """One step of a case's history, as the applicant sees it."""

    __tablename__ = f"{PREFIX}event"
    id: int | None = Field(default=None, primary_key=True)
    case_id: str = _case_id(index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    state: str
    note: str = ""


class AttemptRow(Row, table=True):
    """Wrong passwords by key (a number, a client's hash, or all unknown numbers together)."""

    __tablename__ = f"{PREFIX}attempt"
    key: str = Field(primary_key=True)
    failures: int = 0
    last_at: datetime = Field(sa_type=UtcDateTime)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SerialRow(Row, table=True):
    """The last serial given for a region on a day."""

    __tablename__ = f"{PREFIX}serial"
    region: str = Field(primary_key=True)
    day: str = Field(primary_key=True, description="yyyyMMdd")
    last: int


class AuditRow(Row, table=True):
    """One entry of the hash chain; a trigger refuses to change or delete it."""

    __tablename__ = f"{PREFIX}audit"
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    action: str
    case_id: str | None = Field(default=None, index=True)
    subject: str
    details: dict[str, Any] = Field(sa_type=sa.JSON)
    prev_hash: str
    hash: str


class AuditHeadRow(Row, table=True):
    """The chain's last entry: the one row that writers lock, so that the chain never forks."""

    __tablename__ = f"{PREFIX}audit_head"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    hash: str
