"""How much of what stands on a page was read."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio
from shoujian.processors.reading.fold import fold


def characters_missed(truth: str, found: Sequence[str]) -> float | None:
    """Return the share of characters that were not read: each true line against its best place in the whole text.

    The order of reading does not count, and neither do characters that were read in addition. None for a page
    without text.
    """
    lines = [fold(line) for line in truth.splitlines() if len(fold(line)) > 1]
    if not lines:
        return None
    text = fold("".join(found))
    missed = sum(
        len(line) * (1 - partial_ratio(line, text) / 100) if len(text) >= len(line) else len(line) for line in lines
    )
    return missed / sum(map(len, lines))


def mean_missed(pairs: Sequence[tuple[str, Sequence[str]]]) -> float:
    """Return the mean of `characters_missed` over (truth, lines read) of pages that have text."""
    known = [share for truth, found in pairs if (share := characters_missed(truth, found)) is not None]
    return sum(known) / len(known) if known else 0.0
