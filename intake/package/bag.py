"""A BagIt bag (RFC 8493) in a zip, written so that no failed run leaves one that looks complete.

The zip is stored, not deflated: pictures and PDFs do not shrink, every byte of a file stands in the package as it is,
and a reader can rebuild the container byte for byte (see `verify`), whatever its compression library.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ...schemas.errors import CannotWrite

ALGORITHMS = ("sha256", "sha512")
BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PARTIAL_SUFFIX = ".partial"
CHUNK_BYTES = 1 << 20
FILE_MODE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the bag: its size in bytes and a hex digest per algorithm of `ALGORITHMS`."""

    size: int
    digests: Mapping[str, str]


class BagWriter:
    """The sink of a package; use it as a context manager and call `seal` once after the last `add`.

    Files are written to `<base>.zip.partial` beside the target. Leaving the block without `keep` removes them; only
    `keep` gives the file its name. A killed process leaves nothing but the partial, which the next run overwrites.
    """

    def __init__(self, folder: Path, base: str, *, when: datetime) -> None:
        """Name the bag; `base` is the one folder inside the zip, `when` the time given to every file in it."""
        self.target = folder / f"{base}.zip"
        self.partial = folder / f"{base}.zip{PARTIAL_SUFFIX}"
        self._base = base
        self._when = when
        self._members: dict[str, Member] = {}
        self._zip: zipfile.ZipFile | None = None
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        """Open the partial.

        Raises:
            CannotWrite: the target exists, or the folder cannot be written.
        """
        if self.target.exists():
            raise CannotWrite(f"申报包 {self.target.name} 已存在，未覆盖", remedy="请核对该申报号是否已生成申报包")
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.partial.open("wb")
        except OSError as error:
            raise _cannot_write(self.target, error) from error
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED, allowZip64=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what was not kept."""
        with suppress(OSError):  # a full disk fails here a second time; the first error is the one to tell
            self._close()
        with suppress(OSError):
            self.partial.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _cannot_write(self.target, error) from error

    def add(self, path: str, content: bytes | Path) -> Member:
        """Copy bytes or a file to `path` in the bag (`/` separated, below the base folder) and return what it is."""
        if self._zip is None or path in self._members:
            raise ValueError(f"the bag is sealed or already holds {path}")
        hashes = {name: hashlib.new(name) for name in ALGORITHMS}
        size = 0
        entry = zip_entry(f"{self._base}/{path}", self._when)
        entry.file_size = len(content) if isinstance(content, bytes) else content.stat().st_size  # decides on ZIP64
        with self._zip.open(entry, "w") as sink:
            for chunk in _chunks(content):
                sink.write(chunk)
                size += len(chunk)
                for digest in hashes.values():
                    digest.update(chunk)
        member = Member(size, {name: digest.hexdigest() for name, digest in hashes.items()})
        self._members[path] = member
        return member

    def seal(self, info: Mapping[str, str]) -> None:
        """Write the tag files, close the zip and sync it; `info` becomes bag-info.txt beside Payload-Oxum."""
        payload = {path: member for path, member in self._members.items() if path.startswith("data/")}
        oxum = f"{sum(member.size for member in payload.values())}.{len(payload)}"
        self.add("bagit.txt", BAGIT_TXT)
        self.add("bag-info.txt", info_text({**info, "Payload-Oxum": oxum}))
        for name in ALGORITHMS:
            self.add(f"manifest-{name}.txt", manifest_text(payload, name))
        tags = {path: member for path, member in self._members.items() if path not in payload}
        for name in ALGORITHMS:
            self.add(f"tagmanifest-{name}.txt", manifest_text(tags, name))
        self._close()

    def keep(self) -> None:
        """Give the sealed package its name, so that it survives a power cut from here on."""
        self.partial.replace(self.target)
        sync_folder(self.target.parent)

    def _close(self) -> None:
        """Finish and sync the file; a second call does nothing."""
        archive, file, self._zip, self._file = self._zip, self._file, None, None
        if archive is None or file is None:
            return
        with file:
            archive.close()
            file.flush()
            os.fsync(file.fileno())


def zip_entry(name: str, when: datetime) -> zipfile.ZipInfo:
    """Return the one form of directory entry which packages use: stored, plain file, time of the package."""
    entry = zipfile.ZipInfo(name, when.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED
    entry.create_system = 3  # Unix on every machine, so that the same content makes the same bytes
    entry.external_attr = FILE_MODE
    return entry


def info_text(info: Mapping[str, str]) -> bytes:
    """Return bag-info.txt; line breaks inside a value become spaces, so that a value cannot add a label."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in info.items()).encode()


def manifest_text(members: Mapping[str, Member], algorithm: str) -> bytes:
    """Return the manifest of the members, in order of their paths (which hold no CR, LF or %)."""
    return "".join(f"{members[path].digests[algorithm]}  {path}\n" for path in sorted(members)).encode()


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _chunks(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _cannot_write(target: Path, error: OSError) -> CannotWrite:
    reason = error.strerror or type(error).__name__
    return CannotWrite(f"无法写入申报包 {target.name}：{reason}", remedy="请检查磁盘空间和目录权限后重新提交")
