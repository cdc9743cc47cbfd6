"""What a page shows of one material: title, phrases, fields, shape, seal, as points with their evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...schemas.geometry import Quad, Size
from ...schemas.match import Evidence
from ...schemas.procedure import Material, Phrase
from ..fields.numbers import is_id_number, is_uscc
from ..reading.telling import telling_lines
from .infix import find_wording
from .knowledge import Knowledge, Needle, Variant
from .rivals import Rivals
from .titles import TITLE_POINTS, FoldedPage

_ALIAS_POINTS = 2.2
_FIELD_POINTS = 0.5
_CARD_POINTS = 0.3
_ONE_CARD_POINTS = 0.8
"""With writing as large as on a card; the front of an ID card has no title, and its labels are on many papers."""
_SEAL_POINTS = 0.15
_FROM_BOTH = 0.6
"""Share of its points that a card loses where one side shows what belongs on two: a residence permit has its term
beside the portrait."""
_CARD_WRITING = 0.035
"""Height of the writing by the short side of a card (ID cards 0.05 to 0.07); of a sheet with two cards 0.015."""
_SCALE = 2.5
"""Points over which the doubt falls to 1/e: a tall title passes `ACCEPT` alone, a body-size one needs two phrases."""
_IN_PROSE = 0.7
"""Share of a phrase's weight in the middle of a sentence; as a heading or a label it counts in full."""
_CARD_RATIO = (1.45, 1.75)
"""Long by short side of a bank or ID card, 85.6 by 54 mm = 1.585, with room for a careless crop."""
_PORTRAIT_RATIO = (0.6, 0.9)
"""Width by height of the portrait formats: 25x35 mm = 0.71 to 33x48 mm = 0.69, square crops of phones not."""
_PORTRAIT_MAX_CHARACTERS = 24
"""A name or date stamped on a portrait; an ID card's front has more than twice as many."""
_MIN_SPLIT_PHRASE = 5
"""Characters from which a phrase counts where a line break cuts it (申请人|承诺); shorter ones arise by chance."""
_SIDE_MIN_WEIGHT = 0.8
"""Of a side's phrases, as the author weighted them: one telling label (公民身份号码) or two ordinary ones."""
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{17}[0-9A-Zx](?![0-9A-Za-z])")
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+[条章节]|[一二三四五六七八九十\d]+[,.:)]|[(][一二三四五六七八九十\d]+[)])"
)


@dataclass(frozen=True, slots=True)
class PageShape:
    """What was measured of a page as a picture.

    `aspect` is width by height; `portrait_likelihood` 0..1 that the picture is one person's head and shoulders;
    `seals` the number of red seals that were seen; `text_lines` how many lines are surely text (`telling_lines`).
    `size` is (width, height) in pixels of the page that was read; without it, titles are placed by what the lines span.
    """

    aspect: float
    portrait_likelihood: float = 0.0
    seals: int = 0
    text_lines: int = 0
    size: Size | None = None

    @property
    def is_card(self) -> bool:
        """Whether the page has the proportions of a card, lying or standing."""
        ratio = max(self.aspect, 1 / self.aspect) if self.aspect > 0 else 0.0
        return _CARD_RATIO[0] <= ratio <= _CARD_RATIO[1]


def strength_of(points: float) -> float:
    """Return points as 0..1."""
    return 1.0 - math.exp(-points / _SCALE)


@dataclass(frozen=True, slots=True)
class MaterialCues:
    """All that a page shows of one material; `phrases` counts different ones.

    `title_prominence` is how much its title stands out (0.4 to 1.0, see `FoldedPage.prominence`), 0 without one.
    `supports` counts the card's shape and numbers that keep their check; `foreign`: it surely bears another title.
    `peculiar` is the worth of its most telling phrase, in points.
    `learned`: people said of papers with the very title of this page that they are this material.
    """

    material: Material
    points: float
    evidence: tuple[Evidence, ...]
    title_prominence: float = 0.0
    phrases: int = 0
    supports: int = 0
    foreign: bool = False
    side: str | None = None
    portrait: bool = False
    learned: bool = False
    peculiar: float = 0.0

    @property
    def strength(self) -> float:
        """The points as 0..1."""
        return strength_of(self.points)

    def reduced(self, points: float, because: Evidence, *, foreign: bool) -> MaterialCues:
        """Return the same cues with fewer points and the evidence that took them."""
        return replace(self, points=points, evidence=(*self.evidence, because), foreign=foreign)


def see_materials(page: FoldedPage, knowledge: Knowledge, shape: PageShape, rivals: Rivals) -> list[MaterialCues]:
    """Return what the page shows of each material, or of that of its alternatives which it shows most of."""
    best: dict[str, MaterialCues] = {}
    for variant in knowledge.variants:
        portrait = variant.material.shape == "portrait"
        cues = _see_portrait(page, variant.material, shape) if portrait else _see_variant(page, variant, rivals)
        name = variant.material.name
        if name not in best or cues.points > best[name].points:
            best[name] = cues
    numbers = checked_numbers(page)
    return [_with_side_cues(page, cues, shape, numbers) for cues in best.values()]


def _see_portrait(page: FoldedPage, material: Material, shape: PageShape) -> MaterialCues:
    characters = sum(len(line.text) for line in telling_lines(page.lines)) or shape.text_lines
    likelihood = shape.portrait_likelihood
    if characters > _PORTRAIT_MAX_CHARACTERS or likelihood <= 0:
        return MaterialCues(material, 0.0, ())
    if characters:
        likelihood *= 0.85
    if not _PORTRAIT_RATIO[0] <= shape.aspect <= _PORTRAIT_RATIO[1]:
        likelihood *= 0.8
    points = -_SCALE * math.log(max(1e-3, 1.0 - min(likelihood, 0.999)))  # so that strength is the likelihood
    evidence = Evidence(kind="portrait", text="头肩像，无文字" if not characters else "头肩像", weight=round(points, 3))
    return MaterialCues(material, points, (evidence,), portrait=True)


def _see_variant(page: FoldedPage, variant: Variant, rivals: Rivals) -> MaterialCues:
    title, evidence = _see_title(variant, rivals)
    hits = _once([hit for needle in variant.needles if (hit := _see_needle(page, needle)) is not None])
    found = (*evidence, *(hit.evidence for hit in hits))
    return MaterialCues(
        material=variant.material,
        points=sum(item.weight for item in found),
        evidence=found,
        title_prominence=title,
        phrases=len(hits),
        peculiar=max((hit.needle.worth for hit in hits), default=0.0),
        side=None if variant.is_alternative else _side([hit.needle.phrase for hit in hits]),
    )


def _see_title(variant: Variant, rivals: Rivals) -> tuple[float, tuple[Evidence, ...]]:
    """Return the prominence of the best title or, less telling, of the best other name, with its evidence."""
    title = rivals.find_title(variant.titles)
    alias = rivals.find_title(variant.names, whole_line=True)
    by_title = TITLE_POINTS * title.strength if title else 0.0
    by_alias = _ALIAS_POINTS * alias.strength if alias else 0.0
    if title and by_title >= by_alias:
        return title.prominence, (Evidence(kind="title", text=title.title, weight=round(by_title, 3), box=title.box),)
    if alias:
        return alias.prominence, (Evidence(kind="alias", text=alias.title, weight=round(by_alias, 3), box=alias.box),)
    return 0.0, ()


@dataclass(frozen=True, slots=True)
class _Hit:
    """Where a wording was found: characters `start` to `end` of line `place`; None where it is over two lines."""

    needle: Needle
    evidence: Evidence
    place: int | None
    start: int
    end: int

    def overlaps(self, other: _Hit) -> bool:
        """Return whether both were read from the same characters."""
        if self.place is None or other.place is None:
            return self.needle.text in other.needle.text or other.needle.text in self.needle.text
        return self.place == other.place and self.start < other.end and other.start < self.end


def _see_needle(page: FoldedPage, needle: Needle) -> _Hit | None:
    """Return the wording's best place on the page, or None."""
    best: _Hit | None = None
    for place in page.line_pairs.near(needle.text, needle.allowed):
        line = page.lines[place]
        found = find_wording(needle.text, line.text, max_distance=needle.allowed)
        if found is None:
            continue
        before = _NUMBERING.sub("", line.text[: found.start])
        heading = not before or len(needle.text) >= 0.4 * len(line.text)
        weight = round(needle.worth * found.similarity**2 * (1.0 if heading else _IN_PROSE), 3)
        if best is None or weight > best.evidence.weight:
            evidence = Evidence(kind="phrase", text=needle.phrase.text, weight=weight, box=line.box)
            best = _Hit(needle, evidence, place, found.start, found.end)
    if best is None and len(needle.text) >= _MIN_SPLIT_PHRASE and needle.text in page.text:
        evidence = Evidence(kind="phrase", text=needle.phrase.text, weight=round(needle.worth * _IN_PROSE, 3))
        return _Hit(needle, evidence, None, 0, 0)
    return best


def _once(hits: Sequence[_Hit]) -> list[_Hit]:
    """Return the hits without those of the characters that a weightier one was read from: 学时 within 总学时."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: -hit.evidence.weight):
        if not any(hit.overlaps(other) for other in kept):
            kept.append(hit)
    return kept


def _side(phrases: Sequence[Phrase]) -> str | None:
    """Return front, back, or front+back where a copy shows both, by the phrases that only one side bears."""
    weights = {name: sum(phrase.weight for phrase in phrases if phrase.side == name) for name in ("front", "back")}
    return "+".join(name for name, weight in weights.items() if weight >= _SIDE_MIN_WEIGHT) or None


def _with_side_cues(
    page: FoldedPage, cues: MaterialCues, shape: PageShape, numbers: Mapping[str, Quad]
) -> MaterialCues:
    """Add what only supports: numbers that keep their check, the shape of a card, a seal where one belongs."""
    if cues.points <= 0 or cues.portrait:
        return cues
    added: list[Evidence] = []
    single = cues.material.shape == "card" and shape.is_card and _is_one_card(page)
    if single and cues.side and "+" in cues.side:
        against = Evidence(kind="shape", text="一张卡的一面有两面的内容", weight=round(-_FROM_BOTH * cues.points, 3))
        cues = cues.reduced((1.0 - _FROM_BOTH) * cues.points, against, foreign=True)
    if cues.material.shape == "card" and shape.is_card:
        added.append(Evidence(kind="shape", text="证卡比例", weight=_ONE_CARD_POINTS if single else _CARD_POINTS))
    if cues.material.seal and shape.seals:
        added.append(Evidence(kind="seal", text="红色印章", weight=_SEAL_POINTS))
    if cues.phrases:
        kinds = {spec.kind: spec.label for spec in cues.material.every_field() if spec.kind in numbers}
        added += [
            Evidence(kind="field", text=label, weight=_FIELD_POINTS, box=numbers[kind]) for kind, label in kinds.items()
        ]
    return replace(
        cues,
        points=cues.points + sum(item.weight for item in added),
        evidence=(*cues.evidence, *added),
        supports=sum(item.kind != "seal" for item in added),
    )


def _is_one_card(page: FoldedPage) -> bool:
    """Return whether the writing is so large beside the page that it is a single card, no sheet with copies on it."""
    return page.line_height >= _CARD_WRITING * min(page.width, page.height)


def checked_numbers(page: FoldedPage) -> dict[str, Quad]:
    """Return where numbers stand that keep their check, by the kind of field (id_number, uscc)."""
    found: dict[str, Quad] = {}
    for line in page.lines:
        for shaped in _NUMBER.finditer(line.text):
            kind = "id_number" if is_id_number(shaped[0]) else "uscc" if is_uscc(shaped[0]) else None
            if kind:
                found.setdefault(kind, line.box)
    return found
