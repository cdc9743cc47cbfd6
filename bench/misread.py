"""Readings of drawn pages without an engine: their lines, misread as engines misread them.

So thousands of pages can be matched in a minute. Four grades of reading stand for what engines make of clean scans
(half of the pages) to bad photos (3 %); of 5,300 lines that PP-OCRv6 read on demo pages the median confidence was
0.9999 and one in twenty lay below 0.97. Of one page in fifty the top is cut off, of another the lower part.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence

from shoujian.demo.canvas import Paper
from shoujian.processors.matching.matcher import PageShape
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.reading import Line, Reading

Piece = tuple[str, float, float, float, float]
"""Text, left, top, right, bottom."""
_GRADES = (0,) * 50 + (1,) * 35 + (2,) * 12 + (3,) * 3
_WRONG = (0.0005, 0.006, 0.02, 0.07)
"""Share of characters that are misread, by grade."""
_LOST = (0.002, 0.01, 0.04, 0.1)
"""Share of lines that are lost."""
_CUT = 0.02
_LONG_SIDE = 2339.0
_ALIKE = re.split(
    " ",
    "书节 同间 台合 证正 表麦 劳芳 申由 业亚 执挂 未末 己已 土士 人入 日曰 明朋 期朗 资货 格洛 师帅 注住往 册删 学字 "
    "历厉 毕华 准淮 予子 社杜 保堡 险检 继断 教救 育盲 承丞 诺若 营管 公么 民氏 分份 限很 本木 位住 号亏 初切 始姑 "
    "请清 聘骋 企全 姓娃 名各 刑别 专考 编偏 王玉 于干 天夫",
)
_LOOKS_LIKE = {char: group.replace(char, "") for group in _ALIKE for char in group}
_NOISE = "口一的人中大国1lI/.日月目田由"
_TRADITIONAL = str.maketrans(
    "证业书学历会险参继续号码专课时单发营执劳动资师级",
    "證業書學歷會險參繼續號碼專課時單發營執勞動資師級",
)


def misread(paper: Paper, chance: random.Random) -> tuple[Reading, PageShape]:
    """Return what an engine may read of the paper, and its shape; the portrait is taken to be seen for one."""
    scale = _LONG_SIDE / max(paper.size)
    width, height = (side * scale for side in paper.size)
    pieces = [(line.text, *(place * scale for place in line.box)) for line in paper.lines if line.text.strip()]
    grade = chance.choice(_GRADES)
    kept = [piece for piece in _cut(pieces, height, chance) if chance.random() >= _LOST[grade]]
    traditional = chance.random() < 0.05
    lines = [
        line
        for piece in _merged(kept, chance)
        for part in _split(piece, grade, chance)
        if (line := _line(part, grade, traditional, chance)) is not None
    ]
    shape = PageShape(
        aspect=width / height * chance.uniform(0.95, 1.05),
        portrait_likelihood=0.9 if paper.kind.startswith(("portrait", "photo/", "print/")) else 0.0,
        seals=len(paper.seals) if chance.random() < 0.85 else 0,
        text_lines=len(lines),
        size=(round(width), round(height)),
    )
    return Reading(engine="drawn", lines=tuple(lines)), shape


def glanced(reading: Reading, count: int = 8) -> Reading:
    """Return the reading with its tallest lines only."""
    ranked = sorted(reading.lines, key=lambda line: line.box[0][1] - line.box[3][1])[:count]
    lines = tuple(line for line in reading.lines if line in ranked)
    skipped = len(reading.lines) - len(lines)
    return reading.model_copy(update={"lines": lines, "status": "glanced", "skipped": skipped})


def _cut(pieces: Sequence[Piece], height: float, chance: random.Random) -> Iterable[Piece]:
    where = chance.random()
    top = min((piece[2] for piece in pieces), default=0.0)
    bottom = max((piece[4] for piece in pieces), default=0.0)
    if where < _CUT:
        return [piece for piece in pieces if piece[2] >= top + 0.18 * (bottom - top)]
    return [piece for piece in pieces if piece[4] <= 0.6 * height] if where > 1 - _CUT else pieces


def _merged(pieces: Iterable[Piece], chance: random.Random) -> list[Piece]:
    """Join half of the neighbours in a row that nearly touch."""
    merged: list[Piece] = []
    for text, left, top, right, bottom in pieces:
        before = merged[-1] if merged else None
        if before and abs(before[2] - top) < 1 and left - before[3] < 1.5 * (bottom - top) and chance.random() < 0.5:
            merged[-1] = (before[0] + chance.choice(["", " "]) + text, before[1], before[2], right, before[4])
        else:
            merged.append((text, left, top, right, bottom))
    return merged


def _split(piece: Piece, grade: int, chance: random.Random) -> list[Piece]:
    text, left, top, right, bottom = piece
    if len(text) < 6 or chance.random() >= 0.02 + 0.03 * grade:
        return [piece]
    at = chance.randint(2, len(text) - 2)
    middle = left + (right - left) * at / len(text)
    return [(text[:at], left, top, middle - 1, bottom), (text[at:], middle + 1, top, right, bottom)]


def _line(piece: Piece, grade: int, traditional: bool, chance: random.Random) -> Line | None:
    text, left, top, right, bottom = piece
    if traditional:
        text = "".join(char.translate(_TRADITIONAL) if chance.random() < 0.5 else char for char in text)
    read = [_letter(char, _WRONG[grade] * 2 * chance.random(), chance) for char in text]
    wrong = sum(got != char for got, char in zip(read, text, strict=True)) / len(text)
    confidence = chance.betavariate(60, 1.2) - wrong * chance.uniform(0.2, 1.2) - 0.01 * grade
    jitter = 0.04 * (bottom - top)
    box = box_quad(left, chance.gauss(top, jitter), right, chance.gauss(bottom, jitter))
    spelt = "".join(read)
    return Line(text=spelt, confidence=round(min(0.999, max(0.3, confidence)), 3), box=box) if spelt.strip() else None


def _letter(char: str, wrong: float, chance: random.Random) -> str:
    if chance.random() >= wrong:
        return char
    kind = chance.random()
    if kind < 0.5 and char in _LOOKS_LIKE:
        return chance.choice(_LOOKS_LIKE[char])
    return "" if kind < 0.65 else char + char if kind < 0.72 else char + " " if kind < 0.8 else chance.choice(_NOISE)
