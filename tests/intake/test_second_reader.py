"""The desk asks a second reader about doubtful values, where there is one and the first was not sure."""

from __future__ import annotations

from pathlib import Path

import pytest
from shoujian.intake import lens
from shoujian.intake.desk import Desk
from shoujian.intake.engines import open_second_reader
from shoujian.intake.lens import Lens
from shoujian.intake.office import Office
from shoujian.processors.reading.ocr_tesseract import TesseractEngine
from shoujian.schemas.errors import ToolMissing
from shoujian.schemas.field import FieldValue

from ..fakes import FakeOcr, picture
from .desks import NOW, settings_in, shared_decoder, shared_orienter

FORM = ("示例事项申请表", "姓名：王建业", "证件号码：330100190001010000", "申请人承诺", "示例机关监制", "填表说明")
PROCEDURES = Path(__file__).parent / "procedures"


def name_read(folder: Path, first: FakeOcr, second: FakeOcr | None) -> FieldValue:
    settings = settings_in(folder, procedures_dir=PROCEDURES)
    eyes = Lens(decoder=shared_decoder(), orienter=shared_orienter(), engine=first, workers=2, second=lambda: second)
    office = Office.open(settings, clock=lambda: NOW, lens=eyes)
    path = folder / "a.jpg"
    path.write_bytes(picture())
    (file,) = Desk(office).inspect([path], procedure_id="mini").files
    office.records.close()
    return file.pages[0].fields["name"]


@pytest.mark.parametrize(("said", "confirmed"), [("姓名：王建业", True), ("姓名：王健业", False)])
def test_a_doubtful_name_is_asked_about(tmp_path: Path, said: str, confirmed: bool) -> None:
    first, second = FakeOcr(FORM, confidence=0.7), FakeOcr((said,), confidence=0.8)
    read = name_read(tmp_path, first, second)
    assert (read.value, read.confirmed) == ("王建业", confirmed)
    assert (read.confidence > 0.7) is confirmed
    assert second.calls > 0


def test_what_was_read_with_confidence_is_not(tmp_path: Path) -> None:
    second = FakeOcr(("姓名：王健业",))
    assert name_read(tmp_path, FakeOcr(FORM), second).confirmed is None
    assert second.calls == 0


def test_without_a_second_reader_values_stay_as_they_are(tmp_path: Path) -> None:
    assert name_read(tmp_path, FakeOcr(FORM, confidence=0.7), None).confirmed is None


def test_the_second_reader_is_looked_for_when_it_is_first_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    monkeypatch.setattr(lens, "open_second_reader", looked.append)
    with Lens.open(settings_in(tmp_path)) as opened:
        assert looked == []
        assert (opened.second(), opened.second()) == (None, None)
    assert len(looked) == 1


def test_where_no_other_program_is_installed_there_is_no_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(self: TesseractEngine) -> None:
        raise ToolMissing("未安装 tesseract")

    monkeypatch.setattr(TesseractEngine, "__init__", missing)
    assert open_second_reader(FakeOcr()) is None
