"""What a reader makes of text whose place is known, without a picture: lines joined and parted, marks misread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from shoujian.processors.reading.reading_order import in_reading_order
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.reading import Line, Reading

Piece = tuple[str, tuple[float, float, float, float]]
"""Text and left, top, right, bottom in pixels."""

_LOOK_ALIKES = {"0": "OoQ", "1": "lI", "8": "B", "5": "S", "X": "x×", "2": "Z"}
_MISREAD = {"编": "偏", "份": "分", "码": "玛", "签": "鉴", "聘": "骋", "障": "漳", "牌": "脾", "期": "朋"}


def as_read(pieces: Sequence[Piece], rng: np.random.Generator, *, photo: bool) -> Reading:
    """Return pieces of text as a reader gives them.

    Neighbours in a row come as one line or two, wide blanks part a line or vanish, boxes are a little off, and what a
    reader misreads and a person would still understand is misread: marks, labels, a digit for a letter.
    """
    rate = 2.0 if photo else 1.0
    lines = []
    for text, (left, top, right, bottom) in _joined(_parted(pieces, rng), rng):
        nudge = rng.normal(0, 0.04 * (bottom - top), 4)
        box = box_quad(left + nudge[0], top + nudge[1], right + nudge[2], bottom + nudge[3])
        lines.append(Line(text=_misread(text, rng, rate), confidence=float(rng.uniform(0.9, 1)), box=box))
    return Reading(engine="laid out", lines=tuple(in_reading_order(lines)))


def _parted(pieces: Sequence[Piece], rng: np.random.Generator) -> Iterator[Piece]:
    """Part texts at wide blanks, mostly."""
    for text, (left, top, right, bottom) in pieces:
        size, start = bottom - top, 0
        whole = width(text, size) or 1.0
        parts = text.replace("　", "  ").split("  ")
        if rng.random() < 0.4:
            yield text.replace("　", ""), (left, top, right, bottom)
            continue
        for part in parts:
            wide = width(part, size)
            at = left + (right - left) * width(text.replace("　", "  ")[:start], size) / whole
            if part.strip():
                yield part.strip(), (at, top, min(right, at + (right - left) * wide / whole), bottom)
            start += len(part) + 2


def _joined(pieces: Iterator[Piece], rng: np.random.Generator) -> list[Piece]:
    """Join neighbours that stand less than a character apart, sometimes."""
    joined: list[Piece] = []
    for text, (left, top, right, bottom) in sorted(pieces, key=lambda piece: (round(piece[1][1] / 12), piece[1][0])):
        if joined:
            before, (x0, y0, x1, y1) = joined[-1]
            close = 0 <= left - x1 < 0.9 * (bottom - top) and abs(top - y0) < 0.4 * (bottom - top)
            if close and rng.random() < 0.5:
                joined[-1] = before + text, (x0, min(y0, top), right, max(y1, bottom))
                continue
        joined.append((text, (left, top, right, bottom)))
    return joined


def _misread(text: str, rng: np.random.Generator, rate: float) -> str:
    if "：" in text and rng.random() < 0.05 * rate:
        text = text.replace("：", pick(rng, (":", ";", "", " :")), 1)
    text = "".join(_MISREAD[char] if char in _MISREAD and rng.random() < 0.01 * rate else char for char in text)
    if rng.random() < 0.06:
        at = int(rng.integers(len(text) + 1))
        text = text[:at] + " " + text[at:]
    if sum(char.isdigit() for char in text) >= 15 and rng.random() < 0.04 * rate:
        places = [place for place, char in enumerate(text) if char in _LOOK_ALIKES]
        if places:
            at = places[int(rng.integers(len(places)))]
            text = text[:at] + pick(rng, _LOOK_ALIKES[text[at]]) + text[at + 1 :]
    if rng.random() < 0.03:
        text = text.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    return text


def width(text: str, size: float) -> float:
    """Return the width of the text in pixels."""
    return sum(size if ord(char) > 0x2E7F else size * 0.55 for char in text)


def pick(rng: np.random.Generator, options: Sequence[str]) -> str:
    """Return one of the options."""
    return options[int(rng.integers(len(options)))]
