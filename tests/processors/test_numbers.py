from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.fields.numbers import (
    CHECKS,
    has_organisation_check,
    is_id_number,
    is_officer_number,
    is_phone,
    is_uscc,
    parse_id_number,
)

DIGITS17 = st.dates(date(1900, 1, 1), date(2099, 12, 31)).flatmap(
    lambda day: st.integers(0, 999).map(lambda serial: f"330100{day:%Y%m%d}{serial:03d}")
)


def with_check(digits: str) -> str:
    """The other formula of GB 11643: over all 18 characters the weighted sum is 1 modulo 11."""
    for check in "0123456789X":
        values = [10 if char == "X" else int(char) for char in digits + check]
        if sum(value * pow(2, 17 - place, 11) for place, value in enumerate(values)) % 11 == 1:
            return digits + check
    raise AssertionError(digits)


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "女"),
        ("440524188001010014", date(1880, 1, 1), "男"),
        ("34052419800101001X", date(1980, 1, 1), "男"),
        ("330100190001010000", date(1900, 1, 1), "女"),
        ("33010019000101006X", date(1900, 1, 1), "女"),
        ("990000190001010016", date(1900, 1, 1), "男"),
        ("330100200002290004", date(2000, 2, 29), "女"),
    ],
)
def test_valid_id_numbers_are_taken_apart(number: str, birth: date, sex: str) -> None:
    parsed = parse_id_number(number)
    assert parsed is not None
    assert (parsed.number, parsed.birth, parsed.sex, parsed.region) == (number, birth, sex, number[:6])


@pytest.mark.parametrize(
    "number",
    [
        "330100190002290008",  # right check digit, but 1900 was no leap year
        "330100190001010009",  # wrong check digit
        "33010019000101000",
        "3301001900010100001",
        "33010019000101000A",
        "33010019001301000X",
        "",
        "公民身份号码",
    ],
)
def test_wrong_id_numbers_are_refused(number: str) -> None:
    assert parse_id_number(number) is None
    assert not is_id_number(number)


def test_a_small_x_full_width_digits_and_blanks_are_one_spelling() -> None:
    for spelling in ("11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"):
        parsed = parse_id_number(spelling)
        assert parsed is not None
        assert parsed.number == "11010519491231002X"


def test_fifteen_digits_are_upgraded() -> None:
    parsed = parse_id_number("330100000101001")
    assert parsed is not None
    assert parsed.number == "330100190001010019"


def test_an_id_number_does_not_show_itself_in_logs() -> None:
    assert "19491231002" not in repr(parse_id_number("11010519491231002X"))


@given(DIGITS17)
def test_the_check_agrees_with_the_other_formula(digits: str) -> None:
    assert is_id_number(with_check(digits))


@given(DIGITS17, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_single_wrong_character_passes(digits: str, place: int, char: str) -> None:
    number = with_check(digits)
    wrong = number[:place] + char + number[place + 1 :]
    assert wrong == number or not is_id_number(wrong)


@given(DIGITS17, st.integers(0, 16))
def test_no_swap_of_neighbours_passes(digits: str, place: int) -> None:
    number = with_check(digits)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not is_id_number(swapped)


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "91330000MA0000007W", "91330000MA000004X5", "91330000MA00000660", "91330000MA0000015P"],
)
def test_valid_credit_codes(code: str) -> None:
    assert is_uscc(code)
    assert has_organisation_check(code)


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y4Z", "91330000MA0000007P", "91330000MA000000", "91330000IA0000007W", "9133000MMA0000007W"],
)
def test_wrong_credit_codes(code: str) -> None:
    assert not is_uscc(code)


def test_the_inner_check_is_its_own() -> None:
    assert not has_organisation_check("91330000MA0000008W")
    assert not has_organisation_check("no code")


def test_shapes_of_other_numbers() -> None:
    assert is_officer_number("军0000001") and is_officer_number("军字第0000001号")
    assert not is_officer_number("军001")
    assert is_phone("13800000000") and is_phone("0571-80000000") and not is_phone("12800000000")


def test_the_registry_checks_by_kind() -> None:
    assert CHECKS["id_number"]("军0000001") and CHECKS["id_number"]("330100190001010000")
    assert not CHECKS["id_number"]("330100190001010009")
    assert CHECKS["uscc"]("91330000MA0000007W") and not CHECKS["uscc"]("91330000MA0000007P")
