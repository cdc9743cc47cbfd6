"""Photos of pages that do not lie flat, with exact truth: pages of an open book, folded, rolled and bulging sheets.

The sheet is a generalised cylinder: a plane curve, its slope given along the paper, drawn out along an axis. A pinhole
camera looks at it from above; light falls from one side, so that brightness follows the slope.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.demo.canvas import Paper
from shoujian.demo.desks import desk_top
from shoujian.demo.optics import noisy
from shoujian.processors.page import Pixels

Floats = NDArray[np.float64]
Slope = Callable[[Floats], Floats]
"""From the place across the sheet (-0.5..0.5 of its width) to its slope in units of the strength."""

SHAPES = ("book", "book left", "bulge", "one fold", "two folds", "rolled", "oblique")
_SAMPLES = 2001
_GRID = 4  # picture pixels between two points whose place on the paper is computed
_STEPS = 12


@dataclass(frozen=True)
class Pose:
    """How the camera stands: distance in page widths, tilt and roll in degrees, share of the frame that is filled."""

    distance: float = 1.9
    tilt_deg: float = 8.0
    roll_deg: float = 0.0
    coverage: float = 0.86


@dataclass(frozen=True)
class BentPage:
    """A photo (H, W, 3) of a bent paper, and where every point of the paper is in it."""

    pixels: Pixels
    paper: Paper
    shape: str
    strength_deg: float
    to_picture: Callable[[Any], Floats]

    @property
    def corners(self) -> Floats:
        """Return the paper's corners (4, 2) in picture pixels, between pixel centres, clockwise from the top left."""
        width, height = self.paper.size
        return self.to_picture(np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64))

    def bend(self) -> float:
        """Return the largest distance of a straight line across the paper from its chord, in shares of its length."""
        width, height = self.paper.size
        worst = 0.0
        for y in np.linspace(0.08, 0.92, 9) * height:
            x = np.linspace(0.1, 0.9, 60) * width
            line = self.to_picture(np.column_stack([x, np.full(60, y)]))
            chord = line[-1] - line[0]
            offset = line - line[0]
            away = np.abs(offset[:, 0] * chord[1] - offset[:, 1] * chord[0]) / float(chord @ chord)
            worst = max(worst, float(away.max()))
        return worst


class _Sheet:
    """A bent sheet of width 1: from places on the paper to space and back."""

    def __init__(self, shape: str, strength_deg: float, height: float) -> None:
        self.height = height
        turn = np.radians(22.0) if shape == "oblique" else 0.0
        self.across, self.along = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
        reach = 0.5 * float(np.abs(self.across) @ np.array([1.0, height]))
        self.q = np.linspace(-reach - 0.3, reach + 0.3, _SAMPLES)
        inside = np.clip(self.q / (2 * reach), -0.5, 0.5)
        slope = np.radians(strength_deg) * _slope(shape, inside)
        slope[np.abs(self.q) > reach] = 0.0
        step = self.q[1] - self.q[0]
        self.slope = slope
        self.ground = np.cumsum(np.cos(slope)) * step
        self.ground -= np.interp(0.0, self.q, self.ground)
        self.rise = np.cumsum(np.sin(slope)) * step
        self.rise -= self.rise.min()

    def space(self, places: Floats) -> Floats:
        """Return (N, 3) points in space of (N, 2) places on the paper; both in page widths from the middle."""
        q, p = places @ self.across, places @ self.along
        flat = np.outer(np.interp(q, self.q, self.ground), self.across) + np.outer(p, self.along)
        return np.column_stack([flat, np.interp(q, self.q, self.rise)])

    def rise_at(self, ground: Floats) -> Floats:
        """Return the height above a point (N, 2) of the desk."""
        return np.interp(ground @ self.across, self.ground, self.rise)

    def places(self, ground: Floats) -> Floats:
        """Return the places on the paper above points (N, 2) of the desk."""
        q = np.interp(ground @ self.across, self.ground, self.q)
        return np.outer(q, self.across) + np.outer(ground @ self.along, self.along)

    def shading(self, places: Floats, side: float) -> Floats:
        """Return the light's gain at places on the paper; side: -1..1, from where across the sheet it falls."""
        slope = np.interp(places @ self.across, self.q, self.slope)
        light = np.array([0.75 * side, 1.0]) / np.hypot(0.75 * side, 1.0)
        falling = np.maximum(0.0, -np.sin(slope) * light[0] + np.cos(slope) * light[1]) / light[1]
        return np.asarray(0.45 + 0.55 * falling)


def _slope(shape: str, q: Floats) -> Floats:
    """Return the slope along the sheet for a strength of 1; q: -0.5..0.5 of what lies across the axis."""
    from_spine = q + 0.5 if shape == "book" else 0.5 - q
    sign = 1.0 if shape == "book" else -1.0
    if shape.startswith("book"):
        gutter = np.exp(-((from_spine / 0.16) ** 2))
        return np.asarray(sign * (gutter - 0.28 * np.exp(-(((from_spine - 0.55) / 0.3) ** 2))))
    if shape == "bulge" or shape == "oblique":
        return np.asarray(-np.sin(2 * np.pi * q))
    if shape == "rolled":
        return np.asarray(-2 * q)
    if shape == "one fold":
        return np.asarray(-np.tanh((q - 0.04) / 0.012))
    return np.asarray(np.tanh((np.abs(q) - 0.17) / 0.012) * np.where(np.abs(q) > 0.17, 0.8, 0.35) * np.sign(q))


def bent_photo(
    paper: Paper,
    rng: np.random.Generator,
    *,
    shape: str,
    strength_deg: float,
    pose: Pose | None = None,
    size: tuple[int, int] = (1920, 2560),
    noise: float = 2.5,
) -> BentPage:
    """Return a photo, `size` (width, height), of the paper bent by `shape` (of `SHAPES`) and `strength_deg`."""
    pose = pose or Pose(float(rng.uniform(1.7, 2.4)), float(rng.uniform(0, 16)), float(rng.normal(0, 1.5)))
    width, height = paper.size
    sheet = _Sheet(shape, strength_deg, height / width)
    turn, lift = _camera(pose, float(rng.uniform(0, 2 * np.pi)))
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]) * (1.0, height / width)
    seen = _projected(sheet.space(corners), turn, lift)
    middle, extent = (seen.min(axis=0) + seen.max(axis=0)) / 2, np.ptp(seen, axis=0)
    scale = pose.coverage * float(np.min(np.array(size) / extent))

    def to_picture(points: Any) -> Floats:
        places = (np.asarray(points, np.float64) - (width / 2, height / 2)) / width
        return np.asarray((_projected(sheet.space(places), turn, lift) - middle) * scale + np.array(size) / 2 - 0.5)

    places = _seen_places(sheet, (turn, lift), (middle, scale), size)
    ground = desk_top("wood" if rng.random() < 0.5 else "dark", size, rng)
    picture = _drawn(paper, sheet, places, ground, scale / width, float(rng.choice([-1.0, 1.0]) * rng.uniform(0.4, 1)))
    pixels = noisy(np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.7), np.uint8), rng, noise)
    return BentPage(pixels, paper, shape, strength_deg, to_picture)


def _camera(pose: Pose, towards: float) -> tuple[Floats, Floats]:
    """Return the rotation from space to camera and the camera's place; it looks at the middle of the sheet."""
    tilt, roll = np.radians(pose.tilt_deg), np.radians(pose.roll_deg)
    axis = np.array([np.cos(towards), np.sin(towards), 0.0]) * tilt
    lean = np.asarray(cv2.Rodrigues(axis)[0], np.float64)
    spin = np.asarray(cv2.Rodrigues(np.array([0.0, 0.0, roll]))[0], np.float64)
    turn = spin @ lean
    return turn, turn.T @ np.array([0.0, 0.0, pose.distance])


def _projected(points: Floats, turn: Floats, lift: Floats) -> Floats:
    """Return where (N, 3) points are seen on a plane at distance 1."""
    local = (points - lift) @ turn.T
    return np.asarray(local[:, :2] / -local[:, 2:])


def _seen_places(
    sheet: _Sheet, camera: tuple[Floats, Floats], frame: tuple[Floats, float], size: tuple[int, int]
) -> Floats:
    """Return for every `_GRID`-th pixel of the picture the place on the paper that is seen there, (h, w, 2)."""
    turn, lift = camera
    xs, ys = np.arange(0, size[0] + _GRID, _GRID), np.arange(0, size[1] + _GRID, _GRID)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2).astype(np.float64)
    plane = (grid - (np.array(size) / 2 - 0.5)) / frame[1] + frame[0]
    rays = np.column_stack([plane, np.full(len(plane), -1.0)]) @ turn
    rise = np.zeros(len(rays))
    for _ in range(_STEPS):
        reach = (rise - lift[2]) / rays[:, 2]
        ground = lift[:2] + rays[:, :2] * reach[:, None]
        rise = 0.3 * rise + 0.7 * sheet.rise_at(ground)
    return sheet.places(ground).reshape(len(ys), len(xs), 2)


def _drawn(paper: Paper, sheet: _Sheet, places: Floats, ground: Pixels, scale: float, side: float) -> Pixels:
    """Draw the paper over the desk; scale: picture pixels per paper pixel."""
    height, width = ground.shape[:2]
    shrink = min(1.0, scale)
    size = (round(paper.size[0] * shrink), round(paper.size[1] * shrink))
    print_ = cv2.resize(paper.pixels, size, interpolation=cv2.INTER_AREA)
    gain = sheet.shading(places.reshape(-1, 2), side).reshape(places.shape[:2])
    middle = np.array([0.5, sheet.height / 2])
    maps = _enlarged(((places + middle) * size[0] - 0.5).astype(np.float32), (width, height))
    drawn = cv2.remap(print_, maps[..., 0], maps[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    inside = np.minimum(maps + 1, np.array(size, np.float32) - maps).min(axis=-1)
    alpha = np.clip(inside, 0, 1)
    light = np.clip(_enlarged(gain.astype(np.float32), (width, height)), 0, 1.1)[..., None]
    mixed = drawn * light * alpha[..., None] + ground * (1 - alpha[..., None])
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _enlarged(values: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Return a grid's values at every pixel: the grid's points lie on each `_GRID`-th pixel."""
    shift = np.array([[_GRID, 0.0, 0.0], [0.0, _GRID, 0.0]])
    return np.asarray(cv2.warpAffine(values, shift, size, flags=cv2.INTER_LINEAR), np.float32)
