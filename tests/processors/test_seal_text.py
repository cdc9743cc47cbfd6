"""The name along a seal's ring is read, on the paper that it was stamped on; what is no seal says nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.devices import scan
from shoujian.demo.papers import draw
from shoujian.processors.legibility.seal import Seal, find_seals
from shoujian.processors.page import Pixels
from shoujian.processors.reading.line_text import LineReader
from shoujian.processors.reading.seal_text import read_seal
from shoujian.schemas.geometry import box_quad


@pytest.fixture(scope="module")
def reader() -> LineReader:
    return LineReader("small")


def scanned(kind: str, seed: int, page: int = 0) -> Pixels:
    rng = np.random.default_rng(seed)
    return scan(draw(kind, fictitious_applicant(seed), rng)[page], rng, dpi=200, noise=3).pixels


@pytest.mark.parametrize(
    ("kind", "name"), [("training", "浙江示例建设职业培训学校"), ("licence", "示例市市场监督管理局")]
)
def test_the_name_on_a_seal_is_read_from_a_scan(reader: LineReader, kind: str, name: str) -> None:
    page = scanned(kind, 3)
    seals = find_seals(page)
    told = read_seal(page, seals, reader)
    assert told is not None and told.value == name
    assert told.confidence > 0.9
    assert told.box in [seal.box for seal in seals]


def test_an_oval_seen_at_an_angle_is_unrolled_as_well(reader: LineReader) -> None:
    page = scanned("training", 4)
    flat = cv2.resize(page, None, fx=1.0, fy=0.85, interpolation=cv2.INTER_AREA)
    told = read_seal(flat, find_seals(flat), reader)
    assert told is not None and told.value == "浙江示例建设职业培训学校"


def test_a_place_without_a_seal_says_nothing(reader: LineReader) -> None:
    page = scanned("promise", 5)
    height, width = page.shape[:2]
    middle = Seal(box_quad(width / 3, height / 3, width / 2, height / 2), "red", 0.03, 1.0)
    assert read_seal(page, [middle], reader) is None


def test_a_page_without_seals_says_nothing(reader: LineReader) -> None:
    assert read_seal(np.full((800, 600, 3), 255, np.uint8), [], reader) is None


def test_a_seal_at_the_edge_of_the_page_does_no_harm(reader: LineReader) -> None:
    page = scanned("training", 3)
    seal = find_seals(page)[0]
    left, top = (round(place) for place in seal.box[0])
    cut = np.ascontiguousarray(page[top + 40 :, left + 40 :])
    half = Seal(box_quad(-40, -40, seal.box[2][0] - left - 40, seal.box[2][1] - top - 40), "red", 0.03, 1.0)
    told = read_seal(cut, [half], reader)
    assert told is None or told.confidence <= 1.0
