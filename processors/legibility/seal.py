"""Seals: find red round or oval official seals (公章) and blue oval ones (执业印章), and lift red ink off the text.

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
from .reduced import reduce, reduction

SealColour = Literal["red", "blue"]
Mask = NDArray[np.uint8]
_ANALYSIS_LONG_SIDE = 800
_MIN_SIDE = 0.045  # of the page's long side; 40 mm on A4 are 0.13, on a page that fills half of a photo 0.06
_MAX_SIDE = 0.6
_MIN_RING = 0.7  # share of 72 directions in which the ring has ink
_MAX_FILL = 0.72
_MIN_ROUNDNESS = 0.65
_RED_START, _RED_FULL = 18.0, 60.0  # by how much red exceeds the other channels: tinted paper, seal ink


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

    def points(self, scale: float) -> NDArray[np.float64]:
        """Return 72 points of the ellipse enlarged by `scale`, (72, 2)."""
        turn = np.arange(72) * 2 * np.pi / 72
        x, y = scale * self.axes[0] / 2 * np.cos(turn), scale * self.axes[1] / 2 * np.sin(turn)
        angle = np.deg2rad(self.angle_deg)
        return np.stack(
            [
                self.centre[0] + x * np.cos(angle) - y * np.sin(angle),
                self.centre[1] + x * np.sin(angle) + y * np.cos(angle),
            ],
            axis=1,
        )


def find_seals(pixels: Pixels) -> tuple[Seal, ...]:
    """Return the round and oval seals on a page, the largest first; pixels: (H, W, 3) uint8 BGR."""
    factor = reduction(pixels, _ANALYSIS_LONG_SIDE)
    small = reduce(pixels, factor)
    red, blue = _ink_masks(small)
    found = [*_rings(red, "red", factor), *_rings(blue, "blue", factor)]
    kept: list[Seal] = []
    for seal in sorted(found, key=lambda seal: seal.area_share, reverse=True):
        # The inner ring of a double ellipse belongs to the outer one.
        if not any(_inside(seal.box, larger.box) for larger in kept):
            kept.append(seal)
    return tuple(kept)


def lift_seal(pixels: Pixels) -> Pixels:
    """Return the page with red ink made as bright as the paper, so that dark print under a seal stays alone.

    In the red channel seal ink is nearly as bright as paper while black print is dark; where red dominates, that
    channel replaces all three. A page without red comes back as it is.
    """
    blue, green, red = cv2.split(pixels)
    excess = cv2.subtract(red, cv2.max(blue, green))
    strong = excess >= _RED_FULL
    if not strong.any():
        return pixels
    ink = float(np.percentile(red[strong], 60))
    paper = float(np.percentile(red[::4, ::4], 90))
    lifted = cv2.convertScaleAbs(red, alpha=max(1.0, paper / max(ink, 1.0)))
    weight = np.clip((excess.astype(np.float32) - _RED_START) / (_RED_FULL - _RED_START), 0, 1)
    weight = cv2.GaussianBlur(weight, (3, 3), 0)
    channels = [channel + weight * (lifted.astype(np.float32) - channel) for channel in (blue, green, red)]
    return np.stack(channels, axis=-1).astype(np.uint8)


def _inside(inner: Quad, outer: Quad) -> bool:
    """Tell whether the middle of one box lies in the other."""
    left, top, right, bottom = bounds(outer)
    x, y = (inner[0][0] + inner[2][0]) / 2, (inner[0][1] + inner[2][1]) / 2
    return left <= x <= right and top <= y <= bottom


def _ink_masks(pixels: Pixels) -> tuple[Mask, Mask]:
    """Return where there is red and where there is blue ink, judged against the page's own tint."""
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB), np.uint8)
    a, b = np.ascontiguousarray(lab[..., 1]), np.ascontiguousarray(lab[..., 2])
    to_red, to_yellow = a.astype(np.int16) - int(median_level(a)), b.astype(np.int16) - int(median_level(b))
    red = (to_red > 14) & (to_yellow < 1.1 * to_red) & (to_yellow > -0.6 * to_red)
    blue = (to_yellow < -14) & (to_red < -0.9 * to_yellow)
    return red.astype(np.uint8), blue.astype(np.uint8)


def _rings(mask: Mask, colour: SealColour, factor: int) -> list[Seal]:
    long_side = max(mask.shape)
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
    inside = np.zeros_like(mask)
    shape = (ellipse.centre, ellipse.axes, ellipse.angle_deg)
    cv2.ellipse(inside, shape, 1, -1)
    fill = float(mask[inside.astype(bool)].mean()) if inside.any() else 1.0
    return fill <= _MAX_FILL and _ring_support(mask, ellipse) >= _MIN_RING


def _ring_support(mask: Mask, ellipse: _Ellipse) -> float:
    """Return the share of directions in which there is ink in one narrow band along the ellipse.

    The band may lie a little inside; it is narrow because characters in a circle fill a broad one.
    """
    height, width = mask.shape
    hits = []
    for scale in np.arange(0.90, 1.05, 0.02):
        points = np.round(ellipse.points(float(scale))).astype(int)
        inside = (points[:, 0] >= 0) & (points[:, 0] < width) & (points[:, 1] >= 0) & (points[:, 1] < height)
        hit = np.zeros(72, bool)
        hit[inside] = mask[points[inside, 1], points[inside, 0]] > 0
        hits.append(hit)
    bands = [np.logical_or.reduce(hits[start : start + 4]) for start in range(len(hits) - 3)]
    return max(float(band.mean()) for band in bands)


def _crossed_circle(mask: Mask, outline: NDArray[np.int32]) -> tuple[_Ellipse, float] | None:
    """Return the best circle in a blob which a red line, heading or second seal is joined to."""
    left, top, width, height = cv2.boundingRect(outline)
    part = np.ascontiguousarray(mask[top : top + height, left : left + width]) * 255
    least = round(max(8.0, _MIN_SIDE * max(mask.shape) / 2))
    most = round(min(width, height, 0.3 * max(mask.shape)) / 2) + 2
    if most <= least:
        return None
    soft = cv2.GaussianBlur(cv2.copyMakeBorder(part, 4, 4, 4, 4, cv2.BORDER_CONSTANT), (0, 0), 1.2)
    found = cv2.HoughCircles(soft, cv2.HOUGH_GRADIENT, 1, least, param1=120, param2=24, minRadius=least, maxRadius=most)
    if found is None:
        return None
    circles = [
        _Ellipse((float(x) + left - 4, float(y) + top - 4), (2.06 * float(r), 2.06 * float(r)), 0.0)
        for x, y, r in np.reshape(found, (-1, 3))[:12]
    ]
    best = max(circles, key=lambda circle: _ring_support(mask, circle) * circle.axes[0] ** 0.5)
    support = _ring_support(mask, best)
    return (best, support) if support >= 0.85 else None


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
