"""What lies around and under a photographed document: desk tops, objects, light."""

from __future__ import annotations

from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from ..processors.page import Pixels
from ..schemas.geometry import Size

Desk = Literal["wood", "cloth", "plain", "dark", "white", "clutter"]
DESKS: tuple[Desk, ...] = get_args(Desk)
Gain = NDArray[np.float32]
"""(h, w) float32, what light is multiplied by; small, to be enlarged to the picture."""
Colour = tuple[int, int, int]
_SHRINK = 4  # desk tops are out of focus: a quarter of the size is enough, and 16 times faster


def desk_top(kind: Desk, size: Size, rng: np.random.Generator) -> Pixels:
    """Return a desk, (H, W, 3) uint8 BGR of `size` (width, height)."""
    small = (max(8, size[0] // _SHRINK), max(8, size[1] // _SHRINK))
    if kind in ("wood", "clutter"):
        surface = _wood(small, rng)
    elif kind == "cloth":
        surface = _cloth(small, rng)
    else:
        surface = _plain(small, rng, kind)
    if kind == "clutter":
        _scatter(surface, rng)
    return np.asarray(cv2.resize(surface, size, interpolation=cv2.INTER_LINEAR))


def light_map(
    size: Size, rng: np.random.Generator, *, unevenness: float = 0.25, shadow: float = 0.0, vignette: float = 0.15
) -> Gain:
    """Return a small gain map for a picture of `size`.

    `unevenness` is the loss of light from the bright to the dark side (0..1), `shadow` the depth of a soft shadow
    (0 none .. 1 black) thrown by phone or arm, `vignette` the loss in the corners.
    """
    width, height = 160, max(2, round(160 * size[1] / size[0]))
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = xs / (width - 1), ys / (height - 1)
    angle = float(rng.uniform(0, 2 * np.pi))
    ramp = 0.5 + 0.5 * ((x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)) * 1.41
    gain = 1 - unevenness * ramp
    gain *= 1 - vignette * 2 * ((x - 0.5) ** 2 + (y - 0.5) ** 2)
    if shadow > 0:
        gain *= 1 - shadow * _shadow_shape((width, height), rng)
    return np.asarray(gain, np.float32)


def _shadow_shape(size: Size, rng: np.random.Generator) -> Gain:
    """Return 0..1: the soft outline of an arm or phone that reaches in from one side."""
    width, height = size
    mask = np.zeros((height, width), np.uint8)
    x, y = float(rng.uniform(0.2, 0.8)) * width, float(rng.uniform(0.25, 0.75)) * height
    side = int(rng.integers(4))
    start = ((x, -20.0), (width + 20.0, y), (x, height + 20.0), (-20.0, y))[side]
    end = (width * float(rng.uniform(0.3, 0.7)), height * float(rng.uniform(0.35, 0.65)))
    ends = [(round(start[0]), round(start[1])), (round(end[0]), round(end[1]))]
    cv2.line(mask, ends[0], ends[1], 255, int(rng.integers(34, 62)))
    if rng.random() < 0.5:
        half = (int(rng.integers(18, 30)), int(rng.integers(30, 46)))
        cv2.ellipse(mask, ends[1], half, float(rng.uniform(0, 180)), 0, 360, 255, -1)
    blurred = cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(4, 11)))
    return np.asarray(blurred, np.float32) / np.float32(255)


def _wood(size: Size, rng: np.random.Generator) -> Pixels:
    width, height = size
    base = np.array([(96, 140, 186), (60, 96, 148), (120, 164, 200), (44, 66, 104)][int(rng.integers(4))], np.float32)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = cv2.resize(rng.normal(0, 1, (5, 4)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    rings = np.sin((xs + 30 * bend) / 6.5 + 3 * bend) * 0.5 + np.sin((xs + 46 * bend) / 17.0) * 0.5
    streaks = cv2.resize(rng.normal(0, 1, (max(2, height // 40), width)).astype(np.float32), size)
    planks = 1 - 0.35 * (np.abs((ys + 40) % (height / 3) - 1) < 1.2)
    tone = (1 + 0.07 * rings + 0.05 * streaks) * planks
    return np.asarray(np.clip(base * tone[..., None], 0, 255), np.uint8)


def _cloth(size: Size, rng: np.random.Generator) -> Pixels:
    width, height = size
    base = rng.uniform(60, 190, 3).astype(np.float32)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    weave = np.sin(xs * 1.9) * np.sin(ys * 1.9)
    if rng.random() < 0.5:
        weave += 1.2 * np.sign(np.sin(xs / 22)) + 1.2 * np.sign(np.sin(ys / 22))
    folds = cv2.resize(rng.normal(0, 1, (6, 5)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(base * (1 + 0.07 * weave + 0.06 * folds)[..., None], 0, 255), np.uint8)


def _plain(size: Size, rng: np.random.Generator, kind: Desk) -> Pixels:
    level = {"dark": (18, 48), "white": (205, 228), "plain": (80, 170)}[kind]
    tint = rng.uniform(*level) + rng.uniform(-14, 14, 3) * (0.3 if kind != "plain" else 1.5)
    blotches = cv2.resize(rng.normal(0, 1, (9, 7)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    grain = rng.normal(0, 1, (size[1], size[0])).astype(np.float32)
    return np.clip(tint.astype(np.float32) + (2.5 * blotches + 2.0 * grain)[..., None], 0, 255).astype(np.uint8)


def _scatter(surface: Pixels, rng: np.random.Generator) -> None:
    """Draw pens, a cup, a phone, a ruler and another sheet at random places, each with a shadow."""
    height, width = surface.shape[:2]
    for _ in range(int(rng.integers(3, 7))):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        shape = int(rng.integers(4))
        angle = float(rng.uniform(0, 180))
        if shape == 0:
            _bar(surface, centre, (width * 0.34, width * 0.018), angle, _vivid(rng))
        elif shape == 1:
            radius = int(width * rng.uniform(0.07, 0.11))
            cv2.circle(surface, (centre[0] + 6, centre[1] + 8), radius, (40, 46, 52), -1, cv2.LINE_AA)
            cv2.circle(surface, centre, radius, (226, 228, 230), -1, cv2.LINE_AA)
            cv2.circle(surface, centre, round(radius * 0.82), (30, 48, 78), -1, cv2.LINE_AA)
        elif shape == 2:
            _bar(surface, centre, (width * 0.42, width * 0.21), angle, (24, 22, 22))
        else:
            _bar(surface, centre, (width * 0.5, width * 0.06), angle, (160, 214, 236))


def _bar(surface: Pixels, centre: tuple[int, int], sides: tuple[float, float], angle: float, colour: Colour) -> None:
    for shift, tone in ((6, (36, 40, 46)), (0, colour)):
        rect = ((float(centre[0] + shift), float(centre[1] + shift)), sides, angle)
        corners = cv2.boxPoints(rect).astype(np.int32)
        cv2.fillConvexPoly(surface, corners, tone, cv2.LINE_AA)


def _vivid(rng: np.random.Generator) -> Colour:
    blue, green, red = (int(value) for value in rng.integers(20, 230, 3))
    return blue, green, red
