"""The product as a table of contents.

A page:  decode -> normalise -> read -> match -> fields -> fit to the portal's limits
A case:  receive -> examine (every page) -> check -> package -> verify -> receipt
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from ..processors.fields.extract import extract_fields
from ..processors.legibility.encode import Encoded, encode_page
from ..processors.legibility.lifting import without_seals
from ..processors.legibility.light import reading_copy
from ..processors.legibility.likeness import fingerprint
from ..processors.legibility.overlay import thumbnail
from ..processors.legibility.portrait import check_portrait, fit_portrait, is_portrait
from ..processors.legibility.quality import quality_findings
from ..processors.matching.documents import join_files
from ..processors.matching.matcher import PageShape, match_page
from ..processors.matching.parts import cut_out, find_sides, lines_within
from ..processors.normalise import NormalisedPage, NormaliseOptions, normalise
from ..processors.page import PageImage
from ..processors.reading.telling import telling_lines
from ..schemas.findings import Finding, finding
from ..schemas.hint import Hint
from ..schemas.procedure import Material, Procedure, UploadLimits
from ..schemas.reading import Line, Reading
from ..schemas.results import FileResult, PageResult
from .decoding.decoder import Frame, Probe
from .lens import Lens

OnPage = Callable[[int, int], None]
"""Told (pages done, pages in all) after each page, for a progress display."""

BEFORE_LONG_SIDE_PX = 1000
"""Size of the picture of the source in reports: text can be recognised, a case's report stays below a few MB."""

FIT_FINDINGS = frozenset(
    {
        "material.over_limit",
        "material.low_resolution",
        "material.low_dpi",
        "photo.size",
        "photo.background",
        "photo.text",
        "photo.head_size",
        "photo.off_centre",
        "photo.eye_line",
        "photo.tilted",
        "photo.blurred",
    }
)
"""Codes that depend on the material's limits, so they are told anew when a page gets another material."""


TOLD_BY_READING = frozenset(
    {"page.blurred", "page.motion_blurred", "page.text_too_small", "page.low_contrast", "page.uneven_light"}
)
"""Codes of defects that matter only as far as they hinder reading."""

SURE_READING = 0.97
"""Mean confidence from which no page of vision.md section 4 was misread by more than a tenth but for glare."""


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file to look at: where its bytes are, its name, what it is declared to be, and the office's hints."""

    path: Path
    name: str
    sha256: str
    declared: str | None = None
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class ExaminedPage:
    """One page with the bytes made of it: `fitted` for the portal, `before` to show what came in."""

    result: PageResult
    fitted: Encoded
    before: bytes
    findings: tuple[Finding, ...]
    cards: tuple[ExaminedPage, ...] = ()


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """What the desk saw in one file, with the bytes of each page (by page number from 1)."""

    result: FileResult
    pages: dict[int, ExaminedPage]


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


def examine_files(
    lens: Lens,
    jobs: Sequence[FileJob],
    *,
    procedure: Procedure,
    on_page: OnPage = lambda done, total: None,
) -> Iterator[ExaminedFile]:
    """Yield what can be seen in each file, in order; pages of all files are worked on side by side.

    Bad input becomes findings. `on_page(done, total)` is called after each page, for a progress display.
    """
    probes = list(lens.each(lambda job: lens.decoder.probe(job.path, name=job.name), jobs))
    tasks = [(job, probe, index) for job, probe in zip(jobs, probes, strict=True) for index in range(probe.frames)]
    pages = lens.each(lambda task: _examine_frame(lens, *task, procedure=procedure), tasks)
    done = 0
    for job, probe in zip(jobs, probes, strict=True):
        seen: list[ExaminedPage | Finding] = []
        for _ in range(probe.frames):
            seen.append(next(pages))
            done += 1
            on_page(done, len(tasks))
        yield _collect(job, probe, seen, procedure)


def _examine_frame(
    lens: Lens, job: FileJob, probe: Probe, index: int, *, procedure: Procedure
) -> ExaminedPage | Finding:
    assert probe.media_type is not None, "only a file of a known type has frames"
    clock = StageClock()
    with clock.stage("decode"):
        frame = lens.decoder.frame(job.path, probe.media_type, index)
    if isinstance(frame, Finding):
        return frame
    return examine_page(
        lens, frame, page=index + 1, procedure=procedure, declared=job.declared, hints=job.hints, clock=clock
    )


def _collect(job: FileJob, probe: Probe, seen: Sequence[ExaminedPage | Finding], procedure: Procedure) -> ExaminedFile:
    findings = [found.placed(file=job.name) for found in probe.findings]
    examined: dict[int, ExaminedPage] = {}
    for number, page in enumerate(seen, start=1):
        if isinstance(page, Finding):
            findings.append(page.placed(file=job.name, page=number))
        else:
            examined[number] = page
            findings += [found.placed(file=job.name, page=number) for found in page.findings]
    seen_alone = FileResult(
        file=job.name,
        sha256=job.sha256,
        media_type=probe.media_type or "application/octet-stream",
        findings=_once(findings),
        pages=tuple(page.result for page in examined.values()),
    )
    (result,) = join_files([seen_alone], procedure)
    return ExaminedFile(result, {page.page: replace(examined[page.page], result=page) for page in result.pages})


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings in order, each once: a page's cards may tell the same as the page."""
    return tuple(found for index, found in enumerate(findings) if found not in findings[:index])


def examine_page(
    lens: Lens,
    frame: Frame,
    *,
    page: int,
    procedure: Procedure,
    declared: str | None = None,
    hints: Sequence[Hint] = (),
    clock: StageClock | None = None,
) -> ExaminedPage:
    """Return one decoded page upright, level, read, named and fitted."""
    clock = clock or StageClock()
    with clock.stage("normalise"):
        # A page drawn by software has no desk around it and lies flat; its boxes and pictures are its own.
        drawn = frame.origin == "rendered"
        options = NormaliseOptions(find_documents=False if drawn else "auto", straighten=not drawn)
        normal = normalise(frame.image, orienter=lens.orienter, page=page, options=options)
    cards = tuple(
        _examine_normalised(lens, card, frame, procedure=procedure, declared=declared, hints=hints, clock=StageClock())
        for card in normal.cards
    )
    whole = _examine_normalised(lens, normal, frame, procedure=procedure, declared=declared, hints=hints, clock=clock)
    cards = cards or _examine_sides(lens, normal, frame, whole.result, procedure=procedure, declared=declared)
    result = whole.result.model_copy(update={"cards": tuple(card.result for card in cards)})
    card_findings = tuple(found for card in cards for found in card.findings)
    findings = (*frame.findings, *whole.findings, *card_findings)
    return replace(whole, result=result, findings=findings, cards=cards)


def _examine_sides(
    lens: Lens, normal: NormalisedPage, frame: Frame, page: PageResult, *, procedure: Procedure, declared: str | None
) -> tuple[ExaminedPage, ...]:
    """Return each side of a card as a page of its own, where a page shows both and they can be told apart."""
    material = procedure.material(page.material) if page.material else None
    if material is None or page.side != "+".join(material.sides):
        return ()
    sides = tuple(
        _examine_normalised(
            lens,
            cut_out(normal, box),
            frame,
            procedure=procedure,
            declared=declared,
            clock=StageClock(),
            reading=lines_within(page.reading, box),
        )
        for box in find_sides(page.reading, material, page.size)
    )
    told = tuple((side.result.material, side.result.side) for side in sides)
    return sides if told == tuple((material.name, side) for side in material.sides) else ()


def _examine_normalised(
    lens: Lens,
    normal: NormalisedPage,
    frame: Frame,
    *,
    procedure: Procedure,
    declared: str | None,
    clock: StageClock,
    hints: Sequence[Hint] = (),
    reading: Reading | None = None,
) -> ExaminedPage:
    with clock.stage("read"):
        reading = reading or read_page(lens, normal, frame.text_layer)
    with clock.stage("match"):
        shape = page_shape(normal, reading)
        match = match_page(reading, procedure, shape=shape, declared=declared, hints=hints)
        material = procedure.material(match.material) if match.material else None
        fields = extract_fields(reading, material, side=match.side) if material else {}
    with clock.stage("encode"):
        fitted, fit_findings = fit_page(
            normal.image,
            material,
            text_lines=shape.text_lines,
            text_height_px=normal.record.quality.text_height_px,
        )
        before = _jpeg(thumbnail(frame.image.pixels, BEFORE_LONG_SIDE_PX))
    record = normal.record
    result = PageResult(
        **{**dict(record), "steps": (*record.steps, *fitted.steps), "blank": record.blank and not reading.lines},
        reading_status=reading.status,
        reading_confidence=round(reading.confidence, 4),
        engine=reading.engine,
        text=reading.lines,
        fingerprint="" if normal.record.blank else f"{fingerprint(normal.image.pixels, copies=normal.sheet.copies):x}",
        seconds=clock.seconds,
    ).with_match(match, fields)
    return ExaminedPage(result, fitted, before, (*page_findings(result), *fit_findings))


def read_page(lens: Lens, normal: NormalisedPage, text_layer: Reading | None) -> Reading:
    """Return the page's text: the file's own text layer where there is one, else what the reader sees."""
    if text_layer is not None:
        return _moved(text_layer, np.linalg.inv(normal.to_source))
    return lens.engine.read(without_seals(reading_copy(normal.image.pixels, normal.sheet), normal.sheet.seals))


def page_shape(normal: NormalisedPage, reading: Reading) -> PageShape:
    """Return what the matcher needs to know of a page beside its text."""
    width, height = normal.image.size
    text_lines = len(telling_lines(reading.lines))
    return PageShape(
        aspect=width / height,
        portrait_likelihood=is_portrait(normal.image, text_lines=text_lines, copies=normal.sheet.copies),
        seals=len(normal.sheet.seals),
        text_lines=text_lines,
        size=normal.image.size,
    )


def fit_page(
    image: PageImage, material: Material | None, *, text_lines: int, text_height_px: float | None
) -> tuple[Encoded, tuple[Finding, ...]]:
    """Return the page encoded within the material's limits, and what stands against it."""
    findings: tuple[Finding, ...] = ()
    limits = material.upload if material else UploadLimits()
    if limits.format == "pdf":
        # Such a material is handed in as the one document made of its pages; each page is kept as a picture.
        limits = limits.model_copy(update={"format": "png" if limits.colour == "bilevel" else "jpeg"})
    if material and material.shape == "portrait" and limits.exact_size_px:
        findings = check_portrait(
            image, exact_size_px=limits.exact_size_px, background=material.background, text_lines=text_lines
        )
        image = fit_portrait(image, limits.exact_size_px)
    name = material.name if material else ""
    encoded = encode_page(image, limits, text_height_px=text_height_px, material=name)
    return encoded, tuple(found.placed(material=name or None) for found in (*findings, *encoded.findings))


def page_findings(result: PageResult) -> tuple[Finding, ...]:
    """Return what is wrong with a page as such, whatever material it is."""
    if result.blank:
        return (finding("page.blank"),)
    found = [_trusting_the_reader(told, result) for told in quality_findings(result.quality)]
    if result.rotation is None and result.text:
        found.append(finding("page.direction_unknown"))
    if result.reading_status == "failed":
        found.append(finding("ocr.failed"))
    if result.reading_status == "read" and not result.text and result.material is None:
        found.append(finding("ocr.empty"))
    return tuple(found)


def _trusting_the_reader(found: Finding, page: PageResult) -> Finding:
    """Return the finding, as mere information where the page was read with confidence all the same.

    Pixels foretell blur and the like only roughly (AUC 0.88), the reader's confidence nearly always (0.998: vision.md
    section 4). It is blind to what is not there to be read: glare, fingers and cut edges stay what they are.
    """
    sure = page.reading_status == "read" and page.text and page.reading_confidence >= SURE_READING
    return found.model_copy(update={"severity": "info"}) if sure and found.code in TOLD_BY_READING else found


def _moved(reading: Reading, matrix: np.ndarray) -> Reading:
    """Return the reading with its boxes mapped by a 3x3 homography."""

    def moved(line: Line) -> Line:
        corners = cv2.perspectiveTransform(np.array([line.box], dtype=np.float64), matrix)[0]
        return line.model_copy(update={"box": tuple((float(x), float(y)) for x, y in corners)})

    return reading.model_copy(update={"lines": tuple(moved(line) for line in reading.lines)})


def _jpeg(pixels: np.ndarray) -> bytes:
    encoded, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 80])
    assert encoded, "OpenCV encodes every 8-bit picture"
    return data.tobytes()
