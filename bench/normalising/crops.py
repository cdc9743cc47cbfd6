"""Crops of hard photos: ours beside what OpenCV tutorials teach, by category, with what must not be cropped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from shoujian.demo.samples import sample_pages
from shoujian.processors.geometry.orient import Orienter

from .croppers import (
    Cropper,
    Outlines,
    as_normalised,
    canny_approx,
    detector,
    grabcut_approx,
)
from .outlines import Fit, fit_of, frame_share
from .pictures import Cell, contact_sheet
from .scenes import CATEGORIES, NEGATIVES, Scene, scenes
from .tables import Table, count_of

SCENES = 220
FOUND_JACCARD = 0.9
_MAX_LOST = 0.01
_STRAY = 0.1  # an outline that fits no paper better than this is a crop of something else
_WHOLE = 0.97  # of the frame: a crop that keeps that much of a page which fills the frame does no harm
_WORST = 40
OURS, DETECTOR = "shoujian", "shoujian, detector alone"


@dataclass(frozen=True, slots=True)
class Result:
    """What one method made of one scene: a fit for each true paper (None: refused), and crops of anything else."""

    category: str
    fits: tuple[Fit | None, ...]
    strays: int
    cpu: float
    megapixels: float
    cell: Cell

    @property
    def jaccard(self) -> float:
        """Mean over the papers of the picture; a refused one counts 0."""
        return mean(fit.jaccard if fit else 0.0 for fit in self.fits)


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield crops by category and by method on `SCENES` scenes; the worst as contact sheets into `out`."""
    results = measured(scenes(seed, count_of(SCENES, scale, len(CATEGORIES))), methods())
    yield "crops by category (the normalised page)", category_table(results[OURS])
    yield "crops by method", method_table(results)
    yield "mean Jaccard by category and method, refused = 0", rival_table(results)
    yield "cropped, though nothing ought to be", negatives_table(results)
    if out is not None:
        _picture_worst(results, out)


def methods() -> dict[str, Cropper]:
    """Return every method by name; ours first."""
    return {
        OURS: as_normalised(_loaded()),
        DETECTOR: detector,
        "Canny 75/200 + approxPolyDP": canny_approx,
        "GrabCut + approxPolyDP": grabcut_approx,
    }


def _loaded() -> Orienter:
    orienter = Orienter()
    orienter.estimate(next(sample_pages(0, 1)).pixels)  # loads the network, so that no picture pays for it
    return orienter


def measured(pictures: Iterable[Scene], croppers: dict[str, Cropper]) -> dict[str, list[Result]]:
    """Return what each method made of each scene."""
    results: dict[str, list[Result]] = {name: [] for name in croppers}
    for picture in pictures:
        for name, cropper in croppers.items():
            results[name].append(result_of(picture, cropper))
    return results


def result_of(picture: Scene, cropper: Cropper) -> Result:
    """Return what a method made of one scene."""
    started = time.process_time()
    found = cropper(picture.pixels)
    cpu = time.process_time() - started
    fits, strays = matched(picture, found)
    worst = min((fit.jaccard if fit else 0.0 for fit in fits), default=0.0)
    told = (
        f"{picture.category} {picture.seed}/{picture.index} J {worst:.3f}"
        if fits
        else f"{picture.category} {picture.index}"
    )
    cell = Cell.of(picture.pixels, picture.quads, found, told)
    megapixels = picture.size[0] * picture.size[1] / 1e6
    return Result(picture.category, tuple(fits), strays, cpu, megapixels, cell)


def matched(picture: Scene, found: Outlines) -> tuple[list[Fit | None], int]:
    """Give each paper the outline that fits it best, each outline once; return the fits and how many fit none."""
    if not picture.to_crop and picture.category == "fills the frame":
        found = [outline for outline in found if frame_share(outline, picture.size) < _WHOLE]
    table = [
        (fit_of(outline, matrix, paper, picture.size), paper_no, outline_no)
        for paper_no, (matrix, paper) in enumerate(zip(picture.homographies, picture.papers, strict=True))
        for outline_no, outline in enumerate(found)
    ]
    fits: list[Fit | None] = [None] * len(picture.quads)
    used: set[int] = set()
    for fit, paper_no, outline_no in sorted(table, key=lambda row: -row[0].jaccard):
        if fits[paper_no] is None and outline_no not in used and fit.jaccard > _STRAY:
            fits[paper_no] = fit
            used.add(outline_no)
    return fits, len(found) - len(used)


HEADER = (
    "papers",
    "accepted",
    "mean J, refused = 0",
    "mean J of accepted",
    "worst",
    "J < 0.9",
    "loses > 1 %",
    "strays",
)


def row_of(results: list[Result]) -> tuple[str, ...]:
    """Return the columns of `HEADER` for some pictures; mean J over pictures, the rest over papers."""
    fits = [fit for result in results for fit in result.fits]
    taken = [fit for fit in fits if fit is not None]
    told = (
        (f"{mean(fit.jaccard for fit in taken):.4f}", f"{min(fit.jaccard for fit in taken):.3f}") if taken else ("", "")
    )
    return (
        str(len(fits)),
        str(len(taken)),
        f"{mean(result.jaccard for result in results):.4f}",
        *told,
        str(sum(fit.jaccard < FOUND_JACCARD for fit in taken)),
        str(sum(fit.lost > _MAX_LOST for fit in taken)),
        str(sum(result.strays for result in results)),
    )


def category_table(results: list[Result]) -> Table:
    """Return one row for each category with papers, and one for all."""
    table: Table = [("category", *HEADER)]
    for name in (*CATEGORIES, None):
        chosen = [r for r in results if r.fits and name in (r.category, None)]
        if chosen:
            table.append((name or "all", *row_of(chosen)))
    return table


def method_table(results: dict[str, list[Result]]) -> Table:
    """Return one row for each method; rivals find one paper at most, so that pictures of one are told apart, too."""
    table: Table = [("method", *HEADER, "mean J, one paper", "false crops", "CPU ms, 12 MP")]
    for name, made in results.items():
        with_papers = [r for r in made if r.fits]
        single = f"{mean(r.jaccard for r in with_papers if len(r.fits) == 1):.4f}"
        without = [r for r in made if not r.fits]
        false = f"{sum(r.strays > 0 for r in without)} of {len(without)}"
        times = [r.cpu for r in made if r.megapixels > 11]
        table.append((name, *row_of(with_papers), single, false, f"{1000 * median(times):.0f}" if times else ""))
    return table


def rival_table(results: dict[str, list[Result]]) -> Table:
    names = [name for name in results if name != DETECTOR]
    return _by_category(results, names, lambda r: bool(r.fits), lambda chosen: f"{mean(r.jaccard for r in chosen):.3f}")


def negatives_table(results: dict[str, list[Result]]) -> Table:
    """Return how many pictures without a paper to crop were cropped; a page that fills the frame may lose 3 %."""
    return _by_category(
        results, list(results), lambda r: r.category in NEGATIVES, lambda chosen: str(sum(r.strays > 0 for r in chosen))
    )


def _by_category(
    results: dict[str, list[Result]],
    names: list[str],
    wanted: Callable[[Result], bool],
    told: Callable[[list[Result]], str],
) -> Table:
    table: Table = [("category", "pictures", *names)]
    for category in CATEGORIES:
        chosen = {name: [r for r in results[name] if r.category == category and wanted(r)] for name in names}
        count = len(chosen[names[0]])
        if count:
            table.append((category, str(count), *(told(chosen[name]) for name in names)))
    return table


def _picture_worst(results: dict[str, list[Result]], out: Path) -> None:
    ours = results[OURS]
    worst = sorted((r for r in ours if r.fits), key=lambda r: r.jaccard)[:_WORST]
    contact_sheet([r.cell for r in worst if r.jaccard < 0.98], out / "crops-worst.jpg")
    contact_sheet([r.cell for r in ours if r.strays], out / "crops-false.jpg")
