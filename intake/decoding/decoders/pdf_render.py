"""A PDF page drawn to pixels: by PDFium, or by poppler where PDFium refuses."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import pdf2image
import pypdfium2
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError

from ....processors.page import Pixels
from ....schemas.page import Step
from .contract import (
    DecodeLimits,
    Raster,
    Refused,
    check_pixels,
)
from .resolution import MAX_DPI, MAX_SHORT_SIDE_INCHES

RENDER_DPI = 300.0
"""What the counters ask scans to have, and what OCR engines are trained on."""

A4_LONG_SIDE_PX = 3508
_POINTS_PER_INCH = 72.0
_ROUNDING = 1e-6
"""PDFium rounds sides up: without it 792 points at 300 dpi get 3301 rows."""

PDFIUM = f"pdfium {pypdfium2.PDFIUM_INFO}"
POPPLER = "poppler by pdf2image"
POPPLER_ERRORS = (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
    OSError,
    ValueError,
)


def render_dpi(size_pt: tuple[float, float], limits: DecodeLimits, *, native: float | None = None) -> float:
    """Return the dpi to draw a page at: `native`, else 300, less where the page would get too many pixels.

    A page larger than any paper (phone programs make one point of each of a photo's pixels) gets the pixels of A4.

    Raises:
        Refused: the page has no extent.
    """
    width, height = (side / _POINTS_PER_INCH for side in size_pt)
    if not (width > 0 and height > 0):
        raise Refused("file.damaged")
    is_paper = min(width, height) <= MAX_SHORT_SIDE_INCHES
    dpi = min(native, MAX_DPI) if native else RENDER_DPI if is_paper else A4_LONG_SIDE_PX / max(width, height)
    # Half a per cent less, as the sides are rounded up to whole pixels.
    return min(dpi, 0.995 * math.sqrt(limits.max_pixels / (width * height)))


def real_dpi(dpi: float, size_pt: tuple[float, float]) -> tuple[float, float] | None:
    """Return the dpi to record: none for a page of impossible paper size, which phone programs make of a photo."""
    return (dpi, dpi) if min(size_pt) / _POINTS_PER_INCH <= MAX_SHORT_SIDE_INCHES else None


def draw(page: pypdfium2.PdfPage, limits: DecodeLimits, *, native: float | None = None) -> Raster:
    """Draw the page by PDFium, form fields and annotations included.

    Raises:
        Refused: the page has no extent or too many pixels.
        PdfiumError: PDFium cannot.
    """
    size_pt = page.get_size()
    dpi = render_dpi(size_pt, limits, native=native)
    width, height = (int(side * dpi / _POINTS_PER_INCH) + 1 for side in size_pt)
    check_pixels((width, height), limits)
    bitmap = page.render(scale=dpi / _POINTS_PER_INCH * (1 - _ROUNDING), rev_byteorder=False, prefer_bgrx=False)
    pixels = bitmap_bgr(bitmap)
    return Raster(pixels=pixels, dpi=real_dpi(dpi, size_pt), origin="rendered", steps=[_step(PDFIUM, dpi)])


def bitmap_bgr(bitmap: pypdfium2.PdfBitmap) -> Pixels:
    """Return a PDFium bitmap as (H, W, 3) uint8 BGR, copied."""
    array = bitmap.to_numpy()
    if array.ndim == 2:
        return cv2.cvtColor(np.ascontiguousarray(array), cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    return np.ascontiguousarray(array[:, :, :3])


def draw_by_poppler(path: Path, index: int, limits: DecodeLimits) -> Raster:
    """Draw the page by poppler: the second opinion on what PDFium refuses.

    Raises:
        Refused: poppler is not installed, or cannot read the page either, or it has too many pixels.
    """
    timeout = max(1, int(limits.timeout_s / 3))
    try:
        size_pt = _poppler_size(path, index, timeout)
        dpi = render_dpi(size_pt, limits)
        pages = pdf2image.convert_from_path(
            path, dpi=max(1, int(dpi)), first_page=index + 1, last_page=index + 1, use_cropbox=True, timeout=timeout
        )
    except POPPLER_ERRORS as error:
        raise Refused("file.damaged") from error
    if not pages:
        raise Refused("file.damaged")
    check_pixels(pages[0].size, limits)
    pixels = cv2.cvtColor(np.asarray(pages[0].convert("RGB")), cv2.COLOR_RGB2BGR).astype(np.uint8, copy=False)
    return Raster(pixels=pixels, dpi=real_dpi(int(dpi), size_pt), origin="rendered", steps=[_step(POPPLER, int(dpi))])


def _poppler_size(path: Path, index: int, timeout: int) -> tuple[float, float]:
    info = pdf2image.pdfinfo_from_path(str(path), first_page=index + 1, last_page=index + 1, timeout=timeout)
    declared = next((value for key, value in info.items() if key.startswith("Page") and key.endswith("size")), "")
    width, _, height = str(declared).split()[:3]
    return float(width), float(height)


def _step(by: str, dpi: float) -> Step:
    return Step(name="decoded", parameters={"how": "rendered", "by": by, "dpi": round(dpi, 2)})
