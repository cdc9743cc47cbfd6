"""What runs inside the decoding process: its limits, one look at a file, one page of it."""

from __future__ import annotations

import contextlib
import os
import resource
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from PIL import Image, ImageFile

from ....processors.names import display_name
from ....schemas.page import Step
from ....schemas.procedure import ReceiveLimits
from .. import archive, sniff
from . import pdf, raster
from .contract import (
    DecodeLimits,
    FrameReply,
    Note,
    ProbeReply,
    Raster,
    Refusal,
    Refused,
    UnpackedMember,
    UnpackReply,
    check_pixels,
)
from .resolution import MAX_SQUARE_RATIO

R = TypeVar("R")

MAX_OPEN_FILES = 128
SPARE_FILE_BYTES = 64 * 1024 * 1024
"""Poppler and the PDF repair write temporary files beside the spool."""

_PACKAGE_PARTS = ("intake", "decoders")


class _SpoolFull(Exception):
    """The disk has no room for the pixels: not the file's fault."""


def start(limits: DecodeLimits) -> None:
    """Set this process's limits, once, before the first file is touched."""
    _restrict(resource.RLIMIT_AS, limits.memory_bytes)
    _restrict(resource.RLIMIT_FSIZE, limits.max_pixels * 3 + SPARE_FILE_BYTES)
    _restrict(resource.RLIMIT_CORE, 0)
    _restrict(resource.RLIMIT_NOFILE, MAX_OPEN_FILES)
    # Our own limit on pixels is checked against the header before Pillow allocates any.
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("ignore")
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    _silence_libraries()


def probe(path: str, media_type: str, limits: DecodeLimits) -> str:
    """Return a `ProbeReply` as JSON: how many pages the file has, or why it is refused."""
    _allow_cpu(limits)
    reader = pdf.probe if media_type == sniff.PDF else raster.probe
    reply = _guarded(lambda: reader(Path(path), media_type, limits))
    if isinstance(reply, Refusal):
        return ProbeReply(frames=0, notes=(reply.note,), cause=reply.cause).model_dump_json()
    return reply.model_dump_json()


def frame(path: str, media_type: str, index: int, spool: str, limits: DecodeLimits) -> tuple[bool, str]:
    """Write the page's pixels to `spool`; return whether it went well, and a `FrameReply` or `Refusal` as JSON."""
    _allow_cpu(limits)
    reader = pdf.frame if media_type == sniff.PDF else raster.frame
    reply = _guarded(lambda: _deliver(reader(Path(path), media_type, index, limits), spool, limits))
    return isinstance(reply, FrameReply), reply.model_dump_json()


def unpack(path: str, dest_dir: str, receive: ReceiveLimits, limits: DecodeLimits) -> str:
    """Write the files of a zip to `dest_dir`; return an `UnpackReply` as JSON."""
    _allow_cpu(limits)
    try:
        unpacked = archive.unpack(Path(path), Path(dest_dir), limits=receive)
    except archive.NoRoom:
        return UnpackReply(no_room=True).model_dump_json()
    members = [
        UnpackedMember(name=display_name(member.name), stored_as=member.path.name) for member in unpacked.members
    ]
    return UnpackReply(members=tuple(members), findings=unpacked.findings).model_dump_json()


def _restrict(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (value, value))


def _deliver(page: Raster, spool: str, limits: DecodeLimits) -> FrameReply:
    dpi = _square(page, limits)
    height, width = page.pixels.shape[:2]
    try:
        np.ascontiguousarray(page.pixels).tofile(spool)
    except OSError as error:
        raise _SpoolFull from error
    return FrameReply(
        width=width,
        height=height,
        dpi=dpi,
        origin=page.origin,
        steps=tuple(page.steps),
        text_layer=page.text_layer,
        notes=tuple(page.notes),
    )


def _square(page: Raster, limits: DecodeLimits) -> float | None:
    """Stretch the coarser direction where pixels are not square (a fax has 204 x 98 dpi); return the dpi."""
    if page.dpi is None:
        return None
    x_dpi, y_dpi = page.dpi
    finest = max(x_dpi, y_dpi)
    if finest / min(x_dpi, y_dpi) < MAX_SQUARE_RATIO:
        return round(finest, 2)
    height, width = page.pixels.shape[:2]
    size = (round(width * finest / x_dpi), round(height * finest / y_dpi))
    check_pixels(size, limits)
    page.pixels = cv2.resize(page.pixels, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)
    page.steps.append(Step(name="square_pixels", parameters={"x_dpi": x_dpi, "y_dpi": y_dpi}))
    return round(finest, 2)


def _guarded(work: Callable[[], R]) -> R | Refusal:
    try:
        return work()
    except Refused as refused:
        return Refusal(note=refused.note, cause=_where(refused))
    except _SpoolFull as error:
        return Refusal(note=Note(code="file.crashed"), cause=_where(error), spool_full=True)
    except MemoryError as error:
        return Refusal(note=Note(code="file.crashed"), cause=_where(error))
    except Exception as error:
        # Hostile bytes make the decoding libraries raise anything at all (struct.error, KeyError, RecursionError, ...).
        return Refusal(note=Note(code="file.damaged"), cause=_where(error))


def _where(error: BaseException) -> str:
    """Return the kind of error and our line that met it; its message may quote the document and is left out."""
    ours = [
        step for step in traceback.extract_tb(error.__traceback__) if Path(step.filename).parts[-3:-1] == _PACKAGE_PARTS
    ]
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{place}"


def _allow_cpu(limits: DecodeLimits) -> None:
    """Move the soft limit on CPU time ahead of this task: the last line should the wall clock's deadline fail.

    A program that the task starts (poppler) inherits it, and so ends even when this process is killed.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + 2 * limits.timeout_s) + 1
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _silence_libraries() -> None:
    """Send what C libraries print about bad files nowhere: it may quote the document."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
