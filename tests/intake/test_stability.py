from __future__ import annotations

import os
from pathlib import Path

from shoujian.intake.dropfolder.stability import (
    Snapshot,
    StillnessTracker,
    is_litter,
    is_temporary,
    take_snapshot,
)

A, B = Path("a.jpg"), Path("b.jpg")
ONE = Snapshot(10, 1, 1)


def test_a_file_is_still_after_the_quiet_period_only() -> None:
    tracker = StillnessTracker(quiet_s=5)
    tracker.observe({A: ONE}, now=0)
    assert not tracker.is_still([A], now=4.9)
    assert tracker.is_still([A], now=5)


def test_growth_starts_the_wait_again() -> None:
    tracker = StillnessTracker(quiet_s=5)
    tracker.observe({A: ONE}, now=0)
    tracker.observe({A: Snapshot(11, 1, 1)}, now=4)
    assert not tracker.is_still([A], now=8)
    assert tracker.is_still([A], now=9)


def test_same_size_but_new_inode_starts_again() -> None:
    tracker = StillnessTracker(quiet_s=5)
    tracker.observe({A: ONE}, now=0)
    tracker.observe({A: Snapshot(10, 1, 2)}, now=6)
    assert not tracker.is_still([A], now=6)


def test_all_must_be_still_and_nothing_is_not_still() -> None:
    tracker = StillnessTracker(quiet_s=5)
    tracker.observe({A: ONE}, now=0)
    tracker.observe({A: ONE, B: ONE}, now=3)
    assert not tracker.is_still([A, B], now=5)
    assert tracker.is_still([A, B], now=8)
    assert not tracker.is_still([], now=100)


def test_a_file_that_went_away_is_forgotten() -> None:
    tracker = StillnessTracker(quiet_s=5)
    tracker.observe({A: ONE}, now=0)
    tracker.observe({}, now=1)
    tracker.observe({A: ONE}, now=6)
    assert not tracker.is_still([A], now=7)


def test_oldest_age_reports_the_longest_wait() -> None:
    tracker = StillnessTracker(quiet_s=5)
    assert tracker.oldest_age(now=3) == 0
    tracker.observe({A: ONE}, now=1)
    tracker.observe({A: ONE, B: ONE}, now=4)
    assert tracker.oldest_age(now=11) == 10


def test_names() -> None:
    assert all(map(is_temporary, ["a.part", "b.TMP", ".hidden", "c~", "x.crdownload"]))
    assert not is_temporary("身份证.jpg")
    assert all(map(is_litter, ["Thumbs.db", ".DS_Store", "__MACOSX", "._a.jpg", "~$合同.docx"]))
    assert not is_litter("合同.pdf")


def test_only_regular_files_have_a_snapshot(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(file)
    os.mkfifo(pipe)
    assert take_snapshot(file) is not None
    assert [take_snapshot(path) for path in (link, pipe, tmp_path, tmp_path / "gone")] == [None] * 4
