"""Where the face is on a portrait: its middle, eyes and lean, from skin and what is dark in it.

There is no face detector; a head is told by its build. What cannot be told (grey pictures, odd light) is None, and
nothing is held against the picture for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Pixels
from .reduced import reduce, reduction, resized

_WIDTH = 240
_SKIN_LOW, _SKIN_HIGH = (40, 134, 77), (255, 178, 130)  # Y, Cr, Cb
_MIN_SKIN = 0.02  # of the picture
_NECK = 0.62  # of the face's width: the rows below the jaw are narrower
_EYE_BAND = (0.28, 0.62)  # of the skin, from its upper end to the chin
_DARKER = 28  # levels of lightness below the skin's own


@dataclass(frozen=True, slots=True)
class Face:
    """A face's place: `eyes` (with brows) from above and `centre` from the left, shares 0..1; `lean` in degrees."""

    centre: float
    eyes: float
    lean: float


def find_face(pixels: Pixels) -> Face | None:
    """Return where the face is on an upright portrait, (H, W, 3) uint8 BGR; None where no skin or no eyes are seen."""
    small = reduce(pixels, reduction(pixels, 2 * _WIDTH))
    height = max(8, round(small.shape[0] * _WIDTH / small.shape[1]))
    small = resized(small, _WIDTH, height)
    skin = _skin(small)
    if skin is None:
        return None
    rows = np.flatnonzero(skin.any(axis=1))
    top, chin = int(rows[0]), _chin(skin)
    face = np.zeros_like(skin)
    face[: chin + 1] = skin[: chin + 1]
    columns = np.flatnonzero(face.sum(axis=0) > 0.25 * (chin - top + 1))
    if not columns.size or chin - top < 8:
        return None
    centre = float(columns[0] + columns[-1]) / 2
    eyes = _eyes(small, face, (top, chin), centre)
    if eyes is None:
        return None
    across, down = eyes[1] - eyes[0]
    lean = float(np.degrees(np.arctan2(down, across)))
    return Face(centre=(centre + 0.5) / _WIDTH, eyes=float(eyes[:, 1].mean()) / height, lean=lean)


def _skin(pixels: Pixels) -> NDArray[np.uint8] | None:
    """Return the largest patch of skin without its holes, 0 or 1."""
    colours = cv2.cvtColor(cv2.GaussianBlur(pixels, (0, 0), 1.5), cv2.COLOR_BGR2YCrCb)
    mask = cv2.morphologyEx(cv2.inRange(colours, _SKIN_LOW, _SKIN_HIGH), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < _MIN_SKIN * mask.size:
        return None
    return np.asarray(cv2.drawContours(np.zeros_like(mask), [largest], -1, 1, -1), np.uint8)


def _chin(skin: NDArray[np.uint8]) -> int:
    """Return a row near the chin: below the face's widest part the skin narrows to the neck, or ends."""
    widths = cv2.GaussianBlur(skin.sum(axis=1).astype(np.float32)[:, None], (1, 9), 2)[:, 0]
    widest = int(np.argmax(widths))
    below = np.flatnonzero(widths[widest:] < _NECK * widths[widest])
    return widest + int(below[0]) if below.size else int(np.flatnonzero(widths > 0.5)[-1])


def _eyes(pixels: Pixels, face: NDArray[np.uint8], span: tuple[int, int], centre: float) -> NDArray[np.float64] | None:
    """Return the left and the right eye (with its brow) as (x, y), (2, 2); None where not both are seen."""
    contours, _ = cv2.findContours(face, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    inside = np.zeros_like(face)
    for contour in contours:
        cv2.drawContours(inside, [cv2.convexHull(contour)], -1, 1, -1)
    core = np.asarray(cv2.erode(inside, np.ones((9, 9), np.uint8)), np.uint8)
    light = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.float32)
    dark = np.clip(np.median(light[face > 0]) - _DARKER - light, 0, None) * core
    length = span[1] - span[0]
    low, high = (span[0] + round(share * length) for share in _EYE_BAND)
    dark[:low] = dark[high:] = 0
    middle, reach = round(centre), round(0.42 * length)
    found = []
    for left, right in ((max(0, middle - reach), middle - length // 16), (middle + length // 16, middle + reach)):
        part = dark[:, left:right]
        weight = float(part.sum())
        if weight < 20.0 * length:
            return None
        ys, xs = np.mgrid[0 : part.shape[0], left : left + part.shape[1]]
        found.append((float((xs * part).sum()) / weight, float((ys * part).sum()) / weight))
    return np.array(found)
