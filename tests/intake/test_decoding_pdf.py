from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageOps
from shoujian.intake.decoding.decoder import Decoder, Frame
from shoujian.schemas.findings import Finding
from shoujian.schemas.geometry import bounds
from shoujian.tests.intake import samples
from shoujian.tests.intake.decoded import (
    codes,
    difference,
    frame_of,
    frames,
    refusal,
    steps,
)


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(workers=1) as made:
        yield made


def scan(path: Path, image: Image.Image | None = None, **options: object) -> Path:
    return samples.scan_pdf(path, samples.encoded(image or samples.card(), "JPEG", quality=95, **options))


def jpeg_pixels(image: Image.Image) -> Image.Image:
    """What any decoder makes of the sample's JPEG."""
    with Image.open(io.BytesIO(samples.encoded(image, "JPEG", quality=95))) as stored:
        return stored.convert("RGB")


def drawn(path: Path, size: tuple[int, int]) -> np.ndarray:
    """The first page as PDFium shows it, at that size."""
    with pypdfium2.PdfDocument(path) as document:
        image = document[0].render(scale=4).to_pil().convert("RGB").resize(size, Image.Resampling.BOX)
    return samples.bgr(image).astype(int)


def test_a_scan_is_taken_out_as_it_is(decoder: Decoder, tmp_path: Path) -> None:
    frame = frame_of(decoder, scan(tmp_path / "a.pdf"))
    assert frame.origin == "extracted"
    assert difference(frame, jpeg_pixels(samples.card())) < 1
    assert frame.image.dpi == pytest.approx(200, abs=0.5)
    assert frame.image.steps[0].parameters["media"] == "DCTDecode"
    assert frame.text_layer is None


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_scans_of_other_filters_are_exact(decoder: Decoder, tmp_path: Path, mode: str) -> None:
    image = samples.card().convert(mode, dither=Image.Dither.NONE) if mode != "P" else samples.card().quantize(8)
    data = samples.encoded(image, "PNG")
    frame = frame_of(decoder, samples.scan_pdf(tmp_path / "a.pdf", data))
    assert (frame.origin, difference(frame, image.convert("RGB"))) == ("extracted", 0)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("flip", ["", "-1 0 0 1 43.2 0 cm", "1 0 0 -1 0 28.8 cm", "-1 0 0 -1 43.2 28.8 cm"])
def test_a_scan_is_turned_as_the_page_shows_it(decoder: Decoder, tmp_path: Path, rotate: int, flip: str) -> None:
    path = samples.changed_pdf(scan(tmp_path / "a.pdf"), Rotate=rotate)
    samples.with_content(path, b"", before=flip.encode())
    frame = frame_of(decoder, path)
    assert frame.origin == "extracted"
    expected_size = samples.SIZE if rotate % 180 == 0 else samples.SIZE[::-1]
    assert frame.image.size == expected_size
    assert np.abs(frame.image.pixels - drawn(path, expected_size)).mean() < 8


def test_a_scan_may_lie_turned_on_its_page(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.changed_pdf(scan(tmp_path / "a.pdf"), MediaBox=[0, 0, 28.8, 43.2])
    samples.with_content(path, b"", before=b"0 1 -1 0 28.8 0 cm")
    frame = frame_of(decoder, path)
    assert (frame.origin, frame.image.size) == ("extracted", samples.SIZE[::-1])
    assert np.abs(frame.image.pixels - drawn(path, samples.SIZE[::-1])).mean() < 8


def test_different_resolutions_turn_with_the_scan(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.changed_pdf(scan(tmp_path / "a.pdf"), MediaBox=[0, 0, 43.2, 57.6], Rotate=90)
    samples.with_content(path, b"", before=b"1 0 0 2 0 0 cm")
    frame = frame_of(decoder, path)
    assert (frame.origin, frame.image.size, steps(frame)[-1]) == ("extracted", (160, 120), "square_pixels")


INVISIBLE_TEXT = b"BT /Helv 8 Tf 3 Tr 5 10 Td (read by a scanner program, with errors) Tj ET"
VISIBLE_TEXT = b"BT /Helv 8 Tf 0 Tr 5 10 Td (stamp) Tj ET"


def test_invisible_text_of_a_scanner_is_no_reading(decoder: Decoder, tmp_path: Path) -> None:
    frame = frame_of(decoder, samples.with_content(scan(tmp_path / "a.pdf"), INVISIBLE_TEXT))
    assert (frame.origin, frame.text_layer) == ("extracted", None)


@pytest.mark.parametrize(
    "content",
    [VISIBLE_TEXT, b"0 0 10 10 re f", b"0 0 m 20 20 l S", b"0.5 0 0 0.5 0 0 cm /Im0 Do"],
    ids=["text", "fill", "line", "picture"],
)
def test_whatever_is_drawn_over_a_scan_is_kept(decoder: Decoder, tmp_path: Path, content: bytes) -> None:
    path = scan(tmp_path / "a.pdf")
    with pikepdf.open(path) as document:
        name, _ = samples.picture_of(document)
    frame = frame_of(decoder, samples.with_content(path, content.replace(b"Im0", name.encode())))
    assert frame.origin == "rendered"
    assert frame.text_layer is None


def test_a_cropped_scan_shows_no_more_than_the_page(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.changed_pdf(scan(tmp_path / "a.pdf"), CropBox=[0, 0, 21.6, 28.8])
    frame = frame_of(decoder, path)
    assert frame.origin == "rendered"
    assert frame.image.size[0] < frame.image.size[1]


def test_a_picture_on_a_larger_page_is_not_the_page(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.changed_pdf(scan(tmp_path / "a.pdf"), MediaBox=[0, 0, 432, 288])
    frame = frame_of(decoder, path)
    assert (frame.origin, frame.image.dpi) == ("rendered", 300)
    assert frame.image.size == (1800, 1200)


def test_cmyk_is_rendered_at_its_own_resolution(decoder: Decoder, tmp_path: Path) -> None:
    frame = frame_of(decoder, scan(tmp_path / "a.pdf", samples.card().convert("CMYK")))
    assert (frame.origin, frame.image.dpi) == ("rendered", pytest.approx(200, abs=0.5))
    assert difference(frame, samples.card()) < 30


def test_inverted_samples_are_not_taken_out(decoder: Decoder, tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        samples.picture_of(document)[1].Decode = pikepdf.Array([1, 0] * 3)
        document.save(path)
    frame = frame_of(decoder, path)
    assert frame.origin == "rendered"
    assert difference(frame, ImageOps.invert(jpeg_pixels(samples.card()))) < 12


def test_a_profile_of_the_pdf_is_applied(decoder: Decoder, tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        profile = document.make_stream(samples.swapped_profile(), N=3)
        samples.picture_of(document)[1].ColorSpace = pikepdf.Array([pikepdf.Name.ICCBased, profile])
        document.save(path)
    frame = frame_of(decoder, path)
    assert (frame.origin, steps(frame)) == ("extracted", ["decoded", "colour_profile"])
    blue, _, red = frame.image.pixels[10, 10].tolist()
    assert blue > 150 > 100 > red


@pytest.mark.parametrize(("missing", "opens"), [(2, True), (2500, False)])
def test_a_scan_that_breaks_off_inside_a_whole_pdf(decoder: Decoder, tmp_path: Path, missing: int, opens: bool) -> None:
    path = scan(tmp_path / "a.pdf", Image.effect_noise((120, 80), 60))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        _, picture = samples.picture_of(document)
        picture.write(picture.read_raw_bytes()[:-missing], filter=pikepdf.Name.DCTDecode)
        document.save(path)
    made = decoder.frame(path, "application/pdf", 0)
    if opens:
        assert isinstance(made, Frame)
    else:
        assert isinstance(made, Finding)
        assert made.code == "file.truncated"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_text_layer(decoder: Decoder, tmp_path: Path, rotate: int) -> None:
    """Only a page that is shown upright has a text layer; a turned one is left to the reader that turns pages."""
    frame = frame_of(decoder, samples.born_digital_pdf(tmp_path / "a.pdf", rotate=rotate))
    assert (frame.origin, frame.image.dpi) == ("rendered", 300)
    if rotate:
        assert frame.text_layer is None
        return
    assert frame.text_layer is not None
    assert tuple(line.text for line in frame.text_layer.lines) == samples.CONTRACT
    assert {line.confidence for line in frame.text_layer.lines} == {1.0}
    ink = frame.image.pixels.min(axis=2) < 128
    total = ink.sum()
    covered = 0
    for line in frame.text_layer.lines:
        left, top, right, bottom = (round(value) for value in bounds(line.box))
        covered += ink[top:bottom, left:right].sum()
    assert covered > 0.98 * total


def test_text_that_a_turned_page_shows_upright(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.born_digital_pdf(tmp_path / "a.pdf", rotate=90)
    samples.with_content(path, b"Q", before=b"q 0 1 -1 0 350 -50 cm")
    frame = frame_of(decoder, path)
    assert frame.text_layer is not None
    assert frame.text_layer.lines[0].text == samples.CONTRACT[0]
    left, top, right, bottom = bounds(frame.text_layer.lines[0].box)
    assert right - left > bottom - top


def test_too_little_text_is_no_layer(decoder: Decoder, tmp_path: Path) -> None:
    frame = frame_of(decoder, samples.born_digital_pdf(tmp_path / "a.pdf", lines=("第 1 页",)))
    assert frame.text_layer is None


def test_text_of_a_font_without_a_map_is_no_layer(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.born_digital_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for font in document.pages[0].obj.Resources.Font.values():
            del font["/ToUnicode"]
        document.save(path)
    assert frame_of(decoder, path).text_layer is None


GAP = " " * 25


def test_cells_of_a_table_are_lines_of_their_own(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.born_digital_pdf(
        tmp_path / "a.pdf",
        lines=(f"姓名{GAP}张三", f"单位{GAP}杭州示例", "备注 无其他需要说明的事项"),
    )
    frame = frame_of(decoder, path)
    assert frame.text_layer is not None
    assert [line.text for line in frame.text_layer.lines][:3] == ["姓名", "张三", "单位"]


def test_many_pages_of_several_kinds(decoder: Decoder, tmp_path: Path) -> None:
    with (
        pikepdf.open(scan(tmp_path / "a.pdf")) as document,
        pikepdf.open(samples.born_digital_pdf(tmp_path / "b.pdf")) as digital,
    ):
        document.pages.extend(digital.pages)
        document.add_blank_page(page_size=(100, 200))
        document.save(tmp_path / "c.pdf")
    made = frames(decoder, tmp_path / "c.pdf", pages=3)
    assert [frame.origin for frame in made] == ["extracted", "rendered", "rendered"]
    assert made[2].image.pixels.min() == 255
    assert made[2].image.size == (417, 834)


def test_a_page_of_a_phones_pixels_is_not_blown_up(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.changed_pdf(samples.born_digital_pdf(tmp_path / "a.pdf"), MediaBox=[0, 0, 4000, 3000])
    frame = frame_of(decoder, path)
    assert max(frame.image.size) == pytest.approx(3508, abs=1)
    assert frame.image.dpi is None


def _open_action(document: pikepdf.Pdf, **action: object) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(**action)


@pytest.mark.parametrize(
    "make",
    [
        lambda document: _open_action(document, S=pikepdf.Name.JavaScript, JS="app.alert(1)"),
        lambda document: _open_action(document, S=pikepdf.Name.Launch, F="calc.exe"),
        lambda document: _open_action(document, S=pikepdf.Name.URI, URI="http://example.invalid"),
        lambda document: document.attachments.__setitem__("a.txt", b"attached"),
        lambda document: document.pages[0].obj.__setitem__(
            "/AA", pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"))
        ),
    ],
    ids=["script", "launch", "address", "attachment", "page event"],
)
def test_active_content_is_told(decoder: Decoder, tmp_path: Path, make: object) -> None:
    path = samples.born_digital_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        assert callable(make)
        make(document)
        document.save(path)
    probe = decoder.probe(path)
    assert (probe.frames, codes(probe.findings)) == (1, ["file.active_content"])


def test_plain_links_and_destinations_are_not_active(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.born_digital_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        page = document.pages[0].obj
        document.Root.OpenAction = pikepdf.Array([page, pikepdf.Name.Fit])
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 10, 10],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://example.invalid"),
        )
        page.Annots = pikepdf.Array([link])
        document.save(path)
    assert decoder.probe(path).findings == ()
    assert frame_of(decoder, path).text_layer is not None


def test_filled_form_fields_are_drawn_and_left_to_the_reader(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.born_digital_pdf(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        look = document.make_stream(b"0 0 50 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = [0, 0, 50, 50]
        stamp = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[300, 0, 350, 50])
        stamp.AP, stamp.F = pikepdf.Dictionary(N=look), 4
        document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(stamp)])
        document.save(path)
    frame = frame_of(decoder, path)
    height, width = frame.image.pixels.shape[:2]
    assert frame.image.pixels[round(height * 275 / 300), round(width * 325 / 400)].max() == 0
    assert frame.text_layer is None


def test_a_damaged_table_of_contents_is_repaired(decoder: Decoder, tmp_path: Path) -> None:
    path = scan(tmp_path / "a.pdf")
    data = path.read_bytes()
    mark = data.rfind(b"startxref")
    path.write_bytes(data[:mark] + b"startxref\n7\n%%EOF\n")
    probe = decoder.probe(path)
    assert (probe.frames, codes(probe.findings)) == (1, ["file.repaired"])
    assert frame_of(decoder, path).origin == "extracted"


def test_damaged_beyond_repair(decoder: Decoder, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing that follows is a document\n%%EOF\n")
    assert refusal(decoder, path) == "file.damaged"


def test_pdf_with_password(decoder: Decoder, tmp_path: Path) -> None:
    path = samples.born_digital_pdf(tmp_path / "a.pdf")
    for user, expected in (("", 1), ("secret", 0)):
        with pikepdf.open(path) as document:
            document.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(owner="owner", user=user))
        probe = decoder.probe(tmp_path / "b.pdf")
        assert (probe.frames, codes(probe.findings)) == (expected, [] if expected else ["file.encrypted"])
        if expected:
            assert frame_of(decoder, tmp_path / "b.pdf").text_layer is not None
