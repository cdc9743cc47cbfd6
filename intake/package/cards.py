"""Both sides of a card on one A4 page, as portals want it: the 人像面 above the 国徽面, in true size, no labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

import cv2
import numpy as np

from ...processors.legibility.encode import Encoded, encode_page
from ...processors.legibility.reduced import resized
from ...processors.page import PageImage
from ...schemas.geometry import Size
from ...schemas.procedure import Side, UploadLimits

A4_MM = (210.0, 297.0)
CARD_MM = (85.6, 54.0)
CARD_TOPS_MM = (60.0, 150.0)
"""Where the first and the second card begin on their sheet; with the glass around it, a card has the same middle."""
CARD_ASPECTS = (1.35, 1.85)
"""Width to height of a picture that is taken for a cropped card (1.585); anything else is a page that shows one."""
TRUSTED_DPI = (50.0, 1300.0)
"""Outside of it a resolution is a default of some program: A4 at 50 dpi has 413 px and cannot be read."""
SHEET_DPI = 300.0
_TRUE_WIDTH_MM = (82.0, 96.0)
"""A scanned card whose own resolution says so is not fitted: it has up to 5 mm of the glass around it."""
_TEXT_MM = 2.5
"""Height of the smallest characters on an ID card."""

Kind = Literal["page", "card", "portrait"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One picture of a material: `data` JPEG, PNG or a PDF of one page, `size` (width, height) px, `dpi` or None.

    `side`: of a card; the front is laid above the back whatever their order.
    """

    data: bytes
    size: Size
    dpi: float | None = None
    kind: Kind = "page"
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card lies on its A4 sheet, in mm from the sheet's upper left corner."""

    leaf: Leaf
    left: float
    top: float
    width: float
    height: float


def is_card(leaf: Leaf) -> bool:
    """Tell whether the leaf is a cropped card, to be laid on a sheet with its other side."""
    aspect = leaf.size[0] / leaf.size[1]
    return leaf.kind == "card" and CARD_ASPECTS[0] <= aspect <= CARD_ASPECTS[1] and not leaf.data.startswith(b"%PDF")


def card_sheets(leaves: Sequence[Leaf]) -> tuple[tuple[Place, ...], ...]:
    """Return the sheets on which cards lie, two on each: a front and a back where their sides are known."""
    fronts = [leaf for leaf in leaves if leaf.side == "front"]
    backs = [leaf for leaf in leaves if leaf.side == "back"]
    pairs: list[tuple[Leaf | None, ...]] = list(zip_longest(fronts, backs))
    rest = [leaf for leaf in leaves if leaf.side is None]
    pairs += [tuple(rest[start : start + 2]) for start in range(0, len(rest), 2)]
    return tuple(
        tuple(_placed(leaf, top) for leaf, top in zip(pair, CARD_TOPS_MM, strict=False) if leaf is not None)
        for pair in pairs
    )


def card_page(sheet: Sequence[Place], limits: UploadLimits, *, material: str) -> Encoded:
    """Return a sheet as a picture within the limits: at 300 dpi, or at what its cards' pixels give if that is less."""
    dpi = min(SHEET_DPI, max(25.4 * place.leaf.size[0] / place.width for place in sheet))
    width, height = (round(side / 25.4 * dpi) for side in A4_MM)
    page = np.full((height, width, 3), 255, np.uint8)
    for place in sheet:
        pixels = np.asarray(cv2.imdecode(np.frombuffer(place.leaf.data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
        left, top, across, down = (
            round(side / 25.4 * dpi) for side in (place.left, place.top, place.width, place.height)
        )
        page[top : top + down, left : left + across] = resized(pixels, across, down)
    return encode_page(PageImage(page, dpi), limits, text_height_px=_TEXT_MM / 25.4 * dpi, material=material)


def _placed(leaf: Leaf, top: float) -> Place:
    width, height = _true_mm(leaf)
    return Place(leaf, (A4_MM[0] - width) / 2, top + (CARD_MM[1] - height) / 2, width, height)


def _true_mm(leaf: Leaf) -> tuple[float, float]:
    """Return the card's (width, height): as its resolution has it, where that is believable, else of an ID card."""
    width, height = leaf.size
    if leaf.dpi is not None and _TRUE_WIDTH_MM[0] <= width / leaf.dpi * 25.4 <= _TRUE_WIDTH_MM[1]:
        return width / leaf.dpi * 25.4, height / leaf.dpi * 25.4
    scale = min(CARD_MM[0] / width, CARD_MM[1] / height)
    return width * scale, height * scale
