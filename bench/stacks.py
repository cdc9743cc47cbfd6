"""Which stacks of papers are taken apart rightly into documents, beside other rules.

    python bench/stacks.py [--seed 900] [--count 100] [--sets demo,papers] [--people 2] [--misses]

Stacks have 10 to 60 pages: drawn papers, really scanned or photographed and read (once, then kept in .cache/stacks),
and written papers of several pages (`stacking/texts.py`), with decoys and blank pages, as one PDF or a batch of
pictures. A boundary is right when two neighbouring pages are told to be of two documents and are.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from shoujian import load_procedure
from shoujian.processors.matching.documents import PROPOSALS, join_files
from shoujian.schemas.procedure import Procedure
from shoujian.schemas.results import FileResult

from bench.stacking import rivals
from bench.stacking.stacks import Stack, stacks

PROCEDURE = "zj-constructor2-initial"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of one page that is not blank: its document, its material, whether it asks a person."""

    document: int
    name: str | None
    asks: bool = False


Rule = Callable[[Stack, Procedure], Sequence[Answer]]


def main() -> None:
    options = _options()
    procedure = load_procedure(PROCEDURE)
    made = list(stacks(options.seed, options.count, procedure, sets=options.sets.split(","), people=options.people))
    rules: dict[str, Rule] = {
        "documents": _ours,
        "greedy": lambda stack, _: [Answer(*each) for each in rivals.greedy(stack.files, procedure)],
        "blank pages": lambda stack, _: [Answer(*each) for each in rivals.at_blanks(stack.files)],
        "titles": lambda stack, _: [Answer(*each) for each in rivals.at_titles(stack.files)],
    }
    print(f"seed {options.seed}: {len(made)} stacks, {sum(len(stack.truth) for stack in made)} pages\n")
    columns = ("precision", "recall", "F1", "all boundaries", "and pairs", "and names", "asked", "wrong unasked")
    print(f"| rule | {' | '.join(columns)} | named right |\n|{'---|' * (len(columns) + 2)}")
    for name, rule in rules.items():
        answers = [rule(stack, procedure) for stack in made]
        print(f"| {name} | {' | '.join(_row(made, answers))} |")
        if options.misses and name == "documents":
            misses = [line for stack, answer in zip(made, answers, strict=True) for line in _misses(stack, answer)]
    if options.misses:
        print("\n" + "\n".join(misses))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=900, help="which stacks; tuning was done on 1 and 2")
    parser.add_argument("--count", type=int, default=100, help="how many stacks")
    parser.add_argument("--sets", default="demo,papers", help="sets of drawn papers: demo, papers")
    parser.add_argument("--people", type=int, default=2, help="whose papers are drawn and read")
    parser.add_argument("--misses", action="store_true", help="list every wrong boundary")
    return parser.parse_args()


def _ours(stack: Stack, procedure: Procedure) -> list[Answer]:
    files = join_files(stack.files, procedure)
    return [
        Answer(page.document or 0, page.material, page.page in _asked(file))
        for file in files
        for page in file.pages
        if not page.blank
    ]


def _asked(file: FileResult) -> set[int | None]:
    return {found.page for found in file.findings if found.code in PROPOSALS}


def _row(made: Sequence[Stack], answers: Sequence[Sequence[Answer]]) -> list[str]:
    tally: Counter[str] = Counter()
    for stack, said in zip(made, answers, strict=True):
        right = True
        for place, truth, answer in _boundaries(stack, said):
            tally["both"] += truth and answer
            tally["told"] += answer
            tally["true"] += truth
            tally["places"] += 1
            tally["asked"] += said[place].asks
            tally["unasked"] += truth != answer and not said[place].asks
            right &= truth == answer
        named = all(_name_right(truth.name, answer) for truth, answer in zip(stack.truth, said, strict=True))
        paired = right and _partition([t.document for t in stack.truth]) == _partition([a.document for a in said])
        tally["whole"] += right
        tally["paired"] += paired
        tally["named"] += paired and named
        tally["pages"] += len(said)
        tally["names"] += sum(t.name == a.name for t, a in zip(stack.truth, said, strict=True))
    precision, recall = tally["both"] / max(1, tally["told"]), tally["both"] / max(1, tally["true"])
    shares = [precision, recall, 2 * precision * recall / max(1e-9, precision + recall)]
    shares += [tally[key] / len(made) for key in ("whole", "paired", "named")]
    shares += [tally["asked"] / tally["places"], tally["unasked"] / tally["places"], tally["names"] / tally["pages"]]
    return [f"{share:.4f}" for share in shares]


def _boundaries(stack: Stack, said: Sequence[Answer]) -> list[tuple[int, bool, bool]]:
    """Return (place of the second page, is there a boundary, was one told) for each two neighbours."""
    truths = [one.document != two.document for one, two in pairwise(stack.truth)]
    told = [one.document != two.document for one, two in pairwise(said)]
    return list(zip(range(1, len(said)), truths, told, strict=True))


def _name_right(name: str | None, answer: Answer) -> bool:
    return name == answer.name


def _partition(numbers: Sequence[int]) -> list[int]:
    """Return the numbers in the order in which they first come, so that partitions can be compared."""
    seen: dict[int, int] = {}
    return [seen.setdefault(number, len(seen)) for number in numbers]


def _misses(stack: Stack, said: Sequence[Answer]) -> list[str]:
    kinds = Counter(truth.kind for truth in stack.truth[:0])
    lines = []
    numbers = []
    for truth in stack.truth:
        kinds[f"{truth.document}"] += 1
        numbers.append(f"{truth.kind} {kinds[f'{truth.document}']}")
    for place, truth, answer in _boundaries(stack, said):
        if truth != answer:
            asked = " (asked)" if said[place].asks else ""
            lines.append(
                f"{stack.what}: {'split' if answer else 'joined'} {numbers[place - 1]} [{said[place - 1].name}] | "
                f"{numbers[place]} [{said[place].name}]{asked}"
            )
    return lines


if __name__ == "__main__":
    main()
