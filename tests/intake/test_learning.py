"""What the desk learns from decisions: next to the record, reversible, never about what was read before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from shoujian.intake.desk import Desk
from shoujian.intake.learning import HintBook, edition
from shoujian.intake.record.database import session
from shoujian.intake.record.tables import AuditRow, HintSetRow
from shoujian.schemas.case import Applicant
from shoujian.schemas.errors import NotFound
from shoujian.schemas.hint import Hint, HintFile
from shoujian.schemas.results import PageResult
from sqlmodel import select

from ..fakes import FakeOcr, picture
from .desks import desk_with

PROCEDURES = Path(__file__).parent / "procedures"
PRINT = ("窗口受理回执联", "经核验信息属实", "此联由群众留存", "有疑问可拨打热线", "请勿折叠污损")
PEOPLE = [
    Applicant(name=name, id_number=f"33010019900101{index:04d}", phone="13800000000", company=f"浙江{word}建设有限公司")
    for index, (name, word) in enumerate(
        [("王建业", "示例"), ("李志远", "样本"), ("张明辉", "模拟"), ("刘文博", "范例"), ("陈国梁", "虚构")]
    )
]


@pytest.fixture
def reader() -> FakeOcr:
    return FakeOcr()


@pytest.fixture
def desk(tmp_path: Path, reader: FakeOcr) -> Iterator[Desk]:
    with desk_with(reader, tmp_path, procedures_dir=PROCEDURES) as opened:
        yield opened


def own_form(person: Applicant) -> tuple[str, ...]:
    """The office's own form, filled in: print, values behind labels and in cells."""
    return (
        *PRINT[:2],
        f"姓名：{person.name}证件号码：{person.id_number}",
        person.company,
        f"联系人{person.name}手机{person.phone}",
        "浙江省示例市样本区模拟路",
        *PRINT[2:],
    )


def examined(desk: Desk, reader: FakeOcr, person: Applicant, *lines: str) -> tuple[str, PageResult]:
    """A page of its own bytes in a case of its own, as it was read: its id, and what is known of it."""
    reader.lines = lines or own_form(person)
    case = desk.open_case("mini", person)
    (source,) = desk.upload(case.id, [("a.jpg", picture(reader.calls))]).sources
    desk.check(case.id)
    result = desk.result(source.id)
    assert result is not None
    return f"{source.id}:1", result.pages[0]


def taught(desk: Desk, reader: FakeOcr, people: list[Applicant], material: str | None = "示例证明") -> list[str]:
    pages = [examined(desk, reader, person)[0] for person in people]
    for page in pages:
        desk.assign(page, material=material)
    return pages


def book(desk: Desk) -> HintBook:
    return HintBook(desk.office)


def known(desk: Desk) -> dict[str, str]:
    return {hint.hint.phrase: hint.state for hint in book(desk).known(desk.office.procedure("mini"))}


def log(desk: Desk) -> list[AuditRow]:
    with session(desk.office.records.engine) as opened:
        return list(opened.exec(select(AuditRow).order_by(sa.text("seq"))))


def test_two_decisions_name_the_next_page_of_the_form(desk: Desk, reader: FakeOcr) -> None:
    _, before = examined(desk, reader, PEOPLE[4])
    assert before.material is None
    taught(desk, reader, PEOPLE[:2])
    _, page = examined(desk, reader, PEOPLE[2])
    assert page.material == "示例证明" and page.decided_by == "matcher" and page.confidence < 0.65
    assert "窗口受理回执联（学自 2 次人工指定）" in {cue.text for cue in page.evidence if cue.kind == "hint"}


def test_one_decision_teaches_nothing_nor_do_two_about_one_applicant(desk: Desk, reader: FakeOcr) -> None:
    taught(desk, reader, [PEOPLE[0], PEOPLE[0]])
    assert known(desk) == {}
    assert examined(desk, reader, PEOPLE[2])[1].material is None


def test_hints_are_print_and_hold_nothing_of_the_applicants(desk: Desk, reader: FakeOcr) -> None:
    taught(desk, reader, PEOPLE[:3])
    assert set(known(desk)) == set(PRINT)


def test_what_was_read_before_stays_as_it_was(desk: Desk, reader: FakeOcr) -> None:
    page, before = examined(desk, reader, PEOPLE[4])
    taught(desk, reader, PEOPLE[:3])
    case = desk.office.records.source(page.partition(":")[0]).case_id
    desk.check(case)
    result = desk.result(page.partition(":")[0])
    assert result is not None and result.pages[0] == before and before.material is None
    calls = reader.calls
    desk.check(case)
    assert reader.calls == calls


def test_the_log_tells_with_which_hints_a_file_was_read(desk: Desk, reader: FakeOcr) -> None:
    taught(desk, reader, PEOPLE[:2])
    page, _ = examined(desk, reader, PEOPLE[2])
    now = edition(book(desk).active(desk.office.procedure("mini")))
    read = {row.subject: row.details.get("hints") for row in log(desk) if row.action == "file.read"}
    assert read.pop(page.partition(":")[0]) == now and len(now) == 12
    assert set(read.values()) == {None}
    assert desk.office.records.verify_log().whole


def test_a_decision_taken_back_takes_its_hints_back(desk: Desk, reader: FakeOcr) -> None:
    first, _ = taught(desk, reader, PEOPLE[:2])
    assert known(desk)
    desk.assign(first, material=None)
    assert known(desk) == {}
    desk.assign(first, material="示例证明")
    assert known(desk)
    desk.delete(first.partition(":")[0])
    assert known(desk) == {}


def test_a_slip_teaches_nothing_and_undoes_little(desk: Desk, reader: FakeOcr) -> None:
    taught(desk, reader, PEOPLE[3:4], "示例申请表")
    assert known(desk) == {}
    taught(desk, reader, PEOPLE[:2])
    assert known(desk) == {}, "two against one is not enough to be sure"
    seen = examined(desk, reader, PEOPLE[2])[1]
    assert seen.material is None
    more = [person.model_copy(update={"id_number": f"x{index}"}) for index, person in enumerate(PEOPLE[:3])]
    taught(desk, reader, more)
    assert set(known(desk)) == set(PRINT), "five cases outweigh one"


def test_pages_that_the_matcher_knows_speak_against(desk: Desk, reader: FakeOcr) -> None:
    filled_in = ("姓名：陈国梁", "证件号码：330100190001010000")
    lines = ("示例事项申请表", *filled_in, "申请人承诺", "示例机关监制", "填表说明", PRINT[0])
    assert examined(desk, reader, PEOPLE[4], *lines)[1].material == "示例申请表"
    taught(desk, reader, PEOPLE[:2])
    assert set(known(desk)) == set(PRINT[1:])


def test_a_refused_form_is_learned_by_nobody(desk: Desk, reader: FakeOcr) -> None:
    taught(desk, reader, PEOPLE[2:3], None)
    taught(desk, reader, PEOPLE[:2])
    assert known(desk) == {}


def test_the_setting_switches_learning_and_using_off(tmp_path: Path, reader: FakeOcr) -> None:
    with desk_with(reader, tmp_path, procedures_dir=PROCEDURES, hints=False) as desk:
        taught(desk, reader, PEOPLE[:3])
        assert examined(desk, reader, PEOPLE[3])[1].material is None and known(desk) == {}
    with desk_with(reader, tmp_path, procedures_dir=PROCEDURES) as desk:
        assert examined(desk, reader, PEOPLE[4])[1].material == "示例证明"


def test_hints_are_switched_off_one_by_one_and_all_at_once(desk: Desk, reader: FakeOcr) -> None:
    taught(desk, reader, PEOPLE[:2])
    procedure = desk.office.procedure("mini")
    first, *rest = [hint.id for hint in book(desk).active(procedure)]
    book(desk).switch_off([first], by="clerk-7")
    assert [hint.id for hint in book(desk).active(procedure)] == rest
    book(desk).switch_off(by="clerk-7")
    assert book(desk).active(procedure) == () and not book(desk).is_on()
    assert examined(desk, reader, PEOPLE[2])[1].material is None
    book(desk).switch_on(by="clerk-7")
    book(desk).switch_on([first], by="clerk-7")
    assert len(book(desk).active(procedure)) == len(PRINT)
    said = [(row.action, row.subject, row.actor) for row in log(desk) if row.action in ("hints.off", "hints.on")]
    assert said == [
        (f"hints.{word}", who, "clerk-7") for word, who in (("off", first), ("off", "*"), ("on", "*"), ("on", first))
    ]
    with pytest.raises(NotFound):
        book(desk).switch_off(["0" * 10], by="clerk-7")


def test_what_is_forgotten_leaves_no_wording_and_never_returns(desk: Desk, reader: FakeOcr) -> None:
    taught(desk, reader, PEOPLE[:2])
    gone = next(hint for hint in book(desk).known(desk.office.procedure("mini")) if hint.hint.phrase == PRINT[0])
    book(desk).forget([gone.id], by="clerk-7")
    taught(desk, reader, PEOPLE[2:3])
    assert set(known(desk)) == set(PRINT[1:])
    with session(desk.office.records.engine) as opened:
        assert PRINT[0] not in json.dumps([row.hints for row in opened.exec(select(HintSetRow))], ensure_ascii=False)
    assert [row.subject for row in log(desk) if row.action == "hints.forgotten"] == [gone.id]


def test_hints_travel_without_cases_files_or_hours(desk: Desk, reader: FakeOcr, tmp_path: Path) -> None:
    pages = taught(desk, reader, PEOPLE[:2])
    given = book(desk).export(desk.office.procedure("mini"))
    text = given.model_dump_json()
    assert pages[0].partition(":")[0] not in text and all(not hint.sources for hint in given.hints)
    with desk_with(reader, tmp_path / "other", procedures_dir=PROCEDURES) as other:
        done = book(other).take_in(given, by="clerk-1")
        assert len(done.taken) == len(PRINT) and done.refused == 0
        page = examined(other, reader, PEOPLE[4])[1]
        assert page.material == "示例证明"
        assert any(given.office in cue.text for cue in page.evidence if cue.kind == "hint")
        assert [row.details for row in log(other) if row.action == "hints.imported"] == [
            {"office": given.office, "hints": len(PRINT)}
        ]
        taught(other, reader, PEOPLE[:1], "示例申请表")
        assert set(known(other).values()) == {"refuted"}, "pages of this office say otherwise"


def test_what_could_not_be_learned_here_is_not_taken_in(desk: Desk) -> None:
    good = Hint(
        procedure="mini",
        material="示例证明",
        phrase="经核验信息属实",
        decisions=2,
        first="2026-01-02",
        last="2026-01-03",
    )
    bad = (
        "示例事项申请表",
        "联系人王建业手机",
        "浙江样本建设有限公司",
        "第1页共2页",
        "二〇二六年一月",
        "杭州市西湖区",
        "欧阳建业",
    )
    hints = [good, *(good.model_copy(update={"phrase": phrase}) for phrase in bad)]
    hints.append(good.model_copy(update={"material": "没有的材料"}))
    done = book(desk).take_in(HintFile(office="别处", hints=tuple(hints)), by="clerk")
    assert [hint.phrase for hint in done.taken] == ["经核验信息属实"] and done.refused == len(bad) + 1
    with pytest.raises(NotFound):
        foreign = good.model_copy(update={"procedure": "elsewhere"})
        book(desk).take_in(HintFile(office="别处", hints=(foreign,)), by="clerk")


def test_a_hint_tells_the_decisions_that_taught_it(desk: Desk, reader: FakeOcr) -> None:
    pages = taught(desk, reader, PEOPLE[:2])
    (hint, *_) = book(desk).known(desk.office.procedure("mini"))
    (found,) = book(desk).find([hint.id])
    assert {f"{source.file}:{source.page}" for source in found.hint.sources} == set(pages)
    told = found.model_dump_json()
    assert not any(word in told for person in PEOPLE for word in (person.name, person.id_number, person.company))
