"""A sheet to draw on, which keeps the exact truth of every line of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import cv2
import numpy as np
import pylopdf_fonts_zh_cn
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ..processors.page import Pixels
from ..schemas.geometry import Size

DPI = 300
A4: Size = (2480, 3508)
CARD: Size = (1011, 638)
"""85.6 x 54 mm at 300 dpi."""

Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels."""
Colour = tuple[int, int, int]
"""Red, green, blue, 0..255."""
Face = Literal["sans", "serif"]
Overlay = NDArray[np.uint8]
"""(H, W, 4) uint8 red-green-blue-alpha."""

INK: Colour = (28, 28, 30)
_NOT_FIRST = "，。、；：？！）》”’〉】〕％"


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of text as drawn, with the box of its ink."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Paper:
    """One side of one document, clean and upright, with its truth.

    `name` is the material name, None for what belongs to no material; `kind` the document (a key of `papers.MAKERS`);
    `pixels` (H, W, 3) uint8 BGR, read-only, at `dpi`; `corner_radius` in pixels (cards have round corners).
    """

    name: str | None
    kind: str
    pixels: Pixels
    side: Literal["front", "back"] | None = None
    page_no: int = 1
    dpi: float = DPI
    fields: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    seals: tuple[Box, ...] = ()
    corner_radius: int = 0

    @property
    def size(self) -> Size:
        """(width, height) in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    @property
    def text(self) -> str:
        """All lines in the order of drawing, joined by newlines."""
        return "\n".join(line.text for line in self.lines)


@lru_cache(maxsize=256)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """Return the bundled Chinese font; `size` in pixels of the em."""
    path = pylopdf_fonts_zh_cn.sans_path() if face == "sans" else pylopdf_fonts_zh_cn.serif_path()
    return ImageFont.truetype(str(path), size)


class Canvas:
    """A white or tinted sheet; every drawing call that writes text records it as a `Line`."""

    def __init__(self, size: Size, *, paper: Colour = (253, 253, 251)) -> None:
        self.image = Image.new("RGB", size, paper)
        self.draw = ImageDraw.Draw(self.image)
        self.width, self.height = size
        self.lines: list[Line] = []
        self.seals: list[Box] = []

    def text(
        self,
        xy: tuple[float, float],
        text: str,
        size: int,
        *,
        face: Face = "serif",
        fill: Colour = INK,
        weight: int = 0,
        anchor: str = "la",
        spacing: float = 0,
    ) -> Box:
        """Write one line and return its ink's box.

        `weight` is the stroke added around glyphs, in pixels; `spacing` what is added after each glyph; `anchor` as in
        Pillow ("la" left and ascender, "mm" middle); with `spacing` only its first letter counts for x.
        """
        glyphs = font(face, size)
        if spacing:
            box = self._spaced(xy, text, glyphs, fill=fill, weight=weight, anchor=anchor, spacing=spacing)
        else:
            self.draw.text(xy, text, fill=fill, font=glyphs, anchor=anchor, stroke_width=weight, stroke_fill=fill)
            box = _rounded(self.draw.textbbox(xy, text, font=glyphs, anchor=anchor, stroke_width=weight))
        self.lines.append(Line(text, box))
        return box

    def _spaced(self, xy: tuple[float, float], text: str, glyphs: ImageFont.FreeTypeFont, **style: Any) -> Box:
        spacing, anchor, weight = style["spacing"], style["anchor"], style["weight"]
        total = sum(glyphs.getlength(glyph) + spacing for glyph in text) - spacing
        x = xy[0] - {"l": 0.0, "m": total / 2, "r": total}[anchor[0]]
        boxes = []
        for glyph in text:
            at = (x, xy[1])
            self.draw.text(
                at,
                glyph,
                fill=style["fill"],
                font=glyphs,
                anchor="l" + anchor[1],
                stroke_width=weight,
                stroke_fill=style["fill"],
            )
            boxes.append(self.draw.textbbox(at, glyph, font=glyphs, anchor="l" + anchor[1], stroke_width=weight))
            x += glyphs.getlength(glyph) + spacing
        return _union([_rounded(box) for box in boxes])

    def runs(
        self, xy: tuple[float, float], runs: Sequence[tuple[str, bool]], size: int, *, face: Face = "serif"
    ) -> Box:
        """Write (text, underlined) runs on one line, recorded as one `Line`; returns its box."""
        x, y = xy
        boxes = []
        for text, underlined in runs:
            width = font(face, size).getlength(text)
            self.draw.text((x, y), text, fill=INK, font=font(face, size))
            boxes.append(_rounded(self.draw.textbbox((x, y), text, font=font(face, size))))
            if underlined:
                self.draw.line((x - 4, y + size * 1.28, x + width + 4, y + size * 1.28), fill=INK, width=3)
            x += width
        box = _union(boxes)
        self.lines.append(Line("".join(text for text, _ in runs), box))
        return box

    def paragraph(
        self,
        xy: tuple[float, float],
        text: str,
        size: int,
        *,
        width: float,
        leading: float = 1.75,
        indent: int = 2,
        face: Face = "serif",
        fill: Colour = INK,
    ) -> float:
        """Write wrapped text, first line indented by `indent` characters; return the y below it."""
        x, y = xy
        first = x + indent * size
        for row, line in enumerate(wrapped(text, face, size, width, indent=indent)):
            self.text((first if row == 0 else x, y), line, size, face=face, fill=fill)
            y += size * leading
        return y

    def stamp(self, overlay: Overlay, centre: tuple[float, float], *, seal: bool = True) -> Box:
        """Multiply an overlay onto the sheet, as ink lies over print; the part outside is cut off."""
        height, width = overlay.shape[:2]
        left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
        box = (max(0, left), max(0, top), min(self.width, left + width), min(self.height, top + height))
        part = overlay[box[1] - top : box[3] - top, box[0] - left : box[2] - left].astype(np.float32)
        below = np.asarray(self.image.crop(box), dtype=np.float32)
        alpha = part[..., 3:] / 255
        blended = below * (1 - alpha) + below * part[..., :3] / 255 * alpha
        self.image.paste(Image.fromarray(blended.astype(np.uint8)), box[:2])
        self.draw = ImageDraw.Draw(self.image)
        if seal:
            self.seals.append(box)
        return box

    def paste(self, pixels: Pixels, box: Box) -> None:
        """Put a BGR picture into the box."""
        resized = cv2.resize(pixels, (box[2] - box[0], box[3] - box[1]), interpolation=cv2.INTER_AREA)
        self.image.paste(Image.fromarray(cv2.cvtColor(resized, cv2.COLOR_BGR2RGB)), box[:2])

    def paper(self, name: str | None, kind: str, **truth: Any) -> Paper:
        """Return the finished sheet; `truth` are further fields of `Paper`."""
        pixels = np.asarray(cv2.cvtColor(np.asarray(self.image), cv2.COLOR_RGB2BGR), np.uint8)
        pixels.flags.writeable = False
        return Paper(name=name, kind=kind, pixels=pixels, lines=tuple(self.lines), seals=tuple(self.seals), **truth)


def wrapped(text: str, face: Face, size: int, width: float, *, indent: int = 0) -> list[str]:
    """Break text into lines of at most `width` pixels; closing punctuation never begins a line, words stay whole."""
    glyphs = font(face, size)
    lines: list[str] = []
    room, line = width - indent * size, ""
    for token in _tokens(text):
        if line and glyphs.getlength(line + token) > room and token not in _NOT_FIRST:
            lines.append(line.rstrip())
            room, line = width, token.lstrip()
        else:
            line += token
    return [*lines, line] if line else lines


def _tokens(text: str) -> list[str]:
    """Split into single Chinese characters and whole runs of ASCII."""
    tokens: list[str] = []
    for char in text:
        joins = tokens and char.isascii() and tokens[-1][-1].isascii() and not tokens[-1].endswith(" ")
        if joins:
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens


def _rounded(box: tuple[float, float, float, float]) -> Box:
    return int(np.floor(box[0])), int(np.floor(box[1])), int(np.ceil(box[2])), int(np.ceil(box[3]))


def _union(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
