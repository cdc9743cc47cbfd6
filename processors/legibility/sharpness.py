"""How sharp the print is, measured at full resolution on a few lines: edge width in eight directions, and contrast.

Defocus widens the edges in every direction, motion in one: the widest direction tells how bad it is, and its ratio to
the narrowest which of the two it is. Blur that leaves no lines to be found is measured on all edges of the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray, Pixels
from .ink import TextLine, level_at, weighted_median
from .reduced import gray_of

_PATCHES = 8
_PATCH_WIDTH_PX = 320
_ROWS_PX = 20  # pixels taken of a patch up and down: more tell no more
_DIRECTIONS = 8
_SHARP_EDGE_PX = 3.0  # width of an edge of perfectly sharp print (vision.md section 4)
_FLATTER = 0.95  # the slope of an edge: this share of the pixels is flatter
_MIN_CONTRAST = 4.0
_AS_STRONG = 0.3  # fainter by that much is noise of the paper that looks like lines
_INKED = 0.35  # of the contrast: what is darker than that is ink
_EDGE_PX = 25  # holds an edge that is blurred by twice the height of a letter
_MIN_STEP = 12.0  # grey levels: folds and noise of empty paper stay below
_SHARPEST = 5.0  # percentile: edges 2.7 to 4.3 px wide in 45 good pictures; 5.6 and more under defocus, 6.2 motion
_ANGLES = np.arange(_DIRECTIONS, dtype=np.float32) * np.float32(np.pi / _DIRECTIONS)
_COMPASS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)


@dataclass(frozen=True, slots=True)
class Softness:
    """How soft edges are.

    `blur`: the widest edge less that of a sharp one, relative to the text's height; `anisotropy`: widest edge by
    narrowest, 1 and more; `direction_deg` in which they are widest, 0 = along the lines, 90 = up and down, [0, 180).
    """

    blur: float
    anisotropy: float
    direction_deg: float


@dataclass(frozen=True, slots=True)
class Sharpness(Softness):
    """Medians over the lines looked at: `contrast` of the ink in grey levels, `text_height_px` in px of the page."""

    contrast: float
    text_height_px: float


@dataclass(frozen=True, slots=True)
class LineSharpness:
    """One line: see `Sharpness`; heights in px of the page; `widths` of its edges in px, for each direction."""

    blur: float
    contrast: float
    height: float
    coarse_height: float
    widths: NDArray[np.float32]


def sharpness_of(pixels: Pixels, lines: Sequence[TextLine], scale: float) -> Sharpness | None:
    """Return the median over a few lines, spread over the page; None where none has contrast.

    lines: in pixels of a copy, whose `scale` takes them to `pixels`.
    """
    widest = sorted(lines, key=lambda line: line.width, reverse=True)[: 4 * _PATCHES]
    spread = sorted(widest, key=lambda line: line.top)[:: max(1, len(widest) // _PATCHES)]
    found = [value for line in spread if (value := line_sharpness(pixels, line, scale)) is not None]
    if not found:
        return None
    strongest = max(line.contrast for line in found)
    found = [line for line in found if line.contrast >= _AS_STRONG * strongest]
    widths = np.exp(np.median(np.log([line.widths for line in found]), axis=0))
    heights = np.array([line.height for line in lines])
    typical = weighted_median(heights, np.array([line.width for line in lines]))
    # The copy is coarse: by how much the few lines are higher or lower at full resolution holds for all.
    finer = float(np.median([line.height / line.coarse_height for line in found]))
    return Sharpness(
        blur=float(np.median([line.blur for line in found])),
        contrast=float(np.median([line.contrast for line in found])),
        text_height_px=typical * scale * finer,
        anisotropy=float(widths.max() / widths.min()),
        direction_deg=float(np.argmax(widths)) * 180 / _DIRECTIONS,
    )


def softness_of(gray: Gray, text_height: float) -> Softness | None:
    """Return how soft even the sharpest strong edges of a picture are; None where it has none.

    gray: (H, W) uint8, on which letters of 10 pt would be `text_height` px high. Something is in focus in every good
    picture, so that no lines need to be found.
    """
    kernel = np.ones((_EDGE_PX, _EDGE_PX), np.uint8)
    soft = cv2.blur(gray, (3, 3))
    step = cv2.morphologyEx(soft, cv2.MORPH_GRADIENT, kernel)[::4, ::4].astype(np.float32)
    strong = step >= max(_MIN_STEP, 0.5 * float(np.percentile(step, 99)))
    if not strong.any():
        return None
    dx, dy = (cv2.Sobel(soft, cv2.CV_32F, *axes, ksize=3, scale=1 / 8) for axes in ((1, 0), (0, 1)))
    widths = []
    for across, down in _COMPASS:
        slope = cv2.convertScaleAbs(across * dx + down * dy, alpha=2)
        steepest = cv2.dilate(slope, kernel)[::4, ::4][strong] / 2
        widths.append(float(np.percentile(step[strong] / np.maximum(steepest, 0.5), _SHARPEST)))
    blur = float(np.sqrt(max(0.0, max(widths) ** 2 - _SHARP_EDGE_PX**2))) / text_height
    return Softness(blur, max(widths) / min(widths), float(np.argmax(widths)) * 180 / _DIRECTIONS)


def line_sharpness(pixels: Pixels, line: TextLine, scale: float) -> LineSharpness | None:
    """Return how sharp one line of text is; None where there is no contrast."""
    patch = _patch(pixels, line, scale)
    if patch.size == 0:
        return None
    paper = level_at(patch, 0.85)
    contrast = paper - level_at(patch, 0.04)
    if contrast < _MIN_CONTRAST:
        return None
    coarse = line.height * scale
    height = _inked_height(patch < paper - _INKED * contrast, round(coarse))
    widths = np.asarray(contrast / np.maximum(_slopes(patch), 1e-3), np.float32)
    blur = float(np.sqrt(max(0.0, float(widths.max()) ** 2 - _SHARP_EDGE_PX**2))) / coarse
    return LineSharpness(blur, contrast, height, coarse, widths)


def _inked_height(ink: NDArray[np.bool_], about: int) -> float:
    """Return the height of the rows with ink around the middle `about` rows, all of one line."""
    inked = np.count_nonzero(ink, axis=1) > 0.01 * ink.shape[1]
    rows = len(inked)
    top, bottom = max(0, (rows - about) // 2), min(rows, (rows + about) // 2)
    while top > 0 and inked[top - 1]:
        top -= 1
    while top < rows // 2 and not inked[top]:
        top += 1
    while bottom < rows and inked[bottom]:
        bottom += 1
    while bottom > rows // 2 + 1 and not inked[bottom - 1]:
        bottom -= 1
    return float(max(1, bottom - top))


def _patch(pixels: Pixels, line: TextLine, scale: float) -> Gray:
    pad = max(2, line.height // 3)
    top, left = round(max(0, line.top - pad) * scale), round(max(0, line.left - pad) * scale)
    bottom = round((line.top + line.height + pad) * scale)
    reach = min((line.left + line.width + pad) * scale, left + 20 * line.height * scale, left + _PATCH_WIDTH_PX)
    return gray_of(np.ascontiguousarray(pixels[top:bottom, left : round(reach)]))


def _slopes(patch: Gray) -> NDArray[np.float32]:
    """Return the steep slopes in eight directions, in grey levels per px; (8,).

    Of high lines every second to fourth pixel tells them as well.
    """
    step = min(4, max(1, patch.shape[0] // _ROWS_PX))
    dx = cv2.Sobel(patch, cv2.CV_16S, 1, 0, ksize=3)[::step, ::step].ravel()
    dy = cv2.Sobel(patch, cv2.CV_16S, 0, 1, ksize=3)[::step, ::step].ravel()
    slopes: NDArray[Any] = np.abs(_COMPASS @ np.stack([dx, dy]).astype(np.float32))
    rank = round(_FLATTER * (slopes.shape[1] - 1))
    return np.asarray(np.partition(slopes, rank, axis=1)[:, rank] / 8, np.float32)
