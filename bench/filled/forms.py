"""Forms and certificates as a reader would give them, laid out at random without a drawing: thousands cost seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from shoujian.demo.applicant import DemoPerson, fictitious_applicant
from shoujian.demo.numbers import chinese_date, id_number, numeral_date, uscc
from shoujian.processors.reading.reading_order import in_reading_order
from shoujian.schemas.reading import Reading

from .reader import Piece, as_read, pick, width
from .words import (
    BUSINESS,
    ENGLISH,
    FORMS,
    GIVEN,
    LABELS,
    OTHER_PEOPLES,
    OTHERS,
    PLACES,
    SPECIALTIES,
    SURNAMES,
    WORDS,
)

WIDTH, HEIGHT = 1654, 2339


@dataclass(frozen=True, slots=True)
class Form:
    """A page that was laid out: the material, how, what stands on it and what a reader gives of it.

    A field that is empty stands there for several people, so that it is to be left out.
    """

    material: str
    layout: str
    fields: Mapping[str, str]
    reading: Reading


def forms(seed: int, count: int, *, photo: bool) -> Iterator[Form]:
    """Give `count` random forms, read as well as scans or, with `photo`, as photos are."""
    for index in range(count):
        rng = np.random.default_rng([seed, index, photo])
        material = list(LABELS)[int(rng.integers(len(LABELS)))]
        layout = list(_LAYOUTS)[int(rng.integers(len(_LAYOUTS)))]
        fields = _values(rng, material)
        sheet = _Sheet(rng)
        rows = _rows(rng, material, fields)
        _LAYOUTS[layout](sheet, rows)
        if len(sheet.listed) > 1:
            fields |= dict.fromkeys(("name", "id_number"), "")
        reading = as_read(sheet.pieces, rng, photo=photo)
        yield Form(material, layout, fields, tilted(reading, rng) if layout == "tilted" else reading)


def person(rng: np.random.Generator) -> DemoPerson:
    """Return a fictitious person, of more names, companies and numbers than the demo's."""
    base = fictitious_applicant(int(rng.integers(1 << 30)))
    birth = date(1962, 1, 1) + timedelta(days=int(rng.integers(0, 15000)))
    name = pick(rng, OTHER_PEOPLES) if rng.random() < 0.03 else pick(rng, SURNAMES) + pick(rng, GIVEN)
    company = pick(rng, PLACES) + pick(rng, WORDS) + pick(rng, BUSINESS) + pick(rng, FORMS)
    body = "".join(pick(rng, "0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
    number = id_number(region=pick(rng, ("330100", "330682", "110101")), birth=birth, sequence=int(rng.integers(1000)))
    return replace(
        base, name=name, company=company, id_number=number, birth=birth, uscc=uscc(region="330100", body=body)
    )


def _values(rng: np.random.Generator, material: str) -> dict[str, str]:
    who = person(rng)
    day = date(2012, 1, 1) + timedelta(days=int(rng.integers(0, 5000)))
    known = {
        "name": who.name,
        "id_number": who.id_number,
        "company": who.company,
        "uscc": who.uscc,
        "phone": f"1{pick(rng, '3589')}{int(rng.integers(10**9)):09d}",
        "form_number": pick(rng, ("", "JZS", "浙")) + f"{int(rng.integers(10**9, 10**10))}",
        "certificate_number": pick(rng, ("ZJ", "33", "浙", "", "粤建考", "苏建"))
        + f"{day.year}{int(rng.integers(10**7, 10**8))}",
        "specialty": pick(rng, SPECIALTIES),
        "address": pick(rng, PLACES[:5])
        + pick(rng, WORDS)
        + f"区虚构大道中段{int(rng.integers(1, 900))}号15栋4单元1162室",
        "hours": pick(rng, ("120", "60", "90", "150")),
    }
    known |= dict.fromkeys(("issued_on", "printed_on", "signed_on"), _date(rng, day))
    if known["certificate_number"].startswith("浙"):
        known["certificate_number"] = "ZJ" + known["certificate_number"][1:]
    return {key: known[key] for key in LABELS[material]}


def _date(rng: np.random.Generator, day: date) -> str:
    return pick(
        rng,
        (
            chinese_date(day),
            chinese_date(day),
            f"{day:%Y年%m月%d日}",
            f"{day:%Y.%m.%d}",
            f"{day:%Y-%m-%d}",
            f"{day:%Y/%m/%d}",
            numeral_date(day),
            numeral_date(day).replace("〇", "○"),
            f"{day.year} 年 {day.month} 月 {day.day} 日",
        ),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One label with its value; `key` None where no field is asked for."""

    key: str | None
    label: str
    value: str


def _rows(rng: np.random.Generator, material: str, fields: Mapping[str, str]) -> list[_Row]:
    rows = [_Row(key, pick(rng, LABELS[material][key]), value) for key, value in fields.items()]
    others = rng.permutation(len(OTHERS))[: int(rng.integers(2, 7))]
    rows += [_Row(None, *OTHERS[int(index)]) for index in others]
    head, rest = rows[:1], rows[1:]
    return head + [rest[int(index)] for index in rng.permutation(len(rest))]


class _Sheet:
    """Where text is put; a Chinese character is as wide as it is high, others half as wide."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.pieces: list[Piece] = []
        self.listed: list[str] = []
        self.size = float(rng.integers(28, 40))
        self.leading = float(rng.uniform(1.6, 2.6))
        title = f"{pick(rng, ('浙江省', '某某市', ''))}登记材料"
        self.put(title, (WIDTH - width(title, 60)) / 2, 140, 60)

    def put(self, text: str, left: float, top: float, size: float | None = None) -> float:
        """Write a line; return where it ends."""
        size = size or self.size
        right = left + width(text, size)
        if text.strip():
            self.pieces.append((text, (left, top, right, top + size)))
        return right


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Return the text in lines that fit the room."""
    lines = [""]
    for char in text:
        if width(lines[-1] + char, size) > room:
            lines.append("")
        lines[-1] += char
    return lines


def _colons(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """姓名：张三, one a row, some filled in over a line of underscores."""
    filled = sheet.rng.random() < 0.3
    for place, row in enumerate(rows):
        value = f"__{row.value}__" if filled else row.value
        sheet.put(f"{row.label}：{value}", 200, 400 + place * sheet.size * sheet.leading)


def _two_columns(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    for place, row in enumerate(rows):
        top = 400 + (place // 2) * sheet.size * sheet.leading
        sheet.put(f"{row.label}：{row.value}", 120 + 780 * (place % 2), top, min(sheet.size, 32))


def _aligned(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """Labels in one column, values in another."""
    colon = sheet.rng.choice(["", "："])
    for place, row in enumerate(rows):
        top = 400 + place * sheet.size * sheet.leading
        sheet.put(row.label + str(colon), 200, top)
        sheet.put(row.value, 620, top)


def _stacked(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """Each value below its label, in two columns."""
    for place, row in enumerate(rows):
        left, top = 150 + 800 * (place % 2), 400 + (place // 2) * sheet.size * 4.2
        sheet.put(row.label, left, top, sheet.size * 0.85)
        sheet.put(row.value, left, top + sheet.size * 1.4)


def _columns(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """A table of one row under its head, values centred and wrapped in their cells."""
    size = min(sheet.size, 30)
    for start in range(0, len(rows), 4):
        room, top = 380, 400 + start / 4 * size * 6
        for place, row in enumerate(rows[start : start + 4]):
            centre = 140 + room * (place + 0.5)
            sheet.put(row.label, centre - width(row.label, size) / 2, top, size)
            for number, text in enumerate(wrapped(row.value, size, room - 40)):
                sheet.put(text, centre - width(text, size) / 2, top + size * (1.9 + 1.25 * number), size)


def _grid(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """Cells of labels and values, two pairs a row; a long value is wrapped around its label's middle."""
    size, room = min(sheet.size, 32), 480
    for place, row in enumerate(rows):
        left, top = 100 + 740 * (place % 2), 400 + (place // 2) * size * 3.4
        sheet.put(row.label, left + (250 - width(row.label, size)) / 2, top, size)
        texts = wrapped(row.value, size, room - 30)
        for number, text in enumerate(texts):
            offset = (number - (len(texts) - 1) / 2) * size * 1.25
            sheet.put(text, left + 260 + (room - width(text, size)) / 2, top + offset, size)


def _bilingual(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """English behind or below the label."""
    below = sheet.rng.random() < 0.4
    for place, row in enumerate(rows):
        top = 400 + place * sheet.size * 2.4
        english = pick(sheet.rng, ENGLISH[row.key]) if row.key in ENGLISH else ""
        if below:
            sheet.put(row.label, 200, top)
            sheet.put(english, 200, top + sheet.size * 1.05, sheet.size * 0.6)
            sheet.put(row.value, 640, top + sheet.size * 0.2)
        else:
            sheet.put(f"{row.label} {english}：", 200, top)
            sheet.put(row.value, 900, top)


def _in_company(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """Other people on the same page: the boss, the clerk, the witness, each with a name and some with a number."""
    other = person(sheet.rng)
    before = [_Row(None, "法定代表人", other.name)]
    after = [_Row(None, "经办人", pick(sheet.rng, SURNAMES) + "经办"), _Row(None, "紧急联系人", other.name)]
    after += [_Row(None, "紧急联系人电话", "13900000000")]
    _colons(sheet, [*before, *rows, *after])


def _boxed(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """Numbers and dates written with one character in each box."""
    size = min(sheet.size, 34)
    for place, row in enumerate(rows):
        top = 400 + place * size * 2.4
        sheet.put(row.label, 150, top, size)
        if row.key not in ("id_number", "uscc", "phone"):
            sheet.put(row.value, 520, top, size)
            continue
        for number, char in enumerate(row.value):
            sheet.put(char, 520 + number * size * 1.6, top, size)


def _prose(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """All of it in one running text, broken anywhere."""
    opening = pick(sheet.rng, ("兹证明", "兹有", "现有"))
    text = "　　" + opening + "，".join(f"{row.label.replace('　', '')}：{row.value}" for row in rows) + "。特此说明。"
    for place, line in enumerate(wrapped(text, sheet.size, 1300)):
        sheet.put(line, 180, 400 + place * sheet.size * sheet.leading)


def _letter(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """Whom it is about in a sentence, whose date stands at the foot; what no letter says follows in rows."""
    said = {row.key: row.value for row in rows}
    if "name" not in said or "address" in said:
        return _colons(sheet, rows)
    who = pick(
        sheet.rng,
        (
            "兹证明{name}（身份证号：{id_number}）",
            "兹有{name}同志，身份证号码：{id_number}，",
            "兹证明示例建设有限公司{name}（公民身份号码{id_number}）",
            "我单位现为{name}（身份证号{id_number}）申报注册，",
            "本人{name}，身份证件号码{id_number}，",
        ),
    ).format(**said)
    company = f"系{said['company']}{pick(sheet.rng, ('', '（单位编码：55935665）'))}职工，" if "company" in said else ""
    hours = f"参加培训，其中必修课60学时，{pick(sheet.rng, ('累计完成', '共计', '合计'))}{said.get('hours')}学时，"
    text = "　　" + who + company + (hours if "hours" in said else "") + "情况属实，特此证明。"
    for place, line in enumerate(wrapped(text, sheet.size, 1300)):
        sheet.put(line, 180, 400 + place * sheet.size * sheet.leading)
    dates = [row for row in rows if row.key in _DATES]
    rest = [row for row in rows if row.key not in ("name", "id_number", "company", "hours", *_DATES)]
    for place, row in enumerate(rest):
        sheet.put(f"{row.label}：{row.value}", 200, 1100 + place * sheet.size * sheet.leading)
    _foot(sheet, dates, 1100 + (len(rest) + 2) * sheet.size * sheet.leading)


def _signed(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """Parties that sign and seal beside their labels."""
    pledge = any(row.key == "signed_on" for row in rows)
    notes = {"company": ("（盖章）", "（公章）"), "name": ("（签字）", "签名", "（签字并按手印）") if pledge else ("",)}
    kept = [row for row in rows if row.key not in _DATES]
    _colons(sheet, [replace(row, label=row.label + pick(sheet.rng, notes.get(row.key or "", ("",)))) for row in kept])
    _foot(sheet, [row for row in rows if row.key in _DATES], 1600)


def _foot(sheet: _Sheet, dates: Sequence[_Row], top: float) -> None:
    """The day below who signed or issued it; on copies a note of the copying follows, with a day of its own."""
    for row in dates:
        sheet.put(
            pick(sheet.rng, ("单位（公章）", "发证机关（盖章）", "示例市社会保险管理中心", "经办机构：")), 1000, top
        )
        sheet.put(row.value, 1000, top + sheet.size * 1.6)
    if sheet.rng.random() < 0.5:
        sheet.put(pick(sheet.rng, ("与原件一致", "此复印件与原件相符", "仅供注册使用")), 950, top + sheet.size * 4)
        sheet.put("2026.11.19", 970, top + sheet.size * 5.6)


def _list(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """A list of people in rows, the applicant among them, of whom nothing tells that it is they."""
    own = [row for row in rows if row.key in ("name", "id_number")]
    if len(own) < 2:
        return _colons(sheet, rows)
    _colons(sheet, [row for row in rows if row.key not in ("name", "id_number")])
    others = [person(sheet.rng) for _ in range(int(sheet.rng.integers(0, 6)))]
    sheet.listed = [other.name for other in others] + [own[0].value]
    values = [{"name": other.name, "id_number": other.id_number} for other in others]
    values.insert(int(sheet.rng.integers(len(values) + 1)), {str(row.key): row.value for row in own})
    for column, row in enumerate(own):
        left, size = 300 + 420 * column, min(sheet.size, 32)
        sheet.put(row.label, left, 1500, size)
        for place, value in enumerate(values, start=1):
            sheet.put(value[str(row.key)], left, 1500 + place * size * 2.2, size)


def _tilted(sheet: _Sheet, rows: Sequence[_Row]) -> None:
    """Labels and values of a card, long values carried on close below themselves."""
    top = 400.0
    for row in rows:
        left = sheet.put(row.label.replace("　", ""), 200, top) + sheet.size
        texts = wrapped(row.value, sheet.size, 15 * sheet.size)
        for number, text in enumerate(texts):
            sheet.put(text, left, top + number * 1.2 * sheet.size)
        top += sheet.size * (len(texts) * 1.2 + 0.8)


def tilted(reading: Reading, rng: np.random.Generator) -> Reading:
    """Return the reading of a page that lies up to five degrees askew."""
    angle = np.radians(rng.uniform(-5, 5))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    centre = np.array([WIDTH / 2, HEIGHT / 2])
    boxes = [(np.array(line.box) - centre) @ turn + centre for line in reading.lines]
    corners = [tuple((float(x), float(y)) for x, y in box) for box in boxes]
    lines = [line.model_copy(update={"box": box}) for line, box in zip(reading.lines, corners, strict=True)]
    return reading.model_copy(update={"lines": tuple(in_reading_order(lines))})


_DATES = ("issued_on", "printed_on", "signed_on")

_LAYOUTS: Mapping[str, Callable[[_Sheet, Sequence[_Row]], None]] = {
    "colons": _colons,
    "two columns": _two_columns,
    "aligned": _aligned,
    "stacked": _stacked,
    "columns": _columns,
    "grid": _grid,
    "bilingual": _bilingual,
    "others": _in_company,
    "boxed": _boxed,
    "prose": _prose,
    "letter": _letter,
    "signed": _signed,
    "list": _list,
    "tilted": _tilted,
}
