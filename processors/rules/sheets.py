"""What was received, page by page, in the form in which completeness is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...schemas.completeness import PageRef
from ...schemas.field import FieldValue
from ...schemas.findings import Finding
from ...schemas.results import FileResult, PageResult
from ...schemas.source import Source


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """A received file and what was seen in it; `result` None where it was not read or could not be."""

    source: Source
    result: FileResult | None

    @property
    def unread(self) -> bool:
        """Whether the file, or a page of it, may still be anything: it failed, or its text cannot be read."""
        if self.result is None:
            return True
        lost = any(_hides_something(found) for found in self.result.findings)
        return lost or _lost_its_ink(self.result) or any(_may_be_anything(page) for page in self.result.pages)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, or one card on a page, that is not blank; `page` is what was seen of it."""

    source: Source
    page: PageResult
    number: int

    @property
    def ref(self) -> PageRef:
        """Where it is; several cards on one page share it."""
        return PageRef(file=self.source.id, page=self.number, name=self.source.name)

    @property
    def sides(self) -> frozenset[str]:
        """The sides that it shows: front, back, both, or none that could be told."""
        return frozenset(self.page.side.split("+")) if self.page.side else frozenset()

    @property
    def dismissed(self) -> bool:
        """Whether a person said that it belongs to no material."""
        return self.page.material is None and self.page.decided_by == "person"


def in_order(sources: Sequence[CheckedSource]) -> list[CheckedSource]:
    """Return the sources by name, numbers by value: photos of one contract are named 1, 2, ... 10."""
    return sorted(sources, key=lambda checked: (_by_value(checked.source.name), checked.source.id))


def sheets_of(sources: Sequence[CheckedSource]) -> Iterator[Sheet]:
    """Yield every sheet of the files that were read, blank ones left out.

    A page on which cards were found counts through those, unless only the page as a whole is a material.
    """
    for checked in sources:
        for page in checked.result.pages if checked.result else ():
            cards = [card for card in page.cards if not card.blank]
            through_cards = any(card.material for card in cards) or (cards and page.material is None)
            for part in cards if through_cards else [page]:
                if not part.blank:
                    yield Sheet(checked.source, part, page.page)


def best_field(sheets: Sequence[Sheet], key: str) -> tuple[Sheet, FieldValue] | None:
    """Return the value of that key which holds its check, else which is the surest, with its sheet."""
    found = [(sheet, sheet.page.fields[key]) for sheet in sheets if key in sheet.page.fields]
    if not found:
        return None
    return max(found, key=lambda pair: ({True: 2, None: 1, False: 0}[pair[1].valid], pair[1].confidence))


def _hides_something(found: Finding) -> bool:
    """Tell whether a finding says that there is something in the file which nobody saw."""
    refused = found.severity == "error" and found.code.startswith(("file.", "archive."))
    return refused or found.code == "archive.member_skipped"


def _lost_its_ink(result: FileResult) -> bool:
    """Tell whether a page came out blank of a damaged file: its words may be what the damage took."""
    repaired = any(found.code == "file.repaired" for found in result.findings)
    return repaired and any(page.blank for page in result.pages)


def _may_be_anything(page: PageResult) -> bool:
    if page.blank or page.material is not None or page.decided_by == "person":
        return False
    if any(card.material for card in page.cards):
        return False
    return page.reading_status != "read" or is_illegible(page)


MIN_LEGIBLE = 0.60
"""Mean reading confidence below which a page says nothing: on the degraded pages of vision.md section 4 the character
error rate there is above 0.5, and no page of the real set comes below 0.9."""

MIN_TEXT = 20
"""Characters from which the mean confidence of a page means something; a portrait may bear a stray glyph."""


def is_illegible(page: PageResult) -> bool:
    """Return whether the page has text, and none of it can be trusted."""
    return sum(len(line.text) for line in page.text) >= MIN_TEXT and page.reading_confidence < MIN_LEGIBLE


def _by_value(name: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    stem, _, extension = name.rpartition(".")
    parts = re.findall(r"[0-9]+|[^0-9]+", stem)
    return tuple((False, int(part), "") if part[0] in "0123456789" else (True, 0, part) for part in parts), extension
