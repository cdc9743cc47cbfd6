"""Table tops, cloths and floors as functions of the place in millimetres, each new with every random generator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.processors.page import Pixels

Plane = NDArray[np.float32]
"""(h, w) float32: x or y in mm, or a tone."""
Texture = Callable[[Plane, Plane, np.random.Generator], Pixels]
_TILE = 256


class Noise:
    """Smooth random values, about -1..1, that repeat after 256 cells."""

    def __init__(self, rng: np.random.Generator) -> None:
        tile = np.tile(rng.normal(0, 1, (_TILE, _TILE)).astype(np.float32), (3, 3))
        smooth = cv2.GaussianBlur(tile, (0, 0), 0.7)[_TILE : 2 * _TILE, _TILE : 2 * _TILE]
        self.tile = np.ascontiguousarray(smooth / smooth.std() * 0.6)

    def at(self, x: Plane, y: Plane, cell: float, octaves: int = 1, stretch: float = 1.0) -> Plane:
        """Return noise of `cell` mm, `stretch` times as long in x, with finer octaves at half the strength each."""
        total = np.zeros_like(x)
        for octave in range(octaves):
            fine = 2.0**octave / cell
            u, v = x * np.float32(fine / stretch) + 37 * octave, y * np.float32(fine)
            total += cv2.remap(self.tile, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP) * np.float32(0.5**octave)
        return total


def texture(name: str, x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return the texture (h, w, 3) uint8 BGR at the places (x, y) in mm, turned and moved at random."""
    angle = float(rng.normal(0, 10) if rng.random() < 0.6 else rng.uniform(0, 360))
    cos, sin = np.float32(np.cos(np.radians(angle))), np.float32(np.sin(np.radians(angle)))
    dx, dy = rng.uniform(-400, 400, 2).astype(np.float32)
    return TEXTURES[name](cos * x - sin * y + dx, sin * x + cos * y + dy, rng)


def colour(rng: np.random.Generator, value: tuple[float, float], chroma: tuple[float, float]) -> NDArray[np.float32]:
    """Return a random BGR colour, 0..255, of that lightness and saturation (0..1 each)."""
    hsv = np.array([[[rng.uniform(0, 360), rng.uniform(*chroma), rng.uniform(*value)]]], np.float32)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)[0, 0] * 255, np.float32)


def _paint(base: NDArray[np.float32], tone: Plane) -> Pixels:
    return np.clip(base * tone[..., None], 0, 255).astype(np.uint8)


def _mix(one: Any, other: Any, share: Plane) -> Pixels:
    share = np.clip(share, 0, 1)[..., None]
    return np.clip(one * (1 - share) + other * share, 0, 255).astype(np.uint8)


def _part(values: Plane, period: float) -> Plane:
    cells = values / np.float32(period)
    return np.asarray(cells - np.floor(cells))


def _per_cell(values: Plane, period: float, rng: np.random.Generator, spread: float) -> Plane:
    index = np.floor(values / np.float32(period)).astype(np.int32) % 64
    return rng.normal(0, spread, 64).astype(np.float32)[index]


def wood(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    noise, light = Noise(rng), float(rng.uniform(0.2, 1.0))
    base = np.array([40, 62, 98], np.float32) * (1 - light) + np.array([150, 190, 222], np.float32) * light
    base *= rng.uniform(0.88, 1.1, 3).astype(np.float32)
    bend = noise.at(x, y, float(rng.uniform(25, 60)), 2, stretch=float(rng.uniform(4, 9)))
    rings = np.sin(2 * np.pi * (y / float(rng.uniform(4, 14)) + float(rng.uniform(0.6, 2.0)) * bend))
    pores = noise.at(x, y, float(rng.uniform(0.4, 1.0)), 2, stretch=float(rng.uniform(18, 50)))
    tone = 1 + float(rng.uniform(0.03, 0.12)) * rings + float(rng.uniform(0.03, 0.10)) * pores
    if rng.random() < 0.5:
        width = float(rng.uniform(60, 200))
        tone += _per_cell(y, width, rng, 0.06)
        tone *= 1 - float(rng.uniform(0.2, 0.6)) * (_part(y, width) < 1.2 / width)
    return _paint(base, tone)


def laminate(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    noise = Noise(rng)
    base = colour(rng, (0.2, 0.8), (0.0, 0.45))
    tone = 1 + 0.015 * noise.at(x, y, 40, 3) + float(rng.uniform(0.0, 0.03)) * noise.at(x, y, 0.7)
    return _paint(base, tone)


def white(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return a white or pale grey desk, barely darker than paper or barely lighter."""
    noise = Noise(rng)
    base = np.full(3, rng.uniform(196, 250), np.float32) * rng.uniform(0.975, 1.0, 3).astype(np.float32)
    return _paint(base, 1 + 0.008 * noise.at(x, y, 60, 2) + float(rng.uniform(0, 0.012)) * noise.at(x, y, 0.8))


def sheet(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return a white bed sheet or table cloth with folds."""
    noise = Noise(rng)
    base = np.full(3, rng.uniform(190, 240), np.float32) * rng.uniform(0.95, 1.0, 3).astype(np.float32)
    folds = noise.at(x, y, float(rng.uniform(60, 140)), 2, stretch=float(rng.uniform(1.0, 4.0)))
    weave = np.sin(x * 5.0) * np.sin(y * 5.0)
    return _paint(base, 1 + 0.045 * folds + 0.02 * weave)


def checks(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return gingham, in neutral or strong colours."""
    noise, period = Noise(rng), float(rng.uniform(7, 45))
    strong = rng.random() < 0.6
    dark = colour(rng, (0.35, 0.85), (0.55, 0.95) if strong else (0.0, 0.15))
    pale = colour(rng, (0.8, 0.97), (0.0, 0.12))
    duty = float(rng.uniform(0.35, 0.6))
    share = ((_part(x, period) < duty) * np.float32(0.5)) + ((_part(y, period) < duty) * np.float32(0.5))
    folds = 1 + 0.04 * noise.at(x, y, 90, 2) + 0.05 * np.sin(x * 4.2) * np.sin(y * 4.2)
    return np.clip(_mix(pale, dark, share) * folds[..., None], 0, 255).astype(np.uint8)


def tartan(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return woven stripes of many widths both ways, or one way only."""
    colours = np.array([colour(rng, (0.2, 0.95), (0.0, 0.9)) for _ in range(4)])
    lengths = rng.integers(1, 9, 12)
    profile = np.repeat(colours[rng.integers(0, 4, 12)], lengths, axis=0)
    cell = float(rng.uniform(1.0, 4.0))
    first, second = ((np.floor(v / cell).astype(np.int32)) % len(profile) for v in (x, y))
    both = rng.random() < 0.65
    woven = (profile[first] + profile[second]) / 2 if both else profile[first]
    tone = 1 + 0.04 * Noise(rng).at(x, y, 80, 2) + 0.05 * np.sin(x * 4.4) * np.sin(y * 4.4)
    return np.clip(woven * tone[..., None], 0, 255).astype(np.uint8)


def printed(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return cloth or paper printed with a repeating pattern of dots, leaves and squares."""
    side = 512
    tile = np.empty((side, side, 3), np.uint8)
    tile[:] = colour(rng, (0.3, 0.97), (0.0, 0.6)).astype(np.uint8)
    for _ in range(int(rng.integers(12, 70))):
        at = rng.integers(0, side, 2)
        axes = tuple(int(v) for v in rng.integers(6, 60, 2))
        paint = tuple(int(v) for v in colour(rng, (0.15, 1.0), (0.0, 0.9)))
        turn, shape = float(rng.uniform(0, 180)), rng.random()
        for dx in (-side, 0, side):
            for dy in (-side, 0, side):
                centre = (int(at[0]) + dx, int(at[1]) + dy)
                if shape < 0.7:
                    cv2.ellipse(tile, centre, axes, turn, 0, 360, paint, -1, cv2.LINE_AA)
                else:
                    corners = cv2.boxPoints(((float(centre[0]), float(centre[1])), axes, turn)).astype(np.int32)
                    cv2.fillConvexPoly(tile, corners, paint, cv2.LINE_AA)
    fine = np.float32(side / rng.uniform(60, 300))
    found = cv2.remap(tile, x * fine, y * fine, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return np.clip(found * (1 + 0.04 * Noise(rng).at(x, y, 70, 2))[..., None], 0, 255).astype(np.uint8)


def marble(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    noise, cell = Noise(rng), float(rng.uniform(60, 200))
    pale = rng.random() < 0.6
    base = colour(rng, (0.8, 0.95) if pale else (0.1, 0.35), (0.0, 0.12))
    vein = colour(rng, (0.3, 0.6) if pale else (0.5, 0.9), (0.0, 0.25))
    bent = x / cell + 1.6 * noise.at(x, y, cell, 4)
    veins = np.exp(-np.abs(np.sin(np.pi * bent)) * float(rng.uniform(7, 22)))
    clouds = 0.16 * np.clip(noise.at(y, x, 2 * cell, 3), 0, 1)
    return _mix(base, vein, 0.65 * veins + clouds)


def terrazzo(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return stone of chips, coarse as terrazzo or fine as granite."""
    picture: Any = np.empty((*x.shape, 3), np.float32)
    picture[:] = colour(rng, (0.25, 0.9), (0.0, 0.2))
    cell = float(rng.uniform(1.2, 9))
    for chip in range(3):
        share = (Noise(rng).at(x + 91 * chip, y, cell) > float(rng.uniform(0.45, 0.9))).astype(np.float32)
        picture = _mix(picture, colour(rng, (0.1, 1.0), (0.0, 0.35)), share * 0.8)
    return np.asarray(picture, np.uint8)


def carpet(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    noise, period = Noise(rng), float(rng.uniform(30, 120))
    ground, figure = colour(rng, (0.2, 0.7), (0.1, 0.8)), colour(rng, (0.3, 0.9), (0.0, 0.8))
    wave = np.sin(2 * np.pi * x / period) * np.sin(2 * np.pi * y / period) + 0.3 * noise.at(x, y, period / 4, 2)
    share = (wave > float(rng.uniform(0.1, 0.9))).astype(np.float32) * float(rng.choice([0.0, 0.5, 0.9]))
    pile = 1 + float(rng.uniform(0.12, 0.3)) * noise.at(x, y, float(rng.uniform(0.8, 2.2)), 2)
    return np.clip(_mix(ground, figure, share) * pile[..., None], 0, 255).astype(np.uint8)


def tiles(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return floor tiles or mosaic with joints; bricks are shifted row by row."""
    wide = float(rng.uniform(15, 60) if rng.random() < 0.4 else rng.uniform(80, 320))
    tall = wide * float(rng.choice([1.0, 1.0, 0.5, 0.25]))
    if rng.random() < 0.4:
        x = x + np.floor(y / np.float32(tall)) * np.float32(wide / 2)
    joint = float(rng.uniform(0.8, 4.0))
    noise = Noise(rng)
    tone = 1 + _per_cell(x + 7 * np.floor(y / np.float32(tall)) * wide, wide, rng, float(rng.uniform(0, 0.12)))
    tone = tone + 0.03 * noise.at(x, y, 30, 3)
    face = _paint(colour(rng, (0.3, 0.95), (0.0, 0.5)), tone.astype(np.float32))
    gap = ((_part(x, wide) < joint / wide) | (_part(y, tall) < joint / tall)).astype(np.float32)
    return _mix(face, colour(rng, (0.2, 0.85), (0.0, 0.1)), gap * 0.9)


def mat(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return a cutting mat or squared paper: fine lines every 10 mm, strong ones every 50."""
    base = colour(rng, (0.15, 0.6), (0.3, 0.9))
    lines = np.zeros_like(x)
    for period, half, strength in ((10.0, 0.25, 0.35), (50.0, 0.5, 0.7)):
        near = np.minimum(np.abs(_part(x, period) - 0.5), np.abs(_part(y, period) - 0.5)) * period
        lines = np.maximum(lines, np.clip(1.5 - near / half, 0, 1) * strength)
    grain = 1 + 0.03 * Noise(rng).at(x, y, 0.8)
    face = _mix(base, colour(rng, (0.75, 1.0), (0.0, 0.4)), lines)
    return np.clip(face * grain[..., None], 0, 255).astype(np.uint8)


def slats(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return a bamboo mat: round slats held by threads."""
    width = float(rng.uniform(3, 14))
    across = _part(y, width) * 2 - 1
    tone = 0.55 + 0.45 * np.sqrt(np.clip(1 - across**2, 0, 1)) + _per_cell(y, width, rng, 0.05)
    tone += 0.05 * Noise(rng).at(x, y, 1.0, 2, stretch=30)
    thread = (_part(x, float(rng.uniform(40, 110))) < 0.03).astype(np.float32)
    base = np.array([120, 175, 205], np.float32) * np.float32(rng.uniform(0.5, 1.1))
    return _mix(_paint(base, tone.astype(np.float32)), colour(rng, (0.1, 0.9), (0, 0.6)), thread * 0.8)


def keys(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    """Return keys without end, like a keyboard seen from near."""
    wide, tall = (float(v) for v in rng.uniform(14, 22, 2))
    x = x + np.floor(y / np.float32(tall)) * np.float32(rng.uniform(0, 8))
    across, down = np.abs(_part(x, wide) - 0.5) * wide, np.abs(_part(y, tall) - 0.5) * tall
    reach = np.hypot(np.maximum(across - wide / 2 + 3.5, 0), np.maximum(down - tall / 2 + 3.5, 0))
    cap = np.clip((2.4 - reach) * 2, 0, 1)
    dark = rng.random() < 0.6
    face = colour(rng, (0.1, 0.3) if dark else (0.75, 0.97), (0.0, 0.15))
    tone = 1 - 0.12 * reach / 2.5
    mark = ((across < 1.6) & (np.abs(down - 1.0) < 1.8) & (Noise(rng).at(x, y, 1.2) > 0.1)).astype(np.float32)
    shaded = _mix(colour(rng, (0.03, 0.6), (0.0, 0.2)), face * 1.0, cap)
    shaded = _mix(shaded, colour(rng, (0.8, 1.0) if dark else (0.05, 0.3), (0, 0.1)), mark * cap)
    return np.clip(shaded * tone[..., None], 0, 255).astype(np.uint8)


def leather(x: Plane, y: Plane, rng: np.random.Generator) -> Pixels:
    noise = Noise(rng)
    base = colour(rng, (0.12, 0.55), (0.1, 0.7))
    cells = np.abs(noise.at(x, y, float(rng.uniform(0.8, 2.0)), 2))
    return _paint(base, 0.9 + float(rng.uniform(0.1, 0.25)) * cells + 0.05 * noise.at(x, y, 80, 2))


TEXTURES: dict[str, Texture] = {
    "wood": wood,
    "laminate": laminate,
    "white": white,
    "sheet": sheet,
    "checks": checks,
    "tartan": tartan,
    "printed": printed,
    "marble": marble,
    "terrazzo": terrazzo,
    "carpet": carpet,
    "tiles": tiles,
    "mat": mat,
    "slats": slats,
    "keys": keys,
    "leather": leather,
}
PLAIN = ("laminate", "leather", "wood")
WHITE = ("white", "white", "sheet")
BUSY = (
    "wood",
    "checks",
    "checks",
    "tartan",
    "printed",
    "marble",
    "terrazzo",
    "carpet",
    "tiles",
    "mat",
    "slats",
    "keys",
)
