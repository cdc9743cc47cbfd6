"""Outlines of even areas in a photo: paper is even where the cloth or keyboard that it lies on is full of lines.

From the smoothest places colour is flooded, as far as it stays alike; what is filled and nearly four-sided may be
paper. Nothing here decides: the quads are judged as those of lines are.
"""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from .planes import Planes

_F = NDArray[np.float64]
_Mask = NDArray[np.uint8]

_SMOOTH_LEVELS = 12  # from a pixel to its neighbours, at half of the size; a cloth's threads differ by more
_SEEDS = 8
_MIN_ROOM = 3.0  # pixels around a seed without an edge
# Lightness may differ by so much from the seed's, the colours by a third: one sheet unlit at its end needs the widest,
# one on a desk of its own colour the narrowest. The last floods from neighbour to neighbour instead.
_TOLERANCES = (14, 26, 45)
_TO_NEIGHBOUR = 3
_OPENINGS = (7, 17)  # pixels that are cut off: threads of like colour first, then keys and stripes that adjoin
_MIN_AREA, _MAX_AREA = 0.02, 0.97
_MIN_FILLED = 0.86  # of its four-sided outline, so that a finger may cover some
_CORNERS = 8
_SAME_PX = 3.0


def region_quads(planes: Planes) -> _F:
    """Return the four-sided outlines (n, 4, 2) of even areas, clockwise, within some 3 pixels of their edges."""
    quads: list[_F] = []
    for mask in _floods(planes):
        quad = _quad_of(mask)
        if quad is not None and all(np.abs(quad - other).max() > _SAME_PX for other in quads):
            quads.append(quad)
    return 2 * np.array(quads).reshape(-1, 4, 2) + 0.5


def _floods(planes: Planes) -> list[_Mask]:
    """Return the areas of even colour around the smoothest places, at half of the size."""
    size = (planes.width // 2, planes.height // 2)
    lab = np.asarray(cv2.resize(planes.lab, size, interpolation=cv2.INTER_AREA), np.uint8)
    edges = cv2.morphologyEx(lab, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(axis=2)
    smooth = np.asarray(edges < _SMOOTH_LEVELS, np.uint8)
    smooth[[0, -1]] = smooth[:, [0, -1]] = 0
    room = np.minimum(cv2.distanceTransform(smooth, cv2.DIST_L2, 3), 25)
    room *= cv2.GaussianBlur(smooth.astype(np.float32), (0, 0), 5)
    found: list[_Mask] = []
    for _ in range(_SEEDS):
        _, most, _, seed = cv2.minMaxLoc(room)
        if most < _MIN_ROOM:
            break
        floods = [_flooded(lab, (seed[0], seed[1]), levels) for levels in (*_TOLERANCES, 0)]
        found += floods
        room[cv2.dilate(floods[0], np.ones((5, 5), np.uint8)) > 0] = 0
        cv2.circle(room, seed, 6, 0, -1)
    return found


def _flooded(lab: _Mask, seed: tuple[int, int], levels: int) -> _Mask:
    mask: _Mask = np.zeros((lab.shape[0] + 2, lab.shape[1] + 2), np.uint8)
    apart = (levels, levels // 3, levels // 3) if levels else (_TO_NEIGHBOUR,) * 3
    flags = 8 | (255 << 8) | cv2.FLOODFILL_MASK_ONLY | (cv2.FLOODFILL_FIXED_RANGE if levels else 0)
    cv2.floodFill(lab, mask, seed, 0, apart, apart, flags)
    return np.ascontiguousarray(mask[1:-1, 1:-1])


def _quad_of(mask: _Mask) -> _F | None:
    """Return the outline of an area that is nearly four-sided, if need be without what only adjoins it."""
    for opening in _OPENINGS:
        if not _MIN_AREA * mask.size < cv2.countNonZero(mask) < _MAX_AREA * mask.size:
            return None
        mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((opening, opening), np.uint8)), np.uint8)
        contours = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
        if not contours:
            return None
        largest = max(contours, key=cv2.contourArea)
        area = cv2.contourArea(largest)
        if area < _MIN_AREA * mask.size:
            return None
        hull = np.asarray(cv2.convexHull(largest), np.int32)
        if area > _MIN_FILLED * cv2.contourArea(hull):
            quad = _four_sided(hull)
            if quad is not None and area > _MIN_FILLED * cv2.contourArea(quad.astype(np.float32)):
                return quad
    return None


def _four_sided(hull: NDArray[np.int32]) -> _F | None:
    """Return the quad along four of a convex outline's sides that shares most with it."""
    corners = cv2.approxPolyDP(hull, 0.008 * cv2.arcLength(hull, True), True).reshape(-1, 2).astype(np.float64)
    following = np.roll(corners, -1, axis=0)
    longest = np.argsort(-np.linalg.norm(following - corners, axis=1))[:_CORNERS]
    if len(longest) < 4:
        return None
    along = following - corners
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    offset = (normal * corners).sum(axis=1)
    best, most, area = None, 0.0, cv2.contourArea(hull)
    for chosen in combinations(np.sort(longest), 4):
        sides = np.array(chosen)
        before = np.roll(sides, 1)
        cross = normal[before, 0] * normal[sides, 1] - normal[before, 1] * normal[sides, 0]
        if (cross <= 1e-6).any():
            continue  # hulls run clockwise: a corner that turns back is none
        x = (offset[before] * normal[sides, 1] - offset[sides] * normal[before, 1]) / cross
        y = (normal[before, 0] * offset[sides] - normal[sides, 0] * offset[before]) / cross
        quad = np.stack([x, y], axis=1)
        shared = cv2.intersectConvexConvex(quad.astype(np.float32), hull.astype(np.float32))[0]
        share = shared / max(1.0, area + cv2.contourArea(quad.astype(np.float32)) - shared)
        if share > most:
            best, most = quad, share
    return best
