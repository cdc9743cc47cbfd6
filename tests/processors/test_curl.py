from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from shoujian.processors.geometry.curl import CurlEstimate, estimate_curl, straightened
from shoujian.processors.geometry.warp import as_quad, page_transform, warp
from shoujian.processors.legibility.reduced import gray_of
from shoujian.processors.page import Pixels

from .geometry_pages import card, desk, text_page, turned

Floats = NDArray[np.float64]
Bend = Callable[[Floats, Floats], Floats]
"""From places across and down a page, 0..1 each, to how far its content moved down, in shares of its height."""


def bulge(x: Floats, y: Floats) -> Floats:
    return np.asarray(0.02 * np.sin(np.pi * x) * (1 - 2 * y) + 0.012 * np.sin(np.pi * x))


def fold(x: Floats, y: Floats) -> Floats:
    return np.asarray(0.04 * np.abs(x - 0.55) * (1.2 - y))


def gutter(x: Floats, y: Floats) -> Floats:
    return np.asarray(0.03 * np.exp(-((x / 0.35) ** 2)) * (1.5 - y))


def bent(page: Pixels, bend: Bend) -> Pixels:
    height, width = page.shape[:2]
    x, y = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    flat = y.copy()
    for _ in range(6):
        flat = y - bend(x, flat)
    maps = [(values - 0.5).astype(np.float32) for values in (x * width, flat * height)]
    return np.asarray(cv2.remap(page, maps[0], maps[1], cv2.INTER_LINEAR, borderValue=(255, 255, 255)), np.uint8)


@pytest.mark.parametrize("bend", [bulge, fold, gutter])
def test_lines_of_a_bent_page_are_straight_afterwards(bend: Bend) -> None:
    page = bent(text_page(), bend)
    curl = estimate_curl(gray_of(page))
    assert curl is not None
    assert curl.confidence >= 0.5
    result = straightened(page, np.eye(3), (1240, 1754), curl)
    assert result.shape == page.shape
    assert estimate_curl(gray_of(result)) is None
    # Rows of print and of paper alternate again over the whole width.
    rows = [gray_of(part)[500:1300, 150:1100].mean(axis=1).std() for part in (page, result)]
    assert rows[1] > 1.15 * rows[0]


def test_the_displacement_is_what_the_page_was_bent_by() -> None:
    curl = estimate_curl(gray_of(bent(text_page(), bulge)))
    assert curl is not None
    rows, columns = curl.down.shape
    x, y = np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, 1, rows))
    seen = (slice(4, 13), slice(4, columns - 4))
    off = (curl.down - bulge(x, y))[seen]
    off -= off.mean(axis=1, keepdims=True)  # how high a line ought to stand cannot be told
    assert float(np.abs(off).max()) * 1754 < 4


@pytest.mark.parametrize("angle", [-1.0, 0.0, 0.7])
def test_flat_pages_are_left_alone(angle: float) -> None:
    assert estimate_curl(gray_of(turned(text_page(), angle))) is None


def test_what_has_no_lines_is_left_alone() -> None:
    assert estimate_curl(np.full((1754, 1240), 250, np.uint8)) is None
    assert estimate_curl(np.full((3, 5), 250, np.uint8)) is None
    assert estimate_curl(gray_of(desk())) is None
    assert estimate_curl(gray_of(card())) is None
    noise = np.random.default_rng(1).integers(0, 256, (900, 700)).astype(np.uint8)
    assert estimate_curl(noise) is None


def test_a_slight_bend_is_left_alone() -> None:
    assert estimate_curl(gray_of(bent(text_page(), lambda x, y: 0.1 * bulge(x, y)))) is None


def test_a_word_that_stands_askew_does_not_bend_the_page() -> None:
    page = text_page()
    page[300:700, 700:1200] = turned(page[300:700, 700:1200].copy(), 9.0)
    assert estimate_curl(gray_of(page)) is None


def test_nothing_of_the_flat_page_leaves_the_frame() -> None:
    curl = estimate_curl(gray_of(bent(text_page(), fold)))
    assert curl is not None
    assert float(curl.down[0].max()) <= 1e-6
    assert float(curl.down[-1].min()) >= -1e-6
    assert curl.largest < 0.08


@pytest.mark.parametrize("enlarged", [1, 2])  # small pages are resampled by another method than large ones
def test_without_bend_it_is_the_same_resampling_as_a_flat_page(enlarged: int) -> None:
    page = np.kron(text_page(), np.ones((enlarged, enlarged, 1), np.uint8))
    outline = np.array(((40, 30), (1200, 60), (1180, 1700), (20, 1690))) * enlarged
    matrix, size = page_transform((1240 * enlarged, 1754 * enlarged), quad=as_quad(outline), rotation=90)
    flat = CurlEstimate(np.zeros((5, 9), np.float32), 0.0, 1.0)
    result = straightened(page, matrix, size, flat)
    assert result.shape == (size[1], size[0], 3)
    difference = cv2.absdiff(result, warp(page, matrix, size)).mean(axis=2)
    assert float(difference.mean()) < 0.5
    for strip in np.array_split(difference, 30):
        assert float(strip.mean()) < 1.5
