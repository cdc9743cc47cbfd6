"""The desk as a portal backend uses it, with a reader that needs no models."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from shoujian.intake.desk import Desk
from shoujian.intake.package.verify import verify_package
from shoujian.schemas.case import Applicant, Case, CaseState
from shoujian.schemas.errors import (
    Incomplete,
    NotFound,
    ProgressRefused,
    WrongState,
)

from ..fakes import FakeOcr, picture
from .desks import APPLICANT, desk_with

FORM = ("示例事项申请表", "姓名：王建业", "证件号码：330100190001010000", "申请人承诺", "示例机关监制", "填表说明")
PROCEDURES = Path(__file__).parent / "procedures"


@pytest.fixture
def reader() -> FakeOcr:
    return FakeOcr(FORM)


@pytest.fixture
def desk(tmp_path: Path, reader: FakeOcr) -> Iterator[Desk]:
    with desk_with(reader, tmp_path, procedures_dir=PROCEDURES) as opened:
        yield opened


@pytest.fixture
def case(desk: Desk) -> Case:
    return desk.open_case("mini", APPLICANT)


def test_from_upload_to_receipt_and_progress(desk: Desk, case: Case) -> None:
    upload = desk.upload(case.id, [("申请表.jpg", picture())])
    assert [source.media_type for source in upload.sources] == ["image/jpeg"] and not upload.findings
    report = desk.check(case.id)
    assert report.complete, [found.message for found in report.all_findings()]
    receipt = desk.submit(case.id)
    assert receipt.password and len(receipt.number) == 21
    assert desk.case(case.id).state is CaseState.SUBMITTED
    package = desk.package(case.id)
    assert package is not None and verify_package(package, receipt).ok
    progress = desk.progress(receipt.number, receipt.password)
    assert progress.applicant_masked == "王**" and [event.state for event in progress.history] == ["draft", "submitted"]


def test_submitting_again_gives_the_same_receipt_without_password(desk: Desk, case: Case) -> None:
    desk.upload(case.id, [("a.jpg", picture())])
    first, second = desk.submit(case.id), desk.submit(case.id)
    assert second == first.model_copy(update={"password": None})


def test_ten_submissions_at_once_make_one_receipt(desk: Desk, case: Case) -> None:
    desk.upload(case.id, [("a.jpg", picture())])
    receipts = []
    threads = [threading.Thread(target=lambda: receipts.append(desk.submit(case.id))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({receipt.number for receipt in receipts}) == 1 and len(receipts) == 10
    assert sum(receipt.password is not None for receipt in receipts) == 1
    assert len(list(desk.office.settings.packages_dir.iterdir())) == 1


def test_an_incomplete_case_gets_one_notice_with_everything(desk: Desk, case: Case, reader: FakeOcr) -> None:
    reader.lines = ("毫不相干的文字", "今日菜单")
    desk.upload(case.id, [("菜单.jpg", picture())])
    with pytest.raises(Incomplete) as refused:
        desk.submit(case.id)
    codes = {found.code for found in refused.value.report.all_findings()}
    assert {"material.missing", "match.unknown"} <= codes
    notice = desk.notice(case.id)
    assert notice is not None and {found.code for found in notice.findings} >= {"material.missing"}
    assert desk.case(case.id).state is CaseState.RETURNED and desk.receipt(case.id) is None


def test_a_returned_case_is_corrected_and_submitted(desk: Desk, case: Case, reader: FakeOcr) -> None:
    with pytest.raises(Incomplete):
        desk.submit(case.id)
    desk.upload(case.id, [("补.jpg", picture(1))])
    assert desk.submit(case.id).password


def test_the_same_bytes_twice_are_one_file(desk: Desk, case: Case) -> None:
    first = desk.upload(case.id, [("a.jpg", picture())])
    again = desk.upload(case.id, [("b.jpg", picture())])
    assert again.sources == first.sources and [found.code for found in again.findings] == ["file.duplicate"]
    assert len(desk.files(case.id)) == 1


def test_paths_streams_and_pairs_are_taken(desk: Desk, case: Case, tmp_path: Path) -> None:
    path = tmp_path / "一.png"
    path.write_bytes(picture(1, format="PNG"))
    stream = io.BytesIO(picture(2))
    names = [source.name for source in desk.upload(case.id, [path, str(path), stream, ("三.jpg", picture(3))]).sources]
    assert names == ["一.png", "一.png", "upload", "三.jpg"]
    assert path.read_bytes() == picture(1, format="PNG"), "originals are copied, never moved"


def test_links_and_oversize_are_findings_and_the_rest_is_received(desk: Desk, case: Case, tmp_path: Path) -> None:
    link = tmp_path / "link.jpg"
    link.symlink_to("/etc/passwd")
    limit = desk.procedure(case.id).receive.max_file_bytes
    upload = desk.upload(case.id, [link, ("big.bin", b"x" * (limit + 1)), ("a.jpg", picture())])
    assert [found.code for found in upload.findings] == ["file.not_regular", "file.too_large"]
    assert [source.name for source in upload.sources] == ["a.jpg"]


def test_what_was_read_is_not_read_again(desk: Desk, case: Case, reader: FakeOcr) -> None:
    desk.upload(case.id, [("a.jpg", picture())])
    seen: list[tuple[int, int]] = []
    desk.check(case.id, on_page=lambda done, total: seen.append((done, total)))
    calls = reader.calls
    desk.check(case.id)
    assert reader.calls == calls and seen == [(1, 1)]


def test_delete_until_submitted(desk: Desk, case: Case) -> None:
    kept, gone = desk.upload(case.id, [("a.jpg", picture()), ("b.jpg", picture(1))]).sources
    desk.delete(gone.id)
    assert [file.source.id for file in desk.files(case.id)] == [kept.id]
    desk.submit(case.id)
    with pytest.raises(WrongState):
        desk.delete(kept.id)
    with pytest.raises(WrongState):
        desk.upload(case.id, [("c.jpg", picture(2))])
    with pytest.raises(WrongState):
        desk.assign(f"{kept.id}:1", material="示例证明")


def test_a_person_beats_the_matcher_and_the_package_says_so(desk: Desk, case: Case, reader: FakeOcr) -> None:
    form, other = desk.upload(case.id, [("a.jpg", picture()), ("b.jpg", picture(1, size=(1200, 1600)))]).sources
    desk.check(case.id)
    page = desk.assign(f"{other.id}:1", material="示例证明", by="clerk-7")
    assert (page.material, page.decided_by) == ("示例证明", "person")
    seen = desk.result(other.id)
    assert seen is not None and seen.pages[0].material == "示例申请表", "what was seen stays as it was"
    report = desk.check(case.id)
    assert {check.name: len(check.pages) for check in report.materials} == {"示例申请表": 1, "示例证明": 1}
    desk.submit(case.id)
    assert [tuple(file.materials) for file in desk.files(case.id)] == [("示例申请表",), ("示例证明",)]
    assert form.id != other.id


def test_assigning_none_takes_a_page_out(desk: Desk, case: Case) -> None:
    (source,) = desk.upload(case.id, [("a.jpg", picture())]).sources
    desk.check(case.id)
    desk.assign(f"{source.id}:1", material=None)
    assert {check.name: check.status for check in desk.check(case.id).materials}["示例申请表"] == "missing"


@pytest.mark.parametrize("page_id", ["", "x", "f:0", "f:1", "../../etc:1", "f:1.2.3"])
def test_wrong_page_ids_are_not_found(desk: Desk, page_id: str) -> None:
    with pytest.raises(NotFound):
        desk.assign(page_id, material=None)


def test_unknown_names_are_refused_with_the_choice(desk: Desk, case: Case) -> None:
    with pytest.raises(NotFound) as refused:
        desk.upload(case.id, [("a.jpg", picture())], material="没有这种")
    assert "示例申请表" in refused.value.remedy
    with pytest.raises(NotFound):
        desk.check("no-such-case")


def test_declared_material_is_kept_when_the_page_says_nothing(desk: Desk, case: Case, reader: FakeOcr) -> None:
    reader.lines = ()
    (source,) = desk.upload(case.id, [("a.jpg", picture())], material="示例申请表").sources
    desk.check(case.id)
    result = desk.result(source.id)
    assert result is not None and result.pages[0].material == "示例申请表" and result.pages[0].decided_by == "declared"


def test_view_gives_the_untouched_bytes(desk: Desk, case: Case, tmp_path: Path) -> None:
    data = picture()
    (source,) = desk.upload(case.id, [("../../evil.jpg", data)]).sources
    assert desk.view(source.id).read_bytes() == data
    copied = desk.copy_original(source.id, tmp_path / "out")
    assert copied.parent == tmp_path / "out" and copied.read_bytes() == data


def test_a_zip_is_kept_and_its_members_are_files(desk: Desk, case: Case) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("申请表.jpg", picture())
        archive.writestr("__MACOSX/._x", b"litter")
    upload = desk.upload(case.id, [("材料.zip", stream.getvalue())])
    assert [source.name for source in upload.sources] == ["材料.zip", "申请表.jpg"]
    assert desk.check(case.id).complete
    assert desk.submit(case.id).password


def test_what_could_not_be_unpacked_belongs_to_the_case(desk: Desk, case: Case) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("申请表.jpg", picture())
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("内.zip", inner.getvalue())
    desk.upload(case.id, [("外.zip", outer.getvalue()), ("坏.zip", inner.getvalue()[:-30])])
    report = desk.check(case.id)
    assert {check.name: check.status for check in report.materials}["示例申请表"] == "unknown"
    codes = {(found.code, found.file) for found in report.all_findings()}
    assert {("archive.member_skipped", "外.zip"), ("archive.damaged", "坏.zip")} <= codes


def test_an_archive_that_was_never_unpacked_to_its_end_is_unread(
    desk: Desk, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("申请表.jpg", picture())
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(desk.office.lens.decoder, "unpack", interrupted)
        desk.upload(case.id, [("材料.zip", stream.getvalue())])
    assert {check.status for check in desk.check(case.id).materials} == {"unknown"}
    desk.upload(case.id, [("材料.zip", stream.getvalue())])
    assert desk.check(case.id).complete, "sent again, it is unpacked"


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_an_unreadable_file_makes_missing_unknown(desk: Desk, case: Case, reader: FakeOcr) -> None:
    reader.lines = ()
    desk.upload(case.id, [("broken.pdf", b"%PDF-1.4\nthis is no pdf"), ("odd.bin", b"\x01\x02\x03")])
    report = desk.check(case.id)
    assert {check.name: check.status for check in report.materials}["示例申请表"] == "unknown"
    assert not report.complete and "material.missing" not in {found.code for found in report.all_findings()}


def test_wrong_password_and_unknown_number_sound_alike(desk: Desk, case: Case) -> None:
    desk.upload(case.id, [("a.jpg", picture())])
    receipt = desk.submit(case.id)
    messages = set()
    for number, password in ((receipt.number, "WRONG234"), ("3" * 21, receipt.password or "")):
        with pytest.raises(ProgressRefused) as refused:
            desk.progress(number, password)
        messages.add(str(refused.value))
    assert len(messages) == 1


def test_a_renewed_password_replaces_the_old_one(desk: Desk, case: Case) -> None:
    desk.upload(case.id, [("a.jpg", picture())])
    old = desk.submit(case.id)
    new = desk.renew_password(case.id)
    assert new.password and desk.progress(new.number, new.password).number == old.number
    with pytest.raises(ProgressRefused):
        desk.progress(old.number, old.password or "")


def test_save_changes_the_applicant_until_submitted(desk: Desk, case: Case) -> None:
    changed = desk.save(case.id, Applicant(**{**APPLICANT.model_dump(), "phone": "13900000000"}))
    assert changed.applicant.phone == "13900000000"


def test_near_copies_of_a_page_are_pointed_out(desk: Desk, case: Case) -> None:
    desk.upload(case.id, [("a.jpg", picture()), ("a.png", picture(format="PNG"))])
    assert [found.code for found in desk.check(case.id).findings].count("case.same_picture") == 1


def test_results_are_written_for_people(desk: Desk, case: Case, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(Incomplete):
        desk.submit(case.id)
    desk.write_outputs(case.id, out)
    assert {"report.html", "补正告知.pdf", "补正告知.txt", "notice.json"} <= {path.name for path in out.iterdir()}
    desk.upload(case.id, [("a.jpg", picture())])
    receipt = desk.submit(case.id)
    desk.write_outputs(case.id, out, receipt=receipt)
    names = {path.name for path in out.iterdir()}
    assert {"report.html", "申报告知单.pdf", "receipt.json", receipt.package_name} <= names
    assert not any("补正" in name or "notice" in name for name in names), "what no longer holds is taken away"
    assert receipt.password not in (out / "report.html").read_text()


def test_the_same_bytes_in_another_case_are_not_read_again(desk: Desk, case: Case, reader: FakeOcr) -> None:
    desk.upload(case.id, [("a.jpg", picture())])
    desk.check(case.id)
    other = desk.open_case("mini", APPLICANT)
    desk.upload(other.id, [("b.jpg", picture())])
    desk.check(other.id)
    kept, again = (desk.result(_only_file(desk, opened)) for opened in (case, other))
    assert reader.calls == 1
    assert kept and again and kept.pages[0].text == again.pages[0].text != ()


def _only_file(desk: Desk, case: Case) -> str:
    (file,) = desk.files(case.id)
    return file.source.id


def test_another_reader_reads_for_itself(tmp_path: Path) -> None:
    seen = []
    for name in ("fake 1.0", "fake 2.0"):
        reader = FakeOcr(FORM)
        reader.name = name
        with desk_with(reader, tmp_path, procedures_dir=PROCEDURES) as desk:
            opened = desk.open_case("mini", APPLICANT)
            desk.upload(opened.id, [("a.jpg", picture())])
            desk.check(opened.id)
        seen.append(reader.calls)
    assert seen == [1, 1]


def test_what_was_deleted_is_read_again(desk: Desk, case: Case, reader: FakeOcr) -> None:
    (source,) = desk.upload(case.id, [("a.jpg", picture())]).sources
    desk.check(case.id)
    desk.delete(source.id)
    desk.upload(case.id, [("a.jpg", picture())])
    desk.check(case.id)
    assert reader.calls == 2
