"""A sheet with what official papers are made of: filled-in paragraphs, tables, columns, borders, seals, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw
from shoujian.demo.canvas import A4, INK, Box, Canvas, Colour, Line
from shoujian.demo.portrait import Background, draw_portrait
from shoujian.demo.stamps import PEN_BLUE, qr_like, round_seal, signature, square_seal
from shoujian.schemas.geometry import Size

from .type import able, type_of

LANDSCAPE: Size = (A4[1], A4[0])
Cell = str | tuple[str, int]
"""A text, or a text and the columns that it spans. A text that begins with `<` stands at the left edge."""
_NOT_FIRST = "，。、；：？！）》”’】〕％:;,."
_FILLED = re.compile(r"\[\[(.*?)\]\]")


class Sheet(Canvas):
    """A canvas with a face of its own, which also keeps the fields that are printed on it."""

    def __init__(
        self, rng: np.random.Generator, size: Size = A4, *, face: str = "song", paper: Colour = (253, 253, 251)
    ) -> None:
        super().__init__(size, paper=paper)
        self.rng, self.face = rng, face
        self.fields: dict[str, str] = {}
        self.side: str | None = None
        self.corner_radius = 0

    def put(
        self,
        x: float,
        y: float,
        text: str,
        size: int,
        *,
        face: str | None = None,
        fill: Colour = INK,
        weight: int = 0,
        anchor: str = "la",
        spacing: float = 0,
        record: bool = True,
    ) -> Box:
        """Write one line; `spacing` px after each glyph; without `record` it's decoration, not text."""
        glyphs = type_of(able(face or self.face, text), size)
        style: dict[str, Any] = {"font": glyphs, "stroke_width": weight}
        pieces = list(text) if spacing else [text]
        total = sum(glyphs.getlength(piece) + spacing for piece in pieces) - spacing
        x -= {"l": 0.0, "m": total / 2, "r": total}[anchor[0]]
        boxes = []
        for piece in pieces:
            self.draw.text((x, y), piece, fill=fill, anchor="l" + anchor[1], **style)
            boxes.append(self.draw.textbbox((x, y), piece, anchor="l" + anchor[1], **style))
            x += glyphs.getlength(piece) + spacing
        box = _union(boxes)
        if record:
            self.lines.append(Line(text, box))
        return box

    def mid(self, y: float, text: str, size: int, **style: Any) -> Box:
        """Write one line in the middle of the sheet's width."""
        return self.put(self.width / 2, y, text, size, anchor="ma", **style)

    def para(
        self,
        x: float,
        y: float,
        text: str,
        size: int,
        width: float,
        *,
        leading: float = 1.7,
        indent: float = 2,
        face: str | None = None,
        filled: str | None = None,
        underline: bool = True,
        fill: Colour = INK,
        weight: int = 0,
    ) -> float:
        """Write wrapped text and return the y below; `[[…]]` is filled in: underlined, in the face `filled`."""
        faces = (face or self.face, filled or face or self.face)
        start, room = x + indent * size, width - indent * size
        for row in self._rows(text, size, room, width, faces):
            self._run(start, y, row, size, faces, underline=underline, fill=fill, weight=weight)
            start, y = x, y + size * leading
        return y

    def _rows(
        self, text: str, size: int, room: float, width: float, faces: tuple[str, str]
    ) -> Iterator[list[tuple[str, bool]]]:
        row: list[tuple[str, bool]] = []
        used = 0.0
        for token, filled in _tokens(text):
            length = type_of(faces[filled], size).getlength(token)
            if row and used + length > room and token not in _NOT_FIRST:
                yield row
                row, used, room = [], 0.0, width
            row.append((token, filled))
            used += length
        if row:
            yield row

    def _run(
        self, x: float, y: float, row: list[tuple[str, bool]], size: int, faces: tuple[str, str], **style: Any
    ) -> None:
        boxes = []
        underline, weight = style.pop("underline"), style.pop("weight")
        for text, filled in _joined(row):
            glyphs = type_of(able(faces[filled], text), size)
            self.draw.text((x, y), text, font=glyphs, stroke_width=weight, **style)
            boxes.append(self.draw.textbbox((x, y), text, font=glyphs, stroke_width=weight))
            length = glyphs.getlength(text)
            if filled and underline:
                self.draw.line((x - 3, y + size * 1.3, x + length + 3, y + size * 1.3), fill=INK, width=3)
            x += length
        self.lines.append(Line("".join(text for text, _ in row), _union(boxes)))

    def rows(
        self,
        x: float,
        y: float,
        pairs: str | Sequence[tuple[str, str]],
        size: int,
        *,
        gap: float = 0,
        leading: float = 1.9,
        label: str | None = None,
        value: str | None = None,
        tint: Colour = INK,
        rule: float = 0,
        wrap: float = 0,
    ) -> float:
        """Write labels, values `gap` px to the right or close behind; `rule` px of line under a value; see `cells`."""
        for head, body in cells(pairs) if isinstance(pairs, str) else pairs:
            box = self.put(x, y, head, size, face=label, fill=tint)
            at = x + gap if gap else box[2] + size * 0.3
            if rule:
                self.draw.line((at - 8, y + size * 1.32, at + rule, y + size * 1.32), fill=INK, width=3)
            if wrap:
                y = self.para(at, y, body, size, wrap, indent=0, face=value, leading=1.35) + size * (leading - 1.35)
                continue
            if body:
                self.put(at, y, body, size, face=value)
            y += size * leading
        return y

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[int],
        rows: str | Sequence[Sequence[Cell]],
        size: int,
        *,
        height: float = 2.2,
        ruled: bool = True,
        head: Colour | None = None,
        faces: tuple[str, str] | None = None,
        line: Colour = INK,
        thick: int = 3,
    ) -> float:
        """Write a table and return the y below; rows grow with what they hold; `faces`: even columns, odd columns."""
        for index, row in enumerate(cells(rows) if isinstance(rows, str) else rows):
            drawn = list(self._cells(x, widths, row, size, faces))
            depth = max(height * size, *(len(texts) * size * 1.35 + size * 0.7 for _, _, texts, _, _ in drawn))
            for left, right, texts, face, at_left in drawn:
                if head and index == 0:
                    self.draw.rectangle((left, y, right, y + depth), fill=head)
                if ruled:
                    self.draw.rectangle((left, y, right, y + depth), outline=line, width=thick)
                top = y + depth / 2 - (len(texts) - 1) * size * 0.675
                for place, text in enumerate(texts):
                    at = left + size * 0.4 if at_left else (left + right) / 2
                    style = {"face": face, "anchor": "lm" if at_left else "mm"}
                    self.put(at, top + place * size * 1.35, text, size, **style)
            y += depth
        return y

    def _cells(
        self, x: float, widths: Sequence[int], row: Sequence[Cell], size: int, faces: tuple[str, str] | None
    ) -> Iterator[tuple[float, float, list[str], str, bool]]:
        column = 0
        for cell in row:
            text, span = cell if isinstance(cell, tuple) else (cell, 1)
            left = x + sum(widths[:column])
            right = left + sum(widths[column : column + span])
            face = faces[column % 2] if faces else self.face
            column += span
            texts = []
            for part in text.removeprefix("<").split("\n"):
                room = right - left - size * 0.7
                texts += [
                    "".join(token for token, _ in line) for line in self._rows(part, size, room, room, (face,) * 2)
                ]
            yield left, right, [line for line in texts if line.strip()], face, text.startswith("<")

    def down(self, x: float, y: float, text: str, size: int, *, step: float = 1.15, **style: Any) -> float:
        """Write a vertical line from the top; return the y below."""
        boxes = []
        for glyph in text:
            boxes.append(self.put(x, y, glyph, size, anchor="ma", record=False, **style))
            y += size * step
        self.lines.append(Line(text, _union(boxes)))
        return y

    def side_label(self, x: float, top: float, bottom: float, width: float, text: str, size: int) -> None:
        """Draw a cell which spans rows, with its text from top to bottom."""
        self.draw.rectangle((x, top, x + width, bottom), outline=INK, width=3)
        step = min(1.5, (bottom - top) * 0.9 / len(text) / size)
        self.down(x + width / 2, (top + bottom - len(text) * size * step) / 2, text, size, step=step)

    def seal(self, text: str, x: float, y: float, *, below: str = "", diameter: int = 472) -> Box:
        """Press a round red seal, its middle near (x, y)."""
        dx, dy = self.rng.normal(0, 18, 2)
        return self.stamp(round_seal(text, self.rng, diameter=diameter, below=below), (x + dx, y + dy))

    def chop(self, text: str, x: float, y: float, *, side: int = 200) -> Box:
        """Press a square name seal."""
        return self.stamp(square_seal(text[:4], self.rng, side=side), (x, y))

    def sign(self, text: str, x: float, y: float, *, size: int = 100, black: bool = False) -> Box:
        """Write by hand, the middle at (x, y)."""
        ink = (30, 30, 34) if black else PEN_BLUE
        return self.stamp(signature(text, self.rng, size=size, colour=ink), (x, y), seal=False)

    def qr(self, x: float, y: float, side: int = 300) -> None:
        """Print a square code, its upper left corner at (x, y)."""
        self.stamp(qr_like(self.rng, side=side), (x + side / 2, y + side / 2), seal=False)

    def face_of(self, sex: str, box: Box, background: Background = "white") -> None:
        """Print a portrait into the box."""
        portrait = draw_portrait(self.rng, sex=sex, background=background)
        self.paste(portrait, box)

    def bars(self, x: float, y: float, width: int, height: int) -> None:
        """Print a bar code."""
        end = x + width
        while x < end:
            bar = int(self.rng.integers(3, 10))
            self.draw.rectangle((x, y, x + bar - 1, y + height), fill=INK)
            x += bar + int(self.rng.integers(3, 12))

    def frame(self, inset: int, colour: Colour, *, width: int = 8, double: bool = True, corners: bool = False) -> None:
        """Draw a border line, or two, and ornaments in its corners."""
        box = (inset, inset, self.width - inset, self.height - inset)
        self.draw.rectangle(box, outline=colour, width=width)
        if double:
            inner = inset + width * 3
            self.draw.rectangle((inner, inner, self.width - inner, self.height - inner), outline=colour, width=3)
        for x in (inset, self.width - inset) if corners else ():
            for y in (inset, self.height - inset):
                for radius in (60, 44, 26):
                    self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=6)

    def lace(self, colour: Colour, *, inset: int = 90, depth: int = 70) -> None:
        """Draw a woven border as on certificates."""
        for turn in range(3):
            for side in range(4):
                span = (self.width if side % 2 == 0 else self.height) - 2 * inset
                t = np.linspace(0, span, span // 6)
                wave = depth / 2 * np.sin(t / 34 + turn * 2.1)
                across = inset + depth / 2 + wave
                along = inset + t
                points = [
                    (along, across),
                    (self.width - across, along),
                    (along, self.height - across),
                    (across, along),
                ][side]
                self.draw.line(list(zip(points[0], points[1], strict=True)), fill=colour, width=4)
        self.frame(inset - 10, colour, width=5, double=False)
        self.frame(inset + depth + 10, colour, width=5, double=False)

    def guilloche(self, colour: Colour, *, rings: int = 22) -> None:
        """Draw a pale rosette behind the text."""
        t = np.linspace(0, 2 * np.pi, 400)
        reach = min(self.width, self.height) * 0.36
        for ring in range(rings):
            radius = reach * (0.35 + 0.65 * ring / rings) * (1 + 0.08 * np.sin(12 * t + ring * 0.5))
            xs, ys = self.width / 2 + radius * np.cos(t), self.height / 2 + radius * np.sin(t)
            self.draw.line(list(zip(xs, ys, strict=True)), fill=colour, width=3)

    def watermark(self, text: str, *, size: int = 90, tone: int = 225, step: int = 700, angle: float = 30) -> None:
        """Print a pale text again and again, slanted, over everything that isn't there yet; it isn't recorded."""
        glyphs = type_of("hei", size)
        tile = Image.new("RGBA", (round(glyphs.getlength(text)) + 40, size * 2), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text((20, size // 2), text, font=glyphs, fill=(tone, tone, tone + 4, 255))
        tile = tile.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        for y in range(-100, self.height, step):
            for x in range(-200 + (y // step % 2) * 300, self.width, max(step, tile.width + 80)):
                self.image.paste(tile, (x, y), tile)
        self.draw = ImageDraw.Draw(self.image)

    def tinted(self, top: Colour, bottom: Colour) -> None:
        """Colour the whole sheet from top to bottom; call it before anything else."""
        ramp = np.linspace(top, bottom, self.height).astype(np.uint8)[:, None]
        self.image = Image.fromarray(np.ascontiguousarray(np.broadcast_to(ramp, (self.height, self.width, 3))))
        self.draw = ImageDraw.Draw(self.image)

    def copied(self) -> None:
        """Make a black-and-white photocopy of all that is drawn: hard tones, grey ground, dirt, a dark edge."""
        grey = np.asarray(self.image.convert("L")).astype(np.float32)
        clouds = cv2.resize(self.rng.normal(0, 4, (9, 7)).astype(np.float32), (self.width, self.height))
        hard = np.clip((grey - 128) * 1.35 + 140 + clouds, 30, 236)
        hard[:, : int(self.rng.integers(4, 40))] *= 0.55
        for x, y in zip(self.rng.integers(0, self.width, 260), self.rng.integers(0, self.height, 260), strict=True):
            hard[y : y + 3, x : x + 3] = 90
        self.image = Image.fromarray(hard.astype(np.uint8)).convert("RGB")
        self.draw = ImageDraw.Draw(self.image)

    def foot(self, page: int, pages: int, style: int = 0) -> None:
        """Print the page's number at the bottom."""
        text = (f"第 {page} 页 共 {pages} 页", f"- {page} -", f"{page}/{pages}", f"第{page}页")[style % 4]
        self.mid(self.height - 190, text, 37)


def cells(text: str) -> list[tuple[Any, ...]]:
    """Read rows, one a line, with `|` between cells, ` *3` behind a cell that spans three columns, `~` a new line."""
    rows: list[tuple[Any, ...]] = []
    for line in text.strip().splitlines():
        row: list[Any] = []
        for part in line.split("|"):
            body, star, span = part.strip(" ").replace("~", "\n").rpartition(" *")
            row.append((body, int(span)) if star else span)
        rows.append(tuple(row))
    return rows


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield characters and whole runs of ASCII, each with whether it's filled in."""
    for place, part in enumerate(_FILLED.split(text)):
        for token in re.findall(r"[!-~]+|.", part):
            yield token, place % 2 == 1


def _joined(row: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Join neighbours of one style."""
    runs: list[tuple[str, bool]] = []
    for text, filled in row:
        if runs and runs[-1][1] == filled:
            runs[-1] = (runs[-1][0] + text, filled)
        else:
            runs.append((text, filled))
    return runs


def _union(boxes: Sequence[tuple[float, ...]]) -> Box:
    table = np.array(boxes)
    low, high = np.floor(table.min(axis=0)).astype(int), np.ceil(table.max(axis=0)).astype(int)
    return int(low[0]), int(low[1]), int(high[2]), int(high[3])
