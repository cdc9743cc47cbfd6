"""Curved and folded pages: how reading suffers from the bend, what straightening mends, what is left alone.

The photos are cropped by their true corners, so that only the bend is measured. page-dewarp 0.3.4 isn't run beside:
on the first such page it was not done after 300 seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import cv2
import numpy as np
from accuracy import characters_missed
from shoujian.demo.canvas import A4, Canvas, Paper
from shoujian.demo.samples import sample_pages
from shoujian.processors.geometry.curl import estimate_curl, straightened
from shoujian.processors.legibility.reduced import Copies
from shoujian.processors.page import Pixels
from shoujian.processors.reading.ocr_ppocr import PpOcrEngine

from .bent import SHAPES, BentPage, bent_photo
from .drawn import KINDS
from .tables import Table, count_of
from .wording import en, zh

STRONGEST_DEG = {"book": 50, "book left": 50, "bulge": 30, "one fold": 14, "two folds": 24, "rolled": 24, "oblique": 20}
BENDS = ((0.0, 0.4), (0.4, 0.8), (0.8, 1.2), (1.2, 2.0), (2.0, 99.0))
"""Classes by how far a straight line across the paper strays from its chord, in character heights."""
_LOSS = 0.01  # of characters: what counts as hindered, mended or spoilt


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield every table of this section."""
    trials = list(_trials(seed, count_of(70, scale, len(SHAPES)), out))
    yield "characters missed on bent pages, by the worst line's bend in character heights", bends_table(trials)
    yield "the same by the shape of the sheet", shapes_table(trials)
    yield "flat pages", flat_table(seed, scale)


@dataclass(frozen=True)
class Trial:
    """One bent page: its true bend in character heights, the shares of characters missed before and after."""

    shape: str
    bend: float
    straightened: bool
    before: float
    after: float
    cpu_ms: float


def prose(rng: np.random.Generator) -> Paper:
    """Return a page full of lines of 9 to 13 points in one or two columns, with its text."""
    sheet, margin, columns = Canvas(A4), int(rng.integers(180, 330)), int(rng.integers(1, 3))
    sheet.text((A4[0] / 2, margin), zh(rng, 10), 90, anchor="ma")
    width, size, leading = (A4[0] - 2 * margin - 100 * (columns - 1)) / columns, int(rng.integers(38, 54)), 0.0
    for column in range(columns):
        y, leading = margin + 200.0, leading or float(rng.uniform(1.35, 1.9))
        while y < A4[1] - margin - 200:
            text = zh(rng, int(rng.integers(40, 200))) if rng.random() < 0.85 else en(rng, int(rng.integers(15, 40)))
            y = sheet.paragraph((margin + column * (width + 100), y), text, size, width=width, leading=leading)
    return sheet.paper(None, "prose")


def cropped(page: BentPage) -> tuple[Any, tuple[int, int]]:
    """Return the matrix that takes the true corners to a rectangle, and its size."""
    corners = page.corners
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = round(float(max(top, bottom))), round(float(max(left, right)))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - np.float32(0.5)
    return cv2.getPerspectiveTransform(corners.astype(np.float32), target), (width, height)


def _bent_pages(seed: int, count: int) -> Iterator[BentPage]:
    for index in range(count):
        rng = np.random.default_rng([seed, index, 77])
        shape = SHAPES[index % len(SHAPES)]
        yield bent_photo(prose(rng), rng, shape=shape, strength_deg=float(rng.uniform(0, 1)) * STRONGEST_DEG[shape])


def _trials(seed: int, count: int, out: Path | None) -> Iterator[Trial]:
    read = _reader()
    for index, page in enumerate(_bent_pages(seed, count)):
        matrix, size = cropped(page)
        flat = cv2.warpPerspective(page.pixels, matrix, size, borderValue=(255, 255, 255))
        gray, _ = Copies(np.asarray(flat, np.uint8)).gray(1200)
        started = time.process_time()
        curl = estimate_curl(gray)
        pixels = flat if curl is None else straightened(page.pixels, matrix, size, curl)
        spent = 1000 * (time.process_time() - started)
        before = read(flat, page.paper.text)
        after = before if curl is None else read(pixels, page.paper.text)
        if out is not None and curl is not None and (after > _LOSS or index < len(SHAPES)):
            cv2.imwrite(str(out / f"curved_{seed}_{index}.png"), np.hstack([flat, pixels]))
        yield Trial(page.shape, page.bend() / _character(page.paper), curl is not None, before, after, spent)


def _character(paper: Paper) -> float:
    """Return the height of a usual character as a share of the paper's width."""
    return float(np.median([line.box[3] - line.box[1] for line in paper.lines])) / paper.size[0]


def _reader() -> Callable[[Any, str], float]:
    engine = PpOcrEngine()

    def read(pixels: Any, truth: str) -> float:
        return characters_missed(truth, [line.text for line in engine.read(pixels).lines]) or 0.0

    return read


_HEADER = ("pages", "straightened", "missed without", "missed with", "hindered", "mended", "spoilt")


def _row(chosen: Sequence[Trial]) -> tuple[str, ...]:
    hindered = [t for t in chosen if t.before > _LOSS]
    return (
        str(len(chosen)),
        str(sum(t.straightened for t in chosen)),
        f"{mean(t.before for t in chosen):.4f}",
        f"{mean(t.after for t in chosen):.4f}",
        str(len(hindered)),
        str(sum(t.after <= t.before / 4 for t in hindered)),
        str(sum(t.after > t.before + _LOSS for t in chosen)),
    )


def bends_table(trials: Sequence[Trial]) -> Table:
    table: Table = [("bend", *_HEADER, "CPU ms")]
    for low, high in BENDS:
        if chosen := [t for t in trials if low <= t.bend < high]:
            table.append((f"{low:g} to {high:g}", *_row(chosen), f"{median(t.cpu_ms for t in chosen):.0f}"))
    return table


def shapes_table(trials: Sequence[Trial]) -> Table:
    table: Table = [("shape", *_HEADER)]
    for shape in SHAPES:
        if chosen := [t for t in trials if t.shape == shape]:
            table.append((shape, *_row(chosen)))
    return table


def flat_table(seed: int, scale: float) -> Table:
    """Return how many flat pages would be straightened: drawn ones that lean a little, and the demo's as they lie."""
    sets: dict[str, Iterator[Pixels]] = {
        "drawn pages of all kinds, leaning by up to 1 degree": _leaning(seed, count_of(180, scale)),
        "the demo's scans and photos, cropped and upright": _flattened(seed, count_of(180, scale)),
    }
    table: Table = [("pages", "count", "straightened", "CPU ms", "worst")]
    for name, pages in sets.items():
        fired, spent = 0, []
        for pixels in pages:
            gray, _ = Copies(pixels).gray(1200)
            started = time.process_time()
            fired += estimate_curl(gray) is not None
            spent.append(1000 * (time.process_time() - started))
        table.append((name, str(len(spent)), str(fired), f"{median(spent):.1f}", f"{max(spent):.0f}"))
    return table


def _leaning(seed: int, count: int) -> Iterator[Pixels]:
    names = list(KINDS)
    for index in range(count):
        rng = np.random.default_rng([seed, index, 78])
        drawn: Any = KINDS[names[index % len(names)]](rng)
        clean = np.asarray(drawn[0] if isinstance(drawn, tuple) else drawn)
        height, width = clean.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-1, 1)), 1.0)
        turned = cv2.warpAffine(clean, turn, (width, height), borderValue=(250, 250, 250))
        yield np.asarray(cv2.GaussianBlur(turned, (0, 0), float(rng.uniform(0.5, 1.5))), np.uint8)


def _flattened(seed: int, count: int) -> Iterator[Pixels]:
    """Yield sample pages by their true corners, half a degree off at most."""
    for shot in sample_pages(seed + 2, count):
        width, height = shot.paper.size
        off = np.random.default_rng(seed).uniform(-4, 4, (4, 2)).astype(np.float32)
        target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) + off
        matrix = cv2.getPerspectiveTransform(np.array(shot.quad, np.float32), target)
        yield np.asarray(cv2.warpPerspective(shot.pixels, matrix, (width, height), borderValue=(255,) * 3), np.uint8)
