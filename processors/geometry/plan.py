"""What is to be done to a page's geometry: what was measured on reduced copies, and the one matrix made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ...schemas.geometry import Quad, Size
from ...schemas.page import Rotation, Step
from ..legibility.ink import (
    MAX_PAPER_SLOPE,
    field_slope,
    has_print,
    paper_field,
)
from ..legibility.reduced import (
    Copies,
    gray_of,
    reduce,
    reduction,
)
from ..page import Gray, PageImage, Pixels
from .cards import Layout, lay_out
from .curl import CurlEstimate, estimate_curl
from .orient import Orienter, RotationEstimate
from .outline.find import QuadEstimate, find_quads
from .skew import SkewEstimate, estimate_skew, estimate_wide_skew
from .warp import (
    Matrix,
    as_quad,
    enlarging,
    flat_size,
    inverted,
    is_rectangle,
    page_transform,
    photo_size,
    warp,
    warp_gray,
    with_margin,
)

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
_PLAIN_LEAN_DEG = 14.0  # at the end of its range the detector may mean a larger angle


class Source(NamedTuple):
    """A picture, and the one of its reduced copies on which everything is measured."""

    image: PageImage
    copies: Copies
    copy: Pixels
    factor: int


class Plan(NamedTuple):
    """What was measured, and what to do; `cut`: the document's outline, with a margin where it lay on a scanner."""

    outline: QuadEstimate | None
    cut: Quad | None
    flat: bool
    rotation: RotationEstimate | None
    skew: SkewEstimate | None
    grow: bool
    curl: CurlEstimate | None = None

    @property
    def turn(self) -> Rotation:
        """Degrees clockwise to turn the page by; 0 where its direction could not be told."""
        return self.rotation.rotation_cw if self.rotation else 0

    @property
    def lean_deg(self) -> float:
        """Degrees clockwise to level the page by; 0 where its angle could not be told."""
        return self.skew.angle_deg if self.skew else 0.0


def analysed(image: PageImage) -> Source:
    """Return the picture with the copy to measure on."""
    copies = Copies(image.pixels)
    return Source(image, copies, *copies.halved(_ANALYSIS_PX))


def find_layout(source: Source) -> Layout:
    """Return what lies in the picture, in pixels of the source."""
    layout = lay_out(source.copy, find_quads(source.copy))
    page = _in_source(layout.page, source.factor) if layout.page else None
    return Layout(page, tuple(_in_source(card, source.factor) for card in layout.cards))


def _in_source(outline: QuadEstimate, factor: int) -> QuadEstimate:
    return replace(outline, quad=as_quad((np.array(outline.quad) + 0.5) * factor - 0.5))


def measure_plan(
    source: Source,
    outline: QuadEstimate | None,
    orienter: Orienter,
    *,
    max_long_side_px: int | None,
    straighten: bool,
) -> Plan:
    """Return what is to be done to the page inside `outline`, or to the whole picture.

    max_long_side_px: larger pages shrink to it; straighten: whether to look for curved lines.
    """
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
    resampled = cut is not None or (max_long_side_px is not None and max(image.size) > max_long_side_px)
    if skew is not None and abs(skew.angle_deg) < (_SKEW_NOISE_DEG if resampled else MIN_SKEW_DEG):
        skew = replace(skew, angle_deg=0.0)
    grow = skew is not None and skew.angle_deg != 0 and _would_cut_ink(gray, skew.angle_deg)
    plan = Plan(outline, cut, flat, rotation, skew, grow)
    return plan._replace(curl=estimate_curl(_as_planned(gray, plan))) if straighten else plan


def _as_planned(gray: Gray, plan: Plan) -> Gray:
    """Return a small copy of the page as cropped, turned and levelled by the plan so far."""
    small = reduce(gray, reduction(gray, _CURL_PX))
    frame = small.shape[1], small.shape[0]
    matrix, size = page_transform(frame, rotation=plan.turn, skew_deg=plan.lean_deg, grow=plan.grow)
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
    return dpi is not None and dpi >= _MIN_SCAN_DPI and is_rectangle(np.array(quad), _FLAT_SKEW)


def _analysis_copy(source: Source, cut: Quad | None, flat: bool) -> Pixels:
    """Return the reduced page as it lies in the source, cropped."""
    if cut is None:
        return source.copy
    crop_size = _crop_size(source.image, cut, flat)
    limit = max(1, min(_CROP_PX, max(crop_size) // source.factor))
    matrix, size = page_transform(source.image.size, quad=cut, crop_size=crop_size, max_long_side_px=limit)
    return warp(source.copy, matrix @ enlarging(source.factor), size, fine=False)


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


def transform_of(plan: Plan, source: PageImage, max_long_side_px: int | None) -> tuple[Matrix, Size]:
    """Return the matrix from source to page pixels that does all of the plan but straightening, and the page's size."""
    return page_transform(
        source.size,
        quad=plan.cut,
        crop_size=_crop_size(source, plan.cut, plan.flat) if plan.cut else None,
        rotation=plan.turn,
        skew_deg=plan.lean_deg,
        grow=plan.grow,
        max_long_side_px=max_long_side_px,
    )


def dpi_of(plan: Plan, source: PageImage, scale: float) -> float | None:
    """Return the page's resolution: true through crop and resize of a scan, None where perspective was undone."""
    if source.dpi is None or (plan.cut is not None and not plan.flat):
        return None
    return round(source.dpi * scale, 2)


def steps_of(plan: Plan, source: Size, size: Size, scale: float) -> tuple[Step, ...]:
    """Return what the plan does, step by step; nothing for a page that stays as it is.

    source, size: of the picture and of the page; scale: page pixels per source pixel.
    """
    steps = []
    if plan.outline is not None and plan.cut is not None:
        corners = [value for point in plan.cut for value in point]
        steps.append(Step(name="cropped", parameters={"quad": corners}, confidence=plan.outline.score))
    if plan.rotation is not None and plan.turn:
        steps.append(Step(name="rotated", parameters={"clockwise_deg": plan.turn}, confidence=plan.rotation.confidence))
    if plan.skew is not None and plan.lean_deg:
        steps.append(
            Step(name="deskewed", parameters={"clockwise_deg": plan.lean_deg}, confidence=plan.skew.confidence)
        )
    if plan.curl is not None:
        moved = round(plan.curl.largest * size[1], 1)
        parameters = {"bend": plan.curl.bend, "moved_px": moved}
        steps.append(Step(name="straightened", parameters=parameters, confidence=plan.curl.confidence))
    if plan.cut is None and max(size) < max(source) and scale < 0.999:
        steps.append(Step(name="resized", parameters={"scale": round(scale, 4)}))
    return tuple(steps)
