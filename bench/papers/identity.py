"""身份证 in all the ways in which it comes, and 军官证 of two patterns."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4, CARD, Box, Colour, Line
from shoujian.demo.stamps import PEN_BLUE

from .people import digits, pick, printed, years
from .registry import design
from .sheet import Sheet

NAME = "身份证"
_LABEL: Colour = (58, 110, 168)


def card_front(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    """Return the side with the portrait."""
    sheet = Sheet(rng, CARD, face="micro")
    sheet.tinted((222, 234, 243), (236, 232, 240))
    for turn in range(9):
        t = np.linspace(0, CARD[0], 120)
        wave = 90 + turn * 62 + 26 * np.sin(t / 70 + turn)
        sheet.draw.line(list(zip(t, wave, strict=True)), fill=(206, 220, 236), width=2)
    for y, label, value in ((72, "姓 名", p.name), (152, "性 别", p.sex), (230, "出 生", "")):
        sheet.put(66, y + 4, label, 31, fill=_LABEL)
        if value:
            sheet.put(172, y, value, 40 if y == 72 else 36, weight=0)
    sheet.put(300, 156, "民 族", 31, fill=_LABEL)
    sheet.put(405, 152, p.nation, 36)
    x = 172.0
    for value, unit in ((p.birth.year, "年"), (p.birth.month, "月"), (p.birth.day, "日")):
        sheet.put(x, 230, str(value), 36)
        x += 100 if unit == "年" else 62
        sheet.put(x, 234, unit, 31, fill=_LABEL)
        x += 48
    sheet.put(66, 314, "住 址", 31, fill=_LABEL)
    sheet.para(172, 308, p.address, 36, 430, indent=0, leading=1.35)
    sheet.put(66, 540, "公民身份号码", 32, fill=_LABEL)
    sheet.put(330, 532, p.id_number, 44, face="micro", spacing=8)
    sheet.face_of(p.sex, (640, 80, 950, 500))
    sheet.side, sheet.corner_radius = "front", 38
    birth = f"{p.birth.year}年{p.birth.month}月{p.birth.day}日"
    sheet.fields |= {"name": p.name, "id_number": p.id_number, "birth": birth, "address": p.address}
    return sheet


def card_back(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    """Return the side with the emblem."""
    sheet = Sheet(rng, CARD, face="micro")
    sheet.tinted((238, 228, 224), (222, 234, 236))
    for turn in range(12):
        t = np.linspace(0, CARD[0], 120)
        wave = 250 + turn * 22 + 40 * np.sin(t / 90 + turn / 3)
        sheet.draw.line(list(zip(t, wave, strict=True)), fill=(214, 218, 224), width=2)
    sheet.draw.ellipse((60, 50, 210, 200), fill=(198, 36, 40))
    sheet.draw.ellipse((80, 70, 190, 180), outline=(238, 200, 90), width=10)
    sheet.draw.rectangle((100, 130, 170, 160), fill=(238, 200, 90))
    sheet.put(600, 64, "中华人民共和国", 50, anchor="ma", spacing=14, face="song", weight=1)
    sheet.put(600, 146, "居民身份证", 74, anchor="ma", spacing=22, face="song", weight=2)
    office = (
        p.address.split("市")[0].split("省")[-1] + "市公安局" + pick(rng, ("", "城关分局", "江北分局", "开发区分局"))
    )
    until = "长期" if rng.random() < 0.12 else printed(p.id_until, "dot")
    term = f"{printed(p.id_from, 'dot')}-{until}"
    sheet.put(230, 460, "签发机关", 32, weight=1)
    sheet.put(400, 456, office, 36)
    sheet.put(230, 540, "有效期限", 32, weight=1)
    sheet.put(400, 536, term, 36)
    sheet.side, sheet.corner_radius = "back", 38
    sheet.fields |= {"issuer": office, "valid_until": term}
    return sheet


def lay(page: Sheet, card: Sheet, box: Box, *, grey: bool = False) -> None:
    """Copy a card onto a page, with its lines and fields."""
    width, height = box[2] - box[0], box[3] - box[1]
    scale = width / card.width
    picture = np.asarray(cv2.resize(np.asarray(card.image), (width, height), interpolation=cv2.INTER_AREA))
    if grey:
        picture = np.asarray(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB))
    mask = np.zeros((height, width), np.uint8)
    radius = round(card.corner_radius * scale)
    cv2.rectangle(mask, (radius, 0), (width - radius, height), 255, -1)
    cv2.rectangle(mask, (0, radius), (width, height - radius), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1)
    page.image.paste(Image.fromarray(picture), box[:2], Image.fromarray(mask))
    for line in card.lines:
        left, top, right, bottom = (round(value * scale) for value in line.box)
        page.lines.append(Line(line.text, (box[0] + left, box[1] + top, box[0] + right, box[1] + bottom)))
    page.fields |= card.fields


@design(NAME, "identity/front")
def front(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The front side alone."""
    return [card_front(p, rng)]


@design(NAME, "identity/back")
def back(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The back side alone."""
    return [card_back(p, rng)]


@design(NAME, "identity/copy")
def copy(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Both sides on one grey photocopy, often with a company's seal and a note by hand."""
    page = Sheet(rng)
    top = int(rng.integers(300, 700))
    for card, y in ((card_front(p, rng), top), (card_back(p, rng), top + int(rng.integers(760, 1100)))):
        x = 735 + int(rng.integers(-60, 60))
        lay(page, card, (x, y, x + 1011, y + 638), grey=True)
    page.copied()
    if rng.random() < 0.5:
        page.seal(p.company, 1500, top + 1900)
        page.put(700, top + 2050, "与原件一致", 70, face="wen", fill=PEN_BLUE)
    else:
        page.put(
            560, top + 2000, f"仅用于办理二级建造师注册  {printed(p.applied, 'dot')}", 58, face="wen", fill=PEN_BLUE
        )
    return [page]


@design(NAME, "identity/sheet")
def typeset(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Both sides in colour, put on a page with a heading by a phone's scanner."""
    page = Sheet(rng, face="hei")
    page.mid(260, "身份证复印件", 72, spacing=6)
    for card, y in ((card_front(p, rng), 600), (card_back(p, rng), 1750)):
        lay(page, card, (560, y, 560 + 1360, y + 858))
    page.put(480, 2900, "使用单位：" + p.company, 48, face="song")
    page.put(480, 3000, "用  途：注册申报", 48, face="song")
    return [page]


@design(NAME, "identity/landscape")
def side_by_side(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Both sides beside each other on a landscape page, back first, with a slanted note across."""
    page = Sheet(rng, (A4[1], A4[0]))
    lay(page, card_back(p, rng), (340, 800, 340 + 1260, 800 + 795))
    lay(page, card_front(p, rng), (1880, 800, 1880 + 1260, 800 + 795))
    page.watermark("仅供注册申报使用", size=70, tone=205, step=1100)
    return [page]


@design(NAME, "officer/modern")
def officer(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """军官证 of the newer pattern: a card."""
    sheet = Sheet(rng, CARD, face="song")
    sheet.tinted((240, 226, 214), (228, 238, 222))
    sheet.guilloche((222, 214, 206))
    sheet.put(620, 40, "中国人民解放军军官证", 52, anchor="ma", weight=1, fill=(150, 30, 34), spacing=6)
    number = "军" + digits(rng, 7)
    pairs = [
        ("姓    名", p.name),
        ("出生年月", printed(p.birth, "month")),
        ("性    别", p.sex),
        ("民    族", p.nation + "族"),
        ("部    别", f"{digits(rng, 5)}部队"),
        ("衔    级", pick(rng, ("上尉", "少校", "中校"))),
    ]
    sheet.rows(380, 140, pairs, 38, gap=200, leading=1.62)
    sheet.put(380, 140 + 6 * 62 + 10, "编  号", 38)
    sheet.put(580, 140 + 6 * 62 + 10, number, 40, face="micro")
    sheet.face_of(p.sex, (60, 150, 330, 528))
    sheet.seal("某部队政治工作部", 330, 520, diameter=230)
    sheet.side, sheet.corner_radius = "front", 38
    sheet.fields |= {"name": p.name, "id_number": number}
    return [sheet]


@design(NAME, "officer/booklet")
def officer_booklet(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """军官证 of the old pattern: a spread of two small pages."""
    sheet = Sheet(rng, (1700, 1180), face="kai", paper=(238, 240, 226))
    sheet.draw.line((850, 0, 850, 1180), fill=(170, 172, 160), width=6)
    sheet.face_of(p.sex, (250, 130, 600, 620), "white")
    number = f"军字第{digits(rng, 7)}号"
    sheet.put(425, 700, number, 54, anchor="ma", face="song")
    sheet.put(425, 830, "发证机关", 46, anchor="ma")
    sheet.put(425, 1020, printed(years(p.graduated, 1), "han"), 42, anchor="ma")
    sheet.seal("中国人民解放军某部政治部", 430, 920, diameter=330)
    data = f"""
        姓    名 | {p.name}
        出生年月 | {printed(p.birth, "month")}
        籍    贯 | {p.place}
        民    族 | {p.nation}
        部    别 | {digits(rng, 5)}部队
        职    务 | {pick(rng, ("助理工程师", "参谋", "连长"))}
        军    衔 | {pick(rng, ("中尉", "上尉", "少校"))}
    """
    sheet.rows(930, 150, data, 50, gap=230, leading=2.5, rule=460)
    sheet.put(1275, 60, "军 官 证", 60, anchor="ma", face="song", weight=1)
    sheet.fields |= {"name": p.name, "id_number": number}
    return [sheet]
