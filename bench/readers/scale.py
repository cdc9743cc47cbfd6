"""Pages a second and memory over many pages, by how the work is laid out. Few distinct pages come over and over."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from measuring import Account
from normalising.tables import Table

from .job import PROCEDURE, Job

_COUNTS = (10, 100, 1000)
_LAYOUTS = {"1 worker": (1, 1), "2 workers": (2, 1), "2 processes of 1 worker": (1, 2)}
"""Workers of a process, processes."""
_PLACES = (0.1, 0.5, 1.0)


def tables(job: Job) -> Iterator[tuple[str, Table]]:
    """Yield a row for each number of pages and each layout; memory is the highest of the tenth before each place."""
    distinct = len(job.pages())
    memory = tuple(f"MB at {place:.0%}" for place in _PLACES)
    table: Table = [("pages", "layout", "pages a second", "CPU s a page", *memory, "peak MB")]
    for count in (count for count in _COUNTS if count <= job.scale):
        for layout in _LAYOUTS:
            told, account = job.run("scale", f"{count} {layout}")
            times = told["times"]
            rate = count / (max(each[-1] for each in times) - min(each[0] for each in times))
            places = (f"{_memory_at(account, times[0], place):.0f}" for place in _PLACES)
            cost = (f"{rate:.2f}", f"{account.cpu_s / count:.2f}")
            table.append((str(count), layout, *cost, *places, f"{account.tree_mb:.0f}"))
    yield f"the full way, {distinct} distinct pages over and over; start-up counts in CPU, not in pages a second", table


def _memory_at(account: Account, times: Sequence[float], place: float) -> float:
    """Return the highest sample of the tenth of the pages that ends at the place, decoding processes included."""
    pages = len(times) - 1
    begin, end = times[round(pages * (place - 0.1))], times[round(pages * place)]
    within = [mb for at, mb in account.samples if begin <= at <= end]
    return max(within, default=min(account.samples, key=lambda sample: abs(sample[0] - end))[1])


def work(arm: str, job: Job) -> dict[str, Any]:
    """Examine so many pages in one layout; return when each process began and when each of its pages was done."""
    count, _, layout = arm.partition(" ")
    workers, processes = _LAYOUTS[layout]
    files = list(islice(cycle(page.file for page in job.pages()), int(count)))
    shares = [files[index::processes] for index in range(processes)]
    if processes == 1:
        return {"times": [_examine(files, workers)]}
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return {"times": list(pool.map(_examine, shares, [workers] * processes))}


def _examine(files: Sequence[str], workers: int) -> list[float]:
    from shoujian import Desk, load_settings

    paths = [Path(file) for file in files]
    with (
        tempfile.TemporaryDirectory(prefix="bench-desk-") as data,
        Desk.open(load_settings(data_dir=Path(data), workers=workers)) as desk,
    ):
        desk.inspect(paths[:1], procedure_id=PROCEDURE)
        times = [time.monotonic()]
        desk.inspect(paths, procedure_id=PROCEDURE, on_page=lambda done, total: times.append(time.monotonic()))
    return times
