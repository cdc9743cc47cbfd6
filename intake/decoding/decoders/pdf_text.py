"""The text layer of a page that was born digital. A scanner's invisible OCR text is nobody's reading and not taken."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from ....processors.reading.reading_order import in_reading_order
from ....schemas.geometry import box_quad
from ....schemas.reading import Line, Reading

ENGINE = "text-layer"

MIN_CHARACTERS = 20
"""Fewer are a stamp, a page number or a scanner's advertisement on a page that is really a picture."""

MAX_CHARACTERS = 50_000
MAX_GARBAGE = 0.02
"""Share of private-use, undefined or unmapped characters: one odd bullet is fine, a font without a map is not."""

MAX_TURNED = 0.2
"""Share of characters that do not stand upright: vertical or turned text is left to the OCR, which turns pages."""

MAX_PICTURE_SHARE = 0.15
"""Of the page under pictures. A portrait takes 2 %, a seal 3 %; a scan with a footer or a pasted certificate more, and
its words are not in the layer."""

GAP_SPLIT = 2.5
"""Gap in character heights which separates two cells of a table; the space between words is 0.3, an em space 1.0."""

UPRIGHT_TOLERANCE_DEG = 5.0
_GARBAGE = frozenset({"Co", "Cn", "Cs", "Cc"})
_INVISIBLE_MODES = frozenset(
    {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP, pdfium.FPDF_TEXTRENDERMODE_UNKNOWN}
)


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def read_text_layer(page: pypdfium2.PdfPage, size_px: tuple[int, int]) -> Reading | None:
    """Return the page's visible text as lines with boxes in pixels, or None when it cannot be relied on.

    `size_px` is the size of the rendered page, /Rotate applied.
    """
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if not MIN_CHARACTERS <= count <= MAX_CHARACTERS or not _is_sane(textpage, count, page.get_rotation()):
            return None
        lines = [_line(glyphs) for glyphs in _runs(_glyphs(page, textpage, count, size_px))]
    finally:
        textpage.close()
    return Reading(engine=ENGINE, lines=in_reading_order([line for line in lines if line is not None]))


def _is_sane(textpage: pypdfium2.PdfTextPage, count: int, rotation: int) -> bool:
    """Return whether enough characters are visible, upright, and known by their right Unicode values."""
    visible = garbage = turned = 0
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1 or not _is_visible(textpage, index):
            continue
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if chr(code).isspace():
            continue
        visible += 1
        garbage += _is_garbage(code) or pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1
        turned += not _is_upright(textpage, index, rotation)
    return visible >= MIN_CHARACTERS and garbage <= MAX_GARBAGE * visible and turned <= MAX_TURNED * visible


def _is_visible(textpage: pypdfium2.PdfTextPage, index: int) -> bool:
    owner = pdfium.FPDFText_GetTextObject(textpage, index)
    return bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) not in _INVISIBLE_MODES


def _is_garbage(code: int) -> bool:
    return code in (0, 0xFFFD, 0xFFFE) or unicodedata.category(chr(code)) in _GARBAGE


def _is_upright(textpage: pypdfium2.PdfTextPage, index: int, rotation: int) -> bool:
    angle = math.degrees(pdfium.FPDFText_GetCharAngle(textpage, index))
    # PDFium measures clockwise, as the page's own rotation does.
    off = (angle + rotation + 180.0) % 360.0 - 180.0
    return abs(off) <= UPRIGHT_TOLERANCE_DEG


def _glyphs(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, count: int, size_px: tuple[int, int]
) -> Iterator[_Glyph]:
    """Yield the visible characters in the document's order; a line break is a glyph of its own without extent."""
    for index in range(count):
        text = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if text in "\r\n":
            yield _Glyph("\n", 0, 0, 0, 0)
        elif text.isspace():
            yield _Glyph(" ", 0, 0, 0, 0)
        elif _is_visible(textpage, index) and not _is_garbage(ord(text)):
            left, bottom, right, top = textpage.get_charbox(index, loose=True)
            corners = [_to_pixels(page, size_px, x, y) for x, y in ((left, top), (right, bottom))]
            (x0, y0), (x1, y1) = corners
            yield _Glyph(_plain(text), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _to_pixels(page: pypdfium2.PdfPage, size_px: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    device_x, device_y = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, *size_px, 0, x, y, device_x, device_y)
    return device_x.value, device_y.value


def _plain(text: str) -> str:
    """Return the ideograph that a radical or compatibility form stands for; fonts of Word documents map to those."""
    return unicodedata.normalize("NFKC", text) if "⺀" <= text <= "⿕" or "豈" <= text <= "﫿" else text


def _runs(glyphs: Iterator[_Glyph]) -> Iterator[list[_Glyph]]:
    """Split the characters at line breaks and at gaps as wide as those between the cells of a table."""
    run: list[_Glyph] = []
    for glyph in glyphs:
        last = next((known for known in reversed(run) if known.text != " "), None)
        if glyph.text == "\n" or (last and glyph.text != " " and _breaks(last, glyph)):
            yield run
            run = []
        if glyph.text != "\n":
            run.append(glyph)
    yield run


def _breaks(last: _Glyph, glyph: _Glyph) -> bool:
    height = max(last.bottom - last.top, glyph.bottom - glyph.top, 1)
    gap = glyph.left - last.right
    same_row = min(last.bottom, glyph.bottom) - max(last.top, glyph.top) > 0
    return not same_row or gap > GAP_SPLIT * height or gap < -GAP_SPLIT * height


def _line(run: list[_Glyph]) -> Line | None:
    text = "".join(glyph.text for glyph in run).strip()
    solid = [glyph for glyph in run if glyph.text != " "]
    if not text:
        return None
    left, top = min(glyph.left for glyph in solid), min(glyph.top for glyph in solid)
    right, bottom = max(glyph.right for glyph in solid), max(glyph.bottom for glyph in solid)
    return Line(text=" ".join(text.split()), confidence=1.0, box=box_quad(left, top, right, bottom))
