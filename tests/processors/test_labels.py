from __future__ import annotations

import pytest
from shoujian.processors.fields.labels import begins_line, closes, label_places


@pytest.mark.parametrize(
    ("label", "text", "bound"),
    [
        ("乙方", "乙方:张三丰", True),
        ("乙方", "甲方(企业):乙方(员工):", True),
        ("乙方", "甲方(盖章):乙方(签字):", False),
        ("姓名", "性别女姓名张三丰", True),
        ("乙方", "乙方患病或者非因工负伤", False),
        ("学生", "学生张三丰性别女", False),
        ("编号:", "编号:2026", True),
    ],
)
def test_a_label_is_bound_by_its_colon_or_by_itself(label: str, text: str, bound: bool) -> None:
    assert [place.bound for place in label_places(label, text)] == [bound]


@pytest.mark.parametrize(
    ("text", "begins"),
    [("乙方张三丰", True), ("2.乙方张三丰", True), ("第三条乙方应", True), ("(一)乙方", True), ("支付乙方工资", False)],
)
def test_a_label_begins_its_line_behind_a_clauses_number(text: str, begins: bool) -> None:
    (place,) = label_places("乙方", text)
    assert begins_line(place, text) is begins


def test_a_misread_label_is_found_nearly() -> None:
    (near,) = label_places("公民身份号码", "公民身分号码330100", misread=True)
    assert (near.start, near.end) == (0, 6)
    assert 0.8 < near.similarity < 1
    assert list(label_places("姓名", "性名张三丰", misread=True)) == []


def test_half_of_a_label_that_is_set_far_apart_is_enough() -> None:
    (half,) = label_places("名称", "称", misread=True)
    assert half.bound
    assert half.similarity < 1
    assert list(label_places("名称", "称职", misread=True)) == []


@pytest.mark.parametrize(
    "text", ["张三丰", ":张三丰", "张三丰,女,1990年3月7日生", "张三丰_性别女", "张三丰(身份证号:33", "张三丰,"]
)
def test_a_name_closes(text: str) -> None:
    assert closes("张三丰", text)


@pytest.mark.parametrize(("value", "text"), [("患病", "患病的,甲方应当"), ("辞职", "辞职。"), ("代表", "代表:李四")])
def test_words_of_a_sentence_do_not(value: str, text: str) -> None:
    assert not closes(value, text)
