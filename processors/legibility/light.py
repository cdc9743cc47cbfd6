"""Correction of uneven light: a shadow that falls over print is lifted, and nothing else is touched.

All three channels get the same gain, so that hue and saturation stay: seals stay red, tinted paper stays tinted; only
the shadow's own cast goes. The brightest part of the page has a gain of 1. What stands darker inside the page (a photo,
a dark cover's print) is no shadow: shadows fall in from outside.
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
from .reduced import Copies
from .sheet import SHEET_LONG_SIDE, Sheet

MAX_UNEVENNESS = 0.3
"""Characters missed without and with the gain, six kinds of papers under hard shadows, by unevenness: 0.04 to 0.06:
0.14 and 0.006; to 0.10: 0.15 and 0.005; to 0.13: 0.05 and 0.005; to 0.25: 0.01 and 0.005; above: nothing to gain."""

_TILES = 12
_PRINTED = 12  # of 255: what of a tile is lines of text, where there is print
_MIN_LIT = 60
_GAINS = (3.0, 8.0)
"""Limits of the largest gain: paper under the deepest shadow measured (0.06) comes out grey, and is read."""
_MAX_NOISE = 14.0  # grey levels after the gain
_MAX_CAST = 1.15
_SMOOTH = 1.0  # pixels of the field
_FILL_PX = 96
_UNIT = 4096.0  # of the gain as 16-bit numbers


def even_light(pixels: Pixels, seen: Copies | Sheet | None = None) -> tuple[Pixels, Step] | None:
    """Return the page with its light evened out and the step that says so; None when it is left alone.

    Left alone are pages in even light, and pictures whose dark part is not a shadow on paper with print (portraits,
    dark desks, dark covers, black pages). seen: the page's sheet or reduced copies, where others look at it, too.
    """
    sheet = Sheet.of(pixels, seen)
    share = unevenness(sheet.field)
    if share >= MAX_UNEVENNESS:
        return None
    light = _without_islands(sheet.field)
    if unevenness(light) >= MAX_UNEVENNESS:
        return None
    gray = _fine_gray(sheet)
    gain = _gain(light, _noise_in_the_dark(gray, light))
    if not _is_shadow_on_print(gray, light, gain):
        return None
    cast = _cast(sheet.copies.reduced(600)[0], light)
    parameters = {"method": "gain", "unevenness": round(share, 3), "largest_gain": round(float(gain.max()), 2)}
    return _lifted(pixels, gain, cast), Step(name="light", parameters=parameters)


def reading_copy(pixels: Pixels, seen: Copies | Sheet | None = None) -> Pixels:
    """Return a copy for the reader: lifted wherever the light is uneven, else the pixels themselves.

    The reader isn't hurt by a desk or a picture that comes out too bright, so that nothing needs to be sure.
    """
    sheet = Sheet.of(pixels, seen)
    light = sheet.field
    if unevenness(light) >= MAX_UNEVENNESS:
        return pixels
    gain = _gain(light, _noise_in_the_dark(_fine_gray(sheet), light))
    return _lifted(pixels, gain, _cast(sheet.copies.reduced(600)[0], light))


def _fine_gray(sheet: Sheet) -> Gray:
    """Return the luminance on a copy of 1200 to 2399 px: on the sheet's own, smaller one noise is averaged away."""
    return sheet.copies.gray(SHEET_LONG_SIDE)[0]


def _without_islands(field: Gray) -> Gray:
    """Return the field with dark islands raised to the brightness around them; what reaches the border stays.

    That is filling holes in grey: a surface is let down from the top, held at the border by the field itself, and
    comes to rest on it.
    """
    height, width = field.shape
    factor = max(1, max(height, width) // _FILL_PX)
    small = cv2.resize(field, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    surface = np.full_like(small, 255)
    surface[[0, -1]], surface[:, [0, -1]] = small[[0, -1]], small[:, [0, -1]]
    kernel = np.ones((3, 3), np.uint8)
    for _ in range(4 * _FILL_PX):
        lower = cv2.max(cv2.erode(surface, kernel), small)
        if np.array_equal(lower, surface):
            break
        surface = lower
    filled = cv2.resize(np.asarray(surface, np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    deep = cv2.resize(cv2.subtract(surface, small), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(deep > 0.1 * filled, filled, field).astype(np.uint8)


def _is_shadow_on_print(gray: Gray, light: Gray, gain: NDArray[np.float32]) -> bool:
    """Tell whether the dark part carries lines of text as the bright part does, once it is lifted.

    Cloth and covers have strokes as well, but no lines.
    """
    level, lit = cv2.resize(light, (_TILES, _TILES), interpolation=cv2.INTER_AREA), float(np.percentile(light, 95))
    dark = level < 0.5 * lit
    if lit < _MIN_LIT or dark.all() or not dark.any():
        return False
    lifted = np.asarray(cv2.blur(_times(gray, gain), (3, 3)), np.uint8)  # noise was lifted, too
    field = paper_field(lifted)
    depth = ink_depth(lifted, field)
    ink = strokes(depth, ink_threshold(depth, _noise_in_the_dark(lifted, light)))
    lines = text_lines(depth, ink)
    if not is_print(lines, ink, field):
        return False
    covered = np.zeros_like(ink)
    for line in lines:
        covered[line.top : line.top + line.height, line.left : line.left + line.width] = 255
    printed = cv2.resize(covered, (_TILES, _TILES), interpolation=cv2.INTER_AREA) > _PRINTED
    in_dark, in_bright = float(printed[dark].mean()), float(printed[~dark].mean())
    return in_dark >= 0.1 and in_dark >= 0.25 * in_bright


def _noise_in_the_dark(gray: Gray, light: Gray) -> float:
    """Return the noise in grey levels of the half, left or right, in which less light falls."""
    columns, middle = light.mean(axis=0), light.shape[1] // 2
    half = slice(0, gray.shape[1] // 2) if columns[:middle].mean() < columns[middle:].mean() else slice(-middle, None)
    return noise_level(np.ascontiguousarray(gray[:, half]))


def _gain(light: Gray, noise: float) -> NDArray[np.float32]:
    """Return the gain that lifts the light everywhere to what the lit part has, on the small field.

    It bends off softly below its limit, which noise lowers.
    """
    target = float(np.percentile(light, 90))
    smooth = cv2.GaussianBlur(light.astype(np.float32), (0, 0), _SMOOTH)
    wanted = np.maximum(1.0, target / np.maximum(smooth, 4.0))
    limit = float(np.clip(_MAX_NOISE / max(noise, 0.5), *_GAINS))
    return np.asarray(wanted / (1 + (wanted / limit) ** 6) ** (1 / 6), np.float32)


def _cast(copy: Pixels, light: Gray) -> NDArray[np.float32]:
    """Return what the paper in the shadow has of each channel, against the lit paper: skies tint shadows blue; (3,).

    One tint for the whole shadow: a gain for each channel at each place would bleach what is coloured.
    """
    dark = light < 0.5 * float(np.percentile(light, 90))
    fields = [cv2.resize(paper_field(np.ascontiguousarray(copy[..., c])), light.shape[::-1]) for c in range(3)]
    shares = [[float(np.median(field[part])) for field in fields] for part in (dark, ~dark)]
    tints = np.array([np.array(share) / max(1.0, float(np.mean(share))) for share in shares])
    return np.asarray(np.clip(tints[0] / np.maximum(tints[1], 0.1), 1 / _MAX_CAST, _MAX_CAST), np.float32)


def _lifted(pixels: Pixels, gain: NDArray[np.float32], cast: NDArray[np.float32]) -> Pixels:
    """Return the pixels times the gain, which is enlarged to them; where it is large, the cast is taken off, too."""
    shaded = np.clip((gain - 1) / max(1e-3, float(np.percentile(gain, 95)) - 1), 0, 1)[..., None]
    return _times(pixels, gain[..., None] * (1 - shaded + shaded / cast))


def _times(pixels: NDArray[np.uint8], gain: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return the pixels times a smaller raster of gains. 16 bits: in 8-bit steps the lit part would show bands."""
    steps = np.round(gain * _UNIT).astype(np.uint16)
    large = cv2.resize(steps, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(pixels, large, scale=1 / _UNIT, dtype=cv2.CV_8U), np.uint8)
