"""Names only: a glance where it is enough, the whole way where it is not, and what was left is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.papers import draw
from shoujian.intake.desk import Desk
from shoujian.schemas.errors import UsageError
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.reading import Reading
from shoujian.schemas.results import PageResult

from ..fakes import FakeOcr
from .desks import desk_with

FORM = ("示例事项申请表", "申请人承诺", "示例机关监制", "填表说明", "姓名：王建业", "证件号码：330100190001010000")
PROCEDURES = Path(__file__).parent / "procedures"


class Headed(FakeOcr):
    """Sees its first line as a title: twice as tall as the others, in the middle."""

    def read(self, pixels: np.ndarray) -> Reading:
        reading = super().read(pixels)
        middle = pixels.shape[1] / 2
        title = reading.lines[0].model_copy(update={"box": box_quad(middle - 350, 60, middle + 350, 160)})
        return reading.model_copy(update={"lines": (title, *reading.lines[1:])})


@pytest.fixture
def reader() -> FakeOcr:
    return Headed(FORM)


@pytest.fixture
def desk(tmp_path: Path, reader: FakeOcr) -> Iterator[Desk]:
    with desk_with(reader, tmp_path, procedures_dir=PROCEDURES) as opened:
        yield opened


@pytest.fixture(scope="module")
def sideways() -> bytes:
    """A drawn page with its head to the left, as a JPEG: a quarter turn clockwise puts it upright."""
    page = draw("promise", fictitious_applicant(5), np.random.default_rng(5))[0].pixels
    return cv2.imencode(".jpg", np.ascontiguousarray(np.rot90(page[::2, ::2])))[1].tobytes()


def seen(desk: Desk, tmp_path: Path, data: bytes, *, quick: bool) -> PageResult:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    (file,) = desk.inspect([path], procedure_id="mini", quick=quick, text=True).files
    (page,) = file.pages
    return page


def test_a_page_known_at_a_glance_is_not_read_in_full(
    desk: Desk, tmp_path: Path, sideways: bytes, reader: FakeOcr
) -> None:
    page = seen(desk, tmp_path, sideways, quick=True)
    assert (reader.glances, reader.calls) == (1, 0)
    assert (page.material, page.rotation) == ("示例申请表", 90)
    assert (page.reading_status, page.reading_skipped, len(page.text)) == ("glanced", 1, 5)
    assert page.fields == {} and page.quad is None and page.skew is None
    assert page.steps[-1].name == "glanced"


def test_a_page_that_a_glance_cannot_name_is_examined_in_full(
    desk: Desk, tmp_path: Path, sideways: bytes, reader: FakeOcr
) -> None:
    reader.glanced_lines = 1
    reader.lines = ("示例省", *FORM)
    page = seen(desk, tmp_path, sideways, quick=True)
    assert (reader.glances, reader.calls) == (1, 1)
    assert (page.material, page.reading_status, page.reading_skipped) == ("示例申请表", "read", 0)
    assert page.fields["name"].value == "王建业"


def test_without_being_asked_nobody_glances(desk: Desk, tmp_path: Path, sideways: bytes, reader: FakeOcr) -> None:
    assert seen(desk, tmp_path, sideways, quick=False).reading_status == "read"
    assert reader.glances == 0


def test_names_and_pictures_cannot_be_asked_for_together(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        desk.inspect([tmp_path], quick=True, out=tmp_path / "out")
