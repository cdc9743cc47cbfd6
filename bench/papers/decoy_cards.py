"""Decoys: cards, booklets and travel papers of a person."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson

from .identity import card_front
from .people import after, digits, pick, printed, street, years
from .registry import decoy
from .shapes import card
from .sheet import Sheet


@decoy("driver")
def driver(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """机动车驾驶证."""
    sheet = card(rng, (236, 244, 240), (246, 240, 236))
    sheet.put(505, 30, "中华人民共和国机动车驾驶证", 44, anchor="ma", weight=1)
    sheet.put(505, 88, "Driving License of the People's Republic of China", 24, anchor="ma")
    sheet.put(60, 130, "证号", 30)
    sheet.put(180, 126, p.id_number, 40)
    pairs = [
        ("姓名", f"{p.name}        性别  {p.sex}"),
        ("住址", p.address[:17]),
        ("出生日期", printed(p.birth, "dash")),
        ("初次领证日期", printed(years(p.birth, 20), "dash")),
        ("准驾车型", pick(rng, ("C1", "C1D", "B2"))),
        ("有效期限", f"{printed(p.id_from, 'dash')}至{printed(years(p.id_from, 10), 'dash')}"),
    ]
    sheet.rows(60, 190, pairs, 30, leading=2.2)
    sheet.face_of(p.sex, (740, 280, 950, 560))
    sheet.seal("公安局交通警察支队", 160, 500, diameter=190)
    return [sheet]


@decoy("vehicle")
def vehicle(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """机动车行驶证."""
    sheet = card(rng, (238, 240, 248), (240, 246, 240))
    sheet.put(505, 34, "中华人民共和国机动车行驶证", 44, anchor="ma", weight=1)
    pairs = f"""
        号牌号码 | 浙A·{digits(rng, 5)}    车辆类型  小型轿车
        所有人 | {p.name}
        住　址 | {p.address[:18]}
        使用性质 | 非营运    品牌型号  示例牌SL7180
        车辆识别代号 | LSX{digits(rng, 14)}
        发动机号码 | {digits(rng, 8)}
        注册日期 | {printed(p.trained, "dash")}  发证日期 {printed(after(p.trained, 2), "dash")}
    """
    sheet.rows(50, 120, pairs, 31, gap=210, leading=2.15)
    sheet.seal("公安局交通警察支队", 830, 520, diameter=200)
    return [sheet]


@decoy("social_card")
def social_card(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """社会保障卡: a near miss of both 身份证 and 社会保险参保证明."""
    sheet = card(rng, (214, 230, 244), (236, 214, 220))
    sheet.put(505, 34, "中华人民共和国社会保障卡", 52, anchor="ma", weight=1, fill=(40, 60, 110))
    sheet.face_of(p.sex, (60, 150, 300, 480))
    pairs = f"""
        姓名 | {p.name}
        社会保障号码 | {p.id_number}
        卡号 | {digits(rng, 9)}
        发卡日期 | {printed(p.trained, "month")}
    """
    sheet.rows(340, 170, pairs, 36, gap=240, leading=2.1)
    sheet.put(340, 500, f"{p.place[:3]}人力资源和社会保障厅", 34)
    sheet.draw.rounded_rectangle((800, 420, 930, 520), 14, fill=(214, 184, 110))
    return [sheet]


@decoy("permit")
def permit(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """港澳通行证, or 居住证: cards like an identity card."""
    if rng.random() < 0.5:
        sheet = card(rng, (226, 214, 236), (214, 232, 240))
        sheet.put(505, 36, "往来港澳通行证", 60, anchor="ma", weight=1)
        sheet.put(505, 106, "EXIT-ENTRY PERMIT FOR TRAVELLING TO AND FROM HONG KONG AND MACAO", 20, anchor="ma")
        sheet.face_of(p.sex, (60, 170, 320, 530))
        pairs = f"""
            姓　　名 | {p.name}
            出生日期 | {printed(p.birth, "dot")}
            性　　别 | {p.sex}
            有效期限 | {printed(p.id_from, "dot")}-{printed(years(p.id_from, 10), "dot")}
            签发地点 | {p.place[:2]}
            签发机关 | 公安部出入境管理局
        """
        sheet.rows(370, 160, pairs, 34, gap=190, leading=1.95)
        sheet.put(700, 550, "C" + digits(rng, 8), 44)
        return [sheet]
    sheet = card_front(p, rng)
    sheet.fields.clear()
    sheet.side = None
    sheet.draw.rectangle((30, 20, 620, 66), fill=(222, 234, 243))
    sheet.put(60, 14, f"{p.place[:3]}居住证", 42, weight=1, fill=(40, 90, 60))
    return [sheet]


@decoy("bank_card")
def bank_card(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A bank card."""
    tone = pick(rng, ((170, 36, 44), (30, 80, 140), (24, 120, 90), (60, 60, 66)))
    sheet = card(rng, tone, (tone[0] // 2, tone[1] // 2, tone[2] // 2))
    pale = (240, 240, 236)
    sheet.put(60, 50, pick(rng, ("示例银行", "模拟商业银行", "样本农村信用社")), 60, fill=pale, weight=1)
    sheet.draw.rounded_rectangle((80, 200, 220, 300), 16, fill=(214, 184, 110))
    sheet.put(
        80, 350, "6" + "   ".join((digits(rng, 3), digits(rng, 4), digits(rng, 4), digits(rng, 4))), 60, fill=pale
    )
    sheet.put(80, 470, "VALID THRU  09/31", 32, fill=pale)
    sheet.put(760, 520, "借记卡 DEBIT", 34, fill=pale)
    return [sheet]


@decoy("passport")
def passport(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """护照, the page with the portrait."""
    sheet = Sheet(rng, (1476, 1040), face="micro", paper=(238, 236, 244))
    sheet.guilloche((224, 222, 236))
    sheet.put(60, 50, "护 照  PASSPORT", 44, face="hei")
    sheet.put(760, 50, "中华人民共和国 PEOPLE'S REPUBLIC OF CHINA", 30)
    sheet.face_of(p.sex, (70, 190, 430, 670))
    number = "E" + digits(rng, 8)
    pairs = f"""
        类型/Type | P      国家码/Country Code  CHN
        护照号/Passport No. | {number}
        姓名/Name | {p.name}
        性别/Sex | {p.sex}        国籍/Nationality  中国/CHINESE
        出生日期/Date of birth | {printed(p.birth, "dot")}
        出生地点/Place of birth | {p.address[:2]}
        签发日期/Date of issue | {printed(p.id_from, "dot")}
        有效期至/Date of expiry | {printed(years(p.id_from, 10), "dot")}
    """
    sheet.rows(470, 170, pairs, 27, gap=330, leading=2.3)
    sheet.put(60, 840, "POCHNNAME<<EXAMPLE<<<<<<<<<<<<<<<<<<<<<<<<<<", 50, face="hei")
    sheet.put(60, 920, f"{number}4CHN{p.birth:%y%m%d}8M{p.id_until:%y%m%d}<<<<<<<<<<<<<<04", 50, face="hei")
    return [sheet]


@decoy("household")
def household(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """户口本: the page of a member."""
    sheet = Sheet(rng, (1680, 1240), face="song", paper=(246, 244, 236))
    sheet.mid(80, "常 住 人 口 登 记 卡", 60, face="hei")
    data = f"""
        姓名 | {p.name} | 户主或与户主关系 | {pick(rng, ("户主", "妻", "长子", "女"))}
        曾用名 | | 性别 | {p.sex}
        出生地 | {p.address[:6]} | 民族 | {p.nation}
        籍贯 | {p.address[:6]} | 出生日期 | {printed(p.birth, "cn")}
        本市（县）其他住址 | | 宗教信仰 |
        公民身份证件编号 | {p.id_number} | 身高 | 172
        文化程度 | 大学本科 | 婚姻状况 | 已婚
        服务处所 | {p.company[:12]} | 职业 | 技术员
        何时由何地迁来本址 | {printed(p.id_from, "cn")} *3
    """
    sheet.table(90, 190, (330, 470, 330, 370), data, 36, height=2.5)
    sheet.put(300, 1130, "承办人签章：", 36)
    sheet.put(1000, 1130, "登记日期：" + printed(p.id_from, "cn"), 36)
    sheet.seal("公安局户口专用", 600, 1060, diameter=300)
    return [sheet]


@decoy("marriage")
def marriage(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """结婚证: the inner spread."""
    sheet = Sheet(rng, (2100, 1480), face="song", paper=(250, 226, 224))
    sheet.draw.line((1050, 0, 1050, 1480), fill=(220, 180, 180), width=6)
    sheet.rows(130, 200, f"""
        持证人 | {p.name}
        登记日期 | {printed(p.id_from, "cn")}
        结婚证字号 | J33{digits(rng, 4)}-{p.id_from.year}-{digits(rng, 6)}
        备注 |
    """, 52, gap=300, leading=2.4)  # fmt: skip
    sheet.seal("民政局婚姻登记专用章", 600, 1100, diameter=420)
    sheet.face_of("男", (1200, 160, 1500, 560), "red")
    sheet.face_of("女", (1500, 160, 1800, 560), "red")
    sheet.rows(1130, 660, f"""
        姓名 | {p.name}    性别  {p.sex}
        国籍 | 中国    出生日期  {printed(p.birth, "cn")}
        身份证件号 | {p.id_number}
        姓名 | {p.legal_person}    性别  {"女" if p.sex == "男" else "男"}
        国籍 | 中国
    """, 42, gap=230, leading=2.4)  # fmt: skip
    return [sheet]


@decoy("house")
def house(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """不动产权证书."""
    sheet = Sheet(rng, face="song", paper=(250, 244, 244))
    sheet.put(300, 240, f"浙（{p.trained.year}）{p.place[3:]}不动产权第{digits(rng, 7)}号", 54)
    data = f"""
        权 利 人 | {p.name}
        共有情况 | 单独所有
        坐    落 | {p.place}{street(rng)}{int(rng.integers(2, 30))}幢1单元{int(rng.integers(2, 20))}01室
        不动产单元号 | 330106{digits(rng, 12)}F{digits(rng, 8)}
        权利类型 | 国有建设用地使用权/房屋所有权
        权利性质 | 出让/市场化商品房
        用    途 | 城镇住宅用地/住宅
        面    积 | 房屋建筑面积{int(rng.integers(60, 180))}.{digits(rng, 2)}平方米
        使用期限 | 国有建设用地使用权至{printed(years(p.trained, 68), "cn")}止
        权利其他状况 | 专有建筑面积：{int(rng.integers(50, 120))}平方米~房屋结构：钢筋混凝土结构~房屋总层数：18
    """
    sheet.table(300, 360, (420, 1460), data, 52, height=3.2, line=(160, 60, 60))
    sheet.seal("不动产登记专用章", 1800, 2700)
    return [sheet]
