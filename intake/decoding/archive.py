"""Unpack a zip of scans. Names inside never become paths, sizes are counted while reading and never believed."""

from __future__ import annotations

import secrets
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...processors.names import display_name
from ...schemas.findings import Finding, finding
from ...schemas.procedure import ReceiveLimits
from .sniff import ARCHIVE_TYPES, media_type

MAX_RATIO = 200
"""Unpacked to packed bytes. Scans hardly shrink; a blank bitmap page reaches 100 to 150, a bomb 1000."""

RATIO_FREE_BYTES = 16 * 1024 * 1024
"""Below this much nothing is a bomb, whatever its ratio."""

_CHUNK = 1 << 20
_HEAD = 8192
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
# The dictionaries of LZMA and PPMd members take as much memory as the archive asks for.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})


_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, OverflowError)
"""What `zipfile` raises about wrong bytes; OSError is a seek to where no file can be, or a bad bzip2 stream."""


@dataclass(frozen=True, slots=True)
class Member:
    """One unpacked file: the decoded `name` from inside (to show, never a path), and where its bytes are now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive held; without members when it was refused as a whole."""

    members: tuple[Member, ...]
    findings: tuple[Finding, ...]


class _TooMuch(Exception):
    """The archive unpacks to more than is allowed."""


class NoRoom(Exception):
    """The folder to unpack to cannot be written: not the archive's fault."""


class _Budget:
    """Counts what is really written; `spend` raises when an archive's share is used up."""

    def __init__(self, limits: ReceiveLimits, packed_bytes: int) -> None:
        self._left = limits.max_case_bytes
        self._fair = max(RATIO_FREE_BYTES, packed_bytes * MAX_RATIO)

    def spend(self, size: int) -> None:
        self._left -= size
        self._fair -= size
        if self._left < 0 or self._fair < 0:
            raise _TooMuch


def unpack(path: Path, dest_dir: Path, *, limits: ReceiveLimits) -> Unpacked:
    """Write each file in the zip at `path` into `dest_dir` under a random name.

    Links, nested archives and members of rare compression methods are left out, each with a finding; litter of
    operating systems is left out silently. A damaged member costs only itself. An archive over the limits
    (`max_archive_files`, `max_case_bytes`, or a bomb's ratio) is refused as a whole. A single member may grow a
    little over `max_file_bytes`, so that the receiver refuses it with the right words.

    Raises:
        NoRoom: `dest_dir` cannot be written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpack(archive, dest_dir, limits, packed_bytes=path.stat().st_size)
    except _DAMAGED:
        return Unpacked((), (finding("archive.damaged"),))


def _unpack(archive: zipfile.ZipFile, dest_dir: Path, limits: ReceiveLimits, *, packed_bytes: int) -> Unpacked:
    entries = [(entry, _decoded_name(entry)) for entry in archive.infolist() if not entry.is_dir()]
    entries = [(entry, name) for entry, name in entries if not _is_litter(name)]
    if len(entries) > limits.max_archive_files:
        return Unpacked((), (_too_large(limits),))
    if not entries:
        return Unpacked((), (finding("archive.empty"),))
    budget = _Budget(limits, packed_bytes)
    members: list[Member] = []
    findings: list[Finding] = []
    for entry, name in entries:
        try:
            taken = _take(archive, entry, name, dest_dir, budget=budget, max_bytes=limits.max_file_bytes)
        except _TooMuch:
            for member in members:
                member.path.unlink()
            return Unpacked((), (_too_large(limits),))
        if isinstance(taken, Member):
            members.append(taken)
        elif taken not in findings:
            findings.append(taken)
    return Unpacked(tuple(members), tuple(findings))


def _take(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, dest_dir: Path, *, budget: _Budget, max_bytes: int
) -> Member | Finding:
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return finding("archive.encrypted")
    if stat.S_ISLNK(entry.external_attr >> 16) or entry.compress_type not in _METHODS:
        return _skipped(name)
    target = dest_dir / f"{secrets.token_hex(16)}.member"
    try:
        _write(archive, entry, target, budget, max_bytes)
    except (_TooMuch, NoRoom):
        target.unlink(missing_ok=True)
        raise
    except _DAMAGED:
        target.unlink(missing_ok=True)
        return finding("archive.damaged", file=display_name(name))
    with target.open("rb") as file:
        if media_type(file.read(_HEAD)) in ARCHIVE_TYPES:
            target.unlink()
            return _skipped(name)
    return Member(name, target)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, budget: _Budget, max_bytes: int) -> None:
    written = 0
    with _storing():
        sink = target.open("xb", buffering=0)
    with sink:
        for chunk in _chunks(archive, entry):
            budget.spend(len(chunk))
            with _storing():
                sink.write(chunk)
            written += len(chunk)
            if written > max_bytes:
                return


@contextmanager
def _storing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom from error


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            yield chunk


def _decoded_name(entry: zipfile.ZipInfo) -> str:
    """Return the name as its writer meant it: Chinese Windows writes GB18030 without saying so."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or (bool(parts) and parts[-1].lower() in _LITTER)


def _skipped(name: str) -> Finding:
    return finding("archive.member_skipped", member=display_name(name))


def _too_large(limits: ReceiveLimits) -> Finding:
    limit_mb = round(limits.max_case_bytes / (1024 * 1024), 1)
    return finding("archive.too_large", limit_mb=limit_mb, limit_files=limits.max_archive_files)
