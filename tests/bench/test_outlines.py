"""The measure of crops: areas, clipping, and Jaccard in the paper's own plane."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench" / "normalising" / "outlines.py"
FRAME = (400, 300)
PAPER = (200, 100)
RECTANGLE = np.array([(-0.5, -0.5), (199.5, -0.5), (199.5, 99.5), (-0.5, 99.5)])


@pytest.fixture(scope="module")
def outlines() -> ModuleType:
    spec = importlib.util.spec_from_file_location("outlines", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seen_at(quad: list[tuple[float, float]]) -> np.ndarray:
    return cv2.getPerspectiveTransform(RECTANGLE.astype(np.float32), np.array(quad, np.float32))


def test_the_true_outline_fits_wholly_however_it_is_tilted(outlines: ModuleType) -> None:
    quad = [(60.0, 50.0), (330.0, 80.0), (300.0, 220.0), (90.0, 180.0)]
    for start in range(4):
        fit = outlines.fit_of(quad[start:] + quad[:start], seen_at(quad), PAPER, FRAME)
        assert fit == pytest.approx((1.0, 0.0), abs=1e-6)
    assert outlines.fit_of(quad[::-1], seen_at(quad), PAPER, FRAME).jaccard == pytest.approx(1.0)


def test_half_the_paper_counts_as_half_in_its_own_plane(outlines: ModuleType) -> None:
    quad = [(150.0, 50.0), (250.0, 50.0), (390.0, 290.0), (10.0, 290.0)]
    matrix = seen_at(quad)
    half = np.array([[(-0.5, -0.5), (99.5, -0.5), (99.5, 99.5), (-0.5, 99.5)]])
    fit = outlines.fit_of(cv2.perspectiveTransform(half, matrix)[0], matrix, PAPER, FRAME)
    assert fit == pytest.approx((0.5, 0.5), abs=1e-6)


def test_a_crop_that_is_too_large_loses_nothing(outlines: ModuleType) -> None:
    quad = [(100.0, 100.0), (200.0, 100.0), (200.0, 200.0), (100.0, 200.0)]
    larger = [(100.0, 100.0), (300.0, 100.0), (300.0, 200.0), (100.0, 200.0)]
    assert outlines.fit_of(larger, seen_at(quad), PAPER, FRAME) == pytest.approx((0.5, 0.0), abs=1e-6)


def test_what_lies_outside_the_frame_counts_neither_way(outlines: ModuleType) -> None:
    quad = [(-100.5, 50.0), (100.0, 50.0), (100.0, 150.0), (-100.5, 150.0)]
    cut = [(-0.5, 50.0), (100.0, 50.0), (100.0, 150.0), (-0.5, 150.0)]
    assert outlines.fit_of(cut, seen_at(quad), PAPER, FRAME) == pytest.approx((1.0, 0.0), abs=1e-6)


def test_an_outline_elsewhere_fits_nothing(outlines: ModuleType) -> None:
    quad = [(20.0, 20.0), (120.0, 20.0), (120.0, 90.0), (20.0, 90.0)]
    away = [(200.0, 150.0), (300.0, 150.0), (300.0, 250.0), (200.0, 250.0)]
    beyond = [(500.0, 150.0), (600.0, 150.0), (600.0, 250.0), (500.0, 250.0)]
    for found in (away, beyond):
        assert outlines.fit_of(found, seen_at(quad), PAPER, FRAME) == pytest.approx((0.0, 1.0), abs=1e-6)


def test_clipping_keeps_the_shared_part_either_way_round(outlines: ModuleType) -> None:
    window = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)])
    arrow = np.array([(2.0, -2.0), (6.0, 2.0), (2.0, 6.0), (3.0, 2.0)])
    for frame in (window, window[::-1]):
        assert outlines.area(outlines.clipped(arrow, frame)) == pytest.approx(5.0)
    assert outlines.frame_share([(-0.5, -0.5), (199.5, -0.5), (199.5, 299.5), (-0.5, 299.5)], FRAME) == pytest.approx(
        0.5
    )
