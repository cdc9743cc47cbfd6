"""An official A4 sheet: fonts, title, tables and page numbers of the documents that the desk hands out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import Align, TextMode, XPos, YPos
from fpdf.fonts import TTFFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from .plain import plain_text, wrapped

MARGIN_MM = 20.0
WIDTH_MM = 210.0 - 2 * MARGIN_MM
BOTTOM_MM = 20.0
PADDING_MM = 1.6
LINE_FACTOR = 0.55
"""Line height in mm of a text of 1 pt: 1.56 times its size, as Chinese print needs it."""

Colour = tuple[int, int, int]
INK: Colour = (28, 32, 38)
MUTED: Colour = (104, 112, 122)
RULE: Colour = (196, 202, 210)
TINT: Colour = (244, 246, 249)
RED: Colour = (184, 28, 34)
AMBER: Colour = (166, 98, 4)
BLUE: Colour = (28, 78, 140)


class Sheet(FPDF):
    """A4 pages with both Noto fonts, a foot line on every page, and helpers that break lines as Chinese print does."""

    def __init__(self, *, title: str, foot: str, created: datetime) -> None:
        """Open the first page; `created` makes the same content the same bytes."""
        super().__init__(format="A4", unit="mm")
        self._foot = foot
        self.add_font("sans", fname=str(sans_path()))
        self.add_font("serif", fname=str(serif_path()))
        self.set_title(title)
        self.set_creator("Shoujian")
        self.set_lang("zh-CN")
        self.set_creation_date(created)
        self.set_margins(MARGIN_MM, 16, MARGIN_MM)
        self.c_margin = 0.0
        self.set_auto_page_break(True, BOTTOM_MM)
        self.add_page()

    def footer(self) -> None:
        """Write the foot line; FPDF calls it for every page."""
        self.set_y(-15)
        self._style("sans", 7.5, MUTED)
        self.cell(WIDTH_MM * 0.8, 4, self._known(self._foot))
        self.cell(WIDTH_MM * 0.2, 4, f"第 {self.page_no()} 页", align=Align.R)

    def heading(self, text: str, below: str) -> None:
        """Write the title over a red double rule, as official papers have it, and a line below."""
        self._style("serif", 27, INK)
        with self._bold(0.35):
            self.cell(WIDTH_MM, 16, "　".join(text), align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._style("sans", 11, MUTED)
        self.cell(WIDTH_MM, 7, self._known(below), align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2.5)
        self.set_draw_color(*RED)
        for weight, gap in ((0.9, 1.1), (0.25, 5.0)):
            self.set_line_width(weight)
            self.line(MARGIN_MM, self.get_y(), MARGIN_MM + WIDTH_MM, self.get_y())
            self.ln(gap)

    def section(self, text: str, colour: Colour = INK, room_mm: float = 28) -> None:
        """Write a section title, on a new page where fewer than `room_mm` are left."""
        if self.will_page_break(room_mm):
            self.add_page()
        self.ln(2.5)
        self.set_fill_color(*colour)
        self.rect(MARGIN_MM, self.get_y() + 1.3, 1.2, 4.4, style="F")
        self.set_x(MARGIN_MM + 3)
        self._style("sans", 11.5, colour)
        with self._bold(0.2):
            self.cell(WIDTH_MM - 3, 7, self._known(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1.5)

    def paragraph(self, text: str, *, size: float = 10, colour: Colour = INK) -> None:
        """Write a paragraph over the whole width."""
        self._style("sans", size, colour)
        for line in self.lines(text, WIDTH_MM):
            self.cell(WIDTH_MM, size * LINE_FACTOR, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def signed(self, office: str, day: str) -> None:
        """Write who issued the paper and when, at the right as official papers have it; together on one page."""
        if self.will_page_break(24):
            self.add_page()
        self.ln(6)
        self._style("sans", 10.5, INK)
        for line in filter(None, (office, day)):
            self.cell(WIDTH_MM, 6.5, self._known(plain_text(line)), align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write labels and values in two columns with a hairline under each row."""
        for label, value in rows:
            self._row([(label, 32, MUTED, Align.L), (value, WIDTH_MM - 32, INK, Align.L)], size=10.5)

    def grid(
        self, heads: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]], *, size: float = 9.5
    ) -> None:
        """Write a table whose head is repeated on every page; numbers and page counts are centred."""
        aligns = [Align.C if width < 20 else Align.L for width in widths]
        columns = list(zip(widths, aligns, strict=True))
        self._head(heads, columns, size)
        for row in rows:
            cells = [(text, width, INK, align) for text, (width, align) in zip(row, columns, strict=True)]
            if self.will_page_break(self._height(cells, size)):
                self.add_page()
                self._head(heads, columns, size)
            self._row(cells, size=size)

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text in the current font; a line break in it is kept."""
        parts = [self._known(plain_text(part, limit=600)) for part in text.split("\n")]
        return [line for part in parts for line in wrapped(part, width, self.get_string_width)]

    def spaced(self, text: str, *, y: float, x: float, width: float, size: float, colour: Colour, gap: float) -> None:
        """Write one strong line with wide spacing, centred in a box, as large as fits."""
        self._style("sans", size, colour)
        self.set_char_spacing(gap)
        while self.get_string_width(text) > width - 4 and size > 6:
            size -= 0.5
            self.set_font_size(size)
        self.set_xy(x, y)
        with self._bold(0.25):
            self.cell(width, size * 0.5, text, align=Align.C)
        self.set_char_spacing(0)

    def small(self, text: str, *, x: float, y: float, width: float, colour: Colour = MUTED, size: float = 8.5) -> None:
        """Write one small line, centred in a box."""
        self._style("sans", size, colour)
        self.set_xy(x, y)
        self.cell(width, 5, self._known(text), align=Align.C)

    def _head(self, heads: Sequence[str], columns: Sequence[tuple[float, Align]], size: float) -> None:
        height = size * LINE_FACTOR + 2 * PADDING_MM
        self.set_fill_color(*TINT)
        self.rect(MARGIN_MM, self.get_y(), WIDTH_MM, height, style="F")
        cells = [(head, width, MUTED, align) for head, (width, align) in zip(heads, columns, strict=True)]
        self._row(cells, size=size)

    def _row(self, cells: Sequence[tuple[str, float, Colour, Align]], *, size: float) -> None:
        height = self._height(cells, size)
        if self.will_page_break(height):
            self.add_page()
        top, left = self.get_y(), MARGIN_MM
        for text, width, colour, align in cells:
            self._style("sans", size, colour)
            for number, line in enumerate(self.lines(text, width - 2 * PADDING_MM)):
                self.set_xy(left + PADDING_MM, top + PADDING_MM + number * size * LINE_FACTOR)
                self.cell(width - 2 * PADDING_MM, size * LINE_FACTOR, line, align=align)
            left += width
        self.set_draw_color(*RULE)
        self.set_line_width(0.15)
        self.line(MARGIN_MM, top + height, MARGIN_MM + WIDTH_MM, top + height)
        self.set_xy(MARGIN_MM, top + height)

    def _height(self, cells: Sequence[tuple[str, float, Colour, Align]], size: float) -> float:
        self._style("sans", size, INK)
        count = max(len(self.lines(text, width - 2 * PADDING_MM)) for text, width, _, _ in cells)
        return count * size * LINE_FACTOR + 2 * PADDING_MM

    def _style(self, family: str, size: float, colour: Colour) -> None:
        self.set_font(family, size=size)
        self.set_text_color(*colour)
        self.set_draw_color(*colour)

    def _known(self, text: str) -> str:
        """Show a box for every character which the font lacks, as people expect it."""
        if not isinstance(self.current_font, TTFFont):
            return text
        glyphs = self.current_font.cmap
        return "".join(char if ord(char) in glyphs else "□" for char in text)

    def _bold(self, weight: float) -> AbstractContextManager[None]:
        """The fonts have one weight; a stroke of the text's own colour makes the second."""
        strokes: AbstractContextManager[None] = self.local_context(text_mode=TextMode.FILL_STROKE, line_width=weight)
        return strokes
