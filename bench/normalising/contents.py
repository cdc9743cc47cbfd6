"""What lies on the tables: the demo's papers, and those it has none of (receipts, covers, coloured cards)."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson, fictitious_applicant
from shoujian.demo.canvas import CARD, Canvas, Colour, Paper
from shoujian.demo.papers import MATERIALS, draw
from shoujian.demo.stamps import qr_like, round_seal

PX_PER_MM = 300 / 25.4
SHEETS = (*tuple(kind for kind in MATERIALS if kind not in ("portrait", "id_front", "id_back")), "letter", "invoice")
_GOODS = ("大米五公斤", "酱油", "鸡蛋三十枚", "牛奶", "毛巾", "电池", "洗衣液", "笔记本", "中性笔", "苹果", "挂面")


def some_person(rng: np.random.Generator) -> DemoPerson:
    return fictitious_applicant(int(rng.integers(1 << 30)))


def some_sheet(rng: np.random.Generator, kinds: tuple[str, ...] = SHEETS) -> Paper:
    """Return a random page of a random document."""
    pages = draw(kinds[int(rng.integers(len(kinds)))], some_person(rng), rng)
    return pages[int(rng.integers(len(pages)))]


def some_card(rng: np.random.Generator, side: str = "") -> Paper:
    """Return an ID-1 card: one side of an identity card, or a coloured one as banks and shops give out."""
    if side or rng.random() < 0.75:
        return draw(side or ("id_front", "id_back")[int(rng.integers(2))], some_person(rng), rng)[0]
    return coloured_card(rng)


def coloured_card(rng: np.random.Generator) -> Paper:
    tint = _tint(rng, 20, 200)
    canvas = Canvas(CARD, paper=tint)
    pale = sum(tint) > 400
    ink: Colour = (30, 30, 34) if pale else (240, 240, 236)
    canvas.draw.ellipse((560, -180, 1180, 420), fill=tuple(min(255, v + 26) for v in tint))
    canvas.text((70, 60), ("示例银行", "样本图书馆", "模拟会员卡")[int(rng.integers(3))], 64, weight=1, fill=ink)
    canvas.draw.rounded_rectangle((90, 220, 230, 330), 16, fill=(214, 186, 110))
    number = "".join(str(digit) for digit in rng.integers(0, 10, 16))
    canvas.text((90, 400), " ".join(number[i : i + 4] for i in range(0, 16, 4)), 62, face="sans", fill=ink)
    canvas.text((90, 520), "有效期 12/30", 40, face="sans", fill=ink)
    return canvas.paper(None, "card", corner_radius=38)


def receipt(rng: np.random.Generator) -> Paper:
    """Return a till receipt, 57 or 80 mm wide and up to 300 mm long."""
    width = 57.0 if rng.random() < 0.4 else 80.0
    rows = int(rng.integers(8, 34))
    height = 60 + rows * 6.2
    tone = int(rng.integers(236, 254))
    canvas = Canvas((round(width * PX_PER_MM), round(height * PX_PER_MM)), paper=(tone, tone, tone - 2))
    size = round(canvas.width / 21)
    ink: Colour = (60, 60, 72) if rng.random() < 0.4 else (30, 30, 32)
    canvas.text((canvas.width / 2, 90), "示例便利店", size * 2, weight=1, anchor="mm", fill=ink)
    canvas.text((canvas.width / 2, 90 + 2 * size), f"流水号 {int(rng.integers(1 << 40))}", size, anchor="mm", fill=ink)
    y, margin = 150 + 3 * size, size
    total = 0.0
    for _ in range(rows):
        price = float(rng.uniform(2, 120))
        total += price
        canvas.text((margin, y), _GOODS[int(rng.integers(len(_GOODS)))], size, face="sans", fill=ink)
        canvas.text((canvas.width - margin, y), f"{price:.2f}", size, face="sans", anchor="ra", fill=ink)
        y += 73
    canvas.draw.line((margin, y + 10, canvas.width - margin, y + 10), fill=ink, width=3)
    canvas.text((margin, y + 30), f"合计 {total:.2f} 元", round(size * 1.5), weight=1, face="sans", fill=ink)
    canvas.stamp(qr_like(rng, side=min(260, canvas.width // 3)), (canvas.width / 2, y + 290), seal=False)
    return canvas.paper(None, "receipt")


def cover(rng: np.random.Generator) -> Paper:
    """Return the closed cover of a certificate: dark red, blue, green or black with golden print."""
    size = ((2480, 1754), (1754, 2480), (1500, 2126), (1240, 1748))[int(rng.integers(4))]
    tint: Colour = ((132, 18, 24), (24, 34, 84), (20, 62, 46), (34, 30, 32), (96, 22, 40))[int(rng.integers(5))]
    canvas = Canvas(size, paper=tuple(int(np.clip(v + rng.integers(-8, 9), 0, 255)) for v in tint))  # type: ignore[arg-type]
    gold: Colour = (206, 172, 96)
    title = ("荣誉证书", "毕业证书", "资格证书", "聘书", "职业资格")[int(rng.integers(5))]
    em = min(size) // 8
    canvas.text((size[0] / 2, size[1] * 0.38), title, em, weight=3, anchor="mm", spacing=em * 0.3, fill=gold)
    canvas.text((size[0] / 2, size[1] * 0.62), "HONORARY CREDENTIAL", em // 3, weight=1, anchor="mm", fill=gold)
    canvas.text((size[0] / 2, size[1] * 0.88), "示例市样本协会", em // 3, weight=1, anchor="mm", fill=gold)
    if rng.random() < 0.5:
        margin = min(size) // 16
        box = (margin, margin, size[0] - margin, size[1] - margin)
        canvas.draw.rectangle(box, outline=gold, width=max(4, margin // 10))
    return canvas.paper(None, "cover")


_TITLES = ("电子合格证", "学历证书电子注册备案表", "在线验证报告", "电子证照", "收费单据", "继续教育证书")


def bannered(rng: np.random.Generator) -> Paper:
    """Return a certificate, form, card or receipt with a coloured banner along its top, its foot or its left side.

    Its title is in the banner, pale on dark or dark on pale; some banners have no print, some papers a second one.
    """
    size = ((1754, 2480), (1754, 2480), (2480, 1754), CARD, (945, 2000))[int(rng.integers(5))]
    tone = int(rng.integers(238, 255))
    canvas = Canvas(size, paper=(tone, tone, tone - 2))
    tint = _tint(rng, 10, 140) if rng.random() < 0.8 else _tint(rng, 150, 235)
    ink: Colour = (245, 245, 240) if sum(tint) < 400 else (30, 30, 34)
    left = bool(rng.random() < 0.15)
    share = float(np.exp(rng.uniform(np.log(0.05), np.log(0.3))))
    deep = round(share * (size[0] if left else size[1]))
    em = max(30, min(size) // 24)
    top = 2 * em if left else deep + em
    at = deep + em if left else em
    for text in ("姓名　样本　性别　女　专业　建筑工程", "证书编号　2026 0417 3349", "有效期至　2029年12月31日") * 9:
        if top > size[1] - deep // 2 - 2 * em:
            break
        canvas.text((at, top), text[: max(4, (size[0] - at - em) // em)], em, fill=(30, 30, 34))
        top += round(1.9 * em)
    canvas.draw.rectangle((0, 0, deep, size[1]) if left else (0, 0, size[0], deep), fill=tint)
    if left:
        canvas.text((deep / 2, size[1] / 2), "证书", min(deep // 2, 2 * em), anchor="mm", fill=ink)
    elif rng.random() < 0.85:
        title = _TITLES[int(rng.integers(len(_TITLES)))]
        letter = min(round(0.5 * deep), size[0] // (len(title) + 2))
        canvas.text((size[0] / 2, deep / 2), title, letter, weight=1, anchor="mm", face="sans", fill=ink)
    if not left and rng.random() < 0.25:
        canvas.draw.rectangle((0, size[1] - deep // 2, size[0], size[1]), fill=tint)
    return canvas.paper(None, "bannered", corner_radius=38 if size == CARD else 0)


def tinted(rng: np.random.Generator) -> Paper:
    """Return a notice on strongly coloured paper with a seal."""
    tint = _tint(rng, 60, 215)
    canvas = Canvas((1754, 2480), paper=tint)
    ink: Colour = (20, 20, 24) if sum(tint) > 300 else (244, 240, 230)
    canvas.text((877, 240), "通　知　书", 130, weight=2, anchor="mm", fill=ink)
    text = "现将本年度培训安排通知如下，请各有关人员按时到场并携带本人证件原件，逾期不予补办。"
    canvas.paragraph((180, 420), text * int(rng.integers(2, 5)), 60, width=1400, fill=ink)
    canvas.stamp(round_seal("示例市样本协会", rng), (1350, 2100))
    return canvas.paper(None, "tinted")


def _tint(rng: np.random.Generator, low: int, high: int) -> Colour:
    red, green, blue = (int(v) for v in rng.integers(low, high, 3))
    return red, green, blue
