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
    assert step.name == "light" and step.parameters["method"] == "divide"
    assert unevenness(paper_field(gray_of(pixels))) > 0.85
    assert pixels.shape == page.shape


def test_even_light_twice_changes_nothing_more() -> None:
    result = even_light(shadowed(text_page()))
    assert result is not None
    assert even_light(result[0]) is None


def test_a_seal_stays_red_under_the_shadow() -> None:
    page = with_seal(text_page(), (400, 1700), 150, colour=(50, 40, 210))
    result = even_light(shadowed(page))
    assert result is not None
    patch = result[0][1550:1850, 250:550].astype(int)
    red = (patch[..., 2] - np.maximum(patch[..., 0], patch[..., 1])) > 60
    assert red.mean() > 0.05


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
