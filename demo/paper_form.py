"""二级建造师初始注册申请表 (two pages) and 承诺书."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .applicant import DemoPerson
from .canvas import (
    A4,
    Canvas,
    Face,
    Paper,
)
from .numbers import chinese_date
from .paper_identity import face_of
from .portrait import draw_portrait
from .stamps import PEN_BLUE, round_seal, signature

_MATERIAL = "二级建造师初始注册申请表"
_LEFT, _RIGHT = 260, 2220
_ROW = 128
_SIZE = 46

Row = Sequence[tuple[int, str]]
"""(width in 12ths of the table, text) of each cell; labels and values in turn."""


def application(person: DemoPerson, rng: np.random.Generator) -> list[Paper]:
    """Return the filled-in form: particulars on page 1, both promises with signature and seal on page 2."""
    fields = {"name": person.name, "id_number": person.id_number, "company": person.company}
    fields |= {"specialty": person.specialty, "phone": person.phone, "form_number": _form_number(person)}
    first, second = _particulars(person), _promises(person, rng)
    return [
        first.paper(_MATERIAL, "application", page_no=1, fields=fields),
        second.paper(_MATERIAL, "application", page_no=2),
    ]


def promise(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the 承诺书 of the applicant, signed and dated by hand."""
    canvas = Canvas(A4)
    canvas.text((1240, 480), "承诺书", 150, weight=2, anchor="mm", spacing=60)
    text = (
        f"本人{person.name}，身份证号：{person.id_number}，现申请二级建造师初始注册。本人郑重承诺：所提交的申请材料真实、合法、"
        f"有效，本人已受聘且只受聘于{person.company}，不存在提供虚假材料、“挂证”等违法违规行为。如有不实，愿承担由此产生的"
        "一切法律后果。"
    )
    canvas.paragraph((300, 780), text, 72, width=1880, leading=2.0)
    canvas.text((1060, 2200), "申请人签名：", 68)
    canvas.text((1060, 2420), "承诺日期：", 68)
    canvas.stamp(signature(person.name, rng, size=130), (1680, 2230), seal=False)
    canvas.stamp(signature(chinese_date(person.applied), rng, size=72), (1830, 2450), seal=False)
    fields = {"name": person.name, "id_number": person.id_number, "company": person.company}
    return canvas.paper("承诺书", "promise", fields=fields)


def _form_number(person: DemoPerson) -> str:
    """Return a form's 13 digits: day, 10 for 初始注册, serial."""
    return f"{person.applied:%Y%m%d}10001"


def _particulars(person: DemoPerson) -> Canvas:
    canvas = Canvas(A4)
    canvas.text((_RIGHT, 220), f"编号：{_form_number(person)}", 42, anchor="ra")
    canvas.text((1240, 360), _MATERIAL, 104, weight=2, anchor="mm")
    top = 500
    box = (_LEFT + (_RIGHT - _LEFT) * 10 // 12, top, _RIGHT, top + 4 * _ROW)
    _rows(canvas, top, _person_rows(person))
    canvas.draw.rectangle(box, outline=(30, 30, 30), width=4)
    photo = (box[0] + 16, box[1] + 24, box[2] - 16, box[1] + 24 + round((box[2] - box[0] - 32) * 1.4))
    canvas.paste(draw_portrait(face_of(person), sex=person.sex), photo)
    below = _rows(canvas, top + 4 * _ROW, _study_rows(person))
    below = _section(canvas, below, "聘用企业信息")
    below = _rows(canvas, below, _company_rows(person))
    below = _section(canvas, below, "继续教育情况（逾期注册时填写）")
    hours = f"{person.trained.year}年{person.trained.month}月完成必修课60学时、选修课60学时，考核合格"
    _rows(canvas, below, [((2, "培训情况"), (10, hours))])
    canvas.text((1240, 3300), "第 1 页 共 2 页", 40, anchor="mm")
    return canvas


def _person_rows(person: DemoPerson) -> list[Row]:
    """Return the four rows beside the photo, 10 of 12 columns wide."""
    return [
        ((2, "姓名"), (3, person.name), (2, "性别"), (3, person.sex)),
        ((2, "出生日期"), (3, chinese_date(person.birth)), (2, "民族"), (3, person.nation)),
        ((2, "证件类型"), (3, "居民身份证"), (2, "联系电话"), (3, person.phone)),
        ((2, "证号"), (8, person.id_number)),
    ]


def _study_rows(person: DemoPerson) -> list[Row]:
    return [
        ((2, "毕业院校"), (4, person.school), (2, "所学专业"), (4, person.major)),
        ((2, "毕业时间"), (4, chinese_date(person.graduated)), (2, "学历"), (4, "大学本科")),
        ((3, "资格证书编号"), (5, person.qualification_number), (2, "专业"), (2, person.specialty)),
        ((3, "签发日期"), (3, chinese_date(person.qualified)), (3, "申请注册专业"), (3, person.specialty)),
    ]


def _company_rows(person: DemoPerson) -> list[Row]:
    return [
        ((2, "企业名称"), (10, person.company)),
        ((3, "统一社会信用代码"), (5, person.uscc), (2, "法定代表人"), (2, person.legal_person)),
        ((2, "工商注册地"), (10, person.company_address)),
        ((3, "企业资质类别"), (3, "建筑工程施工总承包"), (2, "资质等级"), (4, "贰级")),
        ((3, "资质证书编号"), (9, "D233000000")),
    ]


def _promises(person: DemoPerson, rng: np.random.Generator) -> Canvas:
    canvas = Canvas(A4)
    own = (
        "本人对本申请表所填内容及提交材料的真实性负责，已受聘且只受聘于上述企业，未同时在两个或者两个以上单位受聘或者执业，"
        "如有隐瞒或者弄虚作假，愿承担由此产生的一切法律责任。"
    )
    unit = (
        "本企业与申请人已签订劳动合同并依法缴纳社会保险，对申请人申报的材料进行了核对，内容真实有效，同意其申请二级建造师"
        "初始注册。如有虚假，本企业愿承担相应的法律责任。"
    )
    _block(canvas, (260, 1240), "申请人承诺", own, "申请人（签字）：")
    _block(canvas, (1240, 2220), "聘用企业承诺", unit, "法定代表人（签字）：")
    canvas.text((1680, 2020), "（盖企业公章）", 50, anchor="mm")
    canvas.stamp(signature(person.name, rng), (1560, 940), seal=False)
    canvas.stamp(signature(chinese_date(person.applied), rng, size=64), (1990, 1105), seal=False)
    canvas.stamp(signature(person.legal_person, rng, colour=(24, 24, 28)), (1530, 1920), seal=False)
    canvas.stamp(signature(chinese_date(person.applied), rng, size=64, colour=PEN_BLUE), (1990, 2085), seal=False)
    canvas.stamp(round_seal(person.company, rng), (1760, 1930))
    _block(canvas, (2220, 2900), "审批意见", "", "经办人：")
    canvas.text((1240, 3300), "第 2 页 共 2 页", 40, anchor="mm")
    return canvas


def _rows(canvas: Canvas, top: float, rows: Sequence[Row]) -> float:
    """Draw rows of cells, first and third columns as labels; return the y below."""
    twelfth = (_RIGHT - _LEFT) / 12
    for row in rows:
        x = float(_LEFT)
        for place, (columns, text) in enumerate(row):
            right = x + columns * twelfth
            canvas.draw.rectangle((x, top, right, top + _ROW), outline=(30, 30, 30), width=4)
            face: Face = "serif" if place % 2 == 0 else "sans"
            canvas.text(((x + right) / 2, top + _ROW / 2), text, _SIZE, face=face, anchor="mm")
            x = right
        top += _ROW
    return top


def _section(canvas: Canvas, top: float, heading: str) -> float:
    canvas.draw.rectangle((_LEFT, top, _RIGHT, top + 100), outline=(30, 30, 30), width=4, fill=(238, 238, 238))
    canvas.text((1240, top + 50), heading, _SIZE, weight=1, anchor="mm")
    return top + 100


def _block(canvas: Canvas, span: tuple[int, int], heading: str, text: str, signer: str) -> None:
    top, bottom = span
    canvas.draw.rectangle((_LEFT, top, _RIGHT, bottom), outline=(30, 30, 30), width=4)
    canvas.draw.line((_LEFT + 330, top, _LEFT + 330, bottom), fill=(30, 30, 30), width=4)
    lines = [heading] if len(heading) <= 4 else [heading[:-2], heading[-2:]]
    for row, line in enumerate(lines):
        y = (top + bottom) / 2 + (row - (len(lines) - 1) / 2) * 80
        canvas.text((_LEFT + 165, y), line, 54, weight=1, anchor="mm")
    if text:
        canvas.paragraph((_LEFT + 380, top + 60), text, 50, width=1520, leading=1.8)
    canvas.text((_LEFT + 560, bottom - 330), signer, 52)
    canvas.text((_RIGHT - 760, bottom - 160), "年　　月　　日" if not text else "日期：", 52)
