"""What is missed on lines under a seal and elsewhere, with and without the seals lifted out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import cv2
import numpy as np
from accuracy import missed_by_line
from normalising.tables import Table
from shoujian.demo.canvas import Box, Paper
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.reading.fold import fold
from shoujian.processors.reading.ocr_ppocr import PpOcrEngine

from .job import Job, for_reader, normalised, shots

_COVERED = 0.1
"""Share of a line's box that lies in a seal's from which on it is a line under the seal: a glyph or two of ten."""
_WAYS = {"lifted": True, "as they are": False}


def tables(job: Job) -> Iterator[tuple[str, Table]]:
    """Yield the share of characters that were missed under seals and elsewhere on the same pages."""
    told, _ = job.run("seals", "both")
    table: Table = [("seals", "lines under a seal", "characters missed", "lines elsewhere", "characters missed")]
    for way in _WAYS:
        table.append((way, *chain(*(_cells(told["lines"], way, under) for under in (True, False)))))
    yield f"{told['pages']} sealed pages, seals seen on {told['seen']}", table


def _cells(lines: list[dict[str, Any]], way: str, under: bool) -> Iterator[str]:
    these = [line for line in lines if line["under"] == under and line["way"] == way]
    total = sum(line["length"] for line in these)
    yield str(len(these))
    yield f"{sum(line['missed'] for line in these) / total:.2%}" if total else ""


def work(arm: str, job: Job) -> dict[str, Any]:
    """Draw sealed pages, half as many as the other sections have pages of all kinds, and read each twice."""
    cv2.setNumThreads(1)
    engine, orienter = PpOcrEngine(), Orienter()
    lines: list[dict[str, Any]] = []
    pages = seen = 0
    for shot in chain.from_iterable(zip(shots("demo", job.seed + 1), shots("papers", job.seed + 1), strict=False)):
        if pages == job.count // 2:
            break
        normal = normalised(shot, orienter) if shot.paper.seals and shot.paper.text else None
        if normal is None:
            continue
        pages += 1
        seen += bool(normal.sheet.seals)
        for way, lift in _WAYS.items():
            read = [line.text for line in engine.read(for_reader(normal, lift_seals=lift)).lines]
            lines += [{"way": way, **row} for row in _by_line(shot.paper, read)]
    return {"pages": pages, "seen": seen, "lines": lines}


def _by_line(paper: Paper, read: list[str]) -> Iterator[dict[str, Any]]:
    for line, missed in zip(paper.lines, missed_by_line([line.text for line in paper.lines], read), strict=True):
        if missed is not None:
            under = any(_covered(line.box, seal) >= _COVERED for seal in paper.seals)
            yield {"under": under, "missed": missed, "length": len(fold(line.text))}


def _covered(line: Box, seal: Box) -> float:
    left, top = np.maximum(line[:2], seal[:2])
    right, bottom = np.minimum(line[2:], seal[2:])
    area = max(1, (line[2] - line[0]) * (line[3] - line[1]))
    return float(max(0, right - left) * max(0, bottom - top) / area)
