"""What one material needs, once its sheets are known: sides, pages, fields, validity, seal, colour, legibility."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from ...schemas.catalogue import Severity
from ...schemas.field import FieldValue
from ...schemas.findings import Finding, finding
from ...schemas.match import Match
from ...schemas.procedure import (
    Alternative,
    FieldSpec,
    Material,
    Procedure,
)
from ...schemas.results import PageResult
from ..fields.extract import shown_alternative
from ..masking import (
    mask_id,
    mask_name,
    mask_phone,
    mask_text,
)
from ..matching.matcher import ACCEPT, contradiction
from .sheets import (
    MIN_TEXT,
    Sheet,
    best_field,
    is_illegible,
)

SURE_CONFIDENCE = 0.93
"""Mean reading confidence of a page: below it, every page of vision.md section 4 with more than a tenth of its
characters wrong was found, and 2 % of the good ones."""

DOUBTFUL_CONFIDENCE = 0.80
"""Below it, more than a fifth of the characters were wrong there (blur of 6 px at 300 dpi reads at 0.78)."""

FIELD_CONFIDENCE = 0.75
"""A value in a table's cell of a page that reads at 0.8 has this; see the ways of finding in `processors.fields`."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """The material itself or one of the documents that are accepted for it: what is asked of it."""

    fields: tuple[FieldSpec, ...]
    sides: tuple[str, ...]


def check_material(
    procedure: Procedure, material: Material, sheets: Sequence[Sheet], *, today: date, unread: bool
) -> Iterator[Finding]:
    """Yield everything that is wrong with a material of which there are sheets.

    Args:
        procedure: to which it belongs.
        material: the one to check.
        sheets: its pages and cards, at least one.
        today: the day of the application.
        unread: whether a file of the case could not be read, so that a side or page may be there unseen.
    """
    variants = [_check_variant(material, variant, sheets, today=today) for variant in _variants(material, sheets)]
    lacks, others = min(variants, key=lambda both: (len(both[0]), len(both[1])))
    lacks = [*lacks, *_too_few(material, sheets)]
    if unread and any(lack.severity == "error" for lack in lacks):
        yield finding("material.unknown", material=material.name)
    else:
        yield from lacks
    yield from others
    yield from chain(_too_many(material, sheets), _check_seal(material, sheets))
    for sheet in sheets:
        yield from _check_name(procedure, sheet, sheets)
        if material.shape != "portrait":
            yield from check_legibility(sheet, material.name)


def check_legibility(sheet: Sheet, material: str | None) -> Iterator[Finding]:
    """Yield `page.unreadable`, the graver the less can be trusted; only hopeless pages block.

    The bars were measured with RapidOCR; other readers' confidences lie lower, so only hopeless pages are told there.
    """
    page = sheet.page
    if page.reading_status != "read" or sum(len(line.text) for line in page.text) < MIN_TEXT:
        return
    severity: Severity
    if is_illegible(page):
        severity = "error" if _is_measured(page) else "confirm"
    elif not _is_measured(page) or page.reading_confidence >= SURE_CONFIDENCE:
        return
    else:
        severity = "confirm" if page.reading_confidence < DOUBTFUL_CONFIDENCE else "warning"
    yield finding(
        "page.unreadable",
        severity=severity,
        material=material,
        file=sheet.source.name,
        page=sheet.number,
        value=round(page.reading_confidence, 2),
    )


def _is_measured(page: PageResult) -> bool:
    return page.engine.startswith("PP-OCRv6")


def _variants(material: Material, sheets: Sequence[Sheet]) -> list[_Variant]:
    """Return what may be asked of the sheets, by the documents they show: it is enough when one of them is whole."""
    shown: list[Alternative | None] = []
    for sheet in sheets if material.alternatives else ():
        option = shown_alternative(sheet.page.reading, material)
        if option not in shown:
            shown.append(option)
    named = [option for option in shown if option is not None]
    variants = [_variant(material, option) for option in named]
    if not named or (None in shown and (material.fields or material.sides)):
        variants.append(_Variant(material.fields, material.sides))
    return variants


def _variant(material: Material, option: Alternative) -> _Variant:
    # The fields of a two-sided card are not those of the booklet which is accepted in its stead.
    inherited = () if material.sides and not option.sides else material.fields
    own = {spec.key for spec in option.fields}
    return _Variant(option.fields + tuple(spec for spec in inherited if spec.key not in own), option.sides)


def _check_variant(
    material: Material, variant: _Variant, sheets: Sequence[Sheet], *, today: date
) -> tuple[list[Finding], list[Finding]]:
    """Return (what is not there, what is wrong with what is there)."""
    seen = frozenset(side for sheet in sheets for side in sheet.sides)
    missing = [side for side in variant.sides if side not in seen]
    untold = sum(not sheet.sides for sheet in sheets)
    # A sheet whose side could not be told may be the missing one: a person looks.
    severity: Severity | None = "confirm" if untold >= len(missing) else None
    lacks = [
        finding("material.side_missing", severity=severity, material=material.name, side=_side_name(material, side))
        for side in missing
    ]
    wrong = [
        found
        for spec in variant.fields
        if spec.side is None or spec.side not in missing
        for found in _check_field(material, spec, sheets)
    ]
    return lacks, [*wrong, *_check_validity(material, sheets, today=today)]


def _side_name(material: Material, side: str) -> str:
    return next((name for key, name in material.side_names.items() if key == side), {"front": "正面"}.get(side, "背面"))


def _check_field(material: Material, spec: FieldSpec, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    best = best_field(sheets, spec.key)
    if best is None:
        if spec.required and any(sheet.page.reading_status == "read" for sheet in sheets):
            where = sheets[0] if len({sheet.ref for sheet in sheets}) == 1 else None
            yield _at(where, finding("field.missing", material=material.name, label=spec.label))
        return
    sheet, value = best
    if value.valid is False:
        # A misread character fails a check too: what was read with little confidence does not block.
        sure = spec.required and value.confidence >= FIELD_CONFIDENCE
        shown = _masked(spec, value)
        severity: Severity = "error" if sure else "confirm"
        invalid = finding(
            "field.invalid", severity=severity, material=material.name, box=value.box, label=spec.label, value=shown
        )
        yield _at(sheet, invalid)
    elif spec.required and value.confidence < FIELD_CONFIDENCE and not _is_proven(spec, value):
        doubtful = finding("field.doubtful", material=material.name, box=value.box, label=spec.label)
        yield _at(sheet, doubtful)


def _is_proven(spec: FieldSpec, value: FieldValue) -> bool:
    """Return whether a check character has proved the value; a date or a pattern may hold by chance."""
    return value.valid is True and spec.kind in ("id_number", "uscc")


def _masked(spec: FieldSpec, value: FieldValue) -> str:
    if spec.kind == "name":
        return mask_name(value.value)
    if spec.kind == "phone":
        return mask_phone(value.value)
    is_id = spec.kind in ("id_number", "officer_number")
    return mask_id(value.value) if is_id else mask_text(value.value)


def _check_validity(material: Material, sheets: Sequence[Sheet], *, today: date) -> Iterator[Finding]:
    rule = material.validity
    if rule is None:
        return
    if rule.until_field and (best := best_field(sheets, rule.until_field)):
        last = _day(best[1].value.rpartition("/")[2])
        if last is not None and last < today:
            expired = finding("field.expired", material=material.name, box=best[1].box, date=last.isoformat())
            yield _at(best[0], expired)
    if rule.issued_field and rule.max_age_days and (best := best_field(sheets, rule.issued_field)):
        issued = _day(best[1].value)
        if issued is not None and today - issued > timedelta(days=rule.max_age_days):
            old = finding(
                "field.too_old",
                material=material.name,
                box=best[1].box,
                date=issued.isoformat(),
                days=rule.max_age_days,
            )
            yield _at(best[0], old)


def field_day(sheets: Sequence[Sheet], key: str) -> date | None:
    """Return the day that the sheets' best value of the key names, or None where none could be read."""
    best = best_field(sheets, key)
    return None if best is None or best[1].valid is False else _day(best[1].value)


def _day(text: str) -> date | None:
    """Return an ISO day; None for 长期 and for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _too_few(material: Material, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    pages = len({sheet.ref for sheet in sheets})
    if pages < material.pages.min:
        yield finding("material.too_few_pages", material=material.name, pages=pages, limit=material.pages.min)


def _too_many(material: Material, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    pages = len({sheet.ref for sheet in sheets})
    if pages > material.pages.max:
        yield finding("material.too_many_pages", material=material.name, pages=pages, limit=material.pages.max)


def _check_seal(material: Material, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Yield a doubt about a seal that is not seen, or about a copy without colour, on which none can be told."""
    in_colour = material.seal or material.shape == "portrait"
    if in_colour and all(sheet.page.quality.colour is False for sheet in sheets):
        yield finding("material.monochrome", material=material.name)
    elif material.seal and not any(cue.kind == "seal" for sheet in sheets for cue in sheet.page.evidence):
        yield finding("seal.missing", material=material.name)


def _check_name(procedure: Procedure, sheet: Sheet, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Yield where a declared name is contradicted, or not borne out, by what the page shows."""
    page = sheet.page
    if page.decided_by != "declared" or page.material is None:
        return
    seen = contradiction(_match(page), procedure)
    if seen is not None:
        yield _at(sheet, finding("match.contradicts", material=page.material, seen=seen))
    elif page.confidence < ACCEPT and not any(_bears_out(other, sheet) for other in sheets):
        yield _at(sheet, finding("match.unconfirmed", material=page.material))


def _bears_out(other: Sheet, sheet: Sheet) -> bool:
    """Return whether another page of the same file shows the material: later pages of a contract bear little of it."""
    return other.source.id == sheet.source.id and other is not sheet and other.page.confidence >= ACCEPT


def _match(page: PageResult) -> Match:
    return Match.model_validate(
        {
            "material": page.material,
            "confidence": page.confidence,
            "margin": page.margin,
            "candidates": page.candidates,
            "decided_by": page.decided_by,
        }
    )


def _at(sheet: Sheet | None, found: Finding) -> Finding:
    return found if sheet is None else found.placed(file=sheet.source.name, page=sheet.number)
