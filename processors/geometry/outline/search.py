"""The quadrilaterals that lines in a photo make, and which of them are most like the outline of a sheet or card."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .lines import find_lines
from .planes import Planes
from .score import (
    Rails,
    Sides,
    rails_of,
    side_scores,
    worth,
)

_F = NDArray[np.float64]

_MODES = 3
_A_DIRECTION = 5
_SPREAD_DEG = 30.0
_FRAME_SPREAD_DEG = 24.0
_BY_WORTH = 11
_BY_EVEN = 8
_BY_LENGTH = 3
_OUTSIDE = 0.2
_AT_FRAME_PX = 4.0  # two pixels of the copy that areas are flooded on
_MIN_AREA = 0.02
_MIN_OPPOSITE = 0.45
_MIN_SINE = 0.68
_MAX_OBLONG = 6.0
_KEEP_FIRST = 300
_KEEP = 60
_MIN_SEEN = 0.45  # of a side: a real book was cropped by a line that is seen along a third of it
_FRAME_WORTH = np.array([1.0, 0.9, 0.79])
"""What a quad is worth by how many of its sides are the frame's own: paper that leaves the picture, but less sure."""
FRAME_SIDE = 0.62


class Candidates(NamedTuple):
    """Corners (n, 4, 2) clockwise, scores (n,), scores of sides (n, 4), and which are the frame's own (n, 4).

    `support` (n,) is how far the network sees a paper there, 0..1; 0 as long as it was not asked.
    """

    quads: _F
    scores: _F
    sides: _F
    frame: NDArray[np.bool_]
    support: _F

    def only(self, chosen: NDArray[Any]) -> Candidates:
        """Return some of them."""
        return Candidates(*(column[chosen] for column in self))


NONE = Candidates(np.empty((0, 4, 2)), np.empty(0), np.empty((0, 4)), np.empty((0, 4), bool), np.empty(0))


def candidates(planes: Planes) -> Candidates:
    """Return the best quads of every leading direction of the picture."""
    lines = find_lines(planes)
    count = len(lines)
    width, height = planes.width - 1.0, planes.height - 1.0
    frame = np.array([(1.0, 0, 0, 0, 1), (1.0, 0, width, 0, 1), (0, 1.0, 0, 0, 1), (0, 1.0, height, 0, 1)])
    rails = rails_of(planes, np.concatenate([lines, frame]))
    value = worth(rails)[:count]
    even = value * lines[:, 4]
    angles = np.degrees(np.arctan2(lines[:, 1], lines[:, 0])) % 180
    found = [NONE]
    for mode in _modes(angles, _shared(angles, even**2)):
        groups = [_group(angles, value, even, (mode + turn) % 180) for turn in (0, 90)]
        if min(len(group) for group in groups) >= 2:
            found.append(_crossings(planes, rails, groups[0], groups[1], count))
    return joined(*found)


def judged(planes: Planes, quads: _F) -> Candidates:
    """Return given quads (n, 4, 2), clockwise, with the scores that those made of lines get; less those of no sheet."""
    if not len(quads):
        return NONE
    following = np.roll(quads, -1, axis=1)
    along = (following - quads).reshape(-1, 2)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(1e-9, np.linalg.norm(along, axis=1))[:, None]
    rails = rails_of(planes, np.column_stack([normal, (normal * quads.reshape(-1, 2)).sum(axis=1)]))
    places = rails.places(np.stack([quads, following], axis=2).reshape(-1, 2, 2))
    limits = np.array([planes.width - 1.0, planes.height - 1.0])
    low, high = (np.abs(quads - border) < _AT_FRAME_PX for border in (0, limits))
    frame = ((low & np.roll(low, -1, axis=1)) | (high & np.roll(high, -1, axis=1))).any(axis=2)
    sides = _Pairs(*side_scores(rails, places[:, :1], places[:, 1:]), frame.reshape(-1, 1))
    first, rows = np.zeros(len(quads), np.intp), 4 * np.arange(len(quads))
    score, edges, frame = _scored([(sides, rows + k, first) for k in range(4)])
    return _finished(planes, Candidates(quads.copy(), score, edges, frame, np.zeros(len(quads))))


def joined(*parts: Candidates) -> Candidates:
    """Return all of several candidates."""
    return Candidates(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _shared(angles: _F, weights: _F) -> _F:
    """Return the weights of the best lines of each direction only: a cloth has many stripes, a sheet has four sides."""
    direction = (angles % 90 / 6).astype(int)
    shared = np.zeros_like(weights)
    for index in np.unique(direction):
        best = np.flatnonzero(direction == index)
        best = best[np.argsort(-weights[best])][:_A_DIRECTION]
        shared[best] = weights[best]
    return shared


def _modes(angles: _F, weights: _F) -> list[float]:
    """Return up to three directions, modulo 90 degrees, along which most of the lines run."""
    histogram = np.bincount((np.round(angles) % 90).astype(int), weights, 90)
    kernel = np.exp(-0.5 * (np.arange(-12, 13) / 4.0) ** 2)
    smooth = np.convolve(np.tile(histogram, 3), kernel, "same")[90:180]
    modes: list[float] = []
    top = smooth.max(initial=0.0)
    for degree in np.argsort(-smooth):
        apart = all(min((degree - other) % 90, (other - degree) % 90) >= 14 for other in modes)
        if apart and smooth[degree] > 0.3 * top:
            modes.append(float(degree))
        if len(modes) == _MODES:
            break
    return modes


def _group(angles: _F, value: _F, even: _F, mode: float) -> NDArray[np.intp]:
    """Return the best and the longest lines near a direction and, where they fit, the frame's own sides, last."""
    near = np.flatnonzero(np.abs((angles - mode + 90) % 180 - 90) <= _SPREAD_DEG)
    ranks = (near[np.argsort(-value[near])][:_BY_WORTH], near[np.argsort(-even[near])][:_BY_EVEN], near[:_BY_LENGTH])
    best = np.unique(np.concatenate(ranks))
    count, frame = len(angles), []
    if min(mode, 180 - mode) <= _FRAME_SPREAD_DEG:
        frame = [count, count + 1]
    elif abs(mode - 90) <= _FRAME_SPREAD_DEG:
        frame = [count + 2, count + 3]
    return np.concatenate([best, np.array(frame, np.intp)]).astype(np.intp)


class _Pairs(NamedTuple):
    """Of each pair of lines of one group, the sides on the first and second line between lines of the other group."""

    score: _F
    beyond: _F
    seen: _F
    length: _F
    frame: NDArray[np.bool_]


def _crossings(planes: Planes, rails: Rails, one: NDArray[np.intp], other: NDArray[np.intp], count: int) -> Candidates:
    """Return the best quads made of two lines of each group; the last of `rails` from `count` on are the frame's."""
    points = _points(rails.lines[one], rails.lines[other])
    reach = _middle(planes) + _OUTSIDE * max(planes.width, planes.height)
    within = np.asarray((np.abs(points - _middle(planes)) < reach).all(axis=2), np.bool_)
    i, k = np.triu_indices(len(one), 1)
    j, m = np.triu_indices(len(other), 1)
    rows = _on(rails.only(one), points, (j, m), one >= count)
    columns = _on(rails.only(other), points.transpose(1, 0, 2), (i, k), other >= count)
    both = within[:, j] & within[:, m]
    a, b = np.nonzero(both[i] & both[k] & _shaped(rows, columns, (i, k), (j, m), planes))
    sides = [(rows, i[a], b), (columns, m[b], a), (rows, k[a], b), (columns, j[b], a)]
    score, edges, frame = _scored(sides)
    best = np.argsort(-score)[:_KEEP_FIRST]
    i, k, j, m = i[a[best]], k[a[best]], j[b[best]], m[b[best]]
    quads = np.stack([points[i, j], points[i, m], points[k, m], points[k, j]], axis=1)
    return _finished(planes, Candidates(quads, score[best], edges[best], frame[best], np.zeros(len(best))))


def _middle(planes: Planes) -> _F:
    return np.array([(planes.width - 1) / 2, (planes.height - 1) / 2])


def _points(one: _F, other: _F) -> _F:
    """Return where each line of one group crosses each of the other: (n, m, 2), NaN where they are parallel."""
    determinant = one[:, None, 0] * other[None, :, 1] - one[:, None, 1] * other[None, :, 0]
    determinant = np.where(np.abs(determinant) < 1e-6, np.nan, determinant)
    x = (one[:, None, 2] * other[None, :, 1] - other[None, :, 2] * one[:, None, 1]) / determinant
    y = (one[:, None, 0] * other[None, :, 2] - other[None, :, 0] * one[:, None, 2]) / determinant
    return np.stack([x, y], axis=-1)


def _on(rails: Rails, points: _F, pairs: tuple[NDArray[np.intp], NDArray[np.intp]], frame: NDArray[np.bool_]) -> _Pairs:
    """Return the sides on each line between each pair of the other group's lines."""
    places = rails.places(points)
    sides: Sides = side_scores(rails, places[:, pairs[0]], places[:, pairs[1]])
    return _Pairs(*sides, np.broadcast_to(frame[:, None], sides.score.shape))


def _shaped(
    rows: _Pairs,
    columns: _Pairs,
    one: tuple[NDArray[np.intp], NDArray[np.intp]],
    other: tuple[NDArray[np.intp], NDArray[np.intp]],
    planes: Planes,
) -> NDArray[np.bool_]:
    """Tell of which pairs of pairs the sides are seen, large enough, and about as long as the opposite ones."""
    good = np.ones((len(one[0]), len(other[0])), bool)
    means = []
    for pairs, (first, second), turned in ((rows, one, False), (columns, other, True)):
        usable = (pairs.seen > _MIN_SEEN) | pairs.frame
        lengths = pairs.length[first], pairs.length[second]
        fits = usable[first] & usable[second]
        fits &= np.minimum(*lengths) > _MIN_OPPOSITE * np.maximum(*lengths)
        mean = (lengths[0] + lengths[1]) / 2
        good &= fits.T if turned else fits
        means.append(mean.T if turned else mean)
    good &= np.maximum(*means) < _MAX_OBLONG * np.minimum(*means)
    good &= means[0] * means[1] > _MIN_AREA * planes.width * planes.height
    return good


def _scored(sides: list[tuple[_Pairs, NDArray[np.intp], NDArray[np.intp]]]) -> tuple[_F, _F, NDArray[np.bool_]]:
    """Return scores (n,), scores of sides (n, 4) and which are the frame's (n, 4); 0 where three sides are."""
    frame = np.stack([pairs.frame[line, part] for pairs, line, part in sides], axis=1)
    edges = np.stack([pairs.score[line, part] for pairs, line, part in sides], axis=1)
    beyond = np.stack([pairs.beyond[line, part] for pairs, line, part in sides], axis=1)
    borrowed = frame.sum(axis=1)
    mean = np.where(frame, 0.0, edges).sum(axis=1) / np.maximum(1, 4 - borrowed)
    least = np.where(frame, 1.0, edges).min(axis=1, initial=1.0)
    runs_on = np.where(frame, 0.0, beyond).mean(axis=1)
    share = np.where(borrowed <= 2, _FRAME_WORTH[np.minimum(borrowed, 2)], 0.0)
    score = (0.55 * mean + 0.45 * least) * (1 - 0.3 * runs_on) * share
    return score, np.where(frame, FRAME_SIDE, edges), frame


def _finished(planes: Planes, rest: Candidates) -> Candidates:
    """Return those of a sheet's shape, clockwise, their scores weighted by shape and area, the best first."""
    turned = signed_area(rest.quads) < 0
    quads, sides, frame = rest.quads, rest.sides, rest.frame
    quads[turned] = quads[turned][:, [0, 3, 2, 1]]
    sides[turned], frame[turned] = sides[turned][:, [3, 2, 1, 0]], frame[turned][:, [3, 2, 1, 0]]
    lengths, sines, cosines, opposite = _shape(quads)
    area = signed_area(quads) / (planes.width * planes.height)
    sheet = (sines.min(axis=1, initial=1.0) > _MIN_SINE) & (opposite.min(axis=1, initial=1.0) > _MIN_OPPOSITE)
    sheet &= (area > _MIN_AREA) & (lengths.min(axis=1, initial=9.0) > 1)
    square = 1 - 0.5 * np.clip(cosines.max(axis=1, initial=0.0) - 0.25, 0.0, 1.0)
    score = rest.scores * square * (0.85 + 0.15 * opposite.min(axis=1, initial=1.0))
    score *= 0.94 + 0.06 * np.sqrt(np.clip(area, 0.0, 1.0))
    order = np.flatnonzero(sheet)[np.argsort(-score[sheet])][:_KEEP]
    return Candidates(quads, score, sides, frame, rest.support).only(order)


def _shape(quads: _F) -> tuple[_F, _F, _F, _F]:
    """Return lengths of sides, sines and absolute cosines of corners (n, 4), and ratios of opposite sides (n, 2)."""
    sides = np.roll(quads, -1, axis=1) - quads
    lengths = np.maximum(1e-9, np.linalg.norm(sides, axis=2))
    before = np.roll(sides, 1, axis=1)
    product = lengths * np.roll(lengths, 1, axis=1)
    sines = (before[:, :, 0] * sides[:, :, 1] - before[:, :, 1] * sides[:, :, 0]) / product
    cosines = np.abs(np.sum(before * sides, axis=2)) / product
    opposite = np.minimum(lengths[:, :2], lengths[:, 2:]) / np.maximum(lengths[:, :2], lengths[:, 2:])
    return lengths, sines, cosines, opposite


def signed_area(quads: _F) -> _F:
    """Return the areas of (n, 4, 2) quads, positive where the corners run clockwise on the screen."""
    following = np.roll(quads, -1, axis=1)
    cross = quads[:, :, 0] * following[:, :, 1] - quads[:, :, 1] * following[:, :, 0]
    return np.asarray(cross.sum(axis=1) / 2, np.float64)
