"""What `report.html` shows of a page and of a finding: plain values, so that the template decides nothing."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import pikepdf
from PIL import Image

from ...processors.masking import mask_text
from ...schemas.findings import Finding
from ...schemas.geometry import (
    Point,
    Quad,
    Size,
    box_quad,
)
from ...schemas.match import Evidence
from ...schemas.page import Step
from ...schemas.procedure import Material
from ...schemas.results import PageResult
from .plain import plain_text
from .report_words import (
    EVIDENCE_WORDS,
    PARAMETER_WORDS,
    QUALITY_WORDS,
    SEVERITY_WORDS,
    STEP_WORDS,
    VALUE_WORDS,
    Words,
)

SHOWN_LONG_SIDE_PX = 1200
"""Text of 10 px on a 300 dpi page can still be told; a page takes about 150 KB in the report."""
JPEG_QUALITY = 78
SEVERITIES = ("error", "confirm", "warning", "info")


@dataclass(frozen=True, slots=True)
class Box:
    """A polygon over a picture: SVG points and the words of its tooltip."""

    points: str
    title: str
    top: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture with what is drawn over it; `size` is the coordinate system of the boxes."""

    anchor: str
    uri: str
    size: Size
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """A page, or one card on it, after normalisation."""

    title: str
    material: str
    side: str
    known: bool
    confidence: float
    margin: float
    decided_by: str
    after: Shot
    facts: str
    candidates: tuple[tuple[str, float], ...]
    evidence: tuple[tuple[str, str, float], ...]
    fields: tuple[tuple[str, str, bool | None, float], ...]
    steps: tuple[tuple[str, str], ...]
    quality: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding in words, with a link to the page that it is on."""

    severity: str
    label: str
    material: str
    place: str
    message: str
    remedy: str
    anchor: str


def picture_uri(data: bytes | None) -> str:
    """Return a page's JPEG, PNG or PDF as a data URI no larger than needed to be looked at; empty without a picture."""
    if not data:
        return ""
    with _opened(data) as image:
        if data.startswith(b"\xff\xd8") and max(image.size) <= SHOWN_LONG_SIDE_PX:
            return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
        image.thumbnail((SHOWN_LONG_SIDE_PX, SHOWN_LONG_SIDE_PX))
        sink = io.BytesIO()
        image.convert("RGB").save(sink, "JPEG", quality=JPEG_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(sink.getvalue()).decode()}"


def source_shot(anchor: str, page: PageResult, data: bytes | None, t: Words) -> Shot:
    """Return the page as received, with the border of the document, or of every card on it."""
    parts = page.cards or (page,)
    boxes = tuple(_border(part, t) for part in parts if part.quad or part.rotation)
    return Shot(anchor, picture_uri(data), page.source_size, boxes)


def sight(anchor: str, title: str, page: PageResult, data: bytes | None, material: Material | None, t: Words) -> Sight:
    """Return everything that the report shows of one page or card."""
    dpi = t("dpi", dpi=round(page.dpi)) if page.dpi else t("dpi_unknown")
    width, height = page.size
    boxes = tuple(
        Box(_points(item.box), f"{t.of(EVIDENCE_WORDS, item.kind)}：{shown(item.text)} ({item.weight:+.2f})")
        for item in page.evidence
        if item.box
    )
    return Sight(
        title=title,
        material=page.material or (t("blank") if page.blank else t("unknown")),
        side=_side(page, material, t),
        known=page.material is not None,
        confidence=page.confidence,
        margin=page.margin,
        decided_by=t(f"decided_{page.decided_by}"),
        after=Shot(anchor, picture_uri(data), page.size, boxes),
        facts=f"{t('size', w=width, h=height)} · {dpi}",
        candidates=page.candidates[:4],
        evidence=_evidence(page.evidence, t),
        fields=_fields(page, material, t),
        steps=steps_told(page, t),
        quality=quality_told(page, t),
    )


def problems(
    findings: Iterable[Finding], names: Mapping[str, str], anchors: Mapping[str, str], t: Words
) -> list[Problem]:
    """Return findings in words, gravest first and each once.

    `names` go by file id; `anchors` by "file/page" and, for findings about a whole material, by "material/name".
    """
    found: dict[tuple[object, ...], Problem] = {}
    for item in findings:
        said = item.localized(t.locale)
        key = (item.code, item.material, item.file, item.page, said.message)
        file = item.file or ""
        place = [plain_text(names.get(file, file), limit=40)] if file else []
        place += [t("page", n=item.page)] if item.page else []
        anchor = anchors.get(f"{file}/{item.page}" if file else f"material/{item.material}", "")
        found.setdefault(
            key,
            Problem(
                severity=item.severity,
                label=t.of(SEVERITY_WORDS, item.severity),
                material=item.material or "",
                place=" · ".join(place) or (t("look") if anchor else ""),
                message=shown(said.message, limit=300),
                remedy=said.remedy,
                anchor=anchor,
            ),
        )
    return sorted(found.values(), key=lambda problem: SEVERITIES.index(problem.severity))


def shown(text: str, limit: int = 80) -> str:
    """Return text from a page as it may be shown: numbers of people masked, one visible line."""
    return plain_text(mask_text(text), limit=limit)


def upright_border(page: PageResult) -> Quad:
    """Return the document's corners on the source, from the one that is top-left when upright."""
    if page.quad:
        return page.quad
    corners = box_quad(0, 0, *page.source_size)
    turns = -(page.rotation or 0) // 90 % 4
    first, second, third, fourth = (*corners[turns:], *corners[:turns])
    return first, second, third, fourth


def _opened(data: bytes) -> Image.Image:
    """Open a picture, or the one picture which a page made as PDF consists of."""
    if not data.startswith(b"%PDF"):
        return Image.open(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data)) as document:
        (picture,) = document.pages[0].get_images().values()
        return pikepdf.PdfImage(cast("pikepdf.Stream", picture)).as_pil_image()


def _border(page: PageResult, t: Words) -> Box:
    corners = upright_border(page)
    return Box(_points(corners), page.material or t("unknown"), top=_points(corners[:2]))


def _points(corners: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _side(page: PageResult, material: Material | None, t: Words) -> str:
    if not page.side:
        return ""
    named = {str(side): name for side, name in material.side_names.items()} if material else {}
    return named.get(page.side) or (t(page.side) if page.side in ("front", "back") else page.side)


def _evidence(evidence: Sequence[Evidence], t: Words) -> tuple[tuple[str, str, float], ...]:
    strongest = sorted(evidence, key=lambda item: -abs(item.weight))
    return tuple((t.of(EVIDENCE_WORDS, item.kind), shown(item.text), item.weight) for item in strongest)


def _fields(page: PageResult, material: Material | None, t: Words) -> tuple[tuple[str, str, bool | None, float], ...]:
    specs = material.every_field() if material else ()
    labels = {spec.key: spec.label for spec in reversed(specs)}  # the material's own label beats an alternative's
    told = [(labels.get(key, key), field) for key, field in page.fields.items()]
    told += [(t("seal_says"), page.seal)] if page.seal else []
    return tuple((label, shown(field.value), field.valid, field.confidence) for label, field in told)


def steps_told(page: PageResult, t: Words) -> tuple[tuple[str, str], ...]:
    """Return what was done to the page: each step's name and its parameters, in words."""
    return tuple((t.of(STEP_WORDS, step.name), _parameters(step, t)) for step in page.steps)


def _parameters(step: Step, t: Words) -> str:
    """Return a step's parameters in one line; corner lists are drawn over the picture instead."""
    parts = [_parameter(key, value, t) for key, value in step.parameters.items() if not isinstance(value, list)]
    parts += [t("sure", share=f"{step.confidence:.0%}")] if step.confidence is not None else []
    return " · ".join(parts)


def _parameter(key: str, value: str | int | float | bool, t: Words) -> str:
    if key == "clockwise_deg" and not isinstance(value, str) and value < 0:
        key, value = "anticlockwise_deg", -value
    said = _number(value) if isinstance(value, float) else shown(t.of(VALUE_WORDS, str(value)))
    return t.of(PARAMETER_WORDS, key).format(v=said) if key in PARAMETER_WORDS else f"{key} {said}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def quality_told(page: PageResult, t: Words) -> tuple[tuple[str, str], ...]:
    """Return what was measured of the page's legibility: each name and value, in words."""
    values = page.quality.model_dump(include=set(QUALITY_WORDS), exclude_none=True)
    return tuple((t.of(QUALITY_WORDS, key), f"{value:.3g}") for key, value in values.items())
