"""The product as a table of contents.

A page:  decode -> normalise -> read -> match -> fields -> fit to the portal's limits
A case:  receive -> examine (every page) -> check -> package -> verify -> receipt
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
from ..processors.matching.matcher import PageShape, match_page
from ..processors.matching.parts import cut_out, find_sides, lines_within
from ..processors.normalise import NormalisedPage, NormaliseOptions, normalise
from ..processors.page import PageImage, Pixels
from ..processors.reading.seal_text import read_seal
from ..processors.reading.second_opinion import doubtful, with_second_opinion
from ..processors.reading.telling import telling_lines
from ..schemas.field import FieldValue
from ..schemas.findings import Finding, finding
from ..schemas.hint import Hint
from ..schemas.page import PageRecord
from ..schemas.procedure import Material, Procedure, UploadLimits
from ..schemas.reading import Line, Reading
from ..schemas.results import FileResult, PageResult
from .decoding.decoder import Frame
from .lens import Lens
from .looking import FileJob, OnPage, StageClock, each_page, file_result

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
class Asked:
    """What is asked of a page: what it is of the procedure's materials, given what was declared and learned before."""

    procedure: Procedure
    declared: str | None = None
    hints: tuple[Hint, ...] = ()
    known: tuple[PageResult, ...] = ()

    @classmethod
    def of(cls, job: FileJob, procedure: Procedure) -> Asked:
        """Return what is asked of a file's pages."""
        return cls(procedure, job.declared, job.hints, job.known)

    def seen_before(self, record: PageRecord, lens: Lens) -> PageResult | None:
        """Return the page that was made of the same bytes in the same way and read by the same reader, None if none."""
        parts = (part for page in self.known for part in (page, *page.cards))
        alike = (part for part in parts if part.engine == lens.engine.name and part.is_made_like(record))
        return next(alike, None)


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

    def look(job: FileJob, frame: Frame, page: int, clock: StageClock) -> ExaminedPage:
        return examine_page(lens, frame, Asked.of(job, procedure), page=page, clock=clock)

    for job, probe, seen in each_page(lens, jobs, look, on_page=on_page):
        result = file_result(
            job,
            probe,
            [page if isinstance(page, Finding) else (page.result, page.findings) for page in seen],
            procedure,
        )
        examined = {page.result.page: page for page in seen if isinstance(page, ExaminedPage)}
        yield ExaminedFile(result, {page.page: replace(examined[page.page], result=page) for page in result.pages})


def examine_page(
    lens: Lens,
    frame: Frame,
    asked: Asked,
    *,
    page: int,
    clock: StageClock | None = None,
) -> ExaminedPage:
    """Return one decoded page upright, level, read, named and fitted."""
    clock = clock or StageClock()
    with clock.stage("normalise"):
        # A page drawn by software has no desk around it and lies flat; its boxes and pictures are its own.
        drawn = frame.origin == "rendered"
        options = NormaliseOptions(find_documents=False if drawn else "auto", straighten=not drawn)
        normal = normalise(frame.image, orienter=lens.orienter, page=page, options=options)
    cards = tuple(_examine_normalised(lens, card, frame, asked, clock=StageClock()) for card in normal.cards)
    whole = _examine_normalised(lens, normal, frame, asked, clock=clock)
    cards = cards or _examine_sides(lens, normal, frame, asked, whole.result)
    result = whole.result.model_copy(update={"cards": tuple(card.result for card in cards)})
    card_findings = tuple(found for card in cards for found in card.findings)
    findings = (*frame.findings, *whole.findings, *card_findings)
    return replace(whole, result=result, findings=findings, cards=cards)


def _examine_sides(
    lens: Lens, normal: NormalisedPage, frame: Frame, asked: Asked, page: PageResult
) -> tuple[ExaminedPage, ...]:
    """Return each side of a card as a page of its own, where a page shows both and they can be told apart."""
    material = asked.procedure.material(page.material) if page.material else None
    if material is None or page.side != "+".join(material.sides):
        return ()
    sides = tuple(
        _examine_normalised(
            lens,
            cut_out(normal, box),
            frame,
            asked,
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
    asked: Asked,
    *,
    clock: StageClock,
    reading: Reading | None = None,
) -> ExaminedPage:
    with clock.stage("read"):
        before = asked.seen_before(normal.record, lens)
        reading = reading or (before.reading if before else read_page(lens, normal, frame.text_layer))
        seal = before.seal if before else _read_seal(lens, normal)
    with clock.stage("match"):
        shape = page_shape(normal, reading)
        match = match_page(reading, asked.procedure, shape=shape, declared=asked.declared, hints=asked.hints)
        material = asked.procedure.material(match.material) if match.material else None
        fields = extract_fields(reading, material, side=match.side) if material else {}
    with clock.stage("read"):
        fields = _asked_again(lens, normal, reading, material, fields)
    with clock.stage("encode"):
        fitted, fit_findings = fit_page(
            normal.image,
            material,
            text_lines=shape.text_lines,
            text_height_px=normal.record.quality.text_height_px,
        )
        came = _jpeg(thumbnail(frame.image.pixels, BEFORE_LONG_SIDE_PX))
    record = normal.record
    result = PageResult(
        **{**dict(record), "steps": (*record.steps, *fitted.steps), "blank": record.blank and not reading.lines},
        seal=seal,
        reading_status=reading.status,
        reading_confidence=round(reading.confidence, 4),
        engine=reading.engine,
        text=reading.lines,
        fingerprint="" if normal.record.blank else f"{fingerprint(normal.image.pixels, copies=normal.sheet.copies):x}",
        seconds=clock.seconds,
    ).with_match(match, fields)
    return ExaminedPage(result, fitted, came, (*page_findings(result), *fit_findings))


def _read_seal(lens: Lens, normal: NormalisedPage) -> FieldValue | None:
    return read_seal(normal.image.pixels, normal.sheet.seals, lens.lines) if lens.lines else None


def _asked_again(
    lens: Lens, normal: NormalisedPage, reading: Reading, material: Material | None, fields: dict[str, FieldValue]
) -> dict[str, FieldValue]:
    """Return the fields, those in doubt with a second reader's opinion; a file's own text needs none."""
    doubted = doubtful(fields, material) if material and reading.engine == lens.engine.name else frozenset()
    second = lens.second() if doubted else None
    return with_second_opinion(fields, doubted, _for_readers(normal), second) if second else fields


def read_page(lens: Lens, normal: NormalisedPage, text_layer: Reading | None) -> Reading:
    """Return the page's text: the file's own text layer where there is one, else what the reader sees."""
    if text_layer is not None:
        return _moved(text_layer, np.linalg.inv(normal.to_source))
    return lens.engine.read(_for_readers(normal))


def _for_readers(normal: NormalisedPage) -> Pixels:
    """Return the page's pixels with even light, and no seals over the print."""
    return without_seals(reading_copy(normal.image.pixels, normal.sheet), normal.sheet.seals)


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
