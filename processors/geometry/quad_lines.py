"""Straight lines in a photo, and the quadrilaterals that they could be the sides of."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Pixels

_F = NDArray[np.float64]

_CLOSING = 0.011
_MIN_SEGMENT = 0.05
_LINES_A_GROUP = 13
_MODES = 3
_SPREAD_DEG = 24.0
_OUTSIDE = 0.12
_MIN_AREA = 0.03


@dataclass(frozen=True)
class Planes:
    """A small copy of a photo. `lab`: (H, W, 3) float32 without its text; `views`: the same, as pictures for lines."""

    lab: NDArray[np.float32]
    views: tuple[NDArray[np.uint8], ...]

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.lab.shape[1])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.lab.shape[0])


def planes_of(small: Pixels) -> Planes:
    """Return a photo's lightness and colours with the text closed away, so that only larger things have edges."""
    lightness, green, blue = cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2LAB))
    side = max(3, round(_CLOSING * max(small.shape[:2]))) | 1
    closed = cv2.medianBlur(cv2.morphologyEx(lightness, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), 5)
    green, blue = cv2.medianBlur(green, 5), cv2.medianBlur(blue, 5)
    lab = cv2.merge([closed, green, blue]).astype(np.float32)
    # A fifth view, with its local contrast raised, found no sheet that these don't, but shadows' edges (measured).
    views = (closed, cv2.medianBlur(lightness, 3), _stretched(green), _stretched(blue))
    return Planes(lab, tuple(np.asarray(view, np.uint8) for view in views))


def _stretched(plane: NDArray[Any]) -> NDArray[Any]:
    low, high = np.percentile(plane[::4, ::4], [1, 99])
    gain = min(6.0, 200.0 / max(1.0, float(high - low)))
    return cv2.convertScaleAbs(plane.astype(np.float32) - float(low), alpha=gain)


def find_lines(planes: Planes) -> _F:
    """Return merged lines as rows (nx, ny, c, length): nx * x + ny * y = c, the longest first."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    found = []
    for view in planes.views:
        seen = detector.detect(view)[0]
        if seen is not None:
            found.append(seen.reshape(-1, 4).astype(np.float64))
    if not found:
        return np.empty((0, 4))
    segments: _F = np.asarray(np.concatenate(found), np.float64)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    keep = np.flatnonzero(lengths > _MIN_SEGMENT * max(planes.lab.shape[:2]) * 0.5)
    order = keep[np.argsort(-lengths[keep])][:400]
    return _merged(segments[order], np.asarray(lengths[order], np.float64)) if len(order) else np.empty((0, 4))


def _merged(segments: _F, lengths: _F) -> _F:
    """Join segments that lie on one line within 2.5 pixels and 3 degrees; the longest leads."""
    direction = (segments[:, 2:] - segments[:, :2]) / lengths[:, None]
    normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
    flip = (normal[:, 0] + 1e-3 * normal[:, 1]) < 0
    normal[flip] *= -1
    offset = np.sum(normal * segments[:, :2], axis=1)
    free = np.ones(len(segments), bool)
    lines = []
    for lead in range(len(segments)):
        if not free[lead]:
            continue
        first = np.abs(segments[:, :2] @ normal[lead] - offset[lead])
        last = np.abs(segments[:, 2:] @ normal[lead] - offset[lead])
        parallel = np.abs(normal @ normal[lead]) > math.cos(math.radians(3.0))
        members = free & parallel & (np.maximum(first, last) < 2.5)
        free &= ~members
        lines.append((*normal[lead], offset[lead], _covered(segments[members] @ _along(normal[lead]))))
    table = np.array(lines)
    return np.asarray(table[np.argsort(-table[:, 3])], np.float64)


def _along(normal: _F) -> _F:
    """Return the (4, 2) matrix that maps a segment to the places of its two ends along the line."""
    return np.array([[normal[1], 0], [-normal[0], 0], [0, normal[1]], [0, -normal[0]]])


def _covered(spans: _F) -> float:
    """Return the length that the spans cover together: four views of one edge count once."""
    total, reach = 0.0, -math.inf
    for start, end in sorted((min(span), max(span)) for span in spans.tolist()):
        total += max(0.0, end - max(start, reach))
        reach = max(reach, end)
    return total


def line_quads(lines: _F, width: int, height: int) -> Iterator[tuple[_F, NDArray[np.bool_]]]:
    """Yield candidate quads for every leading direction of the picture.

    Yields ((n, 4, 2) corners, (n, 4) whether a side is the frame's own). Corners run clockwise.
    """
    angles = np.degrees(np.arctan2(lines[:, 1], lines[:, 0])) % 180
    for mode in _modes(angles, lines[:, 3]):
        groups = [_group(lines, angles, (mode + turn) % 180, width, height) for turn in (0, 90)]
        if min(len(group) for group in groups) >= 2:
            quads, frame = _crossings(*groups)
            keep = _plausible(quads, width, height) & (frame.sum(1) <= 2)
            yield quads[keep], frame[keep]


def _modes(angles: _F, weights: _F) -> list[float]:
    """Return up to three directions, modulo 90 degrees, along which most of the lines run."""
    histogram = np.bincount((np.round(angles) % 90).astype(int), weights, 90)
    kernel = np.exp(-0.5 * (np.arange(-12, 13) / 4.0) ** 2)
    smooth = np.convolve(np.tile(histogram, 3), kernel, "same")[90:180]
    modes: list[float] = []
    top = smooth.max(initial=0.0)
    for degree in np.argsort(-smooth):
        apart = all(min((degree - other) % 90, (other - degree) % 90) >= 14 for other in modes)
        if apart and smooth[degree] > 0.3 * top:
            modes.append(float(degree))
        if len(modes) == _MODES:
            break
    return modes


def _group(lines: _F, angles: _F, mode: float, width: int, height: int) -> _F:
    """Return the longest lines near a direction and, where they fit, the frame's own sides: (n, 4), length 0."""
    away = np.abs((angles - mode + 90) % 180 - 90)
    group = lines[away <= _SPREAD_DEG][:_LINES_A_GROUP]
    frame = []
    if min(mode, 180 - mode) <= _SPREAD_DEG:
        frame = [(1.0, 0.0, 0.0, 0.0), (1.0, 0.0, width - 1.0, 0.0)]
    elif abs(mode - 90) <= _SPREAD_DEG:
        frame = [(0.0, 1.0, 0.0, 0.0), (0.0, 1.0, height - 1.0, 0.0)]
    return np.concatenate([group, np.array(frame)]) if frame else group


def _crossings(one: _F, other: _F) -> tuple[_F, NDArray[np.bool_]]:
    """Return every quad made of two lines of each group, and which of its sides are the frame's."""
    determinant = one[:, None, 0] * other[None, :, 1] - one[:, None, 1] * other[None, :, 0]
    determinant = np.where(np.abs(determinant) < 1e-6, np.nan, determinant)
    x = (one[:, None, 2] * other[None, :, 1] - other[None, :, 2] * one[:, None, 1]) / determinant
    y = (one[:, None, 0] * other[None, :, 2] - other[None, :, 0] * one[:, None, 2]) / determinant
    points = np.stack([x, y], axis=-1)
    i, k = np.triu_indices(len(one), 1)
    j, m = np.triu_indices(len(other), 1)
    i, k = np.repeat(i, len(j)), np.repeat(k, len(j))
    j, m = np.tile(j, len(i) // len(j)), np.tile(m, len(i) // len(m))
    quads = np.stack([points[i, j], points[i, m], points[k, m], points[k, j]], axis=1)
    frame_one, frame_other = one[:, 3] == 0, other[:, 3] == 0
    frame = np.stack([frame_one[i], frame_other[m], frame_one[k], frame_other[j]], axis=1)
    area = signed_area(quads)
    turned = area < 0
    quads[turned] = quads[turned][:, [0, 3, 2, 1]]
    frame[turned] = frame[turned][:, [3, 2, 1, 0]]
    return quads, frame


def signed_area(quads: _F) -> _F:
    """Return the areas of (n, 4, 2) quads, positive where the corners run clockwise on the screen."""
    following = np.roll(quads, -1, axis=1)
    cross = quads[:, :, 0] * following[:, :, 1] - quads[:, :, 1] * following[:, :, 0]
    return np.asarray(cross.sum(axis=1) / 2, np.float64)


def _plausible(quads: _F, width: int, height: int) -> NDArray[np.bool_]:
    """Tell which quads are convex, large enough, in the frame and what a sheet or card may look like."""
    sides = np.roll(quads, -1, axis=1) - quads
    lengths = np.linalg.norm(sides, axis=2)
    before = np.roll(sides, 1, axis=1)
    sines = (before[:, :, 0] * sides[:, :, 1] - before[:, :, 1] * sides[:, :, 0]) / np.maximum(
        1e-9, lengths * np.roll(lengths, 1, axis=1)
    )
    margin = _OUTSIDE * max(width, height)
    inside = (quads > -margin).all(axis=(1, 2)) & (quads < (width + margin, height + margin)).all(axis=(1, 2))
    opposite = np.minimum(lengths[:, :2], lengths[:, 2:]) / np.maximum(1e-9, np.maximum(lengths[:, :2], lengths[:, 2:]))
    mean = (lengths[:, :2] + lengths[:, 2:]) / 2
    oblong = mean.max(axis=1) / np.maximum(1e-9, mean.min(axis=1))
    large = signed_area(quads) >= _MIN_AREA * width * height
    with np.errstate(invalid="ignore"):
        shaped = (sines.min(axis=1) > 0.77) & (opposite.min(axis=1) > 0.55) & (oblong < 6.0)
    return np.asarray(inside & large & shaped, np.bool_)


def contour_quads(planes: Planes) -> _F:
    """Return quads around the largest bright, dark or coloured areas: they find cards with round corners."""
    found: list[_F] = []
    for view in (planes.views[0], planes.views[2], planes.views[3]):
        for way in (cv2.THRESH_BINARY, cv2.THRESH_BINARY_INV):
            mask = cv2.threshold(view, 0, 255, way | cv2.THRESH_OTSU)[1]
            mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
            contours = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
            for contour in sorted(contours, key=cv2.contourArea)[-4:]:
                if cv2.contourArea(contour) >= _MIN_AREA * mask.size:
                    found.extend(_around(contour))
    if not found:
        return np.empty((0, 4, 2))
    quads = np.stack(found)
    turned = signed_area(quads) < 0
    quads[turned] = quads[turned][:, [0, 3, 2, 1]]
    return quads[_plausible(quads, planes.width, planes.height)]


def _around(contour: NDArray[Any]) -> Iterator[_F]:
    hull = cv2.convexHull(contour)
    length = cv2.arcLength(hull, True)
    for share in (0.02, 0.04, 0.07):
        polygon = cv2.approxPolyDP(hull, share * length, True)
        if len(polygon) == 4:
            yield polygon.reshape(4, 2).astype(np.float64)
            break
    yield cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float64)
