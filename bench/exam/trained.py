"""继续教育证明: an online platform's certificate, a letter on hours, a table of courses, a register's page."""

from __future__ import annotations

import numpy as np
from papers.people import after, digits, pick, printed, years
from papers.sheet import LANDSCAPE, Sheet
from shoujian.demo.applicant import DemoPerson

from .book import design, sealed
from .people import parts

NAME = "继续教育证明"


def _truth(sheet: Sheet, p: DemoPerson, hours: str, day: str, *, numbered: bool = True) -> None:
    sheet.fields |= {"name": p.name, "hours": hours, "issued_on": day}
    if numbered:
        sheet.fields["id_number"] = p.id_number


@design(NAME, "training/platform")
def platform(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """What an online school prints at the end of a course."""
    sheet = Sheet(rng, LANDSCAPE, face="micro")
    sheet.tinted((232, 242, 252), (252, 252, 254))
    sheet.frame(80, (60, 120, 190), width=6, double=False)
    hours, day = pick(rng, ("120", "60", "96")), printed(p.trained, "dash")
    sheet.mid(260, "培训证明", 150, face="sans", fill=(30, 80, 150), spacing=30)
    sheet.mid(470, f"证明编号 {digits(rng, 12)}", 42)
    sheet.put(500, 700, f"{p.name} 学员：", 72)
    text = (
        f"身份证号 {p.id_number}，于{printed(after(p.trained, -40), 'dash')}至{day}在本平台完成二级注册建造师继续教育"
    )
    text += f"（{p.specialty}专业）网络课程学习，共计 {hours} 学时，经在线考核合格。"
    y = sheet.para(500, 850, text, 66, 2500, leading=1.95)
    sheet.qr(500, y + 200, 330)
    sheet.put(860, y + 330, "扫码查验", 44)
    school = f"{parts(p)[1].removesuffix('市')}建培在线教育科技有限公司"
    sealed(sheet, 2600, y + 260, (school, f"发证日期：{day}"), school, size=52)
    _truth(sheet, p, hours, day)
    return [sheet]


@design(NAME, "training/letter")
def hours_letter(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An association's letter on somebody's hours."""
    sheet = Sheet(rng, face="fang")
    _, city = parts(p)
    issuer = f"{city}建筑业协会"
    sheet.mid(260, issuer, 110, face="bold", fill=(196, 30, 36))
    sheet.draw.line((280, 430, 2200, 430), fill=(196, 30, 36), width=10)
    sheet.mid(640, "继续教育学时证明", 96, face="hei")
    elective = pick(rng, (60, 48, 30))
    hours, day = str(60 + elective), printed(p.trained, "cn")
    text = (
        f"兹证明{p.company}{p.name}（公民身份号码{p.id_number}）参加了我会组织的二级建造师继续教育{p.specialty}专业培训，"
        f"其中必修课60学时、选修课{elective}学时，累计完成{hours}学时，成绩合格。"
    )
    y = sheet.para(320, 900, text, 64, 1850, leading=2)
    y = sheet.para(320, y, "特此证明。", 64, 1850)
    sealed(sheet, 1700, y + 320, (issuer, day), issuer, size=62)
    sheet.put(320, 3200, f"联系电话：0{digits(rng, 3)}-8{digits(rng, 6)}    经办人：{p.legal_person}", 44)
    _truth(sheet, p, hours, day)
    return [sheet]


@design(NAME, "training/courses")
def courses(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A table of courses with hours and marks, and their sum."""
    sheet = Sheet(rng, face=pick(rng, ("thin", "song")))
    sheet.mid(240, "二级建造师继续教育学习情况登记表", 84, face="bold")
    sheet.put(240, 420, f"学员姓名：{p.name}", 46)
    sheet.put(900, 420, f"身份证号：{p.id_number}", 46)
    sheet.put(1800, 420, f"专业：{p.specialty}", 46)
    rows = ["序号|课程名称|课程类型|学时|学习日期|考核结果"]
    names = (
        "建设工程法律法规选编",
        "建设工程项目管理新技术",
        "建造师职业道德与诚信建设",
        "绿色施工与节能技术",
        "装配式混凝土结构施工",
        "工程总承包合同管理",
        "危险性较大分部分项工程安全管理",
        "工程质量事故案例分析",
    )
    total = 0
    for place, name in enumerate(names):
        share = (20, 20, 20, 12, 12, 12, 12, 12)[place]
        total += share
        kind = "必修" if place < 3 else "选修"
        day = printed(after(p.trained, place - 12), "slash")
        rows.append(f"{place + 1}|<{name}|{kind}|{share}|{day}|{int(rng.integers(70, 99))}分 合格")
    rows.append(f"合计 *3|{total}|全部合格 *2")
    y = sheet.table(240, 540, (140, 800, 230, 160, 330, 340), "\n".join(rows), 42, height=2.6)
    day = printed(after(p.trained, 5), "cn0")
    school = f"{parts(p)[1]}建设职工培训中心"
    sheet.put(240, y + 120, f"培训单位意见：经考核，{p.name}完成规定学时，继续教育合格。", 48)
    sealed(sheet, 1750, y + 330, (school, day), school, size=54)
    _truth(sheet, p, str(total), day)
    return [sheet]


@design(NAME, "training/handbook")
def booklet(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A booklet of continuing education: who it belongs to, then its page of records."""
    left = Sheet(rng, (1480, 2100), face="song", paper=(247, 243, 232))
    left.mid(200, "注册建造师", 80, face="bold")
    left.mid(320, "继续教育手册", 100, face="bold")
    left.face_of(p.sex, (570, 560, 910, 1030), "blue")
    data = f"""
        姓    名 | {p.name}
        公民身份号码 | {p.id_number}
        工作单位 | {p.company}
        注册专业 | {p.specialty}
    """
    left.rows(150, 1180, data, 46, gap=330, leading=2.5, rule=860)
    left.fields |= {"name": p.name, "id_number": p.id_number}
    right = Sheet(rng, (1480, 2100), face="song", paper=(247, 243, 232))
    right.mid(160, "继续教育记录", 70, face="bold")
    rows = ["年度|内容|学时|办班单位"]
    day = p.trained
    for back in (2, 1, 0):
        rows.append(f"{years(day, -back).year}|注册建造师继续教育培训|40|{parts(p)[1]}建协")
    rows += ["|||", "|||", "合计 *2|120|"]
    y = right.table(110, 300, (180, 560, 160, 360), "\n".join(rows), 42, height=4)
    right.put(150, y + 90, "考核结论：合格", 50)
    stamp = printed(day, "dot")
    sealed(right, 1000, y + 230, (f"{parts(p)[0]}建造师协会", stamp), f"{parts(p)[0]}建造师协会", size=46)
    right.fields |= {"hours": "120", "issued_on": stamp}
    return [left, right]


@design(NAME, "training/completion")
def completion(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A school's upright certificate with labels above their values."""
    sheet = Sheet(rng, (1754, 2480), face="kai", paper=(252, 250, 240))
    sheet.lace((170, 50, 50), inset=80, depth=60)
    sheet.mid(300, "注册建造师继续教育", 90, face="bold")
    sheet.mid(440, "结 业 证 书", 120, face="bold")
    sheet.face_of(p.sex, (1150, 700, 1460, 1130), "red")
    hours = pick(rng, ("120学时", "60学时"))
    day = printed(p.trained, "han")
    data = f"""
        学员姓名： | {p.name}
        证件号码： | {p.id_number}
        所学专业： | {p.specialty}
        完成学时： | {hours}
    """
    sheet.rows(240, 720, data, 50, leading=2.4)
    text = "该学员已按《注册建造师继续教育管理暂行办法》完成本周期继续教育，考试合格，准予结业。"
    y = sheet.para(240, 1330, text, 58, 1280, leading=1.9)
    sheet.put(240, y + 60, f"证书号：{p.trained.year}JX{digits(rng, 6)}", 46)
    school = f"{parts(p)[1]}职业培训学校"
    sealed(sheet, 1200, y + 260, (school, day), school, size=52)
    _truth(sheet, p, hours.removesuffix("学时"), day)
    return [sheet]
