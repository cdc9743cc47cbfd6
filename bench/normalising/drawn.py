"""Pages of many kinds for measuring level and upright, drawn clean, straight and upright at 300 dpi.

They share nothing with the demo's papers but the fonts, so that what was tuned on those is measured on others.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.canvas import A4, CARD, Canvas
from shoujian.demo.papers import draw
from shoujian.demo.portrait import draw_portrait
from shoujian.demo.stamps import round_seal

from .wording import en, zh

Pixels = NDArray[np.uint8]
Rng = np.random.Generator

_NAMES = ("项目", "名称", "数量", "单价", "金额", "备注", "日期", "编号", "部门", "姓名", "比例", "合计")


def _size(rng: Rng) -> int:
    return int(rng.integers(36, 62))  # 9 to 15 pt


def _face(rng: Rng) -> str:
    return "serif" if rng.random() < 0.6 else "sans"


def _column(sheet: Canvas, rng: Rng, box: tuple[float, float, float, float], text: Callable[[], str]) -> None:
    left, top, right, bottom = box
    size, face, leading = _size(rng), _face(rng), float(rng.uniform(1.35, 1.9))
    y = top
    while y < bottom:
        y = sheet.paragraph((left, y), text(), size, width=right - left, leading=leading, face=face)  # type: ignore[arg-type]
        y += size * float(rng.uniform(0, 0.8))


def _page(rng: Rng, *, columns: int, text: Callable[[], str], fill: float = 1.0) -> Pixels:
    sheet = Canvas(A4)
    margin = float(rng.uniform(180, 330))
    sheet.text((A4[0] / 2, margin), zh(rng, int(rng.integers(4, 14))), int(rng.integers(60, 110)), anchor="ma")
    gap = 90.0
    width = (A4[0] - 2 * margin - gap * (columns - 1)) / columns
    for column in range(columns):
        left = margin + column * (width + gap)
        bottom = margin + 200 + (A4[1] - 2 * margin - 500) * fill
        _column(sheet, rng, (left, margin + 200, left + width, bottom), text)
    return _pixels(sheet)


def _pixels(sheet: Canvas) -> Pixels:
    return np.asarray(cv2.cvtColor(np.asarray(sheet.image), cv2.COLOR_RGB2BGR), np.uint8)


def chinese(rng: Rng) -> Pixels:
    """One column."""
    return _page(rng, columns=1, text=lambda: zh(rng, int(rng.integers(40, 260))))


def two_columns(rng: Rng) -> Pixels:
    """Two columns of Chinese."""
    return _page(rng, columns=2, text=lambda: zh(rng, int(rng.integers(30, 160))))


def english(rng: Rng) -> Pixels:
    """One or two columns of English, in the Latin letters of the fonts or in Pillow's own."""
    if rng.random() < 0.5:
        return _page(rng, columns=int(rng.integers(1, 3)), text=lambda: en(rng, int(rng.integers(20, 120))))
    sheet = Canvas(A4)
    size, margin = _size(rng), float(rng.uniform(200, 320))
    glyphs = ImageFont.load_default(size)
    y = margin
    while y < A4[1] - margin:
        line = en(rng, 24)
        while glyphs.getlength(line) > A4[0] - 2 * margin:
            line = line.rsplit(" ", 1)[0]
        sheet.draw.text(
            (margin, y),
            line[: int(len(line) * rng.uniform(0.4, 1))] if rng.random() < 0.2 else line,
            fill=20,
            font=glyphs,
        )
        y += size * 1.5
    return _pixels(sheet)


def table(rng: Rng) -> Pixels:
    """A table with or without rules, with a heading."""
    sheet = Canvas(A4)
    ruled, size = bool(rng.random() < 0.5), int(rng.integers(34, 52))
    columns, height = int(rng.integers(3, 8)), float(rng.uniform(1.7, 2.6)) * size
    left, top = float(rng.uniform(150, 260)), float(rng.uniform(380, 560))
    rows = int(rng.integers(8, min(36, int((A4[1] - top - 250) / height))))
    edges = np.concatenate([[0], np.cumsum(rng.dirichlet(np.full(columns, 6.0)))]) * (A4[0] - 2 * left) + left
    sheet.text((A4[0] / 2, top - 220), zh(rng, int(rng.integers(5, 12))), 84, anchor="ma")
    for row in range(rows):
        for column in range(columns):
            room = max(1, int((edges[column + 1] - edges[column] - 20) / size))
            text = _cell(rng, row, column, room)
            sheet.text((edges[column] + 12, top + (row + 0.5) * height), text, size, anchor="lm", face="sans")
    if ruled:
        for row in range(rows + 1):
            sheet.draw.line((left, top + row * height, edges[-1], top + row * height), fill=30, width=3)
        for x in edges:
            sheet.draw.line((x, top, x, top + rows * height), fill=30, width=3)
    elif rng.random() < 0.5:
        for y in (top, top + height, top + rows * height):
            sheet.draw.line((left, y, edges[-1], y), fill=30, width=4)
    return _pixels(sheet)


def _cell(rng: Rng, row: int, column: int, room: int) -> str:
    if row == 0:
        return _NAMES[column % len(_NAMES)][:room]
    if column == 0:
        return zh(rng, int(rng.integers(1, min(room, 8) + 1)))
    if rng.random() < 0.08:
        return ""
    return f"{rng.uniform(0, 10 ** int(rng.integers(1, 6))):.2f}"[: room * 2]


def form(rng: Rng) -> Pixels:
    """Boxes with labels, some filled, some empty, a space for a portrait, a vertical label."""
    sheet = Canvas(A4)
    size, left, right, y = int(rng.integers(38, 54)), 200.0, A4[0] - 200.0, float(rng.uniform(420, 560))
    sheet.text((A4[0] / 2, 240), zh(rng, int(rng.integers(6, 12))), 90, anchor="ma", weight=1)
    while y < A4[1] - 700:
        height = float(rng.choice([110, 130, 220, 420]))
        parts = int(rng.integers(1, 4))
        step = (right - left) / parts
        for part in range(parts):
            x = left + part * step
            sheet.draw.rectangle((x, y, x + step, y + height), outline=30, width=3)
            sheet.draw.line((x + 230, y, x + 230, y + height), fill=30, width=3)
            sheet.text((x + 115, y + height / 2), zh(rng, int(rng.integers(2, 5))), size, anchor="mm", face="sans")
            if rng.random() < 0.65:
                room = max(1, int((step - 270) / size))
                sheet.text((x + 250, y + height / 2), zh(rng, int(rng.integers(1, room + 1))), size, anchor="lm")
        y += height
    sheet.text((right - 800, y + 120), "签名：            年   月   日", size)
    return _pixels(sheet)


def certificate(rng: Rng) -> Pixels:
    """A few large words within an ornamental frame, a seal, upright or broad; some with a portrait."""
    size = A4 if rng.random() < 0.4 else (A4[1], A4[0])
    sheet = Canvas(size, paper=(252, int(rng.integers(238, 253)), int(rng.integers(215, 245))))
    _frame(sheet, rng)
    width, height = size
    title = rng.choice(["荣誉证书", "毕业证书", "结业证书", "聘书", "资格证书", "奖状"])
    sheet.text(
        (width / 2, height * 0.2),
        str(title),
        int(rng.integers(150, 240)),
        anchor="mm",
        spacing=60,
        fill=(190, 30, 30) if rng.random() < 0.5 else (28, 28, 30),
    )
    words, y, letter = int(rng.integers(1, 5)), height * 0.38, int(rng.integers(60, 96))
    for _ in range(words):
        sheet.text((width * 0.17, y), zh(rng, int(rng.integers(6, max(7, int(width * 0.6 / letter))))), letter)
        y += letter * 1.9
    sheet.text((width * 0.6, height * 0.78), zh(rng, 7), letter, face="sans")
    if rng.random() < 0.4:
        box = (int(width * 0.15), int(height * 0.62), int(width * 0.15) + 300, int(height * 0.62) + 420)
        _paste_head(sheet, rng, box)
    if rng.random() < 0.7:
        sheet.stamp(_seal(rng), (width * 0.72, height * 0.76))
    return _pixels(sheet)


def eight_words(rng: Rng) -> Pixels:
    """An almost empty sheet: at most eight characters in one or two places."""
    size = A4 if rng.random() < 0.6 else (A4[1], A4[0])
    sheet = Canvas(size)
    letter = int(rng.integers(70, 260))
    sheet.text((size[0] / 2, size[1] * 0.3), zh(rng, 4), letter, anchor="mm", face=_face(rng))  # type: ignore[arg-type]
    sheet.text((size[0] / 2, size[1] * 0.6), zh(rng, 4), letter // 2, anchor="mm", face=_face(rng))  # type: ignore[arg-type]
    return _pixels(sheet)


def _frame(sheet: Canvas, rng: Rng) -> None:
    """Draw a frame of nested rules and repeated ornaments."""
    colour = [(170, 130, 60), (160, 40, 40), (60, 90, 60)][int(rng.integers(3))]
    inset = int(rng.integers(80, 150))
    for ring in range(int(rng.integers(1, 4))):
        at = inset + ring * 26
        sheet.draw.rectangle((at, at, sheet.width - at, sheet.height - at), outline=colour, width=4 + 4 * (ring == 0))
    step, radius = int(rng.integers(70, 120)), int(rng.integers(18, 32))
    for x in range(inset, sheet.width - inset, step):
        for y in (inset - radius, sheet.height - inset + radius):
            sheet.draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=5)
    for y in range(inset, sheet.height - inset, step):
        for x in (inset - radius, sheet.width - inset + radius):
            sheet.draw.regular_polygon((x, y, radius), 4, rotation=45, outline=colour)


def _seal(rng: Rng) -> NDArray[np.uint8]:
    return round_seal(zh(rng, 10).translate(str.maketrans("", "", "，。、；")), rng)


def _paste_head(sheet: Canvas, rng: Rng, box: tuple[int, int, int, int]) -> None:
    sex = "女" if rng.random() < 0.5 else "男"
    sheet.paste(draw_portrait(rng, sex=sex, size=(box[2] - box[0], box[3] - box[1])), box)


def card(rng: Rng) -> Pixels:
    """An ID card's front or back, filling the picture."""
    kind = "id_front" if rng.random() < 0.5 else "id_back"
    return _demo(kind, rng)


def card_on_sheet(rng: Rng) -> Pixels:
    """One card somewhere on a white sheet."""
    sheet = np.full((A4[1], A4[0], 3), 252, np.uint8)
    left, top = int(rng.integers(300, A4[0] - CARD[0] - 300)), int(rng.integers(300, A4[1] - CARD[1] - 300))
    small = card(rng)
    sheet[top : top + small.shape[0], left : left + small.shape[1]] = small
    return sheet


def both_sides(rng: Rng) -> Pixels:
    """A copy of both sides of a card on one sheet."""
    return _demo("id_copy", rng)


def invoice(rng: Rng) -> Pixels:
    """The demo's invoice."""
    return _demo("invoice", rng)


def _demo(kind: str, rng: Rng) -> Pixels:
    pages = draw(kind, fictitious_applicant(int(rng.integers(1 << 30))), rng)
    return np.array(pages[int(rng.integers(len(pages)))].pixels)


def demo_page(rng: Rng) -> Pixels:
    """Any A4 paper of the demo."""
    kinds = ("diploma", "degree", "qualification", "training", "contract", "insurance", "application", "promise")
    return _demo(kinds[int(rng.integers(len(kinds)))], rng)


def receipt(rng: Rng) -> Pixels:
    """A till slip: narrow, columns of goods and prices, rules of hyphens."""
    width, size = int(rng.integers(620, 900)), int(rng.integers(30, 40))
    rows = int(rng.integers(14, 40))
    sheet = Canvas((width, 380 + rows * round(size * 1.6)))
    sheet.text((width / 2, 60), zh(rng, int(rng.integers(4, 9))), size * 2, anchor="ma", face="sans")
    y = 200.0
    for row in range(rows):
        if row % 9 == 8:
            sheet.text((30, y), "-" * int((width - 60) / size * 2.4), size, face="sans")
        else:
            name = zh(rng, int(rng.integers(2, 9))) if rng.random() < 0.8 else en(rng, 2)[:14]
            sheet.text((30, y), name, size, face="sans")
            sheet.text((width - 30, y), f"{rng.uniform(1, 400):.2f}", size, anchor="ra", face="sans")
        y += size * 1.6
    return _pixels(sheet)


def chart(rng: Rng) -> Pixels:
    """Text, and a line or bar chart with its labels."""
    pixels = _page(rng, columns=1, text=lambda: zh(rng, int(rng.integers(40, 160))), fill=float(rng.uniform(0.1, 0.45)))
    sheet = Canvas(A4)
    sheet.paste(pixels, (0, 0, *A4))
    left, top, right, bottom = 350, int(rng.integers(1900, 2200)), A4[0] - 300, int(rng.integers(2900, 3150))
    sheet.draw.line((left, top, left, bottom, right, bottom), fill=40, width=5)
    points = np.cumsum(rng.normal(0, 1, 12))
    points = bottom - 60 - (points - points.min()) / (np.ptp(points) + 0.1) * (bottom - top - 160)
    xs = np.linspace(left + 60, right - 60, 12)
    if rng.random() < 0.5:
        sheet.draw.line([(float(x), float(y)) for x, y in zip(xs, points, strict=True)], fill=(40, 80, 170), width=8)
    else:
        for x, y in zip(xs, points, strict=True):
            sheet.draw.rectangle((x - 40, y, x + 40, bottom), fill=(90, 130, 190))
    for x in xs[::2]:
        sheet.text((float(x), bottom + 20), zh(rng, 2), 36, anchor="ma", face="sans")
    sheet.text(((left + right) / 2, top - 80), zh(rng, 9), 48, anchor="ma")
    return np.asarray(_pixels(sheet))


def sparse(rng: Rng) -> Pixels:
    """A short letter: a few lines, a signature."""
    sheet = Canvas(A4)
    size, y = _size(rng), float(rng.uniform(250, 900))
    latin = rng.random() < 0.3
    for _ in range(int(rng.integers(2, 7))):
        text = en(rng, int(rng.integers(3, 9))) if latin else zh(rng, int(rng.integers(5, 32)))
        sheet.text((300, y), text, size)
        y += size * float(rng.uniform(1.6, 3))
    sheet.text((1500, y + 300), en(rng, 2) if latin else zh(rng, 4), size)
    return _pixels(sheet)


def vertical(rng: Rng) -> Pixels:
    """Columns of characters read downwards, from the right."""
    sheet = Canvas(A4)
    size, face = int(rng.integers(44, 72)), _face(rng)
    for x in np.arange(A4[0] - 300, 300, -size * float(rng.uniform(1.5, 2.0))):
        y = 300.0
        for letter in zh(rng, int(rng.integers(12, (A4[1] - 600) // size))):
            sheet.text((float(x), y), letter, size, anchor="ma", face=face)  # type: ignore[arg-type]
            y += size * 1.08
    return _pixels(sheet)


def upright_seals(rng: Rng) -> Pixels:
    """Text with seals whose letters stand on their sides, a line written downwards and a picture."""
    pixels = _page(rng, columns=1, text=lambda: zh(rng, int(rng.integers(40, 160))), fill=float(rng.uniform(0.3, 0.9)))
    sheet = Canvas(A4)
    sheet.paste(pixels, (0, 0, *A4))
    for _ in range(int(rng.integers(1, 4))):
        overlay = np.ascontiguousarray(np.rot90(_seal(rng), int(rng.integers(1, 4))))
        sheet.stamp(overlay, (float(rng.uniform(400, 2000)), float(rng.uniform(600, 3000))))
    y = float(rng.uniform(600, 1500))
    for letter in zh(rng, 12):
        sheet.text((A4[0] - 120, y), letter, 60, anchor="ma")
        y += 66
    return _pixels(sheet)


def with_portrait(rng: Rng) -> Pixels:
    """A form or certificate with a large portrait."""
    sheet = Canvas(A4)
    sheet.paste(form(rng) if rng.random() < 0.5 else sparse(rng), (0, 0, *A4))
    side = int(rng.integers(360, 800))
    left, top = int(rng.integers(200, A4[0] - side - 200)), int(rng.integers(200, A4[1] - round(side * 1.4) - 200))
    _paste_head(sheet, rng, (left, top, left + side, top + round(side * 1.4)))
    return _pixels(sheet)


KINDS: dict[str, Callable[[Rng], Pixels]] = {
    "Chinese": chinese,
    "two columns": two_columns,
    "English": english,
    "table": table,
    "form": form,
    "certificate": certificate,
    "card": card,
    "card on A4": card_on_sheet,
    "both sides": both_sides,
    "invoice": invoice,
    "receipt": receipt,
    "chart": chart,
    "sparse": sparse,
    "vertical": vertical,
    "seals": upright_seals,
    "portrait": with_portrait,
    "demo": demo_page,
    "eight words": eight_words,
}
"""Every kind by its name."""
