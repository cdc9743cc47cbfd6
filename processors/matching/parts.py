"""Both sides of a card on one sheet, as people copy ID cards: each side as a page of its own.

Where the cards' outlines were seen, normalisation takes them out. A photocopy often has none; there the wordings of
the two sides tell where each of them is.
"""

from __future__ import annotations

import cv2
import numpy as np

from ...schemas.geometry import bounds
from ...schemas.page import PageRecord, Step
from ...schemas.procedure import Material
from ...schemas.reading import Reading
from ..geometry.warp import as_quad
from ..legibility.quality import measure_quality
from ..legibility.reduced import Copies
from ..legibility.sheet import Sheet
from ..normalise import NormalisedPage
from ..reading.fold import fold
from .infix import find_wording, tolerance
from .titles import FoldedLine, FoldedPage, fold_page

Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the page; the last two are outside."""

STEP = "split"
_AROUND = 0.45
"""Of the text's width, what is left around it: beside the text of an ID card stand the portrait and the emblem, which
take 0.3 and 0.4 of it."""


def find_sides(reading: Reading, material: Material, size: tuple[int, int]) -> tuple[Box, ...]:
    """Return where each side of the card is, in the order of the material's sides; empty where they are not apart.

    reading: the page's text; size: (width, height) of the page in pixels.
    """
    page = fold_page(reading, size)
    spans = [_span(_lines_of(page, material, side)) for side in material.sides]
    if len(spans) != 2 or any(span is None for span in spans):
        return ()
    first, second = (span for span in spans if span is not None)
    for low, high in ((1, 3), (0, 2)):
        if first[high] <= second[low] or second[high] <= first[low]:
            cut = (max(first[low], second[low]) + min(first[high], second[high])) / 2
            return tuple(_room(page, before=span[low] < cut, low=low, cut=cut) for span in (first, second))
    return ()


def cut_out(page: NormalisedPage, box: Box) -> NormalisedPage:
    """Return that part of a page as a page of its own."""
    left, top, right, bottom = box
    step = Step(name=STEP, parameters={"box": [float(place) for place in box]})
    pixels = np.ascontiguousarray(page.image.pixels[top:bottom, left:right])
    image = page.image.after(pixels, step, dpi=page.image.dpi)
    to_source = page.to_source @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], dtype=np.float64)
    width, height = image.size
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], dtype=np.float64) - 0.5
    quad = as_quad(np.asarray(cv2.perspectiveTransform(corners, to_source)[0], np.float64))
    steps, sheet = (*page.record.steps, step), Sheet(Copies(image.pixels))
    quality = measure_quality(image, sheet)
    changed = {"quad": quad, "size": image.size, "quality": quality, "blank": False, "steps": steps}
    return NormalisedPage(image, page.record.model_copy(update=changed), to_source, sheet)


def box_of(record: PageRecord) -> Box | None:
    """Return where a page was cut out of a larger one, None where it was not."""
    step = next((step for step in record.steps if step.name == STEP), None)
    box = step.parameters["box"] if step else None
    return (int(box[0]), int(box[1]), int(box[2]), int(box[3])) if isinstance(box, list) else None


def lines_within(reading: Reading, box: Box) -> Reading:
    """Return the lines whose middle lies in the box, with their boxes in pixels of that part."""
    left, top, right, bottom = box
    inside = []
    for line in reading.lines:
        x0, y0, x1, y1 = bounds(line.box)
        if left <= (x0 + x1) / 2 < right and top <= (y0 + y1) / 2 < bottom:
            moved = tuple((x - left, y - top) for x, y in line.box)
            inside.append(line.model_copy(update={"box": moved}))
    return reading.model_copy(update={"lines": tuple(inside)})


def _lines_of(page: FoldedPage, material: Material, side: str) -> list[FoldedLine]:
    """Return the lines that bear a phrase of the side."""
    needles = [fold(phrase.text) for phrase in material.phrases if phrase.side == side]
    return [
        line
        for line in page.lines
        if any(find_wording(needle, line.text, max_distance=tolerance(len(needle))) for needle in needles)
    ]


def _span(lines: list[FoldedLine]) -> tuple[float, float, float, float] | None:
    if not lines:
        return None
    return (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )


def _room(page: FoldedPage, *, before: bool, low: int, cut: float) -> Box:
    """Return where all text on one side of the cut is, with room around it up to the cut and the page's edges."""
    spans = [(line.left, line.top, line.right, line.bottom) for line in page.lines]
    here = [span for span in spans if ((span[low] + span[low + 2]) / 2 < cut) is before]
    left, top = min(span[0] for span in here), min(span[1] for span in here)
    right, bottom = max(span[2] for span in here), max(span[3] for span in here)
    around = _AROUND * (right - left)
    room = [left - around, top - around, right + around, bottom + around]
    edge = low + 2 if before else low
    room[edge] = min(room[edge], cut) if before else max(room[edge], cut)
    width, height = round(page.width), round(page.height)
    return max(0, round(room[0])), max(0, round(room[1])), min(width, round(room[2])), min(height, round(room[3]))
