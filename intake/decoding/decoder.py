"""Bytes to pages. The bytes are decoded in processes of their own (see `decoders`); this is the desk's side of it."""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from ...processors.names import display_name
from ...processors.page import PageImage, Pixels
from ...schemas.errors import CannotWrite
from ...schemas.findings import Finding, finding
from ...schemas.procedure import ReceiveLimits
from ...schemas.reading import Reading
from ..closing import Closing
from . import sniff
from .archive import Member, Unpacked
from .decoders import entry, isolation
from .decoders.contract import (
    DecodeLimits,
    FrameReply,
    Note,
    Origin,
    ProbeReply,
    Refusal,
    UnpackReply,
)

__all__ = ["DecodeLimits", "Decoder", "Frame", "Probe"]

log = logging.getLogger(__name__)

_MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file is, and how many pages can be taken from it.

    `frames` 0 means refused, and the findings tell why; only a zip has none without a finding (see `archive.unpack`).
    """

    media_type: str | None
    frames: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One page as decoded: upright by its EXIF or PDF rotation, in sRGB, on white; nothing else was changed.

    `origin`: "image" (a picture file), "extracted" (the scan inside a PDF, sample by sample), "rendered" (drawn from a
    PDF). `text_layer`: the visible text of a page that was born digital, boxes in pixels of `image`.
    """

    image: PageImage
    origin: Origin
    text_layer: Reading | None
    findings: tuple[Finding, ...]


class Decoder(Closing):
    """Decodes untrusted files in isolated processes, which start at first use. Thread-safe; a context manager."""

    def __init__(self, limits: DecodeLimits | None = None, *, workers: int = 2, spool_dir: Path | None = None):
        """Remember the limits; `workers` files are decoded side by side, `spool_dir` takes their pixels (temporary)."""
        self._limits = limits or DecodeLimits()
        self._spool_parent = spool_dir
        self._spool: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()
        self._isolated = isolation.Isolated(
            workers=workers,
            timeout_s=self._limits.timeout_s,
            initializer=entry.start,
            arguments=(self._limits,),
        )

    @property
    def limits(self) -> DecodeLimits:
        """What decoding one file may cost."""
        return self._limits

    def refused_unread(self, path: Path) -> Finding | None:
        """Return why the file is not even opened by a decoder: special, too large or empty; None when it is.

        Raises:
            OSError: there is no such file, or it may not be read.
        """
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return finding("file.not_regular")
        if status.st_size > self._limits.max_file_bytes:
            size_mb = round(status.st_size / _MEBI, 1)
            return finding("file.too_large", size_mb=size_mb, limit_mb=round(self._limits.max_file_bytes / _MEBI, 1))
        # A file without a size is not opened: those of the kernel (/proc/kmsg) wait for somebody to write.
        return finding("file.empty") if status.st_size == 0 or sniff.is_blank(path) else None

    def probe(self, path: Path, *, name: str | None = None) -> Probe:
        """Tell what the file is by its content, and how many pages it has; `name` is what it was called outside.

        Raises:
            OSError: there is no such file, or it may not be read. (Bad content is a finding.)
            RuntimeError: the decoder was closed.
        """
        refused = self.refused_unread(path)
        if refused is not None:
            return Probe(None, 0, (refused,))
        with path.open("rb") as file:
            found = sniff.media_type(file.read(sniff.HEAD_BYTES))
        if found == sniff.ZIP:
            return Probe(found, 0, ())
        if found not in sniff.IMAGE_TYPES and found != sniff.PDF:
            return Probe(found, 0, (finding("file.unknown_type"),))
        frames, findings = self._look(path, found)
        if name is not None and not sniff.extension_fits(display_name(name), found):
            findings.append(finding("file.extension", media_type=found))
        return Probe(found, frames, tuple(findings))

    def frame(self, path: Path, media_type: str, index: int) -> Frame | Finding:
        """Decode one page (from 0) of a file that `probe` took for `media_type`; a Finding says why it cannot be.

        Raises:
            CannotWrite: the disk has no room for the pixels.
            RuntimeError: the decoder was closed.
        """
        with self._spool_file() as spool:
            reply = self._isolated.call(entry.frame, str(path), media_type, index, str(spool), self._limits)
            if isinstance(reply, str):
                return self._failure(reply)
            try:
                went_well, untrusted_reply = reply
                return self._received(went_well, untrusted_reply, spool)
            except (ValidationError, ValueError, TypeError) as error:
                return _nonsense(error)

    def unpack(self, path: Path, dest_dir: Path, *, limits: ReceiveLimits) -> Unpacked:
        """Write each file in the zip at `path` into `dest_dir` under a random name: see `archive.unpack`.

        A process that fails may leave files in `dest_dir` which no member names.

        Raises:
            CannotWrite: `dest_dir` cannot be written.
            RuntimeError: the decoder was closed.
        """
        reply = self._isolated.call(entry.unpack, str(path), str(dest_dir), limits, self._limits)
        if reply in ("crashed", "timeout"):
            return Unpacked((), (self._failure(reply),))
        try:
            told = UnpackReply.model_validate_json(reply)
            if told.no_room:
                raise CannotWrite("临时目录空间不足，无法解开压缩包", remedy="请清理磁盘空间后重试")
            findings = tuple(_untrusted(found) for found in told.findings)
        except (ValidationError, ValueError, TypeError) as error:
            return Unpacked((), (_nonsense(error),))
        members = [Member(display_name(member.name), dest_dir / member.stored_as) for member in told.members]
        there = [member for member in members if not member.path.is_symlink() and member.path.is_file()]
        return Unpacked(tuple(there[: limits.max_archive_files]), findings)

    def close(self) -> None:
        """Stop the processes and remove the spool. Safe to call twice."""
        self._isolated.close()
        with self._lock:
            if self._spool is not None:
                self._spool.cleanup()
                self._spool = None

    def _look(self, path: Path, found: str) -> tuple[int, list[Finding]]:
        reply = self._isolated.call(entry.probe, str(path), found, self._limits)
        if reply in ("crashed", "timeout"):
            return 0, [self._failure(reply)]
        try:
            told = ProbeReply.model_validate_json(reply)
            findings = _findings(told.notes)
        except (ValidationError, ValueError, TypeError) as error:
            return 0, [_nonsense(error)]
        if told.cause:
            log.info("refused by the decoder: %s", told.cause)
        return min(told.frames, self._limits.max_pages), findings

    def _failure(self, how: str) -> Finding:
        if how == "timeout":
            return finding("file.timeout", seconds=round(self._limits.timeout_s))
        return finding("file.crashed")

    def _received(self, went_well: bool, untrusted_reply: str, spool: Path) -> Frame | Finding:
        if not went_well:
            refusal = Refusal.model_validate_json(untrusted_reply)
            log.info("refused by the decoder: %s", refusal.cause)
            if refusal.spool_full:
                raise CannotWrite("临时目录空间不足，无法解码图像", remedy="请清理磁盘空间后重试")
            return _findings((refusal.note,))[0]
        told = FrameReply.model_validate_json(untrusted_reply)
        pixels = self._pixels(spool, untrusted_width=told.width, untrusted_height=told.height)
        image = PageImage(pixels, told.dpi, told.steps)
        return Frame(image, told.origin, told.text_layer, tuple(_findings(told.notes)))

    def _pixels(self, spool: Path, *, untrusted_width: int, untrusted_height: int) -> Pixels:
        """Read the spooled pixels; the declared shape is believed only when the limits and the size bear it out."""
        expected = untrusted_width * untrusted_height * 3
        if untrusted_width * untrusted_height > self._limits.max_pixels:
            raise ValueError("more pixels than allowed")
        # Read, not mapped: a mapped file that shrinks under the reader would kill this process.
        with spool.open("rb") as file:
            if os.fstat(file.fileno()).st_size != expected:
                raise ValueError("the pixels are not of the declared size")
            flat = np.fromfile(file, dtype=np.uint8, count=expected)
        return flat.reshape(untrusted_height, untrusted_width, 3)

    @contextlib.contextmanager
    def _spool_file(self) -> Iterator[Path]:
        with self._lock:
            if self._spool is None:
                self._spool = tempfile.TemporaryDirectory(dir=self._spool_parent, prefix="shoujian-pixels-")
            folder = self._spool.name
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


def _findings(notes: Iterable[Note]) -> list[Finding]:
    return [finding(note.code, **_facts(note)) for note in notes]


def _untrusted(found: Finding) -> Finding:
    """Return a finding of an unpacked archive, made anew: no more of it is believed than its code and plain facts."""
    facts: dict[str, Any] = {
        key: display_name(value) if isinstance(value, str) else value
        for key, value in found.facts.items()
        if key in ("member", "limit_mb", "limit_files")
    }
    return finding(found.code, file=display_name(found.file) if found.file else None, **facts)


def _nonsense(error: Exception) -> Finding:
    # The message would quote what was returned, and that may be the text of a page.
    log.error("a decoder returned nonsense (%s)", type(error).__name__)
    return finding("file.crashed")


def _facts(note: Note) -> dict[str, Any]:
    # A fact never names a parameter of `finding` itself: the place of a finding is the desk's to tell.
    return {key: value for key, value in note.facts.items() if key in ("pages", "limit", "megapixels")}
