"""Well-formed fictitious numbers, with their check digits computed from the standards' own text.

Written apart from the product's checks on purpose: a bench which makes and checks with the same code proves nothing.
"""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_USCC_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = "〇一二三四五六七八九"


def id_number(*, region: str, birth: date, sequence: int) -> str:
    """Return an 18-character ID number (GB 11643-1999); `region` has 6 digits, an odd `sequence` (0..999) is male."""
    body = f"{region}{birth:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def organisation_code(body: str) -> str:
    """Return the 9 characters of an organisation code (GB 11714-1997) for its first 8."""
    total = sum(int(symbol, 36) * weight for symbol, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return body + "0X987654321"[total % 11]


def uscc(*, region: str, body: str) -> str:
    """Return a company's unified social credit code (GB 32100-2015); `body` is 8 characters, without I, O, S, V, Z."""
    code = "91" + region + organisation_code(body)
    total = sum(_USCC_SYMBOLS.index(symbol) * pow(3, place, 31) for place, symbol in enumerate(code))
    return code + _USCC_SYMBOLS[(31 - total % 31) % 31]


def chinese_date(day: date) -> str:
    """Return the day as 2026年1月5日, without leading zeros, as forms and cards print it."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral_date(day: date) -> str:
    """Return the day in Chinese numerals, for example 二〇二〇年六月三十日, as diplomas print it."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_up_to_99(day.month)}月{_up_to_99(day.day)}日"


def _up_to_99(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")
