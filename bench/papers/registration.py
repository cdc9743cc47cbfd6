"""学历证书, as proved online: registration records and reports on a diploma or degree."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4

from .diploma import NAME
from .people import after, digits, pick, printed
from .registry import design
from .sheet import Sheet

_GREEN = (26, 130, 110)
_NOTES = (
    "1、备案表是依据《高等学校学生学籍学历电子注册办法》对学历电子注册信息的备案。",
    "2、备案表内容验证办法：①点击备案表中的在线验证码，可在线验证；②登录 https://www.chsi.com.cn ，"
    "在“在线验证”栏输入验证码。",
    "3、备案表在验证有效期内可免费在线验证，有效期由报告持有者设置，到期可再次延长。",
)


@design(NAME, "diploma/record")
def record(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """教育部学历证书电子注册备案表."""
    sheet = Sheet(rng, face="song")
    sheet.guilloche((228, 242, 238), rings=30)
    sheet.mid(250, "教育部学历证书电子注册备案表", 96, face="bold")
    sheet.put(2260, 420, "更新日期：" + printed(after(p.applied, -20), "cn"), 42, anchor="ra")
    sheet.face_of(p.sex, (1840, 520, 2240, 1050), "blue")
    level = pick(rng, ("本科", "专科"))
    data = f"""
        姓名 | {p.name}
        性别 | {p.sex}
        出生日期 | {printed(p.birth, "cn0")}
        入学日期 | {printed(p.enrolled, "cn0")}
        毕业（结）业日期 | {printed(p.graduated, "cn0")}
    """
    y = sheet.table(230, 520, (380, 1200), data, 48, height=2.35)
    data = f"""
        学校名称 | {p.school} *3
        专业 | {p.major} | 学制 | 4 年
        层次 | {level} | 学历类别 | {pick(rng, ("普通高等教育", "成人高等教育", "网络教育"))}
        学习形式 | {pick(rng, ("普通全日制", "函授", "业余"))} | 毕（结）业 | 毕业
        证书编号 | {p.diploma_number} | 校（院）长姓名 | {p.president}
    """
    y = sheet.table(230, y, (380, 630, 380, 630), data, 48, height=2.35)
    code = " ".join(("A" + digits(rng, 15))[place : place + 4] for place in range(0, 16, 4))
    sheet.put(420, y + 120, "在线验证码", 46)
    sheet.put(760, y + 120, code, 50, face="micro")
    sheet.qr(1800, y + 80, 360)
    sheet.put(230, y + 520, "注意事项：", 40, face="hei")
    y += 600
    for note in _NOTES:
        y = sheet.para(230, y, note, 38, 2020, indent=0, leading=1.6)
    sheet.seal("全国高等学校学生信息咨询中心", 1250, y - 500, diameter=480)
    sheet.fields |= {"name": p.name, "certificate_number": p.diploma_number, "issued_on": printed(p.graduated, "cn0")}
    return [sheet]


@design(NAME, "diploma/query")
def query(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """中国高等教育学历认证报告: paragraphs of labels with a green border."""
    sheet = Sheet(rng, face="song", paper=(250, 253, 251))
    sheet.lace(_GREEN, inset=80, depth=60)
    sheet.mid(330, "中国高等教育学历认证报告", 92, face="bold", fill=_GREEN, spacing=4)
    sheet.mid(480, "Report on Authentication of Higher Education Qualification", 42)
    sheet.put(2180, 580, "报告编号：" + digits(rng, 12), 42, anchor="ra")
    sheet.face_of(p.sex, (1830, 680, 2180, 1170), "blue")
    data = f"""
        姓　　名： | {p.name}
        性　　别： | {p.sex}
        出生日期： | {printed(p.birth, "cn")}
        入学日期： | {printed(p.enrolled, "cn")}
        毕业日期： | {printed(p.graduated, "cn")}
        学历类型： | 普通高等教育
        学历层次： | 本科
        毕业院校： | {p.school}
        院校所在地： | {p.place}
        专业名称： | {p.major}
        学习形式： | 全日制
        证书编号： | {p.diploma_number}
        校（院）长： | {p.president}
    """
    sheet.rows(320, 690, data, 54, gap=330, leading=2.2)
    sheet.para(320, 2360, "经核查，该学历证书系国家承认的学历。", 56, 1800, face="kai")
    sheet.put(1400, 2640, "全国高等学校学生信息咨询与就业指导中心", 42)
    sheet.put(1650, 2740, printed(after(p.applied, -200), "cn"), 46)
    sheet.seal("学历认证专用章", 1850, 2700)
    sheet.qr(330, 2560, 330)
    sheet.fields |= {"name": p.name, "certificate_number": p.diploma_number, "issued_on": printed(p.graduated, "cn")}
    return [sheet]


@design(NAME, "degree/report")
def degree_report(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """中国高等教育学位在线验证报告: a landscape table."""
    sheet = Sheet(rng, (A4[1], A4[0]), face="micro")
    sheet.tinted((246, 250, 255), (255, 255, 255))
    sheet.draw.rectangle((0, 0, 3508, 190), fill=(38, 92, 168))
    sheet.mid(60, "中国高等教育学位在线验证报告", 78, fill=(250, 250, 252))
    sheet.put(3300, 240, "更新日期：" + printed(after(p.applied, -9), "cn"), 40, anchor="ra")
    data = f"""
        姓名 | {p.name} | 性别 | {p.sex}
        出生日期 | {printed(p.birth, "cn")} | 学位授予单位 | {p.school}
        学科/专业 | {p.major} | 学位类别 | 工学学士学位
        获学位日期 | {printed(p.graduated, "cn")} | 校长姓名 | {p.president}
        学位证书编号 | {p.degree_number} *3
    """
    sheet.table(300, 330, (500, 1000, 500, 900), data, 54, height=2.7, line=(150, 170, 200))
    sheet.put(300, 1250, "在线验证码： " + digits(rng, 18), 54)
    sheet.para(
        300,
        1400,
        "注：本报告由学信网依据学位授予单位上报的学位信息生成，验证网址 https://www.chsi.com.cn/xlcx/bgcx.jsp 。"
        "报告有效期内可反复验证。",
        40,
        2300,
        indent=0,
    )
    sheet.qr(2750, 1250, 440)
    sheet.fields |= {"name": p.name, "certificate_number": p.degree_number}
    return [sheet]
