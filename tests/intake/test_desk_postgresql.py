"""The desk on a PostgreSQL server: the same way from upload to progress, and two desks at one case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from shoujian.intake.desk import Desk
from shoujian.intake.package.verify import verify_package
from shoujian.schemas.case import CaseState
from shoujian.schemas.errors import ProgressRefused
from shoujian.schemas.receipt import Receipt

from ..fakes import FakeOcr, picture
from .databases import PostgreSQL
from .desks import APPLICANT, desk_with
from .racing import in_threads

PROCEDURES = Path(__file__).parent / "procedures"


@pytest.fixture
def desks(postgresql: PostgreSQL, form_reader: FakeOcr, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two desks as on two hosts: one database, one shared folder, connections of their own."""
    with ExitStack() as opened:
        url = opened.enter_context(postgresql.new_database(migrated=False))
        first, second = (
            opened.enter_context(desk_with(form_reader, tmp_path, procedures_dir=PROCEDURES, database_url=url))
            for _ in range(2)
        )
        yield first, second


def test_from_upload_to_progress(desks: tuple[Desk, Desk]) -> None:
    desk, other = desks
    case = desk.open_case("mini", APPLICANT)
    (source,) = desk.upload(case.id, [("申请表.jpg", picture())]).sources
    assert desk.check(case.id).complete
    receipt = desk.submit(case.id)
    package = desk.package(case.id)
    assert package is not None and verify_package(package, receipt).ok
    assert other.case(case.id).state is CaseState.SUBMITTED
    assert other.view(source.id).read_bytes() == picture()
    progress = other.progress(receipt.number, receipt.password or "")
    assert [event.state for event in progress.history] == ["draft", "submitted"]
    with pytest.raises(ProgressRefused):
        other.progress(receipt.number, "WRONG234")


def test_two_desks_that_submit_one_case_give_one_receipt(desks: tuple[Desk, Desk], form_reader: FakeOcr) -> None:
    case = desks[0].open_case("mini", APPLICANT)
    desks[0].upload(case.id, [("申请表.jpg", picture())])
    results = in_threads(4, lambda index: desks[index % 2].submit(case.id))
    receipts = [result for result in results if isinstance(result, Receipt)]
    assert len(receipts) == 4, results
    assert len({receipt.number for receipt in receipts}) == 1
    assert [receipt.password is not None for receipt in receipts].count(True) == 1
    assert form_reader.calls == 1, "read by one of them, once"
    assert len(list(desks[0].office.settings.packages_dir.iterdir())) == 1


def test_desks_that_receive_the_same_bytes_keep_one_file(desks: tuple[Desk, Desk]) -> None:
    case = desks[0].open_case("mini", APPLICANT)
    results = in_threads(4, lambda index: desks[index % 2].upload(case.id, [(f"{index}.jpg", picture())]))
    assert not [result for result in results if isinstance(result, BaseException)]
    assert len(desks[1].files(case.id)) == 1
