"""社会保险参保证明 as several provinces print it."""

from __future__ import annotations

from datetime import date

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4

from .people import digits, pick, printed
from .registry import design
from .sheet import LANDSCAPE, Sheet

NAME = "社会保险参保证明"
_NOTES = (
    "1.本参保证明已签具电子印章，社保经办机构不再另行签章。",
    "2.税务征收数据可能滞后1-3个月，请以实际到账为准。",
    "3.本证明可登录浙江政务服务网通过验证码核验真伪。",
)
_REMARK = (
    "备注：1.本权益记录为参保人员查询打印，表中“缴费基数”为申报基数。2.如需鉴定真伪，"
    "请30日内通过登录社会保险网上服务平台，输入校验码。"
)


def months_before(last: date, count: int) -> list[date]:
    """Return the months before `last`, the newest first."""
    number = last.year * 12 + last.month - 1
    return [date((number - back) // 12, (number - back) % 12 + 1, 1) for back in range(1, count + 1)]


def _truth(sheet: Sheet, p: DemoPerson, day: str | None = None) -> None:
    sheet.fields |= {"name": p.name, "id_number": p.id_number, "company": p.company}
    if day:
        sheet.fields["printed_on"] = day


@design(NAME, "social/zhejiang")
def zhejiang(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """浙江省社会保险参保证明（个人专用）: status, units, 24 months, on two pages."""
    first, second = Sheet(rng, face="song"), Sheet(rng, face="song")
    day, code = printed(p.insurance_printed, "cn0"), p.insurance_code
    first.mid(210, "浙江省社会保险参保证明（个人专用）", 80, face="bold")
    first.put(2280, 110, f"验证码：{code}", 36, anchor="ra")
    first.put(200, 380, f"姓名：{p.name}", 44)
    first.put(900, 380, f"社会保障号：{p.id_number}", 44)
    first.put(1900, 380, f"性别：{p.sex}", 44)
    first.put(200, 480, "一、社会保险基本情况", 44, face="hei")
    data = f"""
        险种 | 养老保险 | 医疗保险 | 工伤保险 | 生育保险 | 失业保险
        当前参保状态 | 参保缴费 | 参保缴费 | 参保缴费 | 参保缴费 | 参保缴费
        参保单位 | {p.company} *5
    """
    y = first.table(200, 560, (360,) + (344,) * 5, data, 42)
    first.put(200, y + 50, "二、最近24个月单位编号对应单位明细", 44, face="hei")
    y = first.table(200, y + 130, (500, 1580), [("单位编号", "单位名称"), (p.insured_unit, p.company)], 42)
    months = months_before(p.insurance_printed, 24)
    first.put(200, y + 50, f"三、最近24个月缴费情况（{months[-1]:%Y年%m月} - {months[0]:%Y年%m月}）", 44, face="hei")
    base = int(rng.integers(42, 130)) * 100
    widths = (340, 420, 400, 400, 300, 220)
    rows = [(f"{m:%Y%m}", p.insured_unit, f"{base:.2f}", f"{base * 0.08:.2f}", "已到账", "") for m in months]
    head = ("年月", "单位编号", "缴费基数(元)", "个人缴费(元)", "缴费状态", "备注")
    first.table(200, y + 130, widths, [head, *rows[:17]], 40, height=2.15)
    y = second.table(200, 200, widths, [head, *rows[17:]], 40, height=2.15)
    for place, note in enumerate(_NOTES):
        second.put(200, y + 60 + place * 70, note, 38)
    second.put(1500, y + 480, f"打印时间：{day}", 44)
    second.seal(f"{p.place[3:]}社会保险管理中心", 1850, y + 420)
    _truth(first, p)
    second.fields["printed_on"] = day
    for page, sheet in enumerate((first, second), 1):
        sheet.mid(3330, f"此参保证明打印共 2 页  第 {page} 页", 36)
    return [first, second]


@design(NAME, "social/beijing")
def rights(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """社会保险个人权益记录（参保人员缴费信息）: landscape, five insurances beside each other."""
    sheet = Sheet(rng, LANDSCAPE, face="song")
    sheet.mid(130, f"{p.place[3:]}社会保险个人权益记录", 80, face="bold")
    sheet.mid(250, "（参保人员缴费信息）", 54)
    day = printed(p.insurance_printed, "cn")
    sheet.put(180, 360, f"参保人姓名：{p.name}", 42)
    sheet.put(1100, 360, f"校验码：{digits(rng, 6)}", 42)
    sheet.put(180, 430, f"社会保障号码：{p.id_number}", 42)
    sheet.put(1100, 430, "查询流水号：" + digits(rng, 20), 42)
    sheet.put(180, 500, f"单位名称：{p.company}", 42)
    sheet.put(3300, 500, f"查询日期：{printed(p.insurance_printed, 'dash')}", 42, anchor="ra")
    months = months_before(p.insurance_printed, 12)
    base = int(rng.integers(52, 150)) * 100
    sheet.put(180, 590, "一、基本信息及缴费明细", 42, face="hei")
    kinds = "养老保险~缴费基数|养老保险~个人缴费|失业保险~缴费基数|失业保险~个人缴费|工伤保险~缴费基数"
    head = f"缴费年月|{kinds}|医疗保险~缴费基数|医疗保险~个人缴费"
    pays = [f"{m:%Y-%m}|{base}|{base * 8 // 100}|{base}|{base // 200}|{base}|{base}|{base // 50}" for m in months[::-1]]
    y = sheet.table(180, 660, (360,) + (398,) * 7, "\n".join([head, *pays]), 36, height=2.0)
    sheet.para(180, y + 30, _REMARK, 34, 2300, indent=0)
    sheet.put(2550, y + 80, f"{p.place[3:]}社会保险基金管理中心", 40)
    sheet.put(2650, y + 160, f"日期：{day}", 40)
    sheet.seal(f"{p.place[3:]}社会保险基金管理中心", 2900, y + 80, below="业务专用章", diameter=430)
    _truth(sheet, p, printed(p.insurance_printed, "dash"))
    return [sheet]


@design(NAME, "social/jiangsu")
def jiangsu(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """江苏省社会保险权益记录单（参保人员）: labels in a table, code and QR at the top."""
    sheet = Sheet(rng, face="fang")
    title = pick(rng, (p.place[:3] + "社会保险权益记录单", "社会保险个人参保证明", "个人社会保险缴费证明"))
    sheet.mid(230, title, 84, face="bold")
    sheet.mid(350, "（参保人员）", 56)
    sheet.put(2260, 150, "请使用官方APP扫描验证", 34, anchor="ra")
    sheet.qr(2010, 200, 240)
    day = printed(p.insurance_printed, "cn")
    data = f"""
        姓名 | {p.name} | 公民身份号码~（社会保障号） | {p.id_number}
        参保单位 | {p.company} *3
        现参保地 | {p.place} | 现参保状态 | 正常参保
        统一社会信用代码 | {p.uscc} | 个人编号 | {digits(rng, 10)}
    """
    y = sheet.table(220, 500, (360, 660, 420, 600), data, 44, height=2.5)
    months = months_before(p.insurance_printed, 14)
    base = int(rng.integers(45, 110)) * 100
    sheet.put(220, y + 40, "单位：元", 36)
    head = ("年度", "月份", "险种", "缴费基数", "个人缴费金额", "状态")
    paid = (str(base), f"{base * 0.085:.2f}", "已缴")
    rows = [(str(m.year), f"{m.month:02d}", "企业养老 失业 工伤", *paid) for m in months]
    widths = (240, 200, 700, 320, 360, 220)
    y = sheet.table(220, y + 100, widths, [head, *rows], 40, height=2.1, head=(235, 235, 235))
    for note in ("1.本权益记录单为打印时参保情况。", "2.本权益记录单涉及个人信息，请妥善保管。"):
        y += 62
        sheet.put(220, y, note, 36)
    sheet.put(1500, y + 160, f"{p.place[3:]}社会保险基金管理中心", 42)
    sheet.put(1600, y + 250, f"打印时间：{day}", 42)
    sheet.seal(f"{p.place[3:]}社会保险基金管理中心", 1850, y + 220, below="电子专用章")
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "social/letter")
def letter(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A proof in running text, as counters of small cities give it."""
    sheet = Sheet(rng, face=pick(rng, ("fang", "song")))
    sheet.mid(420, pick(rng, ("社会保险参保证明", "参 保 证 明", "社保缴费证明")), 120, face="bold", spacing=10)
    start = printed(p.contract_from, "month")
    last = printed(months_before(p.insurance_printed, 1)[0], "month")
    day = printed(p.insurance_printed, pick(rng, ("cn", "han")))
    y = sheet.para(
        360,
        800,
        f"兹证明[[{p.name}]]（身份证号：[[{p.id_number}]]，个人编号：[[{digits(rng, 10)}]]），系[[{p.company}]]"
        f"职工，自[[{start}]]起在我处参加企业职工"
        f"基本养老保险、失业保险、工伤保险，截至[[{last}]]，参保状态正常，无欠费。",
        64,
        1800,
        leading=2.0,
    )
    data = f"""
        险种 | 开始时间 | 截止时间 | 实缴月数
        养老保险 | {start} | {last} | 22
        失业保险 | {start} | {last} | 22
        工伤保险 | {start} | {last} | 22
    """
    y = sheet.table(360, y + 80, (450, 450, 450, 450), data, 48, height=2.5)
    sheet.para(360, y + 80, "特此证明。", 64, 1800)
    sheet.put(1250, y + 480, f"{p.place[3:]}社会保险事业管理局", 60)
    sheet.put(1400, y + 610, day, 60)
    sheet.put(360, y + 760, f"经办人：{pick(rng, '赵钱孙')}{pick(rng, '敏芳玲')}    联系电话：12333", 44)
    sheet.seal(f"{p.place[3:]}社会保险事业管理局", 1650, y + 560, diameter=500)
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "social/guangdong")
def guangdong(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """个人参保缴费证明: a list with year-months in spans, borderless, code strip below, three pages for long lists."""
    day = printed(p.insurance_printed, "dash")
    months = months_before(p.insurance_printed, 48)
    base = int(rng.integers(40, 100)) * 100
    widths = (560, 300, 320, 300, 320, 300)
    sheets = []
    for page in range(2):
        sheet = Sheet(rng, (A4[0], A4[1]), face="micro")
        sheet.bars(1700, 90, 520, 70)
        sheet.mid(190, "广东省社会保险个人参保证明", 76, weight=1)
        sheet.put(200, 330, f"该参保人在{p.place[3:]}参加社会保险情况如下：", 42)
        y = sheet.table(200, 420, (300, 700, 300, 800), [("姓名", p.name, "证件号码", p.id_number)], 42)
        rows = [
            (f"{m:%Y%m}", str(base), f"{base * 0.14:.2f}", f"{base * 0.08:.2f}", f"{base * 0.005:.2f}", "已参保")
            for m in months[page * 24 : page * 24 + 24]
        ]
        y = sheet.table(
            200,
            y + 30,
            widths,
            [("缴费年月", "缴费工资", "养老(单位)", "养老(个人)", "失业(个人)", "工伤"), *rows],
            38,
            height=1.95,
            ruled=False,
            head=(224, 234, 246),
        )
        sheet.draw.line((200, y + 6, 2300, y + 6), fill=(60, 90, 140), width=4)
        sheet.put(200, y + 40, f"参保单位：{p.insured_unit}  {p.company}", 38)
        sheet.put(200, y + 110, f"备注：本《参保证明》可由参保人在网上打印。打印日期：{day}", 36)
        sheet.put(200, y + 180, f"证明机构：{p.place[3:]}社会保险基金管理局（证明专用章）      证明时间：{day}", 36)
        sheet.seal(f"{p.place[3:]}社会保险基金管理局", 1850, y + 190, below="证明专用章", diameter=420)
        sheet.put(2280, 3360, f"第{page + 1}页/共2页", 34, anchor="ra")
        _truth(sheet, p, day)
        sheets.append(sheet)
    return sheets
