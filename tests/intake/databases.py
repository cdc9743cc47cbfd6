"""Databases for tests: SQLite files always, and a PostgreSQL server of the session's own where one is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from shoujian.intake.record.database import migrate, open_engine

TEMPLATE = "shoujian_template"


class NoServer(Exception):
    """Why there is no PostgreSQL server to test with."""


class PostgreSQL:
    """A running server which listens on a socket in its own folder only, so that sessions never meet."""

    def __init__(self, sockets: Path) -> None:
        self._sockets = sockets
        self._made = 0
        self._command("CREATE DATABASE " + TEMPLATE)
        engine = open_engine(self.url(TEMPLATE))
        migrate(engine)
        engine.dispose()

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._sockets}"

    @contextmanager
    def new_database(self, *, migrated: bool) -> Iterator[str]:
        """Give the URL of a new database, which is dropped at the end."""
        self._made += 1
        name = f"test_{self._made}"
        self._command(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if migrated else 'template0'}")
        try:
            yield self.url(name)
        finally:
            self._command(f"DROP DATABASE {name} WITH (FORCE)")

    def _command(self, statement: str) -> None:
        engine = sa.create_engine(
            open_engine(self.url("postgres")).url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Start a server in a folder of its own, as a user who is not root, and stop it at the end."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not programs:
        raise NoServer("PostgreSQL's server is not installed (Debian: postgresql)")
    binaries = programs[-1].parent
    user = "postgres" if os.geteuid() == 0 else None
    # A database is a thousand files: in memory they come and go ten times faster than on a busy disk.
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="shoujian-pg-", dir=memory if os.access(memory, os.W_OK) else None))
    try:
        if user:
            with suppress(LookupError):
                shutil.chown(folder, user)
            if folder.owner() != user:
                raise NoServer("running as root without a user postgres to run the server as")
        data = folder / "data"
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8"], folder, user)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c max_connections=60"
        _run([binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], folder, user)
        try:
            yield PostgreSQL(folder)
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str | Path], folder: Path, user: str | None) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    groups: list[str] | None = [] if user else None
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        user=user,
        group=user,
        extra_groups=groups,
        capture_output=True,
        timeout=60,
    )
    if done.returncode:
        raise NoServer(f"{Path(command[0]).name} failed: {done.stderr.decode(errors='replace')[-300:]}")
