"""Is what lies in the drop folder finished? Pure: observations and the clock are given.

Scanners write page by page and reopen files, copies over a share take minutes: so a file counts as finished when
its size, time and inode stood still for the quiet period, its name is not a temporary one, and the format's own end
is there (that last test is the caller's: see `sniff.is_complete`).
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TEMPORARY_SUFFIXES = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".swp")
LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "__macosx", "@eadir", ".stfolder", ".stversions"})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one `lstat` said of a file; two equal snapshots mean that nothing moved in between."""

    size: int
    mtime_ns: int
    inode: int


def take_snapshot(path: Path) -> Snapshot | None:
    """Return the file's snapshot; None when it is gone or no regular file (links are not followed)."""
    try:
        status = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return Snapshot(status.st_size, status.st_mtime_ns, status.st_ino)


def is_there(path: Path) -> bool:
    """Tell whether there is anything at the path, be it a link into nowhere; an impossible path is nothing."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def is_litter(name: str) -> bool:
    """Tell whether a name is an operating system's or sync tool's own, or an office lock file."""
    return name.lower() in LITTER or name.startswith(("._", "~$", ".~lock"))


def is_temporary(name: str) -> bool:
    """Tell whether a name says that the file is still being written."""
    return name.lower().endswith(TEMPORARY_SUFFIXES) or name.startswith(".") or name.endswith("~")


@dataclass(slots=True)
class StillnessTracker:
    """Remembers since when each file has not changed.

    `quiet_s` is the quiet period in seconds. Times are any monotonic seconds; the caller gives them.
    """

    quiet_s: float
    _since: dict[Path, tuple[Snapshot, float]] = field(default_factory=dict)

    def observe(self, files: Mapping[Path, Snapshot], now: float) -> None:
        """Take note of a listing; files which are not in it are forgotten."""
        for path in self._since.keys() - files.keys():
            del self._since[path]
        for path, snapshot in files.items():
            known = self._since.get(path)
            if known is None or known[0] != snapshot:
                self._since[path] = (snapshot, now)

    def is_still(self, paths: list[Path], now: float, *, for_s: float | None = None) -> bool:
        """Tell whether all of these have been still for the quiet period, or `for_s`; no files at all are not."""
        enough = self.quiet_s if for_s is None else for_s
        known = [self._since.get(path) for path in paths]
        return bool(known) and all(entry is not None and now - entry[1] >= enough for entry in known)

    def oldest_age(self, now: float) -> float:
        """Return for how many seconds the longest unchanged file has been waiting; 0.0 when none is."""
        return max((now - since for _, since in self._since.values()), default=0.0)
