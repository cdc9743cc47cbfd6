"""Whether an outline holds a document: large enough, seen, with print in it, and no page's own printed border."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ...legibility.ink import SHADED, has_print, lifted, paper_field, unevenness
from ...legibility.reduced import reduce
from ..warp import as_quad, flat_size, page_transform, warp_gray
from .ground import is_printed_border
from .photo import Photo
from .planes import Planes
from .search import signed_area

_F = NDArray[np.float64]

_READ_PX = 700  # print was told in all of 342 drawn papers, and in 2 of 204 outlines in pictures without a paper
_SMOOTH_PX = 1040  # warped to 700 pixels without smoothing first, which costs more than the warp
_MIN_INK = 0.035  # 111 drawn photos have 0.052 and more, cloth and a phone on empty desks 0.027 and less
_INK_LEVELS = 12
_MAX_COVER = 150  # gray: 9 dark covers and papers are darker, a keyboard whose keys were read as print is far lighter
_MAX_OUTSIDE = 0.12
_BROKEN_UP = 0.5  # darkest by brightest paper


def holds_document(photo: Photo, quad: _F, least_area: float, *, sure: bool, seen: bool) -> bool:
    """Tell whether a quad is large, lies in the picture, is no page's own border, and has print in it.

    In shadows, which break up print, it is enough that the network has `seen` a paper.
    """
    if float(signed_area(quad[None])[0]) < least_area * photo.gray.size or _leaves_frame(photo.planes, quad):
        return False
    if ink_share(photo.gray, quad) < _MIN_INK:
        return False
    return not is_printed_border(photo.planes, quad) and _is_printed(photo, quad, sure=sure, seen=seen)


def _leaves_frame(planes: Planes, quad: _F) -> bool:
    """Tell whether a corner is so far outside the picture that nobody saw what the outline claims."""
    size = np.array([planes.width, planes.height])
    return bool((np.maximum(-quad, quad - size) > _MAX_OUTSIDE * size).any())


def _is_printed(photo: Photo, quad: _F, *, sure: bool, seen: bool) -> bool:
    """Tell whether there is print in a quad, along it or across; lighter than its ground only where it is sure."""
    gray, source = photo.fine, np.array(photo.in_source(quad))
    factor = math.ceil(max(flat_size(as_quad(source))) / _SMOOTH_PX)
    gray, crop = reduce(gray, factor), as_quad((source + 0.5) / factor - 0.5)
    matrix, size = page_transform(
        (gray.shape[1], gray.shape[0]), quad=crop, crop_size=flat_size(crop), max_long_side_px=_READ_PX
    )
    gray = warp_gray(gray, matrix, size)
    rim = max(gray.shape) // 50
    if min(gray.shape) <= 2 * rim:
        return False
    gray = np.ascontiguousarray(gray[rim : gray.shape[0] - rim, rim : gray.shape[1] - rim])
    if any(has_print(page) for page in (gray, np.ascontiguousarray(gray.T))):
        return True
    field = paper_field(gray)
    light = unevenness(field)
    if (seen and light < _BROKEN_UP) or (light < SHADED and has_print(lifted(gray, field))):
        return True
    if not sure or np.median(gray) > _MAX_COVER:
        return False
    bright = np.asarray(255 - gray, np.uint8)
    return has_print(bright) or has_print(np.ascontiguousarray(bright.T))


def ink_share(gray: NDArray[np.uint8], quad: _F) -> float:
    """Return the share of pixels inside a quad, less its rim, that differ from their surroundings in it."""
    mask: NDArray[np.uint8] = np.zeros(gray.shape, np.uint8)
    middle = quad.mean(axis=0)
    cv2.fillConvexPoly(mask, np.rint(middle + 0.94 * (quad - middle)).astype(np.int32), 255)
    inside = cv2.countNonZero(mask)
    if not inside:
        return 0.0
    # The surroundings are averaged over the quad alone, or an empty bright patch would have ink all around its rim.
    side = max(3, max(gray.shape) // 25) | 1
    total = cv2.blur(cv2.bitwise_and(gray, mask).astype(np.float32), (side, side))
    share = cv2.blur(mask.astype(np.float32), (side, side)) / 255
    difference = np.abs(gray - total / np.maximum(share, 1e-3))
    return float(np.count_nonzero((difference > _INK_LEVELS) & (mask > 0)) / inside)
