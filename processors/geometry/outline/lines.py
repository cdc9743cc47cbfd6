"""Straight lines in a photo, which the sides of sheets and cards could lie on."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from .planes import Planes

_F = NDArray[np.float64]

_MIN_SEGMENT = 0.025
_SEGMENTS = 400
_ALONG = np.linspace(0.1, 0.9, 9)
_ASIDE_PX = (3.5, 6.0, 14.0, 24.0)
_EVEN_LEVELS = 25.0
_PARTING_LEVELS = 9.0
# Kept of up to 270 lines on grained wood. By what they part alone, the stripes of a cloth crowd a sheet's sides out; by
# evenness alone, small cards' (310 drawn photos: mean Jaccard 0.944 by evenness, 0.960 by both).
_BY_WORTH = 44
_BY_EVEN = 28
_BY_LENGTH = 14


def find_lines(planes: Planes) -> _F:
    """Return merged lines as rows (nx, ny, c, length, evenness): nx * x + ny * y = c, the longest first.

    Kept are those that part different colours, and the longest. Evenness, 0..1, is that of the more even of the sides.
    """
    found = []
    for index, view in enumerate(planes.views):
        # Colours are stored at half of the lightness' resolution anyway: LSD's own shrinking costs them nothing.
        detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, scale=1.0 if index < 2 else 0.8)
        seen = detector.detect(view)[0]
        if seen is not None:
            found.append(2 * seen.reshape(-1, 4).astype(np.float64) + 0.5)
    if not found:
        return np.empty((0, 5))
    segments: _F = np.asarray(np.concatenate(found), np.float64)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    keep = np.flatnonzero(lengths > _MIN_SEGMENT * max(planes.lab.shape[:2]))
    order = keep[np.argsort(-lengths[keep])][:_SEGMENTS]
    if not len(order):
        return np.empty((0, 5))
    lines, worth = _merged(planes, segments[order], np.asarray(lengths[order], np.float64))
    ranks = (np.argsort(-worth)[:_BY_WORTH], np.argsort(-worth * lines[:, 4])[:_BY_EVEN])
    chosen = np.unique(np.concatenate([*ranks, np.argsort(-lines[:, 3])[:_BY_LENGTH]]))
    return np.asarray(lines[chosen][np.argsort(-lines[chosen, 3])], np.float64)


def _merged(planes: Planes, segments: _F, lengths: _F) -> tuple[_F, _F]:
    """Join segments that lie on one line within 2.5 pixels and 3 degrees; the longest leads.

    Returns the lines, and how much of different colour the best segment of each has on its two sides.
    """
    direction = (segments[:, 2:] - segments[:, :2]) / lengths[:, None]
    normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
    normal[(normal[:, 0] + 1e-3 * normal[:, 1]) < 0] *= -1
    offset = np.sum(normal * segments[:, :2], axis=1)
    parting, even = _parting(planes, segments, normal)
    near = np.abs(normal @ normal.T) > math.cos(math.radians(3.0))
    for end in (segments[:, :2], segments[:, 2:]):
        near &= np.abs(normal @ end.T - offset[:, None]) < 2.5
    free = np.ones(len(segments), bool)
    lines, worth = [], []
    for lead in range(len(segments)):
        if not free[lead]:
            continue
        members = np.flatnonzero(free & near[lead])
        free[members] = False
        length = _covered(segments[members] @ _along(normal[lead]))
        lines.append((*normal[lead], offset[lead], length, float(even[members].max())))
        best = parting[members]
        worth.append(math.sqrt(float((best * lengths[members]).max())) * float(best.max()))
    return np.array(lines), np.array(worth)


def _parting(planes: Planes, segments: _F, normal: _F) -> tuple[_F, _F]:
    """Return two numbers, 0..1, for each segment.

    How different the colours on its two sides are, and how constantly so; and how even the more even of the sides is:
    paper is, on the stripes of a cloth neither side is.
    """
    ways = segments[:, None, 2:] - segments[:, None, :2]
    points = segments[:, None, :2] + ways * _ALONG[None, :, None]
    left, right = ([_colour(planes, points + sign * k * normal[:, None]) for k in _ASIDE_PX] for sign in (1, -1))
    difference = np.asarray((left[0] + left[1] - right[0] - right[1]) / 2, np.float32)
    mean = _norm(np.asarray(difference.mean(axis=1), np.float32))
    constancy = mean / np.maximum(1e-6, _norm(difference).mean(axis=1))
    change = [(_norm(side[2] - side[1]) + _norm(side[3] - side[1])).mean(axis=1) / 2 for side in (left, right)]
    even = np.exp(-np.minimum(*change) / _EVEN_LEVELS)
    return np.asarray((1 - np.exp(-mean / _PARTING_LEVELS)) * constancy, np.float64), np.asarray(even, np.float64)


def _colour(planes: Planes, points: _F) -> NDArray[np.float32]:
    """Return the colour at points (..., 2), the border's beyond the picture."""
    place = np.rint(points).astype(np.intp)
    x, y = np.clip(place[..., 0], 0, planes.width - 1), np.clip(place[..., 1], 0, planes.height - 1)
    return np.asarray(planes.lab[y, x], np.float32)


def _norm(colour: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.sqrt(colour[..., 0] ** 2 + colour[..., 1] ** 2 + colour[..., 2] ** 2), np.float32)


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
