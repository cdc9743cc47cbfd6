"""Hard shadows over drawn papers: what reading loses, what lifting them mends, whether colours and pictures keep."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

import cv2
import numpy as np
from accuracy import characters_missed
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.canvas import Paper
from shoujian.demo.papers import draw
from shoujian.demo.samples import sample_pages
from shoujian.processors.legibility.ink import paper_field
from shoujian.processors.legibility.light import even_light, reading_copy
from shoujian.processors.legibility.reduced import Copies
from shoujian.processors.page import Pixels
from shoujian.processors.reading.ocr_ppocr import PpOcrEngine

from .tables import Table, count_of

KINDS = ("contract", "diploma", "licence", "id_front", "qualification", "training", "degree", "promise")
DEPTHS = (0.06, 0.1, 0.16, 0.25, 0.4)
"""Share of the light that reaches the paper in the shadow."""


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield every table of this section."""
    yield "characters missed under hard shadows, by the light that is left", reading_table(seed, scale, out)
    yield "what lifting keeps", colours_table(seed, count_of(40, scale))
    yield "pages without shadow", left_alone_table(seed, scale)


def sheet(kind: str, seed: int) -> tuple[Paper, Pixels]:
    """Return a paper with its truth, and its pixels at half of its size (a card at its own)."""
    paper = draw(kind, fictitious_applicant(seed), np.random.default_rng(seed))[0]
    if paper.size[0] < 1200:
        return paper, paper.pixels
    return paper, np.asarray(cv2.resize(paper.pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def shaded(pixels: Pixels, rng: np.random.Generator, depth: float) -> tuple[Pixels, Any]:
    """Return the page with a bluish shadow over 30 to 55 % of it, with noise, and the shadow as a mask 0..1."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = float(rng.uniform(0, 2 * np.pi))
    place = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    mask = (place < np.quantile(place[::9, ::9], float(rng.uniform(0.3, 0.55)))).astype(np.float32)
    mask = cv2.GaussianBlur(mask, (0, 0), float(rng.choice([3, 12, 40])) * width / 1240)[..., None]
    gain = (1 - mask * (1 - depth)) * (1 - 0.2 * x[..., None] / width)
    tint = 1 - mask * np.array([0.0, 0.05, 0.1], np.float32)
    made = pixels * gain * tint + rng.normal(0, 2.0, pixels.shape)
    return np.clip(made, 0, 255).astype(np.uint8), mask[..., 0]


def divided(pixels: Pixels) -> Pixels:
    """The common recipe: each channel by its own closed background."""
    size = (pixels.shape[1], pixels.shape[0])
    channels = [np.ascontiguousarray(pixels[..., channel]) for channel in range(3)]
    fields = [cv2.resize(np.maximum(paper_field(channel), 8), size) for channel in channels]
    pairs = zip(channels, fields, strict=True)
    return np.asarray(cv2.merge([cv2.divide(channel, field, scale=245) for channel, field in pairs]), np.uint8)


def equalised(pixels: Pixels) -> Pixels:
    """CLAHE on the lightness."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)
    lab[..., 0] = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(lab[..., 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2BGR), np.uint8)


def _product(pixels: Pixels) -> Pixels:
    made = even_light(pixels)
    return pixels if made is None else made[0]


def _read(pixels: Pixels) -> Pixels:
    return reading_copy(_product(pixels))


METHODS: dict[str, Callable[[Pixels], Pixels]] = {
    "nothing": lambda pixels: pixels,
    "division by channel": divided,
    "CLAHE": equalised,
    "shoujian, what is seen": _product,
    "shoujian, what is read": _read,
}


def reading_table(seed: int, scale: float, out: Path | None) -> Table:
    engine = PpOcrEngine()
    table: Table = [("light left", "pages", *METHODS, "lifted")]
    for depth in DEPTHS:
        rows, lifted, count = [], 0, count_of(len(KINDS), scale)
        for index, kind in enumerate(KINDS[:count]):
            paper, clean = sheet(kind, seed + index)
            dark, _ = shaded(clean, np.random.default_rng([seed, index, int(100 * depth)]), depth)
            made = [method(dark) for method in METHODS.values()]
            lifted += made[-2] is not dark
            found = [[line.text for line in engine.read(pixels).lines] for pixels in made]
            rows.append([characters_missed(paper.text, lines) or 0.0 for lines in found])
            if out is not None:
                cv2.imwrite(str(out / f"shaded_{seed}_{kind}_{round(100 * depth)}.png"), np.hstack(made))
        means = [f"{mean(row[k] for row in rows):.4f}" for k in range(len(METHODS))]
        table.append((f"{depth:g}", str(len(rows)), *means, str(lifted)))
    return table


def colours_table(seed: int, count: int) -> Table:
    """Return hue and saturation of seals under the shadow, and how far pictures and lit paper move from the truth."""
    errors: dict[str, list[tuple[float, ...]]] = {"division by channel": [], "shoujian": []}
    for index in range(count):
        kind = ("contract", "degree", "qualification", "training", "diploma")[index % 5]
        paper, clean = sheet(kind, seed + 500 + index)
        rng = np.random.default_rng([seed, index, 5])
        dark, mask = shaded(clean, rng, float(rng.uniform(0.08, 0.25)))
        if (made := even_light(dark)) is None:
            continue
        for name, pixels in (("division by channel", divided(dark)), ("shoujian", made[0])):
            errors[name].append((*_seal_change(clean, pixels, paper), *_paper_change(clean, dark, pixels, mask)))
    header = ("method", "pages", "seal hue off, degrees", "worst", "seal saturation kept", "least", "lit part changed")
    table: Table = [(*header, "colour of the paper in the shadow off")]
    for name, rows in errors.items():
        hue, kept, lit, tint = (np.array([row[k] for row in rows]) for k in range(4))
        hue, kept = hue[~np.isnan(hue)], kept[~np.isnan(kept)]
        cells = (f"{np.median(hue):.1f}", f"{hue.max():.1f}", f"{np.median(kept):.2f}", f"{kept.min():.2f}")
        table.append((name, str(len(rows)), *cells, f"{np.median(lit):.1f}", f"{np.median(tint):.1f}"))
    return table


def _seal_change(clean: Pixels, made: Pixels, paper: Paper) -> tuple[float, float]:
    """Return by how many degrees the hue of the seals is off, and the share of their saturation that is left."""
    scale = clean.shape[1] / paper.size[0]
    pairs = []
    for box in paper.seals:
        left, top, right, bottom = (round(value * scale) for value in box)
        parts = [_hsv(pixels[top:bottom, left:right]) for pixels in (clean, made)]
        red = (parts[0][..., 1] > 0.5) & (np.abs((parts[0][..., 0] + 180) % 360 - 180) < 25)
        if np.count_nonzero(red) > 200:
            hues = [float(np.median((part[..., 0][red] + 180) % 360)) for part in parts]
            kept = float(np.median(parts[1][..., 1][red])) / float(np.median(parts[0][..., 1][red]))
            pairs.append((abs(hues[0] - hues[1]), kept))
    if not pairs:
        return float("nan"), float("nan")
    return max(hue for hue, _ in pairs), min(kept for _, kept in pairs)


def _hsv(pixels: Pixels) -> Any:
    smooth = cv2.GaussianBlur(pixels, (0, 0), 1.5)  # noise has saturation of its own
    return cv2.cvtColor(smooth.astype(np.float32) / 255, cv2.COLOR_BGR2HSV)


def _paper_change(clean: Pixels, dark: Pixels, made: Pixels, mask: Any) -> tuple[float, float]:
    """Return the mean change of the lit part in grey levels, and how far the lifted paper's Lab colour is off."""
    lit = mask < 0.01
    paper = (mask > 0.99) & (clean.min(axis=2) > 200)
    labs = [
        cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)[paper][:, 1:].astype(np.float32).mean(axis=0)
        for pixels in (clean, made)
    ]
    return float(np.abs(made[lit].astype(np.float32) - dark[lit]).mean()), float(np.linalg.norm(labs[0] - labs[1]))


def left_alone_table(seed: int, scale: float) -> Table:
    """Return how many of the demo's scans and photos, without or with soft shadows, are changed, and the cost."""
    changed, spent = 0, []
    count = count_of(120, scale)
    for shot in sample_pages(seed + 3, count):
        copies = Copies(shot.pixels)
        copies.gray(1200)
        started = time.process_time()
        changed += even_light(shot.pixels, copies) is not None
        spent.append(1000 * (time.process_time() - started))
    return [("pages", "changed", "CPU ms"), (str(count), str(changed), f"{median(spent):.1f}")]
