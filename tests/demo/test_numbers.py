from datetime import date

import pytest
from shoujian.demo.numbers import (
    chinese_date,
    id_number,
    numeral_date,
    organisation_code,
    uscc,
)


@pytest.mark.parametrize(
    ("region", "birth", "sequence", "number"),
    [
        ("110105", date(1949, 12, 31), 2, "11010519491231002X"),  # the standard's own example
        ("440524", date(1880, 1, 1), 1, "440524188001010014"),
        ("330100", date(1900, 1, 1), 0, "330100190001010000"),
        ("330100", date(1900, 1, 1), 6, "33010019000101006X"),
        ("330100", date(2000, 2, 29), 0, "330100200002290004"),
    ],
)
def test_id_number_has_the_standards_check_digit(region: str, birth: date, sequence: int, number: str) -> None:
    assert id_number(region=region, birth=birth, sequence=sequence) == number


@pytest.mark.parametrize(
    ("region", "body", "code"),
    [
        ("350100", "M000100Y", "91350100M000100Y43"),  # the standard's own example
        ("330000", "MA000000", "91330000MA0000007W"),
        ("330000", "MA000004", "91330000MA000004X5"),
        ("330000", "MA000006", "91330000MA00000660"),  # 31 wraps to 0
    ],
)
def test_uscc_has_both_check_digits(region: str, body: str, code: str) -> None:
    assert uscc(region=region, body=body) == code


def test_organisation_code_of_the_worked_example() -> None:
    assert organisation_code("D2143569") == "D2143569X"


@pytest.mark.parametrize(
    ("day", "plain", "numerals"),
    [
        (date(2020, 6, 30), "2020年6月30日", "二〇二〇年六月三十日"),
        (date(2011, 10, 11), "2011年10月11日", "二〇一一年十月十一日"),
        (date(1999, 12, 25), "1999年12月25日", "一九九九年十二月二十五日"),
    ],
)
def test_dates_in_both_writings(day: date, plain: str, numerals: str) -> None:
    assert chinese_date(day) == plain
    assert numeral_date(day) == numerals
