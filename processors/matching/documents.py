"""Files become documents: pages are named after the document that they go on with, and doubts become proposals.

Pages that are named, declared or decided by a person keep their names (but for a weak name that the whole stack speaks
against). Every named page says what it goes on with, and why; a boundary that might as well be another is a finding.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ...schemas.findings import Finding, finding
from ...schemas.match import Evidence, Match
from ...schemas.procedure import Procedure
from ...schemas.results import FileResult, PageResult
from ..fields.extract import extract_fields
from .apart import runs_apart
from .leaf import Leaf
from .link import link, surroundings
from .matcher import ACCEPT, MIN_MARGIN
from .stack import Run, cut_stack, is_settled

WEAK = 1.6
"""Margin below which a boundary is a proposal for a person."""
PROPOSALS = frozenset({"match.continues", "match.may_continue"})
"""Codes that are told anew whenever pages are joined."""
_KIND = "continuation"


def join_files(files: Sequence[FileResult], procedure: Procedure) -> tuple[FileResult, ...]:
    """Return the files, in the order given, with continuation pages named, documents numbered and doubts told.

    The files are one stack: a document may go on over several of them. Joining what was joined before, alone or with
    others, gives what joining them the first time would.
    """
    leaves = list(_leaves(files, procedure))
    joining = _Joining(leaves, procedure)
    pages = {(leaf.file, leaf.page.page): joining.page(leaf) for leaf in leaves}
    doubts = list(joining.doubts(pages))
    return tuple(_joined(file, place, pages, doubts) for place, file in enumerate(files))


def _joined(
    file: FileResult,
    place: int,
    pages: Mapping[tuple[int, int], PageResult],
    doubts: Sequence[tuple[int, Finding]],
) -> FileResult:
    kept = [found for found in file.findings if found.code not in PROPOSALS]
    told = [found.placed(file=file.file) for at, found in doubts if at == place]
    named = tuple(pages.get((place, page.page), page) for page in file.pages)
    return file.model_copy(update={"pages": named, "findings": (*kept, *told)})


def _leaves(files: Sequence[FileResult], procedure: Procedure) -> Iterator[Leaf]:
    """Yield the pages that are not blank, as they were before any joining."""
    several = len(files) > 1
    place = blanks = 0
    for number, file in enumerate(files):
        for page in file.pages:
            if page.blank:
                blanks += 1
                continue
            yield Leaf(
                _as_matched(page, procedure),
                place,
                file=number,
                name=file.file if several else "",
                alone=len(file.pages) == 1,
                blanks=blanks,
            )
            place, blanks = place + 1, 0


def _as_matched(page: PageResult, procedure: Procedure) -> PageResult:
    """Return a page that joining has named as the matcher had it."""
    if page.decided_by != "matcher" or not page.evidence or page.evidence[0].kind != _KIND:
        return page
    best, second = (*page.candidates, ("", 0.0), ("", 0.0))[:2]
    margin = round(best[1] - second[1], 4)
    material = procedure.material(best[0]) if best[1] >= ACCEPT and margin >= MIN_MARGIN else None
    match = Match(
        material=material.name if material else None,
        confidence=best[1],
        margin=margin,
        candidates=page.candidates,
        evidence=page.evidence[1:],
    )
    return page.with_match(match, extract_fields(page.reading, material) if material else {})


class _Joining:
    """One stack, cut into documents, with what there is to say of each page."""

    def __init__(self, leaves: Sequence[Leaf], procedure: Procedure) -> None:
        self.leaves = leaves
        self.around = surroundings(leaves)
        self.cut = cut_stack(leaves, procedure)
        self.runs = [run for run in self.cut.runs for _ in range(run.start, run.end)]
        runs = self.cut.runs
        self.elsewhere = {runs[part].start: runs[first] for first, part in runs_apart(leaves, self.cut)}
        heads = [run.start for run in runs if run.start not in self.elsewhere]
        self.numbers = {start: number for number, start in enumerate(heads, start=1)}

    def page(self, leaf: Leaf) -> PageResult:
        """Return the page with the name and the number of its document."""
        run = self.runs[leaf.place]
        first = self.elsewhere.get(run.start, run)
        named = self._named(leaf, run, first)
        return named.model_copy(update={"document": self.numbers[first.start]})

    def _named(self, leaf: Leaf, run: Run, first: Run) -> PageResult:
        page, material = leaf.page, first.material
        if material is None or page.material == material.name or is_settled(leaf):
            return page
        if run.material is None:
            # Only its page numbers say so.
            anchor, margin = self.leaves[first.end - 1], 0.0
        else:
            anchors = [each for each in self.leaves[run.start : run.end] if each.page.material == material.name]
            anchor = min(anchors, key=lambda each: (abs(each.place - leaf.place), each.place))
            between = range(min(anchor.place, leaf.place), max(anchor.place, leaf.place))
            margin = min(self.cut.margins[place] for place in between)
        match = Match(
            material=material.name,
            confidence=round(anchor.page.confidence * _sureness(margin), 4),
            margin=0.0,
            candidates=page.candidates,
            evidence=(self._evidence(leaf, run, first), *page.evidence),
        )
        return page.with_match(match, extract_fields(page.reading, material))

    def _evidence(self, leaf: Leaf, run: Run, first: Run) -> Evidence:
        """Return what the page goes on with (or, as the first of a run, what it stands before), and why."""
        if leaf.place > run.start:
            other = self.leaves[leaf.place - 1]
            return Evidence(
                kind=_KIND, text=f"接续{other.where}" + _because(self._reasons(other, leaf, run)), weight=1.0
            )
        if first is not run:
            other = self.leaves[first.end - 1]
            return Evidence(kind=_KIND, text=f"接续{other.where}" + _because([_number(leaf)]), weight=1.0)
        other = self.leaves[leaf.place + 1]
        return Evidence(kind=_KIND, text=f"在{other.where}之前" + _because(self._reasons(leaf, other, run)), weight=1.0)

    def _reasons(self, before: Leaf, leaf: Leaf, run: Run) -> list[str]:
        said = [cue.said for cue in link(before, leaf, self.around) if cue.weight > 0 and cue.said]
        return [_number(leaf), *said] if leaf.numbering and leaf.place > run.start else said

    def doubts(self, pages: Mapping[tuple[int, int], PageResult]) -> Iterator[tuple[int, Finding]]:
        """Yield (file, proposal) for every boundary that might as well be another."""
        for before, leaf, surely in self._boundaries():
            one, two = (pages[each.file, each.page.page] for each in (before, leaf))
            if surely or is_settled(leaf) or not (one.material or two.material):
                continue
            if one.document == two.document:
                doubt = finding("match.continues", material=two.material, page=leaf.page.page, before=before.where)
            else:
                doubt = finding("match.may_continue", page=leaf.page.page, before=before.where)
            yield leaf.file, doubt

    def _boundaries(self) -> Iterator[tuple[Leaf, Leaf, bool]]:
        """Yield (page, one that does or may go on with it, whether that is sure)."""
        for (before, leaf), margin in zip(pairwise(self.leaves), self.cut.margins, strict=True):
            yield before, leaf, abs(margin) >= WEAK
        for start, first in self.elsewhere.items():
            # Fronts and backs lie apart as often as together.
            leaf = self.leaves[start]
            yield self.leaves[first.end - 1], leaf, leaf.page.material is not None


def _number(leaf: Leaf) -> str:
    here = leaf.numbering
    return f"页码 {here.number}" + (f"/{here.total}" if here.total else "") if here else ""


def _because(reasons: Sequence[str]) -> str:
    said = [reason for reason in reasons if reason]
    return "：" + "、".join(said) if said else ""


def _sureness(margin: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(margin, _SURE)))


_SURE = 4.0
"""A continuation is never as sure as the page that it goes on with."""
