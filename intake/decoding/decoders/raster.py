"""Pictures: JPEG, PNG, WebP, BMP, GIF, TIFF, HEIC, AVIF. Headers first, limits next, pixels last."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pi_heif
import PIL
from PIL import Image

from ....processors.page import Pixels
from ....schemas.page import Step
from .. import sniff
from .colour import (
    profile_to_srgb,
    swaps_sides,
    to_bgr,
    turn,
)
from .contract import (
    DecodeLimits,
    Note,
    ProbeReply,
    Raster,
    Refused,
    check_pages,
    check_pixels,
)
from .resolution import credible

pi_heif.register_heif_opener()

# Only the decoder that fits the content is tried: the more exotic ones stay out of reach of hostile bytes.
FORMATS: dict[str, tuple[str, ...]] = {
    sniff.JPEG: ("JPEG", "MPO"),
    sniff.PNG: ("PNG",),
    sniff.WEBP: ("WEBP",),
    sniff.BMP: ("BMP", "DIB"),
    sniff.GIF: ("GIF",),
    sniff.TIFF: ("TIFF",),
    sniff.HEIC: ("HEIF",),
    sniff.AVIF: ("AVIF",),
}

_EXIF_MAKE, _EXIF_MODEL, _EXIF_ORIENTATION = 0x010F, 0x0110, 0x0112
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNK_FRAME = 12
"""Bytes of a chunk around its data: length, kind, checksum."""

_STRIPS, _TILES = (273, 279), (324, 325)
_BAD_EXIF = (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error)


def probe(path: Path, media_type: str, limits: DecodeLimits) -> ProbeReply:
    """Look at the headers of every page; no pixels are decoded.

    Raises:
        Refused: too many pages or pixels, truncated, or not of that type after all.
    """
    complete = sniff.is_complete(path, media_type)
    if complete and media_type == sniff.PNG and not _checksums_hold(path):
        raise Refused("file.damaged")
    try:
        with _opened(path, media_type) as image:
            if media_type == sniff.TIFF:
                return ProbeReply(frames=_tiff_pages(image, path.stat().st_size, limits))
            check_pixels(image.size, limits)
            moving = media_type != sniff.JPEG and getattr(image, "n_frames", 1) > 1
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("file.damaged" if complete else "file.truncated") from error
    if not complete:
        # A page of which the lower half is missing must not pass as whole.
        raise Refused("file.truncated")
    return ProbeReply(frames=1, notes=(Note(code="file.first_frame_only"),) if moving else ())


def frame(path: Path, media_type: str, index: int, limits: DecodeLimits) -> Raster:
    """Decode one page (from 0).

    Raises:
        Refused: too many pixels.
        OSError, ValueError and whatever else the libraries raise: the data are damaged.
    """
    with _opened(path, media_type) as image:
        if media_type == sniff.TIFF:
            image.seek(index)
        check_pixels(image.size, limits)
        size = image.size
        steps = [Step(name="decoded", parameters=_origin(image))]
        orientation, camera = _exif(image)
        pixels, more = _pixels(image, path, media_type)
        dpi = None if camera else credible(_declared_dpi(image), size)
    steps += more
    if orientation != 1:
        if media_type != sniff.TIFF:  # Pillow turns TIFF pages while it loads them
            pixels = turn(pixels, orientation)
        steps.append(Step(name="exif", parameters={"orientation": orientation}))
        if dpi and swaps_sides(orientation):
            dpi = dpi[::-1]
    return Raster(pixels=pixels, dpi=dpi, steps=steps)


def jpeg_pixels(data: bytes, profile: bytes | None = None) -> Pixels | None:
    """Decode a whole grey or RGB JPEG stream to BGR, its own EXIF ignored; None for other kinds or damaged data."""
    if sniff.jpeg_end(data) is None:
        return None
    if profile is None:
        return _fast_jpeg(data)
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        converted = profile_to_srgb(image, profile)
    return _fast_jpeg(data) if converted is None else to_bgr(converted[0])[0]


def _fast_jpeg(data: bytes) -> Pixels | None:
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    made = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    return None if made is None else made.astype(np.uint8, copy=False)


def _pixels(image: Image.Image, path: Path, media_type: str) -> tuple[Pixels, list[Step]]:
    if media_type == sniff.JPEG and image.mode in ("L", "RGB") and not _has_foreign_profile(image):
        # OpenCV takes half of Pillow's time (27 against 46 ms for 12 MP) and gives the same pixels.
        fast = _fast_jpeg(path.read_bytes())
        if fast is not None and fast.shape[1::-1] == image.size:
            return fast, []
    image.load()
    return to_bgr(image)


def _has_foreign_profile(image: Image.Image) -> bool:
    profile = image.info.get("icc_profile") or b""
    # The name stands near the profile's head; a miss only costs the slower way.
    return bool(profile) and b"sRGB" not in profile[:1024].replace(b"\0", b"")


@contextmanager
def _opened(path: Path, media_type: str) -> Iterator[Any]:
    with Image.open(path, formats=FORMATS[media_type]) as image:
        yield image


def _origin(image: Image.Image) -> dict[str, str | int | float | bool | list[float]]:
    library = f"pi-heif {pi_heif.__version__}" if image.format == "HEIF" else f"pillow {PIL.__version__}"
    if image.format in ("JPEG", "MPO"):
        library += f", opencv {cv2.__version__}"
    return {
        "how": "image",
        "by": library,
        "format": str(image.format),
        "mode": image.mode,
        "width": image.size[0],
        "height": image.size[1],
    }


def _exif(image: Image.Image) -> tuple[int, bool]:
    """Return the orientation (1 when absent or impossible) and whether a camera made the picture."""
    try:
        exif = image.getexif()
        orientation = exif.get(_EXIF_ORIENTATION, 1)
        camera = bool(exif.get(_EXIF_MODEL)) and bool(exif.get(_EXIF_MAKE))
    except _BAD_EXIF:
        return 1, False
    # Scanners write maker and model into TIFF tags as well, and their resolution is true.
    valid = isinstance(orientation, int) and 1 <= orientation <= 8
    return (orientation if valid else 1), camera and image.format != "TIFF"


def _declared_dpi(image: Image.Image) -> tuple[float, float] | None:
    declared = image.info.get("dpi")
    try:
        x_dpi, y_dpi = (float(value) for value in declared or ())
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return x_dpi, y_dpi


def _checksums_hold(path: Path) -> bool:
    """Return whether a PNG's pixel data are as they were written: Pillow shows wrong pixels without a word."""
    data = path.read_bytes()
    position = len(_PNG_SIGNATURE)
    while position + _PNG_CHUNK_FRAME <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        end = position + _PNG_CHUNK_FRAME + length
        kind = data[position + 4 : position + 8]
        if kind == b"IEND":
            return True
        expected = int.from_bytes(data[end - 4 : end], "big")
        if kind in (b"IDAT", b"PLTE") and zlib.crc32(data[position + 4 : end - 4]) != expected:
            return False
        position = end
    return True


def _tiff_pages(image: Any, file_bytes: int, limits: DecodeLimits) -> int:
    check_pages(image.n_frames, limits)
    for index in range(image.n_frames):
        image.seek(index)
        check_pixels(image.size, limits)
        if any(_reaches_beyond(image.tag_v2, tags, file_bytes) for tags in (_STRIPS, _TILES)):
            raise Refused("file.truncated")
    return int(image.n_frames)


def _reaches_beyond(tags: Any, keys: tuple[int, int], file_bytes: int) -> bool:
    offsets, counts = (_numbers(tags.get(key)) for key in keys)
    return any(offset + count > file_bytes for offset, count in zip(offsets, counts, strict=False))


def _numbers(value: Any) -> Sequence[int]:
    values = value if isinstance(value, tuple) else (value,)
    return [number for number in values if isinstance(number, int)]
