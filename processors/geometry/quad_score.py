"""How much a quadrilateral in a photo looks like the outline of a sheet or card."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .quad_lines import Planes, signed_area

_F = NDArray[np.float64]

_SAMPLES = 24
_EDGE_LEVELS = np.array([3.0, 1.5, 1.5], np.float32)
"""Slope in levels per pixel, of lightness and the two colours, at which an edge counts in full."""
_STRIP_PX = (3.0, 6.0)
_CONTRAST_LEVELS = 9.0
_MIX = np.array([1.0, 7919.0 / 3.0])  # makes one number of a point, so that equal sides are found by sorting numbers
_FRAME_SIDE = 0.62
"""What a side that is the frame's own is worth: paper that leaves the picture, neither good nor bad."""


@dataclass(frozen=True)
class Field:
    """Slopes of a photo: (H * W, 3, 2) float32 levels per pixel along x and y, and its colours `lab` (H, W, 3)."""

    slopes: NDArray[np.float32]
    lab: NDArray[np.float32]


def field_of(planes: Planes) -> Field:
    """Return the slopes of the planes."""
    x = np.asarray(cv2.Sobel(planes.lab, cv2.CV_32F, 1, 0, ksize=3, scale=0.125), np.float32)
    y = np.asarray(cv2.Sobel(planes.lab, cv2.CV_32F, 0, 1, ksize=3, scale=0.125), np.float32)
    return Field(np.stack([x, y], axis=-1).reshape(-1, 3, 2), planes.lab)


def side_scores(field: Field, starts: _F, ends: _F) -> tuple[_F, _F]:
    """Return how well sides are supported, and how far their edge runs on past the corners; both (n,), 0..1.

    starts, ends: (n, 2), with the inside of the quad to the right hand of the way from start to end.
    """
    places = np.linspace(0.06, 0.94, _SAMPLES)
    edge = _edge(field, starts, ends, places)
    contrast = _contrast(field, starts, ends, places)
    beyond = np.concatenate([np.linspace(-0.16, -0.05, 5), np.linspace(1.05, 1.16, 5)])
    return edge * (0.35 + 0.65 * contrast), _edge(field, starts, ends, beyond)


def _points(starts: _F, ends: _F, places: _F) -> tuple[_F, _F]:
    """Return (n, samples, 2) points along sides and (n, 1, 2) normals that point into the quad."""
    along = ends - starts
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    normal /= np.maximum(1e-9, np.linalg.norm(normal, axis=1, keepdims=True))
    points = starts[:, None] + along[:, None] * places[None, :, None]
    return points, normal[:, None]


def _indices(field: Field, points: _F) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
    height, width = field.lab.shape[:2]
    column, row = np.rint(points[..., 0]), np.rint(points[..., 1])
    inside = (column >= 0) & (row >= 0) & (column < width) & (row < height)
    x = np.clip(column, 0, width - 1).astype(np.intp)
    y = np.clip(row, 0, height - 1).astype(np.intp)
    return y, x, inside


def _edge(field: Field, starts: _F, ends: _F, places: _F) -> _F:
    """Return 0..1: the mean slope across the side, of one sign. Texture cancels itself out."""
    points, normal = _points(starts, ends, places)
    across = np.ascontiguousarray(normal[:, 0, :, None], np.float32)
    low = high = np.zeros((*points.shape[:2], 3), np.float32)
    for shift in (-1.5, 0.0, 1.5):
        y, x, inside = _indices(field, points + shift * normal)
        slope = np.matmul(field.slopes[y * field.lab.shape[1] + x].reshape(len(points), 3 * points.shape[1], 2), across)
        slope = slope.reshape(low.shape) * inside[..., None]
        low, high = np.minimum(low, slope), np.maximum(high, slope)
    support = np.clip(np.where(high > -low, high, low) / _EDGE_LEVELS, -1.0, 1.0)
    return np.asarray(np.abs(support.mean(axis=1)).max(axis=1), np.float64)


def _contrast(field: Field, starts: _F, ends: _F, places: _F) -> _F:
    """Return 0..1: how different the strips inside and outside are, and how constantly so."""
    points, normal = _points(starts, ends, places)
    difference = np.zeros((*points.shape[:2], 3))
    valid = np.ones(points.shape[:2], bool)
    for distance in _STRIP_PX:
        for sign in (1.0, -1.0):
            y, x, inside = _indices(field, points + sign * distance * normal)
            difference += sign * field.lab[y, x] / len(_STRIP_PX)
            valid &= inside
    count = np.maximum(1, valid.sum(axis=1))
    mean = np.where(valid[..., None], difference, 0.0).sum(axis=1) / count[:, None]
    size = np.linalg.norm(mean, axis=1)
    alike = np.einsum("nsk,nk->ns", difference, mean) / np.maximum(1e-9, size[:, None] ** 2) > 0.3
    constancy = np.where(valid, alike, False).sum(axis=1) / count
    enough = valid.mean(axis=1) > 0.25
    return np.where(enough, (1 - np.exp(-size / _CONTRAST_LEVELS)) * constancy, 0.0)


def edge_scores(field: Field, quads: _F, frame: NDArray[np.bool_]) -> _F:
    """Return a rough score (n,) of quads by the edge along their sides alone, to choose those worth a closer look."""
    starts, ends, back = _distinct_sides(quads)
    edge = _edge(field, starts, ends, np.linspace(0.08, 0.92, 9))
    sides = np.where(frame, _FRAME_SIDE, edge[back].reshape(-1, 4))
    return np.asarray((0.55 * sides.mean(axis=1) + 0.45 * sides.min(axis=1)) * _shape_prior(quads), np.float64)


def _distinct_sides(quads: _F) -> tuple[_F, _F, NDArray[np.intp]]:
    """Return starts and ends of all different sides, and which of them each side of each quad is.

    Quads of one set of lines share most of their sides: about 3000 differ among 20000.
    """
    starts = np.round(quads, 1)
    ends = np.roll(starts, -1, axis=1)
    words = (starts @ _MIX + (ends @ _MIX) * 1e6).reshape(-1)
    _, first, back = np.unique(words, return_index=True, return_inverse=True)
    return starts.reshape(-1, 2)[first], ends.reshape(-1, 2)[first], np.asarray(back.reshape(-1), np.intp)


def quad_scores(field: Field, quads: _F, frame: NDArray[np.bool_]) -> tuple[_F, _F]:
    """Return scores (n,) of quads and (n, 4) of their sides; quads: (n, 4, 2), frame: (n, 4) sides of the frame."""
    starts, ends, back = _distinct_sides(quads)
    support, beyond = side_scores(field, starts, ends)
    sides = np.where(frame, _FRAME_SIDE, support[back].reshape(-1, 4))
    runs_on = np.where(frame, 0.0, beyond[back].reshape(-1, 4)).mean(axis=1)
    height, width = field.lab.shape[:2]
    area = np.clip(signed_area(quads) / (width * height), 0.0, 1.0)
    score = (0.55 * sides.mean(axis=1) + 0.45 * sides.min(axis=1)) * (1 - 0.3 * runs_on) * (0.94 + 0.06 * np.sqrt(area))
    return score * _shape_prior(quads), sides


def _shape_prior(quads: _F) -> _F:
    """Return 1 for anything near a rectangle seen from near its axis, less for odd shapes."""
    sides = np.roll(quads, -1, axis=1) - quads
    lengths = np.maximum(1e-9, np.linalg.norm(sides, axis=2))
    before = np.roll(sides, 1, axis=1)
    cosines = np.abs(np.sum(before * sides, axis=2)) / (lengths * np.roll(lengths, 1, axis=1))
    opposite = np.minimum(lengths[:, :2], lengths[:, 2:]) / np.maximum(lengths[:, :2], lengths[:, 2:])
    square = 1 - 0.5 * np.clip(cosines.max(axis=1) - 0.25, 0.0, 1.0)
    return np.asarray(square * (0.85 + 0.15 * opposite.min(axis=1)), np.float64)
