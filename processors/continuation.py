"""Pages that go on: the third page of a contract bears no title and few of its phrases.

A page that could not be told alone takes the name of the page before it in the same file, unless something speaks
against it: a title of its own, another material that its words lean to, another format, a page number that starts
again, no text at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..schemas.match import Evidence, Match
from ..schemas.procedure import Material, Procedure
from ..schemas.results import PageResult
from .fields import extract_fields
from .fold import fold
from .matching import MIN_MARGIN
from .titles import FoldedPage, fold_page, own_titles

_BETWEEN = 0.85
"""Share of the surer neighbour's confidence for a page between two pages of one material."""
_AFTER = 0.7
"""The same for a page which only follows; three such in a row are still told apart from guesses by the evidence."""
_NUMBERED = 0.85
"""The same for a page which follows and bears the next page number."""
_LEANS_ELSEWHERE = 0.4
"""A page that another material scores this on, and clearly more than the one before, is no continuation of it."""
_ASPECT_TOLERANCE = 0.25
"""Relative difference of width by height: crops of one document's pages vary by a tenth, A4 and a card by more."""
_PAGE_NUMBER = re.compile(r"第(\d{1,3})页|^[-(]?(\d{1,3})[-)]?$|^(\d{1,3})/\d{1,3}$")


def join_runs(results: Sequence[PageResult], procedure: Procedure) -> tuple[PageResult, ...]:
    """Return the pages of one source, in order, with the continuation pages named after what they continue.

    Pages that are named, blank, declared or decided by a person stay as they are, and so do all where the material
    before has a single page or two sides.
    """
    joined: list[PageResult] = []
    for index, page in enumerate(results):
        before = _before(joined)
        joined.append(_continued(page, before, results[index + 1 :], joined, procedure) if before else page)
    return tuple(joined)


def _before(joined: Sequence[PageResult]) -> PageResult | None:
    """Return the last page that is not blank: an empty back does not end a contract."""
    return next((page for page in reversed(joined) if not page.blank), None)


def _continued(
    page: PageResult,
    before: PageResult,
    rest: Sequence[PageResult],
    joined: Sequence[PageResult],
    procedure: Procedure,
) -> PageResult:
    material = procedure.material(before.material) if before.material else None
    if material is None or not _is_open(page) or not _has_room(material, joined):
        return page
    folded = fold_page(page.reading, page.size)
    number = _page_number(folded)
    between = _next_name(rest) == material.name
    if _speaks_against(page, folded, before, material, number) or not (between or folded.lines):
        return page
    share = _BETWEEN if between else _NUMBERED if number is not None else _AFTER
    match = Match(
        material=material.name,
        confidence=round(before.confidence * share, 4),
        margin=0.0,
        candidates=page.candidates,
        evidence=(_evidence(before, number), *page.evidence),
    )
    return page.with_match(match, extract_fields(page.reading, material))


def _is_open(page: PageResult) -> bool:
    return page.material is None and page.decided_by == "matcher" and not page.blank and not page.cards


def _has_room(material: Material, joined: Sequence[PageResult]) -> bool:
    """Return whether the material goes over pages; how many it already has is counted by completeness."""
    single = material.pages.max < 2 or material.shape != "page" or bool(material.sides)
    run = sum(page.material == material.name for page in joined)
    return not single and run < material.pages.max


def _next_name(rest: Sequence[PageResult]) -> str | None:
    return next((page.material for page in rest if page.material is not None), None)


def _speaks_against(
    page: PageResult, folded: FoldedPage, before: PageResult, material: Material, number: int | None
) -> bool:
    if number == 1 or _has_other_title(folded, material):
        return True
    scores = dict(page.candidates)
    own = scores.get(material.name, 0.0)
    if any(score >= _LEANS_ELSEWHERE and score - own >= MIN_MARGIN for score in scores.values()):
        return True
    ratio = (page.size[0] / page.size[1]) / (before.size[0] / before.size[1])
    return abs(ratio - 1.0) > _ASPECT_TOLERANCE


def _has_other_title(folded: FoldedPage, material: Material) -> bool:
    """Return whether the page bears a title, and not the material's own one (a running head)."""
    names = [fold(name) for name in (material.name, *material.aliases, *material.titles)]
    return any(not any(name in line.text for name in names) for line in own_titles(folded))


def _page_number(folded: FoldedPage) -> int | None:
    """Return the number that the page bears in its first or last two lines, or None."""
    for line in (*folded.lines[-2:], *folded.lines[:2]):
        if found := _PAGE_NUMBER.search(line.text):
            return int(next(group for group in found.groups() if group is not None))
    return None


def _evidence(before: PageResult, number: int | None) -> Evidence:
    said = f"接续第 {before.page} 页" + (f"，页码 {number}" if number is not None else "")
    return Evidence(kind="continuation", text=said, weight=1.0)
