"""二级建造师初始注册申请表: four forms."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4, INK

from .people import after, digits, name_of, pick, printed, spaced
from .registry import design
from .sheet import Sheet

NAME = "二级建造师初始注册申请表"
_PROMISE = (
    "本人郑重承诺：所填报的注册申请信息及提交的材料真实、合法、有效，本人已受聘且只受聘于上述企业，不存在“挂证”等"
    "违法违规行为，如有隐瞒或提供虚假材料，愿承担由此产生的一切法律后果。"
)
_COMPANY_PROMISE = (
    "本企业承诺：已对申请人的申报材料进行核实，申请人与本企业签订劳动合同并由本企业缴纳社会保险，为其提供的证明材料"
    "真实有效。若有弄虚作假，愿意接受建设行政主管部门的处理。"
)
_OPINIONS = (
    ("申请人声明", "本人对本申请表内容及所附材料的真实性负责，如有虚假，愿承担相应的法律责任。", "申请人（签名）："),
    ("聘用企业意见", "同意申报。经审核，申请人所填内容属实，本企业对此负责。", "企业负责人（签名）：        （公章）"),
    ("市级建设主管部门审查意见", "经审查，申报材料齐全。", "（公章）"),
    ("省级建设主管部门审批意见", "", "（公章）"),
)


def _truth(sheet: Sheet, p: DemoPerson, number: str = "") -> None:
    sheet.fields |= {"name": p.name, "id_number": p.id_number, "company": p.company}
    if number:
        sheet.fields["form_number"] = number


@design(NAME, "application/bureau")
def bureau(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """One table on one page, as a bureau's own system prints it."""
    sheet = Sheet(rng, face=pick(rng, ("song", "thin")))
    number = f"{p.applied:%Y%m%d}10{digits(rng, 3)}"
    sheet.mid(190, f"{p.place[:3]}二级建造师初始注册申请表", 82, face="bold", spacing=4)
    sheet.put(2200, 340, f"编号：{number}", 44, anchor="ra")
    widths = (330, 430, 330, 430, 330, 230)
    data = f"""
        姓  名 | {p.name} | 性  别 | {p.sex} | 民  族 | {p.nation}
        出生日期 | {printed(p.birth, "dash")} | 证件类型 | 身份证 | 学  历 | {pick(rng, ("本科", "大专"))}
        证件号码 | {p.id_number} *2 | 联系电话 | {p.phone} *2
        毕业院校 | {p.school} *2 | 所学专业 | {p.major} *2
        毕业时间 | {printed(p.graduated, "dash")} | 资格证书~编号 | {p.qualification_number} *3
        聘用企业信息 *6
        企业名称 | {p.company} *3 | 法定~代表人 | {p.legal_person}
        工商注册地 | {p.place} *2 | 统一社会~信用代码 | {p.uscc} *2
        资质类别 | 建筑工程施工总承包 *2 | 资质等级 | {pick(rng, ("贰级", "叁级", "二级"))} *2
        申请注册~专业 | {p.specialty} *2 | 资格证书~签发日期 | {printed(p.qualified, "dash")} *2
    """
    y = sheet.table(200, 410, widths, data, 44, height=2.4)
    for head, text, sign, seal in (
        ("申请人承诺", _PROMISE, "申请人（签字）：", ""),
        ("聘用企业承诺", _COMPANY_PROMISE, "（盖企业公章）", p.company),
    ):
        sheet.draw.rectangle((200, y, 2280, y + 680), outline=INK, width=3)
        sheet.mid(y + 25, head, 46, face="bold")
        sheet.para(240, y + 110, text, 44, 2000)
        sheet.put(1200, y + 450, sign, 44)
        sheet.put(1500, y + 580, spaced(p.applied), 44)
        if seal:
            sheet.seal(seal, 1500, y + 470)
        else:
            sheet.sign(p.name, 1750, y + 460)
        y += 680
    _truth(sheet, p, number)
    sheet.fields["phone"] = p.phone
    return [sheet]


@design(NAME, "application/ministry")
def ministry(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A cover, a page of data, a page of opinions: the paper form of old."""
    return [_cover(p, rng), _data(p, rng), _opinions(p, rng)]


def _cover(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    cover = Sheet(rng, face="song")
    number = digits(rng, 8)
    cover.put(1700, 260, f"编号：{number}", 50, face="fang")
    cover.mid(800, "二级注册建造师", 120, face="bold", spacing=18)
    cover.mid(1020, "初始注册申请表", 140, face="bold", spacing=24)
    data = f"""
        申请人姓名： | {p.name}
        聘用企业名称： | {p.company}
        申请注册专业： | {p.specialty}
        填表日期： | {spaced(p.applied)}
    """
    cover.rows(560, 1700, data, 58, gap=460, leading=2.6, value="kai", rule=1050)
    cover.mid(3100, "中华人民共和国住房和城乡建设部制", 52, face="fang", spacing=6)
    cover.fields |= {"name": p.name, "company": p.company, "form_number": number}
    return cover


def _data(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    sheet = Sheet(rng, face="song")
    sheet.mid(200, "一、申请人基本情况", 60, face="hei")
    data = f"""
        姓名 | {p.name} | 性别 | {p.sex}
        民族 | {p.nation} | 出生年月 | {printed(p.birth, "month")}
        身份证号 | {p.id_number} *3
        毕业学校 | {p.school} *3
        所学专业 | {p.major} | 毕业时间 | {printed(p.graduated, "month")}
        手机 | {p.phone} | 邮政编码 | {digits(rng, 6)}
        通讯地址 | {p.address} *3
    """
    top = sheet.table(560, 340, (300, 420, 300, 420), data, 46, height=2.7, faces=("song", "kai"))
    sheet.side_label(430, 340, top, 130, "基本情况", 50)
    sheet.face_of(p.sex, (2040, 340, 2300, 700), "red")
    data = f"""
        企业名称 | {p.company} *3
        企业地址 | {p.company_address} *3
        法定代表人 | {p.legal_person} | 资质等级 | 叁级
        资质证书~编号 | D33{digits(rng, 7)} *3
        参加工作~时间 | {printed(after(p.graduated, 40), "month")} | 从事专业~工作年限 | 八年
    """
    y = sheet.table(560, top, (300, 420, 300, 420), data, 46, height=2.7, faces=("song", "kai"))
    sheet.side_label(430, top, y, 130, "聘用企业", 50)
    data = f"""
        资格证书编号 | {p.qualification_number} *3
        资格取得方式 | 考试 | 签发日期 | {printed(p.qualified, "cn")}
        申请注册专业 | {p.specialty} *3
        继续教育情况~（逾期注册时填） | <{printed(p.trained, "month")}参加继续教育，考核合格。 *3
    """
    sheet.table(430, y, (430, 420, 300, 420), data, 46, height=2.9, faces=("song", "kai"))
    sheet.foot(1, 2, 1)
    _truth(sheet, p)
    sheet.fields["phone"] = p.phone
    return sheet


def _opinions(p: DemoPerson, rng: np.random.Generator) -> Sheet:
    sheet = Sheet(rng, face="song")
    sheet.mid(200, "二、申请人、聘用企业及主管部门意见", 60, face="hei")
    y = 340
    for head, text, closing in _OPINIONS:
        sheet.draw.rectangle((300, y, 2200, y + 690), outline=INK, width=3)
        sheet.side_label(300, y, y + 690, 180, head, 48)
        sheet.para(530, y + 60, text, 48, 1620)
        sheet.put(900, y + 430, closing, 48)
        sheet.put(1500, y + 570, "年    月    日" if "主管" in head else spaced(p.applied), 48)
        y += 690
    sheet.sign(p.name, 1480, 800)
    sheet.seal(p.company, 1750, 1500)
    sheet.foot(2, 2, 1)
    return sheet


@design(NAME, "application/browser")
def browser(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A web page printed from the browser, with its address and time around it, on two pages."""
    first, second = Sheet(rng, face="micro"), Sheet(rng, face="micro")
    for place, sheet in enumerate((first, second), 1):
        sheet.put(120, 60, f"{p.applied.year}/{p.applied.month}/{p.applied.day} 15:0{place}", 30, face="song")
        sheet.mid(60, "二级建造师注册管理信息系统", 30, face="song")
        sheet.put(120, 3420, "http://jzs.example.gov.cn/PersonApply/PrintForm.aspx?type=1", 30, face="song")
        sheet.put(2360, 3420, f"{place}/2", 30, face="song", anchor="ra")
    _web_form(first, p, rng)
    for y, text, sign, hand in (
        (180, "申请人承诺：" + _PROMISE, "申请人（签字）：", p.name),
        (1100, "聘用企业承诺：" + _COMPANY_PROMISE, "聘用企业（盖章）：", ""),
    ):
        second.draw.rectangle((160, y, 2320, y + 800), outline=(90, 90, 96), width=2)
        second.para(200, y + 40, text, 44, 2080, indent=0)
        second.put(200, y + 480, sign, 44)
        second.put(200, y + 640, "日期：" + spaced(p.applied), 44)
        if hand:
            second.sign(hand, 850, y + 500)
        else:
            second.seal(p.company, 850, y + 540)
    return [first, second]


def _web_form(sheet: Sheet, p: DemoPerson, rng: np.random.Generator) -> None:
    number = digits(rng, 18)
    sheet.bars(1750, 150, 560, 90)
    sheet.put(1750, 250, number, 32)
    sheet.mid(330, "二级注册建造师初始注册申请表", 76, weight=1)
    data = f"""
        申请人姓名 | {p.name} | 性别 | {p.sex}
        证件类型 | 居民身份证 | 证件号码 | {p.id_number}
        出生日期 | {printed(p.birth, "dash")} | 民族 | {p.nation}族
        手机号码 | {p.phone} | 电子邮箱 | {digits(rng, 7)}@example.cn
        毕业院校 | {p.school} | 所学专业 | {p.major}
        毕业时间 | {printed(p.graduated, "dash")} | 最高学历 | 大学本科
        资 格 证 书 信 息 *4
        证书编号 | {p.qualification_number} | 签发日期 | {printed(p.qualified, "dash")}
        专业类别 | {p.specialty} | 取得方式 | 考试
        申 请 注 册 信 息 *4
        聘用企业名称 | {p.company} *3
        统一社会信用代码 | {p.uscc} *3
        企业所属地 | {p.place} | 企业类型 | 施工
        申请注册专业 | {p.specialty} | 是否逾期注册 | 是
        继续教育情况 | 已于{printed(p.trained, "dash")}完成120学时继续教育 *3
    """
    y = sheet.table(160, 480, (380, 700, 380, 700), data, 42, height=2.7, line=(90, 90, 96), thick=2)
    sheet.face_of(p.sex, (180, 130, 400, 438))
    note = "说明：1.本表由申请人在网上填报后打印，涂改无效。2.本表一式一份，签字盖章后扫描上传。"
    sheet.para(180, y + 40, note, 34, 2100, indent=0)
    _truth(sheet, p, number)
    sheet.fields["phone"] = p.phone


@design(NAME, "application/copy")
def photocopy(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A landscape form filled in in another hand's type, and photocopied."""
    sheet = Sheet(rng, (A4[1], A4[0]), face="kai")
    sheet.mid(130, "二级建造师注册申请表（初始注册）", 84, face="hei", spacing=8)
    sheet.put(160, 290, f"填报单位：{p.company}", 46)
    sheet.put(3340, 290, f"填表日期：{printed(p.applied, 'cn')}", 46, anchor="ra")
    data = f"""
        姓    名 | <{p.name} | 性    别 | <{p.sex} | 民    族 | <{p.nation}
        身份证号 | <{p.id_number} *3 | 联系电话 | <{p.phone}
        毕业学校 | <{p.school} *3 | 专    业 | <{p.major}
        资格证书号 | <{p.qualification_number} *3 | 签发日期 | <{printed(p.qualified, "dot")}
        聘用单位 | <{p.company} *3 | 单位负责人 | <{p.legal_person}
        注册专业 | <{p.specialty} *3 | 工作年限 | <六年
    """
    bottom = sheet.table(160, 380, (330, 700, 330, 800, 330, 690), data, 50, height=2.8, faces=("kai", "wen"))
    half = 1590
    for x, head, text, closing in (
        (160, "申请人意见", "以上内容属实，本人自愿申请注册。", "签名："),
        (160 + half, "聘用单位意见", "情况属实，同意申请。", "负责人：          （公章）"),
    ):
        sheet.draw.rectangle((x, bottom, x + half, bottom + 720), outline=INK, width=3)
        sheet.put(x + 40, bottom + 30, head, 50, face="hei")
        sheet.para(x + 40, bottom + 160, text, 52, half - 100, face="wen")
        sheet.put(x + 500, bottom + 440, closing, 48)
        sheet.put(x + 800, bottom + 590, printed(after(p.applied, -1), "cn"), 48)
    sheet.sign(p.name, 1000, bottom + 440, black=True)
    sheet.sign(name_of(rng, male=True), 2500, bottom + 420, black=True)
    sheet.seal(p.company, 2800, bottom + 440)
    sheet.copied()
    _truth(sheet, p)
    sheet.fields["phone"] = p.phone
    return [sheet]
