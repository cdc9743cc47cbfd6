"""Numbers that are printed on the materials, and the checks that each kind carries.

Every function takes text as it was read: blanks are ignored and full-width characters are folded. None of them
guesses: a number that fails its check is refused (`repair` settles look-alikes). Formats: GB 11643, GB 32100,
GB 11714.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ...schemas.procedure import FieldKind

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_USCC_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_SHAPE = re.compile(rf"[{_USCC_SYMBOLS}]{{2}}[0-9]{{6}}[{_USCC_SYMBOLS}]{{10}}")
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_OFFICER = re.compile(r"[军文士兵]\d{7}|职工?\d{7}|[军警]字第\d{6,8}号?|警\d{6,8}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7}|[2-9]\d{6,7}")

Sex = Literal["男", "女"]


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A 公民身份号码 whose check digit and date hold; `number` has 18 characters, `region` is its first six."""

    number: str = field(repr=False)
    birth: date = field(repr=False)
    sex: Sex
    region: str


def normalise_number(text: str) -> str:
    """Return the text half-width, in capitals and without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def parse_id_number(text: str) -> IdNumber | None:
    """Return the ID number (GB 11643), or None where length, check character or date of birth is wrong.

    A number of 15 digits is upgraded to 18. The region is not looked up: old cards bear withdrawn codes.
    """
    number = normalise_number(text)
    if re.fullmatch(r"[0-9]{15}", number):
        number = _with_id_check(number[:6] + "19" + number[6:])
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number) or _with_id_check(number[:17]) != number:
        return None
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    sex: Sex = "男" if int(number[16]) % 2 else "女"
    return IdNumber(number=number, birth=birth, sex=sex, region=number[:6])


def _with_id_check(digits: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True))
    return digits + _ID_CHECKS[total % 11]


def is_id_number(text: str) -> bool:
    """Return whether the text is an ID number with a right check character and a real date."""
    return parse_id_number(text) is not None


def is_officer_number(text: str) -> bool:
    """Return whether the text has the shape of a 军官证 or 警官证 number; these carry no check digit."""
    return _OFFICER.fullmatch(normalise_number(text)) is not None


def is_uscc(text: str) -> bool:
    """Return whether the text is a 统一社会信用代码 (GB 32100) with a right check character.

    The inner check of its organisation part is `has_organisation_check`: some bodies fail it rightfully.
    """
    code = normalise_number(text)
    if not _USCC_SHAPE.fullmatch(code):
        return False
    total = sum(_USCC_SYMBOLS.index(symbol) * pow(3, place, 31) for place, symbol in enumerate(code[:17]))
    return _USCC_SYMBOLS[-total % 31] == code[17]


def has_organisation_check(text: str) -> bool:
    """Return whether characters 9 to 17 of a 统一社会信用代码 keep the check of GB 11714."""
    code = normalise_number(text)
    if not _USCC_SHAPE.fullmatch(code):
        return False
    total = sum(int(symbol, 36) * weight for symbol, weight in zip(code[8:16], _ORG_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11] == code[16]


def is_phone(text: str) -> bool:
    """Return whether the text is a mobile number or a landline with or without its area code."""
    return _PHONE.fullmatch(normalise_number(text)) is not None


CHECKS: Mapping[FieldKind, Callable[[str], bool]] = {
    "id_number": lambda text: is_id_number(text) or is_officer_number(text),
    "officer_number": is_officer_number,
    "uscc": is_uscc,
    "phone": is_phone,
}
"""The check of each kind of field that has one of its own; a military number stands in for a missing ID number."""
