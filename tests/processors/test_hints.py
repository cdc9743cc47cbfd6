"""What decisions teach about the first procedure's materials, on pages written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from shoujian.intake.procedures import load_procedure
from shoujian.processors.matching.hints import Lesson, fits, learn, refuted
from shoujian.processors.matching.matcher import ACCEPT, PageShape, match_page
from shoujian.schemas.geometry import Size
from shoujian.schemas.hint import Hint, HintSource
from shoujian.schemas.match import Match
from shoujian.schemas.reading import Reading

from . import pages

PROCEDURE = load_procedure("zj-constructor2-initial")
INSURANCE, CONTRACT = "社会保险参保证明", "劳动合同"
DAY = datetime(2026, 1, 5, tzinfo=UTC)
NAMES = ("王建业", "李志远", "张明辉", "刘文博", "陈国梁", "赵海涛", "黄立新", "周俊杰", "吴晓东", "徐永强")
SMALL_PRINT = ("征缴方式银行代扣", "本表由自助终端打印", "查验码可供核对真伪", "费款所属期间", "险别及档次")


def own_form(
    name: str = "王建业", title: str | None = "职工缴费情况一览表", print: Sequence[str] = SMALL_PRINT
) -> Reading:
    head = [pages.centred(title, 150, 64)] if title else []
    filled = [f"人员标识{name}", f"所在单位：浙江{name[:2]}样例有限公司", f"办理人 {name} 电话 13800000000"]
    return pages.page(*head, *pages.body([*filled, *print]))


def lesson(
    index: int, material: str | None = INSURANCE, reading: Reading | None = None, person: str | None = None
) -> Lesson:
    name = NAMES[index % len(NAMES)]
    source = HintSource(case=f"case{index}", file="file", page=1, at=DAY + timedelta(days=index))
    return Lesson(
        reading or own_form(name), pages.A4, material, f"case{index}", person or name, private=(name,), source=source
    )


def match(reading: Reading, hints: Sequence[Hint], size: Size = pages.A4, declared: str | None = None) -> Match:
    return match_page(
        reading, PROCEDURE, shape=PageShape(aspect=size[0] / size[1], size=size), declared=declared, hints=hints
    )


@pytest.fixture(scope="module")
def hints() -> tuple[Hint, ...]:
    return learn([lesson(0), lesson(1)], PROCEDURE)


def test_a_form_with_a_title_of_its_own_is_named_but_never_surely(hints: Sequence[Hint]) -> None:
    assert match(own_form("钱小明"), ()).material is None
    seen = match(own_form("钱小明"), hints)
    assert seen.material == INSURANCE and ACCEPT <= seen.confidence < 0.65
    assert [hint.phrase for hint in hints if hint.title] == ["职工缴费情况一览表"]
    assert all(hint.decisions == 2 and len(hint.sources) == 2 for hint in hints)


def test_hints_tell_of_nobody(hints: Sequence[Hint]) -> None:
    told = "".join(hint.phrase for hint in hints)
    assert set(SMALL_PRINT) <= {hint.phrase for hint in hints}
    assert not any(word in told for word in (*NAMES[:2], "公司", "浙江", "138"))


@pytest.mark.parametrize(
    "lessons",
    [
        [lesson(0)],
        [lesson(0), lesson(1, person=NAMES[0])],
        [lesson(0), lesson(1, material=CONTRACT)],
        [lesson(0), lesson(1), lesson(2, material=None)],
        [lesson(0), lesson(1), lesson(2, material=CONTRACT)],
        [lesson(0, material="身份证"), lesson(1, material="身份证")],
        [lesson(0, material="一寸免冠照片"), lesson(1, material="一寸免冠照片")],
    ],
    ids=["one", "one applicant", "two opinions", "refused", "two to one", "card", "portrait"],
)
def test_what_teaches_nothing(lessons: list[Lesson]) -> None:
    assert learn(lessons, PROCEDURE) == ()


def test_one_slip_does_not_undo_what_many_decisions_say() -> None:
    slip = lesson(9, material=CONTRACT)
    many = [lesson(index) for index in range(5)]
    assert match(own_form(), learn([*many, slip], PROCEDURE)).material == INSURANCE
    assert learn([*many[:4], slip], PROCEDURE) == ()


def test_a_page_that_the_matcher_named_only_speaks_against() -> None:
    seen = Lesson(own_form(print=SMALL_PRINT[:2], title=None), pages.A4, CONTRACT, "case9", "钱小明")
    learned = {hint.phrase for hint in learn([lesson(0), lesson(1), seen], PROCEDURE)}
    assert learned >= set(SMALL_PRINT[2:]) and not learned & set(SMALL_PRINT[:2])
    assert learn([seen, Lesson(seen.reading, pages.A4, CONTRACT, "case8", "孙小明")], PROCEDURE) == ()


@pytest.mark.parametrize("title", ["二级建造师继续教育合格证明", "离职登记表", "营业执照"])
def test_under_a_title_that_says_otherwise_hints_count_nothing(title: str, hints: Sequence[Hint]) -> None:
    page = own_form(title=title)
    assert match(page, hints) == match(page, ())


def test_people_know_better_what_a_title_means_here_than_what_it_means_in_general() -> None:
    title = "市场主体登记基本情况表"
    lessons = [lesson(index, reading=own_form(NAMES[index], title)) for index in range(2)]
    assert match(own_form(title=title), ()).material is None
    assert match(own_form(title=title), learn(lessons, PROCEDURE)).material == INSURANCE


LABELS = ("受理窗口", "档案流水", "打印渠道")


@pytest.mark.parametrize("borne", [SMALL_PRINT[:2], (*LABELS, SMALL_PRINT[0])], ids=["two", "labels"])
def test_two_hints_or_mere_labels_are_chance(borne: tuple[str, ...]) -> None:
    lessons = [lesson(index, reading=own_form(NAMES[index], print=(*SMALL_PRINT, *LABELS))) for index in range(2)]
    seen = match(pages.page(*pages.body(borne)), learn(lessons, PROCEDURE))
    assert seen.material is None and 0 < seen.confidence < ACCEPT
    assert sum(cue.kind == "hint" for cue in seen.evidence) == len(borne)


def test_pages_without_the_wordings_are_seen_as_before(hints: Sequence[Hint]) -> None:
    for maker, size in ((pages.form, pages.A4), (pages.id_front, pages.CARD), (pages.contract_first, pages.A4)):
        assert match(maker(), hints, size) == match(maker(), (), size)


def test_misread_letters_do_not_matter() -> None:
    once = own_form("李志远", title="职土缴费情况一览表", print=("征缴方式银行代扣", *SMALL_PRINT[1:]))
    learned = learn([lesson(0), lesson(1, reading=once), lesson(2)], PROCEDURE)
    assert [(hint.phrase, hint.decisions) for hint in learned if hint.title] == [("职工缴费情况一览表", 3)]
    assert match(once, learned).material == INSURANCE


def test_a_misread_name_is_not_learned() -> None:
    """Two pages bear one school, misread once: its spelling that passes for print stands on one page only."""
    cells = [(*SMALL_PRINT, school) for school in ("样例科技人院", "样例科技学院", "样例科技学院")]
    lessons = [lesson(index, reading=own_form(NAMES[index], print=cell)) for index, cell in enumerate(cells)]
    assert not any("样例" in hint.phrase for hint in learn(lessons, PROCEDURE))


def test_wordings_of_the_procedure_are_not_learned_again() -> None:
    known = ("甲方(用人单位)", "工作内容和工作地点", "公民身份号码", "统一社会信用代码", "参保缴费明细情况")
    lessons = [lesson(i, reading=own_form(NAMES[i], print=(*SMALL_PRINT, *known))) for i in range(2)]
    learned = {hint.phrase for hint in learn(lessons, PROCEDURE)}
    assert not learned & {"公民身份号码", "统一社会信用代码", "工作内容和工作地点"}


def test_hints_of_two_offices_that_say_the_same_count_once(hints: Sequence[Hint]) -> None:
    doubled = [hint.model_copy(update={"phrase": hint.phrase[1:], "office": "别处"}) for hint in hints]
    page = own_form(title=None, print=SMALL_PRINT[:2])
    assert match(page, [*hints, *doubled]).confidence == match(page, hints).confidence


def test_a_declared_name_is_borne_out(hints: Sequence[Hint]) -> None:
    assert match(own_form(), (), declared=INSURANCE).confidence < 0.3
    assert match(own_form(), hints, declared=INSURANCE).confidence >= ACCEPT


def test_hints_of_elsewhere_must_fit_and_may_be_refuted(hints: Sequence[Hint]) -> None:
    hint = hints[0]
    assert fits(hint, PROCEDURE)
    for changed in (
        {"procedure": "other"},
        {"material": "没有的材料"},
        {"material": "身份证"},
        {"phrase": "联系人王建业"},
    ):
        assert not fits(hint.model_copy(update=changed), PROCEDURE)
    assert refuted(hints, [lesson(5, material=CONTRACT)]) == {hint.id for hint in hints}
    assert refuted(hints, [lesson(5)]) == frozenset()
