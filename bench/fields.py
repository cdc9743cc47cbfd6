"""Which fields are read exactly, by document, on pages that nothing was developed with.

usage: python bench/fields.py [--seed 900] [--count 300] [--only forms,papers,read] [--misses]

Three supplies, each asked for the fields of the material that the page is, whatever the matcher would say:
`forms` are laid out at random with wordings of their own (`filled`), `papers` are the drawn lines of `bench/papers` and
of the demo, both as a reader might give them, thousands in seconds; `read` are pages of `papers` that were scanned or
photographed, normalised and read, `--count` / 10 of them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filled.forms import forms
from filled.reader import as_read
from shoujian import Desk, load_procedure, load_settings
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.canvas import Paper
from shoujian.demo.files import jpeg
from shoujian.demo.papers import MATERIALS, draw
from shoujian.processors.fields.dates import parse_date, parse_date_range, spelt_term
from shoujian.processors.fields.extract import extract_fields
from shoujian.processors.reading.fold import fold
from shoujian.schemas.field import FieldValue
from shoujian.schemas.procedure import FieldSpec, Material, Procedure
from shoujian.schemas.reading import Reading

PROCEDURE = "zj-constructor2-initial"
DEVICES = ("scan", "photo")
_REST = " | absent | told invalid | wrong"


@dataclass(frozen=True, slots=True)
class Page:
    """A page with known values: its material, what it is called in tables, and what was read of its parts by side."""

    material: str
    kind: str
    device: str
    fields: Mapping[str, str]
    readings: tuple[tuple[Reading, str | None], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one field of a page: exact, absent, or another value (`wrong` where that passes for valid)."""

    page: Page
    key: str
    what: str
    got: FieldValue | None
    truth: str


def main() -> None:
    options = _options()
    procedure = load_procedure(PROCEDURE)
    for name in options.only.split(","):
        pages = _SUPPLIES[name](options.seed, options.count)
        outcomes = [outcome for page in pages for outcome in outcomes_of(page, procedure)]
        print_tables(name, outcomes, misses=options.misses)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=900, help="which pages; 1, 5 and 11 to 29 were used to develop")
    parser.add_argument("--count", type=int, default=300, help="forms for each device, papers, ten times pages read")
    parser.add_argument("--only", default="forms,papers,read", help="some of the supplies")
    parser.add_argument("--misses", action="store_true", help="list every field that is not exact")
    return parser.parse_args()


def laid_out(seed: int, count: int) -> Iterator[Page]:
    """Give `count` forms for each device."""
    for device in DEVICES:
        for form in forms(seed, count, photo=device == "photo"):
            yield Page(form.material, f"{form.material}: {form.layout}", device, form.fields, ((form.reading, None),))


def drawn(seed: int, count: int) -> Iterator[Page]:
    """Give the pages with fields of `count` / 10 papers of each design, for each device."""
    for kind, make in _designs().items():
        for index in range(max(1, count // 100)):
            rng = np.random.default_rng([seed, index, sum(map(ord, kind))])
            for paper in make(rng):
                for device in DEVICES if paper.name and paper.fields else ():
                    pieces = [(line.text, line.box) for line in paper.lines]
                    reading = as_read(pieces, np.random.default_rng([seed, index]), photo=device == "photo")
                    yield Page(str(paper.name), kind, device, paper.fields, ((reading, paper.side),))


def _designs() -> dict[str, Callable[[np.random.Generator], Sequence[Paper]]]:
    import papers

    def of_demo(kind: str) -> Callable[[np.random.Generator], Sequence[Paper]]:
        return lambda rng: draw(kind, fictitious_applicant(int(rng.integers(1 << 30))), rng)

    def of_papers(kind: str) -> Callable[[np.random.Generator], Sequence[Paper]]:
        return lambda rng: papers.document(kind, papers.person(int(rng.integers(1 << 30))), rng)

    return {f"demo/{kind}": of_demo(kind) for kind in MATERIALS} | {kind: of_papers(kind) for kind in papers.KINDS}


def read(seed: int, count: int) -> Iterator[Page]:
    """Give `count` / 10 pages of `papers` that went the whole way from their files."""
    import papers

    with (
        tempfile.TemporaryDirectory(prefix="bench-") as scratch,
        Desk.open(load_settings(data_dir=Path(scratch) / "data")) as desk,
    ):
        for index, shot in enumerate(papers.sample(seed, count // 10)):
            paper = shot.paper
            if paper.name is None or not paper.fields:
                continue
            path = Path(scratch) / f"{index:04d}.jpg"
            path.write_bytes(jpeg(shot))
            (page,) = desk.inspect([path], procedure_id=PROCEDURE, text=True).files[0].pages
            path.unlink()
            readings = tuple((part.reading, part.side) for part in page.cards or (page,))
            yield Page(paper.name, paper.kind, shot.device, paper.fields, readings)


_SUPPLIES = {"forms": laid_out, "papers": drawn, "read": read}


def outcomes_of(page: Page, procedure: Procedure) -> Iterator[Outcome]:
    """Yield what became of each field that stands on the page and that the procedure asks for."""
    material = procedure.named(page.material)
    specs = {spec.key: spec for spec in material.every_field()}
    found = _found(page, material)
    for key in sorted(specs.keys() & page.fields.keys()):
        got, want = found.get(key), spelled(specs[key], page.fields[key])
        same = (got.value if got else "") == want
        what = "exact" if same else "absent" if got is None else "told" if got.valid is False else "wrong"
        yield Outcome(page, key, what, got, want)


def spelled(spec: FieldSpec, printed: str) -> str:
    """Return a printed value in the spelling in which fields are given."""
    if spec.kind == "date":
        day = parse_date(printed)
        return day.isoformat() if day else printed
    if spec.kind == "date_range":
        term = parse_date_range(printed)
        return printed if term is None else spelt_term(term)
    return fold(printed)


def _found(page: Page, material: Material) -> dict[str, FieldValue]:
    found: dict[str, FieldValue] = {}
    for reading, side in page.readings:
        for key, value in extract_fields(reading, material, side=side).items():
            if key not in found or (value.valid and not found[key].valid):
                found[key] = value
    return found


def print_tables(name: str, outcomes: Iterable[Outcome], *, misses: bool) -> None:
    """Print the share of exact fields by field, then by kind of page where any was missed."""
    known = list(outcomes)
    print(f"## {name}\n\n| field | scans: exact{_REST} | photos: exact{_REST} |\n" + "|---" * 9 + "|")
    for key in (*sorted({outcome.key for outcome in known}), "all"):
        print(f"| {key} | " + " | ".join(_cells([o for o in known if key in (o.key, "all")])) + " |")
    print(f"\n| page | scans: exact{_REST} | photos: exact{_REST} |\n" + "|---" * 9 + "|")
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in known:
        by_kind[outcome.page.kind].append(outcome)
    missed = {kind for kind, of_kind in by_kind.items() if any(outcome.what != "exact" for outcome in of_kind)}
    for kind in sorted(missed):
        print(f"| {kind} | " + " | ".join(_cells(by_kind[kind])) + " |")
    print(f"\n{len(by_kind) - len(missed)} of {len(by_kind)} kinds of pages have every field exact\n")
    for outcome in known if misses else ():
        if outcome.what != "exact":
            got = outcome.got.value if outcome.got else None
            print(f"{outcome.page.kind} {outcome.page.device} {outcome.key}: {got!r}, not {outcome.truth!r}")


def _cells(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for device in DEVICES:
        tally = Counter(outcome.what for outcome in outcomes if outcome.page.device == device)
        total = sum(tally.values())
        yield f"{tally['exact']} of {total}" + (f" ({tally['exact'] / total:.1%})" if total else "")
        yield from (str(tally[what]) for what in ("absent", "told", "wrong"))


if __name__ == "__main__":
    main()
