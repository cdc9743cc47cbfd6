"""The banner that an outline left out: a coloured head, foot or spine of a paper, which looks like no paper by itself.

The edge between white paper and a dark banner is often the strongest around. But the banner is of one colour, which
ends along the two sides that meet there, run on, and again along a fourth side. Nothing else on a table is as straight.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .ground import Ground
from .planes import Planes
from .refine import refine

_F = NDArray[np.float64]
_Plane = NDArray[np.float32]

_SHALLOWEST, _DEEPEST = 0.02, 0.5  # of the paper without it
_WIDE_PX = 240  # at most, of the strip beyond a side when seen from above
_BESIDE = 12  # pixels that are looked at to its left and right
_CLEAR = 3  # pixels from an edge that are of neither colour
# Lab: how far a banner's pixels may be from its colour: four times as far as half of the first ones are.
_SPREAD, _LEAST, _MOST = 4.0, 5.0, 14.0
_INNER, _RIM, _OUTER = 0.4, 0.75, 0.3  # shares of its colour: with print in it, along its sides, and beyond these
_CLEARLY = 0.2  # from the last rows to what is beyond
_PARTS = 5  # across, between whose colours a banner's changes evenly: it may be uneven, or unevenly lit
_CHEQUERED = 6.0  # Lab: how far two fifths are from that
_SAME_COLOUR = 6.0  # Lab, without lightness: a shadow's and the table's
_OF_TABLE = 0.62  # likeness to what lies around: stripes and checks had 0.69-0.81, 66 of 67 banners 0.49 and less
_WIDEST_SHADOW = 0.06  # of the paper, cast by itself
_TIMES = 3  # a head, a foot, one of them of two colours


class _Shares(NamedTuple):
    """How much of each row (rows,) is of the banner's colour: in it, along its sides (lesser), beside (larger)."""

    inner: _Plane
    rim: _Plane
    beside: _Plane


def with_banners(planes: Planes, ground: Ground, quad: _F) -> _F:
    """Return a clockwise quad (4, 2) with what runs on beyond one of its sides, and ends as it does; else itself."""
    for _ in range(_TIMES):
        longer = next((found for side in range(4) if (found := _longer(planes, ground, quad, side)) is not None), None)
        if longer is None:
            break
        quad = refine(planes, longer)
    return quad


def _longer(planes: Planes, ground: Ground, quad: _F, side: int) -> _F | None:
    """Return the quad, longer beyond a side, in the same order; None where nothing runs on there."""
    turned = np.roll(quad, -side, axis=0)  # now the side is the first: its ends are corners 0 and 1
    wide, deep = (float(np.linalg.norm(turned[1] - turned[k])) for k in (0, 2))
    columns = int(np.clip(wide, 40, _WIDE_PX))
    whole = deep * columns / max(1.0, wide)
    first, rows = max(2 * _CLEAR, round(_SHALLOWEST * whole)), int(_DEEPEST * whole)
    flat = np.array([(0, 0), (columns, 0), (columns, whole), (0, whole)], np.float32)
    from_flat = np.asarray(cv2.getPerspectiveTransform(flat, turned.astype(np.float32)), np.float64)
    if rows <= first:
        return None
    beside = _strip(planes, from_flat, (columns, first))[0]
    if _shares(beside, first).beside.mean() > _OUTER or _is_chequered(beside):
        return None
    colours, seen = _strip(planes, from_flat, (columns, rows))
    end = _end(_shares(colours, first), first, seen)
    if not end or (end < _WIDEST_SHADOW * whole and _is_shadow(colours, end)):
        return None
    corners = cv2.perspectiveTransform(np.array([[(0, -end), (columns, -end)]], np.float64), from_flat)[0]
    longer = np.roll(np.concatenate([corners, turned[2:]]), side, axis=0)
    return longer if ground.between(longer, quad)[0] < _OF_TABLE else None


def _strip(planes: Planes, from_flat: _F, size: tuple[int, int]) -> tuple[_Plane, int]:
    """Return the colours beyond a side, the rows outwards, with 12 columns to its left and right; how many are seen."""
    columns, rows = size
    x, y = np.meshgrid(np.arange(-_BESIDE, columns + _BESIDE) + 0.5, -np.arange(rows) - 0.5)
    points = cv2.perspectiveTransform(np.stack([x, y], axis=-1).reshape(1, -1, 2), from_flat).reshape(*x.shape, 2)
    u, v = (np.ascontiguousarray(points[..., k], np.float32) for k in (0, 1))
    colours = cv2.remap(planes.lab, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    outside = np.flatnonzero(((u < 1) | (v < 1) | (u > planes.width - 2) | (v > planes.height - 2)).mean(axis=1) > 0.5)
    return np.asarray(colours, np.float32), int(outside[0]) if len(outside) else rows


def _shares(colours: _Plane, first: int) -> _Shares:
    """Compare every row with the first ones, which are surely the banner's; its colour may change evenly."""
    edge = _BESIDE + _CLEAR
    own = np.median(colours[1:first], axis=0)
    own[:edge], own[-edge:] = np.median(own[edge : 2 * edge], axis=0), np.median(own[-2 * edge : -edge], axis=0)
    away = np.linalg.norm(colours - own, axis=2)
    spread = _SPREAD * float(np.median(away[1:first, edge:-edge]))
    alike = (away < min(_MOST, max(_LEAST, spread))).astype(np.float32)
    rims = [part.mean(axis=1) for part in (alike[:, edge : edge + 6], alike[:, -edge - 6 : -edge])]
    beside = [part.mean(axis=1) for part in (alike[:, : edge - 2 * _CLEAR], alike[:, 2 * _CLEAR - edge :])]
    return _Shares(alike[:, edge:-edge].mean(axis=1), np.minimum(*rims), np.maximum(*beside))


def _is_chequered(colours: _Plane) -> bool:
    """Tell whether colours change to and fro along a strip, as stripes do that it crosses."""
    along = np.median(colours[1 : 1 + _CLEAR, _BESIDE + _CLEAR : -_BESIDE - _CLEAR], axis=0)  # no print is as near
    knots = np.array([np.median(part, axis=0) for part in np.array_split(along, _PARTS)])
    middles, places = (np.arange(_PARTS) + 0.5) * len(along) / _PARTS, np.arange(len(along))
    even = np.stack([np.interp(places, middles, knots[:, k]) for k in range(3)], axis=1)
    return bool(np.percentile(np.linalg.norm(along - even, axis=1), 60) > _CHEQUERED)


def _end(shares: _Shares, first: int, seen: int) -> int:
    """Return how many rows the banner's colour keeps between its sides until it ends; 0 where it doesn't."""
    ends = np.arange(first, seen - 2 * _CLEAR)
    if not len(ends):
        return 0
    inner, rim, beside = (_mean(row, np.ones_like(ends), ends - 1) for row in shares)
    after = ends + 2, np.minimum(ends + 2 + np.maximum(_CLEAR, ends // 2), seen)
    # Rows full of print are of another colour as well, but for their ends.
    beyond = np.maximum(_mean(shares.inner, *after), _mean(shares.rim, *after))
    clear = _mean(shares.rim, ends - 3, ends - 1) - beyond
    good = (inner > _INNER) & (rim > _RIM) & (beside < _OUTER) & (beyond < _OUTER) & (clear > _CLEARLY)
    return int(ends[np.where(good, clear, 0).argmax()]) if good.any() else 0


def _mean(row: _Plane, start: NDArray[np.intp], stop: NDArray[np.intp]) -> _F:
    """Return the means of parts of a row."""
    total = np.concatenate([[0.0], np.cumsum(row)])
    return np.asarray((total[stop] - total[start]) / (stop - start), np.float64)


def _is_shadow(colours: _Plane, end: int) -> bool:
    """Tell whether a strip is the table, darker: what a paper casts."""
    inner = colours[:, _BESIDE + _CLEAR : -_BESIDE - _CLEAR]
    strip, table = (np.median(part, axis=(0, 1)) for part in (inner[1 : end - 1], inner[end + 2 : 2 * end + 2]))
    return bool(strip[0] < table[0] and np.linalg.norm((strip - table)[1:]) < _SAME_COLOUR)
