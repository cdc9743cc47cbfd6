"""One PDF per material, its pages in order: the pictures go in unchanged, at their true size.

A page with a known resolution gets a sheet of its own size. One without is fitted to A4. Cards come two on an A4 sheet
in their true size, the front above the back (`cards`). A portrait gets a sheet of a one-inch photo (25 mm wide).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

import img2pdf
import pikepdf
from fpdf import FPDF

from .cards import (
    A4_MM,
    TRUSTED_DPI,
    Leaf,
    Place,
    card_sheets,
    is_card,
)

MM = 72 / 25.4
"""Points in a millimetre."""
PORTRAIT_WIDTH_MM = 25.0


def material_pdf(leaves: Sequence[Leaf], *, title: str = "", created: datetime | None = None) -> bytes:
    """Return the leaves as one PDF; the same leaves, title and time give the same bytes.

    Raises:
        ValueError: there is no leaf.
    """
    if not leaves:
        raise ValueError("a material's PDF needs a page")
    with pikepdf.new() as document:
        for sheet in _sheets(leaves):
            with pikepdf.open(io.BytesIO(sheet)) as part:
                document.pages.extend(part.pages)
        document.docinfo["/Title"] = title
        document.docinfo["/Creator"] = "Shoujian"
        if created is not None:
            document.docinfo["/CreationDate"] = pikepdf.models.metadata.encode_pdf_date(created)
        sink = io.BytesIO()
        document.save(sink, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return sink.getvalue()


def sheet_numbers(leaves: Sequence[Leaf]) -> tuple[int, ...]:
    """Return for each leaf the page of the PDF (from 1) that shows it."""
    numbers: dict[int, list[int]] = {}
    sheets = [sheet for cards, group in _runs(leaves) for sheet in (card_sheets(group) if cards else zip(group))]
    for number, sheet in enumerate(sheets, start=1):
        for shown in sheet:
            numbers.setdefault(id(shown.leaf if isinstance(shown, Place) else shown), []).append(number)
    return tuple(numbers[id(leaf)].pop(0) for leaf in leaves)


def sheet_size_mm(leaf: Leaf) -> tuple[float, float]:
    """Return the (width, height) in mm of the sheet which a page or portrait gets."""
    width, height = leaf.size
    if leaf.kind == "portrait":
        return PORTRAIT_WIDTH_MM, PORTRAIT_WIDTH_MM * height / width
    if leaf.dpi is not None and TRUSTED_DPI[0] <= leaf.dpi <= TRUSTED_DPI[1]:
        return width / leaf.dpi * 25.4, height / leaf.dpi * 25.4
    return A4_MM if height >= width else (A4_MM[1], A4_MM[0])


def _runs(leaves: Sequence[Leaf]) -> Iterator[tuple[bool, list[Leaf]]]:
    """Yield the cards and the pages that follow each other."""
    for cards, run in groupby(leaves, key=is_card):
        yield cards, list(run)


def _sheets(leaves: Sequence[Leaf]) -> Iterator[bytes]:
    for cards, group in _runs(leaves):
        yield from map(_card_sheet, card_sheets(group)) if cards else map(_page_sheet, group)


def _page_sheet(leaf: Leaf) -> bytes:
    if leaf.data.startswith(b"%PDF"):
        return leaf.data
    width, height = sheet_size_mm(leaf)
    scale = min(width / leaf.size[0], height / leaf.size[1])
    picture = (leaf.size[0] * scale * MM, leaf.size[1] * scale * MM)

    def layout(*_: object) -> tuple[float, float, float, float]:
        return width * MM, height * MM, *picture

    made: bytes = img2pdf.convert(leaf.data, layout_fun=layout, nodate=True, rotation=img2pdf.Rotation.none)
    return made


def _card_sheet(places: Sequence[Place]) -> bytes:
    sheet = FPDF(format="A4", unit="mm")
    sheet.set_auto_page_break(False)
    sheet.add_page()
    for place in places:
        sheet.image(io.BytesIO(place.leaf.data), x=place.left, y=place.top, w=place.width, h=place.height)
    return bytes(sheet.output())
