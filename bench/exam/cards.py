"""身份证 as people hand it in, worn, copied, noted, framed; and 一寸免冠照片 as files and as prints."""

from __future__ import annotations

import cv2
import numpy as np
from papers.people import pick
from papers.sheet import LANDSCAPE, Sheet
from papers.type import type_of
from PIL import Image, ImageDraw
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import CARD, Colour, Overlay
from shoujian.demo.portrait import draw_portrait

from .book import design, emblem, lay, pen, written
from .people import home_of

NAME, PHOTO = "身份证", "一寸免冠照片"
_BLUE: Colour = (52, 88, 128)


def front(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    """The side with the portrait."""
    sheet = Sheet(rng, CARD, face="hei")
    sheet.tinted((236, 240, 242), (222, 232, 238))
    sheet.guilloche((208, 222, 230), rings=9)
    birth = f"{p.birth.year}年{p.birth.month}月{p.birth.day}日"
    for y, label, value in ((68, "姓名", p.name), (142, "性别", p.sex), (216, "出生", birth), (290, "住址", "")):
        sheet.put(58, y, label, 32, fill=_BLUE)
        if value:
            long = len(value) > 8 and label == "姓名"
            sheet.put(152, y - (0 if label != "姓名" else 4), value, 28 if long else 38 if label == "姓名" else 34)
    sheet.put(330, 142, "民族", 32, fill=_BLUE)
    sheet.put(424, 142, p.nation, 34)
    sheet.para(152, 288, p.address, 34, 440, indent=0, leading=1.3)
    sheet.put(58, 528, "公民身份号码", 32, fill=_BLUE)
    sheet.put(330, 520, p.id_number, 44, face="micro", spacing=4)
    sheet.face_of(p.sex, (650, 92, 950, 470), "white")
    sheet.side, sheet.corner_radius = "front", 36
    sheet.fields |= {"name": p.name, "id_number": p.id_number, "birth": birth, "address": p.address}
    return sheet


def back(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    """The side with the emblem."""
    sheet = Sheet(rng, CARD, face="hei")
    sheet.tinted((238, 236, 234), (224, 230, 232))
    emblem(sheet, 150, 150, 92)
    sheet.put(290, 82, "中华人民共和国", 62, face="song", weight=1, spacing=18)
    sheet.put(310, 182, "居民身份证", 84, face="song", weight=1, spacing=30)
    _, city, district = home_of(p)
    issuer = pick(rng, (f"{city}公安局{district[:-1]}分局", f"{city}公安局", f"{district}公安局"))
    term = f"{p.id_from:%Y.%m.%d}-{p.id_until:%Y.%m.%d}"
    sheet.put(250, 448, "签发机关", 34, fill=_BLUE)
    sheet.put(420, 447, issuer, 36)
    sheet.put(250, 528, "有效期限", 34, fill=_BLUE)
    sheet.put(420, 527, term, 36)
    sheet.side, sheet.corner_radius = "back", 36
    sheet.fields |= {"issuer": issuer, "valid_until": term}
    return sheet


def _worn(sheet: Sheet) -> Sheet:
    """Bleach and scratch a card that lay in a purse for years."""
    pixels = np.asarray(sheet.image).astype(np.float32)
    clouds = cv2.resize(sheet.rng.uniform(0.15, 0.5, (4, 6)).astype(np.float32), (sheet.width, sheet.height))
    pixels += (238 - pixels) * clouds[..., None]
    pixels = cv2.GaussianBlur(pixels, (0, 0), 1.1)
    sheet.image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    sheet.draw = ImageDraw.Draw(sheet.image)
    for _ in range(9):
        x, y, dx, dy = sheet.rng.uniform((0, 0, -200, -60), (sheet.width, sheet.height, 200, 60))
        sheet.draw.line((x, y, x + dx, y + dy), fill=(244, 244, 244), width=2)
    return sheet


@design(NAME, "card/worn")
def worn(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Two sides of a bleached, scratched card."""
    return [_worn(front(p, rng)), _worn(back(p, rng))]


@design(NAME, "card/copy_noted")
def copy_noted(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A photocopy with both sides askew, the company's seal, and a note by hand across."""
    sheet = Sheet(rng)
    for place, side in enumerate((front(p, rng), back(p, rng))):
        angle = float(rng.normal(0, 2.5))
        lay(sheet, side, 1240 + rng.normal(0, 90), 820 + place * 900, scale=1.15, angle_deg=angle)
    sheet.copied()
    pen(sheet, 900 + rng.normal(0, 60), 2300, "与原件一致", 96)
    sheet.sign(p.name, 1240, 2560, size=120)
    pen(sheet, 1000, 2660, written(p.applied), 80)
    sheet.seal(p.company, 1560, 2520)
    return [sheet]


@design(NAME, "card/side_by_side")
def side_by_side(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Both sides in the two cells of a pasting sheet, with the usual words below."""
    sheet = Sheet(rng, LANDSCAPE)
    sheet.mid(260, pick(rng, ("身份证复印件", "居民身份证复印件粘贴页")), 90, face="bold")
    for place, (head, side) in enumerate((("身份证正面（人像面）", front(p, rng)), ("反面（国徽面）", back(p, rng)))):
        left = 340 + place * 1420
        sheet.draw.rectangle((left, 560, left + 1400, 1780), outline=(60, 60, 60), width=4)
        sheet.put(left + 700, 600, head, 54, anchor="ma")
        lay(sheet, side, left + 700, 1240, scale=1.22, angle_deg=float(rng.normal(0, 0.8)))
    sheet.put(340, 1880, "此复印件仅用于办理二级建造师注册，他用无效。", 56)
    sheet.put(2000, 2020, "本人签名：", 56)
    sheet.sign(p.name, 2520, 2050)
    return [sheet]


@design(NAME, "card/back_first")
def back_first(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An enlarged colour copy, the emblem above the portrait."""
    sheet = Sheet(rng)
    lay(sheet, back(p, rng), 1240, 950, scale=1.7, angle_deg=float(rng.normal(0, 1)))
    lay(sheet, front(p, rng), 1240, 2350, scale=1.7, angle_deg=float(rng.normal(0, 1)))
    return [sheet]


def _slanted(text: str) -> Overlay:
    """Return a pale slanted text."""
    glyphs = type_of("hei", 58)
    image = Image.new("RGBA", (round(glyphs.getlength(text)) + 20, 90), (150, 150, 160, 0))
    ImageDraw.Draw(image).text((10, 10), text, font=glyphs, fill=(150, 150, 160, 190))
    return np.asarray(image.rotate(22, expand=True, resample=Image.Resampling.BICUBIC))


@design(NAME, "card/watermarked")
def watermarked(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Two sides from a phone's scanning app, which prints its purpose across."""
    sides = [front(p, rng), back(p, rng)]
    for side in sides:
        side.stamp(_slanted("仅供办理建造师注册使用"), (505, 330), seal=False)
        side.corner_radius = 0
    return sides


@design(NAME, "card/two_sheets")
def two_sheets(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """One side a page, copied in black and white, in the upper part of the sheet."""
    pages = []
    for side in (front(p, rng), back(p, rng)):
        sheet = Sheet(rng)
        lay(sheet, side, 800 + rng.normal(0, 120), 700, angle_deg=float(rng.normal(0, 3)))
        sheet.copied()
        sheet.side = side.side
        pages.append(sheet)
    return pages


def _ground(pixels: np.ndarray, colour: Colour) -> np.ndarray:
    """Put another ground behind a portrait on white."""
    _, patches = cv2.connectedComponents((pixels.min(axis=2) > 236).astype(np.uint8))
    behind = (patches == patches[0, 0]) | (patches == patches[0, -1])
    soft = cv2.GaussianBlur(behind.astype(np.float32), (0, 0), 1.2)[..., None]
    return np.asarray(pixels * (1 - soft) + np.array(colour[::-1]) * soft, np.uint8)


def _picture(p: DemoPerson, rng: np.random.Generator, size: tuple[int, int], colour: Colour) -> np.ndarray:
    return _ground(draw_portrait(rng, sex=p.sex, size=size), colour)


@design(PHOTO, "photo/gradient_blue")
def gradient_blue(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A studio's file: 300 x 420, light from above on a blue cloth."""
    sheet = Sheet(rng, (300, 420))
    sheet.paste(_picture(p, rng, (300, 420), (120, 168, 214)), (0, 0, 300, 420))
    ramp = np.linspace(1.06, 0.86, 420)[:, None, None]
    sheet.image = Image.fromarray(np.clip(np.asarray(sheet.image) * ramp, 0, 255).astype(np.uint8))
    return [sheet]


@design(PHOTO, "photo/grey_large")
def grey_large(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A file as the camera gave it: large, grey ground."""
    sheet = Sheet(rng, (900, 1260))
    sheet.paste(_picture(p, rng, (900, 1260), (206, 208, 212)), (0, 0, 900, 1260))
    return [sheet]


@design(PHOTO, "photo/square_red")
def square_red(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A file of 480 x 640 with a red ground, wider than usual."""
    sheet = Sheet(rng, (480, 640))
    sheet.paste(_picture(p, rng, (480, 640), (188, 30, 40)), (0, 0, 480, 640))
    return [sheet]


@design(PHOTO, "print/bordered")
def bordered(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A print on photo paper with a white border, to be scanned."""
    sheet = Sheet(rng, (390, 530), paper=(250, 250, 248))
    sheet.paste(_picture(p, rng, (300, 420), pick(rng, ((67, 142, 219), (200, 26, 32)))), (45, 45, 345, 465))
    return [sheet]


@design(PHOTO, "print/black_and_white")
def black_and_white(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An old two-inch print without colour, with a deckle edge."""
    sheet = Sheet(rng, (470, 640), paper=(240, 238, 230))
    grey = cv2.cvtColor(_picture(p, rng, (410, 580), (226, 226, 224)), cv2.COLOR_BGR2GRAY)
    sheet.paste(np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)), (30, 30, 440, 610))
    return [sheet]
