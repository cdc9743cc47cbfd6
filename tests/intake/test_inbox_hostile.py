"""The drop folder in hostile hands: no name, no file and no moment stops the scan or loses a byte."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console
from shoujian.console import Screen
from shoujian.intake.desk import Desk
from shoujian.intake.dropfolder.inbox import (
    GIVE_UP_S,
    LOOSE_NAME,
    PENDING_NAME,
    Drop,
    Inbox,
    InboxFolders,
)
from shoujian.schemas.errors import InputRejected

from ..fakes import FakeOcr, picture
from .desks import desk_with
from .test_desk import FORM, PROCEDURES
from .test_inbox import (
    QUIET,
    YAML,
    drop,
    settle,
)

ID_NUMBER = "330100190001010000"

FOLDER_NAMES = [
    b"a\nb",
    b"\x1b[31mred\x07",
    "\u202e\u2066bidi".encode(),
    ID_NUMBER.encode(),
    b"x" * 255,
    "身".encode() * 85,
    b"\xff\xfe\x80 no text",
    "身份证".encode("gbk"),
    b"[*?]{0}%s",
    b"CON",
    b"-rf",
    b" ",
    b"a.zip",
    LOOSE_NAME.encode(),
    "e\u0301".encode(),
    b"'; DROP TABLE cases; --",
    b"<script>alert(1)",
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_with(FakeOcr(FORM), tmp_path, procedures_dir=PROCEDURES, default_procedure="mini") as opened:
        yield opened


@pytest.fixture
def folders(tmp_path: Path) -> InboxFolders:
    made = InboxFolders(tmp_path / "inbox", tmp_path / "outbox", tmp_path / "rejected")
    made.prepare()
    return made


@pytest.fixture
def inbox(desk: Desk, folders: InboxFolders) -> Inbox:
    return Inbox(desk, folders, quiet_s=QUIET)


def printed(dealt: list[Drop]) -> str:
    """What the terminal (and so the service's journal) is told."""
    screen = Screen("zh")
    screen.console = Console(record=True, file=open(os.devnull, "w"), width=500)  # noqa: PTH123, SIM115
    with screen.console.file:
        for done in dealt:
            screen.drop(done)
    return screen.console.export_text()


@pytest.mark.parametrize("name", FOLDER_NAMES, ids=ascii)
def test_any_folder_name(
    inbox: Inbox, desk: Desk, folders: InboxFolders, caplog: pytest.LogCaptureFixture, name: bytes
) -> None:
    caplog.set_level("INFO")
    folder = drop(folders, os.fsdecode(name), a__jpg=picture(), application__yaml=YAML)
    (folder / "大.bin").write_bytes(b"\1" * (desk.office.procedure("mini").receive.max_file_bytes + 1))
    dealt = settle(inbox)
    assert [done.outcome for done in dealt] == ["submitted"], dealt
    assert not folder.exists()
    assert (folders.outbox / os.fsdecode(name) / "report.html").exists()
    assert (folders.rejected / os.fsdecode(name) / "大.bin").exists()
    told = printed(dealt)
    assert ID_NUMBER not in told + caplog.text
    assert all(char.isprintable() for line in told.splitlines() for char in line), ascii(told)
    assert not list(inbox.scan(1000))


@pytest.mark.parametrize("name", [".hidden", "..", ".", "..."])
def test_names_that_start_with_a_dot_are_left_alone(inbox: Inbox, folders: InboxFolders, name: str) -> None:
    (folders.inbox / name).mkdir(exist_ok=True)
    if name.strip("."):
        (folders.inbox / name / "a.jpg").write_bytes(picture())
    assert not settle(inbox) and not list(folders.outbox.iterdir())


@pytest.mark.parametrize("name", ["...zip", "..zip", ".zip", " .zip", f"{ID_NUMBER}.zip", "x" * 251 + ".zip"])
def test_any_name_of_a_zip(inbox: Inbox, folders: InboxFolders, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(folders.inbox / name, "w") as archive:
        archive.writestr("../../申请表.jpg", picture())
    settle(inbox)
    assert {path.name for path in tmp_path.iterdir()} == {"data", "inbox", "outbox", "rejected"}
    assert all(path.name == name.removesuffix(".zip") for path in folders.outbox.iterdir())


def test_nested_folders_with_namesakes(inbox: Inbox, desk: Desk, folders: InboxFolders) -> None:
    folder = drop(folders, a__jpg=picture(), application__yaml=YAML)
    (folder / "b" / "c").mkdir(parents=True)
    (folder / "b" / "a.jpg").write_bytes(picture(1))
    (folder / "b" / "c" / "a.jpg").write_bytes(picture(2))
    (folder / "d.jpg").mkdir()
    (folder / "d.jpg" / "d.jpg").write_bytes(picture(3))
    (done,) = settle(inbox)
    assert [file.source.name for file in desk.files(done.case_id or "")] == ["a.jpg", "a.jpg", "a.jpg", "d.jpg"]
    assert not folder.exists()


def test_a_folder_with_nothing_but_an_application(inbox: Inbox, folders: InboxFolders) -> None:
    drop(folders, application__yaml=YAML)
    (done,) = settle(inbox)
    assert done.outcome == "returned" and (folders.outbox / "王建业" / "补正告知.pdf").exists()


def test_an_application_that_is_a_link_is_not_followed(inbox: Inbox, folders: InboxFolders, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(YAML)
    folder = drop(folders, a__jpg=picture())
    (folder / "application.yaml").symlink_to(secret)
    (done,) = settle(inbox)
    assert done.outcome == "returned", "nobody said who applies"
    assert (folder / "application.yaml").is_symlink() and secret.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 60_000,
        b"a: &a [*a, *a]\n",
        b"applicant: !!int x\n",
        b"applicant: !!timestamp x\n",
        b"applicant: !!python/object/apply:os.system [id]\n",
        b"applicant: {name: !!binary x}\n",
        b'applicant: {name: "\\ud800"}\n',
        b'applicant: {name: "a\\0b"}\n',
        b"applicant: {330100190001010000: x}\n",
        b"? [a, b]\n: c\n",
        b"procedure: ../../etc/passwd\n",
        b"procedure: " + b"x" * 5000 + b"\n",
        b'procedure: "a\\0b"\n',
        b"\xff\xfe\x00",
        b"materials: {a.jpg: 330100190001010000}\n",
        b"x: " + b"y" * 70_000,
        "".join(f"key{number}: x\n" for number in range(2000)).encode(),
    ],
    ids=lambda content: ascii(content[:30]),
)
def test_any_application_file(
    inbox: Inbox, folders: InboxFolders, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    drop(folders, a__jpg=picture(), application__yaml=content)
    (done,) = settle(inbox)
    assert done.outcome == "returned"
    (note,) = (folders.rejected / "王建业").glob("*.reason.json")
    assert ID_NUMBER not in note.read_text() + caplog.text and len(note.read_text()) < 1500


def test_a_damaged_file_is_taken_in_after_a_while(inbox: Inbox, folders: InboxFolders) -> None:
    drop(folders, a__jpg=picture()[:3000], application__yaml=YAML)
    assert not settle(inbox), "it may still be written"
    assert not list(inbox.scan(GIVE_UP_S - 1))
    (done,) = inbox.scan(GIVE_UP_S)
    assert done.outcome == "returned"
    assert "不完整" in (folders.outbox / "王建业" / "补正告知.txt").read_text()


def during(monkeypatch: pytest.MonkeyPatch, desk: Desk, act: Callable[[Path], None]) -> None:
    """Let `act` happen to each file just before the desk receives it."""
    whole = desk.upload

    def meanwhile(case_id: str, files: list[Path], **more: object) -> object:
        act(files[0])
        return whole(case_id, files, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(desk, "upload", meanwhile)


def test_a_file_that_is_taken_back_in_the_last_moment(
    inbox: Inbox, desk: Desk, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = drop(folders, a__jpg=picture(), b__jpg=picture(1), application__yaml=YAML)
    with monkeypatch.context() as patched:
        during(patched, desk, lambda path: path.unlink() if path.name == "a.jpg" else None)
        dealt = settle(inbox)
    assert [done.outcome for done in dealt] == ["submitted"] and not folder.exists()
    assert [file.source.name for file in desk.files(dealt[0].case_id or "")] == ["b.jpg"]


def test_a_file_that_is_rewritten_while_it_is_received_is_not_lost(
    inbox: Inbox, desk: Desk, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folders, a__jpg=picture(), application__yaml=YAML)
    whole = desk.upload

    def rewritten(case_id: str, files: list[Path], **more: object) -> object:
        made = whole(case_id, files, **more)  # type: ignore[arg-type]
        files[0].write_bytes(picture(7))
        return made

    with monkeypatch.context() as patched:
        patched.setattr(desk, "upload", rewritten)
        settle(inbox)
    assert (folders.inbox / "王建业" / "a.jpg").read_bytes() == picture(7)
    settle(inbox, 100)
    received = [desk.view(file.source.id).read_bytes() for case in desk.cases() for file in desk.files(case.id)]
    assert {picture(), picture(7)} == set(received)


def test_a_folder_that_vanishes_while_it_is_listed(
    inbox: Inbox, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folders, a__jpg=picture(), application__yaml=YAML)
    drop(folders, "里", a__jpg=picture(1), application__yaml=YAML)
    whole = Path.iterdir

    def vanishing(self: Path) -> object:
        if self.name == "里":
            raise FileNotFoundError(2, "No such file or directory")
        return whole(self)

    monkeypatch.setattr(Path, "iterdir", vanishing)
    assert [done.name for done in settle(inbox)] == ["王建业"]


def test_an_inbox_that_is_away_for_a_while(
    inbox: Inbox, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: Path) -> object:
        raise OSError(116, "Stale file handle")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", away)
        assert not settle(inbox)
    drop(folders, a__jpg=picture(), application__yaml=YAML)
    assert [done.outcome for done in settle(inbox, 50)] == ["submitted"]


def test_a_file_that_may_not_be_read_is_parked_in_the_end(
    inbox: Inbox, desk: Desk, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = drop(folders, a__jpg=picture(), b__jpg=picture(1), application__yaml=YAML)
    whole_open, whole_path_open = os.open, Path.open

    def closed(path: object, *args: object, **more: object) -> int:
        if str(path) == str(folder / "b.jpg"):
            raise PermissionError(13, "Permission denied")
        return whole_open(path, *args, **more)  # type: ignore[arg-type]

    def closed_path(self: Path, *args: object, **more: object) -> object:
        if self == folder / "b.jpg":
            raise PermissionError(13, "Permission denied")
        return whole_path_open(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "open", closed)
    monkeypatch.setattr(Path, "open", closed_path)
    assert not settle(inbox)
    assert [done.outcome for done in inbox.scan(GIVE_UP_S)] == ["submitted"]
    assert (folders.rejected / "王建业" / "b.jpg").exists()


def test_results_that_cannot_be_written_are_told_in_words(inbox: Inbox, folders: InboxFolders) -> None:
    drop(folders, ID_NUMBER, a__jpg=picture(), application__yaml=YAML)
    (folders.outbox / ID_NUMBER).write_bytes(b"a file, where a folder is wanted")
    (done,) = settle(inbox)
    assert done.outcome == "failed" and done.error is not None and done.error.code == "cannot_write"
    assert ID_NUMBER not in str(done.error) and (folders.inbox / ID_NUMBER / "a.jpg").exists()


def test_a_note_of_pending_results_that_is_nonsense_stops_nobody(inbox: Inbox, folders: InboxFolders) -> None:
    for name, note in (("甲", b""), ("乙", b"\xff\xfe"), ("丙", ID_NUMBER.encode())):
        (folders.outbox / name).mkdir()
        (folders.outbox / name / PENDING_NAME).write_bytes(note)
    drop(folders, a__jpg=picture(), application__yaml=YAML)
    outcomes = {done.name: done.outcome for done in settle(inbox)}
    assert outcomes == {"甲": "failed", "乙": "failed", "丙": "failed", "王建业": "submitted"}


def test_an_error_that_quotes_a_name_is_masked(
    inbox: Inbox, desk: Desk, folders: InboxFolders, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise InputRejected(f"{ID_NUMBER}.jpg 无法读取", remedy="")

    monkeypatch.setattr(desk, "open_case", refused)
    drop(folders, a__jpg=picture())
    settle(inbox)
    assert caplog.records and ID_NUMBER not in caplog.text
