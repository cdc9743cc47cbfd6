"""What lies under a seal can be read once its ink is taken away; what has no seal stays as it is."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.papers import draw
from shoujian.processors.legibility.lifting import without_seals
from shoujian.processors.legibility.seal import find_seals
from shoujian.processors.page import Pixels


def stamped() -> Pixels:
    return draw("training", fictitious_applicant(3), np.random.default_rng(3))[0].pixels


def colourfulness(pixels: Pixels) -> int:
    return int(np.count_nonzero(pixels.max(axis=2) - pixels.min(axis=2) > 40))


def test_the_ink_of_a_seal_becomes_paper_and_print_under_it_stays() -> None:
    page = stamped()
    (seal,) = find_seals(page)
    (left, top), (right, _), (_, bottom), _ = ((round(x), round(y)) for x, y in seal.box)
    before, after = page[top:bottom, left:right], without_seals(page, [seal])[top:bottom, left:right]
    black = before.max(axis=2) < 70
    assert colourfulness(before) > 5000 and colourfulness(after) == 0
    assert black.sum() > 5000 and np.mean(after.max(axis=2)[black] < 90) > 0.99
    assert np.median(after[(before.max(axis=2) - before.min(axis=2)) > 90]) > 230


def test_the_rest_of_the_page_and_the_page_itself_stay() -> None:
    page = stamped()
    (seal,) = find_seals(page)
    (left, top), _, (right, bottom), _ = ((round(x), round(y)) for x, y in seal.box)
    kept = page.copy()
    lifted = without_seals(page, [seal])
    outside = np.ones(page.shape[:2], bool)
    outside[top:bottom, left:right] = False
    assert np.array_equal(page, kept)
    assert np.array_equal(lifted[outside], page[outside])


def test_without_seals_nothing_is_copied() -> None:
    page = stamped()
    assert without_seals(page, []) is page
