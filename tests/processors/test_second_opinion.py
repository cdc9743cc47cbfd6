"""Another reader is asked about doubtful values only; it makes them surer or less sure, and changes none."""

from __future__ import annotations

import numpy as np
import pytest
from shoujian.processors.page import Pixels
from shoujian.processors.reading.second_opinion import doubtful, with_second_opinion
from shoujian.schemas.field import FieldValue
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.procedure import FieldSpec, Material
from shoujian.schemas.reading import Line, Reading

PAGE: Pixels = np.full((400, 600, 3), 255, np.uint8)
BOX = box_quad(100, 100, 400, 140)


class Second:
    """Says one line, whatever it sees, and remembers the sizes of what it was shown."""

    name = "second 1.0"

    def __init__(self, text: str, confidence: float = 0.8) -> None:
        self.text, self.confidence = text, confidence
        self.shown: list[tuple[int, ...]] = []

    def read(self, pixels: Pixels) -> Reading:
        self.shown.append(pixels.shape[:2])
        lines = (Line(text=self.text, confidence=self.confidence, box=BOX),) if self.text else ()
        return Reading(engine=self.name, lines=lines)

    glance = read


def value(text: str, confidence: float = 0.7, valid: bool | None = None) -> FieldValue:
    return FieldValue(value=text, confidence=confidence, valid=valid, box=BOX)


NEEDED = Material(
    name="示例证明",
    fields=(
        FieldSpec(key="it", kind="text", label="要紧的", required=True),
        FieldSpec(key="aside", kind="text", label="次要的"),
    ),
)


def asked(field: FieldValue, second: Second) -> FieldValue:
    fields = {"it": field}
    return with_second_opinion(fields, doubtful(fields, NEEDED), PAGE, second)["it"]


@pytest.mark.parametrize(
    ("printed", "spelt"),
    [
        ("姓名 何 海 霞", "何海霞"),
        ("签发日期：2024年6月3日", "2024-06-03"),
        ("二〇二四年六月三日", "2024-06-03"),
        ("有效期限 2020.05.29-2040.05.29", "2020-05-29/2040-05-29"),
        ("2020.05.29-长期", "2020-05-29/长期"),
        ("证号３３０１００１９０００１０１００６X", "33010019000101006X"),
    ],
)
def test_agreement_makes_a_value_surer_however_it_is_printed(printed: str, spelt: str) -> None:
    told = asked(value(spelt), Second(printed))
    assert told.confirmed is True
    assert told.confidence == pytest.approx(1 - 0.3 * 0.2)
    assert told.value == spelt


def test_disagreement_makes_it_less_sure_and_keeps_the_value() -> None:
    told = asked(value("何陶霞"), Second("姓名 何海霞"))
    assert (told.value, told.confirmed) == ("何陶霞", False)
    assert told.confidence < 0.7


def test_a_sure_value_is_not_asked_about_and_one_that_fails_its_check_is() -> None:
    second = Second("33010019000101006X")
    assert asked(value("33010019000101006X", 0.97, valid=True), second).confirmed is None
    assert second.shown == []
    assert asked(value("330100190001010061", 0.97, valid=False), second).confirmed is False


@pytest.mark.parametrize("second", [Second("")])
def test_a_reader_that_sees_nothing_says_nothing(second: Second) -> None:
    doubtful = value("何海霞")
    assert asked(doubtful, second) == doubtful


def test_the_line_is_shown_with_room_around_it() -> None:
    second = Second("何海霞")
    asked(value("何海霞"), second)
    assert second.shown == [(80, 340)]


def test_a_value_without_a_place_cannot_be_asked_about() -> None:
    nowhere = FieldValue(value="何海霞", confidence=0.5)
    assert doubtful({"it": nowhere}, NEEDED) == frozenset()


def test_only_what_the_material_cannot_do_without_is_asked_about() -> None:
    assert doubtful({"it": value("何海霞"), "aside": value("何海霞"), "more": value("何海霞")}, NEEDED) == {"it"}
