"""Level: pages of 18 kinds with exact truth beside the rivals; what has no angle; second passes; wide leans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.demo.desks import DESKS, desk_top
from shoujian.demo.optics import noisy
from shoujian.demo.portrait import draw_portrait
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.geometry.skew import SkewEstimate, estimate_skew, estimate_wide_skew
from shoujian.processors.normalise import NormaliseOptions, normalise
from shoujian.processors.page import PageImage

from .drawn import KINDS, Pixels
from .leaning import Leaning, leaning_pages, uneven, wear
from .levellers import Leveller, cpu_ms, levellers, slow_levellers
from .light import stored
from .tables import Table, count_of

PAGES, SLOW_PAGES, TWICE, WIDE, EMPTY = 216, 12, 36, 36, 36
_A4_300 = (3508, 2480)
_CPU = "CPU ms, A4 at 300 dpi"
_HEADER = ("method", "pages", "AED", "TOP80", "CE@0.1", "CE@0.2", "worst", "refused", _CPU)
_WIDE_KINDS = ("Chinese", "English", "table", "form", "certificate", "card", "invoice", "demo", "portrait")


@dataclass(frozen=True)
class _Answer:
    """What one method said of one page; `error` in degrees, None where it refused; `cpu` in ms, of A4 at 300 dpi."""

    kind: str
    error: float | None
    cpu: float | None


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield the section's tables; with `out`, the pages where the product erred by over 0.1 go there."""
    answers = _answers(levellers(), leaning_pages(seed, count_of(PAGES, scale, len(KINDS))), out)
    yield "lean of worn scans, degrees", [_HEADER, *(_row(name, found) for name, found in answers.items())]
    yield "the same by kind", _kinds_table(answers["shoujian"])
    slow = _answers(levellers() | slow_levellers(), leaning_pages(seed + 1, count_of(SLOW_PAGES, scale)), None)
    yield "a few of them, with the slow rival", [_HEADER, *(_row(name, found) for name, found in slow.items())]
    yield "nothing to level", _empty_table(seed + 2, count_of(EMPTY, scale))
    yield "normalised twice", _twice_table(seed + 3, count_of(TWICE, scale))
    yield "wide leans", _wide_table(seed + 4, count_of(WIDE, scale))


def _answers(methods: dict[str, Leveller], pages: Iterator[Leaning], out: Path | None) -> dict[str, list[_Answer]]:
    found: dict[str, list[_Answer]] = {name: [] for name in methods}
    for number, page in enumerate(pages):
        gray = _gray(page.pixels)
        for name, method in methods.items():
            angle, cpu = cpu_ms(method, gray)
            error = None if angle is None else abs(angle - page.truth_deg)
            found[name].append(_Answer(page.kind, error, cpu if gray.shape == _A4_300 else None))
            if out is not None and name == "shoujian" and error is not None and error > 0.1:
                cv2.imwrite(str(out / f"skew-{number}-{page.kind}-{error:.2f}.png"), gray[::2, ::2])
    return found


def _row(name: str, answers: Sequence[_Answer]) -> tuple[str, ...]:
    errors = np.sort([answer.error for answer in answers if answer.error is not None])
    times = [answer.cpu for answer in answers if answer.cpu is not None]
    cpu = f"{np.median(times):.0f}" if times else ""
    if not errors.size:
        return name, str(len(answers)), "", "", "", "", "", str(len(answers)), cpu
    top = errors[: max(1, round(0.8 * errors.size))].mean()
    shares = [f"{float(np.mean(errors <= limit)):.3f}" for limit in (0.1, 0.2)]
    refused = str(len(answers) - errors.size)
    return name, str(len(answers)), f"{errors.mean():.3f}", f"{top:.4f}", *shares, f"{errors[-1]:.2f}", refused, cpu


def _kinds_table(answers: Sequence[_Answer]) -> Table:
    kinds: dict[str, list[_Answer]] = defaultdict(list)
    for answer in answers:
        kinds[answer.kind].append(answer)
    return [_HEADER[:-1], *(_row(kind, found)[:-1] for kind, found in kinds.items())]


def _empty_table(seed: int, count: int) -> Table:
    """Tell of how many pictures without lines an angle beyond 0.1 degrees is claimed."""
    rows = []
    for name, make in (("blank sheets", _blank), ("desks without straight edges", _desk), ("portraits", _portrait)):
        grays = [_gray(make(np.random.default_rng([seed, index]))) for index in range(count)]
        small = [estimate_skew(gray) for gray in grays]
        wide = [estimate_wide_skew(gray) for gray in grays]
        rows.append((name, str(count), str(sum(map(_leans, small))), str(sum(map(_leans, wide)))))
    return [("pictures", "count", "claimed to lean", "claimed to lean widely"), *rows]


def _leans(found: SkewEstimate | None) -> bool:
    return found is not None and abs(found.angle_deg) >= 0.1


def _blank(rng: np.random.Generator) -> Pixels:
    sheet = np.full((1754, 1240, 3), int(rng.integers(225, 254)), np.uint8)
    return wear(uneven(sheet, rng), rng)[0]


def _desk(rng: np.random.Generator) -> Pixels:
    kinds = [kind for kind in DESKS if kind not in ("wood", "clutter")]
    return stored(noisy(desk_top(kinds[int(rng.integers(len(kinds)))], (1512, 2016), rng), rng, 3), 80)


def _portrait(rng: np.random.Generator) -> Pixels:
    return stored(draw_portrait(rng, sex="女" if rng.random() < 0.5 else "男", size=(826, 1158)), 90)


def _twice_table(seed: int, count: int) -> Table:
    """Tell what a second normalisation does to scans that lean and to straight ones."""
    orienter, options = Orienter(), NormaliseOptions(even_light=False)
    rows = []
    for name in ("leaning", "straight"):
        levelled = again = 0
        for index in range(count):
            page = _page(name, np.random.default_rng([seed, index]))
            once = normalise(page, orienter=orienter, options=options)
            twice = normalise(once.image, orienter=orienter, options=options)
            first = len(once.record.steps)
            levelled += any(step.name == "deskewed" for step in once.record.steps)
            again += any(step.name == "deskewed" for step in twice.record.steps[first:])
        rows.append((name, str(count), str(levelled), str(again)))
    return [("pages", "count", "levelled", "levelled again"), *rows]


def _page(name: str, rng: np.random.Generator) -> PageImage:
    kinds = [kind for kind in KINDS if kind not in ("vertical", "eight words")]
    clean = KINDS[kinds[int(rng.integers(len(kinds)))]](rng)
    lean = float(rng.uniform(-5, 5)) if name == "leaning" else 0.0
    return PageImage(stored(_turned(clean, lean, (250, 250, 250)), 85), dpi=300)


def _wide_table(seed: int, count: int) -> Table:
    """Tell how far off the whole lean is, taking a quarter turn more or less for right: the way up is told later."""
    kinds: dict[str, list[_Answer]] = {"15 to 45": [], "within 15": []}
    for index in range(count):
        rng = np.random.default_rng([seed, index])
        kind = _WIDE_KINDS[index % len(_WIDE_KINDS)]
        for name, reach in (("15 to 45", (15.5, 44.0)), ("within 15", (0.0, 14.5))):
            lean = float(rng.uniform(*reach) * rng.choice([-1, 1]))
            clean = cv2.resize(KINDS[kind](rng), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
            gray = _gray(wear(_turned(clean, lean, (245, 245, 245)), rng)[0])
            found = estimate_skew(gray) or estimate_wide_skew(gray)
            error = None if found is None else abs((found.angle_deg + lean + 45) % 90 - 45)
            kinds[name].append(_Answer(kind, error, None))
    return [("lean", *_HEADER[1:-1]), *(_row(name, answers)[:-1] for name, answers in kinds.items())]


def _turned(page: Pixels, clockwise_deg: float, fill: tuple[int, int, int]) -> Pixels:
    """Return the page turned, within a frame that has room for its corners where the lean is wide."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), -clockwise_deg, 1.0)
    size = (width, height)
    if abs(clockwise_deg) > 5:
        cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
        size = (round(width * cosine + height * sine), round(width * sine + height * cosine))
        matrix[:, 2] += (np.array(size) - (width, height)) / 2
    return np.asarray(cv2.warpAffine(page, matrix, size, flags=cv2.INTER_CUBIC, borderValue=fill), np.uint8)


def _gray(pixels: Pixels) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
