"""A drawn page's angle comes back; what has no angle gives None."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from shoujian.processors.geometry.skew import estimate_skew, estimate_wide_skew

from .geometry_pages import (
    card,
    desk,
    read,
    text_page,
    turned,
)

TOLERANCE_DEG = 0.05  # half of what the competitions count as right
REAL_TOLERANCE_DEG = 0.1


def gray(pixels: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)


@pytest.mark.parametrize("angle", [-14.6, -7.3, -1.85, -0.4, 0.0, 0.25, 3.1, 11.0, 14.8])
def test_the_levelling_turn_is_the_drawn_one_backwards(angle: float) -> None:
    found = estimate_skew(gray(turned(text_page(), angle)))
    assert found is not None
    assert found.angle_deg == pytest.approx(-angle, abs=TOLERANCE_DEG)
    assert 0.5 <= found.confidence <= 1.0


def test_a_page_lying_on_its_side_has_the_same_angle() -> None:
    page = np.rot90(turned(text_page(), 4.2)).copy()
    found = estimate_skew(gray(page))
    assert found is not None
    assert found.angle_deg == pytest.approx(-4.2, abs=TOLERANCE_DEG)


def test_a_card_on_a_sheet_is_looked_at_closely() -> None:
    sheet = np.full((1754, 1240, 3), 255, np.uint8)
    small = turned(card(506), 2.7)
    sheet[300 : 300 + small.shape[0], 360 : 360 + small.shape[1]] = small
    found = estimate_skew(gray(sheet))
    assert found is not None
    assert found.angle_deg == pytest.approx(-2.7, abs=0.15)  # four short lines carry less than a page


def test_noise_and_a_dark_bed_do_not_mislead() -> None:
    page = turned(text_page(), -3.3, fill=15)
    noise = np.random.default_rng(5).normal(0, 12, page.shape)
    noisy = np.clip(cv2.GaussianBlur(page, (0, 0), 1.2) + noise, 0, 255).astype(np.uint8)
    found = estimate_skew(gray(noisy))
    assert found is not None
    assert found.angle_deg == pytest.approx(3.3, abs=TOLERANCE_DEG)


@pytest.mark.parametrize("side", [0, 1, 2, 3])
def test_a_straight_band_along_a_side_does_not_count(side: int) -> None:
    page = np.rot90(turned(text_page(), 6.4), side).copy()
    page[:, :30] = 20
    found = estimate_skew(gray(page))
    assert found is not None
    assert found.angle_deg == pytest.approx(-6.4, abs=TOLERANCE_DEG)


@pytest.mark.parametrize("angle", [-3.7, 0.06, 2.2])
def test_a_levelled_page_is_level(angle: float) -> None:
    page = turned(text_page(), angle)
    found = estimate_skew(gray(page))
    assert found is not None
    again = estimate_skew(gray(turned(page, found.angle_deg)))
    assert again is not None
    assert abs(again.angle_deg) < TOLERANCE_DEG


@pytest.mark.parametrize("angle", [-2.4, 0.0, 0.3, 6.0])
def test_a_few_large_letters_are_levelled_by_their_strokes(angle: float) -> None:
    page = np.full((1200, 1600, 3), 255, np.uint8)
    page[400:560, 620:960] = text_page()[124:284, 450:790]
    found = estimate_skew(gray(turned(page, angle)))
    assert found is not None
    assert found.angle_deg == pytest.approx(-angle, abs=REAL_TOLERANCE_DEG)


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_size_does_not_matter(scale: float) -> None:
    page = cv2.resize(turned(text_page(), 5.5), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = estimate_skew(gray(page))
    assert found is not None
    assert found.angle_deg == pytest.approx(-5.5, abs=TOLERANCE_DEG)


@pytest.mark.parametrize(
    "page",
    [
        np.full((1754, 1240), 255, np.uint8),
        np.zeros((900, 700), np.uint8),
        np.full((1, 5000), 200, np.uint8),
        np.random.default_rng(2).integers(0, 256, (1200, 900), dtype=np.uint8),
    ],
    ids=["white", "black", "strip", "noise"],
)
def test_what_has_no_lines_gives_none(page: np.ndarray) -> None:
    assert estimate_skew(page) is None
    assert estimate_wide_skew(page) is None


def test_two_halves_that_disagree_give_none() -> None:
    left, right = turned(text_page(900, 1400), 2.5), turned(text_page(900, 1400), -3.5)
    assert estimate_skew(gray(np.hstack([left, right]))) is None


def test_beyond_fifteen_degrees_only_the_wide_search_answers() -> None:
    page = gray(turned(text_page(1240, 1240), 23.0))
    assert estimate_skew(page) is None
    found = estimate_wide_skew(page)
    assert found is not None
    assert found.angle_deg == pytest.approx(-23.0, abs=TOLERANCE_DEG)


@pytest.mark.parametrize("angle", [-41.0, -19.0, 17.0, 26.5, 33.0])
def test_a_wide_lean_is_not_taken_for_a_small_one(angle: float) -> None:
    blurred = cv2.GaussianBlur(turned(text_page(1240, 1240, size=44), angle, fill=245), (0, 0), 2.0)
    assert estimate_skew(gray(blurred)) is None
    found = estimate_wide_skew(gray(blurred))
    assert found is not None
    assert found.angle_deg == pytest.approx(-angle, abs=REAL_TOLERANCE_DEG)


def test_the_wide_search_leaves_a_desk_alone() -> None:
    assert estimate_wide_skew(gray(desk())) is None


@pytest.mark.real
@pytest.mark.parametrize("name", ["B/kym_im_3.png", "B/kym_im_2.png", "A/customs_declaration.jpg"])
def test_level_real_pages_are_level(real_dir: Path, name: str) -> None:
    found = estimate_skew(gray(read(real_dir / name)))
    assert found is not None
    assert found.angle_deg == pytest.approx(0.0, abs=REAL_TOLERANCE_DEG)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "expected"), [("kym_im_1_rot_121", -31), ("kym_im_2_rot_311", -41), ("kym_im_4_rot_23", -23)]
)
def test_real_pages_turned_by_software(real_dir: Path, name: str, expected: float) -> None:
    found = estimate_wide_skew(gray(read(real_dir / "B" / f"{name}.png")))
    assert found is not None
    assert found.angle_deg == pytest.approx(expected, abs=REAL_TOLERANCE_DEG)
