"""学历证书: filled in by brush in the nineties, joint schools, a party school, 中专, a translation, open university."""

from __future__ import annotations

from datetime import date

import numpy as np
from papers.people import digits, printed, years
from papers.sheet import LANDSCAPE, Sheet
from shoujian.demo.applicant import DemoPerson

from .book import design, photocopied, sealed

NAME = "学历证书"


def _truth(sheet: Sheet, p: DemoPerson, number: str, day: str = "") -> None:
    sheet.fields |= {"name": p.name, "certificate_number": number} | ({"issued_on": day} if day else {})


@design(NAME, "diploma/nineties")
def nineties(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An old folded sheet, right half written in by hand: 学字 numbers, dates in Chinese."""
    sheet = Sheet(rng, (2900, 2000), paper=(246, 236, 214))
    sheet.frame(70, (150, 40, 40), width=14)
    sheet.draw.line((1450, 80, 1450, 1920), fill=(206, 190, 160), width=6)
    sheet.face_of(p.sex, (540, 420, 900, 920), "white")
    number = f"({p.graduated.year % 100})校毕字第{digits(rng, 5)}号"
    sheet.put(730, 1500, "证书登记号", 52, anchor="ma")
    sheet.put(730, 1600, number, 56, anchor="ma", face="kai")
    sheet.put(2170, 240, "毕 业 证 书", 130, anchor="ma", face="kai", weight=2)
    text = (
        f"学生[[ {p.name} ]]性别[[ {p.sex} ]]，系[[{parts_of(p)}]]人，现年[[{p.graduated.year - p.birth.year}]]岁，"
        f"于[[{printed(p.enrolled, 'hanmonth')}]]"
        f"至[[{printed(p.graduated, 'hanmonth')}]]在本校[[{p.major}]]专业修业期满，"
        "学完教学计划规定的全部课程，成绩及格，准予毕业。"
    )
    y = sheet.para(1560, 480, text, 64, 1200, face="song", filled="kai", leading=1.95)
    day = printed(p.graduated, "han")
    sheet.put(2700, y + 130, p.school, 62, anchor="ra", face="kai")
    sheet.put(1560, y + 130, "校长", 56)
    sheet.chop(p.president, 1850, y + 160, side=170)
    sheet.put(2700, y + 260, day, 60, anchor="ra", face="kai")
    sheet.seal(p.school, 2400, y + 220, diameter=440)
    sheet.seal(p.school, 880, 880, diameter=400)
    _truth(sheet, p, number, day)
    return [sheet]


def parts_of(p: DemoPerson) -> str:
    """Return where an old diploma says that its holder is from."""
    return p.address.split("市")[0].replace("省", "省") + "市" if "市" in p.address else p.address[:6]


@design(NAME, "diploma/joint")
def joint(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A programme with a school abroad: two languages, two seals."""
    sheet = Sheet(rng, LANDSCAPE, face="song", paper=(252, 251, 246))
    sheet.frame(120, (30, 60, 120), width=12, corners=True)
    sheet.mid(300, "普通高等学校", 62, face="bold", spacing=10)
    sheet.mid(410, "毕 业 证 书", 120, face="bold")
    sheet.mid(570, "GRADUATION CERTIFICATE", 54, face="bold")
    sheet.face_of(p.sex, (380, 760, 720, 1240), "blue")
    text = (
        f"学生 {p.name} ，性别{p.sex}，{printed(p.birth, 'cn')}生，于{printed(p.enrolled, 'month')}至"
        f"{printed(p.graduated, 'month')}在本校{p.major}专业（中外合作办学）四年制本科学习，"
        f"修完教学计划规定的全部课程，"
        "成绩合格，准予毕业。"
    )
    y = sheet.para(860, 740, text, 64, 2200, leading=1.8)
    english = (
        "This is to certify that the above-named student has completed the four-year undergraduate programme "
        "jointly offered with the partner university and is hereby granted graduation."
    )
    sheet.para(860, y + 60, " ".join(english.split()), 46, 2200, indent=0, leading=1.5)
    day = printed(p.graduated, "han")
    sheet.put(380, 1700, f"学校编号：{p.diploma_number}", 50)
    sealed(sheet, 2600, 1640, (p.school, f"校长：{p.president}", day), p.school, size=56)
    _truth(sheet, p, p.diploma_number, day)
    return [sheet]


@design(NAME, "diploma/party_school")
def party_school(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A party school's diploma on red ground."""
    sheet = Sheet(rng, (2700, 1900), face="kai")
    sheet.tinted((252, 238, 228), (250, 228, 220))
    sheet.frame(90, (186, 30, 30), width=16)
    province = p.place.split("省")[0] + "省委党校" if "省" in p.place else "自治区党委党校"
    sheet.mid(260, "毕业证书", 160, face="bold", fill=(186, 30, 30), spacing=60)
    sheet.face_of(p.sex, (330, 640, 680, 1120), "red")
    number = f"党校证字{p.graduated.year}{digits(rng, 6)}"
    end = years(p.graduated, 1)
    text = (
        f"学员{p.name}，{p.sex}，{printed(p.birth, 'month')}出生，"
        f"于{printed(p.enrolled, 'month')}至{printed(end, 'month')}"
        f"在中共{province}函授学院经济管理专业本科班学习，学习期满，成绩合格，准予毕业。"
    )
    sheet.para(820, 640, text, 68, 1560, leading=1.9)
    sheet.put(330, 1480, f"证书编号：{number}", 50)
    day = printed(end, "han")
    sealed(sheet, 1950, 1380, (f"中共{province}", day), f"中共{province}", size=60)
    _truth(sheet, p, number, day)
    return [sheet]


@design(NAME, "diploma/vocational")
def vocational(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A secondary school's diploma, which is enough for this registration."""
    sheet = Sheet(rng, (2480, 1754), face="fang", paper=(250, 248, 240))
    sheet.lace((60, 120, 90), inset=70, depth=60)
    city = p.address.split("市")[0].split("省")[-1].split("区")[-1][-3:]
    school = f"{city}建筑工程学校"
    number = f"{p.graduated.year}{digits(rng, 8)}"
    sheet.mid(230, "普通中等专业学校毕业证书", 104, face="bold")
    sheet.face_of(p.sex, (300, 540, 620, 980), "blue")
    start, end = date(p.birth.year + 15, 9, 1), date(p.birth.year + 18, 7, 1)
    data = f"""
        姓    名 | {p.name}
        性    别 | {p.sex}
        出生日期 | {p.birth:%Y年%m月%d日}
        专    业 | {p.major}
        学    制 | 三年（全日制）
        学习时间 | {printed(start, "month")}至{printed(end, "month")}
    """
    sheet.rows(760, 520, data, 56, gap=330, leading=1.75, rule=900)
    sheet.para(760, 1140, "学习期满，考试、实习合格，准予毕业。", 56, 1400)
    sheet.put(280, 1420, f"证号：{number}", 46)
    day = printed(end, "cn")
    sealed(sheet, 1800, 1270, (school, f"校长 {p.president}", day), school, size=50)
    _truth(sheet, p, number, day)
    return [sheet]


@design(NAME, "diploma/open_university")
def open_university(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An open university's diploma as an upright card, a photocopy with the company's seal."""
    sheet = Sheet(rng, (1754, 2480), face="song", paper=(252, 250, 244))
    sheet.frame(90, (160, 120, 60), width=10)
    sheet.mid(260, "国家开放大学", 96, face="kai", weight=2)
    sheet.mid(430, "毕业证书", 130, face="bold", spacing=30)
    sheet.face_of(p.sex, (720, 640, 1030, 1070), "white")
    day = printed(p.graduated, "cn")
    text = (
        f"{p.name}，{p.sex}，{printed(p.birth, 'cn')}生，"
        f"{printed(p.enrolled, 'month')}至{printed(p.graduated, 'month')}"
        f"在我校{p.major}专业（专科起点）本科学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    y = sheet.para(220, 1170, text, 60, 1330, leading=1.8)
    sheet.put(220, y + 80, "校长", 56)
    sheet.sign(p.president, 520, y + 110, size=90, black=True)
    number = "51161" + "5" + p.diploma_number[6:]
    sealed(sheet, 1230, y + 200, ("国家开放大学", day), "国家开放大学", size=54)
    sheet.put(220, 2280, f"注册证书编号：{number}", 46)
    copy = photocopied(sheet, p)
    _truth(copy, p, number, day)
    return [copy]


@design(NAME, "degree/translated")
def translated(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A degree certificate in Chinese left and English right, on one sheet."""
    sheet = Sheet(rng, (3300, 2200), face="song", paper=(254, 252, 244))
    sheet.frame(100, (170, 40, 60), width=10)
    sheet.draw.line((1650, 140, 1650, 2060), fill=(220, 200, 190), width=5)
    sheet.put(860, 300, "学士学位证书", 110, anchor="ma", face="bold", spacing=20)
    sheet.put(2450, 320, "CERTIFICATE OF BACHELOR'S DEGREE", 66, anchor="ma", face="bold")
    text = (
        f"{p.name}，{p.sex}，{printed(p.birth, 'cn')}生。在{p.school}{p.major}专业完成了本科学习计划，业已毕业，"
        "经审核符合《中华人民共和国学位条例》的规定，授予工学学士学位。"
    )
    y = sheet.para(260, 760, text, 62, 1220, leading=1.85)
    english = f"The holder, born {p.birth:%d %B %Y}, has completed the undergraduate programme and is hereby awarded"
    english += " the degree of Bachelor of Engineering in accordance with the Regulations on Academic Degrees."
    sheet.para(1800, 770, english, 54, 1260, indent=0, leading=1.7)
    sheet.put(260, 1900, f"证书编号 No.{p.degree_number}", 48)
    sheet.put(1250, y + 160, p.school, 56, anchor="ra")
    sheet.put(1250, y + 290, "学位评定委员会主席", 48, anchor="ra")
    sheet.sign(p.president, 1420, y + 320, size=80, black=True)
    sheet.put(1250, y + 400, printed(p.graduated, "han"), 50, anchor="ra")
    sheet.seal(p.school, 1150, y + 260)
    sheet.put(1800, 1900, f"Date: {p.graduated:%B %d, %Y}", 48)
    _truth(sheet, p, p.degree_number)
    return [sheet]


@design(NAME, "degree/upright")
def upright(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A master's certificate on an upright sheet with a wide border."""
    sheet = Sheet(rng, face="kai", paper=(253, 251, 243))
    sheet.lace((150, 110, 40), inset=130, depth=110)
    number = p.degree_number[:5] + "3" + p.degree_number[6:]
    sheet.mid(480, "硕士学位证书", 150, face="bold", spacing=30)
    sheet.face_of(p.sex, (1060, 820, 1420, 1320), "blue")
    text = (
        f"{p.name}，{p.sex}，{printed(p.birth, 'cn')}生。在我校建筑与土木工程领域已通过硕士学位的课程考试和论文答辩，"
        "成绩合格。根据《中华人民共和国学位条例》的规定，授予工程硕士学位。"
    )
    y = sheet.para(480, 1460, text, 72, 1540, leading=1.85)
    sheet.put(480, y + 150, p.school, 66)
    sheet.put(1300, y + 150, "校长", 60)
    sheet.chop(p.president, 1700, y + 190, side=190)
    sheet.put(480, y + 300, "学位评定委员会主席", 54)
    sheet.seal(p.school, 900, y + 260)
    sheet.put(480, y + 520, f"证书编号：{number}", 50)
    sheet.put(2000, y + 520, printed(years(p.graduated, 3), "han"), 50, anchor="ra")
    _truth(sheet, p, number)
    return [sheet]
