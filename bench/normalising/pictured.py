"""Photos without any document: people, landscapes, houses, screens and keyboards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.demo.portrait import draw_portrait
from shoujian.processors.page import Pixels

from .camera import Camera, Stand, camera_at
from .light import some_look, taken
from .textures import BUSY, PLAIN, colour, texture
from .things import Layer, Thing, keypad, lump, moved, phone, put, rectangle

_SIZES = ((3024, 4032), (4032, 3024), (3264, 2448), (2592, 1944))
_TARGET = np.array([(-230.0, -180.0), (230.0, -180.0), (230.0, 180.0), (-230.0, 180.0)])


def landscape(rng: np.random.Generator) -> Pixels:
    """Return sky, hills behind each other, water or meadow, trees."""
    width, height = _size(rng)
    y = np.linspace(0, 1, height // 4, dtype=np.float32)[:, None, None]
    top, low = colour(rng, (0.5, 0.9), (0.2, 0.7)), colour(rng, (0.8, 1.0), (0.0, 0.3))
    picture = np.broadcast_to(top * (1 - y) + low * y, (height // 4, width // 4, 3)).copy()
    columns = np.arange(width // 4)
    for layer in range(int(rng.integers(2, 6))):
        bends = np.interp(columns, np.linspace(0, width // 4, 14), rng.normal(0, 1, 14))
        fine = cv2.GaussianBlur(rng.normal(0, 1, (1, width // 4)), (0, 0), 3).ravel()
        crest = (0.3 + 0.13 * layer + 0.05 * bends + 0.01 * fine) * height / 4
        ground = colour(rng, (0.15, 0.7), (0.1, 0.7))
        noise = cv2.resize(rng.normal(1, 0.12, (height // 24, width // 24)), (width // 4, height // 4))
        below = np.arange(height // 4)[:, None] > crest[None, :]
        picture[below] = (ground * noise[..., None])[below]
    for _ in range(int(rng.integers(0, 14))):
        at = (int(rng.integers(width // 4)), int(rng.uniform(0.5, 0.95) * height / 4))
        radius = int(rng.integers(12, 70))
        cv2.line(picture, at, (at[0], at[1] - 2 * radius), (40, 60, 80), max(2, radius // 8))
        for _ in range(14):
            leaf = (at[0] + int(rng.normal(0, radius / 2)), at[1] - 2 * radius + int(rng.normal(0, radius / 2)))
            tint = colour(rng, (0.15, 0.6), (0.3, 0.9)).tolist()
            cv2.circle(picture, leaf, int(radius * rng.uniform(0.2, 0.5)), tint, -1, cv2.LINE_AA)
    return _photo(picture, (width, height), rng)


def person(rng: np.random.Generator) -> Pixels:
    """Return one to three people from the waist up before a blurred room."""
    width, height = _size(rng)
    small = (width // 4, height // 4)
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32) * np.float32(0.5)
    room = texture((*PLAIN, *BUSY)[int(rng.integers(len(PLAIN) + len(BUSY)))], x, y, rng)
    picture = cv2.GaussianBlur(room, (0, 0), 7)
    count = int(rng.integers(1, 4))
    for place in range(count):
        tall = int(small[1] * rng.uniform(0.5, 0.95) / (1 if count < 3 else 1.4))
        size = (min(round(tall * 0.71), small[0]), tall)
        who = draw_portrait(rng, sex=("男", "女")[int(rng.integers(2))], size=size, background="blue")
        left = round((small[0] - size[0]) * (place + 0.5) / count)
        part = picture[small[1] - size[1] :, left : left + size[0]]
        backdrop = (np.abs(who.astype(int) - (219, 142, 67)).max(axis=2) < 26).astype(np.float32)
        share = cv2.GaussianBlur(backdrop, (0, 0), 1.2)[..., None]
        part[:] = (part * share + who * (1 - share)).astype(np.uint8)
    return _photo(picture, (width, height), rng)


def facade(rng: np.random.Generator) -> Pixels:
    """Return a house front: windows in rows, seen a little from the side."""
    size = _size(rng)
    camera = _over(size, rng, tilt=25)
    x, y = camera.ground(2)
    wall = texture(("tiles", "laminate", "terrazzo")[int(rng.integers(3))], x, y, rng)
    picture = np.asarray(cv2.resize(wall, size), np.uint8)
    wide, tall = (float(v) for v in rng.uniform((28, 36), (60, 80)))
    frame, glass = colour(rng, (0.3, 0.95), (0, 0.3)), colour(rng, (0.1, 0.5), (0.1, 0.5))
    for column in range(-5, 6):
        for row in range(-4, 5):
            at = (column * wide * 1.7, row * tall * 1.6)
            pane = glass * rng.uniform(0.6, 1.5)
            layers = (
                Layer(rectangle(wide, tall, 0, at), 0.0, frame),
                Layer(rectangle(wide * 0.4, tall * 0.9, 0, (at[0] - wide * 0.22, at[1])), 0.0, pane),
                Layer(rectangle(wide * 0.4, tall * 0.9, 0, (at[0] + wide * 0.22, at[1])), 0.0, pane),
            )
            picture = _flat(picture, camera, layers)
    return taken(picture, some_look(rng), rng)


def screen(rng: np.random.Generator) -> Pixels:
    """Return a monitor or laptop with windows on it, or a keyboard with a mouse, on a desk."""
    size = _size(rng)
    camera = _over(size, rng, tilt=22)
    x, y = camera.ground(2)
    desk = (*PLAIN, *BUSY)[int(rng.integers(len(PLAIN) + len(BUSY)))]
    picture = np.asarray(cv2.resize(texture(desk, x, y, rng), size), np.uint8)
    light = rng.normal(0, 0.4, 2)
    if rng.random() < 0.6:
        return taken(_flat(picture, camera, _display(rng)), some_look(rng), rng)
    makers = (keypad, keypad, keypad, lump, phone)
    for at in rng.uniform((-180, -140), (180, 140), (4, 2)):
        thing = moved(makers[int(rng.integers(len(makers)))](rng), at, float(rng.normal(0, 15)))
        picture = put(picture, camera, thing, light)
    return taken(picture, some_look(rng), rng)


def _display(rng: np.random.Generator) -> tuple[Layer, ...]:
    bezel, wall = colour(rng, (0.03, 0.2), (0, 0.1)), colour(rng, (0.1, 0.8), (0.2, 0.9))
    layers = [Layer(rectangle(400, 245, 6), 0.0, bezel), Layer(rectangle(384, 220, 0, (0, -5)), 0.0, wall)]
    layers.append(Layer(rectangle(384, 12, 0, (0, 99)), 0.0, bezel * 1.6))
    for _ in range(int(rng.integers(0, 3))):
        at = rng.uniform((-90, -50), (90, 30))
        wide, tall = (float(v) for v in rng.uniform((90, 60), (190, 120)))
        face = colour(rng, (0.05, 0.25), (0, 0.3))
        layers.append(Layer(rectangle(wide, tall, 2, (at[0], at[1])), 0.0, face))
        for row in np.arange(-tall / 2 + 10, tall / 2 - 6, 6):
            length = float(rng.uniform(0.2, 0.8)) * wide
            place = (at[0] - (wide * 0.9 - length) / 2, at[1] + row)
            layers.append(Layer(rectangle(length, 2, 0, place), 0.0, colour(rng, (0.5, 1), (0, 0.8))))
    for icon in range(int(rng.integers(3, 9))):
        layers.append(Layer(rectangle(13, 13, 3, (-175, -95 + 22 * icon)), 0.0, colour(rng, (0.3, 1), (0.1, 0.9))))
    return tuple(layers)


def _flat(picture: Pixels, camera: Camera, layers: tuple[Layer, ...]) -> Pixels:
    """Draw layers without shadow."""
    nothing = Thing(layers[0].outline, 0.0, np.zeros(3), layers)
    return put(picture, camera, replace(nothing, height=0.01), np.zeros(2))


def _over(size: tuple[int, int], rng: np.random.Generator, *, tilt: float) -> Camera:
    stand = Stand(float(rng.uniform(0, tilt)), float(rng.uniform(0, 360)), float(rng.normal(0, 4)), 0.95)
    return camera_at(_TARGET, size, stand)


def _size(rng: np.random.Generator) -> tuple[int, int]:
    return _SIZES[int(rng.integers(len(_SIZES)))]


def _photo(picture: NDArray[np.floating] | Pixels, size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    large = cv2.resize(np.clip(picture, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_CUBIC)
    return taken(np.asarray(large, np.uint8), some_look(rng), rng)


def picture(rng: np.random.Generator) -> Pixels:
    """Return a person, a landscape or a house."""
    return (landscape, person, facade)[int(rng.integers(3))](rng)


PICTURES: dict[str, Callable[[np.random.Generator], Pixels]] = {
    "no document: picture": picture,
    "no document: screen": screen,
}
