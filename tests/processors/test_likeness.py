from __future__ import annotations

import cv2
import numpy as np
from shoujian.processors.legibility.likeness import SAME_PICTURE, fingerprint, likeness
from shoujian.processors.legibility.reduced import Copies
from shoujian.processors.page import Pixels

from .legibility_pages import (
    as_jpeg,
    noisy,
    portrait,
    text_page,
)


def rescanned(page: Pixels) -> Pixels:
    """The page on the glass again: a little moved, turned by 0.1 degrees, other exposure, size and compression."""
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 0.1, 1.0)
    turn[:, 2] += (6, -4)
    moved = cv2.warpAffine(page, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    small = cv2.resize(moved, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    return as_jpeg(noisy((small * 0.93).astype(np.uint8), 3), 70)


def test_a_page_is_like_itself_however_compressed_or_sized() -> None:
    page = text_page()
    mark = fingerprint(page)
    assert likeness(mark, mark) == 1.0
    half = cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    for other in (as_jpeg(page, 40), half, (page * 0.8).astype(np.uint8)):
        assert likeness(mark, fingerprint(other)) > 0.85


def test_a_rescan_is_the_same_page() -> None:
    for page in (text_page(seed=1), text_page(seed=2)):
        assert likeness(fingerprint(page), fingerprint(rescanned(page))) >= SAME_PICTURE


def test_a_recompressed_portrait_is_the_same() -> None:
    page = portrait((252, 252, 252))
    assert likeness(fingerprint(page), fingerprint(as_jpeg((page * 0.93).astype(np.uint8), 70))) >= SAME_PICTURE


def test_two_pages_of_running_text_are_not_the_same() -> None:
    marks = [fingerprint(text_page(seed=seed)) for seed in range(4)]
    scores = [likeness(a, b) for i, a in enumerate(marks) for b in marks[:i]]
    assert max(scores) < SAME_PICTURE


def test_likeness_does_not_depend_on_the_order() -> None:
    a, b = fingerprint(text_page(seed=0)), fingerprint(rescanned(text_page(seed=0)))
    assert abs(likeness(a, b) - likeness(b, a)) < 0.05


def test_another_shape_is_another_page() -> None:
    card = fingerprint(text_page(size=(1011, 638)))
    assert likeness(card, fingerprint(text_page())) == 0.0


def test_copies_that_others_made_give_the_same_mark() -> None:
    page = text_page()
    copies = Copies(page)
    copies.reduced(600)
    assert fingerprint(page, copies=copies) == fingerprint(page)


def test_a_fingerprint_survives_its_hex_form() -> None:
    mark = fingerprint(text_page())
    assert int(f"{mark:x}", 16) == mark
    assert likeness(fingerprint(np.full((300, 200, 3), 255, np.uint8)), mark) < SAME_PICTURE
