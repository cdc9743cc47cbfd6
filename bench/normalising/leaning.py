"""Clean pages made into leaning, worn scans with exact truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .drawn import KINDS, Pixels
from .light import stored

DPI = 300


@dataclass(frozen=True)
class Leaning:
    """A picture (H, W, 3) uint8 BGR; `truth_deg` is the clockwise turn that levels it; `worn` names what was done."""

    pixels: Pixels
    truth_deg: float
    kind: str
    dpi: int
    worn: tuple[str, ...]


def leaning_pages(seed: int, count: int, *, kinds: tuple[str, ...] = tuple(KINDS)) -> Iterator[Leaning]:
    """Give `count` pages: half lean by up to 15 degrees, half by up to 3; page i depends on seed and i only."""
    for index in range(count):
        rng = np.random.default_rng([seed, index])
        kind = kinds[index % len(kinds)]
        clean = KINDS[kind](rng)
        reach = 15.0 if rng.random() < 0.5 else 3.0
        lean = float(rng.uniform(-reach, reach))
        dpi = int(rng.choice([300, 200, 150]))
        picture, bed = laid(clean, lean, dpi, rng)
        picture, worn = wear(picture, rng)
        yield Leaning(picture, -lean, kind, dpi, (bed, *worn))


def laid(clean: Pixels, lean_deg: float, dpi: int, rng: np.random.Generator) -> tuple[Pixels, str]:
    """Return the page turned clockwise by `lean_deg` on a scanner of `dpi`, and the name of the scanner's bed.

    plain: the bed is as white as the paper and the frame as large; black, grey: 8 mm of bed around the paper; band: a
    dark stripe along one side of the picture, which is straight whatever the paper does.
    """
    bed = str(rng.choice(["plain", "black", "grey", "band"], p=[0.62, 0.13, 0.13, 0.12]))
    margin = 95 if bed in ("black", "grey") else 0
    height, width = clean.shape[:2]
    scale = dpi / DPI
    size = (round((width + 2 * margin) * scale), round((height + 2 * margin) * scale))
    angle = np.radians(lean_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * scale
    middle = np.array([(width - 1) / 2, (height - 1) / 2]) + rng.uniform(-0.5, 0.5, 2)
    there = (np.array(size) - 1) / 2 - turn @ middle
    soft = clean if scale == 1 else cv2.GaussianBlur(clean, (0, 0), 0.42 / scale)
    tone = {"plain": 252, "band": 250, "black": int(rng.integers(5, 40)), "grey": int(rng.integers(90, 200))}[bed]
    matrix = np.column_stack([turn, there])
    fill = (
        tuple(int(v) for v in np.median(clean[:40].reshape(-1, 3), axis=0)) if bed in ("plain", "band") else (tone,) * 3
    )
    picture = cv2.warpAffine(soft, matrix, size, flags=cv2.INTER_CUBIC, borderValue=fill)
    if bed == "band":
        picture = np.rot90(np.ascontiguousarray(picture), int(rng.integers(4))).copy()
        picture[:, : int(picture.shape[1] * rng.uniform(0.006, 0.03))] = int(rng.integers(0, 60))
    return np.asarray(picture, np.uint8), bed


def wear(picture: Pixels, rng: np.random.Generator) -> tuple[Pixels, tuple[str, ...]]:
    """Return the picture after uneven light, blur, noise, JPEG or binarising, each by chance, and their names."""
    worn = []
    if rng.random() < 0.2:
        picture, worn = uneven(picture, rng), [*worn, "light"]
    if rng.random() < 0.4:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.5, 1.8))), np.uint8)
        worn.append("blur")
    if rng.random() < 0.5:
        noise = rng.normal(0, float(rng.uniform(2, 14)), picture.shape[:2]).astype(np.float32)[..., None]
        picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
        worn.append("noise")
    if rng.random() < 0.12:
        picture, worn = binarised(picture, float(rng.uniform(-25, 25))), [*worn, "binarised"]
    return stored(picture, int(rng.integers(35, 92))), tuple(worn)


def binarised(picture: Pixels, off: float) -> Pixels:
    """Return the picture in black and white, as a fax has it; `off`: grey levels from Otsu's threshold."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    level = cv2.threshold(gray, 0, 255, cv2.THRESH_OTSU)[0] + off
    return np.asarray(cv2.cvtColor(((gray > level) * 255).astype(np.uint8), cv2.COLOR_GRAY2BGR), np.uint8)


def uneven(picture: Pixels, rng: np.random.Generator, depth: float | None = None) -> Pixels:
    """Return the picture darkened smoothly towards one side."""
    height, width = picture.shape[:2]
    angle, depth = float(rng.uniform(0, 2 * np.pi)), depth or float(rng.uniform(0.2, 0.6))
    y, x = np.mgrid[0:64, 0:64].astype(np.float32) / 63 - 0.5
    gain = 1 - depth * (0.5 + (x * np.cos(angle) + y * np.sin(angle)) / 1.42)
    large: NDArray[np.float32] = np.asarray(cv2.resize(gain.astype(np.float32), (width, height)), np.float32)
    return np.asarray(picture * large[..., None], np.uint8)
