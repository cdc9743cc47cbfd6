"""Dates and terms as they are printed on Chinese documents."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "O": 0,
    "o": 0,
    "0": 0,
}
_HAN_YEAR = r"[〇○零Oo0一二三四五六七八九]{4}"
_HAN_SMALL = r"[一二三四五六七八九十]{1,3}"
_MONTH = r"(1[0-2]|0?[1-9])"
_DAY = r"(3[01]|[12]\d|0?[1-9])"
_YEAR = r"((?:19|20)\d{2})"
_OF_YEAR, _OF_MONTH = r"\s*[年牛午]\s*", r"\s*[月用丹]\s*"
"""With what readers take for 年 and 月."""

_SHAPES = (
    re.compile(rf"{_YEAR}{_OF_YEAR}{_MONTH}{_OF_MONTH}(\d{{1,2}})\s*[日曰]?"),
    re.compile(rf"{_YEAR}\s*[.\-/·。,:]\s*{_MONTH}\s*[.\-/·。,:]\s*{_DAY}"),
    re.compile(rf"({_HAN_YEAR}){_OF_YEAR}({_HAN_SMALL}){_OF_MONTH}({_HAN_SMALL})\s*[日曰]?"),
    re.compile(rf"({_HAN_YEAR}){_OF_YEAR}{_MONTH}{_OF_MONTH}(\d{{1,2}})\s*[日曰]?"),
    re.compile(rf"{_YEAR}4{_MONTH}月(\d{{1,2}})\s*[日曰]"),
    re.compile(rf"(?<!\d){_YEAR}[.\-/]?(0[1-9]|1[0-2])[.\-/]?(0[1-9]|[12]\d|3[01])(?![\d])"),
)
"""Day by day, best first; the last but one has 年 read as 4, the last lost its separators (202006.30 or 20200630)."""
_MONTH_SHAPES = (
    re.compile(rf"{_YEAR}{_OF_YEAR}{_MONTH}{_OF_MONTH}"),
    re.compile(rf"({_HAN_YEAR}){_OF_YEAR}({_HAN_SMALL}){_OF_MONTH}"),
)
_OPEN_END = re.compile(r"长期|无固定期限|不约定期限|2099[年./-]1?2[月./-]31")
_SEPARATOR = re.compile(r"\s*(?:起|日|开始)?\s*(?:[-–—－~～一]+|至|到|止)\s*")
_BETWEEN = re.compile(r".{0,6}?(?:[-–—~～一至到止]|起|生效|为止|终|长期|无固定|不约定)")

LONG_TERM = "长期"
"""How an open end is written in a value; the data exchange of the portals writes 2099-12-31 for it."""


def spelt_term(term: tuple[date, date | None]) -> str:
    """Return a term as it is given in values: 2024-06-30/2034-06-30, or with 长期 for an open end."""
    return f"{term[0].isoformat()}/{term[1].isoformat() if term[1] else LONG_TERM}"


def parse_date(text: str) -> date | None:
    """Return the first date in the text, or None.

    Understood: 2020年6月30日, 2020.06.30, 2020-06-30, 2020/6/30, 20200630, 二〇二〇年六月三十日, and 2020年6月 as the
    first of that month. A date that does not exist (2021年2月29日) is None, not its neighbour.
    """
    found = _first(unicodedata.normalize("NFKC", text), 0)
    return found[0] if found else None


def parse_date_range(text: str) -> tuple[date, date | None] | None:
    """Return the (first day, last day) of a term, the last None for 长期 or 无固定期限; None where there is none.

    A term that ends before it begins, or a single date without an end, is no term.
    """
    folded = unicodedata.normalize("NFKC", text)
    start = _first(folded, 0)
    if start is None or start[0] is None:
        return None
    rest = folded[start[1] :]
    end = _first(rest, 0)
    if end is None:
        return (start[0], None) if _OPEN_END.search(folded) else None
    if end[0] is None:
        return None
    if _OPEN_END.match(_SEPARATOR.sub("", rest, count=1)):
        return start[0], None
    return (start[0], end[0]) if end[0] >= start[0] else None


def names_day(text: str) -> bool:
    """Return whether the text tells a day and not only a month."""
    folded = unicodedata.normalize("NFKC", text)
    return any(shape.search(folded) for shape in _SHAPES)


def says_term(text: str) -> bool:
    """Return whether words between its dates make the text a term: two dates side by side are none, nor is a trial."""
    folded = unicodedata.normalize("NFKC", text)
    start = _first(folded, 0)
    return start is not None and _BETWEEN.match(folded, start[1]) is not None and "试用" not in folded[: start[1]][-12:]


def date_in(text: str) -> tuple[date | None, int] | None:
    """Return the first thing in the text that looks like a date, and where it ends; the date None if no such day is."""
    return _first(unicodedata.normalize("NFKC", text), 0)


def _first(text: str, start: int) -> tuple[date | None, int] | None:
    """Return (date, end position) of the first thing that looks like a date; date None where no such day exists."""
    for shapes in (_SHAPES, _MONTH_SHAPES):
        hits = [hit for shape in shapes if (hit := shape.search(text, start))]
        if hits:
            hit = min(hits, key=lambda found: (found.start(), -found.end()))
            return _build(hit), hit.end()
    return None


def _build(hit: re.Match[str]) -> date | None:
    parts = hit.groups()
    year = int(parts[0]) if parts[0].isascii() and parts[0].isdigit() else _han_digits(parts[0])
    month = _number(parts[1])
    day = _number(parts[2]) if len(parts) > 2 else 1
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """Return 1..31 from digits or from 一, 十, 十二, 二十, 三十一."""
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return _han_digits(text)
    tens, _, ones = text.partition("十")
    return (_han_digits(tens) if tens else 1) * 10 + (_han_digits(ones) if ones else 0)


def _han_digits(text: str) -> int:
    return int("".join(str(_NUMERALS[char]) for char in text)) if all(c in _NUMERALS for c in text) else 0
