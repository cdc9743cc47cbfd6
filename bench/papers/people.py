"""Fictitious people, companies and schools of many provinces, and how numbers and dates are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
from shoujian.demo.applicant import DemoPerson, fictitious_applicant
from shoujian.demo.numbers import chinese_date, id_number, numeral_date, uscc

_T = TypeVar("_T")
_SURNAMES = "沈章金潘蒋裘柳邵施鲍厉应钱钟谢许韩冯曹彭魏蔡田董袁余叶杜苏卢汪任姜范傅石尹黎龚贾顾毛郝"
_DOUBLE = ("欧阳", "诸葛", "上官", "司马")
_MALE = "伟强磊军洋勇杰涛超波鹏飞斌浩宇轩泽凯睿昊铭骏旭晨栋炜锋毅翔峰庆林宏达根祥"
_FEMALE = "芳娜静敏艳娟霞玲莉颖琳洁雪倩婷菲悦怡梦瑶璐薇蓉蕾莎媛馨妍珊钰萍"
_NATIONS = ("汉",) * 8 + ("回", "畲", "满", "土家", "苗", "壮")
PLACES = (
    ("浙江省", "浙", "杭州市", "330100", "西湖区"),
    ("浙江省", "浙", "宁波市", "330200", "鄞州区"),
    ("浙江省", "浙", "温州市", "330300", "瓯海区"),
    ("浙江省", "浙", "绍兴市", "330600", "柯桥区"),
    ("浙江省", "浙", "金华市", "330700", "婺城区"),
    ("江苏省", "苏", "南通市", "320600", "通州区"),
    ("安徽省", "皖", "合肥市", "340100", "蜀山区"),
    ("江西省", "赣", "九江市", "360400", "柴桑区"),
    ("河南省", "豫", "周口市", "411600", "淮阳区"),
    ("湖北省", "鄂", "黄冈市", "421100", "黄州区"),
    ("四川省", "川", "南充市", "511300", "顺庆区"),
    ("山东省", "鲁", "临沂市", "371300", "兰山区"),
)
"""Province, its short name, city, its code (cards carry a county's: these numbers were never issued), district."""
_ROADS = ("振兴路", "青年中路", "文一西路", "望江东路", "学院北街", "新华大道", "环城南路", "解放街", "槐树巷")
_BRANDS = ("云栖谷", "鼎固", "禾山", "远帆", "江南里", "中砺", "百川汇", "旭岚", "恒垚", "盛宇达", "筑源", "天成华")
_TRADES = (
    "建设有限公司",
    "建筑工程有限公司",
    "市政园林工程有限公司",
    "建设集团股份有限公司",
    "机电安装有限公司",
    "交通工程有限责任公司",
    "水利水电建设有限公司",
)
_SCHOOLS = (
    "{0}工程技术大学",
    "{0}理工学院",
    "{0}交通建设职业技术学院",
    "{0}科技大学",
    "{0}建筑工程学院",
    "{0}师范学院",
)
_MAJORS = (
    "土木工程",
    "建筑工程技术",
    "道路桥梁工程技术",
    "水利水电工程",
    "机械设计制造及其自动化",
    "给水排水工程",
    "工程造价",
    "电气工程及其自动化",
    "建设工程管理",
    "建筑学",
)
SPECIALTIES = ("建筑工程", "市政公用工程", "机电工程", "公路工程", "水利水电工程", "矿业工程")
_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def pick(rng: np.random.Generator, options: Sequence[_T]) -> _T:
    """Return one of the options."""
    return options[int(rng.integers(len(options)))]


def digits(rng: np.random.Generator, count: int) -> str:
    """Return so many random digits."""
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def person(seed: int) -> DemoPerson:
    """Return the person of that seed: dates as `fictitious_applicant` has them, the rest from wider lists."""
    base = fictitious_applicant(seed)
    rng = np.random.default_rng([seed, 0xFACE])
    home, work = pick(rng, PLACES), pick(rng, PLACES)
    male = base.sex == "男"
    sequence = int(rng.integers(0, 499)) * 2 + male
    serial = digits(rng, 6)
    return replace(
        base,
        name=name_of(rng, male=male),
        nation=pick(rng, _NATIONS),
        id_number=id_number(region=home[3], birth=base.birth, sequence=sequence),
        address=f"{home[0]}{home[2]}{home[4]}{street(rng)}{int(rng.integers(1, 40))}幢{int(rng.integers(101, 1802))}室",
        phone=f"1{pick(rng, ('39', '58', '77', '88', '35'))}0000{digits(rng, 4)}",
        company=company_of(rng, work[2]),
        uscc=uscc(region=work[3], body="MA" + "".join(pick(rng, _SYMBOLS) for _ in range(6))),
        legal_person=name_of(rng, male=True),
        company_address=f"{work[0]}{work[2]}{work[4]}{street(rng)}",
        company_founded=date(int(rng.integers(1996, 2021)), int(rng.integers(1, 13)), int(rng.integers(1, 28))),
        place=work[0] + work[2],
        school=pick(rng, _SCHOOLS).format(pick(rng, PLACES)[2].removesuffix("市")),
        president=name_of(rng, male=True),
        major=pick(rng, _MAJORS),
        diploma_number=f"9{digits(rng, 4)}1{base.graduated.year}0{pick(rng, (5, 6))}{serial}",
        degree_number=f"9{digits(rng, 4)}4{base.graduated.year}{serial}",
        specialty=pick(rng, SPECIALTIES),
        qualification_number=f"{work[3][:2]}{base.qualified.year}{digits(rng, 10)}",
        insured_unit=digits(rng, 10),
        insurance_code=digits(rng, 16),
    )


def name_of(rng: np.random.Generator, *, male: bool) -> str:
    """Return a name of two, three or four characters."""
    family = pick(rng, _DOUBLE) if rng.random() < 0.04 else pick(rng, _SURNAMES)
    given = _MALE if male else _FEMALE
    return family + "".join(pick(rng, given) for _ in range(1 if rng.random() < 0.25 else 2))


def company_of(rng: np.random.Generator, city: str) -> str:
    """Return a company's name."""
    head = city if rng.random() < 0.4 else city.removesuffix("市")
    return head + pick(rng, _BRANDS) + pick(rng, _TRADES)


def street(rng: np.random.Generator) -> str:
    """Return a road and a house."""
    return f"{pick(rng, _ROADS)}{int(rng.integers(1, 900))}号"


def printed(day: date, style: str) -> str:
    """Return the day as `style` prints it: cn, cn0 (with zeros), dash, dot, slash, han, hanmonth, month."""
    return {
        "cn": chinese_date(day),
        "cn0": f"{day:%Y}年{day:%m}月{day:%d}日",
        "dash": f"{day:%Y-%m-%d}",
        "dot": f"{day:%Y.%m.%d}",
        "slash": f"{day:%Y/%m/%d}",
        "han": numeral_date(day),
        "hanmonth": numeral_date(day).split("月")[0] + "月",
        "month": f"{day.year}年{day.month}月",
    }[style]


def spaced(day: date) -> str:
    """Return the day as forms leave room for it: 2024 年 6 月 30 日."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def after(day: date, days: int) -> date:
    """Return the day so many days later."""
    return day + timedelta(days=days)


def years(day: date, count: int) -> date:
    """Return the same day in another year."""
    return date(day.year + count, day.month, min(day.day, 28))
