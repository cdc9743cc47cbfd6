"""Upright: pages of 18 kinds and the demo's papers, in all four turns, by kind and by what was done to them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from shoujian.demo.desks import DESKS, desk_top
from shoujian.demo.devices import Shot
from shoujian.demo.samples import sample_pages
from shoujian.processors.geometry.orient import Orienter
from shoujian.schemas.page import Rotation

from .drawn import KINDS, Pixels
from .leaning import binarised, uneven
from .light import stored
from .tables import Table, count_of

DRAWN, SHOTS, DESK_TOPS = 432, 216, 36
Told = Literal["right", "unsure", "wrong"]
_HEADER = ("pages", "count", "right", "unsure", "wrong", "CPU ms", "p95")
_LONG_PX = (1754, 1450, 1150, 900, 650)


@dataclass(frozen=True)
class _Page:
    """A picture, the clockwise turn that rights it, and its groups."""

    pixels: Pixels
    rotation: Rotation
    groups: tuple[str, ...]


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield the section's tables; with `out`, the pages turned wrongly are written there."""
    orienter = Orienter()
    orienter.estimate(np.full((300, 300, 3), 255, np.uint8))  # loads the network
    drawn = _drawn(seed, count_of(DRAWN, scale, len(KINDS)))
    yield "drawn pages by kind and by wear", _told_table(orienter, drawn, out)
    yield "the demo's papers as cropped, by device and kind", _told_table(orienter, _shots(seed + 1, scale), out)
    yield "desks, which have no way up", _desks_table(orienter, seed + 2, count_of(DESK_TOPS, scale))


def _told_table(orienter: Orienter, pages: Iterator[_Page], out: Path | None) -> Table:
    told: dict[str, list[Told]] = defaultdict(list)
    times: dict[str, list[float]] = defaultdict(list)
    for number, page in enumerate(pages):
        started = time.process_time()
        found = orienter.estimate(page.pixels)
        spent = 1000 * (time.process_time() - started)
        verdict: Told = "unsure" if found is None else "right" if found.rotation_cw == page.rotation else "wrong"
        for group in ("all", *page.groups):
            told[group].append(verdict)
            times[group].append(spent)
        if out is not None and verdict == "wrong":
            cv2.imwrite(str(out / f"turns-{number}-{page.groups[0]}.png"), page.pixels)
    return [_HEADER, *(_row(group, told[group], times[group]) for group in told)]


def _row(group: str, told: list[Told], times: list[float]) -> tuple[str, ...]:
    shares = [f"{100 * told.count(verdict) / len(told):.1f} %" for verdict in ("right", "unsure", "wrong")]
    return group, str(len(told)), *shares, f"{np.median(times):.0f}", f"{np.percentile(times, 95):.0f}"


def _drawn(seed: int, count: int) -> Iterator[_Page]:
    for index in range(count):
        rng = np.random.default_rng([seed, index])
        kind = tuple(KINDS)[index % len(KINDS)]
        picture, worn = _worn(_shrunk(KINDS[kind](rng), int(rng.choice(_LONG_PX))), rng)
        turns = int(rng.integers(4))
        rotation: Rotation = (0, 270, 180, 90)[turns]  # type: ignore[assignment]
        yield _Page(np.ascontiguousarray(np.rot90(picture, -turns)), rotation, (kind, *worn))


def _shrunk(pixels: Pixels, long_px: int) -> Pixels:
    scale = long_px / max(pixels.shape[:2])
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=method), np.uint8)


def _worn(picture: Pixels, rng: np.random.Generator) -> tuple[Pixels, tuple[str, ...]]:
    """Return the picture leaning by up to 3 degrees and worn by chance, and the names of what was done."""
    height, width = picture.shape[:2]
    fill = tuple(int(value) for value in np.median(picture[:20].reshape(-1, 3), axis=0))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-3, 3)), 1.0)
    picture = np.asarray(cv2.warpAffine(picture, turn, (width, height), borderValue=fill), np.uint8)
    worn = [
        name
        for name, chance in (("shadow", 0.25), ("blur", 0.25), ("noise", 0.3), ("colour cast", 0.2), ("fax", 0.12))
        if rng.random() < chance
    ]
    if "shadow" in worn:
        picture = uneven(picture, rng)
    if "blur" in worn:
        sigma = float(rng.uniform(0.6, 2.2)) * max(height, width) / 1600
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)
    if "noise" in worn:
        grain = rng.normal(0, float(rng.uniform(3, 18)), (height, width))[..., None]
        picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    if "colour cast" in worn:
        picture = (picture * rng.uniform(0.7, 1, 3)).astype(np.uint8)
    if "fax" in worn:
        picture = binarised(picture, float(rng.uniform(-20, 20)))
    return stored(picture, int(rng.integers(40, 92))), tuple(worn)


def _shots(seed: int, scale: float) -> Iterator[_Page]:
    for shot in sample_pages(seed, count_of(SHOTS, scale)):
        if shot.paper.kind not in ("blank", "portrait"):
            yield _Page(_cropped(shot), shot.rotation, (shot.device, f"{shot.device}: {shot.paper.kind}"))


def _cropped(shot: Shot) -> Pixels:
    """Return the paper as it lies, cut out along its true outline, about 1400 px long."""
    small = _shrunk(shot.pixels, max(1400, max(shot.size) // 2))
    scale = small.shape[1] / shot.size[0]
    lying = np.roll(np.array(shot.quad, np.float32) * scale, shot.rotation // 90 * -1, axis=0)
    width, height = np.linalg.norm(lying[1] - lying[0]), np.linalg.norm(lying[3] - lying[0])
    size = (round(1400 * width / max(width, height)), round(1400 * height / max(width, height)))
    corners = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    return np.asarray(cv2.warpPerspective(small, cv2.getPerspectiveTransform(lying, corners), size), np.uint8)


def _desks_table(orienter: Orienter, seed: int, count: int) -> Table:
    found = []
    for index in range(count):
        rng = np.random.default_rng([seed, index])
        desk = desk_top(DESKS[index % len(DESKS)], (1080, 1440), rng)
        found.append(orienter.estimate(stored(np.asarray(desk, np.uint8), 85)))
    turned = sum(1 for one in found if one is not None and one.rotation_cw)
    upright = sum(1 for one in found if one is not None and not one.rotation_cw)
    return [
        ("desks", "would be turned", "called upright", "unsure"),
        (str(count), str(turned), str(upright), str(count - turned - upright)),
    ]
