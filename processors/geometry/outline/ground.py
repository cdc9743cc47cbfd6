"""Whether what a quadrilateral holds differs from what lies around it: paper on a table does, a pattern doesn't."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .planes import Planes

_F = NDArray[np.float64]

_EVERY = 4
_AREAS = 4
_COLOUR_LOW = 104
_COLOUR_STEP = 6
_AROUND = 1.45
_FEW = 30
_STRAIGHT_PX = 4.0
_COLOURED = 8.0  # Lab; the green border of the one real certificate at hand, and no gray bed


class Ground:
    """The colours of a photo in coarse classes, to compare areas of it by."""

    def __init__(self, planes: Planes) -> None:
        """Sort every fourth pixel into one of 4096 colours."""
        colour = planes.lab[::_EVERY, ::_EVERY].astype(np.int32)
        green, blue = (np.clip((colour[..., k] - _COLOUR_LOW) // _COLOUR_STEP, 0, 7) for k in (1, 2))
        seen, code = np.unique((colour[..., 0] >> 2) * 64 + green * 8 + blue, return_inverse=True)
        self._code, self._count = code.reshape(colour.shape[:2]) * _AREAS, len(seen)

    def likeness(self, quad: _F) -> float:
        """Return 0..1: how much the colours inside a quad are those outside of it, near by or anywhere.

        The lesser counts: another paper may lie near by, and all of a table is more than what lies beside a paper.
        """
        far, inside, near, _ = self._colours((_AROUND, quad, 2), (1.03, quad, 3), (0.97, quad, 1))
        anywhere = near + far
        return min(_alike(inside, near if near.sum() >= _FEW else anywhere), _alike(inside, anywhere))

    def is_between(self, outer: _F, inner: _F) -> bool:
        """Tell whether what lies between two nested quads is more like what is outside both than like the inside."""
        outside, inside = self.between(outer, inner)
        return outside > inside + 0.1

    def between(self, outer: _F, inner: _F) -> tuple[float, float]:
        """Return 0..1: how much what lies between two nested quads is like what is outside both, and like the inner."""
        layers = ((1.3, outer, 3), (1.02, outer, 0), (0.99, outer, 2), (1.02, inner, 0), (0.98, inner, 1))
        _, inside, between, outside = self._colours(*layers)
        return _alike(between, outside), _alike(between, inside)

    def _colours(self, *layers: tuple[float, _F, int]) -> tuple[_F, _F, _F, _F]:
        """Return how often each colour is in areas 0 to 3: each layer is a quad, grown, painted over those before."""
        areas: NDArray[np.uint8] = np.zeros(self._code.shape, np.uint8)
        for grown, quad, number in layers:
            middle = quad.mean(axis=0)
            corners = (middle + grown * (quad - middle)) / _EVERY
            cv2.fillConvexPoly(areas, np.rint(corners).astype(np.int32), number)
        often = np.bincount((self._code + areas).ravel(), minlength=_AREAS * self._count).astype(np.float64)
        first, second, third, fourth = often.reshape(self._count, _AREAS).T
        return first, second, third, fourth


def _alike(one: _F, other: _F) -> float:
    """Return the Bhattacharyya coefficient of two counts of colours; 0 where either is empty."""
    return float(np.sqrt(one * other).sum() / np.sqrt(max(1.0, one.sum()) * max(1.0, other.sum())))


def is_printed_border(planes: Planes, quad: _F) -> bool:
    """Tell whether a quad leaves an even, narrow and coloured margin of the picture: a certificate's own border.

    No camera sees a paper that straight, and no scanner's bed is coloured.
    """
    corners = quad[np.argsort(np.arctan2(*(quad - quad.mean(axis=0)).T[::-1]))]
    left, top, right, bottom = (corners[[0, 3], 0], corners[:2, 1], corners[1:3, 0], corners[2:, 1])
    margins = np.stack([left, top, planes.width - 1 - right, planes.height - 1 - bottom])
    lean, wide = np.ptp(margins, axis=1).max(), margins.mean(axis=1)
    limit = 0.1 * min(planes.width, planes.height)
    if lean > _STRAIGHT_PX or wide.min() < 1 or wide.max() > limit or wide.max() > 2.5 * wide.min():
        return False
    outside = np.ones(planes.lab.shape[:2], np.uint8)
    cv2.fillConvexPoly(outside, np.rint(corners).astype(np.int32), 0)
    colour = np.median(planes.lab[outside > 0], axis=0)[1:] - 128
    return bool(np.linalg.norm(colour) > _COLOURED)


def lightness_at(planes: Planes, points: _F) -> NDArray[np.float32]:
    """Return the lightness at points (..., m, 2), the border's beyond the picture; the outer axes are one or two."""
    x, y = (np.ascontiguousarray(points[..., k], np.float32) for k in (0, 1))
    colours = cv2.remap(planes.lab, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(colours[..., 0], np.float32).reshape(x.shape)
