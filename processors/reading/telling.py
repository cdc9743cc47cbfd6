"""Which lines of a reading are surely text: readers see single letters in faces, emblems and folds of cloth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

MIN_CHARACTERS = 2
MIN_CONFIDENCE = 0.9
"""In 57 of 60 drawn portraits RapidOCR saw stray marks: single characters up to 0.89, two (云亩) up to 0.82; 36 names
and dates printed below six of the faces were read with 0.98 and more."""
MAX_STRAY = 2
"""Marks that may be passed over, or twice as many characters in more of them (three single letters in one of nine faces
of another hand); a page with more bears text that is hard to read."""


class SeenLine(Protocol):
    """A line of text with how sure the reader was of it, 0..1."""

    @property
    def text(self) -> str:
        """What was read."""
        ...

    @property
    def confidence(self) -> float:
        """How sure the reader was, 0..1."""
        ...


Line = TypeVar("Line", bound=SeenLine)


def telling_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines that are surely text; all of them where there are more stray marks than a picture has."""
    every = tuple(lines)
    telling = tuple(line for line in every if len(line.text) >= MIN_CHARACTERS and line.confidence >= MIN_CONFIDENCE)
    stray = [len(line.text) for line in every if line not in telling]
    return telling if len(stray) <= MAX_STRAY or sum(stray) <= 2 * MAX_STRAY else every
