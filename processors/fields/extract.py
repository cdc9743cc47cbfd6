"""Values that stand on a page: behind their label, beside it, below it, or told by their own shape.

Nothing is invented: a value is a part of the text that was read, in its normal spelling (dates ISO, ID numbers with a
capital X), and one that fails its check is returned as it is with `valid` False.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from ...schemas.field import FieldValue
from ...schemas.geometry import Quad
from ...schemas.procedure import Alternative, FieldSpec, Material
from ...schemas.reading import Reading
from ..matching.titles import (
    FoldedLine,
    FoldedPage,
    find_title,
    fold_page,
    join_lines,
    side_by_side,
)
from ..reading.fold import fold
from .labels import (
    LabelPlace,
    begins_line,
    closes,
    label_places,
)
from .values import (
    Value,
    take_alone,
    take_misfit,
    take_value,
)

_BESIDE, _BELOW, _WRAPPED, _ALONE = 0.97, 0.9, 0.88, 0.8
"""How sure each way of finding is, relative to a value behind its label; an order of trust, not a measurement."""
_ROW_OVERLAP = 0.5
_MAX_GAP = 0.45
"""Of the page's width, between a label and the value beside it; the widest cell of the demo's forms takes 0.4."""
_MAX_BESIDE = 2
"""A seal's words may stand between a label and its value (打印时间：业务专用章 2026年…)."""
_MAX_DROP = 2.5
"""Line heights between a label and the value below it: a table's row, not a paragraph further down."""

_MAX_MORE_LINES = 2
_MAX_LEADING = 1.0
"""Line heights between the lines of one address; an ID card's stand 0.3 to 0.5 apart."""

_OTHER_LABELS = re.split(
    " ",
    "姓名 性别 民族 出生 住址 公民身份号码 身份证号 证件号码 证件类型 联系电话 职务 职称 法定代表人 企业名称 单位名称 "
    "单位编号 毕业院校 所学专业 学历 学制 专业类别 证书编号 管理号 签发日期 批准日期 发证日期 有效期 验证码 社会保障号 "
    "注册资本 类型 住所 成立日期 籍贯 政治面貌 工作单位 照片 户籍 打印时间 盖章 签字",
)
"""Labels that end a value on the same line, whether the material names them or not."""
_NOT_A_NAME = re.compile(
    "签|章|性别|民族|姓名|名称|公司|号码|日期|地址|住址|电话|代表|承诺|声明|单位|合同|甲方|乙方|权利|义务|责任|规定|应当|不得|"
    "可以|必须|有权|同意|专业|劳动|证书|身份|工作|[已将因在与按须或]"
)
"""Words of forms and clauses; none of them is in a person's name."""
_PLAUSIBLE_ID = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")


@dataclass(frozen=True, slots=True)
class _Hit:
    value: Value
    confidence: float
    box: Quad
    label_rank: int

    @property
    def key(self) -> tuple[int, int, float]:
        """Better is greater: a check that holds, then the more particular label, then the surer reading."""
        return ({True: 2, None: 1, False: 0}[self.value.valid], -self.label_rank, self.confidence)


def shown_alternative(reading: Reading, material: Material) -> Alternative | None:
    """Return which of the material's alternatives the page shows, None for the material itself or when untold."""
    return _shown_alternative(fold_page(reading), material)


def extract_fields(reading: Reading, material: Material, *, side: str | None = None) -> dict[str, FieldValue]:
    """Return the values of the material's fields that stand on the page, by key; what is not there is left out.

    Args:
        reading: the page's text.
        material: what the page is; where the page shows one of its alternatives, that one's fields are read too.
        side: front or back to read only what belongs to that side; None or front+back for all.
    """
    return fields_on(fold_page(reading), material, side=side)


def fields_on(page: FoldedPage, material: Material, *, side: str | None = None) -> dict[str, FieldValue]:
    """Return what `extract_fields` does, of a page that is folded already."""
    specs = _specs(page, material, side)
    words = _stop_words(material)
    page = _with_whole_labels(page, words)
    found = {spec.key: hit for spec in specs if (hit := _find(spec, page, words))}
    return {
        key: FieldValue(
            value=hit.value.text, confidence=min(1.0, round(hit.confidence, 4)), valid=hit.value.valid, box=hit.box
        )
        for key, hit in found.items()
    }


def _shown_alternative(page: FoldedPage, material: Material) -> Alternative | None:
    own = find_title(page, material.titles)
    best: tuple[float, Alternative | None] = (own.strength if own else 0.0, None)
    for option in material.alternatives:
        title = find_title(page, (*option.titles, option.name))
        phrases = sum(phrase.weight for phrase in option.phrases if fold(phrase.text) in page.text)
        score = (title.strength if title else 0.0) + 0.2 * phrases
        # One ordinary phrase alone (0.2) is chance; two of them or a title tell.
        best = max(best, (score, option), key=lambda pair: pair[0]) if score > 0.3 else best
    return best[1]


def _specs(page: FoldedPage, material: Material, side: str | None) -> tuple[FieldSpec, ...]:
    option = _shown_alternative(page, material) if material.alternatives else None
    if option is not None:
        replaced = {spec.key for spec in option.fields}
        kept = () if material.sides and not option.sides else material.fields
        return option.fields + tuple(spec for spec in kept if spec.key not in replaced)
    whole = side not in ("front", "back")
    return tuple(spec for spec in material.fields if whole or spec.side in (None, side))


def _stop_words(material: Material) -> tuple[str, ...]:
    labels = {fold(label).rstrip(":") for spec in material.every_field() for label in (spec.label, *spec.labels)}
    return tuple(sorted(labels | set(_OTHER_LABELS), key=len, reverse=True))


def _with_whole_labels(page: FoldedPage, words: Sequence[str]) -> FoldedPage:
    """Return the page with labels whose characters are set far apart (名　　称) in one piece again."""
    lines: list[FoldedLine] = []
    for row in side_by_side(page.lines):
        start = 0
        while start < len(row):
            count = next((n for n in (4, 3, 2) if _is_spread_label(row[start : start + n], n, words)), 1)
            lines.append(join_lines(row[start : start + count]))
            start += count
    return FoldedPage(tuple(lines), page.width, page.height)


def _is_spread_label(parts: Sequence[FoldedLine], count: int, words: Sequence[str]) -> bool:
    short = len(parts) == count and all(len(part.text.rstrip(":")) <= 2 for part in parts)
    return short and "".join(part.text for part in parts).rstrip(":") in words


def _find(spec: FieldSpec, page: FoldedPage, words: Sequence[str]) -> _Hit | None:
    hits = [hit for hit in _labelled(spec, page, words) if _plausible(spec, hit.value)]
    return max(hits, key=lambda hit: hit.key) if hits else _alone(spec, page)


def _labelled(spec: FieldSpec, page: FoldedPage, words: Sequence[str]) -> Iterator[_Hit]:
    """Yield every value near one of the labels; misread labels count only where none was read exactly."""
    labels = [fold(label) for label in spec.labels or (spec.label,)]
    for misread in (False, True):
        found = False
        for rank, label in enumerate(labels):
            for index, line in enumerate(page.lines):
                for place in label_places(label, line.text, misread=misread):
                    if not _may_label(spec, place, line.text):
                        continue
                    for hit in _near(spec, page, index, place, words):
                        found = True
                        yield _Hit(hit.value, hit.confidence * place.similarity, hit.box, rank)
        if found:
            return


def _may_label(spec: FieldSpec, place: LabelPlace, text: str) -> bool:
    """Return False for a party's name within a sentence (乙方患病的,甲方…): people and companies stand in forms."""
    return spec.kind not in ("name", "company") or place.bound or begins_line(place, text)


def _take(spec: FieldSpec, text: str, *, bound: bool) -> Value | None:
    """Return the value; a name which no label is bound to has to be all that stands there."""
    value = take_value(spec, text)
    if value is None or bound or spec.kind != "name":
        return value
    return value if closes(value.text, text) else None


def _near(spec: FieldSpec, page: FoldedPage, index: int, place: LabelPlace, words: Sequence[str]) -> Iterator[_Hit]:
    """Yield the value behind the label in line `index`, else beside it, else below it."""
    line = page.lines[index]
    rest = _cut(line.text[place.end :], words)
    if value := _take(spec, rest, bound=place.bound):
        yield _Hit(_with_more_lines(spec, value, page, line, line, words), line.confidence, line.box, 0)
        return
    if re.search(r"[\w]", rest):
        yield from _wrapped(spec, page, line, rest, words)
        return
    for other, trust in _neighbours(page, line, words):
        text = _cut(other.text, words)
        if value := _take(spec, text, bound=False) or take_misfit(spec, text):
            yield _Hit(_with_more_lines(spec, value, page, line, other, words), other.confidence * trust, other.box, 0)
            return
        wrapped = list(_wrapped(spec, page, other, text, words))
        if wrapped:
            yield wrapped[0]
            return


def _wrapped(spec: FieldSpec, page: FoldedPage, line: FoldedLine, text: str, words: Sequence[str]) -> Iterator[_Hit]:
    """Yield a value that goes on in the line below (a long company name, a term), else what does not fit."""
    below = _line_below(page, line)
    if below is not None and spec.kind in ("company", "date_range") and not _is_label(below.text, words):
        value = take_value(spec, text + _cut(below.text, words))
        if value:
            yield _Hit(value, min(line.confidence, below.confidence) * _WRAPPED, line.box, 0)
            return
    if value := take_misfit(spec, text):
        yield _Hit(value, line.confidence, line.box, 0)


def _with_more_lines(
    spec: FieldSpec, value: Value, page: FoldedPage, label: FoldedLine, line: FoldedLine, words: Sequence[str]
) -> Value:
    """Return a text (an address) with the lines below it that stand under the value and beside no other label."""
    if spec.kind != "text" or spec.pattern is not None:
        return value
    text = value.text
    for _ in range(_MAX_MORE_LINES):
        below = _line_below(page, line)
        if below is None or below.top - line.bottom > _MAX_LEADING * line.height or _is_label(below.text, words):
            break
        beside = any(
            _overlap(other.top, other.bottom, below.top, below.bottom) >= _ROW_OVERLAP and other.left < below.left
            for other in page.lines
            if other is not below
        )
        if beside or below.left < label.left + 1.5 * label.height:
            break
        text += below.text
        line = below
    return Value(text, value.valid)


def _cut(text: str, words: Sequence[str]) -> str:
    """Return the text up to the next label; a two-character word ends a value only where a label's colon follows."""
    end = len(text)
    for word in words:
        at = text.find(word, 1)
        while 0 < at < end:
            after = text[at + len(word) : at + len(word) + 1]
            if len(word) > 2 or after in (":", "男", "女") or word in ("性别", "民族", "出生"):
                end = at
                break
            at = text.find(word, at + 1)
    return text[:end]


def _is_label(text: str, words: Sequence[str]) -> bool:
    bare = text.rstrip(":")
    return any(bare == word or text.startswith(word + ":") for word in words)


def _neighbours(page: FoldedPage, label: FoldedLine, words: Sequence[str]) -> Iterator[tuple[FoldedLine, float]]:
    """Yield the boxes to the right in the same row up to the next label, then the one below, if it is none."""
    right = sorted(
        (
            line
            for line in page.lines
            if line is not label
            and line.left >= label.right - label.height
            and line.left - label.right <= _MAX_GAP * page.width
            and _overlap(line.top, line.bottom, label.top, label.bottom) >= _ROW_OVERLAP
        ),
        key=lambda line: line.left,
    )
    before_label = takewhile(lambda line: not _is_label(line.text, words), right)
    yield from ((line, _BESIDE) for line in islice(before_label, _MAX_BESIDE))
    below = _line_below(page, label)
    if below is not None and not _is_label(below.text, words):
        yield below, _BELOW


def _line_below(page: FoldedPage, upper: FoldedLine) -> FoldedLine | None:
    under = [
        line
        for line in page.lines
        if line is not upper
        and line.top >= upper.bottom - 0.4 * upper.height
        and line.top - upper.bottom <= _MAX_DROP * page.line_height
        and _overlap(line.left, line.right, upper.left, upper.right) > 0.2
    ]
    return min(under, key=lambda line: (line.top, line.left), default=None)


def _overlap(low: float, high: float, other_low: float, other_high: float) -> float:
    """Return the shared part of two spans as a share of the shorter."""
    shared = min(high, other_high) - max(low, other_low)
    return shared / max(1.0, min(high - low, other_high - other_low))


def _alone(spec: FieldSpec, page: FoldedPage) -> _Hit | None:
    """Return a value told by its own shape or by the field's pattern, from a line or two lines in succession."""
    hits: list[_Hit] = []
    for index, line in enumerate(page.lines):
        following = page.lines[index + 1].text if index + 1 < len(page.lines) else ""
        value = take_alone(spec, line.text)
        if value is None and spec.kind == "date_range":
            value = take_alone(spec, line.text + following)
        if value and _plausible(spec, value) and _plausible_alone(spec, value):
            hits.append(_Hit(value, line.confidence * _ALONE, line.box, 0))
    return max(hits, key=lambda hit: hit.key, default=None)


def _plausible(spec: FieldSpec, value: Value) -> bool:
    """Return False for a word of the form in a name's place."""
    return spec.kind != "name" or _NOT_A_NAME.search(value.text) is None


def _plausible_alone(spec: FieldSpec, value: Value) -> bool:
    """Return False for an unlabelled number that fails its check and could be any number."""
    if spec.kind not in ("id_number", "uscc") or value.valid:
        return True
    return spec.kind == "id_number" and _PLAUSIBLE_ID.fullmatch(value.text) is not None
