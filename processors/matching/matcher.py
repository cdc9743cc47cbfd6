"""Which material of a procedure a page is, or that it cannot be told.

Every material is given points for what the page shows of it: its title (tall, on top, centred counts most), its
characteristic phrases (weighted by the author, and by how few materials of the procedure share them), numbers that
keep their check, its shape and its seal. The best one is the answer when it is strong enough and clearly ahead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...schemas.hint import Hint
from ...schemas.match import Evidence, Match
from ...schemas.procedure import Material, Procedure
from ...schemas.reading import Reading
from .cues import (
    MaterialCues,
    PageShape,
    see_materials,
    strength_of,
)
from .hints import with_hints
from .knowledge import knowledge_of
from .rivals import Rival, Rivals
from .titles import (
    SURELY_READ,
    FoldedPage,
    fold_page,
    is_mute,
    own_titles,
)

__all__ = ["ACCEPT", "MIN_MARGIN", "PageShape", "contradiction", "likely_name", "match_page"]

ACCEPT = 0.60
"""The lowest confidence that names a page. On the real set's 17 foreign papers the best is below it; see
tests/processors/test_matching.py, which also holds the noisy pages of the procedure that lie above."""
MIN_MARGIN = 0.12
"""The lead over the second best; a page with the titles of two materials on it is nobody's."""
LIKELY = 0.30
"""The lowest confidence worth telling a person: the signatures' page of a contract has 0.33, drawn decoys 0.00, and of
33 foreign real papers one leads with more (0.55, a paper about teaching hours)."""
_SURE, _SURE_MARGIN = 0.8, 0.3
"""From which an answer would not change."""
_HEADED = 2.4
"""Points from which another paper's title is the heading of a page: 0.7 of a title's, as `_TITLE_SPEAKS`."""
_MIN_PHRASES = 3
"""Without a title, fewer different phrases are chance: a contract mentions 社会保险, a form asks for 姓名."""
_MIN_SIGNS = 4
"""Of phrases, checked numbers and a card's shape together: 姓名 and 公民身份号码 with its number, on a card."""
_FOREIGN_TITLE = 0.4
"""What is left of phrases' points under the title of another document (一级…, 延续注册申请表, 个人信息登记表)."""
_AS_PROMINENT = 0.1
"""Prominence by which a title may lie behind and still be the page's; 学位证书 in a cell of a form lies 0.2 behind."""
_UNTITLED, _UNTITLED_ONE = 3.0, 2.0
"""How much more another paper's own wordings, or its only one, weigh against a page that lost its title or had none."""
_PECULIAR = 1.8
"""Worth of a phrase that tells what a 培训证明 is about: 注册建造师继续教育 has 2.0; 必修课 stands on many papers."""
_LISTED = 4
"""So many materials named on a page without a heading of its own make it a list of what is to be handed in."""
_TITLE_SPEAKS = 0.7
"""Prominence from which a material's title takes points from the others: a page's heading, no cell of a form."""
_TITLE_ALONE = 0.55
"""Prominence from which a title needs no phrases: centred or on top or taller, not a cell's text."""
_NOT_ENOUGH = ACCEPT - 0.05
_MAX_EVIDENCE = 12


@dataclass(frozen=True, slots=True)
class _Ranked:
    cues: MaterialCues
    score: float


def match_page(
    reading: Reading,
    procedure: Procedure,
    *,
    shape: PageShape,
    declared: str | None = None,
    hints: Sequence[Hint] = (),
) -> Match:
    """Return which material of the procedure the page is; `material` None where that cannot be told.

    Args:
        reading: the page's text, boxes in pixels of the page.
        procedure: whose materials come into question.
        shape: what was measured of the page as a picture.
        declared: the material name that the uploader gave; it is kept whatever the page shows. `confidence` then says
            how far the content bears it out, and `contradiction` names the material that it shows instead.
            A name that the procedure does not know counts as none.
        hints: what the office learned of its own forms (`hints.learn`), for this procedure.
    """
    page = fold_page(reading, shape.size)
    ranked = _rank(page, procedure, shape, hints)
    named = procedure.material(declared) if declared else None
    if named is not None:
        return _declared_match(named, ranked)
    best = ranked[0]
    margin = round(best.score - ranked[1].score, 4) if len(ranked) > 1 else best.score
    accepted = best.score >= ACCEPT and margin >= MIN_MARGIN
    return Match(
        material=best.cues.material.name if accepted else None,
        side=best.cues.side if accepted else None,
        confidence=best.score,
        margin=margin,
        sure=accepted and margin >= _SURE_MARGIN and best.score >= _SURE and _is_settled(page, best.cues, shape),
        candidates=_candidates(ranked),
        evidence=_strongest(best.cues.evidence),
    )


def _is_settled(page: FoldedPage, cues: MaterialCues, shape: PageShape) -> bool:
    """Return whether a heading tells what the page is, or a card or a portrait was seen as a whole."""
    if cues.material.sides:
        return shape.is_card and not page.glanced
    return cues.portrait or cues.title_prominence >= _TITLE_SPEAKS


def contradiction(match: Match, procedure: Procedure) -> str | None:
    """Return the material, or other paper, which a page of another declared name clearly shows, or None.

    Clearly: it would have been accepted without the declaration, and the declared one would not; or the page is headed
    as another paper that is known (解除劳动合同证明), and shows too little of the declared one.
    """
    if match.decided_by != "declared" or match.material is None:
        return None
    scores = dict(match.candidates)
    name = next(iter(scores), match.material)
    if (
        name != match.material
        and scores[name] >= ACCEPT
        and scores[name] - scores.get(match.material, 0.0) >= MIN_MARGIN
    ):
        return name if procedure.material(name) is not None else None
    other = next((item for item in match.evidence if item.kind == "other" and item.box is not None), None)
    headed = other is not None and -other.weight >= _HEADED and match.confidence < ACCEPT
    return other.text if other is not None and headed else None


def likely_name(candidates: Sequence[tuple[str, float]]) -> tuple[str, float] | None:
    """Return the (name, score) that a page without a name would likely have, or None.

    candidates: as in `Match`, best first. It leads clearly, but is not sure enough to be the answer.
    """
    if not candidates or candidates[0][1] < LIKELY:
        return None
    rival = candidates[1][1] if len(candidates) > 1 else 0.0
    return candidates[0] if candidates[0][1] - rival >= MIN_MARGIN else None


def _rank(page: FoldedPage, procedure: Procedure, shape: PageShape, hints: Sequence[Hint]) -> list[_Ranked]:
    knowledge = knowledge_of(procedure)
    rivals = Rivals(page, knowledge)
    seen = _against_titles(page, see_materials(page, knowledge, shape, rivals), rivals)
    seen = with_hints(page, seen, hints)
    top = max(cues.points for cues in seen)
    ranked = [_ranked(cues, rivals.best, top) for cues in seen]
    return sorted(ranked, key=lambda item: -item.score)


def _ranked(cues: MaterialCues, rival: Rival | None, top: float) -> _Ranked:
    """Return the material with its score, which falls with what speaks for a paper that nobody asked for."""
    if rival is None or cues.portrait or cues.learned:
        return _Ranked(cues, _score(cues, top))
    untitled = _UNTITLED if rival.title is not None or len(rival.wordings) > 1 else _UNTITLED_ONE
    weight = rival.points * (untitled if cues.title_prominence < _TITLE_ALONE else 1.0)
    score = _score(cues, max(top, weight))
    seen = replace(cues, evidence=(*cues.evidence, *rival.evidence(weight)))
    clear = score - strength_of(weight) >= MIN_MARGIN
    return _Ranked(seen, score if clear else min(score, _NOT_ENOUGH))


def _score(cues: MaterialCues, top: float) -> float:
    """Return 0..1: how strong the points are, less the further they lie behind the best material's."""
    if cues.points <= 0:
        return 0.0
    score = cues.strength * math.sqrt(cues.points / top)
    return round(score if _enough(cues) else min(score, _NOT_ENOUGH), 4)


def _against_titles(page: FoldedPage, seen: Sequence[MaterialCues], rivals: Rivals) -> list[MaterialCues]:
    """Take points from the materials whose page bears, more prominently than their own, the title of something else.

    That of another material speaks for that one; that of no material speaks against them all.
    """
    titled = max(seen, key=lambda cues: cues.title_prominence)
    best = titled.title_prominence
    foreign = next((line for line in own_titles(page) if best < page.prominence(line) - _AS_PROMINENT), None)
    if foreign is not None:
        sure = foreign.confidence >= SURELY_READ
        against = Evidence(kind="title", text=foreign.text, weight=-1.0, box=foreign.box)
        mute = is_mute(foreign)
        return [
            cues
            if rivals.may_be_misread(foreign, cues.material) or (mute and cues.peculiar >= _PECULIAR)
            else _under(cues, against, sure)
            for cues in seen
        ]
    if best < _TITLE_SPEAKS:
        listed = rivals.named >= _LISTED
        return [replace(cues, foreign=listed or cues.foreign) for cues in seen]
    title = next(item for item in titled.evidence if item.kind in ("title", "alias"))
    return [cues if cues.title_prominence >= best - _AS_PROMINENT else _under(cues, title, False) for cues in seen]


def _under(cues: MaterialCues, title: Evidence, foreign: bool) -> MaterialCues:
    """Return what is left of a material's points under the title of something else."""
    if cues.points <= 0 or cues.portrait:
        return cues
    kept = cues.points * _FOREIGN_TITLE
    against = Evidence(kind="title", text=title.text, weight=-round(cues.points - kept, 3), box=title.box)
    return cues.reduced(kept, against, foreign=foreign or cues.foreign)


def _enough(cues: MaterialCues) -> bool:
    """Return whether there is so much to see that the page may be named at all."""
    if cues.portrait:
        return True
    if cues.foreign:
        # 税务登记证 has all the wordings of a 营业执照: what calls itself something else is not named.
        return False
    shown = cues.phrases >= _MIN_PHRASES or cues.phrases + cues.supports >= _MIN_SIGNS
    return shown or cues.title_prominence >= _TITLE_ALONE


def _declared_match(material: Material, ranked: Sequence[_Ranked]) -> Match:
    own = next(item for item in ranked if item.cues.material.name == material.name)
    best = ranked[0]
    said = Evidence(kind="declared", text=material.name, weight=1.0)
    against = () if best is own else tuple(_negated(item) for item in _strongest(best.cues.evidence)[:4])
    rival = next((item.score for item in ranked if item is not own), 0.0)
    return Match(
        material=material.name,
        side=own.cues.side,
        confidence=own.score,
        margin=max(0.0, round(own.score - rival, 4)),
        candidates=_candidates(ranked),
        evidence=(said, *_strongest(own.cues.evidence), *against),
        decided_by="declared",
    )


def _negated(evidence: Evidence) -> Evidence:
    return evidence.model_copy(update={"weight": -abs(evidence.weight)})


def _candidates(ranked: Sequence[_Ranked]) -> tuple[tuple[str, float], ...]:
    return tuple((item.cues.material.name, item.score) for item in ranked if item.score > 0)


def _strongest(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the weightiest items; a seal weighs little but is always told, because completeness asks for it."""
    ranked = sorted(evidence, key=lambda item: -abs(item.weight))
    return tuple(item for index, item in enumerate(ranked) if index < _MAX_EVIDENCE or item.kind == "seal")
