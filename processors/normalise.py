"""From a raster as decoded to an upright, level, cropped page, with the record of every step.

Everything is measured on reduced copies; crop, turn, levelling and resize are then one resampling of the source.
A step is taken only where its measurement is sure; what could not be told is recorded as None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ..schemas.base import Frozen
from ..schemas.geometry import Quad, Size
from ..schemas.page import PageRecord, Rotation, Step
from .geometry.cards import Layout, lay_out
from .geometry.curl import CurlEstimate, estimate_curl, straightened
from .geometry.orient import Orienter, RotationEstimate
from .geometry.quad import QuadEstimate, find_quads
from .geometry.skew import SkewEstimate, estimate_skew, estimate_wide_skew
from .geometry.warp import (
    Matrix,
    as_quad,
    flat_size,
    inverted,
    page_transform,
    photo_size,
    scale_at_middle,
    warp,
    warp_gray,
    with_margin,
)
from .legibility.blank import is_blank
from .legibility.ink import (
    MAX_PAPER_SLOPE,
    field_slope,
    has_print,
    paper_field,
)
from .legibility.light import even_light
from .legibility.portrait import is_portrait
from .legibility.quality import measure_quality
from .legibility.reduced import (
    Copies,
    gray_of,
    reduce,
    reduction,
)
from .page import Gray, PageImage, Pixels

MIN_SKEW_DEG = 0.1
"""Less is left alone: 4 pixels over an A4 page at 300 dpi, and no straight page was measured beyond it."""

_SKEW_NOISE_DEG = 0.02  # what estimates are off by on average
_ANALYSIS_PX = 1150  # an A4 page at 200 dpi is halved
_CROP_PX = 1400  # of a sheet in a photo, for measuring
_CORNERS_PX = 600
_LEVEL_PX = 800
_CURL_PX = 500
_MAX_LOST = 4
_BED_MARGIN_MM = 2.5
"""What the archive standard DA/T 31 wants left around a page: 2 to 3 mm."""
_FLAT_SKEW = 0.03
_MIN_SCAN_DPI = 100.0
_LEAN_DEG = 5.0
_SURE_PORTRAIT = 0.9
_PLAIN_LEAN_DEG = 14.0  # at the end of its range the detector may mean a larger angle


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

    `copies`: the page's reduced copies, for all that measure it. `cards`: where the picture shows several cards or
    papers, each as a page of its own.
    """

    image: PageImage
    record: PageRecord
    to_source: NDArray[np.float64]
    copies: Copies
    cards: tuple[NormalisedPage, ...] = ()


class _Source(NamedTuple):
    """A picture, and the one of its reduced copies on which everything is measured."""

    image: PageImage
    copies: Copies
    copy: Pixels
    factor: int


class _Plan(NamedTuple):
    """What was measured, and what to do; `cut`: the document's outline, with a margin where it lay on a scanner."""

    outline: QuadEstimate | None
    cut: Quad | None
    flat: bool
    rotation: RotationEstimate | None
    skew: SkewEstimate | None
    grow: bool
    curl: CurlEstimate | None = None


def normalise(
    image: PageImage, *, orienter: Orienter, page: int = 1, options: NormaliseOptions | None = None
) -> NormalisedPage:
    """Return the upright, level and cropped page, with the record of what was done and what could not be told.

    image: as decoded, EXIF orientation applied; page: its number in the file, from 1.
    """
    options = options or NormaliseOptions()
    source = _reduced(image)
    likelihood = is_portrait(image, text_lines=0, copies=source.copies)
    if likelihood >= _SURE_PORTRAIT:
        return _left_alone(source, likelihood, page)
    layout = _found(source) if options.find_documents is not False else Layout()
    whole = _normalise_one(source, layout.page, orienter, page, options)
    cards = tuple(_normalise_one(source, card, orienter, page, options) for card in layout.cards)
    return replace(whole, cards=cards)


def _left_alone(source: _Source, likelihood: float, page: int) -> NormalisedPage:
    """Return a portrait as it is: a head stands upright, and a tie or a shoulder is no line of text to level by."""
    plan = _Plan(None, None, False, RotationEstimate(0, likelihood), None, False)
    return NormalisedPage(
        source.image, _record(source.image, source.image, source.copies, plan, page), np.eye(3), source.copies
    )


def _reduced(image: PageImage) -> _Source:
    copies = Copies(image.pixels)
    return _Source(image, copies, *copies.halved(_ANALYSIS_PX))


def _found(source: _Source) -> Layout:
    """Return what lies in the picture, in pixels of the source."""
    layout = lay_out(source.copy, find_quads(source.copy))
    page = _in_source(layout.page, source.factor) if layout.page else None
    return Layout(page, tuple(_in_source(card, source.factor) for card in layout.cards))


def _in_source(outline: QuadEstimate, factor: int) -> QuadEstimate:
    return replace(outline, quad=as_quad((np.array(outline.quad) + 0.5) * factor - 0.5))


def _normalise_one(
    source: _Source, outline: QuadEstimate | None, orienter: Orienter, page: int, options: NormaliseOptions
) -> NormalisedPage:
    image = source.image
    plan = _measure(source, outline, orienter, options)
    matrix, size = _transform(image, plan, options)
    steps = _steps(plan, matrix, size, image.size)
    made = image
    if steps:
        dpi = _dpi(image, plan, matrix, size)
        pixels = straightened(image.pixels, matrix, size, plan.curl) if plan.curl else warp(image.pixels, matrix, size)
        made = PageImage(pixels, dpi, (*image.steps, *steps))
    copies = source.copies if made is image else Copies(made.pixels)
    if options.even_light and (evened := even_light(made.pixels, copies)) is not None:
        made = made.after(evened[0], evened[1], dpi=made.dpi)
        copies = Copies(made.pixels)
    return NormalisedPage(made, _record(image, made, copies, plan, page), inverted(matrix), copies)


def _measure(source: _Source, outline: QuadEstimate | None, orienter: Orienter, options: NormaliseOptions) -> _Plan:
    image = source.image
    cut, flat = (outline.quad, _is_flat(outline.quad, image.dpi)) if outline is not None else (None, False)
    if cut is not None and flat and image.dpi is not None:
        margin = _BED_MARGIN_MM * image.dpi / 25.4
        cut = _unless_whole(with_margin(cut, margin), image.size, margin / 2)
    copy = _analysis_copy(source, cut, flat)
    gray = gray_of(copy)
    loose = cut is None and image.dpi is None
    skew = _believed(gray, estimate_skew(gray), loose) or _believed(gray, estimate_wide_skew(gray), loose)
    rotation = orienter.estimate(_levelled_copy(copy, skew))
    if skew is not None and not _worth_levelling(skew, image, cut, options):
        skew = replace(skew, angle_deg=0.0)
    grow = skew is not None and skew.angle_deg != 0 and _would_cut_ink(gray, skew.angle_deg)
    plan = _Plan(outline, cut, flat, rotation, skew, grow)
    return plan._replace(curl=estimate_curl(_as_planned(gray, plan))) if options.straighten else plan


def _worth_levelling(skew: SkewEstimate, image: PageImage, cut: Quad | None, options: NormaliseOptions) -> bool:
    """Tell whether the page is to be levelled: by any true angle where it is resampled anyway, so that none is left."""
    limit = options.max_long_side_px
    resampled = cut is not None or (limit is not None and max(image.size) > limit)
    return abs(skew.angle_deg) >= (_SKEW_NOISE_DEG if resampled else MIN_SKEW_DEG)


def _as_planned(gray: Gray, plan: _Plan) -> Gray:
    """Return a small copy of the page as cropped, turned and levelled by the plan so far."""
    small = reduce(gray, reduction(gray, _CURL_PX))
    turn, skew = plan.rotation.rotation_cw if plan.rotation else 0, plan.skew.angle_deg if plan.skew else 0.0
    matrix, size = page_transform((small.shape[1], small.shape[0]), rotation=turn, skew_deg=skew, grow=plan.grow)
    return small if np.allclose(matrix, np.eye(3)) else warp_gray(small, matrix, size)


def _unless_whole(cut: Quad, size: Size, slack_px: float) -> Quad | None:
    """Return the cut, None where it takes no more than `slack_px` off any side: a second pass cuts nothing."""
    last = np.array(size) - 1
    frame = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * last
    away = np.abs(np.clip(np.array(cut), 0, last) - frame)
    return None if float(away.max()) <= slack_px else cut


def _believed(gray: Gray, skew: SkewEstimate | None, loose: bool) -> SkewEstimate | None:
    """Return the estimate, None where it would level a picture: one without even paper, and without print when level.

    Large angles, which pictures have by chance, need print always; so do `loose` photos that were not cropped, which
    may show anything.
    """
    if skew is None or abs(skew.angle_deg) < MIN_SKEW_DEG:
        return skew
    if not loose and abs(skew.angle_deg) <= _PLAIN_LEAN_DEG and field_slope(paper_field(gray)) < MAX_PAPER_SLOPE:
        return skew
    matrix, size = page_transform((gray.shape[1], gray.shape[0]), skew_deg=skew.angle_deg, grow=True)
    levelled = warp_gray(gray, matrix, size)
    return skew if has_print(levelled) or has_print(np.ascontiguousarray(levelled.T)) else None


def _levelled_copy(copy: Pixels, skew: SkewEstimate | None) -> Pixels:
    """Return what to judge the orientation by: the network was trained on pages that lean by less than 5 degrees."""
    if skew is None or abs(skew.angle_deg) < _LEAN_DEG:
        return copy
    small = reduce(copy, reduction(copy, _LEVEL_PX))
    matrix, size = page_transform((small.shape[1], small.shape[0]), skew_deg=skew.angle_deg, grow=True)
    return warp(small, matrix, size)


def _is_flat(quad: Quad, dpi: float | None) -> bool:
    """Tell whether an outline lies flat on a scanner's bed: resolution known, opposite sides equal, corners square."""
    if dpi is None or dpi < _MIN_SCAN_DPI:
        return False
    corners = np.array(quad)
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    closing = np.abs(lengths[:2] - lengths[2:]) / lengths[:2]
    cosine = abs(float(sides[0] @ sides[1])) / float(lengths[0] * lengths[1])
    return bool(closing.max() < _FLAT_SKEW and cosine < _FLAT_SKEW)


def _analysis_copy(source: _Source, cut: Quad | None, flat: bool) -> Pixels:
    """Return the reduced page as it lies in the source, cropped."""
    if cut is None:
        return source.copy
    crop_size = _crop_size(source.image, cut, flat)
    limit = max(1, min(_CROP_PX, max(crop_size) // source.factor))
    matrix, size = page_transform(source.image.size, quad=cut, crop_size=crop_size, max_long_side_px=limit)
    middle = source.factor / 2 - 0.5
    larger = np.array([[source.factor, 0, middle], [0, source.factor, middle], [0, 0, 1.0]])
    return warp(source.copy, matrix @ larger, size, fine=False)


def _crop_size(image: PageImage, cut: Quad, flat: bool) -> Size:
    return flat_size(cut) if flat else photo_size(cut, image.size)


def _would_cut_ink(gray: Gray, skew_deg: float) -> bool:
    """Tell whether levelling within the same frame would push dark pixels out at its corners."""
    gray = reduce(gray, reduction(gray, _CORNERS_PX))
    source = (gray.shape[1], gray.shape[0])
    matrix, size = page_transform(source, skew_deg=skew_deg)
    kept = warp_gray(np.zeros((size[1], size[0]), np.uint8), inverted(matrix), source)
    paper = float(np.percentile(gray, 80))
    lost = (kept > 127) & (gray < 0.75 * paper)
    return int(np.count_nonzero(lost)) > _MAX_LOST


def _transform(image: PageImage, plan: _Plan, options: NormaliseOptions) -> tuple[Matrix, Size]:
    return page_transform(
        image.size,
        quad=plan.cut,
        crop_size=_crop_size(image, plan.cut, plan.flat) if plan.cut else None,
        rotation=plan.rotation.rotation_cw if plan.rotation else 0,
        skew_deg=plan.skew.angle_deg if plan.skew else 0.0,
        grow=plan.grow,
        max_long_side_px=options.max_long_side_px,
    )


def _dpi(image: PageImage, plan: _Plan, matrix: Matrix, size: Size) -> float | None:
    """Return the page's resolution: true through crop and resize of a scan, None where perspective was undone."""
    if image.dpi is None or (plan.outline is not None and not plan.flat):
        return None
    return round(image.dpi * scale_at_middle(matrix, size), 2)


def _steps(plan: _Plan, matrix: Matrix, size: Size, source: Size) -> tuple[Step, ...]:
    """Return what the matrix does, step by step; nothing for a page that stays as it is."""
    steps = []
    if plan.outline is not None and plan.cut is not None:
        corners = [value for point in plan.cut for value in point]
        steps.append(Step(name="cropped", parameters={"quad": corners}, confidence=plan.outline.score))
    if plan.rotation is not None and plan.rotation.rotation_cw:
        parameters: dict[str, str | int | float | bool | list[float]] = {"clockwise_deg": plan.rotation.rotation_cw}
        steps.append(Step(name="rotated", parameters=parameters, confidence=plan.rotation.confidence))
    if plan.skew is not None and plan.skew.angle_deg:
        parameters = {"clockwise_deg": plan.skew.angle_deg}
        steps.append(Step(name="deskewed", parameters=parameters, confidence=plan.skew.confidence))
    if plan.curl is not None:
        parameters = {"bend": plan.curl.bend, "moved_px": round(plan.curl.largest * size[1], 1)}
        steps.append(Step(name="straightened", parameters=parameters, confidence=plan.curl.confidence))
    scale = scale_at_middle(matrix, size)
    if plan.outline is None and max(size) < max(source) and scale < 0.999:
        steps.append(Step(name="resized", parameters={"scale": round(scale, 4)}))
    return tuple(steps)


def _record(source: PageImage, made: PageImage, copies: Copies, plan: _Plan, page: int) -> PageRecord:
    rotation: Rotation | None = plan.rotation.rotation_cw if plan.rotation else None
    quad = None
    if plan.outline is not None:
        corners = np.roll(np.array(plan.outline.quad), (rotation or 0) // 90, axis=0)
        quad = as_quad(corners)
    return PageRecord(
        page=page,
        source_size=source.size,
        quad=quad,
        rotation=rotation,
        skew=plan.skew.angle_deg if plan.skew else None,
        size=made.size,
        dpi=made.dpi,
        quality=measure_quality(made, copies),
        blank=is_blank(made, copies),
        steps=made.steps,
    )
