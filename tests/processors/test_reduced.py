"""Reduced copies: whole factors, made once, and close to the plain average."""

from __future__ import annotations

import numpy as np
import pytest
from shoujian.processors.legibility.reduced import (
    Copies,
    halving,
    reduce,
    reduction,
    resized,
)

from .geometry_pages import text_page


@pytest.mark.parametrize("factor", [1, 2, 3, 4, 6, 8])
def test_a_reduced_copy_is_the_average_of_blocks(factor: int) -> None:
    page = text_page(600, 840)
    made = reduce(page, factor)
    height, width = 840 // factor, 600 // factor
    plain = page[: height * factor, : width * factor].reshape(height, factor, width, factor, 3).mean(axis=(1, 3))
    assert made.shape == (height, width, 3)
    assert np.abs(made - plain).max() <= 1.6  # rounded once for each halving


def test_factors_leave_the_wanted_long_side() -> None:
    page = np.zeros((3508, 2480, 3), np.uint8)
    assert (reduction(page, 1000), halving(page, 1000)) == (3, 2)
    assert (reduction(page, 4000), halving(page, 4000)) == (1, 1)


def test_a_raster_may_shrink_one_way_and_grow_the_other() -> None:
    assert resized(np.full((7, 300, 3), 90, np.uint8), 120, 8).shape == (8, 120, 3)


def test_copies_are_made_once_and_shared() -> None:
    copies = Copies(text_page(1240, 1754))
    small, factor = copies.reduced(800)
    assert factor == 2 and copies.reduced(877)[0] is small
    assert copies.gray(800)[0] is copies.gray(800)[0]
    assert copies.reduced(1754)[0] is copies.pixels
    assert np.array_equal(copies.reduced(400)[0], reduce(copies.pixels, 4))
