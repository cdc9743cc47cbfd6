"""The second reader: the Tesseract program, through pytesseract. Slower and less exact; needs no networks.

The one processor that starts a program. It is passed in as an `OcrEngine`, never looked up.
"""

from __future__ import annotations

import os
import shutil
from collections import ChainMap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import cv2
import numpy as np
import pytesseract
from cv2.typing import MatLike
from PIL import Image
from pytesseract import pytesseract as runner

from ...schemas.errors import ToolMissing
from ...schemas.geometry import box_quad
from ...schemas.reading import Line, Reading
from ..page import Gray, Pixels
from .reading_order import in_reading_order

PAGE_MODE = 11
"""Sparse text: on forms and certificates it misses least (measured: 4 / 27 / 13 % of the characters wrong on clean,
degraded and photographed pages, against 5 / 32 / 22 % in mode 3 and 21 / 43 / 28 % in mode 6)."""

MIN_SIDE_PX = 1600
"""Pages whose longer side is below this are enlarged. The program wants letters of 20 to 40 px; on a drawn page of
1240 px, 1600 read every line but the title, while 1240 lost characters of the labels and 2000 made Latin of them."""

MAX_ENLARGEMENT = 3.0

PAPER = 0.93
"""Share of the paper's brightness from which on a pixel is paper: the program splits even a blank page's grain into ink
and paper, and then finds letters in it for minutes. Grain of 3 grey levels reaches down to 0.96."""

BACKGROUND_SHRINK = 8
"""The paper's brightness is estimated on a page this many times smaller, where most writing has gone."""

MIN_WORD_CONFIDENCE = 0.3
"""Below are specks and lines of tables: in the drawn pages no right word is below 0.4."""

CELL_GAP = 2.0
"""A gap of this many word heights within a line parts two cells of a table."""


@dataclass(frozen=True, slots=True)
class _Word:
    """One word as the program gives it, in pixels of the enlarged page."""

    line: tuple[int, int, int]
    text: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int


class TesseractEngine:
    """Reads pages with Tesseract; see `processors.ocr.OcrEngine` for the contract."""

    def __init__(self, *, languages: str = "chi_sim+eng", timeout_s: float = 120.0) -> None:
        """Find the program and its languages.

        Raises:
            ToolMissing: the program or one of the languages is not installed.
        """
        if shutil.which(runner.tesseract_cmd) is None:
            raise ToolMissing("未安装 tesseract", remedy="apt install tesseract-ocr tesseract-ocr-chi-sim")
        missing = sorted(set(languages.split("+")) - set(pytesseract.get_languages()))
        if missing:
            packages = " ".join(f"tesseract-ocr-{language.replace('_', '-')}" for language in missing)
            raise ToolMissing(f"tesseract 缺少语言 {', '.join(missing)}", remedy=f"apt install {packages}")
        _use_one_thread()
        self._languages = languages
        self._timeout_s = timeout_s
        self._name = f"tesseract-{pytesseract.get_tesseract_version()} {languages}"

    @property
    def name(self) -> str:
        """Name and version, for the record."""
        return self._name

    def read(self, pixels: Pixels) -> Reading:
        """Return the lines of an upright page; pixels: (H, W, 3) uint8 BGR, left as they are.

        A page that takes longer than the time limit gives a Reading of status "failed".

        Raises:
            pytesseract.TesseractError: the program refused the page, which is a defect.
        """
        scale = min(max(1.0, MIN_SIDE_PX / max(pixels.shape[:2])), MAX_ENLARGEMENT)
        try:
            words = list(self._words(pixels, scale))
        except runner.TesseractError:
            raise
        except RuntimeError:  # what pytesseract raises after it has ended a program that took too long
            return Reading(engine=self.name, status="failed")
        height, width = pixels.shape[:2]
        lines = [_line(cell, scale, width, height) for cell in _cells(words)]
        return Reading(engine=self.name, lines=in_reading_order(lines))

    def glance(self, pixels: Pixels) -> Reading:
        """Return the whole reading: most of the program's time goes to finding lines."""
        return self.read(pixels)

    def _words(self, pixels: Pixels, scale: float) -> Iterator[_Word]:
        page: MatLike = _ink_on_white(pixels)
        if scale > 1:
            page = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        found = pytesseract.image_to_data(
            Image.fromarray(page),
            lang=self._languages,
            config=f"--psm {PAGE_MODE}",
            timeout=self._timeout_s,
            output_type=pytesseract.Output.DICT,
        )
        columns = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")
        for block, paragraph, line, text, sure, left, top, width, height in zip(
            *(found[column] for column in columns), strict=True
        ):
            word = str(text).strip()
            if word and float(sure) >= 100 * MIN_WORD_CONFIDENCE:
                where = (int(block), int(paragraph), int(line))
                yield _Word(where, word, min(float(sure) / 100, 1.0), left, top, left + width, top + height)


def _ink_on_white(pixels: Pixels) -> Gray:
    """Return the page in grey with its paper made white, whatever the light and the grain."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    small = (max(1, width // BACKGROUND_SHRINK), max(1, height // BACKGROUND_SHRINK))
    paper = cv2.medianBlur(cv2.dilate(cv2.resize(grey, small, interpolation=cv2.INTER_AREA), np.ones((5, 5))), 5)
    share = grey / np.maximum(cv2.resize(paper, (width, height)), 1)
    return np.where(share >= PAPER, 255, share * 255).astype(np.uint8)


def _use_one_thread() -> None:
    """Give the program one thread (measured: two cost six times the CPU on a busy machine).

    pytesseract hands the mapping that its module calls `environ` to the programs it starts, and takes no other. A layer
    over the living environment changes that mapping, and neither this process nor its other children.
    """
    if runner.environ is os.environ:
        runner.environ = ChainMap({"OMP_THREAD_LIMIT": "1"}, os.environ)


def _cells(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """Group words to lines, and part lines where a wide gap shows that they are cells beside each other."""
    for _, members in groupby(words, key=lambda word: word.line):
        cell: list[_Word] = []
        for word in sorted(members, key=lambda each: each.left):
            if cell and word.left - cell[-1].right > CELL_GAP * max(
                word.bottom - word.top, cell[-1].bottom - cell[-1].top
            ):
                yield cell
                cell = []
            cell.append(word)
        yield cell


def _line(words: list[_Word], scale: float, width: int, height: int) -> Line:
    """Make one line of its words; confidence is their mean, weighted by length."""
    length = sum(len(word.text) for word in words)
    return Line(
        text=_joined(word.text for word in words),
        confidence=sum(word.confidence * len(word.text) for word in words) / length,
        box=box_quad(
            max(0.0, min(word.left for word in words) / scale),
            max(0.0, min(word.top for word in words) / scale),
            min(float(width), max(word.right for word in words) / scale),
            min(float(height), max(word.bottom for word in words) / scale),
        ),
    )


def _joined(words: Iterable[str]) -> str:
    """Join words, with a space only where Latin letters or digits meet: Tesseract parts every Chinese glyph or two."""
    text = ""
    for word in words:
        text += f" {word}" if text and _is_latin(text[-1]) and _is_latin(word[0]) else word
    return text


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
