"""Paper and ink: the brightness of the empty paper everywhere, how deep the ink is, and where lines of text stand."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray, Pixels
from .reduced import reduce, reduction

FIELD_LONG_SIDE = 256  # with the 15-px closing and 7-px median below: vision.md section 3
_FIELD_CLOSING = 15
_FIELD_MEDIAN = 7
_MIN_DEPTH = 6.0  # grey levels; JPEG ringing of clean white paper stays below
_NOISE_FACTOR = 4.0
MIN_LINES = 3  # fewer blobs are chance
MAX_PAPER_SLOPE = 1.6  # what `is_print` tells paper from photos by
_LINE_SHARE = 0.25  # ink is what reaches this share of the page's strong ink
_BLOCK = 8
_ALL_INK = np.uint64(0x0101010101010101)
SHADED = 0.3
"""Darkest by brightest paper: above, the lines of 42 shaded pages are found as they are."""
_MAX_GAIN = 12.0  # in shadows of 0.06 of the light print is still told from noise


def paper_field(gray: Gray) -> NDArray[np.uint8]:
    """Return the brightness of the bare paper on a copy of about 256 px: text and rules are closed away."""
    small = reduce(gray, reduction(gray, FIELD_LONG_SIDE))
    kernel = np.ones((_FIELD_CLOSING, _FIELD_CLOSING), np.uint8)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel)
    return np.asarray(cv2.medianBlur(closed, _FIELD_MEDIAN), np.uint8)


def unevenness(field: NDArray[np.uint8]) -> float:
    """Return p5/p95 of the paper's brightness: 1 is even light, below 0.3 is a hard shadow."""
    low, high = np.percentile(field, (5, 95))
    return float(low / high) if high > 0 else 1.0


def lifted(gray: Gray, field: NDArray[np.uint8]) -> Gray:
    """Return the page with all paper lifted to the brightness of the lit, so that print in hard shadows is seen.

    field: as `paper_field` returns it.
    """
    paper = cv2.GaussianBlur(field, (0, 0), 1)
    gain = np.clip(float(np.percentile(paper, 90)) / np.maximum(paper, 1), 1, _MAX_GAIN).astype(np.float32)
    even = cv2.multiply(gray, cv2.resize(gain, (gray.shape[1], gray.shape[0])), dtype=cv2.CV_8U)
    return np.asarray(cv2.blur(even, (3, 3)), np.uint8)  # the noise is lifted, too


def ink_depth(gray: Gray, field: NDArray[np.uint8]) -> Gray:
    """Return by how many grey levels each pixel is darker than the paper around it; (H, W) uint8."""
    height, width = gray.shape
    paper = cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(paper, gray), np.uint8)


def median_level(gray: NDArray[np.uint8]) -> float:
    """Return the median of uint8 values."""
    return level_at(gray, 0.5)


def lightest_and_darkest(pixels: Pixels) -> tuple[Gray, Gray]:
    """Return each pixel's lightest and darkest channel; far apart where there is colour."""
    blue, green, red = cv2.split(pixels)
    lightest, darkest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return np.asarray(lightest, np.uint8), np.asarray(darkest, np.uint8)


def level_at(gray: NDArray[np.uint8], share: float) -> float:
    """Return the level that `share` (0..1) of (H, W) uint8 values don't exceed, by counting instead of sorting."""
    counts = np.cumsum(cv2.calcHist([gray], [0], None, [256], [0, 256]), dtype=np.float64)
    return float(np.searchsorted(counts, counts[-1] * share))


def noise_level(gray: Gray) -> float:
    """Return the standard deviation of pixel noise in grey levels, robust against ink (median of neighbours)."""
    rows = np.ascontiguousarray(gray[::7])
    if rows.shape[1] < 2:
        return 0.0
    return 1.4826 / 2**0.5 * median_level(np.asarray(cv2.absdiff(rows[:, 1:], rows[:, :-1]), np.uint8))


def ink_threshold(depth: Gray, noise: float) -> float:
    """Return the depth in grey levels from which a pixel counts as ink."""
    strong = level_at(np.ascontiguousarray(depth[::3, ::3]), 0.97)
    return max(_MIN_DEPTH, _NOISE_FACTOR * noise, _LINE_SHARE * strong)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One blob that looks like a line of text, in pixels of the raster it was found on."""

    left: int
    top: int
    width: int
    height: int


def strokes(depth: Gray, threshold: float) -> NDArray[np.uint8]:
    """Return 1 where there is ink of characters, 0 on paper and on ruled lines; (H, W) uint8."""
    return _without_rules((depth > threshold).astype(np.uint8))


def text_lines(depth: Gray, ink: NDArray[np.uint8]) -> tuple[TextLine, ...]:
    """Return the blobs which look like lines (or words) of text; what `ink_depth` and `strokes` returned.

    A blob counts when it is wider than high, neither solid nor sparse, and strokes alternate along it: hair,
    shadows and rules do not.
    """
    ink = _without_specks(ink)
    size = _component_height(ink)
    if size is None:
        return ()
    kernel = np.ones((max(1, round(0.2 * size)), max(3, round(1.1 * size))), np.uint8)
    merged = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel), np.uint8)
    found = []
    for contour in outlines(merged):
        left, top, width, height = cv2.boundingRect(contour)
        if height < 4 or width < 1.6 * height or height > 4 * size:
            continue
        if cv2.contourArea(contour) < 0.3 * width * height:
            continue
        if _alternates(depth[top : top + height, left : left + width]):
            found.append(TextLine(left, top, width, height))
    return tuple(found)


def outlines(mask: NDArray[np.uint8]) -> list[NDArray[np.int32]]:
    """Return the outer contours of all blobs, those inside others too; 20 times faster than labelling the pixels."""
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if hierarchy is None:
        return []
    pairs = zip(contours, hierarchy[0], strict=True)
    return [np.asarray(contour, np.int32) for contour, links in pairs if links[3] < 0]


def _without_rules(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the ink without ruled lines, which would join a whole table to one blob.

    A thick bar is no rule: heavy blur makes one of every line of text. Runs are looked for in blocks of eight pixels,
    all of which are ink: that takes a sixth of the time of opening the full raster.
    """
    blocks, thick = -(-max(24, max(ink.shape) // 24) // _BLOCK), max(5, max(ink.shape) // 250)
    kept = ink.copy()
    height, width = ink.shape[0] // _BLOCK, ink.shape[1] // _BLOCK
    if width >= blocks:
        full = (np.ascontiguousarray(ink[:, : width * _BLOCK]).view(np.uint64) == _ALL_INK).astype(np.uint8)
        rules = _thin_runs(full, (1, blocks), (thick, 1)).astype(np.uint64) * _ALL_INK
        kept[:, : width * _BLOCK] &= 1 - rules.view(np.uint8)
    if height >= blocks:
        full = np.bitwise_and.reduce(ink[: height * _BLOCK].reshape(height, _BLOCK, -1), axis=1)
        kept[: height * _BLOCK] &= 1 - np.repeat(_thin_runs(full, (blocks, 1), (1, thick)), _BLOCK, axis=0)
    return kept


def _thin_runs(full: NDArray[np.uint8], run: tuple[int, int], thick: tuple[int, int]) -> NDArray[np.uint8]:
    """Return 1 on and next to runs of full blocks that are long one way and thin the other way."""
    runs = cv2.morphologyEx(full, cv2.MORPH_OPEN, np.ones(run, np.uint8))
    thin = cv2.subtract(runs, cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones(thick, np.uint8)))
    return np.asarray(cv2.dilate(thin, np.ones((3, 3), np.uint8)), np.uint8)


def _without_specks(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the ink that has two more pixels of ink next to it; noise, which costs much time to look at, has not."""
    near = cv2.boxFilter(ink, -1, (3, 3), normalize=False)
    return np.asarray(ink & (near > 2), np.uint8)


def _component_height(ink: NDArray[np.uint8]) -> float | None:
    """Return the area-weighted median height of strokes and characters, None when there are hardly any."""
    height, width = ink.shape
    middle = np.ascontiguousarray(ink[height // 5 : height - height // 5, width // 5 : width - width // 5])
    return _stroke_height(middle, max(ink.shape) / 12, 60) or _stroke_height(ink, max(ink.shape) / 12, 4)


def _stroke_height(ink: NDArray[np.uint8], limit: float, at_least: int) -> float | None:
    _, stats = components(ink)
    height, width, area = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_AREA]
    keep = (height >= 3) & (height < limit) & (width < 3 * limit) & (area >= 4)
    if int(keep.sum()) < at_least:
        return None
    return weighted_median(height[keep], area[keep])


def components(mask: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the labels (H, W) of what is joined at sides or corners, and OpenCV's table of each; 0 is the ground.

    The algorithm is named because OpenCV 5's own choice takes twice the time to the same labels.
    """
    found = cv2.connectedComponentsWithStatsWithAlgorithm(mask, 8, cv2.CV_32S, cv2.CCL_BBDT)
    return np.asarray(found[1], np.int32), np.asarray(found[2], np.int32)


def weighted_median(values: NDArray[np.generic], weights: NDArray[np.generic]) -> float:
    """Return the value at which half of the weight is reached; both (N,), N >= 1."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order].astype(np.float64))
    return float(values[order][int(np.searchsorted(reached, reached[-1] / 2))])


def _alternates(depth: Gray) -> bool:
    """Tell whether strokes and gaps alternate along the blob, on average more than once in two character heights.

    The level between them is the blob's own: under heavy blur the gaps inside a line no longer reach the paper.
    """
    height, width = depth.shape
    rows = depth[[height // 3, height // 2, (2 * height) // 3]].astype(np.int16)
    ranks = round(0.15 * (rows.size - 1)), round(0.9 * (rows.size - 1))
    levels = np.partition(rows, ranks, axis=None)  # of so few values, in a tenth of the time of np.percentile
    gap, stroke = levels[ranks[0]], levels[ranks[1]]
    if stroke - gap < 0.2 * stroke:
        return False
    above = rows > (gap + stroke) / 2
    strokes = np.count_nonzero(above[:, 1:] > above[:, :-1]) / 3
    return bool(strokes >= max(2.0, 0.5 * width / height))


def is_print(lines: tuple[TextLine, ...], ink: NDArray[np.uint8], field: Gray) -> bool:
    """Tell whether the lines are the print of a document, not chance finds in a photo.

    In print most of the ink belongs to lines. On the real pictures documents have a share of 0.22 and more, photos
    0.21 and less where their brightness also changes everywhere (field slope 2.0 and more; paper 1.2 and less).
    """
    if len(lines) < MIN_LINES:
        return False
    inside = sum(
        int(ink[line.top : line.top + line.height, line.left : line.left + line.width].sum()) for line in lines
    )
    share = inside / max(1, int(ink.sum()))
    return bool(share >= 0.4 or (share >= 0.12 and field_slope(field) < MAX_PAPER_SLOPE))


def has_print(gray: Gray) -> bool:
    """Tell whether there is print on a page, which must be level within a few degrees; without pixels is none."""
    if not gray.size:
        return False
    field = paper_field(gray)
    depth = ink_depth(gray, field)
    ink = strokes(depth, ink_threshold(depth, noise_level(gray)))
    return is_print(text_lines(depth, ink), ink, field)


def field_slope(field: Gray) -> float:
    """Return how much the brightness changes from pixel to pixel of `paper_field` over most of the page."""
    slope_y, slope_x = np.gradient(cv2.GaussianBlur(field.astype(np.float32), (0, 0), 1))
    return float(np.percentile(np.hypot(slope_x, slope_y), 75))
