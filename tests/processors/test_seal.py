from __future__ import annotations

import cv2
import numpy as np
import pytest
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.papers import draw
from shoujian.processors.legibility.reduced import Copies
from shoujian.processors.legibility.seal import find_seals
from shoujian.processors.page import Pixels
from shoujian.schemas.geometry import bounds

from .legibility_pages import (
    as_jpeg,
    noisy,
    portrait,
    text_page,
    with_seal,
)

RED = (50, 40, 210)
BLUE = (140, 60, 30)


def sealed(page: Pixels | None = None) -> Pixels:
    return with_seal(text_page() if page is None else page, (1200, 1800), 150, colour=RED)


def test_a_seal_over_print_is_found_where_it_is() -> None:
    (seal,) = find_seals(as_jpeg(noisy(sealed()), 80))
    assert seal.colour == "red" and seal.roundness > 0.8
    assert bounds(seal.box) == pytest.approx((1050, 1650, 1350, 1950), abs=25)
    assert seal.area_share == pytest.approx(np.pi * 150**2 / (1654 * 2339), rel=0.15)


def test_two_seals_are_two() -> None:
    assert len(find_seals(with_seal(sealed(), (450, 1800), 150, colour=RED))) == 2


def test_an_oval_blue_seal_is_found() -> None:
    page = np.full((2339, 1654, 3), 250, np.uint8)
    for axes in ((197, 142), (142, 87)):
        cv2.ellipse(page, (800, 1200), axes, 0, 0, 360, BLUE, 5, cv2.LINE_AA)
    cv2.putText(page, "20240001", (700, 1215), cv2.FONT_HERSHEY_SIMPLEX, 1.4, BLUE, 4, cv2.LINE_AA)
    (seal,) = find_seals(as_jpeg(page, 85))
    assert seal.colour == "blue"
    assert bounds(seal.box) == pytest.approx((603, 1058, 997, 1342), abs=25)


def test_a_seal_crossed_by_a_red_line_is_found() -> None:
    page = sealed()
    cv2.line(page, (100, 1700), (1500, 1700), RED, 6)
    (seal,) = find_seals(page)
    left, top, right, bottom = bounds(seal.box)
    assert abs((left + right) / 2 - 1200) < 30 and abs((top + bottom) / 2 - 1800) < 30


def test_a_seal_under_warm_uneven_light_is_found() -> None:
    page = sealed().astype(np.float32)
    light = np.linspace(1.0, 0.55, page.shape[1])[None, :, None] * np.array([0.75, 0.9, 1.0])
    assert len(find_seals(as_jpeg((page * light).astype(np.uint8), 80))) == 1


def test_red_print_frames_and_solid_marks_are_no_seals() -> None:
    page = text_page()
    page[300:420, 300:1300][page[300:420, 300:1300].max(axis=2) < 128] = RED
    cv2.rectangle(page, (80, 80), (1570, 2260), RED, 8)
    cv2.rectangle(page, (1100, 1500), (1300, 1700), RED, 10)
    cv2.circle(page, (500, 1900), 120, RED, -1)
    assert find_seals(page) == ()
    assert find_seals(text_page()) == ()
    assert find_seals(portrait((196, 22, 28))) == ()


def test_the_emblem_on_an_id_card_is_no_seal() -> None:
    (paper,) = draw("id_back", fictitious_applicant(1), np.random.default_rng(1))
    assert find_seals(as_jpeg(noisy(paper.pixels), 85)) == ()


def test_a_seal_beside_an_ornate_frame_is_found_alone() -> None:
    page = sealed(np.full((2339, 1654, 3), 250, np.uint8))
    for inset in (60, 130):
        cv2.rectangle(page, (inset, inset), (1654 - inset, 2339 - inset), RED, 6)
    for x in range(110, 1560, 40):
        cv2.circle(page, (x, 95), 12, RED, 3, cv2.LINE_AA)
    cv2.line(page, (130, 1950), (1100, 1890), RED, 6)
    (seal,) = find_seals(page)
    assert bounds(seal.box) == pytest.approx((1050, 1650, 1350, 1950), abs=30)


def test_copies_that_others_made_give_the_same_seals() -> None:
    page = sealed()
    copies = Copies(page)
    copies.gray(600)
    assert find_seals(page, copies=copies) == find_seals(page)
