"""Near misses: forms, agreements, letters and lists from the same business, and pictures for a portrait's place."""

from __future__ import annotations

import numpy as np
from papers.people import after, digits, pick, printed, spaced, years
from papers.shapes import form, letter
from papers.sheet import LANDSCAPE, Sheet
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.portrait import draw_portrait

from .book import blank, decoy, lay
from .cards import front
from .people import name_of, parts

_PARTS = (
    "二级建造师初始注册申请表",
    "申请人身份证",
    "一寸免冠照片",
    "学历证书",
    "二级建造师资格证书",
    "劳动合同",
    "社会保险参保证明",
    "继续教育证明",
    "承诺书",
    "企业营业执照",
)


@decoy("near_addition_form")
def addition_form(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A form of the same look for another business."""
    business = pick(rng, ("增项注册", "重新注册", "注销注册", "遗失补办"))
    data = f"""
        姓名 | {p.name} | 性别 | {p.sex}
        身份证号码 | {p.id_number} | 联系电话 | {p.phone}
        聘用企业 | {p.company} *3
        原注册编号 | {parts(p)[0][0]}2{digits(rng, 14)} | 注册有效期 | {printed(years(p.applied, 1), "dash")}
        原注册专业 | {p.specialty} | 申请事项 | {business}
        申请理由 | 因工作需要，申请办理{business}。 *3
        聘用企业意见 | 同意。（公章） *3
    """
    title = f"二级建造师{business}申请表"
    return [form(rng, title, f"申请日期：{spaced(p.applied)}", data, (400, 620, 400, 600))]


@decoy("near_first_level_form")
def first_level_form(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The form for another profession's first registration."""
    who = pick(rng, ("一级建造师", "一级造价工程师", "监理工程师", "二级注册建筑师"))
    data = f"""
        姓名 | {p.name} | 出生日期 | {printed(p.birth, "dash")}
        证件号码 | {p.id_number} | 手机 | {p.phone}
        毕业院校 | {p.school} | 专业 | {p.major}
        聘用单位 | {p.company} *3
        资格证书管理号 | {digits(rng, 18)} *3
        申请人承诺 | 以上填报内容真实有效。      签字：{p.name} *3
    """
    return [form(rng, f"{who}初始注册申请表", f"编号：{digits(rng, 10)}", data, (400, 640, 380, 600))]


@decoy("near_exam_ticket")
def exam_ticket(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """What one takes to the examination."""
    sheet = Sheet(rng, face="song")
    year = p.qualified.year
    sheet.mid(260, f"{year}年度二级建造师执业资格考试", 80, face="bold")
    sheet.mid(390, "准 考 证", 110, face="bold")
    data = f"""
        姓名 | {p.name} | 准考证号 | {digits(rng, 11)}
        证件号码 | {p.id_number} | 专业 | {p.specialty}
        考点名称 | {parts(p)[1]}第{pick(rng, "二三七九")}中学 | 座位 | {digits(rng, 2)} 考场 {digits(rng, 2)} 座
    """
    y = sheet.table(230, 600, (300, 720, 300, 700), data, 42, height=3)
    sheet.face_of(p.sex, (1980, y + 40, 2230, y + 390), "white")
    data = f"""
        科目 | 考试时间
        建设工程施工管理 | {year}年6月1日 9:00-12:00
        建设工程法规及相关知识 | {year}年6月1日 15:00-17:00
        专业工程管理与实务 | {year}年6月2日 9:00-12:00
    """
    y = sheet.table(230, y + 440, (900, 1120), data, 42, height=2.6)
    sheet.para(230, y + 60, "考生须知：考生须持本准考证和有效身份证件原件参加考试，开考五分钟后不得入场。", 46, 2020)
    return [sheet]


@decoy("screen_marks")
def marks(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A phone's picture of marks in the examination."""
    sheet = Sheet(rng, (1080, 1920), face="micro")
    sheet.draw.rectangle((0, 0, 1080, 170), fill=(40, 104, 190))
    sheet.put(540, 70, "成绩查询", 52, anchor="ma", fill=(255, 255, 255))
    data = f"""
        考试名称 | 二级建造师执业资格考试
        姓名 | {p.name}
        证件号码 | {p.id_number[:6]}********{p.id_number[-4:]}
        施工管理 | {int(rng.integers(60, 100))}
        法规及相关知识 | {int(rng.integers(60, 100))}
        {p.specialty}实务 | {int(rng.integers(72, 118))}
    """
    sheet.rows(60, 280, data, 42, gap=380, leading=2.8)
    sheet.mid(1500, "成绩仅供参考，以证书为准", 34, fill=(130, 130, 130))
    return [sheet]


@decoy("near_project_agreement")
def project_agreement(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Two parties, articles and signatures, but no employment."""
    title = pick(rng, ("建设工程项目内部承包协议", "培训服务期协议", "劳务派遣协议书", "顾问聘请协议"))
    paras = (
        f"<甲方：{p.company}",
        f"<乙方：{p.name}　　身份证号码：{p.id_number}",
        f"第一条 甲乙双方经协商，就{title.removesuffix('书').removesuffix('协议')}事宜达成如下约定。",
        f"第二条 本协议期限自{printed(p.contract_from, 'cn')}至{printed(p.contract_until, 'cn')}止。",
        "第三条 乙方按合同价款的百分之二向甲方缴纳管理费，自负盈亏，独立承担经济责任。",
        "第四条 双方之间不因本协议建立劳动关系，本协议不适用劳动合同法。",
        "第五条 争议由项目所在地人民法院管辖。",
    )
    return [letter(rng, title, paras, p.company, printed(p.contract_from, "cn"), face="song")]


@decoy("near_contract_receipt")
def contract_receipt(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A list on which staff sign that they got their contracts."""
    sheet = Sheet(rng, face="song")
    sheet.mid(240, "劳动合同签收登记表", 90, face="bold")
    sheet.put(240, 420, f"单位：{p.company}", 46)
    rows = ["序号|姓名|合同起止日期|份数|签收人|日期"]
    for place in range(1, 15):
        name = p.name if place == 4 else name_of(rng, male=True)
        span = f"{printed(p.contract_from, 'dot')}-{printed(p.contract_until, 'dot')}"
        rows.append(f"{place}|{name}|{span}|1||{printed(after(p.contract_from, place), 'dot')}")
    sheet.table(240, 520, (160, 340, 700, 160, 340, 300), "\n".join(rows), 42, height=3)
    return [sheet]


@decoy("near_resident_insurance")
def resident_insurance(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Insurance which no employer pays."""
    kind = pick(rng, ("城乡居民基本医疗保险", "灵活就业人员养老保险", "城乡居民养老保险"))
    data = f"""
        姓名 | {p.name} | 证件号码 | {p.id_number}
        缴费年度 | {p.applied.year} | 缴费金额 | {int(rng.integers(30, 60)) * 10}.00元
        征收机关 | 国家税务总局{parts(p)[1]}税务局 | 缴费日期 | {printed(p.insurance_printed, "dash")}
        缴费方式 | 个人自助缴费 | 凭证号 | {digits(rng, 14)}
    """
    return [form(rng, f"{kind}缴费凭证", f"打印日期：{printed(p.applied, 'dash')}", data, (360, 620, 360, 700))]


@decoy("near_enrolment")
def enrolment(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The form with which one signs up for continuing education."""
    data = f"""
        学员姓名 | {p.name} | 身份证号 | {p.id_number}
        工作单位 | {p.company} *3
        注册专业 | {p.specialty} | 联系电话 | {p.phone}
        报名班次 | 第{int(rng.integers(1, 20))}期 | 培训费用 | {int(rng.integers(4, 12)) * 100}元（未缴）
        学习方式 | □面授  ■网络 | 计划学时 | 120
    """
    title = "二级建造师继续教育培训报名表"
    return [form(rng, title, f"报名时间：{printed(p.trained, 'cn')}", data, (340, 640, 340, 720))]


@decoy("near_course_notice")
def course_notice(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An invitation to courses, which is about nobody."""
    city = parts(p)[1]
    paras = (
        "<各建筑业企业：",
        "根据注册建造师继续教育有关规定，我会定于近期举办二级建造师继续教育培训班，现将有关事项通知如下：",
        "一、培训对象：注册有效期即将届满的二级建造师。二、培训学时：必修课60学时，选修课60学时。",
        f"三、培训时间：{printed(after(p.trained, 30), 'cn')}起，共五天。四、收费："
        f"每人{int(rng.integers(5, 12)) * 100}元。",
        f"五、报名方式：请于开班前十日将报名表发送至会务组，联系电话：0{digits(rng, 3)}-8{digits(rng, 6)}。",
    )
    return [letter(rng, "关于举办继续教育培训班的通知", paras, f"{city}建筑业协会", printed(p.trained, "cn"))]


@decoy("near_material_list")
def material_list(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A contents page or a clerk's check list that names all materials."""
    sheet = Sheet(rng, face=pick(rng, ("song", "fang")))
    sheet.mid(280, pick(rng, ("申报材料目录", "二级建造师初始注册材料清单", "办事指南：申请材料")), 96, face="bold")
    sheet.put(260, 480, f"申请人：{p.name}      聘用企业：{p.company}", 46)
    rows = ["序号|材料名称|份数|页码|备注"]
    rows += [f"{row}|<{name}|1|{row * 2 - 1}|{'原件' if row < 4 else '复印件'}" for row, name in enumerate(_PARTS, 1)]
    sheet.table(260, 600, (180, 1000, 200, 240, 340), "\n".join(rows), 46, height=3.2)
    return [sheet]


@decoy("near_form_notes")
def form_notes(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """How to fill in the form, without a form."""
    paras = (
        "1．本表由申请人在网上填报后打印，一式一份，内容应与上传材料一致。",
        "2．“身份证号码”栏填写18位公民身份号码；“联系电话”栏填写本人手机号码。",
        "3．“聘用企业”栏应填写营业执照上的企业全称，不得使用简称。",
        "4．“资格证书编号”按二级建造师资格证书填写；“学历”以毕业证书为准。",
        "5．申请人应本人签字，聘用企业应加盖公章，涂改无效。",
    )
    title = "申请表填写说明"
    return [letter(rng, title, paras, f"{parts(p)[0]}建设执业资格注册中心", printed(p.applied, "month"))]


@decoy("near_filing_notice")
def filing_notice(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """What the portal prints after the papers were handed in."""
    data = f"""
        办件申报号 | {p.applied:%Y%m%d}{digits(rng, 8)} | 查询密码 | {digits(rng, 6)}
        事项名称 | 二级建造师执业资格注册（初始注册） *3
        申请人 | {p.name} | 申报时间 | {printed(p.applied, "dash")}
        受理部门 | {parts(p)[0]}住房和城乡建设厅 *3
    """
    closing = ("您的申报已提交，请妥善保管申报号和查询密码，可在“办事进度”中查询办理情况。",)
    return [form(rng, "申报告知单", "网上办事大厅", data, (380, 760, 340, 560), closing)]


@decoy("near_publicity")
def publicity(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A public list of those who were registered."""
    sheet = Sheet(rng, LANDSCAPE, face="song")
    province, _ = parts(p)
    sheet.mid(200, f"{province}二级建造师初始注册人员名单（第{int(rng.integers(2, 40))}批）", 80, face="bold")
    rows = ["序号|姓名|企业名称|注册专业|审查结果"]
    for place in range(1, 13):
        name, company = (p.name, p.company) if place == 6 else (name_of(rng, male=True), "示例建设有限公司")
        rows.append(f"{place}|{name}|{company}|{p.specialty}|{'符合' if place % 5 else '不符合'}")
    sheet.table(260, 420, (200, 440, 1300, 600, 440), "\n".join(rows), 44, height=2.9)
    return [sheet]


@decoy("near_responsibility")
def responsibility(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A statement of duty on a site, which promises nothing to the registrar."""
    paras = (
        f"为落实安全生产责任制，{p.company}与项目负责人{p.name}签订本责任书。",
        "一、安全目标：死亡事故为零，重伤事故为零，轻伤频率控制在千分之三以内。",
        "二、责任内容：组织制定安全技术措施，落实三级教育，定期开展隐患排查。",
        "三、考核奖惩：完成目标的，年终给予奖励；发生事故的，按公司制度处罚。",
    )
    title = pick(rng, ("安全生产目标责任书", "项目经理质量责任书"))
    return [letter(rng, title, paras, p.company, printed(years(p.applied, -1), "cn"))]


@decoy("near_no_record")
def no_record(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A police office's certificate on a person's record."""
    paras = (
        f"经查，{p.name}，{p.sex}，身份证号码{p.id_number}，截至{printed(p.applied, 'cn')}未发现有犯罪记录。",
        "本证明自开具之日起三个月内有效，仅供办理有关手续使用。",
    )
    return [letter(rng, "无犯罪记录证明", paras, f"{parts(p)[1]}公安局", printed(p.applied, "cn"))]


@decoy("near_signature")
def signature_page(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A signature on a white sheet, as another business asks for it."""
    sheet = Sheet(rng, (1400, 700))
    sheet.sign(p.name, 700, 350, size=260, black=True)
    return [sheet]


@decoy("screen_with_card")
def with_card(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A person who holds the ID card into the camera."""
    sheet = Sheet(rng, (1440, 1920), paper=(252, 252, 253))
    sheet.paste(draw_portrait(rng, sex=p.sex, size=(1320, 1848)), (60, 72, 1380, 1920))
    lay(sheet, front(p, rng), 760, 1560, scale=0.55, angle_deg=float(rng.normal(0, 6)))
    sheet.fields.clear()
    return [sheet]


@decoy("screen_friends")
def friends(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """Three people in one picture, wider than high."""
    sheet = Sheet(rng, (1600, 900), paper=(252, 252, 253))
    for place in range(3):
        portrait = draw_portrait(rng, sex="男" if place % 2 else "女", size=(533, 746))
        sheet.paste(portrait, (place * 533, 154, place * 533 + 533, 900))
    return [sheet]


@decoy("near_transfer_request")
def transfer_request(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A company's own form for a new colleague."""
    sheet = Sheet(rng, face="micro")
    sheet.mid(240, "新员工入职登记表", 96, face="sans")
    y = 480.0
    for label, value in (
        ("员工姓名", p.name),
        ("身份证号码", p.id_number),
        ("毕业院校及专业", f"{p.school} {p.major}"),
        ("持有证书", f"二级建造师（{p.specialty}）"),
        ("入职部门", "工程部"),
        ("入职日期", spaced(p.contract_from)),
        ("联系电话", p.phone),
    ):
        blank(sheet, 300, y, label + "：", value, 54, 1200)
        y += 170
    sheet.para(300, y + 60, "本人声明以上信息属实，入职后遵守公司各项规章制度。", 50, 1860)
    sheet.sign(p.name, 1800, y + 320)
    return [sheet]
