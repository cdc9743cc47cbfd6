"""Where the paper lies in a picture of an empty sheet: one even area that differs from what is around it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray, Pixels
from .reduced import reduce, reduction

_LONG_SIDE = 200
_MARGIN = 0.035  # of the page's sides, where border shadows fall
_EDGES = (10.0, 5.0)  # Lab units per px of the small copy; folds and soft shadows on paper stay below the first
_MIN_AREA = 0.12
_MIN_SOLIDITY = 0.75  # a shadow may fall in from one side
_MAX_FILL = 0.15
_STEP = 10.0  # Lab distance between the paper and its surroundings
_MIN_FRAMED = 0.7


def paper_inside(pixels: Pixels) -> NDArray[np.uint8]:
    """Return 1 on the inside of the paper, away from its edges; (H, W) uint8.

    Where no sheet can be told from its surroundings, the whole picture counts as paper.
    """
    height, width = pixels.shape[:2]
    small = reduce(pixels, reduction(pixels, _LONG_SIDE))
    hull = _sheet(small)
    mask: NDArray[np.uint8] = np.zeros(small.shape[:2], np.uint8)
    if hull is None:
        down, across = (max(1, round(_MARGIN * side)) for side in mask.shape)
        mask[down:-down, across:-across] = 1
    else:
        cv2.fillConvexPoly(mask, hull, 1)
        reach = 2 * max(1, round(_MARGIN * min(cv2.minAreaRect(hull)[1]))) + 1
        framed = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
        mask = np.asarray(cv2.erode(framed, np.ones((reach, reach), np.uint8))[1:-1, 1:-1], np.uint8)
    return np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _sheet(pixels: Pixels) -> NDArray[np.int32] | None:
    """Return the hull of the brightest large even area that stands out against its surroundings; None if none does."""
    lab = np.asarray(cv2.cvtColor(cv2.medianBlur(pixels, 3), cv2.COLOR_BGR2LAB)).astype(np.float32)
    seen = np.asarray(1 - _filled_corners(pixels), np.uint8)
    slope = _slope(lab)
    found = (_standing_out(lab, (slope < edge).astype(np.uint8) & seen, seen) for edge in _EDGES)
    return next((hull for hull in found if hull is not None), None)


def _standing_out(
    lab: NDArray[np.float32], even: NDArray[np.uint8], seen: NDArray[np.uint8]
) -> NDArray[np.int32] | None:
    even = np.asarray(cv2.morphologyEx(even, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(even, connectivity=4)
    best, brightest = None, 0.0
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] < _MIN_AREA * even.size:
            continue
        area = (labels == label).astype(np.uint8)
        light = float(lab[..., 0][area > 0].mean())
        rims = cv2.findContours(area, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
        hull = np.asarray(cv2.convexHull(np.concatenate(rims)), np.int32)
        if light > brightest and _stands_out(lab, area, hull, seen):
            best, brightest = hull, light
    return best


def _slope(lab: NDArray[np.float32]) -> Gray:
    """Return how much colour changes at each pixel, in Lab units per px."""
    across = cv2.Sobel(lab, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(lab, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    return np.sqrt((across**2 + down**2).sum(axis=2))  # type: ignore[no-any-return]


def _filled_corners(pixels: Pixels) -> NDArray[np.uint8]:
    """Return 1 on the white triangles which levelling left in the corners: no part of the picture; (H, W) uint8."""
    white = (pixels.min(axis=2) == 255).astype(np.uint8)
    filled: NDArray[np.uint8] = np.zeros_like(white)
    if not white.any() or white.all():
        return filled
    _, labels, stats, _ = cv2.connectedComponentsWithStats(white, connectivity=4)
    for label in {int(labels[y, x]) for y in (0, -1) for x in (0, -1)} - {0}:
        _, _, wide, high, area = stats[label].tolist()
        # The lean may take the whole side: a triangle, or two that meet.
        if area < _MAX_FILL * white.size and area < 0.75 * wide * high:
            filled |= labels == label
    return cv2.dilate(filled, np.ones((3, 3), np.uint8))  # type: ignore[return-value]


def _stands_out(
    lab: NDArray[np.float32], area: NDArray[np.uint8], hull: NDArray[np.int32], seen: NDArray[np.uint8]
) -> bool:
    """Tell whether the area is a convex sheet whose surroundings are darker or of another colour all around."""
    filled: NDArray[np.uint8] = np.zeros_like(area)
    cv2.fillConvexPoly(filled, hull, 1)
    if float(area.sum()) < _MIN_SOLIDITY * float(filled.sum()) or filled.all():
        return False
    framed = cv2.copyMakeBorder(filled, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=0)
    outer = cv2.dilate(framed, np.ones((9, 9), np.uint8))[4:-4, 4:-4] - filled
    ring = (outer > 0) & (cv2.dilate(filled, np.ones((5, 5), np.uint8)) == 0) & (seen > 0)
    if not ring.any():
        return False
    # What the paper is like next to each place: its own light may fall off by half over the page.
    near = cv2.blur(np.ascontiguousarray(lab * area[..., None]), (25, 25))
    weight = np.maximum(cv2.blur(area.astype(np.float32), (25, 25)), 1e-3)[..., None]
    step = np.linalg.norm(lab - near / weight, axis=2)[ring]
    return float((step > _STEP).mean()) >= _MIN_FRAMED
