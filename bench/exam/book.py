"""The exam's set of designs, and what its papers share: parts laid on a sheet, blanks filled by hand, seals."""

from __future__ import annotations

import math
from datetime import date

import cv2
import numpy as np
from papers.people import pick
from papers.registry import DesignSet
from papers.sheet import Sheet
from papers.type import type_of
from PIL import Image, ImageDraw
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import INK, Box, Line
from shoujian.demo.stamps import PEN_BLUE

from .people import person

EXAM = DesignSet(person, 0xE8A3, ("photo/", "decoy/screen_"))
design, decoy = EXAM.design, EXAM.decoy


def lay(sheet: Sheet, part: Sheet, x: float, y: float, *, scale: float = 1, angle_deg: float = 0) -> None:
    """Lay a smaller sheet on a sheet, its middle at (x, y), turned clockwise; its lines, seals and fields go over."""
    turn = cv2.getRotationMatrix2D((part.width / 2, part.height / 2), -angle_deg, scale)
    turn[:, 2] += (x - part.width / 2, y - part.height / 2)
    size = (sheet.width, sheet.height)
    warped = cv2.warpAffine(np.asarray(part.image), turn, size, flags=cv2.INTER_AREA)
    mask = cv2.warpAffine(np.full((part.height, part.width), 255, np.uint8), turn, size)[..., None] / 255
    below = np.asarray(sheet.image)
    sheet.image = Image.fromarray((below * (1 - mask) + warped * mask).astype(np.uint8))
    sheet.draw = ImageDraw.Draw(sheet.image)
    sheet.lines += [Line(line.text, _moved(line.box, turn)) for line in part.lines]
    sheet.seals += [_moved(box, turn) for box in part.seals]
    sheet.fields |= part.fields


def blank(
    sheet: Sheet, x: float, y: float, label: str, value: str, size: int, room: float, *, hand: str = "kai"
) -> float:
    """Print a label and a line, write the value on it by hand, in blue or black; return the x behind the line."""
    ink = pick(sheet.rng, (PEN_BLUE, (40, 40, 60)))
    start = sheet.put(x, y, label, size)[2] + size * 0.15 if label else x
    sheet.draw.line((start, y + size * 1.3, start + room, y + size * 1.3), fill=INK, width=3)
    if value:
        shift = sheet.rng.normal(0, size * 0.05)
        long = type_of(hand, size).getlength(value) / size
        pen_size = round(min(size * 1.12, (room - size * 0.5) / long))
        sheet.put(start + size * 0.3, y - size * 0.12 + shift, value, pen_size, face=hand, fill=ink, weight=1)
    return start + room + size * 0.2


def pen(sheet: Sheet, x: float, y: float, text: str, size: int) -> None:
    """Write a note by hand, its glyphs dancing a little."""
    ink = pick(sheet.rng, (PEN_BLUE, (36, 36, 46)))
    boxes = []
    for glyph in text:
        jump = sheet.rng.normal(0, size * 0.04)
        box = sheet.put(x, y + jump, glyph, size, face="wen", fill=ink, weight=1, record=False)
        boxes.append(box)
        x += (box[2] - box[0]) + size * 0.06
    low, high = np.array(boxes).min(axis=0), np.array(boxes).max(axis=0)
    sheet.lines.append(Line(text, (int(low[0]), int(low[1]), int(high[2]), int(high[3]))))


def sealed(sheet: Sheet, x: float, y: float, lines: tuple[str, ...], seal: str, *, size: int = 58) -> None:
    """Write closing lines, centred at x, and press a seal on the first."""
    for row, text in enumerate(lines):
        sheet.put(x, y + row * size * 1.9, text, size, anchor="ma")
    sheet.seal(seal, x + 30, y + size)


def photocopied(original: Sheet, p: DemoPerson, *, note: str = "与原件一致") -> Sheet:
    """Return a black-and-white copy of a paper on A4, with a note by hand, a date and the company's seal."""
    rng = original.rng
    sheet = Sheet(rng)
    scale = min(2200 / original.width, 2700 / original.height, 1.0)
    lay(sheet, original, 1240, 250 + original.height * scale / 2, scale=scale, angle_deg=float(rng.normal(0, 1.2)))
    sheet.copied()
    foot = 300 + original.height * scale
    pen(sheet, 1450, min(foot + 60, 3140), note, 86)
    pen(sheet, 1560, min(foot + 210, 3290), written(p.applied), 72)
    sheet.seal(p.company, 1500, min(foot + 190, 3230))
    return sheet


def written(day: date) -> str:
    """Return the day as people write it in a hurry."""
    return f"{day.year}.{day.month}.{day.day}"


def emblem(sheet: Sheet, x: float, y: float, radius: float, *, tone: tuple[int, int, int] = (200, 40, 36)) -> None:
    """Draw what looks like the national emblem from a distance."""
    sheet.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tone, outline=(214, 170, 60), width=6)
    sheet.draw.rectangle((x - radius * 0.5, y + radius * 0.1, x + radius * 0.5, y + radius * 0.4), fill=(222, 180, 70))
    for turn in range(5):
        angle = math.pi * (1 + turn / 4)
        cx, cy = x + radius * 0.5 * math.cos(angle), y + radius * 0.45 * math.sin(angle)
        sheet.draw.ellipse((cx - 7, cy - 7, cx + 7, cy + 7), fill=(232, 196, 80))


def _moved(box: Box, turn: np.ndarray) -> Box:
    left, top, right, bottom = box
    corners = np.array([(left, top, 1), (right, top, 1), (right, bottom, 1), (left, bottom, 1)]) @ turn.T
    low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])
