"""A phone above a table: where points of the table, in millimetres, are in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.schemas.geometry import Size

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]
"""(n, 2)."""
_FOCAL = 0.76  # of the long side: a phone's main lens, 26 to 28 mm on the old film


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera; `projection` (3, 4) takes mm (x, y, height above the table, 1) to picture px.

    (0, 0) is the first pixel's outer corner; `size` is (width, height).
    """

    size: Size
    projection: Matrix

    def plane(self, height: float = 0.0) -> Matrix:
        """Return the homography from the plane at `height` mm to the picture."""
        p = self.projection
        return np.column_stack([p[:, 0], p[:, 1], p[:, 2] * height + p[:, 3]])

    def project(self, points: Any, height: float = 0.0) -> Points:
        """Return where points (n, 2) in mm are in the picture."""
        return mapped(self.plane(height), points)

    def scale(self, at: Any) -> float:
        """Return px per mm at a point of the table."""
        near = self.project([at, np.add(at, (1.0, 0.0)), np.add(at, (0.0, 1.0))])
        return float(np.sqrt(abs(np.linalg.det(near[1:] - near[0]))))

    def ground(self, step: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return x and y in mm of the table under every `step`-th pixel, (H / step, W / step) float32 each."""
        width, height = (side // step for side in self.size)
        (a, b, c), (d, e, f), (g, h, i) = np.linalg.inv(self.plane()).astype(np.float32)
        u = ((np.arange(width, dtype=np.float32) + 0.5) * step)[None, :]
        v = ((np.arange(height, dtype=np.float32) + 0.5) * step)[:, None]
        depth = 1 / (g * u + h * v + i)
        return (a * u + b * v + c) * depth, (d * u + e * v + f) * depth


def mapped(matrix: Matrix, points: Any) -> Points:
    """Return points (n, 2) under a homography."""
    homogeneous = np.column_stack([np.asarray(points, np.float64), np.ones(len(points))]) @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:])


@dataclass(frozen=True, slots=True)
class Stand:
    """How the phone is held: degrees from straight above, where it leans to, and how the table lies in the picture.

    `coverage`: share of the frame's width or height which the target fills, whichever is reached first; `where`: the
    place of the target's middle, (0..1, 0..1) of the frame.
    """

    tilt: float
    heading: float
    roll: float
    coverage: float
    where: tuple[float, float] = (0.5, 0.5)


def camera_at(target: Points, size: Size, stand: Stand) -> Camera:
    """Return the camera which sees the target points (mm) as the stand says."""
    look, distance = target.mean(axis=0), 3.0 * float(np.ptp(target, axis=0).max())
    wanted = np.array(stand.where) * size
    for _ in range(6):
        camera = _camera(look, distance, size, stand)
        seen = camera.project(target)
        low, high = seen.min(axis=0), seen.max(axis=0)
        distance *= float(np.clip(((high - low) / size).max() / stand.coverage, 0.6, 2.0))
        middle, there = mapped(np.linalg.inv(_camera(look, distance, size, stand).plane()), [(low + high) / 2, wanted])
        look = look + middle - there
    return _camera(look, distance, size, stand)


def _camera(look: Points, distance: float, size: Size, stand: Stand) -> Camera:
    roll, heading = np.radians(stand.roll), np.radians(stand.heading)
    spin = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1.0]])
    axis = np.array([np.cos(heading), np.sin(heading), 0.0]) * np.radians(stand.tilt)
    turn = np.asarray(cv2.Rodrigues(axis)[0], np.float64) @ spin
    focal = _FOCAL * max(size)
    lens = np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1.0]])
    outward = np.column_stack([turn[:, 0], turn[:, 1], -turn[:, 2], [0.0, 0.0, distance]])
    moved = np.eye(4)
    moved[:2, 3] = -look
    return Camera(size, lens @ outward @ moved)
