"""Bytes by their hash: what was received, and what was made of it, under `root/ab/cd/<sha256>`.

A blob is written beside its place, synced, read again and only then put there, so that a file with a hash for a name
holds those bytes or does not exist, whatever was killed when.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom, BytesIO
from pathlib import Path
from typing import BinaryIO

from pydantic import Field

from ..schemas.base import Frozen
from ..schemas.errors import CannotWrite, InputRejected, NotFound
from ..schemas.findings import Finding, finding

CHUNK_BYTES = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PARTIAL = "partial"
_NO_SUCH_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


class BlobInfo(Frozen):
    """What was stored."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0, description="bytes")


class BlobRefused(InputRejected):
    """The input cannot be taken; `finding` (file.too_large, file.not_regular, file.unreadable) says why as data."""

    def __init__(self, found: Finding) -> None:
        """Carry the finding; its message and remedy are the error's."""
        super().__init__(found.message, remedy=found.remedy)
        self.finding = found


class BlobStore:
    """Content-addressed files below `root`; safe for many threads and processes at once."""

    def __init__(self, root: Path) -> None:
        """Use `root`, which is made when something is first put; the whole of it must be one file system."""
        self.root = root

    def put(self, source: BinaryIO | Path | bytes, *, max_bytes: int | None = None) -> BlobInfo:
        """Store the bytes and return their hash and size; the same bytes twice are one blob.

        Args:
            source: bytes, a readable binary stream (read to its end), or the path of a regular file.
            max_bytes: more than this is refused, and no more than this is read.

        Raises:
            BlobRefused: over `max_bytes`; the path is a link, pipe, device or folder; it may not be read or breaks off.
            NotFound: the path does not exist.
            CannotWrite: disk full, no permission, or what was written does not read back.
        """
        with _opened(source, max_bytes) as stream, _writing():
            partials = self.root / _PARTIAL
            partials.mkdir(mode=0o750, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=partials)
            partial = Path(name)
            try:
                with os.fdopen(descriptor, "w+b") as file:
                    info = _copy(stream, file, max_bytes)
                self._place(partial, info)
            finally:
                partial.unlink(missing_ok=True)
            return info

    def path(self, sha256: str) -> Path:
        """Return where the blob is or would be; it may not exist.

        Raises:
            NotFound: this is not the form of a hash.
        """
        if not _SHA256.fullmatch(sha256):
            raise NotFound("没有这个文件内容", remedy="请使用 64 位小写十六进制的 SHA-256")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def open(self, sha256: str) -> BinaryIO:
        """Open the blob for reading; the caller closes it.

        Raises:
            NotFound: there is no such blob.
        """
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFound(f"没有这个文件内容：{sha256[:12]}", remedy="请运行 shoujian doctor 检查存储目录") from error

    def verify(self, sha256: str) -> bool:
        """Return whether the blob is there and still has that hash."""
        try:
            with self.path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def _place(self, partial: Path, info: BlobInfo) -> None:
        final = self.path(info.sha256)
        # A place that holds other bytes (bit rot, a restore gone wrong) is healed by what was just verified.
        if not self.verify(info.sha256):
            final.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            partial.replace(final)
        for folder in (final.parent, final.parent.parent, self.root):
            _sync_folder(folder)


def _copy(stream: BinaryIO, file: BufferedRandom, max_bytes: int | None) -> BlobInfo:
    """Copy stream to file, sync, read the file again and make it read-only."""
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(stream):
        size += len(chunk)
        _check_size(size, max_bytes)
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        # Drop the cache, so that the second reading is of the disk and not of our own memory.
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(0)
    if hashlib.file_digest(file, "sha256").digest() != digest.digest():
        raise CannotWrite("写入后复核不一致，文件未保存", remedy="请检查磁盘后重试")
    os.fchmod(file.fileno(), 0o440)
    return BlobInfo(sha256=digest.hexdigest(), size=size)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while True:
        try:
            chunk = stream.read(CHUNK_BYTES)
        except OSError as error:
            raise BlobRefused(finding("file.unreadable")) from error
        if not chunk:
            return
        yield chunk


def _check_size(size: int, max_bytes: int | None) -> None:
    if max_bytes is not None and size > max_bytes:
        raise BlobRefused(finding("file.too_large", size_mb=_megabytes(size), limit_mb=_megabytes(max_bytes)))


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.4g}"


@contextmanager
def _opened(source: BinaryIO | Path | bytes, max_bytes: int | None) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        _check_size(len(source), max_bytes)
        yield BytesIO(source)
    elif isinstance(source, Path):
        with _open_regular(source) as file:
            _check_size(os.fstat(file.fileno()).st_size, max_bytes)
            yield file
    else:
        yield source


def _open_regular(path: Path) -> BinaryIO:
    """Open a regular file; a link is not followed and a pipe is not waited for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:  # a NUL in the path is a ValueError
        number = error.errno if isinstance(error, OSError) else errno.ENOENT
        if number in _NO_SUCH_FILE:
            raise NotFound("文件不存在", remedy="请检查路径") from error
        is_special = number in (errno.ELOOP, errno.ENXIO)  # a link, a socket
        raise BlobRefused(finding("file.not_regular" if is_special else "file.unreadable")) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise BlobRefused(finding("file.not_regular"))
    return os.fdopen(descriptor, "rb")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWrite(f"无法写入存储目录：{reason}", remedy="请检查磁盘空间和目录权限") from error
