"""Fingers that hold a sheet: soft round bodies of skin with shading, nails and shadow."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.demo.optics import scaled
from shoujian.processors.page import Pixels

from .camera import Camera, Points

_STEP = 2  # skin is soft: half the resolution is enough
_SKINS = ((150, 180, 226), (128, 164, 214), (112, 146, 196), (88, 118, 168), (60, 84, 128))


def hand_at(picture: Pixels, camera: Camera, edge: tuple[Points, Points], rng: np.random.Generator) -> Pixels:
    """Let a hand reach over the edge (two points in mm, the outside on its left) and return the picture.

    One thumb, or two or three fingers; together they cover less than a tenth of an A4 sheet's edge.
    """
    start, end = edge
    along = (end - start) / np.linalg.norm(end - start)
    outward = np.array([along[1], -along[0]])
    length = float(np.linalg.norm(end - start))
    count = 1 if rng.random() < 0.6 else int(rng.integers(2, 4))
    width = min(float(rng.uniform(15, 20)) / (1 if count == 1 else 1.35), 0.1 * length / count)
    place = start + along * length * float(rng.uniform(0.25, 0.75))
    lean = float(rng.uniform(-0.5, 0.5))
    bodies = []
    for finger in range(count):
        tip = place + along * width * 1.02 * (finger - (count - 1) / 2) - outward * float(rng.uniform(5, 16))
        back = tip + outward * float(rng.uniform(60, 75)) + along * lean * 60 + along * width * 0.3 * finger
        bodies.append((tip, back, width * 0.42, width * 0.56))
    palm = place + outward * 88 + along * lean * 70
    wrist = palm + outward * 180 + along * float(rng.uniform(-60, 60))
    bodies += [(palm, palm + along * 22, 38.0, 36.0), (palm, wrist, 36.0, 30.0)]
    return _composed(picture, camera, bodies, count, rng)


def _composed(picture: Pixels, camera: Camera, bodies: list, count: int, rng: np.random.Generator) -> Pixels:  # type: ignore[type-arg]
    x, y = camera.ground(_STEP)
    distance = np.full(x.shape, 1e3, np.float32)
    relief = np.zeros(x.shape, np.float32)
    for tip, back, thin, thick in bodies:
        away, radius = _capsule(x, y, tip, back, thin, thick)
        soft = np.float32(3.0)
        blend = np.clip(0.5 + 0.5 * (distance - (away - radius)) / soft, 0, 1)
        distance = distance * (1 - blend) + (away - radius) * blend - soft * blend * (1 - blend)
        relief = np.maximum(relief, np.sqrt(np.clip(radius**2 - away**2, 0, None)))
    inside = np.clip(0.5 - distance * np.float32(2), 0, 1)
    skin = _shaded(relief, rng)
    for tip, back, thin, _ in bodies[:count]:
        if rng.random() < 0.85:
            _nail(skin, x, y, tip, back, thin)
    shadow = cv2.GaussianBlur(cv2.warpAffine(inside, np.float32([[1, 0, 5], [0, 1, 8]]), inside.shape[::-1]), (0, 0), 7)
    size = (picture.shape[1], picture.shape[0])
    picture = scaled(picture, 1 - 0.45 * cv2.resize(shadow, size))
    alpha = cv2.resize(inside, size)
    return np.asarray(cv2.blendLinear(cv2.resize(skin, size), picture, alpha, 1 - alpha))


def _capsule(
    x: NDArray[np.float32], y: NDArray[np.float32], tip: Points, back: Points, thin: float, thick: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the distance from the axis, and the radius there."""
    axis = back - tip
    share = np.clip(((x - tip[0]) * axis[0] + (y - tip[1]) * axis[1]) / (axis @ axis), 0, 1)
    away = np.hypot(x - tip[0] - share * axis[0], y - tip[1] - share * axis[1])
    knuckle = 1 + 0.06 * np.sin(share * 9)
    return away.astype(np.float32), ((thin + (thick - thin) * share) * knuckle).astype(np.float32)


def _shaded(relief: NDArray[np.float32], rng: np.random.Generator) -> Pixels:
    smooth = cv2.GaussianBlur(relief, (0, 0), 4)
    dy, dx = np.gradient(smooth)
    toward = rng.uniform(-1, 1, 2)
    slope = np.hypot(dx, dy)
    light = 1 - 0.42 * np.clip(slope * 1.6, 0, 1) + 0.3 * np.clip(-(dx * toward[0] + dy * toward[1]) * 1.5, -0.7, 0.7)
    lines = cv2.resize(rng.normal(0, 1, (90, 70)).astype(np.float32), relief.shape[::-1], interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(rng.normal(0, 1, relief.shape).astype(np.float32), (0, 0), 1.2)
    base = np.array(_SKINS[int(rng.integers(len(_SKINS)))], np.float32) * rng.uniform(0.92, 1.05, 3).astype(np.float32)
    tone = light * (1 + 0.025 * lines + 0.04 * fine)
    warm = np.dstack([tone**1.25, tone**1.1, tone**0.85])
    return np.clip(base * warm, 0, 255).astype(np.uint8)


def _nail(skin: Pixels, x: NDArray[np.float32], y: NDArray[np.float32], tip: Points, back: Points, thin: float) -> None:
    axis = (back - tip) / np.linalg.norm(back - tip)
    u = (x - tip[0]) * axis[0] + (y - tip[1]) * axis[1]
    v = -(x - tip[0]) * axis[1] + (y - tip[1]) * axis[0]
    away = (np.abs((u + thin * 0.05) / (thin * 0.8)) ** 2.6 + np.abs(v / (thin * 0.62)) ** 2.6).astype(np.float32)
    share = np.clip((1.0 - away) * 3, 0, 1)[..., None] * 0.55
    pink = np.clip(skin.astype(np.float32) * 1.08 + (18, 12, 10), 0, 255)
    skin[:] = (skin * (1 - share) + pink * share).astype(np.uint8)
    shine = np.clip(1 - ((u - thin * 0.1) / (thin * 0.3)) ** 2 - ((v + thin * 0.2) / (thin * 0.1)) ** 2, 0, 1)
    skin[:] = np.clip(skin + shine[..., None] * 50, 0, 255).astype(np.uint8)
