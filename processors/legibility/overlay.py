"""Pictures that show what the desk saw: the page's border, which side is up, boxes of text, thumbnails."""

from __future__ import annotations

import math
from collections.abc import Sequence

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


def draw_overlay(source: Pixels, record: PageRecord) -> Pixels:
    """Return the source with the page's border, an arrow to its upper side, its angles and its problems drawn in.

    `source` has the pixels of `record.source_size`, possibly reduced: positions are scaled to it.
    """
    canvas = np.array(source)
    scale = canvas.shape[1] / max(1, record.source_size[0])
    quad = _scaled(record.quad, scale) if record.quad else None
    if quad:
        _outline(canvas, quad, GREEN)
    arrow = _up_arrow(record, quad, canvas.shape[1], canvas.shape[0])
    if arrow:
        tail, tip = ((round(x), round(y)) for x, y in arrow)
        cv2.arrowedLine(canvas, tail, tip, WHITE, 5 * _stroke(canvas), cv2.LINE_AA, tipLength=0.3)
        cv2.arrowedLine(canvas, tail, tip, ORANGE, 3 * _stroke(canvas), cv2.LINE_AA, tipLength=0.3)
    _notes(canvas, _angles(record), record.quality.problems)
    return canvas


def draw_lines(
    page: Pixels, boxes: Sequence[tuple[Quad, str | None, Colour]], *, font: FreeTypeFont | None = None
) -> Pixels:
    """Return the page with boxes and their labels; boxes in pixels of `page`.

    Labels beyond ASCII need `font`, which the caller loads; without it they are left out.
    """
    canvas = np.array(page)
    for quad, _, colour in boxes:
        _outline(canvas, quad, colour)
    labels = [(quad, label, colour) for quad, label, colour in boxes if label]
    if font is not None:
        return _written(canvas, labels, font)
    for quad, label, colour in labels:
        if label.isascii():
            left, top, _, _ = bounds(quad)
            _label(canvas, label, (round(left), round(top)), colour)
    return canvas


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


def _up_arrow(record: PageRecord, quad: Quad | None, width: int, height: int) -> tuple[Point, Point] | None:
    """Return tail and tip of the arrow which points to the page's upper side, None when that is unknown."""
    if quad:
        bottom, top = _middle(quad[2], quad[3]), _middle(quad[0], quad[1])
        return _between(bottom, top, 0.35), _between(bottom, top, 0.75)
    if record.rotation is None:
        return None
    # A page that is turned clockwise by so much to stand upright has its upper side that far counter-clockwise.
    angle = math.radians(record.rotation + (record.skew or 0.0))
    length = 0.2 * min(width, height)
    dx, dy = -math.sin(angle) * length, -math.cos(angle) * length
    return (width / 2 - dx, height / 2 - dy), (width / 2 + dx, height / 2 + dy)


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _angles(record: PageRecord) -> str:
    rotation = "?" if record.rotation is None else str(record.rotation)
    skew = "?" if record.skew is None else f"{record.skew:+.1f}"
    return f"turned {rotation}  skew {skew}"


def _notes(canvas: Pixels, angles: str, problems: Sequence[str]) -> None:
    """Write the angles, and below them the problems, into the upper left corner."""
    step = round(34 * _text_scale(canvas)) + 4
    for row, (text, colour) in enumerate([(angles, GREEN), *((code, RED) for code in problems)]):
        _label(canvas, text, (step // 3, step * (row + 1)), colour)


def _text_scale(canvas: Pixels) -> float:
    return max(0.4, int(max(canvas.shape)) / 1600)


def _label(canvas: Pixels, text: str, at: tuple[int, int], colour: Colour) -> None:
    """Write ASCII text on a ground of `colour`; `at` is its lower left corner, moved into the picture."""
    scale, thick = _text_scale(canvas), max(1, round(1.6 * _text_scale(canvas)))
    (width, height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    x = max(0, min(at[0], canvas.shape[1] - width))
    y = max(height + below, min(at[1], canvas.shape[0] - below))
    cv2.rectangle(canvas, (x, y - height - below // 2), (x + width, y + below), colour, -1)
    cv2.putText(canvas, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, WHITE, thick, cv2.LINE_AA)


def _written(canvas: Pixels, labels: Sequence[tuple[Quad, str, Colour]], font: FreeTypeFont) -> Pixels:
    """Return the canvas with labels in any script, each above its box on a ground of its colour."""
    picture = Image.fromarray(np.ascontiguousarray(canvas[..., ::-1]))
    pen = ImageDraw.Draw(picture)
    for quad, label, colour in labels:
        left, top, _, _ = bounds(quad)
        ground = pen.textbbox((left, top), label, font=font, anchor="lb")
        shift = max(0.0, -ground[1])
        pen.rectangle((ground[0], ground[1] + shift, ground[2], ground[3] + shift), fill=colour[::-1])
        pen.text((left, top + shift), label, font=font, anchor="lb", fill=WHITE)
    return np.ascontiguousarray(np.asarray(picture)[..., ::-1])
