from __future__ import annotations

import cv2
import numpy as np
from shoujian.processors.legibility.ink import paper_field, unevenness
from shoujian.processors.legibility.light import even_light, reading_copy
from shoujian.processors.legibility.reduced import gray_of
from shoujian.processors.page import Pixels

from .legibility_pages import (
    noisy,
    portrait,
    text_page,
    with_seal,
)


def shadowed(page: Pixels, strength: float = 0.17) -> Pixels:
    gain = np.ones(page.shape[:2], np.float32)
    gain[:, : page.shape[1] * 2 // 5] = strength
    return (page * cv2.GaussianBlur(gain, (0, 0), 12)[..., None] * 0.92).astype(np.uint8)


def test_an_evenly_lit_page_is_left_alone() -> None:
    assert even_light(noisy(text_page())) is None


def test_a_hard_shadow_is_divided_out() -> None:
    page = shadowed(text_page())
    result = even_light(page)
    assert result is not None
    pixels, step = result
    assert step.name == "light" and step.parameters["method"] == "gain"
    assert unevenness(paper_field(gray_of(pixels))) > 0.8
    assert pixels.shape == page.shape


def test_even_light_twice_changes_nothing_more() -> None:
    result = even_light(shadowed(text_page()))
    assert result is not None
    assert even_light(result[0]) is None


def hues(patch: Pixels) -> tuple[float, float]:
    """Return the median hue in degrees and the median saturation 0..1 of what is coloured."""
    hsv = cv2.cvtColor(np.ascontiguousarray(patch).astype(np.float32) / 255, cv2.COLOR_BGR2HSV)
    coloured = hsv[hsv[..., 1] > 0.4]
    return float(np.median((coloured[:, 0] + 180) % 360)), float(np.median(coloured[:, 1]))


def test_a_seal_under_the_shadow_keeps_its_red() -> None:
    page = with_seal(text_page(), (400, 1700), 150, colour=(50, 40, 210))
    result = even_light(shadowed(page))
    assert result is not None
    place = (slice(1550, 1850), slice(250, 550))
    before, after = hues(page[place]), hues(result[0][place])
    assert abs(after[0] - before[0]) < 10
    assert after[1] >= 0.7 * before[1]


def test_tinted_paper_stays_tinted_and_what_was_lit_stays_as_it_was() -> None:
    page = (text_page() * np.array([0.8, 0.95, 1.0])).astype(np.uint8)
    dark = shadowed(page)
    result = even_light(dark)
    assert result is not None
    lit = (slice(100, 2200), slice(900, 1600))
    assert np.abs(result[0][lit].astype(int) - dark[lit]).mean() < 3
    paper = np.median(result[0][100:2200, 60:500].reshape(-1, 3), axis=0)
    assert paper[0] < 0.88 * paper[2]


def test_the_colour_of_the_shadow_goes() -> None:
    dark = shadowed(text_page()).astype(np.float32)
    dark[:, :661] *= (1.0, 0.95, 0.9)
    result = even_light(dark.astype(np.uint8))
    assert result is not None
    paper = np.median(result[0][100:2200, 60:500].reshape(-1, 3), axis=0)
    assert paper.max() - paper.min() < 6


def test_a_picture_on_the_page_is_not_bleached() -> None:
    page = text_page()
    page[900:1500, 900:1500] = (90, 60, 40)
    assert even_light(page) is None
    result = even_light(shadowed(page))
    assert result is not None
    assert np.abs(result[0][1000:1400, 1000:1400].astype(float).mean(axis=(0, 1)) - (90, 60, 40)).max() < 20


def test_a_dark_cover_beside_a_page_is_left_alone() -> None:
    page = text_page()
    page[:, :700] = (30, 20, 60)
    cv2.circle(page, (350, 700), 160, (60, 150, 190), 30)
    assert even_light(noisy(page)) is None


def test_pictures_without_print_are_left_alone() -> None:
    dark_desk = np.full((900, 1200, 3), 30, np.uint8)
    dark_desk[100:500, 200:700] = 230
    assert even_light(dark_desk) is None
    for background in ((252, 252, 252), (196, 22, 28)):
        assert even_light(portrait(background)) is None
    assert even_light(np.zeros((300, 300, 3), np.uint8)) is None


def test_an_id_card_with_a_dark_portrait_is_left_alone() -> None:
    card = text_page(size=(1012, 638), px=34)
    face = portrait((225, 235, 240), (330, 460))
    face[200:] = 15
    card[90:550, 640:970] = face
    assert even_light(card) is None


def test_the_reading_copy_differs_only_under_uneven_light() -> None:
    page = noisy(text_page())
    assert reading_copy(page) is page
    dark = shadowed(text_page())
    copy = reading_copy(dark)
    left = slice(100, 500)
    assert copy.shape == dark.shape
    assert copy[:, left].std() > 1.3 * dark[:, left].std()
