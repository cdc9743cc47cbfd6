"""Which of several quadrilaterals around the same paper is its outline."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from ....schemas.geometry import Quad
from ..warp import as_quad, flat_size
from .ground import Ground, lightness_at
from .planes import Planes
from .search import Candidates, signed_area

_F = NDArray[np.float64]

_LOOK_THROUGH = 150
_LOOK_AT = 40
_SAME_PX = 2.5
# Likeness of inside and outside: above 0.25 on 26 of 342 drawn papers, up to 0.87 on patterns.
# With 0.6 * likeness alone 3 of 270 drawn papers were cropped along a cloth's lines, at 0.22 to 0.51; now none is.
_BONUS, _MALUS, _MALUS_SLOPE = 1.15, 0.24, 0.2
_MIN_CUT = 0.72  # of quads with a side of the frame's: 4 wrong ones were taken at 0.58-0.71, right ones have 0.73
# A larger quad around the best one is taken where it is nearly as good: shadow edges, table frames, inner borders lose.
_NESTED_SHARE = 0.86
_NESTED_SIDE = 0.55
_SAME_COLOUR = 10.0  # Lab; a card's print is within 6 of the sheet that it was copied to
_STEP = 0.15  # two pairs of touching papers had 0.98 and 1.00 against 0.75 and 0.74; a folded one is straight
_FILLED = 0.85
_RING = 0.06
_NEAR = 0.09
_DARKER_INSIDE, _DARKER_OUTSIDE = 5.0, 1.0


def weighed(ground: Ground, rest: Candidates) -> Candidates:
    """Return the best different ones, with higher scores where the inside is unlike the outside, else lower ones."""
    rest = rest.only(np.argsort(-rest.scores)[:_LOOK_THROUGH])
    apart = np.abs(rest.quads[:, None] - rest.quads[None]).max(axis=(2, 3))
    free = np.ones(len(rest.quads), bool)
    kept: list[int] = []
    for index in range(len(rest.quads)):
        if free[index] and len(kept) < _LOOK_AT:
            kept.append(index)
            free &= apart[index] > _SAME_PX
    rest = rest.only(np.array(kept, np.intp))
    likeness = np.array([ground.likeness(quad) for quad in rest.quads])
    scores = rest.scores * (_BONUS - np.minimum(likeness, _MALUS + _MALUS_SLOPE * likeness))
    return rest._replace(scores=scores).only((scores >= _MIN_CUT) | ~rest.frame.any(axis=1))


def undivided(rest: Candidates) -> Candidates:
    """Return the quads without those that are two papers which touch.

    Two others fill such a quad, and any side of theirs is stronger than its weakest, which has a step.
    """
    area, weakest = signed_area(rest.quads), rest.sides.min(axis=1)
    kept = [not _is_filled_by_two(rest.quads, area, weakest, index) for index in range(len(area))]
    return rest.only(np.array(kept, bool))


def _is_filled_by_two(quads: _F, area: _F, weakest: _F, index: int) -> bool:
    inner = (weakest > weakest[index] + _STEP) & (area > 0.25 * area[index]) & (area < 0.75 * area[index])
    parts = [part for part in np.flatnonzero(inner) if holds_most(quads[index], quads[part])]
    return any(
        (area[one] + area[other]) / area[index] > _FILLED and not overlap(quads[one], quads[other])
        for one, other in combinations(parts, 2)
    )


def outermost(planes: Planes, ground: Ground, rest: Candidates) -> int:
    """Return the best quad, or the largest one around it, of the same paper, that is nearly as good."""
    best = int(np.argmax(rest.scores))
    area = signed_area(rest.quads)
    # A quad that reaches the frame on more sides than the best one is larger for no merit of its own.
    good = (rest.scores >= _NESTED_SHARE * rest.scores[best]) & (rest.sides.min(axis=1) >= _NESTED_SIDE)
    good &= rest.frame.sum(axis=1) <= rest.frame[best].sum()
    good &= area > 1.04 * area[best]
    for index in np.flatnonzero(good)[np.argsort(-area[good])]:
        if contains(rest.quads[index], rest.quads[best]) and _same_paper(planes, ground, rest, int(index), best):
            return _within_shadow(planes, rest, int(index))
    return _within_shadow(planes, rest, best)


def _same_paper(planes: Planes, ground: Ground, rest: Candidates, outer: int, inner: int) -> bool:
    """Tell whether what lies between two quads is paper, lit or not: no table, no gap between cards, no cast shadow."""
    between, within = _colours(planes, rest.quads[outer], rest.quads[inner])
    if len(between) and len(within):
        apart = np.median(between[:, 1:], axis=0) - np.median(within[:, 1:], axis=0)
        if float(np.linalg.norm(apart)) >= _SAME_COLOUR:
            return False
    if _is_shadow(planes, rest.quads[outer], rest.quads[inner]):
        return False
    return not ground.is_between(rest.quads[outer], rest.quads[inner]) and not _holds_another(
        planes, rest, outer, inner
    )


def _colours(planes: Planes, outer: _F, inner: _F) -> tuple[_F, _F]:
    mask: NDArray[np.uint8] = np.zeros((planes.height, planes.width), np.uint8)
    cv2.fillConvexPoly(mask, np.rint(outer).astype(np.int32), 1)
    cv2.fillConvexPoly(mask, np.rint(inner).astype(np.int32), 2)
    mask, colours = mask[::4, ::4], planes.lab[::4, ::4]
    return np.asarray(colours[mask == 1], np.float64), np.asarray(colours[mask == 2], np.float64)


def _holds_another(planes: Planes, rest: Candidates, outer: int, best: int) -> bool:
    """Tell whether beside the best quad another of its size lies in the outer one, and the table between them."""
    area = signed_area(rest.quads)
    second = (rest.scores >= 0.8 * rest.scores[best]) & (area > 0.3 * area[best]) & (area < 0.7 * area[outer])
    for index in np.flatnonzero(second):
        one, other, around = rest.quads[best], rest.quads[index], rest.quads[outer]
        alike = similarity(as_quad(one), as_quad(other)) > 0.6
        if alike and not overlap(one, other) and holds_most(around, other) and _is_gap(planes, around, one, other):
            return True
    return False


def holds_most(around: _F, quad: _F) -> bool:
    """Tell whether most of a quad lies in another."""
    shared = cv2.intersectConvexConvex(around.astype(np.float32), quad.astype(np.float32))[0]
    return bool(shared > 0.8 * float(signed_area(quad[None])[0]))


def _is_gap(planes: Planes, around: _F, one: _F, other: _F) -> bool:
    """Tell whether what lies between two quads is nearer to what lies outside both than to what they hold."""
    mask: NDArray[np.uint8] = np.zeros((planes.height, planes.width), np.uint8)
    middle = around.mean(axis=0)
    layers = ((middle + 1.12 * (around - middle), 3), (around, 2), (one, 1), (other, 1))
    for quad, number in layers:
        cv2.fillConvexPoly(mask, np.rint(quad).astype(np.int32), number)
    mask, colours = mask[::2, ::2], planes.lab[::2, ::2]
    if not all((mask == number).any() for number in (1, 2, 3)):
        return False
    held, gap, outside = (np.median(colours[mask == number], axis=0) for number in (1, 2, 3))
    return bool(np.linalg.norm(gap - outside) < np.linalg.norm(gap - held))


def _within_shadow(planes: Planes, rest: Candidates, index: int) -> int:
    """Return the quad, or the one just inside it where only a cast shadow lies between the two."""
    area = signed_area(rest.quads)
    for _ in range(3):
        outer, size = rest.quads[index], float(np.sqrt(area[index]))
        near = (rest.scores >= _NESTED_SHARE * rest.scores[index]) & (area < area[index]) & (area > 0.8 * area[index])
        near &= rest.frame.sum(axis=1) <= rest.frame[index].sum()
        for inner in np.flatnonzero(near)[np.argsort(-rest.scores[near])]:
            quad = rest.quads[inner]
            close = np.abs(_aligned(outer, quad) - outer).max() < _NEAR * size
            if close and contains(outer, quad) and _is_shadow(planes, outer, quad):
                index = int(inner)
                break
        else:
            break
    return index


def _aligned(outer: _F, inner: _F) -> _F:
    """Return the inner corners in the order of the outer ones."""
    return min((np.roll(inner, turn, axis=0) for turn in range(4)), key=lambda quad: float(np.abs(quad - outer).sum()))


def _is_shadow(planes: Planes, outer: _F, inner: _F) -> bool:
    """Tell whether all that lies between two quads is a narrow strip darker than both paper and table.

    Such is the shadow that a paper casts; margins beyond a printed border are as bright as the paper within.
    """
    inner, size = _aligned(outer, inner), float(np.sqrt(abs(float(signed_area(inner[None])[0]))))
    places = np.linspace(0.08, 0.92, 40)[:, None]
    shadows = 0
    for i in range(4):
        start, end = inner[i], inner[(i + 1) % 4]
        along = (end - start) / max(1e-9, float(np.linalg.norm(end - start)))
        normal = np.array([-along[1], along[0]])
        far, near = outer[i] + (outer[(i + 1) % 4] - outer[i]) * places, start + (end - start) * places
        width = (near - far) @ normal
        if width.max() < 2.0:
            continue
        strips = np.stack([near - normal * np.minimum(3.0, 0.6 * width[:, None]), near + normal * 4, far - normal * 4])
        strip, paper, table = np.median(lightness_at(planes, strips), axis=1).tolist()
        if width.mean() > _RING * size or strip >= paper - _DARKER_INSIDE or strip >= table - _DARKER_OUTSIDE:
            return False
        shadows += 1
    return shadows > 0


def similarity(one: Quad, other: Quad) -> float:
    """Return 1 where two outlines have the same two side lengths, whichever way they lie, and less down to 0."""
    pairs = zip(sorted(flat_size(one)), sorted(flat_size(other)), strict=True)
    return min(min(a, b) / max(a, b) for a, b in pairs)


def contains(outer: _F, inner: _F) -> bool:
    """Tell whether all corners of a quad lie in another, but for 4 pixels."""
    contour = outer.astype(np.float32).reshape(-1, 1, 2)
    return all(cv2.pointPolygonTest(contour, (float(x), float(y)), True) > -4.0 for x, y in inner)


def overlap(one: _F, other: _F) -> bool:
    """Tell whether two quads share more than a sliver."""
    if cv2.pointPolygonTest(one.astype(np.float32), other.mean(axis=0).tolist(), False) > 0:
        return True  # asked first: intersectConvexConvex finds nothing in common of quads that share corners
    shared = cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))[0]
    smaller = min(signed_area(np.stack([one, other])))
    return bool(shared > 0.05 * smaller)
