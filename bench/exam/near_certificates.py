"""Near misses: certificates, cards and licences that resemble a required one and aren't it."""

from __future__ import annotations

import numpy as np
from papers.people import after, digits, pick, printed, years
from papers.shapes import card, certificate, labelled, spread
from papers.sheet import LANDSCAPE, Sheet
from shoujian.demo.applicant import DemoPerson

from .book import decoy, emblem, sealed
from .people import home_of, parts


@decoy("near_first_level")
def first_level(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The certificate of the class above."""
    sheet = Sheet(rng, face="song", paper=(252, 250, 246))
    sheet.frame(140, (60, 90, 140), width=8, corners=True)
    sheet.mid(420, "中华人民共和国", 80, face="bold")
    sheet.mid(560, "一级建造师执业资格证书", 120, face="bold")
    sheet.face_of(p.sex, (1060, 800, 1420, 1300), "white")
    data = f"""
        姓    名 | {p.name}
        证件号码 | {p.id_number}
        性    别 | {p.sex}
        专业类别 | {p.specialty}
        批准日期 | {printed(p.qualified, "cn0")}
        管 理 号 | {p.qualified.year}0{digits(rng, 15)}
    """
    y = sheet.rows(600, 1480, data, 62, gap=400, leading=2.1)
    for x, issuer in ((760, "人力资源和社会保障部"), (1720, "住房和城乡建设部")):
        sheet.put(x, y + 320, issuer, 50, anchor="ma")
        sheet.seal("中华人民共和国" + issuer, x, y + 330)
    return [sheet]


@decoy("near_registered_electronic")
def registered_electronic(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The registration certificate, which the applicant doesn't have yet for this application."""
    province, _ = parts(p)
    sheet = labelled(
        p,
        rng,
        "二级建造师注册证书",
        f"""
        姓名： | {p.name}
        性别： | {p.sex}
        出生日期： | {printed(p.birth, "cn0")}
        注册编号： | {province[0]}2{digits(rng, 2)}{p.qualified.year}{digits(rng, 8)}
        聘用企业： | {p.company}
        注册专业： | {p.specialty}（有效期：{printed(years(p.applied, -2), "dash")}至{years(p.applied, 1)}）
        个人签名： |
        使用有效期： | {printed(p.applied, "cn")} 至 {printed(after(p.applied, 180), "cn")}
        """,
        f"{province}住房和城乡建设厅",
    )
    sheet.sign(p.name, 1000, 1600, size=90)
    return [sheet]


@decoy("near_fire_engineer")
def fire_engineer(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Another profession's qualification."""
    pairs = f"""
        姓    名 | {p.name}
        证件号码 | {p.id_number}
        级    别 | 一级
        专    业 | 消防安全技术
        批准日期 | {printed(p.qualified, "dot")}
        管 理 号 | {digits(rng, 20)}
    """
    title = pick(rng, ("注册消防工程师资格证书", "注册安全工程师职业资格证书"))
    return [spread(p, rng, title, pairs, "中华人民共和国应急管理部")]


@decoy("near_skill_level")
def skill_level(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A worker's skill certificate."""
    pairs = f"""
        姓    名 | {p.name}
        证件号码 | {p.id_number}
        职业名称 | {pick(rng, ("砌筑工", "钢筋工", "电工", "测量放线工"))}
        职业技能等级 | 三级/高级工
        证书编号 | S{digits(rng, 21)}
        发证日期 | {printed(p.trained, "cn0")}
    """
    return [labelled(p, rng, "职业技能等级证书", pairs, f"{parts(p)[1]}建筑职业技能鉴定所")]


@decoy("near_site_post")
def site_post(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A training certificate for a post on the site, with hours."""
    text = (
        f"{p.name}（身份证号{p.id_number}）于{printed(after(p.trained, -30), 'cn')}至{printed(p.trained, 'cn')}"
        f"参加施工现场专业人员{pick(rng, ('施工员', '资料员', '标准员'))}岗位培训，学时80，考核合格，特发此证。"
    )
    issuer = f"{parts(p)[1]}建设教育协会"
    number = f"0{digits(rng, 12)}"
    title = "职业培训合格证"
    return [certificate(p, rng, title, text, issuer, printed(p.trained, "cn"), number=number)]


@decoy("near_public_course")
def public_course(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Continuing education of another kind: the public course of professional titles."""
    sheet = Sheet(rng, face="song")
    sheet.frame(120, (50, 110, 80), width=8)
    sheet.mid(420, "专业技术人员继续教育", 96, face="bold")
    sheet.mid(560, "公需科目培训合格证书", 96, face="bold")
    text = (
        f"{p.name}同志，身份证号{p.id_number}，于{p.trained.year}年度参加专业技术人员公需科目学习，完成学时30，考试成绩"
        f"{int(rng.integers(70, 100))}分，合格。"
    )
    y = sheet.para(400, 950, text, 68, 1700, leading=2)
    issuer = f"{parts(p)[1]}人力资源和社会保障局"
    sealed(sheet, 1600, y + 500, (issuer, printed(p.trained, "cn")), issuer)
    return [sheet]


@decoy("near_school_completion")
def school_completion(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A school's certificate for someone who didn't pass."""
    text = (
        f"学生{p.name}，{p.sex}，"
        f"于{printed(p.enrolled, 'month')}至{printed(p.graduated, 'month')}在本校{p.major}专业学习，"
        "学完教学计划规定的全部课程，因部分课程成绩不合格，未达到毕业要求，准予结业。"
    )
    day = printed(p.graduated, "han")
    return [certificate(p, rng, "结 业 证 书", text, p.school, day, number=p.diploma_number)]


@decoy("near_student_status")
def student_status(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A report on somebody who still studies."""
    pairs = f"""
        姓名 | {p.name}
        性别 | {p.sex}
        院校 | {p.school}
        专业 | {p.major}
        层次 | 本科
        学制 | 4 年
        入学日期 | {printed(p.enrolled, "cn0")}
        学籍状态 | 在籍（注册学籍）
        预计毕业日期 | {printed(p.graduated, "cn0")}
        在线验证码 | A{digits(rng, 11)}
    """
    return [labelled(p, rng, "教育部学籍在线验证报告", pairs, "学生信息咨询与就业指导中心")]


@decoy("near_residence")
def residence(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A residence permit: a card with a portrait and the ID number."""
    sheet = card(rng, (226, 236, 246), (246, 240, 228))
    province, city, district = home_of(p)
    sheet.mid(50, f"{province}居住证", 58, face="bold")
    pairs = f"""
        姓名 | {p.name}
        性别 | {p.sex}
        常住户口所在地 | {province}{city}
        居住地住址 | {city}{district}
        公民身份号码 | {p.id_number}
        签发机关 | {city}公安局
    """
    sheet.rows(50, 160, pairs, 34, gap=260, leading=2.1)
    sheet.face_of(p.sex, (740, 170, 960, 470), "white")
    return [sheet]


@decoy("near_temporary_slip")
def temporary_slip(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The slip that one gets while the ID card is made."""
    sheet = Sheet(rng, (1700, 1100), face="song")
    sheet.mid(90, "居民身份证领取凭证", 80, face="bold")
    _, city, district = home_of(p)
    data = f"""
        姓名 | {p.name} | 性别 | {p.sex}
        公民身份号码 | {p.id_number} *3
        申领原因 | {pick(rng, ("有效期满换领", "丢失补领", "损坏换领"))} | 受理日期 | {printed(p.applied, "dot")}
        受理单位 | {city}公安局{district}派出所 *3
        领取时间 | 自受理之日起二十日后凭本凭证领取 *3
    """
    y = sheet.table(120, 260, (320, 500, 280, 360), data, 42, height=2.5)
    sheet.put(120, y + 40, "本凭证不作为身份证明使用", 40)
    sheet.seal(f"{city}公安局户政专用", 1400, y, diameter=320)
    return [sheet]


@decoy("near_food_licence")
def food_licence(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Another licence of the same registrar, of the same build."""
    sheet = Sheet(rng, LANDSCAPE, face="song")
    sheet.tinted((250, 250, 240), (240, 246, 238))
    sheet.lace((120, 150, 90), inset=100, depth=60)
    emblem(sheet, 1754, 330, 110)
    sheet.mid(500, pick(rng, ("食品经营许可证", "排污许可证", "道路运输经营许可证")), 140, face="bold")
    left = f"""
        经营者名称 | {p.company}
        社会信用代码 | {p.uscc}
        法定代表人 | {p.legal_person}
        住    所 | {p.company_address}
        许可证编号 | JY{digits(rng, 14)}
        有效期至 | {printed(years(p.applied, 3), "cn0")}
    """
    sheet.rows(420, 860, left, 54, gap=420, leading=2.2)
    office = f"{parts(p)[1]}市场监督管理局"
    sealed(sheet, 2800, 1800, ("发证机关", printed(years(p.applied, -2), "cn0")), office, size=52)
    return [sheet]


@decoy("near_organisation_code")
def organisation_code(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A certificate of before 2015: code of the organisation, or of its taxes."""
    sheet = Sheet(rng, LANDSCAPE, face="song", paper=(246, 250, 246))
    sheet.frame(130, (60, 130, 90), width=10, corners=True)
    title, label = pick(rng, (("组织机构代码证", "代码"), ("税务登记证", "纳税人识别号"), ("社会保险登记证", "编号")))
    sheet.mid(300, "中华人民共和国", 76, face="bold")
    sheet.mid(420, title, 150, face="bold", spacing=20)
    data = f"""
        {label}： | {p.uscc[8:17]}
        机构名称： | {p.company}
        机构类型： | 企业法人    法定代表人：{p.legal_person}
        地    址： | {p.company_address}
        有 效 期： | 自{printed(p.company_founded, "cn")}至{printed(years(p.company_founded, 4), "cn")}
    """
    sheet.rows(500, 820, data, 58, leading=2.4)
    sealed(sheet, 2700, 1800, ("颁发单位", f"登记号 {digits(rng, 6)}-{digits(rng, 6)}"), f"{parts(p)[1]}质量技术监督局")
    return [sheet]


@decoy("near_bank_account")
def bank_account(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """What a bank gives a company."""
    sheet = Sheet(rng, (2480, 1754), face="fang")
    sheet.mid(240, "基本存款账户信息", 100, face="bold")
    data = f"""
        账户名称： | {p.company}
        账户号码： | {digits(rng, 19)}
        开户银行： | 示例银行{parts(p)[1]}分行营业部
        法定代表人（单位负责人）： | {p.legal_person}
        基本存款账户编号： | J{digits(rng, 13)}
    """
    sheet.rows(360, 520, data, 58, leading=2.3)
    sealed(sheet, 1900, 1280, (printed(years(p.applied, -3), "cn"),), f"示例银行{parts(p)[1]}分行")
    return [sheet]
