"""Pages spoiled in one named way each, by a strength that is known; and sheets with nothing or next to nothing on them.

All degrade a level, cropped page (H, W, 3) uint8 BGR as normalisation makes it, so that only the defect is measured.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.demo.canvas import A4, Canvas, Paper
from shoujian.demo.optics import noisy
from shoujian.demo.stamps import PEN_BLUE, round_seal, signature, square_seal

from .light import stored

Pixels = NDArray[np.uint8]
Rng = np.random.Generator
Spoil = Callable[[Pixels, float, Rng], Pixels]


def _bytes(values: NDArray[np.floating]) -> Pixels:
    return np.asarray(cv2.convertScaleAbs(np.maximum(values, 0)), np.uint8)


def _noisy(pixels: Pixels, sigma: float, rng: Rng) -> Pixels:
    return noisy(pixels.copy(), rng, sigma)


def defocused(pixels: Pixels, sigma: float, rng: Rng) -> Pixels:
    """Blur by a Gaussian of `sigma` px, then add the sensor's noise, which stays sharp."""
    return _noisy(np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8), 2, rng)


def moved(pixels: Pixels, length: float, rng: Rng) -> Pixels:
    """Smear along a line of `length` px in any direction."""
    side = round(length) | 1
    kernel = np.zeros((side, side), np.float32)
    angle = float(rng.uniform(0, np.pi))
    reach = np.array([np.cos(angle), np.sin(angle)]) * (side - 1) / 2
    ends = [tuple(int(v) for v in np.round(side // 2 + sign * reach)) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA)
    return _noisy(np.asarray(cv2.filter2D(pixels, -1, kernel / kernel.sum()), np.uint8), 2, rng)


def shrunk(pixels: Pixels, factor: float, _rng: Rng) -> Pixels:
    """Divide the resolution by `factor`, as a small or distant picture has it."""
    size = (max(1, round(pixels.shape[1] / factor)), max(1, round(pixels.shape[0] / factor)))
    return stored(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), 85)


def glared(pixels: Pixels, share: float, rng: Rng) -> Pixels:
    """Burn out about `share` of the page by one lamp whose reflection fades out, on paper that is grey by exposure."""
    height, width = pixels.shape[0] // 8, pixels.shape[1] // 8
    area, ratio = share * height * width, float(rng.uniform(1, 2.2))
    axes = (max(2, round((area / np.pi * ratio) ** 0.5)), max(2, round((area / np.pi / ratio) ** 0.5)))
    at = (round(rng.uniform(0.25, 0.75) * width), round(rng.uniform(0.25, 0.75) * height))
    spot: Pixels = np.zeros((height, width), np.uint8)
    cv2.ellipse(spot, at, axes, float(rng.uniform(0, 180)), 0, 360, 255, -1)
    soft = cv2.GaussianBlur(spot, (0, 0), width * 0.025)
    large = cv2.resize(soft, (pixels.shape[1], pixels.shape[0]))[..., None].astype(np.float32)
    return _noisy(_bytes(pixels * np.float32(0.85) + 1.4 * large), 2, rng)


def underexposed(pixels: Pixels, stops: float, rng: Rng) -> Pixels:
    """Take away `stops` of light (sRGB is about 2.2 gamma), with the noise that a dark picture has."""
    return _noisy(_bytes(pixels * np.float32(0.5 ** (stops / 2.2))), 4, rng)


def overexposed(pixels: Pixels, stops: float, rng: Rng) -> Pixels:
    """Add `stops` of light: bright ink is lost in white, and the lens's haze lifts the dark."""
    haze = min(0.8, 0.2 * stops)
    lit = 255 * (pixels / np.float32(255)) ** np.float32(1 / (1 + stops / 2))
    return _bytes(_noisy(_bytes(lit * (1 - haze) + 270 * haze), 1, rng))


def faded(pixels: Pixels, strength: float, rng: Rng) -> Pixels:
    """Leave `strength` (0..1) of the print's contrast."""
    return _noisy(_bytes(235 - (255 - pixels.astype(np.float32)) * np.float32(strength)), 2, rng)


def shadowed(pixels: Pixels, depth: float, rng: Rng) -> Pixels:
    """Darken one side by `depth` (0..1) behind a soft edge."""
    width = pixels.shape[1]
    ramp = 1 / (1 + np.exp(-(np.linspace(0, 1, width, dtype=np.float32) - rng.uniform(0.35, 0.65)) * 25))
    return _noisy(_bytes(pixels * (1 - depth * ramp)[None, :, None]), 2, rng)


def on_screen(pixels: Pixels, pitch: float, rng: Rng) -> Pixels:
    """Show the page on a screen and photograph it: one screen pixel is `pitch` px of the picture, `pitch` 1.3 to 6.

    A screen pixel is three upright stripes of colour with dark gaps; the sensor sees one colour per photosite.
    """
    height, width = (round(side / 1.5) for side in pixels.shape[:2])
    rows, columns = round(height / pitch), round(width / pitch)
    shown = cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA)
    angle, zoom = np.deg2rad(rng.uniform(-4, 4)), 1 / pitch
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = 1 + rng.uniform(-0.03, 0.03) * y / height
    u = ((x - width / 2) * np.cos(angle) + (y - height / 2) * np.sin(angle)) * zoom * bend + columns / 2
    v = ((y - height / 2) * np.cos(angle) - (x - width / 2) * np.sin(angle)) * zoom * bend + rows / 2
    u, v = u.astype(np.float32), v.astype(np.float32)
    light = cv2.remap(shown, u, v, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    gap = np.clip((0.5 - np.abs(v % 1 - 0.5)) * 6, 0.25, 1)
    for channel in range(3):  # blue stands right, red left
        away = np.abs((u - (5 / 6 - channel / 3) + 0.5) % 1 - 0.5)
        light[..., channel] *= gap * np.clip((0.25 - away) * 12, 0.06, 1) * 1.9
    light = cv2.GaussianBlur(light, (0, 0), float(rng.uniform(0.6, 0.9)))
    picture = _noisy(_bytes(light), 2.5, rng)
    bayer = np.empty((height, width), np.uint8)
    for row, column, channel in ((0, 0, 2), (0, 1, 1), (1, 0, 1), (1, 1, 0)):
        bayer[row::2, column::2] = picture[row::2, column::2, channel]
    return stored(np.asarray(cv2.cvtColor(bayer, cv2.COLOR_BayerRGGB2BGR), np.uint8), 88)


def held(pixels: Pixels, reach: float, rng: Rng) -> Pixels:
    """Lay a finger over the page's side or lower edge; it reaches in by `reach` of the page's width."""
    made = pixels.copy()
    height, width = pixels.shape[:2]
    side, along = int(rng.integers(3)), float(rng.uniform(0.3, 0.8))
    foot, inward = {
        0: ((0.0, along * height), (1.0, 0.0)),
        1: ((float(width), along * height), (-1.0, 0.0)),
        2: ((along * width, float(height)), (0.0, -1.0)),
    }[side]
    lean = float(rng.uniform(-0.5, 0.5))
    turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
    tip = np.array(foot) + turn @ np.array(inward) * reach * width
    thick = float(rng.uniform(0.075, 0.11)) * width
    skin = np.array([(140, 172, 222), (120, 150, 205), (95, 125, 180), (70, 95, 140)][int(rng.integers(4))], float)
    mask: Pixels = np.zeros((height, width), np.uint8)
    start = tuple(int(v) for v in np.array(foot) - turn @ np.array(inward) * width * 0.2)
    cv2.line(mask, start, tuple(int(v) for v in tip), 255, round(thick), cv2.LINE_AA)
    soft = cv2.GaussianBlur(mask, (0, 0), 3).astype(np.float32)[..., None] / 255
    small = cv2.GaussianBlur(cv2.resize(mask, (width // 8, height // 8)), (0, 0), thick / 32)
    round_off = cv2.resize(small, (width, height)).astype(np.float32)[..., None] / 255
    made[:] = _bytes(made * (1 - soft) + skin * (0.7 + 0.3 * round_off) * soft)
    return _noisy(made, 2, rng)


def cut(pixels: Pixels, share: float, rng: Rng) -> Pixels:
    """Cut about `share` of the page away on one side, at the top and bottom through a line of text near there."""
    side = int(rng.integers(4))
    turned = np.rot90(pixels, side)  # what is cut is the upper side now
    at = round(share * len(turned))
    if side % 2 == 0:
        near = slice(max(0, at - len(turned) // 50), at + len(turned) // 50)
        strokes = np.abs(np.diff(turned[near, :, 1].astype(np.int16), axis=1)) > 60
        at = near.start + int(np.argmax(strokes.sum(axis=1)))
    return np.ascontiguousarray(np.rot90(turned[at:], -side))


def empty_sheet(rng: Rng) -> Paper:
    """Return an A4 sheet with nothing on it but what counts as nothing: holes, folds, print shining through."""
    tint = int(rng.integers(240, 254))
    sheet = Canvas(A4, paper=(tint, tint, tint - int(rng.integers(0, 8))))
    kind = int(rng.integers(5))
    if kind == 1:
        x = int(rng.integers(110, 150))
        for y in (A4[1] // 2 - 472, A4[1] // 2 + 472):
            sheet.draw.ellipse((x - 35, y - 35, x + 35, y + 35), fill=(60, 58, 56))
    elif kind == 2:
        y = A4[1] * float(rng.uniform(0.3, 0.7))
        for shift, tone in ((-2, tint - 14), (0, tint - 30), (2, tint + 2)):
            sheet.draw.line((0, y + shift, A4[0], y + shift + 6), fill=(tone, tone, tone), width=3)
    elif kind == 3:
        return _shining_through(sheet, rng)
    return sheet.paper(None, "blank")


def _shining_through(sheet: Canvas, rng: Rng) -> Paper:
    size = int(rng.integers(40, 56))
    ghost = Canvas(A4, paper=(255, 255, 255))
    for y in range(400, A4[1] - 400, round(size * 1.6)):
        ghost.text((280, y), "本合同一式两份甲乙双方各执一份经签字盖章后生效"[: int(rng.integers(8, 24))] * 2, size)
    back = np.asarray(ghost.image, np.float32)[:, ::-1]
    soft = cv2.GaussianBlur(np.ascontiguousarray(back), (0, 0), float(rng.uniform(3, 5)))
    faint = np.asarray(sheet.image, np.float32) - (255 - soft) * float(rng.uniform(0.04, 0.13))
    sheet.paste(np.ascontiguousarray(_bytes(faint)[..., ::-1]), (0, 0, *A4))
    return sheet.paper(None, "blank")


def nearly_empty_sheet(rng: Rng) -> Paper:
    """Return an A4 sheet with one little thing on it: a short line, faint or not, a date, a signature or a stamp."""
    tint = int(rng.integers(240, 254))
    sheet = Canvas(A4, paper=(tint, tint, tint - int(rng.integers(0, 8))))
    at = (float(rng.uniform(0.15, 0.6)) * A4[0], float(rng.uniform(0.1, 0.85)) * A4[1])
    kind, size = int(rng.integers(5)), int(rng.integers(42, 60))
    tone = int(rng.integers(20, 175))
    if kind == 0:
        sheet.text(at, "本页无正文以下空白此页为附件"[: int(rng.integers(4, 14))], size, fill=(tone, tone, tone))
    elif kind == 1:
        sheet.text(at, f"20{rng.integers(10, 30)}年{rng.integers(1, 13)}月{rng.integers(1, 29)}日", size)
    elif kind == 2:
        colour = PEN_BLUE if rng.random() < 0.5 else (40, 40, 44)
        sheet.stamp(signature("王小样", rng, size=int(rng.integers(80, 130)), colour=colour), at, seal=False)
    elif kind == 3:
        sheet.stamp(square_seal("王小样印", rng, side=int(rng.integers(150, 240))), at)
    else:
        sheet.stamp(round_seal("示例市样本有限公司", rng, diameter=int(rng.integers(236, 480))), at)
    return sheet.paper(None, "note")
