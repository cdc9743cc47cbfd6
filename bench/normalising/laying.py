"""Lay drawn papers on a photographed table: anti-aliased, slightly curled, with the shadows of their edges."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.demo.canvas import Paper
from shoujian.demo.optics import scaled
from shoujian.processors.page import Pixels

from .camera import Camera, Matrix, Points, mapped
from .contents import PX_PER_MM

_PAD = 0.02  # of the paper's sides: room for curled edges


@dataclass(frozen=True, slots=True)
class Laid:
    """A paper on the table: `matrix` takes its pixels (corner of the first at 0, 0) to mm of the table.

    `bow`: how far the middles of the four edges (top, right, bottom, left) lie outwards, as a share of the sides; the
    corners stay where they are. `lift`: mm that its edges stand off the table.
    """

    paper: Paper
    matrix: Matrix
    bow: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    lift: float = 0.6

    @property
    def corners(self) -> Points:
        """The four corners in mm, clockwise from the paper's own top left."""
        width, height = self.paper.size
        return mapped(self.matrix, [(0, 0), (width, 0), (width, height), (0, height)])


def laid_at(paper: Paper, at: tuple[float, float], turn_deg: float, *, scale: float = 1.0) -> Laid:
    """Return the paper with its middle at a place in mm, turned clockwise."""
    angle, size = np.radians(turn_deg), scale / PX_PER_MM
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * size
    matrix = np.eye(3)
    matrix[:2, :2] = spin
    matrix[:2, 2] = np.array(at) - spin @ (np.array(paper.size) / 2)
    return Laid(paper, matrix)


def lay(picture: Pixels, camera: Camera, laid: Laid, lamps: list[tuple[NDArray[np.float64], float]]) -> None:
    """Draw the paper into the picture; `lamps`: where each one's shadow falls (mm per mm of height), and its depth."""
    sheet, mask, fitted = _sheet(laid, camera)
    matrix = camera.plane() @ laid.matrix @ fitted
    corners = [(0, 0), (sheet.shape[1], 0), (sheet.shape[1], sheet.shape[0]), (0, sheet.shape[0])]
    quad = mapped(matrix, corners)
    room = 4 + 8 * camera.scale(laid.corners.mean(axis=0))
    left, top = np.floor(quad.min(axis=0) - room).astype(int).clip(0)
    right, bottom = np.minimum(np.ceil(quad.max(axis=0) + room).astype(int), camera.size)
    if right - left < 16 or bottom - top < 16:
        return
    local = _shift(-left - 0.5, -top - 0.5) @ matrix @ _shift(0.5, 0.5)  # OpenCV counts from pixel centres
    window = (int(right - left), int(bottom - top))
    alpha = cv2.warpPerspective(mask, local, window).astype(np.float32) / 255
    warped = cv2.warpPerspective(sheet, local, window, borderMode=cv2.BORDER_REPLICATE)
    below = _edge_shadow(picture[top:bottom, left:right], camera, laid, lamps, (int(left), int(top)))
    picture[top:bottom, left:right] = cv2.blendLinear(np.ascontiguousarray(warped), below, alpha, 1 - alpha)


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0, x], [0, 1.0, y], [0, 0, 1.0]])


def _sheet(laid: Laid, camera: Camera) -> tuple[Pixels, Pixels, Matrix]:
    """Return the paper with room around it, its mask, and the matrix from there to the paper's own pixels."""
    paper = laid.paper
    scale = camera.scale(laid.corners.mean(axis=0)) * np.sqrt(abs(np.linalg.det(laid.matrix[:2, :2])))
    width, height = paper.size
    size = (width, height) if scale > 0.85 else (max(8, round(width * scale)), max(8, round(height * scale)))
    small = paper.pixels if size == paper.size else cv2.resize(paper.pixels, size, interpolation=cv2.INTER_AREA)
    mask = _mask(size, paper.corner_radius * size[0] / width)
    pad = (round(size[0] * _PAD) + 3, round(size[1] * _PAD) + 3)
    sides = (pad[1], pad[1], pad[0], pad[0])
    sheet = cv2.copyMakeBorder(small, *sides, cv2.BORDER_REPLICATE)
    mask = cv2.copyMakeBorder(mask, *sides, cv2.BORDER_CONSTANT, value=0)
    if any(laid.bow):
        sheet, mask = _bowed(sheet, mask, size, pad, laid.bow)
    shrink = np.diag([width / size[0], height / size[1], 1.0])
    return np.asarray(sheet, np.uint8), np.asarray(mask, np.uint8), shrink @ _shift(-pad[0], -pad[1])


def _mask(size: tuple[int, int], radius: float) -> Pixels:
    mask = np.full((size[1], size[0]), 255, np.uint8)
    r = round(radius)
    if r:
        mask[:] = 0
        cv2.rectangle(mask, (r, 0), (size[0] - 1 - r, size[1] - 1), 255, -1)
        cv2.rectangle(mask, (0, r), (size[0] - 1, size[1] - 1 - r), 255, -1)
        for x in (r, size[0] - 1 - r):
            for y in (r, size[1] - 1 - r):
                cv2.circle(mask, (x, y), r, 255, -1, cv2.LINE_AA)
    return mask


def _bowed(
    sheet: Pixels, mask: Pixels, size: tuple[int, int], pad: tuple[int, int], bow: tuple[float, float, float, float]
) -> tuple[Pixels, Pixels]:
    """Push the edges' middles outwards (or inwards) and shade what rises."""
    top, right, bottom, left = bow
    u = ((np.arange(sheet.shape[1], dtype=np.float32) - pad[0]) / size[0])[None, :]
    v = ((np.arange(sheet.shape[0], dtype=np.float32) - pad[1]) / size[1])[:, None]
    arch_u, arch_v = (np.sin(np.pi * np.clip(w, 0, 1)) for w in (u, v))
    # The picture's pixel shows the paper's point which was pushed there; a small step, so that its inverse is its sign.
    from_u = u - arch_v * (right * np.clip(u, 0, 1) - left * (1 - np.clip(u, 0, 1)))
    from_v = v - arch_u * (bottom * np.clip(v, 0, 1) - top * (1 - np.clip(v, 0, 1)))
    x, y = (from_u * size[0] + pad[0]).astype(np.float32), (from_v * size[1] + pad[1]).astype(np.float32)
    sides = ((top, v), (bottom, v - 1), (left, u), (right, u - 1))
    shade = 1 + sum(9 * rise * np.exp(-(away**2) / 0.004) for rise, away in sides)
    moved = cv2.remap(sheet, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    gain = np.broadcast_to(np.clip(shade, 0.75, 1.15), x.shape).astype(np.float32)
    return scaled(moved, gain), np.asarray(cv2.remap(mask, x, y, cv2.INTER_LINEAR))


def _edge_shadow(
    below: Pixels,
    camera: Camera,
    laid: Laid,
    lamps: list[tuple[NDArray[np.float64], float]],
    origin: tuple[int, int],
) -> Pixels:
    """Darken the table beside the edges: under them a little all round, and away from each lamp."""
    size = (max(2, below.shape[1] // 4), max(2, below.shape[0] // 4))
    gain = np.ones((size[1], size[0]), np.float32)
    scale = camera.scale(laid.corners.mean(axis=0)) / 4
    contact = (np.zeros(2), 0.25)
    for fall, depth in [contact, *lamps]:
        corners = (camera.project(laid.corners + fall * laid.lift) - origin) / 4
        mask = np.zeros(gain.shape, np.uint8)
        cv2.fillConvexPoly(mask, np.round(corners * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        spread = max(0.5, (0.3 + 0.5 * laid.lift) * scale)
        gain *= 1 - np.float32(depth / 255) * cv2.GaussianBlur(mask, (0, 0), spread)
    return scaled(below, np.asarray(cv2.resize(gain, (below.shape[1], below.shape[0])), np.float32))
