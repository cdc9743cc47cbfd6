from __future__ import annotations

import numpy as np
import pytest
from shoujian.processors.legibility.overlay import (
    GREEN,
    ORANGE,
    RED,
    Mark,
    draw_marks,
    draw_overlay,
    thumbnail,
)
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.page import PageRecord

from .legibility_pages import font

GROUND = np.full((800, 600, 3), 120, np.uint8)


def record(**changes: object) -> PageRecord:
    known = {"page": 1, "source_size": (600, 800), "rotation": 0, "skew": 0.0, "size": (600, 800)}
    return PageRecord.model_validate({**known, **changes})


def overlay(shown: PageRecord) -> np.ndarray:
    return draw_overlay(GROUND, shown, font=font(16))


def where(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """(N, 2) x, y of the pixels of a colour."""
    return np.argwhere((picture == np.array(colour)).all(axis=2))[:, ::-1]


def test_the_source_is_not_painted_on() -> None:
    before = GROUND.copy()
    overlay(record(quad=box_quad(50, 60, 500, 700)))
    assert np.array_equal(GROUND, before)


def test_the_border_is_drawn_where_the_quad_is_even_on_a_reduced_source() -> None:
    drawn = overlay(record(source_size=(1200, 1600), quad=box_quad(400, 400, 1000, 1400)))
    green = where(drawn, GREEN)
    assert (green == (200, 400)).all(axis=1).any() or (green == (200, 401)).all(axis=1).any()
    assert green[:, 0].max() <= 505 and green[:, 1].max() <= 705


@pytest.mark.parametrize(("rotation", "tip"), [(0, (0, -1)), (90, (-1, 0)), (180, (0, 1)), (270, (1, 0))])
def test_the_arrow_points_to_the_upper_side(rotation: int, tip: tuple[int, int]) -> None:
    points = where(overlay(record(rotation=rotation)), ORANGE) - np.array([300, 400])
    # The head of the arrow is its widest part, so that most of its pixels lie before the middle.
    assert float((points @ np.array(tip)).mean()) > 5


def test_no_arrow_where_the_direction_is_unknown() -> None:
    assert where(overlay(record(rotation=None, skew=None)), ORANGE).size == 0


def test_the_quad_says_which_side_is_up() -> None:
    left, top, right, bottom = 100, 200, 500, 600
    turned = ((right, top), (right, bottom), (left, bottom), (left, top))
    points = where(overlay(record(quad=turned, rotation=None)), ORANGE)
    # The page's rows run down the source, and its upper side is on the right.
    assert points[:, 0].max() - 300 > 100 > 5 * (300 - points[:, 0].min())


def test_a_leaning_page_shows_its_angle() -> None:
    level, leaning = (where(overlay(record(skew=skew)), ORANGE) for skew in (0.0, 12.0))
    # The line of the page's rows: at its right end it lies as much higher as the page leans.
    assert level[level[:, 0] > 420][:, 1] == pytest.approx(400, abs=3)
    right = leaning[leaning[:, 0] > 400]
    slope = (400 - right[:, 1].mean()) / (right[:, 0].mean() - 300)
    assert slope == pytest.approx(np.tan(np.radians(12)), abs=0.03)


def test_notes_stand_in_the_corner_one_below_the_other() -> None:
    told = draw_overlay(GROUND, record(), font=font(16), notes=[("裁剪", GREEN), ("页面模糊", RED)])
    green, red = where(told, GREEN), where(told, RED)
    assert green.size and red.size and green[:, 1].max() < red[:, 1].max() < 80


def test_a_long_note_is_broken_into_lines() -> None:
    told = where(draw_overlay(GROUND, record(), font=font(16), notes=[("模糊" * 60, RED)]), RED)
    assert told[:, 0].max() < 600 and told[:, 1].max() > 60


def test_boxes_and_labels() -> None:
    colour = (10, 200, 90)
    quad = box_quad(100, 300, 400, 340)
    bare = draw_marks(GROUND, [Mark(quad, None, colour)], font=font(24))
    written = draw_marks(GROUND, [Mark(quad, "姓名", colour)], font=font(24))
    assert 0 < where(bare, colour).size < where(written, colour).size


def test_a_label_at_the_upper_edge_stays_in_the_picture() -> None:
    colour = (10, 200, 90)
    drawn = draw_marks(GROUND, [Mark(box_quad(10, 2, 90, 8), "姓名", colour)], font=font(24))
    assert where(drawn, colour)[:, 1].max() > 10


@pytest.mark.parametrize(("long_side", "size"), [(200, (150, 200)), (80, (60, 80)), (2000, (600, 800))])
def test_thumbnails_fit_and_are_never_enlarged(long_side: int, size: tuple[int, int]) -> None:
    small = thumbnail(GROUND, long_side)
    assert (small.shape[1], small.shape[0]) == size
