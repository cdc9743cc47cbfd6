from functools import lru_cache

import numpy as np
import pytest
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.canvas import (
    A4,
    CARD,
    Canvas,
    Paper,
    wrapped,
)
from shoujian.demo.paper_identity import portrait
from shoujian.demo.papers import (
    DECOYS,
    MAKERS,
    MATERIALS,
    draw,
)

PERSON = fictitious_applicant(7)
NAMES = {
    "二级建造师初始注册申请表",
    "身份证",
    "一寸免冠照片",
    "学历证书",
    "二级建造师资格证书",
    "劳动合同",
    "社会保险参保证明",
    "继续教育证明",
    "承诺书",
    "营业执照",
}


@lru_cache
def pages(kind: str) -> list[Paper]:
    return draw(kind, PERSON, np.random.default_rng(1))


def test_every_material_of_the_procedure_can_be_drawn() -> None:
    assert {page.name for kind in MATERIALS for page in pages(kind)} == NAMES
    assert {page.name for kind in DECOYS for page in pages(kind)} == {None}


@pytest.mark.parametrize("kind", MAKERS)
def test_lines_lie_inside_the_page_on_their_ink(kind: str) -> None:
    for page in pages(kind):
        width, height = page.size
        for line in page.lines:
            left, top, right, bottom = line.box
            assert 0 <= left < right <= width, line
            assert 0 <= top < bottom <= height, line
            ink = page.pixels[top:bottom, left:right].astype(int)
            assert np.ptp(ink) > 60, f"nothing to read in {line}"


@pytest.mark.parametrize("kind", MAKERS)
def test_fields_are_printed_on_the_page(kind: str) -> None:
    for page in pages(kind):
        printed = "".join(line.text for line in page.lines).replace(" ", "").replace("起至", "至")
        for key, value in page.fields.items():
            assert value.replace(" ", "") in printed, f"{key} is not on {kind}"


@pytest.mark.parametrize("kind", ["id_front", "diploma", "application", "newspaper"])
def test_the_same_generator_draws_the_same_page(kind: str) -> None:
    again = draw(kind, PERSON, np.random.default_rng(1))
    assert all(np.array_equal(one.pixels, two.pixels) for one, two in zip(pages(kind), again, strict=True))


def test_sizes_and_sides() -> None:
    front, back = pages("id_front")[0], pages("id_back")[0]
    assert front.size == back.size == CARD
    assert (front.side, back.side) == ("front", "back")
    assert pages("qualification")[0].size == A4
    assert not pages("diploma")[0].pixels.flags.writeable


def test_only_the_contracts_cover_bears_its_title() -> None:
    cover, *others = pages("contract")
    assert len(others) >= 3
    assert "劳动合同书" in cover.text
    assert not any("劳动合同书" in page.text for page in others)
    assert [page.page_no for page in others] == [2, 3, 4]


@pytest.mark.parametrize("kind", ["diploma", "qualification", "insurance", "licence", "training"])
def test_seals_are_red_where_the_truth_says(kind: str) -> None:
    page = pages(kind)[0]
    for left, top, right, bottom in page.seals:
        blue, green, red = np.moveaxis(page.pixels[top:bottom, left:right].astype(int), 2, 0)
        assert np.mean((red - green > 60) & (red - blue > 60)) > 0.05


@pytest.mark.parametrize(("background", "bgr"), [("white", (253, 252, 252)), ("red", (28, 22, 196))])
def test_portraits_backdrop(background: str, bgr: tuple[int, int, int]) -> None:
    pixels = portrait(PERSON, np.random.default_rng(0), background=background).pixels
    assert np.abs(pixels[5:40, 5:40].reshape(-1, 3).mean(axis=0) - bgr).max() < 4


def test_blank_page_is_blank() -> None:
    assert np.ptp(pages("blank")[0].pixels[..., 0]) == 0


def test_wrapping_keeps_words_whole_and_punctuation_off_the_start() -> None:
    lines = wrapped("一二三四五，六七八九十。The end of it", "serif", 40, 200)
    assert "".join(lines).replace(" ", "") == "一二三四五，六七八九十。Theendofit"
    assert not any(line[0] in "，。" for line in lines)
    assert any("The" in line for line in lines)


def test_stamps_may_hang_over_the_edge() -> None:
    canvas = Canvas((200, 100))
    overlay = np.full((80, 80, 4), 255, np.uint8)
    overlay[..., :3] = 0
    assert canvas.stamp(overlay, (190, 90)) == (150, 50, 200, 100)
    assert np.asarray(canvas.image)[60, 160].tolist() == [0, 0, 0]
