"""How much parts of straight lines in a photo look like the side of a sheet or card.

Every line is sampled once, along and across. Sums up to each place along it then give the edge and the contrast of
any part of it by two look-ups, so that every side of every quad can be judged.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .quad_lines import Planes

_F = NDArray[np.float64]

_STEP_PX = 2.5
_ACROSS_PX = np.array([-5.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0], np.float32)
_EDGE_LEVELS = np.array([3.0, 1.5, 1.5], np.float32)
"""Slope in levels per pixel, of lightness and the two colours, at which an edge counts in full."""
_FAINT_LEVELS = np.array([0.8, 0.5, 0.5], np.float32)
_FAINT = 0.8
"""What a faint edge is worth that runs the same way everywhere: white on white; the slopes of texture cancel out."""
_CONTRAST_LEVELS = 9.0
_PARTS = 5
_WINDOWS = (11, 22, 48, 96)
_ROUGH_EDGE, _FAINT_EDGE, _STEP, _STEP_SIZE, _INSIDE = slice(0, 3), slice(3, 6), slice(6, 9), 9, 10


class Rails(NamedTuple):
    """Lines and what lies along them.

    `lines` (n, 3 or more) as `find_lines` returns them, `feet` (n, 2) their points nearest to the picture's middle,
    `sums` (n, places + 1, 11) of slopes, differences between their sides, and places in the picture; `first` is where
    the first sample is, in pixels from the foot.
    """

    lines: _F
    feet: _F
    sums: NDArray[np.float32]
    first: float

    def only(self, chosen: NDArray[np.intp]) -> Rails:
        """Return some of the lines."""
        return Rails(self.lines[chosen], self.feet[chosen], self.sums[chosen], self.first)

    def places(self, points: _F) -> _F:
        """Return the places (n, m), in samples, of points (n, m, 2) on the lines."""
        along = np.stack([-self.lines[:, 1], self.lines[:, 0]], axis=1)
        distance = np.einsum("nmk,nk->nm", points - self.feet[:, None], along)
        return np.asarray((distance - self.first) / _STEP_PX, np.float64)


class Sides(NamedTuple):
    """Of parts of lines, each (n, p): `score` 0..1, edge that runs on `beyond` 0..1, share in the picture, pixels."""

    score: _F
    beyond: _F
    seen: _F
    length: _F


def rails_of(planes: Planes, lines: _F) -> Rails:
    """Return the lines, sampled along their whole way through the picture."""
    middle = np.array([(planes.width - 1) / 2, (planes.height - 1) / 2])
    normal = lines[:, :2]
    feet = middle + normal * (lines[:, 2:3] - normal @ middle[:, None])
    half = np.hypot(planes.width, planes.height) / 2
    way = np.arange(-half, half + _STEP_PX, _STEP_PX)
    along = np.stack([-normal[:, 1], normal[:, 0]], axis=1)
    on = feet[:, None] + along[:, None] * way[None, :, None]
    colours = _sampled(planes, on, normal)
    inside = ((on > 1) & (on < (planes.width - 2, planes.height - 2))).all(axis=2)[..., None].astype(np.float32)
    slopes = (colours[:, :, 4:7] - colours[:, :, 2:5]) / 2
    low, high = slopes.min(axis=2), slopes.max(axis=2)
    slope = np.where(high > -low, high, low) * inside
    step = (colours[:, :, 7:9].sum(axis=2) - colours[:, :, 0:2].sum(axis=2)) / 2 * inside
    size = np.sqrt((step * step).sum(axis=2, keepdims=True))
    edges = [np.clip(slope / _EDGE_LEVELS, -1, 1), np.clip(slope / _FAINT_LEVELS, -1, 1)]
    columns = np.concatenate([*edges, step, size, inside], axis=2)
    sums = np.zeros((len(lines), len(way) + 1, columns.shape[2]), np.float32)
    np.cumsum(columns, axis=1, out=sums[:, 1:])
    return Rails(lines, feet, sums, -float(half))


def _sampled(planes: Planes, on: _F, normal: _F) -> NDArray[np.float32]:
    """Return colours (n, places, across, 3) beside points (n, places, 2) on lines."""
    x = on[..., :1] + normal[:, None, :1] * _ACROSS_PX
    y = on[..., 1:] + normal[:, None, 1:] * _ACROSS_PX
    flat = (len(on), -1)
    maps = x.astype(np.float32).reshape(flat), y.astype(np.float32).reshape(flat)
    colours = cv2.remap(planes.lab, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(colours.reshape(*x.shape, 3), np.float32)


def worth(rails: Rails) -> _F:
    """Return 0..1 and more for each line: how much its best stretch looks like a side; longer ones count a bit more."""
    best = np.zeros(len(rails.sums))
    for window in _WINDOWS:
        starts = np.arange(0, rails.sums.shape[1] - window, max(1, window // 4))
        sums = rails.sums[:, starts + window] - rails.sums[:, starts]
        score = np.where(sums[..., _INSIDE] > 0.8 * window, _side(sums), 0.0)
        best = np.maximum(best, score.max(axis=1, initial=0.0) * window**0.15)
    return best


def side_scores(rails: Rails, start: _F, end: _F) -> Sides:
    """Return how well parts of lines are supported; start, end: (n, p) places along each line, as from `places`."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    length = high - low
    whole = _between(rails, low + 0.05 * length, high - 0.05 * length)
    weak = _weakest(rails, low, length)
    score = _side(whole) * (0.5 + 0.5 * np.minimum(1.0, weak / 0.5))
    beyond = np.zeros(score.shape)
    for first, last in ((-0.16, -0.05), (1.05, 1.16)):
        outer = _between(rails, low + first * length, low + last * length)
        seen = np.minimum(1.0, outer[..., _INSIDE] / np.maximum(1.0, 0.11 * length))
        beyond += _edge(outer, faint=0.0) * seen / 2
    seen = whole[..., _INSIDE] / np.maximum(1.0, 0.9 * length)
    return Sides(score, beyond, seen, length * _STEP_PX)


def _between(rails: Rails, start: _F, end: _F) -> NDArray[np.float32]:
    """Return the sums (n, p, 11) between places; none beyond the ends."""
    last = rails.sums.shape[1] - 1
    rows = np.arange(len(rails.sums))[:, None]
    first, second = (np.clip(np.rint(np.nan_to_num(place)), 0, last).astype(np.intp) for place in (start, end))
    return np.asarray(rails.sums[rows, second] - rails.sums[rows, first], np.float32)


def _weakest(rails: Rails, low: _F, length: _F) -> _F:
    """Return the edge in the two weakest fifths of parts: a true side is seen all along, but for a finger's width."""
    cuts = np.linspace(0.04, 0.96, _PARTS + 1)
    edges = []
    for first, last in pairwise(cuts.tolist()):
        sums = _between(rails, low + first * length, low + last * length)
        edges.append(np.where(sums[..., _INSIDE] > 0.4 * (last - first) * length, _edge(sums), np.nan))
    two = np.sort(np.stack(edges), axis=0)[:2]  # what lies outside the picture comes last
    return np.asarray(np.where(np.isnan(two[1]), np.nan_to_num(two[0]), (two[0] + two[1]) / 2), np.float64)


def _side(sums: NDArray[np.float32]) -> _F:
    return np.asarray(_edge(sums) * (0.35 + 0.65 * _contrast(sums)), np.float64)


def _edge(sums: NDArray[np.float32], faint: float = _FAINT) -> _F:
    """Return 0..1: the mean slope across, of one sign. Texture cancels itself out."""
    count = np.maximum(1.0, sums[..., _INSIDE])
    edge = np.abs(sums[..., _ROUGH_EDGE]).max(axis=-1)
    if faint:
        edge = np.maximum(edge, faint * np.abs(sums[..., _FAINT_EDGE]).max(axis=-1))
    return np.asarray(edge / count, np.float64)


def _contrast(sums: NDArray[np.float32]) -> _F:
    """Return 0..1: how different the strips on both sides are, and how constantly so."""
    step = sums[..., _STEP]
    size = np.sqrt((step * step).sum(axis=-1))
    constancy = np.clip(1.25 * size / np.maximum(1e-6, sums[..., _STEP_SIZE]) - 0.1, 0.0, 1.0)
    return np.asarray((1 - np.exp(-size / np.maximum(1.0, sums[..., _INSIDE]) / _CONTRAST_LEVELS)) * constancy)
