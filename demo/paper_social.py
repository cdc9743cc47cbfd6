"""浙江省社会保险参保证明（个人专用）: as a drawn page and as the PDF which the province's website prints."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise

import numpy as np
import pylopdf_fonts_zh_cn
from fpdf import FPDF
from PIL import Image

from .applicant import DemoPerson
from .canvas import (
    A4,
    DPI,
    Canvas,
    Overlay,
    Paper,
)
from .stamps import round_seal

TITLE = "浙江省社会保险参保证明（个人专用）"
OFFICE = "示例市社会保险管理中心"
_COLUMNS = (
    ("缴费年月", 300),
    ("单位编号", 380),
    ("缴费基数(元)", 340),
    ("个人缴费(元)", 340),
    ("缴费状态", 300),
    ("备注", 260),
)
_LEFT = 280
_ROW = 71
_BASIC_EDGES = tuple(_LEFT + 320 * place for place in range(7))
_MONTH_EDGES = tuple(_LEFT + sum(width for _, width in _COLUMNS[:place]) for place in range(len(_COLUMNS) + 1))
_SEALED = "注：本参保证明已签具电子印章，社保经办机构不再另行签章。"


def insurance(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the one-page proof with the last 24 months and a red e-seal."""
    canvas = Canvas(A4)
    canvas.text((2200, 190), f"验证码：{person.insurance_code}", 42, face="sans", anchor="ra")
    canvas.text((A4[0] / 2, 320), TITLE, 84, weight=2, anchor="mm")
    for x, y, text in _heads(person):
        canvas.text((x, y), text, 46)
    canvas.text((_LEFT, 700), "社会保险基本情况：", 46, weight=1)
    _grid(canvas, 780, _basics())
    canvas.text((_LEFT, 1010), f"最近24个月单位编号对应单位明细：{person.insured_unit}　{person.company}", 44)
    months = list(_months(person))
    span = f"{months[-1][0][:4]}年{months[-1][0][4:]}月-{months[0][0][:4]}年{months[0][0][4:]}月"
    canvas.text((_LEFT, 1090), f"最近24个月缴费情况（{span}）：", 46, weight=1)
    _grid(canvas, 1170, [tuple(name for name, _ in _COLUMNS), *months])
    canvas.text((_LEFT, 2990), _SEALED, 40)
    canvas.text((_LEFT, 3060), "税务征缴数据可能滞后1至3个月。此参保证明打印共 1 页 第 1 页", 40)
    canvas.text((2200, 3150), f"打印时间：{_padded(person.insurance_printed)}", 48, anchor="ra")
    canvas.stamp(round_seal(OFFICE, rng, below="业务专用章"), (1900, 3020))
    return canvas.paper("社会保险参保证明", "insurance", fields=_fields(person))


def insurance_pdf(person: DemoPerson, rng: np.random.Generator) -> bytes:
    """Return the same proof born digital: a one-page PDF with text, rules and the e-seal as a picture."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_creation_date(_midnight(person.insurance_printed))
    pdf.set_compression(True)
    pdf.add_font("serif", fname=str(pylopdf_fonts_zh_cn.serif_path()))
    pdf.set_auto_page_break(False)
    pdf.add_page()
    drawn = insurance(person, np.random.default_rng(0))
    scale = 72 / DPI
    pdf.set_line_width(0.6)
    for box in _cells(780, 3, _BASIC_EDGES) + _cells(1170, 25, _MONTH_EDGES):
        pdf.rect(box[0] * scale, box[1] * scale, (box[2] - box[0]) * scale, (box[3] - box[1]) * scale)
    for line in drawn.lines:
        left, top, right, bottom = (value * scale for value in line.box)
        pdf.set_font("serif", size=_fitting(pdf, line.text, right - left))
        pdf.text(left, _baseline(line.text, top, bottom), line.text)
    seal = round_seal(OFFICE, rng, below="业务专用章")
    side = seal.shape[0] * scale
    pdf.image(_png(seal), 1900 * scale - side / 2, 3020 * scale - side / 2, side, side)
    return bytes(pdf.output())


def _heads(person: DemoPerson) -> list[tuple[int, int, str]]:
    return [
        (_LEFT, 480, f"姓名：{person.name}"),
        (900, 480, f"社会保障号：{person.id_number}"),
        (1800, 480, f"性别：{person.sex}"),
        (_LEFT, 580, f"当前参保单位：{person.company}"),
        (1500, 580, "当前参保状态：参保缴费"),
    ]


def _basics() -> list[tuple[str, ...]]:
    return [
        ("险种", "养老保险", "医疗保险", "工伤保险", "生育保险", "失业保险"),
        ("参保状态", *["参保缴费"] * 5),
        ("累计月数", "48", "48", "48", "48", "48"),
    ]


def _months(person: DemoPerson) -> Iterator[tuple[str, ...]]:
    """Give the 24 rows, newest first; the newest is the month before the print."""
    year, month = person.insurance_printed.year, person.insurance_printed.month
    for _ in range(24):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        yield f"{year}{month:02d}", person.insured_unit, "6500.00", "520.00", "已到账", "正常缴费"


def _grid(canvas: Canvas, top: int, rows: list[tuple[str, ...]]) -> None:
    edges = _BASIC_EDGES if len(rows) == 3 else _MONTH_EDGES
    cells = _cells(top, len(rows), edges)
    for box, text in zip(cells, [text for row in rows for text in row], strict=True):
        canvas.draw.rectangle(box, outline=(40, 40, 40), width=3)
        canvas.text(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), text, 40, anchor="mm")


def _cells(top: int, rows: int, edges: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    return [
        (left, top + row * _ROW, right, top + (row + 1) * _ROW)
        for row in range(rows)
        for left, right in pairwise(edges)
    ]


def _fields(person: DemoPerson) -> dict[str, str]:
    return {
        "name": person.name,
        "id_number": person.id_number,
        "company": person.company,
        "code": person.insurance_code,
        "printed_on": _padded(person.insurance_printed),
    }


def _padded(day: date) -> str:
    return f"{day:%Y}年{day:%m}月{day:%d}日"


def _midnight(day: date) -> datetime:
    """Return a fixed time of creation, so that the same person gives the same bytes."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _fitting(pdf: FPDF, text: str, width: float) -> float:
    """Return the font size in pt at which `text` is as wide as it was drawn."""
    pdf.set_font("serif", size=100)
    return float(100 * width / pdf.get_string_width(text))


def _baseline(text: str, top: float, bottom: float) -> float:
    """Return the y of the writing line: Chinese glyphs reach below it, digits stand on it."""
    return bottom if text.isascii() else bottom - (bottom - top) * 0.12


def _png(overlay: Overlay) -> io.BytesIO:
    stream = io.BytesIO()
    Image.fromarray(overlay).save(stream, "PNG")
    stream.seek(0)
    return stream
