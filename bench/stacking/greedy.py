"""Pages that go on: the third page of a contract bears no title and few of its phrases.

A page that could not be told alone takes the name of the page before it in the same file where something says that it
belongs there: the next page number, a wording or two labels of the material, or a page of the material behind it. And
nothing may speak against it: a title of its own, another material that its words lean to, another format, page numbers
that start again or had come to their end. In a stack of papers of every kind, following alone says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from shoujian.processors.fields.extract import extract_fields
from shoujian.processors.matching.matcher import MIN_MARGIN
from shoujian.processors.matching.titles import (
    FoldedLine,
    FoldedPage,
    fold_page,
    own_titles,
)
from shoujian.processors.reading.fold import fold
from shoujian.schemas.match import Evidence, Match
from shoujian.schemas.procedure import Material, Procedure
from shoujian.schemas.results import PageResult

_BETWEEN = 0.85
"""Share of the surer neighbour's confidence for a page between two pages of one material."""
_AFTER = 0.7
"""The same for a page which only follows; three such in a row are still told apart from guesses by the evidence."""
_NUMBERED = 0.85
"""The same for a page which follows and bears the next page number."""
_SHOWS = 0.1
"""Score of the material itself from which its wordings are on the page; drawn letters, menus and papers score 0."""
_MIN_LABELS = 2
"""甲方 and 乙方 stand on every page of a contract, and are labels of no other material."""
_LEANS_ELSEWHERE = 0.4
"""A page that another material scores this on, and clearly more than the one before, is no continuation of it."""
_ASPECT_TOLERANCE = 0.25
"""Relative difference of width by height: crops of one document's pages vary by a tenth, A4 and a card by more."""
_PAGE_NUMBER = re.compile(
    r"第(?P<n1>\d{1,3})页(?:[,/]?共(?P<t1>\d{1,3})页)?|^[-(]?(?P<n2>\d{1,3})[-)]?$|^(?P<n3>\d{1,3})/(?P<t3>\d{1,3})$"
)
_TOTAL_FIRST = re.compile(r"共(\d{1,3})页[,/]?第\d{1,3}页")


@dataclass(frozen=True, slots=True)
class _Numbering:
    """第 `number` 页 共 `total` 页; the total is None where it is not printed."""

    number: int
    total: int | None

    def may_follow(self, last: _Numbering | None) -> bool:
        """Return whether a page with this number may stand behind one with the last number of its document."""
        if last is None:
            return self.number > 1
        alike = self.total is None or last.total is None or self.total == last.total
        return self.number > last.number and alike


@dataclass(frozen=True)
class _Leaf:
    """A page as it came, with what is looked for on it, looked for once."""

    page: PageResult

    @cached_property
    def folded(self) -> FoldedPage:
        return fold_page(self.page.reading, self.page.size)

    @cached_property
    def titles(self) -> tuple[FoldedLine, ...]:
        return own_titles(self.folded)

    @cached_property
    def numbering(self) -> _Numbering | None:
        """The number that the page bears in its first or last two lines, or None."""
        lines = self.folded.lines
        return next((found for line in (*lines[-2:], *lines[:2]) if (found := self._numbering_in(line.text))), None)

    def _numbering_in(self, text: str) -> _Numbering | None:
        found = _PAGE_NUMBER.search(text)
        if found is None:
            return None
        number = int(next(found[key] for key in ("n1", "n2", "n3") if found[key]))
        if not found["n1"] and number > self.page.page + 1:
            # A bare number is a page's only where the file has come so far: else it is the sum of a table.
            return None
        before = _TOTAL_FIRST.search(text)
        total = found["t1"] or found["t3"] or (before[1] if before else None)
        return _Numbering(number, int(total) if total else None)

    @property
    def is_open(self) -> bool:
        page = self.page
        return page.material is None and page.decided_by == "matcher" and not page.blank and not page.cards


@dataclass(frozen=True)
class _Run:
    """The document that the pages before end with: its last page, and the last page number in it."""

    last: PageResult
    material: Material
    numbering: _Numbering | None
    others: frozenset[str]
    """Labels of the procedure's other materials."""

    def refuses(self, leaf: _Leaf) -> bool:
        """Return whether something speaks against the page being one more of the document."""
        at_end = self.numbering is not None and self.numbering.number == self.numbering.total
        restarts = leaf.numbering is not None and not leaf.numbering.may_follow(self.numbering)
        return at_end or restarts or self._leans_elsewhere(leaf) or self._has_other_title(leaf) or self._differs(leaf)

    def claims(self, leaf: _Leaf) -> bool:
        """Return whether the page bears wordings of the material, or labels that no other material has."""
        if dict(leaf.page.candidates).get(self.material.name, 0.0) >= _SHOWS:
            return True
        own = set(_labels(self.material)) - self.others
        return sum(label in leaf.folded.text for label in own) >= _MIN_LABELS

    def _leans_elsewhere(self, leaf: _Leaf) -> bool:
        scores = dict(leaf.page.candidates)
        own = scores.get(self.material.name, 0.0)
        return any(score >= _LEANS_ELSEWHERE and score - own >= MIN_MARGIN for score in scores.values())

    def _has_other_title(self, leaf: _Leaf) -> bool:
        """Return whether the page bears a title, and not the material's own one (a running head)."""
        material = self.material
        names = [fold(name) for name in (material.name, *material.aliases, *material.titles)]
        return any(not any(name in line.text for name in names) for line in leaf.titles)

    def _differs(self, leaf: _Leaf) -> bool:
        ratio = (leaf.page.size[0] / leaf.page.size[1]) / (self.last.size[0] / self.last.size[1])
        return abs(ratio - 1.0) > _ASPECT_TOLERANCE


def join_runs(results: Sequence[PageResult], procedure: Procedure) -> tuple[PageResult, ...]:
    """Return the pages of one source, in order, with the continuation pages named after what they continue.

    Pages that are named, blank, declared or decided by a person stay as they are, and so do all where the material
    before has a single page or two sides.
    """
    leaves = [_Leaf(page) for page in results]
    joined: list[PageResult] = []
    for index, leaf in enumerate(leaves):
        run = _run(leaves, joined, procedure) if leaf.is_open else None
        joined.append(_continued(leaf, run, leaves[index + 1 :]) if run else leaf.page)
    return tuple(joined)


def _run(leaves: Sequence[_Leaf], joined: Sequence[PageResult], procedure: Procedure) -> _Run | None:
    """Return the document that may go on; an empty back does not end it."""
    before = [(page, leaf) for page, leaf in zip(joined, leaves, strict=False) if not page.blank]
    material = procedure.material(before[-1][0].material or "") if before else None
    if material is None or not _has_room(material, joined):
        return None
    pages = takewhile(lambda pair: pair[0].material == material.name, reversed(before))
    numbering = next((leaf.numbering for _, leaf in pages if leaf.numbering), None)
    others = frozenset(label for other in procedure.materials if other is not material for label in _labels(other))
    return _Run(before[-1][0], material, numbering, others)


def _has_room(material: Material, joined: Sequence[PageResult]) -> bool:
    """Return whether the material goes over pages; how many it already has is counted by completeness."""
    single = material.pages.max < 2 or material.shape != "page" or bool(material.sides)
    run = sum(page.material == material.name for page in joined)
    return not single and run < material.pages.max


def _labels(material: Material) -> Iterator[str]:
    return (fold(label) for spec in material.every_field() for label in (spec.label, *spec.labels))


def _continued(leaf: _Leaf, run: _Run, rest: Sequence[_Leaf]) -> PageResult:
    page = leaf.page
    share = _share(leaf, run, rest)
    if not share:
        return page
    match = Match(
        material=run.material.name,
        confidence=round(run.last.confidence * share, 4),
        margin=0.0,
        candidates=page.candidates,
        evidence=(_evidence(run.last, leaf.numbering), *page.evidence),
    )
    return page.with_match(match, extract_fields(page.reading, run.material))


def _share(leaf: _Leaf, run: _Run, rest: Sequence[_Leaf]) -> float:
    """Return what is left of the run's confidence for the page, 0 where it is no part of it."""
    if run.refuses(leaf):
        return 0.0
    if leaf.numbering:
        return _NUMBERED
    if _goes_on_behind(run, rest):
        return _BETWEEN
    return _AFTER if run.claims(leaf) else 0.0


def _goes_on_behind(run: _Run, rest: Sequence[_Leaf]) -> bool:
    """Return whether a later page is of the material, or will be, and nothing else stands in between."""
    for leaf in rest:
        if leaf.page.blank:
            continue
        if not leaf.is_open:
            return leaf.page.material == run.material.name
        if run.refuses(leaf):
            return False
        if leaf.numbering or run.claims(leaf):
            return True
    return False


def _evidence(before: PageResult, numbering: _Numbering | None) -> Evidence:
    said = f"接续第 {before.page} 页" + (f"，页码 {numbering.number}" if numbering else "")
    return Evidence(kind="continuation", text=said, weight=1.0)
