"""Lines come in the order in which a person reads them."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.reading.reading_order import in_reading_order
from shoujian.schemas.geometry import Quad, box_quad
from shoujian.schemas.reading import Line


def line(
    text: str, left: float, top: float, *, width: float | None = None, height: float = 40, turn: float = 0
) -> Line:
    """A line of glyphs as wide as high, turned by `turn` degrees clockwise about the page's corner."""
    quad = box_quad(left, top, left + (width or height * len(text)), top + height)
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    a, b, c, d = ((x * cos - y * sin, x * sin + y * cos) for x, y in quad)
    turned: Quad = (a, b, c, d)
    return Line(text=text, confidence=0.9, box=turned)


def read(lines: list[Line]) -> list[str]:
    shuffled = lines.copy()
    random.Random(7).shuffle(shuffled)
    return [found.text for found in in_reading_order(shuffled)]


def paragraph(prefix: str, left: float, top: float, rows: int, width: float, turn: float = 0) -> list[Line]:
    return [line(f"{prefix}{row}", left, top + 60 * row, width=width, turn=turn) for row in range(rows)]


@pytest.mark.parametrize("turn", [-3.0, -1.0, 0.0, 1.0, 3.0])
def test_rows_survive_a_small_skew(turn: float) -> None:
    page = [line("劳动合同书", 900, 100, height=80, turn=turn)]
    for row in range(6):
        page.append(line(f"甲方{row}", 200, 300 + 70 * row, turn=turn))
        page.append(line(f"杭州某某建设有限公司第{row}分公司", 1400, 300 + 70 * row + 4, turn=turn))
    expected = ["劳动合同书"]
    for row in range(6):
        expected += [f"甲方{row}", f"杭州某某建设有限公司第{row}分公司"]
    assert read(page) == expected


def test_a_table_is_read_row_by_row() -> None:
    page = [
        line(f"{name}{row}", 100 + 500 * column, 200 + 60 * row)
        for row in range(12)
        for column, name in enumerate(("姓名", "工作单位", "缴费状态"))
    ]
    assert read(page) == [item.text for item in page]


def test_labels_stay_with_long_values() -> None:
    page = []
    for row in range(10):
        page.append(line(f"企业名称{row}", 100, 100 + 60 * row))
        page.append(line(f"{row}" * 25, 420, 100 + 60 * row))
    assert read(page) == [item.text for item in page]


def test_two_columns_are_read_one_after_the_other() -> None:
    title = line("关于二级建造师注册的通知", 500, 50, height=70)
    left = paragraph("左", 100, 200, 9, 800)
    right = paragraph("右", 1000, 190, 9, 800)
    middle = line("附件" * 20, 100, 800)
    lower_left = paragraph("下左", 100, 900, 5, 800)
    lower_right = paragraph("下右", 1000, 900, 5, 800)
    page = [title, *left, *right, middle, *lower_left, *lower_right]
    assert read(page) == [item.text for item in page]


def test_three_columns_are_read_one_after_the_other() -> None:
    page = [item for column in range(3) for item in paragraph(f"第{column}栏", 100 + 700 * column, 100, 8, 600)]
    assert read(page) == [item.text for item in page]


def test_small_print_beside_a_title_stays_in_its_row() -> None:
    assert read([line("编号:1", 900, 130, height=30), line("申请表", 300, 100, height=90)]) == ["申请表", "编号:1"]


def test_no_lines() -> None:
    assert in_reading_order([]) == ()


LINES = st.lists(
    st.builds(
        lambda text, left, top, width, height, turn: line(text, left, top, width=width, height=height, turn=turn),
        st.text(alphabet="甲乙丙1", max_size=3),
        st.integers(0, 1000),
        st.integers(0, 1000),
        st.integers(1, 900),
        st.integers(1, 60),
        st.floats(-10, 10),
    ),
    max_size=30,
)


@given(LINES, st.randoms(use_true_random=False))
def test_the_same_lines_come_in_one_order_whatever_order_they_were_found_in(
    lines: list[Line], chance: random.Random
) -> None:
    ordered = in_reading_order(lines)
    shuffled = lines.copy()
    chance.shuffle(shuffled)
    assert in_reading_order(shuffled) == ordered
    assert sorted(map(repr, ordered)) == sorted(map(repr, lines))


def test_columns_that_run_downwards_are_read_from_right_to_left() -> None:
    columns = [
        line(text, 900 - 120 * index, 200, width=60, height=60 * len(text))
        for index, text in enumerate(["学生王建业", "于本校毕业", "准予毕业"])
    ]
    assert read([line("毕业证书", 500, 80, height=70), *columns]) == [
        "毕业证书",
        "学生王建业",
        "于本校毕业",
        "准予毕业",
    ]


def test_single_narrow_letters_in_a_row_are_read_from_left_to_right() -> None:
    assert read([line(text, 200 + 80 * index, 200, width=20, height=40) for index, text in enumerate("1357")]) == [
        *"1357"
    ]
