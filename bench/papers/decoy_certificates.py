"""Decoys: certificates that look like those of the procedure and are others."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import INK

from .people import after, digits, pick, printed, years
from .registry import decoy
from .shapes import certificate, labelled, spread
from .sheet import Sheet


@decoy("completion")
def completion(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """结业证书 of a school: not a diploma."""
    text = (
        f"学生{p.name}，性别{p.sex}，{printed(p.birth, 'cn')}生，于"
        f"{printed(p.enrolled, 'month')}至{printed(p.graduated, 'month')}在本校"
        f"{p.major}专业四年制本科学习，修完教学计划规定的全部课程，因有课程成绩不合格，准予结业。"
    )
    day = printed(p.graduated, "han")
    return [certificate(p, rng, "结业证书", text, p.school, day, number=p.diploma_number)]


@decoy("incomplete")
def incomplete(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """肄业证书."""
    text = (
        f"学生{p.name}，{p.sex}，{printed(p.birth, 'han')}生，于"
        f"{printed(p.enrolled, 'month')}至{printed(years(p.enrolled, 2), 'month')}"
        f"在我校{p.major}专业学习，学完二年级课程，因故退学，特发肄业证书。"
    )
    return [certificate(p, rng, "肄 业 证 书", text, p.school, printed(p.graduated, "cn"), upright=True)]


@decoy("course")
def course(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """培训结业证书 of another trade: not a constructor's continuing education."""
    subject = pick(rng, ("BIM技术应用", "消防安全管理", "全过程工程咨询", "企业内训师"))
    text = (
        f"{p.name}同志于{printed(after(p.trained, -5), 'cn')}至{printed(p.trained, 'cn')}参加{subject}培训班，"
        "学习期满，成绩合格，准予结业。"
    )
    issuer = pick(rng, ("宏图职业培训学校", "东方管理咨询有限公司"))
    return [certificate(p, rng, "培训结业证书", text, issuer, printed(p.trained, "cn"), tone=(30, 90, 140))]


@decoy("honour")
def honour(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """荣誉证书."""
    text = f"{p.name}同志：在{p.applied.year - 1}年度工作中成绩显著，被评为“优秀项目经理”，特发此证，以资鼓励。"
    return [certificate(p, rng, "荣 誉 证 书", text, p.company, printed(p.trained, "cn"), tone=(200, 30, 36))]


@decoy("constructor_1")
def constructor_1(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """一级建造师职业资格证书."""
    pairs = f"""
        姓　　名： | {p.name}
        证件号码： | {p.id_number}
        性　　别： | {p.sex}
        出生年月： | {printed(p.birth, "month")}
        专　　业： | {p.specialty}
        批准日期： | {printed(p.qualified, "cn")}
        管 理 号： | {digits(rng, 20)}
    """
    title = pick(rng, ("一级建造师职业资格证书", "中华人民共和国一级建造师执业资格证书"))
    return [labelled(p, rng, title, pairs, "人力资源和社会保障部", tone=(150, 40, 44))]


@decoy("cost_engineer")
def cost_engineer(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """造价工程师 certificates."""
    pairs = f"""
        姓　　名 | {p.name}
        身份证号 | {p.id_number}
        级　　别 | 二级
        专业类别 | 土木建筑工程
        批准日期 | {printed(p.qualified, "dash")}
        证书编号 | {digits(rng, 16)}
    """
    title = pick(rng, ("二级造价工程师职业资格证书", "一级造价工程师职业资格证书"))
    return [labelled(p, rng, title, pairs, f"{p.place[:3]}人力资源和社会保障厅")]


@decoy("supervisor")
def supervisor(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """监理工程师注册证书, a spread."""
    pairs = f"""
        姓　　名 | {p.name}
        性　　别 | {p.sex}
        身份证号 | {p.id_number}
        注册专业 | 房屋建筑工程
        注册号 | {digits(rng, 8)}
        有效期至 | {printed(p.contract_until, "cn")}
    """
    title = pick(rng, ("监理工程师注册证书", "监理工程师职业资格证书"))
    return [spread(p, rng, title, pairs, "住房和城乡建设部")]


@decoy("registered")
def registered(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """二级建造师注册证书: of the same trade, but asked for by other procedures."""
    pairs = f"""
        姓　　名： | {p.name}
        性　　别： | {p.sex}
        出生日期： | {printed(p.birth, "dash")}
        注册编号： | 浙233{p.qualified.year}{p.applied.year}{digits(rng, 5)}
        聘用企业： | {p.company}
        注册专业： | {p.specialty}（有效期：{printed(p.contract_until, "dash")}）
        个人签名： |
        签名日期： | {printed(p.applied, "dash")}
        使用有效期： | {printed(p.applied, "cn")}-{printed(after(p.applied, 180), "cn")}
    """
    title = pick(rng, ("中华人民共和国二级建造师注册证书", "二级建造师注册证书"))
    return [labelled(p, rng, title, pairs, f"{p.place[:3]}住房和城乡建设厅")]


@decoy("safety_b")
def safety(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """安全生产考核合格证书."""
    pairs = f"""
        证书编号： | 浙建安B（{p.qualified.year}）{digits(rng, 7)}
        姓　　名： | {p.name}
        身份证号： | {p.id_number}
        企业名称： | {p.company}
        职　　务： | 项目负责人
        初次领证： | {printed(p.qualified, "cn")}
        有 效 期： | {printed(p.trained, "cn")}至{printed(years(p.trained, 3), "cn")}
    """
    title = "建筑施工企业项目负责人安全生产考核合格证书"
    return [labelled(p, rng, title, pairs, f"{p.place[:3]}住房和城乡建设厅", tone=(20, 110, 90))]


@decoy("title")
def title_of(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """职称证书."""
    pairs = f"""
        姓　　名 | {p.name}
        身份证号 | {p.id_number}
        专业名称 | 建筑施工
        资格名称 | {pick(rng, ("工程师", "助理工程师", "高级工程师"))}
        授予时间 | {printed(p.qualified, "month")}
        评委会 | {p.place[3:]}工程师评审委员会
        证书编号 | {digits(rng, 12)}
    """
    heads = ("专业技术职务任职资格证书", "中级专业技术资格证书", "职称证书")
    issuer = f"{p.place[3:]}人力资源和社会保障局"
    make = labelled if rng.random() < 0.5 else spread
    return [make(p, rng, pick(rng, heads), pairs, issuer)]


@decoy("mandarin")
def mandarin(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """普通话水平测试等级证书."""
    pairs = f"""
        姓　　名 | {p.name}
        性　　别 | {p.sex}
        身份证号 | {p.id_number}
        测试分数 | {int(rng.integers(80, 95))}.{int(rng.integers(0, 10))}
        等　　级 | {pick(rng, ("二级甲等", "二级乙等"))}
        证书编号 | {digits(rng, 13)}
    """
    return [spread(p, rng, "普通话水平测试等级证书", pairs, "语言文字工作委员会", paper=(238, 246, 240))]


@decoy("english")
def english(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """全国大学英语四级考试成绩报告单."""
    sheet = Sheet(rng, (2100, 1480), face="song", paper=(244, 248, 252))
    sheet.frame(60, (90, 130, 170), width=6)
    sheet.mid(130, "全国大学英语四级考试", 76, face="hei")
    sheet.mid(250, "成 绩 报 告 单", 86, face="hei")
    sheet.face_of(p.sex, (1640, 400, 1920, 790), "blue")
    total = [int(v) for v in rng.integers(120, 200, 3)]
    data = f"""
        姓 名： | {p.name}
        学 校： | {p.school}
        院（系）： | 土木学院
        身份证号： | {p.id_number}
        笔试准考证号： | {digits(rng, 15)}
        考试时间： | {p.graduated.year - 2}年12月
        总 分： | {sum(total)}
    """
    y = sheet.rows(180, 420, data, 46, gap=360, leading=1.8)
    sheet.table(180, y + 20, (560, 560, 620), [("听力", "阅读", "写作和翻译"), [str(v) for v in total]], 44, line=INK)
    sheet.seal("全国大学英语四六级考试委员会", 1700, 1080, diameter=360)
    return [sheet]


@decoy("post")
def post(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """住房和城乡建设领域施工现场专业人员职业培训合格证."""
    pairs = f"""
        姓　　名 | {p.name}
        身份证号 | {p.id_number}
        岗位名称 | {pick(rng, ("施工员", "质量员", "资料员", "材料员"))}
        证书编号 | {digits(rng, 15)}
        发证时间 | {printed(p.trained, "cn")}
    """
    title = "施工现场专业人员职业培训合格证"
    return [labelled(p, rng, title, pairs, pick(rng, ("建设教育协会", "建设人才培训中心")), tone=(180, 60, 40))]


@decoy("retired")
def retired(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """退休证."""
    pairs = f"""
        姓　　名 | {p.name}
        性　　别 | {p.sex}
        出生年月 | {printed(p.birth, "month")}
        参加工作时间 | {printed(p.graduated, "month")}
        退休时间 | {printed(p.applied, "month")}
        原工作单位 | {p.company[:13]}
    """
    return [spread(p, rng, "退 休 证", pairs, f"{p.place[3:]}人力资源和社会保障局", paper=(236, 226, 222))]


@decoy("company_grade")
def company_grade(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """建筑业企业资质证书."""
    sheet = Sheet(rng, (3508, 2480), face="song", paper=(252, 250, 242))
    sheet.lace((60, 120, 90), inset=90, depth=90)
    sheet.mid(330, "建筑业企业资质证书", 160, face="bold", spacing=20)
    sheet.mid(560, "（副本）", 64)
    data = f"""
        企业名称： | {p.company}
        详细地址： | {p.company_address}
        统一社会信用代码： | {p.uscc}
        法定代表人： | {p.legal_person}
        注册资本： | 4000万元
        经济性质： | 有限责任公司
        证书编号： | D333{digits(rng, 6)}
        有效期： | {printed(p.contract_until, "cn")}
        资质类别及等级： | 建筑工程施工总承包贰级、市政公用工程施工总承包叁级
    """
    y = sheet.rows(420, 720, data, 56, gap=560, leading=2.0)
    sheet.put(2500, y + 60, "发证机关：", 56)
    sheet.seal(f"{p.place[3:]}住房和城乡建设局", 2850, y + 60)
    sheet.put(2500, y + 200, printed(p.qualified, "cn"), 56)
    sheet.put(420, 2200, "中华人民共和国住房和城乡建设部制", 40)
    return [sheet]
