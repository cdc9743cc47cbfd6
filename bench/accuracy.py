"""How much of what stands on a page was read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio
from shoujian.processors.reading.fold import fold

_ID_NUMBER = re.compile(r"(?<![0-9A-Z])[1-9][0-9]{16}[0-9X](?![0-9A-Z])")


def missed_by_line(lines: Sequence[str], found: Sequence[str]) -> list[float | None]:
    """Return how many characters of each true line were not read: the line against its best place in the whole text.

    The order of reading does not count, and neither do characters that were read in addition. None for a line of less
    than two characters, which any text has somewhere.
    """
    text = fold("".join(found))
    return [_missed(line, text) if len(line) > 1 else None for line in map(fold, lines)]


def _missed(line: str, text: str) -> float:
    # Widened, as at the ends of the text the line would be compared with less than its length.
    around = "\0" * len(line)
    return len(line) * (1 - partial_ratio(line, around + text + around) / 100)


def characters_missed(truth: str, found: Sequence[str]) -> float | None:
    """Return the share of characters that were not read, as `missed_by_line` counts; None for a page without text."""
    lines = truth.splitlines()
    missed = missed_by_line(lines, found)
    total = sum(len(fold(line)) for line, counted in zip(lines, missed, strict=True) if counted is not None)
    return sum(counted for counted in missed if counted is not None) / total if total else None


def mean_missed(pairs: Sequence[tuple[str, Sequence[str]]]) -> float:
    """Return the mean of `characters_missed` over (truth, lines read) of pages that have text."""
    known = [share for truth, found in pairs if (share := characters_missed(truth, found)) is not None]
    return sum(known) / len(known) if known else 0.0


def id_numbers(truth: str) -> list[str]:
    """Return the ID numbers that stand on a page."""
    return [number for line in truth.splitlines() for number in _ID_NUMBER.findall(fold(line))]


def read_exactly(number: str, found: Sequence[str]) -> bool:
    """Tell whether a number was read, each of its characters."""
    return number in fold("".join(found))
