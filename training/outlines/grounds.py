"""What papers lie on: plain, grained, woven, tiled and real surfaces, and the things that lie about on them."""

from __future__ import annotations

import cv2
import numpy as np

from .papers import Pixels, Rng

Size = tuple[int, int]


def ground(rng: Rng, size: Size, photos: list[Pixels]) -> Pixels:
    """Return a table top of (width, height), (H, W, 3) uint8 BGR."""
    seen = bool(photos) and rng.random() < 0.4
    made = _photo(rng, size, photos) if seen else _MAKERS[int(rng.integers(len(_MAKERS)))](rng, size)
    if rng.random() < 0.2:
        made = _with_edge(rng, made, photos)
    return made


def _colour(rng: Rng) -> np.ndarray:
    if rng.random() < 0.45:  # gray, white and black
        return np.clip(rng.uniform(15, 250) + rng.normal(0, 5, 3), 0, 255)
    if rng.random() < 0.5:  # wood and leather
        tone = rng.uniform(50, 235)
        return np.clip(np.array([rng.uniform(0.35, 0.8), rng.uniform(0.6, 0.92), 1.0]) * tone, 0, 255)
    return rng.uniform(15, 240, 3)


def _filled(size: Size, colour: np.ndarray) -> np.ndarray:
    made = np.empty((size[1], size[0], 3), np.float32)
    made[:] = colour
    return made


def _noise(rng: Rng, size: Size, cell: tuple[float, float]) -> np.ndarray:
    """Return smooth noise (H, W) of mean 0 and spread about 1, its bumps `cell` pixels wide and high."""
    small = rng.normal(0, 1, (max(2, round(size[1] / cell[1])), max(2, round(size[0] / cell[0])))).astype(np.float32)
    return cv2.resize(small, size, interpolation=cv2.INTER_CUBIC)


def blurred(made: np.ndarray, sigma: float) -> np.ndarray:
    """Return a picture blurred; a wide blur is made on a small copy, where it costs little and shows no difference."""
    factor = max(1, int(sigma / 2))
    height, width = made.shape[:2]
    small = cv2.resize(made, (width // factor, height // factor), interpolation=cv2.INTER_AREA) if factor > 1 else made
    small = cv2.GaussianBlur(small, (0, 0), sigma / factor)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR) if factor > 1 else small


def _clipped(made: np.ndarray) -> Pixels:
    return np.clip(made, 0, 255).astype(np.uint8)


def _plain(rng: Rng, size: Size) -> Pixels:
    made = _filled(size, _colour(rng))
    made += (_noise(rng, size, (1.5, 1.5)) * rng.uniform(0, 4))[..., None]
    return _clipped(made)


def _cloudy(rng: Rng, size: Size) -> Pixels:
    made = _filled(size, _colour(rng))
    cell = float(rng.uniform(30, 200))
    while cell > 2:
        made += (_noise(rng, size, (cell, cell)) * rng.uniform(1, 9))[..., None] * rng.normal(1, 0.3, 3).astype(
            np.float32
        )
        cell /= 2
    return _clipped(made)


def _planks(rng: Rng, size: Size) -> Pixels:
    tone = rng.uniform(60, 235)
    colour = np.array([rng.uniform(0.35, 0.85), rng.uniform(0.6, 0.95), 1.0]) * tone
    big = (round(1.3 * size[0]), round(1.3 * size[1]))
    made = _filled(big, colour)
    for wide, high, depth in ((3, 120, 5), (9, 300, 12), (40, 700, 14), (1.5, 40, 5)):
        made += (_noise(rng, big, (wide, high)) * rng.uniform(0.2, 1) * depth)[..., None] * np.array(
            [0.8, 0.95, 1], np.float32
        )
    if rng.random() < 0.6:
        wide = int(rng.uniform(40, 260))
        for x in range(int(rng.uniform(0, wide)), big[0], wide):
            made[:, x : x + wide] *= rng.uniform(0.85, 1.12)
            made[:, x : x + int(rng.integers(1, 4))] *= rng.uniform(0.35, 0.9)
    return _turned(rng, _clipped(made), size)


def _turned(rng: Rng, made: Pixels, size: Size) -> Pixels:
    height, width = made.shape[:2]
    turn = rng.normal(0, 12) + 90 * rng.integers(0, 4)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(turn), 1.05)
    matrix[:, 2] += (np.array(size) - (width, height)) / 2
    return cv2.warpAffine(made, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def _tiles(rng: Rng, size: Size) -> Pixels:
    big = (round(1.3 * size[0]), round(1.3 * size[1]))
    made = _filled(big, _colour(rng))
    other = _colour(rng) if rng.random() < 0.6 else np.clip(made[0, 0] + rng.normal(0, 12, 3), 0, 255)
    cell, seam = rng.uniform(10, 170, 2), int(rng.integers(0, 5))
    rows, columns = (np.arange(n) // c for n, c in ((big[1], cell[1]), (big[0], cell[0])))
    made[((rows[:, None] + columns[None]) % 2) == 1] = other
    if seam:
        line = _colour(rng)
        made[(np.arange(big[1]) % cell[1]) < seam] = line
        made[:, (np.arange(big[0]) % cell[0]) < seam] = line
    made += (_noise(rng, big, (3, 3)) * rng.uniform(0, 7))[..., None]
    return _turned(rng, _clipped(made), size)


def _woven(rng: Rng, size: Size) -> Pixels:
    made = _filled(size, _colour(rng))
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    step = rng.uniform(2, 14, 2)
    weave = (
        np.sin(x / step[0] * np.pi) * np.sin(y / step[1] * np.pi)
        if rng.random() < 0.5
        else np.sin((x + y) / step[0]) + np.sin((x - y) / step[1])
    )
    made += (weave * rng.uniform(3, 25) + _noise(rng, size, (4, 4)) * 4)[..., None]
    if rng.random() < 0.4:
        made += (np.sin(x / rng.uniform(15, 60)) > rng.uniform(-0.6, 0.9))[..., None] * rng.normal(0, 25, 3).astype(
            np.float32
        )
    if rng.random() < 0.4:
        made += (np.sin(y / rng.uniform(15, 60)) > rng.uniform(-0.6, 0.9))[..., None] * rng.normal(0, 25, 3).astype(
            np.float32
        )
    return _clipped(made)


def _gingham(rng: Rng, size: Size) -> Pixels:
    """Weave bands of colour both ways: where two cross, the colour is full."""
    big = (round(1.3 * size[0]), round(1.3 * size[1]))
    pale, strong = np.clip(rng.uniform(170, 255) + rng.normal(0, 10, 3), 0, 255), _colour(rng)
    period, share = rng.uniform(8, 90), rng.uniform(0.25, 0.75)
    across = ((np.arange(big[0]) % period) < share * period).astype(np.float32)[None]
    along = ((np.arange(big[1]) % period) < share * period).astype(np.float32)[:, None]
    weight = ((across + along) / 2)[..., None]
    made = _filled(big, pale) * (1 - weight) + _filled(big, strong) * weight
    made += (_noise(rng, big, (2, 2)) * rng.uniform(0, 6))[..., None]
    return _turned(rng, _clipped(made), size)


def _marble(rng: Rng, size: Size) -> Pixels:
    made = _filled(size, np.clip(rng.uniform(20, 250) + rng.normal(0, 5, 3), 0, 255))
    cell = float(rng.uniform(60, 250))
    for _ in range(int(rng.integers(1, 4))):
        way = _noise(rng, size, (cell, cell)) + 0.3 * _noise(rng, size, (cell / 4, cell / 4))
        vein = np.exp(-np.abs(way) / rng.uniform(0.01, 0.1))
        made += (vein * rng.uniform(-110, 70))[..., None] * rng.normal(1, 0.1, 3).astype(np.float32)
        made += (_noise(rng, size, (cell, cell)) * rng.uniform(0, 10))[..., None]
    return _clipped(made)


def _leaves(rng: Rng, size: Size) -> Pixels:
    """Lay many shapes over each other: edges of every length and contrast, as the world has."""
    made = _clipped(_filled(size, _colour(rng)))
    palette = [_colour(rng) for _ in range(int(rng.integers(2, 6)))]
    largest = float(rng.uniform(20, 160))
    for _ in range(int(rng.integers(15, 120))):
        at = (int(rng.uniform(0, size[0])), int(rng.uniform(0, size[1])))
        radius = max(3, largest * min(1.0, 0.08 / max(0.02, rng.random() ** 0.7)))
        colour = tuple(
            float(v) for v in np.clip(palette[int(rng.integers(len(palette)))] + rng.normal(0, 10, 3), 0, 255)
        )
        if rng.random() < 0.5:
            cv2.circle(made, at, int(radius), colour, -1, cv2.LINE_AA)
        else:
            box = (at, (radius * rng.uniform(0.5, 3), radius * rng.uniform(0.5, 3)), float(rng.uniform(0, 180)))
            cv2.fillConvexPoly(made, cv2.boxPoints(box).astype(np.int32), colour, cv2.LINE_AA)
    return made


def _stripes(rng: Rng, size: Size) -> Pixels:
    big = (round(1.3 * size[0]), round(1.3 * size[1]))
    made = _filled(big, _colour(rng))
    x = 0
    palette = [_colour(rng) for _ in range(int(rng.integers(2, 5)))]
    while x < big[0]:
        wide = int(rng.uniform(3, 70))
        made[:, x : x + wide] = palette[int(rng.integers(len(palette)))]
        x += wide
    return _turned(rng, _clipped(made), size)


def _speckled(rng: Rng, size: Size) -> Pixels:
    made = _filled(size, _colour(rng))
    for _ in range(int(rng.integers(1, 4))):
        cell = float(rng.uniform(1.2, 8))
        spots = _noise(rng, size, (cell, cell)) > rng.uniform(0.8, 2)
        made[spots] = _colour(rng)
    return cv2.GaussianBlur(_clipped(made), (0, 0), 0.7)


def _photo(rng: Rng, size: Size, photos: list[Pixels]) -> Pixels:
    """Return a part of a photograph, more or less out of focus, in other colours."""
    picture = photos[int(rng.integers(len(photos)))]
    height, width = picture.shape[:2]
    share = float(rng.uniform(0.25, 1))
    wide = max(16, round(share * min(width, height * size[0] / size[1])))
    high = max(16, round(wide * size[1] / size[0]))
    x, y = int(rng.uniform(0, max(1, width - wide))), int(rng.uniform(0, max(1, height - high)))
    made = cv2.resize(picture[y : y + high, x : x + wide], size, interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.5:
        made = blurred(made, float(rng.uniform(1, 8)))
    if rng.random() < 0.5:
        mean = made.mean(axis=(0, 1))
        made = _clipped(mean + (made - mean) * rng.uniform(0.2, 0.9) + (_colour(rng) - mean) * rng.uniform(0, 0.7))
    return made[:, ::-1] if rng.random() < 0.5 else made


def _with_edge(rng: Rng, made: Pixels, photos: list[Pixels]) -> Pixels:
    """Let the table end: beyond a straight line is something else."""
    height, width = made.shape[:2]
    beyond = ground(rng, (width, height), photos)
    if rng.random() < 0.7:
        beyond = blurred(beyond, float(rng.uniform(1, 7)))
    turn = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = (
        (x - width / 2) * np.cos(turn) + (y - height / 2) * np.sin(turn) - rng.uniform(0.2, 0.55) * min(width, height)
    )
    share = np.clip(away / rng.uniform(0.7, 6) + 0.5, 0, 1)[..., None]
    return _clipped(made * (1 - share) + beyond * share * rng.uniform(0.4, 1.1))


def thing(rng: Rng, size: Size, photos: list[Pixels]) -> tuple[Pixels, Pixels]:
    """Return something that is no paper and its mask (H, W) 0..255, somewhere in a picture of (width, height)."""
    look, mask = _clipped(_filled(size, _colour(rng))), np.zeros((size[1], size[0]), np.uint8)
    at = np.array([rng.uniform(-0.05, 1.05) * size[0], rng.uniform(-0.05, 1.05) * size[1]])
    scale = float(rng.uniform(0.04, 0.3)) * max(size)
    kind = rng.random()
    if kind < 0.2:  # a pen
        box = (tuple(at), (scale * rng.uniform(1, 2.2), scale * rng.uniform(0.03, 0.12)), float(rng.uniform(0, 180)))
        cv2.fillConvexPoly(mask, cv2.boxPoints(box).astype(np.int32), 255, cv2.LINE_AA)
    elif kind < 0.4:
        _round_thing(rng, look, mask, at, scale)
    elif kind < 0.75:
        _flat_thing(rng, look, mask, at, scale)
    else:  # anything
        angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(4, 12))))
        reach = scale * rng.uniform(0.3, 1, len(angles))
        points = at + np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=1)
        cv2.fillPoly(mask, [points.astype(np.int32)], 255, cv2.LINE_AA)
        if photos and rng.random() < 0.7:
            look = cv2.resize(photos[int(rng.integers(len(photos)))], size, interpolation=cv2.INTER_LINEAR)
    return look, mask


def _round_thing(rng: Rng, look: Pixels, mask: Pixels, at: np.ndarray, scale: float) -> None:
    """Draw a cup, a coin, a roll of tape."""
    place = (int(at[0]), int(at[1]))
    axes = (int(scale * 0.5), int(scale * rng.uniform(0.35, 0.5)))
    cv2.ellipse(mask, place, axes, float(rng.uniform(0, 180)), 0, 360, 255, -1, cv2.LINE_AA)
    if rng.random() < 0.5:
        colour = tuple(float(v) for v in _colour(rng))
        cv2.circle(look, place, int(scale * rng.uniform(0.2, 0.42)), colour, -1, cv2.LINE_AA)


def _flat_thing(rng: Rng, look: Pixels, mask: Pixels, at: np.ndarray, scale: float) -> None:
    """Draw a phone, a box, a blank slip, a key pad."""
    box = (tuple(at), (scale * rng.uniform(0.5, 2), scale * rng.uniform(0.3, 1)), float(rng.uniform(0, 180)))
    corners = cv2.boxPoints(box)
    cv2.fillConvexPoly(mask, corners.astype(np.int32), 255, cv2.LINE_AA)
    if rng.random() < 0.4:
        inner = corners.mean(0) + (corners - corners.mean(0)) * rng.uniform(0.7, 0.95)
        cv2.fillConvexPoly(look, inner.astype(np.int32), tuple(float(v) for v in _colour(rng)), cv2.LINE_AA)
    if rng.random() < 0.3:
        _keys(rng, look, corners)


def _keys(rng: Rng, look: Pixels, corners: np.ndarray) -> None:
    rows, columns = int(rng.integers(3, 7)), int(rng.integers(3, 15))
    colour = tuple(float(v) for v in _colour(rng))
    unit = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    matrix = cv2.getPerspectiveTransform(unit, corners.astype(np.float32))
    for row in range(rows):
        for column in range(columns):
            key = np.array(
                [[(column + a, row + b) for a, b in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))]], np.float32
            )
            cv2.fillConvexPoly(look, cv2.perspectiveTransform(key, matrix)[0].astype(np.int32), colour, cv2.LINE_AA)


_MAKERS = (
    *(_plain, _plain, _plain, _cloudy, _marble, _planks, _planks),
    *(_tiles, _woven, _gingham, _gingham, _leaves, _stripes, _speckled),
)
