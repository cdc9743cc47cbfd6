from __future__ import annotations

import cv2
import numpy as np
import pytest
from shoujian.demo.portrait import draw_portrait
from shoujian.processors.legibility.portrait import check_portrait, fit_portrait, is_portrait
from shoujian.processors.page import PageImage, Pixels

from .legibility_pages import portrait, text_page

WHITE, RED, BLUE = (252, 252, 252), (196, 22, 28), (67, 142, 219)


def image(pixels: Pixels, dpi: float | None = None) -> PageImage:
    return PageImage(np.ascontiguousarray(pixels), dpi)


@pytest.mark.parametrize("background", [WHITE, RED, BLUE])
@pytest.mark.parametrize("size", [(110, 140), (295, 413), (413, 579)])
def test_a_drawn_bust_is_a_portrait(background: tuple[int, int, int], size: tuple[int, int]) -> None:
    assert is_portrait(image(portrait(background, size)), text_lines=0) > 0.8


def test_text_speaks_against_a_portrait() -> None:
    page = image(portrait(WHITE))
    assert is_portrait(page, text_lines=1) < is_portrait(page, text_lines=0)
    assert is_portrait(page, text_lines=5) == 0


def test_documents_empty_pages_and_lying_pictures_are_none() -> None:
    others = [
        text_page(size=(827, 1169), px=14),
        np.full((579, 413, 3), 250, np.uint8),
        cv2.rotate(portrait(WHITE), cv2.ROTATE_90_CLOCKWISE),
        cv2.rotate(portrait(WHITE), cv2.ROTATE_180),
        np.random.default_rng(0).integers(0, 255, (579, 413, 3), dtype=np.uint8),
    ]
    assert [is_portrait(image(pixels), text_lines=0) > 0.3 for pixels in others] == [False] * len(others)


@pytest.mark.parametrize(("colour", "rgb"), [("white", WHITE), ("red", RED), ("blue", BLUE)])
def test_the_background_is_checked(colour: str, rgb: tuple[int, int, int]) -> None:
    page = image(portrait(rgb))
    for wanted, name in (("white", "白色"), ("red", "红色"), ("blue", "蓝色")):
        found = check_portrait(page, exact_size_px=None, background=wanted, text_lines=0)  # type: ignore[arg-type]
        assert [finding.message for finding in found] == ([] if wanted == colour else [f"照片背景不是{name}"])


def test_a_small_portrait_and_text_on_it_are_reported() -> None:
    found = check_portrait(image(portrait(WHITE, (110, 140))), exact_size_px=(295, 413), background=None, text_lines=1)
    assert [finding.code for finding in found] == ["photo.size", "photo.text"]
    assert found[0].facts == {"width": 110, "height": 140, "want_width": 295, "want_height": 413}


def test_fitting_keeps_the_head_and_records_the_crop() -> None:
    wide = cv2.copyMakeBorder(portrait(WHITE), 0, 0, 40, 260, cv2.BORDER_REPLICATE)
    wide[-60:] = wide[-61]
    fitted = fit_portrait(image(wide, 300.0), (295, 413))
    assert fitted.size == (295, 413)
    step = fitted.steps[-1]
    left, _, width, _ = step.parameters["crop"]  # type: ignore[misc]
    assert abs((left + width / 2) - (40 + 413 / 2)) < 60
    assert fitted.dpi == pytest.approx(300 * 295 / width)


def test_a_portrait_of_the_right_size_is_left_alone() -> None:
    page = image(portrait(WHITE, (295, 413)))
    assert fit_portrait(page, (295, 413)) is page


def drawn(*, seed: int = 0, sex: str = "男", size: tuple[int, int] = (413, 579)) -> Pixels:
    return draw_portrait(np.random.default_rng(seed), sex=sex, size=size, background="blue")


def codes(pixels: Pixels) -> list[str]:
    found = check_portrait(image(pixels), exact_size_px=(295, 413), background="blue", text_lines=0)
    return [finding.code for finding in found]


@pytest.mark.parametrize("sex", ["男", "女"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_held_against_a_good_portrait(seed: int, sex: str) -> None:
    assert codes(drawn(seed=seed, sex=sex)) == []


def test_a_head_that_is_too_small_is_reported_with_its_share() -> None:
    small = cv2.resize(drawn(), (150, 210), interpolation=cv2.INTER_AREA)
    padded = cv2.copyMakeBorder(small, 203, 0, 72, 73, cv2.BORDER_REPLICATE)
    found = check_portrait(image(padded), exact_size_px=(295, 413), background="blue", text_lines=0)
    told = {finding.code: finding.facts for finding in found}
    assert told["photo.head_size"]["value"] == pytest.approx(26, abs=4)
    assert told["photo.head_size"]["low"] == 42 and "photo.eye_line" in told


def test_a_picture_with_room_around_the_head_is_cut_closer_instead() -> None:
    roomy = cv2.copyMakeBorder(drawn(size=(600, 840)), 760, 0, 360, 360, cv2.BORDER_REPLICATE)
    assert codes(roomy) == []
    fitted = fit_portrait(image(roomy), (295, 413))
    left, top, width, height = fitted.steps[-1].parameters["crop"]  # type: ignore[misc]
    assert height < 1000 and width / height == pytest.approx(295 / 413, abs=0.01)
    assert abs(left + width / 2 - 660) < 20 and top > 600


def test_a_face_at_the_side_a_leaning_head_and_blur_are_reported() -> None:
    page = drawn()
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, 0.6 * height), -9, 1.0)
    leaning = cv2.warpAffine(page, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    assert codes(np.ascontiguousarray(page[:, width // 6 :])) == ["photo.off_centre"]
    assert codes(leaning) == ["photo.tilted"]
    assert codes(cv2.GaussianBlur(page, (0, 0), 3)) == ["photo.blurred"]


def test_the_frame_of_a_printed_photo_is_left_out() -> None:
    framed = cv2.copyMakeBorder(drawn(size=(600, 840)), 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=(250, 250, 250))
    fitted = fit_portrait(image(framed), (295, 413))
    assert fitted.pixels.min(axis=2)[:, [0, -1]].max() < 120 and codes(framed) == []


def test_nothing_is_held_against_a_head_that_cannot_be_told() -> None:
    gray = np.repeat(drawn()[..., 1:2], 3, axis=2)
    found = check_portrait(image(gray), exact_size_px=(295, 413), background=None, text_lines=0)
    assert found == ()
