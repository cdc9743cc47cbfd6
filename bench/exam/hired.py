"""劳动合同: the model of 2008, a newer short one, the building trade's, part-time, without an end, for a task."""

from __future__ import annotations

import numpy as np
from papers.people import pick, printed, spaced, years
from papers.sheet import Sheet
from shoujian.demo.applicant import DemoPerson

from . import clauses
from .book import blank, design

NAME = "劳动合同"
_JOBS = ("施工员", "项目技术负责人", "质量员", "项目经理", "造价员")


def _agreed(p: DemoPerson, rng: np.random.Generator) -> dict[str, str]:
    day = str(pick(rng, (5, 10, 15, 25)))
    return {"job": pick(rng, _JOBS), "place": p.place, "wage": f"{int(rng.integers(45, 120)) * 100}", "day": day}


def _truth(sheet: Sheet, p: DemoPerson, term: str = "", *, numbered: bool = True) -> None:
    sheet.fields |= {"company": p.company, "name": p.name} | ({"term": term} if term else {})
    if numbered:
        sheet.fields["id_number"] = p.id_number


def _signed(sheet: Sheet, y: float, p: DemoPerson, rng: np.random.Generator) -> None:
    """Close a contract: two columns, seal and chop left, signature right, day below both."""
    size = int(rng.integers(50, 60))
    sheet.put(310, y, "甲方（盖章）：", size)
    sheet.put(1350, y, "乙方（签名）：", size)
    sheet.seal(p.company, 720, y + 130)
    sheet.put(310, y + size * 2.4, "法定代表人（委托代理人）：", size)
    sheet.chop(p.legal_person, 1100, y + size * 2.6, side=160)
    sheet.sign(p.name, 1900, y + 30, size=105)
    for x in (310, 1350):
        sheet.put(x, y + size * 5, spaced(p.contract_from), size)


def _feet(pages: list[Sheet], style: int) -> list[Sheet]:
    for place, sheet in enumerate(pages, 1):
        sheet.foot(place, len(pages), style)
    return pages


def _cover(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    """The cover of the model contract."""
    cover = Sheet(rng, face="song")
    cover.put(2150, 260, "编号：", 54, anchor="ra")
    cover.mid(800, "劳动合同书", 200, face="bold", spacing=40)
    cover.mid(1080, "（固定期限）", 80)
    for row, (label, value) in enumerate(
        (("甲方（用人单位）名称", p.company), ("乙方（劳动者）姓名", p.name), ("签订日期", spaced(p.contract_from)))
    ):
        blank(cover, 380, 1800 + row * 200, label + "：", value, 58, 1020)
    cover.mid(3050, "中华人民共和国劳动和社会保障部监制", 54)
    _truth(cover, p, numbered=False)
    return cover


@design(NAME, "contract/model_2008")
def model_2008(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The model of a ministry: cover filled by hand, notes, parties, clauses, signatures."""
    body = Sheet(rng, face="song")
    body.para(
        310,
        260,
        "根据《中华人民共和国劳动法》《中华人民共和国劳动合同法》及有关规定，经平等协商，订立本合同。",
        52,
        1860,
    )
    y = 480.0
    for label, value in (
        ("甲方", p.company),
        ("法定代表人（主要负责人）", p.legal_person),
        ("单位地址", p.company_address),
        ("乙方", p.name),
        ("居民身份证号码", p.id_number),
        ("户籍地址", p.address),
        ("联系电话", p.phone),
    ):
        blank(body, 310, y, label + "：", value, 52, 1860 - (len(label) + 1) * 52)
        y += 120
    start, end = spaced(p.contract_from), spaced(p.contract_until)
    body.put(310, y + 20, "一、劳动合同期限", 52, weight=1)
    text = f"第一条 本合同为固定期限劳动合同，自[[ {start} ]]起至[[ {end} ]]止。其中试用期为[[ 叁 ]]个月。"
    y = body.para(310, y + 120, text, 52, 1860, filled="kai", leading=1.8)
    y = body.para(310, y, "第二条 合同期满，双方同意续订的，应当在期满前三十日内办理续订手续。", 52, 1860, leading=1.8)
    _truth(body, p, f"{start} 起至 {end}")
    more, y = clauses.flow(rng, body, y, clauses.written(clauses.MODEL, **_agreed(p, rng)), 52)
    if y > 2700:
        more.append(Sheet(rng, face="song"))
        y = 300
    _signed(more[-1], y + 150, p, rng)
    return [_cover(p, rng), *_feet([body, *more], 1)]


@design(NAME, "contract/short_table")
def short_table(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A newer short contract whose parties stand in a table, with staff words instead of letters."""
    sheet = Sheet(rng, face=pick(rng, ("micro", "song")))
    sheet.mid(220, "劳 动 合 同", 110, face="bold")
    sheet.mid(380, "（通用）", 56)
    data = f"""
        用人单位（甲方） | {p.company} *3
        统一社会信用代码 | {p.uscc} | 法定代表人 | {p.legal_person}
        注册地 | {p.company_address} *3
        员工姓名（乙方） | {p.name} | 性别 | {p.sex}
        身份证件号码 | {p.id_number} | 联系电话 | {p.phone}
        经常居住地 | {p.address} *3
    """
    y = sheet.table(290, 500, (400, 720, 330, 450), data, 42, height=2.7)
    y = sheet.para(310, y + 60, "甲乙双方遵循合法、公平、平等自愿、协商一致、诚实信用的原则订立本合同。", 50, 1860)
    y = sheet.para(310, y, "一、劳动合同期限", 50, 1860, indent=0, weight=1)
    start, end = printed(p.contract_from, "cn0"), printed(p.contract_until, "cn0")
    text = f"第一条 双方约定按下列第 1 种方式确定：1．固定期限：从{start}至{end}；2．无固定期限；"
    text += "3．以完成一定工作任务为期限。"
    y = sheet.para(310, y, text, 50, 1860)
    _truth(sheet, p, f"{start}至{end}")
    more, y = clauses.flow(rng, sheet, y, clauses.written(clauses.MODEL, **_agreed(p, rng))[:24], 50, leading=1.7)
    if y > 2700 or not more:
        more.append(Sheet(rng, face=sheet.face))
        y = 300
    _signed(more[-1], y + 150, p, rng)
    return _feet([sheet, *more], 0)


@design(NAME, "contract/site")
def site(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The building trade's simple contract: two pages, the worker's data in one run of text."""
    sheet = Sheet(rng, face="fang")
    sheet.mid(260, "建筑业企业简易劳动合同", 100, face="bold")
    y = sheet.para(310, 480, f"甲方（施工企业）：[[{p.company}]]", 56, 1860, indent=0)
    text = f"乙方（劳动者）：[[{p.name}]]   公民身份证号码：[[{p.id_number}]]"
    y = sheet.para(310, y + 20, text, 56, 1860, indent=0)
    y = sheet.para(310, y + 20, f"家庭住址：[[{p.address}]]", 56, 1860, indent=0)
    text = "为明确双方权利义务，根据《劳动合同法》《建筑法》的规定，双方在平等自愿的基础上签订本合同。"
    y = sheet.para(310, y + 40, text, 56, 1860)
    start, end = printed(p.contract_from, "dot"), printed(p.contract_until, "dot")
    y = sheet.para(310, y, f"第一条 合同期限：[[{start}]]—[[{end}]]，试用期一个月。", 56, 1860)
    _truth(sheet, p, f"{start}—{end}")
    more, y = clauses.flow(rng, sheet, y, clauses.written(clauses.SITE, **_agreed(p, rng)), 56, leading=1.95)
    if y > 2600 or not more:
        more.append(Sheet(rng, face="fang"))
        y = 320
    _signed(more[-1], y + 160, p, rng)
    return _feet([sheet, *more], 3)


@design(NAME, "contract/part_time")
def part_time(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """One page for work by the hour."""
    sheet = Sheet(rng, face="song")
    sheet.mid(260, "非全日制用工劳动合同", 100, face="bold")
    y = sheet.rows(
        310,
        500,
        f"甲方： | {p.company}\n法定代表人： | {p.legal_person}\n乙方： | {p.name}\n证件号： | {p.id_number}",
        54,
        gap=360,
        rule=1400,
    )
    start, end = printed(p.contract_from, "cn"), printed(years(p.contract_until, 1), "cn")
    paras = (
        f"第一条 本合同期限自{start}至{end}。",
        "第二条 乙方从事工程资料管理工作，平均每日工作时间不超过四小时，每周工作时间累计不超过二十四小时。",
        f"第三条 乙方小时工资为人民币{int(rng.integers(25, 80))}元，结算支付周期最长不超过十五日。",
        "第四条 甲方依法为乙方缴纳工伤保险费，乙方可以个人身份参加基本养老保险和基本医疗保险。",
        "第五条 双方任何一方都可以随时通知对方终止用工，甲方不向乙方支付经济补偿。",
        "第六条 双方不得约定试用期。其他未尽事宜按《劳动合同法》有关非全日制用工的规定执行。",
    )
    y += 60
    for text in paras:
        y = sheet.para(310, y, text, 54, 1860, leading=1.9)
    _signed(sheet, y + 200, p, rng)
    _truth(sheet, p, f"{start}至{end}")
    return [sheet]


@design(NAME, "contract/open_ended")
def open_ended(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A contract without an end, whose last page is a list of changes and renewals."""
    sheet = Sheet(rng, face="thin")
    sheet.mid(280, "劳动合同书", 130, face="hei", spacing=20)
    sheet.mid(450, "（无固定期限）", 64)
    y = 640.0
    for label, value in (("甲方：", p.company), ("地址：", p.company_address)):
        sheet.put(310, y, label + value, 50)
        y += 100
    for label, value in (("乙方：", p.name), ("性别：", p.sex), ("身份证号码：", p.id_number), ("电话：", p.phone)):
        sheet.put(310, y, label + value, 50)
        y += 100
    day = printed(p.contract_from, "cn")
    text = f"第一条 本合同于{day}生效，本合同为无固定期限劳动合同，至法定的终止条件出现时终止。"
    y = sheet.para(310, y + 40, text, 50, 1860)
    _truth(sheet, p)
    more, y = clauses.flow(rng, sheet, y, clauses.written(clauses.MODEL, **_agreed(p, rng)), 50)
    if y > 2700:
        more.append(Sheet(rng, face="thin"))
        y = 300
    _signed(more[-1], y + 120, p, rng)
    last = Sheet(rng, face="thin")
    last.mid(260, "劳动合同续订（变更）记录", 80, face="hei")
    rows = ["序号|续订（变更）内容|起止日期|甲方盖章|乙方签名", *("| | | | ",) * 8]
    last.table(260, 460, (160, 720, 480, 320, 300), "\n".join(rows), 42, height=6)
    return _feet([sheet, *more, last], 2)
