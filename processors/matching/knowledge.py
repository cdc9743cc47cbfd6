"""What the materials of a procedure are known by, prepared once: folded, weighed, and set against other papers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from ...schemas.procedure import Alternative, Material, Phrase, Procedure
from ..reading.fold import fold
from .infix import tolerance
from .others import OtherPaper, other_papers, qualifiers

_MIN_CHARACTERS = 3
"""Two characters (项目, 结果) stand on any paper by chance."""
_MIN_TELLING = 0.6
"""What more than five of the known papers bear is no other paper's own wording: 劳动合同, 社会保险, 身份证号."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A wording to look for: folded, what it is worth in points, and how many misread characters it may carry."""

    text: str
    worth: float
    allowed: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Variant:
    """A material, or one of the documents that are accepted for it; titles and names are folded."""

    material: Material
    is_alternative: bool
    titles: tuple[str, ...]
    names: tuple[str, ...]
    needles: tuple[Needle, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that is compared with a page.

    `own_words` of each other paper by name: those that few papers and no material bear; `telling` 0..1 for each of
    them; `not_before`: what makes another paper of a title.
    """

    variants: tuple[Variant, ...]
    others: tuple[OtherPaper, ...]
    telling: dict[str, float]
    own_words: dict[str, tuple[str, ...]]
    not_before: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A key by identity: a procedure holds dictionaries, so that it has no hash of its own."""

    procedure: Procedure

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.procedure is self.procedure

    def __hash__(self) -> int:
        return id(self.procedure)


def knowledge_of(procedure: Procedure) -> Knowledge:
    """Return what the procedure's materials are known by; the last few procedures are kept."""
    return _prepared(_Same(procedure))


@lru_cache(maxsize=8)
def _prepared(key: _Same) -> Knowledge:
    materials = key.procedure.materials
    names = {material.name: _names(material) for material in materials}
    every_name = [name for each in names.values() for name in each]
    phrases = {material.name: _borne(material) for material in materials}
    others = _without_titles(other_papers(every_name), frozenset(chain.from_iterable(phrases.values())))
    telling = _telling(phrases.values(), others)
    return Knowledge(
        variants=tuple(variant for material in materials for variant in _variants(material, telling)),
        others=others,
        telling=telling,
        own_words=_own_words(others, telling, "|".join((*every_name, *chain.from_iterable(phrases.values())))),
        not_before=qualifiers(every_name),
    )


def _without_titles(others: Iterable[OtherPaper], borne: frozenset[str]) -> tuple[OtherPaper, ...]:
    """Return the papers without titles that a material bears as a wording of its own: a form has its 填表说明, too."""
    return tuple(
        replace(paper, titles=tuple(title for title in paper.titles if title not in borne)) for paper in others
    )


def _variants(material: Material, telling: dict[str, float]) -> Iterable[Variant]:
    names = tuple(dict.fromkeys(map(fold, (material.name, *material.aliases))))
    yield _variant(material, None, material.titles, names, telling)
    for option in material.alternatives:
        yield _variant(material, option, option.titles or (option.name,), names, telling)


def _variant(
    material: Material,
    option: Alternative | None,
    titles: Iterable[str],
    names: tuple[str, ...],
    telling: dict[str, float],
) -> Variant:
    phrases = option.phrases if option else material.phrases
    needles = tuple(_needle(phrase, telling) for phrase in phrases)
    return Variant(material, option is not None, tuple(dict.fromkeys(map(fold, titles))), names, needles)


def _needle(phrase: Phrase, telling: dict[str, float]) -> Needle:
    text = fold(phrase.text)
    return Needle(text, phrase.weight * telling[text], tolerance(len(text)), phrase)


def _names(material: Material) -> tuple[str, ...]:
    titles = [*material.titles, *(title for option in material.alternatives for title in option.titles)]
    options = [option.name for option in material.alternatives]
    return tuple(dict.fromkeys(map(fold, (material.name, *material.aliases, *titles, *options))))


def _borne(material: Material) -> tuple[str, ...]:
    """Return the phrases and labels of a material, folded."""
    phrases = [*material.phrases, *(phrase for option in material.alternatives for phrase in option.phrases)]
    labels = [label for spec in material.every_field() for label in (spec.label, *spec.labels)]
    return tuple(dict.fromkeys(map(fold, (*(phrase.text for phrase in phrases), *labels))))


def _own_words(
    others: Iterable[OtherPaper], telling: dict[str, float], of_materials: str
) -> dict[str, tuple[str, ...]]:
    """Return by name what stands on each other paper, on few others, and on no material that is asked for."""
    return {
        paper.name: tuple(
            word
            for word in paper.wordings
            if len(word) >= _MIN_CHARACTERS and telling[word] >= _MIN_TELLING and word not in of_materials
        )
        for paper in others
    }


def _telling(borne: Iterable[tuple[str, ...]], others: Iterable[OtherPaper]) -> dict[str, float]:
    """Return how telling each wording is, 0..1: 1 where one paper alone bears it (inverse document frequency).

    Over all papers, asked for or not: what stands on a third of them (姓名) says a fifth of what a wording can say.
    """
    papers = [*borne, *((*paper.titles, *paper.wordings) for paper in others)]
    joined = ["|".join(wordings) for wordings in papers]
    every = Counter(wording for wordings in papers for wording in set(wordings))
    most = math.log(len(papers) + 1)
    return {wording: math.log((len(papers) + 1) / sum(wording in text for text in joined)) / most for wording in every}
