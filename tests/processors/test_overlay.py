from __future__ import annotations

import numpy as np
import pytest
from shoujian.processors.legibility.overlay import (
    GREEN,
    ORANGE,
    RED,
    draw_lines,
    draw_overlay,
    thumbnail,
)
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.page import PageRecord, Quality

from .legibility_pages import font

GROUND = np.full((800, 600, 3), 120, np.uint8)


def record(**changes: object) -> PageRecord:
    known = {"page": 1, "source_size": (600, 800), "rotation": 0, "skew": 0.0, "size": (600, 800)}
    return PageRecord.model_validate({**known, **changes})


def where(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """(N, 2) x, y of the pixels of a colour."""
    return np.argwhere((picture == np.array(colour)).all(axis=2))[:, ::-1]


def test_the_source_is_not_painted_on() -> None:
    before = GROUND.copy()
    draw_overlay(GROUND, record(quad=box_quad(50, 60, 500, 700)))
    assert np.array_equal(GROUND, before)


def test_the_border_is_drawn_where_the_quad_is_even_on_a_reduced_source() -> None:
    drawn = draw_overlay(GROUND, record(source_size=(1200, 1600), quad=box_quad(400, 400, 1000, 1400)))
    green = where(drawn, GREEN)
    assert (green == (200, 400)).all(axis=1).any() or (green == (200, 401)).all(axis=1).any()
    assert green[:, 0].max() <= 505 and green[:, 1].max() <= 705


@pytest.mark.parametrize(("rotation", "tip"), [(0, (0, -1)), (90, (-1, 0)), (180, (0, 1)), (270, (1, 0))])
def test_the_arrow_points_to_the_upper_side(rotation: int, tip: tuple[int, int]) -> None:
    points = where(draw_overlay(GROUND, record(rotation=rotation)), ORANGE) - np.array([300, 400])
    # The head of the arrow is its widest part, so that most of its pixels lie before the middle.
    assert float((points @ np.array(tip)).mean()) > 5


def test_no_arrow_where_the_direction_is_unknown() -> None:
    assert where(draw_overlay(GROUND, record(rotation=None, skew=None)), ORANGE).size == 0


def test_the_quad_says_which_side_is_up() -> None:
    left, top, right, bottom = 100, 200, 500, 600
    turned = ((right, top), (right, bottom), (left, bottom), (left, top))
    points = where(draw_overlay(GROUND, record(quad=turned, rotation=None)), ORANGE)
    assert points[:, 0].max() - points[:, 0].min() > 2 * (points[:, 1].max() - points[:, 1].min())
    assert points[:, 0].mean() > 300


def test_problems_are_named() -> None:
    plain = draw_overlay(GROUND, record())
    told = draw_overlay(GROUND, record(quality=Quality(problems=("page.blurred",))))
    assert where(plain, RED).size == 0 and where(told, RED).size > 0


def test_boxes_and_labels() -> None:
    colour = (10, 200, 90)
    quad = box_quad(100, 300, 400, 340)
    bare = draw_lines(GROUND, [(quad, None, colour)])
    ascii_label = draw_lines(GROUND, [(quad, "name", colour)])
    chinese = draw_lines(GROUND, [(quad, "姓名", colour)])
    assert where(bare, colour).size < where(ascii_label, colour).size
    assert np.array_equal(chinese, bare)
    written = draw_lines(GROUND, [(quad, "姓名", colour)], font=font(24))
    assert where(written, colour).size > where(bare, colour).size


def test_a_label_at_the_upper_edge_stays_in_the_picture() -> None:
    colour = (10, 200, 90)
    drawn = draw_lines(GROUND, [(box_quad(10, 2, 90, 20), "姓名", colour)], font=font(24))
    assert where(drawn, colour)[:, 1].max() > 22


@pytest.mark.parametrize(("long_side", "size"), [(200, (150, 200)), (80, (60, 80)), (2000, (600, 800))])
def test_thumbnails_fit_and_are_never_enlarged(long_side: int, size: tuple[int, int]) -> None:
    small = thumbnail(GROUND, long_side)
    assert (small.shape[1], small.shape[0]) == size
