from __future__ import annotations

import pytest
from shoujian.processors.fields.labels import is_english_label, label_places, misread_places, vocabulary
from shoujian.processors.reading.fold import fold

WORDS = vocabulary(frozenset(["乙方", "甲方", "学生", "姓名", "名称", "证书编号", "编号", "身份证号码"]))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("乙方:张三丰", True),
        ("乙方(劳动者):张三丰", True),
        ("乙方患病或者非因工负伤", False),
        ("学生张三丰", False),
        ("编号:2026", True),
        ("编号", True),
    ],
)
def test_a_label_is_bound_by_its_colon_or_by_itself(text: str, bound: bool) -> None:
    assert [place.bound for place in label_places(WORDS, text)] == [bound]


def test_the_words_of_one_label_are_one_place() -> None:
    (place,) = label_places(WORDS, "乙方(身份证号码):3301")
    assert place.words == ("乙方", "身份证号码")
    assert place.rank(["乙方"]) is None
    assert place.rank(["身份证号码"]) == 0


def test_what_is_said_of_another_person_is_no_field() -> None:
    (place,) = label_places(WORDS, "法定代表人姓名:王五")
    assert place.rank(["姓名"]) is None
    assert place.rank(["法定代表人姓名"]) == 0


def test_a_word_that_says_little_is_no_label_behind_another_word() -> None:
    assert [place.words for place in label_places(WORDS, "学员编号:12")] == []
    assert [place.words for place in label_places(WORDS, "学员,编号:12")] == [("编号",)]


@pytest.mark.parametrize("text", ["名·称", "名.称", "名-称"])
def test_a_speck_hides_no_label(text: str) -> None:
    assert [place.words for place in label_places(WORDS, text)] == [("名称",)]


def test_a_place_for_a_signature_is_none_for_a_name() -> None:
    assert [place.signed for place in label_places(WORDS, "甲方(盖章):乙方(签字):张三丰")] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "证书编号 Certificate No.: ZJ2024",
        "证书编号/No.ZJ2024",
        "证书编号（Certificate No.）：ZJ2024",
        "证书编号：ZJ2024",
    ],
)
def test_english_is_a_part_of_the_label(text: str) -> None:
    folded = fold(text)
    (place,) = label_places(WORDS, folded)
    assert folded[place.end :].lstrip(":") == "ZJ2024"


@pytest.mark.parametrize(
    ("text", "english"), [("Name", True), ("DateofIssue", True), ("ZJ2024", False), ("张三", False)]
)
def test_english_labels_are_told_from_values(text: str, english: bool) -> None:
    assert is_english_label(text) is english


@pytest.mark.parametrize(
    ("text", "begins"),
    [("乙方张三丰", True), ("2.乙方张三丰", True), ("第三条乙方应", True), ("(一)乙方", True), ("支付乙方工资", False)],
)
def test_a_label_begins_its_line_behind_a_clauses_number(text: str, begins: bool) -> None:
    (place,) = label_places(WORDS, text)
    assert place.begins is begins


def test_a_misread_label_is_found_nearly() -> None:
    (near,) = misread_places("公民身份号码", "公民身分号码330100")
    assert (near.start, near.end) == (0, 6)
    assert 0.8 < near.similarity < 1
    assert list(misread_places("姓名", "性名张三丰")) == []


def test_half_of_a_label_that_is_set_far_apart_is_enough() -> None:
    (half,) = misread_places("名称", "称")
    assert half.bound
    assert half.similarity < 1
    (before_value,) = misread_places("姓名", "名张三丰")
    assert (before_value.end, before_value.bound) == (1, False)
    assert list(misread_places("名称", "职称")) == []
