"""社会保险参保证明: by month, a company's list of people, a phone's page, a record of rights, by year, a letter."""

from __future__ import annotations

from datetime import date

import numpy as np
from papers.people import digits, pick, printed
from papers.sheet import LANDSCAPE, Sheet
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.numbers import id_number

from .book import design
from .people import PLACES, name_of, parts

NAME = "社会保险参保证明"


def _truth(sheet: Sheet, p: DemoPerson, day: str = "") -> None:
    sheet.fields |= {"name": p.name, "id_number": p.id_number, "company": p.company}
    if day:
        sheet.fields["printed_on"] = day


def _months(last: date, count: int) -> list[str]:
    """Return the months before `last`, newest first, as 202604."""
    at = last.year * 12 + last.month - 2
    return [f"{(at - back) // 12}{(at - back) % 12 + 1:02d}" for back in range(count)]


@design(NAME, "insurance/by_month")
def by_month(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A city's proof with months in rows and kinds of insurance in columns."""
    sheet = Sheet(rng, face=pick(rng, ("song", "micro")))
    _, city = parts(p)
    sheet.mid(200, f"{city}社会保险参保缴费证明", 84, face="bold")
    day = printed(p.insurance_printed, "dash")
    sheet.put(220, 370, f"参保人姓名：{p.name}", 42)
    sheet.put(900, 370, f"性别：{p.sex}", 42)
    sheet.put(1240, 370, f"身份证号码：{p.id_number}", 42)
    sheet.put(220, 450, f"个人编号：{digits(rng, 10)}", 42)
    sheet.put(1240, 450, f"现参保单位：{p.company}", 42 if len(p.company) < 18 else 34)
    base = int(rng.integers(40, 99)) * 100
    rows = ["缴费年月|单位编号|缴费基数|养老保险|失业保险|工伤保险|医疗保险"]
    unit = p.insured_unit
    rows += [
        f"{m}|{unit}|{base}.00|{base * 0.08:.2f}|{base * 0.005:.2f}|已缴|{base * 0.02:.2f}"
        for m in _months(p.insurance_printed, 18)
    ]
    y = sheet.table(220, 560, (290, 320, 290, 290, 290, 260, 290), "\n".join(rows), 38, height=2.45, thick=2)
    sheet.para(
        220,
        y + 40,
        "备注：1.本证明由参保人自助打印；2.已缴表示已足额缴费；3.本证明涉及个人信息，请妥善保管。",
        36,
        2040,
    )
    sheet.put(1350, y + 260, f"{city}社会保险基金管理局", 46)
    sheet.put(1350, y + 350, f"打印日期：{day}", 46)
    sheet.seal(f"{city}社会保险基金管理局", 1750, y + 300, below="证明专用章")
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "insurance/company_list")
def company_list(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A company's list of insured people; the applicant is one of them."""
    sheet = Sheet(rng, LANDSCAPE, face="song")
    province, city = parts(p)
    sheet.mid(220, f"{province}社会保险单位参保人员名单", 90, face="bold")
    day = printed(p.insurance_printed, "cn0")
    sheet.put(260, 430, f"单位名称：{p.company}", 46)
    sheet.put(1800, 430, f"单位编号：{p.insured_unit}", 46)
    sheet.put(2500, 430, f"打印时间：{day}", 46)
    place = int(rng.integers(1, 8))
    rows = ["序号|姓名|公民身份号码|性别|参保险种|参保时间|缴费状态"]
    for row in range(1, 10):
        male = rng.random() < 0.7
        name, number, sex = name_of(rng, male=male), _number(rng, male), "男" if male else "女"
        if row == place:
            name, number, sex = p.name, p.id_number, p.sex
        rows.append(f"{row}|{name}|{number}|{sex}|养老、失业、工伤|{printed(p.contract_from, 'dash')[:7]}|参保缴费")
    y = sheet.table(260, 530, (180, 360, 720, 180, 640, 400, 460), "\n".join(rows), 44, height=2.7)
    sheet.put(260, y + 70, "共 9 人    本名单加盖电子印章后有效", 42)
    issuer = f"{city}社会保险管理服务中心"
    sheet.put(2700, y + 140, issuer, 46, anchor="ma")
    sheet.seal(issuer, 2700, y + 150)
    _truth(sheet, p, day)
    return [sheet]


def _number(rng: np.random.Generator, male: bool) -> str:
    birth = date(int(rng.integers(1968, 2000)), int(rng.integers(1, 13)), int(rng.integers(1, 28)))
    return id_number(region=pick(rng, PLACES)[3], birth=birth, sequence=int(rng.integers(0, 499)) * 2 + male)


@design(NAME, "insurance/phone_print")
def phone_print(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A phone's page, printed on paper: labels left, values right, pale lines."""
    sheet = Sheet(rng, face="micro")
    sheet.draw.rectangle((540, 120, 1940, 330), fill=(46, 108, 200))
    sheet.put(1240, 190, "个人参保证明", 72, anchor="ma", fill=(255, 255, 255))
    day = f"{p.insurance_printed:%Y-%m-%d} {int(rng.integers(8, 20)):02d}:{int(rng.integers(0, 60)):02d}"
    y = 420.0
    for label, value in (
        ("姓名", p.name),
        ("社会保障号码", p.id_number),
        ("参保地", parts(p)[1]),
        ("单位名称", p.company),
        ("养老保险", "正常参保"),
        ("失业保险", "正常参保"),
        ("工伤保险", "正常参保"),
        ("最近缴费月份", _months(p.insurance_printed, 1)[0]),
        ("累计缴费月数", str(int(rng.integers(14, 180)))),
        ("打印时间", day),
        ("查询流水号", digits(rng, 18)),
    ):
        sheet.put(600, y, label, 46, fill=(110, 110, 116))
        sheet.put(1880, y, value, 46 if len(value) < 20 else 36, anchor="ra")
        sheet.draw.line((580, y + 100, 1900, y + 100), fill=(220, 220, 224), width=3)
        y += 160
    sheet.qr(1080, y + 60, 320)
    sheet.mid(y + 420, "电子社保卡扫码核验", 40)
    sheet.seal(f"{parts(p)[1]}人力资源和社会保障局", 1700, y - 80, below="电子专用章", diameter=420)
    _truth(sheet, p, day[:10])
    return [sheet]


@design(NAME, "insurance/rights_record")
def rights_record(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A record of rights in five numbered parts."""
    sheet = Sheet(rng, face="song")
    province, _ = parts(p)
    sheet.mid(180, "社会保险个人权益记录单", 90, face="bold")
    sheet.mid(310, "（参保人员缴费信息）", 50)
    sheet.put(200, 420, f"校验码：{digits(rng, 6)}", 40)
    data = f"""
        姓名 | {p.name} | 社会保障号 | {p.id_number}
        缴费单位 | {p.company} *3
        参保状态 | 正常缴费 | 统筹区 | {p.place}
    """
    y = sheet.table(200, 500, (330, 620, 380, 750), data, 42, height=2.6)
    base = int(rng.integers(42, 98)) * 100
    head = ["起止年月|实缴月数|年缴费基数|个人缴费|单位缴费"]
    rows = []
    for back in range(5, -1, -1):
        year = p.insurance_printed.year - back
        count = 12 if back else p.insurance_printed.month - 1
        span = f"{year}-01至{year}-{max(count, 1):02d}"
        rows.append(f"{span}|{count}|{base * count}|{base * count * 0.08:.2f}|{base * count * 0.16:.2f}")
    for title in ("一、基本养老保险缴费信息", "二、失业保险缴费信息"):
        sheet.put(200, y + 50, title, 46, face="hei")
        y = sheet.table(200, y + 130, (560, 300, 380, 420, 420), "\n".join(head + rows), 38, height=2.3)
    sheet.put(200, y + 50, "三、工伤保险：参保缴费，无欠费。", 46)
    sheet.put(200, y + 200, f"{province}社会保险事业管理局", 44)
    day = printed(p.insurance_printed, "cn")
    sheet.put(200, y + 280, f"出具日期：{day}", 44)
    sheet.seal(f"{province}社会保险事业管理局", 640, y + 230)
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "insurance/unit_letter")
def unit_letter(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A counter's proof in running text for one person and a company."""
    sheet = Sheet(rng, face=pick(rng, ("fang", "thin")))
    _, city = parts(p)
    sheet.mid(360, "参 保 证 明", 130, face="bold")
    start = _months(p.insurance_printed, 20)[-1]
    text = (
        f"兹有{p.name}，身份证号码：{p.id_number}，系{p.company}（单位编码：{p.insured_unit}）职工，"
        f"自{start[:4]}年{int(start[4:])}月起在我市参加企业职工基本养老保险、失业保险和工伤保险，目前缴费状态为正常。"
    )
    y = sheet.para(320, 760, text, 66, 1850, leading=2.05)
    y = sheet.para(320, y, "特此证明。", 66, 1850, leading=2.05)
    issuer = f"{city}社会保险事业局"
    day = printed(p.insurance_printed, pick(rng, ("cn", "han")))
    sheet.put(1700, y + 300, issuer, 64, anchor="ma")
    sheet.put(1700, y + 420, day, 64, anchor="ma")
    sheet.seal(issuer, 1720, y + 330, below="业务专用章")
    _truth(sheet, p, day)
    return [sheet]
