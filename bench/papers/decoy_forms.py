"""Decoys: forms of other procedures, and contracts which aren't labour contracts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from shoujian.demo.applicant import DemoPerson

from .people import company_of, digits, pick, printed, spaced, street
from .registry import decoy
from .shapes import form
from .sheet import Sheet

_WIDTHS = (400, 640, 400, 600)


def _closed(sheet: Sheet, p: DemoPerson) -> list[Sheet]:
    sheet.put(300, 2900, "申请人（签字）：", 48)
    sheet.sign(p.name, 900, 2920)
    sheet.put(1300, 2900, "聘用企业（公章）：", 48)
    sheet.seal(p.company, 1800, 2950)
    sheet.put(1400, 3100, spaced(p.applied), 48)
    return [sheet]


def _registration(p: DemoPerson, rng: np.random.Generator, kind: str, rows: str, promise: str) -> list[Sheet]:
    number = f"编号：{p.applied:%Y%m%d}{digits(rng, 5)}"
    data = f"""
        姓名 | {p.name} | 性别 | {p.sex}
        证件号码 | {p.id_number} | 联系电话 | {p.phone}
        注册编号 | 浙233{p.qualified.year}{digits(rng, 9)} | 注册专业 | {p.specialty}
        注册有效期至 | {printed(p.contract_until, "cn")} | 聘用企业 | {p.company}
        {rows}
    """
    title = pick(rng, ("二级建造师", "二级注册建造师")) + kind + "申请表"
    return _closed(form(rng, title, number, data, _WIDTHS, ("申请人承诺：" + promise,)), p)


@decoy("change_form")
def change(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """变更注册申请表."""
    rows = f"变更事项 | 执业企业变更 *3\n原聘用企业 | {company_of(rng, p.place[3:])} *3\n现聘用企业 | {p.company} *3"
    kind = pick(rng, ("变更注册", "执业企业变更注册"))
    return _registration(p, rng, kind, rows, "本人已与原聘用企业解除劳动关系，以上填报内容真实有效。")


@decoy("cancel_form")
def cancel(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """注销注册申请表."""
    rows = "注销原因 | 解除聘用合同 *3\n注销说明 | <本人已与聘用企业解除聘用合同，自愿申请注销注册。 *3"
    return _registration(p, rng, "注销注册", rows, "本人对申请注销注册的真实性负责。")


@decoy("renew_form")
def renew(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """延续注册申请表."""
    rows = f"继续教育情况 | 已完成必修课60学时、选修课60学时 *3\n申请延续专业 | {p.specialty} *3"
    return _registration(
        p, rng, pick(rng, ("延续注册", "增项注册", "重新注册")), rows, "以上所填内容真实，如有虚假愿承担责任。"
    )


@decoy("exam_form")
def exam(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """二级建造师考试报名表: before the qualification, not after it."""
    data = f"""
        姓名 | {p.name} | 性别 | {p.sex}
        证件号码 | {p.id_number} | 报名序号 | {digits(rng, 8)}
        工作单位 | {p.company} *3
        毕业院校 | {p.school} | 所学专业 | {p.major}
        考试级别 | 考全科 | 报考专业 | {p.specialty}
        考试科目 | 建设工程施工管理、建设工程法规及相关知识、专业工程管理与实务 *3
    """
    promise = ("本人承诺报名信息真实准确，自愿遵守考试纪律。", "单位审核意见：同意报考。")
    title = f"{p.qualified.year}年度二级建造师执业资格考试报名表"
    return _closed(form(rng, title, "报名点：" + p.place, data, _WIDTHS, promise), p)


@decoy("title_form")
def title_form(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """专业技术资格评审申报表."""
    data = f"""
        姓名 | {p.name} | 出生年月 | {printed(p.birth, "month")}
        身份证号 | {p.id_number} | 现任职务 | 助理工程师
        工作单位 | {p.company} *3
        毕业院校 | {p.school} | 所学专业 | {p.major}
        申报专业 | 建筑施工 | 申报资格 | 工程师
        主要业绩 | <参与完成多项工程的施工管理，负责技术方案编制和质量控制，发表论文两篇。 *3
        单位意见 | <同意推荐申报。 *3
    """
    return _closed(form(rng, "专业技术资格评审申报表", "填表时间：" + printed(p.applied, "cn"), data, _WIDTHS), p)


def _agreement(
    rng: np.random.Generator, title: str, sides: Sequence[tuple[str, str]], clauses: Sequence[str], seals: Sequence[str]
) -> list[Sheet]:
    sheet = Sheet(rng, face=pick(rng, ("song", "fang", "thin")))
    sheet.mid(240, title, 100, face=pick(rng, ("bold", "hei")), spacing=12)
    y = sheet.rows(300, 470, sides, 50, leading=1.75)
    for place, text in enumerate(clauses):
        y = sheet.para(300, y + 20, f"{'一二三四五六七八九十'[place]}、{text}", 50, 1880, leading=1.75)
    y = max(y + 200, 2300)
    for x, side in ((300, sides[0][0]), (1350, sides[1][0])):
        sheet.put(x, y, f"{side.rstrip('：')}（签章）：", 50)
        sheet.put(x, y + 320, "日期：    年    月    日", 50)
    for x, text in zip((750, 1800), seals, strict=True):
        if len(text) > 4:
            sheet.seal(text, x, y + 120, below="合同专用章")
        else:
            sheet.sign(text, x, y + 110)
    return [sheet]


@decoy("service_contract")
def service(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """劳务合同, or 劳务派遣/分包: the nearest miss of 劳动合同."""
    pay = int(rng.integers(150, 400))
    clauses = (
        f"乙方按甲方要求提供{p.specialty}劳务服务，劳务期限自{printed(p.contract_from, 'cn')}至项目完工之日止。",
        f"劳务报酬按实际出勤天数计算，每日人民币{pay}元，按月结算，乙方自行承担税费。",
        "本合同为劳务关系，双方不存在劳动关系，甲方不为乙方缴纳社会保险。",
        "乙方在提供劳务过程中应遵守安全操作规程，因自身原因造成的损失由乙方承担。",
        "因本合同发生争议，双方协商不成的，向甲方所在地人民法院起诉。",
    )
    sides = [("甲方：", p.company), ("乙方：", f"{p.name}    身份证号：{p.id_number}")]
    return _agreement(rng, pick(rng, ("劳务合同", "劳务协议书", "劳务用工协议")), sides, clauses, (p.company, p.name))


@decoy("internship")
def internship(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """实习协议."""
    clauses = (
        f"甲方接收乙方在本单位实习，实习期自{printed(p.contract_from, 'cn')}起，共六个月。",
        "乙方系在校学生，实习期间双方不建立劳动关系。甲方每月向乙方发放实习补贴1500元。",
        "甲方安排指导人员对乙方进行业务指导，实习结束后出具实习鉴定。",
        "乙方应遵守甲方的规章制度和劳动纪律，注意人身安全。",
    )
    sides = [("甲方（实习单位）：", p.company), ("乙方（实习学生）：", p.name), ("学校：", p.school)]
    return _agreement(rng, "实 习 协 议 书", sides, clauses, (p.company, p.name))


@decoy("lease")
def lease(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """房屋租赁合同."""
    clauses = (
        f"甲方将位于{p.place}{street(rng)}的房屋出租给乙方居住使用，建筑面积{int(rng.integers(40, 130))}平方米。",
        f"租赁期限自{printed(p.contract_from, 'cn')}起至{printed(p.contract_until, 'cn')}止。",
        f"月租金为人民币{int(rng.integers(12, 80))}00元，押一付三，水电费由乙方承担。",
        "租赁期内甲方负责房屋主体维修，乙方不得擅自转租。",
        "任何一方违约，应向对方支付一个月租金作为违约金。",
    )
    sides = [("出租方（甲方）：", p.legal_person), ("承租方（乙方）：", p.name), ("身份证号码：", p.id_number)]
    return _agreement(rng, "房屋租赁合同", sides, clauses, (p.legal_person, p.name))


@decoy("purchase")
def purchase(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """购销合同, or 施工合同."""
    seller = company_of(rng, p.place[3:])
    clauses = (
        "乙方向甲方供应商品混凝土，规格C30，数量以实际供货为准，单价随信息价下浮。",
        "质量要求：符合现行国家标准，乙方随货提供合格证和检验报告。",
        "交货地点：甲方施工现场。验收以双方签认的送货单为准。",
        "结算方式：每月25日对账，次月10日前支付当月货款的百分之七十。",
        "违约责任：逾期付款的，按日万分之五支付违约金。",
    )
    sides = [("甲方（需方）：", p.company), ("乙方（供方）：", seller)]
    return _agreement(rng, pick(rng, ("材料购销合同", "工业品买卖合同")), sides, clauses, (p.company, seller))


@decoy("confidential")
def confidential(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """保密及竞业限制协议: between the same two sides as the labour contract."""
    clauses = (
        "乙方在甲方任职期间知悉的商业秘密，包括投标报价、客户名单、施工工法等，负有保密义务。",
        "乙方不论因何种原因从甲方离职，离职后两年内仍应承担保密义务。",
        "乙方违反本协议的，应向甲方支付违约金人民币伍万元，并赔偿损失。",
        "本协议作为双方劳动合同的附件，自双方签字盖章之日起生效。",
    )
    sides = [("甲方：", p.company), ("乙方：", f"{p.name}（身份证号：{p.id_number}）")]
    return _agreement(rng, pick(rng, ("保密协议", "竞业限制协议")), sides, clauses, (p.company, p.name))
