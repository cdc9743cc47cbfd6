"""Fixtures: an engine on each kind of database, migrated and empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shoujian.intake.record.database import migrate, open_engine
from sqlalchemy.engine import Engine

from .databases import NoServer, PostgreSQL, running_postgresql
from .racing import Starter


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    try:
        with running_postgresql() as server:
            yield server
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.db"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.new_database(migrated=False) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new, migrated database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/desk.db"
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield url
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.new_database(migrated=True) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def starter() -> Iterator[Starter]:
    made = Starter()
    yield made
    made.close()
