"""二级建造师资格证书: booklet, page, e-certificate, proof of a passed examination."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4, Colour

from .people import after, digits, pick, printed
from .registry import design
from .sheet import LANDSCAPE, Sheet

NAME = "二级建造师资格证书"


def _truth(sheet: Sheet, p: DemoPerson, issued: str, number: str) -> None:
    sheet.fields |= {
        "name": p.name,
        "id_number": p.id_number,
        "certificate_number": number,
        "specialty": p.specialty,
        "issued_on": issued,
    }


@design(NAME, "qualification/booklet")
def booklet(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The red booklet's inner spread: explanation and portrait left, data right."""
    sheet = Sheet(rng, (2100, 1480), face="song", paper=(247, 240, 226))
    sheet.draw.line((1050, 0, 1050, 1480), fill=(190, 176, 150), width=8)
    sheet.guilloche((238, 228, 208))
    sheet.para(
        110,
        110,
        "本证书由中华人民共和国人事部、建设部批准颁发。它表明持证人通过全省统一组织的考试，取得二级建造师的执业资格。",
        46,
        850,
        face="kai",
    )
    sheet.face_of(p.sex, (360, 560, 680, 1010), "blue")
    number = f"00{digits(rng, 6)}"
    sheet.put(140, 1100, f"证书编号：{number}", 44)
    sheet.put(140, 1180, "No.", 40)
    sheet.seal(f"{p.place[:3]}人力资源和社会保障厅", 700, 1010, diameter=400)
    issued = printed(p.qualified, "cn")
    data = f"""
        姓    名： | {p.name}
        性    别： | {p.sex}
        出生年月： | {printed(p.birth, "month")}
        专业类别： | {p.specialty}
        身份证号： | {p.id_number}
        批准日期： | {issued}
    """
    y = sheet.rows(1130, 130, data, 46, gap=250, leading=2.5, value="kai", rule=600)
    sheet.put(1130, y + 30, "管理号：", 44)
    sheet.put(1340, y + 30, p.qualification_number, 42, face="micro")
    sheet.put(1130, y + 180, "签发单位盖章：", 44)
    sheet.put(1130, y + 290, "签发日期：" + issued, 44)
    sheet.seal(f"{p.place[:3]}建设厅", 1700, y + 260, diameter=380)
    _truth(sheet, p, issued, number)
    return [sheet]


@design(NAME, "qualification/page")
def page(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The newer page: title on top, portrait at the right, two seals at the bottom."""
    sheet = Sheet(rng, face="song", paper=(250, 246, 236))
    tone: Colour = (150, 40, 44)
    sheet.lace(pick(rng, ((190, 150, 80), (90, 130, 170))), inset=110, depth=80)
    sheet.mid(360, "中华人民共和国", 84, face="song", fill=tone, spacing=26)
    sheet.mid(500, pick(rng, ("二级建造师职业资格证书", "二级建造师执业资格证书")), 108, face="bold", fill=tone)
    sheet.mid(660, "Certificate of Qualification of Associate Constructor", 44)
    sheet.face_of(p.sex, (1720, 820, 2060, 1296), "white")
    style = pick(rng, ("cn", "han", "cn0"))
    issued = printed(p.qualified, style)
    data = f"""
        姓　　名： | {p.name}
        证件号码： | {p.id_number}
        性　　别： | {p.sex}
        出生年月： | {printed(p.birth, "month")}
        专　　业： | {p.specialty}
        批准日期： | {issued}
        管 理 号： | {p.qualification_number}
    """
    sheet.rows(400, 860, data, 60, gap=340, leading=2.25, value="fang")
    sheet.para(
        400,
        1960,
        "本证书依据国家有关规定，由人力资源社会保障、住房城乡建设行政主管部门批准颁发，"
        "表明持证人通过全省统一组织的考试，取得二级建造师职业资格。",
        54,
        1680,
        leading=1.8,
    )
    for x, issuer in ((800, f"{p.place[:3]}人力资源和社会保障厅"), (1680, f"{p.place[:3]}住房和城乡建设厅")):
        sheet.put(x, 2600, issuer, 46, anchor="ma")
        sheet.seal(issuer, x, 2720, diameter=460)
    _truth(sheet, p, issued, p.qualification_number)
    return [sheet]


@design(NAME, "qualification/electronic")
def electronic(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An e-certificate: landscape, QR code, print time, pale ground."""
    sheet = Sheet(rng, LANDSCAPE, face="hei")
    sheet.tinted((236, 244, 252), (252, 246, 236))
    sheet.frame(90, (70, 110, 170), width=12, corners=True)
    sheet.watermark("电子证书", size=110, tone=228, step=900)
    sheet.mid(260, "二级建造师", 120, face="bold", spacing=40, fill=(30, 60, 130))
    sheet.mid(430, "执业资格证书", 120, face="bold", spacing=40, fill=(30, 60, 130))
    sheet.face_of(p.sex, (360, 820, 760, 1380), "white")
    sheet.qr(400, 1540, 330)
    sheet.put(565, 1900, "扫描二维码验证", 38, anchor="ma")
    issued = printed(p.qualified, pick(rng, ("dash", "cn", "dot")))
    number = f"浙{p.qualified.year}{digits(rng, 9)}"
    data = f"""
        姓名 | {p.name}
        证件类型 | 居民身份证
        证件号码 | {p.id_number}
        专业类别 | {p.specialty}
        证书编号 | {number}
        签发日期 | {issued}
        签发机构 | 浙江省人力资源和社会保障厅  浙江省住房和城乡建设厅
    """
    sheet.rows(1000, 820, data, 56, gap=360, leading=2.25, tint=(80, 96, 130))
    sheet.seal("浙江省住房和城乡建设厅", 2800, 1750, diameter=480)
    sheet.put(1000, 2060, f"打印时间：{printed(after(p.applied, -6), 'dash')} 10:{digits(rng, 2)}", 38)
    _truth(sheet, p, issued, number)
    return [sheet]


@design(NAME, "qualification/proof")
def proof(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """二级建造师专业类别考试合格证明: half a page of text."""
    sheet = Sheet(rng, (A4[0], 1754), face="fang")
    sheet.frame(100, (60, 60, 66), width=5, double=False)
    sheet.mid(190, "二级建造师专业类别", 84, face="bold")
    sheet.mid(310, "考试合格证明", 84, face="bold", spacing=14)
    number = f"{p.qualified.year}{digits(rng, 8)}"
    sheet.put(2250, 450, f"证书编号：{number}", 46, anchor="ra")
    issued = printed(p.qualified, "cn")
    sheet.para(
        250,
        600,
        f"{p.name}（证件号码：{p.id_number}）同志参加{p.qualified.year}年度全省二级建造师执业资格考试，"
        f"专业类别：[[{p.specialty}]]，成绩合格，"
        "特发此证，作为申请二级建造师注册的凭证。",
        62,
        1700,
        leading=1.9,
    )
    sheet.face_of(p.sex, (1980, 620, 2250, 990), "red")
    sheet.put(1300, 1250, "浙江省人事考试院", 56)
    sheet.put(1300, 1370, f"签发日期：{issued}", 56)
    sheet.seal("浙江省人事考试院", 1600, 1330, diameter=430)
    _truth(sheet, p, issued, number)
    return [sheet]


@design(NAME, "qualification/copy")
def copied(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The booklet's cover above its inside, photocopied on one page and sealed by the employer."""
    sheet = Sheet(rng, face="song")
    sheet.draw.rectangle((420, 250, 2060, 1380), fill=(96, 92, 92))
    sheet.mid(480, "中华人民共和国", 84, fill=(232, 228, 220), spacing=20)
    sheet.mid(660, "二级建造师", 120, fill=(232, 228, 220), face="bold", spacing=30)
    sheet.mid(850, "执业资格证书", 120, fill=(232, 228, 220), face="bold", spacing=30)
    sheet.draw.rectangle((420, 1560, 2060, 2760), outline=(80, 80, 80), width=4)
    sheet.face_of(p.sex, (500, 1640, 780, 2040), "white")
    sheet.put(500, 2120, "持证人签名：", 40)
    sheet.sign(p.name, 900, 2140, size=70, black=True)
    issued = printed(p.qualified, "cn")
    data = f"""
        姓  名 | {p.name}
        性  别 | {p.sex}
        专业类别 | {p.specialty}
        身份证号码 | {p.id_number}
        证书编号 | {p.qualification_number}
        发证日期 | {issued}
    """
    sheet.rows(1080, 1640, data, 44, gap=290, leading=2.4, rule=620)
    sheet.put(1080, 2320, "发证机关（章）", 44)
    sheet.seal(f"{p.place[:3]}住房和城乡建设厅", 1500, 2480, diameter=400)
    sheet.copied()
    sheet.seal(p.company, 1300, 3050)
    _truth(sheet, p, issued, p.qualification_number)
    return [sheet]
