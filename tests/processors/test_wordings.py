from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.matching.wordings import is_impersonal, wordings
from shoujian.processors.reading.fold import fold


def kept(line: str, *private: str, title: bool = False) -> list[str]:
    return list(wordings(fold(line), private, title=title))


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("缴费基数  险种名称", ["缴费基数险种名称"]),
        ("参保险种：养老保险 缴费状态：正常缴费", ["参保险种"]),
        ("打印时间2026年11月20日 查验码核对", ["打印时间", "查验码核对"]),
        ("经办人欧阳建业", []),
        ("联系人张三丰联系电话13800000000", []),
        ("申请人承诺所填内容真实", ["申请人承诺所填内容真实"]),
        ("现住址浙江省杭州市", []),
        ("浙江省杭州市西湖区样例路", []),
        ("浙江样例建设集团", []),
        ("示例理工大学", []),
        ("人民币壹仟元整", []),
        ("二〇二六年十一月", []),
        ("JOHN SMITH AND SONS", []),
        ("姓名", []),
    ],
)
def test_what_was_filled_in_is_left_out(line: str, left: list[str]) -> None:
    assert kept(line) == left


def test_private_values_cut_a_line() -> None:
    assert kept("学员王建业参加全部面授课程", "王建业") == ["参加全部面授课程"]


def test_a_sentence_is_kept_by_its_beginning_a_title_in_full() -> None:
    line = "本证明仅供办理建设行业从业人员注册手续时使用"
    assert kept(line) == [line[:16]] and kept(line, title=True) == [line]


def test_only_a_title_may_name_places() -> None:
    title = "浙江省示例市职工缴费情况表"
    assert kept(title, title=True) == [title] and kept(title) == []


@given(st.text(alphabet="姓名王建业:县路市公司0123456789年月日abc缴费基数明细表联系人", max_size=40), st.booleans())
def test_whatever_is_kept_is_impersonal_and_on_the_line(line: str, title: bool) -> None:
    for wording in wordings(line, ("王建业",), title=title):
        assert wording in line and "王建业" not in wording
        assert is_impersonal(wording, title=title)
        assert not any(char.isascii() for char in wording)
