"""One PDF per material, its pages in order: the pictures go in unchanged, at their true size.

A page with a known resolution gets a sheet of its own size. One without is fitted to A4. Cards come two on an A4 sheet
in the true size of an ID card, as a copier does it. A portrait gets a sheet of a one-inch photo (25 mm wide).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

import img2pdf
import pikepdf
from fpdf import FPDF

from ...schemas.geometry import Size

MM = 72 / 25.4
"""Points in a millimetre."""
A4_MM = (210.0, 297.0)
CARD_MM = (85.6, 54.0)
CARD_TOPS_MM = (60.0, 150.0)
"""Upper edges of the first and second card on their sheet."""
CARD_ASPECTS = (1.35, 1.85)
"""Width to height of a picture that is taken for a cropped card (1.585); anything else is a page that shows one."""
PORTRAIT_WIDTH_MM = 25.0
TRUSTED_DPI = (50.0, 1300.0)
"""Outside of it a resolution is a default of some program: A4 at 50 dpi has 413 px and cannot be read."""

Kind = Literal["page", "card", "portrait"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One picture of a material: `data` JPEG, PNG or a PDF of one page, `size` (width, height) px, `dpi` or None."""

    data: bytes
    size: Size
    dpi: float | None = None
    kind: Kind = "page"


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
    numbers: list[int] = []
    sheet = 0
    for is_card, run in groupby(leaves, key=_is_card):
        for index, _ in enumerate(run):
            sheet += 1 if not is_card or index % len(CARD_TOPS_MM) == 0 else 0
            numbers.append(sheet)
    return tuple(numbers)


def sheet_size_mm(leaf: Leaf) -> tuple[float, float]:
    """Return the (width, height) in mm of the sheet which a page or portrait gets."""
    width, height = leaf.size
    if leaf.kind == "portrait":
        return PORTRAIT_WIDTH_MM, PORTRAIT_WIDTH_MM * height / width
    if leaf.dpi is not None and TRUSTED_DPI[0] <= leaf.dpi <= TRUSTED_DPI[1]:
        return width / leaf.dpi * 25.4, height / leaf.dpi * 25.4
    return A4_MM if height >= width else (A4_MM[1], A4_MM[0])


def _sheets(leaves: Sequence[Leaf]) -> Iterator[bytes]:
    for is_card, run in groupby(leaves, key=_is_card):
        group = list(run)
        if not is_card:
            yield from (_page_sheet(leaf) for leaf in group)
            continue
        step = len(CARD_TOPS_MM)
        yield from (_card_sheet(group[start : start + step]) for start in range(0, len(group), step))


def _is_card(leaf: Leaf) -> bool:
    aspect = leaf.size[0] / leaf.size[1]
    return leaf.kind == "card" and CARD_ASPECTS[0] <= aspect <= CARD_ASPECTS[1] and not leaf.data.startswith(b"%PDF")


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


def _card_sheet(leaves: Sequence[Leaf]) -> bytes:
    sheet = FPDF(format="A4", unit="mm")
    sheet.set_auto_page_break(False)
    sheet.add_page()
    for top, leaf in zip(CARD_TOPS_MM, leaves, strict=False):
        scale = min(CARD_MM[0] / leaf.size[0], CARD_MM[1] / leaf.size[1])
        width, height = leaf.size[0] * scale, leaf.size[1] * scale
        sheet.image(io.BytesIO(leaf.data), x=(A4_MM[0] - width) / 2, y=top, w=width, h=height)
    return bytes(sheet.output())
