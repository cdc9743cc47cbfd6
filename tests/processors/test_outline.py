"""Sheets and cards on a desk are outlined; pages, desks and boxes on a page are not."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from shoujian.processors.geometry.cards import lay_out
from shoujian.processors.geometry.outline.find import find_quads

from .geometry_pages import (
    CORNERS,
    card,
    desk,
    jaccard,
    laid,
    read,
    text_page,
    turned,
)

MIN_JACCARD = 0.985


@pytest.mark.parametrize("ground", [desk(), np.full((1600, 1200, 3), 40, np.uint8)], ids=["grain", "plain"])
def test_a_sheet_on_a_desk_is_outlined(ground: np.ndarray) -> None:
    found = find_quads(laid(ground, text_page(), CORNERS))
    assert len(found) == 1
    assert jaccard(found[0].quad, CORNERS) > MIN_JACCARD
    assert 0.6 <= found[0].score <= 1.0


def test_the_pattern_of_a_cloth_is_not_taken_for_the_sheet() -> None:
    y, x = np.mgrid[0:1600, 0:1200]
    checks = 1 + 0.08 * (np.sign(np.sin(x / 55)) + np.sign(np.sin(y / 55)))
    noise = np.random.default_rng(3).normal(0, 3, (1600, 1200, 1))
    cloth = np.clip(np.array([150.0, 140.0, 60.0]) * checks[..., None] + noise, 0, 255).astype(np.uint8)
    found = find_quads(laid(cloth, text_page(), CORNERS))
    assert found and jaccard(found[0].quad, CORNERS) > MIN_JACCARD


@pytest.mark.parametrize(("lean", "period", "gap"), [(20.0, 45.0, 0.0), (0.0, 14.0, 0.9)], ids=["checks", "keys"])
def test_strong_patterns_do_not_hide_a_sheet(lean: float, period: float, gap: float) -> None:
    y, x = np.mgrid[0:1600, 0:1200].astype(np.float64)
    turn = np.radians(lean)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    one, other = np.sin(along / period) > gap, np.sin(across / period) > gap
    dark = 2.0 * (one | other) if gap else one.astype(float) + other
    cloth = (np.array([245.0, 240.0, 240.0]) - dark[..., None] * np.array([100.0, 110.0, 40.0])).astype(np.uint8)
    photo = laid(cloth, text_page(), CORNERS)
    page = lay_out(photo, find_quads(photo)).page
    assert page is not None and jaccard(page.quad, CORNERS) > MIN_JACCARD


@pytest.mark.parametrize("seed", [0, 1])
def test_confetti_around_a_dark_cover_is_not_taken_for_text(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ground = np.full((1600, 1200, 3), (40, 55, 70), np.uint8)
    for _ in range(90):
        at, size = rng.integers(0, (1200, 1600)), rng.integers(20, 120, 2)
        colour = [int(level) for level in rng.integers(30, 255, 3)]
        cv2.ellipse(ground, at.tolist(), size.tolist(), float(rng.uniform(0, 180)), 0, 360, colour, -1)
        at, colour = rng.integers(0, (1200, 1600)), [int(level) for level in rng.integers(30, 255, 3)]
        cv2.rectangle(ground, at.tolist(), (at + rng.integers(10, 120, 2)).tolist(), colour, -1)
    photo = laid(ground, text_page() // 4 + np.array([30, 60, 10], np.uint8), CORNERS)
    page = lay_out(photo, find_quads(photo)).page
    assert page is not None and jaccard(page.quad, CORNERS) > MIN_JACCARD


def test_a_red_cover_with_golden_print_is_outlined() -> None:
    cover = np.full((1400, 1000, 3), (30, 20, 110), np.uint8)
    for y, size in ((420, 4.0), (760, 2.0), (860, 2.0), (1240, 1.6)):
        cv2.putText(cover, "CERTIFICATE", (500 - round(110 * size), y), 0, size, (100, 190, 225), round(3 * size))
    found = find_quads(laid(desk(), cover, CORNERS))
    assert found and jaccard(found[0].quad, CORNERS) > MIN_JACCARD


@pytest.mark.parametrize("places", [[(180, 420)], [(180, 300), (220, 900)]], ids=["one", "two"])
def test_pale_cards_that_are_all_there_is_on_the_glass_are_outlined(places: list[tuple[int, int]]) -> None:
    glass = np.full((1754, 1240, 3), 250, np.uint8)
    for left, top in places:
        corners = [(left, top), (left + 506, top), (left + 506, top + 319), (left, top + 319)]
        glass = laid(glass, card(shade=241), [(float(x), float(y)) for x, y in corners])
    found = find_quads(glass)
    assert len(found) == len(places)
    assert len(lay_out(glass, found).cards) == (2 if len(places) == 2 else 0)


def test_a_page_on_the_glass_has_no_outline() -> None:
    assert find_quads(text_page(1240, 1754)) == ()


def test_corners_run_clockwise_from_the_top_left() -> None:
    quad = find_quads(laid(desk(), text_page(), CORNERS))[0].quad
    assert np.abs(np.array(quad) - np.array(CORNERS)).max() < 6


def test_a_sheet_that_leaves_the_picture_is_outlined_up_to_its_edge() -> None:
    corners = [(190.0, 400.0), (1010.0, 430.0), (1040.0, 1700.0), (150.0, 1680.0)]
    found = find_quads(laid(desk(), text_page(), corners))
    assert len(found) == 1
    assert abs(found[0].quad[0][1] - 400) < 6
    assert max(point[1] for point in found[0].quad) > 1590


def test_a_clear_photo_of_a_desk_without_a_sheet_has_none() -> None:
    assert find_quads(desk()) == ()


@pytest.mark.parametrize("angle", [0.0, 2.0])
def test_a_page_that_fills_the_frame_has_none(angle: float) -> None:
    assert find_quads(turned(text_page(), angle)) == ()


@pytest.mark.parametrize("shape", [(1, 5000, 3), (40, 40, 3), (3, 3, 3)])
def test_tiny_pictures_have_none(shape: tuple[int, int, int]) -> None:
    assert find_quads(np.full(shape, 128, np.uint8)) == ()


def test_an_empty_light_patch_is_no_document() -> None:
    ground = desk()
    ground[400:1000, 300:900] = 235
    assert find_quads(ground) == ()


def test_two_cards_are_told_apart_in_reading_order() -> None:
    upper = [(340.0, 150.0), (900.0, 190.0), (880.0, 540.0), (320.0, 500.0)]
    lower = [(330.0, 980.0), (880.0, 940.0), (900.0, 1290.0), (350.0, 1330.0)]
    photo = laid(laid(desk(), card(), upper), card(shade=225), lower)
    layout = lay_out(photo, find_quads(photo))
    assert layout.page is None
    assert len(layout.cards) == 2
    assert jaccard(layout.cards[0].quad, upper) > MIN_JACCARD
    assert jaccard(layout.cards[1].quad, lower) > MIN_JACCARD


def test_two_cards_close_together_are_not_taken_for_one_sheet() -> None:
    upper = [(300.0, 300.0), (900.0, 310.0), (895.0, 690.0), (295.0, 680.0)]
    lower = [(294.0, 740.0), (894.0, 750.0), (890.0, 1130.0), (290.0, 1120.0)]
    photo = laid(laid(np.full((1600, 1200, 3), 60, np.uint8), card(), upper), card(), lower)
    cards = lay_out(photo, find_quads(photo)).cards
    assert len(cards) == 2
    assert all(jaccard(found.quad, truth) > MIN_JACCARD for found, truth in zip(cards, (upper, lower), strict=True))


def test_a_sheet_in_too_little_light_is_outlined() -> None:
    found = find_quads((laid(desk(), text_page(), CORNERS) * 0.25).astype(np.uint8))
    assert found and jaccard(found[0].quad, CORNERS) > MIN_JACCARD


def test_a_soft_shadow_around_a_sheet_stays_outside() -> None:
    ground = np.full((1600, 1200, 3), 215, np.uint8)
    below = np.zeros((1600, 1200), np.float32)
    cv2.fillConvexPoly(below, np.array(CORNERS, np.int32) + 24, 1.0)
    ground = (ground * (1 - 0.35 * cv2.GaussianBlur(below, (0, 0), 14))[..., None]).astype(np.uint8)
    found = find_quads(laid(ground, text_page(), CORNERS))
    assert found and jaccard(found[0].quad, CORNERS) > MIN_JACCARD


def test_a_screen_is_no_document() -> None:
    photo = desk()
    photo[380:1220, 180:1020] = 14
    photo[410:1190, 210:990] = (170, 150, 120)
    photo[500:700:40, 300:800] = 30
    assert find_quads(photo) == ()


def test_a_pattern_alone_is_no_document() -> None:
    y, x = np.mgrid[0:1600, 0:1200]
    checks = ((x // 150 + y // 150) % 2)[..., None] * np.array([90.0, 60.0, 20.0]) + 110
    assert find_quads(checks.astype(np.uint8)) == ()


def test_a_shaded_box_on_a_page_is_never_cropped_to() -> None:
    page = text_page()
    box = page[700:1200, 150:1090]
    page[700:1200, 150:1090] = np.minimum(box, 170)
    assert lay_out(page, find_quads(page)).page is None


@pytest.mark.real
def test_real_photos(real_dir: Path) -> None:
    truth = json.loads((real_dir / "C" / "corners.json").read_text(encoding="utf-8"))
    for image in truth["images"]:
        photo = read(real_dir / "C" / image["file"])
        layout = lay_out(photo, find_quads(photo))
        assert layout.page is not None, image["file"]
        assert jaccard(layout.page.quad, image["corners_tl_tr_br_bl"]) > MIN_JACCARD, image["file"]
    for name in truth["no_crop_expected"]:
        assert find_quads(read(real_dir / "C" / name)) == ()


@pytest.mark.real
@pytest.mark.parametrize(
    "name", ["A/form_hardship_application.jpg", "A/newspaper_edu.png", "A/cert_iso9001_company.png"]
)
def test_real_flat_pages_are_not_cropped(real_dir: Path, name: str) -> None:
    page = read(real_dir / name)
    layout = lay_out(page, find_quads(page))
    assert (layout.page, layout.cards) == (None, ())


@pytest.mark.real
def test_a_real_slip_that_leaves_the_picture_twice_is_cropped_to_its_sides(real_dir: Path) -> None:
    photo = read(real_dir / "A" / "bank_slip_photo.jpg")
    page = lay_out(photo, find_quads(photo)).page
    assert page is not None
    assert jaccard(page.quad, [(20, 0), (444, 0), (455, 666), (40, 666)]) > 0.97


def test_cards_on_white_glass_are_outlined_without_their_shadows() -> None:
    glass = np.full((1754, 1240, 3), 248, np.uint8)
    places = [(300, 400), (320, 900)]
    for left, top in places:
        cv2.rectangle(glass, (left + 14, top + 14), (left + 524, top + 336), (170, 170, 170), -1)
    glass = cv2.GaussianBlur(glass, (0, 0), 7)
    corners = [[(x, y), (x + 510, y), (x + 510, y + 322), (x, y + 322)] for x, y in places]
    for quad in corners:
        glass = laid(glass, card(shade=236), [(float(x), float(y)) for x, y in quad])
    found = find_quads(glass)
    assert len(found) == 2
    assert min(max(jaccard(one.quad, quad) for one in found) for quad in corners) > 0.97


def test_a_block_of_text_with_a_card_s_proportions_is_no_card() -> None:
    page = np.full((1754, 1240, 3), 255, np.uint8)
    page[400:900, 200:1000] = text_page()[300:800, 200:1000]
    assert find_quads(page) == ()


@pytest.mark.parametrize("shape", [(900, 12, 3), (12, 900, 3), (300, 7, 3), (64, 64, 3)])
def test_strips_and_scraps_have_no_outline(shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(4)
    assert find_quads(rng.integers(0, 256, shape, np.uint8)) == ()
