"""Go through files page by page, pages of all files side by side; what is seen on a page is for others to say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ..processors.matching.documents import join_files
from ..schemas.findings import Finding
from ..schemas.hint import Hint
from ..schemas.procedure import Procedure
from ..schemas.results import FileResult, PageResult
from .decoding.decoder import Frame, Probe
from .lens import Lens

T = TypeVar("T")

OnPage = Callable[[int, int], None]
"""Told (pages done, pages in all) after each page, for a progress display."""


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file to look at: where its bytes are, its name, what it is declared to be, and the office's hints.

    `known` are pages of the same bytes that were examined before: what was read on them is not read again.
    """

    path: Path
    name: str
    sha256: str
    declared: str | None = None
    hints: tuple[Hint, ...] = ()
    known: tuple[PageResult, ...] = ()


@dataclass(slots=True)
class StageClock:
    """Seconds per stage of one page."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to the stage's."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - started, 4)


def each_page(
    lens: Lens, jobs: Sequence[FileJob], look: Callable[[FileJob, Frame, int, StageClock], T], *, on_page: OnPage
) -> Iterator[tuple[FileJob, Probe, list[T | Finding]]]:
    """Yield each file with what `look` sees on its pages, or why a page has no pixels; all pages side by side."""
    probes = list(lens.each(lambda job: lens.decoder.probe(job.path, name=job.name), jobs))
    tasks = [(job, probe, index) for job, probe in zip(jobs, probes, strict=True) for index in range(probe.frames)]
    pages = lens.each(lambda task: _look_at_frame(lens, *task, look=look), tasks)
    done = 0
    for job, probe in zip(jobs, probes, strict=True):
        seen: list[T | Finding] = []
        for _ in range(probe.frames):
            seen.append(next(pages))
            done += 1
            on_page(done, len(tasks))
        yield job, probe, seen


def _look_at_frame(
    lens: Lens, job: FileJob, probe: Probe, index: int, *, look: Callable[[FileJob, Frame, int, StageClock], T]
) -> T | Finding:
    assert probe.media_type is not None, "only a file of a known type has frames"
    clock = StageClock()
    with clock.stage("decode"):
        frame = lens.decoder.frame(job.path, probe.media_type, index)
    return frame if isinstance(frame, Finding) else look(job, frame, index + 1, clock)


def file_result(
    job: FileJob,
    probe: Probe,
    seen: Sequence[tuple[PageResult, tuple[Finding, ...]] | Finding],
    procedure: Procedure,
) -> FileResult:
    """Return what was seen in a file; `seen` holds each page's result and findings in order, or why it has none."""
    findings = [found.placed(file=job.name) for found in probe.findings]
    pages: list[PageResult] = []
    for number, page in enumerate(seen, start=1):
        result, problems = (None, (page,)) if isinstance(page, Finding) else page
        findings += [found.placed(file=job.name, page=number) for found in problems]
        pages += [result] if result else []
    seen_alone = FileResult(
        file=job.name,
        sha256=job.sha256,
        media_type=probe.media_type or "application/octet-stream",
        findings=_once(findings),
        pages=tuple(pages),
    )
    (joined,) = join_files([seen_alone], procedure)
    return joined


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings in order, each once: a page's cards may tell the same as the page."""
    return tuple(found for index, found in enumerate(findings) if found not in findings[:index])
