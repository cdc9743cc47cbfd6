"""How legible a page is: sharpness, glare, contrast, size of the text, light; and whether it is blank.

Everything is measured on reduced copies, except sharpness and contrast, which need a few lines of text at full
resolution. What needs text is None on a page without text: a portrait is not a blurred document.
Numbers behind the limits: vision.md section 4 (296 OCR runs over 37 degradations).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.findings import Finding, finding
from ...schemas.page import Quality
from ..page import Gray, PageImage, Pixels
from .ink import (
    TextLine,
    ink_depth,
    ink_threshold,
    is_print,
    median_level,
    noise_level,
    paper_field,
    strokes,
    text_lines,
    unevenness,
    weighted_median,
)
from .reduced import (
    Copies,
    gray_of,
    reduce,
    reduction,
)

MAX_BLUR = 0.20
MIN_CONTRAST = 25.0
MIN_TEXT_HEIGHT_PX = 10.0
MAX_GLARE = 0.02
_ANALYSIS_LONG_SIDE = 1200
_PATCHES = 8
_HIGH_PATCH_PX = 40
_MARK_DEPTH = 9.0  # grey levels; print at 5 % of black still reads (12 levels, vision.md section 4)


@dataclass(frozen=True, slots=True)
class _Sharpness:
    blur: float
    contrast: float


def measure_quality(image: PageImage, copies: Copies | None = None) -> Quality:
    """Return what can be measured of an upright page; values without a basis (no text, no paper) are None.

    copies: the page's reduced copies, where others measure it, too.
    """
    copies = copies or Copies(image.pixels)
    small, factor = copies.reduced(_ANALYSIS_LONG_SIDE)
    gray, _ = copies.gray(_ANALYSIS_LONG_SIDE)
    field = paper_field(gray)
    depth = ink_depth(gray, field)
    threshold = ink_threshold(depth, noise_level(gray))
    ink = strokes(depth, threshold)
    lines = text_lines(depth, ink)
    printed = is_print(lines, ink, field)
    text_height, sharpness = None, None
    if printed:
        text_height = factor * _typical_height(lines)
        sharpness = _sharpness(image.pixels, lines, factor)
    quality = Quality(
        blur=_rounded(sharpness.blur if sharpness else None, 3),
        contrast=_rounded(sharpness.contrast if sharpness else None, 1),
        glare=_rounded(_glare(gray, field) if printed else None, 4),
        text_height_px=_rounded(text_height, 1),
        brightness=median_level(gray),
        unevenness=_rounded(unevenness(field) if printed else None, 3),
        colour=_has_colour(small),
    )
    return quality.model_copy(update={"problems": _problems(quality, field)})


def quality_findings(quality: Quality) -> tuple[Finding, ...]:
    """Return one finding for each of the page's problems, with the measured value and its limit."""
    return tuple(finding(code, **_facts(code, quality)) for code in quality.problems)


def _facts(code: str, quality: Quality) -> dict[str, Any]:
    measured = {
        "page.blurred": (quality.blur, MAX_BLUR, 2),
        "page.low_contrast": (quality.contrast, MIN_CONTRAST, 0),
        "page.text_too_small": (quality.text_height_px, MIN_TEXT_HEIGHT_PX, 0),
        "page.glare": (None if quality.glare is None else 100 * quality.glare, 100 * MAX_GLARE, 0),
    }
    value, limit, digits = measured.get(code, (None, 0.0, 0))
    if value is None:
        return {}
    return {"value": _plain(value, digits), "limit": _plain(limit, digits)}


def _plain(value: float, digits: int) -> float:
    return round(value, digits) if digits else round(value)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)


def _problems(quality: Quality, field: Gray) -> tuple[str, ...]:
    """Return the codes of what is wrong, in the catalogue's order."""
    paper = float(np.percentile(field, 90))
    washed_out = quality.contrast is not None and quality.contrast < 45 and float(np.median(field)) >= 252
    checks = {
        "page.blurred": quality.blur is not None and quality.blur > MAX_BLUR,
        "page.glare": quality.glare is not None and quality.glare > MAX_GLARE,
        "page.low_contrast": quality.contrast is not None and quality.contrast < MIN_CONTRAST and not washed_out,
        "page.text_too_small": (quality.text_height_px or MIN_TEXT_HEIGHT_PX) < MIN_TEXT_HEIGHT_PX,
        "page.dark": paper < 90,
        "page.overexposed": washed_out,
    }
    return tuple(code for code, wrong in checks.items() if wrong)


def _typical_height(lines: tuple[TextLine, ...]) -> float:
    heights = np.array([line.height for line in lines])
    return weighted_median(heights, np.array([line.width for line in lines]))


def _sharpness(pixels: Pixels, lines: tuple[TextLine, ...], factor: int) -> _Sharpness | None:
    """Return the median over a few lines, spread over the page and measured at full resolution."""
    widest = sorted(lines, key=lambda line: line.width, reverse=True)[: 4 * _PATCHES]
    spread = sorted(widest, key=lambda line: line.top)[:: max(1, len(widest) // _PATCHES)]
    found = [value for line in spread if (value := _line_sharpness(pixels, line, factor)) is not None]
    if not found:
        return None
    return _Sharpness(*np.median(np.array(found), axis=0).tolist())


def _line_sharpness(pixels: Pixels, line: TextLine, factor: int) -> tuple[float, float] | None:
    """Return (blur, contrast) of one line of text.

    Blur is the worst edge width over eight directions, less that of a sharp edge, relative to the text's height;
    one direction alone misses motion blur.
    """
    pad = max(2, line.height // 3)
    top, left = max(0, line.top - pad) * factor, max(0, line.left - pad) * factor
    bottom = (line.top + line.height + pad) * factor
    right = min((line.left + line.width + pad) * factor, left + 20 * line.height * factor, left + 320)
    patch = gray_of(np.ascontiguousarray(pixels[top:bottom, left:right]))
    paper = float(np.percentile(patch, 85))
    contrast = paper - float(np.percentile(patch, 4))
    if contrast < 4:
        return None
    dx = cv2.Sobel(patch, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    dy = cv2.Sobel(patch, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    width = contrast / max(_least_slope(dx, dy), 1e-3)
    return float(np.sqrt(max(0.0, width**2 - 9))) / (line.height * factor), contrast


def _least_slope(dx: NDArray[Any], dy: NDArray[Any]) -> float:
    """Return the least of the steep slopes (95 of 100 are flatter) in eight directions.

    A quarter of the pixels tells it of lines that are high enough.
    """
    step = 2 if dx.shape[0] >= _HIGH_PATCH_PX else 1
    angles = np.arange(8, dtype=np.float32) * np.float32(np.pi / 8)
    samples = np.stack([dx[::step, ::step].ravel(), dy[::step, ::step].ravel()])
    slopes = np.abs(np.stack([np.cos(angles), np.sin(angles)], axis=1) @ samples)
    rank = round(0.95 * (slopes.shape[1] - 1))
    return float(np.partition(slopes, rank, axis=1)[:, rank].min())


def _glare(gray: Gray, field: Gray) -> float:
    """Return the share of the page which is burnt out on paper that is not itself white."""
    paper = float(np.median(field))
    if paper >= 243:
        return 0.0
    small = reduce(gray, reduction(gray, 400))
    burnt = (cv2.GaussianBlur(small, (0, 0), 2) >= 250).astype(np.uint8)
    if not burnt.any():
        return 0.0
    return _share_with_halo(small, burnt, paper)


def _share_with_halo(gray: Gray, burnt: NDArray[np.uint8], paper: float) -> float:
    """Return the share of burnt spots that fade out around their rim; white print ends at once."""
    reach = max(3, round(0.015 * max(gray.shape))) | 1
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    total = 0
    for label in range(1, count):
        area = int(stats[label, cv2.CC_STAT_AREA])
        if area < 0.002 * burnt.size:
            continue
        spot = (labels == label).astype(np.uint8)
        near = cv2.dilate(spot, np.ones((reach, reach), np.uint8))
        far = cv2.dilate(near, np.ones((reach, reach), np.uint8))
        ring = gray[(far - near).astype(bool)]
        if ring.size and float(np.percentile(ring, 60)) > paper + 0.35 * (255 - paper):
            total += area
    return total / burnt.size


def _has_colour(pixels: Pixels) -> bool:
    """Tell whether the page carries colour, be it a seal of 0.15 % of the page; a tint of the light does not count."""
    away, tint = _colourfulness(reduce(pixels, reduction(pixels, 400)))
    return float((away > 16).mean()) > 0.0015 or tint > 30


def _colourfulness(pixels: Pixels) -> tuple[Gray, float]:
    """Return how far in Lab each pixel's colour is from the page's tint, and how far that is from neutral."""
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB), np.uint8)
    a, b = np.ascontiguousarray(lab[..., 1]), np.ascontiguousarray(lab[..., 2])
    tint_a, tint_b = median_level(a), median_level(b)
    away = cv2.add(cv2.absdiff(a, np.full_like(a, tint_a)), cv2.absdiff(b, np.full_like(b, tint_b)))
    return np.asarray(away, np.uint8), abs(tint_a - 128) + abs(tint_b - 128)


def is_blank(image: PageImage, copies: Copies | None = None) -> bool:
    """Tell whether the page is empty: paper with noise, border shadows, punch holes or print shining through.

    One short faint line, a signature or a small stamp is content; a lone page number is not.
    copies: the page's reduced copies, where others measure it, too.
    """
    small, factor = (copies or Copies(image.pixels)).reduced(800)
    height, width = small.shape[:2]
    top, left = max(2, round(0.035 * height)), max(2, round(0.035 * width))
    inner = np.ascontiguousarray(small[top : height - top, left : width - left])
    if inner.size == 0:
        return True
    gray = gray_of(inner)
    if _has_stamp(inner) or _has_picture(gray):
        return False
    marks = [TextLine(m.left + left, m.top + top, m.width, m.height) for m in _marks(gray)]
    return not marks or _shines_through(image.pixels, marks, factor)


def _has_stamp(pixels: Pixels) -> bool:
    """Tell whether there is a coloured mark of a stamp's size."""
    away, _ = _colourfulness(np.asarray(cv2.GaussianBlur(pixels, (0, 0), 1.2), np.uint8))
    return int((away > 11).sum()) > max(60, 1e-4 * away.size)


def _has_picture(gray: Gray) -> bool:
    """Tell whether edges of large dark or bright areas fill part of the page, as in a photo."""
    soft = cv2.GaussianBlur(gray, (0, 0), 2)
    return float((cv2.absdiff(soft, cv2.blur(gray, (25, 25))) > 24).mean()) > 0.01


def _marks(gray: Gray) -> list[TextLine]:
    """Return the strokes that stand close together, or are long, away from the border; the longest first."""
    depth = ink_depth(gray, paper_field(gray))
    strokes = (depth > max(_MARK_DEPTH, 6 * noise_level(gray))).astype(np.uint8)
    joined = cv2.dilate(strokes, np.ones((5, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    inked = np.bincount(labels[strokes.astype(bool)], minlength=count)
    height, width = gray.shape
    found = []
    for label in range(1, count):
        left, top, wide, high, _ = stats[label].tolist()
        inside = left > 1 and top > 1 and left + wide < width - 1 and top + high < height - 1
        if inside and max(wide, high) > 0.03 * max(gray.shape) and inked[label] >= 25:
            found.append(TextLine(left, top, wide, high))
    return sorted(found, key=lambda mark: max(mark.width, mark.height), reverse=True)


def _shines_through(pixels: Pixels, marks: list[TextLine], factor: int) -> bool:
    """Tell whether the marks are the other side's print: faint, and blurred by the paper between."""
    found = [value for mark in marks[:12] if (value := _line_sharpness(pixels, mark, factor)) is not None]
    if not found:
        return True
    blur, contrast = np.median(np.array(found), axis=0).tolist()
    return bool(blur > 0.1 and contrast < 45 and max(value[1] for value in found) < 60)
