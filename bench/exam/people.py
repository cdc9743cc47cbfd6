"""The people of the exam: other provinces, companies, schools, addresses and names than those of `papers`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from papers.people import digits, pick
from papers.people import person as other_person
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.numbers import id_number, uscc

_SURNAMES = "万段雷侯龙史陶黎贺顾毛郝邱秦江白崔康邹熊孟尹常武乔赖龚文庞樊兰殷施洪翟安颜倪严牛温季俞"
_MALE = "建国志平文辉海波少华世荣振东玉柱金生学良兴旺长青克勤光耀春雷利民红兵福顺子涵一鸣云龙思源"
_FEMALE = "桂英秀兰淑珍美玲凤琴玉梅翠萍小燕晓红雅婷佳慧诗涵子怡雨桐若曦欣妍慧贤"
_LONG_MALE, _LONG_FEMALE = ("阿不都热依木·买买提", "扎西多吉", "那日苏"), ("古丽娜尔·艾合买提", "迪丽努尔·吐尔逊")
PLACES = (
    ("广东省", "粤", "深圳市", "440300", "龙岗区"),
    ("广东省", "粤", "佛山市", "440600", "顺德区"),
    ("四川省", "川", "成都市", "510100", "武侯区"),
    ("四川省", "川", "绵阳市", "510700", "涪城区"),
    ("江苏省", "苏", "苏州市", "320500", "吴江区"),
    ("江苏省", "苏", "徐州市", "320300", "铜山区"),
    ("湖南省", "湘", "长沙市", "430100", "岳麓区"),
    ("福建省", "闽", "泉州市", "350500", "丰泽区"),
    ("河北省", "冀", "石家庄市", "130100", "长安区"),
    ("陕西省", "陕", "西安市", "610100", "雁塔区"),
    ("云南省", "云", "曲靖市", "530300", "麒麟区"),
    ("辽宁省", "辽", "大连市", "210200", "甘井子区"),
    ("浙江省", "浙", "台州市", "331000", "椒江区"),
    ("浙江省", "浙", "嘉兴市", "330400", "南湖区"),
    ("浙江省", "浙", "衢州市", "330800", "柯城区"),
    ("广西壮族自治区", "桂", "柳州市", "450200", "鱼峰区"),
)
"""Province, its short name, city, its code (cards carry a county's: these numbers were never issued), district."""
_ROADS = ("人民东路", "建设二马路", "滨河西路", "长江大道中段", "锦绣路", "工业园创业三路", "科技大道", "民主南街")
_VILLAGES = ("桥头镇杨桥村长塘组", "大河乡柳林村三社", "高塘街道石牌村", "白沙镇渔梁村委会上屋村", "东风农场七队")
_BRANDS = ("华川", "中鼎", "宏基", "四海", "金土地", "瑞丰", "大禹", "安厦", "博远", "鲁班", "众诚", "正大广厦")
_TRADES = (
    "建工集团有限公司",
    "路桥工程有限责任公司",
    "建筑装饰工程股份有限公司",
    "建筑劳务有限公司",
    "电力工程有限公司",
    "建设（集团）有限公司",
    "环境科技有限公司",
    "钢结构工程有限公司",
)
_SCHOOLS = ("{0}大学", "{0}职业技术学院", "{0}城市学院", "西部{0}大学", "{0}建设高等专科学校", "{0}广播电视大学")
_MAJORS = (
    "工业与民用建筑",
    "建筑施工与管理",
    "工程管理",
    "交通土建工程",
    "建筑环境与设备工程",
    "房屋建筑工程",
    "市政工程技术",
    "农业水利工程",
)
_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def person(seed: int) -> DemoPerson:
    """Return the person of that seed."""
    base = other_person(seed)
    rng = np.random.default_rng([seed, 0xE8A3])
    home, work = pick(rng, PLACES), pick(rng, PLACES)
    male = base.sex == "男"
    school = pick(rng, _SCHOOLS).format(pick(rng, PLACES)[2].removesuffix("市").removesuffix("州"))
    return replace(
        base,
        name=pick(rng, _LONG_MALE if male else _LONG_FEMALE) if rng.random() < 0.03 else name_of(rng, male=male),
        id_number=id_number(region=home[3], birth=base.birth, sequence=int(rng.integers(0, 499)) * 2 + male),
        address=_home(rng, home),
        phone=f"1{pick(rng, ('30', '51', '86', '99', '76'))}0000{digits(rng, 4)}",
        company=company_of(rng, work),
        uscc=uscc(region=work[3], body="MA" + "".join(pick(rng, _SYMBOLS) for _ in range(6))),
        legal_person=name_of(rng, male=True),
        company_address=f"{work[0]}{work[2]}{work[4]}{pick(rng, _ROADS)}{int(rng.integers(1, 900))}号"
        f"{pick(rng, ('', '创业大厦A座' + digits(rng, 3) + '室', '二楼'))}",
        company_founded=date(int(rng.integers(1992, 2022)), int(rng.integers(1, 13)), int(rng.integers(1, 28))),
        place=work[0] + work[2],
        school=school,
        president=name_of(rng, male=True),
        major=pick(rng, _MAJORS),
        diploma_number=f"1{digits(rng, 4)}1{base.graduated.year}0{pick(rng, (5, 6))}9{digits(rng, 5)}",
        degree_number=f"1{digits(rng, 4)}4{base.graduated.year}9{digits(rng, 5)}",
        insured_unit=digits(rng, 8),
    )


def name_of(rng: np.random.Generator, *, male: bool) -> str:
    """Return a name of two or three characters."""
    given = _MALE if male else _FEMALE
    start = int(rng.integers(0, len(given) // 2)) * 2
    return pick(rng, _SURNAMES) + given[start : start + (1 if rng.random() < 0.15 else 2)]


def company_of(rng: np.random.Generator, work: tuple[str, ...]) -> str:
    """Return a company's name."""
    head = pick(rng, (work[0], work[2], work[2].removesuffix("市"), ""))
    return head + pick(rng, _BRANDS) + pick(rng, _TRADES)


def parts(p: DemoPerson) -> tuple[str, str]:
    """Return the province and the city where the company is."""
    mark = "自治区" if "自治区" in p.place else "省"
    province, _, city = p.place.partition(mark)
    return province + mark, city


def home_of(p: DemoPerson) -> tuple[str, str, str]:
    """Return the province, city and district where the person lives."""
    province, _, city, _, district = next(place for place in PLACES if p.address.startswith(place[0] + place[2]))
    return province, city, district


def _home(rng: np.random.Generator, home: tuple[str, ...]) -> str:
    if rng.random() < 0.4:
        return f"{home[0]}{home[2]}{home[4]}{pick(rng, _VILLAGES)}{int(rng.integers(1, 300))}号"
    flat = f"{int(rng.integers(1, 30))}栋{int(rng.integers(1, 5))}单元{int(rng.integers(101, 1802))}"
    return f"{home[0]}{home[2]}{home[4]}{pick(rng, _ROADS)}{int(rng.integers(1, 900))}号{flat}"
