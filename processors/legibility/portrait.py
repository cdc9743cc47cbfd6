"""Portraits (一寸免冠照片): is a page one, is it as the portal wants it, and bring it to the wanted size.

No face detector ships inside a wheel (OpenCV 5 has no cascades), so a portrait is told by how it is built: upright,
one plain background above and beside one head on shoulders, no text. A drawn or soft face is a face here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.findings import Finding, finding
from ...schemas.geometry import Size
from ...schemas.page import Step
from ..page import PageImage, Pixels
from .reduced import (
    Copies,
    reduce,
    reduction,
    resized,
)

Background = Literal["white", "red", "blue"]
BACKGROUND_NAMES: dict[Background, str] = {"white": "白色", "red": "红色", "blue": "蓝色"}
_WORKING_WIDTH = 120
_SHARED_LONG_SIDE = 800  # a copy that other measurements make, too
_SAME_COLOUR = 26.0  # Lab distance: light falls off towards the corners of a plain background
_MAX_ENLARGEMENT = 1.05
_WITH_TEXT = 0.8
"""A name below a faultless bust leaves it a portrait, which `photo.text` then refuses in words; posters do not pass."""


@dataclass(frozen=True, slots=True)
class _Build:
    """How a picture is built: the background's share of the upper half, and the head's place, all 0..1."""

    share: float
    head_width: float
    head_top: float
    head_centre: float
    shoulders: float
    face_is_lively: bool


def is_portrait(image: PageImage, *, text_lines: int, copies: Copies | None = None) -> float:
    """Return how likely the page is an ID portrait, 0..1; `text_lines`: how many lines of text it surely bears.

    copies: the page's reduced copies, where others measure it, too.
    """
    width, height = image.size
    if text_lines > 2 or not 0.55 <= width / height <= 0.95:
        return 0.0
    build = _build(image.pixels, copies)
    if build is None:
        return 0.0
    marks = (
        _within(width / height, 0.66, 0.82, 0.12),
        _within(build.share, 0.30, 0.80, 0.15),
        _within(build.head_width, 0.30, 0.68, 0.12),
        _within(build.head_top, 0.02, 0.28, 0.08),
        _within(build.head_centre, 0.40, 0.60, 0.10),
        _within(build.shoulders, build.head_width + 0.08, 1.0, 0.15),
        1.0 if build.face_is_lively else 0.2,
    )
    likelihood = float(np.prod(marks))
    return round(likelihood * (_WITH_TEXT if text_lines else 1.0), 3)


def check_portrait(
    image: PageImage, *, exact_size_px: Size | None, background: Background | None, text_lines: int
) -> tuple[Finding, ...]:
    """Return what is wrong with a portrait: too small for `exact_size_px`, another background, text on it."""
    findings = []
    if exact_size_px is not None and _enlargement(image.size, exact_size_px) > _MAX_ENLARGEMENT:
        findings.append(_size_finding(image.size, exact_size_px))
    if background is not None and not _has_background(image.pixels, background):
        findings.append(finding("photo.background", wanted=BACKGROUND_NAMES[background]))
    if text_lines > 0:
        findings.append(finding("photo.text"))
    return tuple(findings)


def fit_portrait(image: PageImage, exact_size_px: Size) -> PageImage:
    """Return the portrait cropped to the wanted shape, the head kept, and resized to exactly that size."""
    if image.size == exact_size_px:
        return image
    left, top, width, height = _crop(image, exact_size_px)
    part = np.ascontiguousarray(image.pixels[top : top + height, left : left + width])
    step = Step(
        name="resized",
        parameters={
            "width": exact_size_px[0],
            "height": exact_size_px[1],
            "crop": [float(value) for value in (left, top, width, height)],
        },
    )
    dpi = None if image.dpi is None else image.dpi * exact_size_px[0] / width
    return image.after(resized(part, *exact_size_px), step, dpi=dpi)


def _size_finding(size: Size, wanted: Size) -> Finding:
    return finding("photo.size", width=size[0], height=size[1], want_width=wanted[0], want_height=wanted[1])


def _enlargement(size: Size, wanted: Size) -> float:
    """Return by how much the picture must be enlarged to fill the wanted size."""
    return max(wanted[0] / size[0], wanted[1] / size[1])


def _crop(image: PageImage, wanted: Size) -> tuple[int, int, int, int]:
    """Return (left, top, width, height) of the largest part of the wanted shape, around the head."""
    width, height = image.size
    part_width = min(width, round(height * wanted[0] / wanted[1]))
    part_height = min(height, round(width * wanted[1] / wanted[0]))
    build = _build(image.pixels)
    centre = build.head_centre if build else 0.5
    left = round(min(max(0.0, centre * width - part_width / 2), width - part_width))
    # What is too high is taken off below: the head stands at the top, the chest can be shorter.
    headroom = (build.head_top if build else 0.1) * height - 0.08 * part_height
    top = round(min(max(0.0, headroom), height - part_height))
    return left, top, part_width, part_height


def _within(value: float, low: float, high: float, slack: float) -> float:
    """Return 1 inside [low, high], falling to 0 within `slack` outside."""
    outside = max(low - value, value - high, 0.0)
    return max(0.0, 1.0 - outside / slack)


def _build(pixels: Pixels, copies: Copies | None = None) -> _Build | None:
    """Return how the picture is built, None when no plain background frames one blob that stands on the lower edge."""
    shared, _ = (copies or Copies(pixels)).reduced(_SHARED_LONG_SIDE)
    small = reduce(shared, reduction(shared, 2 * _WORKING_WIDTH))
    scale = _WORKING_WIDTH / small.shape[1]
    small = resized(small, _WORKING_WIDTH, max(8, round(small.shape[0] * scale)))
    lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 1.5), cv2.COLOR_BGR2LAB)).astype(np.float32)
    colour = _backdrop(lab)
    if colour is None:
        return None
    plain = np.linalg.norm(lab - colour, axis=2) < _SAME_COLOUR
    blob = _person(~plain)
    if blob is None:
        return None
    height, width = blob.shape
    rows = blob.any(axis=1)
    head_top = int(np.argmax(rows))
    head = blob[head_top : head_top + max(4, round(0.34 * height))]
    columns = np.flatnonzero(head.mean(axis=0) > 0.35)
    if not columns.size:
        return None
    face = lab[head_top : head_top + round(0.5 * height), columns[0] : columns[-1] + 1, 0]
    return _Build(
        share=float(plain[: height // 2].mean()),
        head_width=float(columns[-1] - columns[0] + 1) / width,
        head_top=head_top / height,
        head_centre=float(columns.mean()) / width,
        shoulders=float(blob[round(0.93 * height) :].mean(axis=0).astype(bool).mean()),
        face_is_lively=float(face.std()) > 18,
    )


def _backdrop(lab: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Return the colour of the two upper corners and the top edge, None when they are not plain."""
    height, width, _ = lab.shape
    top = lab[: max(2, height // 25), width // 20 : width - width // 20].reshape(-1, 3)
    sides = [lab[: height // 3, : width // 12].reshape(-1, 3), lab[: height // 3, -(width // 12) :].reshape(-1, 3)]
    samples = np.concatenate([top, *sides])
    colour: NDArray[np.float32] = np.median(samples, axis=0)
    return colour if float((np.linalg.norm(samples - colour, axis=1) < _SAME_COLOUR).mean()) > 0.85 else None


def _person(mask: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Return the largest blob when it is nearly all there is and stands on the lower edge.

    A white collar before a white background parts head and suit: gaps are closed, and what the background does not
    reach from the border belongs to the person.
    """
    closed = cv2.morphologyEx(
        mask.astype(np.uint8), cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
    )
    _, plain = cv2.connectedComponents(1 - closed, connectivity=4)
    outside = np.unique(np.concatenate([plain[0], plain[:, 0], plain[:, -1]]))
    person = ~np.isin(plain, outside[outside > 0])
    count, labels, stats, _ = cv2.connectedComponentsWithStats(person.astype(np.uint8))
    if count < 2:
        return None
    label = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    blob: NDArray[np.bool_] = labels == label
    stands = bool(blob[-max(2, blob.shape[0] // 40) :].any())
    return blob if stands and float(blob.sum()) > 0.85 * float(person.sum()) else None


def _has_background(pixels: Pixels, wanted: Background) -> bool:
    """Tell whether the upper half's background has the wanted colour.

    White follows the 北京 portal's own test: more than a quarter of the upper half has all channels above 210.
    """
    half = reduce(pixels, reduction(pixels, 200))
    half = half[: max(1, half.shape[0] // 2)]
    if wanted == "white":
        return float((half.min(axis=2) > 210).mean()) > 0.25
    hsv = cv2.cvtColor(half, cv2.COLOR_BGR2HSV)
    hue, saturated = hsv[..., 0].astype(int), (hsv[..., 1] > 90) & (hsv[..., 2] > 70)
    right_hue = (hue < 10) | (hue > 170) if wanted == "red" else (hue > 95) & (hue < 130)
    return float((right_hue & saturated).mean()) > 0.25
