"""Objects that lie around a document, with height: pens, cups, phones, books, cables and what else a desk has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.demo.optics import scaled
from shoujian.processors.page import Pixels

from .camera import Camera, Points
from .textures import colour

_SHIFT = 4  # OpenCV draws at 1/16 px


@dataclass(frozen=True, slots=True)
class Layer:
    """A coloured outline (n, 2) in mm of the object's own, at a height above the table; `hole`: drawn as a line."""

    outline: Points
    height: float
    colour: Any
    line_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Thing:
    """An object: walls from the table up to `height` round `base`, then layers drawn on top of each other."""

    base: Points
    height: float
    side: Any
    layers: tuple[Layer, ...]


def rectangle(width: float, height: float, radius: float = 0.0, at: tuple[float, float] = (0.0, 0.0)) -> Points:
    """Return the outline of a rectangle about `at`, its corners rounded."""
    if radius <= 0:
        corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (width / 2, height / 2)
        return np.asarray(corners + at)
    turn = np.radians(np.arange(0, 91, 15))
    arc = np.column_stack([np.cos(turn), np.sin(turn)]) * radius
    parts = []
    for quarter, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarter]
        parts.append(
            arc @ np.array([[cos, sin], [-sin, cos]]) + (sx * (width / 2 - radius), sy * (height / 2 - radius))
        )
    return np.asarray(np.vstack(parts) + at)


def ellipse(rx: float, ry: float, at: tuple[float, float] = (0.0, 0.0)) -> Points:
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return np.column_stack([np.cos(turn) * rx, np.sin(turn) * ry]) + at


def pen(rng: np.random.Generator) -> Thing:
    length, width = float(rng.uniform(125, 155)), float(rng.uniform(8, 12))
    body, dark = colour(rng, (0.08, 0.95), (0.0, 0.9)), np.full(3, 40.0)
    shine = np.minimum(255, body + 60)
    layers = [
        Layer(rectangle(length, width, width * 0.45), width, body),
        Layer(rectangle(length * 0.92, width * 0.2, 0, (0, -width * 0.2)), width, shine),
        Layer(rectangle(length * 0.3, width * 0.28, 0, (length * 0.3, 0)), width, dark),
    ]
    return Thing(rectangle(length, width, width * 0.45), width * 0.8, body * 0.6, tuple(layers))


def cup(rng: np.random.Generator) -> Thing:
    radius, height = float(rng.uniform(36, 48)), float(rng.uniform(55, 100))
    china, drink = colour(rng, (0.5, 0.98), (0.0, 0.5)), np.array([30, 50, 80]) * rng.uniform(0.5, 2.2)
    handle = Layer(rectangle(28, 16, 7, (radius + 10, 0)), height * 0.6, china * 0.85)
    layers = (
        handle,
        Layer(ellipse(radius, radius), height, china),
        Layer(ellipse(radius * 0.9, radius * 0.9), height * 0.94, drink),
    )
    return Thing(ellipse(radius * 0.88, radius * 0.88), height, china * 0.8, layers)


def phone(rng: np.random.Generator) -> Thing:
    width, length = float(rng.uniform(68, 78)), float(rng.uniform(140, 165))
    rim = colour(rng, (0.05, 0.8), (0.0, 0.4))
    screen = colour(rng, (0.02, 0.14), (0.0, 0.3))
    layers = [Layer(rectangle(width, length, 9), 8, rim), Layer(rectangle(width - 4, length - 4, 7), 8, screen)]
    if rng.random() < 0.5:
        layers.append(Layer(np.array([(-30, -60), (10, -70), (30, 40), (-2, 66)]) * 0.9, 8, screen + 14))
    return Thing(rectangle(width, length, 9), 8.0, rim * 0.5, tuple(layers))


def book(rng: np.random.Generator) -> Thing:
    width, length, height = float(rng.uniform(110, 190)), float(rng.uniform(160, 260)), float(rng.uniform(6, 35))
    cover = colour(rng, (0.2, 0.95), (0.0, 0.9))
    title = colour(rng, (0.0, 1.0), (0.0, 0.6))
    layers = [Layer(rectangle(width, length), height, cover)]
    for row in range(int(rng.integers(1, 5))):
        at = (0.0, -length * 0.3 + row * 16)
        layers.append(Layer(rectangle(width * float(rng.uniform(0.3, 0.7)), 7, 0, at), height, title))
    return Thing(rectangle(width, length), height, np.full(3, 205.0), tuple(layers))


def note(rng: np.random.Generator) -> Thing:
    side = float(rng.uniform(50, 90))
    paper, ink = colour(rng, (0.85, 1.0), (0.2, 0.7)), np.array([110.0, 60, 40])
    lines = tuple(
        Layer(np.array([(-side * 0.35, y), (side * float(rng.uniform(0, 0.35)), y + 2)]), 0.4, ink, 0.8)
        for y in np.arange(-side * 0.3, side * 0.3, 9)
    )
    return Thing(rectangle(side, side), 0.4, paper * 0.8, (Layer(rectangle(side, side), 0.4, paper), *lines))


def cable(rng: np.random.Generator) -> Thing:
    steps = np.linspace(0, 1, 40)[:, None]
    ends = rng.uniform(-240, 240, (4, 2))
    curve = (1 - steps) ** 3 * ends[0] + 3 * steps * (1 - steps) ** 2 * ends[1]
    curve = curve + 3 * steps**2 * (1 - steps) * ends[2] + steps**3 * ends[3]
    tint, thick = colour(rng, (0.05, 0.98), (0.0, 0.2)), float(rng.uniform(2.5, 5))
    shine = Layer(curve - 0.4, thick, np.minimum(255, tint + 25), thick * 0.35)
    return Thing(curve, 0.0, tint, (Layer(curve, thick / 2, tint, thick), shine))


def keypad(rng: np.random.Generator) -> Thing:
    """Return a calculator or a whole keyboard."""
    columns, rows, key = (4, 6, 16.0) if rng.random() < 0.5 else (15, 5, 19.0)
    width, length, height = columns * key + 12, rows * key + (40 if columns == 4 else 12), float(rng.uniform(8, 22))
    dark = rng.random() < 0.5
    case = colour(rng, (0.12, 0.3) if dark else (0.7, 0.95), (0, 0.15))
    cap = colour(rng, (0.05, 0.2), (0, 0.1)) if dark else colour(rng, (0.85, 1.0), (0, 0.1))
    layers = [Layer(rectangle(width, length, 4), height, case)]
    for row in range(rows):
        for column in range(columns):
            at = ((column - columns / 2 + 0.5) * key, length / 2 - 6 - (rows - row - 0.5) * key)
            layers.append(Layer(rectangle(key - 3, key - 3, 2, at), height + 2, cap))
    if columns == 4:
        layers.append(Layer(rectangle(width - 14, 24, 1, (0, -length / 2 + 20)), height, np.array([130.0, 150, 140])))
    return Thing(rectangle(width, length, 4), height, case * 0.6, tuple(layers))


def ruler(rng: np.random.Generator) -> Thing:
    tint, length = colour(rng, (0.6, 0.98), (0.0, 0.6)), float(rng.choice([150, 200, 300]))
    ticks = tuple(
        Layer(np.array([(x, -15.0), (x, -15.0 + (8 if round(x) % 10 == 0 else 4))]), 1.5, tint * 0.3, 0.3)
        for x in np.arange(-length / 2 + 5, length / 2 - 5, 5)
    )
    body = rectangle(length, 30, 1)
    return Thing(body, 1.5, tint * 0.7, (Layer(body, 1.5, tint), *ticks))


def lump(rng: np.random.Generator) -> Thing:
    """Return a mouse, an eraser, a coin, a clip box: something small and round or square."""
    rx, ry, height = (float(v) for v in rng.uniform((10, 10, 2), (32, 55, 32)))
    tint = colour(rng, (0.08, 0.98), (0.0, 0.9))
    shape = ellipse(rx, ry) if rng.random() < 0.5 else rectangle(2 * rx, 2 * ry, 4)
    layers = (Layer(shape, height, tint), Layer(shape * 0.7, height, np.minimum(255, tint * 1.1 + 8)))
    return Thing(shape, height, tint * 0.65, layers)


MAKERS: tuple[Callable[[np.random.Generator], Thing], ...] = (
    pen, pen, pen, cup, phone, book, note, cable, keypad, ruler, lump, lump,
)  # fmt: skip


def moved(thing: Thing, at: Sequence[float], turn_deg: float) -> Thing:
    """Return the thing at a place of the table, turned."""
    angle = np.radians(turn_deg)
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    layers = tuple(Layer(x.outline @ spin + at, x.height, x.colour, x.line_mm) for x in thing.layers)
    return Thing(thing.base @ spin + at, thing.height, thing.side, layers)


def silhouette(camera: Camera, thing: Thing) -> Points:
    """Return the convex outline of all that the thing covers in the picture."""
    parts = [camera.project(thing.base)] + [camera.project(x.outline, x.height) for x in thing.layers]
    return np.asarray(cv2.convexHull(np.vstack(parts).astype(np.float32)).reshape(-1, 2), np.float64)


def put(picture: Pixels, camera: Camera, thing: Thing, light: NDArray[np.float64]) -> Pixels:
    """Draw the thing with its shadow; `light` is where a shadow falls, mm of table per mm of height."""
    picture = _shadowed(picture, camera, thing, light)
    if thing.height > 1.5:
        low, high = camera.project(thing.base), camera.project(thing.base, thing.height)
        middle = low.mean(axis=0)
        for i in range(len(low)):
            j = (i + 1) % len(low)
            tone = 0.85 + 0.25 * float(np.tanh((low[i] - middle) @ light / (1 + np.linalg.norm(low[i] - middle))))
            wall = np.array([low[i], low[j], high[j], high[i]])
            _fill(picture, cv2.convexHull(wall.astype(np.float32)).reshape(-1, 2), np.asarray(thing.side) * tone)
    for layer in thing.layers:
        points = camera.project(layer.outline, layer.height)
        if layer.line_mm:
            width = max(1, round(layer.line_mm * camera.scale(layer.outline.mean(axis=0))))
            cv2.polylines(picture, [_fixed(points)], False, _bgr(layer.colour), width, cv2.LINE_AA, _SHIFT)
        else:
            _fill(picture, points, layer.colour)
    return picture


def _shadowed(picture: Pixels, camera: Camera, thing: Thing, light: NDArray[np.float64]) -> Pixels:
    height, width = picture.shape[:2]
    mask = np.zeros((height // 8, width // 8), np.uint8)
    top = max([thing.height, *(x.height for x in thing.layers)])
    if thing.height == 0:
        for layer in thing.layers[:1]:
            points = camera.project(layer.outline + light * top) / 8
            wide = max(1, round(layer.line_mm * camera.scale(layer.outline.mean(axis=0)) / 8))
            cv2.polylines(mask, [_fixed(points)], False, 255, wide, cv2.LINE_AA, _SHIFT)
    else:
        both = np.vstack([thing.base, thing.base + light * top]).astype(np.float32)
        hull = cv2.convexHull(both).reshape(-1, 2)
        cv2.fillPoly(mask, [_fixed(camera.project(hull) / 8)], 255, cv2.LINE_AA, _SHIFT)
    soft = cv2.GaussianBlur(mask, (0, 0), 0.8 + top * 0.04 * camera.scale(thing.base.mean(axis=0)) / 8)
    gain = 1 - 0.5 * cv2.resize(soft, (width, height)).astype(np.float32) / 255
    return scaled(picture, gain)


def _fill(picture: Pixels, points: Points, tint: Any) -> None:
    cv2.fillPoly(picture, [_fixed(points)], _bgr(tint), cv2.LINE_AA, _SHIFT)


def _fixed(points: Points) -> NDArray[np.int32]:
    return np.clip(np.round((points - 0.5) * (1 << _SHIFT)), -(1 << 20), 1 << 20).astype(np.int32)


def _bgr(tint: Any) -> tuple[int, ...]:
    return tuple(int(v) for v in np.clip(tint, 0, 255))
