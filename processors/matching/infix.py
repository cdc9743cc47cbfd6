"""Find a wording inside a text that was read with mistakes.

The wording is always the needle: the distance is counted over the whole of it, however short the text is. (A symmetric
partial ratio takes the shorter string as the needle, so that the line 身份证 "contains" 居民身份证 in full: a wrong and
confident match, `reading.md` section 4.)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_NUMERALS = frozenset("一二三四五六七八九十0123456789")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a needle was found: text[start:end], with `distance` edits over a needle of `length` characters."""

    start: int
    end: int
    distance: int
    length: int

    @property
    def similarity(self) -> float:
        """1.0 for letter by letter, less by each edit's share of the needle."""
        return 1.0 - self.distance / self.length


def find_infix(needle: str, text: str, *, max_distance: int = 0) -> Found | None:
    """Return the best occurrence of the needle with at most that many edits (insert, delete, replace), or None.

    Of equally good ones the first is returned.
    """
    if not needle:
        return None
    at = text.find(needle)
    if at >= 0:
        return Found(at, at + len(needle), 0, len(needle))
    if max_distance < 1 or not _may_hold(needle, text, max_distance):
        return None
    distance, end = _best_end(needle, text)
    if distance > max_distance:
        return None
    # The start is the best end of the reversed needle, read backwards from the end that was found.
    _, length = _best_end(needle[::-1], text[:end][::-1], anchored=True)
    return Found(end - length, end, distance, len(needle))


def find_wording(needle: str, text: str, *, max_distance: int = 0) -> Found | None:
    """Return what `find_infix` does, unless another numeral stands there: 一级建造师 is not a misread 二级建造师."""
    found = find_infix(needle, text, max_distance=max_distance)
    if found is None or not found.distance:
        return found
    around = text[max(0, found.start - found.distance) : found.end + found.distance]
    return None if set(around) & _NUMERALS - set(needle) else found


class PairIndex:
    """Which of many texts may hold a wording, told by the pairs of neighbouring characters that they share with it.

    An edit spoils two pairs at most, so that no text is passed over which holds the wording with the edits allowed.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for pair in set(pairwise(text)):
                self._bearers[pair].append(place)

    def near(self, needle: str, max_distance: int = 0) -> list[int]:
        """Return the places of the texts that may hold the needle (2 characters or more), in order."""
        pairs = list(pairwise(needle))
        known = [bearers for pair in pairs if (bearers := self._bearers.get(pair))]
        wanted = max(1, len(pairs) - 2 * max_distance)
        if len(known) < wanted:
            return []
        if len(known) == 1:
            return known[0]
        shared = Counter(place for bearers in known for place in bearers)
        return sorted(place for place, count in shared.items() if count >= wanted)


def tolerance(length: int) -> int:
    """Return how many edits a wording of that length may carry and still count.

    One in four characters at most, and none below four: 身份证 with one wrong character is any three-letter word.
    """
    return 0 if length < 4 else min(length // 4, 4)


def _may_hold(needle: str, text: str, max_distance: int) -> bool:
    """Return False where too few of the needle's characters are in the text at all; cheap, and mostly decides."""
    return sum(char not in text for char in needle) <= max_distance


def _best_end(needle: str, text: str, *, anchored: bool = False) -> tuple[int, int]:
    """Return (distance, end) of the best match of the needle that ends at text[:end] (Myers 1999, bit-parallel).

    Bit i of `plus` and `minus` says whether the column of the dynamic-programming table rises or falls at row i.
    With `anchored` the match must begin at the text's first character, otherwise anywhere.
    """
    masks: dict[str, int] = {}
    for place, char in enumerate(needle):
        masks[char] = masks.get(char, 0) | 1 << place
    top = 1 << (len(needle) - 1)
    full = (1 << len(needle)) - 1
    plus, minus, score = full, 0, len(needle)
    best, best_end = score, 0
    for end, char in enumerate(text, start=1):
        equal = masks.get(char, 0)
        vertical = equal | minus
        horizontal = (((equal & plus) + plus) ^ plus) | equal
        rise = minus | (~(horizontal | plus) & full)
        fall = plus & horizontal
        score += bool(rise & top) - bool(fall & top)
        rise = (rise << 1 | (1 if anchored else 0)) & full
        fall = fall << 1 & full
        plus = fall | (~(vertical | rise) & full)
        minus = rise & vertical
        if score < best:
            best, best_end = score, end
    return best, best_end
