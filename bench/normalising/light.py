"""Light, lens, sensor and file of a phone: what turns a drawn table into a picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.demo.desks import light_map
from shoujian.demo.optics import blurred, noisy
from shoujian.processors.page import Pixels

from .camera import Matrix, Points

Gain = NDArray[np.float32]
"""(h, w, 3) float32, small, what light is multiplied by."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the phone makes of the light; px are those of a picture 3024 px wide.

    `exposure`: gain of the sensor; `warm`: of red against blue; `shadows`: number of hard shadows and `depth` of them;
    `noise` in grey levels; `blur` in px; `k1`: the lens's distortion at half the diagonal; `quality` of the JPEG.
    """

    unevenness: float = 0.2
    shadows: int = 0
    depth: float = 0.0
    exposure: float = 1.0
    warm: float = 1.0
    contrast: float = 0.1
    noise: float = 3.0
    blur: float = 0.8
    motion: float = 0.0
    sharpen: float = 0.0
    k1: float = 0.0
    quality: int = 85


def some_look(rng: np.random.Generator) -> Look:
    """Return an ordinary phone picture in ordinary light."""
    return Look(
        unevenness=float(rng.uniform(0.05, 0.4)),
        exposure=float(rng.uniform(0.85, 1.08)),
        warm=float(rng.normal(1.0, 0.05)),
        contrast=float(rng.uniform(0, 0.25)),
        noise=float(rng.uniform(1.5, 5)),
        blur=float(0.6 + rng.exponential(0.5)),
        motion=float(rng.uniform(3, 8)) if rng.random() < 0.1 else 0.0,
        sharpen=float(rng.uniform(0.2, 0.9)) if rng.random() < 0.5 else 0.0,
        k1=float(rng.uniform(-0.006, 0.006)) if rng.random() < 0.5 else 0.0,
        quality=int(rng.integers(60, 95)),
    )


def taken(picture: Pixels, look: Look, rng: np.random.Generator) -> Pixels:
    """Return the table as the phone's file shows it."""
    size = (picture.shape[1], picture.shape[0])
    picture = _coloured(picture, _gain(size, look, rng))
    if look.k1:
        picture = _through_lens(picture, look.k1)
    unit = max(size) / 4032
    picture = blurred(picture, rng, blur=look.blur * unit, motion=look.motion * unit)
    picture = np.asarray(cv2.LUT(picture, _tones(look)), np.uint8)
    picture = noisy(picture, rng, look.noise)
    if look.noise > 7:  # phones wipe out what noise they can, and detail with it
        picture = np.asarray(cv2.blur(cv2.medianBlur(picture, 3), (3, 3)), np.uint8)
    if look.sharpen:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.6)
        picture = np.asarray(cv2.addWeighted(picture, 1 + look.sharpen, soft, -look.sharpen, 0), np.uint8)
    return stored(picture, look.quality)


def stored(picture: Pixels, quality: int) -> Pixels:
    """Return the picture after a round through JPEG."""
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def distorted(points: Points, size: tuple[int, int], k1: float) -> Points:
    """Return where the lens puts points (n, 2) of a straight picture."""
    middle, reach = np.array(size) / 2, float(np.hypot(*size)) / 2
    straight = (points - middle) / reach
    seen = straight
    for _ in range(8):
        seen = straight / (1 + k1 * (seen**2).sum(axis=1, keepdims=True))
    return np.asarray(seen * reach + middle)


def distorted_matrix(matrix: Matrix, paper: tuple[int, int], size: tuple[int, int], k1: float) -> Matrix:
    """Return the homography of a paper that meets its corners behind the lens, from pixel centre to pixel centre."""
    width, height = paper
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    quad = distorted(cv2.perspectiveTransform(corners[None], matrix)[0], size, k1)
    source, target = (corners - 0.5).astype(np.float32), (quad - 0.5).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, target), np.float64)


def _through_lens(picture: Pixels, k1: float) -> Pixels:
    height, width = picture.shape[:2]
    reach = np.float32(np.hypot(width, height) / 2)
    u = (np.arange(width, dtype=np.float32) + 0.5 - width / 2)[None, :]
    v = (np.arange(height, dtype=np.float32) + 0.5 - height / 2)[:, None]
    stretch = 1 + np.float32(k1) * ((u / reach) ** 2 + (v / reach) ** 2)
    x, y = u * stretch + (width / 2 - 0.5), v * stretch + (height / 2 - 0.5)
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _gain(size: tuple[int, int], look: Look, rng: np.random.Generator) -> Gain:
    soft = light_map(size, rng, unevenness=look.unevenness)
    width = 480
    small = (width, max(2, round(width * size[1] / size[0])))
    gain = cv2.merge([cv2.resize(soft, small)] * 3)
    if look.shadows:
        gain = gain * _shadows(small, look, rng)
    return np.asarray(gain, np.float32)


def _shadows(size: tuple[int, int], look: Look, rng: np.random.Generator) -> Gain:
    """Return hard-edged shadows; with several lamps the same thing throws several, each of another colour."""
    shape = int(rng.integers(4))
    outline = (_phone_and_arm, _window, _straight, _window_bars)[shape](size, rng)
    gain = np.ones((size[1], size[0], 3), np.float32)
    for lamp in range(look.shadows):
        move = np.float32([[1, 0, rng.normal(0, 0.09) * size[0] * lamp], [0, 1, rng.normal(0, 0.09) * size[0] * lamp]])
        mask = cv2.warpAffine(outline, move, size, borderMode=cv2.BORDER_REPLICATE)
        soft = cv2.GaussianBlur(mask, (0, 0), size[0] * float(rng.uniform(0.002, 0.015))).astype(np.float32) / 255
        tint = 1 + rng.normal(0, 0.10, 3).astype(np.float32)
        gain *= 1 - np.clip(soft[..., None] * (look.depth / look.shadows**0.5) * tint, 0, 0.85)
    return gain


def _phone_and_arm(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    mask = np.zeros((size[1], size[0]), np.uint8)
    middle = rng.uniform(0.25, 0.75, 2) * size
    turn = float(rng.uniform(-40, 40))
    half = size[0] * float(rng.uniform(0.16, 0.32))
    cv2.fillPoly(mask, [cv2.boxPoints((tuple(middle), (half, half * 2.0), turn)).astype(np.int32)], 255)
    for side in (-1, 1)[: int(rng.integers(1, 3))]:
        wrist = middle + np.array([side * half * 0.5, half * 0.5])
        elbow = (middle[0] + side * size[0] * float(rng.uniform(0.2, 0.7)), size[1] * 1.2)
        ends = [tuple(int(v) for v in point) for point in (wrist, elbow)]
        cv2.line(mask, ends[0], ends[1], 255, round(half * 0.45))
    return mask


def _window(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Return all in shade but a patch of sun."""
    mask = np.full((size[1], size[0]), 255, np.uint8)
    middle, sides = rng.uniform(0.2, 0.8, 2) * size, rng.uniform(0.5, 1.0, 2) * size
    corners = cv2.boxPoints((tuple(middle), tuple(sides), float(rng.uniform(-50, 50))))
    corners += rng.normal(0, 0.04 * size[0], (4, 2)).astype(np.float32)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 0)
    return mask


def _straight(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Return the shade of a wall or a monitor: one straight edge."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    angle, reach = float(rng.uniform(0, 2 * np.pi)), 3 * max(size)
    out, along = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    start = np.array(size) / 2 + out * size[0] * float(rng.uniform(-0.3, 0.3))
    corners = [
        start + along * reach,
        start - along * reach,
        start + (out - along) * reach,
        start + (out + along) * reach,
    ]
    cv2.fillPoly(mask, [np.array(corners).astype(np.int32)], 255)
    return mask


def _window_bars(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Return the shades of blinds or a lattice."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    angle, gap = float(rng.uniform(0, np.pi)), size[0] * float(rng.uniform(0.08, 0.35))
    out, along = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    for bar in range(-12, 13):
        at = np.array(size) / 2 + out * gap * bar
        ends = [tuple(int(v) for v in at + sign * along * 2 * max(size)) for sign in (-1, 1)]
        cv2.line(mask, ends[0], ends[1], 255, max(3, round(gap * 0.4)), cv2.LINE_AA)
    return mask


def _coloured(picture: Pixels, gain: Gain) -> Pixels:
    large = np.clip(cv2.resize(gain, (picture.shape[1], picture.shape[0])) * 128, 0, 255).astype(np.uint8)
    return np.asarray(cv2.multiply(picture, large, scale=1 / 128), np.uint8)


def _tones(look: Look) -> Pixels:
    """Return the sensor's curve for each channel, (1, 256, 3)."""
    level = np.arange(256) / 255
    columns = []
    for channel in (1 / look.warm, 1.0, look.warm):
        exposed = np.clip(level * look.exposure * channel, 0, 1.15)
        bright = np.where(exposed > 0.85, 0.85 + 0.15 * np.tanh((exposed - 0.85) / 0.15), exposed)
        curved = bright * (1 - look.contrast) + look.contrast * (3 * bright**2 - 2 * bright**3)
        columns.append(np.clip(curved * 255, 0, 255))
    return np.dstack(columns).round().astype(np.uint8)
