"""Outlines moved onto the edges near them, to a fraction of a pixel."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .planes import Planes

_F = NDArray[np.float64]

_REACH_PX = 9.0  # regions end up to 6 pixels inside of their edges
_INNER = 6  # samples of the profile that are surely inside
_TURNED = 0.5
_MIN_PLACES = 12
_PLACES = np.linspace(0.05, 0.95, 60)
_SHIFTS = np.arange(-6.0, 6.01, 0.5)


def settle(planes: Planes, quad: _F) -> _F:
    """Return a clockwise quad with every side moved to where the colour just inside it ends, within 9 pixels.

    Unlike `refine`, it is not drawn to a cloth's stripes, which may be steeper than the paper's own edge.
    """
    shifts = np.arange(-_REACH_PX, _REACH_PX + 0.01, 0.75)
    places = np.linspace(0.04, 0.96, 60)
    following = np.roll(quad, -1, axis=0)
    along = following - quad
    inward = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(1e-9, np.linalg.norm(along, axis=1))[:, None]
    bases = quad[:, None] + along[:, None] * places[None, :, None]
    points = bases[:, :, None] - inward[:, None, None] * shifts[None, None, :, None]
    flat = points.reshape(4 * len(places), len(shifts), 2).astype(np.float32)
    x, y = np.ascontiguousarray(flat[..., 0]), np.ascontiguousarray(flat[..., 1])
    remapped = cv2.remap(planes.lab, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    colours = np.asarray(remapped, np.float32)
    inside = (x >= 1) & (y >= 1) & (x < planes.width - 1) & (y < planes.height - 1)
    lines = []
    for k in range(4):
        rows = slice(k * len(places), (k + 1) * len(places))
        where = _ends(colours[rows], inside[rows])
        chosen = flat[rows][np.flatnonzero(where >= 0), where[where >= 0]]
        if len(chosen) < _MIN_PLACES:
            lines.append((quad[k], along[k]))
            continue
        vx, vy, px, py = cv2.fitLine(chosen, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
        lines.append((np.array([px, py]), np.array([vx, vy])))
    return _moved(planes, quad, lines)


def _ends(colours: NDArray[np.float32], inside: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return for each profile (n, m, 3), from inside out, where it first leaves the inner colour; -1: nowhere."""
    inner = np.median(colours[:, :_INNER], axis=1, keepdims=True)
    away = np.sqrt(((colours - inner) ** 2).sum(axis=2))
    far = away >= _TURNED * np.median(away.max(axis=1))
    first = far.argmax(axis=1)
    good = far.any(axis=1) & (first >= 2) & inside[np.arange(len(first)), first]
    return np.asarray(np.where(good, first, -1), np.intp)


def refine(planes: Planes, quad: _F) -> _F:
    """Return the quad with every side moved onto the steepest slope within 5 pixels, to a fraction of a pixel."""
    along = np.roll(quad, -1, axis=0) - quad
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(1e-9, np.linalg.norm(along, axis=1))[:, None]
    bases = quad[:, None] + along[:, None] * _PLACES[:, None]
    points = bases[:, :, None] + normal[:, None, None] * _SHIFTS[:, None]
    x, y = (np.ascontiguousarray(points[..., k].reshape(-1, len(_SHIFTS)), np.float32) for k in (0, 1))
    profile = cv2.remap(planes.lab, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profile = cv2.GaussianBlur(profile, (5, 1), 0)
    steps = profile[:, 2:] - profile[:, :-2]
    slope = np.sqrt(np.einsum("ijk,ijk->ij", steps, steps)).reshape(4, len(_PLACES), -1)
    inside = (x.min(1) >= 1) & (y.min(1) >= 1) & (x.max(1) < planes.width - 1) & (y.max(1) < planes.height - 1)
    sides = zip(quad, along, points, slope, inside.reshape(4, -1), strict=True)
    return _moved(planes, quad, [_steepest(*side) for side in sides])


def _steepest(start: _F, along: _F, points: _F, slope: NDArray[np.float32], inside: NDArray[np.bool_]) -> tuple[_F, _F]:
    """Return a point and the direction of the line through the steepest places across a side (Huber fit).

    points: (places, shifts, 2); slope: of all but the first and the last shift; inside: (places,) in the picture.
    """
    highest = slope.max(axis=1)
    strong = inside & (highest > 0.5 * np.median(highest))
    if strong.sum() < 12:
        return start, along
    chosen = points[np.flatnonzero(strong), slope.argmax(axis=1)[strong] + 1].astype(np.float32)
    vx, vy, px, py = cv2.fitLine(chosen, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
    return np.array([px, py]), np.array([vx, vy])


def _moved(planes: Planes, quad: _F, lines: list[tuple[_F, _F]]) -> _F:
    """Return where the lines of the four sides cross, or the quad itself where that is far away."""
    corners = np.array([crossing(lines[i - 1], lines[i]) for i in range(4)])
    moved = np.linalg.norm(corners - quad, axis=1).max()
    return corners if np.isfinite(moved) and moved < 0.03 * max(planes.width, planes.height) else quad


def crossing(one: tuple[_F, _F], other: tuple[_F, _F]) -> _F:
    """Return where two lines cross, each a point and a direction; NaN where they are parallel."""
    (p, d), (q, e) = one, other
    determinant = d[0] * e[1] - d[1] * e[0]
    if abs(determinant) < 1e-6:
        return np.array([np.nan, np.nan])
    return np.asarray(p + d * ((q - p)[0] * e[1] - (q - p)[1] * e[0]) / determinant, np.float64)
