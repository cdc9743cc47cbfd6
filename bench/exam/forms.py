"""二级建造师初始注册申请表: printed from a web form, with opinions, as a booklet, by hand, of another province."""

from __future__ import annotations

import numpy as np
from papers.people import digits, pick, printed, spaced
from papers.sheet import Sheet
from shoujian.demo.applicant import DemoPerson

from .book import blank, design
from .people import parts

NAME = "二级建造师初始注册申请表"
_KEYS = ("name", "id_number", "company", "phone")


def _truth(sheet: Sheet, p: DemoPerson, number: str = "", keys: tuple[str, ...] = _KEYS) -> None:
    values = {"name": p.name, "id_number": p.id_number, "company": p.company, "phone": p.phone}
    sheet.fields |= {key: values[key] for key in keys} | ({"form_number": number} if number else {})


def _agreed(p: DemoPerson, rng: np.random.Generator, number: str, stamp: str) -> Sheet:
    """The second page of the web form."""
    sheet = Sheet(rng, face="micro")
    sheet.put(120, 70, stamp, 32)
    text = f"本人承诺对所填报内容及上传材料的真实性负责，已与{p.company}签订劳动合同，且未在其他单位注册执业。"
    y = sheet.table(200, 240, (2080,), f"申请人承诺\n<{text}", 42, height=3, line=(150, 160, 170))
    sheet.put(1250, y + 60, "申请人签名：", 44)
    sheet.sign(p.name, 1800, y + 90, size=84)
    y = sheet.table(200, y + 260, (2080,), "聘用企业意见~同意申报，材料属实。", 42, height=12, line=(150, 160, 170))
    sheet.put(1500, y - 130, "（公章）", 44)
    sheet.seal(p.company, 1700, y - 190)
    sheet.put(120, 3400, f"第 2 页，共 2 页    {number}", 30)
    return sheet


@design(NAME, "application/web_print")
def web_print(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """What a browser prints: address and time at the edges, pale rules, values in another face."""
    first = Sheet(rng, face="micro")
    number = f"ZC{p.applied:%Y%m%d}{digits(rng, 5)}"
    stamp = f"{p.applied:%Y/%m/%d} {int(rng.integers(8, 18))}:{int(rng.integers(10, 59))}"
    first.put(120, 70, stamp, 32)
    first.put(1240, 70, "二级建造师注册管理系统", 32, anchor="ma")
    first.mid(240, "二级建造师初始注册申请表", 80, face="sans")
    first.put(200, 400, f"申请编号：{number}", 40)
    first.put(2280, 400, f"填报时间：{p.applied:%Y-%m-%d}", 40, anchor="ra")
    data = f"""
        个人基本信息 *4
        申请人姓名 | {p.name} | 性别 | {p.sex}
        出生日期 | {p.birth:%Y-%m-%d} | 民族 | {p.nation}族
        证件类型 | 身份证 | 身份证件号码 | {p.id_number}
        手机号码 | {p.phone} | 电子邮箱 | {digits(rng, 8)}@example.com
        毕业院校 | {p.school} | 毕业时间 | {printed(p.graduated, "dash")}
        所学专业 | {p.major} | 学历 | {pick(rng, ("本科", "大专", "中专"))}
        执业资格信息 *4
        资格证书编号 | {p.qualification_number} | 签发日期 | {p.qualified:%Y-%m-%d}
        注册专业 | {p.specialty} | 取得方式 | 考试
        聘用企业信息 *4
        聘用企业名称 | {p.company} *3
        统一社会信用代码 | {p.uscc} | 法定代表人 | {p.legal_person}
        资质类别及等级 | {pick(rng, ("建筑工程施工总承包贰级", "市政公用工程施工总承包叁级"))} *3
        通讯地址 | {p.company_address} *3
    """
    y = first.table(200, 480, (430, 640, 430, 580), data, 40, height=2.6, head=(232, 240, 248), line=(150, 160, 170))
    first.qr(1980, y + 80, 260)
    first.put(120, 3400, f"第 1 页，共 2 页    {number}", 30)
    _truth(first, p, number)
    return [first, _agreed(p, rng, number, stamp)]


@design(NAME, "application/approval")
def approval(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An approval form on one page, with boxes for everyone's opinion."""
    sheet = Sheet(rng, face=pick(rng, ("thin", "song")))
    province, city = parts(p)
    sheet.mid(220, f"{province}二级建造师初始注册审批表", 82, face="hei")
    sheet.put(260, 380, f"企业名称（盖章）：{p.company}", 44)
    sheet.seal(p.company, 1450, 500)
    data = f"""
        姓  名 | {p.name} | 性  别 | {p.sex} | 出生年月 | {printed(p.birth, "month")}
        公民身份证号码 | {p.id_number} *3 | 联系电话 | {p.phone}
        毕业学校 | {p.school} *3 | 专  业 | {p.major}
        资格证书编号 | {p.qualification_number} *3 | 签发日期 | {printed(p.qualified, "dot")}
        申请注册专业 | {p.specialty} *3 | 注册类别 | 初始注册
    """
    widths = (330, 420, 200, 380, 250, 400)
    y = sheet.table(250, 500, widths, data, 40, height=2.8)
    for head, opinion, sign in (
        ("申请人意见", "以上所填内容属实，现申请二级建造师初始注册。", f"签字：{p.name}"),
        ("聘用单位意见", "情况属实，同意该同志申请注册。", f"负责人：{p.legal_person}"),
        (f"{city}住房城乡建设局初审意见", "", "（盖章）"),
        (f"{province}住房和城乡建设厅审批意见", "", "（盖章）"),
    ):
        below = sheet.table(250, y, (330, 1650), [(head, f"<{opinion}")], 42, height=11)
        sheet.put(1500, below - 190, sign, 42)
        day = spaced(p.applied) if opinion else "年    月    日"
        sheet.put(1560, below - 90, day, 42)
        y = below
    _truth(sheet, p)
    return [sheet]


def _promises(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    """The last page of the booklet."""
    last = Sheet(rng, face="song")
    last.table(240, 300, (2000,), "注册申请人声明~本人对提交资料的真实性承担责任。", 44, height=16)
    last.sign(p.name, 1800, 930)
    last.put(1250, 900, "声明人（签名）：", 46)
    last.table(240, 1150, (2000,), "聘用单位审核意见~经审核，申请人提供的资料真实有效，同意上报。", 44, height=18)
    last.seal(p.company, 1700, 1700)
    last.mid(3300, "- 2 -", 40)
    return last


@design(NAME, "application/booklet")
def booklet(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The ministry's booklet: cover, what is known of the person, promises."""
    cover = Sheet(rng, face="fang")
    cover.mid(900, "二级注册建造师", 130, face="bold", spacing=16)
    cover.mid(1130, "初始注册申请表", 130, face="bold", spacing=16)
    for row, (label, value) in enumerate(
        (("申 请 人", p.name), ("聘用单位", p.company), ("填表日期", spaced(p.applied)))
    ):
        blank(cover, 560, 1850 + row * 190, f"{label}：", value, 64, 1000)
    cover.mid(2900, "中华人民共和国住房和城乡建设部制", 56)
    _truth(cover, p, keys=("name", "company"))
    body = Sheet(rng, face="song")
    body.side_label(240, 300, 1420, 120, "申请人情况", 46)
    data = f"""
        姓名 | {p.name} | 性别 | {p.sex} |
        证件名称 | 居民身份证 | 出生日期 | {p.birth:%Y.%m.%d} |
        证件号码 | {p.id_number} *3 |
        学  校 | {p.school} | 所学专业 | {p.major} |
        移动电话 | {p.phone} | 固定电话 | 0{digits(rng, 3)}-8{digits(rng, 6)} |
    """
    body.table(360, 300, (280, 560, 280, 450, 330), data, 42, height=5.3)
    body.face_of(p.sex, (1950, 330, 2230, 720), "white")
    body.side_label(240, 1420, 2100, 120, "聘用单位", 46)
    data = f"""
        单位名称 | {p.company} *3
        注册地址 | {p.company_address} *3
        单位类型 | 建筑施工 | 法人代表 | {p.legal_person}
    """
    body.table(360, 1420, (280, 760, 280, 580), data, 42, height=5.4)
    data = f"注册专业一 | {p.specialty} | 资格证书号 | {p.qualification_number}\n注册专业二 |  | 资格证书号 | "
    body.table(240, 2180, (400, 500, 400, 720), data, 42, height=4)
    body.mid(3300, "- 1 -", 40)
    _truth(body, p)
    return [cover, body, _promises(p, rng)]


@design(NAME, "application/by_hand")
def by_hand(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A printed blank, filled in with a pen, boxes ticked."""
    sheet = Sheet(rng, face="song")
    sheet.mid(250, "二级建造师注册申请表", 96, face="bold")
    sheet.put(280, 450, "申请类别：■初始注册   □增项注册   □重新注册   □延续注册   □变更注册", 48)
    rows = (
        (("姓名", p.name, 420), ("性别", p.sex, 150), ("民族", p.nation, 200), ("学历", "本科", 250)),
        (("身份证号码", p.id_number, 800), ("手机", p.phone, 560)),
        (("毕业院校", p.school, 760), ("专业", p.major, 600)),
        (("资格证书号", p.qualification_number, 860), ("发证日期", written_long(p.qualified), 470)),
        (("申请注册专业", p.specialty, 600),),
        (("受聘企业", p.company, 1400),),
        (("企业地址", p.company_address, 1500),),
    )
    y = 620.0
    for row in rows:
        x = 280.0
        for label, value, room in row:
            x = blank(sheet, x, y, label + "：", value, 52, room)
        y += 150
    for head in ("主要工作经历", "主要业绩"):
        sheet.draw.rectangle((280, y, 2200, y + 420), outline=(30, 30, 30), width=4)
        sheet.put(310, y + 30, head + "：", 48)
        sheet.put(420, y + 150, f"{p.graduated.year}年至今  {p.company}  施工员", 46, face="kai", fill=(40, 50, 110))
        y += 460
    y = sheet.para(280, y + 20, "本人保证以上内容真实，如有虚假，愿承担法律责任。", 50, 1900)
    blank(sheet, 1200, y + 100, "申请人签字：", p.name, 54, 500)
    sheet.put(280, y + 260, "企业审查意见：同意", 50)
    sheet.seal(p.company, 700, y + 320)
    _truth(sheet, p)
    return [sheet]


def written_long(day: object) -> str:
    """Return a date as a form's blank has it."""
    return f"{day:%Y年%m月%d日}"


@design(NAME, "application/guangdong")
def guangdong(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A province's form with numbered sections, labels above their values."""
    sheet = Sheet(rng, face="fang")
    province, _ = parts(p)
    number = f"{pick(rng, ('A', 'JZ', 'EJ'))}-{p.applied.year}-{digits(rng, 6)}"
    sheet.put(2250, 150, f"受理号：{number}", 40, anchor="ra")
    sheet.mid(260, f"{province}二级建造师注册申请表", 84, face="bold")
    sheet.mid(390, "（初始注册）", 60)
    y = 520.0
    for head, widths, data in (
        ("一、申请人", (560, 260, 700, 500), f"姓名|性别|身份证号|联系电话\n{p.name}|{p.sex}|{p.id_number}|{p.phone}"),
        (
            "二、学历",
            (900, 620, 500),
            f"毕业院校|所学专业|毕业时间\n{p.school}|{p.major}|{printed(p.graduated, 'month')}",
        ),
        (
            "三、执业资格",
            (900, 620, 500),
            f"资格证书编号|申报专业|发证时间\n{p.qualification_number}|{p.specialty}|{printed(p.qualified, 'dot')}",
        ),
        ("四、聘用企业", (1100, 920), f"企业名称|统一社会信用代码\n{p.company}|{p.uscc}"),
    ):
        sheet.put(230, y, head, 50, face="hei")
        y = sheet.table(230, y + 80, widths, data, 40, height=2.5, head=(240, 240, 240)) + 60
    sheet.put(230, y, "五、声明与签章", 50, face="hei")
    y = sheet.para(230, y + 100, f"申请人郑重声明：本人受聘于[[{p.company}]]，提交的材料真实、准确、完整。", 48, 2020)
    sheet.put(230, y + 80, "申请人：", 48)
    sheet.sign(p.name, 620, y + 110, size=90)
    sheet.put(1300, y + 80, "企业（盖章）：", 48)
    sheet.seal(p.company, 1850, y + 120)
    sheet.put(1300, y + 200, spaced(p.applied), 48)
    _truth(sheet, p, number)
    return [sheet]
