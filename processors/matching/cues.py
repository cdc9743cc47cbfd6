"""What a page shows of one material: title, phrases, fields, shape, seal, as points with their evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...schemas.geometry import Size
from ...schemas.match import Evidence
from ...schemas.procedure import (
    Alternative,
    Material,
    Phrase,
    Procedure,
)
from ..fields.extract import fields_on
from ..reading.fold import fold
from ..reading.telling import telling_lines
from .infix import find_wording, tolerance
from .titles import FoldedPage, find_title

_TITLE_POINTS = 3.0
"""A title in full worth three phrases that no other material of the procedure bears."""
_ALIAS_POINTS = 2.0
_FIELD_POINTS = 0.5
_CARD_POINTS = 0.3
_SEAL_POINTS = 0.15
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


@dataclass(frozen=True, slots=True)
class MaterialCues:
    """All that a page shows of one material; `phrases` counts different ones.

    `title_prominence` is how much its title stands out (0.4 to 1.0, see `FoldedPage.prominence`), 0 without one.
    `supports` counts the card's shape and numbers that keep their check; `foreign`: it surely bears another title.
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

    @property
    def strength(self) -> float:
        """The points as 0..1."""
        return 1.0 - math.exp(-self.points / _SCALE)

    def reduced(self, points: float, because: Evidence, *, foreign: bool) -> MaterialCues:
        """Return the same cues with fewer points and the evidence that took them."""
        return replace(self, points=points, evidence=(*self.evidence, because), foreign=foreign)


Sharing = Mapping[str, float]
"""Folded phrase -> 0..1, how telling it is within the procedure: 1 where one material alone bears it."""


def sharing(procedure: Procedure) -> Sharing:
    """Return how telling each phrase of the procedure is (inverse document frequency over its materials)."""
    borne_by = {
        material.name: (tuple(fold(text) for text in _titles_and_phrases(material)), _labels(material))
        for material in procedure.materials
    }
    count = len(procedure.materials)
    told: dict[str, float] = {}
    for material in procedure.materials:
        others = [wordings for name, wordings in borne_by.items() if name != material.name]
        for phrase in _all_phrases(material):
            folded = fold(phrase.text)
            borne = 1.0 + sum(_bears(folded, wordings) for wordings in others)
            told[folded] = min(told.get(folded, 1.0), math.log((count + 1) / borne) / math.log(count + 1))
    return told


def _bears(phrase: str, wordings: tuple[tuple[str, ...], tuple[str, ...]]) -> float:
    """Return 1 where a material is known by the phrase, a half where it only may have it as a field's label."""
    known_by, labels = wordings
    if any(phrase in wording for wording in known_by):
        return 1.0
    return 0.5 if any(phrase in label for label in labels) else 0.0


def see_material(page: FoldedPage, material: Material, shape: PageShape, share: Sharing) -> MaterialCues:
    """Return what the page shows of the material, or of that of its alternatives which it shows most of."""
    if material.shape == "portrait":
        return _see_portrait(page, material, shape)
    base = _see_variant(page, material, None, share)
    options = [_see_variant(page, material, option, share) for option in material.alternatives]
    best = max((base, *options), key=lambda cues: cues.points)
    if best.points <= 0:
        return best
    return _with_side_cues(page, best, shape)


def _titles_and_phrases(material: Material) -> tuple[str, ...]:
    titles = [*material.titles, *(title for option in material.alternatives for title in option.titles)]
    return (*titles, *(phrase.text for phrase in _all_phrases(material)))


def _labels(material: Material) -> tuple[str, ...]:
    return tuple(fold(label) for spec in material.every_field() for label in spec.labels or (spec.label,))


def _all_phrases(material: Material) -> tuple[Phrase, ...]:
    return material.phrases + tuple(phrase for option in material.alternatives for phrase in option.phrases)


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


def _see_variant(page: FoldedPage, material: Material, option: Alternative | None, share: Sharing) -> MaterialCues:
    titles = option.titles or (option.name,) if option else material.titles
    title, evidence = _see_title(page, material, titles)
    hits = _see_phrases(page, option.phrases if option else material.phrases, share)
    found = (*evidence, *(item for _, item in hits))
    return MaterialCues(
        material=material,
        points=sum(item.weight for item in found),
        evidence=found,
        title_prominence=title,
        phrases=len(hits),
        side=None if option else _side([phrase for phrase, _ in hits]),
    )


def _see_title(page: FoldedPage, material: Material, titles: Sequence[str]) -> tuple[float, tuple[Evidence, ...]]:
    """Return the prominence of the best title or, less telling, of the best other name, with its evidence."""
    title = find_title(page, titles)
    alias = find_title(page, (material.name, *material.aliases), whole_line=True)
    by_title = _TITLE_POINTS * title.strength if title else 0.0
    by_alias = _ALIAS_POINTS * alias.strength if alias else 0.0
    if title and by_title >= by_alias:
        return title.prominence, (Evidence(kind="title", text=title.title, weight=round(by_title, 3), box=title.box),)
    if alias:
        return alias.prominence, (Evidence(kind="alias", text=alias.title, weight=round(by_alias, 3), box=alias.box),)
    return 0.0, ()


def _see_phrases(page: FoldedPage, phrases: Sequence[Phrase], share: Sharing) -> list[tuple[Phrase, Evidence]]:
    hits: list[tuple[Phrase, Evidence]] = []
    for phrase in phrases:
        best = _see_phrase(page, phrase, share)
        if best is not None:
            hits.append((phrase, best))
    return hits


def _see_phrase(page: FoldedPage, phrase: Phrase, share: Sharing) -> Evidence | None:
    """Return the phrase's best place on the page, as evidence, or None; a phrase over two lines has no box."""
    needle = fold(phrase.text)
    allowed = tolerance(len(needle))
    if not page.may_bear(needle, allowed):
        return None
    worth = phrase.weight * share.get(needle, 1.0)
    best: Evidence | None = None
    for line in page.lines:
        found = find_wording(needle, line.text, max_distance=allowed)
        if found is None:
            continue
        before = _NUMBERING.sub("", line.text[: found.start])
        heading = not before or len(needle) >= 0.4 * len(line.text)
        weight = round(worth * found.similarity**2 * (1.0 if heading else _IN_PROSE), 3)
        if best is None or weight > best.weight:
            best = Evidence(kind="phrase", text=phrase.text, weight=weight, box=line.box)
    if best is None and len(needle) >= _MIN_SPLIT_PHRASE and needle in page.text:
        return Evidence(kind="phrase", text=phrase.text, weight=round(worth * _IN_PROSE, 3))
    return best


def _side(phrases: Sequence[Phrase]) -> str | None:
    """Return front, back, or front+back where a copy shows both, by the phrases that only one side bears."""
    weights = {name: sum(phrase.weight for phrase in phrases if phrase.side == name) for name in ("front", "back")}
    return "+".join(name for name, weight in weights.items() if weight >= _SIDE_MIN_WEIGHT) or None


def _with_side_cues(page: FoldedPage, cues: MaterialCues, shape: PageShape) -> MaterialCues:
    """Add what only supports: numbers that keep their check, the shape of a card, a seal where one belongs."""
    added: list[Evidence] = []
    if cues.material.shape == "card" and shape.is_card:
        added.append(Evidence(kind="shape", text="证卡比例", weight=_CARD_POINTS))
    if cues.material.seal and shape.seals:
        added.append(Evidence(kind="seal", text="红色印章", weight=_SEAL_POINTS))
    added.extend(_checked_fields(page, cues))
    return replace(
        cues,
        points=cues.points + sum(item.weight for item in added),
        evidence=(*cues.evidence, *added),
        supports=sum(item.kind != "seal" for item in added),
    )


def _checked_fields(page: FoldedPage, cues: MaterialCues) -> list[Evidence]:
    """Return a piece of evidence for each number with a check digit that holds, if the page is likely enough."""
    if cues.phrases < 1:
        return []
    kinds = {spec.key: spec for spec in cues.material.every_field() if spec.kind in ("id_number", "uscc")}
    if not kinds:
        return []
    values = fields_on(page, cues.material)
    return [
        Evidence(kind="field", text=kinds[key].label, weight=_FIELD_POINTS, box=value.box)
        for key, value in values.items()
        if key in kinds and value.valid and value.confidence > 0
    ]
