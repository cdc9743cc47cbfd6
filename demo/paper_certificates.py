"""毕业证书, 学位证书, 二级建造师资格证书, 继续教育合格证明, 营业执照."""

from __future__ import annotations

import numpy as np

from .applicant import DemoPerson
from .canvas import (
    A4,
    Canvas,
    Colour,
    Overlay,
    Paper,
)
from .numbers import chinese_date, numeral_date
from .paper_identity import face_of
from .portrait import Background, draw_portrait
from .stamps import qr_like, round_seal, square_seal

_LANDSCAPE = (A4[1], A4[0])
_RED: Colour = (176, 26, 32)
_GOLD: Colour = (190, 150, 84)
_CREAM: Colour = (252, 248, 236)


def diploma(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the 毕业证书, landscape, with photo, embossed seal, school seal and the president's name seal."""
    canvas = Canvas(_LANDSCAPE, paper=_CREAM)
    _border(canvas, _RED)
    canvas.text((canvas.width / 2, 340), "普通高等学校", 104, weight=1, anchor="mm", spacing=46, fill=_RED)
    canvas.text((canvas.width / 2, 560), "毕业证书", 210, weight=3, anchor="mm", spacing=150, fill=_RED)
    _photo(canvas, person, rng, (420, 860, 820, 1420))
    canvas.stamp(_embossed(rng), (800, 1400), seal=False)
    start, end = person.enrolled, person.graduated
    course = f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    rows: tuple[list[tuple[str, bool]], ...] = (
        [
            ("学生 ", False),
            (f" {person.name} ", True),
            (" 性别 ", False),
            (f" {person.sex} ", True),
            (f" ，{chinese_date(person.birth)}生，于", False),
        ],
        [(f"{course}在本校 ", False), (f" {person.major} ", True)],
        [("专业四年制本科学习，修完教学计划规定的全部课程，", False)],
        [("成绩合格，准予毕业。", False)],
    )
    for row, runs in enumerate(rows):
        canvas.runs((1010 + (168 if row == 0 else 0), 880 + row * 150), runs, 84)
    canvas.text((460, 1700), f"校　　名：{person.school}", 76)
    canvas.text((1900, 1700), "校（院）长：", 76)
    canvas.stamp(square_seal(person.president, rng), (2470, 1725), seal=False)
    canvas.text((460, 1920), f"证书编号：{_grouped(person.diploma_number)}", 70)
    canvas.text((2160, 1920), numeral_date(end), 76)
    canvas.stamp(round_seal(person.school, rng, diameter=460), (2900, 1930))
    canvas.text(
        (canvas.width / 2, 2140), "中华人民共和国教育部学历证书查询网址：http://xueli.example.cn", 48, anchor="mm"
    )
    fields = {"name": person.name, "sex": person.sex, "school": person.school, "major": person.major}
    fields |= {"certificate_number": person.diploma_number, "issued_on": numeral_date(end)}
    return canvas.paper("学历证书", "diploma", fields=fields)


def degree(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the 学士学位证书, landscape; an alternative of the 学历证书."""
    canvas = Canvas(_LANDSCAPE, paper=_CREAM)
    _border(canvas, _GOLD)
    canvas.text((canvas.width / 2, 480), "学士学位证书", 200, weight=3, anchor="mm", spacing=80, fill=_RED)
    _photo(canvas, person, rng, (420, 860, 820, 1420))
    text = (
        f"{person.name}，{person.sex}，{chinese_date(person.birth)}生。在{person.school}{person.major}专业"
        "完成了本科学习计划，业已毕业，经审核符合《中华人民共和国学位条例》的规定，授予工学学士学位。"
    )
    canvas.paragraph((1000, 860), text, 84, width=2060)
    canvas.text((460, 1640), person.school, 78)
    canvas.text((1640, 1640), "学位评定委员会主席：", 76)
    canvas.stamp(square_seal(person.president, rng), (2530, 1665), seal=False)
    canvas.text((460, 1900), f"证书编号：{person.degree_number}", 70)
    canvas.text((2160, 1900), numeral_date(person.graduated), 76)
    canvas.stamp(round_seal(person.school, rng, diameter=460), (2900, 1930))
    canvas.text((canvas.width / 2, 2150), "（普通高等教育本科毕业生）", 60, anchor="mm")
    fields = {"name": person.name, "school": person.school, "major": person.major}
    fields |= {"certificate_number": person.degree_number, "issued_on": numeral_date(person.graduated)}
    return canvas.paper("学历证书", "degree", fields=fields)


def qualification(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the 二级建造师资格证书, portrait A4, signed on `person.qualified`."""
    canvas = Canvas(A4, paper=(250, 251, 246))
    _border(canvas, (60, 110, 90))
    canvas.text((canvas.width / 2, 470), "中华人民共和国", 104, weight=1, anchor="mm", spacing=40)
    canvas.text((canvas.width / 2, 660), "二级建造师执业资格证书", 140, weight=2, anchor="mm", spacing=18)
    intro = (
        "本证书由浙江省人力资源和社会保障厅、浙江省住房和城乡建设厅批准颁发，"
        "表明持证人通过二级建造师执业资格统一考试，具备二级建造师执业资格。"
    )
    canvas.paragraph((330, 880), intro, 66, width=1830)
    _photo(canvas, person, rng, (1680, 1330, 2100, 1918))
    rows = (
        ("姓　　名", person.name),
        ("性　　别", person.sex),
        ("证件号码", person.id_number),
        ("专业类别", person.specialty),
        ("批准日期", chinese_date(person.qualified)),
        ("管 理 号", person.qualification_number),
    )
    for row, (label, value) in enumerate(rows):
        _underlined(canvas, (340, 1340 + row * 150), label, value, right=1580)
    for x, office in ((720, "浙江省人力资源和社会保障厅"), (1740, "浙江省住房和城乡建设厅")):
        canvas.text((x, 2560), office, 58, anchor="mm")
        canvas.stamp(round_seal(office, rng, diameter=520), (x, 2620))
    canvas.text((1740, 2740), f"签发日期：{chinese_date(person.qualified)}", 58, anchor="mm")
    canvas.text((canvas.width / 2, 3200), f"证书编号：{person.qualification_number}", 54, anchor="mm")
    fields = {"name": person.name, "id_number": person.id_number, "specialty": person.specialty}
    fields |= {"certificate_number": person.qualification_number, "issued_on": chinese_date(person.qualified)}
    return canvas.paper("二级建造师资格证书", "qualification", fields=fields)


def training(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the 继续教育合格证明 with 120 hours, 60 of them 必修课."""
    canvas = Canvas(A4)
    canvas.draw.rectangle((170, 170, 2310, 3338), outline=(70, 90, 150), width=8)
    canvas.text((canvas.width / 2, 480), "二级建造师继续教育合格证明", 124, weight=2, anchor="mm")
    canvas.text((2180, 660), f"编号：{person.training_number}", 56, anchor="ra")
    canvas.text((330, 800), f"学员：{person.name}", 72)
    canvas.text((1000, 800), f"身份证号：{person.id_number}", 72)
    text = (
        f"于{person.trained.year}年{person.trained.month}月参加了二级建造师（{person.specialty}专业）继续教育培训，"
        "按照《注册建造师继续教育管理暂行办法》（建市〔2010〕192号）的规定完成必修课60学时、选修课60学时，"
        "共计120学时，考核合格，特此证明。"
    )
    below = canvas.paragraph((330, 960), text, 72, width=1820, leading=2.0)
    _table(canvas, below + 100, person)
    canvas.text((1500, 2580), "培训单位（盖章）：", 66, anchor="mm")
    canvas.text((1600, 2720), "浙江示例建设职业培训学校", 66, anchor="mm")
    canvas.text((1600, 2860), f"发证日期：{chinese_date(person.trained)}", 66, anchor="mm")
    canvas.stamp(round_seal("浙江示例建设职业培训学校", rng, diameter=500), (1640, 2740))
    fields = {"name": person.name, "id_number": person.id_number, "hours": "120"}
    fields |= {"certificate_number": person.training_number, "issued_on": chinese_date(person.trained)}
    return canvas.paper("继续教育证明", "training", fields=fields)


def licence(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return the 营业执照 (副本), landscape as issued since 2019."""
    canvas = Canvas(_LANDSCAPE, paper=(253, 251, 244))
    _border(canvas, _GOLD)
    canvas.text((canvas.width / 2, 420), "营业执照", 220, weight=4, anchor="mm", spacing=90)
    canvas.text((canvas.width / 2, 620), "（副　本）", 84, anchor="mm")
    canvas.text((360, 360), "统一社会信用代码", 58, face="sans")
    canvas.text((360, 450), person.uscc, 66, face="sans", weight=1)
    canvas.stamp(qr_like(rng), (2960, 470), seal=False)
    founded = chinese_date(person.company_founded)
    rows = (
        ("名　　称", person.company, "注册资本", "伍仟万元整"),
        ("类　　型", "有限责任公司（自然人投资或控股）", "成立日期", founded),
        ("法定代表人", person.legal_person, "营业期限", f"{founded}至长期"),
    )
    for row, (label, value, label2, value2) in enumerate(rows):
        y = 800 + row * 160
        _labelled(canvas, 360, y, label, value)
        _labelled(canvas, 2060, y, label2, value2)
    _labelled(canvas, 2060, 1280, "住　　所", person.company_address)
    canvas.text((360, 1280), "经营范围", 60, fill=(120, 90, 40))
    scope = (
        "房屋建筑工程、市政公用工程、机电安装工程的设计与施工；建筑材料销售。"
        "（依法须经批准的项目，经批准后方可开展经营活动）"
    )
    canvas.paragraph((760, 1280), scope, 58, width=1180, indent=0)
    canvas.text((2400, 1760), "登记机关", 70, anchor="mm")
    canvas.text((2400, 1960), chinese_date(person.company_founded), 66, anchor="mm")
    canvas.stamp(round_seal("示例市市场监督管理局", rng, diameter=500), (2420, 1860))
    canvas.text((360, 2150), "国家企业信用信息公示系统网址：http://gsxt.example.cn", 44, face="sans")
    canvas.text((3140, 2150), "国家市场监督管理总局监制", 44, face="sans", anchor="ra")
    fields = {"company": person.company, "uscc": person.uscc, "legal_person": person.legal_person}
    return canvas.paper("营业执照", "licence", fields=fields | {"founded": founded})


def _border(canvas: Canvas, colour: Colour) -> None:
    """Draw a triple frame with small ornaments along it."""
    width, height = canvas.width, canvas.height
    for inset, stroke in ((110, 10), (150, 4), (216, 6)):
        canvas.draw.rectangle((inset, inset, width - inset, height - inset), outline=colour, width=stroke)
    for x in range(183, width - 183, 66):
        for y in (183, height - 183):
            canvas.draw.ellipse((x - 16, y - 16, x + 16, y + 16), outline=colour, width=4)
    for y in range(183, height - 183, 66):
        for x in (183, width - 183):
            canvas.draw.ellipse((x - 16, y - 16, x + 16, y + 16), outline=colour, width=4)


def _photo(canvas: Canvas, person: DemoPerson, rng: np.random.Generator, box: tuple[int, int, int, int]) -> None:
    background: Background = "blue" if rng.random() < 0.5 else "white"
    canvas.paste(draw_portrait(face_of(person), sex=person.sex, background=background), box)
    canvas.draw.rectangle(box, outline=(150, 150, 150), width=3)


def _embossed(rng: np.random.Generator) -> Overlay:
    """Return the grey relief of a dry seal (钢印), hardly visible."""
    seal = round_seal("学历证书钢印专用", rng, diameter=360).copy()
    seal[..., :3] = 120
    seal[..., 3] //= 4
    return seal


def _grouped(number: str) -> str:
    return " ".join((number[:5], number[5:10], number[10:12], number[12:]))


def _underlined(canvas: Canvas, xy: tuple[int, int], label: str, value: str, *, right: int) -> None:
    x, y = xy
    canvas.text((x, y), label, 64)
    canvas.text((x + 330, y), value, 64, face="sans")
    canvas.draw.line((x + 310, y + 88, right, y + 88), fill=(90, 90, 90), width=3)


def _labelled(canvas: Canvas, x: int, y: int, label: str, value: str) -> None:
    canvas.text((x, y), label, 60, fill=(120, 90, 40))
    canvas.text((x + (400 if x < 1000 else 330), y), value, 60)


def _table(canvas: Canvas, top: float, person: DemoPerson) -> None:
    rows = (
        ("课程类别", "课程名称", "学时"),
        ("必修课", "工程建设法律法规与标准规范", "60"),
        ("选修课", f"{person.specialty}新技术与项目管理", "60"),
        ("合计", "", "120"),
    )
    edges = (330, 760, 1830, 2150)
    for row, cells in enumerate(rows):
        y = top + row * 130
        for column, cell in enumerate(cells):
            box = (edges[column], y, edges[column + 1], y + 130)
            canvas.draw.rectangle(box, outline=(40, 40, 40), width=4)
            if cell:
                canvas.text(((box[0] + box[2]) / 2, y + 65), cell, 58, anchor="mm")
