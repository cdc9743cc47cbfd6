from __future__ import annotations

import numpy as np
import pytest
from shoujian.intake.procedures import load_procedure
from shoujian.processors.legibility.reduced import Copies
from shoujian.processors.legibility.sheet import Sheet
from shoujian.processors.matching.parts import (
    box_of,
    cut_out,
    find_sides,
    lines_within,
)
from shoujian.processors.normalise import NormalisedPage
from shoujian.processors.page import PageImage
from shoujian.schemas.page import PageRecord
from shoujian.schemas.reading import Line, Reading

from . import pages
from .geometry_pages import text_page

CARD = load_procedure("zj-constructor2-initial").named("身份证")
FRONT, BACK = pages.id_front().lines, pages.id_back().lines


def at(lines: tuple[Line, ...], left: float, top: float) -> list[Line]:
    return [line.model_copy(update={"box": tuple((x + left, y + top) for x, y in line.box)}) for line in lines]


def texts(reading: Reading) -> list[str]:
    return [line.text for line in reading.lines]


@pytest.mark.parametrize(
    ("front", "back", "size"),
    [((320, 400), (320, 1300), pages.A4), ((320, 1300), (320, 400), pages.A4), ((60, 300), (1250, 300), (2339, 1654))],
    ids=["front above", "back above", "side by side"],
)
def test_each_side_is_found_whole_and_apart(
    front: tuple[int, int], back: tuple[int, int], size: tuple[int, int]
) -> None:
    sheet = pages.page(*at(FRONT, *front), *at(BACK, *back), pages.line("仅供注册使用", front[0] + 100, front[1] + 300))
    first, second = find_sides(sheet, CARD, size)
    assert texts(lines_within(sheet, first)) == [*texts(pages.id_front()), "仅供注册使用"]
    assert texts(lines_within(sheet, second)) == texts(pages.id_back())
    for left, top, right, bottom in (first, second):
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]


def test_lines_of_a_part_are_placed_in_its_pixels() -> None:
    sheet = pages.page(*at(FRONT, 320, 400))
    part = lines_within(sheet, (300, 380, 1200, 1100))
    assert part.lines[0].box[0] == (FRONT[0].box[0][0] + 20, FRONT[0].box[0][1] + 20)


def test_sides_that_lie_over_each_other_or_are_missing_are_not_told_apart() -> None:
    mixed = pages.page(*at(FRONT, 100, 400), *at(BACK, 120, 420))
    assert find_sides(mixed, CARD, pages.A4) == ()
    assert find_sides(pages.page(*FRONT), CARD, pages.A4) == ()
    assert find_sides(pages.page(), CARD, pages.A4) == ()


def test_a_material_without_sides_has_none() -> None:
    contract = load_procedure("zj-constructor2-initial").named("劳动合同")
    assert find_sides(pages.contract_first(), contract, pages.A4) == ()


def test_a_part_knows_its_pixels_its_place_and_the_way_back() -> None:
    image = PageImage(text_page(), dpi=150.0)
    size = image.size
    record = PageRecord(page=2, source_size=(2 * size[0], 2 * size[1]), rotation=0, skew=0.0, size=size, dpi=150.0)
    to_source = np.array([[2, 0, 0.5], [0, 2, 0.5], [0, 0, 1]], dtype=np.float64)
    whole = NormalisedPage(image, record, to_source, Sheet(Copies(image.pixels)))
    part = cut_out(whole, (100, 200, 500, 450))
    assert np.array_equal(part.image.pixels, image.pixels[200:450, 100:500])
    assert (part.record.size, part.record.dpi, part.record.page) == ((400, 250), 150.0, 2)
    assert part.record.quad == ((199.5, 399.5), (999.5, 399.5), (999.5, 899.5), (199.5, 899.5))
    assert part.to_source @ np.array([0, 0, 1]) == pytest.approx([200.5, 400.5, 1])
    assert box_of(part.record) == (100, 200, 500, 450)
    assert box_of(record) is None
    assert part.image.steps[-1] == part.record.steps[-1]
