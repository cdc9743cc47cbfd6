"""The drop folder's convention: what is taken in when, what is left, and where results go."""

from __future__ import annotations

import io
import json
import os
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shoujian.intake.desk import Desk
from shoujian.intake.dropfolder.inbox import (
    PENDING_NAME,
    Drop,
    Inbox,
    InboxFolders,
)
from shoujian.intake.dropfolder.watcher import Watcher
from shoujian.schemas.case import CaseState
from shoujian.schemas.errors import BadConfiguration, CannotWrite, WrongState

from ..fakes import FakeOcr, picture
from .desks import APPLICANT, desk_with
from .test_desk import FORM, PROCEDURES

QUIET = 5.0
YAML = "procedure: mini\napplicant:\n" + "".join(f"  {key}: {value}\n" for key, value in APPLICANT.model_dump().items())


@pytest.fixture
def reader() -> FakeOcr:
    return FakeOcr(FORM)


@pytest.fixture
def desk(tmp_path: Path, reader: FakeOcr) -> Iterator[Desk]:
    with desk_with(reader, tmp_path, procedures_dir=PROCEDURES, default_procedure="mini") as opened:
        yield opened


@pytest.fixture
def folders(tmp_path: Path) -> InboxFolders:
    made = InboxFolders(tmp_path / "inbox", tmp_path / "outbox", tmp_path / "rejected")
    made.prepare()
    return made


@pytest.fixture
def inbox(desk: Desk, folders: InboxFolders) -> Inbox:
    return Inbox(desk, folders, quiet_s=QUIET)


def drop(folders: InboxFolders, name: str = "王建业", **files: bytes | str) -> Path:
    folder = folders.inbox / name
    folder.mkdir(exist_ok=True)
    for key, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / key.replace("__", ".")).write_bytes(data)
    return folder


def settle(inbox: Inbox, start: float = 0.0) -> list[Drop]:
    """Look twice, a quiet period apart."""
    return [*inbox.scan(start), *inbox.scan(start + QUIET)]


def test_a_finished_folder_becomes_a_receipt(inbox: Inbox, desk: Desk, folders: InboxFolders) -> None:
    folder = drop(folders, a__jpg=picture(), application__yaml=YAML)
    (done,) = settle(inbox)
    assert done.outcome == "submitted" and done.receipt is not None and done.case_id is not None
    assert not folder.exists(), "what was stored leaves the inbox"
    out = folders.outbox / "王建业"
    names = {path.name for path in out.iterdir()}
    assert {"report.html", "申报告知单.pdf", "receipt.json", done.receipt.package_name, "application.yaml"} <= names
    assert PENDING_NAME not in names
    stated = json.loads((out / "receipt.json").read_text())
    assert desk.progress(stated["number"], stated["password"]).state == "submitted"
    (file,) = desk.files(done.case_id)
    assert desk.view(file.source.id).read_bytes() == picture()


def test_an_incomplete_folder_becomes_a_notice_and_can_be_corrected(
    inbox: Inbox, desk: Desk, folders: InboxFolders, reader: FakeOcr
) -> None:
    reader.lines = ("今日菜单", "红烧肉")
    drop(folders, menu__jpg=picture(), application__yaml=YAML)
    (first,) = settle(inbox)
    assert first.outcome == "returned" and (folders.outbox / "王建业" / "补正告知.pdf").exists()
    reader.lines = FORM
    drop(folders, form__jpg=picture(1))
    (second,) = settle(inbox, 100)
    assert second.case_id == first.case_id and second.outcome == "submitted"
    assert not (folders.outbox / "王建业" / "补正告知.pdf").exists()
    assert len(desk.cases()) == 1


def test_a_folder_of_a_submitted_case_is_a_new_case(inbox: Inbox, desk: Desk, folders: InboxFolders) -> None:
    drop(folders, a__jpg=picture(), application__yaml=YAML)
    (first,) = settle(inbox)
    drop(folders, b__jpg=picture(1), application__yaml=YAML)
    (second,) = settle(inbox, 100)
    assert second.case_id != first.case_id
    assert desk.case(first.case_id or "").state is CaseState.SUBMITTED


def test_growing_files_are_waited_for(inbox: Inbox, folders: InboxFolders) -> None:
    folder = drop(folders, a__jpg=picture())
    assert not list(inbox.scan(0))
    (folder / "b.jpg").write_bytes(picture(1)[:2000])
    assert not list(inbox.scan(4)) and not list(inbox.scan(6)) and not list(inbox.scan(9))
    assert not list(inbox.scan(100)), "b.jpg has not got its end"
    (folder / "b.jpg").write_bytes(picture(1))
    assert not list(inbox.scan(101))
    assert [done.name for done in inbox.scan(106)] == ["王建业"]


def test_temporary_names_keep_the_folder_waiting(inbox: Inbox, folders: InboxFolders) -> None:
    folder = drop(folders, a__jpg=picture(), b__jpg__part=picture(1))
    assert not settle(inbox)
    (folder / "b.jpg.part").rename(folder / "b.jpg")
    assert [done.name for done in settle(inbox, 50)] == ["王建业"]


def test_a_done_marker_ends_the_wait(inbox: Inbox, folders: InboxFolders) -> None:
    drop(folders, a__jpg=picture(), application__yaml=YAML, **{"完成": b""})
    assert [done.outcome for done in inbox.scan(0)] == ["submitted"]
    assert not (folders.inbox / "王建业").exists()


def test_a_zip_is_a_case(inbox: Inbox, folders: InboxFolders) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("申请表.jpg", picture())
    (folders.inbox / "李示例.zip").write_bytes(stream.getvalue())
    (done,) = settle(inbox)
    assert (done.name, done.outcome) == ("李示例", "returned"), "nobody said who applies"
    assert (folders.outbox / "李示例" / "report.html").exists()


def test_what_is_not_a_file_is_left_and_files_that_are_refused_are_parked(
    inbox: Inbox, desk: Desk, folders: InboxFolders
) -> None:
    limit = desk.office.procedure("mini").receive.max_file_bytes
    folder = drop(folders, a__jpg=picture(), application__yaml=YAML)
    (folder / "大.bin").write_bytes(b"\1" * (limit + 1))
    (folder / "link.jpg").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    (done,) = settle(inbox)
    assert done.outcome == "submitted"
    parked = folders.rejected / "王建业"
    reason = json.loads((parked / "大.bin.reason.json").read_text())
    assert (parked / "大.bin").stat().st_size == limit + 1 and "上限" in reason["reason"]
    assert {path.name for path in folder.iterdir()} == {"link.jpg", "pipe"}, "never read, never removed"


def test_loose_files_are_parked_with_a_reason(inbox: Inbox, folders: InboxFolders) -> None:
    (folders.inbox / "散.jpg").write_bytes(picture())
    (done,) = settle(inbox)
    assert done.outcome == "rejected"
    assert (folders.rejected / "未归类" / "散.jpg").read_bytes() == picture()
    (folders.inbox / "散.jpg").write_bytes(picture(1))
    settle(inbox, 50)
    assert {path.suffix for path in (folders.rejected / "未归类").glob("*散.jpg")} == {".jpg"}
    assert len(list((folders.rejected / "未归类").glob("*散.jpg"))) == 2, "a namesake is not overwritten"


def test_litter_is_ignored_and_goes_with_the_folder(inbox: Inbox, folders: InboxFolders) -> None:
    folder = drop(folders, a__jpg=picture(), application__yaml=YAML)
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "._a.jpg").write_bytes(b"x")
    assert [done.outcome for done in settle(inbox)] == ["submitted"]
    assert not folder.exists()


def test_a_wrong_application_file_is_parked_and_the_scans_are_taken(inbox: Inbox, folders: InboxFolders) -> None:
    drop(folders, a__jpg=picture(), application__yaml="procedure: no-such-procedure\n")
    (done,) = settle(inbox)
    assert done.outcome == "returned"
    assert (folders.rejected / "王建业" / "application.yaml").exists()
    assert (folders.rejected / "王建业" / "application.yaml.reason.json").exists()


def test_declared_names_in_the_application_count(inbox: Inbox, desk: Desk, folders: InboxFolders) -> None:
    drop(folders, a__jpg=picture(), application__yaml=YAML + "materials:\n  a.jpg: 示例申请表\n")
    (done,) = settle(inbox)
    assert [file.source.declared for file in desk.files(done.case_id or "")] == ["示例申请表"]


def test_declared_names_that_are_none_are_parked_and_the_scans_are_taken(inbox: Inbox, folders: InboxFolders) -> None:
    drop(folders, a__jpg=picture(), application__yaml=YAML + "materials:\n  a.jpg: 没有这种\n")
    (done,) = settle(inbox)
    assert done.outcome == "returned"
    reason = json.loads((folders.rejected / "王建业" / "application.yaml.reason.json").read_text())
    assert "示例申请表" in reason["reason"], "what it could have been"


def test_a_procedure_in_the_application_is_never_a_path(inbox: Inbox, folders: InboxFolders) -> None:
    drop(folders, a__jpg=picture(), application__yaml=YAML.replace("mini", str(PROCEDURES / "mini.yaml")))
    (done,) = settle(inbox)
    assert done.outcome == "returned" and (folders.rejected / "王建业" / "application.yaml").exists()


def test_what_vanishes_while_it_is_looked_at_stops_nothing(
    inbox: Inbox, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folders, "甲", a__jpg=picture(), application__yaml=YAML)
    gone = drop(folders, "乙", a__jpg=picture(1)) / "a.jpg"
    opened = Path.open

    def vanishing(path: Path, *args: Any, **more: Any) -> Any:
        if path == gone:
            raise FileNotFoundError(2, "No such file or directory")
        return opened(path, *args, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", vanishing)
        assert [done.name for done in settle(inbox)] == ["甲"]
    assert [done.name for done in settle(inbox, 100)] == ["乙"]


def test_what_lies_still_without_an_end_is_not_waited_for(inbox: Inbox, folders: InboxFolders) -> None:
    drop(folders, a__jpg__part=picture())
    assert not list(inbox.scan(0)) and not inbox.is_idle
    assert not list(inbox.scan(QUIET)) and inbox.is_idle


def test_stopping_ends_after_the_folder_in_work(desk: Desk, folders: InboxFolders) -> None:
    for index, name in enumerate(("甲", "乙")):
        drop(folders, name, a__jpg=picture(index), application__yaml=YAML, **{"完成": b""})
    dealt: list[Drop] = []

    def stop(done: Drop) -> None:
        dealt.append(done)
        watcher.stop()

    watcher = Watcher(desk, folders, on_drop=stop)
    watcher.run()
    assert len(dealt) == 1
    assert len(list(folders.inbox.glob("*/a.jpg"))) == 1


def test_results_lost_in_a_crash_are_written_at_the_next_scan(
    inbox: Inbox, desk: Desk, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folders, a__jpg=picture(), application__yaml=YAML)

    def full(*_: object, **__: object) -> None:
        raise CannotWrite("磁盘已满", remedy="清理磁盘")

    with monkeypatch.context() as patched:
        patched.setattr(desk, "write_outputs", full)
        assert [done.outcome for done in settle(inbox)] == ["failed"]
    (case,) = desk.cases()
    assert case.state is CaseState.SUBMITTED and not (folders.outbox / "王建业" / "receipt.json").exists()
    assert not list(inbox.scan(10)), "it rests a minute first"
    (done,) = Inbox(desk, folders, quiet_s=QUIET).scan(0)
    stated = json.loads((folders.outbox / "王建业" / "receipt.json").read_text())
    assert done.receipt is not None and stated["number"] == done.receipt.number
    assert desk.progress(stated["number"], stated["password"]).state == "submitted", "a password that works"


def test_one_bad_folder_does_not_stop_the_others(
    inbox: Inbox, desk: Desk, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folders, "甲", a__jpg=picture(), application__yaml=YAML)
    drop(folders, "乙", a__jpg=picture(1), application__yaml=YAML)
    whole = desk.open_case

    def broken(*args: object, label: str | None = None, **more: object) -> object:
        if label == "inbox:乙":
            raise RuntimeError("defect with 330100190001010000 in it")
        return whole(*args, label=label, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(desk, "open_case", broken)
    assert {done.name: done.outcome for done in settle(inbox)} == {"甲": "submitted", "乙": "failed"}
    assert (folders.inbox / "乙" / "a.jpg").exists()


def test_logs_carry_no_id_numbers(
    inbox: Inbox, desk: Desk, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    drop(folders, "330100190001010000", a__jpg=picture())

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("330100190001010000")

    monkeypatch.setattr(desk, "open_case", broken)
    settle(inbox)
    assert caplog.records and "330100190001010000" not in caplog.text


@pytest.mark.parametrize(("outbox", "rejected"), [("inbox/out", "r"), ("o", "inbox/r"), (".", "r")])
def test_results_may_not_lie_in_the_inbox(tmp_path: Path, outbox: str, rejected: str) -> None:
    with pytest.raises(BadConfiguration):
        InboxFolders(tmp_path / "inbox", tmp_path / outbox, tmp_path / rejected).prepare()


def test_the_watcher_takes_in_what_comes_while_it_runs(desk: Desk, folders: InboxFolders) -> None:
    clock = iter(range(0, 1_000_000, 10))  # every look is ten seconds later: nobody needs to wait
    dealt = threading.Event()
    watcher = Watcher(desk, folders, on_drop=lambda drop: dealt.set(), monotonic=lambda: float(next(clock)))
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        drop(folders, a__jpg=picture(), application__yaml=YAML)
        assert dealt.wait(60)
    finally:
        watcher.stop()
        thread.join(60)
    assert not thread.is_alive() and (folders.outbox / "王建业" / "report.html").exists()


def test_only_one_watcher_has_an_inbox(desk: Desk, folders: InboxFolders) -> None:
    started, second = threading.Event(), Watcher(desk, folders)
    first = Watcher(desk, folders, monotonic=lambda: started.set() or 0.0)
    thread = threading.Thread(target=first.run)
    thread.start()
    try:
        assert started.wait(30)
        with pytest.raises(WrongState):
            second.run(until_idle=True)
    finally:
        first.stop()
        thread.join(30)
