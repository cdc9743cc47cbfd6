"""Which pages get their material name, and which fields are read exactly, on fresh drawn pages.

usage: python bench/matching.py [--seed 900] [--count 150] [--drawn 2000] [--misses]

The pages come from `shoujian.demo.samples`: thirteen documents of the first procedure and five decoys of a fictitious
applicant, drawn with exact truth, then scanned or photographed more or less badly. Each is one file with one page, so
nothing is inherited from a neighbour. Real certificates vary more: this is no claim about them.

Before them, `--drawn` pages of a second, independent set of designs (`papers`) are named from their lines, misread as
engines misread them (`misread`): which are right, unknown or wrong, how far the confidence can be believed, what a
glance at the tallest lines is sure of, and what a plain keyword matcher says of the same pages.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shoujian.processors.fields.dates import parse_date, parse_date_range
from shoujian.processors.reading.fold import fold
from shoujian.schemas.procedure import FieldSpec, Material, Procedure
from shoujian.schemas.results import PageResult

PROCEDURE = "zj-constructor2-initial"
BATCH = 25
"""Files that lie on disk at once; a sample is 0.5 to 4 MB."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a page is: `kind` as drawn, `name` its material (None: a decoy), `fields` as printed."""

    kind: str
    name: str | None
    device: str
    page_no: int
    side: str | None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The kind, with the page for documents of several pages."""
        return f"{self.kind} {self.page_no}" if self.kind in ("contract", "application", "insurance") else self.kind


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk said: the material's name, and the values by key."""

    name: str | None
    fields: Mapping[str, str]
    candidates: tuple[tuple[str, float], ...] = ()


Pair = tuple[Truth, Answer]


def main() -> None:
    options = _options()
    from naming import name_drawn, print_naming
    from shoujian import load_procedure

    procedure = load_procedure(PROCEDURE)
    if options.drawn:
        print_naming(name_drawn(options.seed, options.drawn, procedure))
    if options.count:
        pairs = look(options.seed, options.count)
        print_tables(pairs, procedure, title=f"seed {options.seed}", misses=options.misses)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=900, help="which pages; tuning was done on 101, 102 and 103")
    parser.add_argument("--count", type=int, default=150, help="how many pages of the demo to read; 0 = none")
    parser.add_argument(
        "--drawn", type=int, default=2000, help="how many drawn pages to name without reading; 0 = none"
    )
    parser.add_argument("--misses", action="store_true", help="list every page and field that is not right")
    return parser.parse_args()


def look(seed: int, count: int) -> list[Pair]:
    """Return truth and answer of each sample page; every page goes the whole way from its file."""
    from shoujian import Desk, load_settings
    from shoujian.demo.files import jpeg
    from shoujian.demo.samples import sample_pages

    pairs: list[Pair] = []
    waiting: list[tuple[Truth, Path]] = []
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as scratch,
        Desk.open(load_settings(data_dir=Path(scratch) / "data")) as desk,
    ):
        for index, shot in enumerate(sample_pages(seed, count)):
            paper = shot.paper
            path = Path(scratch) / f"{index:04d}.jpg"
            path.write_bytes(jpeg(shot))
            waiting.append(
                (Truth(paper.kind, paper.name, shot.device, paper.page_no, paper.side, dict(paper.fields)), path)
            )
            if len(waiting) == BATCH or index == count - 1:
                seen = desk.inspect([path for _, path in waiting], procedure_id=PROCEDURE)
                pairs += [
                    (truth, answer_of(file.pages[0])) for (truth, _), file in zip(waiting, seen.files, strict=True)
                ]
                for _, path in waiting:
                    path.unlink()
                waiting.clear()
    return pairs


def answer_of(page: PageResult) -> Answer:
    """Return what a page counts as: its cards where it has any that were named, as completeness takes it."""
    named = [card for card in page.cards if card.material]
    parts = named or [page]
    fields = {key: value.value for part in parts for key, value in part.fields.items()}
    return Answer(parts[0].material, fields, parts[0].candidates[:2])


def print_tables(pairs: Sequence[Pair], procedure: Procedure, *, title: str, misses: bool = False) -> None:
    """Print names, confusions and fields of the pages."""
    photos = sum(truth.device == "photo" for truth, _ in pairs)
    decoys = sum(truth.name is None for truth, _ in pairs)
    print(f"pages: shoujian.demo.samples, {title}: {len(pairs)} drawn pages,")
    print(f"{photos} photographed and {len(pairs) - photos} scanned, {decoys} of them decoys\n")
    _print_names(pairs)
    _print_confusion(pairs)
    _print_fields(pairs, procedure)
    if misses:
        _print_misses(pairs, procedure)


def _print_names(pairs: Sequence[Pair]) -> None:
    print("| pages | scans | photos | all |\n|---|---|---|---|")
    tally = {device: Counter(_outcome(*pair) for pair in _of(pairs, device)) for device in ("scan", "photo", None)}
    for outcome in ("named right", "unnamed", "named wrong", "decoy refused", "decoy accepted"):
        print(
            f"| {outcome} | " + " | ".join(_share(tally[device], outcome) for device in ("scan", "photo", None)) + " |"
        )
    print()


def _of(pairs: Iterable[Pair], device: str | None) -> list[Pair]:
    return [pair for pair in pairs if device in (None, pair[0].device)]


def _outcome(truth: Truth, answer: Answer) -> str:
    if truth.name is None:
        return "decoy refused" if answer.name is None else "decoy accepted"
    return "unnamed" if answer.name is None else "named right" if answer.name == truth.name else "named wrong"


def _share(tally: Counter[str], outcome: str) -> str:
    same = [key for key in tally if key.startswith("decoy") == outcome.startswith("decoy")]
    return f"{tally[outcome]} of {sum(tally[key] for key in same)}"


def _print_confusion(pairs: Sequence[Pair]) -> None:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for truth, answer in pairs:
        rows[truth.label]["right" if answer.name == truth.name else answer.name or "unknown"] += 1
    print("| drawn | right | not named | named as another |\n|---|---|---|---|")
    for label in sorted(rows):
        others = ", ".join(f"{name} {count}" for name, count in rows[label].items() if name not in ("right", "unknown"))
        print(f"| {label} | {rows[label]['right']} | {rows[label]['unknown']} | {others} |")
    print()


def _print_fields(pairs: Sequence[Pair], procedure: Procedure) -> None:
    tallies: dict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for truth, key, outcome in _field_outcomes(pairs, procedure):
        tallies[truth.kind, key][truth.device][outcome] += 1
        tallies["all", "all"][truth.device][outcome] += 1
    print("fields of pages that were named right (exact, absent, other value; of those drawn on the page)\n")
    print("| drawn | field | scans: exact | absent | other | photos: exact | absent | other |")
    print("|---" * 8 + "|")
    for kind, key in sorted(tallies, key=lambda pair: (pair[0] == "all", pair)):
        counts = [
            str(tallies[kind, key][device][what])
            for device in ("scan", "photo")
            for what in ("exact", "absent", "other")
        ]
        print(f"| {kind} | {key} | {' | '.join(counts)} |")
    made_up = Counter(f"{t.label} {k}" for t, k, outcome in _field_outcomes(pairs, procedure) if outcome == "made up")
    print(
        "\nvalues on pages that bear none: "
        + (", ".join(f"{what} {n}" for what, n in made_up.items()) or "none")
        + "\n"
    )


def _field_outcomes(pairs: Iterable[Pair], procedure: Procedure) -> Iterable[tuple[Truth, str, str]]:
    for truth, answer in pairs:
        if truth.name is None or truth.name != answer.name:
            continue
        specs = _specs(procedure.named(truth.name))
        for key in specs.keys() & truth.fields.keys():
            got = answer.fields.get(key)
            yield truth, key, "absent" if got is None else "exact" if got == wanted(specs[key], truth) else "other"
        for key in (specs.keys() & answer.fields.keys() & {"name", "id_number", "company"}) - truth.fields.keys():
            yield truth, key, "made up"


def _specs(material: Material) -> dict[str, FieldSpec]:
    return {spec.key: spec for spec in material.every_field()}


def wanted(spec: FieldSpec, truth: Truth) -> str:
    """Return the printed value in the spelling in which fields are given."""
    printed = truth.fields[spec.key]
    if spec.kind == "date":
        day = parse_date(printed)
        return day.isoformat() if day else printed
    if spec.kind == "date_range":
        term = parse_date_range(printed)
        return printed if term is None else f"{term[0].isoformat()}/{term[1].isoformat() if term[1] else '长期'}"
    return fold(printed)


def _print_misses(pairs: Sequence[Pair], procedure: Procedure) -> None:
    for index, (truth, answer) in enumerate(pairs):
        where = f"{index} {truth.device} {truth.label}"
        if answer.name != truth.name:
            print(f"{where}: {_outcome(truth, answer)} {answer.name or ''} {answer.candidates}")
        for _, key, outcome in _field_outcomes([(truth, answer)], procedure):
            if outcome in ("absent", "other"):
                spec = _specs(procedure.named(truth.name or ""))[key]
                print(f"{where}.{key}: {answer.fields.get(key)!r}, not {wanted(spec, truth)!r}")


if __name__ == "__main__":
    main()
