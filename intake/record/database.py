"""The database: SQLite on one machine or PostgreSQL behind many; how it is opened, upgraded and written to."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from ...schemas.errors import BadConfiguration, CannotWrite, ToolMissing
from .tables import VERSION_TABLE, Row, metadata

BUSY_TIMEOUT_S = 30
"""How long a SQLite writer waits for the one before it; every transaction of the desk takes milliseconds."""
_READING = "shoujian_reading"
_LOCK_FILES = 64


def open_engine(url: str) -> Engine:
    """Return the engine for `sqlite:////absolute/path.db` or `postgresql://user@host/name`; connects later.

    Raises:
        BadConfiguration: another database, a SQLite database in memory, or no URL at all.
        ToolMissing: PostgreSQL is asked for and psycopg is not installed.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadConfiguration("数据库地址无法识别", remedy="例如 sqlite:////var/lib/shoujian/desk.db") from error
    backend = parsed.drivername.partition("+")[0]
    if backend == "sqlite":
        return _open_sqlite(parsed)
    if backend in ("postgresql", "postgres"):
        return _open_postgresql(parsed)
    raise BadConfiguration(f"不支持的数据库：{backend}", remedy="请使用 SQLite 或 PostgreSQL")


def _open_sqlite(url: URL) -> Engine:
    name = url.database or ""
    if name in ("", ":memory:") or name.startswith("file:"):
        raise BadConfiguration("SQLite 数据库必须是一个文件", remedy="例如 sqlite:////var/lib/shoujian/desk.db")
    engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_S})
    path = Path(name)

    @event.listens_for(engine, "do_connect")
    def _private(*_: Any) -> None:
        _make_private(path)

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")  # with WAL, NORMAL may lose the last commits at a power cut

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails at once when another wrote in between.
        reading = connection.get_execution_options().get(_READING)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _open_postgresql(url: URL) -> Engine:
    if find_spec("psycopg") is None:
        raise ToolMissing("没有安装 PostgreSQL 驱动 psycopg", remedy="请运行 pip install 'shoujian[postgresql]'")
    return sa.create_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True)


@contextmanager
def session(engine: Engine) -> Iterator[Session]:
    """Give a session that is one writing transaction: all of it is kept at the end, or nothing after an exception.

    Raises:
        CannotWrite: the database is out of reach, full, read-only or busy for longer than the timeout.
    """
    with _available(), Session(engine, expire_on_commit=False) as opened, opened.begin():
        yield opened


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session that sees one state of the database and waits for no writer; nothing in it is kept.

    Raises:
        CannotWrite: the database is out of reach.
    """
    options: dict[str, Any] = {_READING: True}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _available(), Session(engine.execution_options(**options), expire_on_commit=False) as opened:
        yield opened


def upsert(opened: Session, table: type[Row]) -> Any:
    """Return an INSERT that knows ON CONFLICT, which the two databases spell alike and SQLAlchemy does not."""
    dialect = postgresql if opened.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


@contextmanager
def exclusive(engine: Engine, key: str) -> Iterator[None]:
    """Hold the mutex of that name among all threads and processes of this database; it ends with its holder.

    It is the kernel's (a file lock beside a SQLite file) or the server's (an advisory lock), so a killed process
    leaves nothing behind to be cleaned up. Not reentrant; hold one at a time.
    """
    number = int.from_bytes(hashlib.sha256(f"shoujian:{key}".encode()).digest()[:8], "big", signed=True)
    if engine.dialect.name == "sqlite":
        with _file_lock(_database_path(engine), number % _LOCK_FILES):
            yield
        return
    # A connection of its own: waiting lock holders must not use up the pool which the lock's owner works with.
    waiting = sa.create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with _available(), waiting.connect() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(number)))
        yield


@contextmanager
def _file_lock(database: Path, number: int) -> Iterator[None]:
    """Lock one of a fixed number of files: names that share one merely wait for each other."""
    folder = database.with_name(database.name + "-locks")
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        descriptor = os.open(folder / f"{number:02d}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotWrite(f"无法写入数据目录：{error.strerror}", remedy="请检查磁盘空间和目录权限") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def migrate(engine: Engine) -> None:
    """Bring the database to the newest form, from nothing or from any older one; many may call it at once.

    Raises:
        BadConfiguration: the database was made by a newer version, or SQLite cannot use WAL where it lies.
        CannotWrite: it is out of reach or cannot be written.
    """
    config = alembic_config()
    with exclusive(engine, "migrate"), _available():
        if engine.dialect.name == "sqlite":
            _use_wal(_database_path(engine))
        with engine.begin() as connection:
            _refuse_newer(connection, config)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def alembic_config() -> Config:
    """Return Alembic's configuration, without an ini file: the versions lie in the package."""
    config = Config()
    scripts = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    config.attributes["metadata"] = metadata
    config.attributes["version_table"] = VERSION_TABLE
    return config


def _refuse_newer(connection: Connection, config: Config) -> None:
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return
    present = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if not known.issuperset(present):
        raise BadConfiguration("数据库由更新的版本创建", remedy="请升级 shoujian 后再打开")


def _use_wal(database: Path) -> None:
    # Not on every connection: two that switch a new file at the same moment get "database is locked" at once,
    # whatever the timeout (seen in 4 of 180 first openings with SQLite 3.40). The mode is kept in the file.
    _make_private(database)
    connection = sqlite3.connect(database, timeout=BUSY_TIMEOUT_S)
    try:
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise CannotWrite("无法打开数据库文件", remedy="请检查磁盘空间和目录权限") from error
    finally:
        connection.close()
    if mode != "wal":
        raise BadConfiguration("数据库所在目录不支持 WAL", remedy="请把 SQLite 数据库放在本机磁盘上")


def _make_private(path: Path) -> None:
    """Make the file if it is not there, for its owner alone: it holds personal data. -wal and -shm follow its mode."""
    try:
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise CannotWrite(f"无法写入数据目录：{error.strerror}", remedy="请检查磁盘空间和目录权限") from error


def _database_path(engine: Engine) -> Path:
    return Path(str(engine.url.database))


@contextmanager
def _available() -> Iterator[None]:
    """Say in one sentence that the database cannot be used now (away, locked, full, read-only)."""
    try:
        yield
    except OperationalError as error:
        # SQLite calls a wrong statement operational too: that is a defect, and is raised as it is.
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise
        raise CannotWrite("数据库暂时不可用", remedy="请检查数据库服务、磁盘空间和权限后重试") from error
