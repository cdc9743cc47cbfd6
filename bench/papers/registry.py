"""What can be drawn: every design of a set, with the material that it belongs to, and pages of them as they come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import Paper
from shoujian.demo.devices import Shot, scan
from shoujian.demo.samples import random_photo, random_scan

from .people import person
from .sheet import Sheet

Maker = Callable[[DemoPerson, np.random.Generator], Sequence[Sheet]]
"""Draws all pages of one document, in order."""
DECOY_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Design:
    """One design: its `kind`, the material's name (None: belongs to no material), and who draws it."""

    kind: str
    name: str | None
    make: Maker

    def papers(self, person: DemoPerson, rng: np.random.Generator) -> list[Paper]:
        """Return the pages of one document."""
        return [
            sheet.paper(
                self.name,
                self.kind,
                side=sheet.side,
                page_no=page_no,
                fields=dict(sheet.fields),
                corner_radius=sheet.corner_radius,
            )
            for page_no, sheet in enumerate(self.make(person, rng), 1)
        ]


@dataclass(frozen=True, slots=True)
class DesignSet:
    """All designs of one supply of pages.

    `person` gives the applicant of a seed; `salt` makes the pages of a seed others than another set's; `files` are the
    beginnings of kinds that are handed in as files, not as paper.
    """

    person: Callable[[int], DemoPerson]
    salt: int
    files: tuple[str, ...]
    designs: dict[str, Design] = field(default_factory=dict)

    def design(self, name: str | None, kind: str) -> Callable[[Maker], Maker]:
        """Enter the function that follows as the maker of `kind`."""

        def enter(make: Maker) -> Maker:
            assert kind not in self.designs, kind
            self.designs[kind] = Design(kind, name, make)
            return make

        return enter

    def decoy(self, kind: str) -> Callable[[Maker], Maker]:
        """Enter the function that follows as the maker of a paper that belongs to no material."""
        return self.design(None, f"decoy/{kind}")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that belong to a material."""
        return tuple(kind for kind, entry in self.designs.items() if entry.name is not None)

    @property
    def decoy_kinds(self) -> tuple[str, ...]:
        """The kinds that belong to none."""
        return tuple(kind for kind, entry in self.designs.items() if entry.name is None)

    @property
    def materials(self) -> tuple[str, ...]:
        """The names of the materials that are drawn."""
        return tuple(sorted({entry.name for entry in self.designs.values() if entry.name is not None}))

    def document(self, kind: str, person: DemoPerson, rng: np.random.Generator) -> list[Paper]:
        """Draw all pages of one document of that kind, in order."""
        return self.designs[kind].papers(person, rng)

    def sample(self, seed: int, count: int) -> Iterator[Shot]:
        """Give `count` single pages on random devices; page i depends on seed and i only.

        A quarter are decoys; among the rest each material is equally likely, then each of its designs, then each page.
        """
        for index in range(count):
            rng = np.random.default_rng([seed, index, self.salt])
            pages = self.document(self._kind(rng), self.person(int(rng.integers(1 << 30))), rng)
            yield self.shot(pages[int(rng.integers(len(pages)))], rng)

    def shot(self, paper: Paper, rng: np.random.Generator) -> Shot:
        """Scan or photograph a page on a random device; portraits and screenshots come as the files they are."""
        if paper.kind.startswith(self.files):
            return scan(paper, rng, noise=0.5, quality=92)
        return random_scan(paper, rng) if rng.random() < 0.5 else random_photo(paper, rng)

    def _kind(self, rng: np.random.Generator) -> str:
        if self.decoy_kinds and rng.random() < DECOY_SHARE:
            return self.decoy_kinds[int(rng.integers(len(self.decoy_kinds)))]
        name = self.materials[int(rng.integers(len(self.materials)))]
        kinds = [kind for kind in self.kinds if self.designs[kind].name == name]
        return kinds[int(rng.integers(len(kinds)))]


PAPERS = DesignSet(person, 0xBEEF, ("portrait/", "decoy/chat", "decoy/web_page", "decoy/scenery"))
DESIGNS, design, decoy = PAPERS.designs, PAPERS.design, PAPERS.decoy
