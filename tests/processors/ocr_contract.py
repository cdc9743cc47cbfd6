"""What every reader owes: one abstract test class, which each engine's tests inherit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier
from typing import ClassVar

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path
from shoujian.processors.page import Pixels
from shoujian.processors.reading.fold import fold
from shoujian.processors.reading.ocr import OcrEngine
from shoujian.schemas.geometry import bounds
from shoujian.schemas.reading import Reading

ID_NUMBER = "33010019000101006X"
TITLE = "劳动合同书"
ROWS = (
    ("甲方（用人单位）：", "杭州某某建设有限公司"),
    ("乙方（劳动者）：", "张三"),
    ("公民身份号码：", ID_NUMBER),
    ("劳动合同期限：", "2026年1月1日至2028年12月31日"),
    ("证书编号：", "999991202005000001"),
)


@cache
def drawn_page() -> Pixels:
    """Half an A4 page at 150 dpi: a title, five rows of label and value, and a sentence."""
    page = Image.new("RGB", (1240, 900), "white")
    pen = ImageDraw.Draw(page)
    pen.text((620, 90), TITLE, font=font(56), fill="black", anchor="mm")
    for row, (label, value) in enumerate(ROWS):
        pen.text((120, 220 + 90 * row), label, font=font(30), fill="black", anchor="lm")
        pen.text((480, 220 + 90 * row), value, font=font(30), fill="black", anchor="lm")
    pen.text((120, 760), "双方在平等自愿的基础上签订本合同，共同遵守。", font=font(30), fill="black", anchor="lm")
    pixels = np.ascontiguousarray(np.asarray(page)[:, :, ::-1])
    pixels.flags.writeable = False
    return pixels


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(sans_path()), size)


def blank_page() -> Pixels:
    grain = np.random.default_rng(1).normal(245, 3, (900, 640, 3))
    return np.clip(grain, 0, 255).astype(np.uint8)


class OcrContract:
    """Inherit, and give `engine`; `wanted` is what it must read on the drawn page, in this order."""

    wanted: ClassVar[tuple[str, ...]] = (
        "杭州某某建设有限公司",
        "张三",
        "公民身份号码",
        ID_NUMBER,
        "2026年1月1日",
        "2028年12月31日",
        "999991202005000001",
        "平等自愿",
    )

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> OcrEngine:
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def reading(cls, engine: OcrEngine) -> Reading:
        return engine.read(drawn_page())

    def test_it_is_an_engine_with_a_name_and_version(self, engine: OcrEngine) -> None:
        assert isinstance(engine, OcrEngine)
        assert any(char.isdigit() for char in engine.name)

    def test_the_text_is_read_in_reading_order(self, reading: Reading) -> None:
        text = fold(reading.text)
        assert reading.status == "read"
        assert [part for part in self.wanted if part not in text] == []
        places = [text.index(part) for part in self.wanted]
        assert places == sorted(places)

    def test_boxes_are_upright_quads_on_the_page_around_their_text(self, reading: Reading) -> None:
        height, width = drawn_page().shape[:2]
        for line in reading.lines:
            left, top, right, bottom = bounds(line.box)
            assert 0 <= left < right <= width
            assert 0 <= top < bottom <= height
            assert line.box[0][0] < line.box[1][0] and line.box[0][1] < line.box[3][1]
        (number,) = [line for line in reading.lines if ID_NUMBER in fold(line.text)]
        left, top, right, bottom = bounds(number.box)
        assert (top + bottom) / 2 == pytest.approx(400, abs=12)
        assert right == pytest.approx(480 + font(30).getlength(ID_NUMBER), abs=25)

    def test_confidences_are_high_on_a_clean_page(self, reading: Reading) -> None:
        assert 0.6 < reading.confidence <= 1

    def test_boxes_grow_with_the_page(self, engine: OcrEngine) -> None:
        double = cv2.resize(drawn_page(), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        (number,) = [line for line in engine.read(double).lines if ID_NUMBER in fold(line.text)]
        _, top, _, bottom = bounds(number.box)
        assert (top + bottom) / 2 == pytest.approx(800, abs=24)

    def test_a_small_card_is_read(self, engine: OcrEngine) -> None:
        card = cv2.resize(drawn_page()[340:460, 60:1000], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        assert ID_NUMBER in fold(engine.read(card).text)

    def test_a_blank_page_is_read_and_has_no_lines(self, engine: OcrEngine) -> None:
        reading = engine.read(blank_page())
        assert (reading.status, reading.lines) == ("read", ())

    @pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 3), (40, 40)])
    def test_slivers_do_no_harm(self, engine: OcrEngine, shape: tuple[int, int]) -> None:
        assert engine.read(np.full((*shape, 3), 255, np.uint8)).lines == ()

    def test_the_input_stays_as_it_is(self, engine: OcrEngine) -> None:
        page = drawn_page().copy()
        engine.read(page)
        assert np.array_equal(page, drawn_page())

    def test_threads_at_once_read_the_same(self, engine: OcrEngine, reading: Reading) -> None:
        start = Barrier(2)

        def read(pixels: Pixels) -> Reading:
            start.wait(timeout=60)
            return engine.read(pixels)

        with ThreadPoolExecutor(2) as pool:
            read_page, read_blank = pool.map(read, [drawn_page(), blank_page()])
            again = list(pool.map(read, [drawn_page(), drawn_page()]))
        assert read_page == reading
        assert read_blank.lines == ()
        assert again == [reading, reading]
