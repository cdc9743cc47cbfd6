"""To the limit: quality reached, full encodes and cost per byte limit; portraits; what seals and fingerprints cost."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

import cv2
import numpy as np
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.devices import Shot
from shoujian.demo.files import jpeg as file_of
from shoujian.demo.papers import MATERIALS, draw
from shoujian.demo.portrait import Background, draw_portrait
from shoujian.demo.samples import random_photo, random_scan
from shoujian.processors.legibility import encode
from shoujian.processors.legibility.jpeg import MAX_QUALITY, MIN_QUALITY, jpeg
from shoujian.processors.legibility.likeness import fingerprint
from shoujian.processors.legibility.portrait import check_portrait, fit_portrait, is_portrait
from shoujian.processors.legibility.reduced import Copies
from shoujian.processors.legibility.seal import find_seals
from shoujian.processors.page import PageImage, Pixels
from shoujian.schemas.procedure import UploadLimits

from .tables import Table, count_of

PAGES = 40
PORTRAITS = 30
LIMITS_KB = (100, 200, 500, 1000, 2000)
EXACT = (295, 413)
_BACKGROUNDS: tuple[Background, ...] = ("white", "blue", "red")


class Fit(NamedTuple):
    """What one way makes of one page at one limit; `size_bytes` 0 where it gave up."""

    quality: int
    size_bytes: int
    encodes: int
    cpu_ms: float


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield the tables of this section; `out` receives the portraits as they are handed in."""
    pages = _pages(seed, count_of(PAGES, scale))
    yield "to the limit: pages at full size, quality 50 to 88", fit_table(pages)
    yield "to the limit: as the product does it (A4 asks for 200 dpi, text of 14 px stays)", product_table(pages)
    yield "portraits: what is told of each kind (share of the pictures)", portrait_table(seed, scale, out)
    yield "CPU ms per page with copies that others made", shared_table(pages)


def _pages(seed: int, count: int) -> list[Shot]:
    """Return upright pages, half of them scanned; every second as it comes out of its JPEG."""
    shots = []
    for index in range(count):
        rng = np.random.default_rng([seed, 7, index])
        kinds = [kind for kind in MATERIALS if kind != "portrait"]
        paper = draw(kinds[index % len(kinds)], fictitious_applicant(int(rng.integers(1 << 30))), rng)[0]
        shots.append(random_scan(paper, rng) if index % 2 else random_photo(paper, rng))
    return shots


def _decoded(shot: Shot) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(file_of(shot), np.uint8), cv2.IMREAD_COLOR), np.uint8)


def fit_table(shots: list[Shot]) -> Table:
    """Compare one foretold encode with bisection, plain and optimised, and with the best that fits."""
    rows: dict[tuple[int, str], list[tuple[Fit, int]]] = defaultdict(list)
    for shot in shots:
        pixels = _decoded(shot)
        for limit_kb in LIMITS_KB:
            best = _bisected(pixels, limit_kb * 1024, optimise=True)
            ways = {
                "foretold": _foretold(pixels, limit_kb * 1024),
                "bisection": _bisected(pixels, limit_kb * 1024, optimise=False),
                "bisection, optimised": best,
            }
            if best.size_bytes:
                for name, fit in ways.items():
                    rows[limit_kb, name].append((fit, best.quality))
    table: Table = [("limit KB", "way", "pages", "within", "below the best", "worst", "used %", "encodes", "CPU ms")]
    table += [(str(limit), name, *_fit_row(fits, limit * 1024)) for (limit, name), fits in sorted(rows.items())]
    return table


def _fit_row(fits: list[tuple[Fit, int]], limit: int) -> tuple[str, ...]:
    made = [(fit, best - fit.quality) for fit, best in fits if 0 < fit.size_bytes <= limit]
    tight = [fit.size_bytes / limit for fit, _ in made if fit.quality < MAX_QUALITY]
    return (
        str(len(fits)),
        f"{len(made) / len(fits):.3f}",
        f"{mean(loss for _, loss in made):.2f}" if made else "",
        f"{max(loss for _, loss in made)}" if made else "",
        f"{100 * mean(tight):.1f}" if tight else "",
        f"{mean(fit.encodes for fit, _ in fits):.2f}",
        f"{median(fit.cpu_ms for fit, _ in fits):.0f}",
    )


def _foretold(pixels: Pixels, limit: int) -> Fit:
    """Return what the product makes when it may not make the page smaller."""
    limits = UploadLimits(max_bytes=limit, max_long_side_px=20_000, min_short_side_px=min(pixels.shape[:2]))
    made, encodes, cpu = _counted(lambda: _encoded(pixels, None, limits))
    return Fit(made.quality or 0, len(made.data), encodes, cpu)


def _bisected(pixels: Pixels, limit: int, *, optimise: bool) -> Fit:
    """Return the highest quality that fits, found by halving 50..88."""
    started, encodes, fitting = time.process_time(), 0, (0, 0)
    low, high = MIN_QUALITY, MAX_QUALITY
    while low <= high:
        middle = (low + high) // 2
        size = len(jpeg(pixels, middle, optimise=optimise))
        encodes += 1
        if size <= limit:
            fitting, low = (middle, size), middle + 1
        else:
            high = middle - 1
    return Fit(*fitting, encodes, 1000 * (time.process_time() - started))


def _encoded(pixels: Pixels, dpi: float | None, limits: UploadLimits) -> encode.Encoded:
    return encode.encode_page(PageImage(pixels, dpi), limits, text_height_px=None, material="")


def _counted(work: Callable[[], encode.Encoded]) -> tuple[encode.Encoded, int, float]:
    """Return what was made, with how many full encodes, and the CPU ms that it took."""
    calls: list[int] = []
    plain = encode.jpeg

    def counted(pixels: Pixels, quality: int, *, dpi: float | None = None, optimise: bool = False) -> bytes:
        calls.append(quality)
        return plain(pixels, quality, dpi=dpi, optimise=optimise)

    encode.jpeg = counted  # type: ignore[assignment]
    try:
        started = time.process_time()
        made = work()
        return made, len(calls), 1000 * (time.process_time() - started)
    finally:
        encode.jpeg = plain


def product_table(shots: list[Shot]) -> Table:
    """Count what becomes of the pages when they may be made smaller."""
    rows = defaultdict(list)
    for shot in shots:
        pixels = _decoded(shot)
        kind = "card" if shot.paper.corner_radius else "page"
        for limit_kb in LIMITS_KB:
            limits = UploadLimits(max_bytes=limit_kb * 1024, min_text_height_px=14)
            made, encodes, cpu = _counted(lambda at=limits, px=pixels, dpi=shot.dpi: _encoded(px, dpi, at))
            told = any(found.code == "material.over_limit" for found in made.findings)
            shrunk = max(made.size) / max(shot.size)
            kept = len(made.data) <= limits.max_bytes
            rows[limit_kb, f"{kind}, {shot.device}"].append(
                (kept, kept or told, made.quality or 0, shrunk, encodes, cpu)
            )
    head = ("limit KB", "pages of", "pages", "within", "within or told", "quality", "scale", "encodes", "CPU ms")
    table: Table = [head]
    for (limit, group), values in sorted(rows.items()):
        kept, honest, quality, shrunk, encodes, cpu = zip(*values, strict=True)
        cells = (f"{mean(kept):.3f}", f"{mean(honest):.3f}", f"{mean(quality):.0f}", f"{mean(shrunk):.2f}")
        table.append((str(limit), group, str(len(values)), *cells, f"{mean(encodes):.2f}", f"{median(cpu):.0f}"))
    return table


def portrait_table(seed: int, scale: float, out: Path | None) -> Table:
    """Count what is found on good portraits and on spoiled ones."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    count = count_of(PORTRAITS, scale)
    for index in range(count):
        rng = np.random.default_rng([seed, 8, index])
        background = _BACKGROUNDS[index % 3]
        page = draw_portrait(rng, sex="男女"[index % 2], background=background, size=(590, 826))
        for name, pixels in _variations(page, rng).items():
            image = PageImage(np.ascontiguousarray(pixels))
            wanted: Background = _BACKGROUNDS[(index + 1) % 3] if name == "other background" else background
            found = check_portrait(image, exact_size_px=EXACT, background=wanted, text_lines=0)
            told[name].update([finding.code for finding in found] or ["nothing"])
            if out is not None and index < 3:
                cv2.imwrite(
                    str(out / f"portrait-{index}-{name.replace(' ', '-')}.png"), fit_portrait(image, EXACT).pixels
                )
    rows = [
        (name, ", ".join(f"{code} {n / count:.2f}" for code, n in codes.most_common())) for name, codes in told.items()
    ]
    return [("picture", "told"), *rows]


def _variations(page: Pixels, rng: np.random.Generator) -> dict[str, Pixels]:
    width = page.shape[1]
    small = cv2.resize(page, (150, 210), interpolation=cv2.INTER_AREA)
    side = int(rng.uniform(0.14, 0.22) * width)
    return {
        "good": page,
        "other background": page,
        "face at the side": page[:, side:] if rng.random() < 0.5 else page[:, :-side],
        "room at one side": cv2.copyMakeBorder(page, 0, 0, 0, width // 2, cv2.BORDER_REPLICATE),
        "small head, few pixels": cv2.copyMakeBorder(small, 203, 0, 72, 73, cv2.BORDER_REPLICATE),
        "small head, many pixels": cv2.copyMakeBorder(page, 700, 0, 260, 260, cv2.BORDER_REPLICATE),
        "leaning 7..12 degrees": _leaning(page, float(rng.uniform(7, 12) * rng.choice([-1, 1]))),
        "leaning 2 degrees": _leaning(page, 2.0),
        "blurred": cv2.GaussianBlur(page, (0, 0), float(rng.uniform(4.5, 7))),
        "enlarged from 110 px": cv2.resize(page, (110, 154), interpolation=cv2.INTER_AREA),
        "printed, with a frame": cv2.copyMakeBorder(page, 30, 30, 30, 30, cv2.BORDER_CONSTANT, value=(250, 250, 250)),
    }


def _leaning(page: Pixels, angle_deg: float) -> Pixels:
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, 0.6 * height), -angle_deg, 1.0)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def shared_table(shots: list[Shot]) -> Table:
    """Return what seals, fingerprints and the portrait's test cost, and how the seals agree with the truth."""
    cost: dict[str, list[float]] = defaultdict(list)
    seals: Counter[str] = Counter()
    for shot in shots:
        pixels = _decoded(shot)
        copies = Copies(pixels)
        copies.gray(800)
        ways: dict[str, Callable[[], object]] = {
            "seals": lambda px=pixels, of=copies: find_seals(px, copies=of),
            "fingerprint": lambda px=pixels, of=copies: fingerprint(px, copies=of),
            "is it a portrait": lambda px=pixels, of=copies: is_portrait(PageImage(px), text_lines=0, copies=of),
        }
        for name, work in ways.items():
            cost[name].append(min(_cpu_ms(work) for _ in range(3)))
        found, true = len(find_seals(pixels)), len(shot.paper.seals)
        seals["as drawn" if found == true else "missed" if found < true else "false"] += 1
    table: Table = [("step", "median ms", "worst ms")]
    table += [(name, f"{median(times):.1f}", f"{max(times):.1f}") for name, times in cost.items()]
    return [*table, ("pages by seals", ", ".join(f"{name} {n}" for name, n in seals.most_common()), "")]


def _cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)
