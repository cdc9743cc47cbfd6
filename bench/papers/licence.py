"""营业执照 of four times and ways."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4

from .people import PLACES, after, digits, pick, printed
from .registry import design
from .sheet import LANDSCAPE, Sheet

NAME = "营业执照"
_SCOPE = (
    "许可项目：建设工程施工；建筑劳务分包；施工专业作业（依法须经批准的项目，经相关部门批准后方可开展经营活动，"
    "具体经营项目以审批结果为准）。"
    "一般项目：市政设施管理；园林绿化工程施工；土石方工程施工；建筑材料销售；机械设备租赁（除依法须经批准的"
    "项目外，凭营业执照依法自主开展经营活动）。"
)


def _emblem(sheet: Sheet, x: float, y: float, radius: float) -> None:
    sheet.draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius), fill=(196, 30, 36), outline=(220, 170, 60), width=12
    )
    sheet.draw.polygon(
        [(x - radius * 0.6, y + radius * 0.35), (x + radius * 0.6, y + radius * 0.35), (x, y - radius * 0.2)],
        fill=(230, 190, 80),
    )


def _truth(sheet: Sheet, p: DemoPerson) -> None:
    sheet.fields |= {"uscc": p.uscc, "company": p.company}


def _office(p: DemoPerson, rng: np.random.Generator) -> str:
    return p.place[3:] + pick(rng, ("市场监督管理局", "行政审批局"))


def _capital(rng: np.random.Generator) -> str:
    return pick(rng, ("壹仟万元整", "伍仟零捌万元整", "叁仟陆佰万元整", "贰仟万元整"))


@design(NAME, "licence/landscape")
def landscape(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The pattern of 2019: landscape, two columns, QR code at the upper right."""
    sheet = Sheet(rng, LANDSCAPE, face="song", paper=(253, 251, 244))
    sheet.lace((196, 164, 96), inset=70, depth=90)
    _emblem(sheet, 1754, 330, 120)
    copy = rng.random() < 0.6
    sheet.mid(500, "营业执照", 190, face="bold", spacing=60)
    if copy:
        sheet.mid(740, "（副  本）", 70)
        sheet.put(2350, 760, f"副本编号：{int(rng.integers(1, 5))}-{int(rng.integers(5, 8))}", 36)
    sheet.put(280, 430, "统一社会信用代码", 50)
    sheet.put(280, 510, p.uscc, 58, face="micro")
    sheet.qr(2900, 330, 300)
    hint = "扫描二维码登录“国家企业信用信息公示系统”了解更多登记、备案、许可、监管信息。"
    sheet.para(2820, 660, hint, 30, 480, indent=0, leading=1.35)
    left = [("名　　称", p.company), ("类　　型", "有限责任公司（自然人投资或控股）"), ("法定代表人", p.legal_person)]
    y = sheet.rows(300, 960, left, 52, gap=340, leading=2.3)
    sheet.put(300, y, "经营范围", 52)
    sheet.para(640, y, _SCOPE, 44, 1150, indent=0, leading=1.5)
    right = [
        ("注册资本", _capital(rng)),
        ("成立日期", printed(p.company_founded, "cn0")),
        ("营业期限", printed(p.company_founded, "cn0") + "至长期"),
        ("住　　所", p.company_address),
    ]
    sheet.rows(1950, 960, right, 52, gap=310, leading=2.3)
    office, day = _office(p, rng), printed(after(p.company_founded, 1500), "cn")
    sheet.put(2300, 1750, "登记机关", 56)
    sheet.seal(office, 2800, 1830, diameter=500)
    sheet.put(2500, 1980, day.replace("年", " 年 ").replace("月", " 月 "), 54)
    sheet.put(280, 2330, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", 34)
    sheet.put(3230, 2330, "国家市场监督管理总局监制", 36, anchor="ra")
    _truth(sheet, p)
    return [sheet]


@design(NAME, "licence/upright")
def upright(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The pattern of 2014: upright, one column."""
    sheet = Sheet(rng, face="kai", paper=(252, 252, 248))
    sheet.lace((150, 160, 170), inset=80, depth=90)
    _emblem(sheet, 1240, 420, 150)
    sheet.mid(640, "营 业 执 照", 190, face="bold")
    sheet.mid(890, "(副  本)", 64, face="song")
    sheet.put(2080, 1010, f"统一社会信用代码 {p.uscc}", 50, anchor="ra", face="song")
    data = f"""
        名        称 | {p.company}
        类        型 | 有限责任公司
        住        所 | {p.company_address}
        法定代表人 | {p.legal_person}
        注 册 资 本 | {_capital(rng)}
        成 立 日 期 | {printed(p.company_founded, "cn0")}
        营 业 期 限 | {printed(p.company_founded, "cn0") + "至长期"}
    """
    y = sheet.rows(400, 1150, data, 56, gap=380, leading=2.15, label="song")
    sheet.put(400, y, "经 营 范 围", 56, face="song")
    sheet.para(780, y, _SCOPE, 46, 1350, indent=0, leading=1.5)
    sheet.put(1250, 2800, "登记机关", 60, face="song")
    sheet.seal(_office(p, rng), 1750, 2820, diameter=480)
    sheet.put(
        1500,
        2980,
        printed(after(p.company_founded, 900), "cn").replace("年", "  年  ").replace("月", "  月  "),
        54,
        face="song",
    )
    sheet.qr(380, 2750, 280)
    sheet.put(300, 3250, "企业信用信息公示系统网址：http://www.gsxt.gov.cn", 34, face="song")
    sheet.put(2180, 3250, "中华人民共和国国家工商行政管理总局监制", 34, face="song", anchor="ra")
    _truth(sheet, p)
    return [sheet]


@design(NAME, "licence/electronic")
def electronic(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An e-licence printed from a file, with a note of what it's for."""
    sheet = Sheet(rng, LANDSCAPE, face="hei")
    sheet.frame(100, (180, 150, 90), width=14, corners=True)
    sheet.watermark(f"仅供{p.place[3:]}住建部门使用", size=64, tone=226, step=900)
    sheet.mid(260, "电子营业执照", 150, face="bold", spacing=30)
    sheet.qr(300, 300, 380)
    data = f"""
        统一社会信用代码 | {p.uscc} | 成立日期 | {printed(p.company_founded, "dash")}
        企业名称 | {p.company} | 注册资本 | {int(rng.integers(5, 90))}00万元人民币
        法定代表人 | {p.legal_person} | 企业类型 | 有限责任公司
        住所 | {p.company_address} *3
        经营范围 | {"<" + _SCOPE} *3
        登记机关 | {_office(p, rng)} | 核准日期 | {printed(after(p.company_founded, 700), "dash")}
    """
    sheet.table(500, 760, (420, 880, 420, 880), data, 46, height=2.6)
    sheet.put(500, 2200, f"打印日期：{printed(p.applied, 'cn')}    本电子营业执照与纸质营业执照具有同等法律效力", 40)
    _truth(sheet, p)
    return [sheet]


@design(NAME, "licence/copy")
def copied(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """企业法人营业执照 of the old kind, photocopied on an upright page, sealed red by the company."""
    sheet = Sheet(rng, A4, face="song")
    sheet.frame(260, (60, 60, 60), width=20)
    sheet.mid(420, "企业法人营业执照", 130, face="bold", spacing=16)
    sheet.mid(620, "（副本）", 60)
    sheet.put(2140, 740, f"统一社会信用代码：{p.uscc}", 42, anchor="ra")
    city = next(place[2] for place in PLACES if place[2] in p.place)
    data = f"""
        名      称 | {p.company}
        住      所 | {p.company_address}
        法定代表人姓名 | {p.legal_person}
        注册资本 | {_capital(rng)}
        实收资本 | {_capital(rng)}
        公司类型 | 有限责任公司
        成立日期 | {printed(p.company_founded, "han")}
        营业期限 | 自{printed(p.company_founded, "cn")}至长期
    """
    sheet.rows(440, 900, data, 52, gap=440, leading=2.1, value="thin")
    sheet.put(440, 1790, "经营范围", 52)
    sheet.para(880, 1790, _SCOPE, 44, 1180, indent=0, leading=1.55, face="thin")
    data = f"""
        已通过 |
        {p.applied.year - 1} 年度 | 工商年检
        编号 | {digits(rng, 10)}
    """
    sheet.rows(440, 2420, data, 40, leading=1.8)
    sheet.put(1350, 2600, f"{city}工商行政管理局", 54)
    sheet.put(1450, 2730, printed(after(p.company_founded, 400), "han"), 52)
    sheet.copied()
    sheet.seal(p.company, 1400, 3050)
    sheet.put(600, 3020, "复印件与原件一致", 56, face="wen", fill=(28, 40, 110))
    _truth(sheet, p)
    return [sheet]
