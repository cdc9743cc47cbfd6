"""Numbers that are printed on the materials, and the checks that each kind carries.

Every function takes text as it was read: blanks are ignored and full-width characters are folded. None of them
guesses: a number that fails its check is refused, never mended. Formats: `domain.md` section 3 (GB 11643, GB 32100,
GB 11714, 建市[2007]101号 for registration numbers).
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
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新军"

_OFFICER = re.compile(r"[军文士兵]\d{7}|职工?\d{7}|[军警]字第\d{6,8}号?|警\d{6,8}")
_REGISTRATION = re.compile(rf"([{_PROVINCES}])([12])(\d{{2}})(\d{{4}}|\d{{2}})(\d{{4}}|\d{{2}})(\d{{5}})")
_DIPLOMA = re.compile(r"\d{16,18}")
_DEGREE = re.compile(r"[CZT]?\d{5}[234]\d{4}[\dSE]\d{5}")
_SAFETY = re.compile(rf"[{_PROVINCES}]建安(?:[AB]|C[123]?)\(\d{{4}}\)\d{{7}}")
_ENTERPRISE_QUALIFICATION = re.compile(r"[DBE][123]\d{8}")
_CERTIFICATE = re.compile(r"[A-Z0-9]{8,25}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7}|[2-9]\d{6,7}")

Sex = Literal["男", "女"]


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A 公民身份号码 whose check digit and date hold; `number` has 18 characters, `region` is its first six."""

    number: str = field(repr=False)
    birth: date = field(repr=False)
    sex: Sex
    region: str


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """A 注册编号, in its 12-digit or 16-digit form, taken apart.

    `province` is where the person is registered now, `first_province` (two digits) where they were first; both
    years have four digits.
    """

    number: str
    province: str
    level: Literal[1, 2]
    first_province: str
    qualified_year: int
    registered_year: int
    serial: str


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


def parse_registration_number(text: str) -> RegistrationNumber | None:
    """Return the parts of a 注册编号, or None for another shape or years in the wrong order."""
    number = normalise_number(text)
    found = _REGISTRATION.fullmatch(number)
    if found is None or len(found[4]) != len(found[5]):
        return None
    qualified, registered = (int(year) if len(year) == 4 else 2000 + int(year) for year in (found[4], found[5]))
    if not 1990 <= qualified <= registered:
        return None
    return RegistrationNumber(
        number=number,
        province=found[1],
        level=1 if found[2] == "1" else 2,
        first_province=found[3],
        qualified_year=qualified,
        registered_year=registered,
        serial=found[6],
    )


def is_diploma_number(text: str) -> bool:
    """Return whether the text has the shape of a 毕业证书编号: 18 digits, or 16 or 17 on old ones."""
    return _DIPLOMA.fullmatch(normalise_number(text)) is not None


def is_degree_number(text: str) -> bool:
    """Return whether the text has the shape of a 学位证书编号 (16 characters, 17 with a C, Z or T before them)."""
    return _DEGREE.fullmatch(normalise_number(text)) is not None


def is_safety_number(text: str) -> bool:
    """Return whether the text has the shape of a 安全生产考核合格证书 number, such as 浙建安B(2020)0000001."""
    return _SAFETY.fullmatch(normalise_number(text)) is not None


def is_enterprise_qualification(text: str) -> bool:
    """Return whether the text has the shape of a 企业资质证书 number: D, B or E and nine digits."""
    return _ENTERPRISE_QUALIFICATION.fullmatch(normalise_number(text)) is not None


def is_certificate_number(text: str) -> bool:
    """Return whether the text may be a 资格证书 number: 8 to 25 letters and digits, with at least four digits.

    The form differs by province and year, so this is all that can be said without the issuer's register.
    """
    number = normalise_number(text)
    return _CERTIFICATE.fullmatch(number) is not None and sum(char.isdigit() for char in number) >= 4


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
