"""What a file is, told by its bytes and never by its name, and whether all of it is there."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import filetype

JPEG, PNG, WEBP, BMP = "image/jpeg", "image/png", "image/webp", "image/bmp"
GIF, TIFF, HEIC, AVIF = "image/gif", "image/tiff", "image/heic", "image/avif"
PDF, ZIP = "application/pdf", "application/zip"

HEAD_BYTES = 8192
"""How much of a file `media_type` wants to see."""

IMAGE_TYPES = frozenset({JPEG, PNG, WEBP, BMP, GIF, TIFF, HEIC, AVIF})
"""What is decoded as pictures."""

ARCHIVE_TYPES = frozenset(
    {
        ZIP,
        "application/x-7z-compressed",
        "application/x-rar-compressed",
        "application/vnd.rar",
        "application/x-tar",
        "application/gzip",
        "application/x-gzip",
        "application/x-bzip2",
        "application/x-xz",
        "application/zstd",
        "application/x-lzip",
        "application/x-compress",
    }
)

EXTENSIONS: dict[str, frozenset[str]] = {
    JPEG: frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
    PNG: frozenset({".png", ".apng"}),
    WEBP: frozenset({".webp"}),
    BMP: frozenset({".bmp", ".dib"}),
    GIF: frozenset({".gif"}),
    TIFF: frozenset({".tif", ".tiff"}),
    HEIC: frozenset({".heic", ".heif", ".hif"}),
    AVIF: frozenset({".avif"}),
    PDF: frozenset({".pdf"}),
    ZIP: frozenset({".zip"}),
}

PDF_HEADER_WINDOW = 1024
"""Readers accept the header this far into the file (PDF 1.7, appendix H, note 13)."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_BMP_HEADER_SIZES = frozenset({12, 40, 52, 56, 64, 108, 124})
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_FREE_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)
_PDF_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")


def media_type(head: bytes) -> str | None:
    """Return the media type told by the first bytes (8 KB are enough); None when they are of no known format.

    The answer may be a format that is not taken in (a video, an office document): see `IMAGE_TYPES`, `PDF` and `ZIP`.
    """
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _box_type(head) or _other(head)
    if _is_bmp(head):
        return BMP
    if b"%PDF-" in head[:PDF_HEADER_WINDOW]:
        return PDF
    return _other(head)


def extension_fits(name: str, found: str) -> bool:
    """Return whether the name's ending is one of the format's; a name without an ending says nothing and fits."""
    suffix = PurePosixPath(name).suffix.lower()
    return not suffix or found not in EXTENSIONS or suffix in EXTENSIONS[found]


def is_complete(path: Path, found: str) -> bool:
    """Return whether the format's own end is there; True where the format cannot tell. Reads the whole file.

    Raises:
        OSError: the file cannot be read.
    """
    check = _ENDS.get(found)
    if check is None:
        return True
    # Not mapped into memory: a mapped file which its writer cuts short would kill this process.
    return check(path.read_bytes())


def is_blank(path: Path) -> bool:
    """Return whether the file has no bytes, or only zero bytes (a broken transfer or a dying disk)."""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if chunk.count(0) != len(chunk):
                return False
    return True


def jpeg_end(data: bytes) -> int | None:
    """Return the offset just after the picture's end marker; None when the data stop before it.

    Walks the markers, so that the end of an embedded thumbnail is never taken for the picture's.
    """
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker == 0xD9:
            return position + 2
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
        else:
            position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
            if marker == 0xDA:
                position = _next_marker(data, position)
    return position + 2 if data[position : position + 2] == b"\xff\xd9" else None


def _next_marker(data: bytes, position: int) -> int:
    found = _FREE_MARKER.search(data, position)
    return found.end() - 2 if found else len(data)


def _box_type(head: bytes) -> str | None:
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12]} | {head[i : i + 4] for i in range(16, min(size, len(head), 512), 4)}
    if brands & _AVIF_BRANDS:
        return AVIF
    return HEIC if brands & _HEIC_BRANDS else None


def _is_bmp(head: bytes) -> bool:
    # "BM" alone begins many a text; the size of the second header does not.
    return head[:2] == b"BM" and len(head) >= 18 and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES


def _other(head: bytes) -> str | None:
    kind = filetype.guess(head) if head else None
    found = None if kind is None else str(kind.mime)
    if found is None and head.startswith(_ZIP_STARTS):
        return ZIP
    # The library's matches for the formats above are weaker than the tests that have just said no.
    return None if found in IMAGE_TYPES or found == PDF else found


def _png_ends(data: bytes) -> bool:
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] == b"IEND":
            return True
        position += 12 + length
    return False


def _pdf_ends(data: bytes) -> bool:
    # An update appended to a file has an end mark of its own; the first part of a "fast web view" file has one too.
    mark = data.rfind(b"%%EOF")
    return mark >= 0 and _PDF_OBJECT.search(data, mark) is None


def _zip_ends(data: bytes) -> bool:
    mark = data.rfind(b"PK\x05\x06")
    if mark < 0 or mark + 22 > len(data):
        return False
    return mark + 22 + int.from_bytes(data[mark + 20 : mark + 22], "little") <= len(data)


def _gif_ends(data: bytes) -> bool:
    # Some writers pad with zero bytes after the trailer.
    return data[max(0, len(data) - 512) :].rstrip(b"\0").endswith(b";")


def _webp_ends(data: bytes) -> bool:
    return len(data) >= 12 and int.from_bytes(data[4:8], "little") + 8 <= len(data)


def _bmp_ends(data: bytes) -> bool:
    # Only the declared size is checked; some writers leave it zero, and the decoder finds missing rows anyway.
    return len(data) >= 18 and int.from_bytes(data[2:6], "little") <= len(data)


def _boxes_end(data: bytes) -> bool:
    position = 0
    while position + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[position : position + 8])
        if size == 0:
            return True
        if size == 1 and position + 16 <= len(data):
            size = int.from_bytes(data[position + 8 : position + 16], "big")
        if size < 8:
            return False
        position += size
        if kind == b"mdat" and position > len(data):
            return False
    return position <= len(data)


_ENDS: dict[str, Callable[[bytes], bool]] = {
    JPEG: lambda data: jpeg_end(data) is not None,
    PNG: _png_ends,
    GIF: _gif_ends,
    WEBP: _webp_ends,
    BMP: _bmp_ends,
    HEIC: _boxes_end,
    AVIF: _boxes_end,
    PDF: _pdf_ends,
    ZIP: _zip_ends,
}
