"""What one run of the bench shares: its pages, drawn and normalised once, and how an arm is run and accounted for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import chain, zip_longest
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from accuracy import id_numbers
from measuring import Account, measured
from shoujian.demo.devices import Shot
from shoujian.demo.files import jpeg
from shoujian.demo.samples import sample_pages
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.legibility.lifting import without_seals
from shoujian.processors.legibility.light import reading_copy
from shoujian.processors.normalise import NormalisedPage, normalise
from shoujian.processors.page import PageImage, Pixels

PROCEDURE = "zj-constructor2-initial"
_SCRIPT = Path(__file__).resolve().parents[1] / "reading.py"
_SUPPLIES = ("demo", "papers")
_DEVICES = ("scan", "photo")
_PLENTY = 1_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was handed in as `file`, a JPEG, and its truth: `name` its material, None for a foreign paper.

    `upright` is the picture that a reader gets, None where the page has no text or was not turned rightly.
    """

    file: str
    upright: str | None
    supply: str
    device: str
    kind: str
    name: str | None
    text: str

    @property
    def id_numbers(self) -> list[str]:
        return id_numbers(self.text)

    def pixels(self) -> Pixels:
        """Return the upright page, (H, W, 3) uint8 BGR."""
        assert self.upright is not None
        return np.asarray(cv2.imread(self.upright), np.uint8)


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked of the bench; `folder` holds its pages while it runs."""

    folder: str
    seed: int
    count: int
    rival_pages: int
    scale: int
    out: str | None = None

    def pages(self) -> list[Page]:
        """Return all pages, supplies and devices in turn."""
        return [Page(**page) for page in json.loads((Path(self.folder) / "pages.json").read_text("utf-8"))]

    def upright(self) -> list[Page]:
        """Return the pages for readers."""
        return [page for page in self.pages() if page.upright is not None]

    def run(self, section: str, arm: str) -> tuple[Any, Account]:
        """Do an arm's work in a process of its own; return what it returned and what it cost."""
        output, account = measured([sys.executable, str(_SCRIPT), "--worker", section, arm, json.dumps(asdict(self))])
        return json.loads(output.splitlines()[-1]), account


def write_pages(job: Job) -> None:
    """Draw the pages, a quarter each of two supplies, scanned and photographed; normalise them and keep all."""
    with ProcessPoolExecutor(len(_SUPPLIES), mp_context=get_context("spawn")) as pool:
        groups = chain(*pool.map(_drawn, [job] * len(_SUPPLIES), _SUPPLIES))
    pages = [page for page in chain(*zip_longest(*groups)) if page is not None]
    (Path(job.folder) / "pages.json").write_text(json.dumps([asdict(page) for page in pages]), "utf-8")


def _drawn(job: Job, supply: str) -> list[list[Page]]:
    """Return a supply's scans and its photos, in a process of its own."""
    drawn: dict[str, list[Page]] = {device: [] for device in _DEVICES}
    orienter, each = Orienter(), job.count // (len(_SUPPLIES) * len(_DEVICES))
    cv2.setNumThreads(1)
    for shot in shots(supply, job.seed):
        if all(len(pages) == each for pages in drawn.values()):
            break
        if len(drawn[shot.device]) < each:
            stem = Path(job.folder) / f"{supply}-{shot.device}-{len(drawn[shot.device]):03d}"
            drawn[shot.device].append(_written(shot, stem, supply, orienter))
    return list(drawn.values())


def shots(supply: str, seed: int) -> Iterator[Shot]:
    """Give pages of a supply on random devices without end."""
    import papers

    return sample_pages(seed, _PLENTY) if supply == "demo" else papers.sample(seed, _PLENTY)


def _written(shot: Shot, stem: Path, supply: str, orienter: Orienter) -> Page:
    file = stem.with_suffix(".jpg")
    file.write_bytes(jpeg(shot))
    upright = None
    normal = normalised(shot, orienter) if shot.paper.text.strip() else None
    if normal is not None:
        upright = str(stem.with_suffix(".png"))
        cv2.imwrite(upright, for_reader(normal), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    paper = shot.paper
    return Page(str(file), upright, supply, shot.device, paper.kind, paper.name, paper.text)


def normalised(shot: Shot, orienter: Orienter) -> NormalisedPage | None:
    """Return the page as the desk makes it of the picture's JPEG, None where it was not turned rightly."""
    pixels = cv2.imdecode(np.frombuffer(jpeg(shot), np.uint8), cv2.IMREAD_COLOR)
    page = normalise(PageImage(np.asarray(pixels, np.uint8), dpi=shot.dpi), orienter=orienter)
    return page if (page.record.rotation or 0) == shot.rotation else None


def for_reader(page: NormalisedPage, *, lift_seals: bool = True) -> Pixels:
    """Return what the desk gives to its reader: light evened out, seals lifted; rivals get the same."""
    return without_seals(reading_copy(page.image.pixels, page.sheet), page.sheet.seals if lift_seals else ())
