"""An endless supply of pages with known truth, for benches and tests."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..schemas.page import Rotation
from .applicant import fictitious_applicant
from .canvas import Paper
from .desks import DESKS
from .devices import (
    Bed,
    Light,
    Shot,
    photograph,
    scan,
)
from .papers import DECOYS, MATERIALS, draw

_TURNS: tuple[Rotation, ...] = (0, 90, 180, 270)
_BEDS: tuple[Bed, ...] = ("none", "none", "white", "black")
DECOY_SHARE = 0.12


def sample_pages(seed: int, count: int) -> Iterator[Shot]:
    """Give `count` random pages on random devices; page i depends on seed and i only, not on `count`."""
    for index in range(count):
        rng = np.random.default_rng([seed, index])
        person = fictitious_applicant(int(rng.integers(1 << 30)))
        kinds = tuple(DECOYS if rng.random() < DECOY_SHARE else MATERIALS)
        pages = draw(kinds[int(rng.integers(len(kinds)))], person, rng)
        paper = pages[int(rng.integers(len(pages)))]
        yield random_scan(paper, rng) if rng.random() < 0.5 or paper.kind == "portrait" else random_photo(paper, rng)


def random_scan(paper: Paper, rng: np.random.Generator) -> Shot:
    """Return the paper from a random scanner; a portrait is a clean studio file."""
    if paper.kind == "portrait":
        return scan(paper, rng, noise=0.5, quality=92)
    card = paper.corner_radius > 0
    on_glass = card and rng.random() < 0.5
    bed: Bed = "white" if on_glass else _BEDS[int(rng.integers(len(_BEDS)))]
    return scan(
        paper,
        rng,
        dpi=300 if card or rng.random() < 0.4 else 200,
        skew_deg=float(np.clip(rng.normal(0, 1.8), -6, 6)),
        turned=_random_turn(rng),
        noise=float(rng.uniform(0.5, 5)),
        quality=int(rng.integers(55, 93)),
        bed=bed,
        gray=bool(rng.random() < 0.12),
        glass=(2480, 3508) if on_glass else None,
    )


def random_photo(paper: Paper, rng: np.random.Generator) -> Shot:
    """Return the paper on a random desk, by a phone held more or less well."""
    light = Light(
        unevenness=float(rng.uniform(0.05, 0.4)),
        shadow=float(rng.uniform(0.25, 0.65)) if rng.random() < 0.35 else 0.0,
        glare=float(rng.uniform(0.3, 0.8)) if rng.random() < 0.08 else 0.0,
        exposure=float(rng.uniform(0.8, 1.08)),
    )
    card = paper.corner_radius > 0
    return photograph(
        paper,
        rng,
        size=(3024, 4032) if rng.random() < 0.6 else (1920, 2560),
        desk=DESKS[int(rng.integers(len(DESKS)))],
        tilt_deg=float(rng.uniform(0, 22)),
        roll_deg=float(rng.normal(0, 3.5)),
        turned=_random_turn(rng),
        coverage=float(rng.uniform(0.45, 0.8) if card else rng.uniform(0.78, 0.96)),
        light=light,
        blur=float(rng.exponential(0.8)),
        motion=float(rng.uniform(3, 9)) if rng.random() < 0.1 else 0.0,
        noise=float(rng.uniform(1.5, 6)),
        hand=bool(rng.random() < 0.15),
        quality=int(rng.integers(60, 90)),
    )


def _random_turn(rng: np.random.Generator) -> Rotation:
    """Six in ten pages lie the right way round."""
    return 0 if rng.random() < 0.6 else _TURNS[int(rng.integers(1, 4))]
