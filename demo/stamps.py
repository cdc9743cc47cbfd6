"""What is put onto a printed page by hand: seals, signatures, and the codes printed beside them."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .canvas import Colour, Overlay, font

SEAL_RED: Colour = (206, 24, 30)
PEN_BLUE: Colour = (28, 40, 110)


def round_seal(text: str, rng: np.random.Generator, *, diameter: int = 472, below: str = "") -> Overlay:
    """Return a round red seal with a star and `text` along its arc; 472 px are the 40 mm of a company seal at 300 dpi.

    `below` is written under the star (合同专用章); the seal is turned by a few degrees and inked unevenly.
    """
    scale = 2
    side = diameter * scale
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    width = round(side * 0.026)
    draw.ellipse((width, width, side - width, side - width), outline=255, width=width)
    _star(draw, side / 2, side / 2, side * 0.15)
    _arc_text(image, text, radius=side * 0.385, size=round(side * (0.135 if len(text) <= 12 else 0.112)))
    if below:
        glyphs = font("serif", round(side * 0.088))
        draw.text((side / 2, side * 0.76), below, fill=255, font=glyphs, anchor="mm", stroke_width=2)
    small = image.resize((diameter, diameter), Image.Resampling.BOX)
    alpha = np.asarray(small.rotate(float(rng.uniform(-9, 9)), Image.Resampling.BICUBIC))
    return _inked(alpha, SEAL_RED, rng, strength=float(rng.uniform(0.78, 0.95)))


def square_seal(text: str, rng: np.random.Generator, *, side: int = 236) -> Overlay:
    """Return a square red name seal (签名章) of two, three or four characters, written in two columns."""
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    draw.rectangle((6, 6, side - 7, side - 7), outline=255, width=9)
    cells = [(0.74, 0.28), (0.74, 0.72), (0.26, 0.28), (0.26, 0.72)]
    for glyph, (x, y) in zip((text + "印印")[:4], cells, strict=True):
        glyphs = font("serif", round(side * 0.4))
        draw.text((side * x, side * y), glyph, fill=255, font=glyphs, anchor="mm", stroke_width=2)
    alpha = np.asarray(image.rotate(float(rng.uniform(-4, 4)), Image.Resampling.BICUBIC))
    return _inked(alpha, SEAL_RED, rng, strength=0.88)


def signature(name: str, rng: np.random.Generator, *, size: int = 110, colour: Colour = PEN_BLUE) -> Overlay:
    """Return a handwritten-looking name (or date): slanted, bent glyphs with a running stroke."""
    width, height = round(size * (len(name) + 1.2)), round(size * 2.0)
    image = Image.new("L", (width, height), 0)
    x = size * 0.45
    for glyph in name:
        cell = _bent(_glyph(glyph, round(size * float(rng.uniform(0.92, 1.2)))), rng)
        tile = Image.fromarray(cell).rotate(float(rng.uniform(-7, 7)), Image.Resampling.BICUBIC)
        y = round(size * 0.3 + float(rng.uniform(-0.07, 0.07)) * size)
        image.paste(255, (round(x), y), tile)
        x += size * (float(rng.uniform(0.82, 0.96)) if ord(glyph) > 0x2000 else 0.66)
    sheared = image.transform(
        image.size, Image.Transform.AFFINE, (1, 0.16, -size * 0.16, 0, 1, 0), Image.Resampling.BICUBIC
    )
    return _inked(np.asarray(sheared), colour, rng, strength=0.95)


def qr_like(rng: np.random.Generator, *, side: int = 300) -> Overlay:
    """Return a black pattern which looks like a QR code but encodes nothing."""
    cells = 29
    grid = (rng.random((cells, cells)) < 0.5).astype(np.uint8)
    finder = np.ones((7, 7), np.uint8)
    finder[1:6, 1:6] = 0
    finder[2:5, 2:5] = 1
    for row, column in ((0, 0), (0, cells - 7), (cells - 7, 0)):
        grid[max(0, row - 1) : row + 8, max(0, column - 1) : column + 8] = 0
        grid[row : row + 7, column : column + 7] = finder
    alpha = cv2.resize(grid * 255, (side, side), interpolation=cv2.INTER_NEAREST)
    return np.dstack([np.full_like(alpha, 25)] * 3 + [alpha])


@lru_cache(maxsize=128)
def _glyph(glyph: str, size: int) -> Overlay:
    image = Image.new("L", (round(size * 1.3), round(size * 1.5)), 0)
    ImageDraw.Draw(image).text((size * 0.12, 0), glyph, fill=255, font=font("serif", size), stroke_width=1)
    return np.asarray(image)


def _bent(cell: Overlay, rng: np.random.Generator) -> Overlay:
    """Bend a glyph by a smooth random field, so that no two are alike and strokes lose their ruler-straightness."""
    height, width = cell.shape[:2]
    field = rng.normal(0, 1, (2, 5, 5)).astype(np.float32)
    dx, dy = (cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC) * width * 0.022 for part in field)
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bent = cv2.remap(cell, xs + dx, ys + dy, cv2.INTER_LINEAR)
    return np.asarray(cv2.dilate(bent, np.ones((3, 3), np.uint8)))


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, fill=255)


def _arc_text(image: Image.Image, text: str, *, radius: float, size: int) -> None:
    """Write along the upper arc, from lower left over the top to lower right."""
    span = math.radians(min(250, 21 * len(text)))
    glyphs: ImageFont.FreeTypeFont = font("serif", size)
    centre = image.width / 2
    for place, glyph in enumerate(text):
        angle = -span / 2 + span * (place + 0.5) / len(text)
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), glyph, fill=255, font=glyphs, anchor="mm", stroke_width=2)
        tile = tile.resize((round(size * 1.5), size * 2), Image.Resampling.BICUBIC)  # seals use narrow letters
        tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC, expand=True)
        at = (centre + radius * math.sin(angle), centre - radius * math.cos(angle))
        image.paste(255, (round(at[0] - tile.width / 2), round(at[1] - tile.height / 2)), tile)


def _inked(alpha: Overlay, colour: Colour, rng: np.random.Generator, *, strength: float) -> Overlay:
    """Colour a mask, with the cloudy and speckled coverage of real ink."""
    height, width = alpha.shape[:2]
    clouds = cv2.resize(rng.random((6, 6)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    specks = cv2.GaussianBlur(rng.random((height, width)).astype(np.float32), (0, 0), 1.2)
    cover = np.clip(strength * (0.8 + 0.3 * clouds) - 1.3 * np.clip(0.38 - specks, 0, 1), 0, 1)
    shaded = (alpha.astype(np.float32) * cover).astype(np.uint8)
    tint = np.broadcast_to(np.array(colour, np.uint8), (height, width, 3))
    return np.dstack([tint, shaded])
