"""The network's map of papers, the quads around what it sees, and how far it supports a quad."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from shoujian.processors.geometry.outline.find import find_quads
from shoujian.processors.geometry.outline.map_quads import map_quads, support
from shoujian.processors.geometry.outline.paper_map import PaperMap, paper_map

from .geometry_pages import CORNERS, card, desk, jaccard, laid, text_page

LEFT = [(10.0, 20.0), (55.0, 20.0), (55.0, 100.0), (10.0, 100.0)]
RIGHT = [(59.0, 22.0), (104.0, 24.0), (102.0, 104.0), (57.0, 102.0)]


def drawn(*quads: list[tuple[float, float]], size: tuple[int, int] = (120, 160)) -> PaperMap:
    inside, edge = (np.zeros((size[1], size[0]), np.float32) for _ in range(2))
    for quad in quads:
        points = [np.rint(np.array(quad) * 16).astype(np.int32)]
        cv2.fillPoly(inside, points, 1.0, cv2.LINE_AA, 4)
        cv2.polylines(edge, points, True, 1.0, 2, cv2.LINE_AA, 4)
    return PaperMap(inside, edge)


def test_paper_is_seen_where_it_lies_and_nowhere_else() -> None:
    seen = paper_map(laid(desk(), text_page(), CORNERS))
    assert max(seen.inside.shape) == 160
    assert seen.inside[60:100, 40:80].min() > 0.9
    assert seen.inside[:, :6].max() < 0.2
    assert paper_map(desk()).inside.mean() < 0.1


@pytest.mark.parametrize("shape", [(1600, 1200, 3), (1200, 1600, 3), (300, 3000, 3), (70, 66, 3)])
def test_a_map_is_as_long_as_it_is_wide_for_the_picture(shape: tuple[int, int, int]) -> None:
    seen = paper_map(np.full(shape, 128, np.uint8))
    height, width = seen.inside.shape
    assert max(height, width) == 160
    assert width / height == pytest.approx(shape[1] / shape[0], rel=0.15) or min(height, width) == 16
    assert seen.unit((shape[1], shape[0])) * (width, height) == pytest.approx((shape[1], shape[0]))


def test_two_papers_side_by_side_are_two_quads() -> None:
    quads = map_quads(drawn(LEFT, RIGHT))
    assert len(quads) == 2
    for truth in (LEFT, RIGHT):
        assert max(jaccard(quad.tolist(), truth) for quad in quads) > 0.96


def test_a_finger_over_a_side_does_not_bend_the_quad() -> None:
    seen = drawn([(20.0, 20.0), (100.0, 24.0), (98.0, 140.0), (18.0, 136.0)])
    cv2.circle(seen.inside, (100, 80), 9, 0.0, -1)
    quads = map_quads(seen)
    assert len(quads) == 1
    assert jaccard(quads[0].tolist(), [(20, 20), (100, 24), (98, 140), (18, 136)]) > 0.97


def test_an_empty_map_has_no_quads() -> None:
    assert map_quads(drawn()).shape == (0, 4, 2)


def test_a_map_supports_the_paper_that_it_shows_and_no_other_quad() -> None:
    seen, inner = drawn(LEFT), [(20.0, 35.0), (45.0, 35.0), (45.0, 85.0), (20.0, 85.0)]
    quads = np.array([LEFT, RIGHT, inner])
    right, elsewhere, box = support(seen, quads, np.zeros((3, 4), bool))
    assert right > 0.85
    assert elsewhere < 0.05
    assert box < 0.3


def test_the_frame_s_own_side_needs_no_edge_in_the_map() -> None:
    seen = drawn([(20.0, 20.0), (100.0, 20.0), (100.0, 180.0), (20.0, 180.0)])
    quad = np.array([[(20.0, 20.0), (100.0, 20.0), (100.0, 159.0), (20.0, 159.0)]])
    own = np.array([[False, False, True, False]])
    assert support(seen, quad, own)[0] > 0.85
    assert support(seen, quad, ~own & False)[0] < support(seen, quad, own)[0]


def test_a_pale_sheet_on_a_pale_table_is_outlined() -> None:
    rng = np.random.default_rng(5)
    table = np.clip(rng.normal(238, 2, (1600, 1200, 3)), 0, 255).astype(np.uint8)
    page = np.minimum(text_page(), 246)
    found = find_quads(laid(table, page, CORNERS))
    assert found and jaccard(found[0].quad, CORNERS) > 0.98


def test_a_small_card_is_outlined_as_exactly_as_a_large_one() -> None:
    corners = [(400.0, 600.0), (660.0, 620.0), (650.0, 785.0), (390.0, 762.0)]
    photo = laid(desk(), card(), corners)
    found = find_quads(cv2.resize(photo, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
    assert found
    truth = [(2 * x + 0.5, 2 * y + 0.5) for x, y in corners]
    assert jaccard(found[0].quad, truth) > 0.985


def test_a_sheet_under_striped_shadows_is_outlined() -> None:
    photo = laid(desk(), text_page(), CORNERS).astype(np.float64)
    stripes = 1 - 0.55 * (np.arange(1600) // 110 % 2)[:, None, None]
    found = find_quads((photo * stripes).astype(np.uint8))
    assert found and jaccard(found[0].quad, CORNERS) > 0.97


def test_two_sheets_that_touch_are_two_sheets() -> None:
    upper = [(300.0, 120.0), (900.0, 140.0), (890.0, 760.0), (290.0, 745.0)]
    lower = [(330.0, 764.0), (925.0, 772.0), (930.0, 1420.0), (325.0, 1410.0)]
    photo = laid(laid(desk(), text_page(1000, 1040), upper), text_page(1000, 1080), lower)
    found = find_quads(photo)
    assert len(found) == 2
    for truth in (upper, lower):
        assert max(jaccard(one.quad, truth) for one in found) > 0.97


def test_a_folded_sheet_is_one_sheet() -> None:
    page = text_page(1754, 1240)
    page[:, 870:884] = (page[:, 870:884] * 0.8).astype(np.uint8)
    corners = [(100.0, 400.0), (1100.0, 410.0), (1090.0, 1120.0), (110.0, 1110.0)]
    found = find_quads(laid(desk(), page, corners))
    assert len(found) == 1 and jaccard(found[0].quad, corners) > 0.97


def test_paper_up_to_the_frame_is_told_from_paper_on_something() -> None:
    assert drawn([(-5.0, -5.0), (125.0, -5.0), (125.0, 165.0), (-5.0, 165.0)]).along_frame > 0.9
    assert drawn([(30.0, 20.0), (125.0, 20.0), (125.0, 165.0), (30.0, 165.0)]).along_frame < 0.85
    assert drawn(LEFT).along_frame == 0
