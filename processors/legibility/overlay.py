"""Pictures that show what the desk saw: the page's border, which side is up, boxes of text, thumbnails."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from ...schemas.geometry import Point, Quad, bounds
from ...schemas.page import PageRecord
from ..page import Pixels
from .reduced import reduce, resized

Colour = tuple[int, int, int]
"""Blue, green, red."""

GREEN: Colour = (80, 170, 40)
ORANGE: Colour = (0, 120, 240)
RED: Colour = (40, 40, 210)
WHITE: Colour = (255, 255, 255)


class Mark(NamedTuple):
    """A box, what is written above it, and its colour."""

    quad: Quad
    label: str | None
    colour: Colour


def draw_overlay(
    source: Pixels, record: PageRecord, *, font: FreeTypeFont, notes: Sequence[tuple[str, Colour]] = ()
) -> Pixels:
    """Return the source with the page's border, an arrow to its upper side, the angle it leans by, and notes.

    source: pixels of `record.source_size`, possibly reduced: positions are scaled to it. notes: lines of text for
    the upper left corner, with their grounds.
    """
    canvas = np.array(source)
    scale = canvas.shape[1] / max(1, record.source_size[0])
    quad = _scaled(record.quad, scale) if record.quad else None
    if quad:
        _outline(canvas, quad, GREEN)
    axis = _axis(record, quad, canvas.shape[1], canvas.shape[0])
    if axis is not None:
        _draw_angle(canvas, *axis)
        _draw_arrow(canvas, *axis)
    return _written(canvas, (), notes, font)


def draw_marks(
    page: Pixels, marks: Sequence[Mark], *, font: FreeTypeFont, notes: Sequence[tuple[str, Colour]] = ()
) -> Pixels:
    """Return the page with boxes, their labels in any script, and notes in its corner; boxes in pixels of `page`."""
    canvas = np.array(page)
    for mark in marks:
        _outline(canvas, mark.quad, mark.colour)
    return _written(canvas, marks, notes, font)


def thumbnail(pixels: Pixels, long_side: int) -> Pixels:
    """Return the picture with a long side of at most `long_side` px; a smaller one comes back as it is."""
    height, width = pixels.shape[:2]
    scale = long_side / max(height, width)
    if scale >= 1:
        return pixels
    target = max(1, round(width * scale)), max(1, round(height * scale))
    return resized(reduce(pixels, max(1, int(1 / scale) // 2)), *target)


def _stroke(canvas: Pixels) -> int:
    return max(1, round(int(max(canvas.shape)) / 500))


def _scaled(quad: Quad, scale: float) -> Quad:
    a, b, c, d = ((x * scale, y * scale) for x, y in quad)
    return a, b, c, d


def _outline(canvas: Pixels, quad: Quad, colour: Colour) -> None:
    points = np.round(np.array(quad)).astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(canvas, [points], True, colour, _stroke(canvas), cv2.LINE_AA)


def _axis(record: PageRecord, quad: Quad | None, width: int, height: int) -> tuple[Point, float, float] | None:
    """Return the page's middle, the direction of its lines (degrees clockwise from the source's rows) and its size.

    None where the upper side is unknown.
    """
    if quad:
        (left, right), skew = (_middle(quad[0], quad[3]), _middle(quad[1], quad[2])), record.skew or 0.0
        angle = math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])) - skew
        return _middle(left, right), angle, min(math.dist(left, right), math.dist(quad[0], quad[3]))
    if record.rotation is None:
        return None
    # A page that is turned clockwise by so much to stand upright has its lines that far counter-clockwise.
    return (width / 2, height / 2), -record.rotation - (record.skew or 0.0), 0.6 * min(width, height)


def _draw_arrow(canvas: Pixels, middle: Point, angle_deg: float, size: float) -> None:
    """Draw the arrow from the page's middle to its upper side."""
    tip = _away(middle, angle_deg - 90, 0.35 * size)
    for colour, wide in ((WHITE, 5), (ORANGE, 3)):
        cv2.arrowedLine(canvas, _pixel(middle), _pixel(tip), colour, wide * _stroke(canvas), cv2.LINE_AA, tipLength=0.3)


def _draw_angle(canvas: Pixels, middle: Point, angle_deg: float, size: float) -> None:
    """Draw the direction of the page's lines, beside the row or column of the source which is nearest to it."""
    straight = 90 * round(angle_deg / 90)
    for direction, colour in ((straight, WHITE), (angle_deg, ORANGE)):
        start, end = (_pixel(_away(middle, direction + turn, 0.4 * size)) for turn in (0, 180))
        cv2.line(canvas, start, end, colour, _stroke(canvas), cv2.LINE_AA)


def _away(start: Point, angle_deg: float, length: float) -> Point:
    angle = math.radians(angle_deg)
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)


def _pixel(point: Point) -> tuple[int, int]:
    return round(point[0]), round(point[1])


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _written(canvas: Pixels, marks: Sequence[Mark], notes: Sequence[tuple[str, Colour]], font: FreeTypeFont) -> Pixels:
    """Return the canvas with every label above its box and the notes, each on a ground of its colour."""
    picture = Image.fromarray(np.ascontiguousarray(canvas[..., ::-1]))
    pen = ImageDraw.Draw(picture)
    size = max(12, max(picture.size) // 55)
    small = font.font_variant(size=size)
    for mark in marks:
        if mark.label:
            left, top, _, _ = bounds(mark.quad)
            _label(pen, mark.label, (left, top), mark.colour, small)
    at = size * 0.4
    for text, colour in notes:
        for line in _broken(text, picture.width - size, small):
            at = _label(pen, line, (size * 0.4, at + 1.5 * size), colour, small) + 2
    return np.ascontiguousarray(np.asarray(picture)[..., ::-1])


def _broken(text: str, width: float, font: FreeTypeFont) -> list[str]:
    """Return the text in lines of at most `width` px."""
    lines = [""]
    for character in text:
        if lines[-1] and font.getlength(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def _label(pen: ImageDraw.ImageDraw, text: str, at: Point, colour: Colour, font: FreeTypeFont) -> float:
    """Write one line whose lower left corner is `at`, moved down into the picture; return its lower edge."""
    ground = pen.textbbox(at, text, font=font, anchor="lb")
    shift = max(0.0, -ground[1])
    pen.rectangle((ground[0] - 2, ground[1] + shift - 1, ground[2] + 2, ground[3] + shift + 1), fill=colour[::-1])
    pen.text((at[0], at[1] + shift), text, font=font, anchor="lb", fill=WHITE)
    return at[1] + shift
