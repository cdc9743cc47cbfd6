from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from shoujian.intake.decoding.archive import (
    RATIO_FREE_BYTES,
    NoRoom,
    Unpacked,
    unpack,
)
from shoujian.schemas.procedure import ReceiveLimits

LIMITS = ReceiveLimits()


def packed(tmp_path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def renamed(path: Path, old: bytes, new: bytes, *, utf8_flag: bool = False) -> Path:
    """Replace a member's name by other bytes of the same length, and clear the flag which says UTF-8."""
    assert len(old) == len(new)
    data = bytearray(path.read_bytes().replace(old, new))
    for signature, flag_at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        position = data.find(signature)
        while position >= 0:
            data[position + flag_at] = 0x08 if utf8_flag else 0
            position = data.find(signature, position + 4)
    path.write_bytes(data)
    return path


def opened(path: Path, tmp_path: Path, limits: ReceiveLimits = LIMITS) -> Unpacked:
    folder = tmp_path / "out"
    folder.mkdir(exist_ok=True)
    unpacked = unpack(path, folder, limits=limits)
    assert sorted(folder.iterdir()) == sorted(member.path for member in unpacked.members)
    return unpacked


def codes(unpacked: Unpacked) -> list[str]:
    return [found.code for found in unpacked.findings]


def test_members_come_out_whole(tmp_path: Path) -> None:
    contents = {"身份证/正面.jpg": b"\xff\xd8\xff front", "合同.pdf": b"%PDF-1.7 contract"}
    unpacked = opened(packed(tmp_path, contents), tmp_path)
    assert {member.name: member.path.read_bytes() for member in unpacked.members} == contents
    assert unpacked.findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_without_the_utf8_flag(tmp_path: Path, encoding: str) -> None:
    raw = "劳动合同.pdf".encode(encoding)
    path = renamed(packed(tmp_path, {"x" * len(raw): b"content"}), b"x" * len(raw), raw)
    assert [member.name for member in opened(path, tmp_path).members] == ["劳动合同.pdf"]


def test_other_names_are_shown_as_the_standard_says(tmp_path: Path) -> None:
    path = renamed(packed(tmp_path, {"xx.txt": b"content"}), b"xx.txt", b"\xff\x80.txt")
    assert [member.name for member in opened(path, tmp_path).members] == [b"\xff\x80.txt".decode("cp437")]


@pytest.mark.parametrize("name", ["../../evil.jpg", "/etc/evil.jpg", "C:\\evil.jpg", "a/../../../b.jpg"])
def test_names_never_become_paths(tmp_path: Path, name: str) -> None:
    unpacked = opened(packed(tmp_path, {name: b"content"}), tmp_path)
    (member,) = unpacked.members
    assert member.path.parent == tmp_path / "out"
    assert "evil" not in member.path.name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.zip", "out"]


def test_litter_is_left_out_silently(tmp_path: Path) -> None:
    litter = ["__MACOSX/._a.jpg", "a/.DS_Store", "Thumbs.db", "b/desktop.ini"]
    unpacked = opened(packed(tmp_path, {name: b"litter" for name in litter} | {"a.jpg": b"content"}), tmp_path)
    assert [member.name for member in unpacked.members] == ["a.jpg"]
    assert unpacked.findings == ()


def test_nested_archives_and_links_are_named_and_left_out(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.jpg", b"content")
    path = packed(tmp_path, {"inner.jpg": inner.getvalue(), "a.jpg": b"content"})
    link = zipfile.ZipInfo("link.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    unpacked = opened(path, tmp_path)
    assert [member.name for member in unpacked.members] == ["a.jpg"]
    assert codes(unpacked) == ["archive.member_skipped"] * 2
    assert {"inner.jpg" in found.message or "link.jpg" in found.message for found in unpacked.findings} == {True}


def test_rare_methods_whose_memory_the_archive_decides_are_left_out(tmp_path: Path) -> None:
    assert codes(opened(packed(tmp_path, {"a.jpg": b"content"}, zipfile.ZIP_LZMA), tmp_path)) == [
        "archive.member_skipped"
    ]


def test_encrypted(tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.jpg": b"content"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    unpacked = opened(path, tmp_path)
    assert (unpacked.members, codes(unpacked)) == ((), ["archive.encrypted"])


@pytest.mark.parametrize("keep", [10, 60, 200])
def test_truncated(tmp_path: Path, keep: int) -> None:
    path = packed(tmp_path, {"a.jpg": bytes(range(256)) * 8}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes()[:keep])
    unpacked = opened(path, tmp_path)
    assert (unpacked.members, codes(unpacked)) == ((), ["archive.damaged"])


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.jpg": b"a" * 500, "b.jpg": b"b" * 500}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"a" * 500, b"a" * 250 + b"x" * 250))
    unpacked = opened(path, tmp_path)
    assert [member.name for member in unpacked.members] == ["b.jpg"]
    assert codes(unpacked) == ["archive.damaged"]


def test_too_many_files(tmp_path: Path) -> None:
    path = packed(tmp_path, {f"{number}.jpg": b"content" for number in range(6)})
    unpacked = opened(path, tmp_path, ReceiveLimits(max_archive_files=5))
    assert (unpacked.members, codes(unpacked)) == ((), ["archive.too_large"])


def test_too_many_bytes_whatever_the_header_says(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4000
    path = packed(tmp_path, {"a.jpg": content, "b.jpg": content})
    size = len(content).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (100).to_bytes(4, "little")))
    unpacked = opened(path, tmp_path, ReceiveLimits(max_case_bytes=1_500_000))
    assert unpacked.members == ()


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.bmp": b"\0" * (2 * RATIO_FREE_BYTES)})
    unpacked = opened(path, tmp_path)
    assert (unpacked.members, codes(unpacked)) == ((), ["archive.too_large"])


def test_a_huge_member_is_written_only_a_little_over_its_limit(tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.bin": bytes(range(256)) * 40_000}, zipfile.ZIP_STORED)
    (member,) = opened(path, tmp_path, ReceiveLimits(max_file_bytes=1000)).members
    assert 1000 < member.path.stat().st_size < 5_000_000


def test_not_a_zip_at_all(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(b"PK\x03\x04 and nothing that follows")
    assert codes(opened(path, tmp_path)) == ["archive.damaged"]


@pytest.mark.parametrize("content", [{}, {"a/": b""}, {"__MACOSX/._a.jpg": b"litter"}])
def test_an_archive_without_files_says_so(tmp_path: Path, content: dict[str, bytes]) -> None:
    assert codes(opened(packed(tmp_path, content), tmp_path)) == ["archive.empty"]


def test_a_directory_that_points_before_the_file_is_damage(tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.jpg": b"content", "b.jpg": b"content"})
    data = path.read_bytes()
    # Ten bytes are lost at the front: the reader takes ten off each offset, and the first becomes negative.
    path.write_bytes(data[:5] + data[15:])
    unpacked = opened(path, tmp_path)
    assert ([member.name for member in unpacked.members], codes(unpacked)) == (["b.jpg"], ["archive.damaged"])


def test_a_full_disk_is_not_the_archives_fault(tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.jpg": b"content"})
    with pytest.raises(NoRoom):
        unpack(path, tmp_path / "no-such-folder", limits=LIMITS)
