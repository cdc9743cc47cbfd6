"""继续教育证明: certificate, record of hours, e-certificate, booklet."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import Colour

from .people import after, digits, pick, printed
from .registry import design
from .sheet import LANDSCAPE, Sheet

NAME = "继续教育证明"
_CENTRES = ("建设行业教育培训中心", "建筑业协会培训部", "建设人才继续教育学院", "城乡建设职业培训学校")


def _centre(p: DemoPerson, rng: np.random.Generator) -> str:
    return p.place[3:].removesuffix("市") + pick(rng, _CENTRES)


def _truth(sheet: Sheet, p: DemoPerson, hours: str, issued: str) -> None:
    sheet.fields |= {"name": p.name, "hours": hours, "id_number": p.id_number, "issued_on": issued}


@design(NAME, "training/certificate")
def certificate(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """二级建造师继续教育合格证书: a landscape certificate in running text."""
    sheet = Sheet(rng, LANDSCAPE, face="kai", paper=(253, 250, 242))
    sheet.lace((190, 150, 70), inset=120, depth=90)
    title = pick(
        rng, ("二级建造师继续教育合格证书", "注册建造师继续教育合格证书", "二级注册建造师继续教育结业合格证明")
    )
    sheet.mid(340, title, 130, face="bold", fill=(170, 36, 40), spacing=10)
    centre = _centre(p, rng)
    text = (
        f"[[ {p.name} ]]同志（身份证号：[[ {p.id_number} ]]），"
        f"于{printed(after(p.trained, -20), 'cn')}至{printed(p.trained, 'cn')}参加[[ {p.specialty} ]]专业"
        "继续教育培训，完成必修课60学时、选修课60学时，共计120学时，经考核合格，特发此证。"
    )
    sheet.para(420, 760, text, 78, 2650, leading=1.95)
    sheet.put(420, 1780, "证书编号：" + p.training_number, 52)
    sheet.put(2200, 1640, centre, 60)
    issued = printed(p.trained, pick(rng, ("cn", "han")))
    sheet.put(2300, 1780, issued, 60)
    sheet.seal(centre, 2600, 1720, diameter=500)
    _truth(sheet, p, "120", issued)
    return [sheet]


@design(NAME, "training/record")
def record(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """继续教育学时证明: a table of courses with the sum of hours."""
    sheet = Sheet(rng, face=pick(rng, ("song", "micro")))
    sheet.mid(
        250,
        pick(rng, ("二级建造师继续教育学时证明", "注册建造师继续教育证明", "二级建造师继续教育登记表")),
        84,
        face="bold",
    )
    number = f"JXJY{p.trained.year}{digits(rng, 6)}"
    sheet.put(2250, 420, "编号：" + number, 42, anchor="ra")
    widths = (330, 700, 330, 660)
    data = f"""
        姓名 | {p.name} | 性别 | {p.sex}
        身份证号 | {p.id_number} | 注册专业 | {p.specialty}
        工作单位 | {p.company} *3
    """
    y = sheet.table(230, 500, widths, data, 44, height=2.5)
    courses = [
        ("建设工程法律法规与相关知识（新修订）", "必修", "20"),
        ("建设工程项目管理新进展", "必修", "24"),
        ("建造师职业道德与诚信", "必修", "16"),
        (f"{p.specialty}新技术、新工艺、新材料", "选修", "30"),
        ("绿色施工与装配式建筑", "选修", "18"),
        ("工程质量安全案例分析", "选修", "12"),
    ]
    rows = [("序号", "课程名称", "类别", "学时", "成绩")] + [
        (str(i), "<" + c, k, h, pick(rng, ("合格", "86", "92"))) for i, (c, k, h) in enumerate(courses, 1)
    ]
    y = sheet.table(230, y + 60, (160, 1060, 260, 260, 280), rows, 44, height=2.4, head=(232, 236, 242))
    y = sheet.table(230, y, (1220, 800), [("合    计", "120 学时（必修60  选修60）")], 44, height=2.4)
    sheet.para(230, y + 80, "该学员已完成规定的继续教育学习任务，经测试成绩合格。", 50, 2000)
    centre = _centre(p, rng)
    issued = printed(p.trained, pick(rng, ("cn", "dash", "dot")))
    sheet.put(1400, y + 340, f"培训机构：{centre}", 46)
    sheet.put(1400, y + 460, f"发证日期：{issued}", 46)
    sheet.seal(centre, 1800, y + 430)
    _truth(sheet, p, "120", issued)
    return [sheet]


@design(NAME, "training/electronic")
def electronic(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An e-certificate from a learning platform: upright, portrait, QR code, coloured head."""
    sheet = Sheet(rng, face="hei")
    tone: Colour = pick(rng, ((30, 90, 160), (24, 130, 110), (170, 60, 40)))
    sheet.tinted((244, 249, 253), (255, 255, 255))
    sheet.draw.rectangle((0, 0, sheet.width, 420), fill=tone)
    sheet.mid(110, "二级建造师继续教育", 100, fill=(252, 252, 252), spacing=8)
    sheet.mid(250, "电子合格证", 100, fill=(252, 252, 252), spacing=20)
    sheet.face_of(p.sex, (1060, 560, 1420, 1064), "blue")
    issued = printed(p.trained, pick(rng, ("dash", "cn")))
    hours = pick(rng, ("120", "90", "60"))
    number = f"{p.trained.year}ERJ{digits(rng, 8)}"
    data = f"""
        证书编号 | {number}
        姓　　名 | {p.name}
        身份证号 | {p.id_number}
        培训专业 | {p.specialty}
        培训学时 | {hours}学时
        培训形式 | 网络培训
        考核结果 | 合格
        有 效 期 | {printed(p.trained, "dash")} 至 {printed(after(p.trained, 1094), "dash")}
        签发日期 | {issued}
    """
    sheet.rows(420, 1200, data, 58, gap=360, leading=2.3, tint=(110, 116, 126), rule=1150)
    sheet.qr(440, 2640, 380)
    sheet.put(630, 3050, "微信扫码查验真伪", 36, anchor="ma")
    centre = _centre(p, rng)
    sheet.put(1700, 2800, centre, 54, anchor="ma")
    sheet.seal(centre, 1700, 2850)
    _truth(sheet, p, hours, issued)
    return [sheet]


@design(NAME, "training/booklet")
def booklet(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """注册建造师继续教育证书 as a small spread, with rows filled in by hand."""
    sheet = Sheet(rng, (2100, 1480), face="thin", paper=(246, 246, 238))
    sheet.draw.line((1050, 0, 1050, 1480), fill=(180, 180, 168), width=8)
    sheet.put(525, 110, "注册建造师继续教育证书", 58, anchor="ma", face="bold")
    sheet.face_of(p.sex, (385, 260, 665, 650), "red")
    centre = _centre(p, rng)
    issued = printed(p.trained, "cn")
    data = f"""
        姓　　名 | {p.name}
        性　　别 | {p.sex}
        身份证号 | {p.id_number}
        工作单位 | {p.company[:13]}
        证书编号 | {p.training_number}
        发证日期 | {issued}
    """
    sheet.rows(130, 740, data, 42, gap=210, leading=2.3, value="wen", rule=640)
    sheet.put(1575, 110, "继 续 教 育 登 记", 54, anchor="ma", face="bold")
    data = f"""
        培训时间 | 培训内容 | 学时 | 考核
        {printed(after(p.trained, -40), "dot")} | 必修课 | 60 | 合格
        {printed(p.trained, "dot")} | 选修课~{p.specialty} | 60 | 合格
        | 合计 | 120 |
        |  |  |
    """
    y = sheet.table(1120, 220, (250, 330, 130, 160), data, 40, height=3.0)
    sheet.put(1120, y + 90, f"培训单位（盖章）：{centre}", 38)
    sheet.seal(centre, 1650, y + 140, diameter=400)
    _truth(sheet, p, "120", issued)
    return [sheet]
