"""承诺书: a person's, a company's for a person, on notified conditions, a ticked form, by hand on ruled paper."""

from __future__ import annotations

import numpy as np
from papers.people import pick, printed, spaced
from papers.sheet import Sheet
from shoujian.demo.applicant import DemoPerson

from .book import blank, design
from .people import parts

NAME = "承诺书"


def _truth(sheet: Sheet, p: DemoPerson, day: str, *, numbered: bool = True) -> None:
    sheet.fields |= {"name": p.name, "signed_on": day}
    if numbered:
        sheet.fields["id_number"] = p.id_number


@design(NAME, "pledge/personal")
def personal(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A person's pledge not to lend the certificate, blanks filled by hand."""
    sheet = Sheet(rng, face="song")
    sheet.mid(380, pick(rng, ("建造师注册执业承诺书", "不挂证承诺书", "个人承诺函")), 110, face="bold")
    y = 700.0
    x = blank(sheet, 420, y, "本人", p.name, 60, 360)
    blank(sheet, x, y, "，身份证件号码", p.id_number, 60, 760)
    y = sheet.para(310, y + 120, "现申请二级建造师初始注册，就有关事项承诺如下：", 60, 1860, indent=0)
    for text in (
        "（一）本人为聘用企业在职在岗人员，由聘用企业支付工资并缴纳社会保险，不存在“挂证”行为。",
        "（二）本人未受过刑事处罚，不属于不予注册的情形。",
        "（三）注册后本人将按规定参加继续教育，恪守职业道德，保证执业成果质量并承担相应责任。",
        "（四）上述承诺如有不实，自愿撤销注册，三年内不再申请，并记入个人信用档案。",
    ):
        y = sheet.para(310, y, text, 60, 1860, leading=1.95)
    day = spaced(p.applied)
    blank(sheet, 1100, y + 220, "承诺人（签字并按手印）：", "", 56, 420)
    sheet.sign(p.name, 1960, y + 250)
    blank(sheet, 1300, y + 380, "", day, 56, 640)
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "pledge/company")
def company(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A company's pledge that the applicant works for it."""
    sheet = Sheet(rng, face="fang")
    province, _ = parts(p)
    sheet.mid(340, "企业承诺书", 130, face="bold", spacing=16)
    sheet.put(320, 640, f"{province}住房和城乡建设厅：", 62)
    text = (
        f"我单位（{p.company}，统一社会信用代码{p.uscc}）为{p.name}（身份证号{p.id_number}）申报二级建造师注册，"
        "我单位郑重承诺："
    )
    y = sheet.para(320, 780, text, 62, 1850, leading=1.95)
    for text in (
        "1．该同志为我单位正式职工，劳动合同、社会保险关系真实有效。",
        "2．所上传的申报材料均与原件核对一致，无弄虚作假行为。",
        "3．愿意接受主管部门的监督检查，如有违反，由我单位承担相应的法律责任。",
    ):
        y = sheet.para(320, y, text, 62, 1850, leading=1.95)
    day = printed(p.applied, "cn")
    sheet.put(320, y + 180, "申请人签名：", 58)
    sheet.sign(p.name, 820, y + 210)
    sheet.put(1350, y + 180, "法定代表人：", 58)
    sheet.chop(p.legal_person, 1850, y + 210)
    sheet.put(1350, y + 340, "单位（公章）", 58)
    sheet.put(1350, y + 460, day, 58)
    sheet.seal(p.company, 1620, y + 420)
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "pledge/notified")
def notified(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Conditions told by the office on one page, promised to by the applicant on the other."""
    province, _ = parts(p)
    first = Sheet(rng, face="song")
    first.mid(300, "行政许可事项告知承诺书", 100, face="bold")
    data = f"""
        申 请 人 | {p.name} | 证件号码 | {p.id_number}
        联系电话 | {p.phone} | 聘用单位 | {p.company}
        许可事项 | 二级建造师执业资格认定（初始注册） *3
        行政机关 | {province}住房和城乡建设厅 *3
    """
    y = first.table(240, 500, (300, 560, 300, 840), data, 42, height=2.8)
    first.put(240, y + 60, "行政机关告知", 54, face="hei")
    y += 160
    for text in (
        "一、许可依据：《中华人民共和国建筑法》《注册建造师管理规定》。",
        "二、应当具备的条件：取得二级建造师资格证书；受聘于一个相关单位；达到继续教育要求；没有不予注册的情形。",
        "三、承诺方式：申请人愿意作出承诺的，在规定期限内提交签章后的告知承诺书。",
        "四、不实承诺的法律责任：依法撤销行政许可决定，并纳入信用记录。",
    ):
        y = first.para(240, y, text, 52, 2000, leading=1.85)
    first.fields |= {"name": p.name, "id_number": p.id_number}
    second = Sheet(rng, face="song")
    second.put(240, 300, "申请人承诺", 54, face="hei")
    y = 420.0
    for text in (
        "申请人已认真学习了相关法律法规，知悉行政机关告知的全部内容，现作出以下承诺：",
        "（一）所填写的基本信息真实、准确；（二）已经符合行政机关告知的条件；（三）愿意承担不实承诺、违反承诺的法律责任；"
        "（四）上述承诺是申请人真实的意思表示。",
    ):
        y = second.para(240, y, text, 54, 2000, leading=1.95)
    day = printed(p.applied, "cn0")
    second.put(300, y + 260, f"申请人（签字）：{p.name}", 54)
    second.put(300, y + 380, f"日期：{day}", 54)
    second.put(1400, y + 260, "行政机关（公章）", 54)
    second.seal(f"{province}住房和城乡建设厅", 1700, y + 300)
    second.mid(3260, "（本文书一式两份，行政机关与申请人各执一份）", 42)
    second.fields |= {"name": p.name, "signed_on": day}
    return [first, second]


@design(NAME, "pledge/ticked")
def ticked(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A form with boxes to tick, the pledge in one framed cell."""
    sheet = Sheet(rng, face="micro")
    sheet.mid(260, "申请材料真实性承诺", 100, face="sans")
    data = f"""
        承诺人 | {p.name} | 证件类型 | ■身份证 □护照 □军官证
        证件号 | {p.id_number} | 手机号 | {p.phone}
        承诺类型 | ■本人承诺 □法定代表人承诺 □委托代理人承诺 *3
    """
    y = sheet.table(240, 480, (280, 700, 280, 740), data, 42, height=3)
    text = "承诺内容：~"
    for row, item in enumerate(
        (
            "本人提交的电子材料与纸质原件内容一致；",
            "本人近三年内无因执业行为受到行政处罚的记录；",
            "本人同意有关部门通过数据共享核验社保、学历信息；",
            "若承诺不实，本人自愿承担一切后果。",
        )
    ):
        text += f"~■ {row + 1}. {item}"
    y = sheet.table(240, y, (2000,), "<" + text, 50, height=14)
    sheet.put(1300, y + 120, "承诺人签章：", 52)
    sheet.sign(p.name, 1860, y + 150)
    day = printed(p.applied, "dash")
    sheet.put(1300, y + 280, f"承诺日期：{day}", 52)
    _truth(sheet, p, day)
    return [sheet]


@design(NAME, "pledge/by_hand")
def by_hand(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A pledge written with a pen on ruled paper."""
    sheet = Sheet(rng, face="kai", paper=(252, 252, 246))
    for y in range(560, 3200, 140):
        sheet.draw.line((220, y, 2260, y), fill=(206, 120, 120), width=3)
    ink = pick(rng, ((30, 44, 120), (34, 34, 46)))
    sheet.mid(390, "承诺书", 110, fill=ink, weight=1, spacing=40)
    text = (
        f"本人{p.name}，身份证号{p.id_number}，现申请注册到{p.company}。我保证所交的学历证、资格证、劳动合同都是真的，"
        "没有在别的单位注册，也没有把证书借给别人使用。如有虚假，一切责任由我本人承担。"
    )
    y = sheet.para(260, 590, text, 82, 1960, leading=140 / 82, fill=ink)
    day = printed(p.applied, "cn")
    sheet.put(1400, y + 140, f"承诺人：{p.name}", 82, fill=ink)
    sheet.put(1400, y + 280, day, 82, fill=ink)
    _truth(sheet, p, day)
    return [sheet]
