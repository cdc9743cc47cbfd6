"""From a JPEG to its name, by the cascade and the full way: CPU by stage, what was named rightly, pages a second."""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from types import SimpleNamespace
from typing import Any

from matching import answer_of
from measuring import cpu_with, descendants
from normalising.tables import Table
from shoujian import Desk, load_settings
from shoujian.intake import looking

from .job import PROCEDURE, Job, Page

_WAYS = ("cascade", "full")
_STAGES = ("decode", "normalise", "read", "match", "encode")
_WORKERS = (1, 2)


def tables(job: Job) -> Iterator[tuple[str, Table]]:
    """Yield what a page costs, what became of its name, and how many pages a second are named."""
    pages = job.pages()
    told = {(way, n): job.run("quick", f"{way} {n}")[0] for way in _WAYS for n in _WORKERS}
    alone = {way: told[way, 1]["pages"] for way in _WAYS}
    yield f"JPEG to name, {len(pages)} pages, one worker, CPU ms a page (median)", _costs(alone)
    yield "names", _names(pages, alone)
    header = ("way", *(f"pages a second with {n} worker{'s' * (n > 1)}" for n in _WORKERS))
    rates = [(way, *(f"{len(pages) / told[way, n]['wall_s']:.1f}" for n in _WORKERS)) for way in _WAYS]
    yield "pages a second, engines loaded", [header, *rates]


def _costs(alone: dict[str, list[dict[str, Any]]]) -> Table:
    table: Table = [("way", *_STAGES, "all stages", "all stages, mean")]
    for way, rows in alone.items():
        groups = {f"{way}, all pages": rows}
        if way == "cascade":
            groups["cascade, pages named by a glance"] = [row for row in rows if row["glanced"]]
            groups["cascade, pages that needed the full way"] = [row for row in rows if not row["glanced"]]
        for name, some in groups.items():
            stages = [[1000 * row["seconds"].get(stage, 0.0) for row in some] for stage in _STAGES]
            sums = [sum(values) for values in zip(*stages, strict=True)]
            cells = [f"{median(values):.0f}" if values else "" for values in (*stages, sums)]
            table.append((name, *cells, f"{mean(sums):.0f}" if sums else ""))
    return table


def _names(pages: list[Page], alone: dict[str, list[dict[str, Any]]]) -> Table:
    table: Table = [
        ("way", "by a glance", "of what is asked for", "right", "wrong", "unknown", "foreign refused", "accepted")
    ]
    for way, rows in alone.items():
        tally = Counter(_outcome(page.name, row["name"]) for page, row in zip(pages, rows, strict=True))
        glanced = [row["glanced"] for row in rows]
        known = [row["glanced"] for page, row in zip(pages, rows, strict=True) if page.name is not None]
        shares = (f"{sum(some)} of {len(some)}" for some in (glanced, known))
        table.append((way, *shares, *(str(tally[key]) for key in ("right", "wrong", "unknown", "refused", "accepted"))))
    return table


def _outcome(truth: str | None, told: str | None) -> str:
    if truth is None:
        return "refused" if told is None else "accepted"
    return "unknown" if told is None else "right" if told == truth else "wrong"


def work(arm: str, job: Job) -> dict[str, Any]:
    """Name the pages one way with so many workers, after one that loads the engines."""
    way, workers = arm.split()
    files = [Path(page.file) for page in job.pages()]
    with (
        tempfile.TemporaryDirectory(prefix="bench-desk-") as data,
        Desk.open(load_settings(data_dir=Path(data), workers=int(workers))) as desk,
    ):
        for quick in (True, False):
            desk.inspect(files[:1], procedure_id=PROCEDURE, quick=quick)
        if workers == "1":
            _count_cpu()
        started = time.perf_counter()
        seen = desk.inspect(files, procedure_id=PROCEDURE, quick=way == "cascade")
        wall_s = time.perf_counter() - started
    rows = [_row(file.pages[0]) for file in seen.files]
    return {"wall_s": wall_s, "pages": rows}


def _count_cpu() -> None:
    """Make the stages' clock count the CPU seconds of the desk and of its decoders: one page is worked on at a time."""
    others = descendants(os.getpid())
    looking.time = SimpleNamespace(perf_counter=lambda: cpu_with(others))  # type: ignore[assignment]


def _row(page: Any) -> dict[str, Any]:
    return {
        "name": answer_of(page).name,
        "glanced": page.reading_status == "glanced",
        "seconds": {**page.seconds},
    }
