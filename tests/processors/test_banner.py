"""A coloured banner along a paper's side is a part of the paper, with the title in it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from shoujian.processors.geometry.cards import lay_out
from shoujian.processors.geometry.outline.banner import with_banners
from shoujian.processors.geometry.outline.find import find_quads
from shoujian.processors.geometry.outline.photo import Photo

from .geometry_pages import CORNERS, desk, jaccard, laid, text_page

MIN_JACCARD = 0.985
GREEN, BLUE, DARK_RED = (80, 110, 20), (160, 80, 30), (40, 30, 130)
PLAIN = np.full((1600, 1200, 3), (70, 80, 95), np.uint8)


def bannered(colour: tuple[int, int, int], tall: int = 200) -> np.ndarray:
    page = text_page()
    page[:tall] = colour
    cv2.putText(page, "CERTIFICATE", (page.shape[1] // 2 - 330, tall // 2 + 25), 0, 3.2, (245, 245, 245), 9)
    return page


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("ground", [desk(), PLAIN], ids=["grain", "plain"])
@pytest.mark.parametrize("colour", [GREEN, BLUE, DARK_RED], ids=["green", "blue", "red"])
def test_a_title_in_a_banner_is_never_cut_off(ground: np.ndarray, colour: tuple[int, int, int], turns: int) -> None:
    corners = CORNERS[turns:] + CORNERS[:turns]
    photo = laid(ground, bannered(colour), corners)
    page = lay_out(photo, find_quads(photo)).page
    assert page is not None and jaccard(page.quad, CORNERS) > MIN_JACCARD


def test_a_foot_is_kept_as_well_as_a_head() -> None:
    sheet = bannered(BLUE)
    sheet[-120:] = GREEN
    photo = laid(PLAIN, sheet, CORNERS)
    page = lay_out(photo, find_quads(photo)).page
    assert page is not None and jaccard(page.quad, CORNERS) > MIN_JACCARD


def test_no_shadow_and_no_table_is_taken_for_a_banner() -> None:
    shaded = PLAIN.copy()
    cv2.fillConvexPoly(shaded, np.array([(x, y + 40) for x, y in CORNERS], np.int32), (42, 48, 57))
    for ground in (PLAIN, desk(), shaded):
        photo = Photo.of(laid(ground, text_page(), CORNERS))
        quad = (np.array(CORNERS) + 0.5) / photo.scale - 0.5
        assert with_banners(photo.planes, photo.ground, quad) is quad
