from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.fields.dates import date_in, parse_date, parse_date_range

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 30))


def in_characters(day: date) -> str:
    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else "一二三"[tens - 1] + "十"
        return head + ("〇一二三四五六七八九"[ones] if ones else "")

    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return f"{year}年{small(day.month)}月{small(day.day)}日"


@pytest.mark.parametrize(
    "text",
    [
        "2020年6月30日",
        "2020年06月30日",
        "２０２０年６月３０日",
        "2020 年 6 月 30 日",
        "2020.06.30",
        "2020-06-30",
        "2020/6/30",
        "2020-06-30 12:00:00",
        "20200630",
        "202006.30",
        "2020.06:30",
        "二〇二〇年六月三十日",
        "二零二零年六月三十日",
        "二○二○年六月三十日",
        "打印时间：2020年6月30日",
    ],
)
def test_every_spelling_is_one_day(text: str) -> None:
    assert parse_date(text) == date(2020, 6, 30)


def test_a_month_is_its_first_day() -> None:
    assert parse_date("2020年6月") == date(2020, 6, 1)
    assert parse_date("二〇二〇年十二月") == date(2020, 12, 1)


@pytest.mark.parametrize("text", ["2021年2月29日", "2021.02.29", "二〇二一年二月三十日"])
def test_a_day_that_does_not_exist_is_not_replaced(text: str) -> None:
    assert parse_date(text) is None
    found = date_in(text)
    assert found is not None
    assert found[0] is None


@pytest.mark.parametrize("text", ["", "年 月 日", "3301001990", "13800000000", "浙江", "第20页"])
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None
    assert date_in(text) is None


@given(DAYS)
def test_days_come_back_from_every_spelling(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y.%m.%d}", day.isoformat(), in_characters(day)):
        assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2020.06.30-2040.06.30",
        "2020.06.30—2040.06.30",
        "2020.06.302040.06.30",
        "20200630-20400630",
        "自2020年6月30日起至2040年6月30日止",
        "2020年6月30日至2040年6月30日",
        "二〇二〇年六月三十日至二〇四〇年六月三十日",
    ],
)
def test_terms(text: str) -> None:
    assert parse_date_range(text) == (date(2020, 6, 30), date(2040, 6, 30))


@pytest.mark.parametrize(
    "text", ["2020.06.30-长期", "2020.06.30长期", "自2020年6月30日起,无固定期限", "2020/06/30-2099/12/31"]
)
def test_open_terms(text: str) -> None:
    assert parse_date_range(text) == (date(2020, 6, 30), None)


@pytest.mark.parametrize("text", ["2020.06.30", "2040.06.30-2020.06.30", "长期", "", "2020.06.30-2021.02.30"])
def test_what_is_no_term(text: str) -> None:
    assert parse_date_range(text) is None


@given(DAYS, DAYS)
def test_terms_come_back(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert parse_date_range(f"{start:%Y.%m.%d}-{end:%Y.%m.%d}") == (start, end)
