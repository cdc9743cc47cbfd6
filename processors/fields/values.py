"""Take one value of a kind out of folded text, and say whether it keeps the kind's check."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...schemas.procedure import FieldKind, FieldSpec
from .dates import (
    LONG_TERM,
    looks_like_date,
    parse_date,
    parse_date_range,
)
from .numbers import (
    CHECKS,
    is_id_number,
    normalise_number,
    parse_id_number,
)

_ID_SHAPE = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9])|(?<![0-9A-Za-z])[0-9]{15}(?![0-9])")
_ID_READ_WITH_LETTERS = re.compile(r"(?<![0-9A-Za-z])[0-9OoIlDBSQ]{17}[0-9XxOoIlDBSQ](?![0-9A-Za-z])")
_LETTER_FOR_DIGIT = str.maketrans("OoDQIlBS", "00001185")
_OFFICER_SHAPE = re.compile(r"[军文士兵]\d{7}|职工?\d{7}|[军警]字第\d{6,8}号?|警\d{6,8}")
_USCC_SHAPE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_PHONE_SHAPE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[2-9]\d{6,7})(?!\d)")
_NUMBER_SHAPE = re.compile(r"[0-9A-Za-z\u4e00-\u9fa5]{0,4}[(]?[0-9A-Za-z]{2,}[0-9A-Za-z()\-]*号?")
_NAME_SHAPE = re.compile(
    r"^[\u4e00-\u9fa5]{1,10}(?:·[\u4e00-\u9fa5]{1,10}){1,3}|^[\u4e00-\u9fa5\u3400-\u4dbf]{2,4}(?![\u4e00-\u9fa5])"
)
_COMPANY_SHAPES = (
    re.compile(
        r"^[\u4e00-\u9fa5A-Za-z0-9()·]{2,40}?公司"
        r"(?:[\u4e00-\u9fa5]{2,8}分公司|第?[一二三四五六七八九十]+分公司|分公司)?"
    ),
    re.compile(
        r"^[\u4e00-\u9fa5A-Za-z0-9()·]{2,40}?(?:集团|事务所|研究院|设计院|工程局|工程处|合作社|中心|厂|院|局|所|队|社)"
        r"(?![\u4e00-\u9fa5])"
    ),
)
"""A name that has 公司 in it ends there (…集团有限公司); the other endings may be parts of a sentence (所在地)."""
_LEADING = re.compile(r"^[:;,.。·_\-~/)]+")
_TRAILING = re.compile(r"[:;,.。·_\-~/(]+$")


@dataclass(frozen=True, slots=True)
class Value:
    """A normalised value; `valid` None where the kind has no check of its own."""

    text: str
    valid: bool | None


def take_value(spec: FieldSpec, text: str) -> Value | None:
    """Return the field's value out of the folded text behind its label, or None where it holds none of the kind.

    A pattern is tried first. A number or text that does not fit its pattern is no value (see `take_misfit`); of the
    other kinds the pattern only helps to find one, and the kind's own shape counts as well.
    """
    body = _TRAILING.sub("", _LEADING.sub("", text))
    if spec.pattern is not None:
        value = take_pattern(spec, body)
        if value is not None or spec.kind in ("number", "text"):
            return value
    return _TAKERS[spec.kind](body)


def take_pattern(spec: FieldSpec, text: str) -> Value | None:
    """Return what the field's pattern finds: its first group that took part, else the whole match."""
    found = re.search(spec.pattern, text) if spec.pattern is not None else None
    if found is None:
        return None
    taken = next((group for group in found.groups() if group is not None), found[0])
    return Value(taken, True) if spec.kind in ("number", "text") else _TAKERS[spec.kind](taken)


def take_alone(spec: FieldSpec, text: str) -> Value | None:
    """Return a value from a line without the field's label: by its pattern, else by a shape no other kind has."""
    if spec.pattern is not None:
        return take_pattern(spec, text)
    return _TAKERS[spec.kind](text) if spec.kind in _STANDS_ALONE else None


def take_misfit(spec: FieldSpec, text: str) -> Value | None:
    """Return what stands in the place of a patterned number although it does not fit, with `valid` False."""
    if spec.pattern is None or spec.kind != "number":
        return None
    value = _take_number(_TRAILING.sub("", _LEADING.sub("", text)))
    return Value(value.text, False) if value else None


_STANDS_ALONE: frozenset[FieldKind] = frozenset({"id_number", "officer_number", "uscc", "date_range"})
"""Kinds that are told by their own shape, so that a page may be searched for them where no label was read."""


def _take_id_number(text: str) -> Value | None:
    if found := _ID_SHAPE.search(text):
        number = normalise_number(found[0])
        parsed = parse_id_number(number)
        return Value(parsed.number, True) if parsed else Value(number, False)
    if found := _ID_READ_WITH_LETTERS.search(text):
        # No letter but X can stand in an ID number; the check character proves the one reading that is left.
        number = normalise_number(found[0].translate(_LETTER_FOR_DIGIT))
        return Value(number, True) if is_id_number(number) else Value(normalise_number(found[0]), False)
    return _take_officer_number(text)


def _take_officer_number(text: str) -> Value | None:
    found = _OFFICER_SHAPE.search(text)
    return Value(found[0], True) if found else None


def _take_uscc(text: str) -> Value | None:
    found = _USCC_SHAPE.search(text)
    if found is None or is_id_number(found[0]):
        return None
    code = normalise_number(found[0])
    return Value(code, CHECKS["uscc"](code))


def _take_date(text: str) -> Value | None:
    if not looks_like_date(text):
        return None
    day = parse_date(text)
    return Value(day.isoformat(), True) if day else Value(text, False)


def _take_date_range(text: str) -> Value | None:
    if not looks_like_date(text):
        return None
    term = parse_date_range(text)
    if term is None:
        return None
    start, end = term
    return Value(f"{start.isoformat()}/{end.isoformat() if end else LONG_TERM}", True)


def _take_phone(text: str) -> Value | None:
    found = _PHONE_SHAPE.search(text)
    return Value(found[0], CHECKS["phone"](found[0])) if found else None


def _take_name(text: str) -> Value | None:
    found = _NAME_SHAPE.match(text)
    return Value(found[0], None) if found else None


def _take_company(text: str) -> Value | None:
    found = next((hit for shape in _COMPANY_SHAPES if (hit := shape.match(text))), None)
    return Value(found[0], None) if found else None


def _take_number(text: str) -> Value | None:
    found = _NUMBER_SHAPE.match(text)
    return Value(found[0].upper(), None) if found and any(char.isdigit() for char in found[0]) else None


def _take_text(text: str) -> Value | None:
    return Value(text, None) if text else None


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
