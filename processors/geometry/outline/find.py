"""The outlines of sheets and cards in a photo, to crop them by; none rather than a wrong one.

A small network sees where paper lies. Where lines and colours agree with it, that is all. Else quads are made of all
lines and of even areas, scored by the edge and the contrast along their sides, by how far their inside differs from
what is around it, and by how far the network supports them. What is best is believed only where there is print in it.
See paper_map, map_quads, search, choice, believe and gate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ....schemas.geometry import Quad
from ...page import Pixels
from .believe import SURE, Outline, believed
from .choice import holds_most, undivided, weighed
from .close_up import closer
from .glass import cards_on_glass, fills_glass
from .photo import Photo
from .refine import refine, settle
from .regions import region_quads
from .search import Candidates, candidates, joined, judged, signed_area

_F = NDArray[np.float64]

_NEAR_BEST = 0.86  # of the best candidate that was refused
_SURE_SUPPORT = 0.8  # and a score as sure: then lines have nothing better (105 drawn photos)
# Of 198 drawn papers the right outline had a support of 0.42 and more; of 60 pictures without a paper two were cropped
# at 0.00 and 0.01, whose lines scored up to 1.1.
_MIN_SUPPORT = 0.2
_ALONE, _AGREED = 0.6, 0.6  # what a score is worth where the network sees no paper, and what its support adds
_FULL = 0.975  # what is left beside a page that nearly fills the frame is no table, but its own curl
# Of the frame: a sheet that leans by 2.5 degrees in a frame as large has 0.76, 58 other pictures of pages on something
# have 0.57 and less; of 11 scans that an upright page fills, 6 have more than 0.85.
_UP_TO_FRAME = 0.85
_NOTHING_ELSE = 0.985  # less is left by the margin around a page that was cut from a scan
_STRIP = 0.5  # of the sheet; on 99 drawn pictures this refused a strip that lost text, and nothing else
_EVEN_BONUS = 1.08


@dataclass(frozen=True)
class QuadEstimate:
    """The four corners of a sheet or card in source pixels, clockwise from the top left, and a score (0..1).

    `support`, 0..1: how far the network sees a paper there; of a box on a page it sees none.
    """

    quad: Quad
    score: float
    support: float = 0.0


def find_quads(pixels: Pixels) -> tuple[QuadEstimate, ...]:
    """Return the outlines of the sheets and cards in a picture, the best first; empty where none is sure.

    pixels: (H, W, 3) uint8 BGR. Empty also where one page fills the frame. The outlines don't overlap.
    """
    photo = Photo.of(pixels)
    if min(photo.small.shape[:2]) < 64 or fills_glass(photo.small):
        return ()
    found = cards_on_glass(photo) or _on_table(photo)
    return tuple(
        QuadEstimate(photo.in_source(closer(photo, one.quad)), one.score, round(one.support, 3)) for one in found
    )


def sees_paper(pixels: Pixels) -> bool:
    """Tell whether there is surely a paper in a picture, without looking for lines; (H, W, 3) uint8 BGR."""
    photo = Photo.of(pixels)
    found = believed(photo, _supported(photo, judged(photo.planes, _seen(photo))))
    return bool(found) and all(_is_sure(one) for one in found)


def _on_table(photo: Photo) -> list[Outline]:
    """Return the papers in a photo: as the network sees them, if that is sure, else by lines, else by even areas."""
    if photo.paper.along_frame > _UP_TO_FRAME:
        return []
    papers = _seen(photo)
    if not (_shares(photo, papers) < _NOTHING_ELSE).any():
        return []
    rest = _supported(photo, judged(photo.planes, papers))
    found = believed(photo, rest)
    if len(found) == len(photo.papers) and all(_is_sure(one) for one in found):
        return found
    rest = undivided(joined(rest, _supported(photo, candidates(photo.planes))))
    found = believed(photo, rest)
    if found and min(one.score for one in found) >= max(SURE, _NEAR_BEST * rest.scores.max()):
        return found
    sure = rest.quads[rest.scores >= SURE] if not found else rest.quads[:0]
    rest = undivided(joined(rest, _supported(photo, _of_regions(photo))))
    # What is lit of a sheet between hard shadows is no sheet, though the whole may be too dark to be read.
    found = believed(photo, rest)
    return [one for one in found if not any(_is_strip_of(quad, one.quad) for quad in sure)]


def _seen(photo: Photo) -> _F:
    """Return what the network takes for papers, as it is and drawn to the edges there, (n, 4, 2)."""
    drawn = [refine(photo.planes, refine(photo.planes, quad)) for quad in photo.papers]
    return np.array([*photo.papers, *drawn]).reshape(-1, 4, 2)


def _is_sure(found: Outline) -> bool:
    return found.score >= 1 and found.support >= _SURE_SUPPORT


def _supported(photo: Photo, rest: Candidates) -> Candidates:
    """Return the best candidates that leave something of the picture out; more worth where the network agrees."""
    rest = rest.only(_shares(photo, rest.quads) < _FULL)
    rest = weighed(photo.ground, rest)
    support = photo.support(rest.quads, rest.frame)
    scores = rest.scores * (_ALONE + _AGREED * support)
    return rest._replace(scores=scores, support=support).only(support >= _MIN_SUPPORT)


def _of_regions(photo: Photo) -> Candidates:
    """Return the outlines of even areas, refined twice, because they are off by more than lines are."""
    planes = photo.planes
    quads = [settle(planes, settle(planes, quad)) for quad in region_quads(planes)]
    quads += [refine(planes, quad) for quad in quads]
    rest = judged(planes, np.array(quads).reshape(-1, 4, 2))
    return rest._replace(scores=_EVEN_BONUS * rest.scores)


def _shares(photo: Photo, quads: Iterable[_F]) -> _F:
    """Return how much of the picture each quad (4, 2) covers, 0..1."""
    width, height = photo.planes.width, photo.planes.height
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    covered = [cv2.intersectConvexConvex(quad.astype(np.float32), frame)[0] for quad in quads]
    return np.array(covered, np.float64) / (width * height)


def _is_strip_of(whole: _F, quad: _F) -> bool:
    """Tell whether a quad is a part of another, less than half as large."""
    part, area = signed_area(np.stack([quad, whole])).tolist()
    return holds_most(whole, quad) and part < _STRIP * area
