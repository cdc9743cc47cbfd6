"""Hold what was received against what the procedure asks for, and tell every defect at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ...schemas.case import Applicant
from ...schemas.completeness import (
    Completeness,
    MaterialCheck,
    PageRef,
    Status,
)
from ...schemas.findings import Finding, finding
from ...schemas.procedure import Condition, Material, Procedure
from ..matching.matcher import likely_name
from .consistency import check_agreement, check_applicant, years_later
from .material_rules import check_legibility, check_material, field_day
from .sealers import check_sealer
from .sheets import (
    CheckedSource,
    Sheet,
    in_order,
    sheets_of,
)

__all__ = ["CheckedSource", "check_completeness"]

_BY_MATERIAL = ("material.", "photo.")
"""Codes of the portal's limits, which a page has only as a page of a material."""

Grouped = Mapping[str, Sequence[Sheet]]
"""Sheets by material name."""


def check_completeness(
    procedure: Procedure, applicant: Applicant, sources: Sequence[CheckedSource], *, today: date
) -> Completeness:
    """Return the status of every material and every finding; the order of the sources does not matter.

    Args:
        procedure: what is applied for.
        applicant: the basic information as keyed in.
        sources: every file of the case, with what was seen in it, people's decisions applied.
        today: the day of the application, on which ages and terms are judged.
    """
    ordered = in_order(sources)
    by_material, unmatched = _sorted_out(procedure, ordered)
    about_pages = _page_findings(ordered, by_material)
    unread = any(checked.unread for checked in ordered)
    checks = tuple(
        _check(
            procedure, applicant, material, by_material, about_pages.get(material.name, ()), today=today, unread=unread
        )
        for material in procedure.materials
    )
    findings = _once(
        [
            *([] if ordered else [finding("case.empty")]),
            *check_applicant(procedure, applicant, today=today),
            *about_pages.get(None, ()),
            *_unmatched_findings(unmatched),
        ]
    )
    blocked = any(found.severity == "error" for found in findings)
    return Completeness(
        complete=not blocked and all(_is_settled(check) for check in checks),
        materials=checks,
        unmatched=_refs(unmatched),
        findings=findings,
        checked_on=today,
    )


def _sorted_out(procedure: Procedure, sources: Sequence[CheckedSource]) -> tuple[Grouped, Sequence[Sheet]]:
    """Return the sheets by material, and those which are of none; what a person put aside is in neither."""
    known = {material.name for material in procedure.materials}
    by_material: dict[str, list[Sheet]] = defaultdict(list)
    unmatched: list[Sheet] = []
    for sheet in sheets_of(sources):
        if sheet.page.material in known:
            by_material[sheet.page.material].append(sheet)
        elif not sheet.dismissed:
            unmatched.append(sheet)
    return by_material, unmatched


def _is_settled(check: MaterialCheck) -> bool:
    """Return whether nothing about the material blocks; one that is not required may block too, by what is there."""
    usable = check.status == "usable" or not check.required
    return usable and all(found.severity != "error" for found in check.findings)


def _check(
    procedure: Procedure,
    applicant: Applicant,
    material: Material,
    by_material: Grouped,
    about_pages: Sequence[Finding],
    *,
    today: date,
    unread: bool,
) -> MaterialCheck:
    """Return the check of one material."""
    sheets = by_material.get(material.name, ())
    needed = _is_needed(material, by_material, today=today)
    if not sheets:
        status: Status = "unknown" if unread else "missing"
        absent = tuple(_absent(material, needed, unread=unread))
        return MaterialCheck(name=material.name, required=bool(needed), status=status, findings=absent)
    findings = _once(
        [
            *about_pages,
            *check_material(procedure, material, sheets, today=today, unread=unread),
            *check_agreement(procedure, applicant, material.name, sheets),
            *check_sealer(applicant, material, sheets),
        ]
    )
    usable = all(found.severity != "error" for found in findings)
    return MaterialCheck(
        name=material.name,
        required=bool(needed),
        status="usable" if usable else "uploaded",
        pages=_refs(sheets),
        findings=findings,
    )


def _is_needed(material: Material, by_material: Grouped, *, today: date) -> bool | None:
    """Return whether the material is required; None where its condition could not be judged."""
    if material.condition is None:
        return material.requirement == "required"
    return _holds(material.condition, by_material, today=today)


def _holds(condition: Condition, by_material: Grouped, *, today: date) -> bool | None:
    day = field_day(by_material.get(condition.material, ()), condition.field)
    return None if day is None else years_later(day, condition.years) < today


def _absent(material: Material, needed: bool | None, *, unread: bool) -> Iterator[Finding]:
    """Yield what there is to say of a material without pages: missing is said only when everything was read."""
    if needed is None and material.condition is not None:
        yield finding("material.condition_unknown", material=material.name, reason=material.condition.reason)
    if not needed:
        return
    if unread:
        yield finding("material.unknown", material=material.name)
    elif material.condition is not None:
        yield finding("material.missing_conditional", material=material.name, reason=material.condition.reason)
    else:
        yield finding("material.missing", material=material.name)


def _page_findings(sources: Sequence[CheckedSource], by_material: Grouped) -> Mapping[str | None, list[Finding]]:
    """Return what stands against the files and pages, under the material whose page it is, else under None."""
    told: dict[str | None, list[Finding]] = defaultdict(list)
    owners: dict[tuple[str, int], set[str]] = defaultdict(set)
    for name, sheets in by_material.items():
        for sheet in sheets:
            owners[sheet.source.id, sheet.number].add(name)
    for checked in sources:
        if checked.result is None:
            told[None].append(finding("ocr.failed", file=checked.source.name))
            continue
        dismissed = {sheet.number for sheet in sheets_of([checked]) if sheet.dismissed}
        for found in checked.result.findings:
            if found.page is None:
                told[None].append(found.placed(file=checked.source.name))
                continue
            counts_as = owners[checked.source.id, found.page]
            # What a person put aside, and limits of a material that the page does not count as, block nothing.
            if counts_as:
                owner = found.material or min(counts_as)
                if owner in counts_as:
                    told[owner].append(found.placed(file=checked.source.name, material=owner))
            elif found.page not in dismissed and not found.code.startswith(_BY_MATERIAL):
                told[None].append(found.placed(file=checked.source.name))
    return told


def _unmatched_findings(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    for sheet in sheets:
        yield _unnamed(sheet)
        yield from check_legibility(sheet, None)


def _unnamed(sheet: Sheet) -> Finding:
    """Return what there is to say of a sheet without a name: what it may be, where one material clearly leads."""
    where = sheet.source.name
    likely = likely_name(sheet.page.candidates)
    if likely is None:
        return finding("match.unknown", file=where, page=sheet.number)
    name, score = likely
    return finding("match.uncertain", material=name, file=where, page=sheet.number, confidence=f"{score:.0%}")


def _refs(sheets: Iterable[Sheet]) -> tuple[PageRef, ...]:
    return tuple(dict.fromkeys(sheet.ref for sheet in sheets))


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Drop what is said twice of one place, as of a page and of the card on it; the graver one stays."""
    kept: dict[tuple[str | None, ...], Finding] = {}
    for found in findings:
        what = "" if found.code.startswith("page.") else found.message
        key = (found.code, found.material, found.file, str(found.page), what)
        before = kept.get(key)
        if before is None or (found.severity == "error" and before.severity != "error"):
            kept[key] = found
    return tuple(kept.values())
