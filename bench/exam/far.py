"""Foreign papers of every day: from the site, the office, the home, the road."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from papers.people import after, digits, pick, printed
from papers.shapes import card, form, labelled, letter
from papers.sheet import Sheet
from shoujian.demo.applicant import DemoPerson

from .book import EXAM, decoy
from .people import parts


@decoy("far_site_diary")
def site_diary(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A page of the diary of a building site."""
    data = f"""
        工程名称 | 城东安置房{int(rng.integers(1, 9))}号楼 | 日期 | {printed(p.applied, "cn")}
        天气 | {pick(rng, ("晴", "多云", "小雨"))} | 气温 | {int(rng.integers(4, 30))}℃
        施工部位 | {int(rng.integers(2, 18))}层梁板钢筋绑扎 *3
        施工人数 | 钢筋工12人，木工18人 | 机械 | 塔吊一台
        生产情况 | 梁板钢筋绑扎完成百分之七十，预埋管线同步进行。 *3
        质量安全 | 班前教育已进行，临边防护到位。 *3
        记录人 | {p.name} | 项目经理 | {p.legal_person}
    """
    return [form(rng, "施工日志", f"编号：{digits(rng, 3)}", data, (340, 680, 300, 640))]


@decoy("far_building_permit")
def building_permit(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A permit for a building."""
    pairs = f"""
        编号 | {digits(rng, 18)}
        建设单位 | 示例置业有限公司
        工程名称 | 河滨花园二期
        建设规模 | {int(rng.integers(8, 90)) * 1000}平方米
        施工单位 | {p.company}
        项目负责人 | {p.name}
        合同工期 | {int(rng.integers(200, 800))}天
    """
    return [labelled(p, rng, "建筑工程施工许可证", pairs, f"{parts(p)[1]}住房和城乡建设局")]


@decoy("far_boarding")
def boarding(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A ticket to travel with."""
    sheet = card(rng, (232, 240, 250), (214, 228, 244))
    sheet.put(60, 60, f"{parts(p)[1].removesuffix('市')}站", 60)
    sheet.put(640, 60, "杭州东站", 60)
    sheet.put(430, 64, f"G{digits(rng, 4)}", 50)
    sheet.put(60, 190, f"{printed(p.applied, 'cn0')}  09:{int(rng.integers(10, 59))}开", 40)
    sheet.put(640, 190, f"{int(rng.integers(1, 16)):02d}车{int(rng.integers(1, 18)):02d}A号", 40)
    sheet.put(60, 290, f"￥{int(rng.integers(60, 600))}.0元", 42)
    sheet.put(60, 400, f"{p.id_number[:10]}****{p.id_number[-4:]} {p.name}", 38)
    sheet.qr(790, 400, 180)
    return [sheet]


@decoy("far_badge")
def badge(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A worker's badge, a student's or a library's card."""
    sheet = card(rng, (250, 250, 252), (222, 232, 246))
    title = pick(rng, ("工作证", "项目部出入证", "学员证", "图书借阅证"))
    sheet.put(620, 60, title, 76, anchor="ma", face="bold")
    sheet.face_of(p.sex, (60, 150, 330, 530), "blue")
    sheet.rows(400, 220, f"姓名 | {p.name}\n部门 | 工程部\n编号 | {digits(rng, 6)}", 46, gap=150, leading=2.2)
    return [sheet]


@decoy("far_business_card")
def business_card(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A business card."""
    sheet = Sheet(rng, (1063, 638), face="hei")
    sheet.put(80, 80, p.company, 42)
    sheet.put(80, 200, p.name, 76, face="kai")
    sheet.put(80, 310, "项目经理 / 二级建造师", 36)
    sheet.rows(80, 400, f"手机 | {p.phone}\n地址 | {p.company_address}", 30, gap=100)
    return [sheet]


@decoy("far_weather")
def weather(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A page printed from the web."""
    sheet = Sheet(rng, face="micro")
    sheet.mid(240, f"{parts(p)[1]}七天天气预报", 84, face="sans")
    rows = ["日期|天气|最高气温|最低气温|风力"]
    rows += [f"{printed(after(p.applied, d), 'dash')}|多云转晴|{20 + d}℃|{8 + d}℃|3级" for d in range(7)]
    sheet.table(300, 480, (480, 420, 340, 340, 300), "\n".join(rows), 44)
    return [sheet]


@decoy("far_menu")
def menu(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A list of dishes."""
    sheet = Sheet(rng, face="kai", paper=(250, 242, 222))
    sheet.mid(260, "农家小院 菜单", 120, weight=2)
    dishes = [
        "红烧肉",
        "清蒸鲈鱼",
        "酸菜粉丝",
        "家常豆腐",
        "土鸡煲",
        "凉拌黄瓜",
        "葱油拌面",
        "番茄蛋汤",
        "手撕包菜",
        "梅菜扣肉",
    ]
    for row, dish in enumerate(dishes):
        sheet.put(500, 600 + row * 220, dish, 76)
        sheet.put(1900, 600 + row * 220, f"{int(rng.integers(8, 98))}元", 70, anchor="ra")
    return [sheet]


@decoy("far_book_page")
def book_page(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A page of an examination's textbook."""
    sheet = Sheet(rng, (1819, 2551), face="song", paper=(248, 246, 238))
    sheet.put(200, 150, "第二章  建设工程项目施工成本控制", 44)
    y = 320.0
    for text in (
        "施工成本管理的任务主要包括：成本计划编制、成本控制、成本核算、成本分析和成本考核。",
        "【例题】某工程合同价为3000万元，按照我国现行规定，履约保证金的比例不宜超过合同价的百分之十。",
        "二级建造师执业资格考试中，本章内容以选择题为主，应掌握赢得值法的三个基本参数和四个评价指标。",
        "一、已完工作预算费用；二、计划工作预算费用；三、已完工作实际费用。",
    ):
        y = sheet.para(200, y, text, 50, 1420, leading=1.9) + 40
    sheet.mid(2400, str(int(rng.integers(20, 300))), 40)
    return [sheet]


@dataclass(frozen=True)
class _Form:
    """A form with values that hardly depend on anyone."""

    title: str
    above: str
    data: str

    def __call__(self, p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
        values = {"name": p.name, "company": p.company, "day": printed(p.applied, "cn"), "no": digits(rng, 8)}
        values |= {"sum": str(int(rng.integers(100, 9000))), "city": parts(p)[1]}
        sheet_widths = (420, 600, 420, 580)
        return [form(rng, self.title, self.above.format(**values), self.data.format(**values), sheet_widths)]


_FORMS = {
    "far_delivery": _Form(
        "送货单",
        "单号：{no}",
        "品名|规格|数量|金额\n螺纹钢|HRB400 16|12吨|{sum}\n"
        "水泥|P.O 42.5|30吨|{sum}\n收货单位|{company} *3\n签收|{name}|日期|{day}",
    ),
    "far_test_report": _Form(
        "混凝土抗压强度检测报告",
        "报告编号：{no}",
        "委托单位|{company} *3\n工程部位|基础承台|强度等级|C30\n"
        "龄期|28天|试件尺寸|150mm\n结果|34.2MPa|结论|符合设计要求",
    ),
    "far_prescription": _Form(
        "门诊处方笺",
        "{city}人民医院    门诊号：{no}",
        "姓名|{name}|科别|呼吸内科\n诊断|上呼吸道感染 *3\n处方|阿莫西林胶囊 0.5g 每日三次 *3\n医师|张医生|日期|{day}",
    ),
    "far_leave": _Form(
        "请假审批单",
        "部门：工程部",
        "姓名|{name}|请假类别|年休假\n起止时间|{day}起共三天 *3\n请假事由|回乡探亲 *3\n部门意见|同意|总经理意见|同意",
    ),
    "far_quotation": _Form(
        "工程材料报价单",
        "致：{company}    {day}",
        "材料名称|单位|单价|备注\n商品混凝土C30|立方米|{sum}|含运费\n"
        "加气砌块|立方米|{sum}|\n防水卷材|平方米|{sum}|\n报价有效期|七日|联系人|{name}",
    ),
    "far_minutes": _Form(
        "监理例会签到表",
        "会议时间：{day}",
        "单位|姓名|职务|签名\n建设单位|王工|业主代表|\n监理单位|李工|总监|\n{company}|{name}|项目经理|",
    ),
    "far_power_bill": _Form(
        "电费通知单",
        "户号：{no}",
        "户名|{name}|用电地址|{city}\n本期电量|{sum}度|应缴电费|{sum}.50元\n缴费期限|{day}|状态|待缴费",
    ),
}
for _kind, _maker in _FORMS.items():
    EXAM.decoy(_kind)(_maker)


@decoy("far_bid_notice")
def bid_notice(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A notice that a company won a bid."""
    paras = (
        f"<{p.company}：",
        f"经评标委员会评审，确定你单位为滨江道路改造工程中标人，"
        f"中标价{int(rng.integers(300, 9000))}万元，项目负责人{p.name}。",
        "请你单位在收到本通知书后三十日内与招标人签订施工合同。",
    )
    return [letter(rng, "中标通知书", paras, "示例城市建设投资有限公司", printed(p.applied, "cn"))]


@decoy("far_loan_note")
def loan_note(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A note on borrowed money, by hand."""
    sheet = Sheet(rng, (1754, 2480), face="kai")
    sheet.mid(300, "借  条", 110, fill=(40, 50, 110))
    text = f"今借到{p.legal_person}人民币{int(rng.integers(1, 9))}万元整，于年底前还清。"
    y = sheet.para(200, 600, text, 84, 1350, leading=1.9, fill=(40, 50, 110))
    sheet.put(1560, y + 200, f"借款人：{p.name}", 80, anchor="ra", fill=(40, 50, 110))
    sheet.put(1560, y + 360, printed(p.applied, "cn"), 76, anchor="ra", fill=(40, 50, 110))
    return [sheet]


@decoy("far_cover")
def cover(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """The cover of a bid or of a scheme."""
    sheet = Sheet(rng, face="bold")
    sheet.mid(900, "滨江道路改造工程", 120)
    sheet.mid(1150, pick(rng, ("施工组织设计", "投标文件（技术标）", "竣工资料汇编")), 150, spacing=20)
    sheet.mid(2500, f"编制单位：{p.company}", 60)
    sheet.mid(2640, printed(p.applied, "month"), 60)
    return [sheet]
