from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from shoujian.intake.record.database import (
    exclusive,
    migrate,
    open_engine,
    session,
)
from shoujian.intake.record.tables import (
    VERSION_TABLE,
    AuditHeadRow,
    SerialRow,
    metadata,
)
from shoujian.schemas.errors import BadConfiguration, CannotWrite
from sqlalchemy.engine import Engine


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_url)
    yield engine
    engine.dispose()


def version(engine: Engine) -> str:
    with engine.begin() as connection:
        return connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one()


def test_upgrade_from_nothing_makes_exactly_the_tables_of_the_code(empty: Engine) -> None:
    migrate(empty)
    with empty.begin() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "version_table": VERSION_TABLE}
        )
        assert compare_metadata(context, metadata) == []
        kept = {fk["options"].get("ondelete") for fk in sa.inspect(connection).get_foreign_keys("shoujian_page")}
    assert kept == {"CASCADE"}


def test_migrating_again_changes_nothing(empty: Engine) -> None:
    migrate(empty)
    with session(empty) as opened:
        opened.add(SerialRow(region="330000", day="20260102", last=7))
    migrate(empty)
    with session(empty) as opened:
        assert opened.get(SerialRow, ("330000", "20260102")).last == 7
        assert opened.get(AuditHeadRow, 1).seq == 0


def test_many_may_migrate_at_once(empty_url: str) -> None:
    failures: list[BaseException] = []
    start = threading.Barrier(6)

    def one() -> None:
        engine = open_engine(empty_url)
        start.wait()
        try:
            migrate(engine)
        except BaseException as error:
            failures.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    engine = open_engine(empty_url)
    assert version(engine) == "0002"
    engine.dispose()


def test_a_migration_that_fails_leaves_no_table_behind(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("killed")

    from alembic import op

    monkeypatch.setattr(op, "bulk_insert", refuse)  # the audit tables come last
    with pytest.raises(RuntimeError, match="killed"):
        migrate(empty)
    with empty.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
    monkeypatch.undo()
    migrate(empty)
    assert version(empty) == "0002"


def test_a_database_of_a_newer_version_is_refused_and_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(BadConfiguration, match="更新的版本"):
        migrate(engine)
    assert version(engine) == "9999"


def test_sqlite_is_set_up_for_safety(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/desk.db")
    migrate(engine)
    with engine.begin() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 30_000}
    assert (tmp_path / "new/desk.db").stat().st_mode & 0o077 == 0, "others may not read personal data"
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?uri=true", "mysql://localhost/x", "not a url"]
)
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(BadConfiguration):
        open_engine(url)


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    engine = open_engine(f"sqlite:///{tmp_path}/file/desk.db")
    with pytest.raises(CannotWrite, match="数据目录"):
        migrate(engine)


def test_a_server_that_is_away_is_said_in_a_sentence(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://postgres:secret@/x?host={tmp_path}")
    with pytest.raises(CannotWrite) as refused:
        migrate(engine)
    assert "secret" not in str(refused.value)


def test_exclusive_is_held_by_one_at_a_time(database_url: str) -> None:
    inside: list[str] = []
    overlaps: list[list[str]] = []
    start = threading.Barrier(4)

    def one(name: str) -> None:
        engine = open_engine(database_url)
        start.wait()
        for _ in range(5):
            with exclusive(engine, "same"):
                inside.append(name)
                if len(inside) != 1:
                    overlaps.append(list(inside))
                inside.remove(name)
        engine.dispose()

    threads = [threading.Thread(target=one, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert overlaps == []
