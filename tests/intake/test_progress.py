from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from shoujian.intake.record import progress
from shoujian.intake.record.database import reading
from shoujian.intake.record.passwords import PasswordOptions, hash_password
from shoujian.intake.record.progress import (
    FIRST_LOCK,
    FORGET_AFTER,
    LONGEST_LOCK,
    lock_time,
    look_up,
)
from shoujian.intake.record.records import Records
from shoujian.intake.record.tables import AttemptRow
from shoujian.schemas.case import Applicant
from shoujian.schemas.errors import ProgressRefused
from shoujian.schemas.receipt import Progress, ProgressEvent
from sqlalchemy.engine import Engine
from sqlmodel import select

from .racing import in_threads
from .recorded import (
    APPLICANT,
    NOW,
    PROCEDURE,
    notice,
    receipt,
)

CHEAP = PasswordOptions(memory_kib=8, passes=1)
PASSWORD = "ABCD2345"
WRONG = "ZZZZ9999"
UNKNOWN = "330000202601029999999"


@pytest.fixture
def records(engine: Engine) -> Records:
    return Records(engine, clock=lambda: NOW)


def submitted(records: Records, password: str = PASSWORD, applicant: Applicant = APPLICANT) -> str:
    case = records.create_case(PROCEDURE, applicant)
    records.save_notice(notice(case.id))
    with records.submitting(case.id, region_code="330000", day=date(2026, 1, 2)) as submission:
        made = receipt(case.id, submission.number)
        records.record_receipt(made, password_hash=hash_password(password, CHEAP))
    return submission.number


@pytest.fixture
def number(records: Records) -> str:
    return submitted(records)


def ask(records: Records, number: str, password: str, *, now: datetime = NOW, client: str = "") -> Progress | None:
    try:
        return look_up(records, number, password, now=now, client=client, options=CHEAP)
    except ProgressRefused:
        return None


def fail(records: Records, number: str, times: int, *, now: datetime = NOW, client: str = "") -> None:
    for _ in range(times):
        assert ask(records, number, WRONG, now=now, client=client) is None


def test_the_right_pair_opens_a_masked_view(records: Records, number: str) -> None:
    assert ask(records, number, PASSWORD) == Progress(
        number=number,
        procedure_title="测试事项",
        applicant_masked="王**",
        id_number_masked="330***********0000",
        state="submitted",
        history=tuple(ProgressEvent(at=NOW, state=state) for state in ("draft", "returned", "submitted")),
    )


def test_it_may_be_typed_as_people_type(records: Records, number: str) -> None:
    assert ask(records, f" {number[:6]} {number[6:]} ", " abcd 2345 ")
    assert ask(records, "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in number), PASSWORD)


@pytest.mark.parametrize("typed", ["", "1", UNKNOWN, "x" * 21, "3" * 5000, "330000\x00", "' OR 1=1 --"])
def test_every_refusal_is_the_same(records: Records, number: str, typed: str) -> None:
    sentences = set()
    for asked, password in ((typed, PASSWORD), (number, WRONG), (number, "")):
        with pytest.raises(ProgressRefused) as refused:
            look_up(records, asked, password, now=NOW, options=CHEAP)
        sentences.add((str(refused.value), refused.value.remedy, refused.value.exit_code))
    assert len(sentences) == 1


def test_every_refusal_costs_the_same(records: Records, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checks: list[bool] = []
    verify = progress.verify_password

    def counted(hashed: str | None, *rest: object) -> bool:
        checks.append(hashed is None)
        return verify(hashed, *rest)

    monkeypatch.setattr(progress, "verify_password", counted)

    def written() -> int:
        with reading(records.engine) as opened:
            return sum(row.failures for row in opened.exec(select(AttemptRow)))

    for asked in (number, UNKNOWN, "nonsense"):
        before, counted_before = written(), len(checks)
        assert ask(records, asked, WRONG) is None
        assert (written() - before, len(checks) - counted_before) == (1, 1)
    fail(records, number, 5)
    before = len(checks)
    assert ask(records, number, PASSWORD) is None
    assert len(checks) - before == 1, "a locked number is checked too"


def test_four_failures_do_not_lock_and_success_forgets_them(records: Records, number: str) -> None:
    for _ in range(3):
        fail(records, number, 4)
        assert ask(records, number, PASSWORD)


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour(records: Records, number: str) -> None:
    fail(records, number, 5)
    assert ask(records, number, PASSWORD) is None
    assert ask(records, number, PASSWORD, now=NOW + FIRST_LOCK - timedelta(microseconds=1)) is None
    assert ask(records, number, PASSWORD, now=NOW + FIRST_LOCK)


def test_the_fifth_try_may_be_right(records: Records, number: str) -> None:
    fail(records, number, 4)
    assert ask(records, number, PASSWORD)
    fail(records, number, 4)
    assert ask(records, number, PASSWORD)


def test_each_further_failure_doubles_the_lock(records: Records, number: str) -> None:
    fail(records, number, 5)
    now = NOW + FIRST_LOCK
    fail(records, number, 1, now=now)
    assert ask(records, number, PASSWORD, now=now + FIRST_LOCK) is None
    assert ask(records, number, PASSWORD, now=now + 2 * FIRST_LOCK)


def test_locks_double_up_to_a_day() -> None:
    assert [lock_time(beyond) / FIRST_LOCK for beyond in range(7)] == [1, 2, 4, 8, 16, 32, 64]
    assert lock_time(7) == lock_time(10**9) == LONGEST_LOCK


def test_tries_during_a_lock_do_not_make_it_longer(records: Records, number: str) -> None:
    fail(records, number, 50)
    assert ask(records, number, PASSWORD, now=NOW + FIRST_LOCK)


def test_a_lock_survives_a_restart(records: Records, number: str, database_url: str) -> None:
    from shoujian.intake.record.database import open_engine

    fail(records, number, 5)
    records.close()
    again = Records(open_engine(database_url))
    assert ask(again, number, PASSWORD) is None
    again.close()


def test_failures_are_forgotten_after_a_quiet_day(records: Records, number: str) -> None:
    fail(records, number, 6 - 1)
    later = NOW + FIRST_LOCK + FORGET_AFTER + timedelta(seconds=1)
    fail(records, number, 4, now=later)
    assert ask(records, number, PASSWORD, now=later)


def test_one_number_does_not_lock_another(records: Records, number: str) -> None:
    other = submitted(records)
    fail(records, number, 5)
    assert ask(records, other, PASSWORD)


def test_unknown_numbers_are_never_locked_nor_kept_one_by_one(records: Records, number: str) -> None:
    for index in range(30):
        fail(records, f"{index:021d}", 1)
    with reading(records.engine) as opened:
        assert [row.key for row in opened.exec(select(AttemptRow))] == ["unknown"]
    assert ask(records, number, PASSWORD)


def test_a_client_that_guesses_is_locked_and_others_are_not(records: Records, number: str) -> None:
    for index in range(progress.CLIENT_TRIES):
        fail(records, f"{index:021d}", 1, client="203.0.113.7")
    assert ask(records, number, PASSWORD, client="203.0.113.7") is None
    assert ask(records, number, PASSWORD, client="203.0.113.8")


def test_a_client_cannot_wipe_out_its_failures_with_a_pair_of_its_own(records: Records, number: str) -> None:
    own = submitted(records, "WXYZ6789")
    for index in range(progress.CLIENT_TRIES):
        fail(records, f"{index:021d}", 1, client="c")
        ask(records, own, "WXYZ6789", client="c")
    assert ask(records, number, PASSWORD, client="c") is None


def test_no_address_is_kept(records: Records, number: str) -> None:
    ask(records, number, WRONG, client="203.0.113.7")
    with reading(records.engine) as opened:
        assert "203.0.113.7" not in repr([row.model_dump() for row in opened.exec(select(AttemptRow))])


def test_many_guesses_at_the_same_moment_are_counted_each(
    records: Records, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    admitted: list[bool] = []
    count = progress._count

    def noted(*arguments: object) -> bool:
        admitted.append(count(*arguments))
        return admitted[-1]

    monkeypatch.setattr(progress, "_count", noted)
    assert in_threads(12, lambda _: ask(records, number, WRONG)) == [None] * 12
    assert sorted(admitted) == [False] * 7 + [True] * 5


def test_a_renewed_password_lifts_the_lock(records: Records, number: str) -> None:
    fail(records, number, 5)
    case_id = records.receipt_by_number(number).case_id
    records.renew_password(case_id, password_hash=hash_password("WXYZ6789", CHEAP))
    assert ask(records, number, PASSWORD) is None
    assert ask(records, number, "WXYZ6789")


def test_an_applicant_without_name_or_number_shows_nothing(records: Records) -> None:
    seen = ask(records, submitted(records, applicant=Applicant()), PASSWORD)
    assert seen is not None
    assert (seen.applicant_masked, seen.id_number_masked) == ("", "")
