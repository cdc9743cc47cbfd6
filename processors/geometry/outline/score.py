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

from .planes import Planes

_F = NDArray[np.float64]

_STEP_PX = 2.5
_ACROSS_PX = np.array([-5.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0], np.float32)
_EDGE_LEVELS = np.array([3.0, 1.5, 1.5], np.float32)
"""Slope in levels per pixel, of lightness and the two colours, at which an edge counts in full."""
_FAINT_LEVELS = np.array([0.8, 0.5, 0.5], np.float32)
_FAINT = 0.8
"""What a faint edge is worth that runs the same way everywhere: white on white; the slopes of texture cancel out."""
_CONTRAST_LEVELS = 9.0
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
    x, y = feet[:, :1] - normal[:, 1:] * way, feet[:, 1:] + normal[:, :1] * way
    inside = (x > 1) & (y > 1) & (x < planes.width - 2) & (y < planes.height - 2)
    colours = _sampled(planes, x, y, normal) * inside[..., None].astype(np.float32)
    slopes = [(colours[k + 4] - colours[k + 2]) / 2 for k in range(3)]
    high = np.maximum(np.maximum(slopes[0], slopes[1]), slopes[2])
    low = np.minimum(np.minimum(slopes[0], slopes[1]), slopes[2])
    slope = np.where(high > -low, high, low)
    step = (colours[7] + colours[8] - colours[0] - colours[1]) / 2
    columns = np.empty((*inside.shape, _INSIDE + 1), np.float32)
    np.clip(slope / _EDGE_LEVELS, -1, 1, out=columns[..., _ROUGH_EDGE])
    np.clip(slope / _FAINT_LEVELS, -1, 1, out=columns[..., _FAINT_EDGE])
    columns[..., _STEP], columns[..., _STEP_SIZE], columns[..., _INSIDE] = step, _length(step), inside
    sums = np.zeros((len(lines), len(way) + 1, _INSIDE + 1), np.float32)
    np.cumsum(columns, axis=1, out=sums[:, 1:])
    return Rails(lines, feet, sums, -float(half))


def _sampled(planes: Planes, x: _F, y: _F, normal: _F) -> NDArray[np.float32]:
    """Return colours (across, n, places, 3) beside points (n, places) on lines."""
    beside = _ACROSS_PX[:, None, None]
    wide = (x + beside * normal[:, :1]).astype(np.float32)
    high = (y + beside * normal[:, 1:]).astype(np.float32)
    flat = (-1, x.shape[1])
    colours = cv2.remap(
        planes.lab, wide.reshape(flat), high.reshape(flat), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(colours.reshape(*wide.shape, 3), np.float32)


def _length(step: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the length of vectors (..., 3). NumPy takes four times as long to sum over so short an axis."""
    return np.asarray(np.sqrt(step[..., 0] ** 2 + step[..., 1] ** 2 + step[..., 2] ** 2), np.float32)


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
    low, high = np.nan_to_num(np.minimum(start, end)), np.nan_to_num(np.maximum(start, end))
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
    first, second = (np.clip(np.rint(place), 0, last).astype(np.intp) for place in (start, end))
    return np.asarray(rails.sums[rows, second] - rails.sums[rows, first], np.float32)


def _weakest(rails: Rails, low: _F, length: _F) -> _F:
    """Return the edge in the two weakest fifths of parts: a true side is seen all along, but for a finger's width."""
    cuts = [np.clip(np.rint(low + cut * length), 0, rails.sums.shape[1] - 1) for cut in np.linspace(0.04, 0.96, 6)]
    rows = np.arange(len(rails.sums))[:, None]
    upto = [rails.sums[rows, cut.astype(np.intp)] for cut in cuts]
    weakest, second = np.ones(low.shape), np.ones(low.shape)
    enough = 0.4 * 0.92 / 5 * length
    for before, after in pairwise(upto):
        sums = after - before
        edge = np.where(sums[..., _INSIDE] > enough, _edge(sums), 1.0)  # what lies outside the picture is no evidence
        second = np.minimum(second, np.maximum(weakest, edge))
        weakest = np.minimum(weakest, edge)
    return (weakest + second) / 2


def _side(sums: NDArray[np.float32]) -> _F:
    return np.asarray(_edge(sums) * (0.35 + 0.65 * _contrast(sums)), np.float64)


def _edge(sums: NDArray[np.float32], faint: float = _FAINT) -> _F:
    """Return 0..1: the mean slope across, of one sign. Texture cancels itself out."""
    edge = _largest(sums[..., _ROUGH_EDGE])
    if faint:
        edge = np.maximum(edge, faint * _largest(sums[..., _FAINT_EDGE]))
    return np.asarray(edge / np.maximum(1.0, sums[..., _INSIDE]), np.float64)


def _largest(slope: NDArray[np.float32]) -> NDArray[np.float32]:
    slope = np.abs(slope)
    return np.asarray(np.maximum(np.maximum(slope[..., 0], slope[..., 1]), slope[..., 2]), np.float32)


def _contrast(sums: NDArray[np.float32]) -> _F:
    """Return 0..1: how different the strips on both sides are, and how constantly so."""
    size = _length(sums[..., _STEP])
    constancy = np.clip(1.25 * size / np.maximum(1e-6, sums[..., _STEP_SIZE]) - 0.1, 0.0, 1.0)
    return np.asarray((1 - np.exp(-size / np.maximum(1.0, sums[..., _INSIDE]) / _CONTRAST_LEVELS)) * constancy)
