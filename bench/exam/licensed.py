"""营业执照: printed from the portal, a branch's, the upright old copy, a photocopy with seals, a phone's card."""

from __future__ import annotations

import numpy as np
from papers.people import digits, pick, printed
from papers.sheet import LANDSCAPE, Sheet
from shoujian.demo.applicant import DemoPerson

from .book import design, emblem, photocopied
from .people import parts

NAME = "营业执照"
_SCOPE = (
    "许可项目：建设工程施工；建筑劳务分包；电气安装服务（依法须经批准的项目，经相关部门批准后方可开展经营活动）。"
    "一般项目：园林绿化工程施工；土石方工程施工；建筑材料销售；机械设备租赁；工程管理服务。"
)


def _truth(sheet: Sheet, p: DemoPerson, company: str = "") -> None:
    sheet.fields |= {"uscc": p.uscc, "company": company or p.company}


def _office(p: DemoPerson, rng: np.random.Generator) -> str:
    province, city = parts(p)
    return pick(rng, (f"{city}市场监督管理局", f"{city}行政审批局", f"{province}市场监督管理局"))


@design(NAME, "licence/digital")
def digital(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A landscape licence as the portal prints it: code at the upper left, codes to check at the right."""
    sheet = Sheet(rng, LANDSCAPE, face="song")
    sheet.tinted((252, 250, 240), (248, 246, 232))
    sheet.lace((196, 160, 90), inset=100, depth=60)
    emblem(sheet, 1754, 320, 110)
    sheet.mid(450, "营 业 执 照", 150, face="bold")
    sheet.mid(660, "（副  本）", 60)
    sheet.put(300, 330, "统一社会信用代码", 44)
    sheet.put(300, 400, p.uscc, 52, face="hei")
    sheet.qr(2900, 300, 280)
    left = f"""
        名    称 | {p.company}
        类    型 | {pick(rng, ("有限责任公司(自然人投资或控股)", "其他有限责任公司", "有限责任公司(自然人独资)"))}
        法定代表人 | {p.legal_person}
        经营范围 |
    """
    y = sheet.rows(300, 820, left, 48, gap=300, leading=2.3)
    sheet.para(600, y - 110, _SCOPE, 40, 1100, indent=0, leading=1.5)
    right = f"""
        注册资本 | {pick(rng, ("壹仟万元整", "伍仟零捌拾万元整", "贰亿元整"))}
        成立日期 | {printed(p.company_founded, "cn0")}
        营业期限 | {printed(p.company_founded, "cn0")}至长期
        住    所 |
    """
    y = sheet.rows(1900, 820, right, 48, gap=280, leading=2.3)
    sheet.para(2180, y - 110, p.company_address, 46, 1000, indent=0, leading=1.5)
    office = _office(p, rng)
    sheet.put(2350, 1900, "登记机关", 56)
    sheet.put(2450, 2080, spaced_short(p), 52)
    sheet.seal(office, 2850, 1950)
    sheet.mid(2290, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn        国家市场监督管理总局监制", 36)
    _truth(sheet, p)
    return [sheet]


def spaced_short(p: DemoPerson) -> str:
    """Return the day below the registrar's name."""
    return f"{p.company_founded.year + 2} 年 {p.company_founded.month:02d} 月 {p.company_founded.day:02d} 日"


@design(NAME, "licence/branch")
def branch(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A branch's licence: someone in charge instead of a legal person, no capital."""
    company = p.company + pick(rng, ("第一分公司", f"{parts(p)[1].removesuffix('市')}分公司"))
    sheet = Sheet(rng, face="fang", paper=(253, 251, 243))
    sheet.frame(120, (190, 150, 80), width=14, corners=True)
    emblem(sheet, 1240, 380, 130)
    sheet.mid(580, "营业执照", 190, face="bold", spacing=60)
    sheet.mid(850, f"统一社会信用代码  {p.uscc}", 56)
    data = f"""
        名称 | {company}
        类型 | 有限责任公司分公司
        营业场所 | {p.company_address}
        负责人 | {p.legal_person}
        成立日期 | {printed(p.company_founded, "cn0")}
        营业期限 | {printed(p.company_founded, "cn0")} 至 长期
        经营范围 | 承接总公司业务；{_SCOPE[5:40]}
    """
    y = sheet.rows(380, 1050, data, 58, gap=380, leading=2.3, wrap=1300)
    sheet.put(1400, y + 200, "登记机关", 60)
    sheet.seal(_office(p, rng), 1700, y + 280)
    sheet.put(1400, y + 360, spaced_short(p), 54)
    sheet.qr(380, y + 160, 300)
    _truth(sheet, p, company)
    return [sheet]


@design(NAME, "licence/old_copy")
def old_copy(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A photocopy of the upright licence of 2015, with the company's seal and a note."""
    sheet = Sheet(rng, (2200, 3000), face="kai", paper=(252, 250, 244))
    sheet.frame(100, (120, 90, 40), width=18, corners=True)
    sheet.mid(420, "营业执照", 180, face="bold", spacing=50)
    sheet.mid(660, f"（副 本）  {int(rng.integers(1, 4))}-1", 56)
    sheet.mid(780, f"统一社会信用代码 {p.uscc}", 52)
    data = f"""
        名        称 | {p.company}
        类        型 | 有限责任公司
        住        所 | {p.company_address}
        法 定 代 表 人 | {p.legal_person}
        注 册 资 本 | 叁仟万元整
        成 立 日 期 | {printed(p.company_founded, "cn0")}
        营 业 期 限 | {printed(p.company_founded, "cn0")}至2066年12月31日
        经 营 范 围 | {_SCOPE[5:70]}
    """
    y = sheet.rows(320, 980, data, 54, gap=460, leading=2.1, wrap=1150)
    sheet.put(1300, y + 120, "登记机关", 58)
    sheet.seal(_office(p, rng), 1600, y + 190)
    sheet.put(1250, y + 260, spaced_short(p), 50)
    sheet.mid(2820, "企业应当于每年1月1日至6月30日通过公示系统报送年度报告", 38)
    copy = photocopied(sheet, p, note="复印件与原件相符")
    _truth(copy, p)
    return [copy]


@design(NAME, "licence/phone")
def phone(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The electronic licence as a programme shows and prints it."""
    sheet = Sheet(rng, face="micro", paper=(246, 247, 250))
    sheet.draw.rounded_rectangle((260, 300, 2220, 2700), 60, fill=(255, 253, 246), outline=(206, 176, 110), width=8)
    sheet.put(1240, 380, "电子营业执照", 56, anchor="ma", fill=(150, 110, 40))
    emblem(sheet, 1240, 580, 90)
    sheet.mid(720, "营业执照", 130, face="bold", spacing=30)
    data = f"""
        统一社会信用代码 | {p.uscc}
        企业名称 | {p.company}
        企业类型 | 有限责任公司
        法定代表人 | {p.legal_person}
        注册资本 | {int(rng.integers(5, 99)) * 100}万人民币
        成立日期 | {printed(p.company_founded, "dash")}
        住所 | {p.company_address}
        登记机关 | {_office(p, rng)}
        登记状态 | 存续（在营、开业、在册）
    """
    y = sheet.rows(380, 1000, data, 50, gap=520, leading=2.5, wrap=1200)
    sheet.qr(1080, y + 40, 320)
    sheet.mid(2860, f"打印时间：{p.applied:%Y-%m-%d}    查验编号：{digits(rng, 14)}", 40)
    _truth(sheet, p)
    return [sheet]


@design(NAME, "licence/merchant")
def merchant(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The wall copy, wide and with large type."""
    sheet = Sheet(rng, (3508, 2480), face="hei", paper=(252, 248, 236))
    sheet.guilloche((236, 228, 206), rings=16)
    sheet.frame(110, (180, 40, 40), width=16)
    emblem(sheet, 1754, 360, 130)
    sheet.mid(520, "营业执照", 210, face="bold", spacing=80, fill=(40, 30, 30))
    sheet.mid(800, "正  本", 64)
    data = f"""
        统一社会信用代码 | {p.uscc}
        名称 | {p.company}
        法定代表人 | {p.legal_person}
        主体类型 | {pick(rng, ("股份有限公司(非上市)", "有限责任公司(国有控股)"))}
        成立日期 | {printed(p.company_founded, "cn")}
        住所 | {p.company_address}
    """
    sheet.rows(420, 960, data, 64, gap=640, leading=2.15)
    sheet.put(2350, 1980, f"发照日期：{spaced_short(p)}", 52)
    office = _office(p, rng)
    sheet.put(2350, 1860, f"登记机关：{office}", 52)
    sheet.seal(office, 2850, 1900)
    sheet.qr(480, 1900, 300)
    _truth(sheet, p)
    return [sheet]
