"""Files of the drop folder: found, parked and tidied away while somebody else works in it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from shoujian.intake.dropfolder.dropped import (
    REASON_SUFFIX,
    everything_in,
    files_in,
    has_its_end,
    park,
    remove_empty,
    take_away,
    write_synced,
)
from shoujian.intake.dropfolder.stability import take_snapshot
from shoujian.schemas.errors import CannotWrite

from ..fakes import picture

LIMIT = 1_000_000


def names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in files_in(folder)]


def test_files_are_found_in_folders_and_litter_is_not(tmp_path: Path) -> None:
    for name in ("a.jpg", "b/a.jpg", "b/c/d.pdf", "@eaDir/a.jpg/thumb.jpg", "b/__MACOSX/x.jpg", "b/Thumbs.db"):
        path = tmp_path / "case" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "case" / "link").symlink_to(tmp_path)
    assert names(tmp_path / "case") == ["a.jpg", "b/a.jpg", "b/c/d.pdf"]
    for path in files_in(tmp_path / "case"):
        path.unlink()
    (tmp_path / "case" / "link").unlink()
    remove_empty(tmp_path / "case")
    assert not list(tmp_path.iterdir())


def test_a_nest_of_a_thousand_folders_is_looked_through(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    deep = folder.joinpath(*["d"] * 1500)
    for depth in range(1, 16):
        folder.joinpath(*["d"] * 100 * depth).mkdir(parents=True)
    (deep / "a.jpg").write_bytes(b"x")
    assert len(files_in(folder)) == 1
    (deep / "a.jpg").unlink()
    remove_empty(folder)
    assert not folder.exists()


def test_what_cannot_be_listed_counts_as_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.jpg").write_bytes(b"x")
    whole = Path.iterdir

    def closed(self: Path) -> object:
        if self.name == "closed":
            raise PermissionError(13, "Permission denied")
        return whole(self)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert {path.name for path in everything_in(tmp_path)} == {"a.jpg", "closed"}
    assert not files_in(tmp_path / "vanished")


def test_an_end_is_looked_for_only_where_it_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, half = tmp_path / "whole.jpg", tmp_path / "half.jpg"
    whole.write_bytes(picture())
    half.write_bytes(picture()[:3000])
    assert has_its_end(whole, max_bytes=LIMIT) and not has_its_end(half, max_bytes=LIMIT)
    assert has_its_end(half, max_bytes=1000), "it will be refused, whatever its end is"
    assert not has_its_end(tmp_path / "vanished", max_bytes=LIMIT)


def test_only_what_was_received_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"received")
    received = take_snapshot(path)
    path.write_bytes(b"changed since it was received")
    take_away(path, received)
    assert path.exists()
    take_away(path, take_snapshot(path))
    assert not path.exists()
    take_away(path, received)


@pytest.mark.parametrize(
    "name", [b"x" * 255, b"\xe8\xba\xab" * 84 + b".j", b"a\nb\x1b.jpg", b"\xff\xfe.jpg", b"x" * 100 + b"." + b"y" * 150]
)
def test_every_name_can_be_parked_twice(tmp_path: Path, name: bytes) -> None:
    for content in (b"first", b"second"):
        path = tmp_path / os.fsdecode(name)
        path.write_bytes(content)
        park(tmp_path / "rejected", path, "太大")
        assert not path.exists()
    parked = sorted((tmp_path / "rejected").iterdir())
    assert len(parked) == 4
    kept = [path for path in parked if not path.name.endswith(REASON_SUFFIX)]
    assert sorted(path.read_bytes() for path in kept) == [b"first", b"second"]
    for path in kept:
        note = json.loads(path.with_name(path.name + REASON_SUFFIX).read_text())
        assert note["reason"] == "太大" and note["file"].isprintable()


def test_an_id_number_is_masked_in_the_note_beside(tmp_path: Path) -> None:
    path = tmp_path / "330100190001010000.jpg"
    path.write_bytes(b"x")
    park(tmp_path / "rejected", path, "太大")
    (note,) = (tmp_path / "rejected").glob("*.reason.json")
    assert "330100190001010000" not in note.read_text()


def test_what_is_gone_leaves_no_reason_and_a_full_disk_is_told(tmp_path: Path) -> None:
    park(tmp_path / "rejected", tmp_path / "gone.jpg", "太大")
    assert not list((tmp_path / "rejected").iterdir())
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite):
        park(tmp_path / "file", tmp_path / "file", "太大")


def test_a_folder_with_anything_left_in_it_stays(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    (folder / "empty").mkdir(parents=True)
    (folder / "kept").mkdir()
    (folder / "kept" / "pipe").symlink_to("/dev/null")
    remove_empty(folder)
    assert [path.name for path in folder.iterdir()] == ["kept"]
    remove_empty(tmp_path / "vanished")


def test_a_note_is_there_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_synced(tmp_path / "note", b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_synced(tmp_path / "note", b"new")
    assert (tmp_path / "note").read_bytes() == b"old"
