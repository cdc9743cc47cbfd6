"""Fixtures: an engine on each kind of database, migrated and empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from shoujian.intake.database import migrate, open_engine
from sqlalchemy.engine import Engine

from .databases import NoServer, PostgreSQL, running_postgresql

NewUrl = Callable[[bool], str]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    try:
        with running_postgresql() as server:
            yield server
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """Give a function that returns the URL of a new database, migrated or without any table."""
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        return lambda migrated: server.new_database(migrated=migrated)

    def new_file(migrated: bool) -> str:
        url = f"sqlite:///{tmp_path}/desk.db"
        if migrated:
            engine = open_engine(url)
            migrate(engine)
            engine.dispose()
        return url

    return new_file


@pytest.fixture
def database_url(new_url: NewUrl) -> str:
    return new_url(True)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.dispose()
