"""The four-sided outlines of the papers in a map, and how far a map supports outlines that were found otherwise."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .paper_map import PaperMap
from .refine import crossing
from .search import signed_area

_F = NDArray[np.float64]
_Mask = NDArray[np.uint8]

_FINE = 4  # pixels of the enlarged map, in which rims are drawn, per pixel of the map
_MIN_AREA = 0.006  # of the map; what is smaller is no card that could be read
_MOST = 12
_RIM_PX = 5.0  # from a paper's core to its rim: the map's edges are three pixels wide, and their slopes as much
_ALONG = (0.06, 0.94)  # of a side: corners may be round, or bent
_AWAY = 0.06  # of the root of the area: what lies further from a side is another's rim, or a finger
_AT_FRAME_PX = 2.0
_MIN_PLACES = 8
_MAX_MOVED = 0.25
_NEAR = 1.25
_PLACES = np.linspace(0.05, 0.95, 30)


def map_quads(paper: PaperMap) -> _F:
    """Return quads (n, 4, 2), clockwise, in pixels of the map: one around each paper, the largest first."""
    quads = [quad for part in _papers(paper) if (quad := _quad_of(part)) is not None]
    return np.array(quads, np.float64).reshape(-1, 4, 2)


def support(paper: PaperMap, quads: _F, frame: NDArray[np.bool_]) -> _F:
    """Return 0..1 for each quad: how far its area is a paper's, and its sides are a paper's edges.

    quads: (n, 4, 2) in pixels of the map; frame: (n, 4), which sides are the picture's own and so no paper's edge.
    """
    edge = np.asarray(cv2.dilate(paper.edge, np.ones((3, 3), np.uint8)), np.float32)
    return np.array([_area_of(paper, quad) * _edge_of(edge, quad, own) for quad, own in zip(quads, frame, strict=True)])


def _area_of(paper: PaperMap, quad: _F) -> float:
    """Return the area that a quad shares with the paper there, of what both cover together; others lie further off."""
    middle = quad.mean(axis=0)
    near, drawn = _drawn(paper, middle + _NEAR * (quad - middle)), _drawn(paper, quad)
    inside = paper.inside * (near > 0)
    return float(np.minimum(drawn, inside).sum() / max(1e-6, float(np.maximum(drawn, inside).sum())))


def _drawn(paper: PaperMap, quad: _F) -> NDArray[np.float32]:
    drawn = np.zeros(paper.inside.shape, np.float32)
    return np.asarray(cv2.fillPoly(drawn, [np.rint(quad * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4), np.float32)


def _edge_of(edge: NDArray[np.float32], quad: _F, frame: NDArray[np.bool_]) -> float:
    """Return how much of an edge runs along the sides that are seen, the mean and the least; 0 where only one is."""
    points = quad[:, None] + (np.roll(quad, -1, axis=0) - quad)[:, None] * _PLACES[:, None]
    height, width = edge.shape
    seen = ((points >= 0) & (points <= (width - 1, height - 1))).all(axis=2) & ~frame[:, None]
    x, y = np.rint(np.clip(points, 0, (width - 1, height - 1))).astype(np.intp).transpose(2, 0, 1)
    counted = seen.sum(axis=1)
    sides = (edge[y, x] * seen).sum(axis=1)[counted > 0] / counted[counted > 0]
    return float((sides.mean() + sides.min()) / 2) if len(sides) > 1 else 0.0


def _papers(paper: PaperMap) -> list[NDArray[np.float32]]:
    """Return the map of each paper alone: its core, and what is nearer to it than to another's, up to the rim."""
    core = (paper.inside > 0.5) & (paper.edge < 0.5)
    away, nearest = cv2.distanceTransformWithLabels(
        (~core).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_CCOMP
    )
    sizes = np.bincount(nearest[core], minlength=1)
    found = [number for number in np.argsort(-sizes)[:_MOST] if sizes[number] > _MIN_AREA * core.size]
    return [np.where((nearest == number) & (away <= _RIM_PX), paper.inside, 0).astype(np.float32) for number in found]


def _quad_of(inside: NDArray[np.float32]) -> _F | None:
    height, width = inside.shape
    fine = cv2.resize(inside, (width * _FINE, height * _FINE), interpolation=cv2.INTER_LINEAR)
    contours = cv2.findContours((fine > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    rim = max(contours, key=cv2.contourArea, default=np.empty((0, 1, 2), np.int32))
    hull = cv2.convexHull(rim) if len(rim) else rim
    if len(hull) < 4:
        return None
    around = cv2.approxPolyN(np.asarray(hull, np.float32), 4, ensure_convex=True).reshape(4, 2).astype(np.float64)
    corners = _fitted(rim.reshape(-1, 2).astype(np.float64), around, (fine.shape[1], fine.shape[0]))
    clockwise = corners if float(signed_area(corners[None])[0]) > 0 else corners[::-1]
    return (clockwise + 0.5) / _FINE - 0.5


def _fitted(rim: _F, quad: _F, frame: tuple[int, int]) -> _F:
    """Return the quad with each side laid through the rim near it, but for what is the frame's."""
    size = float(np.sqrt(cv2.contourArea(quad.astype(np.float32))))
    last = np.array(frame) - 1
    rim = rim[((rim > _AT_FRAME_PX) & (rim < last - _AT_FRAME_PX)).all(axis=1)]
    lines = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        length = max(1e-6, float(np.linalg.norm(end - start)))
        along = (end - start) / length
        share = (rim - start) @ along / length
        beside = np.abs((rim - start) @ np.array([-along[1], along[0]]))
        chosen = rim[(beside < _AWAY * size + _FINE) & (share > _ALONG[0]) & (share < _ALONG[1])]
        if len(chosen) >= _MIN_PLACES:
            vx, vy, x, y = cv2.fitLine(chosen.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
            start, along = np.array([x, y]), np.array([vx, vy])
        lines.append((start, along))
    corners = np.array([crossing(lines[i - 1], lines[i]) for i in range(4)])
    moved = np.abs(corners - quad).max()
    return corners if np.isfinite(moved) and moved < _MAX_MOVED * size else quad
