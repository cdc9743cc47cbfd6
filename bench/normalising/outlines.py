"""How well an outline fits the true one: Jaccard as SmartDoc measures it, in the paper's own plane."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.schemas.geometry import Size

Polygon = NDArray[np.float64]
"""(n, 2) corners in order."""


class Fit(NamedTuple):
    """`jaccard`: shared area over united area; `lost`: share of the paper that the outline cuts away; 0..1 each."""

    jaccard: float
    lost: float


def fit_of(found: Any, homography: Any, paper: Size, frame: Size) -> Fit:
    """Return how well the found corners fit a paper, both as seen in the frame, measured on the paper.

    found: (n, 2) in picture pixel centres; homography: 3x3 from the paper's pixel centres to the picture's; paper and
    frame: (width, height) in pixels. What lies outside the frame counts neither way.
    """
    there = _rectangle(frame)
    back = np.linalg.inv(np.asarray(homography, np.float64))
    truth = clipped(_rectangle(paper), _mapped(back, there))
    inside = clipped(np.asarray(found, np.float64), there)
    if len(inside) < 3:
        return Fit(0.0, 1.0)
    crop = _mapped(back, inside)
    shared = area(clipped(crop, truth))
    return Fit(shared / (area(crop) + area(truth) - shared), 1 - shared / area(truth))


def frame_share(found: Any, frame: Size) -> float:
    """Return which share of the frame the outline keeps."""
    there = _rectangle(frame)
    return area(clipped(np.asarray(found, np.float64), there)) / area(there)


def area(polygon: Polygon) -> float:
    """Return the area within a simple polygon, whichever way round."""
    if len(polygon) < 3:
        return 0.0
    x, y = polygon[:, 0] - polygon[0, 0], polygon[:, 1] - polygon[0, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def clipped(polygon: Polygon, window: Polygon) -> Polygon:
    """Return the part of a polygon within a convex window (Sutherland and Hodgman); empty (0, 2) if there is none."""
    if _signed(window) < 0:
        window = window[::-1]
    rest = [tuple(point) for point in polygon]
    for start, end in zip(window, np.roll(window, -1, axis=0), strict=True):
        rest = _cut(rest, start, end)
    return np.array(rest, np.float64).reshape(-1, 2)


def _cut(points: list[Any], start: Polygon, end: Polygon) -> list[Any]:
    """Keep what is on the inner side of one side of the window."""
    along = end - start
    depths = [along[0] * (y - start[1]) - along[1] * (x - start[0]) for x, y in points]
    kept = []
    for index, point in enumerate(points):
        before, depth, previous = depths[index - 1], depths[index], points[index - 1]
        if (before < 0) != (depth < 0):
            share = before / (before - depth)
            kept.append(tuple(np.add(previous, np.subtract(point, previous) * share)))
        if depth >= 0:
            kept.append(point)
    return kept


def _signed(polygon: Polygon) -> float:
    x, y = polygon[:, 0], polygon[:, 1]
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


def _rectangle(size: Size) -> Polygon:
    width, height = size[0] - 0.5, size[1] - 0.5
    return np.array([(-0.5, -0.5), (width, -0.5), (width, height), (-0.5, height)])


def _mapped(matrix: Polygon, points: Polygon) -> Polygon:
    return np.asarray(cv2.perspectiveTransform(points[None], matrix)[0], np.float64)
