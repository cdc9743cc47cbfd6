"""What speaks for two neighbouring pages being of one document, and what against.

Weights are rough log odds: 2 is about 7 to 1, and where nothing is said two neighbours of a stack are strangers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .leaf import Leaf, Numbering
from .titles import title_text

STRANGERS = -2.0
"""What stands against any two neighbours: in a stack most pages are the last of their document."""
_ASPECT_TOLERANCE = 0.25
"""Relative difference of width by height: crops of one document's pages vary by a tenth, A4 and a card by more."""
_TALL_TITLE = 1.6
"""By line height: a running head is set no larger than the text, the title on a first page is."""
_ALIKE_ROWS = 3
_ALIKE_SHARE = 0.3
"""Rows of the same wording from which two pages are one form: a table's head, the labels of its columns."""
_SEPARATED = 0.6
"""Share of the titles with a blank page before them from which blank pages are separators, not backs of sheets."""
_LETTERING = 1.5
"""Text of other size, by the width of the page."""


class Cue(NamedTuple):
    """One thing that was seen: its weight, and the words for it."""

    weight: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of the whole stack matters to two of its pages.

    common: marks (heads, numbers, file names) that stand on pages of different materials, and so tell nothing: the
    scanning program's line, the applicant's ID number; blanks_separate: whether a blank page ends a document.
    """

    common: frozenset[str]
    blanks_separate: bool


def surroundings(leaves: Sequence[Leaf]) -> Surroundings:
    """Return what the stack as a whole says about its marks and blank pages."""
    owners: dict[str, set[str]] = defaultdict(set)
    for leaf in leaves:
        if leaf.page.material is not None:
            for mark in _marks(leaf):
                owners[mark].add(leaf.page.material)
    titled = [leaf.blanks > 0 for leaf in leaves[1:] if leaf.titles]
    untitled = [leaf.blanks > 0 for leaf in leaves[1:] if not leaf.titles]
    common = frozenset(mark for mark, names in owners.items() if len(names) > 1)
    separate = sum(titled) >= max(1.0, _SEPARATED * len(titled)) and sum(untitled) < _SEPARATED * len(untitled)
    return Surroundings(common, separate)


def link(before: Leaf, leaf: Leaf, around: Surroundings) -> tuple[Cue, ...]:
    """Return everything but page numbers that speaks for (or against) the second page going on with the first."""
    return tuple(cue for look in _LOOKS for cue in look(before, leaf, around))


def number_cue(last: Numbering | None, leaf: Leaf, *, steps: int, position: int, cover: bool) -> Cue:
    """Return what the page's number says.

    Args:
        last: the last number in the document before the page, `steps` sheets back, None where it has none.
        leaf: the page.
        steps: from the page that bears `last` to this one, unnumbered ones between counted.
        position: the page's place in its document if it is of it, from 1.
        cover: whether that document begins with a cover, which is often not counted.
    """
    here = leaf.numbering
    if here is None:
        return Cue(_FINISHED if last and last.is_last else 0.0)
    if last is None:
        counted = position - 1 if cover and here.total != 1 else position
        if here.number in (position, counted) and here.number > 1:
            return Cue(_AT_PLACE - STRANGERS * (here.number - 2))
        if here.number == counted:
            # 1 behind a cover: its contract's first page, or another document, which would bear a title.
            return Cue(0.0 if leaf.titles else _BEHIND_COVER)
        return Cue(_BEFORE if here.number < position else _ELSEWHERE)
    if last.is_last or here.number <= last.number or _differ(last.total, here.total):
        return Cue(_STARTS_AGAIN)
    if here.number - last.number == steps:
        # The pages between are of it too, whatever they look like.
        return Cue((_COUNTED if here.total else _NUMBERED) - STRANGERS * (steps - 1))
    return Cue(_SKIPS)


_COUNTED, _NUMBERED, _SKIPS, _STARTS_AGAIN, _FINISHED = 7.0, 5.0, 1.0, -7.0, -5.0
_AT_PLACE, _BEHIND_COVER, _BEFORE, _ELSEWHERE = 4.0, 1.0, -3.5, 0.5


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def _titles(before: Leaf, leaf: Leaf, _: Surroundings) -> Iterator[Cue]:
    if leaf.is_annex:
        yield Cue(1.5, "附件")
        return
    known = before.heads | before.rows
    for title in leaf.titles[:1]:
        repeated = re.sub(r"[\d\W_]+", "", title_text(title.text)) in known
        if title.height >= _TALL_TITLE * leaf.folded.line_height:
            yield Cue(-3.0 if repeated else -6.0)
        elif not repeated:
            yield Cue(-5.0)


def _heads(before: Leaf, leaf: Leaf, around: Surroundings) -> Iterator[Cue]:
    if (before.heads & leaf.heads) - around.common:
        yield Cue(3.0, "页眉页脚相同")


def _codes(before: Leaf, leaf: Leaf, around: Surroundings) -> Iterator[Cue]:
    if (before.codes & leaf.codes) - around.common:
        yield Cue(2.0, "编号相同")


def _rows(before: Leaf, leaf: Leaf, around: Surroundings) -> Iterator[Cue]:
    alike = (before.rows & leaf.rows) - around.common
    if len(alike) >= max(_ALIKE_ROWS, _ALIKE_SHARE * min(len(before.rows), len(leaf.rows))):
        yield Cue(2.5, "表格相同")


def _headings(before: Leaf, leaf: Leaf, _: Surroundings) -> Iterator[Cue]:
    """Yield the one thing that the headings say: 五、 follows 四、, a document begins with 一、."""
    cues = []
    for style, (old, new) in enumerate(zip(before.ordinals, leaf.ordinals, strict=True)):
        if old is None or new is None:
            continue
        # 1. 2. 3. may be a list under a heading; the others run through.
        scale = 0.5 if style == len(leaf.ordinals) - 1 else 1.0
        step = new[0] - old[1]
        weight = 5.0 if step == 1 else -3.0 if new[0] == 1 else -0.5
        cues.append(Cue(weight * scale, "条款连续" if step == 1 else ""))
    if cues:
        yield max(cues, key=lambda cue: abs(cue.weight))


def _prose(before: Leaf, leaf: Leaf, _: Surroundings) -> Iterator[Cue]:
    if before.breaks_off and leaf.goes_on:
        yield Cue(3.5, "句子连续")
    elif before.breaks_off:
        yield Cue(0.5)


def _signed(before: Leaf, leaf: Leaf, _: Surroundings) -> Iterator[Cue]:
    if before.is_signed and not leaf.is_annex:
        yield Cue(-1.5)
    elif leaf.only_signs:
        yield Cue(2.5, "签署页")


def _format(before: Leaf, leaf: Leaf, _: Surroundings) -> Iterator[Cue]:
    if abs(leaf.aspect / before.aspect - 1.0) > _ASPECT_TOLERANCE:
        yield Cue(-5.0)
    old, new = (each.folded.line_height / each.folded.width for each in (before, leaf))
    if max(old, new) > _LETTERING * min(old, new):
        yield Cue(-1.0)


def _blanks(_: Leaf, leaf: Leaf, around: Surroundings) -> Iterator[Cue]:
    if leaf.blanks:
        yield Cue(-4.0 if around.blanks_separate else -0.3)


def _files(before: Leaf, leaf: Leaf, around: Surroundings) -> Iterator[Cue]:
    if before.file == leaf.file:
        return
    if not (before.alone and leaf.alone):
        yield Cue(-3.0)
    elif {_stem(before)} & {_stem(leaf)} - around.common - {""}:
        yield Cue(1.0, "文件名相连")


def _marks(leaf: Leaf) -> Iterable[str]:
    return {*leaf.heads, *leaf.codes, *leaf.rows, _stem(leaf)}


def _stem(leaf: Leaf) -> str:
    """Return a file's name without its number and ending: 劳动合同_2.jpg and 劳动合同_3.jpg have one."""
    return re.sub(r"[\d\W_]+", "", leaf.name.rpartition(".")[0])


_LOOKS: tuple[Callable[[Leaf, Leaf, Surroundings], Iterator[Cue]], ...] = (
    _titles,
    _heads,
    _codes,
    _rows,
    _headings,
    _prose,
    _signed,
    _format,
    _blanks,
    _files,
)
