from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from shoujian.intake.record import audit, database
from shoujian.intake.record.database import open_engine, reading, session
from shoujian.intake.record.passwords import PasswordOptions, hash_password, verify_password
from shoujian.intake.record.records import Records
from shoujian.intake.record.tables import (
    AuditRow,
    CaseRow,
    ReceiptRow,
    metadata,
)
from shoujian.schemas.case import (
    EDITABLE,
    TRANSITIONS,
    Applicant,
    Case,
    CaseState,
)
from shoujian.schemas.errors import CannotWrite, NotFound, WrongState
from shoujian.schemas.receipt import Receipt
from shoujian.schemas.source import Source
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from .racing import Starter, in_threads
from .recorded import (
    APPLICANT,
    NOW,
    PROCEDURE,
    SHA,
    Clock,
    file_result,
    notice,
    receipt,
)

DAY = date(2026, 1, 2)
HASH = hash_password("ABCD2345", PasswordOptions(memory_kib=8, passes=1))


@pytest.fixture
def records(engine: Engine) -> Records:
    return Records(engine, clock=Clock())


@pytest.fixture
def case(records: Records) -> Case:
    return records.create_case(PROCEDURE, APPLICANT)


def add(records: Records, case_id: str, sha256: str = SHA, **more: object) -> tuple[Source, bool]:
    return records.add_source(
        case_id, sha256=sha256, name="合同.pdf", media_type="application/pdf", size_bytes=3_000_000_000, **more
    )


def submit(records: Records, case_id: str, revision: int | None = None) -> tuple[Receipt, bool]:
    with records.submitting(case_id, region_code="330000", day=DAY) as submission:
        if submission.receipt:
            return submission.receipt, False
        made = receipt(case_id, submission.number)
        return records.record_receipt(made, password_hash=HASH, revision=revision)


def actions(records: Records) -> list[str]:
    assert records.verify_log().whole
    with reading(records.engine) as opened:
        return list(opened.exec(select(AuditRow.action).order_by(AuditRow.seq)))


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, to see that nothing changed."""
    with engine.begin() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table)).all()))
            for table in metadata.sorted_tables
        }


class TestCases:
    def test_a_case_is_kept_as_it_was_opened(self, records: Records) -> None:
        case = records.create_case(PROCEDURE, APPLICANT, label="inbox/一")
        assert records.case(case.id) == case
        assert (case.applicant, case.state, case.procedure_version) == (APPLICANT, CaseState.DRAFT, "1")
        assert case.opened_at.tzinfo is UTC
        assert [event.state for event in records.history(case.id)] == ["draft"]

    def test_ids_sort_by_time_and_are_not_guessable(self, records: Records) -> None:
        ids = [records.create_case(PROCEDURE, APPLICANT).id for _ in range(5)]
        assert ids == sorted(ids)
        assert all(re.fullmatch(r"20260102-0304\d\d-[0-9a-hjkmnp-tv-z]{10}", name) for name in ids)
        assert len({name.rpartition("-")[2] for name in ids}) == 5

    def test_cases_are_found_by_state_label_and_page(self, records: Records) -> None:
        made = [records.create_case(PROCEDURE, APPLICANT, label=label) for label in ("a", "b", "a", None)]
        records.update_state(made[2].id, CaseState.WITHDRAWN)
        newest = [case.id for case in reversed(made)]
        assert [case.id for case in records.cases()] == newest
        assert [case.id for case in records.cases(label="a")] == [made[2].id, made[0].id]
        assert [case.id for case in records.cases(state=CaseState.WITHDRAWN)] == [made[2].id]
        assert [case.id for case in records.cases(limit=2)] == newest[:2]
        assert [case.id for case in records.cases(limit=2, before=newest[1])] == newest[2:]

    @pytest.mark.parametrize(
        "name", ["", "x", "330106199001010000", "20260102-030405-aaaaaaaaaa", "'; DROP TABLE x", "a\x00b"]
    )
    def test_an_unknown_id_is_not_found_and_no_id_number_repeated(self, records: Records, name: str) -> None:
        for call in (records.case, records.sources, records.snapshot, records.receipt):
            with pytest.raises(NotFound) as refused:
                call(name)
            assert "330106" not in str(refused.value)

    @pytest.mark.parametrize("state", CaseState)
    @pytest.mark.parametrize("to", [state for state in CaseState if state is not CaseState.SUBMITTED])
    def test_a_case_moves_only_as_the_table_says(self, records: Records, state: CaseState, to: CaseState) -> None:
        case = records.create_case(PROCEDURE, APPLICANT)
        with session(records.engine) as opened:
            opened.get(CaseRow, case.id).state = state.value
        if to in TRANSITIONS[state]:
            assert records.update_state(case.id, to, note="原因").state is to
            assert (records.history(case.id)[-1].state, records.history(case.id)[-1].note) == (to.value, "原因")
        else:
            with pytest.raises(WrongState):
                records.update_state(case.id, to)
            assert records.case(case.id).state is state

    def test_only_a_receipt_submits(self, records: Records, case: Case) -> None:
        with pytest.raises(ValueError, match="record_receipt"):
            records.update_state(case.id, CaseState.SUBMITTED)

    def test_the_applicant_can_be_saved_and_the_log_names_fields_only(self, records: Records, case: Case) -> None:
        changed = APPLICANT.model_copy(update={"name": "李四", "phone": "13900000000"})
        assert records.save_applicant(case.id, changed, at=NOW).applicant == changed
        assert records.case(case.id).applicant == changed
        with reading(records.engine) as opened:
            entry = opened.exec(select(AuditRow).where(AuditRow.action == "applicant.changed")).one()
            log = repr([row.model_dump() for row in opened.exec(select(AuditRow))])
        assert (entry.details, entry.at) == ({"fields": "name,phone"}, NOW)
        assert not any(secret in log for secret in ("李四", "王小明", "330106199001010000", "13900000000"))

    def test_a_notice_returns_the_case_and_is_kept(self, records: Records, case: Case) -> None:
        assert records.notice(case.id) is None
        first, second = notice(case.id), notice(case.id, at=datetime(2026, 2, 1, tzinfo=UTC))
        assert records.save_notice(first).state is CaseState.RETURNED
        records.save_notice(second)
        assert records.notices(case.id) == (first, second)
        assert records.notice(case.id) == second
        assert [event.state for event in records.history(case.id)] == ["draft", "returned", "returned"]

    def test_a_naive_moment_is_refused(self, records: Records) -> None:
        with pytest.raises(Exception, match="time zone"):
            records.save_notice(notice(records.create_case(PROCEDURE, APPLICANT).id, at=datetime(2026, 1, 2)))


class TestFiles:
    def test_a_file_is_kept_as_it_came(self, records: Records, case: Case) -> None:
        source, created = add(records, case.id, declared="劳动合同", origin="inbox")
        assert created
        assert records.source(source.id) == source
        assert records.sources(case.id) == (source,)
        assert (source.declared, source.origin, source.size_bytes) == ("劳动合同", "inbox", 3_000_000_000)

    def test_same_bytes_are_one_file_per_case(self, records: Records, case: Case) -> None:
        first, _ = add(records, case.id)
        again, created = add(records, case.id, origin="cli")
        assert (again, created) == (first, False)
        other, created = add(records, records.create_case(PROCEDURE, APPLICANT).id)
        assert created
        assert other.id != first.id
        assert actions(records).count("file.received") == 2

    def test_same_bytes_at_the_same_moment_are_one_file(self, records: Records, case: Case) -> None:
        results = in_threads(6, lambda index: add(records, case.id, "cd" * 32 if index % 2 else SHA))
        assert sorted(created for _, created in results) == [False] * 4 + [True] * 2
        assert len(records.sources(case.id)) == 2

    def test_files_keep_the_order_of_arrival(self, records: Records, case: Case) -> None:
        hashes = [f"{number:064x}" for number in (9, 3, 7, 1)]
        ids = [add(records, case.id, sha, at=NOW)[0].id for sha in hashes]
        records.delete_source(ids.pop(1))
        ids.append(add(records, case.id, hashes[1])[0].id)
        assert [source.id for source in records.sources(case.id)] == ids

    def test_what_was_seen_comes_back_the_same(self, records: Records, case: Case) -> None:
        source, _ = add(records, case.id)
        assert records.file_result(source.id) is None
        seen = file_result()
        records.save_file_result(source.id, seen, {"1/before": "11" * 32, "2.1/fitted": "22" * 32})
        assert records.file_result(source.id) == seen
        assert records.page_blobs(source.id) == {"1/before": "11" * 32, "2.1/fitted": "22" * 32}
        assert records.page_blob(source.id, "1/before") == "11" * 32
        assert records.page_blob(source.id, "9/before") is None

    def test_reading_again_replaces_pages_and_keeps_other_pictures_and_decisions(
        self, records: Records, case: Case
    ) -> None:
        source, _ = add(records, case.id)
        records.save_file_result(source.id, file_result(pages=3), {"1/a": "11" * 32, "1/b": "22" * 32})
        decision = records.assign(source.id, 1, material="劳动合同", by="clerk")
        records.save_file_result(source.id, file_result(pages=1), {"1/b": "33" * 32})
        assert records.file_result(source.id) == file_result(pages=1)
        assert records.page_blobs(source.id) == {"1/a": "11" * 32, "1/b": "33" * 32}
        assert records.decisions(case.id) == (decision,)

    def test_a_person_decides_and_all_words_are_kept(self, records: Records, case: Case) -> None:
        source, _ = add(records, case.id)
        records.save_file_result(source.id, file_result(pages=2, cards=2))
        first = records.assign(source.id, page=1, material="身份证", by="clerk 7", at=NOW)
        second = records.assign(source.id, page=1, material=None, by="clerk 7")
        third = records.assign(source.id, page=2, card=2, material="身份证", by="clerk 8")
        assert records.decisions(case.id) == (first, second, third)
        assert (first.at, first.by, third.card, second.material) == (NOW, "clerk 7", 2, None)
        assert actions(records).count("page.assigned") == 3

    @pytest.mark.parametrize(("page", "card"), [(3, None), (1, 1), (2, 3)])
    def test_a_place_that_is_not_there(self, records: Records, case: Case, page: int, card: int | None) -> None:
        source, _ = add(records, case.id)
        records.save_file_result(source.id, file_result(pages=2, cards=2))
        with pytest.raises(NotFound):
            records.assign(source.id, page, card=card, material="身份证", by="clerk")
        assert records.decisions(case.id) == ()

    def test_a_deleted_file_is_gone_with_all_that_was_made_of_it(self, records: Records, case: Case) -> None:
        source, _ = add(records, case.id)
        records.save_file_result(source.id, file_result(), {"1": SHA})
        records.assign(source.id, 1, material="身份证", by="clerk")
        assert records.delete_source(source.id, at=NOW) == source
        with pytest.raises(NotFound):
            records.source(source.id)
        assert records.sources(case.id) == records.decisions(case.id) == ()
        with reading(records.engine) as opened:
            entry = opened.exec(select(AuditRow).where(AuditRow.action == "file.deleted")).one()
        assert (entry.subject, entry.details) == (source.id, {"sha256": SHA}), "the log still knows its bytes"
        assert add(records, case.id)[1], "it may come again"
        assert records.file_result(source.id) is None

    def test_what_becomes_of_a_file_that_is_deleted_while_it_is_read(self, records: Records, case: Case) -> None:
        source, _ = add(records, case.id)
        records.delete_source(source.id)
        before = everything(records.engine)
        for call in (
            lambda: records.save_file_result(source.id, file_result()),
            lambda: records.assign(source.id, 1, material=None, by="clerk"),
            lambda: records.delete_source(source.id),
            lambda: records.page_blobs(source.id),
        ):
            with pytest.raises(NotFound):
                call()
        assert everything(records.engine) == before

    def test_a_snapshot_is_everything_at_one_moment(self, records: Records, case: Case) -> None:
        read, _ = add(records, case.id)
        unread, _ = add(records, case.id, "cd" * 32)
        records.save_file_result(read.id, file_result())
        decision = records.assign(read.id, 1, material="身份证", by="clerk")
        seen = records.snapshot(case.id)
        assert (seen.case, seen.sources, seen.decisions) == (case, (read, unread), (decision,))
        assert seen.results == {read.id: file_result()}
        assert records.snapshot(case.id).revision == seen.revision
        records.save_applicant(case.id, Applicant())
        assert records.snapshot(case.id).revision > seen.revision

    @pytest.mark.parametrize("state", [state for state in CaseState if state not in EDITABLE])
    def test_nothing_changes_after_the_end(self, records: Records, case: Case, state: CaseState) -> None:
        source, _ = add(records, case.id)
        records.save_file_result(source.id, file_result())
        if state is CaseState.SUBMITTED:
            submit(records, case.id)
        else:
            records.update_state(case.id, state)
        before = everything(records.engine)
        for call in (
            lambda: add(records, case.id, "cd" * 32),
            lambda: add(records, case.id),
            lambda: records.delete_source(source.id),
            lambda: records.save_file_result(source.id, file_result()),
            lambda: records.assign(source.id, 1, material=None, by="clerk"),
            lambda: records.save_applicant(case.id, Applicant()),
            lambda: records.save_notice(notice(case.id)),
        ):
            with pytest.raises(WrongState):
                call()
        assert everything(records.engine) == before


class TestSubmission:
    def test_a_receipt_submits_the_case(self, records: Records, case: Case) -> None:
        add(records, case.id)
        issued, created = submit(records, case.id, records.snapshot(case.id).revision)
        assert created
        assert (issued.number, issued.password) == ("330000202601020000001", "ABCD2345")
        stored = issued.model_copy(update={"password": None})
        assert records.receipt(case.id) == records.receipt_by_number(issued.number) == stored
        assert (records.case(case.id).state, records.case(case.id).submitted_at) == (CaseState.SUBMITTED, NOW)
        assert [event.state for event in records.history(case.id)] == ["draft", "submitted"]
        assert actions(records) == ["case.opened", "file.received", "number.reserved", "receipt.issued"]

    def test_the_password_is_nowhere_in_the_database(self, records: Records, case: Case) -> None:
        submit(records, case.id)
        assert "ABCD2345" not in repr(everything(records.engine))

    def test_a_second_submission_gets_the_first_receipt(self, records: Records, case: Case) -> None:
        first, _ = submit(records, case.id)
        before = everything(records.engine)
        assert submit(records, case.id) == (first.model_copy(update={"password": None}), False)
        again = receipt(case.id, first.number, password="ZZZZ9999")
        assert records.record_receipt(again, password_hash="x")[1] is False
        assert everything(records.engine) == before

    def test_a_retry_after_a_crash_has_the_same_number(self, records: Records, case: Case) -> None:
        with pytest.raises(KeyboardInterrupt), records.submitting(case.id, region_code="330000", day=DAY) as first:
            raise KeyboardInterrupt
        assert records.receipt(case.id) is None
        with records.submitting(case.id, region_code="330000", day=date(2026, 1, 3)) as second:
            assert second == first
        other = records.create_case(PROCEDURE, APPLICANT)
        with records.submitting(other.id, region_code="330000", day=DAY) as third:
            assert third.number == "330000202601020000002"

    def test_a_number_of_another_case_is_refused(self, records: Records, case: Case) -> None:
        other = records.create_case(PROCEDURE, APPLICANT)
        with records.submitting(other.id, region_code="330000", day=DAY) as submission:
            number = submission.number
        with pytest.raises(ValueError, match="not reserved"):
            records.record_receipt(receipt(case.id, number), password_hash=HASH)
        assert records.case(case.id).state is CaseState.DRAFT

    def test_what_changed_after_the_check_is_not_submitted(self, records: Records, case: Case) -> None:
        revision = records.snapshot(case.id).revision
        add(records, case.id)
        with pytest.raises(WrongState, match="变动"):
            submit(records, case.id, revision)
        assert records.receipt(case.id) is None
        assert submit(records, case.id, records.snapshot(case.id).revision)[1]

    def test_a_withdrawn_case_gets_no_number(self, records: Records, case: Case) -> None:
        records.update_state(case.id, CaseState.WITHDRAWN)
        with pytest.raises(WrongState):
            submit(records, case.id)
        assert "number.reserved" not in actions(records)

    def test_threads_submit_one_case_once(self, records: Records, case: Case) -> None:
        results = in_threads(8, lambda _: submit(records, case.id))
        assert sorted(created for _, created in results) == [False] * 7 + [True]
        assert {made.number for made, _ in results} == {"330000202601020000001"}
        assert actions(records).count("receipt.issued") == 1

    def test_without_the_mutex_there_is_still_one_receipt(self, records: Records, case: Case) -> None:
        with records.submitting(case.id, region_code="330000", day=DAY) as submission:
            number = submission.number
        made = receipt(case.id, number)
        results = in_threads(6, lambda _: records.record_receipt(made, password_hash=HASH))
        assert sorted(created for _, created in results) == [False] * 5 + [True]
        assert [event.state for event in records.history(case.id)] == ["draft", "submitted"]

    @pytest.mark.slow
    def test_processes_submit_each_case_once(self, starter: Starter, database_url: str) -> None:
        engine = open_engine(database_url)
        records = Records(engine)
        ids = [records.create_case(PROCEDURE, APPLICANT).id for _ in range(4)]
        printed = starter.race(3, PROGRAM, database_url, *ids)
        assert len(printed) == 12
        assert sum(line.endswith("True") for line in printed) == 4
        assert len({line.split()[1] for line in printed}) == 4, "one number per case"
        with reading(engine) as opened:
            assert len(opened.exec(select(ReceiptRow)).all()) == 4
        assert records.verify_log().whole
        engine.dispose()

    def test_a_lost_password_is_replaced(self, records: Records, case: Case) -> None:
        with pytest.raises(NotFound):
            records.renew_password(case.id, password_hash=HASH)
        issued, _ = submit(records, case.id)
        renewed = hash_password("WXYZ9876", PasswordOptions(memory_kib=8, passes=1))
        assert records.renew_password(case.id, password_hash=renewed, at=NOW).number == issued.number
        with reading(records.engine) as opened:
            row = opened.exec(select(ReceiptRow)).one()
        assert verify_password(row.password_hash, "WXYZ9876")
        assert actions(records)[-1] == "password.renewed"

    @pytest.mark.parametrize("number", ["", "330000202601020000009", "３" * 21, "x"])
    def test_an_unknown_number(self, records: Records, number: str) -> None:
        with pytest.raises(NotFound):
            records.receipt_by_number(number)


PROGRAM = """
import sys
from datetime import UTC, date, datetime
from shoujian.intake.record.database import open_engine
from shoujian.intake.record.records import Records
from shoujian.schemas.receipt import Receipt
records = Records(open_engine(sys.argv[1]))
for case_id in sys.argv[2:]:
    with records.submitting(case_id, region_code="330000", day=date(2026, 1, 2)) as submission:
        made = Receipt(number=submission.number, case_id=case_id, procedure_id="test", procedure_title="t",
                       applicant_masked="*", submitted_at=datetime.now(UTC), materials=(), package_name="p",
                       package_sha256="0" * 64)
        created = not submission.receipt and records.record_receipt(made, password_hash="x")[1]
        print(case_id, submission.number, created)
"""


class TestCrashes:
    """Whatever is killed, whenever: a call happened as a whole or not at all."""

    @pytest.mark.parametrize("name", ["create", "add", "delete", "result", "assign", "notice", "submit", "renew"])
    def test_a_crash_in_the_middle_leaves_everything_as_it_was(
        self, records: Records, case: Case, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source, _ = add(records, case.id)
        records.save_file_result(source.id, file_result(), {"1": SHA})
        done = records.create_case(PROCEDURE, APPLICANT)
        submit(records, done.id)
        with records.submitting(case.id, region_code="330000", day=DAY) as submission:
            number = submission.number
        calls = {
            "create": lambda: records.create_case(PROCEDURE, APPLICANT),
            "add": lambda: add(records, case.id, "cd" * 32),
            "delete": lambda: records.delete_source(source.id),
            "result": lambda: records.save_file_result(source.id, file_result(pages=1), {"1": "cd" * 32}),
            "assign": lambda: records.assign(source.id, 1, material=None, by="clerk"),
            "notice": lambda: records.save_notice(notice(case.id)),
            "submit": lambda: records.record_receipt(receipt(case.id, number), password_hash=HASH),
            "renew": lambda: records.renew_password(done.id, password_hash="x"),
        }
        before = everything(records.engine)
        append = audit.append

        def killed(*arguments: object, **options: object) -> None:
            append(*arguments, **options)  # the last act of every call: all of it has reached the database
            raise KeyboardInterrupt

        monkeypatch.setattr(audit, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            calls[name]()
        assert everything(records.engine) == before
        monkeypatch.undo()
        calls[name]()
        assert everything(records.engine) != before
        assert records.verify_log().whole

    def test_a_defect_holds_no_personal_data(self, records: Records, case: Case) -> None:
        with records.engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE shoujian_case RENAME TO gone"))
        with pytest.raises(DBAPIError) as refused:
            records.create_case(PROCEDURE, APPLICANT)
        assert APPLICANT.id_number not in str(refused.value)

    def test_a_busy_database_is_said_in_a_sentence(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0)
        engine = open_engine(f"sqlite:///{tmp_path}/busy.db")
        database.migrate(engine)
        with session(engine) as opened:
            opened.get(CaseRow, "x")  # a transaction begins with its first statement
            with pytest.raises(CannotWrite, match="暂时不可用"):
                Records(engine).create_case(PROCEDURE, APPLICANT)
        engine.dispose()

    def test_readers_do_not_wait_for_a_writer(self, records: Records, case: Case) -> None:
        with session(records.engine) as opened:
            opened.get(CaseRow, case.id, with_for_update=True).state = "withdrawn"
            opened.flush()
            assert records.case(case.id).state is CaseState.DRAFT
        assert records.case(case.id).state is CaseState.WITHDRAWN

    def test_the_record_can_be_closed_and_used_again(self, records: Records, case: Case) -> None:
        records.close()
        assert records.case(case.id) == case
