"""The package: what is in it, that standard tools accept it, and that no failure leaves a plausible one."""

from __future__ import annotations

import errno
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import bagit
import pytest
from shoujian.intake.package import packaging
from shoujian.intake.package.bag import BagWriter, info_text
from shoujian.intake.package.packaging import PackageContent, safe_name, write_package
from shoujian.schemas.completeness import PageRef
from shoujian.schemas.errors import CannotWrite, ShoujianError
from shoujian.schemas.package import Manifest, VerifyReport
from shoujian.tests.intake import packing


@pytest.fixture
def content(tmp_path: Path) -> PackageContent:
    return packing.write_case(tmp_path / "blobs")


def members(path: str | Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_the_bagit_library_finds_the_unpacked_bag_valid(content: PackageContent, tmp_path: Path) -> None:
    info = write_package(tmp_path / "out", content)
    with zipfile.ZipFile(info.path) as archive:
        archive.extractall(tmp_path / "unpacked")
    bag = bagit.Bag(str(tmp_path / "unpacked" / packing.NUMBER))
    bag.validate()
    assert bag.info["External-Identifier"] == packing.NUMBER
    assert set(bag.algorithms) == {"sha256", "sha512"}


def test_the_package_holds_originals_pages_documents_and_record(content: PackageContent, tmp_path: Path) -> None:
    info = write_package(tmp_path / "out", content)
    files = members(info.path)
    assert info.name == f"{packing.NUMBER}.zip"
    for packed in content.sources:
        assert packed.path.read_bytes() in [data for path, data in files.items() if path.startswith("data/originals/")]
    assert {path for path in files if path.startswith("data/materials/")} == {
        "data/materials/01-身份证.pdf",
        "data/materials/01-身份证.jpg",
        "data/materials/02-劳动合同.pdf",
    }
    manifest = Manifest.model_validate_json(files["data/manifest.json"])
    assert [material.status for material in manifest.materials] == ["usable", "usable", "missing"]
    assert [(page.file, page.page) for page in manifest.unmatched] == [("s2", 3)]
    assert manifest.materials[1].findings[0].remedy
    assert manifest.decisions == content.decisions
    assert manifest.files[1].pages[0].text[0].text == "标题"


def test_cards_come_front_first_whatever_their_place_on_the_scan(content: PackageContent, tmp_path: Path) -> None:
    files = members(write_package(tmp_path / "out", content).path)
    card = Manifest.model_validate_json(files["data/manifest.json"]).materials[0]
    assert [(page.card, page.side) for page in card.pages] == [(2, "front"), (1, "back")]
    assert files[card.pages[0].path] == content.pages["s1", 1, 2].data


def test_the_record_says_on_which_sheet_of_the_document_each_page_is(content: PackageContent, tmp_path: Path) -> None:
    files = members(write_package(tmp_path / "out", content).path)
    card, contract, _ = Manifest.model_validate_json(files["data/manifest.json"]).materials
    assert [page.sheet for page in card.pages] == [1, 1]
    assert [page.sheet for page in contract.pages] == [1, 2]


def test_a_scan_that_was_assigned_as_a_whole_is_not_packed_again_as_cards(
    content: PackageContent, tmp_path: Path
) -> None:
    checks = [check.model_copy(update={"pages": ()}) for check in content.completeness.materials]
    checks[1] = checks[1].model_copy(update={"pages": (PageRef(file="s1", page=1),)})
    report = content.completeness.model_copy(update={"materials": tuple(checks)})
    files = members(write_package(tmp_path / "out", replace(content, completeness=report)).path)
    manifest = Manifest.model_validate_json(files["data/manifest.json"])
    assert [page.card for page in manifest.materials[1].pages] == [None]
    assert {page.file for page in manifest.unmatched} == {"s2"}


def test_names_from_outside_never_become_paths(content: PackageContent, tmp_path: Path) -> None:
    files = members(write_package(tmp_path / "out", content).path)
    assert not any("passwd" in path or "script" in path or ".." in path for path in files)
    assert {packed.source.name for packed in content.sources} == {
        file["name"] for file in json.loads(files["data/manifest.json"])["files"]
    }


def test_full_id_numbers_stand_in_no_name_and_no_tag_file(content: PackageContent, tmp_path: Path) -> None:
    files = members(write_package(tmp_path / "out", content).path)
    id_number = content.case.applicant.id_number
    assert not any(id_number in path for path in files)
    assert not any(id_number.encode() in data for path, data in files.items() if not path.startswith("data/"))


def test_the_same_content_makes_the_same_bytes(content: PackageContent, tmp_path: Path) -> None:
    first, second = write_package(tmp_path / "a", content), write_package(tmp_path / "b", content)
    assert first.sha256 == second.sha256


def test_an_existing_package_is_not_overwritten(content: PackageContent, tmp_path: Path) -> None:
    info = write_package(tmp_path, content)
    before = Path(info.path).read_bytes()
    with pytest.raises(CannotWrite):
        write_package(tmp_path, content)
    assert Path(info.path).read_bytes() == before


def test_a_full_disk_leaves_nothing(content: PackageContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: BagWriter, path: str, data: bytes | Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(BagWriter, "add", full)
    with pytest.raises(CannotWrite, match="No space left"):
        write_package(tmp_path / "out", content)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_killed_run_leaves_only_a_partial_which_the_next_run_replaces(
    content: PackageContent, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f"{packing.NUMBER}.zip.partial").write_bytes(b"half a package")
    info = write_package(folder, content)
    assert [path.name for path in folder.iterdir()] == [info.name]


def test_a_package_that_does_not_read_back_gets_no_name(
    content: PackageContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(path: Path) -> VerifyReport:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return verify(path)

    verify = packaging.verify_package
    monkeypatch.setattr(packaging, "verify_package", spoiled)
    with pytest.raises(CannotWrite, match="校验未通过"):
        write_package(tmp_path / "out", content)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_changed_original_stops_the_package(content: PackageContent, tmp_path: Path) -> None:
    content.sources[0].path.write_bytes(b"other bytes")
    with pytest.raises(CannotWrite, match="原件"):
        write_package(tmp_path / "out", content)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_page_without_a_picture_is_a_defect(content: PackageContent, tmp_path: Path) -> None:
    pages = {key: page for key, page in content.pages.items() if key != ("s2", 1, None)}
    with pytest.raises(ShoujianError, match="no picture"):
        write_package(tmp_path / "out", replace(content, pages=pages))


def test_a_check_that_names_an_unknown_page_is_a_defect(content: PackageContent, tmp_path: Path) -> None:
    checks = list(content.completeness.materials)
    checks[1] = checks[1].model_copy(update={"pages": (PageRef(file="s2", page=9),)})
    wrong = content.completeness.model_copy(update={"materials": tuple(checks)})
    with pytest.raises(ShoujianError, match="page 9"):
        write_package(tmp_path / "out", replace(content, completeness=wrong))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("身份证", "身份证"), ("a/b\\c", "a_b_c"), ("..", "_"), ("", "_"), ("学" * 90, "学" * 40), ("x\u202ey", "x_y")],
)
def test_a_material_name_becomes_a_plain_file_name(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_a_value_of_bag_info_cannot_add_a_label() -> None:
    assert info_text({"Source-Organization": "a\nPayload-Oxum: 0.0"}) == b"Source-Organization: a Payload-Oxum: 0.0\n"
