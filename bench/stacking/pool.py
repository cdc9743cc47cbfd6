"""Whole documents, page by page as the desk reads them; what was read once is kept."""

from __future__ import annotations

import hashlib
import importlib
import pickle
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.canvas import Paper
from shoujian.demo.files import jpeg
from shoujian.demo.papers import DECOYS, MATERIALS, draw
from shoujian.demo.samples import random_photo, random_scan
from shoujian.intake import pipeline
from shoujian.intake.lens import Lens
from shoujian.intake.settings import load_settings
from shoujian.processors.fields.extract import extract_fields
from shoujian.processors.matching.matcher import PageShape, match_page
from shoujian.processors.normalise import normalise
from shoujian.processors.page import PageImage
from shoujian.schemas.geometry import Size
from shoujian.schemas.procedure import Procedure
from shoujian.schemas.reading import Reading
from shoujian.schemas.results import PageResult

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "stacks"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the matcher needs of one page: its text, its shape, its size in pixels."""

    reading: Reading
    shape: PageShape
    size: Size
    blank: bool = False


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page with its truth: `name` its material (None: a decoy), `side` of a card."""

    seen: Seen
    name: str | None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document with its pages in order; a card's sides are drawn as kinds of their own."""

    kind: str
    pages: tuple[SeenPage, ...]


def read_documents(design: str, seed: int) -> list[Document]:
    """Return the documents of a set of designs ("demo" or "papers") for one person, each really read.

    They are kept until a design changes; after a change of the reader, empty the cache.
    """
    kept = CACHE / f"{design}-{seed}-{_edition()}.pickle"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps([_plain(document) for document in _read_documents(design, seed)]))
    return [_document(*plain) for plain in pickle.loads(kept.read_bytes())]  # of our own making


def _plain(document: Document) -> tuple[str, list[dict[str, Any]]]:
    """Return a document without classes, which may change before it is read again."""
    return document.kind, [
        {
            "reading": page.seen.reading.model_dump(),
            "shape": asdict(page.seen.shape),
            "size": page.seen.size,
            "blank": page.seen.blank,
            "name": page.name,
            "side": page.side,
        }
        for page in document.pages
    ]


def _document(kind: str, pages: list[dict[str, Any]]) -> Document:
    seen = [
        Seen(Reading.model_validate(page["reading"]), PageShape(**page["shape"]), page["size"], page["blank"])
        for page in pages
    ]
    told = [SeenPage(one, page["name"], page["side"]) for one, page in zip(seen, pages, strict=True)]
    return Document(kind, tuple(told))


def _edition() -> str:
    """Return a hash of everything that draws."""
    drawing = [path for folder in ("demo", "bench/papers") for path in sorted((ROOT / folder).glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in drawing)).hexdigest()[:12]


def _read_documents(design: str, seed: int) -> Iterator[Document]:
    if design == "demo":
        person, kinds, drawer = fictitious_applicant(seed), [*MATERIALS, *DECOYS], draw
    else:
        papers = importlib.import_module("bench.papers")
        person, drawer = papers.person(seed), papers.document
        kinds = _some_of_each(papers, np.random.default_rng(seed))
    for place, kind in enumerate(kinds):
        rng = np.random.default_rng([seed, place])
        scanned = kind.startswith("portrait") or rng.random() < 0.6
        drawn = drawer(kind, person, rng)
        pages = [SeenPage(_seen(paper, scanned=scanned, rng=rng), paper.name, paper.side) for paper in drawn]
        yield Document(kind, tuple(pages))


def _some_of_each(papers: ModuleType, rng: Generator) -> list[str]:
    """Return two designs of each family of papers and six decoys; all of them would take an hour to read."""
    families: dict[str, list[str]] = defaultdict(list)
    for kind in papers.KINDS:
        families[kind.partition("/")[0]].append(kind)
    chosen = [kind for kinds in families.values() for kind in rng.permutation(kinds)[:2]]
    return [str(kind) for kind in (*chosen, *rng.permutation(papers.DECOY_KINDS)[:6])]


def result(page: SeenPage, number: int, procedure: Procedure) -> PageResult:
    """Return the page as the desk has it before pages are joined."""
    seen = page.seen
    match = match_page(seen.reading, procedure, shape=seen.shape)
    material = procedure.material(match.material) if match.material else None
    fields = extract_fields(seen.reading, material, side=match.side) if material else {}
    record = PageResult(
        page=number, source_size=seen.size, rotation=0, skew=0.0, size=seen.size, blank=seen.blank,
        text=seen.reading.lines,
    )  # fmt: skip
    return record.with_match(match, fields)


def _seen(paper: Paper, *, scanned: bool, rng: Generator) -> Seen:
    shot = (random_scan if scanned else random_photo)(paper, rng)
    pixels = cv2.imdecode(np.frombuffer(jpeg(shot), np.uint8), cv2.IMREAD_COLOR)
    return _read(PageImage(np.asarray(pixels, np.uint8), dpi=shot.dpi))


def _read(image: PageImage) -> Seen:
    lens = _lens()
    normal = normalise(image, orienter=lens.orienter, page=1)
    if len(normal.cards) == 1:
        normal = normal.cards[0]
    reading = pipeline.read_page(lens, normal, None)
    blank = normal.record.blank and not reading.lines
    return Seen(reading, pipeline.page_shape(normal, reading), normal.image.size, blank)


_OPENED: list[Lens] = []


def _lens() -> Lens:
    if not _OPENED:
        _OPENED.append(Lens.open(load_settings()))
    return _OPENED[0]
