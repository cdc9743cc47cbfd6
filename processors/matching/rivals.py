"""What speaks against a name: titles and wordings of papers that are none of the procedure's materials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...schemas.match import Evidence
from ...schemas.procedure import Material
from .infix import find_wording, tolerance
from .knowledge import Knowledge
from .others import OtherPaper
from .titles import TITLE_POINTS, FoldedLine, FoldedPage, TitleHit, title_hits

_NEVER = re.compile("(?!)")
_MAX_SAID = 4
_SHORT_TITLE = 3
"""Characters below which another paper's title must be all that stands there: 工作简历 heads a part of a form."""
_TELLS_ALONE = 4
"""Characters of a wording that says something without a second one: 准驾车型 does, 丙方 is chance."""
_LABEL_CHARACTERS = 5
"""Shorter wordings must stand on one line: over a line break they arise by chance."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another paper that the page is like: by its title, or by `wordings` that few papers and no material bear."""

    name: str
    title: TitleHit | None
    points: float
    wordings: tuple[str, ...]

    def evidence(self, weight: float) -> Iterator[Evidence]:
        """Yield what speaks for the paper, and so against a material, by `weight` points in all."""
        box = self.title.box if self.title else None
        yield Evidence(kind="other", text=self.name, weight=-round(weight, 3), box=box)
        if self.wordings:
            yield Evidence(kind="phrase", text="、".join(self.wordings[:_MAX_SAID]), weight=0.0)


@dataclass(frozen=True)
class Rivals:
    """All that a page shows of papers which nobody asked for."""

    page: FoldedPage
    knowledge: Knowledge

    @cached_property
    def titles(self) -> tuple[tuple[OtherPaper, TitleHit], ...]:
        """Every title of another paper on the page."""
        return tuple(
            (paper, hit)
            for paper in self.knowledge.others
            for title in paper.titles
            for hit in title_hits(self.page, title, _NEVER, whole_line=len(title) < _SHORT_TITLE)
        )

    def find_title(self, titles: Sequence[str], *, whole_line: bool = False) -> TitleHit | None:
        """Return the strongest hit of a material's titles where no other paper's title fits better, or None."""
        hits = (
            hit
            for title in titles
            for hit in title_hits(self.page, title, self.knowledge.not_before, whole_line=whole_line)
            if not self.page.is_cell(hit.unit)
            and not any(other.is_closer(hit) and _share_lines(other.unit, hit.unit) for _, other in self.titles)
        )
        return max(hits, key=lambda hit: hit.strength, default=None)

    def may_be_misread(self, line: FoldedLine, material: Material) -> bool:
        """Return whether a line that looks like some paper's title may be one of the material's that was misread."""
        if any(_share_lines(hit.unit, line) for _, hit in self.titles):
            return False
        titles = (
            title for variant in self.knowledge.variants if variant.material is material for title in variant.titles
        )
        return any(self._is_like(line, title) for title in titles)

    def _is_like(self, line: FoldedLine, title: str) -> bool:
        found = find_wording(title, line.text, max_distance=tolerance(len(title)))
        return found is not None and not self.knowledge.not_before.search(self.page.text_before(line, found.start))

    @cached_property
    def best(self) -> Rival | None:
        """The other paper that the page is most like, or None."""
        rivals = (self._rival(paper) for paper in self.knowledge.others)
        return max((rival for rival in rivals if rival.points > 0), key=lambda rival: rival.points, default=None)

    def _rival(self, paper: OtherPaper) -> Rival:
        titles = (hit for bearer, hit in self.titles if bearer is paper and not self._is_outdone(hit))
        title = max(titles, key=lambda hit: hit.strength, default=None)
        found = tuple(word for word in self.knowledge.own_words[paper.name] if self._stands(word))
        if len(found) == 1 and len(found[0]) < _TELLS_ALONE:
            found = ()
        points = TITLE_POINTS * title.strength if title else 0.0
        return Rival(paper.name, title, points + sum(self.knowledge.telling[word] for word in found), found)

    def _is_outdone(self, hit: TitleHit) -> bool:
        """Return whether a title of a material, as long or longer, fits better there: 建造师, no 建筑师."""
        return any(
            own.found.length >= hit.found.length and own.is_closer(hit) and _share_lines(own.unit, hit.unit)
            for _, own in self._asked
        )

    @property
    def named(self) -> int:
        """How many materials the page bears a title of, in cells of tables too."""
        return len({name for name, _ in self._asked})

    @cached_property
    def _asked(self) -> tuple[tuple[str, TitleHit], ...]:
        """Every title of a material on the page, with the material's name."""
        return tuple(
            (variant.material.name, hit)
            for variant in self.knowledge.variants
            for title in variant.titles
            for hit in title_hits(self.page, title, self.knowledge.not_before)
        )

    def _stands(self, wording: str) -> bool:
        return wording in (self.page.text if len(wording) >= _LABEL_CHARACTERS else self.page.broken_text)


def _share_lines(one: FoldedLine, other: FoldedLine) -> bool:
    """Return whether one of two units is part of the other."""
    return _within(one, other) or _within(other, one)


def _within(small: FoldedLine, big: FoldedLine) -> bool:
    across = small.left >= big.left and small.right <= big.right
    return across and small.top >= big.top and small.bottom <= big.bottom
