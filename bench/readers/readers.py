"""Readers on the same upright pages: CPU, what they miss, ID numbers, memory; with pictures of the worst-read pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import cv2
from accuracy import characters_missed, read_exactly
from measuring import cpu_s
from normalising.tables import Table
from shoujian.processors.page import Pixels
from shoujian.processors.reading.line_text import LineText
from shoujian.processors.reading.ocr_ppocr import PpOcrEngine
from shoujian.schemas.reading import Reading

from .job import Job, Page
from .rivals import Read, ocrmypdf, rapidocr, tesseract
from .worst import draw_worst

OURS = "ours"
GLANCE = "ours, a glance (8 lines)"
_OWN: dict[str, Callable[[], Callable[[Pixels], Reading]]] = {
    OURS: lambda: PpOcrEngine().read,
    GLANCE: lambda: PpOcrEngine().glance,
    "ours, the larger networks only": lambda: _LargerOnly().read,
    "ours, lines read by the smallest network only": lambda: _SmallestReads().read,
}
_RIVALS: dict[str, Callable[[], Read | None]] = {
    "RapidOCR as shipped": rapidocr,
    "Tesseract": tesseract,
    "ocrmypdf": ocrmypdf,
}


class _LargerOnly(PpOcrEngine):
    def _carefully(self, crop: Pixels) -> LineText:
        self._quick_reader = self._reader
        return self._quickly(crop)


class _SmallestReads(PpOcrEngine):
    def _carefully(self, crop: Pixels) -> LineText:
        return self._quickly(crop)


@dataclass(frozen=True, slots=True)
class Arm:
    """What a reader did: CPU seconds until its first page was read, then for each page, and the lines it read."""

    name: str
    first_s: float
    cpu_s: tuple[float, ...]
    lines: tuple[tuple[str, ...], ...]
    boxes: tuple[Any, ...]
    peak_mb: float


def tables(job: Job) -> Iterator[tuple[str, Table]]:
    """Yield our reader's own ways on all pages, then the rivals on some of them."""
    pages = job.upright()
    own = [arm for name in _OWN if (arm := _run(job, name)) is not None]
    yield f"our ways of reading, {len(pages)} pages", table_of(own, pages)
    if job.out is not None:
        draw_worst(pages, own[0].lines, own[0].boxes, Path(job.out))
    rivals = [arm for name in _RIVALS if job.rival_pages and (arm := _run(job, name)) is not None]
    if rivals:
        some = pages[: job.rival_pages]
        yield f"beside rivals, {len(some)} of these pages", table_of([own[0], *rivals], some)


def _run(job: Job, name: str) -> Arm | None:
    told, account = job.run("readers", name)
    if told is None:
        return None
    pages = told["pages"]
    return Arm(
        name,
        told["first_s"],
        tuple(page["cpu_s"] for page in pages),
        tuple(tuple(page["lines"]) for page in pages),
        tuple(page["boxes"] for page in pages),
        account.tree_mb,
    )


def work(name: str, job: Job) -> dict[str, Any] | None:
    """Read the pages one by one, in a process of its own; None where the reader isn't installed."""
    pages, read = job.upright(), _reader(name)
    if read is None:
        return None
    if name in _RIVALS:
        pages = pages[: job.rival_pages]
    read(pages[0], pages[0].pixels())
    first_s = cpu_s()
    rows = []
    for page in pages:
        pixels = page.pixels()
        started = cpu_s()
        lines, boxes = read(page, pixels)
        rows.append({"cpu_s": cpu_s() - started, "lines": lines, "boxes": boxes})
    return {"first_s": first_s, "pages": rows}


def _reader(name: str) -> Callable[[Page, Pixels], tuple[list[str], list[Any]]] | None:
    if name in _OWN:
        cv2.setNumThreads(1)  # as the desk does, which works on several pages at once
        own = _OWN[name]()
        return lambda page, pixels: _told(own(pixels))
    rival = _RIVALS[name]()
    return None if rival is None else lambda page, pixels: (list(rival(Path(str(page.upright)), pixels)), [])


def _told(reading: Reading) -> tuple[list[str], list[Any]]:
    return [line.text for line in reading.lines], [(line.box, line.confidence) for line in reading.lines]


def table_of(arms: Sequence[Arm], pages: Sequence[Page]) -> Table:
    """Return a row for each reader; ratios are of CPU to the first one, page by page."""
    header = ("reader", "CPU s a page: median", "times ours", "missed on scans: median", "mean")
    table: Table = [
        (*header, "missed on photos: median", "mean", "ID numbers exact", "CPU s to the first page", "peak MB")
    ]
    for arm in arms:
        ratios = [one / own for one, own in zip(arm.cpu_s, arms[0].cpu_s, strict=False)]
        accuracy = ("", "", "", "", "") if arm.name == GLANCE else tuple(_accuracy(arm, pages))
        cost = (f"{median(arm.cpu_s[: len(pages)]):.2f}", f"{median(ratios):.2f}")
        table.append((arm.name, *cost, *accuracy, f"{arm.first_s:.1f}", f"{arm.peak_mb:.0f}"))
    return table


def _accuracy(arm: Arm, pages: Sequence[Page]) -> Iterator[str]:
    read = list(zip(pages, arm.lines, strict=False))
    for device in ("scan", "photo"):
        shares = [characters_missed(page.text, lines) for page, lines in read if page.device == device]
        known = [share for share in shares if share is not None]
        yield f"{median(known):.2%}" if known else ""
        yield f"{mean(known):.2%}" if known else ""
    exact = [read_exactly(number, lines) for page, lines in read for number in page.id_numbers]
    yield f"{sum(exact)} of {len(exact)}"
