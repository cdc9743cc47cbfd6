"""Correction of uneven light: a shadow across a photographed page is divided out, seals stay red.

Measured in vision.md section 3: below an unevenness of 0.3 reading gains (character error 0.128 -> 0.018 by
division, 0.004 by CLAHE), above it nothing is gained, so the page is left alone.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.page import Step
from ..page import Gray, Pixels
from .ink import (
    ink_depth,
    ink_threshold,
    is_print,
    noise_level,
    paper_field,
    strokes,
    text_lines,
    unevenness,
)
from .reduced import (
    Copies,
    gray_of,
    reduce,
    reduction,
)

MAX_UNEVENNESS = 0.3
_TILES = 12
_INKED = (0.01, 0.5)  # share of a tile that is ink, where there is text


def even_light(pixels: Pixels, copies: Copies | None = None) -> tuple[Pixels, Step] | None:
    """Return the page with its light evened out and the step that says so; None when it is left alone.

    Left alone are pages in even light, and pictures whose dark part is not a shadow on paper with print (portraits,
    dark desks, black pages). copies: the page's reduced copies, where others measure it, too.
    """
    gray, _ = (copies or Copies(pixels)).gray(1200)
    field = paper_field(gray)
    share = unevenness(field)
    if share >= MAX_UNEVENNESS or not _is_shadow_on_print(gray, field):
        return None
    return _divided(pixels), Step(name="light", parameters={"method": "divide", "unevenness": round(share, 3)})


def reading_copy(pixels: Pixels) -> Pixels:
    """Return a copy for the reader: local contrast raised where the light is uneven, else the pixels themselves."""
    field = paper_field(gray_of(reduce(pixels, reduction(pixels, 800))))
    if unevenness(field) >= MAX_UNEVENNESS:
        return pixels
    lab = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)
    lab[..., 0] = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(lab[..., 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2BGR), np.uint8)


def _is_shadow_on_print(gray: Gray, field: Gray) -> bool:
    """Tell whether the dark part carries print as the bright part does: a shadow dims ink and paper alike."""
    depth = ink_depth(gray, field)
    threshold = ink_threshold(depth, noise_level(gray))
    ink = strokes(depth, threshold)
    if not is_print(text_lines(depth, ink), ink, field):
        return False
    paper = cv2.resize(field, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    inked = (depth > np.maximum(5, 0.22 * paper)).astype(np.float32)
    share = cv2.resize(inked, (_TILES, _TILES), interpolation=cv2.INTER_AREA)
    level = cv2.resize(field, (_TILES, _TILES), interpolation=cv2.INTER_AREA).astype(np.float32)
    dark = level < 0.5 * float(np.percentile(field, 95))
    if float(np.percentile(field, 95)) < 60 or dark.all() or not dark.any():
        return False
    printed = (share > _INKED[0]) & (share < _INKED[1])
    in_dark, in_bright = float(printed[dark].mean()), float(printed[~dark].mean())
    return in_dark >= 0.25 and in_dark >= 0.5 * in_bright and _reaches_border(dark)


def _reaches_border(dark: NDArray[np.bool_]) -> bool:
    """Tell whether the dark tiles reach the page's border: a shadow falls in from outside, a picture stands inside."""
    return bool(dark[0].any() or dark[-1].any() or dark[:, 0].any() or dark[:, -1].any())


def _divided(pixels: Pixels) -> Pixels:
    """Return the pixels divided by the paper's brightness, each channel on its own, so that paper becomes white."""
    height, width = pixels.shape[:2]
    channels = []
    for channel in cv2.split(pixels):
        field = np.maximum(paper_field(np.asarray(channel, np.uint8)), 8)
        paper = cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR)
        channels.append(cv2.divide(channel, paper, scale=245))
    return np.asarray(cv2.merge(channels), np.uint8)
