"""What spoils a page: how often each defect is named by its strength, what reading loses there, and false alarms.

Pages are the demo's, normalised, then spoiled one way each (`spoiled.py`); their characters are known. Reading takes a
second a page, so only a few pages are read at each strength.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from accuracy import characters_missed
from shoujian.demo.samples import random_photo, random_scan, sample_pages
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.legibility.blank import is_blank
from shoujian.processors.legibility.quality import measure_quality
from shoujian.processors.legibility.reduced import Copies
from shoujian.processors.legibility.sheet import Sheet
from shoujian.processors.normalise import normalise
from shoujian.processors.page import PageImage
from shoujian.processors.reading.ocr_ppocr import PpOcrEngine

from . import spoiled
from .drawn import KINDS
from .light import stored
from .spoiled import Pixels, Rng, Spoil
from .tables import Table, count_of

PAGES = 40
SPOILED = 12
READ = 4
BLANKS = 40
TEXT_KINDS = ("contract", "insurance", "application", "training", "licence", "qualification", "diploma", "degree")


class Good(NamedTuple):
    """A normalised page without a defect, and its text."""

    pixels: Pixels
    kind: str
    device: str
    text: str
    text_height: float = 40.0


class Series(NamedTuple):
    """One defect: how to make it, in which strengths, and the codes that name it."""

    spoil: Spoil
    strengths: tuple[float, ...]
    codes: tuple[str, ...]
    relative: bool = False  # strengths are shares of the text's height
    read: bool = True


SERIES: dict[str, Series] = {
    "defocus, sigma by text height": Series(
        spoiled.defocused, (0.04, 0.08, 0.12, 0.16), ("page.blurred",), relative=True
    ),
    "motion, length by text height": Series(
        spoiled.moved, (0.2, 0.4, 0.6, 0.8), ("page.motion_blurred", "page.blurred"), relative=True
    ),
    "resolution divided by": Series(spoiled.shrunk, (2, 3, 4, 6), ("page.text_too_small",)),
    "glare over a share": Series(spoiled.glared, (0.01, 0.04, 0.1, 0.25), ("page.glare",)),
    "stops too little": Series(spoiled.underexposed, (1, 3, 5, 7), ("page.dark",)),
    "stops too much": Series(spoiled.overexposed, (1, 2, 3, 4), ("page.overexposed", "page.low_contrast")),
    "contrast left": Series(spoiled.faded, (0.3, 0.15, 0.08, 0.04), ("page.low_contrast", "page.overexposed")),
    "shadow of depth": Series(spoiled.shadowed, (0.5, 0.75, 0.85, 0.95), ("page.uneven_light",)),
    "screen, px of the picture to one of it": Series(
        spoiled.on_screen, (1.4, 2.3, 3.6, 5.3), ("page.screen",), read=False
    ),
    "finger, reach by page width": Series(spoiled.held, (0.06, 0.1, 0.15, 0.25), ("page.fingers",), read=False),
    "cut off, share of the page": Series(spoiled.cut, (0.02, 0.1, 0.2, 0.3), ("page.cut_off",), read=False),
}


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield the section's tables; `out`: where good pages that raise an alarm are kept as pictures."""
    orienter = Orienter()
    good = list(_good_pages(seed, count_of(PAGES, scale), orienter))
    yield "false alarms on good pages", _alarms_table(good, out)
    yield "false alarms on drawn pages without device", _alarms_table(_drawn_pages(seed, scale), out)
    texts = [page for page in good if page.kind in TEXT_KINDS][: count_of(SPOILED, scale)]
    yield "defects by strength: share named / characters missed in reading", _series_table(texts, seed, scale)
    yield "blank sheets", _blank_table(seed, count_of(BLANKS, scale), orienter, out)
    yield "CPU ms of quality and blank together, best of five", _cost_table(good)


def _good_pages(seed: int, count: int, orienter: Orienter) -> Iterator[Good]:
    for shot in sample_pages(seed, count):
        page = normalise(PageImage(stored(shot.pixels, shot.quality), dpi=shot.dpi), orienter=orienter)
        height = page.record.quality.text_height_px or 40.0
        yield Good(page.image.pixels, shot.paper.kind, shot.device, shot.paper.text, height)


def _drawn_pages(seed: int, scale: float) -> list[Good]:
    made = []
    for index, (name, draw) in enumerate(list(KINDS.items())[: count_of(len(KINDS), scale)]):
        rng = np.random.default_rng([seed, index])
        made.append(Good(draw(rng), name, "drawn", ""))
    return made


def _alarms_table(pages: Sequence[Good], out: Path | None) -> Table:
    table: Table = [("device", "pages", "called blank", "with a problem", "which")]
    for device in sorted({page.device for page in pages}):
        codes: Counter[str] = Counter()
        chosen = [page for page in pages if page.device == device and page.kind != "blank"]
        blanks = alarmed = 0
        for index, page in enumerate(chosen):
            sheet = Sheet(Copies(page.pixels))
            problems = measure_quality(PageImage(page.pixels), sheet).problems
            blanks += is_blank(PageImage(page.pixels), sheet)
            alarmed += bool(problems)
            codes.update(problems)
            if problems and out is not None:
                cv2.imwrite(str(out / f"alarm-{device}-{index}-{problems[0]}.jpg"), page.pixels)
        told = ", ".join(f"{code} {count}" for code, count in codes.most_common())
        table.append((device, str(len(chosen)), str(blanks), str(alarmed), told or "none"))
    return table


def _series_table(pages: Sequence[Good], seed: int, scale: float) -> Table:
    engine = PpOcrEngine()
    table: Table = [("defect", "pages", *("strength: named / missed" for _ in range(4)))]
    for name, series in SERIES.items():
        cells = []
        for strength in series.strengths:
            named, missed = _at(series, strength, pages, seed, engine, count_of(READ, scale, 2))
            lost = f" / {missed:.3f}" if missed is not None else ""
            cells.append(f"{strength:g}: {named:.2f}{lost}")
        table.append((name, str(len(pages)), *cells))
    return table


def _at(
    series: Series, strength: float, pages: Sequence[Good], seed: int, engine: PpOcrEngine, read: int
) -> tuple[float, float | None]:
    """Return the share of pages on which the defect is named, and the share of characters not read on a few."""
    named, missed = 0, []
    for index, page in enumerate(pages):
        rng = np.random.default_rng([seed, index])
        pixels = series.spoil(page.pixels, strength * (page.text_height if series.relative else 1.0), rng)
        named += any(code in measure_quality(PageImage(pixels)).problems for code in series.codes)
        if series.read and index < read:
            lines = [line.text for line in engine.read(pixels).lines]
            missed.append(characters_missed(page.text, lines) or 0.0)
    return named / max(1, len(pages)), float(np.mean(missed)) if missed else None


def _blank_table(seed: int, count: int, orienter: Orienter, out: Path | None) -> Table:
    table: Table = [("sheets", "device", "pages", "called blank")]
    makers: dict[str, Callable[[Rng], spoiled.Paper]] = {
        "empty": spoiled.empty_sheet,
        "next to nothing on it": spoiled.nearly_empty_sheet,
    }
    for name, make in makers.items():
        for device, take in (("scan", random_scan), ("photo", random_photo)):
            blanks = 0
            for index in range(count):
                rng = np.random.default_rng([seed, index, device == "scan"])
                shot = take(make(rng), rng)
                image = PageImage(stored(shot.pixels, shot.quality), dpi=shot.dpi)
                page = normalise(image, orienter=orienter)
                blanks += page.record.blank
                if page.record.blank != (name == "empty") and out is not None:
                    cv2.imwrite(str(out / f"blank-{device}-{index}-{page.record.blank}.jpg"), page.image.pixels)
            table.append((name, device, str(count), str(blanks)))
    return table


def _cost_table(pages: Sequence[Good]) -> Table:
    table: Table = [("pages", "median", "worst")]
    for device in sorted({page.device for page in pages}):
        spent = [1000 * min(_seconds(page.pixels) for _ in range(5)) for page in pages if page.device == device]
        table.append((f"{len(spent)} {device}s", f"{np.median(spent):.0f}", f"{max(spent):.0f}"))
    return table


def _seconds(pixels: Pixels) -> float:
    started = time.process_time()
    sheet = Sheet(Copies(pixels))
    measure_quality(PageImage(pixels), sheet)
    is_blank(PageImage(pixels), sheet)
    return time.process_time() - started
