"""学历证书: diplomas of five kinds of study."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4, Colour

from .people import digits, pick, printed, years
from .registry import design
from .sheet import LANDSCAPE, Sheet

NAME = "学历证书"


def _span(p: DemoPerson) -> str:
    return f"{printed(p.enrolled, 'han').split('月')[0]}月至{printed(p.graduated, 'han').split('月')[0]}月"


def _school_seal(sheet: Sheet, p: DemoPerson, x: float, y: float, title: str = "校长") -> None:
    sheet.put(x - 420, y, f"{title}：", 56)
    sheet.sign(p.president, x - 60, y + 30, black=True)
    sheet.seal(p.school, x, y + 190, diameter=500)


def _truth(sheet: Sheet, p: DemoPerson, number: str, day: str) -> None:
    sheet.fields |= {"name": p.name, "certificate_number": number, "issued_on": day}


@design(NAME, "diploma/general_1")
def general(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """普通高等学校毕业证书, landscape: portrait left, text right, inside a woven border."""
    sheet = Sheet(rng, LANDSCAPE, face="kai", paper=(252, 249, 240))
    sheet.guilloche((244, 236, 220), rings=26)
    sheet.lace(pick(rng, ((176, 60, 62), (150, 120, 60), (60, 110, 90))))
    sheet.mid(260, "普通高等学校", 96, face="song", spacing=36)
    sheet.mid(420, "毕业证书", 190, face="bold", fill=(170, 30, 34), spacing=60)
    sheet.face_of(p.sex, (420, 900, 820, 1460), "blue")
    level = pick(rng, ("本科", "专科"))
    length = {"本科": "四年", "专科": "三年"}[level]
    text = (
        f"学生 [[{p.name}]] ，性别 [[{p.sex}]] ，{printed(p.birth, 'han')}生，于{_span(p)}在本校 [[{p.major}]] "
        f"专业{length}制"
        f"{level}学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    sheet.para(1020, 850, text, 76, 2050, leading=1.75, underline=False)
    sheet.put(420, 1640, "证书编号：" + p.diploma_number, 54)
    sheet.put(420, 1780, "查询网址：http://www.chsi.com.cn", 46)
    sheet.put(2200, 1560, p.school, 66, face="song")
    _school_seal(sheet, p, 2600, 1700, "校（院）长")
    day = printed(p.graduated, "han")
    sheet.put(2250, 2080, day, 62)
    _truth(sheet, p, p.diploma_number, day)
    return [sheet]


@design(NAME, "diploma/general_2")
def general_portrait(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A school's own design: upright, portrait above, numbers in digits, label and value."""
    sheet = Sheet(rng, face="song", paper=(250, 252, 253))
    tone: Colour = pick(rng, ((40, 84, 150), (130, 30, 60)))
    sheet.frame(130, tone, width=14, corners=True)
    sheet.watermark(p.school, size=70, tone=238, step=800)
    sheet.mid(300, p.school, 110, face="kai", fill=tone, spacing=20)
    sheet.mid(500, "毕 业 证 书", 170, face="sans", fill=tone)
    sheet.mid(740, "GRADUATION CERTIFICATE", 52, face="song", fill=tone, spacing=8)
    sheet.face_of(p.sex, (1065, 860, 1415, 1350), "red")
    text = (
        f"{p.name}，{p.sex}，{printed(p.birth, 'cn')}出生，"
        f"{printed(p.enrolled, 'month')}至{printed(p.graduated, 'month')}在我校{p.major}"
        "专业学习，学制四年，完成本科教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    sheet.para(360, 1480, text, 78, 1780, leading=1.9)
    sheet.put(360, 2520, f"编  号：{p.diploma_number}", 56)
    _school_seal(sheet, p, 1750, 2500)
    day = printed(p.graduated, "cn")
    sheet.put(1500, 2930, day, 64)
    sheet.qr(380, 2700, 300)
    _truth(sheet, p, p.diploma_number, day)
    return [sheet]


@design(NAME, "diploma/adult_1")
def adult(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """成人高等教育毕业证书 as a booklet's spread: portrait and number left, text right."""
    sheet = Sheet(rng, (3300, 2240), face="thin", paper=(253, 250, 244))
    sheet.draw.line((1650, 0, 1650, 2240), fill=(200, 196, 186), width=10)
    for left in (110, 1740):
        sheet.draw.rectangle((left, 110, left + 1450, 2130), outline=(170, 60, 50), width=9)
        sheet.draw.rectangle((left + 26, 136, left + 1424, 2104), outline=(170, 60, 50), width=3)
    sheet.face_of(p.sex, (600, 420, 1060, 1060), "blue")
    number = f"9{digits(rng, 4)}5{p.graduated.year}06{digits(rng, 6)}"
    sheet.put(830, 1420, "证书编号：" + number, 58, anchor="ma")
    sheet.put(830, 1560, "电子注册号：" + digits(rng, 12), 44, anchor="ma")
    sheet.put(830, 1900, "中华人民共和国教育部学历证书查询网站", 38, anchor="ma")
    sheet.put(2470, 230, "成人高等教育", 76, anchor="ma", face="song", spacing=14)
    sheet.put(2470, 350, "毕业证书", 140, anchor="ma", face="bold", spacing=40)
    form = pick(rng, ("函授", "业余", "夜大学"))
    text = (
        f"学生[[ {p.name} ]]性别[[ {p.sex} ]]，[[{p.birth.year}]]年[[{p.birth.month}]]月[[{p.birth.day}]]日生，"
        f"于[[{p.enrolled.year}]]年"
        f"[[9]]月至[[{p.graduated.year}]]年[[{p.graduated.month}]]月在本校[[ {p.major} ]]专业[[ {form} ]]学习，"
        "修完[[专科起点本科]]教学计划规定"
        "的全部课程，成绩合格，准予毕业。"
    )
    sheet.para(1860, 640, text, 66, 1230, leading=1.85, filled="kai")
    sheet.put(1860, 1570, "校  名：" + p.school, 56)
    _school_seal(sheet, p, 2600, 1660)
    day = printed(p.graduated, "cn")
    sheet.put(2300, 1960, day, 56)
    _truth(sheet, p, number, day)
    return [sheet]


@design(NAME, "diploma/self_study")
def self_study(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """高等教育自学考试毕业证书: two seals side by side."""
    sheet = Sheet(rng, LANDSCAPE, face="song", paper=(251, 250, 246))
    sheet.frame(120, (160, 40, 40), width=10)
    sheet.frame(180, (200, 160, 90), width=4, double=False)
    sheet.mid(250, "高等教育自学考试", 90, face="kai", spacing=30)
    sheet.mid(390, "毕业证书", 180, face="kai", weight=3, spacing=80)
    sheet.face_of(p.sex, (330, 760, 730, 1310), "white")
    number = f"65{digits(rng, 2)}{digits(rng, 4)}{p.graduated.year % 100:02d}{digits(rng, 7)}"
    text = (
        f"{p.name}，身份证号：{p.id_number}，参加{p.major}专业（独立本科段）高等教育自学考试，"
        "全部课程成绩合格，经审定，准予毕业。"
    )
    sheet.para(900, 780, text, 74, 2250, leading=1.95)
    sheet.put(330, 1380, "证书编号：" + number, 50)
    for x, issuer in ((1350, f"{p.place[:3]}高等教育自学考试委员会"), (2450, p.school)):
        sheet.put(x, 1520, issuer, 52, anchor="ma")
        sheet.seal(issuer, x, 1660, diameter=480)
    sheet.put(2160, 1780, "副校长：", 46)
    sheet.chop(p.president, 2450, 1800, side=160)
    day = printed(p.graduated, "han")
    sheet.put(2200, 2060, day, 58)
    _truth(sheet, p, number, day)
    return [sheet]


@design(NAME, "diploma/network")
def network(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """网络教育毕业证书, photocopied in black and white."""
    sheet = Sheet(rng, LANDSCAPE, face="song")
    sheet.lace((120, 120, 120), inset=130, depth=60)
    sheet.mid(300, "毕业证书", 200, face="bold", spacing=90)
    sheet.mid(560, "（网络教育）", 70, face="fang")
    sheet.face_of(p.sex, (2580, 720, 2980, 1280), "blue")
    number = f"9{digits(rng, 4)}7{p.graduated.year}05{digits(rng, 6)}"
    text = (
        f"学生{p.name}，性别{p.sex}，{p.birth.year}年{p.birth.month}月{p.birth.day}日出生，于"
        f"{printed(p.enrolled, 'month')}至"
        f"{printed(p.graduated, 'month')}在本校{p.major}专业网络教育专科起点本科学习，修完教学计划规定的全部课程，"
        "成绩合格，准予毕业。"
    )
    sheet.para(400, 760, text, 72, 2050, leading=1.85)
    sheet.put(400, 1560, "学    校：" + p.school, 58)
    sheet.put(400, 1700, "证书编号：" + number, 58)
    sheet.put(400, 1840, "批准文号：教高厅〔2002〕2号", 50)
    _school_seal(sheet, p, 2350, 1560)
    day = printed(p.graduated, "han")
    sheet.put(2050, 1960, day, 60)
    sheet.copied()
    _truth(sheet, p, number, day)
    return [sheet]


@design(NAME, "degree/bachelor_1")
def degree(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """学士学位证书, landscape, red title."""
    sheet = Sheet(rng, LANDSCAPE, face="kai", paper=(252, 250, 242))
    sheet.lace((180, 140, 70), inset=110, depth=80)
    sheet.mid(280, "学士学位证书", 170, face="bold", fill=(176, 28, 34), spacing=40)
    sheet.face_of(p.sex, (440, 700, 840, 1240), "blue")
    subject = pick(rng, ("工学", "管理学", "理学"))
    text = (
        f"{p.name}，{p.sex}，{printed(p.birth, 'han')}生。在{p.school}{p.major}专业完成了本科学习计划，业已毕业，"
        "经审核符合《中华人民共和国学位条例》"
        f"的规定，授予{subject}学士学位。"
    )
    sheet.para(1000, 700, text, 76, 2050, leading=1.9)
    sheet.put(440, 1720, "证书编号：" + p.degree_number, 54)
    sheet.put(440, 1850, "（普通高等教育本科毕业生）", 48)
    sheet.put(1900, 1540, p.school, 60)
    sheet.put(1900, 1660, "校长、学位评定委员会主席：", 50)
    sheet.sign(p.president, 2600, 1700, black=True)
    sheet.seal(p.school, 2450, 1780, diameter=500)
    sheet.put(2100, 1960, printed(p.graduated, "han"), 60)
    sheet.fields |= {"name": p.name, "certificate_number": p.degree_number}
    return [sheet]


@design(NAME, "degree/bachelor_2")
def degree_upright(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A school's own degree certificate, Chinese above English."""
    sheet = Sheet(rng, face="song", paper=(253, 252, 248))
    tone: Colour = pick(rng, ((110, 20, 40), (20, 70, 60), (30, 50, 110)))
    sheet.frame(110, tone, width=10)
    sheet.guilloche((246, 240, 230), rings=30)
    sheet.mid(260, p.school, 120, face="kai", fill=tone, spacing=14)
    sheet.mid(470, "学 士 学 位 证 书", 130, face="bold", fill=tone)
    sheet.face_of(p.sex, (1060, 700, 1420, 1200), "white")
    sheet.para(
        340,
        1300,
        f"{p.name}，{p.sex}，{printed(p.birth, 'cn')}生，在本校{p.major}专业完成本科培养方案规定的学业，成绩合格，"
        "依据《中华人民共和国学位条例》，授予工学学士学位。",
        70,
        1800,
        leading=1.85,
    )
    sheet.para(
        340,
        2060,
        "This is to certify that the student named above has completed the undergraduate programme and is "
        "hereby awarded the "
        "degree of Bachelor of Engineering.",
        50,
        1800,
        leading=1.6,
        indent=0,
    )
    sheet.put(340, 2650, f"证书编号（No.）：{p.degree_number}", 50)
    sheet.put(1300, 2540, "学位评定委员会主席：", 52)
    sheet.chop(p.president, 1980, 2580)
    sheet.seal(p.school, 1700, 2760, diameter=520)
    sheet.put(1450, 2960, printed(p.graduated, "cn"), 58)
    sheet.fields |= {"name": p.name, "certificate_number": p.degree_number}
    return [sheet]


@design(NAME, "degree/adult")
def degree_adult(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """成人高等教育学士学位, half of an A4 page, the number begins with C."""
    sheet = Sheet(rng, (A4[0], 1754), face="thin", paper=(252, 248, 240))
    sheet.frame(90, (170, 50, 50), width=8)
    number = "C" + p.degree_number
    sheet.mid(170, "成人高等教育", 64, face="song", spacing=10)
    sheet.mid(270, "学士学位证书", 120, face="bold", spacing=24)
    sheet.face_of(p.sex, (230, 520, 530, 930), "blue")
    sheet.para(
        640,
        510,
        f"{p.name}，{p.sex}，{p.birth.year}年{p.birth.month}月{p.birth.day}日生，自学考试/函授毕业于"
        f"{p.major}专业，经考核合格，根据"
        "《中华人民共和国学位条例》，授予工学学士学位。",
        58,
        1600,
        leading=1.9,
        face="kai",
    )
    sheet.put(230, 1330, "证书编号：" + number, 48)
    sheet.put(1150, 1170, f"{p.school}    院长：", 50)
    sheet.seal(p.school, 1800, 1290, diameter=450)
    sheet.put(1500, 1440, printed(years(p.graduated, 1), "han"), 50)
    sheet.fields |= {"name": p.name, "certificate_number": number}
    return [sheet]
