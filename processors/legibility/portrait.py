"""Portraits (一寸免冠照片): is a page one, is it as the portal wants it, and bring it to the wanted size.

No face detector ships inside a wheel (OpenCV 5 has no cascades), so a portrait is told by how it is built: upright,
one plain background above and beside one head on shoulders, no text. A drawn or soft face is a face here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.findings import Finding, finding
from ...schemas.geometry import Size
from ...schemas.page import Step
from ..page import PageImage, Pixels
from .face import find_face
from .reduced import (
    Copies,
    gray_of,
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
HEAD_SHARE = (0.42, 0.80)
"""Height of the head, hair included, of the picture's; studios aim at a half to two thirds."""
EYE_LINE = (0.28, 0.55)
MAX_OFF_CENTRE = 0.06
MAX_LEAN_DEG = 5.0
MAX_SOFTNESS = 0.72
"""Drawn faces score 0.49 to 0.59 when sharp, 0.65 to 0.74 with a blur of 2 px in 413, 0.74 to 0.82 with 3 px."""
_EYES_IN_HEAD = 0.45  # of the head's height from the crown: eyes at the half, brows above
_AIMED_HEAD = 0.58
_AIMED_ROOM = 0.10  # above the head
_JUDGED_WIDTH = 295
_FRAME_PX = 600
_EVEN = 9.0  # grey levels within which the rows of a printed frame stay
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
    """Return what is wrong with a portrait as it will be handed in: size, background, text, place of the head, blur."""
    findings = []
    left, top, right, bottom = _inner(image.pixels)
    inner = image.pixels[top:bottom, left:right]
    size = (right - left, bottom - top)
    if exact_size_px is not None and _enlargement(size, exact_size_px) > _MAX_ENLARGEMENT:
        findings.append(_size_finding(size, exact_size_px))
    if background is not None and not _has_background(inner, background):
        findings.append(finding("photo.background", wanted=BACKGROUND_NAMES[background]))
    if text_lines > 0:
        findings.append(finding("photo.text"))
    fitted = (image if exact_size_px is None else fit_portrait(image, exact_size_px)).pixels
    findings += _pose_findings(fitted)
    softness = _softness(fitted)
    if softness > MAX_SOFTNESS and not any(found.code == "photo.size" for found in findings):
        findings.append(finding("photo.blurred", value=round(softness, 2), limit=MAX_SOFTNESS))
    return tuple(findings)


def _pose_findings(pixels: Pixels) -> Iterator[Finding]:
    """Yield what is wrong with the head's size and place, as far as it can be told."""
    build, face = _build(pixels), find_face(pixels)
    if build is None or face is None:
        return
    head = (face.eyes - build.head_top) / _EYES_IN_HEAD
    off = abs(face.centre - 0.5)
    for code, value, (low, high) in (("photo.head_size", head, HEAD_SHARE), ("photo.eye_line", face.eyes, EYE_LINE)):
        if not low <= value <= high:
            yield finding(code, value=_percent(value), low=_percent(low), high=_percent(high))
    if off > MAX_OFF_CENTRE:
        yield finding("photo.off_centre", value=_percent(off), limit=_percent(MAX_OFF_CENTRE))
    if abs(face.lean) > MAX_LEAN_DEG:
        yield finding("photo.tilted", value=round(abs(face.lean)), limit=round(MAX_LEAN_DEG))


def fit_portrait(image: PageImage, exact_size_px: Size) -> PageImage:
    """Return the portrait cropped to the wanted shape around the head, never stretched, in exactly that size.

    A printed frame around the picture goes; where the head is small and the pixels suffice, the picture is cut closer.
    """
    if image.size == exact_size_px:
        return image
    left, top, right, bottom = _inner(image.pixels)
    across, down, width, height = _crop(image.pixels[top:bottom, left:right], exact_size_px)
    left, top = left + across, top + down
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


def _percent(share: float) -> int:
    return round(100 * share)


def _size_finding(size: Size, wanted: Size) -> Finding:
    return finding("photo.size", width=size[0], height=size[1], want_width=wanted[0], want_height=wanted[1])


def _enlargement(size: Size, wanted: Size) -> float:
    """Return by how much the picture must be enlarged to fill the wanted size."""
    return max(wanted[0] / size[0], wanted[1] / size[1])


def _crop(pixels: Pixels, wanted: Size) -> tuple[int, int, int, int]:
    """Return (left, top, width, height) of what to keep: the most of the wanted shape, less around a small head."""
    height, width = pixels.shape[:2]
    largest = min(height, round(width * wanted[1] / wanted[0]))
    build, face = _build(pixels), find_face(pixels)
    part_height, room = largest, 0.08
    if build is not None and face is not None:
        head = (face.eyes - build.head_top) / _EYES_IN_HEAD * height
        if 0 < head < HEAD_SHARE[0] * largest:
            part_height = min(largest, max(round(head / _AIMED_HEAD), wanted[1]))
            room = _AIMED_ROOM
    part_width = min(width, round(part_height * wanted[0] / wanted[1]))
    centre = face.centre if face and build else build.head_centre if build else 0.5
    left = round(min(max(0.0, centre * width - part_width / 2), width - part_width))
    # What is too high is taken off below: the head stands at the top, the chest can be shorter.
    headroom = (build.head_top if build else 0.1) * height - room * part_height
    top = round(min(max(0.0, headroom), height - part_height))
    return left, top, part_width, part_height


def _inner(pixels: Pixels) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) of the picture inside a printed frame; of the whole where there is none.

    A person stands on the lower edge, so an even strip there, of one colour with the other edges, is a frame. How broad
    it is there limits the others, since a background of the same colour cannot be told from it.
    """
    factor = reduction(pixels, _FRAME_PX)
    small = reduce(pixels, factor)
    height, width = small.shape[:2]
    edges = [small, small[::-1], small.transpose(1, 0, 2), small.transpose(1, 0, 2)[::-1]]
    strips = [_even_rows(edge) for edge in edges]
    colours = np.array([np.median(edge[0], axis=0) for edge in edges], np.float32)
    below = strips[1]
    if min(strips) < 2 or below > 0.25 * height or float(np.ptp(colours, axis=0).max()) > 2 * _EVEN:
        return 0, 0, pixels.shape[1], pixels.shape[0]
    # One pixel more: the edge of a print is soft.
    above, left, right = (min(strip, 2 * below) + 1 for strip in (strips[0], strips[2], strips[3]))
    return factor * left, factor * above, factor * (width - right), factor * (height - below - 1)


def _even_rows(pixels: Pixels) -> int:
    """Return how many rows from the first on have the first one's colour from end to end."""
    colour = np.median(pixels[0], axis=0)
    even = (np.abs(pixels.astype(np.float32) - colour).max(axis=2) < _EVEN).mean(axis=1) > 0.98
    return int(np.argmin(even)) if not even.all() else 0


def _softness(pixels: Pixels) -> float:
    """Return how little of the edges is lost to more blur, 0..1, of the picture 295 px wide: 1 is wholly blurred."""
    height = max(16, round(pixels.shape[0] * _JUDGED_WIDTH / pixels.shape[1]))
    gray = cv2.GaussianBlur(gray_of(resized(pixels, _JUDGED_WIDTH, height)).astype(np.float32), (0, 0), 0.6)
    shares = []
    for axis, kernel in ((1, (9, 1)), (0, (1, 9))):
        edges = np.abs(np.diff(gray, axis=axis))
        left = np.abs(np.diff(cv2.blur(gray, kernel), axis=axis))
        shares.append(1.0 - float(np.maximum(0, edges - left).sum()) / max(float(edges.sum()), 1e-6))
    return max(shares)


def _within(value: float, low: float, high: float, slack: float) -> float:
    """Return 1 inside [low, high], falling to 0 within `slack` outside."""
    outside = max(low - value, value - high, 0.0)
    return max(0.0, 1.0 - outside / slack)


def _build(pixels: Pixels, copies: Copies | None = None) -> _Build | None:
    """Return how the picture is built, None when no plain background frames one blob that stands on the lower edge."""
    shared, _ = (copies or Copies(pixels)).halved(_SHARED_LONG_SIDE)
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
