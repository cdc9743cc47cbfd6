"""What may be a person's name."""

from __future__ import annotations

import pytest
from shoujian.processors.fields.people import closes, has_surname, name_at, name_in_prose


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三丰", "张三丰"),
        ("欧阳修远,男", "欧阳修远"),
        ("张三先生", "张三"),
        ("买买提·艾力江", "买买提·艾力江"),
        ("章小明", "章小明"),
        ("张三丰承担责任", None),
        ("性别", None),
        ("公司名称", None),
        ("张", None),
    ],
)
def test_a_name_at_the_start(text: str, name: str | None) -> None:
    assert name_at(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("学生张三丰性别男,一九九〇年五月六日生", "张三丰"),
        ("张三丰,男,1990年5月6日生。在本校", "张三丰"),
        ("兹证明我单位职工李四(身份证号:330100199003070008)", "李四"),
        ("韩莎薇(证件号码:330100199003070008)同志参加", "韩莎薇"),
        ("本人王小五,身份证号", "王小五"),
        ("兹有欧阳娜娜同志在我单位工作", "欧阳娜娜"),
        ("兹证明司马玲薇(身份证号:330100199003070008)", "司马玲薇"),
        ("古丽娜尔·艾合买提学员:", "古丽娜尔·艾合买提"),
        ("兹证明某某环境科技有限公司白若曦(公民身份号码:330100199003070008)参加", "白若曦"),
        ("我单位为翟志平(身份证号:330100199003070008)申报", "翟志平"),
        ("我公司与学员签订协议", None),
        ("本人自愿,承担由此产生的责任", None),
        ("学生应当遵守规定", None),
    ],
)
def test_whom_a_sentence_is_about(text: str, name: str | None) -> None:
    found = name_in_prose(text)
    assert (found[0] if found else None) == name


@pytest.mark.parametrize("text", ["", ",女,1990年3月7日生", "_性别女", "(身份证号:33", ",", "同志"])
def test_a_name_closes(text: str) -> None:
    assert closes(text)


@pytest.mark.parametrize("text", ["的,甲方应当", "。", ":李四"])
def test_words_of_a_sentence_do_not(text: str) -> None:
    assert not closes(text)


def test_family_names() -> None:
    assert has_surname("张三") and has_surname("欧阳娜") and has_surname("买买提·艾力江")
    assert not has_surname("备注")
