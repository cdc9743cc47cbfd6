"""Bring a page within a portal's limits on pixels, bytes, colour and format, without making it illegible.

A JPEG's quality is foretold from an eighth of its blocks (`jpeg.Forecast`), so that a page is mostly encoded once,
where bisection needs seven encodes. Below quality 50 the page is rather made smaller; below the legibility floor it is
not made smaller either, and a finding says that the limit cannot be kept.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import cv2
import img2pdf
import numpy as np
from PIL import Image

from ...schemas.findings import Finding, finding
from ...schemas.geometry import Size
from ...schemas.page import Step
from ...schemas.procedure import UploadLimits
from ..page import PageImage, Pixels
from .bilevel import bilevel
from .jpeg import MAX_QUALITY, MIN_QUALITY, Forecast, Raster, jpeg
from .portrait import fit_portrait
from .reduced import gray_of, resized, single_channel

_COMFORTABLE_QUALITY = 70  # above the asked-for dpi, shrinking to it costs less than coarser quality does
_USUAL_QUALITY = 60  # what a page made smaller to fit is aimed at
_AIM = 0.97  # of the limit: a foretold size is off by 1.2 %
_WORTH_IT = 4  # steps of quality for which a page is encoded once more
_FULL = 0.93  # of the limit: four steps of quality take 7 % more bytes and more
_FULL_ENCODES = 3
_SHRINK_EXPONENT = 0.6  # half as many pixels hold more than half of the bytes: text gets denser
_PDF_OVERHEAD = 2048  # img2pdf wraps a JPEG in 1.1-1.4 KB
_TEXTLESS_LONG_SIDE = 640  # a picture without text is not made smaller than this
_DPI_TOLERANCE = 0.95
_A4_MM = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A page as a file: `dpi` is what the file says (None: physical size unknown), `quality` None but for JPEG."""

    data: bytes
    media_type: str
    size: Size
    dpi: float | None
    quality: int | None
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page in the colours that were asked for, (H, W, 3) or (H, W), with what was done to it here."""

    raster: Raster
    dpi: float | None
    steps: tuple[Step, ...] = ()

    @property
    def size(self) -> Size:
        return int(self.raster.shape[1]), int(self.raster.shape[0])


@dataclass(frozen=True, slots=True)
class _Try:
    """One encoding: its JPEG quality, and by which factor the area must shrink to fit comfortably.

    `data`: None where it was foretold not to fit, and not made.
    """

    data: bytes | None
    quality: int | None
    area_factor: float


def encode_page(image: PageImage, limits: UploadLimits, *, text_height_px: float | None, material: str) -> Encoded:
    """Return the page as a file within `limits`, or the best effort with a finding.

    Args:
        image: the normalised page.
        limits: what the portal accepts for one page of the material.
        text_height_px: typical height of a character on `image`, None where there is no text.
        material: the material's name, for the findings.
    """
    findings = list(_resolution_findings(image, limits, material))
    page, start = image, min(1.0, limits.max_long_side_px / max(image.size))
    if limits.exact_size_px is not None:
        page, start = fit_portrait(image, limits.exact_size_px), 1.0
    if text_height_px is not None and start < 1 and start * text_height_px < limits.min_text_height_px:
        height, limit = round(start * text_height_px), limits.min_text_height_px
        findings.append(finding("page.text_too_small", material=material, value=height, limit=limit))
    sheet = _Sheet(_coloured(page.pixels, limits), _written_dpi(page, limits), page.steps[len(image.steps) :])
    final, data, quality = _within_bytes(sheet, limits, start, _floor(page.size, limits, text_height_px))
    if len(data) > limits.max_bytes:
        findings.append(_over_limit(len(data), limits.max_bytes, material))
    return Encoded(
        data=data,
        media_type={"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}[limits.format],
        size=final.size,
        dpi=final.dpi,
        quality=quality,
        steps=(*final.steps, _encoded_step(limits, len(data), quality)),
        findings=tuple(findings),
    )


def _resolution_findings(image: PageImage, limits: UploadLimits, material: str) -> tuple[Finding, ...]:
    """Return what the page as received lacks: pixels on its short side, else dots per inch where they are known."""
    short, long = min(image.size), max(image.size)
    width, height = image.size
    if short < limits.min_short_side_px:
        wanted = (limits.min_short_side_px, round(limits.min_short_side_px * long / short))
        min_width, min_height = wanted if width <= height else wanted[::-1]
        low = finding(
            "material.low_resolution",
            material=material,
            width=width,
            height=height,
            min_width=min_width,
            min_height=min_height,
        )
        return (low,)
    if image.dpi is not None and limits.exact_size_px is None and image.dpi < _DPI_TOLERANCE * limits.dpi:
        return (finding("material.low_dpi", material=material, value=round(image.dpi), limit=limits.dpi),)
    return ()


def _over_limit(size: int, limit: int, material: str) -> Finding:
    limit_kb = limit // 1024
    size_kb = max(limit_kb + 1, math.ceil(size / 1024))
    return finding("material.over_limit", material=material, size_kb=size_kb, limit_kb=limit_kb)


def _encoded_step(limits: UploadLimits, size: int, quality: int | None) -> Step:
    parameters: dict[str, str | int | float | bool | list[float]] = {"format": limits.format, "bytes": size}
    if quality is not None:
        parameters["quality"] = quality
    if limits.colour != "colour":
        parameters["colour"] = limits.colour
    return Step(name="encoded", parameters=parameters)


def _written_dpi(page: PageImage, limits: UploadLimits) -> float | None:
    """Return the page's true resolution; an exact size is a print of so many dots per inch, whatever it came from."""
    return page.dpi if limits.exact_size_px is None else float(limits.dpi)


def _coloured(pixels: Pixels, limits: UploadLimits) -> Raster:
    """Return the page in the channels it needs: one where all three are equal, or where grey was asked for."""
    if limits.colour != "colour":
        return gray_of(pixels)
    gray = single_channel(pixels)
    return pixels if gray is None else gray


def _scaled(sheet: _Sheet, scale: float) -> _Sheet:
    """Return the page made smaller by `scale`, its dpi by the same factor; the page itself at scale 1."""
    if scale >= 1.0:
        return sheet
    width, height = (max(1, math.floor(side * scale + 1e-9)) for side in sheet.size)
    dpi = None if sheet.dpi is None else sheet.dpi * width / sheet.size[0]
    step = Step(name="resized", parameters={"width": width, "height": height, "scale": round(scale, 4)})
    return _Sheet(_smaller(sheet.raster, width, height), dpi, (*sheet.steps, step))


def _smaller(raster: Raster, width: int, height: int) -> Raster:
    """Return the raster a little smaller by bicubic steps (14 ms for A4 where averages take 80), else averaged."""
    if 2 * width <= raster.shape[1]:
        return resized(raster, width, height)
    method = cv2.INTER_CUBIC if 4 * width >= 3 * raster.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(raster, (width, height), interpolation=method), np.uint8)


def _floor(size: Size, limits: UploadLimits, text_height: float | None) -> float:
    """Return the smallest scale at which the page keeps its legibility and its least number of pixels."""
    if limits.exact_size_px is not None:
        return 1.0
    legible = _TEXTLESS_LONG_SIDE / max(size) if not text_height else limits.min_text_height_px / text_height
    return min(1.0, max(legible, limits.min_short_side_px / min(size)))


def _within_bytes(sheet: _Sheet, limits: UploadLimits, start: float, floor: float) -> tuple[_Sheet, bytes, int | None]:
    """Return the page at the largest scale from `start` down to `floor` whose file keeps the limit; else at `floor`."""
    asked = limits.dpi / sheet.dpi if sheet.dpi else 1.0
    scale, floor = start, min(start, floor)
    while True:
        current = _scaled(sheet, scale)
        roomy = scale == start and max(floor, asked) < 0.95 * start
        last = scale <= floor
        made = _encoded(current, limits, _COMFORTABLE_QUALITY if roomy else MIN_QUALITY, last=last)
        if made.data is not None and (len(made.data) <= limits.max_bytes or last):
            return current, made.data, made.quality
        smaller = scale * min(0.95, made.area_factor**_SHRINK_EXPONENT)
        scale = max(floor, asked, smaller) if roomy else max(floor, smaller)


def _encoded(sheet: _Sheet, limits: UploadLimits, min_quality: int, *, last: bool) -> _Try:
    """Return the page in the format of the limits; `last`: it is made, even if it cannot fit."""
    if limits.colour == "bilevel":
        data = _bilevel(sheet, limits)
        return _Try(data, None, limits.max_bytes / len(data))
    if limits.format == "png":
        data = _png(sheet.raster, sheet.dpi)
        return _Try(data, None, limits.max_bytes / len(data))
    if limits.format == "jpeg":
        return _jpeg_within(sheet, limits.max_bytes, min_quality, last=last)
    made = _jpeg_within(sheet, limits.max_bytes - _PDF_OVERHEAD, min_quality, last=last)
    return made if made.data is None else _Try(_pdf(made.data, sheet), made.quality, made.area_factor)


def _jpeg_within(sheet: _Sheet, budget: int, min_quality: int, *, last: bool) -> _Try:
    """Return the JPEG of the highest quality, at most `MAX_QUALITY`, within `budget`; none below `min_quality`."""
    budget = max(1, budget)
    forecast = Forecast(sheet.raster)
    if forecast.size(MAX_QUALITY, optimise=False) <= _AIM * budget:
        data = jpeg(sheet.raster, MAX_QUALITY, dpi=sheet.dpi)
        if len(data) <= budget:
            return _Try(data, MAX_QUALITY, 1.0)
    quality = forecast.quality(_AIM * budget)
    if quality < min_quality and not last:
        aimed = max(min_quality, _USUAL_QUALITY)
        return _Try(None, None, min(1.0, budget / forecast.size(aimed)))
    best = _confirmed(sheet, forecast, max(quality, MIN_QUALITY), budget)
    if len(best[0]) <= budget:
        return _Try(*best, 1.0)
    return _Try(*best, min(1.0, budget / forecast.size(_USUAL_QUALITY)))


def _confirmed(sheet: _Sheet, forecast: Forecast, quality: int, budget: int) -> tuple[bytes, int]:
    """Return the best JPEG within the budget and its quality, else the smallest; made again where it came out far off.

    What a file tells of the forecast's error corrects the next one.
    """
    made: dict[int, bytes] = {}
    while len(made) < _FULL_ENCODES:
        data = made[quality] = jpeg(sheet.raster, quality, dpi=sheet.dpi, optimise=True)
        fits = len(data) <= budget
        if fits and (quality == MAX_QUALITY or len(data) > _FULL * budget):
            break
        room = 0.995 * budget * forecast.size(quality) / len(data)
        better = forecast.quality(room) if fits else forecast.quality_below(quality, room)
        if fits and better - quality < _WORTH_IT:
            break
        quality = better
        if quality in made:
            break
    fitting = [at for at in made if len(made[at]) <= budget]
    chosen = max(fitting) if fitting else min(made)
    return made[chosen], chosen


def _png(raster: Raster, dpi: float | None) -> bytes:
    target = io.BytesIO()
    picture = Image.fromarray(raster if raster.ndim == 2 else np.asarray(cv2.cvtColor(raster, cv2.COLOR_BGR2RGB)))
    picture.save(target, "PNG", compress_level=2, **_density(dpi))
    return target.getvalue()


def _bilevel(sheet: _Sheet, limits: UploadLimits) -> bytes:
    """Return the page in black and white: as PNG, or in a PDF as the fax format G4, which PDF holds as it is."""
    target = io.BytesIO()
    picture = Image.fromarray(bilevel(sheet.raster)).convert("1", dither=Image.Dither.NONE)
    if limits.format == "png":
        picture.save(target, "PNG", **_density(sheet.dpi))
        return target.getvalue()
    picture.save(target, "TIFF", compression="group4", **_density(sheet.dpi))
    return _pdf(target.getvalue(), sheet)


def _density(dpi: float | None) -> dict[str, tuple[float, float]]:
    return {} if dpi is None else {"dpi": (dpi, dpi)}


def _pdf(picture: bytes, sheet: _Sheet) -> bytes:
    """Return a one-page PDF around the JPEG or TIFF, at its true size; where that is unknown, on A4."""
    width, height = _A4_MM if sheet.size[0] <= sheet.size[1] else _A4_MM[::-1]
    if sheet.dpi is not None:
        width, height = (side / sheet.dpi * 25.4 for side in sheet.size)
    layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(width), img2pdf.mm_to_pt(height)))
    # No date and no random id: a processor knows no clock, and the same page gives the same bytes.
    return bytes(img2pdf.convert(picture, nodate=True, engine=img2pdf.Engine.internal, layout_fun=layout))
