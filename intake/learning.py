"""What the office learns from people's decisions: hints, kept per installation, explained, exchanged, switched off.

Hints are learned when the next file is read, from the decisions that count then: a decision that was taken back, or
whose file was deleted, teaches no more. Files that were read before stay as they were read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..processors.fields.extract import extract_fields
from ..processors.matching.hints import PRIVATE_KINDS, Lesson, fits, learn, refuted
from ..schemas.errors import NotFound
from ..schemas.hint import Hint, HintFile, HintSource, HintState, KnownHint
from ..schemas.procedure import Material, Procedure
from ..schemas.results import PageResult
from .office import Office
from .record.hint_records import ALL, HintSet, TaughtPage

_DECISIONS = 300
"""The latest decisions of a procedure that are learned from: with so many, and the pages below, a second of CPU once
after each change, before the next file is read."""
_SEEN = 300
"""The latest pages that are held against what was learned."""
_BY_OTHERS = frozenset({"hint", "continuation"})
"""Evidence of pages that were not named for what they show themselves: they do not speak against anything."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of hints that came from elsewhere: those taken, and how many could not be learned here."""

    taken: tuple[Hint, ...]
    refused: int


class HintBook:
    """The hints of one office."""

    def __init__(self, office: Office) -> None:
        """Work with the office's record, procedures and settings."""
        self.office = office

    def active(self, procedure: Procedure) -> tuple[Hint, ...]:
        """Return the hints by which pages of the procedure are named now, after learning what is new; none if off."""
        if not self.is_on():
            return ()
        return tuple(known.hint for known in self.known(procedure) if known.state == "on")

    def is_on(self) -> bool:
        """Return whether hints are used at all: by the settings, and by people's word."""
        return self.office.settings.hints and ALL not in self.office.records.hint_choices()

    def known(self, procedure: Procedure) -> tuple[KnownHint, ...]:
        """Return every hint for the procedure, after learning what is new: those learned here, then the others."""
        self._learn(procedure)
        return self._with_states(self.office.records.hint_sets(procedure.id))

    def find(self, ids: Sequence[str]) -> tuple[KnownHint, ...]:
        """Return the hints of these ids, of whatever procedure.

        Raises:
            NotFound: there is no hint of one of them; the id is not repeated.
        """
        known = {hint.id: hint for hint in self._with_states(self.office.records.hint_sets())}
        if not set(ids) <= known.keys():
            raise NotFound("没有这条提示", remedy="请核对编号，或运行 shoujian hints list")
        return tuple(known[one] for one in dict.fromkeys(ids))

    def export(self, procedure: Procedure) -> HintFile:
        """Return the hints that count, learned here or elsewhere, without cases, files and the hour of decisions."""
        said = [known.hint for known in self.known(procedure) if known.state == "on"]
        here = self.office.settings.office
        out = (hint.model_copy(update={"sources": (), "office": hint.office or here}) for hint in said)
        return HintFile(office=here, hints=tuple(out))

    def take_in(self, given: HintFile, *, by: str) -> Imported:
        """Keep another office's hints in place of those that came from there before.

        Taken is only what could have been learned here: for a material of a known procedure, impersonal, and no
        wording of another material. They are weighed like one's own, and count nothing where pages here refute them.

        Raises:
            NotFound: it has hints for a procedure that is not known here.
        """
        sets: list[HintSet] = []
        fitting = 0
        for name in sorted({hint.procedure for hint in given.hints}):
            procedure = self.office.procedure(name)
            hints = [hint for hint in given.hints if hint.procedure == name and fits(hint, procedure)]
            foreign = tuple(hint.model_copy(update={"sources": (), "office": given.office}) for hint in hints)
            fitting += len(foreign)
            sets.append(HintSet(procedure=name, office=given.office, hints=foreign))
        taken = self.office.records.save_imported(sets, by=by)
        return Imported(taken, len(given.hints) - fitting)

    def forget(self, ids: Sequence[str], *, by: str) -> None:
        """Delete hints; their wordings are not learned and not taken in again.

        Raises:
            NotFound: there is none of one of these ids.
        """
        self.office.records.choose_hints([hint.id for hint in self.find(ids)], "forgotten", by=by)

    def switch_off(self, ids: Sequence[str] = (), *, by: str) -> None:
        """Let these hints, or without ids all of them, count nothing for files that are read from now on.

        Raises:
            NotFound: there is none of one of these ids.
        """
        self.office.records.choose_hints([hint.id for hint in self.find(ids)] or [ALL], "off", by=by)

    def switch_on(self, ids: Sequence[str] = (), *, by: str) -> None:
        """Take `switch_off` back.

        Raises:
            NotFound: there is none of one of these ids.
        """
        self.office.records.choose_hints([hint.id for hint in self.find(ids)] or [ALL], None, by=by)

    def _with_states(self, sets: Sequence[HintSet]) -> tuple[KnownHint, ...]:
        choices = self.office.records.hint_choices()
        against = frozenset(one for kept in sets for one in kept.refuted)
        found: dict[str, KnownHint] = {}
        for hint in (hint for kept in sets for hint in kept.hints):
            state: HintState = "off" if hint.id in choices else "refuted" if hint.id in against else "on"
            found.setdefault(hint.id, KnownHint(id=hint.id, state=state, hint=hint))
        return tuple(found.values())

    def _learn(self, procedure: Procedure) -> None:
        """Learn anew where there are other decisions than last time, more files, or another procedure file.

        Two that learn at once learn the same: the set is a function of the record.
        """
        records = self.office.records
        basis = f"{procedure.version}/{records.hint_basis(procedure.id)}"
        sets = records.hint_sets(procedure.id)
        if not self.office.settings.hints or any(kept.office == "" and kept.basis == basis for kept in sets):
            return
        lessons = list(self._lessons(procedure))
        others = [hint for kept in sets if kept.office for hint in kept.hints]
        records.save_learned(
            HintSet(
                procedure=procedure.id,
                office="",
                basis=basis,
                hints=learn(lessons, procedure),
                refuted=tuple(sorted(refuted(others, lessons))),
            )
        )

    def _lessons(self, procedure: Procedure) -> Iterator[Lesson]:
        decided = self.office.records.decided_pages(procedure.id, limit=_DECISIONS)
        for taught in decided:
            yield _lesson(taught, taught.decision.material if taught.decision else None, procedure)
        settled = {(taught.file, taught.page.page) for taught in decided}
        for seen in self.office.records.recent_pages(procedure.id, limit=_SEEN):
            if (seen.file, seen.page.page) not in settled and _speaks(seen.page):
                yield _lesson(seen, seen.page.material, procedure)


def edition(hints: Sequence[Hint]) -> str:
    """Return a name for exactly these hints, for the log; empty without any."""
    if not hints:
        return ""
    told = ",".join(sorted(f"{hint.id}:{hint.decisions}" for hint in hints))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _speaks(page: PageResult) -> bool:
    """Return whether the matcher knew the page by what it shows."""
    named = page.material is not None and page.decided_by == "matcher"
    return named and not any(cue.kind in _BY_OTHERS for cue in page.evidence)


def _lesson(taught: TaughtPage, material: str | None, procedure: Procedure) -> Lesson:
    applicant, page, made = taught.applicant, taught.page, taught.decision
    named = procedure.material(material) if made and material else None
    source = None
    if made:
        source = HintSource(case=taught.case, file=taught.file, page=made.page, card=made.card, at=made.at)
    return Lesson(
        reading=page.reading,
        size=page.size,
        material=material,
        case=taught.case,
        # An office that drops files without an application knows nobody: there a case counts as an applicant.
        applicant=applicant.id_number or applicant.name or taught.case,
        private=(applicant.name, applicant.id_number, applicant.phone, applicant.company, *_read(page, named)),
        source=source,
    )


def _read(page: PageResult, material: Material | None) -> Iterator[str]:
    """Yield the names, companies and numbers that the fields of what the page is find on it."""
    if material is not None:
        kinds = {spec.key: spec.kind for spec in material.every_field()}
        fields = extract_fields(page.reading, material)
        yield from (value.value for key, value in fields.items() if kinds.get(key) in PRIVATE_KINDS)
