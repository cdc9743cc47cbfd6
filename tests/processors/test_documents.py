from __future__ import annotations

from collections.abc import Sequence

import pytest
from shoujian.intake.procedures import load_procedure
from shoujian.processors.fields.extract import extract_fields
from shoujian.processors.matching.documents import join_files
from shoujian.processors.matching.matcher import PageShape, match_page
from shoujian.schemas.geometry import Size
from shoujian.schemas.procedure import Procedure
from shoujian.schemas.reading import Reading
from shoujian.schemas.results import FileResult, PageResult

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


def file(name: str, *results: PageResult) -> FileResult:
    return FileResult(file=name, sha256="0" * 64, media_type="application/pdf", pages=results)


def join_runs(results: Sequence[PageResult], procedure: Procedure) -> tuple[PageResult, ...]:
    return join_files([file("a.pdf", *results)], procedure)[0].pages


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
    assert first == results[0].model_copy(update={"document": 1})
    assert [page.document for page in (first, second, third)] == [1, 1, 1]


def test_a_page_that_counts_on_is_surer_than_one_that_shows_little() -> None:
    counted = join_runs([result(pages.contract_first(), 1), result(plain("其他", "第 2 页 共 4 页"), 2)], PROCEDURE)[1]
    shows = join_runs([result(pages.contract_first(), 1), result(plain("甲方和乙方"), 2)], PROCEDURE)[1]
    assert counted.material == shows.material == CONTRACT
    assert counted.confidence > shows.confidence


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


def test_a_page_without_text_goes_on_only_where_numbers_span_it() -> None:
    assert joined(pages.contract_first(), pages.page()) == [CONTRACT, None]
    assert joined(pages.contract_first(), pages.page(), pages.contract_first()) == [CONTRACT, None, CONTRACT]
    assert joined(pages.contract_first(), pages.page(), plain("其他", "第 3 页")) == [CONTRACT] * 3


def test_what_was_declared_stays() -> None:
    results = [result(pages.contract_first(), 1), result(plain("其他"), 2, declared="承诺书")]
    assert join_runs(results, PROCEDURE)[1] == results[1].model_copy(update={"document": 2})


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


def photos(*readings: Reading) -> list[FileResult]:
    return [file(f"IMG_{number}.jpg", result(reading, 1)) for number, reading in enumerate(readings, start=1)]


def test_a_document_goes_on_over_files() -> None:
    stack = photos(
        pages.contract_first(), plain("其他", "第 2 页 共 3 页"), plain("其他", "第 3 页 共 3 页"), pages.diploma()
    )
    seen = [each.pages[0] for each in join_files(stack, PROCEDURE)]
    assert [page.material for page in seen] == [CONTRACT, CONTRACT, CONTRACT, "学历证书"]
    assert [page.document for page in seen] == [1, 1, 1, 2]
    assert "IMG_1.jpg 第 1 页" in seen[1].evidence[0].text and "2/3" in seen[1].evidence[0].text


def test_joining_alone_first_makes_no_difference() -> None:
    stack = photos(pages.contract_first(), plain("其他", "第 2 页 共 2 页"), pages.id_front(), pages.id_back())
    alone = [join_files([each], PROCEDURE)[0] for each in stack]
    assert alone[1].pages[0].material is None
    assert join_files(alone, PROCEDURE) == join_files(stack, PROCEDURE)


def test_what_was_joined_within_a_file_is_told_anew_with_others() -> None:
    two = join_files([file("a.pdf", result(pages.contract_first(), 1), result(plain("甲方和乙方"), 2))], PROCEDURE)[0]
    assert two.pages[1].material == CONTRACT
    again = join_files([two.model_copy(update={"pages": two.pages[1:]})], PROCEDURE)[0]
    assert again.pages[0].material is None


def numbers(*readings: Reading) -> list[int | None]:
    results = [result(reading, number) for number, reading in enumerate(readings, start=1)]
    return [page.document for page in join_runs(results, PROCEDURE)]


def test_the_sides_of_a_card_are_one_document_even_apart() -> None:
    assert numbers(pages.id_front(), pages.id_back()) == [1, 1]
    assert numbers(pages.id_front(), pages.diploma(), pages.id_back()) == [1, 2, 1]
    assert numbers(pages.id_front(), pages.id_front()) == [1, 2]


def test_the_parts_of_a_document_find_each_other_by_their_numbers() -> None:
    first = pages.page(*pages.contract_first().lines, *plain("第 1 页 共 3 页").lines)
    second, third = plain("其他", "第 2 页 共 3 页"), plain("其他", "第 3 页 共 3 页")
    stack = file("a.pdf", *(result(each, n) for n, each in enumerate([second, third, pages.diploma(), first], start=1)))
    seen = join_files([stack], PROCEDURE)[0]
    assert [page.document for page in seen.pages] == [2, 2, 1, 2]
    assert [page.material for page in seen.pages] == [CONTRACT, CONTRACT, "学历证书", CONTRACT]
    assert [found.page for found in seen.findings] == [1]


def test_blank_pages_have_no_document_and_strangers_have_their_own() -> None:
    results = [result(plain("其他"), 1), result(pages.page(), 2, blank=True), result(plain("别的"), 3)]
    assert [page.document for page in join_runs(results, PROCEDURE)] == [1, None, 2]


def test_a_weak_boundary_is_a_proposal_for_a_person() -> None:
    weak = file("a.pdf", result(pages.contract_first(), 1), result(plain("甲方和乙方"), 2))
    (found,) = join_files([weak], PROCEDURE)[0].findings
    assert found.code in ("match.continues", "match.may_continue")
    assert (found.severity, found.file, found.page) == ("confirm", "a.pdf", 2)
    assert "第 1 页" in found.message and found.remedy
    again = join_files(join_files([weak], PROCEDURE), PROCEDURE)[0]
    assert again.findings == (found,)
    sure = file("a.pdf", result(pages.contract_first(), 1), result(plain("其他", "第 2 页 共 4 页"), 2))
    assert join_files([sure], PROCEDURE)[0].findings == ()


def test_no_proposal_about_what_a_person_decided() -> None:
    decided = result(plain("甲方和乙方"), 2).model_copy(update={"material": CONTRACT, "decided_by": "person"})
    stack = file("a.pdf", result(pages.contract_first(), 1), decided)
    joined_file = join_files([stack], PROCEDURE)[0]
    assert joined_file.findings == () and joined_file.pages[1].material == CONTRACT


def test_a_page_that_a_person_named_carries_those_behind_it() -> None:
    named = result(plain("其他", "第 1 页 共 2 页"), 1).model_copy(
        update={"material": CONTRACT, "decided_by": "person", "confidence": 1.0}
    )
    behind = result(plain("其他", "第 2 页 共 2 页"), 2)
    assert [page.material for page in join_runs([named, behind], PROCEDURE)] == [CONTRACT] * 2
    put_aside = named.model_copy(update={"material": None})
    assert [page.material for page in join_runs([put_aside, behind], PROCEDURE)] == [None, None]


@pytest.mark.parametrize(
    ("ends", "begins"),
    [("三、劳动报酬", "四、社会保险"), ("第十二条 保密", "第十三条 其他"), ("第9条 保密", "第10条 其他")],
)
def test_headings_that_count_on_join(ends: str, begins: str) -> None:
    first = pages.page(*pages.contract_first().lines, *pages.body([ends], top=1800))
    assert joined(first, plain(begins)) == [CONTRACT, CONTRACT]
    assert joined(first, plain("一、总则", "二、范围")) == [CONTRACT, None]


def test_a_sentence_that_runs_over_joins() -> None:
    rows = ["甲方安排乙方执行标准工时制度,乙方每日工作时间不超过八小时每周"] * 12
    first = pages.page(*pages.contract_first().lines, *pages.body(rows, top=1250))
    assert joined(first, plain(*["工作不超过四十小时,甲方保证乙方每周至少休息一日,并依法享受法定节"] * 5)) == [
        CONTRACT,
        CONTRACT,
    ]


def test_a_head_counts_unless_it_stands_on_other_papers_too() -> None:
    head = pages.centred("浙江样例建设工程有限公司人事档案", 60, 30)
    first = pages.page(head, *pages.contract_first().lines)
    second = pages.page(head, *plain("其他").lines)
    assert joined(first, second) == [CONTRACT, CONTRACT]
    assert joined(first, second, pages.page(head, *pages.diploma().lines)) == [CONTRACT, None, "学历证书"]


def test_separator_pages_separate_and_empty_backs_do_not() -> None:
    follows = plain("甲方和乙方", "双方商定")
    blank = pages.page()

    def told(*readings: Reading) -> list[str | None]:
        results = [result(each, n, blank=not each.lines) for n, each in enumerate(readings, start=1)]
        return [page.material for page in join_runs(results, PROCEDURE) if not page.blank]

    assert told(pages.contract_first(), blank, follows, blank, pages.diploma(), blank) == [
        CONTRACT,
        CONTRACT,
        "学历证书",
    ]
    separated = (pages.diploma(), blank, pages.contract_first(), follows, blank, pages.social(), blank, follows)
    assert told(*separated) == ["学历证书", CONTRACT, CONTRACT, "社会保险参保证明", None]
