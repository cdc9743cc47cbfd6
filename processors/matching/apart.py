"""Runs that are one document although something lies between them: sides of a card, pages that count on elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from .leaf import Leaf
from .stack import Cut, Run

Pair = tuple[int, int]
"""Two runs of a cut, by their places in it; the second is of the document of the first."""


def runs_apart(leaves: Sequence[Leaf], cut: Cut) -> tuple[Pair, ...]:
    """Return which runs belong together, each run in one pair at most."""
    return (*_sides(leaves, cut.runs), *_parts(leaves, cut.runs))


def _sides(leaves: Sequence[Leaf], runs: Sequence[Run]) -> Iterator[Pair]:
    """Yield fronts with backs, the nearest first: nothing on the back of an ID card says whose it is."""
    shown = {place: _shown(leaves, run) for place, run in enumerate(runs) if run.material and run.material.sides}
    lone = {place: sides for place, sides in shown.items() if len(sides) == 1}
    taken: set[int] = set()
    for one, two in sorted(combinations(lone, 2), key=lambda pair: (pair[1] - pair[0], pair)):
        if runs[one].material == runs[two].material and lone[one] != lone[two] and not {one, two} & taken:
            taken |= {one, two}
            yield one, two


def _shown(leaves: Sequence[Leaf], run: Run) -> frozenset[str]:
    return frozenset(side for leaf in leaves[run.start : run.end] for side in leaf.sides)


def _parts(leaves: Sequence[Leaf], runs: Sequence[Run]) -> Iterator[Pair]:
    """Yield what lacks pages with what begins late, where the page numbers fit and nothing else would.

    Without 共…页 a number fits too many documents, so both must bear the total.
    """
    numbers = [_numbers(leaves, run) for run in runs]
    for late, (total, here) in enumerate(numbers):
        if not here or min(here) == 1:
            continue
        fitting = [
            place
            for place, (other, there) in enumerate(numbers)
            if place != late and 1 in there and other == total and not here & there and _alike(runs[place], runs[late])
        ]
        rivals = [
            place
            for place, (other, there) in enumerate(numbers)
            if place != late and other == total and here & there and min(there) > 1
        ]
        if len(fitting) == 1 and not rivals:
            yield fitting[0], late


def _alike(first: Run, part: Run) -> bool:
    return first.material is not None and part.material in (None, first.material)


def _numbers(leaves: Sequence[Leaf], run: Run) -> tuple[int | None, frozenset[int]]:
    """Return the run's total and its page numbers; no numbers where one of them bears no total."""
    told = [leaf.numbering for leaf in leaves[run.start : run.end] if leaf.numbering]
    totals = {numbering.total for numbering in told}
    if len(totals) != 1 or None in totals:
        return None, frozenset()
    return totals.pop(), frozenset(numbering.number for numbering in told)
