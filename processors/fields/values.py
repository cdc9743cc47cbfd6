"""Take one value of a kind out of folded text, and say whether it keeps the kind's check."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ...schemas.procedure import FieldKind, FieldSpec
from .dates import (
    date_in,
    names_day,
    parse_date_range,
    says_term,
    spelt_term,
)
from .numbers import CHECKS, is_id_number, normalise_number, parse_id_number
from .people import name_at, name_in_prose
from .repair import digits_for_letters, digits_within, mended_id_number, mended_uscc

_ID_SHAPE = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9])")
_OLD_ID_SHAPE = re.compile(r"[0-9]{15}")
_ID_MISREAD = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z|!〇]{17}[0-9A-Za-z|!〇×хХхΧχ](?![0-9A-Za-z])")
_ID_MISFIT = re.compile(r"[0-9A-Za-z×*?]{14,20}")
_OFFICER_SHAPE = re.compile(r"[军文士兵]\d{7}|职工?\d{7}|[军警]字第\d{6,8}号?|警\d{6,8}")
_USCC_SHAPE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_PHONE_SHAPE = re.compile(
    r"(?<![\dA-Za-z])(?:(?:\+?86-?)?(1[3-9]\d-?\d{4}-?\d{4})|(0\d{2,3}-?\d{7,8}|[2-9]\d{6,7}))(?!\d)"
)
_NUMBER_SHAPE = re.compile(r"[0-9A-Za-z\u4e00-\u9fa5]{0,4}[(]?[0-9A-Za-z]{2,}[0-9A-Za-z()\-]*号?")
_COMPANY_SHAPES = (
    re.compile(
        r"[\u4e00-\u9fa5A-Za-z0-9()·&\-]{2,40}?公司(?:[\u4e00-\u9fa5()]{0,8}分公司|[\u4e00-\u9fa5]{2,6}项目部)?"
    ),
    re.compile(
        r"[\u4e00-\u9fa5A-Za-z0-9()·&\-]{2,40}?(?:集团|事务所|研究院|设计院|工程局|工程处|工程队|合作社|经营部|中心|学校|"
        r"大学|学院|医院|厂|院|局|所|队|社|站|处|厅|商行)(?![\u4e00-\u9fa5])"
    ),
)
"""A name that has 公司 in it ends there (…集团有限公司); the other endings may be parts of a sentence (所在地)."""
_CODE_BEFORE = re.compile(r"[0-9A-Z]{5,18}[,/-]?(?=[\u4e00-\u9fa5])")
"""A company's number in front of its name (参保单位：8108345971 …公司)."""
_EMPLOYER = re.compile(
    r"(?:系|是|为|在|由)([\u4e00-\u9fa5A-Za-z0-9()·]{3,40}?(?:公司|集团|院|局|厂|中心))"
    r"(?=(?:\([^()]{1,40}\))?的?(?:在职|正式|在编)?(?:职工|员工|人员|工作人员)|工作|任职|从事|参加|缴纳|为其)"
)
"""Whose employee somebody is, in prose."""
_LEADING = re.compile(r"^[:;,.。·_\-~/)\]>=]+")
_TRAILING = re.compile(r"[:;,.。·_\-~/(\[<=]+$")
_TEXT_ENDS = re.compile("[;。]")
_NO_DAY = 0.7
"""How sure a date is of which the day is not told or not read, so that the first of the month stands for it."""
_MENDED = 0.85
"""How sure a number is of which a character was put right by its check."""


@dataclass(frozen=True, slots=True)
class Value:
    """A normalised value; `valid` None where the kind has no check of its own.

    `end` is where it ended in the text that it was taken from; `certainty` 0..1 is less where it was mended.
    """

    text: str
    valid: bool | None
    end: int = 0
    certainty: float = 1.0


def take_value(spec: FieldSpec, text: str) -> Value | None:
    """Return the field's value out of the folded text behind its label, or None where it holds none of the kind.

    A pattern is tried first. A number or text that does not fit its pattern is no value (see `take_misfit`); of the
    other kinds the pattern only helps to find one, and the kind's own shape counts as well.
    """
    body = _TRAILING.sub("", text)
    lead = _LEADING.match(body)
    start = lead.end() if lead else 0
    value = _taken(spec, body[start:])
    return replace(value, end=value.end + start) if value else None


def _taken(spec: FieldSpec, body: str) -> Value | None:
    if spec.pattern is not None:
        value = take_pattern(spec, body)
        if value is not None or spec.kind in ("number", "text"):
            return value
    return _TAKERS[spec.kind](body)


def take_pattern(spec: FieldSpec, text: str) -> Value | None:
    """Return what the field's pattern finds: its first group that took part, else the whole match.

    A number that has to be digits and was read with letters is taken with those digits that the letters look like.
    """
    if spec.pattern is None:
        return None
    found, certainty = re.search(spec.pattern, text), 1.0
    if spec.kind == "number" and (mended := digits_within(text, capitals=False)) != text:
        found, certainty = re.search(spec.pattern, mended), _MENDED
    if found is None and spec.kind == "number":
        found, certainty = re.search(spec.pattern, digits_for_letters(text)), _MENDED
    if found is None:
        return None
    group = next((place for place, taken in enumerate(found.groups(), start=1) if taken is not None), 0)
    if spec.kind in ("number", "text"):
        return Value(found[group], True, found.end(group), certainty)
    value = _TAKERS[spec.kind](found[group])
    return replace(value, end=found.start(group) + value.end) if value else None


def take_alone(spec: FieldSpec, text: str) -> Value | None:
    """Return a value from a text without the field's label: by its pattern, else by a shape no other kind has."""
    value = take_pattern(spec, text)
    if value is not None or (spec.pattern is not None and spec.kind != "name"):
        return value
    if spec.kind == "name":
        found = name_in_prose(text)
        return Value(found[0], None, found[1]) if found else None
    if spec.kind == "company":
        employer = _EMPLOYER.search(text)
        return Value(employer[1], None, employer.end(1)) if employer else None
    if spec.kind == "date_range" and not says_term(text):
        return None
    return _TAKERS[spec.kind](text) if spec.kind in _STANDS_ALONE else None


def take_misfit(spec: FieldSpec, text: str) -> Value | None:
    """Return what stands in the place of a number although it does not fit, with `valid` False.

    An ID number of the old 15 digits is one only where nothing else fits: they may be the beginning of 18.
    """
    body = _TRAILING.sub("", _LEADING.sub("", text))
    if spec.kind == "id_number" and _OLD_ID_SHAPE.fullmatch(body) and (old := parse_id_number(body)):
        return Value(old.number, True, len(body))
    if spec.kind in ("id_number", "uscc"):
        found = _ID_MISFIT.match(body)
        return Value(found[0].upper(), False, found.end()) if found else None
    value = _take_number(body) if spec.pattern is not None and spec.kind == "number" else None
    return replace(value, valid=False) if value else None


_STANDS_ALONE: frozenset[FieldKind] = frozenset({"id_number", "officer_number", "uscc", "date_range"})
"""Kinds that are told by their own shape, so that a page may be searched for them where no label was read."""


def id_number_in(text: str) -> str | None:
    """Return the ID number that keeps its check, mended where it has to be, or None."""
    value = _take_id_number(text)
    return value.text if value and value.valid and is_id_number(value.text) else None


def _take_id_number(text: str) -> Value | None:
    if found := _ID_SHAPE.search(text):
        number = normalise_number(found[0])
        parsed = parse_id_number(number)
        return Value(parsed.number if parsed else number, parsed is not None, found.end())
    for found in _ID_MISREAD.finditer(text):
        if mended := mended_id_number(found[0]):
            return Value(mended, True, found.end(), _MENDED)
        if sum(char.isdigit() for char in found[0]) >= _MOST_ARE_DIGITS:
            return Value(normalise_number(found[0]), False, found.end())
    return _take_officer_number(text)


_MOST_ARE_DIGITS = 14


def _take_officer_number(text: str) -> Value | None:
    found = _OFFICER_SHAPE.search(text)
    return Value(found[0], True, found.end()) if found else None


def _take_uscc(text: str) -> Value | None:
    for found in _USCC_SHAPE.finditer(text):
        code = normalise_number(found[0])
        if is_id_number(code):
            continue
        mended = mended_uscc(code)
        return Value(mended or code, mended is not None, found.end(), _MENDED if mended not in (None, code) else 1.0)
    return None


def _take_date(text: str) -> Value | None:
    mended = digits_within(text, capitals=True)
    found = date_in(mended)
    if found is None:
        return None
    day, end = found
    if day is None:
        return Value(text, False, end)
    return Value(day.isoformat(), True, end, _NO_DAY if not names_day(mended) else 1.0 if mended == text else _MENDED)


def _take_date_range(text: str) -> Value | None:
    mended = digits_within(text, capitals=True)
    term = parse_date_range(mended)
    if term is None:
        return None
    return Value(spelt_term(term), True, len(text), 1.0 if mended == text else _MENDED)


def _take_phone(text: str) -> Value | None:
    found, certainty = _PHONE_SHAPE.search(text), 1.0
    if found is None:
        found, certainty = _PHONE_SHAPE.search(digits_for_letters(text)), _MENDED
    if found is None:
        return None
    number = found[1].replace("-", "") if found[1] else found[2]
    return Value(number, CHECKS["phone"](number), found.end(), certainty)


def _take_name(text: str) -> Value | None:
    name = name_at(text)
    return Value(name, None, len(name)) if name else None


def _take_company(text: str) -> Value | None:
    code = _CODE_BEFORE.match(text)
    start = code.end() if code else 0
    found = next((hit for shape in _COMPANY_SHAPES if (hit := shape.match(text, start))), None)
    return Value(found[0], None, found.end()) if found else None


def _take_number(text: str) -> Value | None:
    found = _NUMBER_SHAPE.match(text)
    return Value(found[0].upper(), None, found.end()) if found and any(char.isdigit() for char in found[0]) else None


def _take_text(text: str) -> Value | None:
    body = _TRAILING.sub("", _TEXT_ENDS.split(text)[0])
    return Value(body, None, len(body)) if body else None


_TAKERS: Mapping[FieldKind, Callable[[str], Value | None]] = {
    "id_number": _take_id_number,
    "officer_number": _take_officer_number,
    "uscc": _take_uscc,
    "date": _take_date,
    "date_range": _take_date_range,
    "phone": _take_phone,
    "name": _take_name,
    "company": _take_company,
    "number": _take_number,
    "text": _take_text,
}
