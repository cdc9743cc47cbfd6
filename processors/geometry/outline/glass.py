"""What lies on one even colour: a page that fills a scanner's glass, or cards on the white of its lid or of a sheet."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ...legibility.ink import outlines
from ...page import Pixels
from ..warp import is_rectangle
from .believe import Outline
from .photo import Photo, shrunk
from .planes import Planes, plain_planes, planes_of
from .refine import refine

_F = NDArray[np.float64]

_RIM = 0.02
_GLANCE_PX = 320
_RIM_LEVELS, _RIM_SHARE = 16, 0.97
_STEPS_IN = 8
_MIN_AREA = 0.05
_EVEN_LEVELS = np.array([5.0, 3.0, 3.0], np.float32)  # Lab; a card is 14 levels darker than a lid, wood differs by more
_LESS = np.float32(0.01)  # ranges hold their ends
_EVEN_SHARE = 0.99
_CARD_RATIO = 85.6 / 54.0
_CARD_SLACK = 0.06
_SHADOW_SLACK = 0.12  # of an outline that holds the card's shadow, too
_SQUARE = 0.04
_GROWN = 1.08  # a card's shadow
_GAP_PX = 9  # between the parts of a card as pale as the glass; cards lie further apart
_MIN_CARD = 0.02  # of the frame
_MIN_FILLED = 0.7  # by what differs from the ground: 24 drawn cards 0.93 and more, blocks of text 0.5 and less
_EMPTY_AROUND = 0.985  # share of the ground around all cards from which a crop can lose nothing
_MAX_SHARE = 0.3  # of the frame: what is larger may be the printed border of a page


def cards_on_glass(photo: Photo) -> list[Outline]:
    """Return the cards that lie on one even colour, each drawn in to its own edge, with the share of it around them.

    Empty where there is no such colour, or anything but cards lies on it.
    """
    glass = _even_ground(photo.planes)
    if glass is None:
        return []
    around, share = _cards_on(photo.planes, glass)
    cards = _without_shadows(photo, around) if around else []
    if not all(_is_card(photo.planes, card) for card in cards):
        return []
    return [Outline(card, round(share, 3), 1.0) for card in cards]  # nothing else lies there that a crop could lose


def fills_glass(pixels: Pixels) -> bool:
    """Tell whether a page fills a scanner's glass: what differs from it is smaller than any outline to believe."""
    glance = shrunk(pixels, _GLANCE_PX)[0]
    rim = np.concatenate([glance[1], glance[-2], glance[:, 1], glance[:, -2]]).astype(np.int16)
    if np.mean(np.abs(rim - np.median(rim, axis=0)).max(axis=1) < _RIM_LEVELS) < _RIM_SHARE:
        return False  # asked first, because it costs nothing
    planes = planes_of(glance)
    glass = _even_ground(planes)
    return glass is not None and _ground_share(planes, glass, []) > 1 - _MIN_AREA


def _without_shadows(photo: Photo, around: list[_F]) -> list[_F]:
    """Return the outlines of cards on glass, drawn in to each one's edge, which is steeper than that of its shadow.

    The planes have no narrow dark places, text or shadow; so the small picture itself tells, step by step of 5 pixels.
    """
    plain = plain_planes(photo.small)
    return [_drawn_in(plain, refine(photo.planes, quad)) for quad in around]


def _drawn_in(plain: Planes, card: _F) -> _F:
    for _ in range(_STEPS_IN):
        before, card = card, refine(plain, card)
        if np.abs(card - before).max() < 0.5:
            break
    return card


def _even_ground(planes: Planes) -> NDArray[np.float32] | None:
    """Return the Lab colour that lies along the whole frame, None where that is not one even colour."""
    lab, rim = planes.lab, max(2, round(_RIM * max(planes.width, planes.height)))
    strips = (lab[:rim], lab[-rim:], lab[:, :rim], lab[:, -rim:])
    ring = np.concatenate([strip.reshape(-1, 3) for strip in strips])
    colour = np.asarray(np.median(ring, axis=0), np.float32)
    return colour if float(_is(ring, colour).mean()) >= _EVEN_SHARE else None


def _ground_share(planes: Planes, colour: NDArray[np.float32], quads: list[_F]) -> float:
    """Return the share of what lies outside all quads that has the ground's colour."""
    outside = np.ones((planes.height, planes.width), np.uint8)
    for quad in quads:
        middle = quad.mean(axis=0)
        cv2.fillConvexPoly(outside, np.rint(middle + _GROWN * (quad - middle)).astype(np.int32), 0)
    chosen = outside[::2, ::2] > 0
    return float(_is(planes.lab[::2, ::2][chosen], colour).mean()) if chosen.any() else 0.0


def _cards_on(planes: Planes, colour: NDArray[np.float32]) -> tuple[list[_F], float]:
    """Return the outlines of the cards that lie on the ground of that colour, and the ground's share around them.

    No outlines where anything else lies there.
    Quads are (4, 2), clockwise, some 10 to 30 pixels larger than the cards where these throw a shadow. A block of text
    is no card: paper shows in it.
    """
    differs = np.asarray(~_is(planes.lab, colour), np.uint8)
    clean = cv2.morphologyEx(differs, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    whole = np.asarray(cv2.morphologyEx(clean, cv2.MORPH_CLOSE, np.ones((_GAP_PX, _GAP_PX), np.uint8)), np.uint8)
    quads: list[_F] = []
    for island in outlines(whole):
        quad = np.asarray(cv2.boxPoints(cv2.minAreaRect(island)), np.float64)
        if cv2.contourArea(quad.astype(np.float32)) < _MIN_CARD * differs.size:
            continue
        if not _is_card(planes, quad, _SHADOW_SLACK) or differs[_inside(differs, quad)].mean() < _MIN_FILLED:
            return [], 0.0
        quads.append(_core(planes, colour, quad))
    share = _ground_share(planes, colour, quads) if quads else 0.0
    return (quads, share) if share > _EMPTY_AROUND else ([], 0.0)


def _core(planes: Planes, colour: NDArray[np.float32], quad: _F) -> _F:
    """Return the outline of what differs from the ground at least half as much as most of the quad does: no shadow."""
    inside = _inside(planes.lab[..., 0], quad)
    away = np.zeros(inside.shape, np.float32)
    away[inside] = np.abs(planes.lab[inside] - colour).max(axis=1)
    core = inside & (away > np.median(away[inside]) / 2)
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(np.argwhere(core)[:, ::-1].astype(np.float32))), np.float64)


def _inside(raster: NDArray[np.generic], quad: _F) -> NDArray[np.bool_]:
    mask: NDArray[np.uint8] = np.zeros(raster.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.rint(quad).astype(np.int32), 1)
    return mask > 0


def _is_card(planes: Planes, quad: _F, slack: float = _CARD_SLACK) -> bool:
    """Tell whether a quad has the proportions and square corners of an ID-1 card that lies flat, and a card's size."""
    if cv2.contourArea(quad.astype(np.float32)) > _MAX_SHARE * planes.width * planes.height:
        return False
    lengths = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    means = (lengths[:2] + lengths[2:]) / 2
    ratio = float(means.max() / means.min())
    return is_rectangle(quad, _SQUARE) and abs(ratio / _CARD_RATIO - 1) < slack


def _is(colours: NDArray[np.float32], colour: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell of Lab colours (..., 3) whether they are even with one; NumPy is slow over so short an axis."""
    low, high = (tuple(float(v) for v in colour + sign * (_EVEN_LEVELS - _LESS)) for sign in (-1, 1))
    same = cv2.inRange(colours.reshape(-1, 1, 3) if colours.ndim == 2 else colours, low, high)
    return np.asarray(same.reshape(colours.shape[:-1]) > 0, np.bool_)
