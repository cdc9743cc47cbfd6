from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from shoujian.intake.record import audit
from shoujian.intake.record.audit import GENESIS, ChainReport, verify_chain
from shoujian.intake.record.database import reading, session
from shoujian.intake.record.tables import AuditHeadRow, AuditRow
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from .racing import Starter, in_threads

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)

PROGRAM = """
import sys
from datetime import UTC, datetime
from shoujian.intake.record import audit
from shoujian.intake.record.database import open_engine, session
engine = open_engine(sys.argv[1])
for index in range(20):
    with session(engine) as opened:
        audit.append(opened, at=datetime.now(UTC), actor="p", action="test", case_id=None, details={"index": index})
"""


def write(engine: Engine, count: int = 1, **details: audit.Detail) -> None:
    for index in range(count):
        with session(engine) as opened:
            audit.append(
                opened,
                at=NOW,
                actor="desk",
                action="test",
                case_id="c",
                subject=f"s{index}",
                details={"名": "值", **details},
            )


def check(engine: Engine) -> ChainReport:
    with reading(engine) as opened:
        return verify_chain(opened)


def tamper(engine: Engine, statement: str) -> None:
    """Do what somebody with the database's own password could do: drop the guard, then change rows."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(sa.text("DROP TRIGGER IF EXISTS shoujian_audit_no_update"))
            connection.execute(sa.text("DROP TRIGGER IF EXISTS shoujian_audit_no_delete"))
        else:
            connection.execute(sa.text("DROP TRIGGER IF EXISTS shoujian_audit_guard ON shoujian_audit"))
        connection.execute(sa.text(statement))


def test_an_empty_log_is_whole(engine: Engine) -> None:
    assert check(engine) == ChainReport(whole=True, length=0, head=GENESIS)


def test_a_log_is_whole_and_its_hashes_can_be_computed_without_us(engine: Engine) -> None:
    write(engine, 3, number=2, ok=True, nothing=None)
    report = check(engine)
    with reading(engine) as opened:
        rows = opened.exec(select(AuditRow).order_by(AuditRow.seq)).all()
    assert report == ChainReport(whole=True, length=3, head=rows[-1].hash)
    body = {
        "action": "test",
        "actor": "desk",
        "at": "2026-01-02T03:04:05.678901+00:00",
        "case_id": "c",
        "details": {"nothing": None, "number": 2, "ok": True, "名": "值"},
        "seq": 1,
        "subject": "s0",
    }
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert rows[0].hash == hashlib.sha256((GENESIS + canonical).encode()).hexdigest()
    assert [row.prev_hash for row in rows] == [GENESIS, rows[0].hash, rows[1].hash]


def test_a_moment_of_another_zone_is_the_same_moment(engine: Engine) -> None:
    with session(engine) as opened:
        local = NOW.astimezone(timezone(timedelta(hours=8)))
        audit.append(opened, at=local, actor="desk", action="test", case_id=None)
    assert check(engine).whole


@pytest.mark.parametrize("change", ["actor = 'x'", "details = '{}'", "at = '2026-01-02 03:04:05'", "case_id = NULL"])
def test_a_changed_entry_is_named(engine: Engine, change: str) -> None:
    write(engine, 5)
    tamper(engine, f"UPDATE shoujian_audit SET {change} WHERE seq = 3")
    report = check(engine)
    assert (report.whole, report.broken_at) == (False, 3)
    assert "改动" in report.reason


def test_a_rewritten_entry_breaks_the_next(engine: Engine) -> None:
    write(engine, 5)
    with reading(engine) as opened:
        row = opened.get(AuditRow, 3)
    row.actor = "x"
    tamper(engine, f"UPDATE shoujian_audit SET actor = 'x', hash = '{audit.entry_hash(row)}' WHERE seq = 3")
    report = check(engine)
    assert (report.whole, report.broken_at, report.length) == (False, 4, 3)


@pytest.mark.parametrize(("gone", "named"), [(1, 2), (3, 4), (5, 5)])
def test_a_deleted_entry_is_missed_at_either_end(engine: Engine, gone: int, named: int) -> None:
    write(engine, 5)
    tamper(engine, f"DELETE FROM shoujian_audit WHERE seq = {gone}")
    report = check(engine)
    assert (report.whole, report.broken_at) == (False, named)


def test_a_log_without_its_head_is_not_whole(engine: Engine) -> None:
    write(engine)
    tamper(engine, "DELETE FROM shoujian_audit_head")
    assert not check(engine).whole


@pytest.mark.parametrize("statement", ["UPDATE shoujian_audit SET actor = 'x'", "DELETE FROM shoujian_audit"])
def test_the_database_itself_refuses_changes(engine: Engine, statement: str) -> None:
    write(engine)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert check(engine).length == 1


def test_an_entry_is_lost_with_its_transaction(engine: Engine) -> None:
    write(engine)
    with pytest.raises(RuntimeError), session(engine) as opened:
        audit.append(opened, at=NOW, actor="desk", action="lost", case_id=None)
        raise RuntimeError
    write(engine)
    assert check(engine).length == 2


def test_threads_do_not_fork_the_chain(engine: Engine) -> None:
    results = in_threads(8, lambda _: write(engine, 10))
    assert results == [None] * 8
    report = check(engine)
    assert (report.whole, report.length) == (True, 80)
    with reading(engine) as opened:
        assert opened.get(AuditHeadRow, 1).hash == report.head


@pytest.mark.slow
def test_processes_do_not_fork_the_chain(starter: Starter, engine: Engine, database_url: str) -> None:
    starter.race(3, PROGRAM, database_url)
    report = check(engine)
    assert (report.whole, report.length) == (True, 60)


def test_a_long_log_is_read_to_its_end(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    write(engine, 7)
    assert check(engine).length == 7
    tamper(engine, "UPDATE shoujian_audit SET actor = 'x' WHERE seq = 7")
    assert check(engine).broken_at == 7


def test_personal_numbers_are_masked_and_hashes_are_not(engine: Engine) -> None:
    digest = "123456789012345678" + "0" * 46
    write(engine, sha256=digest, note="证件330106199001010000有误", number="330000202601020000001")
    with reading(engine) as opened:
        details = opened.exec(select(AuditRow)).one().details
    assert details["sha256"] == digest
    assert details["number"] == "330000202601020000001"
    assert details["note"] == "证件330***********0000有误"
