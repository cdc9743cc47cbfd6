"""Put the lines of a page into the order in which a person reads them.

Rows go from top to bottom, and within a row from left to right, so that a label stands before its value. Only where
text is set in columns (long lines on both sides of a gap which nothing crosses) is one column read before the next:
a table or a form has such gaps too, but its cells are short, and it is read row by row. Columns of writing that runs
downwards are read from right to left.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

from ...schemas.geometry import bounds
from ...schemas.reading import Line

ROW_OVERLAP = 0.5
"""Share of the lower line's height which two lines of one row have in common."""

MIN_COLUMN_ROWS = 4
"""A shorter block is read row by row: three short paragraphs side by side are rather a form's cells."""

MIN_COLUMN_FILL = 0.7
"""How much of a column's width its median line takes: running text fills its column, a table's cells do not."""

MIN_COLUMN_GLYPHS = 10
"""Width of a column's median line in line heights. Labels beside their values have up to eight characters, and
newspaper columns, the narrowest that running text is set in, have twelve and more."""

MIN_COLUMN_SHARE = 0.2
"""Of the block's width: a narrower strip is a margin of labels or line numbers."""

MAX_CROSSING = 0.25
"""Share of the lines that may cross a gutter (titles, captions) before it is none."""

DOWNWARDS = 1.5
"""Height by width of two letters or more, one below the other."""

MAX_LEVELLED_DEG = 15.0
"""Boxes which lean more are not lines of text across the page (seal text, vertical writing)."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line in levelled coordinates."""

    line: Line
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the same lines in reading order, whatever order they came in."""
    slope = _slope(lines)
    placed = sorted((_level(line, slope) for line in lines), key=_position)
    return tuple(item.line for item in _ordered(placed))


def _position(item: _Placed) -> tuple[float, float, float, float, str, float]:
    return item.top, item.left, item.bottom, item.right, item.line.text, item.line.confidence


def _slope(lines: Sequence[Line]) -> float:
    """Return how much the page's lines fall per pixel to the right; 0.0 where no line is wide enough to tell."""
    slopes: list[tuple[float, float]] = []
    for line in lines:
        (left, top), (right, other), _, lower = line.box
        run = right - left
        height = math.dist((left, top), lower)
        if run > 4 * height and abs(other - top) < run * math.tan(math.radians(MAX_LEVELLED_DEG)):
            slopes.append(((other - top) / run, run))
    half = sum(run for _, run in slopes) / 2
    passed = accumulate(run for _, run in sorted(slopes))
    return next((slope for (slope, _), run in zip(sorted(slopes), passed, strict=True) if run >= half), 0.0)


def _level(line: Line, slope: float) -> _Placed:
    """Return the line's place as if the page were level; its height is that of the writing, not of the leaning box."""
    left, _, right, _ = bounds(line.box)
    corners = [(x, y - slope * x) for x, y in line.box]
    ys = sorted(y for _, y in corners)
    return _Placed(line, left, (ys[0] + ys[1]) / 2, right, (ys[2] + ys[3]) / 2)


def _ordered(items: list[_Placed]) -> list[_Placed]:
    """Order one block: column by column between the lines that cross its gutter, everything else row by row."""
    gutter = _gutter(items)
    if gutter is None:
        return _row_by_row(items)
    ordered: list[_Placed] = []
    loose: list[_Placed] = []
    for band in _bands(items, gutter):
        sides = [item for item in band if item.right <= gutter], [item for item in band if item.left >= gutter]
        if not all(_is_column(side) for side in sides):
            loose += band
            continue
        ordered += _row_by_row(loose)
        loose = []
        for side in sides:
            ordered += _ordered(side)
    return ordered + _row_by_row(loose)


def _bands(items: list[_Placed], gutter: float) -> list[list[_Placed]]:
    """Cut the block at each line that crosses the gutter; such a line is a band of its own."""
    crossing = [item for item in items if item.left < gutter < item.right]
    middles = sorted((item.top + item.bottom) / 2 for item in crossing)
    between: list[list[_Placed]] = [[] for _ in range(len(middles) + 1)]
    for item in items:
        if not item.left < gutter < item.right:
            between[bisect_left(middles, (item.top + item.bottom) / 2)].append(item)
    crossing.sort(key=lambda item: item.top + item.bottom)
    bands = [between[0]]
    for line, following in zip(crossing, between[1:], strict=True):
        bands += [[line], following]
    return bands


def _gutter(items: list[_Placed]) -> float | None:
    """Return the x, just left of a column, that the fewest lines cross (the leftmost such), or None."""
    if len(items) < 2 * MIN_COLUMN_ROWS:
        return None
    left = min(item.left for item in items)
    share = MIN_COLUMN_SHARE * (max(item.right for item in items) - left)
    best: float | None = None
    fewest = MAX_CROSSING * len(items)
    for x in sorted({item.left for item in items}):
        if not left + share <= x <= left + share / MIN_COLUMN_SHARE - share:
            continue
        crossing = sum(item.left < x < item.right for item in items)
        if crossing < fewest:
            best, fewest = x, crossing
    return best


def _is_column(side: list[_Placed]) -> bool:
    """Return whether the lines are running text which fills its width, or several columns of it."""
    if len(side) < MIN_COLUMN_ROWS:
        return False
    width = median(item.width for item in side)
    if width < MIN_COLUMN_GLYPHS * median(item.height for item in side):
        return False
    extent = max(item.right for item in side) - min(item.left for item in side)
    if width >= MIN_COLUMN_FILL * extent:
        return True
    gutter = _gutter(side)
    if gutter is None:
        return False
    halves = [item for item in side if item.right <= gutter], [item for item in side if item.left >= gutter]
    return all(_is_column(half) for half in halves)


def _row_by_row(items: list[_Placed]) -> list[_Placed]:
    """Order by rows from top to bottom, each row from left to right."""
    rows: list[list[_Placed]] = []
    for item in sorted(items, key=lambda each: (each.top + each.bottom, _position(each))):
        if rows and any(_same_row(item, other) for other in rows[-1]):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [item for row in rows for item in _along(row)]


def _along(row: list[_Placed]) -> list[_Placed]:
    """Order a row from left to right; columns of letters below each other are read from right to left."""
    in_order = sorted(row, key=lambda each: (each.left, _position(each)))
    downwards = all(item.height >= DOWNWARDS * item.width and len(item.line.text) > 1 for item in row)
    return in_order[::-1] if downwards else in_order


def _same_row(one: _Placed, other: _Placed) -> bool:
    """Return whether the lines share their height on the page and lie beside each other."""
    lower = min(one.height, other.height)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    # Boxes of neighbours in a row may lap over a little; of two lines one above the other, much more is common.
    lapped = min(one.right, other.right) - max(one.left, other.left)
    return shared >= ROW_OVERLAP * lower and lapped < lower
