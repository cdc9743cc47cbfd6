"""Geometry of a page: crop, turn, level and resize as one matrix from source to page, and one resampling.

Matrices are 3x3 float64 homographies between pixel centres: (0, 0) is the middle of the first pixel.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ...schemas.geometry import Point, Quad, Size
from ...schemas.page import Rotation
from ..legibility.reduced import reduce, resized, single_channel
from ..page import Gray, Pixels

Matrix = NDArray[np.float64]
"""3x3, maps homogeneous (x, y, 1)."""

KNOWN_RATIOS = (math.sqrt(2.0), 85.6 / 54.0)
"""Long by short side of ISO 216 sheets (A4 and others) and of ID-1 cards."""

_SNAP = 0.05
_FOCAL = 0.85  # of the long side: a phone's main camera, for pictures whose perspective is too weak to tell
_FOCAL_RANGE = (0.6, 2.0)
_ALIASING = 0.67  # above it the smoothing would have a sigma below 0.45 pixels, and costs 100 ms for 12 MP
_ENOUGH_PX = 2600  # more than an A4 page at 200 dpi has
_WHITE = (255, 255, 255, 255)
_TILE_PX = 256  # what is read and written of a tile stays in the cache
_REACH_PX = 2  # beyond a tile's outline, for the neighbours of its last pixels
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def page_transform(
    source: Size,
    *,
    quad: Quad | None = None,
    crop_size: Size | None = None,
    rotation: Rotation = 0,
    skew_deg: float = 0.0,
    grow: bool = False,
    max_long_side_px: int | None = None,
) -> tuple[Matrix, Size]:
    """Return the matrix from source to page pixels, and the page's size.

    In this order: the quad becomes a rectangle of `crop_size`; the page is turned clockwise by `rotation`; then
    clockwise by `skew_deg`, about its middle; `grow` makes room for its corners; it shrinks to `max_long_side_px`.
    quad: in source pixels, clockwise from its top left as it lies in the source.
    """
    matrix, size = np.eye(3), source
    if quad is not None:
        size = crop_size or flat_size(quad)
        matrix = _crop(quad, size)
    matrix, size = _turned(matrix, size, rotation)
    if skew_deg:
        matrix, size = _levelled(matrix, size, skew_deg, grow)
    return _limited(matrix, size, max_long_side_px)


def _crop(quad: Quad, size: Size) -> Matrix:
    width, height = size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    return np.asarray(cv2.getPerspectiveTransform(np.array(quad, np.float32), corners), np.float64)


def _turned(matrix: Matrix, size: Size, rotation: Rotation) -> tuple[Matrix, Size]:
    width, height = size
    turns: dict[int, list[list[float]]] = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        90: [[0, -1, height - 1], [1, 0, 0], [0, 0, 1]],
        180: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
        270: [[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]],
    }
    return np.array(turns[rotation], np.float64) @ matrix, size if rotation in (0, 180) else (height, width)


def _levelled(matrix: Matrix, size: Size, skew_deg: float, grow: bool) -> tuple[Matrix, Size]:
    width, height = size
    cosine, sine = math.cos(math.radians(skew_deg)), math.sin(math.radians(skew_deg))
    new_width, new_height = width, height
    if grow:
        new_width = math.ceil(width * abs(cosine) + height * abs(sine) - 1e-6)
        new_height = math.ceil(width * abs(sine) + height * abs(cosine) - 1e-6)
    x, y = (width - 1) / 2, (height - 1) / 2
    # y points down, so that this matrix turns clockwise on the screen.
    turn = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    there = _shift((new_width - 1) / 2, (new_height - 1) / 2)
    return there @ turn @ _shift(-x, -y) @ matrix, (new_width, new_height)


def _limited(matrix: Matrix, size: Size, max_long_side_px: int | None) -> tuple[Matrix, Size]:
    if max_long_side_px is None or max(size) <= max_long_side_px:
        return matrix, size
    scale = max_long_side_px / max(size)
    new = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    x, y = new[0] / size[0], new[1] / size[1]
    return np.array([[x, 0, x / 2 - 0.5], [0, y, y / 2 - 0.5], [0, 0, 1]]) @ matrix, new


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0, x], [0, 1.0, y], [0, 0, 1.0]])


def flat_size(quad: Quad) -> Size:
    """Return the size of a quad that lies flat, as on a scanner: the means of its opposite sides, in pixels."""
    top, right, bottom, left = _sides(quad)
    return max(1, round((top + bottom) / 2)), max(1, round((left + right) / 2))


def is_rectangle(corners: NDArray[np.float64], tolerance: float) -> bool:
    """Tell whether opposite sides of (4, 2) corners are equal and neighbours square, both but for `tolerance`.

    It is a share of a side's length, and the cosine of the angle.
    """
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    closing = np.abs(lengths[:2] - lengths[2:]) / lengths[:2]
    cosine = abs(float(sides[0] @ sides[1])) / float(lengths[0] * lengths[1])
    return bool(closing.max() < tolerance and cosine < tolerance)


def photo_size(quad: Quad, source: Size) -> Size:
    """Return the size of the page that a camera saw as `quad`: its true proportions, no side shorter than in the photo.

    Proportions within 5 % of an ISO sheet's or a card's are taken to be those.
    """
    ratio = _snapped(aspect(quad, source))
    top, right, bottom, left = _sides(quad)
    width, height = max(top, bottom), max(left, right)
    if width < height * ratio:
        width = height * ratio
    else:
        height = width / ratio
    return max(1, round(width)), max(1, round(height))


def _snapped(ratio: float) -> float:
    for known in KNOWN_RATIOS:
        for target in (known, 1 / known):
            if abs(ratio / target - 1) < _SNAP:
                return target
    return ratio


def _sides(quad: Quad) -> tuple[float, float, float, float]:
    lengths = [math.dist(quad[i], quad[(i + 1) % 4]) for i in range(4)]
    return lengths[0], lengths[1], lengths[2], lengths[3]


def aspect(quad: Quad, source: Size) -> float:
    """Return width by height of the rectangle which a camera saw as `quad`, its axis through the picture's middle.

    Method: Zhang and He, Whiteboard scanning and image enhancement (2003), section 3.3.
    """
    centre = np.array([(source[0] - 1) / 2, (source[1] - 1) / 2])
    points = np.column_stack([np.array(quad) - centre, np.ones(4)])
    top_left, top_right, bottom_right, bottom_left = points
    across = np.cross(top_left, bottom_right)
    k2 = float(across @ bottom_left) / _nonzero(float(np.cross(top_right, bottom_right) @ bottom_left))
    k3 = float(across @ top_right) / _nonzero(float(np.cross(bottom_left, bottom_right) @ top_right))
    right, down = k2 * top_right - top_left, k3 * bottom_left - top_left
    focal = _focal(right, down, max(source))
    scale = np.array([1 / focal, 1 / focal, 1.0])
    ratio = float(np.linalg.norm(right * scale) / _nonzero(float(np.linalg.norm(down * scale))))
    return min(20.0, max(0.05, ratio))


def _focal(right: NDArray[np.float64], down: NDArray[np.float64], long_side: int) -> float:
    """Return the focal length in pixels that makes the two directions perpendicular, or a phone's usual one."""
    depth = float(right[2] * down[2])
    square = -float(right[0] * down[0] + right[1] * down[1]) / _nonzero(depth)
    low, high = (limit * long_side for limit in _FOCAL_RANGE)
    if abs(depth) > 1e-3 and low**2 < square < high**2:
        return math.sqrt(square)
    return _FOCAL * long_side


def _nonzero(value: float) -> float:
    return value if abs(value) > 1e-12 else 1e-12


def with_margin(quad: Quad, margin_px: float) -> Quad:
    """Return the quad with every side moved outwards by `margin_px`."""
    corners = np.array(quad, np.float64)
    moved = []
    for i in range(4):
        before = _unit(corners[i] - corners[i - 1])
        after = _unit(corners[(i + 1) % 4] - corners[i])
        sine = _nonzero(float(before[0] * after[1] - before[1] * after[0]))
        moved.append(corners[i] + (before - after) * margin_px / sine)
    return as_quad(np.array(moved))


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vector / _nonzero(float(np.linalg.norm(vector))), np.float64)


def as_quad(corners: NDArray[np.float64]) -> Quad:
    """Return a (4, 2) array as a quad of plain floats, rounded to a hundredth of a pixel."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = np.round(corners, 2).tolist()
    return ((x0, y0), (x1, y1), (x2, y2), (x3, y3))


def warp(pixels: NDArray[np.uint8], matrix: Matrix, size: Size, *, fine: bool = True) -> Pixels:
    """Return the page which `matrix` makes of the source, resampled once; white where the source has nothing.

    Pixels are untouched by the identity, and only moved by quarter turns. fine: bicubic for small pages, whose
    characters are few pixels high; larger pages, and copies to measure on, are bilinear at half of the cost.
    """
    turn = _pure_turn(matrix, (pixels.shape[1], pixels.shape[0]), size)
    if turn == 0:
        return np.asarray(pixels, np.uint8)
    if turn is not None:
        return np.asarray(cv2.rotate(pixels, _TURNS[turn]), np.uint8)
    if _is_resize(matrix, (pixels.shape[1], pixels.shape[0]), size):
        return resized(pixels, *size)
    gray = single_channel(pixels)
    if gray is not None:  # one channel is all the work
        return np.asarray(cv2.merge([_resampled(gray, matrix, size, fine)] * 3), np.uint8)
    return _resampled(pixels, matrix, size, fine)


def warp_gray(gray: Gray, matrix: Matrix, size: Size) -> Gray:
    """Return what `matrix` makes of a picture of one channel, white where the source has nothing."""
    return _resampled(gray, matrix, size, fine=False)


def _resampled(pixels: Pixels | Gray, matrix: Matrix, size: Size, fine: bool) -> Pixels | Gray:
    pixels, matrix = prefiltered(pixels, matrix, size)
    way = interpolation(size) if fine else cv2.INTER_LINEAR
    in_tiles = pixels.ndim == 3 and way == cv2.INTER_LINEAR and _is_before_camera(matrix, size)
    return _by_tiles(pixels, matrix, size) if in_tiles else _mapped(pixels, matrix, size, way)


def _is_before_camera(matrix: Matrix, size: Size) -> bool:
    """Tell whether every pixel of the page has its place in the source: none lies on the horizon or behind it."""
    corners = np.array([(0, 0, 1), (size[0], 0, 1), (size[0], size[1], 1), (0, size[1], 1)])
    depths = corners @ inverted(matrix)[2]
    return bool(depths.min() * depths.max() > 0)


def _by_tiles(pixels: Pixels, matrix: Matrix, size: Size) -> Pixels:
    """Return the page made tile by tile in four channels, bilinear.

    OpenCV 5 takes 48 ms for 9 MP of three channels, 96 where perspective is undone and 94 on its side; this 28, 30 and
    42. One pixel in 5000 differs, by one grey level.
    """
    page: Pixels = np.empty((size[1], size[0], 3), np.uint8)
    for left, top, x, y, right, bottom in _tiles(matrix, size, (pixels.shape[1], pixels.shape[0])):
        tile = page[top : top + _TILE_PX, left : left + _TILE_PX]
        if right <= x or bottom <= y:
            tile[:] = 255
            continue
        four = np.asarray(cv2.cvtColor(pixels[y:bottom, x:right], cv2.COLOR_BGR2BGRA), np.uint8)
        here = _shift(-left, -top) @ matrix @ _shift(x, y)
        cv2.cvtColor(_mapped(four, here, (tile.shape[1], tile.shape[0]), cv2.INTER_LINEAR), cv2.COLOR_BGRA2BGR, tile)
    return page


def _tiles(matrix: Matrix, size: Size, source: Size) -> list[list[int]]:
    """Return where each tile of the page begins, and left, top, right and bottom of what it shows of the source."""
    lefts, tops = (np.arange(0, side, _TILE_PX) for side in size)
    begin = np.stack(np.meshgrid(lefts, tops), axis=-1).reshape(-1, 2)
    end = np.minimum(begin + _TILE_PX, size)
    corners = np.stack(
        [begin, np.column_stack([end[:, 0], begin[:, 1]]), end, np.column_stack([begin[:, 0], end[:, 1]])]
    )
    places = cv2.perspectiveTransform(corners.astype(np.float64), inverted(matrix))
    first = np.clip(np.floor(places.min(axis=0)) - _REACH_PX, 0, source)
    last = np.clip(np.ceil(places.max(axis=0)) + _REACH_PX, 0, source)
    return np.column_stack([begin, first, last]).astype(int).tolist()  # type: ignore[no-any-return]


def _mapped(pixels: NDArray[np.uint8], matrix: Matrix, size: Size, way: int) -> NDArray[np.uint8]:
    last = matrix[2] / matrix[2, 2]
    if max(abs(last[0]), abs(last[1])) < 1e-12:
        affine = matrix[:2] / matrix[2, 2]
        made = cv2.warpAffine(pixels, affine, size, flags=way, borderMode=cv2.BORDER_CONSTANT, borderValue=_WHITE)
    else:
        made = cv2.warpPerspective(pixels, matrix, size, flags=way, borderMode=cv2.BORDER_CONSTANT, borderValue=_WHITE)
    return np.asarray(made, np.uint8)


def interpolation(size: Size) -> int:
    """Return how OpenCV is to resample a page of this size that people read."""
    return cv2.INTER_CUBIC if max(size) < _ENOUGH_PX else cv2.INTER_LINEAR


def _pure_turn(matrix: Matrix, source: Size, size: Size) -> int | None:
    rotations: tuple[Rotation, ...] = (0, 90, 180, 270)
    for rotation in rotations:
        expected, turned = _turned(np.eye(3), source, rotation)
        if turned == size and np.allclose(matrix / matrix[2, 2], expected, atol=1e-9):
            return rotation
    return None


def _is_resize(matrix: Matrix, source: Size, size: Size) -> bool:
    return np.allclose(matrix, _limited(np.eye(3), source, max(size))[0], atol=1e-9)


def prefiltered(pixels: NDArray[np.uint8], matrix: Matrix, size: Size) -> tuple[NDArray[np.uint8], Matrix]:
    """Return a source that can be shrunk without aliasing: averaged by a whole factor, then slightly smoothed."""
    scale = scale_at_middle(matrix, size)
    factor = int(1 / scale + 0.05)
    if factor >= 2:
        pixels = reduce(pixels, factor)
        matrix, scale = matrix @ enlarging(factor), scale * factor
    if scale < _ALIASING:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.4 * math.sqrt(1 / scale**2 - 1)), np.uint8)
    return pixels, matrix


def enlarging(factor: int) -> Matrix:
    """Return the matrix from pixels of a copy, reduced by a whole factor, to those of its source."""
    middle = factor / 2 - 0.5
    return np.array([[factor, 0, middle], [0, factor, middle], [0, 0, 1.0]])


def scale_at_middle(matrix: Matrix, size: Size) -> float:
    """Return page pixels per source pixel, at the middle of the page."""
    inverse = inverted(matrix)
    x, y = size[0] / 2, size[1] / 2
    origin, right, down = map_points(inverse, [(x, y), (x + 1, y), (x, y + 1)])
    area = abs((right[0] - origin[0]) * (down[1] - origin[1]) - (right[1] - origin[1]) * (down[0] - origin[0]))
    return 1 / math.sqrt(max(area, 1e-12))


def inverted(matrix: Matrix) -> Matrix:
    """Return the matrix of the way back."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def map_points(matrix: Matrix, points: list[Point]) -> list[Point]:
    """Return the points as `matrix` maps them."""
    mapped = cv2.perspectiveTransform(np.array(points, np.float64).reshape(-1, 1, 2), matrix).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in mapped]
