"""The pages of a stack as documents: the best cut of the whole sequence, by dynamic programming.

A document is a run of neighbouring pages with one material, or with none that is known. A run is worth what its links
are worth, what its pages show of the material, how it begins and how it ends; the stack is cut where the sum is
highest. What a cut in another place would cost says how sure each boundary is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from ...schemas.procedure import Material, Procedure
from ..reading.fold import fold
from .leaf import Leaf, Numbering
from .link import (
    STRANGERS,
    link,
    number_cue,
    surroundings,
)
from .matcher import ACCEPT, MIN_MARGIN

_SHOWS = 0.1
"""Score of a material from which its wordings are on the page; drawn letters, menus and papers score 0."""
_MIN_LABELS = 2
"""甲方 and 乙方 stand on every page of a contract, and are labels of no other material."""
_LEANS_ELSEWHERE = 0.4
"""A page that another material scores this on, and clearly more than the one before, is no continuation of it."""
_HOPELESS = -20.0
"""A run this far below nothing is not mended by what follows."""
_NEVER = float("-inf")
_CLAIMS, _LEANS, _NAMED_SO, _FOREIGN = 2.5, -4.0, 2.0, -5.0
_OTHER_SIDE = 4.0
_SIGNATURE_DUE = 1.0
"""A material that is signed goes on until it was."""
_BEGINS_LATE, _UNTITLED, _ENDS_EARLY = -3.0, -1.5, -2.0


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pages of one document: leaves[start:end]; `material` None where it is of none that is known."""

    start: int
    end: int
    material: Material | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A stack cut into documents; `margins[i]` says how surely leaves i and i+1 are of one (below 0: are of two)."""

    runs: tuple[Run, ...]
    margins: tuple[float, ...]


def cut_stack(leaves: Sequence[Leaf], procedure: Procedure) -> Cut:
    """Return the best cut of the leaves, in the order in which they lie."""
    return _Stack(leaves, procedure).cut()


@dataclass(slots=True)
class _State:
    """A run as far as it has grown."""

    worth: float
    numbering: Numbering | None = None
    numbered_at: int = 0
    anchored: bool = False
    sides: frozenset[str] = field(default_factory=frozenset)
    signed: bool = False


class _Stack:
    """The sums over all runs of one stack."""

    def __init__(self, leaves: Sequence[Leaf], procedure: Procedure) -> None:
        self.leaves = leaves
        self.procedure = procedure
        around = surroundings(leaves)
        self.links = [STRANGERS + sum(cue.weight for cue in link(*pair, around)) for pair in pairwise(leaves)]

    def cut(self) -> Cut:
        """Return the best sequence of runs, and by how much it beats the best without each of its boundaries."""
        count = len(self.leaves)
        worths = dict(self._worths())
        ahead: list[float] = [0.0] + [_NEVER] * count
        best: list[Run] = []
        for end in range(1, count + 1):
            ending = [(ahead[start] + worth, run) for (start, stop), (worth, run) in worths.items() if stop == end]
            ahead[end], run = max(ending, key=lambda pair: pair[0])
            best.append(run)
        behind: list[float] = [_NEVER] * count + [0.0]
        for start in reversed(range(count)):
            behind[start] = max(worth + behind[end] for (at, end), (worth, _) in worths.items() if at == start)
        joined = [_NEVER] * max(0, count - 1)
        for (start, end), (worth, _) in worths.items():
            whole = ahead[start] + worth + behind[end]
            for place in range(start, end - 1):
                joined[place] = max(joined[place], whole)
        margins = tuple(whole - ahead[place + 1] - behind[place + 1] for place, whole in enumerate(joined))
        return Cut(tuple(_backwards(best)), margins)

    def _worths(self) -> Iterator[tuple[tuple[int, int], tuple[float, Run]]]:
        """Yield the worth of every run that may be, with the best material for it, by (start, end)."""
        names = dict.fromkeys(leaf.page.material for leaf in self.leaves if leaf.page.material)
        labels = [None, *(self._label(name) for name in names if self.procedure.material(name))]
        found: dict[tuple[int, int], tuple[float, Run]] = {}
        for start in range(len(self.leaves)):
            for label in labels:
                for end, worth in self._grown(start, label):
                    if worth > found.get((start, end), (_NEVER,))[0]:
                        found[start, end] = worth, Run(start, end, label.material if label else None)
        yield from found.items()

    def _grown(self, start: int, label: _Label | None) -> Iterator[tuple[int, float]]:
        """Yield (end, worth) of the runs of one label that begin here."""
        state = _State(self._beginning(self.leaves[start], label))
        for place in range(start, min(len(self.leaves), start + (label.room if label else len(self.leaves)))):
            self._take(state, start, place, label)
            if state.worth < _HOPELESS:
                return
            if state.anchored or label is None:
                unfinished = state.numbering is not None and bool(state.numbering.total) and not state.numbering.is_last
                yield place + 1, state.worth + (_ENDS_EARLY if unfinished else 0.0)

    def _take(self, state: _State, start: int, place: int, label: _Label | None) -> None:
        """Let the run grow by a page."""
        leaf = self.leaves[place]
        state.worth += label.worth(leaf, first=place == start) if label else _worth_unnamed(leaf)
        if place > start:
            state.worth += self._step(state, start, place, label)
        if leaf.numbering:
            state.numbering, state.numbered_at = leaf.numbering, place
        state.sides |= leaf.sides
        state.signed |= leaf.is_signed
        state.anchored |= label is not None and leaf.page.material == label.material.name

    def _step(self, state: _State, start: int, place: int, label: _Label | None) -> float:
        """Return what going on with this page is worth: for a card that it is the other side, else links and number."""
        leaf = self.leaves[place]
        if label and label.material.sides:
            return _OTHER_SIDE if state.sides and leaf.sides and not state.sides & leaf.sides else _NEVER
        steps, position = place - state.numbered_at, place - start + 1
        behind = sum(each.blanks for each in self.leaves[start + 1 : place + 1])
        since = sum(each.blanks for each in self.leaves[state.numbered_at + 1 : place + 1])
        cover = self.leaves[start].is_cover
        told = number_cue(state.numbering, leaf, steps=steps, position=position, cover=cover)
        # The empty backs of sheets are counted in some documents.
        counted = number_cue(state.numbering, leaf, steps=steps + since, position=position + behind, cover=cover)
        due = _SIGNATURE_DUE if label and label.material.handwritten and not state.signed else 0.0
        return self.links[place - 1] + max(told.weight, counted.weight) + due

    def _beginning(self, leaf: Leaf, label: _Label | None) -> float:
        late = leaf.numbering is not None and leaf.numbering.number > 1
        if label is None:
            return _BEGINS_LATE / 3 if late else 0.0
        if label.room == 1 or label.material.sides:
            return 0.0
        return _BEGINS_LATE if late else 0.0 if leaf.titles or leaf.numbering else _UNTITLED

    def _label(self, name: str) -> _Label:
        material = self.procedure.named(name)
        others = {text for other in self.procedure.materials if other is not material for text in _labels(other)}
        return _Label(material, frozenset(_labels(material)) - others)


@dataclass(frozen=True)
class _Label:
    """A material as the name of runs; `own` are labels that no other material of the procedure has."""

    material: Material
    own: frozenset[str]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What may stand as a title on its pages."""
        material = self.material
        options = (title for option in material.alternatives for title in (option.name, *option.titles))
        return tuple(fold(name) for name in (material.name, *material.aliases, *material.titles, *options))

    @cached_property
    def room(self) -> int:
        """How many pages a document of it may have."""
        material = self.material
        if material.sides:
            return len(material.sides)
        return 1 if material.shape != "page" else material.pages.max

    def worth(self, leaf: Leaf, *, first: bool) -> float:
        """Return what the page is worth as one of this material."""
        page = leaf.page
        if page.material == self.material.name:
            titled = any(cue.kind == "title" and cue.weight > 0 for cue in page.evidence)
            return 0.0 if first or titled else _NAMED_SO
        if is_settled(leaf) or self.material.sides:
            return _NEVER
        scores = dict(page.candidates)
        own = scores.get(self.material.name, 0.0)
        worth = 0.0
        if page.material is not None:
            # The surer the matcher was, the more it takes to name the page otherwise.
            worth += _FOREIGN + (ACCEPT - page.confidence) * _SURENESS
        elif any(score >= _LEANS_ELSEWHERE and score - own >= MIN_MARGIN for score in scores.values()):
            worth += _LEANS
        if first and any(not any(name in title.text for name in self.names) for title in leaf.titles[:1]):
            worth += _FOREIGN
        return worth + (_CLAIMS if self.claims(leaf) else 0.0)

    def claims(self, leaf: Leaf) -> bool:
        """Return whether the page bears wordings of the material, or labels that no other material has."""
        scores = dict(leaf.page.candidates)
        own = scores.get(self.material.name, 0.0)
        if own >= _SHOWS and own == max(scores.values()):
            return True
        return sum(label in leaf.folded.text for label in self.own) >= _MIN_LABELS


_SURENESS = 15.0


def is_settled(leaf: Leaf) -> bool:
    """Return whether nothing may name the page otherwise: it was declared, decided, or shows several cards."""
    return leaf.page.decided_by != "matcher" or bool(leaf.page.cards)


def _worth_unnamed(leaf: Leaf) -> float:
    return 0.0 if leaf.page.material is None else _NEVER


def _labels(material: Material) -> Iterator[str]:
    return (fold(label) for spec in material.every_field() for label in (spec.label, *spec.labels))


def _backwards(best: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs of the best cut in order; `best[i]` is the last run of the best cut of i+1 leaves."""
    chain: list[Run] = []
    end = len(best)
    while end:
        chain.append(best[end - 1])
        end = chain[-1].start
    yield from reversed(chain)
