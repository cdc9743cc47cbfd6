"""Bring a page within a portal's limits on pixels, bytes and format, without making it illegible.

JPEG quality is found on four strips (a quarter of the rows) and then confirmed: 2.3 full encodes on average where
bisection needs 6.9 (vision.md section 5). Below quality 50 the page is rather made smaller; below the legibility
floor it is not made smaller either, and a finding says that the limit cannot be kept.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import img2pdf
import numpy as np
from PIL import Image

from ...schemas.findings import Finding, finding
from ...schemas.geometry import Size
from ...schemas.page import Step
from ...schemas.procedure import UploadLimits
from ..page import PageImage, Pixels
from .portrait import fit_portrait
from .reduced import resized

START_QUALITY = 88
MIN_QUALITY = 50
_COMFORTABLE_QUALITY = 70  # above the asked-for dpi, shrinking to it costs less than coarser quality does
_CURVE = (35, 50, 60, 70, 80, START_QUALITY)
_FULL_ENCODES = 3
_SHRINK_EXPONENT = 0.6  # half as many pixels hold more than half of the bytes: text gets denser
_PDF_OVERHEAD = 2048  # img2pdf wraps a JPEG in 1.1-1.4 KB
_TEXTLESS_LONG_SIDE = 640  # a picture without text is not made smaller than this
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
class _Try:
    """One encoding: its bytes, its JPEG quality, and by which factor the area must shrink to fit comfortably."""

    data: bytes
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
    findings = list(_resolution_findings(image.size, limits, material))
    page, start = image, min(1.0, limits.max_long_side_px / max(image.size))
    if limits.exact_size_px is not None:
        page, start = fit_portrait(image, limits.exact_size_px), 1.0
    if text_height_px is not None and start < 1 and start * text_height_px < limits.min_text_height_px:
        height, limit = round(start * text_height_px), limits.min_text_height_px
        findings.append(finding("page.text_too_small", material=material, value=height, limit=limit))
    final, made = _within_bytes(page, limits, start, _floor(page.size, limits, text_height_px))
    if len(made.data) > limits.max_bytes:
        findings.append(_over_limit(len(made.data), limits.max_bytes, material))
    step = _encoded_step(limits.format, made)
    return Encoded(
        data=made.data,
        media_type={"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}[limits.format],
        size=final.size,
        dpi=final.dpi,
        quality=made.quality,
        steps=(*final.steps[len(image.steps) :], step),
        findings=tuple(findings),
    )


def _resolution_findings(size: Size, limits: UploadLimits, material: str) -> tuple[Finding, ...]:
    short, long = min(size), max(size)
    if short >= limits.min_short_side_px:
        return ()
    wanted_long = round(limits.min_short_side_px * long / short)
    wanted = (limits.min_short_side_px, wanted_long)
    min_width, min_height = wanted if size[0] <= size[1] else wanted[::-1]
    return (
        finding(
            "material.low_resolution",
            material=material,
            width=size[0],
            height=size[1],
            min_width=min_width,
            min_height=min_height,
        ),
    )


def _over_limit(size: int, limit: int, material: str) -> Finding:
    limit_kb = limit // 1024
    size_kb = max(limit_kb + 1, math.ceil(size / 1024))
    return finding("material.over_limit", material=material, size_kb=size_kb, limit_kb=limit_kb)


def _encoded_step(format_name: str, made: _Try) -> Step:
    quality = {} if made.quality is None else {"quality": made.quality}
    return Step(name="encoded", parameters={"format": format_name, "bytes": len(made.data), **quality})


def _scaled(image: PageImage, scale: float) -> PageImage:
    """Return the page made smaller by `scale`, its dpi by the same factor; the page itself at scale 1."""
    if scale >= 1.0:
        return image
    width, height = (max(1, math.floor(side * scale + 1e-9)) for side in image.size)
    dpi = None if image.dpi is None else image.dpi * width / image.size[0]
    step = Step(name="resized", parameters={"width": width, "height": height, "scale": round(scale, 4)})
    return image.after(resized(image.pixels, width, height), step, dpi=dpi)


def _floor(size: Size, limits: UploadLimits, text_height: float | None) -> float:
    """Return the smallest scale at which the page keeps its legibility and its least number of pixels."""
    if limits.exact_size_px is not None:
        return 1.0
    legible = _TEXTLESS_LONG_SIDE / max(size) if not text_height else limits.min_text_height_px / text_height
    return min(1.0, max(legible, limits.min_short_side_px / min(size)))


def _within_bytes(page: PageImage, limits: UploadLimits, start: float, floor: float) -> tuple[PageImage, _Try]:
    """Return the page at the largest scale from `start` down to `floor` whose file keeps the limit; else at `floor`."""
    asked = limits.dpi / page.dpi if page.dpi else 1.0
    scale, floor = start, min(start, floor)
    while True:
        current = _scaled(page, scale)
        roomy = scale == start and max(floor, asked) < 0.95 * start
        made = _encoded(current, limits, _COMFORTABLE_QUALITY if roomy else MIN_QUALITY)
        if len(made.data) <= limits.max_bytes or scale <= floor:
            return current, made
        smaller = scale * min(0.95, made.area_factor**_SHRINK_EXPONENT)
        scale = max(floor, asked, smaller) if roomy else max(floor, smaller)


def _encoded(page: PageImage, limits: UploadLimits, min_quality: int) -> _Try:
    if limits.format == "png":
        data = _png(page)
        return _Try(data, None, limits.max_bytes / len(data))
    if limits.format == "jpeg":
        return _jpeg_within(page, limits.max_bytes, min_quality)
    made = _jpeg_within(page, limits.max_bytes - _PDF_OVERHEAD, min_quality)
    return _Try(_pdf(made.data, page), made.quality, made.area_factor)


def _jpeg_within(page: PageImage, budget: int, min_quality: int) -> _Try:
    """Return the JPEG of the highest quality, at most `START_QUALITY`, within `budget`; else one of `min_quality`."""
    data, quality = _jpeg(page.pixels, START_QUALITY, page.dpi), START_QUALITY
    if len(data) <= budget:
        return _Try(data, quality, 1.0)
    curve = _size_curve(page.pixels, len(data))
    best: tuple[bytes, int] | None = None
    tried = {START_QUALITY}
    for _ in range(_FULL_ENCODES - 1):
        quality = _quality_for(curve, budget * 0.985, min_quality)
        if quality in tried:
            break
        tried.add(quality)
        data = _jpeg(page.pixels, quality, page.dpi)
        factor = len(data) / _size_at(curve, quality)
        curve = {at: size * factor for at, size in curve.items()}
        if len(data) <= budget and (best is None or quality > best[1]):
            best = (data, quality)
        if best is not None and len(best[0]) > 0.9 * budget:
            break
    if best is None and min_quality not in tried:
        data, quality = _jpeg(page.pixels, min_quality, page.dpi), min_quality
    if best is not None:
        data, quality = best
    return _Try(data, quality, min(1.0, budget / _size_at(curve, 60)))


def _size_curve(pixels: Pixels, full_size: int) -> dict[int, float]:
    """Return the expected file size by quality, from four strips and one known full size at START_QUALITY."""
    height = pixels.shape[0]
    strip = max(16, height // 16 // 16 * 16)
    starts = [height * part // 8 // 16 * 16 for part in (1, 3, 5, 7)]
    strips = np.concatenate([pixels[start : start + strip] for start in starts if start < height])
    sizes = {quality: len(_jpeg(strips, quality, None)) for quality in _CURVE}
    return {quality: size * full_size / sizes[START_QUALITY] for quality, size in sizes.items()}


def _size_at(curve: dict[int, float], quality: int) -> float:
    return float(np.exp(np.interp(quality, list(curve), np.log(list(curve.values())))))


def _quality_for(curve: dict[int, float], budget: float, min_quality: int) -> int:
    """Return the highest quality whose expected size is within the budget, at least `min_quality`."""
    for (low, low_size), (high, high_size) in reversed(list(pairwise(curve.items()))):
        if low_size <= budget:
            share = (math.log(budget) - math.log(low_size)) / max(1e-9, math.log(high_size) - math.log(low_size))
            return max(min_quality, min(high - 1, math.floor(low + share * (high - low))))
    return min_quality


def _picture(pixels: Pixels) -> Image.Image:
    """Return the pixels for PIL, in one channel where all three are equal."""
    blue, green, red = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    if np.array_equal(blue[::16], green[::16]) and np.array_equal(blue, green) and np.array_equal(green, red):
        return Image.fromarray(np.ascontiguousarray(green))
    return Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))  # a tenth of the time of a reversed copy


def _density(dpi: float | None) -> dict[str, tuple[float, float]]:
    return {} if dpi is None else {"dpi": (dpi, dpi)}


def _jpeg(pixels: Pixels, quality: int, dpi: float | None) -> bytes:
    target = io.BytesIO()
    _picture(pixels).save(target, "JPEG", quality=quality, **_density(dpi))
    return target.getvalue()


def _png(page: PageImage) -> bytes:
    target = io.BytesIO()
    _picture(page.pixels).save(target, "PNG", compress_level=2, **_density(page.dpi))
    return target.getvalue()


def _pdf(jpeg: bytes, page: PageImage) -> bytes:
    """Return a one-page PDF around the JPEG, at its true size; where that is unknown, on A4."""
    layout = None
    if page.dpi is None:
        sides = _A4_MM if page.size[0] <= page.size[1] else _A4_MM[::-1]
        layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(sides[0]), img2pdf.mm_to_pt(sides[1])))
    options = {} if layout is None else {"layout_fun": layout}
    # No date and no random id: a processor knows no clock, and the same page gives the same bytes.
    return bytes(img2pdf.convert(jpeg, nodate=True, engine=img2pdf.Engine.internal, **options))
