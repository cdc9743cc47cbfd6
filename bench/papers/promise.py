"""承诺书: of truth, of continuing education, of a new company, of integrity."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson

from .people import pick, printed, spaced
from .registry import design
from .sheet import Sheet

NAME = "承诺书"


def _truth(sheet: Sheet, p: DemoPerson, day: str, *, numbered: bool = True) -> None:
    sheet.fields |= {"name": p.name, "signed_on": day}
    if numbered:
        sheet.fields["id_number"] = p.id_number


@design(NAME, "promise/truth")
def truth(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A person's promise in running text."""
    sheet = Sheet(rng, face=pick(rng, ("song", "fang", "kai")))
    sheet.mid(420, pick(rng, ("承 诺 书", "个人承诺书", "诚信承诺书", "申报材料真实性承诺书")), 120, face="bold")
    day = printed(p.applied, pick(rng, ("cn", "cn0")))
    y = sheet.para(
        340,
        760,
        f"本人[[ {p.name} ]]，身份证号[[ {p.id_number} ]]，现申请二级建造师初始注册，郑重承诺如下：",
        62,
        1800,
        leading=1.95,
    )
    for text in (
        "一、本人所提交的全部申报材料真实、合法、有效，复印件与原件一致。",
        f"二、本人受聘且只受聘于{p.company}，与该企业建立了真实的劳动关系。",
        "三、本人不出租、出借注册证书和执业印章，不同时在两个及以上单位注册执业。",
        "四、如违反上述承诺，本人愿意承担由此产生的一切法律后果，并接受相应的处罚。",
    ):
        y = sheet.para(340, y, text, 62, 1800, leading=1.95)
    sheet.put(1250, y + 260, "承诺人（签字）：", 60)
    sheet.sign(p.name, 1950, y + 290)
    sheet.put(1250, y + 420, f"日期：{day}", 60)
    if rng.random() < 0.3:
        sheet.stamp(_thumb(rng), (2000, y + 340), seal=False)
    _truth(sheet, p, day)
    return [sheet]


def _thumb(rng: np.random.Generator) -> np.ndarray:
    """Return a red thumb print."""
    ys, xs = np.mgrid[0:170, 0:130].astype(np.float32)
    far = np.hypot((xs - 65) / 60, (ys - 85) / 80)
    ridges = 0.5 + 0.5 * np.sin(np.hypot(xs - 65, (ys - 110) * 0.8) / 2.2 + rng.uniform(0, 6))
    alpha = np.where(far < 1, ridges * 220, 0).astype(np.uint8)
    return np.dstack([np.full_like(alpha, 200), np.full_like(alpha, 30), np.full_like(alpha, 36), alpha])


@design(NAME, "promise/education")
def education(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """二级建造师继续教育承诺书, signed by the person and by the company."""
    sheet = Sheet(rng, face="song")
    sheet.mid(380, "二级建造师继续教育承诺书", 100, face="hei")
    day = printed(p.applied, "cn")
    y = sheet.para(
        340,
        680,
        f"本人{p.name}（身份证号码：{p.id_number}），已按照《注册建造师继续教育管理暂行办法》的规定，"
        f"完成{p.specialty}专业继续教育120学时，"
        "其中必修课60学时、选修课60学时，达到继续教育要求。",
        58,
        1800,
        leading=1.9,
    )
    y = sheet.para(
        340,
        y,
        "以上承诺真实有效，若有虚假，本人自愿接受撤销注册等处理，愿承担由此产生的一切法律责任。",
        58,
        1800,
        leading=1.9,
    )
    y = sheet.para(340, y, "现聘用企业对本人上述承诺进行了核实，并对其真实性负责。", 58, 1800, leading=1.9)
    sheet.put(340, y + 240, "现聘用企业（公章）：", 56)
    sheet.put(1350, y + 240, "承诺人（签字）：", 56)
    sheet.seal(p.company, 800, y + 330)
    sheet.sign(p.name, 1980, y + 270)
    for x in (420, 1430):
        sheet.put(x, y + 440, spaced(p.applied), 56)
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "promise/new_company")
def new_company(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """新设立企业建造师注册承诺书: addressed to the bureau, with company and legal person."""
    sheet = Sheet(rng, face="fang")
    sheet.mid(330, "新设立企业建造师注册承诺书", 96, face="bold")
    y = sheet.para(320, 600, f"{p.place[:3]}住房和城乡建设厅：", 58, 1850, indent=0)
    day = printed(p.applied, "cn")
    y = sheet.para(
        320,
        y,
        f"{p.company}（统一社会信用代码：{p.uscc}）为新设立企业，拟申请建筑业企业资质。"
        f"我单位与申请人{p.name}（身份证号：{p.id_number}）已签订劳动合同，"
        "现申请办理二级建造师注册，并郑重承诺：",
        58,
        1850,
        leading=1.85,
    )
    for text in (
        "1.申请人在我单位工作期间，由我单位依法为其缴纳社会保险。",
        "2.注册完成后六个月内申请取得相应的建筑业企业资质证书。",
        "3.所提供的各项材料真实、合法、有效，不存在提供虚假材料的行为。",
        "4.若违反承诺，愿接受建设主管部门作出的处理决定。",
    ):
        y = sheet.para(320, y, text, 58, 1850, leading=1.85)
    data = f"""
        企业名称（盖章）： | {p.company[:12]}
        法定代表人（签字）： |
        申请人签名： |
        承诺日期： | {day}
    """
    sheet.rows(1000, y + 160, data, 54, leading=2.4)
    sheet.seal(p.company, 1650, y + 280)
    sheet.sign(p.legal_person, 1750, y + 330, size=80)
    sheet.sign(p.name, 1600, y + 450, size=80)
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "promise/notice")
def notice(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """告知承诺书: what the office tells, what the applicant promises, in a frame."""
    sheet = Sheet(rng, face="song")
    sheet.mid(220, pick(rng, ("二级建造师注册告知承诺书", "行政许可事项告知承诺书")), 92, face="bold")
    data = f"""
        申请人 | {p.name} | 联系电话 | {p.phone}
        证件号码 | {p.id_number} *3
        申请事项 | 二级建造师初始注册 *3
    """
    y = sheet.table(260, 420, (330, 650, 330, 650), data, 46, height=2.4)
    sheet.draw.rectangle((260, y, 2220, 3150), outline=(28, 28, 30), width=3)
    y += 60
    for text in (
        "#一、行政机关告知",
        "（一）办理依据：《注册建造师管理规定》（建设部令第153号）。",
        "（二）申请人应当取得二级建造师资格证书，受聘于一个建设工程企业，达到继续教育要求，且没有不予注册的情形。",
        "（三）申请人作出虚假承诺的，行政机关将依法撤销注册，并记入诚信档案。",
        "#二、申请人承诺",
        "（一）已经知晓行政机关告知的全部内容；",
        "（二）自身符合告知的条件，所填写的信息真实、准确；",
        "（三）能够提供行政机关要求的相关材料；",
        "（四）愿意承担不实承诺、违反承诺的法律责任；",
        "（五）上述承诺是申请人真实的意思表示。",
    ):
        if text.startswith("#"):
            sheet.put(310, y, text[1:], 52, face="hei")
            y += 95
        else:
            y = sheet.para(310, y, text, 48, 1860, leading=1.75)
    day = printed(p.applied, "cn")
    sheet.put(350, y + 200, "申请人（签名）：", 50)
    sheet.sign(p.name, 950, y + 220, black=True)
    sheet.put(350, y + 360, f"承诺日期：{day}", 50)
    sheet.put(1350, y + 200, "行政机关（盖章）：", 50)
    _truth(sheet, p, day)
    return [sheet]
