"""Spell text in one way, so that what was read can be compared with what is expected.

Full-width becomes half-width, white space and invisible characters go, Traditional glyphs become Simplified ones,
look-alike brackets, quotes and dashes become one, and the round zeros of 二○二○年 become 〇. Letters keep their case:
certificate numbers are written in capitals.
"""

from __future__ import annotations

import json
import re
import unicodedata
from importlib.resources import files

_KEPT = frozenset("乾瞭藉徵餘昇陞甯迺龢夥麽")
"""Glyphs which 通用规范汉字表 keeps (mostly for names): folding 李昇 to 李升 would make one person of two."""

_LOOK_ALIKES = {
    "-": "‐‑‒–—―−─﹘⁃",
    "~": "∼〜⁓",
    "(": "〔【［﹝❨⟮",
    ")": "〕】］﹞❩⟯",
    '"': "“”„‟〝〞「」『』",
    "'": "‘’‚‛′",
    "·": "•・‧∙⋅",
    ",": "、",
    "〇": "○◯◌⭕",
}

_RADICALS = {
    **dict(zip("⺠⺟⻄⻅⻆⻋⻓⻔⻘⻚⻛⻜", "民母西见角车长门青页风飞", strict=True)),
    **dict(zip("⻝⻢⻣⻤⻥⻦⻨⻩⻬⻰⻳⻮", "食马骨鬼鱼鸟麦黄齐龙龟齿", strict=True)),
}
"""Radicals which PDF writers put in the text layer for the characters that look the same; NFKC leaves them."""

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})

_NUMERAL = "一二三四五六七八九〇"
_ROUND_ZERO = re.compile(rf"(?<=[{_NUMERAL}])[oO0](?=[{_NUMERAL}oO0年])")
_ARABIC_ZERO = re.compile(r"(?<=[0-9])〇|〇(?=[0-9])")


def _spelling() -> dict[str, str]:
    """Return the folded spelling of each character that NFKC alone does not settle."""
    # zhconv's own loader leaves its file open, and its converter looks for phrases, which is 50 times slower.
    simplified: dict[str, str] = json.loads(files("zhconv").joinpath("zhcdict.json").read_text("utf-8"))["zh2Hans"]
    table = {old: new for old, new in simplified.items() if len(old) == 1 and old not in _KEPT and len(new) == 1}
    table.update(_RADICALS)
    table.update({alike: one for one, many in _LOOK_ALIKES.items() for alike in many})
    return {old: new for old, new in table.items() if old != new}


class _Table(dict[int, str]):
    """Folds one code point; `str.translate` asks once for each, as the answer is kept (at most one per code point)."""

    def __init__(self) -> None:
        super().__init__()
        self._spelling = _spelling()

    def __missing__(self, code: int) -> str:
        known = self._spelling
        plain = unicodedata.normalize("NFKC", known.get(chr(code), chr(code)))
        folded = "".join(known.get(char, char) for char in plain if unicodedata.category(char) not in _DROPPED)
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the text in its one spelling; folding twice changes nothing more."""
    return _zeros(text.translate(_TABLE))


def _zeros(text: str) -> str:
    """Spell zero like the digits beside it: 二O二〇年 as 二〇二〇年, 2〇20 as 2020; the length stays."""
    if "〇" in text:
        text = _everywhere(_ARABIC_ZERO, "0", text)
    return _everywhere(_ROUND_ZERO, "〇", text) if "年" in text else text


def _everywhere(pattern: re.Pattern[str], spelling: str, text: str) -> str:
    """Substitute until nothing is left, as each zero that is settled may settle its neighbour."""
    while (spelt := pattern.sub(spelling, text)) != text:
        text = spelt
    return text
