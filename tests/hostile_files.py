"""Files that nobody should send and everybody does: damaged, lying, enormous, armed. All drawn here, from seeds."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

import img2pdf
import pikepdf
from fpdf import FPDF
from PIL import Image
from shoujian.tests.intake import samples

ID_NUMBER = "330100190001010000"
"""Stands in names below; it may never come out again."""

CLAIMED_SIDE = 30_000
DEEP = 40


@cache
def valid() -> dict[str, bytes]:
    """One small, whole file of every format."""
    card = samples.card()
    made = {name: samples.encoded(card, name) for name in ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF")}
    made["HEIF"] = made["AVIF"].replace(b"avif", b"heic", 1)
    made["TIFF-G4"] = samples.encoded(card.convert("1"), "TIFF", compression="group4")
    made["PDF-scan"] = img2pdf.convert(made["JPEG"])
    made["PDF-text"] = _text_pdf()
    made["ZIP"] = zipped({"a.jpg": made["JPEG"], "b.png": made["PNG"]})
    return made


def mutations(count: int, *, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield damaged files: cut off, bits turned, pieces doubled, overwritten or taken out."""
    chance = random.Random(seed)
    names = sorted(valid())
    for number in range(count):
        name = names[number % len(names)]
        how = chance.choice(sorted(_DAMAGE))
        yield f"{number}-{name}-{how}", _DAMAGE[how](valid()[name], chance)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flip(data: bytes, chance: random.Random) -> bytes:
    turned = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def overwrite(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    length = chance.randint(1, 64)
    return data[:start] + chance.choice([b"\0", b"\xff", b"9"]) * length + data[start + length :]


def double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 200)]
    return data[:start] + piece * chance.randint(2, 20) + data[start:]


def take_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 100) :]


_DAMAGE = {"cut": cut, "flip": flip, "overwrite": overwrite, "double": double, "take_out": take_out}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def odd_pictures() -> dict[str, bytes]:
    """Pictures of impossible shapes, and headers that claim more than any memory has."""
    made = {"nothing.jpg": b"", "zeros.jpg": bytes(100_000), "words.jpg": b"just some words", "newline.png": b"\n"}
    for size in ((1, 1), (2, 3), (1, 30_000), (30_000, 1), (7, 5000)):
        picture = Image.new("RGB", size, (250, 250, 250))
        made[f"{size[0]}x{size[1]}.png"] = samples.encoded(picture, "PNG")
    for name in ("JPEG", "TIFF", "BMP", "GIF", "WEBP"):
        made[f"1x1.{name.lower()}"] = samples.encoded(Image.new("RGB", (1, 1)), name)
    side = CLAIMED_SIDE
    made["claims.png"] = _png_header(side)
    made["claims.bmp"] = _patched("BMP", {18: struct.pack("<ii", side, side)})
    made["claims.gif"] = _patched("GIF", {6: struct.pack("<HH", side, side)})
    made["claims.jpg"] = _jpeg_header(side)
    made["claims.tif"] = _tiff_header(side)
    made["negative.bmp"] = _patched("BMP", {18: struct.pack("<ii", -120, -80)})
    made["loop.tif"] = _looping_tiff()
    return made


def odd_pdfs() -> dict[str, bytes]:
    """PDFs of too many, too large and impossible pages, and such as want to run something."""
    made = {f"{box[2]:g}x{box[3]:g}.pdf": _blank_pdf(1, box) for box in _BOXES}
    made["ten-thousand-pages.pdf"] = _blank_pdf(10_000, (0, 0, 595, 842))
    made["no-pages.pdf"] = _blank_pdf(0, (0, 0, 595, 842))
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    made["javascript.pdf"] = _opened_by(action)
    made["launch.pdf"] = _opened_by(launch)
    made["embedded.pdf"] = _with_attachment()
    made["deep.pdf"] = _deep_pdf()
    made["header-only.pdf"] = b"%PDF-1.7\n%%EOF\n"
    return made


_BOXES = (
    (0, 0, 14_400, 14_400),  # 200 inches, the format's own limit
    (0, 0, 0, 0),
    (0, 0, 1, 10_000_000),
    (0, 0, 1e30, 1e30),
    (0, 0, 0.001, 0.001),
)


@cache
def odd_archives() -> dict[str, bytes]:
    """Archives with bombs, nests, links, secrets and names from everywhere."""
    picture = valid()["JPEG"]
    names = ["../../evil.jpg", "/etc/evil.jpg", "C:\\evil.jpg", "a\0b.jpg", "con.jpg", f"{ID_NUMBER}.jpg", "x" * 5000]
    made = {"names.zip": zipped({name: picture + bytes([number]) for number, name in enumerate(names)})}
    made["gbk.zip"] = zipped({"x" * 8 + ".jpg": picture}).replace(b"x" * 8, "身份证件".encode("gbk"))
    made["broken-names.zip"] = _utf8_flagged(zipped({"xxxx.jpg": picture}).replace(b"xxxx", b"\xff\xfe\xfd\xfc"))
    made["links.zip"] = _with_link(picture)
    made["encrypted.zip"] = _encrypted(zipped({"a.jpg": picture}))
    made["bomb.zip"] = zipped({"zeros.bmp": bytes(64 * 1024 * 1024)})
    made["many.zip"] = zipped({f"{number}.jpg": b"x" for number in range(3000)})
    made["empty.zip"] = zipped({})
    made["folders.zip"] = zipped({"a/": b"", "b/c/": b""})
    made["half.zip"] = zipped({"a.jpg": picture}, zipfile.ZIP_STORED)[:-30]
    made["hollow.zip"] = b"PK\x03\x04 and nothing that follows"
    made["all-broken.zip"] = zipped({"a.jpg": picture[:200], "b.pdf": b"%PDF-1.4 no", "c.bin": b"?"})
    nested = zipped({"a.jpg": picture})
    for _ in range(DEEP):
        nested = zipped({"inner.zip": nested})
    made["nested.zip"] = nested
    made["namesakes.zip"] = _namesakes(picture)
    return made


def polyglots() -> dict[str, bytes]:
    """Files that are two things at once."""
    picture, document = valid()["JPEG"], valid()["PDF-scan"]
    script = b"<?php system($_GET['c']); ?><script>alert(1)</script>"
    return {
        "pdf-and-zip.pdf": document + zipped({"a.jpg": picture}),
        "jpeg-and-zip.jpg": picture + zipped({"evil.sh": b"rm -rf"}),
        "jpeg-and-php.jpg": picture + script,
        "php-before-pdf.pdf": script + document,
        "gif-and-js.gif": b"GIF89a/*" + valid()["GIF"] + b"*/=1;alert(1)",
        "html.jpg": b"<html>" + script,
        "svg.png": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    }


ODD_NAMES = (
    "../../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "",
    "C:\\Windows\\evil.jpg",
    "x" * 255 + ".jpg",
    "身" * 85,
    "a\nb\r\x1b[31m\x07.jpg",
    "\u202egpj.exe",
    "e\u0301te\u0301.jpg",
    "CON",
    "nul.jpg",
    "a\0b.jpg",
    f"{ID_NUMBER}.jpg",
    f"身份证{ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}.jpg",
    "330100190001010000".translate({ord("0") + n: 0xFF10 + n for n in range(10)}) + ".jpg",
    b"\xff\xfe\x80.jpg".decode("utf-8", "surrogateescape"),
    "<script>alert(1)</script>.jpg",
    "{0.__class__}%s%n.jpg",
    "'; DROP TABLE source; --.jpg",
    "=cmd|' /C calc'!A0.jpg",
)


def _text_pdf() -> bytes:
    document = FPDF(unit="pt", format=(300, 200))
    document.add_page()
    document.set_font("helvetica", size=12)
    document.text(20, 60, "A page that was born digital, with some words")
    return bytes(document.output())


def _patched(format_name: str, changes: dict[int, bytes]) -> bytes:
    data = bytearray(valid()[format_name])
    for offset, value in changes.items():
        data[offset : offset + len(value)] = value
    return bytes(data)


def _png_header(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def _jpeg_header(side: int) -> bytes:
    data = bytearray(valid()["JPEG"])
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    return bytes(data)


def _tiff(tags: list[tuple[int, int]], following: int = 0) -> bytes:
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + body + struct.pack("<I", following)


def _tiff_header(side: int) -> bytes:
    tags = [(256, side), (257, side), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, side), (279, 100)]
    return _tiff(tags)


def _looping_tiff() -> bytes:
    tags = [(256, 4), (257, 4), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 4), (279, 16)]
    return _tiff(tags, following=8)


def _pdf_bytes(document: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _blank_pdf(pages: int, box: tuple[float, ...]) -> bytes:
    with pikepdf.new() as document:
        for _ in range(pages):
            page = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=_box(box), Resources=pikepdf.Dictionary())
            document.pages.append(pikepdf.Page(document.make_indirect(page)))
        return _pdf_bytes(document)


def _box(box: tuple[float, ...]) -> pikepdf.Array:
    return pikepdf.Object.parse(("[" + " ".join(f"{value:.4f}" for value in box) + "]").encode())


def _opened_by(action: pikepdf.Dictionary) -> bytes:
    with pikepdf.open(io.BytesIO(valid()["PDF-scan"])) as document:
        document.Root.OpenAction = action
        return _pdf_bytes(document)


def _with_attachment() -> bytes:
    with pikepdf.open(io.BytesIO(valid()["PDF-scan"])) as document:
        document.attachments["evil.exe"] = b"MZ"
        return _pdf_bytes(document)


def _deep_pdf() -> bytes:
    """Arrays within arrays, deeper than any reader's stack."""
    nest = b"[" * 20_000 + b"]" * 20_000
    return b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Deep " + nest + b">>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def _utf8_flagged(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[7] |= 0x08
    changed[data.index(b"PK\x01\x02") + 9] |= 0x08
    return bytes(changed)


def _encrypted(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def _with_link(picture: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link.jpg")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.jpg", picture)
    return stream.getvalue()


def _namesakes(picture: bytes) -> bytes:
    data = zipped({"a.jpg": picture, "b.jpg": picture + b"\0"}, zipfile.ZIP_STORED)
    return data.replace(b"b.jpg", b"a.jpg")


def large_tiff() -> bytes:
    """A few kilobytes that are 119 megapixels: within the limits, but more than a small process can hold."""
    return samples.encoded(Image.new("1", (10_900, 10_900), 1), "TIFF", compression="group4")
