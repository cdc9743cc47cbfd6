"""PDF: a scan is taken out as it is, everything else is rendered; what one library refuses, the next may read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pdf2image
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from .. import sniff
from .contract import (
    DecodeLimits,
    Note,
    ProbeReply,
    Raster,
    Refused,
    check_pages,
)
from .pdf_active import has_active_content
from .pdf_extract import take_out
from .pdf_layout import Layout, read_layout
from .pdf_render import (
    POPPLER_ERRORS,
    RENDER_DPI,
    draw,
    draw_by_poppler,
)
from .pdf_text import MAX_PICTURE_SHARE, read_text_layer

_BAD_PDF = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)


def probe(path: Path, media_type: str, limits: DecodeLimits) -> ProbeReply:
    """Count the pages and look for damage and active content.

    Raises:
        Refused: encrypted, truncated, damaged beyond repair, or too many pages.
    """
    complete = sniff.is_complete(path, media_type)
    pages, notes = _look(path)
    rendered = _pages_of_pdfium(path)
    if pages is None and rendered is None:
        pages = _pages_of_poppler(path, limits)
    if pages is None and rendered is None:
        raise Refused("file.damaged" if complete else "file.truncated")
    if not complete and (notes or pages is None):
        # The page tree was rebuilt from what there is: nobody knows how many pages are gone.
        raise Refused("file.truncated")
    if pages is None or rendered is None:
        notes.append(Note(code="file.repaired"))
    count = pages if pages is not None else rendered or 0
    check_pages(count, limits)
    return ProbeReply(frames=count, notes=tuple({note.code: note for note in notes}.values()))


def frame(path: Path, media_type: str, index: int, limits: DecodeLimits) -> Raster:
    """Return one page (from 0), taken out or rendered at 300 dpi, with its text layer when it was born digital.

    Raises:
        Refused: encrypted, damaged, or too many pixels.
    """
    with _opened_by_pikepdf(path) as document, _opened_by_pdfium(path, document) as drawable:
        layout = _layout(document, index)
        page = _page(drawable, index)
        scan = take_out(layout, page, limits) if layout else None
        if scan is not None:
            return scan
        if page is None:
            return draw_by_poppler(path, index, limits)
        try:
            made = draw(page, limits, native=_native_dpi(layout))
        except PdfiumError:
            return draw_by_poppler(path, index, limits)
        if layout and layout.damaged:
            made.notes.append(Note(code="file.repaired"))
        if layout and layout.picture_share <= MAX_PICTURE_SHARE and not layout.overlays and not layout.damaged:
            height, width = made.pixels.shape[:2]
            made.text_layer = read_text_layer(page, (width, height))
        return made


def _look(path: Path) -> tuple[int | None, list[Note]]:
    """Return the number of pages as pikepdf counts them (None = cannot) and what it noticed."""
    notes: list[Note] = []
    try:
        with pikepdf.open(path) as document:
            pages = len(document.pages)
            if has_active_content(document):
                notes.append(Note(code="file.active_content"))
            if document.get_warnings():
                notes.append(Note(code="file.repaired"))
            return pages, notes
    except pikepdf.PasswordError as error:
        raise Refused("file.encrypted") from error
    except _BAD_PDF:
        return None, notes


def _pages_of_pdfium(path: Path) -> int | None:
    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Refused("file.encrypted") from error
        return None


def _pages_of_poppler(path: Path, limits: DecodeLimits) -> int | None:
    try:
        return int(pdf2image.pdfinfo_from_path(str(path), timeout=max(1, int(limits.timeout_s / 3)))["Pages"])
    except (*POPPLER_ERRORS, KeyError):
        return None


@contextmanager
def _opened_by_pikepdf(path: Path) -> Iterator[pikepdf.Pdf | None]:
    try:
        document = pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise Refused("file.encrypted") from error
    except _BAD_PDF:
        yield None
        return
    with document:
        yield document


@contextmanager
def _opened_by_pdfium(path: Path, repaired: pikepdf.Pdf | None) -> Iterator[pypdfium2.PdfDocument | None]:
    """Open for drawing: the file itself, else what pikepdf's repair makes of it."""
    document = _try_pdfium(path)
    if document is None and repaired is not None:
        whole = io.BytesIO()
        try:
            repaired.save(whole)
        except _BAD_PDF:
            yield None
            return
        document = _try_pdfium(whole.getvalue())
    try:
        yield document
    finally:
        if document is not None:
            document.close()


def _try_pdfium(source: Path | bytes) -> pypdfium2.PdfDocument | None:
    try:
        document = pypdfium2.PdfDocument(source)
    except PdfiumError:
        return None
    if document.get_formtype() != pdfium.FORMTYPE_NONE:
        document.init_forms()  # so that filled-in fields are drawn; the build has no JavaScript
    return document


def _layout(document: pikepdf.Pdf | None, index: int) -> Layout | None:
    if document is None:
        return None
    try:
        document.get_warnings()  # forget those of opening: `probe` has told them
        layout = read_layout(document.pages[index])
    except _BAD_PDF:
        return None
    layout.damaged |= bool(document.get_warnings())
    return layout


def _page(document: pypdfium2.PdfDocument | None, index: int) -> pypdfium2.PdfPage | None:
    try:
        return None if document is None else document[index]
    except (PdfiumError, IndexError):
        return None


def _native_dpi(layout: Layout | None) -> float | None:
    """Return the resolution of the picture that fills the page: drawn at that, nothing is lost or blown up.

    None when there is none, or when letters drawn over a coarse picture need more.
    """
    placed = layout.full_page_picture if layout else None
    if layout is None or placed is None or min(placed.size_px) < 1:
        return None
    native = max(placed.dpi)
    is_coarse = native < RENDER_DPI and (layout.visible_text or layout.other_marks or layout.overlays)
    return None if is_coarse else native
