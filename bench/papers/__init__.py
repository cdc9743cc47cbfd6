"""A second, independent supply of document pages: layouts that nothing was developed with.

Whoever drew these pages worked from what is known of the real papers and read neither the procedure's rules nor the
other generator's papers, so what is measured on them says more about papers that nobody here has seen.
`KINDS` and `DECOY_KINDS` name the designs, `document` draws one whole document, `sample` gives single pages as a
scanner or a phone would see them. The pages of a seed depend on the fonts that are there: see `type.installed`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import Paper
from shoujian.demo.devices import Shot, scan
from shoujian.demo.samples import random_photo, random_scan

from . import (
    application,
    contract,
    decoy_cards,
    decoy_certificates,
    decoy_forms,
    decoy_letters,
    decoy_money,
    decoy_pictures,
    diploma,
    identity,
    licence,
    portrait,
    promise,
    qualification,
    registration,
    social,
    training,
)
from .people import person
from .registry import DESIGNS
from .type import installed

__all__ = ["DECOY_KINDS", "KINDS", "document", "installed", "person", "sample"]

_FAMILIES = (
    application,
    identity,
    portrait,
    diploma,
    registration,
    qualification,
    contract,
    social,
    training,
    promise,
    licence,
    decoy_letters,
    decoy_certificates,
    decoy_cards,
    decoy_money,
    decoy_forms,
    decoy_pictures,
)
"""Importing them enters their designs."""
KINDS = tuple(kind for kind, entry in DESIGNS.items() if entry.name is not None)
DECOY_KINDS = tuple(kind for kind, entry in DESIGNS.items() if entry.name is None)
DECOY_SHARE = 0.25
_FILES = ("portrait/", "decoy/chat", "decoy/web_page", "decoy/scenery")
MATERIALS = tuple(sorted({entry.name for entry in DESIGNS.values() if entry.name is not None}))


def document(kind: str, person: DemoPerson, rng: np.random.Generator) -> list[Paper]:
    """Draw all pages of one document of that kind, in order."""
    return DESIGNS[kind].papers(person, rng)


def sample(seed: int, count: int) -> Iterator[Shot]:
    """Give `count` single pages on random devices; page i depends on seed and i only.

    A quarter are decoys; among the rest each material is equally likely, then each of its designs, then each page.
    """
    for index in range(count):
        rng = np.random.default_rng([seed, index, 0xBEEF])
        pages = document(_kind(rng), person(int(rng.integers(1 << 30))), rng)
        yield shot(pages[int(rng.integers(len(pages)))], rng)


def shot(paper: Paper, rng: np.random.Generator) -> Shot:
    """Scan or photograph a page on a random device; portraits and screenshots are handed in as the files they are."""
    if paper.kind.startswith(_FILES):
        return scan(paper, rng, noise=0.5, quality=92)
    return random_scan(paper, rng) if rng.random() < 0.5 else random_photo(paper, rng)


def _kind(rng: np.random.Generator) -> str:
    if DECOY_KINDS and rng.random() < DECOY_SHARE:
        return DECOY_KINDS[int(rng.integers(len(DECOY_KINDS)))]
    name = MATERIALS[int(rng.integers(len(MATERIALS)))]
    kinds = [kind for kind in KINDS if DESIGNS[kind].name == name]
    return kinds[int(rng.integers(len(kinds)))]
