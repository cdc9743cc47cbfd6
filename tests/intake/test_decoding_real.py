"""All the odd (D) and hostile (E) files: each opens, or is refused in words; none costs more than its limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shoujian.intake.decoding.decoder import DecodeLimits, Decoder
from shoujian.schemas.findings import Finding
from shoujian.tests.intake.decoded import codes

pytestmark = [pytest.mark.real, pytest.mark.slow]

TEXT_FILES = frozenset({".json", ".csv", ".md"})
MUST_NOT_OPEN = {
    "ocrmypdf_hugemono.pdf": "file.too_many_pixels",
}
REFUSED_WHOLE = {
    "art_encrypted.pdf": "file.encrypted",
    "bmp_badwidth.bmp": "file.too_many_pixels",
    "mmocr_broken.jpg": "file.truncated",
    "pil_truncated_app14.jpg": "file.truncated",
    "pil_truncated_end_chunk.png": "file.truncated",
    "pil_truncated_image.png": "file.truncated",
    "pil_truncated_jpeg.jpg": "file.truncated",
    "pil_oom-8ed3316a4109213ca96fb8a256a0bfefdece1461.icns": "file.unknown_type",
    "qpdf_bad1.pdf": "file.unknown_type",
    "qpdf_empty.pdf": "file.damaged",
}
ACTIVE = ("xss_foxit-reader-poc.pdf", "xss_payload1.pdf", "xss_payload4.pdf", "xss_starter_pack.pdf")


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(DecodeLimits(timeout_s=30), workers=1) as made:
        yield made


def looked_at(decoder: Decoder, path: Path) -> list[str]:
    """The codes of the whole file and of those pages that cannot be had; three pages tell enough."""
    probe = decoder.probe(path, name=path.name)
    told = codes(probe.findings)
    assert probe.frames or told, path.name
    for index in range(min(probe.frames, 3)):
        assert probe.media_type is not None
        made = decoder.frame(path, probe.media_type, index)
        if isinstance(made, Finding):
            told += codes((made,))
        else:
            width, height = made.image.size
            assert width * height <= decoder.limits.max_pixels
            assert made.image.steps[0].name == "decoded"
    return told


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix not in TEXT_FILES)


def test_odd_files_open(decoder: Decoder, real_dir: Path) -> None:
    told = {path.name: looked_at(decoder, path) for path in files(real_dir / "D")}
    assert {name: found for name, found in told.items() if found} == {
        name: [code] for name, code in MUST_NOT_OPEN.items()
    }


def test_hostile_files_do_no_harm(decoder: Decoder, real_dir: Path) -> None:
    told = {path.name: looked_at(decoder, path) for path in files(real_dir / "E")}
    assert len(told) > 60
    assert not {name for name, found in told.items() if {"file.crashed", "file.timeout"} & set(found)}
    assert {name: told[name] for name in REFUSED_WHOLE} == {name: [code] for name, code in REFUSED_WHOLE.items()}
    assert all("file.active_content" in told[name] for name in ACTIVE)


def test_scans_in_pdfs_are_taken_out(decoder: Decoder, real_dir: Path) -> None:
    for name in ("D/ocrmypdf_ccitt.pdf", "D/ocrmypdf_jbig2.pdf", "D/ocrmypdf_linn.pdf", "D/naps2_image_pdf_bw.pdf"):
        made = decoder.frame(real_dir / name, "application/pdf", 0)
        assert not isinstance(made, Finding)
        assert made.origin == "extracted", name
