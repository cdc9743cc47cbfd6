"""Hostile and odd files through the whole desk: a finding with a remedy each, never a traceback."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from shoujian.intake.decoding.decoder import DecodeLimits, Decoder
from shoujian.intake.desk import Desk
from shoujian.intake.lens import Lens
from shoujian.intake.office import Office
from shoujian.processors.rules.sheets import CheckedSource
from shoujian.schemas.completeness import Completeness
from shoujian.schemas.errors import Incomplete, NotFound
from shoujian.schemas.findings import Finding
from shoujian.schemas.results import FileResult
from shoujian.tests import hostile_files
from shoujian.tests.hostile_files import ID_NUMBER, ODD_NAMES

from .fakes import FakeOcr, picture
from .intake.desks import (
    APPLICANT,
    NOW,
    PROCEDURE,
    desk_with,
    settings_in,
    shared_orienter,
)

MUTATIONS = int(os.environ.get("SHOUJIAN_FUZZ", "60"))
NOT_FILES = frozenset({".json", ".csv", ".md"})
LOSSES = ("file.", "archive.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_with(FakeOcr(()), tmp_path / "desk") as opened:
        yield opened


def said(found: Finding) -> str:
    """Everything that a finding says in both languages; it has to say something in each."""
    words = [text for locale in ("zh", "en") for text in _sentences(found.localized(locale))]
    assert all(text.strip() for text in words), found.code
    return " ".join([*words, found.file or ""])


def _sentences(found: Finding) -> tuple[str, str]:
    return found.message, found.remedy


def check_results(results: tuple[FileResult, ...]) -> None:
    """Each file has pages or says why not; an archive may have neither when its files follow it."""
    for number, result in enumerate(results):
        followed = result.media_type == "application/zip" and number + 1 < len(results)
        assert result.pages or result.findings or followed, result.file
        assert not [found for found in result.findings if ID_NUMBER in said(found)]
        assert ID_NUMBER not in result.file


def check_report(report: Completeness, unread: bool) -> None:
    statuses = {check.status for check in report.materials}
    codes = {found.code for found in report.all_findings()}
    assert not report.complete
    assert not [found for found in report.all_findings() if ID_NUMBER in said(found)]
    if unread:
        assert "missing" not in statuses and not {code for code in codes if code.startswith("material.missing")}


def go_through(desk: Desk, folder: Path, files: dict[str, bytes]) -> None:
    """Inspect, upload, check and submit the files."""
    folder.mkdir()
    names = sorted(files)
    paths = [folder / str(number) for number, _ in enumerate(names)]
    for name, path in zip(names, paths, strict=True):
        path.write_bytes(files[name])
    check_results(desk.inspect(paths).files)
    case = desk.open_case(PROCEDURE, APPLICANT)
    desk.upload(case.id, [(name, files[name]) for name in names])
    report = desk.check(case.id)
    received = desk.files(case.id)
    for file in received:
        lost = any(is_loss(found) for found in file.findings)
        assert not lost or CheckedSource(file.source, desk.result(file.source.id)).unread, file.source.name
    check_report(report, unread=any(is_loss(found) for file in received for found in file.findings))
    with pytest.raises(Incomplete):
        desk.submit(case.id)


def is_loss(found: Finding) -> bool:
    """Tell whether a finding says that something could not be read."""
    skipped = found.code == "archive.member_skipped"
    return skipped or (found.severity == "error" and found.code.startswith(LOSSES))


def everything_under(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["odd_pictures", "odd_pdfs", "odd_archives", "polyglots"])
def test_made_files(desk: Desk, tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    go_through(desk, tmp_path / "in", getattr(hostile_files, kind)())
    assert ID_NUMBER not in caplog.text
    outside = {name for name in everything_under(tmp_path) if not name.startswith(("desk", "in"))}
    assert not outside, "nothing is written outside the data folder"
    assert not any(part in name for name in everything_under(tmp_path) for part in ("evil", ID_NUMBER, "passwd"))


@pytest.mark.slow
def test_damaged_files(desk: Desk, tmp_path: Path) -> None:
    go_through(desk, tmp_path / "in", dict(hostile_files.mutations(MUTATIONS)))


@pytest.mark.parametrize(
    "name", ["encrypted.zip", "half.zip", "nested.zip", "bomb.zip", "links.zip", "all-broken.zip", "broken-names.zip"]
)
def test_what_an_archive_kept_to_itself_may_be_anything(desk: Desk, name: str) -> None:
    case = desk.open_case(PROCEDURE, APPLICANT)
    desk.upload(case.id, [(name, hostile_files.odd_archives()[name])])
    report = desk.check(case.id)
    check_report(report, unread=True)
    assert any(is_loss(found) for found in report.all_findings()), "the notice tells it, not only the upload"


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("folder", ["E", "D"])
def test_real_files(desk: Desk, tmp_path: Path, real_dir: Path, folder: str) -> None:
    """All in one case, as one hostile applicant would send them."""
    paths = sorted(path for path in (real_dir / folder).iterdir() if path.suffix not in NOT_FILES)
    case = desk.open_case(PROCEDURE, APPLICANT)
    upload = desk.upload(case.id, paths)
    assert {found.code for found in upload.findings} <= {"file.duplicate", "file.too_large"}
    report = desk.check(case.id)
    check_report(report, unread=True)
    files = desk.files(case.id)
    assert len(files) > len(paths) * 0.9 and all(file.read for file in files)
    assert all(file.pages or file.findings for file in files)
    with pytest.raises(Incomplete):
        desk.submit(case.id)
    desk.write_outputs(case.id, tmp_path / "out")
    assert (tmp_path / "out" / "report.html").exists()


def test_names_are_only_shown(desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    case = desk.open_case(PROCEDURE, APPLICANT)
    files = [(name, b"words " + bytes([number])) for number, name in enumerate(ODD_NAMES)]
    desk.upload(case.id, files)
    check_report(desk.check(case.id), unread=True)
    with pytest.raises(Incomplete):
        desk.submit(case.id)
    desk.write_outputs(case.id, tmp_path / "out")
    for file in desk.files(case.id):
        name = file.source.name
        assert name and len(name) <= 120 and name == unicodedata.normalize("NFC", name)
        assert name.isprintable(), ascii(name)
        copied = desk.copy_original(file.source.id, tmp_path / "copies")
        assert copied.parent == tmp_path / "copies" and copied.read_bytes() == desk.view(file.source.id).read_bytes()
    for text in (caplog.text, "\n".join(everything_under(tmp_path)), (tmp_path / "out" / "report.html").read_text()):
        assert ID_NUMBER not in text and "<script>alert" not in text
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "out", "copies"}


@pytest.mark.parametrize("name", [b"\xff\xfe\x80.jpg", b"a\nb.jpg", "身份证".encode("gbk") + b".jpg", b"x" * 255])
def test_names_on_disk(desk: Desk, tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(picture())
    (seen,) = desk.inspect([path], out=tmp_path / "out").files
    case = desk.open_case(PROCEDURE, APPLICANT)
    (source,) = desk.upload(case.id, [path]).sources
    assert seen.model_dump_json() and source.name == seen.file and source.name.isprintable()
    assert desk.check(case.id).model_dump_json()
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize("path", ["a\0b.jpg", "x" * 300, "no/such/file", ""])
def test_paths_that_cannot_be(desk: Desk, path: str) -> None:
    case = desk.open_case(PROCEDURE, APPLICANT)
    with pytest.raises(NotFound):
        desk.inspect([Path(path) if path else Path("nothing")])
    if path:
        with pytest.raises(NotFound):
            desk.upload(case.id, [path])


@pytest.mark.parametrize(
    "special", ["fifo", "folder", "link", "/dev/zero", "/proc/self/mem", "/proc/kmsg", "/proc/kcore"]
)
def test_what_is_no_file_is_told_and_never_waited_for(desk: Desk, tmp_path: Path, special: str) -> None:
    path = Path(special) if special.startswith("/") else tmp_path / special
    if special == "fifo":
        os.mkfifo(path)
    elif special == "folder":
        path.mkdir()
    elif special == "link":
        path.symlink_to("/etc/passwd")
    elif not path.exists():
        pytest.skip(f"no {special} here")
    (seen,) = desk.inspect([path]).files
    case = desk.open_case(PROCEDURE, APPLICANT)
    upload = desk.upload(case.id, [path])
    told = [*seen.findings, *upload.findings, *(found for file in desk.files(case.id) for found in file.findings)]
    assert not seen.pages and told and all(said(found) for found in told)
    assert {found.code for found in seen.findings} <= {
        "file.not_regular",
        "file.empty",
        "file.too_large",
        "file.unreadable",
    }
    desk.check(case.id)


def test_a_file_that_may_not_be_read_costs_only_itself(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, open_ = tmp_path / "closed.jpg", tmp_path / "open.jpg"
    for number, path in enumerate((closed, open_)):
        path.write_bytes(picture(number))
    whole_open, whole_path_open = os.open, Path.open

    def refusing(path: object, *args: object, **more: object) -> int:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied")
        return whole_open(path, *args, **more)  # type: ignore[arg-type]

    def refusing_path(self: Path, *args: object, **more: object) -> object:
        if self == closed:
            raise PermissionError(13, "Permission denied")
        return whole_path_open(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "open", refusing)
    monkeypatch.setattr(Path, "open", refusing_path)
    first, second = desk.inspect([closed, open_]).files
    assert [found.code for found in first.findings] == ["file.unreadable"] and second.pages
    case = desk.open_case(PROCEDURE, APPLICANT)
    upload = desk.upload(case.id, [closed, open_])
    assert [source.name for source in upload.sources] == ["open.jpg"]
    assert [(found.code, found.file) for found in upload.findings] == [("file.unreadable", "closed.jpg")]


@pytest.fixture
def strict_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose decoding processes have little memory and time."""
    limits = DecodeLimits(memory_bytes=900_000_000, timeout_s=5)
    lens = Lens(decoder=Decoder(limits, workers=1), orienter=shared_orienter(), engine=FakeOcr(()), workers=2)
    with Desk(Office.open(settings_in(tmp_path / "desk"), clock=lambda: NOW, lens=lens)) as opened:
        yield opened


@pytest.mark.slow
def test_after_a_decoder_that_ran_out_of_memory_the_next_file_works(strict_desk: Desk) -> None:
    case = strict_desk.open_case(PROCEDURE, APPLICANT)
    names = ["1.jpg", "2-large.tif", "3.jpg", "4-large.tif", "5.jpg"]
    large = hostile_files.large_tiff()
    files = [(name, large + bytes([n]) if "large" in name else picture(n)) for n, name in enumerate(names)]
    strict_desk.upload(case.id, files)
    check_report(strict_desk.check(case.id), unread=True)
    seen = {
        file.source.name: (file.pages, [found.code for found in file.findings]) for file in strict_desk.files(case.id)
    }
    assert {name: pages for name, (pages, _) in seen.items()} == {name: int("large" not in name) for name in names}
    assert all(seen[name][1] == ["file.crashed"] for name in names if "large" in name)
