"""The first form of the database.

Written out instead of taken from `tables`: what a version did must not change when the tables do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_GENESIS = "0" * 64


def upgrade() -> None:
    """Make all tables, the head of the empty audit chain and the triggers that keep the chain append-only."""
    _create_cases()
    _create_files()
    _create_pages()
    _create_submissions()
    _create_audit()
    _guard_audit()


def downgrade() -> None:
    """There is nothing before the first form: dropping it would destroy the record."""
    raise NotImplementedError("the first form cannot be undone; restore a backup instead")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _case(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_case_id")
    return _text("case_id"), sa.ForeignKeyConstraint(["case_id"], ["shoujian_case.id"], name=name)


def _source(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_source_id")
    return _text("source_id"), sa.ForeignKeyConstraint(
        ["source_id"], ["shoujian_source.id"], name=name, ondelete="CASCADE"
    )


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f("_".join(("uq", table, *columns))))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _create_cases() -> None:
    table = "shoujian_case"
    op.create_table(
        table,
        _text("id"),
        _text("procedure_id"),
        _text("procedure_version"),
        _json("applicant"),
        _text("state"),
        _text("label", nullable=True),
        _number("revision"),
        _moment("opened_at"),
        _moment("submitted_at", nullable=True),
        _key(table, "id"),
    )
    _index(table, "state")
    _index(table, "label")
    table = "shoujian_event"
    op.create_table(
        table, _number("id"), *_case(table), _moment("at"), _text("state"), _text("note"), _key(table, "id")
    )
    _index(table, "case_id")
    table = "shoujian_notice"
    op.create_table(
        table,
        _number("id"),
        *_case(table),
        _text("procedure_title"),
        _text("applicant_masked"),
        _moment("issued_at"),
        _json("findings"),
        _key(table, "id"),
    )
    _index(table, "case_id")


def _create_files() -> None:
    table = "shoujian_source"
    op.create_table(
        table,
        _text("id"),
        *_case(table),
        _number("position"),
        _text("sha256"),
        _text("name"),
        _text("media_type"),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        _text("declared", nullable=True),
        _text("origin"),
        _moment("added_at"),
        _key(table, "id"),
        _unique(table, "case_id", "sha256"),
    )
    _index(table, "case_id")
    table = "shoujian_file_result"
    op.create_table(
        table,
        *_source(table),
        _text("file"),
        _text("media_type"),
        _json("findings"),
        _moment("saved_at"),
        _key(table, "source_id"),
    )


def _create_pages() -> None:
    table = "shoujian_page"
    op.create_table(table, *_source(table), _number("page"), _json("result"), _key(table, "source_id", "page"))
    table = "shoujian_page_blob"
    op.create_table(table, *_source(table), _text("key"), _text("sha256"), _key(table, "source_id", "key"))
    table = "shoujian_decision"
    op.create_table(
        table,
        _number("id"),
        *_case(table),
        *_source(table),
        _number("page"),
        _number("card", nullable=True),
        _text("material", nullable=True),
        _text("decided_by"),
        _moment("decided_at"),
        _key(table, "id"),
    )
    _index(table, "case_id")
    _index(table, "source_id")


def _create_submissions() -> None:
    table = "shoujian_serial"
    op.create_table(table, _text("region"), _text("day"), _number("last"), _key(table, "region", "day"))
    table = "shoujian_submission"
    op.create_table(
        table,
        *_case(table),
        _text("number"),
        _moment("reserved_at"),
        _key(table, "case_id"),
        _unique(table, "number"),
    )
    table = "shoujian_receipt"
    op.create_table(
        table,
        *_case(table),
        _text("number"),
        _text("password_hash"),
        _text("package_name"),
        _text("package_sha256"),
        _json("receipt"),
        _moment("issued_at"),
        _key(table, "case_id"),
        _unique(table, "number"),
    )
    table = "shoujian_attempt"
    op.create_table(
        table,
        _text("key"),
        _number("failures"),
        _moment("last_at"),
        _moment("locked_until", nullable=True),
        _key(table, "key"),
    )


def _create_audit() -> None:
    table = "shoujian_audit"
    op.create_table(
        table,
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        _moment("at"),
        _text("actor"),
        _text("action"),
        _text("case_id", nullable=True),
        _text("subject"),
        _json("details"),
        _text("prev_hash"),
        _text("hash"),
        _key(table, "seq"),
    )
    _index(table, "case_id")
    table = "shoujian_audit_head"
    head = op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _number("seq"),
        _text("hash"),
        _key(table, "id"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": _GENESIS}])


def _guard_audit() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER shoujian_audit_no_{event.lower()} BEFORE {event} ON shoujian_audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION shoujian_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER shoujian_audit_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON shoujian_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION shoujian_audit_refuse()"
    )
