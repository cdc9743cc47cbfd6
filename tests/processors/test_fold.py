"""One spelling for what was read and what is expected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.reading.fold import fold

MIXED = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("二〇○Oo0年月12３（）「　—学學證⻓ﾊﾞ\u200b\u0301¨㈱")),
    max_size=40,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("３３０１００１９００", "3301001900"),
        ("姓 名：张　三\t", "姓名:张三"),
        ("學歷證書（編號：Ａ１）", "学历证书(编号:A1)"),
        ("二級建造師執業資格", "二级建造师执业资格"),
        ("建市〔2010〕192号", "建市(2010)192号"),
        ("浙建安Ｂ【2020】0000001", "浙建安B(2020)0000001"),
        ("2020.01.01—2030.01.01", "2020.01.01-2030.01.01"),
        ("2020．01．01－长期", "2020.01.01-长期"),
        ("二○二○年六月三十日", "二〇二〇年六月三十日"),
        ("二OO五年", "二〇〇五年"),
        ("二00五年", "二〇〇五年"),
        ("2○2○年", "2020年"),
        ("张三•李", "张三·李"),
        ("⻓期 ⼈⺠", "长期人民"),
        ("零\u200b宽\ufeff", "零宽"),
        ("x", "x"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("name", ["李昇", "刘喆", "乾隆", "甯静", "陈堃"])
def test_glyphs_of_names_are_kept(name: str) -> None:
    assert fold(name) == name


@pytest.mark.parametrize("number", ["D2O3000000", "91330000MA000004X5", "33010019000101006X", "OO1"])
def test_letters_of_numbers_are_kept(number: str) -> None:
    assert fold(number) == number


@given(MIXED)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
