"""What a page is looked at through: its paper, its ink and its lines of text, each found once for all that ask."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..page import Gray, Pixels
from .ink import (
    SHADED,
    TextLine,
    ink_depth,
    ink_threshold,
    is_print,
    lifted,
    noise_level,
    paper_field,
    strokes,
    text_lines,
    unevenness,
)
from .reduced import Copies, shrunk_to
from .seal import Seal, find_seals
from .sharpness import Sharpness, Softness, sharpness_of, softness_of

SHEET_LONG_SIDE = 1200
"""An A4 page's 10-pt letters are 15 px high here; A4 at 200 dpi and 300 dpi both come down to it."""

_LETTER_PX = 15.0
_MIN_PAGE_PX = 1000  # in smaller pictures, as portraits are, edges are a large part of the whole
_COARSE_PX = 40.0  # lines this high are few on a page, and are chance where print is blurred beyond lines


class Sheet:
    """A page in analysis size, on demand: nothing is measured before it is asked for, and nothing twice.

    Rasters are (H, W) uint8 of `gray`'s size, but `field` (see `paper_field`); `scale` takes its pixels to the page's.
    """

    def __init__(self, copies: Copies) -> None:
        """Look at a page through its reduced copies."""
        self.copies = copies

    @classmethod
    def of(cls, pixels: Pixels, seen: Copies | Sheet | None) -> Sheet:
        """Return what was seen of these pixels, as a sheet."""
        return seen if isinstance(seen, Sheet) else cls(seen or Copies(pixels))

    @cached_property
    def gray(self) -> Gray:
        """The luminance, with a long side of about `SHEET_LONG_SIDE`."""
        return shrunk_to(self.copies.gray(SHEET_LONG_SIDE)[0], SHEET_LONG_SIDE)

    @cached_property
    def scale(self) -> float:
        """Pixels of the page to one of `gray`."""
        return float(max(self.copies.pixels.shape[:2]) / max(self.gray.shape))

    @cached_property
    def field(self) -> NDArray[np.uint8]:
        """The bare paper's brightness, on a copy of about 256 px."""
        return paper_field(self.gray)

    @cached_property
    def seals(self) -> tuple[Seal, ...]:
        """The seals on the page, in pixels of the page."""
        return find_seals(self.copies.pixels, copies=self.copies)

    @cached_property
    def noise(self) -> float:
        """Standard deviation of the pixels' noise in grey levels."""
        return noise_level(self.gray)

    @cached_property
    def depth(self) -> Gray:
        """How much darker each pixel is than the paper around it."""
        return ink_depth(self.gray, self.field)

    @cached_property
    def ink(self) -> NDArray[np.uint8]:
        """1 where there is ink of characters."""
        return strokes(self.depth, ink_threshold(self.depth, self.noise))

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """Blobs that look like lines of text."""
        return text_lines(self.depth, self.ink)

    @cached_property
    def printed(self) -> bool:
        """Whether the lines are the print of a document."""
        return is_print(self.lines, self.ink, self.field)

    @cached_property
    def sharpness(self) -> Sharpness | None:
        """How sharp the lines are at full resolution; None on a page without print."""
        return sharpness_of(self.copies.pixels, self.lines, self.scale) if self.printed else None

    @cached_property
    def softness(self) -> Softness | None:
        """How soft the whole picture is, where lines of print don't tell: they are blurred away, or there are none."""
        lines = self.sharpness
        if min(self.copies.pixels.shape[:2]) < _MIN_PAGE_PX or (
            lines and lines.text_height_px < _COARSE_PX * self.scale
        ):
            return None
        return softness_of(self.gray, _LETTER_PX)

    @cached_property
    def lit(self) -> NDArray[np.uint8]:
        """The paper's brightness at both ends and in the middle of each line of text, in hard shadows too, (3 N,)."""
        shaded = self._lines_in_shade() if unevenness(self.field) < SHADED else ()
        boxes = np.array([(line.left, line.top, line.width, line.height) for line in (*self.lines, *shaded)])
        left, top, wide, high = boxes.reshape(-1, 4).T
        height, width = self.gray.shape
        rows = np.tile((top + high // 2) * self.field.shape[0] // height, 3)
        columns = np.concatenate([left, left + wide // 2, left + wide - 1]) * self.field.shape[1] // width
        return np.asarray(self.field[rows.astype(np.intp), columns.astype(np.intp)], np.uint8)

    def _lines_in_shade(self) -> tuple[TextLine, ...]:
        """Return the lines of print that are found where all paper is lifted to one brightness; desks have none."""
        even = Sheet(self.copies)
        even.gray = lifted(self.gray, self.field)
        return even.lines if even.printed else ()
