"""Papers of several pages as lines of text with boxes, in many ways of setting them; misread here and there.

The drawn designs have few papers of several pages. Here only what joins pages is varied, so nothing is drawn: how pages
are numbered, heads and feet, covers, headings, where signatures stand, how long the paper is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from numpy.random import Generator
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.numbers import chinese_date
from shoujian.processors.matching.matcher import PageShape
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.reading import Line, Reading

from .pool import Document, Seen, SeenPage

_WIDTH, _HEIGHT = 1654, 2339
_NUMERALS = "一二三四五六七八九十"
_CLAUSES = {
    "劳动合同期限": "本合同期限类型为固定期限,自{start}起至{end}止,其中试用期自{start}起三个月。",
    "工作内容和工作地点": "乙方从事{specialty}岗位工作,工作地点为{place},甲方可以依法合理调整乙方的岗位。",
    "工作时间和休息休假": "乙方所在岗位执行标准工时制,每日工作八小时,每周休息两日,法定节假日按国家规定放假。",
    "劳动报酬": "甲方每月十五日前以货币形式支付乙方工资,标准为每月捌仟元,不得克扣或者无故拖欠。",
    "社会保险": "双方按照国家和当地规定参加社会保险,乙方个人缴纳部分由甲方代扣代缴。",
    "劳动保护、劳动条件和职业危害防护": "甲方提供符合国家标准的劳动安全卫生条件和必要的劳动防护用品,并进行安全教育。",
    "规章制度": "甲方依法制定的规章制度应当公示或者告知乙方,乙方应当遵守。",
    "保密约定": "乙方应当保守甲方的商业秘密,离职以后仍负有同样的义务,违反的应当赔偿损失。",
    "劳动合同的解除和终止": "符合法律规定情形的,双方可以解除或者终止本合同,甲方应当出具证明并办理转移手续。",
    "经济补偿与赔偿": "甲方违反约定解除合同的,应当按照国家规定支付经济补偿;乙方违约的依法承担责任。",
    "劳动争议处理": "因履行本合同发生争议的,可以申请调解、仲裁,对裁决不服的可以向人民法院提起诉讼。",
    "其他": "本合同未尽事宜按国家有关规定执行,本合同一式两份,双方各执一份,具有同等效力。",
}
_RENT = {
    "房屋基本情况": "甲方出租的房屋位于{place}示例路八号,建筑面积八十九平方米,房屋权属清楚,无抵押。",
    "租赁期限": "租赁期自{start}起至{end}止,期满前一个月双方另行协商续租事宜。",
    "租金及支付方式": "月租金为人民币叁仟元,乙方应于每季度首月五日前支付,逾期按日加收违约金。",
    "押金": "乙方应向甲方支付押金陆仟元,租赁期满且无欠费的,甲方如数无息退还。",
    "房屋维护": "甲方负责房屋主体的维修,乙方应当爱护并合理使用房屋及其附属设施。",
    "转租与续租": "未经甲方书面同意,乙方不得转租;同等条件下乙方享有优先承租权。",
    "违约责任": "任何一方违约的,应当向守约方支付相当于一个月租金的违约金。",
    "争议解决": "因本合同发生争议的,双方协商解决,协商不成的向房屋所在地人民法院起诉。",
}
_TENDER = {
    "工程概况": "本工程位于{place},总建筑面积一万二千平方米,地上六层,框架结构,计划工期三百日历天。",
    "编制依据": "施工图纸、地质勘察报告、现行施工质量验收规范以及招标文件的全部要求。",
    "施工部署": "成立项目部,按照先地下后地上、先主体后装修的原则组织流水施工,合理安排劳动力。",
    "主要施工方法": "土方采用机械开挖,模板采用木胶合板,混凝土使用商品混凝土泵送浇筑并按要求养护。",
    "质量保证措施": "建立质量管理体系,实行样板引路和三检制度,关键工序设置质量控制点。",
    "安全文明施工": "设置安全防护栏杆和警示标志,现场材料分类堆放,保持道路畅通和场容整洁。",
    "进度计划": "采用网络计划控制工期,每周召开例会检查进度,发现偏差时及时采取纠偏措施。",
    "季节性施工": "雨期施工准备排水设备,冬期施工采取保温措施,高温天气调整作业时间。",
}
_NUMBERS: tuple[Callable[[int, int], str], ...] = (
    lambda n, total: f"第 {n} 页 共 {total} 页",
    lambda n, total: f"第{n}页/共{total}页",
    lambda n, total: f"共 {total} 页 第 {n} 页",
    lambda n, total: f"{n}/{total}",
    lambda n, total: f"第 {n} 页",
    lambda n, total: f"- {n} -",
    lambda n, total: f"{n}",
    lambda n, total: f"Page {n} of {total}",
    lambda n, total: f"第{_NUMERALS[n - 1] if n <= 10 else n}页",
    lambda n, total: "",
    lambda n, total: "",
)
_HEADINGS: tuple[Callable[[int], str], ...] = (
    lambda n: f"{_numeral(n)}、",
    lambda n: f"第{_numeral(n)}条 ",
    lambda n: f"第{n}条 ",
    lambda n: f"{n}. ",
    lambda n: f"{n}、",
    lambda n: f"（{_numeral(n)}）",
    lambda n: "",
)


@dataclass(slots=True)
class _Setting:
    """How one paper is set."""

    rng: Generator
    size: int
    number: Callable[[int, int], str]
    heading: Callable[[int], str]
    head: str = ""
    uncounted: int = 0
    pages: list[list[Line]] = field(default_factory=list)
    y: float = 0.0

    @property
    def left(self) -> int:
        return 200

    def new_page(self) -> None:
        self.pages.append([])
        self.y = 260.0

    def line(self, text: str, x: float, *, size: float = 0.0, centre: bool = False) -> None:
        size = size or self.size
        width = sum(size if ord(char) > 0x2E7F else size * 0.55 for char in text)
        x = (_WIDTH - width) / 2 if centre else x
        self.pages[-1].append(_line(text, x, self.y, width, size))

    def down(self, lines: float = 1.0) -> None:
        self.y += self.size * 1.9 * lines
        if self.y > _HEIGHT - 330:
            self.new_page()

    def paragraph(self, text: str) -> None:
        per_line = int((_WIDTH - 2 * self.left) / self.size)
        text = "　　" + text
        while text:
            row, text = text[:per_line], text[per_line:]
            if text and text[0] in "，。、；：,.;:":
                row, text = row + text[0], text[1:]
            indent = len(row) - len(row.lstrip("　"))
            self.line(row.lstrip("　"), self.left + indent * self.size)
            self.down()

    def reading(self, place: int) -> Reading:
        """Return a page with its head and number, a little misread."""
        lines = list(self.pages[place])
        if self.head:
            lines.insert(0, _line(self.head, 560, 110, len(self.head) * 26, 26))
        number = place + 1 - self.uncounted
        text = self.number(number, len(self.pages) - self.uncounted) if number > 0 else ""
        if text and self.rng.random() > 0.04:
            lines.append(_line(text, _WIDTH / 2 - len(text) * 8, _HEIGHT - 150, len(text) * 17, 27))
        return Reading(engine="by hand", lines=tuple(_misread(line, self.rng) for line in lines))


def documents(person: DemoPerson, rng: Generator) -> list[Document]:
    """Return papers of several pages for the person: one of each kind, each set in its own way."""
    makers = {
        "text_contract": _contract,
        "text_short_contract": _short_contract,
        "text_form": _form,
        "text_insurance": _insurance,
        "text_rent": _rent,
        "text_tender": _tender,
        "text_statement": _statement,
        "text_minutes": _minutes,
    }
    names = {
        "text_contract": "劳动合同",
        "text_short_contract": "劳动合同",
        "text_form": "二级建造师初始注册申请表",
        "text_insurance": "社会保险参保证明",
    }
    found = []
    for kind, maker in makers.items():
        setting = maker(person, rng)
        setting.pages = [page for page in setting.pages if page]
        shape = PageShape(aspect=_WIDTH / _HEIGHT, size=(_WIDTH, _HEIGHT), text_lines=10)
        seen = [Seen(setting.reading(place), shape, (_WIDTH, _HEIGHT)) for place in range(len(setting.pages))]
        found.append(Document(kind, tuple(SeenPage(page, names.get(kind)) for page in seen)))
    return found


def _set(rng: Generator, *, head: Sequence[str] = (), size: tuple[int, int] = (32, 46)) -> _Setting:
    setting = _Setting(
        rng,
        size=int(rng.integers(*size)),
        number=_NUMBERS[int(rng.integers(len(_NUMBERS)))],
        heading=_HEADINGS[int(rng.integers(len(_HEADINGS)))],
        head=head[int(rng.integers(len(head)))] if head and rng.random() < 0.4 else "",
    )
    setting.new_page()
    return setting


def _facts(person: DemoPerson) -> dict[str, str]:
    return {
        "start": chinese_date(person.contract_from),
        "end": chinese_date(person.contract_until),
        "specialty": person.specialty,
        "place": person.place,
    }


def _clauses(setting: _Setting, clauses: dict[str, str], person: DemoPerson, repeat: tuple[int, int]) -> None:
    facts = _facts(person)
    bodies = [text.format_map(facts) for text in clauses.values()]
    for number, heading in enumerate(clauses, start=1):
        setting.line(setting.heading(number) + heading, setting.left + setting.size * 2)
        setting.down()
        for extra in range(int(setting.rng.integers(*repeat))):
            # What follows a clause's first paragraph is of another clause's wording.
            setting.paragraph(bodies[(number - 1 + extra * 5) % len(bodies)])


def _contract(person: DemoPerson, rng: Generator) -> _Setting:
    setting = _set(rng, head=("劳动合同书", person.company, f"合同编号：LD{person.id_number[6:14]}"))
    cover = rng.random() < 0.5
    setting.y = 600 if cover else 300
    setting.line("劳动合同书" if rng.random() < 0.5 else "劳动合同", 0, size=setting.size * 2.4, centre=True)
    setting.down(6 if cover else 3)
    parties = (
        ("甲方（用人单位）", person.company),
        ("法定代表人", person.legal_person),
        ("乙方（劳动者）", person.name),
    )
    for label, value in (*parties, ("居民身份证号码", person.id_number)):
        setting.line(f"{label}：{value}", setting.left + 60)
        setting.down(1.6 if cover else 1)
    if cover:
        setting.new_page()
        setting.uncounted = int(rng.random() < 0.5)
    setting.paragraph(
        "根据《中华人民共和国劳动法》《中华人民共和国劳动合同法》，甲乙双方平等自愿、协商一致，订立本合同。"
    )
    _clauses(setting, _CLAUSES, person, (1, 4))
    _signatures(setting, "甲方（盖章）：", "乙方（签字）：", person, own_page=rng.random() < 0.3)
    return setting


def _short_contract(person: DemoPerson, rng: Generator) -> _Setting:
    setting = _set(rng, size=(30, 38))
    setting.line("聘用劳动合同" if rng.random() < 0.5 else "劳动合同书", 0, size=setting.size * 1.8, centre=True)
    setting.down(2)
    setting.line(f"甲方（用人单位）：{person.company}", setting.left)
    setting.down()
    setting.line(f"乙方（劳动者）：{person.name}　身份证号：{person.id_number}", setting.left)
    setting.down()
    _clauses(setting, _CLAUSES, person, (1, 2))
    _signatures(setting, "甲方（公章）", "乙方（签名）", person, own_page=False)
    return setting


def _rent(person: DemoPerson, rng: Generator) -> _Setting:
    setting = _set(rng, head=("房屋租赁合同",))
    setting.line("房屋租赁合同", 0, size=setting.size * 2, centre=True)
    setting.down(2)
    for text in ("出租方（甲方）：示例房东", f"承租方（乙方）：{person.name}"):
        setting.line(text, setting.left)
        setting.down()
    _clauses(setting, _RENT, person, (1, 4))
    _signatures(setting, "甲方（签字）：", "乙方（签字）：", person, own_page=False)
    return setting


def _tender(person: DemoPerson, rng: Generator) -> _Setting:
    setting = _set(rng, head=("示例大厦施工组织设计", "投标文件 技术标"))
    setting.line("施工组织设计", 0, size=setting.size * 2, centre=True)
    setting.down(3)
    _clauses(setting, _TENDER, person, (2, 6))
    return setting


def _minutes(person: DemoPerson, rng: Generator) -> _Setting:
    setting = _set(rng)
    setting.line("第三季度生产例会会议纪要", 0, size=setting.size * 1.5, centre=True)
    setting.down(2)
    for text in list(_TENDER.values())[: int(rng.integers(2, 7))]:
        setting.paragraph((text + "会议要求各部门认真落实，责任到人，按时完成。").format_map(_facts(person)) * 2)
    return setting


def _signatures(setting: _Setting, one: str, other: str, person: DemoPerson, *, own_page: bool) -> None:
    if own_page or setting.y > _HEIGHT - 330 - setting.size * 10:
        setting.new_page()
    setting.down(2)
    for left, right in ((one, other), ("法定代表人（签字）：", f"身份证号：{person.id_number}"), ("日期：", "日期：")):
        setting.line(left, setting.left)
        setting.line(right, 900)
        setting.down(2)


def _form(person: DemoPerson, rng: Generator) -> _Setting:
    setting = _set(rng, head=("二级建造师初始注册申请表",), size=(30, 36))
    setting.line("二级建造师初始注册申请表", 0, size=60, centre=True)
    setting.down(2)
    rows = [("姓名", person.name, "性别", person.sex), ("证件类型", "身份证", "联系电话", person.phone)]
    rows += [("证号", person.id_number, "民族", "汉"), ("毕业院校", person.school, "所学专业", person.major)]
    rows += [("企业名称", person.company, "法定代表人", person.legal_person)]
    rows += [("工商注册地", person.place, "资质等级", "贰级"), ("企业资质类别", "建筑工程施工总承包", "", "")]
    _rows(setting, rows)
    setting.new_page()
    resume = [(f"{2012 + n}.07-{2013 + n}.06", person.company, "施工员", person.legal_person) for n in range(8)]
    if rng.random() < 0.5:
        setting.line("工作简历", setting.left)
        setting.down()
        _rows(setting, [("起止年月", "工作单位", "从事工作", "证明人"), *resume])
        setting.new_page()
    for heading, signer in (("申请人承诺", "申请人（签字）："), ("聘用企业承诺", "法定代表人（签字）：")):
        setting.line(heading, setting.left)
        setting.down()
        setting.paragraph("本人已受聘且只受聘于上述企业，所填内容真实，如有虚假愿承担由此产生的一切法律责任。")
        setting.line(signer, 800)
        setting.down(2)
        setting.line("年　　月　　日", 1000)
        setting.down(2)
    return setting


def _insurance(person: DemoPerson, rng: Generator) -> _Setting:
    setting = _set(rng, head=("社会保险参保证明",), size=(28, 34))
    setting.line("社会保险参保缴费证明", 0, size=56, centre=True)
    setting.down(2)
    setting.line(f"姓名：{person.name}　社会保障号：{person.id_number}", setting.left)
    setting.down(1.5)
    head = ("缴费年月", "单位编号", "缴费基数(元)", "个人缴费(元)")
    page, months = 0, int(rng.integers(24, 90))
    repeats = rng.random() < 0.6
    for month in range(months):
        if page != len(setting.pages):
            page = len(setting.pages)
            if page == 1 or repeats:
                _rows(setting, [head])
        _rows(setting, [(f"{2019 + month // 12}{month % 12 + 1:02d}", person.insured_unit, "6500.00", "520.00")])
    setting.down(2)
    setting.line("社保经办机构不再另行签章", setting.left)
    setting.down()
    setting.line(f"打印时间：{chinese_date(person.insurance_printed)}", 900)
    return setting


def _statement(person: DemoPerson, rng: Generator) -> _Setting:
    setting = _set(rng, head=("示例银行个人账户交易明细",), size=(28, 34))
    setting.line("示例银行交易流水清单", 0, size=52, centre=True)
    setting.down(2)
    setting.line(f"户名：{person.name}　账号：6222000011112222", setting.left)
    setting.down(1.5)
    page = 0
    for row in range(int(rng.integers(20, 110))):
        if page != len(setting.pages):
            page = len(setting.pages)
            _rows(setting, [("交易日期", "摘要", "交易金额", "账户余额")])
        amount = int(rng.integers(10, 9000))
        _rows(
            setting,
            [(f"2026-0{row % 9 + 1}-15", ("工资", "消费", "转账")[row % 3], f"{amount}.00", f"{amount * 3}.50")],
        )
    return setting


def _rows(setting: _Setting, rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        for column, text in enumerate(row):
            if text:
                setting.line(text, setting.left + column * 320)
        setting.down()


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if number <= 10 else "十" + _NUMERALS[number - 11]


def _line(text: str, x: float, y: float, width: float, size: float) -> Line:
    return Line(text=text, confidence=0.97, box=box_quad(x, y, x + width, y + size))


def _misread(line: Line, rng: Generator) -> Line:
    """Return the line as an engine gives it: one character in two hundred wrong, boxes off by a few pixels."""
    text = "".join("口日目田"[int(rng.integers(4))] if rng.random() < 0.005 else char for char in line.text)
    dx, dy = rng.normal(0, 2.5, 2)
    box = tuple((x + dx, y + dy) for x, y in line.box)
    return Line.model_validate({"text": text, "confidence": float(rng.uniform(0.9, 1.0)), "box": box})
