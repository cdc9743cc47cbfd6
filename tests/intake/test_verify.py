"""Every change to a package is noticed and named."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from shoujian.intake.package.bag import (
    ALGORITHMS,
    Member,
    manifest_text,
    zip_entry,
)
from shoujian.intake.package.packaging import write_package
from shoujian.intake.package.verify import verify_package
from shoujian.schemas.package import PackageInfo, VerifyReport
from shoujian.tests.intake import packing

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> PackageInfo:
    folder = tmp_path_factory.mktemp("package")
    return write_package(folder / "out", packing.write_case(folder / "blobs"))


@pytest.fixture
def files(package: PackageInfo) -> Files:
    with zipfile.ZipFile(package.path) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def rewritten(folder: Path, files: Files, base: str = packing.NUMBER) -> Path:
    """Zip the files the way packages are, as someone would who knows how."""
    path = folder / "rewritten.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(zip_entry(f"{base}/{name}", packing.WHEN), data)
    return path


def relisted(files: Files) -> Files:
    """Write all lists anew, as a forger would."""
    digests = {
        path: Member(len(data), {name: hashlib.new(name, data).hexdigest() for name in ALGORITHMS})
        for path, data in files.items()
    }
    payload = {path: member for path, member in digests.items() if path.startswith("data/")}
    oxum = f"{sum(member.size for member in payload.values())}.{len(payload)}"
    info = [line for line in files["bag-info.txt"].decode().splitlines() if not line.startswith("Payload-Oxum")]
    made = {**files, "bag-info.txt": "\n".join([*info, f"Payload-Oxum: {oxum}", ""]).encode()}
    for name in ALGORITHMS:
        made[f"manifest-{name}.txt"] = manifest_text(payload, name)
    tags = {
        path: Member(len(data), {name: hashlib.new(name, data).hexdigest() for name in ALGORITHMS})
        for path, data in made.items()
        if not path.startswith(("data/", "tagmanifest-"))
    }
    for name in ALGORITHMS:
        made[f"tagmanifest-{name}.txt"] = manifest_text(tags, name)
    return made


def found(report: VerifyReport) -> set[tuple[str, str]]:
    assert report.ok == (not report.problems)
    return {(problem.code, problem.path) for problem in report.problems}


def test_an_untouched_package_is_whole(package: PackageInfo, files: Files) -> None:
    report = verify_package(Path(package.path), packing.receipt(package.sha256))
    assert report.ok
    assert (report.number, report.files, report.sha256) == (packing.NUMBER, len(files), package.sha256)


def test_rewriting_the_same_files_makes_the_same_package(files: Files, tmp_path: Path, package: PackageInfo) -> None:
    assert rewritten(tmp_path, files).read_bytes() == Path(package.path).read_bytes()


def test_any_changed_byte_of_the_zip_is_noticed(package: PackageInfo, tmp_path: Path) -> None:
    whole = Path(package.path).read_bytes()
    with zipfile.ZipFile(package.path) as archive:
        headers = [entry.header_offset for entry in archive.infolist()]
        directory = archive.start_dir
    # Every byte of a local header with its name, of the directory and its end, and a stride through the contents.
    places = {start + step for start in headers[:2] for step in range(0, 70, 2)}
    places |= set(range(directory, directory + 120)) | set(range(len(whole) - 22, len(whole)))
    places |= set(range(0, len(whole), len(whole) // 100))
    spoiled = tmp_path / "spoiled.zip"
    for place in sorted(places):
        data = bytearray(whole)
        data[place] ^= 0x20
        spoiled.write_bytes(data)
        assert not verify_package(spoiled).ok, f"byte {place} of {len(whole)}"


def test_a_changed_byte_is_named_by_its_path_even_when_the_zip_is_made_anew(files: Files, tmp_path: Path) -> None:
    for path, data in files.items():
        spoiled = bytearray(data)
        spoiled[len(data) // 2] ^= 0x01
        report = verify_package(rewritten(tmp_path, {**files, path: bytes(spoiled)}))
        assert path in {where for _, where in found(report)}, path
    assert verify_package(rewritten(tmp_path, files)).ok


@pytest.mark.parametrize("cut", [1, 30, 5000, 200_000])
def test_a_cut_off_package_is_unreadable(package: PackageInfo, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(Path(package.path).read_bytes()[:-cut])
    assert found(verify_package(path)) == {("package.unreadable", "cut.zip")}


def test_bytes_before_or_after_the_zip_are_noticed(package: PackageInfo, tmp_path: Path) -> None:
    whole = Path(package.path).read_bytes()
    for data in (b"MZ" + whole, whole + b"tail"):
        path = tmp_path / "more.zip"
        path.write_bytes(data)
        assert not verify_package(path).ok


def test_completeness_is_checked_in_both_directions(files: Files, tmp_path: Path) -> None:
    gone = next(path for path in files if path.startswith("data/originals/"))
    changed = {**files, "data/extra.txt": b"more"}
    del changed[gone]
    problems = found(verify_package(rewritten(tmp_path, changed)))
    assert {("file.missing", gone), ("file.unlisted", "data/extra.txt"), ("bag.oxum", "bag-info.txt")} <= problems
    assert ("manifest.reference", gone) in problems


def test_a_forger_who_writes_all_lists_anew_meets_the_record(files: Files, tmp_path: Path) -> None:
    original = next(path for path in files if path.startswith("data/originals/"))
    forged = relisted({**files, original: b"another picture"})
    assert found(verify_package(rewritten(tmp_path, forged))) == {("manifest.checksum", original)}


def test_a_forger_who_adds_a_file_to_all_lists_meets_the_record(files: Files, tmp_path: Path) -> None:
    forged = relisted({**files, "data/originals/99.exe": b"MZ"})
    assert found(verify_package(rewritten(tmp_path, forged))) == {("manifest.unreferenced", "data/originals/99.exe")}


def test_a_forger_who_changes_the_record_too_meets_the_receipt(
    files: Files, tmp_path: Path, package: PackageInfo
) -> None:
    record = json.loads(files["data/manifest.json"])
    record["applicant"]["name"] = "李四"
    path = rewritten(tmp_path, relisted({**files, "data/manifest.json": json.dumps(record).encode()}))
    assert verify_package(path).ok
    assert found(verify_package(path, packing.receipt(package.sha256))) == {("receipt.checksum", path.name)}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "330000202611220000025"}, "receipt.number"),
        ({"package_sha256": "0" * 64}, "receipt.checksum"),
        ({"case_id": "c2"}, "receipt.case"),
    ],
)
def test_a_receipt_of_another_submission_is_refused(package: PackageInfo, changes: dict[str, str], code: str) -> None:
    receipt = packing.receipt(package.sha256, **changes)
    assert {problem.code for problem in verify_package(Path(package.path), receipt).problems} == {code}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: record.pop("files"),
        lambda record: record.update(format="shoujian-package/9"),
        lambda record: record.update(surprise=1),
    ],
)
def test_a_record_that_breaks_its_schema_is_named(
    files: Files, tmp_path: Path, spoil: Callable[[dict[str, object]], object]
) -> None:
    record = json.loads(files["data/manifest.json"])
    spoil(record)
    forged = relisted({**files, "data/manifest.json": json.dumps(record).encode()})
    assert found(verify_package(rewritten(tmp_path, forged))) == {("manifest.invalid", "data/manifest.json")}


@pytest.mark.parametrize("name", ["../out.txt", "data/../../x", "data//x", "data\\x", "data/a\u202eb", "C:/x"])
def test_unsafe_names_are_refused_unread(files: Files, tmp_path: Path, name: str) -> None:
    report = verify_package(rewritten(tmp_path, {**files, name: b"x"}))
    assert {problem.code for problem in report.problems} == {"zip.name"}


def test_two_base_folders_are_refused(files: Files, tmp_path: Path) -> None:
    path = rewritten(tmp_path, files)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("other/file", b"x")
    assert {problem.code for problem in verify_package(path).problems} == {"zip.name"}


def test_a_compressed_member_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{packing.NUMBER}/data/bomb", bytes(50_000_000))
    report = verify_package(path)
    assert "zip.compressed" in {problem.code for problem in report.problems}
    assert report.files == 0


def test_a_renamed_base_folder_is_noticed(files: Files, tmp_path: Path) -> None:
    path = rewritten(tmp_path, files, base="330000202611220000025")
    assert found(verify_package(path)) == {
        ("bag.identifier", "bag-info.txt"),
        ("manifest.number", "data/manifest.json"),
    }


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all" * 100, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_reported_not_raised(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(data)
    assert not verify_package(path).ok


def test_an_absent_file_is_reported_not_raised(tmp_path: Path) -> None:
    assert found(verify_package(tmp_path / "none.zip")) == {("package.unreadable", "none.zip")}
