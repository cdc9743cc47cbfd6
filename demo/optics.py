"""Light, lens and sensor: what a device does to the pixels between the paper and the file."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..processors.page import Pixels
from ..schemas.geometry import Quad
from .desks import Gain


def lit(picture: Pixels, gain: Gain) -> Pixels:
    """Return the picture under a small light map (see `desks.light_map`)."""
    return scaled(picture, np.asarray(cv2.resize(gain, (picture.shape[1], picture.shape[0])), np.float32))


def scaled(picture: Pixels, gain: NDArray[np.float32]) -> Pixels:
    """Multiply by a gain per pixel, in 8-bit steps of 1/128; the sensor's noise hides the steps."""
    steps = np.clip(gain * 128, 0, 255).astype(np.uint8)
    return np.asarray(cv2.multiply(np.ascontiguousarray(picture), cv2.merge([steps] * 3), scale=1 / 128))


def glared(picture: Pixels, quad: Quad, rng: np.random.Generator, strength: float) -> Pixels:
    """Add the reflection of a lamp somewhere on the sheet."""
    width, height = picture.shape[1] // 8, picture.shape[0] // 8
    weights = rng.dirichlet([2, 2, 2, 2])
    centre = (np.array(quad) * weights[:, None]).sum(axis=0) / 8
    spot = np.zeros((height, width), np.uint8)
    axes = (round(width * 0.13 * strength + 4), round(width * 0.08 * strength + 3))
    cv2.ellipse(spot, (round(centre[0]), round(centre[1])), axes, float(rng.uniform(0, 180)), 0, 360, 255, -1)
    soft = cv2.GaussianBlur(spot, (0, 0), width * 0.025)
    large = cv2.resize(soft, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.add(picture, cv2.merge([large] * 3)))


def thumb(picture: Pixels, quad: Quad, rng: np.random.Generator) -> None:
    """Draw a thumb which reaches from outside over the lower right part of the paper's right-hand edge."""
    edge = np.array(quad[1]) * 0.3 + np.array(quad[2]) * 0.7
    middle = np.mean(np.array(quad), axis=0)
    outward = (edge - middle) / np.linalg.norm(edge - middle)
    length = float(np.linalg.norm(np.array(quad[1]) - np.array(quad[2])))
    half, thick = length * 0.12, length * 0.036
    centre = edge + outward * half * 0.86
    angle = float(np.degrees(np.arctan2(outward[1], outward[0])))
    skin = np.array([140, 172, 222]) + rng.integers(-18, 18)
    at, axes = (round(centre[0]), round(centre[1])), (round(half), round(thick))
    cv2.ellipse(picture, at, (axes[0] + 6, axes[1] + 6), angle, 0, 360, (70, 84, 110), -1, cv2.LINE_AA)
    cv2.ellipse(picture, at, axes, angle, 0, 360, tuple(int(v) for v in skin), -1, cv2.LINE_AA)
    nail = centre - outward * half * 0.72
    small = (round(half * 0.2), round(thick * 0.6))
    cv2.ellipse(picture, (round(nail[0]), round(nail[1])), small, angle, 0, 360, (190, 200, 238), -1, cv2.LINE_AA)


def blurred(picture: Pixels, rng: np.random.Generator, *, blur: float, motion: float) -> Pixels:
    """Apply the lens (always a little), defocus and motion."""
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.6, blur)))
    if motion >= 2:
        side = round(motion) | 1
        kernel = np.zeros((side, side), np.float32)
        angle = float(rng.uniform(0, np.pi))
        reach = np.array([np.cos(angle), np.sin(angle)]) * side / 2
        ends = [tuple(int(v) for v in np.round(side // 2 + sign * reach)) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA)
        picture = np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()))
    return picture


def dust(picture: Pixels, rng: np.random.Generator) -> None:
    """Put a few specks on the glass."""
    for _ in range(int(rng.integers(2, 9))):
        at = (int(rng.integers(picture.shape[1])), int(rng.integers(picture.shape[0])))
        tone = int(rng.integers(90, 190))
        cv2.circle(picture, at, int(rng.integers(1, 3)), (tone, tone, tone), -1, cv2.LINE_AA)


def noisy(picture: Pixels, rng: np.random.Generator, sigma: float, *, gray: bool = False) -> Pixels:
    """Add sensor noise from one random tile, shifted for every block: 36 million fresh normals would take 0.5 s."""
    if sigma <= 0:
        return picture
    side = 512
    tile = rng.standard_normal((side, side, 1 if gray else 3), dtype=np.float32) * np.float32(sigma)
    tile = np.repeat(tile, 3, axis=2) if gray else cv2.GaussianBlur(tile, (0, 0), 0.5) * 1.5
    noise = np.tile(np.round(tile).astype(np.int16), (2, 2, 1))
    for top in range(0, picture.shape[0], side):
        for left in range(0, picture.shape[1], side):
            block = picture[top : top + side, left : left + side]
            dy, dx = (int(v) for v in rng.integers(0, side, 2))
            part = noise[dy : dy + block.shape[0], dx : dx + block.shape[1]]
            block[:] = cv2.add(block, part, dtype=cv2.CV_8U)
    return picture
