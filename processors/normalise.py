"""From a raster as decoded to an upright, level, cropped page, with the record of every step.

Everything is measured on reduced copies; crop, turn, levelling and resize are then one resampling of the source.
A step is taken only where its measurement is sure; what could not be told is recorded as None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..schemas.base import Frozen
from ..schemas.page import PageRecord
from .geometry.cards import Layout
from .geometry.curl import straightened
from .geometry.orient import Orienter, RotationEstimate
from .geometry.outline.find import QuadEstimate, sees_paper
from .geometry.plan import (
    Plan,
    Source,
    analysed,
    dpi_of,
    find_layout,
    measure_plan,
    steps_of,
    transform_of,
)
from .geometry.warp import (
    Matrix,
    as_quad,
    inverted,
    scale_at_middle,
    warp,
)
from .legibility.blank import is_blank
from .legibility.edges import Side, sides_on_frame
from .legibility.light import even_light
from .legibility.portrait import is_portrait
from .legibility.quality import measure_quality
from .legibility.reduced import Copies
from .legibility.sheet import Sheet
from .page import PageImage

_SURE_PORTRAIT = 0.9
_NO_SIDES: tuple[Side, ...] = ()


class NormaliseOptions(Frozen):
    """What a caller may decide about normalisation."""

    max_long_side_px: int | None = Field(
        default=3508, ge=600, description="larger pages shrink to it (3508 = A4 at 300 dpi); None keeps every pixel"
    )
    find_documents: bool | Literal["auto"] = Field(
        default="auto",
        description="crop sheets and cards out of their surroundings; auto: everywhere but on rendered pages, "
        "for which callers pass False",
    )
    straighten: bool = Field(default=True, description="straighten pages that did not lie flat")
    even_light: bool = Field(default=True, description="even out hard shadows")


@dataclass(frozen=True, slots=True)
class NormalisedPage:
    """A page, its record, and the way back: `to_source` maps page pixels to source pixels (3x3 float64).

    `sheet`: what was seen of the page, and its reduced copies, for all that measure it. `cards`: where the picture
    shows several cards or papers, each as a page of its own.
    """

    image: PageImage
    record: PageRecord
    to_source: NDArray[np.float64]
    sheet: Sheet
    cards: tuple[NormalisedPage, ...] = ()


def normalise(
    image: PageImage, *, orienter: Orienter, page: int = 1, options: NormaliseOptions | None = None
) -> NormalisedPage:
    """Return the upright, level and cropped page, with the record of what was done and what could not be told.

    image: as decoded, EXIF orientation applied; page: its number in the file, from 1.
    """
    options = options or NormaliseOptions()
    source = analysed(image)
    likelihood = is_portrait(image, text_lines=0, copies=source.copies)
    crops = options.find_documents is not False
    # A paper's shadows on a brown desk may have the build of a head on shoulders.
    if likelihood >= _SURE_PORTRAIT and not (crops and sees_paper(source.copy)):
        return _left_alone(source, likelihood, page)
    layout = find_layout(source) if crops else Layout()
    whole = _normalise_one(source, layout.page, orienter, page, options)
    cards = tuple(_normalise_one(source, card, orienter, page, options) for card in layout.cards)
    return replace(whole, cards=cards)


def _left_alone(source: Source, likelihood: float, page: int) -> NormalisedPage:
    """Return a portrait as it is: a head stands upright, and a tie or a shoulder is no line of text to level by."""
    plan = Plan(None, None, False, RotationEstimate(0, likelihood), None, False)
    return _recorded(source, source.image, Sheet(source.copies), plan, np.eye(3), page)


def _normalise_one(
    source: Source, outline: QuadEstimate | None, orienter: Orienter, page: int, options: NormaliseOptions
) -> NormalisedPage:
    image, limit = source.image, options.max_long_side_px
    plan = measure_plan(source, outline, orienter, max_long_side_px=limit, straighten=options.straighten)
    matrix, size = transform_of(plan, image, limit)
    scale = scale_at_middle(matrix, size)
    made, steps = image, steps_of(plan, image.size, size, scale)
    if steps:
        pixels = straightened(image.pixels, matrix, size, plan.curl) if plan.curl else warp(image.pixels, matrix, size)
        made = PageImage(pixels, dpi_of(plan, image, scale), (*image.steps, *steps))
    sheet = Sheet(source.copies if made is image else Copies(made.pixels))
    if options.even_light and (evened := even_light(made.pixels, sheet)) is not None:
        made = made.after(evened[0], evened[1], dpi=made.dpi)
        sheet = Sheet(Copies(made.pixels))
    return _recorded(source, made, sheet, plan, inverted(matrix), page)


def _recorded(
    source: Source, made: PageImage, sheet: Sheet, plan: Plan, to_source: Matrix, page: int
) -> NormalisedPage:
    quad, on_frame = None, _NO_SIDES
    if plan.outline is not None:
        quad = as_quad(np.roll(np.array(plan.outline.quad), plan.turn // 90, axis=0))
        # What lies on a scanner's glass may end where the glass does.
        on_frame = _NO_SIDES if plan.flat else sides_on_frame(quad, source.image.size)
    record = PageRecord(
        page=page,
        source_size=source.image.size,
        quad=quad,
        rotation=plan.rotation.rotation_cw if plan.rotation else None,
        skew=plan.skew.angle_deg if plan.skew else None,
        size=made.size,
        dpi=made.dpi,
        quality=measure_quality(made, sheet, on_frame=on_frame),
        blank=is_blank(made, sheet),
        steps=made.steps,
    )
    return NormalisedPage(made, record, to_source, sheet)
