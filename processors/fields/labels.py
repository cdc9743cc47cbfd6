"""Where the label of a field stands in a line, and whether it stands there as a label or as a word of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..matching.infix import find_infix

_HALF_READ = 0.8
"""Likeness of a two-character label set far apart (名　称) of which one character was read."""
_SHORTEST_MISREAD = 4
_TELLS_ITS_VALUE = ("姓名", "名称")
"""Labels that are no word for a person or company: 乙方 and 用人单位 are, and stand in every clause of a contract."""
_ITEM = re.compile(r"(?:第?[一二三四五六七八九十\d]{1,3}[条款章,.:)]|[(][一二三四五六七八九十\d]{1,3}[)]|[^\w(])*")
_COLON = re.compile(r"(?:[(][^()签章]{1,8}[)])?:")
"""Behind 乙方(签字): stands a hand's writing, which is no printed name."""
_AFTER_NAME = re.compile(r"$|[,(]?(?:性别|[男女](?![\u4e00-\u9fa5])|身份证|公民身份|居民身份|证件号|\d{4}年)|[,(]?$")


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """A label at text[start:end] of a line; `similarity` 0..1 of what was read to it.

    `bound`: it stands there as a label, by its colon or by saying itself what follows; otherwise it at most begins
    the line, and only what fills the rest of the line is its value.
    """

    start: int
    end: int
    similarity: float
    bound: bool


def label_places(label: str, text: str, *, misread: bool = False) -> Iterator[LabelPlace]:
    """Yield where the folded label stands in the folded text, letter by letter or, with `misread`, nearly."""
    if not misread:
        for found in re.finditer(re.escape(label), text):
            yield _placed(label, text, found.start(), found.end(), 1.0)
    elif len(label) == 2:
        if len(text.rstrip(":")) == 1 and text[0] in label:
            yield LabelPlace(0, len(text), _HALF_READ, bound=True)
    elif len(label) >= _SHORTEST_MISREAD and (near := find_infix(label, text, max_distance=1)):
        yield _placed(label, text, near.start, near.end, near.similarity)


def begins_line(place: LabelPlace, text: str) -> bool:
    """Return whether nothing but a clause's number stands before the label."""
    return _ITEM.fullmatch(text[: place.start]) is not None


def closes(value: str, text: str) -> bool:
    """Return whether a name is all that the text says, or is followed by what follows names (sex, birth, ID number)."""
    rest = text.lstrip(":;,.·_-~/)").removeprefix(value)
    return _AFTER_NAME.match(rest.lstrip("_-~")) is not None


def _placed(label: str, text: str, start: int, end: int, similarity: float) -> LabelPlace:
    colon = _COLON.match(text, end)
    bound = colon is not None or label.endswith((":", *_TELLS_ITS_VALUE))
    return LabelPlace(start, colon.end() if colon else end, similarity, bound)
