"""劳动合同: cover, two pages of clauses without a title, a page of signatures."""

from __future__ import annotations

import numpy as np

from .applicant import DemoPerson
from .canvas import A4, Canvas, Paper
from .numbers import chinese_date
from .stamps import round_seal, signature

_LEFT, _WIDTH, _SIZE = 300, 1880, 58
_HEADING = "劳动合同"
_FIRST_CLAUSES = (
    (
        "",
        "根据《中华人民共和国劳动法》《中华人民共和国劳动合同法》及有关法律、法规的规定，甲乙双方遵循合法、公平、平等自愿、"
        "协商一致、诚实信用的原则，签订本合同，共同遵守。",
    ),
    (
        "一、劳动合同期限",
        "本合同为固定期限劳动合同，自{start}起至{end}止，其中试用期为三个月。",
    ),
    (
        "二、工作内容和工作地点",
        "乙方同意根据甲方工作需要，从事{specialty}项目施工管理岗位工作，工作地点为"
        "{place}及甲方承建项目所在地。乙方应按照甲方的岗位职责要求，按时完成规定的工作数量，达到规定的质量标准。",
    ),
    (
        "三、工作时间和休息休假",
        "甲方安排乙方执行标准工时制度，乙方每日工作时间不超过八小时，每周工作不超过四十小时。甲方保证"
        "乙方每周至少休息一日，并依法享受法定节假日、年休假、婚假、产假等假期。",
    ),
    (
        "四、劳动报酬",
        "甲方每月15日前以货币形式支付乙方工资，月工资为人民币捌仟元整。甲方安排乙方延长工作时间的，应当依法支付"
        "加班工资。乙方在试用期期间的工资不低于本合同约定工资的百分之八十。",
    ),
)
_MORE_CLAUSES = (
    (
        "五、社会保险和福利待遇",
        "甲乙双方依法参加社会保险，甲方按月为乙方缴纳养老、医疗、失业、工伤、生育保险费，乙方个人应缴纳的"
        "部分由甲方代扣代缴。乙方患病或者非因工负伤的医疗待遇按照国家有关规定执行。",
    ),
    (
        "六、劳动保护、劳动条件和职业危害防护",
        "甲方建立健全安全生产规章制度，对乙方进行安全生产教育和培训，为乙方提供符合国家规定的"
        "劳动安全卫生条件和必要的劳动防护用品。",
    ),
    (
        "七、劳动合同的变更、解除和终止",
        "经甲乙双方协商一致，可以变更本合同的相关内容。解除或者终止本合同，应当依照《中华人民共和国"
        "劳动合同法》的规定办理，甲方应当出具解除或者终止劳动合同的证明。",
    ),
    (
        "八、双方约定的其他事项",
        "乙方在甲方单位注册执业，合同期内不得同时受聘于其他单位。乙方应当保守甲方的商业秘密和与知识产权"
        "相关的保密事项。",
    ),
    (
        "九、劳动争议处理",
        "因履行本合同发生的劳动争议，当事人可以向本单位劳动争议调解委员会申请调解；调解不成的，可以向劳动争议仲裁"
        "委员会申请仲裁；对仲裁裁决不服的，可以依法向人民法院提起诉讼。",
    ),
)


def contract(person: DemoPerson, rng: np.random.Generator) -> list[Paper]:
    """Return the four pages; only the first bears the title, all but it a page number."""
    parties = {"name": person.name, "id_number": person.id_number, "company": person.company}
    term = f"{chinese_date(person.contract_from)}至{chinese_date(person.contract_until)}"
    pages = [_cover(person, rng), *_clause_pages(person), _signatures(person, rng)]
    return [
        canvas.paper(_HEADING, "contract", page_no=number, fields={1: parties, 2: {"term": term}}.get(number, {}))
        for number, canvas in enumerate(pages, 1)
    ]


def _cover(person: DemoPerson, rng: np.random.Generator) -> Canvas:
    canvas = Canvas(A4)
    canvas.text((2180, 300), f"合同编号：{person.contract_from.year}-{person.id_number[6:10]}", 50, anchor="ra")
    canvas.text((1240, 720), "劳动合同书", 190, weight=3, anchor="mm", spacing=60)
    canvas.text((1240, 900), "（固定期限）", 66, anchor="mm")
    rows = (
        ("甲方（用人单位）：", person.company),
        ("统一社会信用代码：", person.uscc),
        ("法定代表人：", person.legal_person),
        ("乙方（劳动者）：", person.name),
        ("居民身份证号码：", person.id_number),
        ("联系电话：", person.phone),
        ("签订日期：", chinese_date(person.contract_from)),
    )
    for row, (label, value) in enumerate(rows):
        y = 1330 + row * 180
        canvas.text((420, y), label, 64)
        canvas.text((1060, y), value, 64, face="sans")
        canvas.draw.line((1040, y + 90, 2060, y + 90), fill=(60, 60, 60), width=3)
    canvas.text((1240, 3120), "示例省人力资源和社会保障厅（示范文本）", 58, anchor="mm")
    canvas.stamp(round_seal(person.company, rng), (1860, 1770))
    return canvas


def _clause_pages(person: DemoPerson) -> list[Canvas]:
    facts = {"start": chinese_date(person.contract_from), "end": chinese_date(person.contract_until)}
    facts |= {"specialty": person.specialty, "place": person.place}
    first = tuple((heading, text.format_map(facts)) for heading, text in _FIRST_CLAUSES)
    return [_clauses(first, "第 2 页 共 4 页"), _clauses(_MORE_CLAUSES, "第 3 页 共 4 页")]


def _clauses(clauses: tuple[tuple[str, str], ...], footer: str) -> Canvas:
    canvas = Canvas(A4)
    y = 320.0
    for heading, text in clauses:
        if heading:
            canvas.text((_LEFT, y), heading, _SIZE + 4, face="sans", weight=1)
            y += _SIZE * 1.95
        y = canvas.paragraph((_LEFT, y), text, _SIZE, width=_WIDTH, leading=2.05) + _SIZE * 0.6
    canvas.text((1240, 3290), footer, 42, anchor="mm")
    return canvas


def _signatures(person: DemoPerson, rng: np.random.Generator) -> Canvas:
    canvas = Canvas(A4)
    y = canvas.paragraph(
        (_LEFT, 320),
        "十、本合同未尽事宜，按照国家和地方有关法律、法规的规定执行。本合同一式两份，甲乙双方各执一份，"
        "自双方签字、盖章之日起生效，两份合同具有同等法律效力。",
        _SIZE,
        width=_WIDTH,
        leading=2.05,
    )
    y += 260
    signed = chinese_date(person.contract_from)
    canvas.text((_LEFT, y), "甲方（盖章）：", 60)
    canvas.text((1360, y), "乙方（签字）：", 60)
    canvas.text((_LEFT, y + 240), "法定代表人（签字）：", 60)
    canvas.text((1360, y + 240), "身份证号：", 60)
    canvas.text((1360, y + 340), person.id_number, 56, face="sans")
    canvas.text((_LEFT, y + 520), f"日期：{signed}", 60)
    canvas.text((1360, y + 520), f"日期：{signed}", 60)
    canvas.stamp(round_seal(person.company, rng), (_LEFT + 560, y + 140))
    canvas.stamp(signature(person.legal_person, rng), (_LEFT + 760, y + 270), seal=False)
    canvas.stamp(signature(person.name, rng), (1960, y + 30), seal=False)
    canvas.text((1240, 3290), "第 4 页 共 4 页", 42, anchor="mm")
    return canvas
