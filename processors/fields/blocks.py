"""The pieces of a page as a form's reader takes them: running text in one piece, parted labels whole, and neighbours.

Values are looked for in blocks. A block is a line that was read, or several that belong together: the lines of a
paragraph (a value may be broken anywhere in prose), or the parts of a label (姓　名 in two boxes, 资格证书 above 编号).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ...schemas.geometry import Quad, box_quad
from ..matching.titles import FoldedLine, FoldedPage, side_by_side

ROW_OVERLAP = 0.5
_MAX_GAP = 0.45
"""Of the page's width, between a label and the value beside it; the widest cell of the demo's forms takes 0.4."""
_ONTO = 0.5
"""Line heights by which the boxes of two lines below each other may overlap: up to 0.43 on tilted ID cards, whose lines
are close and whose boxes are drawn generously."""
_MAX_DROP = 2.5
"""Line heights between a label and the value below it: a table's row, not a paragraph further down."""
_MAX_LEADING = 1.2
"""Line heights between the lines of one value: 0.3 to 0.5 on ID cards, up to 1.1 in forms typed with double spacing."""
_MAX_WRAP = 0.9
"""The same within a table's cell, which is set narrower than the table's rows."""
_MAX_STACK = 2.2
"""Line heights from a label's middle to the outer line of a value that is wrapped around it (three lines)."""
_PROSE_CHARACTERS = 16
"""A shorter line is a form's row; the lines of certificates have 18 characters at least."""
_INDENT = 5.0
_LONGEST_LABEL = 8
_LONGEST_HALF = 6
_MAX_PARTS = 4
_MARK_GAP = 2.0
"""Line heights before a mark that goes on with a sentence in which a blank was filled in."""
_TOUCHING = 0.3
_GOES_ON = re.compile("[,;。)]")
"""No line and no cell begins with these."""
_OF_DAYS = re.compile("[日时期年月]|出生|[起止至]")
"""What labels of days have in them; under 单位(公章) or 发证机关 stands the day of the paper itself."""
_ENDS_PARAGRAPH = re.compile(r"[。:;]$")
_BEGINS_PARAGRAPH = re.compile(r"第[一二三四五六七八九十\d]+条|[(]?[一二三四五六七八九十\d]{1,2}[),.]")


@dataclass(frozen=True)
class Block:
    """Lines that are one text; bounds in pixels of the page."""

    parts: tuple[FoldedLine, ...]

    @cached_property
    def text(self) -> str:
        """The folded text of all parts."""
        return "".join(part.text for part in self.parts)

    @cached_property
    def left(self) -> float:
        """The left edge."""
        return min(part.left for part in self.parts)

    @cached_property
    def right(self) -> float:
        """The right edge."""
        return max(part.right for part in self.parts)

    @cached_property
    def top(self) -> float:
        """The upper edge."""
        return min(part.top for part in self.parts)

    @cached_property
    def bottom(self) -> float:
        """The lower edge."""
        return max(part.bottom for part in self.parts)

    @cached_property
    def height(self) -> float:
        """The height of the tallest line."""
        return max(part.height for part in self.parts)

    @property
    def middle(self) -> float:
        """The vertical centre."""
        return (self.top + self.bottom) / 2

    def top_at(self, x: float) -> float:
        """The upper edge at a column of the page, which in a tilted line is not the same everywhere."""
        return self.top if len(self.parts) > 1 else _edge_at(self.parts[0].box[0], self.parts[0].box[1], x)

    def bottom_at(self, x: float) -> float:
        """The lower edge there."""
        return self.bottom if len(self.parts) > 1 else _edge_at(self.parts[0].box[3], self.parts[0].box[2], x)

    def within(self, start: int, end: int) -> tuple[FoldedLine, ...]:
        """Return the parts that hold the characters from start to end."""
        held, at = [], 0
        for part in self.parts:
            if at < end and start < at + len(part.text):
                held.append(part)
            at += len(part.text)
        return tuple(held) or self.parts[-1:]


def _edge_at(left: tuple[float, float], right: tuple[float, float], x: float) -> float:
    share = (x - left[0]) / max(1.0, right[0] - left[0])
    return left[1] + min(1.0, max(0.0, share)) * (right[1] - left[1])


def box_around(lines: Sequence[FoldedLine]) -> Quad:
    """Return the box of the line, or the upright box around several."""
    if len(lines) == 1:
        return lines[0].box
    return box_quad(
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )


@dataclass(frozen=True)
class Layout:
    """The blocks of a page in reading order, and which of them are nothing but labels."""

    blocks: tuple[Block, ...]
    bare: frozenset[int]
    width: float
    line_height: float

    def beside(self, index: int) -> list[Block]:
        """Return the blocks right of the block in its row, up to the next label or a wide gap."""
        label = self.blocks[index]
        row = sorted(
            (
                (block.left, other)
                for other, block in enumerate(self.blocks)
                if other != index
                and block.left >= label.right - label.height
                and overlap(block.top, block.bottom, label.top, label.bottom) >= ROW_OVERLAP
            ),
        )
        found: list[Block] = []
        for left, other in row:
            if other in self.bare or left - (found or [label])[-1].right > _MAX_GAP * self.width:
                break
            found.append(self.blocks[other])
        return found

    def around(self, index: int) -> list[Block]:
        """Return the lines of a value that is wrapped around the middle of its label, from top to bottom."""
        label = self.blocks[index]
        near = [
            block
            for other, block in enumerate(self.blocks)
            if other not in self.bare
            and block.left >= label.right - label.height
            and block.left - label.right <= _MAX_GAP * self.width
            and abs(block.middle - label.middle) <= _MAX_STACK * label.height
            and self.label_left_of(other) in (None, index)
            and not self.is_headed(block, label)
        ]
        nearest = min(near, key=lambda block: block.left, default=label)
        near = [block for block in near if overlap(block.left, block.right, nearest.left, nearest.right) > 0]
        near.sort(key=lambda block: block.top)
        parted = any(lower.top - upper.bottom > _MAX_WRAP * upper.height for upper, lower in pairwise(near))
        if len(near) < 2 or parted or abs((near[0].top + near[-1].bottom) / 2 - label.middle) > 0.5 * label.height:
            return []
        return near

    def below(self, upper: Block, *, leading: float | None = None) -> Block | None:
        """Return the block under another, no further down than a table's row or, with `leading`, so many heights."""
        reach = _MAX_DROP * self.line_height if leading is None else leading * upper.height
        under = [
            (block.top, block.left, other)
            for other, block in enumerate(self.blocks)
            if block is not upper
            and overlap(block.left, block.right, upper.left, upper.right) > 0.2
            and -_ONTO * upper.height <= _drop(upper, block) <= reach
        ]
        if not under:
            return None
        other = min(under)[2]
        return None if other in self.bare or self.label_left_of(other) is not None else self.blocks[other]

    def run(self, first: Block) -> Iterator[Block]:
        """Yield the block and those that may carry on its text, line by line below it."""
        yield first
        for _ in range(_MAX_PARTS - 1):
            following = self.below(first, leading=_MAX_LEADING)
            if following is None:
                return
            yield following
            first = following

    def is_headed(self, block: Block, label: Block) -> bool:
        """Return whether something else stands in the label's column beside the block, so that it is that one's."""
        return any(
            other is not label
            and other is not block
            and overlap(other.left, other.right, label.left, label.right) > 0
            and overlap(other.top, other.bottom, block.top, block.bottom) >= ROW_OVERLAP
            for other in self.blocks
        )

    def is_dated(self, index: int) -> bool:
        """Return whether a label left of the block or above it says of what the block is the day."""
        block = self.blocks[index]
        above = [
            label
            for label in self.bare
            if -0.4 * block.height <= block.top - self.blocks[label].bottom <= block.height
            and overlap(block.left, block.right, self.blocks[label].left, self.blocks[label].right) > 0.2
        ]
        left = self.label_left_of(index)
        labels = above if left is None else [left, *above]
        return any(_OF_DAYS.search(self.blocks[label].text) for label in labels)

    def label_left_of(self, index: int) -> int | None:
        """Return the label that stands in the same row directly left of the block, so that the block is its value."""
        block = self.blocks[index]
        left = [
            other
            for other, candidate in enumerate(self.blocks)
            if other != index
            and candidate.right <= block.left + block.height
            and block.left - candidate.right <= _MAX_GAP * self.width
            and overlap(block.top, block.bottom, candidate.top, candidate.bottom) >= ROW_OVERLAP
        ]
        nearest = max(left, key=lambda other: self.blocks[other].right, default=None)
        return nearest if nearest in self.bare else None


def _drop(upper: Block, lower: Block) -> float:
    """Return how far below another a block begins, in the middle of what they share."""
    x = (max(upper.left, lower.left) + min(upper.right, lower.right)) / 2
    return lower.top_at(x) - upper.bottom_at(x)


def overlap(low: float, high: float, other_low: float, other_high: float) -> float:
    """Return the shared part of two spans as a share of the shorter."""
    shared = min(high, other_high) - max(low, other_low)
    return shared / max(1.0, min(high - low, other_high - other_low))


def whole_blocks(page: FoldedPage, words: re.Pattern[str]) -> list[Block]:
    """Return the page's blocks: parted labels in one piece again, the lines of a paragraph joined."""
    blocks = _with_stacked_labels(list(_with_spread_labels(page, words)), words)
    prose = (block.right for block in blocks if len(block.text) >= _PROSE_CHARACTERS)
    return _with_paragraphs(blocks, words, max(prose, default=0.0))


def _with_spread_labels(page: FoldedPage, words: re.Pattern[str]) -> Iterator[Block]:
    """Yield the lines; labels set far apart (名　　称) and sentences with filled-in blanks are in one piece."""
    for row in side_by_side(page.lines):
        start = 0
        while start < len(row):
            count = next((n for n in (4, 3, 2) if _is_spread(row[start : start + n], n, words)), 0)
            count = count or _filled_in(row[start:])
            yield Block(row[start : start + count])
            start += count


def _filled_in(row: Sequence[FoldedLine]) -> int:
    """Return how many pieces from the first one are a sentence with something filled in (本人 | 张三 | ,身份证号)."""
    gaps = [right.left - left.right for left, right in pairwise(row)]
    count = 1
    while count < len(row):
        mark = next((n for n in (count, count + 1) if n < len(row) and _GOES_ON.match(row[n].text)), None)
        if mark is None or gaps[mark - 1] > _MARK_GAP * row[mark].height:
            break
        if mark > count and gaps[count - 1] > _TOUCHING * row[count].height:
            break
        count = mark + 1
    return count


def _is_spread(parts: Sequence[FoldedLine], count: int, words: re.Pattern[str]) -> bool:
    head = "".join(part.text for part in parts[:-1])
    if len(parts) < count or any(len(part.text) > 2 for part in parts[:-1]):
        return False
    # The last part may have the value in it already: 姓 | 名:张三.
    label = words.match(head + parts[-1].text)
    return label is not None and len(head) < label.end() <= len(head) + 2


def _with_stacked_labels(blocks: list[Block], words: re.Pattern[str]) -> list[Block]:
    """Return the blocks with labels that are broken over two lines of a narrow cell in one piece."""
    short = [index for index, block in enumerate(blocks) if len(block.text.rstrip(":")) <= _LONGEST_HALF]
    lower_of: dict[int, int] = {}
    for upper in short:
        if upper in lower_of.values():
            continue
        for lower in short:
            if (
                upper < lower
                and lower not in lower_of.values()
                and _is_label_broken(blocks[upper], blocks[lower], words)
            ):
                lower_of[upper] = lower
                break
    lowers = set(lower_of.values())
    return [
        Block((*block.parts, *blocks[lower_of[index]].parts)) if index in lower_of else block
        for index, block in enumerate(blocks)
        if index not in lowers
    ]


def _is_label_broken(upper: Block, lower: Block, words: re.Pattern[str]) -> bool:
    """Return whether two lines are one label; two labels below each other (单位, 名称) are two."""
    close = -0.4 * upper.height <= lower.top - upper.bottom <= upper.height
    if not close or abs((upper.left + upper.right) - (lower.left + lower.right)) / 2 > upper.height:
        return False
    first, second = upper.text, lower.text.rstrip(":")
    return words.fullmatch(first + second) is not None and not (words.fullmatch(first) and words.fullmatch(second))


def _with_paragraphs(blocks: Sequence[Block], words: re.Pattern[str], right: float) -> list[Block]:
    """Return the blocks with the lines of each paragraph joined."""
    joined: list[Block] = []
    for block in blocks:
        alone = len(block.parts) == 1
        if joined and alone and _goes_on(joined[-1].parts[-1], block.parts[0], words, right):
            joined[-1] = Block((*joined[-1].parts, *block.parts))
        else:
            joined.append(block)
    return joined


def _goes_on(upper: FoldedLine, lower: FoldedLine, words: re.Pattern[str], right: float) -> bool:
    """Return whether a line of prose is carried on in the next one: it is full, and the next begins at the margin."""
    size = upper.height
    long = len(upper.text) >= _PROSE_CHARACTERS and upper.right - upper.left >= 0.5 * right
    full = long and upper.right >= max(lower.right - 1.5 * size, 0.8 * right)
    close = -0.3 * size <= lower.top - upper.bottom <= 1.8 * size and max(size, lower.height) <= 1.5 * min(
        size, lower.height
    )
    at_margin = -_INDENT * size <= lower.left - upper.left <= 0.7 * size
    ended = (
        _ENDS_PARAGRAPH.search(upper.text)
        or _BEGINS_PARAGRAPH.match(lower.text)
        or words.fullmatch(lower.text)
        or ((label := words.match(lower.text)) and lower.text[label.end() : label.end() + 1] == ":")
    )
    return full and close and at_margin and (_is_broken(upper.text, lower.text, words) or not ended)


def _is_broken(upper: str, lower: str, words: re.Pattern[str]) -> bool:
    """Return whether the line break parts a number or a label."""
    if upper[-1].isdigit() and lower[0].isdigit():
        return True
    edge = min(len(upper), _LONGEST_LABEL)
    around = upper[-edge:] + lower[:_LONGEST_LABEL]
    return any(label.start() < edge < label.end() for label in words.finditer(around))
