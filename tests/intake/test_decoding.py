from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps
from shoujian.intake.decoding.decoder import DecodeLimits, Decoder
from shoujian.schemas.findings import Finding
from shoujian.schemas.procedure import ReceiveLimits
from shoujian.tests.intake import samples
from shoujian.tests.intake.decoded import (
    codes,
    difference,
    frame_of,
    frames,
    refusal,
    steps,
)

JPEG_TOLERANCE = 6.0
"""Mean difference of 8-bit samples after JPEG at quality 95 with sharp edges; lossless formats get 0."""


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(DecodeLimits(), workers=1) as made:
        yield made


@pytest.mark.parametrize(
    ("format_name", "media_type", "tolerance", "options"),
    [
        ("JPEG", "image/jpeg", JPEG_TOLERANCE, {"quality": 95}),
        ("PNG", "image/png", 0, {}),
        ("WEBP", "image/webp", 0, {"lossless": True}),
        ("BMP", "image/bmp", 0, {}),
        ("TIFF", "image/tiff", 0, {"compression": "tiff_lzw"}),
        ("AVIF", "image/avif", JPEG_TOLERANCE, {"quality": 95}),
    ],
)
def test_pictures(
    decoder: Decoder, tmp_path: Path, format_name: str, media_type: str, tolerance: float, options: dict[str, Any]
) -> None:
    path = samples.write(tmp_path / "file", samples.card(), format_name, **options)
    probe = decoder.probe(path)
    assert (probe.media_type, probe.frames, probe.findings) == (media_type, 1, ())
    frame = frame_of(decoder, path)
    assert difference(frame, samples.card()) <= tolerance
    assert (frame.origin, frame.text_layer, steps(frame)) == ("image", None, ["decoded"])
    assert not frame.image.pixels.flags.writeable


@pytest.mark.parametrize("mode", ["L", "CMYK", "1"])
def test_colour_modes_of_jpeg_and_tiff(decoder: Decoder, tmp_path: Path, mode: str) -> None:
    image = samples.card().convert(mode)
    formats = ["TIFF"] if mode == "1" else ["TIFF", "JPEG"]
    for format_name in formats:
        path = samples.write(tmp_path / f"file.{format_name}", image, format_name)
        assert difference(frame_of(decoder, path), image.convert("RGB")) <= JPEG_TOLERANCE


def test_palette(decoder: Decoder, tmp_path: Path) -> None:
    image = samples.card().quantize(8)
    assert difference(frame_of(decoder, samples.write(tmp_path / "a.png", image, "PNG")), image.convert("RGB")) == 0


@pytest.mark.parametrize("photometric", [0, 1])
@pytest.mark.parametrize("mode", ["L", "1", "I;16"])
def test_tiff_whose_smallest_value_is_white(decoder: Decoder, tmp_path: Path, mode: str, photometric: int) -> None:
    gray = samples.card().convert("L")
    stored = ImageOps.invert(gray) if photometric == 0 else gray
    if mode == "I;16":
        image = Image.fromarray(np.asarray(stored).astype(np.uint16) * 257)
    else:
        image = stored.convert(mode, dither=Image.Dither.NONE)
    path = tmp_path / "a.tif"
    path.write_bytes(_tiff(image, photometric))
    expected = gray.convert("1", dither=Image.Dither.NONE) if mode == "1" else gray
    assert difference(frame_of(decoder, path), expected) <= 1


def _tiff(image: Image.Image, photometric: int) -> bytes:
    """Write an uncompressed little-endian TIFF by hand: Pillow inverts samples on its own way out."""
    bits = {"1": 1, "L": 8, "I;16": 16}[image.mode]
    data = image.tobytes()
    width, height = image.size
    tags = [(256, width), (257, height), (258, bits), (259, 1), (262, photometric), (273, 8), (277, 1), (278, height)]
    tags += [(279, len(data))]
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + struct.pack("<H", len(tags)) + body + b"\0\0\0\0"


def test_sixteen_bits_a_sample(decoder: Decoder, tmp_path: Path) -> None:
    deep = Image.fromarray(np.asarray(samples.card().convert("L")).astype(np.uint16) * 257)
    for format_name in ("PNG", "TIFF"):
        frame = frame_of(decoder, samples.write(tmp_path / f"a.{format_name}", deep, format_name))
        assert difference(frame, samples.card().convert("L")) <= 1
        assert "eight_bit" in steps(frame)


@pytest.mark.parametrize("format_name", ["PNG", "WEBP", "TIFF"])
def test_alpha_is_put_on_white(decoder: Decoder, tmp_path: Path, format_name: str) -> None:
    image = samples.card().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    options = {"lossless": True} if format_name == "WEBP" else {}
    frame = frame_of(decoder, samples.write(tmp_path / "a", image, format_name, **options))
    assert frame.image.pixels.min() == 255
    assert steps(frame) == ["decoded", "alpha_on_white"]


def test_transparent_palette_colour_is_white(decoder: Decoder, tmp_path: Path) -> None:
    image = Image.new("P", (20, 10), 1)
    image.putpalette([0, 0, 0, 10, 20, 30])
    image.paste(0, (0, 0, 10, 10))
    frame = frame_of(decoder, samples.write(tmp_path / "a.png", image, "PNG", transparency=0))
    assert frame.image.pixels[5, 2].tolist() == [255, 255, 255]
    assert frame.image.pixels[5, 15].tolist() == [30, 20, 10]


def test_animations_give_their_first_picture(decoder: Decoder, tmp_path: Path) -> None:
    others = [Image.new("RGB", samples.SIZE, colour) for colour in ("red", "blue")]
    for format_name in ("GIF", "WEBP", "PNG"):
        path = samples.write(tmp_path / "a", samples.card(), format_name, save_all=True, append_images=others)
        probe = decoder.probe(path)
        assert (probe.frames, codes(probe.findings)) == (1, ["file.first_frame_only"])
        assert difference(frame_of(decoder, path), samples.card()) < JPEG_TOLERANCE


def test_every_page_of_a_tiff(decoder: Decoder, tmp_path: Path) -> None:
    pages = [samples.card(), samples.card().rotate(180), samples.card().convert("1"), samples.card().convert("CMYK")]
    path = samples.write(tmp_path / "a.tif", pages[0], "TIFF", save_all=True, append_images=pages[1:])
    made = frames(decoder, path, pages=4)
    assert [difference(frame, page.convert("RGB")) for frame, page in zip(made, pages, strict=True)] == [0, 0, 0, 0]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_exif_orientation(decoder: Decoder, tmp_path: Path, format_name: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, Any] = {"exif": exif}
    if format_name in ("JPEG", "WEBP"):
        options["quality"] = 95
    path = samples.write(tmp_path / "a", samples.card(), format_name, **options)
    with Image.open(path) as image:
        expected = ImageOps.exif_transpose(image)
    frame = frame_of(decoder, path)
    assert difference(frame, expected) <= JPEG_TOLERANCE
    turned = [step.parameters for step in frame.image.steps if step.name == "exif"]
    assert turned == ([] if orientation == 1 else [{"orientation": orientation}])


def test_colour_profile_is_converted(decoder: Decoder, tmp_path: Path) -> None:
    profile = samples.swapped_profile()
    path = samples.write(tmp_path / "a.png", samples.card(), "PNG", icc_profile=profile)
    frame = frame_of(decoder, path)
    assert steps(frame) == ["decoded", "colour_profile"]
    # The profile's red primary is sRGB's blue: what is stored red is seen blue.
    blue, _, red = frame.image.pixels[10, 10].tolist()
    assert blue > 150 > 100 > red


def test_damaged_and_unfit_profiles_are_ignored(decoder: Decoder, tmp_path: Path) -> None:
    for number, profile in enumerate((b"no profile at all", samples.wide_gamut_profile())):
        path = samples.write(tmp_path / f"{number}.png", samples.card(), "PNG", icc_profile=profile)
        frame = frame_of(decoder, path)
        assert (difference(frame, samples.card()), steps(frame)) == (0, ["decoded"])


@pytest.mark.parametrize(
    ("declared", "expected"),
    [(300, 300.0), (200, 200.0), (72, None), (96, None), (20, None), (9600, None)],
)
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF", "BMP"])
def test_resolution(decoder: Decoder, tmp_path: Path, format_name: str, declared: int, expected: float | None) -> None:
    path = samples.write(tmp_path / "a", samples.card(), format_name, dpi=(declared, declared))
    assert frame_of(decoder, path).image.dpi == (None if expected is None else pytest.approx(expected, abs=0.1))


def test_a_camera_knows_no_resolution(decoder: Decoder, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Example", "Phone 1"
    path = samples.write(tmp_path / "a.jpg", samples.card(), "JPEG", dpi=(300, 300), exif=exif)
    assert frame_of(decoder, path).image.dpi is None


def test_pixels_of_a_fax_are_made_square(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.write(tmp_path / "a.tif", samples.card(), "TIFF", dpi=(204, 98))
    frame = frame_of(decoder, path)
    assert frame.image.size == (120, round(80 * 204 / 98))
    assert frame.image.dpi == 204
    assert steps(frame) == ["decoded", "square_pixels"]


def _huge_png(path: Path, side: int) -> Path:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    return path


def test_limits_hold_by_the_header(tmp_path: Path) -> None:
    limits = DecodeLimits(max_file_bytes=200_000, max_pages=3, max_megapixels=0.02, memory_bytes=2_000_000_000)
    with Decoder(limits, workers=1) as decoder:
        assert refusal(decoder, _huge_png(tmp_path / "huge.png", 60_000)) == "file.too_many_pixels"
        assert frame_of(decoder, samples.write(tmp_path / "ok.png", samples.card(), "PNG"))
        pages = [samples.card()] * 4
        path = samples.write(tmp_path / "a.tif", pages[0], "TIFF", save_all=True, append_images=pages[1:])
        assert refusal(decoder, path) == "file.too_many_pages"
        large = tmp_path / "large.png"
        large.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 200_000)
        assert refusal(decoder, large) == "file.too_large"
        scan = samples.scan_pdf(tmp_path / "scan.pdf", samples.encoded(samples.card().resize((400, 300)), "JPEG"))
        made = decoder.frame(scan, "application/pdf", 0)
        assert isinstance(made, Finding)
        assert made.code == "file.too_many_pixels"
        digital = frame_of(decoder, samples.born_digital_pdf(tmp_path / "digital.pdf"))
        width, height = digital.image.size
        assert width * height <= limits.max_pixels


def test_limits_follow_the_procedure() -> None:
    limits = DecodeLimits.of(ReceiveLimits(max_file_bytes=5, max_pages=6, max_megapixels=7), timeout_s=8)
    assert (limits.max_file_bytes, limits.max_pages, limits.max_pixels, limits.timeout_s) == (5, 6, 7_000_000, 8)


@pytest.mark.parametrize("content", [b"", b"\0" * 5000])
def test_empty(decoder: Decoder, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    assert refusal(decoder, path) == "file.empty"


def test_unknown(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"just some words of a letter, and nothing else")
    assert refusal(decoder, path) == "file.unknown_type"


def test_links_and_pipes_are_not_read(decoder: Decoder, tmp_path: Path) -> None:
    target = samples.write(tmp_path / "a.png", samples.card(), "PNG")
    (tmp_path / "link.png").symlink_to(target)
    os.mkfifo(tmp_path / "pipe.png")
    assert refusal(decoder, tmp_path / "link.png") == "file.not_regular"
    assert refusal(decoder, tmp_path / "pipe.png") == "file.not_regular"


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF", "PDF"])
def test_half_a_file_never_passes(decoder: Decoder, tmp_path: Path, format_name: str, share: float) -> None:
    noise = Image.effect_noise((300, 300), 60).convert("RGB")
    if format_name == "PDF":
        whole = samples.scan_pdf(tmp_path / "whole", samples.encoded(noise, "JPEG")).read_bytes()
    else:
        whole = samples.encoded(noise, format_name)
    path = tmp_path / "a"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(decoder, path) == "file.truncated"


def test_damaged(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.write(tmp_path / "a.png", Image.effect_noise((200, 200), 60), "PNG")
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = b"\xaa" * 200
    path.write_bytes(data)
    assert refusal(decoder, path) == "file.damaged"


def test_extension_is_only_remarked(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.write(tmp_path / "blob", samples.card(), "PNG")
    probe = decoder.probe(path, name="身份证.jpg")
    assert (probe.media_type, probe.frames, codes(probe.findings)) == ("image/png", 1, ["file.extension"])
    assert "image/png" in probe.findings[0].message
    assert decoder.probe(path, name="身份证.png").findings == ()


def test_a_zip_has_no_pages_of_its_own(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    probe = decoder.probe(path)
    assert (probe.media_type, probe.frames, probe.findings) == ("application/zip", 0, ())


def test_missing_file_is_the_callers_mistake(decoder: Decoder, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        decoder.probe(tmp_path / "nothing")
