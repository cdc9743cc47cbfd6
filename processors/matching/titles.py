"""The title of a page: tall, high up, centred, alone on its line or split over two.

A page is folded first (`FoldedPage`); everything that compares wordings works on folded text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from ...schemas.geometry import (
    Quad,
    Size,
    bounds,
    box_quad,
)
from ...schemas.reading import Line, Reading
from ..reading.fold import fold
from .infix import Found, PairIndex, find_wording

_NOISE = re.compile(r"[\s\d:;,.。·~_\-—|*<>《》\"'!?=+/\\]+|第?\d+页|\(.*?\)|\(.*$")
_DOCUMENT = re.compile(
    r"(表|证书|证明|证明书|证|卡|合同|合同书|协议|协议书|承诺书|委托书|执照|护照|发票|通知|通知书|报告|报告书|存根|"
    r"收据|票据|凭证|单|声明|章程|简历|公告|决定书|委任书|申请书|试卷|名册|簿|函|法|条例|办法|规定|细则|指南|须知|清单|"
    r"目录|说明|方案|手册|日报|晚报|介绍信|记录|回执|批复|纪要|台账)$"
)
_MUTE = re.compile(
    "(?:网络|在线|线上|平台|电子|个人|学员|课程|培训|学习|考试|考核|合格|结业|完成|情况|信息)+"
    "(?:证明|证明书|记录|记录表|记录单|凭证|档案|手册)"
)
"""Titles that say what kind of paper it is, not about what: 培训证明."""
_SECTION = re.compile(
    r"[一二三四五六七八九十]+[,.:]|[(][一二三四五六七八九十]+[)]|第[一二三四五六七八九十\d]+[条章节部]"
)
"""What begins like 二、… heads a part of a paper."""
_TICKED = re.compile("[□☐☑√✓■]")
"""What one ticks is a row of a form: 证件类型 身份证□军官证."""
_TALL = 1.6
"""A title this many times taller than the page's lines is as prominent as one can be (demo and real forms: 1.5-2.5)."""
_OWN_TITLE_HEIGHT = 1.25
"""The lowest title among the forms of the real set is 1.3 times its page's lines."""
_OWN_TITLE_PROMINENCE = 0.6
_HEADING_PROMINENCE = 0.65
"""个人信息登记表 of the real set is of body size, centred on top: 0.70."""
_HEADING_LINES = 3
_HEADING_WIDTH = 0.6
_TOP_SHARE = 0.45
_ROW_OVERLAP = 0.6
_SAME_HEIGHT = 1.6
_DOWNWARDS = 1.5
"""Height by width from which a line of two characters and more is written from top to bottom."""
_SHORT = 6
_MAX_TITLE_CHARACTERS = 30
_MAX_UNIT_CHARACTERS = 45
_MIN_COVERAGE = 0.75
"""居民身份证号码 (5 of 7 characters) is a label and not the title 居民身份证."""
_MIN_COVERAGE_ALIAS = 0.8
_MIN_COVERAGE_AT_END = 0.25
"""What a title ends with says what it is: 新设立企业建造师注册承诺书 is a 承诺书 (3 of 13 characters), while
解除劳动合同证明 does not end with 劳动合同."""
_AT_END = 0.8
"""A title at the end of a longer one is worth nearly as much as one that stands alone."""
_ABOUT = re.compile("关于|解除|终止|遗失|注销|补办")
"""解除劳动合同, 关于变更营业执照: what comes first makes it another paper about the one that it ends with.
A procedure's matcher knows more such words: `others.qualifiers`."""
_ORGANISATION = re.compile(r".*(?:公司|集团|大学|学院|学校|协会|中心|[局厅院所])")
"""Names before a title say who issued it, not what it is: 某某消防工程有限公司劳动合同."""
_PROMINENT = 0.7
TITLE_POINTS = 3.4
"""A title in full, of a material or of another paper, is worth three phrases that nothing else bears."""
SURELY_READ = 0.9
"""Confidence of the engine from which a title says what it says; RapidOCR gave 120 titles of drawn scans and photos
0.95 at least."""


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A line in folded spelling, with its bounds in pixels; of a row or a pair of lines it is the union.

    `height` is that of its tallest single line in pixels, across the writing, 1 at least.
    """

    text: str
    box: Quad
    confidence: float
    left: float
    top: float
    right: float
    bottom: float
    height: float

    @property
    def middle(self) -> float:
        """The vertical centre in pixels."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class FoldedPage:
    """The lines of a page in folded spelling; `width` and `height` in pixels of the page that was read.

    `glanced`: only the tallest of its lines were read.
    """

    lines: tuple[FoldedLine, ...]
    width: float
    height: float
    glanced: bool = False

    @cached_property
    def line_height(self) -> float:
        """The height of an ordinary line, in pixels (median weighted by length of text)."""
        if self.glanced:
            # The ordinary lines were left; they are no taller than the lowest that was read.
            return min((line.height for line in self.lines), default=1.0)
        heights = [line.height for line in self.lines for _ in line.text]
        return median(heights) if heights else 1.0

    @cached_property
    def text(self) -> str:
        """All lines without breaks."""
        return "".join(line.text for line in self.lines)

    @cached_property
    def broken_text(self) -> str:
        """All lines, broken as they are."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def line_pairs(self) -> PairIndex:
        """Tells which lines may hold a wording."""
        return PairIndex(line.text for line in self.lines)

    @cached_property
    def unit_pairs(self) -> PairIndex:
        """Tells which units may hold a title."""
        return PairIndex(unit.text for unit, _ in self.units)

    @cached_property
    def units(self) -> tuple[tuple[FoldedLine, str], ...]:
        """Every line, row of several lines, and two rows that may be one title, each with its `title_text`.

        What is too long for a title is left out.
        """
        rows = side_by_side(self.lines)
        joined = [join_lines(row) for row in rows]
        several = [whole for row, whole in zip(rows, joined, strict=True) if len(row) > 1]
        pairs = [
            join_lines((upper, lower)) for upper, lower in pairwise(joined) if self._may_be_one_title(upper, lower)
        ]
        bare = ((unit, title_text(unit.text)) for unit in (*self.lines, *several, *pairs))
        return tuple((unit, text) for unit, text in bare if 0 < len(text) <= _MAX_UNIT_CHARACTERS)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character that stands on the page, to pass over wordings that cannot."""
        return frozenset(self.text)

    def may_bear(self, wording: str, max_distance: int) -> bool:
        """Return False where the folded wording has more characters that the page lacks than it may have edits."""
        return sum(char not in self.characters for char in wording) <= max_distance

    def text_before(self, unit: FoldedLine, start: int) -> str:
        """Return what the title that begins there on the unit has before it, on the row above too."""
        return _ORGANISATION.sub("", self._rows_above.get(unit, "") + unit.text[:start])

    @cached_property
    def _rows_above(self) -> dict[FoldedLine, str]:
        """The text of the row above each row that may be one title with it."""
        joined = [join_lines(row) for row in side_by_side(self.lines)]
        return {lower: upper.text for upper, lower in pairwise(joined) if self._may_be_one_title(upper, lower)}

    def _may_be_one_title(self, upper: FoldedLine, lower: FoldedLine) -> bool:
        close = lower.top - upper.bottom < 1.5 * max(upper.height, lower.height)
        alike = max(upper.height, lower.height) <= _SAME_HEIGHT * min(upper.height, lower.height)
        short = len(upper.text) + len(lower.text) <= _MAX_TITLE_CHARACTERS
        return close and alike and short

    def prominence(self, line: FoldedLine) -> float:
        """Return how much the line stands out as a title, 0.4 (a line of the text) to 1.0 (tall, on top, centred)."""
        tall = min(1.0, max(0.0, (line.height / self.line_height - 1.0) / (_TALL - 1.0)))
        top = max(0.0, 1.0 - line.middle / self.height / 0.5)
        off_centre = abs((line.left + line.right) / 2 - self.width / 2) / self.width
        centred = max(0.0, 1.0 - off_centre / 0.2)
        return 0.4 + 0.6 * (0.5 * tall + 0.25 * top + 0.25 * centred)

    def is_cell(self, line: FoldedLine) -> bool:
        """Return whether a line of body size has other writing in its row: 居民身份证 behind 证件名称 in a form."""
        if line.height >= _OWN_TITLE_HEIGHT * self.line_height:
            return False
        row = (other for other in self.lines if line.top < other.middle < line.bottom)
        return any(other.right <= line.left or line.right <= other.left for other in row)


@dataclass(frozen=True, slots=True)
class TitleHit:
    """A title that was found on `unit`: `strength` 0..1 takes likeness, prominence and share of its line together."""

    title: str
    strength: float
    prominence: float
    unit: FoldedLine
    found: Found

    @property
    def box(self) -> Quad:
        """Where the title's line or lines are."""
        return self.unit.box

    def is_closer(self, other: TitleHit) -> bool:
        """Return whether this title is more like what is printed there: fewer edits, then more of the text."""
        return (self.found.distance, -self.found.length) < (other.found.distance, -other.found.length)


def fold_page(reading: Reading, size: Size | None = None) -> FoldedPage:
    """Return the page's lines in folded spelling; `size` (width, height) in pixels, else what the lines span."""
    lines = tuple(_fold_line(line) for line in reading.lines if fold(line.text))
    # Without the page's size its margins are taken to be alike on both sides.
    width = size[0] if size else max((line.right for line in lines), default=1.0) + _first(line.left for line in lines)
    height = size[1] if size else max((line.bottom for line in lines), default=1.0) + _first(line.top for line in lines)
    return FoldedPage(lines, max(1.0, float(width)), max(1.0, float(height)), reading.skipped > 0)


def _first(places: Iterable[float]) -> float:
    return max(0.0, min(places, default=0.0))


def find_title(
    page: FoldedPage, titles: Sequence[str], *, whole_line: bool = False, not_before: re.Pattern[str] = _ABOUT
) -> TitleHit | None:
    """Return the strongest hit of any of the titles on the page, or None.

    With `whole_line` nothing else may stand on the line and short titles must be read exactly: 申请表 alone is a name
    for many forms, so it does not count within 纾困申请表, nor 身份证 within 身份证号. `not_before` finds what makes
    another paper of a title that it stands before: 解除劳动合同, 一级建造师资格证书.
    """
    hits = (hit for title in titles for hit in title_hits(page, fold(title), not_before, whole_line=whole_line))
    return max(hits, key=lambda hit: hit.strength, default=None)


def title_hits(
    page: FoldedPage, title: str, not_before: re.Pattern[str], *, whole_line: bool = False
) -> Iterator[TitleHit]:
    """Yield every place where the page bears the folded title; for the arguments see `find_title`."""
    for place in page.unit_pairs.near(title, 0 if whole_line and len(title) < _SHORT else 2):
        unit, bare = page.units[place]
        allowed = 0 if whole_line and len(title) < _SHORT else _title_tolerance(len(title), unit.confidence)
        found = find_wording(title, unit.text, max_distance=allowed)
        if found is None or not_before.search(page.text_before(unit, found.start)):
            continue
        coverage = min(1.0, len(title_text(title) or title) / len(bare))
        prominence = page.prominence(unit)
        at_end = prominence >= _PROMINENT and _ends_with(unit.text, found)
        if coverage >= (_MIN_COVERAGE_ALIAS if whole_line else _MIN_COVERAGE_AT_END if at_end else _MIN_COVERAGE):
            share = _AT_END + (1 - _AT_END) * coverage if at_end else 0.5 + 0.5 * coverage
            strength = found.similarity**2 * prominence * share
            yield TitleHit(title, strength, prominence, unit, found)


def own_titles(page: FoldedPage) -> tuple[FoldedLine, ...]:
    """Return the lines in the upper part of the page that look like the title of some document, tallest first."""
    found = [unit for unit, bare in page.units if _is_own_title(page, unit, bare)]
    return tuple(sorted(found, key=lambda unit: -unit.height))


def is_mute(line: FoldedLine) -> bool:
    """Return whether a line that looks like a title says only that there is a paper about some training."""
    return _MUTE.fullmatch(title_text(line.text)) is not None


def title_text(text: str) -> str:
    """Return a folded line without brackets, numbers and punctuation: what is left of a title line to compare."""
    return _NOISE.sub("", text)


def _is_own_title(page: FoldedPage, unit: FoldedLine, bare: str) -> bool:
    if not 3 <= len(bare) <= _MAX_TITLE_CHARACTERS or not _DOCUMENT.search(bare) or unit.text[-1] in ",.;:。":
        return False
    if unit.top > _TOP_SHARE * page.height or _SECTION.match(unit.text) or _TICKED.search(unit.text):
        return False
    prominence = page.prominence(unit)
    tall = unit.height >= _OWN_TITLE_HEIGHT * page.line_height
    return prominence >= _OWN_TITLE_PROMINENCE if tall else _heads_page(page, unit, prominence)


def _heads_page(page: FoldedPage, unit: FoldedLine, prominence: float) -> bool:
    """Return whether a line of body size is one of the first, centred and alone: the title of a plain form."""
    above = sum(line.middle < unit.top for line in page.lines)
    beside = sum(unit.top < line.middle < unit.bottom for line in page.lines)
    narrow = unit.right - unit.left <= _HEADING_WIDTH * page.width
    return above < _HEADING_LINES and beside == 1 and narrow and prominence >= _HEADING_PROMINENCE


def _ends_with(text: str, title: Found) -> bool:
    """Return whether the line ends with the title; where it is only a part, it must be read letter by letter."""
    exact = title.distance == 0 or title.length >= len(title_text(text)) * _MIN_COVERAGE
    return exact and not title_text(text[title.end :])


def _title_tolerance(length: int, confidence: float) -> int:
    """Return the edits that a title may carry: fewer than a phrase, as 初始 and 延续 differ in two characters.

    A short one must be right where the engine was sure of it: 毕业证书 and 结业证书 differ in one. A second edit is
    forgiven only to a long title which the engine itself was unsure of.
    """
    if length < 4 or (length < _SHORT and confidence >= SURELY_READ):
        return 0
    return 2 if length >= 8 and confidence < 0.8 else 1


def _fold_line(line: Line) -> FoldedLine:
    left, top, right, bottom = bounds(line.box)
    across = (math.dist(line.box[0], line.box[3]) + math.dist(line.box[1], line.box[2])) / 2
    along = (math.dist(line.box[0], line.box[1]) + math.dist(line.box[3], line.box[2])) / 2
    # 申请人声明 from top to bottom in the first cell of a row is no tall heading.
    downwards = len(line.text) > 1 and across > _DOWNWARDS * along
    height = max(1.0, along if downwards else across)
    return FoldedLine(fold(line.text), line.box, line.confidence, left, top, right, bottom, height)


def side_by_side(lines: Sequence[FoldedLine]) -> list[tuple[FoldedLine, ...]]:
    """Return the lines in groups of neighbours in reading order which stand in one row and are of one size."""
    rows: list[list[FoldedLine]] = []
    for line in lines:
        if rows and _same_row(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [tuple(row) for row in rows]


def _same_row(before: FoldedLine, line: FoldedLine) -> bool:
    overlap = min(before.bottom, line.bottom) - max(before.top, line.top)
    low = min(before.height, line.height)
    return overlap >= _ROW_OVERLAP * low and max(before.height, line.height) <= _SAME_HEIGHT * low


def join_lines(parts: Sequence[FoldedLine]) -> FoldedLine:
    """Return the lines as one: their text in that order, the box around them all."""
    if len(parts) == 1:
        return parts[0]
    left, top = min(part.left for part in parts), min(part.top for part in parts)
    right, bottom = max(part.right for part in parts), max(part.bottom for part in parts)
    text = "".join(part.text for part in parts)
    box = box_quad(left, top, right, bottom)
    height = max(part.height for part in parts)
    return FoldedLine(text, box, min(part.confidence for part in parts), left, top, right, bottom, height)
