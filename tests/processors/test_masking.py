from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.masking import (
    mask_id,
    mask_name,
    mask_phone,
    mask_text,
)

NUMBER = "33010019000101006X"


def test_at_most_seven_characters_of_an_id_stay() -> None:
    assert mask_id(NUMBER) == "330***********006X"
    assert mask_id("330100000101001") == "330*********001"
    assert mask_id("军0000001") == "军0****01"
    assert mask_id("12") == "**"
    assert mask_id("") == ""


def test_names_keep_their_first_character() -> None:
    assert mask_name("张三丰") == "张**"
    assert mask_name("李四") == "李*"
    assert mask_name("王") == "*"
    assert mask_name("") == ""


def test_phones() -> None:
    assert mask_phone("13800000000") == "138****0000"
    assert mask_phone("12") == "**"


@pytest.mark.parametrize(
    "text",
    [
        f"身份证{NUMBER}.jpg",
        f"zhang{NUMBER}_front.png",
        "３３０１００１９０００１０１００６Ｘ",
        "330100 19000101 006X",
        "330100-19000101-0060",
        "330100000101001",
        f"({NUMBER})({NUMBER})",
        "13800000000",
        "电话138-0000-0000",
        "军字第0000001号",
        "a" * 14 + "330100190001010000",
    ],
)
def test_no_number_is_left_in_any_text(text: str) -> None:
    masked = mask_text(text)
    assert "*" in masked
    assert sum(char.isdigit() for char in masked) <= 7 * max(1, text.count(NUMBER))


@pytest.mark.parametrize(
    "text",
    ["", "劳动合同第3页.pdf", "330000202611220000001", "2026-11-22 17:41:00", "page 12 of 300", "91330000MA0000007W"],
)
def test_other_text_stays(text: str) -> None:
    assert mask_text(text) == text


@given(st.binary(max_size=40))
def test_digests_stay(content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    assert mask_text(f"source {digest} stored") == f"source {digest} stored"


@given(st.text(max_size=40), st.text(max_size=40))
def test_masking_twice_changes_nothing(before: str, after: str) -> None:
    once = mask_text(before + NUMBER + after)
    assert mask_text(once) == once


@given(
    st.text(alphabet=st.characters(exclude_categories=["Nd"]), max_size=30),
    st.text(alphabet=st.characters(exclude_categories=["Nd"]), max_size=30),
)
def test_a_number_is_hidden_wherever_it_stands(before: str, after: str) -> None:
    assert NUMBER[3:14] not in mask_text(before + NUMBER + after)
