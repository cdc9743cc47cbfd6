"""Files become sheets: blank pages out, cards instead of pages, numbers in names by value."""

from __future__ import annotations

import pytest
from shoujian.processors.rules.sheets import (
    CheckedSource,
    best_field,
    in_order,
    is_illegible,
    sheets_of,
)
from shoujian.schemas.findings import finding
from shoujian.schemas.results import PageResult

from .cases import (
    id_back,
    id_front,
    lines,
    page,
    seen,
    unread,
    value,
)


def materials(*pages: PageResult) -> list[str | None]:
    return [sheet.page.material for sheet in sheets_of([seen("文件.pdf", *pages)])]


def test_files_come_by_name_with_numbers_by_value() -> None:
    names = ["合同10.jpg", "2.jpg", "合同2.jpg", "10.jpg", "合同.jpg", "①.jpg"]
    assert [each.source.name for each in in_order([seen(name) for name in names])] == [
        "2.jpg",
        "10.jpg",
        "①.jpg",
        "合同.jpg",
        "合同2.jpg",
        "合同10.jpg",
    ]


def test_unread_files_and_blank_pages_give_no_sheets() -> None:
    assert list(sheets_of([unread("坏.jpg")])) == []
    assert materials(page("劳动合同"), page("劳动合同", 2, blank=True)) == ["劳动合同"]


@pytest.mark.parametrize(
    ("whole", "cards", "expected"),
    [
        (None, (id_front(), id_back()), ["身份证", "身份证"]),
        ("身份证", (id_front(), page(None)), ["身份证", None]),
        ("参保证明", (page(None),), ["参保证明"]),
        (None, (page(None), page(None)), [None, None]),
        ("身份证", (id_front(), id_back(blank=True)), ["身份证"]),
        ("参保证明", (id_front(blank=True),), ["参保证明"]),
    ],
    ids=["two cards", "one known card", "a page with a picture", "nothing known", "a blank card", "only blank cards"],
)
def test_a_page_counts_through_its_cards(
    whole: str | None, cards: tuple[PageResult, ...], expected: list[str | None]
) -> None:
    assert materials(page(whole, cards=cards)) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (unread("文件.jpg"), True),
        (seen("文件.jpg", findings=(finding("file.damaged"),)), True),
        (seen("文件.jpg", page(), findings=(finding("file.repaired"),)), False),
        (seen("文件.jpg", page(blank=True), findings=(finding("file.repaired"),)), True),
        (seen("文件.jpg", page(reading_status="failed")), True),
        (seen("文件.jpg", page(reading_status="skipped")), True),
        (seen("文件.jpg", page("照片", reading_status="skipped")), False),
        (seen("文件.jpg", page(reading_status="failed", blank=True)), False),
        (seen("文件.jpg", page(reading_status="failed", decided_by="person")), False),
        (seen("文件.jpg", page(reading_status="failed", cards=(id_front(),))), False),
        (seen("文件.jpg", page()), False),
    ],
)
def test_a_file_is_unread_while_a_page_of_it_may_be_anything(file: CheckedSource, expected: bool) -> None:
    assert file.unread is expected


def test_only_pages_with_text_are_illegible() -> None:
    assert is_illegible(page(reading_confidence=0.4))
    assert not is_illegible(page(reading_confidence=0.4, text=lines("少")))
    assert not is_illegible(page(reading_confidence=0.7))


def test_the_best_value_holds_its_check_before_it_is_sure() -> None:
    pages = [
        page("劳动合同", number, fields={"term": value(text, confidence, valid)})
        for number, (text, confidence, valid) in enumerate(
            [("甲", 0.99, False), ("乙", 0.9, None), ("丙", 0.5, True), ("丁", 0.6, True)], start=1
        )
    ]
    sheets = list(sheets_of([seen("合同.pdf", *pages, page("劳动合同", 5))]))
    best = best_field(sheets, "term")
    assert best is not None
    assert (best[0].number, best[1].value) == (4, "丁")
    assert best_field(sheets, "name") is None
