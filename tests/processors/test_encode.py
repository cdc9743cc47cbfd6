from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError
from shoujian.processors.legibility.encode import Encoded, encode_page
from shoujian.processors.legibility.jpeg import (
    MAX_QUALITY,
    MIN_QUALITY,
    Forecast,
    jpeg,
    sample,
)
from shoujian.processors.page import PageImage, Pixels
from shoujian.schemas.procedure import UploadLimits

from .legibility_pages import (
    noisy,
    portrait,
    text_page,
    with_seal,
)

PAGE = with_seal(noisy(text_page(), 3), (1200, 1800), 150, colour=(50, 40, 210))


def encode(
    pixels: Pixels = PAGE,
    limits: UploadLimits | None = None,
    *,
    dpi: float | None = 200.0,
    text_height_px: float | None = 29.0,
) -> Encoded:
    image = PageImage(pixels.copy(), dpi)
    return encode_page(image, limits or UploadLimits(), text_height_px=text_height_px, material="劳动合同")


def opened(encoded: Encoded) -> Image.Image:
    return Image.open(io.BytesIO(encoded.data))


def test_a_page_within_the_limits_is_encoded_once_at_full_size() -> None:
    encoded = encode(text_page(), UploadLimits(max_bytes=2_000_000))
    assert encoded.size == (1654, 2339)
    assert encoded.quality == MAX_QUALITY
    assert [step.name for step in encoded.steps] == ["encoded"]
    assert encoded.findings == ()
    assert opened(encoded).info["dpi"] == (200, 200)


@pytest.mark.parametrize("limit_kb", [500, 300, 150])
def test_the_byte_limit_is_kept_and_used(limit_kb: int) -> None:
    encoded = encode(PAGE, UploadLimits(max_bytes=limit_kb * 1024))
    assert limit_kb * 1024 * 0.7 < len(encoded.data) <= limit_kb * 1024
    assert encoded.quality is not None and encoded.quality >= MIN_QUALITY
    assert opened(encoded).size == encoded.size
    assert encoded.findings == ()


def test_dpi_shrinks_with_the_pixels() -> None:
    encoded = encode(PAGE, UploadLimits(max_long_side_px=1170))
    assert max(encoded.size) == 1170
    assert encoded.dpi == pytest.approx(200 * 1170 / 2339, abs=0.2)
    assert opened(encoded).info["dpi"][0] == pytest.approx(encoded.dpi, abs=0.5)
    assert encoded.steps[0].name == "resized"


def test_no_dpi_is_invented_for_a_photo() -> None:
    encoded = encode(PAGE, dpi=None)
    assert encoded.dpi is None
    assert "dpi" not in opened(encoded).info


def test_below_the_legibility_floor_the_limit_is_given_up_in_words() -> None:
    encoded = encode(PAGE, UploadLimits(max_bytes=20 * 1024, min_text_height_px=10))
    assert [found.code for found in encoded.findings] == ["material.over_limit"]
    assert "超过 20 KB" in encoded.findings[0].message
    assert encoded.quality == MIN_QUALITY
    assert encoded.size[1] == pytest.approx(2339 * 10 / 29, abs=2)


def test_the_least_short_side_is_not_undercut_to_save_bytes() -> None:
    encoded = encode(PAGE, UploadLimits(max_bytes=20 * 1024, min_short_side_px=1240))
    assert min(encoded.size) >= 1239
    assert [found.code for found in encoded.findings] == ["material.over_limit"]


def test_too_few_pixels_are_reported_with_what_is_asked() -> None:
    encoded = encode(text_page(size=(827, 1169), px=14), UploadLimits(min_short_side_px=1240), text_height_px=14)
    assert [found.code for found in encoded.findings] == ["material.low_resolution"]
    assert encoded.findings[0].facts == {"width": 827, "height": 1169, "min_width": 1240, "min_height": 1753}


def test_text_that_the_pixel_limit_makes_too_small_is_reported() -> None:
    encoded = encode(PAGE, UploadLimits(max_long_side_px=600))
    assert "page.text_too_small" in [found.code for found in encoded.findings]


def test_a_page_without_colour_is_stored_in_one_channel() -> None:
    gray = np.repeat(noisy(text_page())[..., 1:2], 3, axis=2)
    assert opened(encode(gray)).mode == "L"
    assert opened(encode(PAGE)).mode == "RGB"


def test_a_page_in_shades_of_grey_has_one_channel_and_its_resolution() -> None:
    encoded = encode(PAGE, UploadLimits(colour="grey", max_bytes=2_000_000))
    assert (opened(encoded).mode, opened(encoded).info["dpi"]) == ("L", (200, 200))
    assert encoded.steps[-1].parameters["colour"] == "grey"


def test_black_and_white_is_made_only_where_it_is_asked_for() -> None:
    shaded = (PAGE * np.linspace(1.0, 0.5, PAGE.shape[1])[None, :, None]).astype(np.uint8)
    picture = opened(encode(shaded, UploadLimits(colour="bilevel", format="png")))
    assert (picture.mode, picture.info["dpi"][0]) == ("1", pytest.approx(200, abs=0.1))
    clean = np.asarray(picture)[:, :150]
    assert clean.mean() > 0.999
    right = np.asarray(picture)[600:900, -300:]
    assert right.mean() == pytest.approx((PAGE[600:900, -300:].mean(axis=2) > 140).mean(), abs=0.03)
    with pikepdf.open(io.BytesIO(encode(PAGE, UploadLimits(colour="bilevel", format="pdf")).data)) as document:
        (image,) = document.pages[0].get_images().values()
        assert "CCITTFaxDecode" in repr(image.get("/Filter")) and image.get("/BitsPerComponent") == 1
    with pytest.raises(ValidationError, match="png or pdf"):
        UploadLimits(colour="bilevel", format="jpeg")


def test_a_resolution_below_the_one_asked_for_is_reported_with_both() -> None:
    encoded = encode(text_page(size=(827, 1169), px=14), UploadLimits(dpi=200), dpi=100.0, text_height_px=14)
    assert [(found.code, found.facts["value"], found.facts["limit"]) for found in encoded.findings] == [
        ("material.low_dpi", 100, 200)
    ]
    assert encoded.size == (827, 1169)


def test_a_resolution_that_the_pixel_limit_takes_is_not_held_against_the_page() -> None:
    assert encode(PAGE, UploadLimits(max_long_side_px=1800)).findings == ()


@pytest.mark.parametrize("limit_kb", [1000, 800, 600])
def test_one_or_two_full_encodes_find_nearly_the_best_quality(limit_kb: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(pixels: Pixels, quality: int, *, dpi: float | None = None, optimise: bool = False) -> bytes:
        made.append(quality)
        return jpeg(pixels, quality, dpi=dpi, optimise=optimise)

    monkeypatch.setattr("shoujian.processors.legibility.encode.jpeg", counted)
    limits = UploadLimits(max_bytes=limit_kb * 1024, max_long_side_px=2339, dpi=200)
    encoded = encode(PAGE, limits)
    assert encoded.size == (1654, 2339) and len(made) <= 2
    best = max(q for q in range(MIN_QUALITY, MAX_QUALITY + 1) if len(jpeg(PAGE, q, optimise=True)) <= limits.max_bytes)
    assert encoded.quality is not None and best - 4 <= encoded.quality <= best


def test_the_size_is_foretold_from_a_part_of_the_page() -> None:
    assert sample(PAGE).size < PAGE.size / 7
    forecast = Forecast(PAGE)
    for quality in (55, 75, 88):
        assert forecast.size(quality) == pytest.approx(len(jpeg(PAGE, quality, optimise=True)), rel=0.05)


def test_where_a_forecast_fails_a_lower_quality_is_found_by_trying() -> None:
    forecast = Forecast(PAGE)
    found = forecast.quality_below(80, forecast.size(66))
    assert 66 <= found < 80 and forecast.size(found) <= forecast.size(66)
    assert forecast.quality_below(60, 1.0) == MIN_QUALITY


def test_png_keeps_limit_and_dpi() -> None:
    encoded = encode(text_page(), UploadLimits(format="png", max_bytes=400 * 1024))
    picture = opened(encoded)
    assert (encoded.media_type, picture.format) == ("image/png", "PNG")
    assert len(encoded.data) <= 400 * 1024 and encoded.quality is None
    assert picture.info["dpi"][0] == pytest.approx(encoded.dpi, abs=0.1)


@pytest.mark.parametrize(("dpi", "width_pt"), [(200.0, 595.4), (None, 595.3)])
def test_a_pdf_has_the_page_at_its_true_size(dpi: float | None, width_pt: float) -> None:
    encoded = encode(PAGE, UploadLimits(format="pdf"), dpi=dpi)
    assert len(encoded.data) <= 500 * 1024
    with pikepdf.open(io.BytesIO(encoded.data)) as document:
        assert len(document.pages) == 1
        assert float(document.pages[0].mediabox[2]) == pytest.approx(width_pt, abs=3)
    assert encode(PAGE, UploadLimits(format="pdf"), dpi=dpi).data == encoded.data


def test_a_portrait_gets_exactly_its_size() -> None:
    limits = UploadLimits(exact_size_px=(110, 140), max_bytes=50 * 1024)
    encoded = encode(portrait((252, 252, 252)), limits, dpi=None, text_height_px=None)
    assert encoded.size == opened(encoded).size == (110, 140)
    assert opened(encoded).info["dpi"] == (200, 200)
    assert encoded.findings == ()


@settings(max_examples=15, deadline=None)
@given(
    width=st.integers(1, 400),
    height=st.integers(1, 400),
    long_side=st.integers(16, 300),
    limit=st.integers(2_000, 60_000),
)
def test_any_page_keeps_pixels_and_bytes_or_says_so(width: int, height: int, long_side: int, limit: int) -> None:
    pixels = np.random.default_rng(width * height).integers(0, 255, (height, width, 3), dtype=np.uint8)
    limits = UploadLimits(max_long_side_px=long_side, max_bytes=limit)
    encoded = encode(pixels, limits, text_height_px=None)
    assert max(encoded.size) <= long_side
    told = any(found.code == "material.over_limit" for found in encoded.findings)
    assert told == (len(encoded.data) > limit)
