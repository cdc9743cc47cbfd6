from __future__ import annotations

import cv2
import numpy as np
import pytest
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
