"""What a page shows of its place in a document: its number, headings that count on, heads, a beginning, an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...schemas.results import PageResult
from .titles import FoldedLine, FoldedPage, fold_page, own_titles

_NUMERAL = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_N = r"(\d{1,3}|[一二三四五六七八九十]{1,3})"
_PAGE = "[页頁贝]"
"""贝 is what OCR makes of a small 页."""
_NUMBERINGS = (
    re.compile(rf"共(?P<total>{_N}){_PAGE}[,/;。]?第(?P<number>{_N}){_PAGE}"),
    re.compile(rf"第(?P<number>{_N}){_PAGE}[,/;。(]{{0,2}}(?:[共/](?P<total>{_N}){_PAGE})?"),
    re.compile(rf"第(?P<number>{_N})/(?P<total>{_N}){_PAGE}"),
    re.compile(r"(?i)(?:page|p\.?)(?P<number>\d{1,3})(?:(?:of|/)(?P<total>\d{1,3}))?$"),
    re.compile(r"^(?:页[码次]:?)?(?P<number>\d{1,3})/(?P<total>\d{1,3})$"),
)
_BARE_NUMBER = re.compile(r"^[-(·~]{0,2}(?P<number>\d{1,3})[-)·~]{0,2}$")
_MARGIN = 0.1
"""Share of the page's height in which heads and feet stand."""
_MIN_HEAD = 4
"""Characters of a head or foot that says something; a stray glyph or a number doesn't."""
_MIN_ROW = 2
ORDINALS = (
    re.compile(r"^([一二三四五六七八九十]{1,3})[,.:]"),
    re.compile(rf"^第{_N}条"),
    re.compile(rf"^第{_N}[章节]"),
    re.compile(r"^(\d{1,2})[.,](?!\d)"),
)
"""Headings that count through a whole document; (一) begins again under each of them."""
_CODE = re.compile(r"(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{6,}[A-Z0-9X]")
"""A number that names something: of a contract, a form, a person; dates and sums are shorter."""
_SIGNED = re.compile(r"签字|签名|签章|盖章|公章|签署")
_DATED = re.compile(r"年.{0,4}月.{0,4}日|日期")
_ANNEX = re.compile(r"^(附件|附录|附表|附:|续表|补充条款|接上页|\(续)")
_STOPS = '.。;:!?)"'


@dataclass(frozen=True, slots=True)
class Numbering:
    """第 `number` 页 共 `total` 页; the total is None where it is not printed."""

    number: int
    total: int | None = None

    @property
    def is_last(self) -> bool:
        """Whether no page follows by its own word."""
        return self.number == self.total


@dataclass(frozen=True)
class Leaf:
    """A page that is not blank, as it lies in the stack, with what is looked for on it, looked for once.

    place: from 0 among the stack's pages; file: which file it is of, by number; name: what that was called; alone:
    whether the file has no other page; blanks: blank pages right before it.
    """

    page: PageResult
    place: int
    file: int = 0
    name: str = ""
    alone: bool = False
    blanks: int = 0

    @cached_property
    def folded(self) -> FoldedPage:
        """The page's lines in folded spelling."""
        return fold_page(self.page.reading, self.page.size)

    @cached_property
    def titles(self) -> tuple[FoldedLine, ...]:
        """The lines that look like the title of some document, tallest first."""
        return own_titles(self.folded)

    @cached_property
    def numbering(self) -> Numbering | None:
        """The number that the page bears, or None."""
        lines = self.folded.lines
        outer = dict.fromkeys((*(line for line in lines if self._in_margin(line)), *lines[-3:], *lines[:2]))
        # A printed 第…页 beats a bare number, and the foot is where pages are numbered.
        told = (found for line in sorted(outer, key=lambda line: -line.middle) if (found := _numbering_in(line.text)))
        return next(told, None) or next(self._bare_numbers(), None)

    @cached_property
    def heads(self) -> frozenset[str]:
        """What is printed in the margins above and below, without numbers."""
        bare = (re.sub(r"[\d\W_]+", "", line.text) for line in self.folded.lines if self._in_margin(line))
        return frozenset(text for text in bare if len(text) >= _MIN_HEAD)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The numbers on the page that name something."""
        return frozenset(code for line in self.folded.lines for code in _CODE.findall(line.text))

    @cached_property
    def rows(self) -> frozenset[str]:
        """The wordings on the page, without numbers: two pages of one form have many in common."""
        bare = (re.sub(r"[\d\W_]+", "", line.text) for line in self.folded.lines)
        return frozenset(text for text in bare if len(text) >= _MIN_ROW)

    @cached_property
    def ordinals(self) -> tuple[tuple[int, int] | None, ...]:
        """The (first, last) number of its headings by style (`ORDINALS`); None where it has none of the style."""
        return tuple(self._ordinals(style) for style in ORDINALS)

    @cached_property
    def is_annex(self) -> bool:
        """Whether it calls itself a part of what came before."""
        return any(_ANNEX.match(line.text) for line in self.folded.lines[:3])

    @cached_property
    def is_signed(self) -> bool:
        """Whether it ends with a place to sign and a date, as the last page of a document does."""
        low = [line.text for line in self.folded.lines if line.middle > _SIGNED_BELOW * self.folded.height]
        at = [place for place, text in enumerate(low) if _SIGNED.search(text)]
        if not at or any(len(text) > _CLAUSE and not _DATED.search(text) for text in low[at[-1] + 1 :]):
            return False
        return any(_DATED.search(text) for text in low[at[0] :])

    @cached_property
    def is_cover(self) -> bool:
        """Whether it bears little but a title and whose document it is."""
        little = len(self.folded.lines) <= _COVER_LINES and not any(self.ordinals)
        return little and bool(self.titles) and not self.is_signed

    @cached_property
    def only_signs(self) -> bool:
        """Whether it begins with the end: signatures without the text that is signed."""
        return any(_SIGNED.search(line.text) for line in self._body[:3]) and not self.titles

    @cached_property
    def breaks_off(self) -> bool:
        """Whether its text ends in the middle of a sentence, at the end of a full line of Chinese."""
        body = self._body
        if len(body) < _MIN_BODY:
            return False
        left, right = min(line.left for line in body), sorted(line.right for line in body)[-2]
        last = body[-1]
        full = last.left <= left + 2.5 * last.height and last.right >= right - 1.5 * last.height
        return full and last.bottom > self.folded.height / 2 and last.text[-1] not in _STOPS and _is_chinese(last.text)

    @cached_property
    def goes_on(self) -> bool:
        """Whether its text begins in the middle of a paragraph: not indented, no heading, no larger than the rest."""
        body = self._body
        if len(body) < _MIN_BODY or not _is_chinese(body[0].text):
            return False
        first, left = body[0], min(line.left for line in body)
        plain = first.left < left + 0.8 * first.height and first.height < _PLAIN * self.folded.line_height
        heading = any(style.match(first.text) for style in ORDINALS)
        return plain and not heading and (len(first.text) > _CLAUSE or first.text[-1] in _STOPS)

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.page.size[0] / self.page.size[1]

    @property
    def sides(self) -> frozenset[str]:
        """The sides of a card that it shows."""
        return frozenset(self.page.side.split("+")) if self.page.side else frozenset()

    @property
    def where(self) -> str:
        """The page in words."""
        return f"{self.name} 第 {self.page.page} 页" if self.name else f"第 {self.page.page} 页"

    @cached_property
    def _body(self) -> tuple[FoldedLine, ...]:
        lines = self.folded.lines
        return tuple(line for line in lines if not self._in_margin(line) and not _numbering_in(line.text))

    def _in_margin(self, line: FoldedLine) -> bool:
        return not _MARGIN < line.middle / self.folded.height < 1 - _MARGIN

    def _bare_numbers(self) -> Iterator[Numbering]:
        """Yield what may be a page's number for standing alone in its row at the edge, the lowest first."""
        lines = self.folded.lines
        for line in sorted(lines, key=lambda line: -line.middle):
            found = _BARE_NUMBER.match(line.text)
            if (
                not found
                or not (line is lines[-1] or self._in_margin(line))
                or line.height > 1.5 * self.folded.line_height
            ):
                continue
            alone = sum(line.top < other.middle < line.bottom for other in lines) == 1
            # Where the stack has not come so far it is the sum of a table.
            if alone and 0 < int(found["number"]) <= self.place + 1:
                yield Numbering(int(found["number"]))

    def _ordinals(self, style: re.Pattern[str]) -> tuple[int, int] | None:
        found = [_value(match[1]) for line in self.folded.lines if (match := style.match(line.text))]
        return (found[0], found[-1]) if found else None


_CLAUSE = 12
"""Characters from which a line is running text and not a label."""
_MIN_BODY = 3
_COVER_LINES = 18
_PLAIN = 1.2
_SIGNED_BELOW = 0.3


def _is_chinese(text: str) -> bool:
    return sum("\u4e00" <= char <= "\u9fff" for char in text) > len(text) / 2


def _numbering_in(text: str) -> Numbering | None:
    for pattern in _NUMBERINGS:
        found = pattern.search(text)
        if found:
            total = _value(found["total"]) if found["total"] else None
            number = _value(found["number"])
            if number and (total is None or number <= total):
                return Numbering(number, total)
    return None


def _value(text: str) -> int:
    """Return the value of 12 or of 十二."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_NUMERAL.get(tens, 1) * 10 if ten else 0) + _NUMERAL.get(ones, 0)
