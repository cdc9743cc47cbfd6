"""Decoys: proofs and letters in running text."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson

from .people import digits, pick, printed, spaced
from .registry import decoy
from .shapes import letter
from .sheet import Sheet


def _who(p: DemoPerson) -> str:
    return f"{p.name}（身份证号：{p.id_number}）"


@decoy("dismissal")
def dismissal(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """解除劳动合同证明书."""
    title = pick(rng, ("解除劳动合同证明书", "解除（终止）劳动合同证明", "离职证明"))
    start, end = printed(p.contract_from, "cn"), printed(p.applied, "cn")
    text = (
        f"兹证明[[{_who(p)}]]原系我单位职工，岗位为[[施工员]]，双方于[[{start}]]签订劳动合同，劳动合同期限三年。"
        f"因[[个人原因]]，经双方协商一致，自[[{end}]]起解除劳动合同，其在本单位的工作年限为[[一]]年。"
    )
    return [letter(rng, title, [text, "双方无劳动争议，工资已结清。", "特此证明。"], p.company, end)]


@decoy("income")
def income(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """收入证明."""
    pay = int(rng.integers(60, 300)) * 100
    text = (
        f"兹证明[[{_who(p)}]]系我单位正式员工，现任[[项目技术负责人]]职务，"
        f"自[[{printed(p.contract_from, 'month')}]]在我单位工作至今，"
        f"月平均收入（税后）为人民币[[{pay}]]元，我单位对本证明的真实性负责。"
    )
    paras = ["<示例银行股份有限公司：", text, "本证明仅用于办理个人住房贷款，特此证明。"]
    return [letter(rng, pick(rng, ("收入证明", "个人收入证明")), paras, p.company, printed(p.applied, "cn"))]


@decoy("employed")
def employed(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """在职证明, or 工作证明."""
    text = (
        f"兹有我单位员工{_who(p)}，性别{p.sex}，"
        f"自{printed(p.contract_from, 'cn')}起在我公司{p.specialty}项目部任职，至今在岗。"
    )
    title = pick(rng, ("在职证明", "工作证明", "工作经历证明"))
    return [letter(rng, title, [text, "特此证明。"], p.company, printed(p.applied, "cn"))]


@decoy("record")
def record(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """无犯罪记录证明."""
    text = (
        f"经查询违法犯罪人员信息系统，被查询人：{p.name}，性别：{p.sex}，出生日期：{printed(p.birth, 'cn')}，"
        "居民身份号码："
        f"{p.id_number}，截至查询日期，未发现有犯罪记录。"
    )
    office = p.address.split("市")[0].split("省")[-1] + "市公安局城关派出所"
    return [
        letter(
            rng, "无犯罪记录证明", [f"<公（城）证字〔2026〕{digits(rng, 4)}号", text], office, printed(p.applied, "cn")
        )
    ]


@decoy("introduction")
def introduction(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """介绍信."""
    text = f"兹介绍我单位[[{p.name}]]等[[壹]]人前往你处联系[[二级建造师资格证书领取]]事宜，请予接洽为荷。"
    paras = [f"<{p.place[3:]}住房和城乡建设局：", text, "此致", "<敬礼", "<（有效期七天）"]
    return [letter(rng, "介 绍 信", paras, p.company, printed(p.applied, "han"))]


@decoy("authority")
def authority(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """授权委托书."""
    paras = [
        f"<委托单位：{p.company}",
        f"<法定代表人：{p.legal_person}",
        f"<受委托人：{p.name}    身份证号：{p.id_number}",
        f"现委托上述受委托人为我单位代理人，办理{p.specialty}施工投标及二级建造师注册申报材料递交等事宜。",
        f"委托期限：{printed(p.applied, 'cn')}至{printed(p.contract_until, 'cn')}。代理人无转委托权。",
    ]
    title = pick(rng, ("授权委托书", "法定代表人授权委托书"))
    return [letter(rng, title, paras, p.company, printed(p.applied, "cn"))]


@decoy("transfer")
def transfer(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """任职文件: a company's circular with a red head."""
    sheet = Sheet(rng, face="fang")
    sheet.mid(300, f"{p.company}文件", 110, face="bold", fill=(200, 24, 30))
    sheet.mid(520, f"人字〔{p.applied.year}〕{int(rng.integers(3, 80))}号", 54)
    sheet.draw.line((250, 640, 2230, 640), fill=(200, 24, 30), width=8)
    sheet.mid(740, f"关于聘任{p.name}同志为项目经理的通知", 78, face="bold")
    y = sheet.para(320, 960, "各部门、各项目部：", 60, 1850, indent=0)
    text = (
        f"经公司研究决定，聘任{p.name}同志为市民中心工程项目经理，全面负责该项目的质量、安全、进度管理工作，"
        "聘期与项目工期一致。"
    )
    y = sheet.para(320, y, text, 60, 1850, leading=1.9)
    y = sheet.para(320, y, "特此通知。", 60, 1850, leading=1.9)
    sheet.put(2150, y + 300, p.company, 60, anchor="ra")
    sheet.put(2100, y + 420, printed(p.applied, "cn"), 60, anchor="ra")
    sheet.seal(p.company, 1800, y + 360)
    return [sheet]


@decoy("resume")
def resume(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """个人简历."""
    sheet = Sheet(rng, face="micro")
    sheet.draw.rectangle((0, 0, 760, sheet.height), fill=(44, 62, 80))
    sheet.face_of(p.sex, (200, 200, 560, 704), "blue")
    pale = (236, 240, 244)
    sheet.put(380, 780, p.name, 90, anchor="ma", fill=pale)
    for place, text in enumerate((f"电话 {p.phone}", p.place, f"{p.birth.year}年出生", "求职意向：项目经理")):
        sheet.put(90, 980 + place * 90, text, 42, fill=pale)
    y = 200.0
    for head, paras in (
        ("教育背景", [f"{printed(p.enrolled, 'dot')} - {printed(p.graduated, 'dot')}  {p.school}  {p.major}  本科"]),
        (
            "工作经历",
            [
                f"2015.07 - 至今  {p.company}  技术负责人",
                "负责施工组织设计编制、现场质量与安全管理，参与完成住宅及市政项目多个。",
            ],
        ),
        ("证书技能", ["二级建造师执业资格证书、英语四级、计算机二级", "熟练使用 AutoCAD、广联达、Office"]),
        ("自我评价", ["工作认真负责，吃苦耐劳，有较强的沟通协调能力和团队精神。"]),
    ):
        sheet.put(860, y, head, 60, fill=(44, 62, 80), weight=1)
        sheet.draw.line((860, y + 90, 2380, y + 90), fill=(44, 62, 80), width=4)
        y += 130
        for text in paras:
            y = sheet.para(860, y, text, 44, 1500, indent=0)
        y += 120
    return [sheet]


@decoy("note")
def note(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A handwritten note on ruled paper."""
    sheet = Sheet(rng, (1740, 2460), face="wen", paper=(252, 250, 238))
    for y in range(320, 2400, 120):
        sheet.draw.line((80, y, 1660, y), fill=(170, 190, 214), width=3)
    texts = pick(
        rng,
        (
            ("请假条", "领导：", "因家中有事，需请假两天，望批准。", p.name, printed(p.applied, "cn")),
            (
                "借条",
                f"今借到{p.legal_person}人民币伍仟元整，",
                "于年底前归还。",
                f"借款人：{p.name}",
                printed(p.applied, "dot"),
            ),
            ("待办", "1. 建造师证书复印", "2. 社保清单去大厅打", "3. 劳动合同找人事盖章", f"电话 {p.phone}"),
        ),
    )
    for place, text in enumerate(texts):
        x = 700 if place == 0 else 140
        for glyph in text:
            lift = rng.normal(0, 5)
            sheet.put(x, 230 + place * 240 + lift, glyph, int(rng.integers(70, 84)), fill=(28, 40, 110), record=False)
            x += 80 if ord(glyph) > 255 else 46
    return [sheet]


@decoy("receipt_notice")
def receipt_notice(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """申报告知单."""
    paras = [
        f"<{p.name}：",
        f"您申请的“二级建造师初始注册”事项已提交，办件申报号：{digits(rng, 21)}，查询密码：{digits(rng, 6)}。",
        f"提交时间：{spaced(p.applied)}。您可凭办件申报号和查询密码在办事进度中查询办理结果。",
    ]
    return [letter(rng, "申报告知单", paras, f"{p.place[:3]}住房和城乡建设厅", printed(p.applied, "cn"))]
