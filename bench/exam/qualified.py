"""二级建造师资格证书 of several provinces and times: over two pages, a laminated card, a booklet, a notice."""

from __future__ import annotations

import numpy as np
from papers.people import after, digits, pick, printed
from papers.sheet import LANDSCAPE, Sheet
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import Colour

from .book import design, emblem, lay, photocopied, sealed
from .people import parts

NAME = "二级建造师资格证书"
_ALL = ("name", "id_number", "certificate_number", "specialty")


def _truth(sheet: Sheet, p: DemoPerson, number: str, day: str = "", keys: tuple[str, ...] = _ALL) -> None:
    values = {"name": p.name, "id_number": p.id_number, "certificate_number": number, "specialty": p.specialty}
    sheet.fields |= {key: values[key] for key in keys} | ({"issued_on": day} if day else {})


def _notes(rng: np.random.Generator) -> Sheet:
    """The page behind an electronic certificate."""
    sheet = Sheet(rng, face="song")
    sheet.mid(420, "证书使用说明", 84, face="hei")
    y = 700.0
    for row, text in enumerate(
        (
            "本证书为电子证书，与纸质证书具有同等效力。",
            "扫描右下方二维码或登录省人事考试网可核验证书信息。",
            "取得本证书的人员，经注册后方可以注册建造师名义执业。",
            f"查询验证码：{digits(rng, 4)}-{digits(rng, 4)}-{digits(rng, 4)}",
        )
    ):
        y = sheet.para(340, y, f"{row + 1}．{text}", 56, 1800, leading=2)
    sheet.qr(1780, 2700, 380)
    sheet.mid(3250, "第 2 页 / 共 2 页", 40)
    return sheet


@design(NAME, "qualification/two_pages")
def electronic(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A province's electronic certificate: the certificate, then a page of notes with the code to check it."""
    province, _ = parts(p)
    number, day = f"{digits(rng, 2)}{p.qualified.year}{digits(rng, 12)}", printed(p.qualified, "cn0")
    first = Sheet(rng, face="song")
    first.tinted((250, 252, 254), (240, 246, 250))
    first.frame(140, (40, 96, 150), width=8, corners=True)
    emblem(first, 1240, 420, 120)
    first.mid(640, "中华人民共和国", 80, face="bold", spacing=10)
    first.mid(770, "二级建造师职业资格证书", 110, face="bold")
    first.mid(940, "（电子证书）", 56)
    first.face_of(p.sex, (1800, 1150, 2130, 1610), "white")
    data = f"""
        持证人： | {p.name}
        性别： | {p.sex}
        证件号： | {p.id_number}
        专业类别： | {p.specialty}
        管理号： | {number}
        批准日期： | {day}
    """
    first.rows(400, 1180, data, 62, leading=2.3)
    text = "本证书由省级主管部门批准颁发，表明持证人通过全省统一组织的考试，取得二级建造师职业资格。"
    y = first.para(400, 2120, text, 54, 1700)
    issuers = (f"{province}人力资源和社会保障厅", f"{province}住房和城乡建设厅")
    for x, issuer in zip((800, 1700), issuers, strict=True):
        first.put(x, y + 330, issuer, 42 if len(issuer) < 16 else 34, anchor="ma")
        first.seal(issuer, x, y + 340, diameter=430)
    _truth(first, p, number, day)
    return [first, _notes(rng)]


@design(NAME, "qualification/laminated")
def laminated(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A laminated card of hand size, labels in two columns."""
    sheet = Sheet(rng, (1500, 1060), face="hei")
    sheet.tinted((214, 232, 224), (236, 242, 226))
    province, _ = parts(p)
    sheet.mid(60, f"{province}二级建造师执业资格证书", 66, face="bold")
    sheet.face_of(p.sex, (1130, 240, 1400, 620), "red")
    number, day = f"{parts(p)[0][0]}建考{p.qualified:%y}{digits(rng, 6)}", printed(p.qualified, "dot")
    data = f"""
        姓名 | {p.name}
        性别 | {p.sex}
        身份证号 | {p.id_number}
        考试专业 | {p.specialty}
        证书编号 | {number}
        发证时间 | {day}
    """
    sheet.rows(90, 230, data, 46, gap=240, leading=2.15, rule=720)
    sheet.put(1180, 860, f"{province}建设厅", 44, anchor="ma")
    sheet.seal(f"{province}建设厅", 1180, 860, diameter=330)
    sheet.put(90, 960, "本证在全省范围内有效", 34)
    sheet.corner_radius = 44
    _truth(sheet, p, number, day)
    return [sheet]


@design(NAME, "qualification/old_booklet")
def old_booklet(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An open booklet: seal and photo on the left page, typed values on the right, a photocopy of it."""
    sheet = Sheet(rng, (2300, 1640), face="thin", paper=(244, 238, 224))
    sheet.draw.line((1150, 0, 1150, 1640), fill=(180, 170, 150), width=8)
    sheet.face_of(p.sex, (380, 260, 760, 780), "white")
    sheet.put(575, 900, "持证人签名", 46, anchor="ma")
    sheet.sign(p.name, 575, 1060, size=90)
    number, day = f"0{digits(rng, 7)}", printed(p.qualified, "cn")
    sheet.put(575, 1400, f"编号：{number}", 48, anchor="ma")
    sheet.put(1725, 120, "二级建造师执业资格", 60, anchor="ma", face="bold")
    data = f"""
        姓  名 | {p.name}
        性  别 | {p.sex}
        出生年月 | {printed(p.birth, "month")}
        专业类别 | {p.specialty}
        证件号码 | {p.id_number}
        批准日期 | {day}
        签发单位盖章 |
    """
    y = sheet.rows(1230, 280, data, 50, gap=300, leading=2.5, rule=640, value="kai")
    office = f"{parts(p)[1]}人事局" if rng.random() < 0.5 else f"{parts(p)[0]}人事厅"
    sheet.put(1700, y + 40, office, 50)
    sheet.seal(office, 1800, y + 20, diameter=400)
    copy = photocopied(sheet, p, note=pick(rng, ("原件与复印件相符", "复印件与原件一致")))
    _truth(copy, p, number, day)
    return [copy]


@design(NAME, "qualification/jiangsu")
def jiangsu(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A landscape certificate in running text with three columns of small print below."""
    tone: Colour = pick(rng, ((150, 40, 40), (30, 90, 80)))
    sheet = Sheet(rng, LANDSCAPE, face="kai", paper=(253, 252, 247))
    sheet.lace(tone, inset=110, depth=70)
    sheet.mid(320, "二级建造师执业资格证书", 130, face="bold", fill=tone)
    sheet.face_of(p.sex, (400, 640, 740, 1110), "blue")
    day = printed(p.qualified, "han")
    number = f"{digits(rng, 6)}{p.qualified.year}{digits(rng, 5)}"
    text = (
        f"{p.name}（身份证件号码：{p.id_number}）参加{p.qualified.year}年度二级建造师执业资格考试，{p.specialty}专业成绩合格，"
        "具备二级建造师执业资格，特发此证。"
    )
    sheet.para(900, 660, text, 72, 2160, leading=1.9)
    province, city = parts(p)
    sheet.put(400, 1400, f"证书管理号：{number}", 50)
    sheet.put(400, 1500, f"签发日期：{day}", 50)
    issuer = f"{province}职称（职业资格）工作领导小组"
    sealed(sheet, 2500, 1440, (issuer,), issuer, size=50)
    sheet.put(400, 2150, f"查询单位：{city}人事考试中心", 40)
    _truth(sheet, p, number, day)
    return [sheet]


@design(NAME, "qualification/pass_notice")
def pass_notice(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The notice that stands in for the certificate until it is printed."""
    sheet = Sheet(rng, face=pick(rng, ("fang", "song")))
    province, city = parts(p)
    sheet.mid(330, f"{province}二级建造师执业资格考试", 88, face="bold")
    sheet.mid(470, "合 格 通 知 书", 120, face="bold")
    number, day = f"{p.qualified.year}{digits(rng, 9)}", printed(after(p.qualified, 20), "cn")
    sheet.put(2150, 680, f"编号：{number}", 48, anchor="ra")
    sheet.put(300, 820, f"{p.name} 同志：", 64)
    text = f"你参加{p.qualified.year}年度全省二级建造师执业资格考试，各科成绩均已达到合格标准，特此通知。"
    y = sheet.para(300, 960, text, 62, 1880, leading=1.9)
    data = f"""
        姓名 | {p.name} | 身份证号 | {p.id_number}
        报考专业 | {p.specialty} | 准考证号 | {digits(rng, 11)}
        建设工程施工管理 | {int(rng.integers(60, 100))} | 建设工程法规及相关知识 | {int(rng.integers(60, 92))}
        专业工程管理与实务 | {int(rng.integers(72, 110))} | 结论 | 合格
    """
    y = sheet.table(300, y + 80, (440, 440, 480, 520), data, 42, height=3)
    y = sheet.para(300, y + 80, "凭本通知书及有效身份证件领取资格证书，领证前可持本通知书办理注册。", 54, 1880)
    sealed(sheet, 1700, y + 250, (f"{city}人事考试院", day), f"{city}人事考试院")
    _truth(sheet, p, number, day)
    return [sheet]


@design(NAME, "qualification/both_on_sheet")
def both_on_sheet(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A small certificate copied in colour on a large sheet, with a company's seal beside."""
    card = Sheet(rng, (1900, 1300), face="song", paper=(236, 244, 250))
    card.frame(50, (80, 110, 160), width=6)
    card.mid(130, "二级建造师", 100, face="bold", spacing=20)
    card.mid(260, "职业资格证书", 90, face="bold", spacing=10)
    number, day = f"JZ2{digits(rng, 9)}", printed(p.qualified, "dash")
    card.face_of(p.sex, (180, 460, 480, 880), "white")
    data = f"""
        姓名/Name | {p.name}
        证件号码/ID No. | {p.id_number}
        专业/Specialty | {p.specialty}工程
        编号/File No. | {number}
        签发日期/Issued on | {day}
    """
    card.rows(600, 470, data.replace("工程工程", "工程"), 48, gap=480, leading=2.3)
    sheet = Sheet(rng)
    lay(sheet, card, 1240, 900, angle_deg=float(rng.normal(0, 1.5)))
    sheet.put(300, 2000, "该证书真实有效，复印无误。", 60)
    sheet.put(300, 2140, f"单位：{p.company}", 60)
    sheet.seal(p.company, 900, 2200)
    _truth(sheet, p, number, day)
    return [sheet]
