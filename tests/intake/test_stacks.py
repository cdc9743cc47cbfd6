"""Documents that go on over several files of a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shoujian.intake.checking import check_case
from shoujian.intake.desk import Desk
from shoujian.schemas.case import Case
from shoujian.schemas.results import PageResult

from ..fakes import FakeOcr, picture
from .desks import APPLICANT, desk_with

CONTRACT = "劳动合同"
FIRST = (
    "劳动合同书",
    "甲方(用人单位):浙江样例建设工程有限公司",
    "乙方(劳动者):王建业",
    "一、劳动合同期限",
    "二、劳动报酬",
)
SECOND = ("三、其他", "未尽事宜由双方商定", "第 2 页 共 2 页")


@pytest.fixture
def reader() -> FakeOcr:
    return FakeOcr(FIRST)


@pytest.fixture
def desk(tmp_path: Path, reader: FakeOcr) -> Iterator[Desk]:
    with desk_with(reader, tmp_path) as opened:
        yield opened


@pytest.fixture
def case(desk: Desk, reader: FakeOcr) -> Case:
    """A case with the two pages of a contract, photographed and uploaded one after the other."""
    opened = desk.open_case("zj-constructor2-initial", APPLICANT)
    desk.upload(opened.id, [("IMG_9.jpg", picture(1))])
    desk.check(opened.id)
    reader.lines = SECOND
    desk.upload(opened.id, [("IMG_10.jpg", picture(2))])
    return opened


def pages(desk: Desk, case: Case) -> list[PageResult]:
    checked = check_case(desk.office, case.id, on_page=lambda done, total: None)
    return [checked.results[source.id].pages[0] for source in checked.snapshot.sources]


def test_pages_of_one_document_in_files_of_their_own_are_joined(desk: Desk, case: Case) -> None:
    first, second = pages(desk, case)
    assert (first.material, second.material) == (CONTRACT, CONTRACT)
    assert first.document == second.document == 1
    assert "IMG_9.jpg" in second.evidence[0].text and "2/2" in second.evidence[0].text
    told = next(check for check in desk.check(case.id).materials if check.name == CONTRACT)
    assert [ref.name for ref in told.pages] == ["IMG_9.jpg", "IMG_10.jpg"]


def test_what_a_person_put_aside_stays_aside(desk: Desk, case: Case) -> None:
    desk.check(case.id)
    second = next(file.source for file in desk.files(case.id) if file.source.name == "IMG_10.jpg")
    desk.assign(f"{second.id}:1", material=None)
    assert [page.material for page in pages(desk, case)] == [CONTRACT, None]
    assert desk.check(case.id).unmatched == ()
