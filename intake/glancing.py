"""Names only: a glance at a page is mostly enough to know what it is; where it is not, the page is examined in full.

A glance turns a small copy of the picture upright and reads its few tallest lines. It levels, cuts and measures
nothing, and what it says is told as such: the reading is "glanced", with the number of lines that were left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..processors.legibility.portrait import is_portrait
from ..processors.legibility.reduced import reduce, reduction
from ..processors.matching.matcher import PageShape, match_page
from ..processors.page import PageImage
from ..processors.reading.telling import telling_lines
from ..schemas.findings import Finding
from ..schemas.page import Step
from ..schemas.procedure import Procedure
from ..schemas.results import FileResult, PageResult
from .decoding.decoder import Frame
from .lens import Lens
from .looking import FileJob, OnPage, StageClock, each_page, file_result
from .pipeline import Asked, examine_page

GLANCED_PX = 1600
"""Long side, at least, of the copy that is glanced at: more than twice what the line finder sees."""


def name_files(lens: Lens, jobs: Sequence[FileJob], *, procedure: Procedure, on_page: OnPage) -> Iterator[FileResult]:
    """Yield what the pages of each file are, in order; fields are read only on pages that a glance could not name."""

    def look(job: FileJob, frame: Frame, page: int, clock: StageClock) -> tuple[PageResult, tuple[Finding, ...]]:
        asked = Asked.of(job, procedure)
        glanced = glance(lens, frame, asked, page=page, clock=clock) if frame.text_layer is None else None
        if glanced is not None:
            return glanced, frame.findings
        examined = examine_page(lens, frame, asked, page=page, clock=clock)
        return examined.result, examined.findings

    for job, probe, seen in each_page(lens, jobs, look, on_page=on_page):
        yield file_result(job, probe, seen, procedure)


def glance(lens: Lens, frame: Frame, asked: Asked, *, page: int, clock: StageClock) -> PageResult | None:
    """Return what a page surely is by a glance, None where a closer look is needed."""
    with clock.stage("normalise"):
        pixels = frame.image.pixels
        small = reduce(pixels, reduction(pixels, GLANCED_PX))
        turn = lens.orienter.estimate(small)
    if turn is None:
        return None
    with clock.stage("read"):
        upright = np.ascontiguousarray(np.rot90(small, -turn.rotation_cw // 90))
        reading = lens.engine.glance(upright)
    with clock.stage("match"):
        size = (upright.shape[1], upright.shape[0])
        lines = len(telling_lines(reading.lines))
        portrait = is_portrait(PageImage(upright), text_lines=lines)
        shape = PageShape(aspect=size[0] / size[1], portrait_likelihood=portrait, text_lines=lines, size=size)
        match = match_page(reading, asked.procedure, shape=shape, declared=asked.declared, hints=asked.hints)
    if not match.sure or match.decided_by != "matcher":
        return None
    return PageResult(
        page=page,
        source_size=frame.image.size,
        rotation=turn.rotation_cw,
        skew=None,
        size=size,
        steps=(*frame.image.steps, Step(name="glanced", parameters={"lines": len(reading.lines)})),
        reading_status=reading.status,
        reading_skipped=reading.skipped,
        reading_confidence=round(reading.confidence, 4),
        engine=reading.engine,
        text=reading.lines,
        seconds=clock.seconds,
    ).with_match(match, {})
