from __future__ import annotations

import pytest
from shoujian.intake.pipeline import page_findings
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.page import Quality
from shoujian.schemas.reading import Line
from shoujian.schemas.results import PageResult

BLURRED = Quality(blur=0.3, glare=0.1, problems=("page.blurred", "page.glare"))


def page(confidence: float | None, **changes: object) -> PageResult:
    text = () if confidence is None else (Line(text="张三", confidence=confidence, box=box_quad(0, 0, 90, 40)),)
    known = {"page": 1, "source_size": (900, 1200), "rotation": 0, "skew": 0.0, "size": (900, 1200), "text": text}
    return PageResult.model_validate({**known, "reading_confidence": confidence or 0.0, **changes})


def told(result: PageResult) -> dict[str, str]:
    return {found.code: found.severity for found in page_findings(result)}


def test_a_blurred_page_that_was_read_surely_needs_no_other_photo() -> None:
    assert told(page(0.99, quality=BLURRED)) == {"page.blurred": "info", "page.glare": "warning"}


@pytest.mark.parametrize("changes", [{}, {"reading_status": "skipped"}])
def test_a_blurred_page_that_was_not_read_surely_is_to_be_taken_again(changes: dict[str, str]) -> None:
    confidence = 0.99 if changes else 0.9
    assert told(page(confidence, quality=BLURRED, **changes))["page.blurred"] == "warning"


def test_a_page_without_text_that_is_no_portrait_is_told() -> None:
    assert told(page(None)) == {"ocr.empty": "warning"}
    assert told(page(None, material="一寸免冠照片")) == {}
    assert told(page(None, blank=True)) == {"page.blank": "warning"}


def test_an_unknown_direction_matters_where_there_is_text() -> None:
    assert told(page(0.99, rotation=None)) == {"page.direction_unknown": "info"}
