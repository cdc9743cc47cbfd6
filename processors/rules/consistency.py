"""Do the documents and the applicant agree: name, ID number, company; and is what the applicant keyed in sound?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from ...schemas.case import Applicant
from ...schemas.catalogue import Severity
from ...schemas.field import FieldValue
from ...schemas.findings import Finding, finding
from ...schemas.procedure import Procedure
from ..fields.numbers import is_officer_number, parse_id_number
from ..masking import mask_id, mask_name
from ..reading.fold import fold
from .sheets import Sheet

SURE = 0.90
"""Field confidence from which one differing character is taken as printed, not as misread."""

Compare = Callable[[FieldValue, str], Finding | None]

_BASICS = {"name": "姓名", "id_number": "证件号码", "phone": "联系电话", "company": "企业名称"}

_LEGAL_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|总公司|公司)$")
_MARKS = re.compile(r"[()\-·.,'\"]")


def check_applicant(procedure: Procedure, applicant: Applicant, *, today: date) -> Iterator[Finding]:
    """Yield what is missing or wrong in the 基本信息."""
    lacking = [label for key, label in _BASICS.items() if not getattr(applicant, key).strip()]
    if lacking:
        yield finding("case.applicant_incomplete", fields="、".join(lacking))
    if not applicant.id_number.strip():
        return
    number = parse_id_number(applicant.id_number)
    if number is None:
        if not is_officer_number(applicant.id_number):
            yield finding("case.id_invalid", value=mask_id(fold(applicant.id_number)))
    elif procedure.max_age_years is not None and years_later(number.birth, procedure.max_age_years) < today:
        # 超过65周岁: the day of the 65th birthday itself is not over it.
        yield finding("case.age", age=_age(number.birth, today))


def check_agreement(
    procedure: Procedure, applicant: Applicant, material: str, sheets: Sequence[Sheet]
) -> Iterator[Finding]:
    """Yield where the sheets of one material name another person or company than the applicant.

    Pages of one file are one document, which agrees when any of them does: a contract's later pages name other people
    too. Numbers that fail their own check are not compared, as they are no one's.
    """
    agreed = procedure.consistency
    comparisons: tuple[tuple[tuple[str, ...], str, Compare], ...] = (
        (agreed.name, applicant.name, compare_names),
        (agreed.id_number, applicant.id_number, compare_id_numbers),
        (agreed.company, applicant.company, compare_companies),
    )
    for keys, expected, compare in comparisons:
        if not expected.strip():
            continue
        for members in _documents(sheets):
            said = [
                (value, sheet)
                for sheet in members
                for key, value in sheet.page.fields.items()
                if key in keys and value.valid is not False
            ]
            if said and all(compare(value, expected) for value, _ in said):
                # Documents name their people on the first page; what is taken for a name later on is less trusted.
                value, sheet = min(said, key=lambda pair: (pair[1].number, -pair[0].confidence))
                yield _disagreement(material, value, sheet, expected, compare)


def _disagreement(material: str, value: FieldValue, sheet: Sheet, expected: str, compare: Compare) -> Finding:
    found = compare(value, expected)
    assert found is not None, "only values that disagree are told"
    placed = found.placed(file=sheet.source.name, page=sheet.number, material=material)
    return placed.model_copy(update={"box": value.box})


def compare_names(value: FieldValue, expected: str) -> Finding | None:
    """Return None where the names are the same in their folded spelling; one doubtful character is to be confirmed."""
    read, wanted = _bare(value.value), _bare(expected)
    if read == wanted:
        return None
    misread = value.confidence < SURE and Levenshtein.distance(read, wanted) <= 1
    shown, known = _masked_apart(read, wanted)
    return finding("case.name_mismatch", severity="confirm" if misread else None, value=shown, expected=known)


def compare_id_numbers(value: FieldValue, expected: str) -> Finding | None:
    """Return None for the same number; a military and a civil number cannot be compared, and are to be confirmed."""
    read, wanted = _number(value.value), _number(expected)
    if read == wanted:
        return None
    comparable = is_officer_number(read) == is_officer_number(wanted)
    misread = value.valid is None and value.confidence < SURE and Levenshtein.distance(read, wanted) <= 1
    severity: Severity | None = "confirm" if misread or not comparable else None
    return finding("case.id_mismatch", severity=severity, value=mask_id(read), expected=mask_id(wanted))


def compare_companies(value: FieldValue, expected: str) -> Finding | None:
    """Return None for the same company, however its legal form and its brackets are written; a branch is another."""
    read, wanted = fold(value.value), fold(expected)
    if _core(read) == _core(wanted):
        return None
    return finding("case.company_mismatch", value=read, expected=wanted)


def years_later(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _documents(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    by_file: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_file.setdefault(sheet.source.id, []).append(sheet)
    return list(by_file.values())


def _bare(name: str) -> str:
    return _MARKS.sub("", fold(name))


def _core(company: str) -> str:
    """Return the company's name without its legal form and marks: 有限公司 and 有限责任公司 are often mixed up."""
    return _MARKS.sub("", _LEGAL_FORM.sub("", company))


def _number(text: str) -> str:
    known = parse_id_number(text)
    return known.number if known else fold(text).upper()


def _masked_apart(read: str, wanted: str) -> tuple[str, str]:
    """Mask both names, showing the first characters, or the last ones where the first do not tell them apart."""
    shown, known = mask_name(read), mask_name(wanted)
    if shown != known:
        return shown, known
    return mask_name(read[::-1])[::-1], mask_name(wanted[::-1])[::-1]


def _age(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
