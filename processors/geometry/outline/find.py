"""The outlines of sheets and cards in a photo, to crop them by; none rather than a wrong one.

A picture is shrunk to about 640 pixels, its text is closed away, lines are found in lightness and colour, and every
quad that they make is scored by the edge and the contrast along its sides and by how far its inside differs from what
is around it. The best is refined to a fraction of a pixel, and believed only where there is print in it.
See quad_lines, quad_score, quad_search and quad_choice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ....schemas.geometry import Quad
from ...legibility.ink import has_print
from ...legibility.reduced import gray_of, reduce
from ...page import Gray, Pixels
from ..warp import as_quad, flat_size, page_transform, warp_gray
from .choice import (
    holds_most,
    outermost,
    overlap,
    similarity,
    weighed,
)
from .glass import EMPTY_AROUND, cards_on, even_ground, ground_share, is_card
from .ground import Ground, is_printed_border
from .planes import Planes, brightened, planes_of
from .refine import refine, settle
from .regions import region_quads
from .search import Candidates, candidates, joined, judged, signed_area

_F = NDArray[np.float64]

_WORK_PX = 640  # of 230 drawn pages as many are cropped as at 800, as exactly, in two thirds of the time
_GLANCE_PX = 320
_READ_PX = 700  # print was told in all of 342 drawn papers, and in 2 of 204 outlines in pictures without a paper
_SMOOTH_PX = 1040  # warped to 700 pixels without smoothing first, which costs more than the warp

# The gate. Of 329 drawn papers whose outline was among the candidates 9 score less than 0.72. Outlines in
# pictures without a paper score 1.1 and less: print tells those, not the score. At 0.58 two of 54 papers are refused,
# pale on pale; at 0.46 one of 45 pictures without a paper more is cropped.
_MIN_SCORE = 0.52
# Less, or less than this share of the best candidate that was refused: even areas are looked at, too. Of 270 drawn
# papers 9 more were cropped then, and a wrong crop that scored 0.85 was put right.
_SURE, _NEAR_BEST = 0.87, 0.86
# The other side of a card, beside one that is sure: as large to a tenth; pale ones on a pale table have 0.40.
_MIN_COMPANION = 0.38
_COMPANION = 0.9
# Nothing in it is of a colour around it: a dark paper with weak sides scores 0.49 with a likeness of 0.01.
_MIN_UNLIKE, _UNLIKE = 0.42, 0.05
# Cards on white glass score 0.47-0.60, each within 3 pixels of its truth at work size (measured on 9); no crop loses
# anything there, because all around them has to be empty.
_MIN_ON_GLASS = 0.45
_MIN_AREA = 0.05
_MIN_COMPANION_AREA = 0.02  # and so is seen beside a larger one, further away
_MIN_DOCUMENT = 0.03  # a card among several on a table
_MIN_INK = 0.035  # 111 drawn photos have 0.052 and more, cloth and a phone on empty desks 0.027 and less
_INK_LEVELS = 12
_FULL = 0.96  # what is left beside a page that nearly fills the frame is no table, but its own curl
_MAX_LIKENESS = 0.62  # 341 of 342 drawn papers have less, and half of them 0.00; patterns up to 0.87
_TRIES = 10
_STEPS_IN = 8
_STRIP = 0.5  # of the sheet; on 99 drawn pictures this refused a strip that lost text, and nothing else
_MAX_COVER = 150  # gray: 9 dark covers and papers are darker, a keyboard whose keys were read as print is far lighter
_MAX_SECOND_LIKENESS = 0.1  # beneath a refused outline: a screen, cropped wrongly, has 0.21, a sheet under shadows 0.00
_EVEN_BONUS = 1.08
_MAX_OUTSIDE = 0.12
_RIM_LEVELS, _RIM_SHARE = 16, 0.97


@dataclass(frozen=True)
class QuadEstimate:
    """The four corners of a sheet or card in source pixels, clockwise from the top left, and a score (0..1)."""

    quad: Quad
    score: float


@dataclass(frozen=True)
class _Photo:
    """A picture, its small copy, and what was measured on it; `scale`: source pixels per pixel of the copy."""

    pixels: Pixels
    scale: float
    gray: Gray
    planes: Planes
    ground: Ground

    @cached_property
    def fine(self) -> Gray:
        """The picture's own gray, which many candidates are read in."""
        return gray_of(self.pixels)


def find_quads(pixels: Pixels) -> tuple[QuadEstimate, ...]:
    """Return the outlines of the sheets and cards in a picture, the best first; empty where none is sure.

    pixels: (H, W, 3) uint8 BGR. Empty also where one page fills the frame. The outlines don't overlap.
    """
    small, scale = shrunk(pixels, _WORK_PX)
    if min(small.shape[:2]) < 64 or _is_bare(small):
        return ()
    small = brightened(small)
    planes = planes_of(small)
    glass = even_ground(planes)
    if glass is not None:
        around, share = cards_on(planes, glass)
        cards = _without_shadows(small, planes, around)
        if cards and all(is_card(planes, card) for card in cards):
            return tuple(QuadEstimate(_to_source(card, scale), round(share, 3)) for card in cards)
    photo = _Photo(pixels, scale, gray_of(small), planes, Ground(planes))
    rest = weighed(planes, photo.ground, _in_frame(planes, candidates(planes)))
    found = _chosen(photo, rest, _MIN_SCORE)
    if not found or found[0][1] < max(_SURE, _NEAR_BEST * rest.scores.max()):
        sure = rest.quads[rest.scores >= _SURE] if not found else rest.quads[:0]
        rest = joined(rest, weighed(planes, photo.ground, _in_frame(planes, _of_regions(planes))))
        # What is lit of a sheet between hard shadows is no sheet, though the whole may be too dark to be read.
        found = [
            one for one in _chosen(photo, rest, _MIN_SCORE) if not any(_is_strip_of(quad, one[0]) for quad in sure)
        ]
    if not found and glass is not None:
        found = _cards_on(glass, planes, _chosen(photo, rest, _MIN_ON_GLASS))
    return tuple(QuadEstimate(_to_source(quad, scale), score) for quad, score in found)


def _is_strip_of(whole: _F, quad: _F) -> bool:
    """Tell whether a quad is a part of another, less than half as large."""
    part, area = signed_area(np.stack([quad, whole])).tolist()
    return holds_most(whole, quad) and part < _STRIP * area


def _without_shadows(small: Pixels, planes: Planes, around: list[_F]) -> list[_F]:
    """Return the outlines of cards on glass, drawn in to each one's edge, which is steeper than that of its shadow.

    The planes have no narrow dark places, text or shadow; so the small picture itself tells, step by step of 5 pixels.
    """
    if not around:
        return []
    plain = Planes(cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32), ())
    return [_drawn_in(plain, refine(planes, quad)) for quad in around]


def _drawn_in(plain: Planes, card: _F) -> _F:
    for _ in range(_STEPS_IN):
        before, card = card, refine(plain, card)
        if np.abs(card - before).max() < 0.5:
            break
    return card


def _is_bare(small: Pixels) -> bool:
    """Tell whether a page fills a scanner's glass: what differs from it is smaller than any outline to believe."""
    glance = shrunk(small, _GLANCE_PX)[0]
    rim = np.concatenate([glance[1], glance[-2], glance[:, 1], glance[:, -2]]).astype(np.int16)
    if np.mean(np.abs(rim - np.median(rim, axis=0)).max(axis=1) < _RIM_LEVELS) < _RIM_SHARE:
        return False  # asked first, because it costs nothing
    planes = planes_of(glance, with_views=False)
    glass = even_ground(planes)
    return glass is not None and ground_share(planes, glass, []) > 1 - _MIN_AREA


def _of_regions(planes: Planes) -> Candidates:
    """Return the outlines of even areas, refined twice, because they are off by more than lines are."""
    quads = [settle(planes, settle(planes, quad)) for quad in region_quads(planes)]
    quads += [refine(planes, quad) for quad in quads]
    rest = judged(planes, np.array(quads).reshape(-1, 4, 2))
    return rest._replace(scores=_EVEN_BONUS * rest.scores)


def _in_frame(planes: Planes, rest: Candidates) -> Candidates:
    """Return the quads that leave something of the picture out."""
    width, height = planes.width, planes.height
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    shares = [cv2.intersectConvexConvex(quad.astype(np.float32), frame)[0] for quad in rest.quads]
    return rest.only(np.array(shares) < _FULL * width * height)


def _chosen(photo: _Photo, rest: Candidates, least: float) -> list[tuple[_F, float]]:
    """Return the refined quads that score `least` or more, and others as large as the best beside it."""
    found: list[tuple[_F, float]] = []
    refused: list[_F] = []
    for _ in range(_TRIES):
        if not len(rest.scores):
            break
        index = outermost(photo.planes, photo.ground, rest)
        score = round(float(min(1.0, rest.scores[index])), 3)
        if score < min(least, _MIN_COMPANION if found else _MIN_UNLIKE):
            break
        refined = refine(photo.planes, rest.quads[index])
        likeness = photo.ground.likeness(refined)
        beside = bool(found) and similarity(as_quad(found[0][0]), as_quad(refined)) >= _COMPANION
        most = _MAX_SECOND_LIKENESS if any(overlap(quad, refined) for quad in refused) else _MAX_LIKENESS
        sure = beside or (likeness <= most and (score >= least or likeness < _UNLIKE))
        taken = rest.quads[index]
        apart = score >= _SURE and likeness < _UNLIKE
        if sure and _holds(photo, refined, _MIN_COMPANION_AREA if beside else _MIN_DOCUMENT, sure=apart):
            found.append((refined, score))
            rest = rest.only(np.array([not overlap(taken, quad) for quad in rest.quads], bool))
        else:
            refused.append(refined)
            # What is in it is no paper either; what only overlaps it may be.
            rest = rest.only(np.array([not holds_most(taken, quad) for quad in rest.quads], bool))
    return found


def _holds(photo: _Photo, quad: _F, least_area: float, *, sure: bool) -> bool:
    """Tell whether a quad is large, lies in the picture, is no page's own border, and has print in it."""
    if float(signed_area(quad[None])[0]) < least_area * photo.gray.size or _leaves_frame(photo.planes, quad):
        return False
    if ink_share(photo.gray, quad) < _MIN_INK:
        return False
    return not is_printed_border(photo.planes, quad) and _is_printed(photo, quad, sure=sure)


def _leaves_frame(planes: Planes, quad: _F) -> bool:
    """Tell whether a corner is so far outside the picture that nobody saw what the outline claims."""
    size = np.array([planes.width, planes.height])
    return bool((np.maximum(-quad, quad - size) > _MAX_OUTSIDE * size).any())


def _is_printed(photo: _Photo, quad: _F, *, sure: bool) -> bool:
    """Tell whether there is print in a quad, along it or across; lighter than its ground only where it is sure."""
    gray, source = photo.fine, np.array(_to_source(quad, photo.scale))
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
    if has_print(gray) or has_print(np.ascontiguousarray(gray.T)):
        return True
    if not sure or np.median(gray) > _MAX_COVER:
        return False
    bright = np.asarray(255 - gray, np.uint8)
    return has_print(bright) or has_print(np.ascontiguousarray(bright.T))


def _cards_on(glass: NDArray[np.float32], planes: Planes, found: list[tuple[_F, float]]) -> list[tuple[_F, float]]:
    """Return the cards among faint outlines, where they hold all that lies on an even ground: then no crop can lose."""
    cards = [(quad, score) for quad, score in found if is_card(planes, quad)]
    quads = [quad for quad, _ in cards]
    return cards if cards and ground_share(planes, glass, quads) > EMPTY_AROUND else []


def shrunk(pixels: NDArray[Any], long_px: int) -> tuple[Pixels, float]:
    """Return a copy whose long side is at most `long_px`, and source pixels per pixel of it."""
    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / long_px)
    factor = int(scale)
    if factor > 1:
        # A whole factor first: INTER_AREA by a fraction of a 12 MP photo takes 93 ms.
        rows, columns = height // factor, width // factor
        if min(rows, columns) < 1:
            return np.asarray(pixels[:1, :1], np.uint8), scale
        pixels = reduce(np.asarray(pixels, np.uint8), factor)
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    if size != (pixels.shape[1], pixels.shape[0]):
        # Less than half: averaging pairs of pixels is enough, and ten times faster than INTER_AREA.
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(pixels, np.uint8), scale


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


def _to_source(quad: _F, scale: float) -> Quad:
    """Return the corners in source pixels, from the top-left one on."""
    source = (quad + 0.5) * scale - 0.5
    first = int(np.argmin(source.sum(axis=1)))
    source = np.roll(source, -first, axis=0)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = np.round(source, 2).tolist()
    return ((x0, y0), (x1, y1), (x2, y2), (x3, y3))
