"""What can be drawn: every design with the material that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import Paper

from .sheet import Sheet

Maker = Callable[[DemoPerson, np.random.Generator], Sequence[Sheet]]
"""Draws all pages of one document, in order."""


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


DESIGNS: dict[str, Design] = {}


def design(name: str | None, kind: str) -> Callable[[Maker], Maker]:
    """Enter the function that follows as the maker of `kind`."""

    def enter(make: Maker) -> Maker:
        assert kind not in DESIGNS, kind
        DESIGNS[kind] = Design(kind, name, make)
        return make

    return enter


def decoy(kind: str) -> Callable[[Maker], Maker]:
    """Enter the function that follows as the maker of a paper that belongs to no material."""
    return design(None, f"decoy/{kind}")
