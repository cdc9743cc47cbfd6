"""Whether an office's own forms are named after a few decisions, and whether anything else changes.

usage: python bench/hints.py [--seed 700] [--people 12]

Six forms that no procedure file knows are laid out as lines with boxes, filled in for fictitious applicants, and
misread (one character in a hundred, by default); nothing is drawn or read. The office's other pages are the demo's
papers as lines. Decisions are taken one after the other, as `Desk.assign` would record them.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from shoujian.demo.applicant import DemoPerson, fictitious_applicant
from shoujian.demo.papers import MAKERS, draw
from shoujian.intake.procedures import load_procedure
from shoujian.processors.fields.extract import extract_fields
from shoujian.processors.matching.hints import PRIVATE_KINDS, Lesson, learn
from shoujian.processors.matching.matcher import PageShape, match_page
from shoujian.schemas.geometry import Size, box_quad
from shoujian.schemas.hint import Hint, HintSource
from shoujian.schemas.match import Match
from shoujian.schemas.procedure import Material
from shoujian.schemas.reading import Line, Reading

A4 = (1654, 2339)
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CONFUSED = "口土日目未末己已人入天夫大太士干千"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an office: its title, its rows (label, which value is filled in), its small print."""

    material: str
    title: str
    style: str
    rows: tuple[tuple[str, str], ...]
    print: tuple[str, ...]


FORMS = (
    Form(
        "社会保险参保证明",
        "浙江省示例市职工缴费情况一览表",
        "cells",
        (("人员姓名", "name"), ("身份标识", "id"), ("所在单位", "company"), ("险别", "险别"), ("费款所属期", "month")),
        ("征缴方式银行代扣", "本表由自助终端打印", "查验码可在政务服务网核对"),
    ),
    Form(
        "继续教育证明",
        "专业技术人员学时登记卡",
        "colon",
        (("学员", "name"), ("公民号码", "id"), ("从业机构", "company"), ("面授课时", "number"), ("网络课时", "number")),
        ("年度应修学时已修满", "培训机构审核意见", "登记卡遗失不补请妥善保管"),
    ),
    Form(
        "劳动合同",
        "建设行业用工备案登记表",
        "joined",
        (("用工主体全称", "company"), ("务工人员", "name"), ("实名制编号", "number"), ("进场时间", "date")),
        ("岗位工种及技能等级", "工资发放方式及周期", "备案机关受理意见栏"),
    ),
    Form(
        "学历证书",
        "学籍在线核验结果",
        "cells",
        (("学员本人", "name"), ("院校全称", "school"), ("层次与形式", "本科"), ("核验时间", "date")),
        ("核验结果与档案记载一致", "扫描右侧二维码复核", "结果仅供用人主体参考"),
    ),
    Form(
        "营业执照",
        "市场主体登记基本情况表",
        "colon",
        (("主体全称", "company"), ("代码", "uscc"), ("经营者", "name"), ("核准时间", "date"), ("登记状态", "存续")),
        ("出资情况及股权结构", "历次变更事项摘要", "查询用途由申请方自负"),
    ),
    Form(
        "承诺书",
        "诚信申报告知确认单",
        "joined",
        (("申报者", "name"), ("证号", "id"), ("受理窗口", "number"), ("确认时间", "date")),
        ("告知事项已逐条阅读理解", "如有隐瞒愿受信用惩戒", "此单一式两份各执一份"),
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=700, help="which people and misreadings; 1 to 9 were looked at")
    parser.add_argument("--people", type=int, default=12, help="fresh applicants for each form")
    parser.add_argument("--misread", type=float, default=0.01, help="share of characters that are misread")
    options = parser.parse_args()
    Bench(options.seed, options.people, options.misread).run()


class Bench:
    """Forms, people and other pages of one seed."""

    def __init__(self, seed: int, people: int, misread: float) -> None:
        self.rng = np.random.default_rng(seed)
        self.misread = misread
        self.procedure = load_procedure("zj-constructor2-initial")
        self.taught = [fictitious_applicant(seed * 1000 + index) for index in range(10)]
        self.fresh = [fictitious_applicant(seed * 1000 + 100 + index) for index in range(people)]
        self.others = [page for person in self.fresh[:3] for page in papers(person, self.rng)]
        self.seen = [self.named(page, person) for person in self.taught[:2] for page in papers(person, self.rng)]

    def run(self) -> None:
        print("| decisions | hints | own forms: right | unnamed | wrong | other pages: named otherwise | with hints |")
        print("|---" * 7 + "|")
        plain = [self.match(page, ()) for page in self.others]
        for count in (0, 1, 2, 3, 5, 10):
            hints = self.learned(count)
            print(self.row(str(count), hints, plain))
        wrong = [self.lesson(FORMS[0], person, 90, "劳动合同") for person in self.taught[:2]]
        for count, slips in ((0, 1), (0, 2), (2, 1), (2, 2), (10, 1)):
            print(self.row(f"{count} and {slips} wrong", self.learned(count, wrong[:slips]), plain))
        self.leaks(self.learned(10))
        self.costs(self.learned(10))

    def row(self, said: str, hints: Sequence[Hint], plain: Sequence[Match]) -> str:
        """Return a line of the table: fresh pages of the forms, and the others against what they were."""
        own: Counter[str] = Counter()
        for form in FORMS:
            for person in self.fresh:
                name = self.match(self.page(form, person), hints).material
                own["right" if name == form.material else "wrong" if name else "none"] += 1
        now = [self.match(page, hints) for page in self.others]
        turned = sum(a.material != b.material for a, b in zip(plain, now, strict=True))
        touched = sum(any(cue.kind == "hint" for cue in match.evidence) for match in now)
        counts = f"{own['right']} | {own['none']} | {own['wrong']}"
        return f"| {said} | {len(hints)} | {counts} | {turned} of {len(now)} | {touched} |"

    def learned(self, count: int, more: Sequence[Lesson] = ()) -> tuple[Hint, ...]:
        """Return what is learned when so many pages of each form were assigned, each in a case of its own."""
        rng, self.rng = self.rng, np.random.default_rng(count)
        lessons = [
            self.lesson(form, person, index, form.material)
            for form in FORMS
            for index, person in enumerate(self.taught[:count])
        ]
        self.rng = rng
        return learn([*lessons, *more, *(lesson for lesson in self.seen if lesson)], self.procedure)

    def lesson(self, form: Form, person: DemoPerson, index: int, material: str) -> Lesson:
        reading = self.page(form, person)[0]
        case = f"{person.id_number}-{index}"
        known = private(person, reading, self.procedure.named(material))
        source = HintSource(case=case, file="file", page=1, at=START + timedelta(days=index))
        return Lesson(reading, A4, material, case, person.id_number, known, source)

    def named(self, page: tuple[Reading, Size], person: DemoPerson) -> Lesson | None:
        """Return a page that the matcher names as a lesson that only speaks against."""
        name = self.match(page, ()).material
        return Lesson(page[0], page[1], name, person.id_number, person.id_number) if name else None

    def match(self, page: tuple[Reading, Size], hints: Sequence[Hint]) -> Match:
        reading, size = page
        return match_page(reading, self.procedure, shape=PageShape(size[0] / size[1], size=size), hints=hints)

    def page(self, form: Form, person: DemoPerson) -> tuple[Reading, Size]:
        """Return the form filled in for a person, as a reader would give it."""
        lines = [self.line(form.title, (A4[0] - 64 * len(form.title)) / 2, 160, 64)]
        top = 330.0
        for label, key in form.rows:
            value = value_of(key, person, self.rng)
            if form.style == "cells":
                lines += [self.line(label, 160, top, 36), self.line(value, 620, top, 36)]
            else:
                lines.append(self.line(f"{label}{'：' if form.style == 'colon' else ' '}{value}", 160, top, 36))
            top += 84
        lines += [self.line(text, 160, top + 300 + 70 * row, 32) for row, text in enumerate(form.print)]
        return Reading(engine="drawn", lines=tuple(lines)), A4

    def line(self, text: str, left: float, top: float, height: float) -> Line:
        spoilt = [CONFUSED[self.rng.integers(len(CONFUSED))] if self.rng.random() < self.misread else c for c in text]
        width = sum(height if ord(char) > 0x2E7F else height * 0.55 for char in text)
        return Line(text="".join(spoilt), confidence=0.96, box=box_quad(left, top, left + width, top + height))

    def leaks(self, hints: Sequence[Hint]) -> None:
        """Print the phrases that hold anything of a taught person: there should be none."""
        personal = {
            text
            for person in self.taught
            for text in (person.name, person.company, person.legal_person, person.school, person.company_address[6:12])
        }
        found = [hint.phrase for hint in hints if any(text in hint.phrase for text in personal)]
        print(f"\nphrases with a name, company, school or address in them: {found or 'none'}")

    def costs(self, hints: Sequence[Hint]) -> None:
        for said, given in (("without", ()), ("with", hints)):
            started = time.process_time()
            for page in self.others:
                self.match(page, given)
            each = (time.process_time() - started) / len(self.others)
            print(f"matching a page {said} {len(given)} hints: {each * 1000:.1f} ms")


def value_of(key: str, person: DemoPerson, rng: np.random.Generator) -> str:
    """Return what stands behind a label; a key that is no value's name stands there itself."""
    day = person.contract_from
    values = {
        "name": person.name,
        "id": person.id_number,
        "company": person.company,
        "school": person.school,
        "uscc": person.uscc,
        "date": f"{day.year}年{day.month}月{day.day}日",
        "month": f"{day:%Y%m}",
        "number": str(int(rng.integers(10, 99999))),
    }
    return values.get(key, key)


def papers(person: DemoPerson, rng: np.random.Generator) -> list[tuple[Reading, Size]]:
    """Return every paper of the demo as lines; their pixels are not looked at."""
    pages = []
    for kind in MAKERS:
        for paper in draw(kind, person, rng):
            lines = tuple(Line(text=line.text, confidence=0.97, box=box_quad(*line.box)) for line in paper.lines)
            pages.append((Reading(engine="drawn", lines=lines), paper.size))
    return pages


def private(person: DemoPerson, reading: Reading, material: Material) -> tuple[str, ...]:
    """Return what the desk would know to be a person's."""
    applicant = person.applicant()
    kinds = {spec.key: spec.kind for spec in material.every_field()}
    fields = extract_fields(reading, material)
    read = [value.value for key, value in fields.items() if kinds.get(key) in PRIVATE_KINDS]
    return (applicant.name, applicant.id_number, applicant.phone, applicant.company, *read)


if __name__ == "__main__":
    main()
