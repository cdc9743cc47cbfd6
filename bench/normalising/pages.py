"""Pages of the sample generator, from bytes to the encoded page: cost, turns, lean, outlines, alarms, blank pages."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import cv2
import numpy as np
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.devices import Shot
from shoujian.demo.files import jpeg
from shoujian.demo.papers import draw
from shoujian.demo.samples import random_photo, random_scan, sample_pages
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.legibility.encode import encode_page
from shoujian.processors.normalise import NormalisedPage, normalise
from shoujian.processors.page import PageImage
from shoujian.schemas.procedure import UploadLimits

from .tables import ERRORS_HEADER, Table, count_of, errors_row

TURN_TOLERANCE_DEG = 45.0
FOUND_JACCARD = 0.9
PAGES = 160
BLANKS = 20


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield what became of `PAGES` sample pages and `BLANKS` blank sheets; `out` isn't used."""
    outcomes = run(map(case_of, sample_pages(seed, count_of(PAGES, scale))))
    yield "CPU ms per page (median)", cost_table(outcomes)
    yield "turns", turns_table(outcomes)
    yield "lean that is left, degrees (pages that were turned right)", lean_table(outcomes)
    yield "outlines", quads_table(outcomes)
    yield "alarms", alarms_table(outcomes)
    yield "a second pass", second_pass_table(outcomes)
    yield "blank pages", blank_table(seed + 3, count_of(BLANKS, scale))


@dataclass(frozen=True)
class Case:
    """One picture as its file's bytes, with its truth; `matrix` takes the first paper's pixels to the picture's."""

    data: bytes
    device: str
    kind: str
    size: tuple[int, int]
    dpi: float | None
    quads: tuple[Any, ...]
    matrix: Any
    paper_size: tuple[int, int]

    @property
    def group(self) -> str:
        """Device and size class."""
        megapixels = self.size[0] * self.size[1] / 1e6
        if self.kind == "portrait":
            return "portrait"
        if self.device == "photo":
            return "photo 12 MP" if megapixels > 12 else "photo 5 MP"
        return "scan A4 300 dpi" if 7 < megapixels < 11 else "scan, other"

    @property
    def fills_frame(self) -> bool:
        """Whether the paper leaves nothing around it to crop (98.5 % is the detector's own idea of full)."""
        area = abs(cv2.contourArea(np.array(self.quads[0], np.float32)))
        return len(self.quads) == 1 and area > 0.95 * self.size[0] * self.size[1]


@dataclass(frozen=True)
class Outcome:
    """A case and what was made of it; CPU seconds by stage."""

    case: Case
    page: NormalisedPage
    cpu: dict[str, float]


def case_of(shot: Shot) -> Case:
    """Return the shot as a file."""
    first = shot.placed[0]
    quads = tuple(placed.quad for placed in shot.placed)
    return Case(jpeg(shot), shot.device, first.paper.kind, shot.size, shot.dpi, quads, first.matrix, first.paper.size)


def run(cases: Iterable[Case]) -> list[Outcome]:
    """Return what becomes of each case, from its bytes to the encoded page, without reading."""
    orienter = Orienter()
    orienter.estimate(np.full((300, 300, 3), 255, np.uint8))  # loads the network
    return [_outcome(case, orienter) for case in cases]


def _outcome(case: Case, orienter: Orienter) -> Outcome:
    marks = [time.process_time()]
    pixels = np.asarray(cv2.imdecode(np.frombuffer(case.data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    marks.append(time.process_time())
    page = normalise(PageImage(pixels, dpi=case.dpi), orienter=orienter)
    marks.append(time.process_time())
    encode_page(page.image, UploadLimits(), text_height_px=page.record.quality.text_height_px, material="")
    marks.append(time.process_time())
    cpu = dict(zip(("decode", "normalise", "encode"), np.diff(marks).tolist(), strict=True))
    return Outcome(case, page, cpu)


def cost_table(outcomes: Sequence[Outcome]) -> Table:
    groups = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.case.group].append(outcome.cpu)
    table: Table = [("group", "pages", "decode", "normalise", "encode", "sum", "worst sum")]
    for name, times in sorted(groups.items()):
        stages = [f"{1000 * median(cpu[stage] for cpu in times):.0f}" for stage in ("decode", "normalise", "encode")]
        sums = [1000 * sum(cpu.values()) for cpu in times]
        table.append((name, str(len(times)), *stages, f"{median(sums):.0f}", f"{max(sums):.0f}"))
    return table


def lean_of(case: Case, page: NormalisedPage) -> float:
    """Return by how many degrees clockwise the paper leans on the page made of it, within -180..180."""
    width, height = case.paper_size
    # Both middles of the short way across: perspective that was left in turns edges, but hardly this line.
    across = np.array([(0.0, height / 2), (float(width), height / 2)]).reshape(-1, 1, 2)
    source = cv2.perspectiveTransform(across, np.asarray(case.matrix, np.float64)) - 0.5
    (x0, y0), (x1, y1) = cv2.perspectiveTransform(source, np.linalg.inv(page.to_source)).reshape(-1, 2).tolist()
    return math.degrees(math.atan2(y1 - y0, x1 - x0))


def _turn_of(outcome: Outcome) -> str:
    if outcome.page.cards:
        return "cards"
    if abs(lean_of(outcome.case, outcome.page)) < TURN_TOLERANCE_DEG:
        return "right" if outcome.page.record.rotation is not None else "unsure, upright"
    return "wrong" if outcome.page.record.rotation is not None else "unsure, not upright"


def turns_table(outcomes: Sequence[Outcome]) -> Table:
    kinds = ("right", "unsure, upright", "unsure, not upright", "wrong", "cards")
    table: Table = [("device", "pages", *kinds)]
    for device in ("scan", "photo"):
        tally = Counter(_turn_of(o) for o in outcomes if o.case.device == device and _has_text(o.case))
        table.append((device, str(sum(tally.values())), *(str(tally[kind]) for kind in kinds)))
    left_alone = [o for o in outcomes if o.case.kind == "portrait"]
    right = sum(_is_untouched(o.page) for o in left_alone)
    table.append(("portrait untouched", str(len(left_alone)), str(right), "", "", str(len(left_alone) - right), ""))
    return table


def _is_untouched(page: NormalisedPage) -> bool:
    return not page.record.steps and not page.cards


def _has_text(case: Case) -> bool:
    return case.kind not in ("portrait", "blank")


def lean_table(outcomes: Sequence[Outcome]) -> Table:
    table: Table = [("device", *ERRORS_HEADER, "not levelled")]
    for device in ("scan", "photo"):
        chosen = [o for o in outcomes if o.case.device == device and _has_text(o.case) and not o.page.cards]
        leans = [(abs(lean_of(o.case, o.page)), o.page.record.skew is None) for o in chosen]
        leans = [(lean, unsure) for lean, unsure in leans if lean < TURN_TOLERANCE_DEG]
        errors = [lean for lean, unsure in leans if not unsure]
        table.append((device, *errors_row(errors), str(sum(unsure for _, unsure in leans))))
    return table


def jaccard(found: Any, truth: Any, size: tuple[int, int]) -> float:
    """Return the intersection over union of two quads (or polygons), the truth cut at the frame."""
    frame = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    truth = cv2.intersectConvexConvex(np.array(truth, np.float32), frame)[1].reshape(-1, 2)
    found = cv2.intersectConvexConvex(np.array(found, np.float32) + np.float32(0.5), frame)[1].reshape(-1, 2)
    shared = cv2.intersectConvexConvex(found, truth)[0]
    return float(shared / (cv2.contourArea(found) + cv2.contourArea(truth) - shared))


def _cropped(outcome: Outcome) -> list[Any]:
    cards = [card.record.quad for card in outcome.page.cards]
    return cards or [quad for quad in (outcome.page.record.quad,) if quad is not None]


def quads_table(outcomes: Sequence[Outcome]) -> Table:
    """Outlines of papers that don't fill the frame, and crops of papers that do.

    A scanner's bed is cut with a margin of 2.5 mm, so that Jaccard of a flat page is 0.95 at best.
    """
    header = ("device", "papers", "cropped", "mean J", "median J", "worst J", f"J < {FOUND_JACCARD}")
    table: Table = [header]
    for device in ("photo", "scan"):
        chosen = [o for o in outcomes if o.case.device == device and o.case.kind != "portrait"]
        around = [o for o in chosen if not o.case.fills_frame]
        found = [
            max(jaccard(quad, truth, o.case.size) for truth in o.case.quads) for o in around for quad in _cropped(o)
        ]
        shares = [f"{mean(found):.4f}", f"{median(found):.4f}", f"{min(found):.3f}"] if found else ["", "", ""]
        bad = str(sum(value < FOUND_JACCARD for value in found))
        table.append((device, str(len(around)), str(sum(bool(_cropped(o)) for o in around)), *shares, bad))
        full = [o for o in chosen if o.case.fills_frame]
        # Cards on a page are pages beside it: the page itself stays whole.
        crops = [jaccard(o.page.record.quad, o.case.quads[0], o.case.size) for o in full if o.page.record.quad]
        worst = f"{min(crops):.3f}" if crops else ""
        bad = str(sum(value < FOUND_JACCARD for value in crops))
        table.append((f"{device}, fills the frame", str(len(full)), str(len(crops)), "", "", worst, bad))
    return table


def alarms_table(outcomes: Sequence[Outcome]) -> Table:
    table: Table = [("group", "pages", "called blank", "problems")]
    for name in sorted({outcome.case.group for outcome in outcomes}):
        chosen = [o for o in outcomes if o.case.group == name and o.case.kind != "blank"]
        problems = Counter(code for o in chosen for code in o.page.record.quality.problems)
        blanks = sum(o.page.record.blank for o in chosen)
        told = ", ".join(f"{code} {count}" for code, count in problems.most_common())
        table.append((name, str(len(chosen)), str(blanks), told or "none"))
    return table


def second_pass_table(outcomes: Sequence[Outcome]) -> Table:
    """Return what a second pass over the pages made, and over every card on them, still does; of the first, too."""
    orienter = Orienter()
    table: Table = [("pass", "pages", "left as they are, bit for bit", "cropped", "rotated", "deskewed", "others")]
    for device in ("scan", "photo"):
        made = [o.page for o in outcomes if o.case.device == device]
        table.append(_pass_row(f"first, {device}", [_steps_after(0, page) for page in made]))
        parts = [part for page in made for part in (page, *page.cards)]
        again = [_steps_after(len(part.image.steps), normalise(part.image, orienter=orienter)) for part in parts]
        table.append(_pass_row(f"second, {device}", again))
    return table


def _steps_after(known: int, page: NormalisedPage) -> tuple[str, ...]:
    return tuple(step.name for step in page.image.steps[known:])


def _pass_row(title: str, steps: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    told = Counter(name for names in steps for name in set(names))
    named = ("cropped", "rotated", "deskewed")
    others = sum(count for name, count in told.items() if name not in named)
    untouched = sum(not names for names in steps)
    return title, str(len(steps)), str(untouched), *(str(told[name]) for name in named), str(others)


def blank_table(seed: int, count: int) -> Table:
    orienter = Orienter()
    table: Table = [("blank sheets", "pages", "called blank", "cropped", "deskewed")]
    for name, make in (("scan", random_scan), ("photo", random_photo)):
        pages = []
        for index in range(count):
            rng = np.random.default_rng([seed, index])
            shot = make(draw("blank", fictitious_applicant(index), rng)[0], rng)
            pages.append(normalise(PageImage(shot.pixels, dpi=shot.dpi), orienter=orienter))
        steps = Counter(step.name for page in pages for step in page.record.steps)
        blanks = str(sum(page.record.blank for page in pages))
        table.append((name, str(count), blanks, str(steps["cropped"]), str(steps["deskewed"])))
    return table
