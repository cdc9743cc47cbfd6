"""Words from outside, made fit to be shown to people, and lines broken as Chinese print does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "北京时间")
"""The counter's clock: documents show it whatever the machine's time zone is."""

NAME_CHARACTERS = 60
NO_LINE_START = frozenset("，。、；：？！）》」』】”’%)]},.;:?!")
NO_LINE_END = frozenset("（《「『【“‘([{")
UNBROKEN = re.compile(r"[\x21-\x7e]+|.", re.DOTALL)


def plain_text(untrusted: str, limit: int = NAME_CHARACTERS) -> str:
    """Return one visible line: no control or direction-changing characters, the middle of a long text left out."""
    visible = "".join(" " if unicodedata.category(char) in {"Zl", "Zp"} else char for char in untrusted)
    visible = "".join("\ufffd" if unicodedata.category(char) in {"Cc", "Cf", "Cs"} else char for char in visible)
    if len(visible) <= limit:
        return visible
    head = limit * 2 // 3
    return f"{visible[:head]}…{visible[head + 1 - limit :]}"


def china_time(moment: datetime) -> str:
    """Return the minute of a moment on the counter's clock, for example 2026年11月22日 09:30."""
    local = moment.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return the lines of a text that `measure` finds no wider than `width`.

    Latin words and numbers stay whole where they fit; no line starts with a closing mark or ends with an opening one.
    """
    lines: list[str] = []
    line = ""
    for token in _tokens(text, width, measure):
        if not line or measure(line + token) <= width or token in NO_LINE_START:
            line += token
            continue
        kept = len(line.rstrip("".join(NO_LINE_END)))
        lines.append(line[:kept].rstrip())
        line = line[kept:] + token.lstrip()
    return [*lines, line] if line else lines or [""]


def _tokens(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    tokens: list[str] = []
    for token in UNBROKEN.findall(" ".join(text.split())):
        tokens += [token] if measure(token) <= width else list(token)
    return tokens
