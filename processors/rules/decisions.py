"""What people decided about pages, laid over what the matcher saw; nothing that was seen is changed."""

from __future__ import annotations

from collections.abc import Sequence

from ...schemas.decision import Decision
from ...schemas.match import Evidence, Match
from ...schemas.procedure import Material, Procedure
from ...schemas.results import FileResult, PageResult
from ..fields.extract import extract_fields


def apply_decisions(result: FileResult, decisions: Sequence[Decision], procedure: Procedure) -> FileResult:
    """Return the file's result with the pages (and cards) that people decided about named as they said.

    `decisions` are those about this file, the oldest first; the last one for a place counts.
    """
    latest = {(decision.page, decision.card): decision for decision in decisions}
    if not latest:
        return result
    return result.model_copy(update={"pages": tuple(_page(page, latest, procedure) for page in result.pages)})


def _page(page: PageResult, latest: dict[tuple[int, int | None], Decision], procedure: Procedure) -> PageResult:
    cards = tuple(
        _decided(card, latest.get((page.page, number)) or latest.get((page.page, None)), procedure)
        for number, card in enumerate(page.cards, start=1)
    )
    decided = _decided(page, latest.get((page.page, None)), procedure)
    return decided.model_copy(update={"cards": cards})


def _decided(page: PageResult, decision: Decision | None, procedure: Procedure) -> PageResult:
    if decision is None:
        return page
    material = procedure.material(decision.material) if decision.material else None
    side = page.side if material and material.name == page.material else _side(page, material)
    match = Match(
        material=material.name if material else None,
        side=side,
        confidence=1.0,
        margin=1.0,
        candidates=page.candidates,
        evidence=(Evidence(kind="person", text=decision.by, weight=1.0), *page.evidence),
        decided_by="person",
    )
    return page.with_match(match, extract_fields(page.reading, material, side=side) if material else {})


def _side(page: PageResult, material: Material | None) -> str | None:
    """Return the first side whose wording stands on the page; a person names the material, not the side."""
    if material is None or not material.sides:
        return None
    text = "".join(line.text for line in page.text)
    hits = {
        side: sum(phrase.text in text for phrase in material.phrases if phrase.side == side) for side in material.sides
    }
    best = max(hits, key=lambda side: hits[side])
    return best if hits[best] else None
