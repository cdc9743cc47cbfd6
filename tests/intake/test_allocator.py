from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shoujian.intake.record.allocator import MAX_SERIAL, allocate
from shoujian.intake.record.database import migrate, open_engine, session
from shoujian.intake.record.tables import SerialRow
from shoujian.schemas.errors import CannotWrite
from sqlalchemy.engine import Engine

from .racing import Starter, in_threads

DAY = date(2026, 1, 2)

PROGRAM = """
import sys
from datetime import date
from shoujian.intake.record.allocator import allocate
from shoujian.intake.record.database import open_engine, session
engine = open_engine(sys.argv[1])
for _ in range(40):
    with session(engine) as opened:
        print(allocate(opened, region_code="330000", day=date(2026, 1, 2)))
"""


def take(engine: Engine, region: str = "330000", day: date = DAY) -> str:
    with session(engine) as opened:
        return allocate(opened, region_code=region, day=day)


def serials(count: int) -> list[str]:
    return [f"33000020260102{number:07d}" for number in range(1, count + 1)]


def test_numbers_count_by_region_and_day(engine: Engine) -> None:
    taken = [
        take(engine),
        take(engine),
        take(engine, region="330100"),
        take(engine, day=date(2026, 1, 3)),
        take(engine),
    ]
    assert taken == [
        "330000202601020000001",
        "330000202601020000002",
        "330100202601020000001",
        "330000202601030000001",
        "330000202601020000003",
    ]


def test_a_number_that_was_given_up_is_given_again(engine: Engine) -> None:
    with pytest.raises(RuntimeError), session(engine) as opened:
        allocate(opened, region_code="330000", day=DAY)
        raise RuntimeError
    assert take(engine) == serials(1)[0]


def test_threads_never_get_the_same_number(engine: Engine) -> None:
    taken = in_threads(8, lambda _: [take(engine) for _ in range(50)])
    assert sorted(number for some in taken for number in some) == serials(400)


@pytest.mark.slow
def test_processes_never_get_the_same_number(starter: Starter, database_url: str) -> None:
    printed = starter.race(3, PROGRAM, database_url)
    assert sorted(printed) == serials(120)


def test_the_last_number_of_a_day(engine: Engine) -> None:
    with session(engine) as opened:
        opened.add(SerialRow(region="330000", day="20260102", last=MAX_SERIAL - 1))
    assert take(engine) == "330000202601029999999"
    for _ in range(2):
        with pytest.raises(CannotWrite, match="已用完"):
            take(engine)
    with session(engine) as opened:
        assert opened.get(SerialRow, ("330000", "20260102")).last == MAX_SERIAL


@pytest.mark.parametrize("region", ["", "33000", "3300000", "33000a", "３３００００"])
def test_a_region_has_six_digits(engine: Engine, region: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        take(engine, region=region)


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory):
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('serials')}/desk.db")
    migrate(engine)
    yield engine
    engine.dispose()


@settings(max_examples=25, deadline=None)
@given(region=st.from_regex(r"\A[0-9]{6}\Z"), day=st.dates(min_value=date(1000, 1, 1)))
def test_a_number_is_21_digits_that_name_region_and_day(shared_engine: Engine, region: str, day: date) -> None:
    number = take(shared_engine, region, day)
    assert len(number) == 21
    assert number.isdigit()
    assert number.startswith(region + day.isoformat().replace("-", ""))
