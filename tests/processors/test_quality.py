from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from shoujian.processors.legibility.blank import is_blank
from shoujian.processors.legibility.edges import sides_on_frame
from shoujian.processors.legibility.ink import TextLine, has_print
from shoujian.processors.legibility.quality import measure_quality, quality_findings
from shoujian.processors.legibility.sharpness import sharpness_of
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
    assert quality_of(cv2.GaussianBlur(page, (0, 0), 5)).problems == ("page.blurred",)


BLURRED = {"page.blurred", "page.motion_blurred"}  # of lines that are blurred to bands nothing tells which


@pytest.mark.parametrize("sigma", [8, 12, 20])
def test_a_page_too_blurred_for_lines_is_blurred_and_a_picture_in_focus_is_not(sigma: float) -> None:
    assert BLURRED & set(quality_of(cv2.GaussianBlur(noisy(text_page(), 2), (0, 0), sigma)).problems)
    scene = noisy(cv2.GaussianBlur(portrait((240, 240, 240), (1240, 1737)), (0, 0), 1.5), 2)
    assert quality_of(scene).problems == ()
    assert quality_of(cv2.GaussianBlur(scene, (0, 0), sigma)).problems == ("page.blurred",)


@pytest.mark.parametrize("length", [41, 61])
def test_a_page_too_smeared_for_lines_is_smeared(length: int) -> None:
    assert quality_of(cv2.filter2D(text_page(), -1, np.ones((length, 1)) / length)).problems == ("page.motion_blurred",)


@pytest.mark.parametrize("kernel", [np.eye(11) / 11, np.ones((1, 15)) / 15], ids=["diagonal", "level"])
def test_motion_in_one_direction_is_told_from_defocus(kernel: np.ndarray) -> None:
    quality = quality_of(cv2.filter2D(text_page(), -1, kernel))
    assert quality.problems == ("page.motion_blurred",)
    assert quality_findings(quality)[0].facts["angle"] == (45 if kernel.shape[0] > 1 else 0)


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


@pytest.mark.parametrize("paper", [200, 230, 245])
@pytest.mark.parametrize("middle", [(800, 1000), (300, 1300)])
def test_glare_is_found_on_grey_and_nearly_white_paper_and_the_same_page_without_it_is_good(
    paper: int, middle: tuple[int, int]
) -> None:
    page = text_page().astype(np.float32) * (paper / 250)
    spot = np.zeros(page.shape[:2], np.float32)
    cv2.ellipse(spot, middle, (300, 180), 30, 0, 360, 360, -1)
    lamp = cv2.GaussianBlur(spot, (0, 0), 40)[..., None]
    assert "page.glare" in quality_of(noisy(np.clip(page + lamp, 0, 255).astype(np.uint8), 1)).problems
    assert quality_of(noisy(page.astype(np.uint8), 1)).problems == ()


def test_white_paper_beside_a_shadow_is_no_glare() -> None:
    y, _ = np.mgrid[:2339, :1654]
    shadow = 1 - 0.5 / (1 + np.exp((900 - y) / 60))
    page = np.clip(text_page() * 1.02 * shadow[..., None], 0, 255).astype(np.uint8)
    assert "page.glare" not in quality_of(page).problems


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


def test_every_problem_has_a_sentence_with_its_value() -> None:
    shadow = np.linspace(1, 0.15, 1654)[None, :, None] ** 1.5
    quality = quality_of((text_page() * shadow).astype(np.uint8))
    assert quality.problems == ("page.uneven_light",)
    found = quality_findings(quality)[0]
    assert found.facts["value"] < found.facts["limit"] == 20
    assert f"{found.facts['value']}%" in found.message


@pytest.mark.parametrize("left", [0.1, 0.05])
def test_print_in_a_hard_shadow_is_unevenly_lit_however_faint_it_is_there(left: float) -> None:
    _, x = np.mgrid[:2339, :1654]
    shadow = 1 - (1 - left) / (1 + np.exp((900 - x) / 30))
    quality = quality_of(noisy((text_page() * shadow[..., None]).astype(np.uint8), 1))
    assert "page.uneven_light" in quality.problems
    assert quality.light == pytest.approx(left, abs=0.03)


def test_a_dark_picture_around_text_is_no_shadow() -> None:
    page = text_page()
    page[300:1100, 100:1500] = 20
    assert quality_of(page).problems == ()


def test_a_page_is_in_colour_in_greys_or_in_black_and_white() -> None:
    page = text_page()
    sharp = np.where(page > 127, 255, 0).astype(np.uint8)
    red = with_seal(page, (1200, 1800), 150, colour=(50, 40, 210))
    tones = [quality_of(pixels).tone for pixels in (red, noisy(page), sharp)]
    assert tones == ["colour", "grey", "bilevel"]
    warm = (noisy(page) * np.array([0.9, 0.97, 1.0])).astype(np.uint8)
    assert quality_of(warm).tone == "grey"


def with_finger(page: Pixels, colour: tuple[int, int, int] = (130, 160, 212)) -> Pixels:
    held = page.copy()
    cv2.line(held, (1654, 1500), (1380, 1450), colour, 150, cv2.LINE_AA)
    return noisy(held, 2)


def test_a_finger_is_told_from_a_seal_and_a_strip_of_desk() -> None:
    quality = quality_of(with_finger(text_page()))
    assert quality.problems == ("page.fingers",) and quality.fingers == pytest.approx(0.013, abs=0.004)
    assert quality.fingers is not None and quality_findings(quality)[0].facts["value"] == round(
        100 * quality.fingers, 1
    )
    strip = text_page()
    strip[:, -40:] = (90, 130, 170)
    sealed = with_seal(text_page(), (1500, 1500), 200, colour=(50, 40, 210))
    assert quality_of(strip).problems == quality_of(sealed).problems == ()


def test_print_that_runs_out_of_the_picture_is_cut_off() -> None:
    quality = quality_of(text_page()[:, 400:])
    assert quality.problems == ("page.cut_off",) and quality.cut_sides == ("left",)
    assert quality_of(text_page()[:, 120:]).cut_sides == ()
    assert measure_quality(PageImage(text_page()), on_frame=("bottom",)).problems == ("page.cut_off",)


@pytest.mark.parametrize("side", ["top", "bottom"])
def test_a_line_of_characters_cut_through_is_cut_off_but_rules_and_dashes_at_the_border_are_not(side: str) -> None:
    def at_border(page: Pixels) -> Pixels:
        return page if side == "top" else page[::-1]

    first = 165 + 15  # the middle of the first line
    page = text_page()[first:] if side == "top" else text_page()[: first + 20 * round(29 * 1.6)]
    assert quality_of(page).cut_sides == (side,)
    ruled = text_page()
    at_border(ruled)[:60, 100:1500:90] = 30
    at_border(ruled)[:3] = 30
    assert quality_of(ruled).cut_sides == ()
    perforated = text_page()
    for left in range(60, 1600, 20):
        at_border(perforated)[:2, left : left + 10] = 60
    assert quality_of(perforated).cut_sides == ()


def test_the_outlines_sides_on_the_frame() -> None:
    size = (3000, 4000)
    assert sides_on_frame(((200, 300), (2999, 310), (2999, 3700), (210, 3690)), size) == ("right",)
    assert sides_on_frame(((200, 300), (2800, 310), (2810, 3700), (210, 3690)), size) == ()
    assert sides_on_frame(((0, 0), (2999, 0), (2999, 3999), (0, 3999)), size) == ()


def test_a_photo_of_a_screen_shows_the_grid_of_its_pixels() -> None:
    y, x = np.mgrid[:2339, :1654]
    grid = (0.75 + 0.25 * np.sign(np.sin(2 * np.pi * x / 4.3)))[..., None]
    both = grid * (0.8 + 0.2 * np.sign(np.sin(2 * np.pi * y / 4.3)))[..., None]
    page = text_page()
    page[1400:] = 250
    assert "page.screen" in quality_of(noisy((page * both).astype(np.uint8))).problems
    ruled = quality_of(noisy((page * grid).astype(np.uint8)))
    assert ruled.screen is not None and "page.screen" not in ruled.problems


def test_noise_that_looks_like_lines_does_not_make_print_faint() -> None:
    page = text_page()
    page[1200:] = 250
    text = [TextLine(170, 165 + round(29 * 1.6) * row, 1200, 29) for row in range(2)]
    noise = [TextLine(100, 1300 + 80 * row, 1400, 29) for row in range(6)]
    found = sharpness_of(noisy(page, 6), text + noise, 1.0)
    assert found is not None and found.contrast > 150


def on_desk(sheet: Pixels, desk: tuple[int, int, int] = (60, 90, 120)) -> Pixels:
    """The sheet in the middle of a grainy desk, in light that falls off, as a photo which nobody cropped."""
    height, width = sheet.shape[:2]
    picture = noisy(np.full((height + 500, width + 700, 3), desk, np.uint8), 6)
    picture[250:-250, 350:-350] = sheet
    return noisy((picture * np.linspace(1, 0.6, width + 700)[None, :, None]).astype(np.uint8), 3)


def folded_page() -> Pixels:
    page = EMPTY.copy()
    for shift, tone in ((-3, 226), (0, 205), (3, 246)):
        page[1170 + shift : 1173 + shift] = tone
    return noisy(page, 3)


def test_an_empty_sheet_on_a_desk_is_blank_and_one_with_a_line_is_not() -> None:
    assert blank(on_desk(EMPTY))
    assert not blank(on_desk(short_line("本页无正文", ink=130)))
    assert not blank(on_desk(with_seal(EMPTY, (1000, 1500), 90, colour=(60, 50, 205))))


def test_the_upper_half_of_a_page_is_no_sheet_on_its_own() -> None:
    page = text_page()
    page[:1300] = 250
    assert not blank(noisy(page))


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
    [
        EMPTY,
        noisy(EMPTY, 6),
        shadowed_empty_page(),
        print_shining_through(),
        punched_page(),
        folded_page(),
        EMPTY * 0,
    ],
    ids=["clean", "noisy", "border shadow", "other side", "punch holes", "fold", "black"],
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


def test_a_strip_whose_paper_is_one_pixel_wide_is_measured_without_complaint() -> None:
    strip = np.full((300, 7, 3), 240, np.uint8)
    strip[::4, ::2] = 10
    strip[:, :3] //= 6
    assert is_blank(PageImage(strip)) in (True, False)
    assert not has_print(strip[:0, :, 0])
