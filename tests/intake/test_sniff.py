from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from shoujian.intake.decoding.decoder import sniff


def picture(format_name: str, mode: str = "RGB", **options: object) -> bytes:
    sink = io.BytesIO()
    Image.new(mode, (40, 30), "white").save(sink, format_name, **options)
    return sink.getvalue()


def pdf(pages: int = 1) -> bytes:
    sink = io.BytesIO()
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    document.save(sink)
    return sink.getvalue()


def archive() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        made.writestr("a.txt", "text")
    return sink.getvalue()


WHOLE = {
    sniff.JPEG: picture("JPEG"),
    sniff.PNG: picture("PNG"),
    sniff.WEBP: picture("WEBP"),
    sniff.BMP: picture("BMP"),
    sniff.GIF: picture("GIF"),
    sniff.TIFF: picture("TIFF"),
    sniff.AVIF: picture("AVIF"),
    sniff.PDF: pdf(),
    sniff.ZIP: archive(),
}
TOLD_BY_END = sorted(set(WHOLE) - {sniff.TIFF})


@pytest.mark.parametrize("media_type", sorted(WHOLE))
def test_content_tells_the_type(media_type: str) -> None:
    assert sniff.media_type(WHOLE[media_type][:8192]) == media_type


@pytest.mark.parametrize(
    "head",
    [b"", b"\0" * 64, b"BM is how this text begins, and it is no bitmap", b"hello", b"\xff\xd8", b"RIFF\0\0\0\0WAVE"],
)
def test_other_content_is_no_picture(head: bytes) -> None:
    assert sniff.media_type(head) not in sniff.IMAGE_TYPES | {sniff.PDF, sniff.ZIP}


def test_pdf_may_begin_after_some_junk() -> None:
    assert sniff.media_type(b"\r\n junk of a mail gateway \r\n" + WHOLE[sniff.PDF]) == sniff.PDF
    assert sniff.media_type(b"x" * 2000 + WHOLE[sniff.PDF]) != sniff.PDF


@pytest.mark.parametrize(("brand", "expected"), [(b"heic", sniff.HEIC), (b"mif1", sniff.HEIC), (b"avif", sniff.AVIF)])
def test_heif_brands(brand: bytes, expected: str) -> None:
    assert sniff.media_type(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + b"miaf" + brand) == expected


def test_a_video_is_not_taken_for_a_picture() -> None:
    assert sniff.media_type(b"\0\0\0\x18ftypisom\0\0\0\0isommp42") not in sniff.IMAGE_TYPES


@pytest.mark.parametrize("media_type", sorted(WHOLE))
def test_whole_files_are_complete(tmp_path: Path, media_type: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(WHOLE[media_type])
    assert sniff.is_complete(file, media_type)


@pytest.mark.parametrize("media_type", TOLD_BY_END)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_files_still_being_written_are_not(tmp_path: Path, media_type: str, share: float) -> None:
    file = tmp_path / "file"
    whole = WHOLE[media_type]
    file.write_bytes(whole[: int(len(whole) * share)])
    assert not sniff.is_complete(file, media_type)


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_picture(tmp_path: Path) -> None:
    exif_with_thumbnail = b"Exif\0\0" + WHOLE[sniff.JPEG]
    segment = b"\xff\xe1" + (len(exif_with_thumbnail) + 2).to_bytes(2, "big") + exif_with_thumbnail
    whole = WHOLE[sniff.JPEG][:2] + segment + WHOLE[sniff.JPEG][2:]
    file = tmp_path / "file.jpg"
    file.write_bytes(whole[:-40])
    assert not sniff.is_complete(file, sniff.JPEG)
    file.write_bytes(whole + b"trailer of a phone")
    assert sniff.is_complete(file, sniff.JPEG)
    assert sniff.jpeg_end(whole) == len(whole)


def test_progressive_jpeg_is_complete_only_with_its_last_scan() -> None:
    sink = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(sink, "JPEG", progressive=True)
    whole = sink.getvalue()
    assert sniff.jpeg_end(whole) == len(whole)
    assert sniff.jpeg_end(whole[:-2]) is None


def test_pdf_with_an_update_that_breaks_off_is_not_complete(tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(WHOLE[sniff.PDF] + b"\n12 0 obj\n<< /Length 400 >>\nstream\nbreaks o")
    assert not sniff.is_complete(file, sniff.PDF)


@pytest.mark.parametrize(
    ("name", "media_type", "fits"),
    [
        ("a.jpg", sniff.JPEG, True),
        ("A.JPEG", sniff.JPEG, True),
        ("a.png", sniff.JPEG, False),
        ("扫描件", sniff.PDF, True),
        ("身份证.pdf", sniff.PDF, True),
        ("x.tar.gz", sniff.PDF, False),
    ],
)
def test_extension(name: str, media_type: str, fits: bool) -> None:
    assert sniff.extension_fits(name, media_type) is fits


@pytest.mark.parametrize(
    ("content", "blank"), [(b"", True), (b"\0" * 3_000_000, True), (b"\0" * 2_000_000 + b"x", False)]
)
def test_blank_files(tmp_path: Path, content: bytes, blank: bool) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert sniff.is_blank(file) is blank
