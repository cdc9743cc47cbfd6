"""Names of thousands of drawn pages: right, unknown, wrong; how far confidence can be believed; a plain rival."""

from __future__ import annotations

import importlib
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from misread import glanced, misread
from shoujian.demo.canvas import Paper
from shoujian.processors.matching.matcher import PageShape, match_page
from shoujian.processors.reading.fold import fold
from shoujian.schemas.match import Match
from shoujian.schemas.procedure import Procedure
from shoujian.schemas.reading import Reading

READINGS = 4
"""Times that one drawn page is misread: drawing it costs fifty times as much."""


@dataclass(frozen=True, slots=True)
class Named:
    """A page, what the matcher says of it, of a glance at it, and what the rival says."""

    kind: str
    name: str | None
    match: Match
    glance: Match
    rival: str | None
    milliseconds: float


def name_drawn(seed: int, count: int, procedure: Procedure, supply: str = "papers") -> Iterator[Named]:
    """Yield `count` pages of a supply (`papers` or `exam`), each design as often, named from misread lines."""
    designs = importlib.import_module(supply)
    kinds, given, turn = (*designs.KINDS, *designs.DECOY_KINDS), 0, 0
    while given < count:
        rng = np.random.default_rng([seed, turn])
        kind, turn = kinds[turn % len(kinds)], turn + 1
        for paper in designs.document(kind, designs.person(int(rng.integers(1 << 30))), rng):
            for again in range(READINGS):
                yield _named(paper, kind, random.Random(f"{seed} {turn} {paper.page_no} {again}"), procedure)
            given += READINGS


def _named(paper: Paper, kind: str, chance: random.Random, procedure: Procedure) -> Named:
    reading, shape = misread(paper, chance)
    started = time.process_time()
    match = match_page(reading, procedure, shape=shape)
    spent = 1000 * (time.process_time() - started)
    plain = PageShape(aspect=shape.aspect, text_lines=shape.text_lines, size=shape.size)
    glance = match_page(glanced(reading), procedure, shape=plain)
    return Named(f"{kind} {paper.page_no}", paper.name, match, glance, keyword_name(reading, procedure), spent)


def keyword_name(reading: Reading, procedure: Procedure) -> str | None:
    """Return what a plain keyword matcher says: the material whose names and titles are most often in the text."""
    text = fold(reading.text)
    hits: Counter[str] = Counter()
    for material in procedure.materials:
        options = [title for option in material.alternatives for title in (option.name, *option.titles)]
        names = {fold(name) for name in (material.name, *material.aliases, *material.titles, *options)}
        hits[material.name] = sum(name in text for name in names)
    best, most = hits.most_common(1)[0]
    return best if most else None


def print_naming(named: Iterable[Named], supply: str = "papers") -> None:
    """Print who is right how often, confusions by design, and right answers by confidence."""
    pages = list(named)
    print(f"drawn pages of bench/{supply}, misread: {len(pages)}\n")
    print("| who | right of those named | unnamed | foreign papers accepted |\n|---|---|---|---|")
    _print_row("shoujian", [(page.name, page.match.material) for page in pages])
    _print_row("its glance, sure", [(page.name, page.glance.material if page.glance.sure else None) for page in pages])
    _print_row("keywords", [(page.name, page.rival) for page in pages])
    spent = sorted(page.milliseconds for page in pages)
    print(f"\nCPU ms a page: median {spent[len(spent) // 2]:.1f}, one in twenty above {spent[-len(spent) // 20]:.1f}\n")
    _print_reliability(pages)
    _print_designs(pages)


def _print_row(who: str, pairs: list[tuple[str | None, str | None]]) -> None:
    own = [(truth, said) for truth, said in pairs if truth is not None]
    answered = [(truth, said) for truth, said in own if said is not None]
    right = sum(truth == said for truth, said in answered)
    foreign = [said for truth, said in pairs if truth is None]
    accepted = sum(said is not None for said in foreign)
    print(
        f"| {who} | {_part(right, len(answered))} | {_part(len(own) - len(answered), len(own))} "
        f"| {_part(accepted, len(foreign))} |"
    )


def _part(count: int, whole: int) -> str:
    return f"{count} of {whole} ({100 * count / whole:.2f} %)" if whole else "none"


def _print_reliability(pages: list[Named]) -> None:
    bins: dict[int, list[bool]] = defaultdict(list)
    for page in pages:
        if page.match.candidates:
            name, score = page.match.candidates[0]
            bins[min(9, int(10 * score))].append(name == page.name)
    print("| confidence | pages | the best candidate is right |\n|---|---|---|")
    for tenth in sorted(bins, reverse=True):
        right = bins[tenth]
        print(f"| {tenth / 10:.1f}-{tenth / 10 + 0.1:.1f} | {len(right)} | {100 * sum(right) / len(right):.1f} % |")
    print()


def _print_designs(pages: list[Named]) -> None:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        rows[page.kind][page.match.material or "unknown"] += 1
    names = {page.kind: page.name or "unknown" for page in pages}
    print("| design and page with other answers | right | others |\n|---|---|---|")
    for kind in sorted(rows):
        others = {name: count for name, count in rows[kind].items() if name != names[kind]}
        if others:
            told = ", ".join(f"{name} {count}" for name, count in others.items())
            print(f"| {kind} | {rows[kind][names[kind]]} | {told} |")
    print()
