"""What reading costs, what it misses and how it scales, beside rivals on the same pages, section by section in one run.

usage: python bench/reading.py [--seed 61] [--count 32] [--only readers,quick] [--rival-pages 10] [--scale 100]
                               [--out DIR]

Pages are drawn by `shoujian.demo.samples` and by `papers`, half of them each, half of those scanned and half
photographed; they are turned upright, levelled and cut once, and every reader gets the same pixels. A section is a
module of `readers`; each of its arms runs in a process of its own, one after the other, and is accounted for with its
children. Rivals that aren't installed are left out with a note.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import sys
import tempfile
import time
from collections import Counter

from asking import folder, sections_of

SECTIONS = ("readers", "runtimes", "seals", "quick", "scale")


def main() -> None:
    options = _options()
    from measuring import machine
    from normalising.tables import print_table
    from readers.job import Job, write_pages

    print(f"machine: {machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        job = Job(
            scratch, options.seed, options.count, options.rival_pages, options.scale, options.out and str(options.out)
        )
        started = time.perf_counter()
        write_pages(job)
        _print_pages(job.seed, job.pages(), time.perf_counter() - started)
        for name in options.only:
            started = time.perf_counter()
            print(f"## {name}\n")
            for title, table in importlib.import_module(f"readers.{name}").tables(job):
                print_table(title, table)
            print(f"({name}: {time.perf_counter() - started:.0f} s)\n", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=61)
    parser.add_argument("--count", type=int, default=32, help="how many pages, a multiple of 4")
    parser.add_argument("--only", type=sections_of(SECTIONS), default=SECTIONS, help=f"of {','.join(SECTIONS)}")
    parser.add_argument("--rival-pages", type=int, default=10, help="how many of the pages rivals get; 0 = no rivals")
    parser.add_argument("--scale", type=int, default=100, help="most pages of one run: 10, 100 or 1000")
    parser.add_argument("--out", type=folder, help="folder for pictures of the pages that were read worst")
    return parser.parse_args()


def _print_pages(seed: int, pages: list, took_s: float) -> None:  # type: ignore[type-arg]
    made = Counter(f"{page.device}s of {page.supply}" for page in pages)
    upright = sum(page.upright is not None for page in pages)
    print(f"pages: seed {seed}, {', '.join(f'{count} {what}' for what, count in made.items())};")
    print(f"{upright} of {len(pages)} have text and were turned rightly, these are read ({took_s:.0f} s to draw)\n")


def work(section: str, arm: str, job: str) -> None:
    """Do one arm's work and print what it returns as the last line."""
    from readers.job import Job

    with contextlib.redirect_stdout(sys.stderr):
        told = importlib.import_module(f"readers.{section}").work(arm, Job(**json.loads(job)))
    print(json.dumps(told))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(*sys.argv[2:])
    else:
        main()
