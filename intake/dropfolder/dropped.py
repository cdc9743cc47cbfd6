"""Files of the drop folder on disk: found, told finished, parked when refused, tidied away.

Whoever fills the folder goes on working in it: whatever was listed may be gone, changed or unreadable a moment later.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from pathlib import Path

from ...processors.names import display_name
from ...schemas.errors import CannotWrite
from ..decoding.sniff import HEAD_BYTES, is_complete, media_type
from .stability import (
    Snapshot,
    is_litter,
    is_there,
    take_snapshot,
)

log = logging.getLogger(__name__)

MAX_NAME_BYTES = 255
"""Of one name, on every usual file system."""
MAX_ENDING_BYTES = 20
REASON_SUFFIX = ".reason.json"


def files_in(entry: Path) -> dict[Path, Snapshot]:
    """Return the regular files of a dropped folder (or the dropped file itself) with their snapshots, by name.

    Litter is left out; links and special files are too, and a temporary name keeps its folder unfinished. What
    vanishes while it is listed is left out, and the next look sees the change.
    """
    paths = everything_in(entry) if entry.is_dir() else [entry]
    snapshots = {path: take_snapshot(path) for path in sorted(paths)}
    return {
        path: snapshot
        for path, snapshot in snapshots.items()
        if snapshot is not None and not any(is_litter(part) for part in path.relative_to(entry.parent).parts)
    }


def everything_in(folder: Path) -> list[Path]:
    """Return everything below a folder, a folder before what is in it; links are not followed.

    Nested as deeply as it may be: no recursion, and what cannot be listed counts as empty.
    """
    found: list[Path] = []
    waiting = [folder]
    while waiting:
        try:
            inside = list(waiting.pop().iterdir())
            waiting += [path for path in inside if path.is_dir() and not path.is_symlink()]
        except OSError as error:
            log.warning("a folder in the inbox cannot be listed (%s)", error.strerror)
            continue
        found += inside
    return found


def has_its_end(path: Path, *, max_bytes: int) -> bool:
    """Tell whether a file has its format's own end; what is larger than `max_bytes` will be refused and is not read."""
    try:
        if path.stat().st_size > max_bytes:
            return True
        with path.open("rb") as stream:
            kind = media_type(stream.read(HEAD_BYTES))
        return kind is None or is_complete(path, kind)
    except OSError as error:  # gone since it was listed, or not ours to read
        log.warning("a file in the inbox cannot be read (%s)", error.strerror)
        return False


def take_away(path: Path, received: Snapshot | None) -> None:
    """Remove a file whose bytes are stored, synced and verified; one that changed since is new and stays.

    Args:
        path: the file.
        received: its snapshot from before it was read.
    """
    if received is not None and take_snapshot(path) == received:
        path.unlink(missing_ok=True)


def park(folder: Path, path: Path, reason: str) -> None:
    """Move a refused file to `folder`, never over another one, with the reason beside it; one that is gone is gone.

    Raises:
        CannotWrite: it cannot be moved there.
    """
    note = {"file": display_name(path.name), "reason": reason}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target, count = folder / _shortened("", path.name), 1
        while target.exists() or target.is_symlink():
            target, count = folder / _shortened(f"{count}-", path.name), count + 1
        beside = target.with_name(f"{target.name}{REASON_SUFFIX}")
        write_synced(beside, json.dumps(note, ensure_ascii=False).encode())
        if is_there(path):
            shutil.move(path, target)
        else:
            beside.unlink()
    except OSError as error:
        raise CannotWrite(f"无法把文件移到拒收目录：{error.strerror}", remedy="请检查目录权限和磁盘空间") from error


def write_synced(path: Path, data: bytes) -> None:
    """Write a file in one piece: after a crash it is there as a whole or not at all."""
    partial = path.with_name(".partial")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def remove_empty(folder: Path) -> None:
    """Remove a folder from which everything was taken, with its litter; keep it if anything else is in it."""
    for path in reversed([folder, *everything_in(folder)]):
        try:
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            elif path.is_file() and any(is_litter(part) for part in path.relative_to(folder).parts):
                path.unlink()
        except OSError:  # not empty: something is left in it, or has just come
            continue


def _shortened(prefix: str, name: str) -> str:
    """Return the name, cut where it leaves no room for the reason's name beside it; the ending stays."""
    room = MAX_NAME_BYTES - len(REASON_SUFFIX) - len(prefix)
    if len(os.fsencode(name)) <= room:
        return prefix + name
    ending = os.fsencode(Path(name).suffix)[:MAX_ENDING_BYTES]
    return prefix + (os.fsencode(name)[: room - len(ending)] + ending).decode("utf-8", "ignore")
