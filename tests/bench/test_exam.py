"""The exam's pages: every design draws, its truth is printed on it, and it repeats no design of the other set."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import exam
import papers
from shoujian.intake.procedures import load_procedure

PROCEDURE = load_procedure("zj-constructor2-initial")
KEYS = {material.name: {spec.key for spec in material.every_field()} for material in PROCEDURE.materials}


def squeezed(text: str) -> str:
    """Return the text without white space."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", [*exam.KINDS, *exam.DECOY_KINDS])
def test_what_is_given_as_truth_is_printed(kind: str) -> None:
    pages = exam.document(kind, exam.person(5), np.random.default_rng(5))
    assert [page.page_no for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert set(page.fields) <= KEYS.get(page.name or "", set())
        printed = squeezed("".join(line.text for line in page.lines))
        assert [value for value in page.fields.values() if squeezed(value) not in printed] == []
        width, height = page.size
        boxes = [line.box for line in page.lines]
        assert [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height] == []


def test_every_material_has_four_designs() -> None:
    assert set(exam.MATERIALS) == set(KEYS)
    assert all(sum(exam.DESIGNS[kind].name == name for kind in exam.KINDS) >= 4 for name in KEYS)


def test_it_repeats_nothing_of_the_other_set() -> None:
    assert not set(exam.DESIGNS) & set(papers.DESIGNS)
    assert exam.person(7) != papers.person(7)


def test_a_page_depends_on_its_seed_and_place_only() -> None:
    first, again = next(exam.sample(11, 2)), next(exam.sample(11, 1))
    assert first.paper.kind == again.paper.kind
    assert np.array_equal(first.pixels, again.pixels)
