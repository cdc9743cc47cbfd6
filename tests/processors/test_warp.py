"""Signs, sizes and the way back of the one matrix; pixels that need no resampling are not resampled."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.geometry.warp import (
    aspect,
    inverted,
    map_points,
    page_transform,
    photo_size,
    scale_at_middle,
    warp,
    with_margin,
)
from shoujian.processors.legibility.reduced import single_channel
from shoujian.schemas.geometry import Quad, box_quad

from .geometry_pages import text_page, turned

SOURCE = (400, 300)


def seen(ratio: float, *, tilt: tuple[float, float], focal: float = 1300.0) -> Quad:
    """Return what a camera at (0, 0) with its axis through a 1200 x 1600 picture's middle sees of a sheet."""
    half = np.array([(-ratio, -1), (ratio, -1), (ratio, 1), (-ratio, 1)]) * 300
    x_turn, y_turn = (cv2.Rodrigues(np.array(axis))[0] for axis in ((tilt[0], 0.0, 0.0), (0.0, tilt[1], 0.0)))
    points = np.column_stack([half, np.zeros(4)]) @ (y_turn @ x_turn).T + (0, 0, 1000)
    pixels = points[:, :2] / points[:, 2:] * focal + (599.5, 799.5)
    return tuple((float(x), float(y)) for x, y in pixels)  # type: ignore[return-value]  # four of them


def test_a_gray_page_is_resampled_as_one_channel_with_the_same_result() -> None:
    page = cv2.cvtColor(cv2.cvtColor(text_page(600, 840), cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    matrix, size = page_transform((600, 840), skew_deg=3.0)
    made = warp(page, matrix, size)
    tinted = page.copy()
    tinted[0, 0] = (1, 2, 3)
    assert single_channel(made) is not None and single_channel(tinted) is None
    assert np.array_equal(made[50:], warp(tinted, matrix, size)[50:])


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_large_photo_is_resampled_without_seams(rotation: int) -> None:
    page = np.dstack([text_page(900, 700)[..., 0], text_page(900, 700, size=20)[..., 1], text_page(900, 700)[..., 2]])
    quad: Quad = ((-40, 30), (860, -20), (890, 690), (60, 640))
    matrix, size = page_transform((900, 700), quad=quad, crop_size=(800, 600), rotation=rotation)  # type: ignore[arg-type]
    made = warp(page, matrix, size, fine=False)
    white = (255, 255, 255)
    whole = cv2.warpPerspective(page, matrix, size, borderMode=cv2.BORDER_CONSTANT, borderValue=white)
    assert cv2.absdiff(made, whole).max() <= 1


def test_nothing_to_do_is_the_same_pixels() -> None:
    page = text_page(400, 300)
    matrix, size = page_transform(SOURCE)
    assert size == SOURCE
    assert warp(page, matrix, size) is page


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_quarter_turns_move_pixels_and_change_none(rotation: int) -> None:
    page = text_page(400, 300)
    matrix, size = page_transform(SOURCE, rotation=rotation)  # type: ignore[arg-type]  # parametrised Rotation
    made = warp(page, matrix, size)
    assert np.array_equal(made, np.rot90(page, -rotation // 90))
    assert (made.shape[1], made.shape[0]) == size


def test_skew_is_clockwise() -> None:
    matrix, _ = page_transform((401, 401), skew_deg=10)
    right = map_points(matrix, [(400, 200)])[0]
    assert right[1] > 200, "the right end of a line goes down when a page is turned clockwise"


def test_levelling_undoes_the_lean() -> None:
    page = text_page(600, 800, size=20)
    leaning = turned(page, -6)
    matrix, size = page_transform((600, 800), skew_deg=6)
    level = warp(leaning, matrix, size)
    before, after = (float(cv2.absdiff(other, page).mean()) for other in (leaning, level))
    assert after < 0.3 * before


def test_growing_keeps_every_corner() -> None:
    matrix, size = page_transform(SOURCE, skew_deg=12, grow=True)
    for x, y in map_points(matrix, [(0, 0), (399, 0), (399, 299), (0, 299)]):
        assert -0.5 <= x <= size[0] - 0.5
        assert -0.5 <= y <= size[1] - 0.5


def test_corners_of_a_crop_become_corners_of_the_page() -> None:
    quad: Quad = ((50, 40), (350, 60), (330, 260), (70, 250))
    matrix, size = page_transform(SOURCE, quad=quad, crop_size=(280, 200), rotation=90)
    assert size == (200, 280)
    corners = np.array(map_points(matrix, list(quad)))
    expected = np.array([(199.5, -0.5), (199.5, 279.5), (-0.5, 279.5), (-0.5, -0.5)])
    assert np.abs(corners - expected).max() < 1e-6


@given(
    rotation=st.sampled_from([0, 90, 180, 270]),
    skew=st.floats(-15, 15),
    limit=st.integers(80, 800),
    x=st.floats(0, 399),
    y=st.floats(0, 299),
)
def test_there_and_back_is_the_same_place(rotation: int, skew: float, limit: int, x: float, y: float) -> None:
    quad: Quad = ((10, 20), (390, 5), (380, 290), (25, 280))
    matrix, size = page_transform(
        SOURCE,
        quad=quad,
        crop_size=(300, 220),
        rotation=rotation,  # type: ignore[arg-type]  # sampled Rotation
        skew_deg=skew,
        max_long_side_px=limit,
    )
    back = map_points(inverted(matrix), map_points(matrix, [(x, y)]))[0]
    assert back == pytest.approx((x, y), abs=1e-3)
    assert max(size) <= limit


@given(width=st.integers(1, 5000), height=st.integers(1, 5000), limit=st.integers(1, 5000))
def test_limits_hold_and_nothing_is_enlarged(width: int, height: int, limit: int) -> None:
    _, size = page_transform((width, height), max_long_side_px=limit)
    assert min(size) >= 1
    assert max(size) <= max(limit, 1)
    assert size[0] <= width and size[1] <= height


def test_shrinking_keeps_tones_and_thin_lines_free_of_aliases() -> None:
    stripes = np.tile(np.array([0, 255], np.uint8), (300, 200))[..., None].repeat(3, axis=2)
    for skew in (0.0, 3.0):
        matrix, size = page_transform(SOURCE, skew_deg=skew, max_long_side_px=130)
        made = warp(stripes, matrix, size)
        inside = made[20:-20, 20:-20]
        assert abs(float(inside.mean()) - 127.5) < 4
        assert float(inside.std()) < 30  # of 127 in the source; a plain mean of three columns leaves as much


def test_what_the_source_lacks_is_white() -> None:
    black = np.zeros((300, 400, 3), np.uint8)
    matrix, size = page_transform(SOURCE, skew_deg=10, grow=True)
    assert warp(black, matrix, size)[0, 0].tolist() == [255, 255, 255]


def test_scale_is_page_pixels_per_source_pixel() -> None:
    matrix, size = page_transform(SOURCE, skew_deg=5, max_long_side_px=200)
    assert scale_at_middle(matrix, size) == pytest.approx(0.5, abs=0.005)


@pytest.mark.parametrize("ratio", [1 / math.sqrt(2), math.sqrt(2), 85.6 / 54, 0.5])
@pytest.mark.parametrize("tilt", [(0.0, 0.0), (0.5, 0.0), (0.4, 0.3), (-0.3, 0.5)])
def test_proportions_survive_perspective(ratio: float, tilt: tuple[float, float]) -> None:
    assert aspect(seen(ratio, tilt=tilt), (1200, 1600)) == pytest.approx(ratio, rel=0.07)


def test_near_a4_is_a4() -> None:
    width, height = photo_size(seen(1.40 / 2, tilt=(0.3, 0.2)), (1200, 1600))
    assert height / width == pytest.approx(math.sqrt(2), abs=0.01)


def test_a_margin_moves_every_side_outwards() -> None:
    assert np.array(with_margin(box_quad(10, 20, 110, 220), 5)) == pytest.approx(np.array(box_quad(5, 15, 115, 225)))
