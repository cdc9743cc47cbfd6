from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from shoujian.processors.legibility.quality import is_blank, measure_quality, quality_findings
from shoujian.processors.page import PageImage, Pixels
from shoujian.schemas.page import Quality

from .legibility_pages import (
    as_jpeg,
    noisy,
    portrait,
    short_line,
    text_page,
    with_seal,
)

EMPTY = np.full((2339, 1654, 3), 240, np.uint8)


def quality_of(pixels: Pixels) -> Quality:
    return measure_quality(PageImage(np.ascontiguousarray(pixels)))


def blank(pixels: Pixels) -> bool:
    return is_blank(PageImage(np.ascontiguousarray(pixels)))


def test_a_clean_scan_has_no_problem() -> None:
    quality = quality_of(noisy(text_page()))
    assert quality.problems == ()
    assert quality.blur is not None and quality.blur < 0.14
    assert quality.text_height_px == pytest.approx(29, rel=0.15)
    assert quality.unevenness == pytest.approx(1.0, abs=0.05)
    assert quality.colour is False


@pytest.mark.parametrize("px", [9, 14, 22, 40])
def test_text_height_follows_the_print(px: int) -> None:
    assert quality_of(text_page(px=px)).text_height_px == pytest.approx(px, rel=0.15)


def test_small_text_is_a_problem_with_its_height() -> None:
    findings = quality_findings(quality_of(as_jpeg(text_page(px=7, size=(827, 1169)), 85)))
    assert [found.code for found in findings] == ["page.text_too_small"]
    assert findings[0].facts["value"] in (7, 8) and "应不低于 10" in findings[0].message


def test_blur_grows_with_defocus_and_is_reported() -> None:
    page = noisy(text_page(), 2)
    blurs = [quality_of(cv2.GaussianBlur(page, (0, 0), sigma)).blur for sigma in (1, 2, 3, 5)]
    assert None not in blurs and blurs == sorted(blurs)
    assert "page.blurred" in quality_of(cv2.GaussianBlur(page, (0, 0), 5)).problems


@pytest.mark.parametrize("kernel", [np.eye(11) / 11, np.ones((1, 15)) / 15], ids=["diagonal", "level"])
def test_motion_in_one_direction_is_blur(kernel: np.ndarray) -> None:
    assert "page.blurred" in quality_of(cv2.filter2D(text_page(), -1, kernel)).problems


def test_faint_print_is_low_contrast() -> None:
    faint = noisy((235 - (250 - text_page().astype(np.float32)) * 0.06).astype(np.uint8), 2)
    quality = quality_of(faint)
    assert quality.problems == ("page.low_contrast",)
    assert quality_findings(quality)[0].facts["limit"] == 25


def test_dark_and_washed_out_pages() -> None:
    page = text_page().astype(np.float32)
    assert "page.dark" in quality_of((page * 0.25).astype(np.uint8)).problems
    assert quality_of(np.clip(page * 0.2 + 208, 0, 255).astype(np.uint8)).problems == ("page.overexposed",)


def test_glare_is_a_spot_that_fades_out_but_white_print_is_not() -> None:
    page = (text_page() * 0.8).astype(np.float32)
    y, x = np.mgrid[: page.shape[0], : page.shape[1]]
    spot = np.exp(-((y - 1000) ** 2 + (x - 800) ** 2) / (2 * 180**2))[..., None] * 400
    assert "page.glare" in quality_of(np.clip(page + spot, 0, 255).astype(np.uint8)).problems
    white = page.copy()
    white[300:900, 300:1200] = 255
    assert "page.glare" not in quality_of(white.astype(np.uint8)).problems


def test_a_seal_is_colour() -> None:
    page = with_seal(text_page(), (1200, 1800), 150, colour=(50, 40, 210))
    assert quality_of(as_jpeg(page, 85)).colour is True


@pytest.mark.parametrize("background", [(252, 252, 252), (196, 22, 28), (67, 142, 219)])
def test_a_portrait_is_neither_blank_nor_blurred(background: tuple[int, int, int]) -> None:
    pixels = portrait(background)
    quality = quality_of(pixels)
    assert (quality.blur, quality.text_height_px, quality.contrast) == (None, None, None)
    assert quality.problems == ()
    assert not blank(pixels)


def shadowed_empty_page() -> Pixels:
    page = EMPTY.astype(np.float32)
    page[:, :40] *= 0.3
    page[:, 40:130] *= np.linspace(0.4, 1, 90)[None, :, None]
    page[:30] *= 0.2
    return noisy(page.astype(np.uint8), 4)


def print_shining_through() -> Pixels:
    back = cv2.GaussianBlur(np.ascontiguousarray(text_page()[:, ::-1]), (0, 0), 2.2).astype(np.float32)
    return noisy((245 - (250 - back) * 0.15).astype(np.uint8), 3)


def punched_page() -> Pixels:
    page = EMPTY.copy()
    for y in (900, 1500):
        cv2.circle(page, (75, y), 24, (40, 40, 40), -1)
    return noisy(page, 3)


@pytest.mark.parametrize(
    "page",
    [EMPTY, noisy(EMPTY, 6), shadowed_empty_page(), print_shining_through(), punched_page(), EMPTY * 0],
    ids=["clean", "noisy", "border shadow", "other side", "punch holes", "black"],
)
def test_empty_pages_are_blank(page: Pixels) -> None:
    assert blank(page)


@pytest.mark.parametrize(
    "page",
    [
        noisy(short_line("本页无正文"), 3),
        noisy(short_line("2024.05.12", ink=120, px=24), 3),
        with_seal(EMPTY, (1200, 1800), 80, colour=(60, 50, 205)),
        noisy((235 - (250 - text_page().astype(np.float32)) * 0.06).astype(np.uint8), 2),
        text_page(),
    ],
    ids=["faint line", "date", "small stamp", "faint page", "full page"],
)
def test_pages_with_a_little_on_them_are_not_blank(page: Pixels) -> None:
    assert not blank(page)


def test_the_smallest_pictures_are_measured_without_error() -> None:
    for size in ((1, 1), (2, 300), (40, 40)):
        pixels = np.full((*size, 3), 255, np.uint8)
        assert quality_of(pixels).problems == ()
        assert blank(pixels)


@pytest.mark.real
def test_good_real_scans_raise_no_alarm(real_dir: Path) -> None:
    names = ["customs_declaration.jpg", "form_personal_info.jpg", "paper_teaching_mode.png", "cert_iso9001_company.png"]
    for name in names:
        pixels = cv2.imread(str(real_dir / "A" / name))
        assert quality_of(pixels).problems == (), name
        assert not blank(pixels), name


@pytest.mark.real
def test_a_photo_without_print_is_not_measured_as_text(real_dir: Path) -> None:
    quality = quality_of(cv2.imread(str(real_dir / "D" / "naps2_dog_exif.jpg")))
    assert quality.blur is None and quality.problems == ()
