"""How a page leans by the strokes of its letters, where few lines of text leave that open.

A line of text sinks by a pixel over its whole width before its profile tells that it leans; over a short line of large
letters, their ragged heads and feet outweigh that. But print is full of strokes that are level or upright by design:
bars, stems, rules, a card's edges. Each is measured by itself, and most of them agree.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ..page import Gray

_LONG_PX = 1200  # takes 22 ms for a card; half of it tells 0.77 of few letters within 0.1 degrees, this 0.87
_SOFT_PX = 1.0  # so that pixels' staircases and the joints of JPEG blocks are no edges
_LEAST_STEP = 4.0  # grey levels
_SHORTEST_PX = 16
_LIKE = 22.5  # degrees that edge pixels of one stroke may differ by, as the detector's authors have it
_DENSE = 0.7  # of a stroke's pixels that must be edge, likewise

_STEP_DEG = 0.02
_PIXEL_DEG = 40.0  # error of a stroke of one pixel: it falls with length to the power of 1.5
_FLOOR_DEG = 0.06
_ELSEWHERE = 0.1  # what lines that are wrong leave to strokes: large letters' lines err by up to a degree
_APART_DEG = 0.3


class StrokeEstimate(NamedTuple):
    """The clockwise turn that levels the strokes, in degrees; `clear`: its likelihood over that of its best rival."""

    angle_deg: float
    clear: float


def estimate_by_strokes(gray: Gray, expected_deg: float, spread_deg: float, reach_deg: float) -> StrokeEstimate | None:
    """Return the angle that strokes and lines together make likeliest; None where no stroke is long enough.

    gray: (H, W) uint8, the page's content; expected_deg, spread_deg: the clockwise turn that lines ask for, and how far
    it may be off; reach_deg: largest turn, either way, that counts.
    """
    leans, lengths = _strokes(gray)
    if not leans.size:
        return None
    angles = np.arange(-reach_deg, reach_deg + _STEP_DEG / 2, _STEP_DEG)
    spreads = np.hypot(_PIXEL_DEG / lengths**1.5, _FLOOR_DEG)
    votes = np.zeros(len(angles))
    for lean, spread, weight in zip(leans, spreads, lengths / spreads, strict=True):
        first, last = np.searchsorted(angles, [lean - 4 * spread, lean + 4 * spread])
        votes[first:last] += weight * np.exp(-(((angles[first:last] - lean) / spread) ** 2) / 2)
    likely = (votes / max(float(votes.max()), 1e-9) + 1e-3) * (
        np.exp(-(((angles - expected_deg) / spread_deg) ** 2) / 2) + _ELSEWHERE
    )
    best = int(np.argmax(likely))
    rivals = likely[np.abs(angles - angles[best]) > _APART_DEG]
    return StrokeEstimate(float(round(angles[best], 3)), float(likely[best] / rivals.max()))


def _strokes(gray: Gray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the clockwise turn that would level or right each straight stroke, in degrees, and its length in px."""
    factor = max(1, round(max(gray.shape) / _LONG_PX))
    small = (
        cv2.resize(gray, (gray.shape[1] // factor, gray.shape[0] // factor), interpolation=cv2.INTER_AREA)
        if factor > 1
        else gray
    )
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE, 1.0, 0.6, _LEAST_STEP, _LIKE, 0.0, _DENSE, 1024)
    found = detector.detect(cv2.GaussianBlur(small, (0, 0), _SOFT_PX))[0]
    if found is None:
        return np.zeros(0), np.zeros(0)
    ends = np.asarray(found, np.float64).reshape(-1, 4)
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    lengths = np.hypot(across, down)
    leans = -((np.degrees(np.arctan2(down, across)) + 45) % 90 - 45)
    kept = lengths >= _SHORTEST_PX
    return leans[kept], lengths[kept]
