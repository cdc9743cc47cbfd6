"""劳动合同: a bureau's book, a company's own contract, a one-page agreement, a table, an appointment."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson

from .clauses import NOTES, articles
from .people import pick, printed, spaced
from .registry import design
from .sheet import Sheet

NAME = "劳动合同"
_BOTTOM = 3200
_PREAMBLE = (
    "根据《中华人民共和国劳动法》《中华人民共和国劳动合同法》和有关法律、法规，甲乙双方经平等自愿、协商一致签订本合同，"
    "共同遵守本合同所列条款。"
)


def _flow(
    sheets: list[Sheet],
    text: list[str],
    y: float,
    size: int,
    *,
    x: float = 330,
    head: str = "hei",
    leading: float = 1.75,
) -> float:
    """Write headings (marked by `#`) and paragraphs, on as many pages as they need; return the last y."""
    for block in text:
        sheet = sheets[-1]
        if y > _BOTTOM - size * (10 if block.startswith("#") else 6):  # a heading stays with its text
            sheet = Sheet(sheet.rng, face=sheet.face)
            sheets.append(sheet)
            y = 290
        if block.startswith("#"):
            sheet.put(x, y + size * 0.4, block[1:], size + 4, face=head)
            y += size * 2.2
        else:
            y = sheet.para(x, y, block, size, sheet.width - 2 * x, leading=leading)
    return y


def _numbered(sheets: list[Sheet], style: int, *, cover: bool = False) -> list[Sheet]:
    body = sheets[1:] if cover else sheets
    for page, sheet in enumerate(body, 1):
        sheet.foot(page, len(body), style)
    return sheets


def _signed(sheets: list[Sheet], p: DemoPerson, y: float, size: int, first: str, second: str) -> None:
    """Write the place for both signatures, on a page of its own where there is no room."""
    sheet = sheets[-1]
    if y > _BOTTOM - 800:
        sheets.append(Sheet(sheet.rng, face=sheet.face))
        sheet, y = sheets[-1], 400
    y += 160
    for x, head, boss in ((330, first, "法定代表人或委托代理人："), (1400, second, "（签字或盖章）")):
        sheet.put(x, y, head, size)
        sheet.put(x, y + 190, boss, size - 4)
        sheet.put(x, y + 420, "签订日期：" + spaced(p.contract_from), size - 4)
    sheet.seal(p.company, 720, y + 170, below=pick(sheet.rng, ("", "合同专用章", "人事专用章")))
    sheet.sign(p.legal_person, 1050, y + 260, size=80)
    sheet.sign(p.name, 1800, y + 120)


@design(NAME, "contract/bureau")
def bureau(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A labour bureau's book: cover, notes, data of both sides, articles, signatures."""
    cover, notes, first = (Sheet(rng, face="song") for _ in range(3))
    cover.put(1700, 280, f"合同编号：{int(rng.integers(1000, 99999))}", 48)
    cover.mid(720, "劳 动 合 同 书", 190, face="bold")
    cover.mid(980, "（固定期限）", 76, face="fang")
    data = f"""
        甲方（用人单位）： | {p.company}
        乙方（劳动者）： | {p.name}
        签 订 日 期： | {spaced(p.contract_from)}
    """
    cover.rows(480, 1650, data, 60, gap=560, leading=2.9, value="kai", rule=1050)
    cover.mid(3050, f"{p.place[3:]}人力资源和社会保障局监制", 54, face="kai")
    cover.fields |= {"company": p.company, "name": p.name}
    notes.mid(300, "注 意 事 项", 88, face="hei")
    y = 520.0
    for place, note in enumerate(NOTES):
        y = notes.para(330, y, f"{'一二三四五六七八'[place]}、{note}", 54, 1820, leading=1.9)
    sheets = [first]
    y = _flow(sheets, [_PREAMBLE, "#一、劳动合同双方当事人基本情况"], 290, 50)
    y = _parties(first, p, y)
    start, end = p.contract_from, p.contract_until
    term = (
        f"第三条 本合同为固定期限劳动合同，期限自[[ {start.year} ]]年[[ {start.month} ]]月[[ {start.day} ]]日起至"
        f"[[ {end.year} ]]年[[ {end.month} ]]月[[ {end.day} ]]日止，其中试用期[[ 三 ]]个月。"
    )
    y = _flow(sheets, ["#二、劳动合同期限", term, *articles(3)], y, int(rng.integers(50, 64)))
    _signed(sheets, p, y, 52, "甲方（公章）", "乙方（签字或盖章）")
    return _numbered([cover, notes, *sheets], 0, cover=True)


def _parties(sheet: Sheet, p: DemoPerson, y: float) -> float:
    data = f"""
        第一条  甲方（用人单位） | {p.company}
        统一社会信用代码 | {p.uscc}
        法定代表人（主要负责人） | {p.legal_person}
        注册地 | {p.company_address}
        第二条  乙方（劳动者） | {p.name}
        性别 | {p.sex}
        居民身份证号码 | {p.id_number}
        户籍所在地 | {p.address}
        联系电话 | {p.phone}
    """
    term = f"{printed(p.contract_from, 'cn')}起至{printed(p.contract_until, 'cn')}止"
    sheet.fields |= {"company": p.company, "name": p.name, "id_number": p.id_number, "term": term}
    return sheet.rows(330, y, data, 48, gap=700, leading=1.95, value="kai", rule=1120)


@design(NAME, "contract/company")
def company(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A company's own contract: running head with the company, no cover, small type, two or three pages."""
    first = Sheet(rng, face=pick(rng, ("thin", "fang", "song")))
    sheets = [first]
    first.mid(280, "劳动合同", 100, face="hei", spacing=30)
    pairs = [
        ("甲方：", p.company),
        ("地址：", p.company_address),
        ("法定代表人：", p.legal_person),
        ("乙方：", p.name),
        ("身份证号码：", p.id_number),
        ("住址：", p.address),
        ("电话：", p.phone),
    ]
    y = first.rows(280, 480, pairs, 46, leading=1.7)
    start, end = (printed(day, pick(rng, ("cn", "cn0"))) for day in (p.contract_from, p.contract_until))
    text = [
        "甲乙双方根据《中华人民共和国劳动合同法》等法律法规的规定，在平等自愿、协商一致的基础上，同意订立本合同。",
        "#第一条 合同期限",
        f"1.1 本合同为有固定期限的劳动合同，自{start}起至{end}止。试用期为三个月，包含在合同期限内。",
        *articles(2, own=True),
    ]
    first.fields |= {"company": p.company, "name": p.name, "id_number": p.id_number, "term": f"{start}起至{end}止"}
    y = _flow(sheets, text, y + 20, 44, x=280, head="hei", leading=1.6)
    _signed(sheets, p, y, 46, "甲方（盖章）：", "乙方（签名）：")
    for sheet in sheets:
        sheet.put(280, 130, p.company, 36)
        sheet.put(2200, 130, "HR-LD-03", 36, anchor="ra")
        sheet.draw.line((280, 190, 2200, 190), fill=(60, 60, 60), width=3)
    return _numbered(sheets, int(rng.integers(0, 4)))


@design(NAME, "contract/short")
def short(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A simple agreement on one page."""
    sheet = Sheet(rng, face=pick(rng, ("song", "kai")))
    sheet.mid(220, pick(rng, ("简易劳动合同", "劳动合同书", "聘用劳动合同")), 96, face="bold", spacing=20)
    start, end = printed(p.contract_from, "cn"), printed(p.contract_until, "cn")
    data = f"""
        甲方（用人单位）： | {p.company}
        乙方（劳动者）： | {p.name}
        身份证号： | {p.id_number}
    """
    y = sheet.rows(300, 420, data, 50, leading=1.7, value="kai")
    pay = int(rng.integers(45, 150)) * 100
    for text in (
        "甲乙双方本着平等自愿、协商一致的原则，签订本劳动合同。",
        f"一、合同期限：自[[{start}]]起至[[{end}]]止。",
        f"二、工作内容：乙方同意在甲方从事[[{p.specialty}施工管理]]岗位工作，工作地点为[[{p.place}]]。",
        "三、工作时间：执行标准工时制，每日工作八小时，每周四十小时。",
        f"四、劳动报酬：甲方每月15日以货币形式支付乙方工资，月工资为[[{pay}]]元。",
        "五、社会保险：甲乙双方按国家规定参加社会保险，乙方应缴部分由甲方代扣代缴。",
        "六、劳动保护：甲方为乙方提供符合国家规定的劳动安全卫生条件和必要的劳动防护用品。",
        "七、合同的变更、解除和终止，按《中华人民共和国劳动合同法》有关规定执行。",
        "八、因履行本合同发生争议，双方协商解决，协商不成的可向劳动争议仲裁委员会申请仲裁。",
        "九、本合同一式两份，甲乙双方各执一份，自双方签字盖章之日起生效。",
    ):
        y = sheet.para(300, y + 12, text, 50, 1880, leading=1.75)
    sheet.fields |= {"company": p.company, "name": p.name, "id_number": p.id_number, "term": f"{start}起至{end}止"}
    _signed([sheet], p, min(y, 2380), 50, "甲方（公章）：", "乙方（签字）：")
    return [sheet]


@design(NAME, "contract/table")
def table(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A contract of three pages with its data in a table, photocopied."""
    first = Sheet(rng, face="song")
    sheets = [first]
    first.mid(230, "全日制劳动合同", 92, face="hei", spacing=12)
    start, end = printed(p.contract_from, "dot"), printed(p.contract_until, "dot")
    data = f"""
        甲  方（用人单位） *4
        单位名称 | {p.company} *3
        住  所 | {p.company_address} *3
        法定代表人 | {p.legal_person} | 联系电话 | 0571-8{p.phone[-7:]}
        乙  方（劳动者） *4
        姓  名 | {p.name} | 性  别 | {p.sex}
        身份证号码 | {p.id_number} *3
        家庭住址 | {p.address} *3
        合同期限 | {start} 至 {end} *3
    """
    y = first.table(280, 420, (300, 700, 300, 620), data, 46, height=2.3, faces=("hei", "song"))
    first.fields |= {"company": p.company, "name": p.name, "id_number": p.id_number, "term": f"{start} 至 {end}"}
    y = _flow(sheets, articles(1), y + 50, 48, x=280, head="hei", leading=1.7)
    _signed(sheets, p, y, 50, "甲方盖章：", "乙方签字：")
    _numbered(sheets, 1)
    for sheet in sheets:
        sheet.copied()
    return sheets


@design(NAME, "contract/appointment")
def appointment(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """聘用合同 of a group: cover with a coloured band, two pages of text with numbered clauses."""
    cover, body = Sheet(rng, face="micro"), Sheet(rng, face="song")
    cover.draw.rectangle((0, 2500, cover.width, 2620), fill=(30, 80, 150))
    cover.put(280, 420, p.company, 64, fill=(30, 80, 150))
    cover.put(280, 1100, "员工聘用合同", 180, weight=2)
    cover.put(280, 1340, "LABOR CONTRACT", 80, fill=(120, 120, 126))
    data = f"""
        员工姓名 | {p.name}
        所属部门 | 工程管理部
        合同编号 | LD-{p.contract_from.year}-{int(rng.integers(100, 999))}
    """
    cover.rows(280, 1900, data, 56, gap=340, leading=2.2)
    sheets = [body]
    cover.fields |= {"name": p.name}
    start, end = printed(p.contract_from, "cn"), printed(p.contract_until, "cn")
    y = body.para(300, 300, f"聘用单位（甲方）：[[{p.company}]]", 50, 1880, indent=0)
    y = body.para(300, y, f"受聘人员（乙方）：[[{p.name}]]  身份证号码：[[{p.id_number}]]", 50, 1880, indent=0)
    body.fields |= {"company": p.company, "name": p.name, "id_number": p.id_number, "term": f"{start}至{end}"}
    y = _flow(
        sheets,
        [
            f"甲方聘用乙方担任[[项目管理]]职务，双方依法订立本聘用劳动合同，合同期限五年，即从[[{start}]]至[[{end}]]。",
            *articles(2, own=True),
        ],
        y,
        50,
        x=300,
        head="bold",
    )
    _signed(sheets, p, y, 50, "甲方（盖章）", "乙方（签字）")
    return _numbered([cover, *sheets], 2, cover=True)
