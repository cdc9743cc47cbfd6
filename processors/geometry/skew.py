"""How far a page leans: the angle that levels its text lines, rules and edges, or None.

1. Shrink to 1200 px, less where the content is but a part of the page; cut off the dark bands that copiers leave along
   a picture's sides, which are straight whatever the page does.
2. Subtract the page's own background and cut at +-50 levels, so that rules, card edges and text count alike.
3. Average blocks of columns, and take the spectrum of what is left. A shear that levels the lines gives the row profile
   the steepest steps (Postl 1986); by Parseval's theorem their squares are a sum along a line through the spectrum,
   so that one transform answers for all angles, without the interpolation that favours angles near zero. Rows and
   columns are added.
4. Where the content fills only a part of the page (a card on A4), cut it out and look again, closer.
5. Fine: turn the page by the coarse angle, and scan the rest in narrower blocks. The profile over the whole width is
   joined by profiles over 64 px, which single characters decide: where few letters stand in a line, their ragged heads
   and feet mislead it, but their strokes don't.

Measured on 180 drawn scans of 18 kinds that nothing was tuned on (`bench/normalising/leaning.py`, seed 31337), against
shears by interpolation as before: CE@0.1 0.900 -> 0.982, mean error 0.340 -> 0.013 degrees, in 0.77 of the time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ..legibility.reduced import reduce, shrunk_to
from ..page import Gray
from .skew_strokes import estimate_by_strokes

MAX_SKEW_DEG = 15.0
"""Angles beyond this are not looked for: a page that leans more is a photo, and its crop levels it."""

_FINE_LONG_PX = 1200  # of 90 drawn scans as many within 0.05 degrees as at 1754, in 0.6 of the time
_CLOSE_LONG_PX = 1500  # at least, where the content is but a part: of few letters every pixel counts
_COARSE_LONG_PX = 700
_MIN_SIDE_PX = 64
_CLIP = 50
_COARSE_STEP_DEG = 0.5
_FINE_STEP_DEG = 0.03
_FINE_REACH_DEG = 0.9
_UNTURNED_DEG = 0.8  # within a block the lines sink by a fifth of a pixel: nothing that a turn could better
_ZOOM_SHARE = 0.62
_BLOCK_PX = 16
_BAND_SHARE = 0.07
_BAND_STEP = 25
_BAND_STRAIGHT = 0.6  # of a side's length; the edge of a page that leans by 0.1 degrees crosses 3 columns

# The gate: blank pages and natural pictures fail one of the three.
_MIN_PROMINENCE = 2.6
_MIN_SEPARATION = 1.3
_MIN_INK = 0.005
_WIDE_DEG = 30.0
_INK = 15
_NOISE_INK = 3.75  # times the noise's mean contrast: three times its deviation, which one pixel of 700 exceeds
_BUSY = 4

# By how much the profile loses 0.3 degrees from its peak. Of 358 answers above the first none was wrong by more than
# 0.1 degrees; between both, a few large letters or a card, errors reach 0.4 (median 0.08); below, there is no peak.
_SHARP = 0.15
_BLUNT = 0.03
_BLUNT_MIN_DEG = 0.5
# Where they are blunter than the first, strokes are asked too: of 95 such pages (cards, few words) 67 were clear, 66 of
# them within 0.1 degrees, the last 0.23 off; by their lines alone 52 were accepted, 41 within 0.1.
_KEEN = 0.2
_CLEAR = 2.5
_SPREAD_DEG = 0.02  # what lines err by, divided by their sharpness
_LEAST_SHARP = 0.01
_DOUBTFUL = 0.77  # of what the gate asks: strokes may settle it
# A page that leans by more than 15 degrees has lesser peaks, along the diagonals of its letters, all below this.
_SURE = 0.9
_WIDE_SHARP = 0.08  # at 0.15, a page with a portrait was lost, and its lesser peak taken

_ZERO = 128
_PAD = 512  # 5 times the blocks of a page: linear interpolation then favours no angle by more than 0.2 %
_NEAR_SHARE = 4  # of the spectrum's width: a mean over it keeps what is nearer than 4 blocks
_NEAR_WEIGHT = 5.0  # 3 cards of 4 were within 0.1 degrees, 63 % without; full pages don't care
_GRID = 8  # pixels of a JPEG block, whose joints are level
_GRID_WIDTH = 0.03

_Signed = NDArray[np.uint8]
"""Darkness against the page's own background, cut at +-50, plus 128: bytes are turned three times as fast as floats."""
_Values = NDArray[np.float64]
_Part = tuple[slice, slice]
"""Rows and columns."""


class _Scale(NamedTuple):
    """Width of the blocks in px, and the highest frequency that counts, in cycles per px.

    At 15 degrees, the coarse blocks still keep three quarters of a wave at their highest frequency.
    """

    block_px: int
    top: float


_COARSE = _Scale(8, 0.35)
_FINE = _Scale(16, 0.45)


@dataclass(frozen=True)
class SkewEstimate:
    """The turn that levels a page.

    `angle_deg` is clockwise, in degrees, within [-15, 15]; `confidence` is 0..1.
    """

    angle_deg: float
    confidence: float


class _Curve(NamedTuple):
    """Sharpness of the profiles by angle."""

    angles: _Values
    values: _Values

    @property
    def peak(self) -> float:
        return float(self.angles[int(np.argmax(self.values))])

    @property
    def prominence(self) -> float:
        return float(self.values.max() / max(float(np.median(self.values)), 1e-9))

    @property
    def separation(self) -> float:
        """Peak over the best value that is farther than 1.5 degrees from it."""
        others = self.values[np.abs(self.angles - self.peak) > 1.5]
        return float(self.values.max() / max(float(others.max()), 1e-9))


class _Spectrum(NamedTuple):
    """Weighted power (F, 512) of one direction's lines, and their frequencies (F,) in cycles per px."""

    power: NDArray[np.float32]
    frequencies: _Values


class _Found(NamedTuple):
    """What lines say: the angle, how sharp its peak is, and whether it stands out as high as the gate asks."""

    estimate: SkewEstimate
    sharpness: float
    stands_out: bool


def estimate_skew(gray: Gray) -> SkewEstimate | None:
    """Return the clockwise turn, within +-15 degrees, that levels the page; None where no angle stands out.

    gray: (H, W) uint8, of any size. A blank page, a picture and a page of two minds give None, and so do a few letters
    that may lean by less than half a degree; a level page gives an angle near 0.0.
    """
    pixels, signed = _seen(gray)
    if not _has_ink(signed):
        return None
    found = _estimate(signed, _DOUBTFUL)
    if found is None:
        return None
    clear = 0.0
    if found.sharpness < _KEEN:
        part = _enlarged(_content(signed), pixels.shape[0] / signed.shape[0])
        found, clear = _by_strokes(pixels[part], found)
    estimate, sharpness = found.estimate, found.sharpness
    if clear < _CLEAR and not (found.stands_out and sharpness >= _least_sharp(estimate.angle_deg)):
        return None
    if estimate.confidence < _SURE or sharpness < _SHARP:
        wide = _wide_estimate(signed)
        if wide is not None and wide.confidence > estimate.confidence:
            return None
    return estimate


def _by_strokes(content: Gray, found: _Found) -> tuple[_Found, float]:
    """Return what the strokes make of it, and how clear that is; 0 where there are none."""
    spread = _SPREAD_DEG / max(found.sharpness, _LEAST_SHARP)
    strokes = estimate_by_strokes(content, found.estimate.angle_deg, spread, MAX_SKEW_DEG)
    if strokes is None:
        return found, 0.0
    return found._replace(estimate=replace(found.estimate, angle_deg=strokes.angle_deg)), strokes.clear


def _least_sharp(angle_deg: float) -> float:
    return _BLUNT if abs(angle_deg) >= _BLUNT_MIN_DEG else _SHARP


def estimate_wide_skew(gray: Gray) -> SkewEstimate | None:
    """Return the clockwise turn, within 15 to 45 degrees either way, that levels a page; None where none stands out.

    gray: (H, W) uint8. For pages that were laid down askew or turned by software; pictures have such angles by
    chance, so that it has to stand out twice as high as a small one.
    """
    signed = _seen(gray)[1]
    return _wide_estimate(signed) if _has_ink(signed) else None


def _wide_estimate(signed: _Signed) -> SkewEstimate | None:
    best: SkewEstimate | None = None
    for first in (-_WIDE_DEG, _WIDE_DEG):
        found = _estimate(_rotated(signed, first, grow=True), 2.0)
        if found is None or found.sharpness < _WIDE_SHARP:
            continue
        angle, confidence = round(first + found.estimate.angle_deg, 3), found.estimate.confidence
        if abs(angle) <= _WIDE_DEG + MAX_SKEW_DEG and (best is None or confidence > best.confidence):
            best = SkewEstimate(angle, confidence)
    return best


def _seen(gray: Gray) -> tuple[Gray, _Signed]:
    """Return the picture without bands along its sides, and its darkness, reduced."""
    if min(gray.shape) < _MIN_SIDE_PX:
        return gray, np.full_like(gray, _ZERO)
    pixels, signed = _made(gray, shrunk_to(gray, _FINE_LONG_PX))
    if _content(signed) == _whole(signed):
        return pixels, signed
    return _made(gray, reduce(gray, max(gray.shape) // _CLOSE_LONG_PX))


def _made(gray: Gray, small: Gray) -> tuple[Gray, _Signed]:
    within = _within_bands(small)
    return gray[_enlarged(within, gray.shape[0] / small.shape[0])], _without_background(small[within])


def _enlarged(part: _Part, scale: float) -> _Part:
    """Return the part in the pixels of a picture that is larger by `scale`."""
    rows, columns = (slice(round(side.start * scale), round(side.stop * scale)) for side in part)
    return rows, columns


def _estimate(signed: _Signed, demand: float) -> _Found | None:
    """Return the angle where it stands out `demand` times as high as the gate asks."""
    signed = signed[_content(signed)]
    curve = _coarse(signed)
    height = min(curve.prominence / _MIN_PROMINENCE, curve.separation / _MIN_SEPARATION)
    if height < demand or abs(curve.peak) > MAX_SKEW_DEG:
        return None
    angle, sharpness = _fine(signed, curve.peak)
    return _Found(SkewEstimate(angle, _confidence(curve)), sharpness, height >= 1)


def _has_ink(signed: _Signed) -> bool:
    if min(signed.shape) < _MIN_SIDE_PX:
        return False
    least = min(max(_INK, _NOISE_INK * _quiet(_contrasts(signed))), _CLIP - 5)
    return float(np.mean(signed[_content(signed)] > _ZERO + least)) >= _MIN_INK


def _contrasts(signed: _Signed) -> Gray:
    """Return the mean contrast of each block of the page."""
    return reduce(np.asarray(cv2.absdiff(signed, np.full_like(signed, _ZERO)), np.uint8), _BLOCK_PX)


def _quiet(blocks: Gray) -> float:
    """Return the contrast of the quietest tenth of the page, which is noise."""
    return float(np.percentile(blocks, 10))


def _confidence(curve: _Curve) -> float:
    """0.5 at the gate, more the higher the peak stands over its rivals and over the rest."""
    doubt = 0.5 ** (curve.separation / _MIN_SEPARATION) * min(1.0, _MIN_PROMINENCE / curve.prominence)
    return float(round(1.0 - doubt, 3))


def _within_bands(gray: Gray) -> _Part:
    """Return the part of the picture without the bands along its sides whose inner edges are straight."""
    left, right = _band(gray), _band(gray[:, ::-1])
    top, bottom = _band(gray.T), _band(gray.T[:, ::-1])
    return slice(top, gray.shape[0] - bottom), slice(left, gray.shape[1] - right)


def _band(gray: Gray) -> int:
    """Return how many columns at the left belong to a band, 0 for none."""
    strip = gray[::4, : max(6, int(gray.shape[1] * _BAND_SHARE))].astype(np.int16)
    step = strip[:, 3:] - strip[:, :-3]
    straight = np.maximum((step > _BAND_STEP).mean(axis=0), (step < -_BAND_STEP).mean(axis=0)) > _BAND_STRAIGHT
    found = np.flatnonzero(straight)
    return int(found[-1]) + 4 if found.size else 0


def _without_background(gray: Gray) -> _Signed:
    side = max(3, max(gray.shape) // 25) | 1
    background = cv2.boxFilter(gray, cv2.CV_16S, (side, side), borderType=cv2.BORDER_REPLICATE)
    difference = np.asarray(cv2.subtract(background, gray, dtype=cv2.CV_16S), np.int16)
    np.clip(difference, -_CLIP, _CLIP, out=difference)
    return (difference + np.int16(_ZERO)).astype(np.uint8)


def _content(signed: _Signed) -> _Part:
    """Return the part of the page that holds its content: all of it where that is most of the page."""
    whole = _whole(signed)
    if min(signed.shape) < _MIN_SIDE_PX:
        return whole
    blocks = _contrasts(signed)
    busy = (blocks > _BUSY + _quiet(blocks)).astype(np.float64)
    rows, columns = np.cumsum(busy.sum(1)), np.cumsum(busy.sum(0))
    if rows[-1] == 0:
        return whole
    top, bottom = np.searchsorted(rows, [0.01 * rows[-1], 0.99 * rows[-1]])
    left, right = np.searchsorted(columns, [0.01 * columns[-1], 0.99 * columns[-1]])
    if (bottom - top + 1) * (right - left + 1) > _ZOOM_SHARE * busy.size:
        return whole
    part = _span(top, bottom, signed.shape[0]), _span(left, right, signed.shape[1])
    return part if min(side.stop - side.start for side in part) >= _MIN_SIDE_PX else whole


def _whole(signed: _Signed) -> _Part:
    return slice(0, signed.shape[0]), slice(0, signed.shape[1])


def _span(first: np.intp, last: np.intp, length: int) -> slice:
    """Return the pixels of the blocks from the first to the last, and of two more at either end."""
    return slice(max(0, int(first) - 2) * _BLOCK_PX, min(length, (int(last) + 3) * _BLOCK_PX))


def _coarse(signed: _Signed) -> _Curve:
    signed = reduce(signed, round(max(signed.shape) / _COARSE_LONG_PX))
    reach = MAX_SKEW_DEG + _COARSE_STEP_DEG
    angles = np.arange(-reach, reach + 0.01, _COARSE_STEP_DEG)
    rows, columns = _spectrum(signed, _COARSE), _spectrum(_transposed(signed), _COARSE)
    return _Curve(angles, _sharpness(rows, _COARSE, angles) + _sharpness(columns, _COARSE, -angles))


def _fine(signed: _Signed, coarse: float) -> tuple[float, float]:
    """Return the angle in degrees, and which share of its value the profile loses 0.3 degrees from it."""
    base = 0.0 if abs(coarse) < _UNTURNED_DEG else coarse
    turned = _rotated(signed, base) if base else signed
    angles = coarse - base + np.arange(-_FINE_REACH_DEG, _FINE_REACH_DEG + 0.01, _FINE_STEP_DEG)
    far, near = np.zeros(len(angles)), np.zeros(len(angles))
    for lines, shears in ((turned, angles), (_transposed(turned), -angles)):
        spectrum = _spectrum(lines, _FINE)
        far += _sharpness(spectrum, _FINE, shears)
        near += _sharpness(_nearby(spectrum), _FINE, shears)
    curve = _Curve(angles, far / max(float(far.max()), 1e-9) + _NEAR_WEIGHT * near / max(float(near.max()), 1e-9))
    middle, aside = int(np.argmax(curve.values)), round(0.3 / _FINE_STEP_DEG)
    sides = far[max(0, middle - aside)] + far[min(len(far) - 1, middle + aside)]
    return float(round(base + _summit(curve), 3)), float(1 - sides / 2 / max(float(far[middle]), 1e-9))


def _transposed(signed: _Signed) -> _Signed:
    return np.asarray(cv2.transpose(signed), np.uint8)


def _spectrum(signed: _Signed, scale: _Scale) -> _Spectrum:
    """Return the power of the rows' steps: (frequency down the page, frequency across its blocks)."""
    blocks = signed.shape[1] // scale.block_px
    narrow = cv2.resize(signed[:, : blocks * scale.block_px], (blocks, signed.shape[0]), interpolation=cv2.INTER_AREA)
    columns = np.asarray(cv2.transpose(narrow), np.float32) - np.float32(_ZERO)
    length = cv2.getOptimalDFTSize(signed.shape[0])
    kept = slice(1, int(scale.top * length))
    down = np.fft.rfft(columns, length, axis=1)[:, kept]
    both = np.fft.fft(np.ascontiguousarray(down.T), _PAD, axis=1)
    frequencies = np.arange(kept.start, kept.stop) / length
    steps = 4 * np.sin(np.pi * frequencies) ** 2
    steps[np.abs(frequencies * _GRID - np.round(frequencies * _GRID)) < _GRID_WIDTH] = 0
    power = (both.real**2 + both.imag**2) * steps[:, None].astype(np.float32)
    return _Spectrum(np.asarray(power, np.float32), frequencies)


def _nearby(spectrum: _Spectrum) -> _Spectrum:
    """Return the power with only what is near each other compared: a mean over neighbouring frequencies."""
    centred = np.roll(spectrum.power, _PAD // 2, axis=1)
    soft = np.asarray(cv2.blur(centred, (_PAD // _NEAR_SHARE, 1)), np.float32)
    return _Spectrum(np.roll(soft, -_PAD // 2, axis=1), spectrum.frequencies)


def _sharpness(spectrum: _Spectrum, scale: _Scale, angles: _Values) -> _Values:
    """Return the sum of squared steps of the row profile after shearing the rows clockwise by each of the angles."""
    at = np.outer(spectrum.frequencies, np.tan(np.radians(angles))) * (scale.block_px * _PAD)
    first = np.floor(at).astype(np.int64)
    share = at - first
    rows = np.arange(len(at))[:, None]
    low, high = spectrum.power[rows, first % _PAD], spectrum.power[rows, (first + 1) % _PAD]
    return np.asarray((low * (1 - share) + high * share).sum(axis=0), np.float64)


def _rotated(signed: _Signed, clockwise_deg: float, *, grow: bool = False) -> _Signed:
    height, width = signed.shape
    matrix = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), -clockwise_deg, 1.0)
    new_width, new_height = width, height
    if grow:
        cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
        new_width, new_height = int(width * cosine + height * sine), int(width * sine + height * cosine)
        matrix[:, 2] += (new_width - width) / 2, (new_height - height) / 2
    size, ways = (new_width, new_height), (cv2.INTER_LINEAR, cv2.BORDER_CONSTANT)
    turned = cv2.warpAffine(signed, matrix, size, flags=ways[0], borderMode=ways[1], borderValue=(_ZERO,))
    return np.asarray(turned, np.uint8)


def _summit(curve: _Curve) -> float:
    """Return where the parabola through the five values around the peak is highest."""
    middle = int(np.clip(int(np.argmax(curve.values)), 2, len(curve.values) - 3))
    around = slice(middle - 2, middle + 3)
    centre = curve.angles[middle]
    a, b, _ = np.polyfit(curve.angles[around] - centre, curve.values[around], 2)
    if a >= 0:
        return curve.peak
    return float(centre + np.clip(-b / (2 * a), -_FINE_STEP_DEG, _FINE_STEP_DEG))
