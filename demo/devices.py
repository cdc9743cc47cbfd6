"""Scanner and phone: make of a clean paper what an applicant hands in, with the exact truth of how it lies there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from ..processors.page import Pixels
from ..schemas.geometry import Quad, Size
from ..schemas.page import Rotation
from .canvas import DPI, Paper
from .desks import Desk, desk_top, light_map
from .optics import (
    blurred,
    dust,
    glared,
    lit,
    noisy,
    scaled,
    thumb,
)

Matrix = NDArray[np.float64]
"""3 x 3, takes a point of the paper (px) to the picture (px)."""
Bed = Literal["none", "white", "black"]
_BED_TONES: dict[Bed, tuple[int, int, int]] = {"none": (250, 251, 251), "white": (243, 245, 245), "black": (22, 20, 20)}


@dataclass(frozen=True, slots=True)
class Placed:
    """A paper as it lies in a picture.

    `quad` are its outer corners in picture pixels, where (0, 0) is the first pixel's outer corner; clockwise
    from the one that is top-left when upright. They may lie outside the picture when the document leaves the frame.
    """

    paper: Paper
    quad: Quad
    matrix: Matrix

    def line_quad(self, index: int) -> Quad:
        """Return where the paper's line `index` is in the picture."""
        left, top, right, bottom = self.paper.lines[index].box
        return _mapped(self.matrix, [(left, top), (right, top), (right, bottom), (left, bottom)])


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture and its truth.

    `pixels` (H, W, 3) uint8 BGR, read-only; `dpi` None for photos; `rotation` degrees clockwise which make it upright;
    `skew` degrees clockwise which level it after that (for a photo: of its upper edge, mean with the lower one).
    `device` is scan or photo; `quality` the JPEG quality in which it ought to be stored.
    """

    pixels: Pixels
    placed: tuple[Placed, ...]
    rotation: Rotation
    skew: float
    device: Literal["scan", "photo"]
    dpi: float | None = None
    quality: int = 85

    @property
    def paper(self) -> Paper:
        """The only or first paper."""
        return self.placed[0].paper

    @property
    def quad(self) -> Quad:
        """The quad of the only or first paper."""
        return self.placed[0].quad

    @property
    def size(self) -> Size:
        """(width, height) in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])


def scan(
    paper: Paper | Sequence[Paper],
    rng: np.random.Generator,
    *,
    dpi: int = DPI,
    skew_deg: float = 0.0,
    turned: Rotation = 0,
    noise: float = 2.0,
    quality: int = 85,
    bed: Bed = "none",
    gray: bool = False,
    glass: Size | None = None,
) -> Shot:
    """Lay one paper, or several one below the other, on a scanner and return the scan at `dpi`.

    The paper lies `turned` plus `skew_deg` degrees clockwise; `Shot.rotation` and `Shot.skew` undo them. Without a
    `bed` the scan is as large as the paper and a skewed one loses its corners; with one, 10 mm of bed are seen around
    it. `glass` is the scanned area in px at 300 dpi, where it is larger. `noise` is in grey levels; below 1.0 the
    picture is a file that never lay on dusty glass. `quality` is the JPEG quality for storing.
    """
    papers = [paper] if isinstance(paper, Paper) else list(paper)
    area, centres = _layout(papers, bed, glass)
    scale = dpi / DPI
    turn = _rotation_about(area, skew_deg, turned, scale)
    ground = np.empty((round(turn.size[1] * scale), round(turn.size[0] * scale), 3), np.uint8)
    ground[:] = _BED_TONES[bed]
    picture, placed = _lay(ground, papers, centres, turn.matrix, shade=0.0 if bed == "none" else 0.35)
    if gray:
        picture = np.asarray(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR))
    if noise >= 1:
        dust(picture, rng)
    pixels = _frozen(noisy(picture, rng, noise, gray=gray))
    return Shot(pixels, placed, _opposite(turned), 0.0 - skew_deg, "scan", float(dpi), quality)


@dataclass(frozen=True, slots=True)
class Light:
    """How a photo is lit: see `desks.light_map`; `glare` 0..1 is the strength of a lamp's reflection."""

    unevenness: float = 0.22
    shadow: float = 0.0
    glare: float = 0.0
    exposure: float = 1.0


_DAYLIGHT = Light()


def photograph(
    paper: Paper | Sequence[Paper],
    rng: np.random.Generator,
    *,
    size: Size = (3024, 4032),
    desk: Desk = "wood",
    tilt_deg: float = 10.0,
    roll_deg: float = 2.0,
    turned: Rotation = 0,
    coverage: float = 0.86,
    light: Light = _DAYLIGHT,
    blur: float = 0.0,
    motion: float = 0.0,
    noise: float = 3.0,
    hand: bool = False,
    quality: int = 82,
) -> Shot:
    """Photograph a paper, or several one below the other, on a desk with a phone; `size` is (width, height).

    The camera is tilted by `tilt_deg` from straight above; the paper lies `turned` plus `roll_deg` degrees clockwise
    and fills `coverage` of the frame's width or height, whichever is reached first. `blur` (standard deviation of the
    defocus) and `motion` (length) are in px of a picture 3024 px wide. `hand`: a thumb holds the paper's edge.
    """
    papers = [paper] if isinstance(paper, Paper) else list(paper)
    area, centres = _layout(papers, "none", None)
    view = _camera(area, size, rng, tilt_deg=tilt_deg, roll_deg=roll_deg + turned, coverage=coverage)
    picture, placed = _lay(desk_top(desk, size, rng), papers, centres, view, shade=0.5)
    if hand:
        thumb(picture, placed[0].quad, rng)
    gain = light_map(size, rng, unevenness=light.unevenness, shadow=light.shadow) * np.float32(light.exposure)
    picture = lit(picture, gain)
    if light.glare:
        picture = glared(picture, placed[0].quad, rng, light.glare)
    unit = size[0] / 3024
    pixels = _frozen(noisy(blurred(picture, rng, blur=blur * unit, motion=motion * unit), rng, noise))
    rotation = _opposite(turned)
    return Shot(pixels, placed, rotation, _residual_skew(placed[0].quad, rotation), "photo", None, quality)


@dataclass(frozen=True, slots=True)
class _Turn:
    matrix: Matrix
    size: tuple[float, float]


def _layout(papers: Sequence[Paper], bed: Bed, glass: Size | None) -> tuple[Size, list[tuple[float, float]]]:
    """Return the area in px at 300 dpi and the centres of the papers on it."""
    width, height = max(p.size[0] for p in papers), sum(p.size[1] for p in papers)
    gap = 0 if len(papers) == 1 else 180
    margin = 118 if bed != "none" else 0
    area = glass or (width + 2 * margin, height + gap * (len(papers) - 1) + 2 * margin)
    y = (area[1] - height - gap * (len(papers) - 1)) / 2
    centres = []
    for paper in papers:
        centres.append((area[0] / 2, y + paper.size[1] / 2))
        y += paper.size[1] + gap
    return area, centres


def _rotation_about(area: Size, skew_deg: float, turned: Rotation, scale: float) -> _Turn:
    """Return the turn of an area about its middle; quarter turns swap the sides of the picture."""
    size = (float(area[1]), float(area[0])) if turned in (90, 270) else (float(area[0]), float(area[1]))
    angle = np.radians(skew_deg + turned)
    cos, sin = np.cos(angle), np.sin(angle)
    spin = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    matrix = _translation(size[0] / 2, size[1] / 2) @ spin @ _translation(-area[0] / 2, -area[1] / 2)
    return _Turn(np.diag([scale, scale, 1.0]) @ matrix, size)


def _translation(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0, x], [0, 1.0, y], [0, 0, 1.0]])


def _camera(
    area: Size, size: Size, rng: np.random.Generator, *, tilt_deg: float, roll_deg: float, coverage: float
) -> Matrix:
    """Return a pinhole camera's view of the plane, fitted so that the area fills `coverage` of the frame."""
    heading, tilt, roll = rng.uniform(0, 2 * np.pi), np.radians(tilt_deg), np.radians(roll_deg)
    spin = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1.0]])
    axis = np.array([np.cos(heading), np.sin(heading), 0.0]) * tilt
    lean, _ = cv2.Rodrigues(axis)
    turn = np.asarray(lean, np.float64) @ spin
    distance = 1.25 * max(area)  # a phone is held about one and a quarter page heights above
    extrinsic = np.column_stack([turn[:, 0], turn[:, 1], [0.0, 0.0, distance]])
    view = np.diag([distance, distance, 1.0]) @ extrinsic @ _translation(-area[0] / 2, -area[1] / 2)
    points = np.array(_mapped(view, [(0, 0), (area[0], 0), (area[0], area[1]), (0, area[1])]))
    low, high = points.min(axis=0), points.max(axis=0)
    scale = coverage * min(size[0] / (high[0] - low[0]), size[1] / (high[1] - low[1]))
    room = np.maximum(0, np.array(size) - scale * (high - low)) / 2
    offset = np.array(size) / 2 + rng.uniform(-0.5, 0.5, 2) * room - scale * (low + high) / 2
    return np.asarray(_translation(float(offset[0]), float(offset[1])) @ np.diag([scale, scale, 1.0]) @ view)


def _mapped(matrix: Matrix, points: Sequence[tuple[float, float]]) -> Quad:
    homogeneous = np.column_stack([np.array(points, np.float64), np.ones(len(points))]) @ matrix.T
    mapped = homogeneous[:, :2] / homogeneous[:, 2:]
    first, second, third, fourth = ((float(x), float(y)) for x, y in mapped)
    return first, second, third, fourth


def _corners(paper: Paper, matrix: Matrix) -> Quad:
    width, height = paper.size
    return _mapped(matrix, [(0, 0), (width, 0), (width, height), (0, height)])


def _lay(
    picture: Pixels, papers: Sequence[Paper], centres: Sequence[tuple[float, float]], view: Matrix, *, shade: float
) -> tuple[Pixels, tuple[Placed, ...]]:
    """Draw the papers into the picture; `centres` on the plane which `view` takes to the picture."""
    placed = []
    for paper, centre in zip(papers, centres, strict=True):
        matrix = np.asarray(view @ _translation(centre[0] - paper.size[0] / 2, centre[1] - paper.size[1] / 2))
        picture = _laid(picture, paper, matrix, shade=shade)
        placed.append(Placed(paper, _corners(paper, matrix), matrix))
    return picture, tuple(placed)


def _laid(picture: Pixels, paper: Paper, matrix: Matrix, *, shade: float) -> Pixels:
    """Draw a paper into the picture, anti-aliased, with a contact shadow of depth `shade` around it."""
    quad = np.array(_corners(paper, matrix))
    sheet, fitted = _prefiltered(paper.pixels, matrix, quad)
    left, top = np.floor(quad.min(axis=0) - 60).astype(int).clip(0)
    right, bottom = np.minimum(np.ceil(quad.max(axis=0) + 60).astype(int), [picture.shape[1], picture.shape[0]])
    local = _translation(-left, -top) @ fitted @ _translation(0.5, 0.5)
    local = _translation(-0.5, -0.5) @ local  # OpenCV counts from pixel centres, we from pixel corners
    window = (int(right - left), int(bottom - top))
    mask = np.asarray(cv2.warpPerspective(_sheet_mask(sheet.shape[:2], paper), local, window), np.uint8)
    warped = np.asarray(cv2.warpPerspective(sheet, local, window, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    below = picture[top:bottom, left:right]
    if shade:
        below = _contact_shadow(below, mask, shade)
    picture[top:bottom, left:right] = _blend(below, warped, mask)
    return picture


def _blend(below: Pixels, above: Pixels, mask: Pixels) -> Pixels:
    """Mix two pictures by an 8-bit mask; `blendLinear` works in float and stays fast."""
    alpha = mask.astype(np.float32) / 255
    return np.asarray(cv2.blendLinear(above, np.ascontiguousarray(below), alpha, 1 - alpha))


def _prefiltered(pixels: Pixels, matrix: Matrix, quad: NDArray[np.float64]) -> tuple[Pixels, Matrix]:
    """Shrink the sheet before a warp which shrinks it anyway, so that thin strokes are averaged, not skipped."""
    height, width = pixels.shape[:2]
    drawn = cv2.contourArea(quad.astype(np.float32))
    scale = float(np.sqrt(drawn / (width * height)))
    if scale > 0.85:
        return pixels, matrix
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small), matrix @ np.diag([width / size[0], height / size[1], 1.0])


def _sheet_mask(shape: tuple[int, ...], paper: Paper) -> Pixels:
    """Return 255 on the sheet; a card's corners are rounded."""
    height, width = shape[:2]
    mask = np.full((height, width), 255, np.uint8)
    radius = round(paper.corner_radius * width / paper.size[0])
    if radius:
        mask[:] = 0
        cv2.rectangle(mask, (radius, 0), (width - 1 - radius, height - 1), 255, -1)
        cv2.rectangle(mask, (0, radius), (width - 1, height - 1 - radius), 255, -1)
        for x in (radius, width - 1 - radius):
            for y in (radius, height - 1 - radius):
                cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask


def _contact_shadow(below: Pixels, mask: Pixels, depth: float) -> Pixels:
    """Darken the ground beside the sheet, more towards the lower right."""
    small = cv2.resize(mask, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    shifted = cv2.warpAffine(small, np.array([[1, 0, 2.0], [0, 1, 2.5]]), (small.shape[1], small.shape[0]))
    soft = cv2.GaussianBlur(shifted, (0, 0), 2.5)
    gain = cv2.resize(1 - soft.astype(np.float32) / 255 * depth, (below.shape[1], below.shape[0]))
    return scaled(below, np.asarray(gain, np.float32))


def _opposite(turned: Rotation) -> Rotation:
    turns: dict[Rotation, Rotation] = {0: 0, 90: 270, 180: 180, 270: 90}
    return turns[turned]


def _residual_skew(quad: Quad, rotation: Rotation) -> float:
    """Return the clockwise degrees which level the upper and lower edges after the quarter turns."""
    top = np.subtract(quad[1], quad[0])
    bottom = np.subtract(quad[2], quad[3])
    angles = [np.degrees(np.arctan2(edge[1], edge[0])) + rotation for edge in (top, bottom)]
    levelled = [(float(angle) + 180) % 360 - 180 for angle in angles]
    return -sum(levelled) / 2


def _frozen(picture: Pixels) -> Pixels:
    picture.flags.writeable = False
    return picture
