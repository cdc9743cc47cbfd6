"""Forms and certificates as a reader would give them, laid out at random without a drawing: thousands cost seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from shoujian.demo.applicant import DemoPerson, fictitious_applicant
from shoujian.demo.numbers import chinese_date, id_number, numeral_date, uscc
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
    """A page that was laid out: the material, how, what stands on it and what a reader gives of it."""

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
        _LAYOUTS[layout](sheet, _rows(rng, material, fields))
        yield Form(material, layout, fields, as_read(sheet.pieces, rng, photo=photo))


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
        "certificate_number": pick(rng, ("ZJ", "33", "浙", "")) + f"{day.year}{int(rng.integers(10**7, 10**8))}",
        "specialty": pick(rng, SPECIALTIES),
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
}
