"""Values that stand on a page: behind their label, beside it, below it, or told by their own shape.

Nothing is invented: a value is a part of the text that was read, in its normal spelling (dates ISO, ID numbers with a
capital X), and one that fails its check is returned as it is with `valid` False. Where a check character proves which
of two look-alikes stands there, the value is mended and less certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...schemas.field import FieldValue
from ...schemas.geometry import Quad
from ...schemas.procedure import Alternative, FieldKind, FieldSpec, Material
from ...schemas.reading import Reading
from ..matching.titles import FoldedPage, find_title, fold_page
from ..reading.fold import fold
from .blocks import Block, Layout, box_around, overlap, whole_blocks
from .labels import OTHERS, LabelPlace, is_english_label, label_places, misread_places, vocabulary
from .people import closes, has_surname
from .values import Value, id_number_in, take_alone, take_misfit, take_value

_BESIDE, _BELOW, _PARTED, _ALONE, _SIGNED = 0.97, 0.9, 0.88, 0.8, 0.75
"""How sure each way of finding is, relative to a value behind its label; an order of trust, not a measurement."""
_WORDS = re.compile(r"[^\W_]")
_GOES_ON = ("company", "text", "date")
"""Kinds whose value may be complete at the end of a line and go on in the next (…集团|有限公司, 2020年6月|30日)."""
_UNLABELLED = 99
"""Rank of what was found without a label."""
_FIRST: tuple[FieldKind, ...] = ("name", "id_number", "officer_number")
_ONE_SHAPE = ("id_number", "officer_number", "uscc", "phone", "date", "date_range")
"""Kinds whose value is told from what stands beside it, so that it may be put together from several boxes."""
_PERSONAL = ("id_number", "officer_number", "phone")
_COPY_NOTE = re.compile("与?原[件证][核相一无]|复印|仅供|仅用于|核对无误")
_LONGEST_NOTE = 14
_NOTE_REACH = 4.0
"""Heights of a copy's note within which the day below it is that of the copying; a signature may stand between."""
_PLAUSIBLE_ID = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A value, where it was found (the place of its block in reading order), and how well its label names the field."""

    value: Value
    confidence: float
    box: Quad
    place: int
    rank: int = 0


@dataclass(frozen=True)
class _Text:
    """A page as it is searched: its layout, the labels in each block, and where the person's name stands."""

    layout: Layout
    places: tuple[tuple[LabelPlace, ...], ...]
    blocks: tuple[Block, ...]

    @cached_property
    def listed(self) -> tuple[float, float]:
        """From where to where down the page several people are listed with their ID numbers; (0, 0) for nowhere."""
        rows = {
            number: block
            for index, block in enumerate(self.blocks)
            if not self.places[index]
            and (number := id_number_in(block.text))
            and self.layout.label_left_of(index) is None
        }
        span = (
            min((row.top for row in rows.values()), default=0.0),
            max((row.bottom for row in rows.values()), default=0.0),
        )
        return span if len(rows) > 1 else (0.0, 0.0)

    def is_of_copy(self, block: Block) -> bool:
        """Return whether the block stands below a note that the page is a copy of an original."""
        return any(
            len(note.text) <= _LONGEST_NOTE
            and _COPY_NOTE.search(note.text) is not None
            and note.top <= block.top <= note.bottom + _NOTE_REACH * note.height
            and overlap(block.left, block.right, note.left, note.right) > 0
            for note in self.blocks
        )

    def until_label(self, block: Block) -> str:
        """Return the block's text up to a label within it."""
        places = self.places[self.blocks.index(block)]
        return block.text[: next((place.start for place in places if place.start and place.ends_value), None)]


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
    text = _searched(page, material)
    specs = _specs(page, material, side)
    hits: dict[str, _Hit] = {}
    # Whose page it is comes first: a number of several is that of the person named before it, and no certificate's.
    for spec in sorted(specs, key=lambda spec: _FIRST.index(spec.kind) if spec.kind in _FIRST else len(_FIRST)):
        before = {known.kind: hits[known.key] for known in specs if known.key in hits}
        if hit := _find(spec, text, before):
            hits[spec.key] = hit
    return {
        spec.key: FieldValue(
            value=hit.value.text,
            confidence=min(1.0, round(hit.confidence * hit.value.certainty, 4)),
            valid=hit.value.valid,
            box=hit.box,
        )
        for spec in specs
        if (hit := hits.get(spec.key))
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


def _searched(page: FoldedPage, material: Material) -> _Text:
    """Return the page's blocks with the labels in them."""
    labels = frozenset(label for spec in material.every_field() for label in _labels(spec))
    words = vocabulary(labels)
    lines = tuple(line for line in page.lines if not is_english_label(line.text))
    known = FoldedPage(lines, page.width, page.height)
    blocks = tuple(whole_blocks(known, words))
    places = tuple(tuple(label_places(words, block.text)) for block in blocks)
    bare = frozenset(index for index, block in enumerate(blocks) if _is_bare(block.text, places[index]))
    return _Text(Layout(blocks, bare, page.width, page.line_height), places, blocks)


def _labels(spec: FieldSpec) -> tuple[str, ...]:
    return tuple(fold(label).rstrip(":") for label in spec.labels or (spec.label,))


def _is_bare(text: str, places: Sequence[LabelPlace]) -> bool:
    """Return whether nothing but labels stands in the text."""
    rest, at = "", 0
    for place in places:
        rest, at = rest + text[at : place.start], place.end
    return bool(places) and places[0].begins and _WORDS.search(rest[len(text[: places[0].start]) :] + text[at:]) is None


def _find(spec: FieldSpec, text: _Text, before: Mapping[FieldKind, _Hit]) -> _Hit | None:
    """Return the best value of the field; `before` are those found of other kinds."""
    own = before.get("id_number") if spec.kind == "number" else None
    hits: list[_Hit] = []
    for ways in (_labelled, _alone, _signed):
        hits = hits or [hit for hit in ways(spec, text) if own is None or hit.value.text != own.value.text]
    if spec.kind in ("name", *_PERSONAL):
        hits = [hit for hit in hits if not text.listed[0] < (hit.box[0][1] + hit.box[2][1]) / 2 < text.listed[1]]
    person = before.get("name")

    def key(hit: _Hit) -> tuple[float, ...]:
        """Better is greater: a check that holds, whose it is, the more particular label, the surer reading."""
        check = {True: 2, None: 1, False: 0}[hit.value.valid]
        if spec.kind in _PERSONAL and person is not None:
            return check, hit.place >= person.place, -abs(hit.place - person.place), -hit.rank
        surname = spec.kind == "name" and has_surname(hit.value.text)
        # Without a label, the day on which a paper was signed stands at its foot.
        foot = hit.place if spec.kind == "date" and hit.rank == _UNLABELLED else 0
        return check, surname, -hit.rank, hit.value.certainty, foot, hit.confidence

    return max(hits, key=key, default=None)


def _labelled(spec: FieldSpec, text: _Text) -> Iterator[_Hit]:
    """Yield every value near one of the labels; misread labels count only where none was read exactly."""
    labels, found = _labels(spec), False
    for index, places in enumerate(text.places):
        for place in places:
            rank = place.rank(labels)
            if rank is not None and not place.signed:
                for hit in _near(spec, text, index, place, rank):
                    found = True
                    yield hit
    if found:
        return
    for rank, label in enumerate(labels):
        for index, block in enumerate(text.blocks):
            for place in misread_places(label, block.text):
                if place.signed or any(
                    known.start < place.end and place.start < known.end for known in text.places[index]
                ):
                    continue
                yield from _near(spec, text, index, place, rank)


def _signed(spec: FieldSpec, text: _Text) -> Iterator[_Hit]:
    """Yield the person or company that signed, where nothing else tells who it is.

    A form on which the name is required prints it: there, a signature, which is hard to read, would only raise doubts.
    """
    labels = _labels(spec)
    sought = spec.kind == "company" or (spec.kind == "name" and not spec.required)
    for index, places in enumerate(text.places if sought else ()):
        for place in places:
            rank = place.rank(labels) if place.signed else None
            for hit in _near(spec, text, index, place, rank) if rank is not None else ():
                if spec.kind == "company" or has_surname(hit.value.text):
                    yield replace(hit, confidence=hit.confidence * _SIGNED)


Pieces = list[tuple[str, Block]]
"""Texts that may hold a value together, each with the block that it is from."""


def _near(spec: FieldSpec, text: _Text, index: int, place: LabelPlace, rank: int) -> Iterator[_Hit]:
    """Yield the value behind the label in its block, else beside it, around it or below it."""
    if spec.kind in ("name", "company") and not (place.bound or place.begins):
        # A party's name within a sentence (乙方患病的,甲方…) is no label: people and companies stand in forms.
        return
    block = text.blocks[index]
    ways = list(_ways(spec, text, index, place))
    # What does not fit is a misread number only behind what is surely its label: 累计学习90 is not 累计学时:90.
    surely = (place.bound or place.begins) and (spec.kind != "number" or place.similarity == 1)
    for read in (_read, _misread) if surely else (_read,):
        for pieces, trust in ways:
            behind = pieces[0][1] is block
            found = read(spec, [piece for piece, _ in pieces], bound=place.bound and behind)
            if found is None:
                continue
            value, used = found
            if spec.kind == "name" and min(trust, place.similarity) < _BESIDE and not has_surname(value.text):
                continue
            lines = block.within(place.end, place.end + value.end) if behind else pieces[0][1].parts
            lines += tuple(line for _, piece in pieces[1:used] for line in piece.parts)
            confidence = min(line.confidence for line in lines) * trust * place.similarity
            yield _Hit(value, confidence * (_PARTED if used > 1 else 1.0), box_around(lines), index, rank)
            return


def _ways(spec: FieldSpec, text: _Text, index: int, place: LabelPlace) -> Iterator[tuple[Pieces, float]]:
    """Yield where the value of the label may be, likeliest first."""
    label, layout = text.blocks[index], text.layout
    end = next((other.start for other in text.places[index] if other.start >= place.end and other.ends_value), None)
    rest = label.text[place.end : end]
    beside = [(text.until_label(block), block) for block in layout.beside(index)] if end is None else []
    if _WORDS.search(rest):
        yield [(rest, label), *(_following(spec, text, label, label) if end is None else ())], 1.0
        if beside:
            yield [(rest, label), *beside], _BESIDE
        return
    if end is not None:
        return
    if wrapped := layout.around(index):
        yield [(text.until_label(block), block) for block in wrapped], _BESIDE
    if len(beside) > 1 and spec.kind in _ONE_SHAPE:
        yield beside, _BESIDE
    # A seal's words may stand between a label and its value (打印时间：业务专用章 2026年…).
    for piece, block in beside[:2]:
        yield [(piece, block), *_following(spec, text, label, block)], _BESIDE
    if len(beside) > 1:
        yield beside, _BESIDE
    if below := layout.below(label):
        yield [(text.until_label(below), below), *_following(spec, text, None, below)], _BELOW


def _following(spec: FieldSpec, text: _Text, label: Block | None, block: Block) -> Pieces:
    """Return the lines that may carry on a value, each up to a label in it."""
    pieces: Pieces = []
    for following in text.layout.run(block):
        if following is block:
            continue
        if label is not None and label is not block and text.layout.is_headed(following, label):
            break
        if spec.kind == "text" and label is not None and following.left < label.left + label.height:
            # An address goes on below itself, not below its label.
            break
        piece = text.until_label(following)
        pieces.append((piece, following))
        if piece != following.text:
            break
    return pieces


def _read(spec: FieldSpec, texts: Sequence[str], *, bound: bool) -> tuple[Value, int] | None:
    """Return the value that the texts hold together, and how many of them it takes: no more than it needs."""
    best: tuple[Value, int] | None = None
    whole = ""
    for used, piece in enumerate(texts, start=1):
        before, whole = len(whole), whole + piece
        value = take_value(spec, whole)
        if value and spec.kind == "name" and not bound and not closes(whole[value.end :]):
            value = None
        if value and (best is None or _is_better(spec, value, best[0], before)):
            best = value, used
        elif best and best[0].valid is not False:
            break
        if best and best[0].valid is not False and spec.kind not in _GOES_ON:
            break
    return best


def _is_better(spec: FieldSpec, value: Value, known: Value, before: int) -> bool:
    """Return whether a value of more lines is to be taken: it holds, or it goes on in the last of them."""
    goes_on = spec.kind in _GOES_ON and value.end > before
    return (goes_on and value.valid is known.valid) or (known.valid is False and value.valid is True)


def _misread(spec: FieldSpec, texts: Sequence[str], *, bound: bool) -> tuple[Value, int] | None:
    """Return what stands where the value should, though it does not fit."""
    misfit = take_misfit(spec, texts[0])
    return (misfit, 1) if misfit else None


def _alone(spec: FieldSpec, text: _Text) -> Iterator[_Hit]:
    """Yield values told by their own shape or by the field's pattern, from a block or two blocks in succession."""
    for index, block in enumerate(text.blocks):
        if spec.kind == "date" and (text.layout.is_dated(index) or text.is_of_copy(block)):
            continue
        value = take_alone(spec, block.text)
        if value is None and spec.kind == "date_range" and index + 1 < len(text.blocks):
            value = take_alone(spec, block.text + text.blocks[index + 1].text)
        if value and _plausible_alone(spec, value) and not _is_of_another(spec, text.places[index], value):
            lines = block.within(max(0, value.end - 1), value.end)
            confidence = min(line.confidence for line in lines) * _ALONE
            yield _Hit(value, confidence, box_around(lines), index, _UNLABELLED)


def _plausible_alone(spec: FieldSpec, value: Value) -> bool:
    """Return False for an unlabelled number that fails its check and could be any number."""
    if spec.kind not in ("id_number", "uscc") or value.valid:
        return True
    return spec.kind == "id_number" and _PLAUSIBLE_ID.fullmatch(value.text) is not None


def _is_of_another(spec: FieldSpec, places: Sequence[LabelPlace], value: Value) -> bool:
    """Return whether the label before the value is that of somebody else or, before a date, of another day."""
    before = [place for place in places if place.end <= value.end]
    return bool(before) and (spec.kind == "date" or any(word in OTHERS for word in before[-1].words))
