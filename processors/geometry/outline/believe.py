"""Which candidates are believed: the best of those around each paper, if all that can be asked of it is true."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..warp import as_quad
from .banner import with_banners
from .choice import holds_most, outermost, overlap, similarity
from .gate import holds_document
from .photo import Photo
from .refine import refine
from .search import Candidates

_F = NDArray[np.float64]

_MIN_SCORE = 0.46  # of 198 drawn papers one more is refused at 0.52
# The other side of a card, beside one that is sure: as large to a tenth; pale ones on a pale table have 0.40.
_MIN_COMPANION = 0.38
_COMPANION = 0.9
# Nothing in it is of a colour around it: a dark paper with weak sides scores 0.49 with a likeness of 0.01.
_MIN_UNLIKE, _UNLIKE = 0.42, 0.05
_MIN_COMPANION_AREA = 0.02  # and so is seen beside a larger one, further away
_MIN_DOCUMENT = 0.03  # a card among several on a table
_MAX_LIKENESS = 0.62  # 341 of 342 drawn papers have less, and half of them 0.00; patterns up to 0.87
_SUPPORTED = 0.6  # by the network: then its colour may be the table's, and it may be small
_MIN_SUPPORTED_AREA = 0.012
_SEEN = 0.8  # by the network, which was shown that papers bear print
_TRIES = 10
_MAX_SECOND_LIKENESS = 0.1  # beneath a refused outline: a screen, cropped wrongly, has 0.21, a sheet under shadows 0.00
SURE = 0.87
"""A score that few wrong candidates have."""


class Outline(NamedTuple):
    """A believed quad (4, 2), clockwise, in pixels of the small copy, its score and the network's support, 0..1."""

    quad: _F
    score: float
    support: float


def believed(photo: Photo, rest: Candidates) -> list[Outline]:
    """Return the refined quads that score enough, and others as large as the best beside it."""
    found: list[Outline] = []
    refused: list[_F] = []
    for _ in range(_TRIES):
        if not len(rest.scores):
            break
        index = outermost(photo.planes, photo.ground, rest)
        score = round(float(min(1.0, rest.scores[index])), 3)
        if score < (_MIN_COMPANION if found else _MIN_UNLIKE):
            break
        taken, supported = rest.quads[index], bool(rest.support[index] >= _SUPPORTED)
        refined = refine(photo.planes, taken)
        likeness = photo.ground.likeness(refined)
        beside = bool(found) and similarity(as_quad(found[0].quad), as_quad(refined)) >= _COMPANION
        most = _MAX_SECOND_LIKENESS if any(overlap(quad, refined) for quad in refused) else _MAX_LIKENESS
        least_area = _MIN_SUPPORTED_AREA if supported else _MIN_COMPANION_AREA if beside else _MIN_DOCUMENT
        unlike = (supported or likeness <= most) and (score >= _MIN_SCORE or likeness < _UNLIKE)
        apart = score >= SURE and likeness < _UNLIKE
        seen = bool(rest.support[index] >= _SEEN)
        if (beside or unlike) and holds_document(photo, refined, least_area, sure=apart, seen=seen):
            whole = with_banners(photo.planes, photo.ground, refined)
            found = [one for one in found if not holds_most(whole, one.quad)]  # a banner that was taken for a card
            found.append(Outline(whole, score, float(rest.support[index])))
            rest = rest.only(
                np.array([not (overlap(taken, quad) or overlap(whole, quad)) for quad in rest.quads], bool)
            )
        else:
            refused.append(refined)
            # What is in it is no paper either; what only overlaps it may be.
            rest = rest.only(np.array([not holds_most(taken, quad) for quad in rest.quads], bool))
    return found
