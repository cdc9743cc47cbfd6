"""A page comes out upright, level and cropped, says how, and knows the way back."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.geometry.warp import map_points
from shoujian.processors.normalise import NormalisedPage, NormaliseOptions, normalise
from shoujian.processors.page import PageImage
from shoujian.schemas.geometry import box_quad

from .geometry_pages import (
    CORNERS,
    card,
    desk,
    jaccard,
    laid,
    read,
    text_page,
    turned,
)
from .legibility_pages import portrait


@pytest.fixture(scope="module")
def orienter() -> Orienter:
    return Orienter()


def names(page: NormalisedPage) -> list[str]:
    return [step.name for step in page.image.steps]


def test_a_straight_page_is_untouched_bit_for_bit(orienter: Orienter) -> None:
    source = PageImage(text_page(), dpi=150.0)
    made = normalise(source, orienter=orienter)
    assert made.image.pixels is source.pixels
    assert (made.record.rotation, made.record.skew, made.record.quad) == (0, 0.0, None)
    assert made.record.steps == ()
    assert made.record.dpi == 150.0
    assert np.array_equal(made.to_source, np.eye(3))


@pytest.mark.parametrize(("turn", "lean"), [(90, 0.0), (180, 2.4), (270, -6.0), (0, 9.5)])
def test_a_turned_and_leaning_scan_is_righted(orienter: Orienter, turn: int, lean: float) -> None:
    source = np.rot90(turned(text_page(), lean), -turn // 90).copy()
    made = normalise(PageImage(source, dpi=150.0), orienter=orienter, page=3)
    assert made.record.page == 3
    assert made.record.rotation == (360 - turn) % 360
    assert made.record.skew == pytest.approx(-lean, abs=0.05)
    assert made.record.dpi == 150.0
    assert made.record.size == made.image.size
    assert made.record.steps == made.image.steps


def test_a_second_pass_changes_nothing(orienter: Orienter) -> None:
    once = normalise(PageImage(turned(text_page(), 3.0), dpi=150.0), orienter=orienter)
    twice = normalise(once.image, orienter=orienter)
    assert twice.image.pixels is once.image.pixels


def test_a_photo_is_cropped_to_the_sheet_with_its_proportions(orienter: Orienter) -> None:
    made = normalise(PageImage(laid(desk(), text_page(), CORNERS)), orienter=orienter)
    assert names(made)[0] == "cropped"
    assert made.record.quad is not None
    assert jaccard(made.record.quad, CORNERS) > 0.985
    assert made.record.dpi is None
    width, height = made.image.size
    assert height / width == pytest.approx(2**0.5, abs=0.03)
    box = box_quad(0, 0, width - 1, height - 1)
    assert jaccard(tuple(map_points(made.to_source, list(box))), CORNERS) > 0.98


def test_the_quad_starts_at_the_corner_that_is_top_left_when_upright(orienter: Orienter) -> None:
    upside_down = [*CORNERS[2:], *CORNERS[:2]]
    made = normalise(PageImage(laid(desk(), text_page(), upside_down)), orienter=orienter)
    assert made.record.rotation == 180
    assert made.record.quad is not None
    assert np.abs(np.array(made.record.quad) - np.array(upside_down)).max() < 8
    top_left = map_points(made.to_source, [(0, 0)])[0]
    assert top_left == pytest.approx(upside_down[0], abs=12)


def test_large_pages_shrink_and_their_resolution_stays_true(orienter: Orienter) -> None:
    page = cv2.resize(text_page(), None, fx=1.5, fy=1.5)
    made = normalise(PageImage(page, dpi=225.0), orienter=orienter, options=NormaliseOptions(max_long_side_px=1754))
    assert max(made.image.size) == 1754
    assert made.record.dpi == pytest.approx(150.0, abs=0.2)
    assert names(made) == ["resized"]


def test_a_scanner_bed_is_cut_with_a_margin(orienter: Orienter) -> None:
    bed = np.full((2000, 1500, 3), 8, np.uint8)
    page = text_page()
    bed[120 : 120 + 1754, 110 : 110 + 1240] = page
    made = normalise(PageImage(bed, dpi=150.0), orienter=orienter)
    assert made.record.quad is not None
    assert made.record.quad[0] == pytest.approx((109.5, 119.5), abs=3)
    margin = 2.5 * 150 / 25.4
    assert made.image.size == pytest.approx((1240 + 2 * margin, 1754 + 2 * margin), abs=4)
    assert made.record.dpi == pytest.approx(150.0, abs=0.5)
    again = normalise(made.image, orienter=orienter)
    assert again.image is made.image and again.record.quad is not None


def test_callers_may_forbid_cropping(orienter: Orienter) -> None:
    photo = PageImage(laid(desk(), text_page(), CORNERS))
    made = normalise(photo, orienter=orienter, options=NormaliseOptions(find_documents=False))
    assert made.record.quad is None
    assert made.cards == ()


def test_two_cards_become_pages_of_their_own(orienter: Orienter) -> None:
    upper = [(340.0, 150.0), (900.0, 190.0), (880.0, 540.0), (320.0, 500.0)]
    lower = [(330.0, 980.0), (880.0, 940.0), (900.0, 1290.0), (350.0, 1330.0)]
    photo = laid(laid(desk(), card(), upper), card(shade=225), lower)
    made = normalise(PageImage(photo), orienter=orienter)
    assert made.record.quad is None
    assert len(made.cards) == 2
    for found, truth in zip(made.cards, (upper, lower), strict=True):
        assert found.record.quad is not None
        assert jaccard(found.record.quad, truth) > 0.985
        width, height = found.image.size
        assert width / height == pytest.approx(85.6 / 54, abs=0.03)


def test_both_sides_of_a_card_are_kept_where_one_is_faint(orienter: Orienter) -> None:
    sheet = np.full((1754, 1240, 3), 253, np.uint8)
    upper = [(390.0, 250.0), (896.0, 250.0), (896.0, 569.0), (390.0, 569.0)]
    lower = [(390.0, 950.0), (896.0, 950.0), (896.0, 1269.0), (390.0, 1269.0)]
    scan = laid(laid(sheet, card(shade=215), upper), card(shade=240), lower)
    made = normalise(PageImage(scan, dpi=150.0), orienter=orienter)
    assert made.record.quad is None
    assert len(made.cards) in (0, 2)


def test_a_single_card_on_the_glass_is_cut_out(orienter: Orienter) -> None:
    sheet = np.full((1754, 1240, 3), 250, np.uint8)
    corners = [(350.0, 300.0), (860.0, 320.0), (847.0, 642.0), (337.0, 622.0)]
    made = normalise(PageImage(laid(sheet, card(shade=225), corners), dpi=150.0), orienter=orienter)
    assert made.record.quad is not None
    assert jaccard(made.record.quad, corners) > 0.97
    assert made.image.size[0] < 700


@pytest.mark.parametrize("background", [(196, 120, 30), (245, 245, 245), (40, 30, 200)])
def test_a_portrait_is_left_alone(orienter: Orienter, background: tuple[int, int, int]) -> None:
    source = PageImage(portrait(background))
    made = normalise(source, orienter=orienter)
    assert made.image.pixels is source.pixels
    assert (made.record.rotation, made.record.skew, made.record.quad) == (0, None, None)


def test_a_picture_is_not_levelled(orienter: Orienter) -> None:
    rng = np.random.default_rng(5)
    clouds = cv2.resize(rng.integers(0, 255, (9, 12, 3), dtype=np.uint8), (900, 640), interpolation=cv2.INTER_CUBIC)
    for offset in range(-900, 900, 60):
        cv2.line(clouds, (offset, 640), (offset + 900, 640 - 330), (20, 30, 40), 3, cv2.LINE_AA)
    made = normalise(PageImage(clouds), orienter=orienter, options=NormaliseOptions(find_documents=False))
    assert made.record.skew is None


@pytest.mark.real
@pytest.mark.parametrize("name", ["naps2_dog_alpha.tiff", "naps2_dog_exif.jpg"])
def test_real_pictures_are_not_levelled(orienter: Orienter, real_dir: Path, name: str) -> None:
    made = normalise(PageImage(read(real_dir / "D" / name)), orienter=orienter)
    assert made.record.skew is None
    assert made.record.quad is None


def test_a_blank_page_is_left_alone_and_says_so(orienter: Orienter) -> None:
    source = PageImage(np.full((1754, 1240, 3), 255, np.uint8), dpi=150.0)
    made = normalise(source, orienter=orienter)
    assert (made.record.rotation, made.record.skew, made.record.quad) == (None, None, None)
    assert made.record.blank
    assert made.image.pixels is source.pixels


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 4000, 3), (5, 5, 3), (4000, 2, 3)])
def test_odd_sizes_do_not_break_it(orienter: Orienter, shape: tuple[int, int, int]) -> None:
    made = normalise(PageImage(np.full(shape, 200, np.uint8)), orienter=orienter)
    assert made.record.source_size == (shape[1], shape[0])


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "rotation", "skew"),
    [
        ("kym_im_1_rot_121.png", 270, -31.0),
        ("kym_im_2_rot_311.png", 90, -41.0),
        ("kym_im_4_rot_23.png", 0, -23.0),
        ("tess_phototestrot.tif", 90, 0.0),
        ("colite_7_rot180.jpg", 180, 0.0),
    ],
)
def test_real_turned_pages(orienter: Orienter, real_dir: Path, name: str, rotation: int, skew: float) -> None:
    made = normalise(PageImage(read(real_dir / "B" / name)), orienter=orienter)
    assert made.record.rotation == rotation
    assert made.record.skew == pytest.approx(skew, abs=0.1)


def test_a_sheet_that_is_surely_seen_is_no_portrait(orienter: Orienter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shoujian.processors.normalise.is_portrait", lambda *_, **__: 1.0)
    assert "cropped" in names(normalise(PageImage(laid(desk(), text_page(), CORNERS)), orienter=orienter))
    assert names(normalise(PageImage(desk()), orienter=orienter)) == []
