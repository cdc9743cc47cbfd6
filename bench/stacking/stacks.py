"""Stacks of papers as people hand them in: every document once, in any order, with decoys and blank pages between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from shoujian.demo.applicant import fictitious_applicant
from shoujian.processors.matching.matcher import PageShape
from shoujian.schemas.procedure import Procedure
from shoujian.schemas.reading import Reading
from shoujian.schemas.results import FileResult

from . import texts
from .pool import (
    Document,
    Seen,
    SeenPage,
    read_documents,
    result,
)

PAGES = (10, 60)
_SEPARATED, _DUPLEX, _STRAY = 0.15, 0.15, 0.2
_BATCH = 0.3
_CARD_APART = 0.3
_BLANK = SeenPage(Seen(Reading(engine="by hand"), PageShape(aspect=0.71), (1654, 2339), blank=True), None)


@dataclass(frozen=True, slots=True)
class Truth:
    """What one page that is not blank is: its document by number, its material, what it was drawn as."""

    document: int
    name: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Stack:
    """Files as the desk has them before joining, and the truth of their pages that are not blank, in order."""

    files: tuple[FileResult, ...]
    truth: tuple[Truth, ...]
    what: str


def stacks(seed: int, count: int, procedure: Procedure, *, sets: Sequence[str], people: int) -> Iterator[Stack]:
    """Yield random stacks of the papers of a few people; stack i depends on seed, sets and i only."""
    persons = [seed + number for number in range(people)]
    read = {person: [doc for design in sets for doc in read_documents(design, person)] for person in persons}
    for index in range(count):
        rng = np.random.default_rng([seed, index])
        person = persons[index % people]
        written = texts.documents(fictitious_applicant(person), rng)
        yield _stack(rng, [*read[person], *written], procedure)


def _stack(rng: Generator, documents: Sequence[Document], procedure: Procedure) -> Stack:
    wanted = int(rng.integers(PAGES[0], PAGES[1] + 1))
    chosen: list[Document] = []
    for place in rng.permutation(len(documents)):
        doc = documents[place]
        # Blank pages are put in by rule; nothing on the back of an ID card says to which of two fronts it belongs.
        again = _side(doc) is not None and _side(doc) in map(_side, chosen)
        if doc.kind == "blank" or again or sum(len(each.pages) for each in (*chosen, doc)) > PAGES[1]:
            continue
        chosen.append(doc)
        if sum(len(each.pages) for each in chosen) >= wanted:
            break
    pieces = [(number, doc) for number, doc in enumerate(chosen)]
    pieces = _with_cards(rng, pieces)
    blanks = rng.choice(["none", "separators", "backs", "stray"], p=[0.5, _SEPARATED, _DUPLEX, _STRAY])
    pages: list[SeenPage] = []
    truth: list[Truth] = []
    for number, doc in pieces:
        for page in doc.pages:
            pages.append(page)
            truth.append(Truth(number, page.name, doc.kind))
            if (blanks == "backs" and rng.random() < 0.9) or (blanks == "stray" and rng.random() < 0.05):
                pages.append(_BLANK)
        if blanks == "separators":
            pages.append(_BLANK)
    batch = rng.random() < _BATCH
    return Stack(_files(pages, procedure, batch=batch), tuple(truth), f"{'batch' if batch else 'pdf'}, {blanks}")


def _with_cards(rng: Generator, pieces: list[tuple[int, Document]]) -> list[tuple[int, Document]]:
    """Give the sides of a card one number, and mostly lay them together."""
    fronts = [(number, doc) for number, doc in pieces if _side(doc) == "front"]
    backs = [(number, doc) for number, doc in pieces if _side(doc) == "back"]
    for (number, _), (old, back) in zip(fronts, backs, strict=False):
        pieces.remove((old, back))
        at = [each for each, _ in pieces].index(number) + 1
        if rng.random() < _CARD_APART:
            at = int(rng.integers(len(pieces) + 1))
        while 0 < at < len(pieces) and pieces[at - 1][0] == pieces[at][0]:
            at += 1
        pieces.insert(at, (number, back))
    return pieces


def _side(doc: Document) -> str | None:
    """Return the side of an ID card that the document is alone, else None."""
    return doc.pages[0].side if len(doc.pages) == 1 and doc.kind.startswith(("id_", "identity/")) else None


def _files(pages: Sequence[SeenPage], procedure: Procedure, *, batch: bool) -> tuple[FileResult, ...]:
    if not batch:
        seen = tuple(result(page, number, procedure) for number, page in enumerate(pages, start=1))
        return (_file("扫描件.pdf", seen),)
    return tuple(_file(f"IMG_{2000 + number}.jpg", (result(page, 1, procedure),)) for number, page in enumerate(pages))


def _file(name: str, pages: tuple) -> FileResult:
    return FileResult(file=name, sha256="0" * 64, media_type="application/octet-stream", pages=pages)
