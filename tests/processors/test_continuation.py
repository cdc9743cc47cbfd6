from __future__ import annotations

import pytest
from shoujian.intake.procedures import load_procedure
from shoujian.processors.fields.extract import extract_fields
from shoujian.processors.matching.continuation import join_runs
from shoujian.processors.matching.matcher import PageShape, match_page
from shoujian.schemas.geometry import Size
from shoujian.schemas.reading import Reading
from shoujian.schemas.results import PageResult

from . import pages

PROCEDURE = load_procedure("zj-constructor2-initial")
CONTRACT = "劳动合同"


def result(
    reading: Reading, number: int, *, size: Size = pages.A4, blank: bool = False, declared: str | None = None
) -> PageResult:
    match = match_page(reading, PROCEDURE, shape=PageShape(aspect=size[0] / size[1], size=size), declared=declared)
    material = PROCEDURE.material(match.material) if match.material else None
    seen = PageResult(page=number, source_size=size, rotation=0, skew=0.0, size=size, blank=blank, text=reading.lines)
    return seen.with_match(match, extract_fields(reading, material) if material else {})


def joined(*readings: Reading) -> list[str | None]:
    results = [result(reading, number) for number, reading in enumerate(readings, start=1)]
    return [page.material for page in join_runs(results, PROCEDURE)]


def plain(*texts: str) -> Reading:
    return pages.page(*pages.body(texts, top=200))


def test_a_contract_goes_on() -> None:
    results = [
        result(pages.contract_first(), 1),
        result(pages.contract_middle(), 2),
        result(plain("甲方、乙方均应遵守以上约定。"), 3),
    ]
    first, second, third = join_runs(results, PROCEDURE)
    assert [page.material for page in (first, second, third)] == [CONTRACT] * 3
    assert second.evidence[0].kind == "continuation"
    assert "第 1 页" in second.evidence[0].text and "3" in second.evidence[0].text
    assert first.confidence > second.confidence > third.confidence
    assert first == results[0]


def test_a_page_between_two_of_a_material_is_surer_than_one_after() -> None:
    between = join_runs(
        [result(pages.contract_first(), 1), result(plain("其他"), 2), result(pages.contract_first(), 3)], PROCEDURE
    )[1]
    after = join_runs([result(pages.contract_first(), 1), result(plain("甲方和乙方"), 2)], PROCEDURE)[1]
    assert between.material == after.material == CONTRACT
    assert between.confidence > after.confidence


def test_the_fields_of_a_continuation_are_read() -> None:
    last = plain("乙方身份证号:330100199003070008", "第 4 页")
    page = join_runs([result(pages.contract_first(), 1), result(last, 2)], PROCEDURE)[1]
    assert page.fields["id_number"].value == "330100199003070008"


def test_nothing_is_inherited_from_a_single_page_or_a_card() -> None:
    assert joined(pages.id_front(), plain("其他")) == ["身份证", None]


def test_nothing_stands_before_the_first() -> None:
    assert joined(plain("其他"), pages.contract_first()) == [None, CONTRACT]


def test_a_title_of_its_own_ends_a_run() -> None:
    foreign = pages.page(pages.centred("质量管理体系认证证书", 200, 90), *pages.body(["兹证明样例公司"]))
    assert joined(pages.contract_first(), foreign, plain("其他")) == [CONTRACT, None, None]


def test_a_running_head_with_the_materials_title_does_not() -> None:
    page = pages.page(pages.centred("聘用劳动合同", 100, 50), *pages.body(["双方另有约定的,从其约定。"]))
    assert joined(pages.contract_first(), page) == [CONTRACT, CONTRACT]


def test_a_page_number_that_starts_again_ends_a_run() -> None:
    assert joined(pages.contract_first(), plain("其他", "第 1 页")) == [CONTRACT, None]


def test_a_page_that_leans_to_another_material_does_not_go_on() -> None:
    leaning = plain("养老保险", "缴费状态")
    assert result(leaning, 2).material is None
    assert joined(pages.contract_first(), leaning) == [CONTRACT, None]


def test_another_format_does_not_go_on() -> None:
    results = [result(pages.contract_first(), 1), result(plain("其他"), 2, size=pages.CARD)]
    assert join_runs(results, PROCEDURE)[1].material is None


def test_blank_pages_stay_blank_and_do_not_end_a_run() -> None:
    results = [
        result(pages.contract_first(), 1),
        result(pages.page(), 2, blank=True),
        result(plain("其他", "第 3 页"), 3),
    ]
    assert [page.material for page in join_runs(results, PROCEDURE)] == [CONTRACT, None, CONTRACT]


def test_a_page_without_text_goes_on_only_between() -> None:
    assert joined(pages.contract_first(), pages.page()) == [CONTRACT, None]
    assert joined(pages.contract_first(), pages.page(), pages.contract_first()) == [CONTRACT] * 3


def test_what_was_declared_stays() -> None:
    results = [result(pages.contract_first(), 1), result(plain("其他"), 2, declared="承诺书")]
    assert join_runs(results, PROCEDURE)[1] == results[1]


def test_a_material_takes_no_more_pages_than_it_may_have() -> None:
    names = joined(pages.contract_first(), *[plain("甲方和乙方")] * 25)
    assert names == [CONTRACT] * 20 + [None] * 6


def test_following_alone_says_nothing() -> None:
    letter = plain("王工:", "上次说的方案已经改好,请查收。", "此致敬礼")
    assert joined(pages.contract_first(), letter) == [CONTRACT, None]
    assert joined(pages.social(), letter) == ["社会保险参保证明", None]


def test_pages_without_a_sign_of_their_own_go_on_where_a_later_one_does() -> None:
    names = joined(pages.contract_first(), plain("其他"), plain("双方另行商定。"), plain("附件", "第 4 页"))
    assert names == [CONTRACT] * 4
    foreign = pages.page(pages.centred("质量管理体系认证证书", 200, 90), *pages.body(["兹证明样例公司"]))
    assert joined(pages.contract_first(), plain("其他"), foreign, plain("第 4 页")) == [CONTRACT, None, None, None]


def test_nothing_follows_the_last_page_by_its_number() -> None:
    end = plain("甲方和乙方各执一份。", "第 2 页 共 2 页")
    assert joined(pages.contract_first(), end, plain("甲方和乙方")) == [CONTRACT, CONTRACT, None]


@pytest.mark.parametrize("number", ["第 2 页", "第 3 页 共 9 页", "2", "2/9"])
def test_numbers_that_do_not_go_on_end_a_run(number: str) -> None:
    middle = plain("甲方和乙方", "第 2 页 共 4 页")
    assert joined(pages.contract_first(), middle, plain("其他", number)) == [CONTRACT, CONTRACT, None]


def test_a_sum_at_the_foot_is_no_page_number() -> None:
    assert joined(pages.contract_first(), plain("合计", "120")) == [CONTRACT, None]
    assert joined(pages.contract_first(), plain("附件", "- 2 -")) == [CONTRACT, CONTRACT]


def test_a_stack_of_many_papers() -> None:
    letter = plain("王工:", "上次说的方案已经改好,请查收。")
    stack = (
        pages.form(),
        letter,
        pages.contract_first(),
        pages.contract_middle(),
        pages.diploma(),
        letter,
        pages.social(),
    )
    assert joined(*stack) == [
        "二级建造师初始注册申请表", None, CONTRACT, CONTRACT, "学历证书", None, "社会保险参保证明"
    ]  # fmt: skip


def test_joining_twice_changes_nothing_more() -> None:
    results = [result(pages.contract_first(), 1), result(pages.contract_middle(), 2), result(plain("其他"), 3)]
    once = join_runs(results, PROCEDURE)
    assert join_runs(once, PROCEDURE) == once


def test_no_pages() -> None:
    assert join_runs([], PROCEDURE) == ()
