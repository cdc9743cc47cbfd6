"""Check characters choose between readings and make nothing up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.fields.numbers import is_id_number, is_uscc
from shoujian.processors.fields.repair import digits_for_letters, digits_within, mended_id_number, mended_uscc

NUMBER = "330100199003070008"
CODE = "91330000MA0000007W"


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        (NUMBER, NUMBER),
        ("33O1OO1990O3070008", NUMBER),
        ("3301001990030700O8", NUMBER),
        ("33010019900307000B", NUMBER),
        ("33O10019900307000B", NUMBER),
        ("33010019000101006x", "33010019000101006X"),
        ("33010019000101006×", "33010019000101006X"),
    ],
)
def test_letters_that_no_id_number_has(read: str, mended: str) -> None:
    assert mended_id_number(read) == mended


@pytest.mark.parametrize(
    "read",
    [
        "330100199003070005",  # a digit for a digit: nothing tells which one is wrong
        "3301001990030700O5",
        "33010019900307000",
        "3301001990030700口8",
        "OOOOOOOOOOOOOOOOOO",
        "",
    ],
)
def test_what_no_check_proves_stays_as_it_is(read: str) -> None:
    assert mended_id_number(read) is None


@given(st.text(alphabet="0123456789OIBSXx", min_size=18, max_size=18))
def test_what_is_mended_keeps_the_check(read: str) -> None:
    mended = mended_id_number(read)
    assert mended is None or is_id_number(mended)


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        (CODE, CODE),
        ("9133OOOOMAOOOOOO7W", CODE),
        ("9I330000MA0000007W", CODE),
        ("91330000MAD000007W", CODE),
        ("91330000MA0000007P", None),
        ("91330000MA000000", None),
    ],
)
def test_credit_codes(read: str, mended: str | None) -> None:
    assert mended_uscc(read) == mended


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ", min_size=18, max_size=18))
def test_a_mended_code_keeps_its_check(read: str) -> None:
    mended = mended_uscc(read)
    assert mended is None or is_uscc(mended)


def test_letters_look_like_digits() -> None:
    assert digits_for_letters("I3800OOOO0l") == "13800000001"


@pytest.mark.parametrize(
    ("read", "capitals", "mended"),
    [
        ("2022.05.Z2", True, "2022.05.22"),
        ("2O2O年l月5日", True, "2020年1月5日"),
        ("33202100o000767", False, "332021000000767"),
        ("9999942020E00001", False, "9999942020E00001"),
        ("ZJ2024O001", False, "ZJ2024O001"),
    ],
)
def test_letters_among_digits(read: str, capitals: bool, mended: str) -> None:
    assert digits_within(read, capitals=capitals) == mended


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("二〇-九年六月", "二〇一九年六月"),
        ("二〇二〇年十-月二日", "二〇二〇年十一月二日"),
        ("二〇二〇年-月-日", "二〇二〇年一月一日"),
        ("二〇二〇年六月-二〇二五年", "二〇二〇年六月-二〇二五年"),
    ],
)
def test_a_dash_among_numerals_is_one(read: str, mended: str) -> None:
    assert digits_within(read, capitals=True) == mended
