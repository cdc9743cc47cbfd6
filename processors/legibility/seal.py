"""Seals: find red round or oval official seals (公章) and blue oval ones (执业印章).

A seal is a ring of one colour with characters inside: its outline fits an ellipse, ink stands all along that ellipse,
and the inside is not solid (an emblem or a logo is). The ring may be crossed by print and partly faint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.geometry import Quad, bounds, box_quad
from ..page import Pixels
from .ink import median_level, outlines
from .reduced import Copies, reduce

SealColour = Literal["red", "blue"]
Mask = NDArray[np.uint8]
_ANALYSIS_LONG_SIDE = 800
_MIN_SIDE = 0.045  # of the page's long side; 40 mm on A4 are 0.13, on a page that fills half of a photo 0.06
_MAX_SIDE = 0.6
_MIN_RING = 0.7  # share of 72 directions in which the ring has ink
_MAX_FILL = 0.72
_DENSE, _SURE_RING = 0.5, 0.85
"""A seal so full of ink needs a clear ring: drawn seals fill 0.13 to 0.31 of themselves and have rings of 0.89 and
more, the emblem on an ID card fills 0.67 with a ring of 0.71."""
_MIN_ROUNDNESS = 0.65
_TINTED = 5  # steps of Cr or Cb from the page's own; ink that Lab tells as red or blue is 8 or more away
_HOUGH_PX = 240  # a larger blob is searched on a copy: around a page's ornate frame it took 350 ms
_COSINES, _SINES = (np.asarray(turn(np.arange(72) * 2 * np.pi / 72)) for turn in (np.cos, np.sin))
_BANDS = np.arange(0.90, 1.05, 0.02)


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal: `box` in pixels of the given page, `area_share` of the page, `roundness` 1 for a perfect ellipse."""

    box: Quad
    colour: SealColour
    area_share: float
    roundness: float


@dataclass(frozen=True, slots=True)
class _Ellipse:
    centre: tuple[float, float]
    axes: tuple[float, float]
    angle_deg: float

    def points(self, scale: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return 72 points of the ellipse enlarged by `scale`, (72, 2); of several scales (..., 72, 2)."""
        larger = np.asarray(scale)[..., None] / 2
        x, y = larger * self.axes[0] * _COSINES, larger * self.axes[1] * _SINES
        cosine, sine = np.cos(np.deg2rad(self.angle_deg)), np.sin(np.deg2rad(self.angle_deg))
        across = self.centre[0] + x * cosine - y * sine
        return np.stack([across, self.centre[1] + x * sine + y * cosine], axis=-1)


def find_seals(pixels: Pixels, *, copies: Copies | None = None) -> tuple[Seal, ...]:
    """Return the round and oval seals on a page, the largest first; pixels: (H, W, 3) uint8 BGR.

    copies: the page's reduced copies, where others measure it, too.
    """
    small, factor = (copies or Copies(pixels)).reduced(_ANALYSIS_LONG_SIDE)
    red, blue = _ink_masks(small)
    found = [*_rings(red, "red", factor), *_rings(blue, "blue", factor)]
    kept: list[Seal] = []
    for seal in sorted(found, key=lambda seal: seal.area_share, reverse=True):
        # The inner ring of a double ellipse belongs to the outer one.
        if not any(_inside(seal.box, larger.box) for larger in kept):
            kept.append(seal)
    return tuple(kept)


def _inside(inner: Quad, outer: Quad) -> bool:
    """Tell whether the middle of one box lies in the other."""
    left, top, right, bottom = bounds(outer)
    x, y = (inner[0][0] + inner[2][0]) / 2, (inner[0][1] + inner[2][1]) / 2
    return left <= x <= right and top <= y <= bottom


def _ink_masks(pixels: Pixels) -> tuple[Mask, Mask]:
    """Return where there is red and where there is blue ink, judged against the page's own tint.

    Lab is judged where there is colour at all: of a whole page it would take three times as long.
    """
    own = np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels[::4, ::4]), cv2.COLOR_BGR2LAB), np.uint8)
    tint = [int(median_level(np.ascontiguousarray(own[..., channel]))) for channel in (1, 2)]
    places = np.flatnonzero(_coloured(pixels).view(np.bool_))  # as truth values, which numpy counts faster
    masks = np.zeros((2, pixels.shape[0] * pixels.shape[1]), np.uint8)
    if places.size:
        inks = np.take(pixels.reshape(-1, 3), places, axis=0)[:, None]
        lab = np.asarray(cv2.cvtColor(inks, cv2.COLOR_BGR2LAB), np.int16)[:, 0]
        to_red, to_yellow = lab[:, 1] - tint[0], lab[:, 2] - tint[1]
        masks[0, places] = (to_red > 14) & (to_yellow < 1.1 * to_red) & (to_yellow > -0.6 * to_red)
        masks[1, places] = (to_yellow < -14) & (to_red < -0.9 * to_yellow)
    red, blue = masks.reshape(2, *pixels.shape[:2])
    return red, blue


def _coloured(pixels: Pixels) -> NDArray[np.uint8]:
    """Return where a pixel is redder or bluer than most of the page."""
    _, to_red, to_blue = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_BGR2YCrCb))
    red, blue = (median_level(np.asarray(channel[::2, ::2].copy(), np.uint8)) for channel in (to_red, to_blue))
    _, redder = cv2.threshold(to_red, red + _TINTED, 255, cv2.THRESH_BINARY)
    _, bluer = cv2.threshold(to_blue, blue + _TINTED, 255, cv2.THRESH_BINARY)
    return np.asarray(cv2.bitwise_or(redder, bluer), np.uint8)


def _rings(mask: Mask, colour: SealColour, factor: int) -> list[Seal]:
    long_side = max(mask.shape)
    if not mask.any():
        return []
    reach = max(3, round(0.008 * long_side)) | 1
    joined = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), np.uint8)
    found = []
    for outline in outlines(joined):
        if min(cv2.boundingRect(outline)[2:]) < _MIN_SIDE * long_side:
            continue
        ellipse, roundness = _outer_ellipse(outline)
        if not _is_ring(mask, ellipse, roundness):
            ellipse, roundness = _crossed_circle(mask, outline) or (ellipse, 0.0)
        if _is_ring(mask, ellipse, roundness):
            found.append(_seal(ellipse, roundness, colour, mask.shape, factor))
    return found


def _outer_ellipse(outline: NDArray[np.int32]) -> tuple[_Ellipse, float]:
    """Return the ellipse in the outline's tightest rectangle, and how well the outline's hull fills it, 0..1."""
    hull = cv2.convexHull(outline)
    centre, axes, angle = cv2.minAreaRect(hull)
    inside = np.pi / 4 * axes[0] * axes[1]
    ratio = cv2.contourArea(hull) / inside if inside else 0.0
    # A rectangle's hull has 1.27 times the area of the ellipse in it, a diamond's 0.64 times.
    ellipse = _Ellipse((centre[0], centre[1]), (axes[0], axes[1]), angle)
    return ellipse, max(0.0, 1.0 - abs(ratio - 1.0) / 0.27)


def _is_ring(mask: Mask, ellipse: _Ellipse, roundness: float) -> bool:
    """Tell whether ink stands along the ellipse, which is not too long and not filled."""
    short, long = sorted(ellipse.axes)
    least, most = max(_MIN_SIDE * max(mask.shape), 16), _MAX_SIDE * max(mask.shape)
    if roundness < _MIN_ROUNDNESS or short < max(least, 0.45 * long) or long > most:
        return False
    support, fill = _ring_support(mask, ellipse), _fill(mask, ellipse)
    return fill <= _MAX_FILL and support >= (_MIN_RING if fill <= _DENSE else _SURE_RING)


def _fill(mask: Mask, ellipse: _Ellipse) -> float:
    """Return the share of the ellipse that is ink."""
    points = ellipse.points(1.0)
    low = np.clip(np.floor(points.min(axis=0)).astype(int) - 1, 0, None)
    high = np.ceil(points.max(axis=0)).astype(int) + 2
    part = mask[low[1] : high[1], low[0] : high[0]]
    inside = np.zeros_like(part)
    centre = (ellipse.centre[0] - float(low[0]), ellipse.centre[1] - float(low[1]))
    cv2.ellipse(inside, (centre, ellipse.axes, ellipse.angle_deg), 1, -1)
    return float(part[inside.astype(bool)].mean()) if inside.any() else 1.0


def _ring_support(mask: Mask, ellipse: _Ellipse) -> float:
    """Return the share of directions in which there is ink in one narrow band along the ellipse.

    The band may lie a little inside; it is narrow because characters in a circle fill a broad one.
    """
    height, width = mask.shape
    points = np.round(ellipse.points(_BANDS)).astype(int)
    x, y = points[..., 0], points[..., 1]
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    hits = inside & (mask[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)] > 0)
    return max(float(hits[start : start + 4].any(axis=0).mean()) for start in range(len(hits) - 3))


def _crossed_circle(mask: Mask, outline: NDArray[np.int32]) -> tuple[_Ellipse, float] | None:
    """Return the best circle in a blob which a red line, heading or second seal is joined to."""
    left, top, width, height = cv2.boundingRect(outline)
    least = max(8.0, _MIN_SIDE * max(mask.shape) / 2)
    most = min(width, height, 0.3 * max(mask.shape)) / 2 + 2
    if most <= least:
        return None
    step = max(1, min(width, height) // _HOUGH_PX)
    circles = [
        _Ellipse((left + step * x, top + step * y), (2.06 * step * r, 2.06 * step * r), 0.0)
        for x, y, r in _circles(mask[top : top + height, left : left + width] * 255, step, least, most)
    ]
    if not circles:
        return None
    best = max(circles, key=lambda circle: _ring_support(mask, circle) * circle.axes[0] ** 0.5)
    support = _ring_support(mask, best)
    return (best, support) if support >= _SURE_RING else None


def _circles(part: Mask, step: int, least: float, most: float) -> list[tuple[float, float, float]]:
    """Return up to 12 circles (x, y, radius) in a blob reduced by `step`; radii `least`..`most` before that."""
    small = reduce(np.ascontiguousarray(part), step)
    if step > 1:
        small = _without_lines(small)
    soft = cv2.GaussianBlur(cv2.copyMakeBorder(small, 4, 4, 4, 4, cv2.BORDER_CONSTANT), (0, 0), 1.2)
    low, high = round(least / step), round(most / step)
    found = cv2.HoughCircles(soft, cv2.HOUGH_GRADIENT, 1, low, param1=120, param2=24, minRadius=low, maxRadius=high)
    if found is None:
        return []
    return [(float(x) - 4, float(y) - 4, float(radius)) for x, y, radius in np.reshape(found, (-1, 3))[:12]]


def _without_lines(part: Mask) -> Mask:
    """Return the mask without the straight lines of frames and tables, longer than the straightest piece of a ring."""
    length = max(24, max(part.shape) // 16)
    across = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return np.asarray(cv2.subtract(part, cv2.bitwise_or(across, down)), np.uint8)


def _seal(ellipse: _Ellipse, roundness: float, colour: SealColour, shape: tuple[int, ...], factor: int) -> Seal:
    height, width = shape[:2]
    points = ellipse.points(1.0)
    low = np.clip(points.min(axis=0), 0, (width, height)) * factor
    high = np.clip(points.max(axis=0), 0, (width, height)) * factor
    return Seal(
        box=box_quad(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
        colour=colour,
        area_share=round(float(np.pi / 4 * ellipse.axes[0] * ellipse.axes[1]) / (width * height), 5),
        roundness=round(roundness, 3),
    )
