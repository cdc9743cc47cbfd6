"""居民身份证, both sides, and the portrait."""

from __future__ import annotations

import math

import numpy as np
from PIL import ImageDraw

from ..processors.page import Pixels
from .applicant import DemoPerson
from .canvas import (
    A4,
    CARD,
    Canvas,
    Colour,
    Paper,
    wrapped,
)
from .numbers import chinese_date
from .portrait import Background, draw_portrait

_LABEL: Colour = (62, 128, 190)
_TINT: Colour = (238, 243, 246)
_CORNER = 38  # 3.2 mm, ISO/IEC 7810


def id_front(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the 人像面."""
    canvas = Canvas(CARD, paper=_TINT)
    _guilloche(canvas, rng, (206, 224, 238), (240, 216, 214))
    _pair(canvas, (72, 68), "姓名", person.name, size=46, spacing=8)
    _pair(canvas, (72, 148), "性别", person.sex)
    _pair(canvas, (300, 148), "民族", person.nation)
    canvas.text((72, 226), "出生", 33, face="sans", fill=_LABEL)
    year, month, day = str(person.birth.year), str(person.birth.month), str(person.birth.day)
    for x, text, is_label in (
        (178, year, False),
        (270, "年", True),
        (322, month, False),
        (370, "月", True),
        (420, day, False),
        (470, "日", True),
    ):
        canvas.text((x, 224), text, 36, face="sans", fill=_LABEL if is_label else (30, 30, 32))
    canvas.text((72, 306), "住址", 33, face="sans", fill=_LABEL)
    for row, line in enumerate(wrapped(person.address, "sans", 36, 430)):
        canvas.text((178, 304 + row * 50), line, 36, face="sans")
    canvas.text((72, 530), "公民身份号码", 33, face="sans", fill=_LABEL)
    canvas.text((330, 520), person.id_number, 48, face="sans", weight=1, spacing=4)
    canvas.paste(_blended_portrait(person), (632, 74, 940, 490))
    fields = {"name": person.name, "sex": person.sex, "birth": chinese_date(person.birth)}
    fields |= {"address": person.address, "id_number": person.id_number}
    return canvas.paper("身份证", "id_front", side="front", fields=fields, corner_radius=_CORNER)


def id_back(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the 国徽面; issued by an authority that does not exist."""
    canvas = Canvas(CARD, paper=_TINT)
    _guilloche(canvas, rng, (196, 222, 232), (236, 214, 222))
    _wall(canvas, rng)
    _emblem(canvas, (150, 155), 92)
    canvas.text((610, 92), "中华人民共和国", 62, face="serif", weight=1, anchor="mm", spacing=22)
    canvas.text((610, 200), "居民身份证", 88, face="serif", weight=2, anchor="mm", spacing=22)
    canvas.text((262, 450), "签发机关", 36, face="sans", weight=1)
    canvas.text((452, 450), "示例市公安局样本分局", 36, face="sans")
    canvas.text((262, 536), "有效期限", 36, face="sans", weight=1)
    period = f"{person.id_from:%Y.%m.%d}-{person.id_until:%Y.%m.%d}"
    canvas.text((452, 536), period, 36, face="sans")
    fields = {"issuer": "示例市公安局样本分局", "valid_until": period}
    return canvas.paper("身份证", "id_back", side="back", fields=fields, corner_radius=_CORNER)


def portrait(person: DemoPerson, _rng: np.random.Generator, *, background: Background = "white") -> Paper:
    """Return the 一寸免冠照片 as a studio delivers it, 413 x 579 px."""
    canvas = Canvas((413, 579))
    canvas.paste(draw_portrait(face_of(person), sex=person.sex, background=background), (0, 0, 413, 579))
    return canvas.paper("一寸免冠照片", "portrait")


def id_copy(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return an A4 photocopy page with both sides of the card, front above back; its side is therefore None."""
    canvas = Canvas(A4)
    for card, top in ((id_front(person, rng), 560), (id_back(person, rng), 1560)):
        left = (A4[0] - CARD[0]) // 2
        canvas.paste(card.pixels, (left, top, left + CARD[0], top + CARD[1]))
        canvas.draw.rounded_rectangle(
            (left, top, left + CARD[0], top + CARD[1]), _CORNER, outline=(150, 150, 150), width=3
        )
        for line in card.lines:
            box = line.box
            canvas.lines.append(type(line)(line.text, (box[0] + left, box[1] + top, box[2] + left, box[3] + top)))
    fields = {"name": person.name, "id_number": person.id_number}
    return canvas.paper("身份证", "id_copy", fields=fields)


def face_of(person: DemoPerson) -> np.random.Generator:
    """Return the generator that draws this person's face, the same on every paper."""
    return np.random.default_rng(int(person.id_number[:17]))


def _pair(canvas: Canvas, xy: tuple[int, int], label: str, value: str, *, size: int = 36, spacing: float = 0) -> None:
    x, y = xy
    canvas.text((x, y), label, 33, face="sans", fill=_LABEL)
    canvas.text((x + 106, y - (size - 33) * 0.9), value, size, face="sans", spacing=spacing)


def _blended_portrait(person: DemoPerson) -> Pixels:
    """Tint the portrait's white backdrop like the card, which is printed through it."""
    picture = draw_portrait(face_of(person), sex=person.sex, size=(308, 416)).astype(np.float32)
    return (picture * np.array([246, 243, 238], np.float32) / 255).astype(np.uint8)


def _guilloche(canvas: Canvas, rng: np.random.Generator, first: Colour, second: Colour) -> None:
    """Draw the fine wavy security lines, in two colours which run into each other."""
    xs = np.arange(0, canvas.width + 12, 12)
    phase = float(rng.uniform(0, math.tau))
    for row in range(-6, 60):
        ys = row * 12 + 26 * np.sin(xs / 155 + row / 7 + phase) + 8 * np.sin(xs / 41 - row / 5)
        mix = row / 60
        colour = tuple(round(a + (b - a) * max(0.0, mix)) for a, b in zip(first, second, strict=True))
        points = [(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
        canvas.draw.line(points, fill=colour, width=2, joint="curve")


def _wall(canvas: Canvas, rng: np.random.Generator) -> None:
    """Draw pale hills with a wall along their ridge, behind the text."""
    xs = np.arange(0, canvas.width + 8, 8)
    for level, tone in ((330, (214, 228, 232)), (390, (206, 222, 228))):
        phase = float(rng.uniform(0, math.tau))
        ys = level + 42 * np.sin(xs / 130 + phase) + 18 * np.sin(xs / 47 + 2 * phase)
        ridge = [(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
        canvas.draw.line(ridge, fill=tone, width=9)
        for x, y in ridge[::4]:
            canvas.draw.rectangle((x, y - 13, x + 12, y), fill=tone)


def _emblem(canvas: Canvas, centre: tuple[int, int], radius: int) -> None:
    """Draw a simplified red and gold emblem: disc, ring of ears, gate and five stars."""
    red, gold = (200, 34, 38), (226, 178, 78)
    x, y = centre
    draw = canvas.draw
    for step in range(28):
        angle = math.pi * (0.62 + 1.76 * step / 27)
        ear = (x + radius * math.sin(angle), y - radius * math.cos(angle))
        draw.ellipse((ear[0] - 12, ear[1] - 16, ear[0] + 12, ear[1] + 16), fill=gold, outline=red)
    draw.ellipse((x - radius + 14, y - radius + 14, x + radius - 14, y + radius - 14), fill=red, outline=gold, width=4)
    _star_at(draw, (x, y - 38), 22, gold)
    for dx, dy in ((-40, -16), (-22, -4), (22, -4), (40, -16)):
        _star_at(draw, (x + dx, y + dy), 9, gold)
    draw.polygon([(x - 52, y + 26), (x - 44, y + 14), (x + 44, y + 14), (x + 52, y + 26)], fill=gold)
    draw.rectangle((x - 40, y + 28, x + 40, y + 48), fill=gold)
    for gate in (-24, 0, 24):
        draw.rectangle((x + gate - 5, y + 34, x + gate + 5, y + 48), fill=red)
    draw.polygon([(x - 40, y + 88), (x - 14, y + 78), (x + 14, y + 78), (x + 40, y + 88), (x, y + 108)], fill=red)


def _star_at(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, fill: Colour) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
    draw.polygon(points, fill=fill)
