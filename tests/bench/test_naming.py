"""Misread lines stay lines of the page, a glance keeps the tallest, and the rival is as plain as it says."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from misread import glanced, misread
from naming import keyword_name
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.papers import draw
from shoujian.intake.procedures import load_procedure
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.reading import Line, Reading

LICENCE = draw("licence", fictitious_applicant(3), np.random.default_rng(3))[0]


def test_most_characters_are_read_as_drawn_and_the_same_seed_reads_the_same() -> None:
    first, shape = misread(LICENCE, random.Random(5))
    assert misread(LICENCE, random.Random(5))[0] == first
    drawn = set(LICENCE.text)
    read = [char for line in first.lines for char in line.text if char != " "]
    assert sum(char in drawn for char in read) > 0.8 * len(read)
    assert all(0 <= place[0] <= shape.size[0] for line in first.lines for place in line.box if shape.size)


def test_a_glance_keeps_the_tallest_lines_in_their_order() -> None:
    heights = (10, 40, 20, 30)
    lines = tuple(
        Line(text=str(height), confidence=0.9, box=box_quad(0, 100 * row, 50, 100 * row + height))
        for row, height in enumerate(heights)
    )
    seen = glanced(Reading(engine="drawn", lines=lines), 2)
    assert [line.text for line in seen.lines] == ["40", "30"]
    assert (seen.status, seen.skipped) == ("glanced", 2)


def test_the_rival_counts_names_wherever_they_stand() -> None:
    procedure = load_procedure("zj-constructor2-initial")

    def page(text: str) -> Reading:
        return Reading(engine="drawn", lines=(Line(text=text, confidence=0.9, box=box_quad(0, 0, 100, 20)),))

    assert keyword_name(page("解除劳动合同证明"), procedure) == "劳动合同"
    assert keyword_name(page("今日菜单"), procedure) is None
