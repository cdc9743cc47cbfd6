"""Hints: wordings of an office's own forms, learned from the pages that people named, as cues among others.

Learned is a wording that pages of two cases and two applicants bear which people assigned to one material, and that
pages of other materials and refused pages do not bear. Whatever could be about a person is left out (`wordings`).

A hint is a weak cue. All hints on a page together weigh no more than `_HINTS_AT_MOST`, three must be there, and where
the page bears a title that speaks for something else they count nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...schemas.geometry import Quad, Size
from ...schemas.hint import Hint, HintSource
from ...schemas.match import Evidence
from ...schemas.procedure import Material, Procedure
from ...schemas.reading import Reading
from ..reading.fold import fold
from .cues import MaterialCues
from .infix import Found, find_wording, tolerance
from .titles import FoldedPage, TitleHit, find_title, fold_page, own_titles
from .wordings import is_impersonal, wordings

PRIVATE_KINDS = frozenset({"name", "company", "phone", "id_number", "officer_number", "uscc"})
"""Kinds of fields whose values are private; a date or a text that was read from an unknown form may be its print."""
_HINT_POINTS = 0.85
"""Three hints read letter by letter are enough to name a page that nothing else speaks about (`bench/hints.py`)."""
_SHORT_POINTS = 0.4
"""打印时间, 所在单位: short wordings are labels that other papers bear as well, which may not have come here yet."""
_HINTS_AT_MOST = 2.5
"""Strength 0.63, just above `ACCEPT`: a page that is known by hints alone is named, but never surely."""
_TITLE_SPEAKS = 0.55
"""Prominence from which the title of another material silences hints; see `_TITLE_ALONE` of the matcher."""
_AS_PROMINENT = 0.1
_MIN_WITNESSES = 2
"""Cases, and applicants: one person's slip teaches nothing, and what two applicants bear is about neither of them."""
_FOR_EACH_AGAINST = 5
"""Cases that outweigh one where the wording stands on something else: one slip does not undo what ten decisions say."""
_MAX_HINTS = 60
"""For each material: some four forms. Looking for so many takes a millisecond a page (`bench/hints.py`)."""
_LONG = 6
"""Characters from which a phrase is no mere label, and may be misread on a page that teaches it: shorter ones that are
nearly alike are also two names."""
_MIN_WORDING = 4
"""Characters from which a procedure's wording inside a phrase makes the phrase another paper's."""


@dataclass(frozen=True)
class Lesson:
    """A page of which it is settled what it is; `material` None: a person refused it.

    `applicant` tells applicants apart and is kept nowhere. `private` are names and companies, the applicant's and
    those read from the page. Without a `source` the matcher named the page: such pages teach nothing, they only speak
    against. `size` is (width, height) in pixels.
    """

    reading: Reading
    size: Size
    material: str | None
    case: str
    applicant: str
    private: tuple[str, ...] = ()
    source: HintSource | None = None

    @cached_property
    def page(self) -> FoldedPage:
        """The page in folded spelling."""
        return fold_page(self.reading, self.size)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The private values in folded spelling; single characters are on every page."""
        return tuple(value for text in self.private if len(value := fold(text)) > 1)

    @cached_property
    def phrases(self) -> Mapping[str, bool]:
        """What the page could teach: phrase -> whether it is the paper's title."""
        titles = {phrase for line in own_titles(self.page) for phrase in wordings(line.text, self.values, title=True)}
        plain = {phrase for line in self.page.lines for phrase in wordings(line.text, self.values)}
        return {**dict.fromkeys(sorted(plain), False), **dict.fromkeys(sorted(titles), True)}

    def bears(self, phrase: str) -> bool:
        """Return whether the phrase stands on the page, misread or not."""
        return _find(self.page, phrase) is not None

    def teaches(self, phrase: str) -> bool:
        """Return whether the page is a witness of the phrase; a short one must be read letter by letter."""
        return phrase in self.phrases or (len(phrase) >= _LONG and self.bears(phrase))


def learn(lessons: Sequence[Lesson], procedure: Procedure) -> tuple[Hint, ...]:
    """Return the hints that the lessons teach about the procedure's materials, the most telling first."""
    values = frozenset(value for lesson in lessons for value in lesson.values)
    return tuple(
        hint for material in procedure.materials for hint in _learn_material(material, lessons, procedure, values)
    )


def refuted(hints: Sequence[Hint], lessons: Sequence[Lesson]) -> frozenset[str]:
    """Return the ids of those hints (learned elsewhere, say) that stand on pages of something else here."""
    return frozenset(hint.id for hint in hints if _is_refuted(hint.phrase, hint.material, hint.decisions, lessons))


def fits(hint: Hint, procedure: Procedure) -> bool:
    """Return whether a hint that comes from outside is one that could have been learned here."""
    material = procedure.material(hint.material)
    return (
        hint.procedure == procedure.id
        and material is not None
        and material.name == hint.material
        and _can_learn(material)
        and is_impersonal(hint.phrase, title=hint.title)
        and not _is_known(hint.phrase, material, procedure, title=hint.title)
    )


def with_hints(page: FoldedPage, seen: Sequence[MaterialCues], hints: Sequence[Hint]) -> list[MaterialCues]:
    """Return what the page shows of each material, with what the hints found on it; unchanged where there are none."""
    if not hints:
        return list(seen)
    by_material: dict[str, list[Hint]] = {}
    for hint in hints:
        by_material.setdefault(hint.material, []).append(hint)
    best = {cues.material.name: cues.title_prominence for cues in seen}
    hinted: list[MaterialCues] = []
    for cues in seen:
        name = cues.material.name
        rival = max((prominence for other, prominence in best.items() if other != name), default=0.0)
        silent = cues.portrait or rival >= max(_TITLE_SPEAKS, cues.title_prominence)
        hinted.append(cues if silent else _add(page, cues, by_material.get(name, ())))
    return hinted


def _add(page: FoldedPage, cues: MaterialCues, hints: Sequence[Hint]) -> MaterialCues:
    found = _found(page, hints)
    learned = find_title(page, [hint.phrase for hint, _ in found if hint.title], whole_line=True)
    if not found or _is_contradicted(page, cues, learned):
        return cues
    own = tuple(item for item in cues.evidence if item.weight > 0) if learned else cues.evidence
    weights = [_worth(hint) * at.found.similarity**2 for hint, at in found]
    share = min(1.0, _HINTS_AT_MOST / sum(weights))
    added = tuple(
        Evidence(kind="hint", text=_said(hint), weight=round(weight * share, 3), box=at.box)
        for (hint, at), weight in zip(found, weights, strict=True)
    )
    return replace(
        cues,
        points=sum(item.weight for item in (*own, *added)),
        evidence=(*own, *added),
        phrases=cues.phrases + len(added),
        foreign=cues.foreign and not learned,
        learned=learned is not None and learned.prominence >= _TITLE_SPEAKS,
    )


def _is_contradicted(page: FoldedPage, cues: MaterialCues, learned: TitleHit | None) -> bool:
    """Return whether the page bears a title that is neither the material's nor one that was learned."""
    title = next(iter(own_titles(page)), None)
    own = max(cues.title_prominence, learned.prominence if learned else 0.0)
    return title is not None and own < page.prominence(title) - _AS_PROMINENT


def _found(page: FoldedPage, hints: Sequence[Hint]) -> list[tuple[Hint, _Place]]:
    """Return the hints that stand on the page, each wording once: those of two offices may say the same."""
    found: list[tuple[Hint, _Place]] = []
    for hint in hints:
        place = _find(page, hint.phrase)
        if place and not any(_is_one(hint.phrase, other.phrase) for other, _ in found):
            found.append((hint, place))
    return found


def _is_one(phrase: str, other: str) -> bool:
    """Return whether one phrase is a part or a misreading of the other, so that both stand in one place."""
    short, long = sorted((phrase, other), key=len)
    return find_wording(short, long, max_distance=tolerance(len(short))) is not None


def _worth(hint: Hint) -> float:
    return _HINT_POINTS if hint.title or len(hint.phrase) >= _LONG else _SHORT_POINTS


def _said(hint: Hint) -> str:
    where = f"，来自{hint.office}" if hint.office else ""
    return f"{hint.phrase}（学自 {hint.decisions} 次人工指定{where}）"


@dataclass(frozen=True, slots=True)
class _Place:
    found: Found
    box: Quad


def _find(page: FoldedPage, phrase: str) -> _Place | None:
    allowed = tolerance(len(phrase))
    if not page.may_bear(phrase, allowed):
        return None
    places = (
        _Place(found, line.box)
        for line in page.lines
        if (found := find_wording(phrase, line.text, max_distance=allowed))
    )
    return min(places, key=lambda place: place.found.distance, default=None)


def _learn_material(
    material: Material, lessons: Sequence[Lesson], procedure: Procedure, values: frozenset[str]
) -> list[Hint]:
    taught = [lesson for lesson in lessons if lesson.source and lesson.material == material.name]
    if not _can_learn(material) or len({lesson.applicant for lesson in taught}) < _MIN_WITNESSES:
        return []
    titles = {phrase for lesson in taught for phrase, title in lesson.phrases.items() if title}
    read_so = Counter(phrase for lesson in taught for phrase in lesson.phrases)
    kept: list[Hint] = []
    # Of a wording that was misread here and there, the spelling that most pages have comes first, and stands for all.
    for phrase in sorted(read_so, key=lambda phrase: (phrase not in titles, -read_so[phrase], -len(phrase), phrase)):
        # A title may be misread on all pages but one. Of anything else that could be a name which is misread.
        if phrase not in titles and read_so[phrase] < _MIN_WITNESSES:
            break
        if any(_is_one(phrase, other) for other in (*values, *(hint.phrase for hint in kept))):
            continue
        if not _is_known(phrase, material, procedure, title=phrase in titles):
            kept += _hint(phrase, phrase in titles, taught, lessons, procedure.id)
        if len(kept) == _MAX_HINTS:
            break
    return kept


def _hint(
    phrase: str, title: bool, taught: Sequence[Lesson], lessons: Sequence[Lesson], procedure: str
) -> Iterator[Hint]:
    """Yield the hint of that phrase, if there are witnesses enough and nothing speaks against it."""
    witnesses = [lesson for lesson in taught if lesson.teaches(phrase)]
    cases = {lesson.case for lesson in witnesses}
    if min(len(cases), len({lesson.applicant for lesson in witnesses})) < _MIN_WITNESSES:
        return
    material = witnesses[0].material or ""
    if _is_refuted(phrase, material, len(cases), lessons):
        return
    sources = tuple(sorted((one.source for one in witnesses if one.source), key=lambda source: source.at))
    yield Hint(
        procedure=procedure,
        material=material,
        phrase=phrase,
        title=title,
        decisions=len(sources),
        first=sources[0].at.date(),
        last=sources[-1].at.date(),
        sources=sources,
    )


def _is_refuted(phrase: str, material: str, cases_for: int, lessons: Sequence[Lesson]) -> bool:
    against = {lesson.case for lesson in lessons if lesson.material != material and lesson.bears(phrase)}
    return len(against) * _FOR_EACH_AGAINST > cases_for


def _can_learn(material: Material) -> bool:
    """Return False for portraits and cards with sides: no office prints its own, and they are all personal data."""
    return material.shape == "page" and not material.sides


def _is_known(phrase: str, material: Material, procedure: Procedure, *, title: bool) -> bool:
    """Return whether the procedure's author speaks of it already, for this material or (worse) for another."""
    for other in procedure.materials:
        if other is material and title:
            continue
        for wording in _wordings_of(other, labels=other is not material):
            if phrase in wording or (len(wording) >= _MIN_WORDING and wording in phrase):
                return True
    return False


def _wordings_of(material: Material, *, labels: bool) -> Iterator[str]:
    yield from map(fold, (material.name, *material.aliases))
    yield from map(fold, (*material.titles, *(phrase.text for phrase in material.phrases)))
    for option in material.alternatives:
        yield from map(fold, (option.name, *option.titles, *(phrase.text for phrase in option.phrases)))
    if labels:
        yield from (fold(label) for spec in material.every_field() for label in (spec.label, *spec.labels))
