"""Papers, cards, slips and covers as they look from afar: print is texture here, nothing can be read."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Rng = np.random.Generator

_LONG = 560  # pixels of the long side: the scenes are seldom larger
_SHAPES = (
    (0.707, 0.5),
    (1.414, 0.14),
    (1.586, 0.16),
    (0.704, 0.05),
    (0.45, 0.05),
    (0.25, 0.03),
    (1.0, 0.03),
    (2.0, 0.04),
)


def paper(rng: Rng, photos: list[Pixels]) -> Pixels:
    """Return one random document, (H, W, 3) uint8 BGR, its long side 560 pixels."""
    shapes, odds = zip(*_SHAPES, strict=True)
    aspect = float(rng.choice(shapes, p=np.array(odds) / sum(odds))) * float(np.exp(rng.normal(0, 0.05)))
    size = (round(_LONG * min(1.0, aspect)), round(_LONG * min(1.0, 1 / aspect)))
    sheet, ink = _ground(rng, size)
    if rng.random() < (0.25 if sheet.mean() > 120 else 0.6):  # covers have golden frames
        _frame(rng, sheet, ink)
    if rng.random() < 0.2:
        _band(rng, sheet)
    if rng.random() < 0.08:
        _few_words(rng, sheet, ink)
    else:
        _columns(rng, sheet, ink)
    if rng.random() < (0.6 if 1.3 < aspect < 1.8 else 0.2):
        _picture(rng, sheet, photos)
    for _ in range(int(rng.choice([0, 1, 2], p=[0.55, 0.35, 0.1]))):
        _seal(rng, sheet)
    if rng.random() < 0.12:
        _code(rng, sheet)
    return sheet


def _ground(rng: Rng, size: tuple[int, int]) -> tuple[Pixels, NDArray[np.float64]]:
    """Return the bare paper and the colour of its ink."""
    kind = rng.random()
    if kind < 0.66:
        colour = rng.uniform(214, 255) + rng.normal(0, 4, 3)
    elif kind < 0.82:
        colour = rng.uniform(150, 240) + rng.normal(0, 22, 3)
    elif kind < 0.95:
        colour = np.array([rng.uniform(15, 90), rng.uniform(15, 70), rng.uniform(20, 150)])
        colour = colour[rng.permutation(3)]
    else:
        colour = rng.uniform(20, 235, 3)
    pale = colour.mean() > 120
    ink = rng.uniform(0, 90, 3) if pale else np.array([90, 170, 205.0]) + rng.normal(0, 25, 3)
    if pale and rng.random() < 0.6:
        ink = np.full(3, rng.uniform(10, 110))
    width, height = size
    sheet = np.empty((height, width, 3), np.float32)
    sheet[:] = colour
    if rng.random() < 0.15:  # a printed ground: waves, or a colour that changes over the page
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        turn = rng.uniform(0, np.pi)
        wave = np.sin((x * np.cos(turn) + y * np.sin(turn)) / rng.uniform(2, 60) + np.sin(x / rng.uniform(8, 40)) * 2)
        sheet += (wave * rng.uniform(2, 14))[..., None] * rng.normal(0.6, 0.5, 3).astype(np.float32)
    if rng.random() < 0.15:
        ramp = (
            np.linspace(-1, 1, height, dtype=np.float32)[:, None]
            if rng.random() < 0.5
            else np.linspace(-1, 1, width, dtype=np.float32)[None]
        )
        sheet += (ramp * rng.uniform(3, 25))[..., None] * rng.uniform(-1, 1, 3).astype(np.float32)
    return np.clip(sheet, 0, 255).astype(np.uint8), np.clip(ink, 0, 255)


def _mixed(sheet: Pixels, mask: Pixels, colour: NDArray[np.float64], share: float = 1.0) -> None:
    """Let colour cover a sheet where a mask of 0..255 says so."""
    weight = (mask.astype(np.float32) * (share / 255))[..., None]
    sheet[:] = (sheet * (1 - weight) + np.asarray(colour, np.float32) * weight).astype(np.uint8)


def _frame(rng: Rng, sheet: Pixels, ink: NDArray[np.float64]) -> None:
    height, width = sheet.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    margin = float(rng.uniform(0.015, 0.1)) * min(width, height)
    for _ in range(int(rng.integers(1, 4))):
        at = round(margin)
        cv2.rectangle(
            mask,
            (at, at),
            (width - 1 - at, height - 1 - at),
            int(rng.integers(60, 256)),
            int(rng.integers(1, 5)),
            cv2.LINE_AA,
        )
        margin += rng.uniform(3, 12)
    colour = ink if rng.random() < 0.5 else rng.uniform(20, 210, 3)
    _mixed(sheet, mask, colour)


def _band(rng: Rng, sheet: Pixels) -> None:
    height, width = sheet.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    top = 0 if rng.random() < 0.6 else int(rng.uniform(0, 0.8) * height)
    left = 0 if rng.random() < 0.7 else int(rng.uniform(0, 0.7) * width)
    cv2.rectangle(
        mask,
        (left, top),
        (left + int(rng.uniform(0.2, 1) * width), top + int(rng.uniform(0.05, 0.3) * height)),
        255,
        -1,
    )
    _mixed(sheet, mask, rng.uniform(20, 235, 3), float(rng.uniform(0.15, 1)))


def bannered(rng: Rng, sheet: Pixels, colour: NDArray[np.float64] | None = None) -> Pixels:
    """Return a paper with a coloured banner along one side or two, and print in it: electronic certificates, cards.

    colour: of the banner, where it is to be the table's own; else any.
    """
    turns = int(rng.choice(4, p=[0.62, 0.08, 0.22, 0.08]))
    made = np.ascontiguousarray(np.rot90(sheet, turns))
    if colour is None:
        colour = rng.uniform(10, 200, 3)
        colour[int(rng.integers(3))] *= rng.uniform(0, 0.5)
    tall = float(np.exp(rng.uniform(np.log(0.035), np.log(0.4))))
    _banner(rng, made, colour, tall)
    if rng.random() < 0.25:
        made, turns = np.ascontiguousarray(np.rot90(made, 2)), turns + 2
        _banner(rng, made, colour, tall * float(rng.uniform(0.2, 1)))
    return np.ascontiguousarray(np.rot90(made, -turns))


def _banner(rng: Rng, sheet: Pixels, colour: NDArray[np.float64], tall: float) -> None:
    height, width = sheet.shape[:2]
    rows = max(4, round(tall * height))
    banner = np.empty((rows, width, 3), np.float32)
    banner[:] = colour
    if rng.random() < 0.3:
        along = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None]
        banner += along * (rng.uniform(5, 60) * rng.uniform(-1, 1, 3)).astype(np.float32)
    strip = np.clip(banner, 0, 255).astype(np.uint8)
    if rng.random() < 0.85:
        mask = np.zeros((rows, width), np.uint8)
        for _ in range(int(rng.integers(1, 4))):
            size = int(rows * rng.uniform(0.15, 0.6))
            long = min(int(0.9 * width), size * int(rng.integers(3, 13)))
            x = (width - long) // 2 if rng.random() < 0.6 else int(rng.uniform(0.03, 0.97) * (width - long))
            _line(rng, mask, x, int(rng.uniform(0.1, 0.9) * (rows - size)), long, size)
        dark = np.mean(colour) < 140
        _mixed(strip, mask, rng.uniform(190, 255, 3) if dark else rng.uniform(0, 90, 3), float(rng.uniform(0.6, 1)))
    sheet[:rows] = strip
    if rng.random() < 0.25:
        rule = max(1, round(0.008 * height))
        sheet[rows : rows + rule] = rng.uniform(20, 230, 3).astype(np.uint8)


def _few_words(rng: Rng, sheet: Pixels, ink: NDArray[np.float64]) -> None:
    height, width = sheet.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    for _ in range(int(rng.integers(1, 4))):
        size = int(rng.uniform(0.03, 0.12) * min(width, height))
        long = int(rng.uniform(2, 8)) * size
        _line(
            rng,
            mask,
            int(rng.uniform(0.05, 0.95) * max(1, width - long)),
            int(rng.uniform(0.08, 0.9) * height),
            long,
            size,
        )
    _mixed(sheet, mask, ink)


def _columns(rng: Rng, sheet: Pixels, ink: NDArray[np.float64]) -> None:
    """Print lines, tables and titles from the top to the bottom, in one to three columns."""
    height, width = sheet.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    margin = rng.uniform(0.04, 0.14, 2) * width
    size = float(rng.uniform(3.5, 13))
    y = rng.uniform(0.03, 0.14) * height
    end = height * (1 - rng.uniform(0.03, 0.12)) if rng.random() < 0.6 else height * rng.uniform(0.3, 0.95)
    columns = int(rng.choice([1, 2, 3], p=[0.78, 0.16, 0.06]))
    if rng.random() < 0.7:
        big = size * rng.uniform(1.3, 2.6)
        long = min(width * 0.8, big * rng.integers(3, 14))
        _line(rng, mask, int((width - long) / 2), int(y), int(long), int(big))
        y += big * rng.uniform(1.6, 3)
    gap = size * rng.uniform(1.3, 2.4)
    inner = (width - margin.sum()) / columns
    while y < end - size:
        if rng.random() < 0.08:
            y += _table(rng, mask, (margin[0], y, width - margin[1], min(end, y + height * rng.uniform(0.1, 0.6))), gap)
            continue
        full = rng.random() < 0.75
        for column in range(columns):
            left = margin[0] + column * inner
            long = inner * (0.94 if full else rng.uniform(0.1, 0.9))
            _line(rng, mask, int(left), int(y), int(long), max(2, int(size)))
        y += gap * (1 if rng.random() < 0.85 else rng.uniform(1.5, 4))
    _mixed(sheet, mask, ink, float(rng.uniform(0.55, 1)))


def _line(rng: Rng, mask: Pixels, x: int, y: int, long: int, size: int) -> None:
    """Print one line of glyphs: blocks of strokes, as Chinese print is when it is small."""
    height, width = mask.shape
    y0, y1, x0, x1 = max(0, y), min(height, y + size), max(0, x), min(width, x + long)
    if y1 - y0 < 1 or x1 - x0 < 2:
        return
    strokes = rng.integers(0, 256, (max(1, (y1 - y0 + 1) // 2), max(1, (x1 - x0 + 1) // 2)), np.uint8)
    strokes = cv2.resize(strokes, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    glyph = max(2, round(size * 1.12))
    strokes[:, np.arange(x1 - x0) % glyph >= size] = 0
    if rng.random() < 0.4:
        words = np.repeat(rng.random((x1 - x0) // glyph + 1) < 0.85, glyph)[: x1 - x0]
        strokes[:, ~words] = 0
    mask[y0:y1, x0:x1] = np.maximum(mask[y0:y1, x0:x1], strokes)


def _table(rng: Rng, mask: Pixels, box: tuple[float, float, float, float], gap: float) -> float:
    left, top, right, bottom = (int(v) for v in box)
    rows, columns = max(1, int((bottom - top) / (gap * rng.uniform(1, 2.2)))), int(rng.integers(2, 7))
    tall = (bottom - top) / rows
    cuts = np.sort(np.concatenate([[left, right], rng.uniform(left, right, columns - 1)])).astype(int)
    strong = int(rng.integers(90, 256))
    for row in range(rows + 1):
        cv2.line(mask, (left, int(top + row * tall)), (right, int(top + row * tall)), strong, 1)
    for cut in cuts:
        cv2.line(mask, (int(cut), top), (int(cut), int(top + rows * tall)), strong, 1)
    size = max(2, int(min(tall * 0.6, gap)))
    for row in range(rows):
        for start, stop in pairwise(cuts):
            if stop - start > 8 and rng.random() < 0.75:
                _line(
                    rng,
                    mask,
                    int(start) + 3,
                    int(top + (row + 0.2) * tall),
                    int((stop - start - 6) * rng.uniform(0.3, 1)),
                    size,
                )
    return rows * tall + gap


def _picture(rng: Rng, sheet: Pixels, photos: list[Pixels]) -> None:
    height, width = sheet.shape[:2]
    tall = int(rng.uniform(0.12, 0.6) * height)
    wide = min(width - 2, int(tall * rng.uniform(0.6, 1.6)))
    x, y = int(rng.uniform(0.02, 0.98) * (width - wide)), int(rng.uniform(0.02, 0.98) * (height - tall))
    if photos:
        sheet[y : y + tall, x : x + wide] = cv2.resize(
            photos[int(rng.integers(len(photos)))], (wide, tall), interpolation=cv2.INTER_AREA
        )
    else:
        sheet[y : y + tall, x : x + wide] = rng.uniform(40, 230, 3).astype(np.uint8)


def _seal(rng: Rng, sheet: Pixels) -> None:
    height, width = sheet.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    radius = int(rng.uniform(0.04, 0.14) * max(width, height))
    at = (int(rng.uniform(0.1, 0.95) * width), int(rng.uniform(0.2, 0.95) * height))
    if rng.random() < 0.75:
        cv2.circle(mask, at, radius, 255, max(1, radius // 12), cv2.LINE_AA)
        for angle in np.arange(0.2, 5.5, 0.45):
            place = (int(at[0] + 0.75 * radius * np.cos(angle)), int(at[1] + 0.75 * radius * np.sin(angle)))
            cv2.circle(mask, place, max(1, radius // 8), int(rng.integers(120, 256)), 1, cv2.LINE_AA)
        cv2.circle(mask, at, max(1, radius // 5), 220, -1, cv2.LINE_AA)
    else:
        cv2.rectangle(
            mask, (at[0] - radius // 2, at[1] - radius // 2), (at[0] + radius // 2, at[1] + radius // 2), 255, 2
        )
    _mixed(
        sheet,
        mask,
        np.array([rng.uniform(20, 90), rng.uniform(10, 80), rng.uniform(170, 240)]),
        float(rng.uniform(0.4, 0.95)),
    )


def _code(rng: Rng, sheet: Pixels) -> None:
    height, width = sheet.shape[:2]
    side = int(rng.uniform(0.08, 0.25) * min(width, height))
    cells = rng.integers(0, 2, (25, 25 if rng.random() < 0.6 else 60), np.uint8) * 255
    if cells.shape[1] == 60:
        cells[:] = cells[:1]
    x, y = int(rng.uniform(0.02, 0.9) * (width - side)), int(rng.uniform(0.02, 0.9) * (height - side))
    code = cv2.resize(cells, (side, side), interpolation=cv2.INTER_AREA)
    sheet[y : y + side, x : x + side] = code[..., None]
