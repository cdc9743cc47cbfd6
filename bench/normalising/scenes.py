"""Hard photos of documents with their exact truth, without end: scene i depends on the seed and i only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.processors.page import Pixels
from shoujian.schemas.geometry import Quad, Size

from .camera import Camera, Matrix, Points, camera_at, mapped
from .hands import hand_at
from .laying import Laid, lay
from .light import Look, distorted_matrix, taken
from .pictured import PICTURES
from .recipes import RECIPES, Recipe
from .textures import BUSY, PLAIN, texture
from .things import MAKERS, Thing, moved, pen, put, silhouette

CATEGORIES = (*RECIPES, *PICTURES)
NEGATIVES = tuple(name for name in CATEGORIES if name.startswith("no document") or name == "fills the frame")
_TARGET = np.array([(-105.0, -148.0), (105.0, -148.0), (105.0, 148.0), (-105.0, 148.0)])  # where nothing lies


@dataclass(frozen=True, slots=True)
class Scene:
    """A photo and its truth, all in pixel centres: (0, 0) is the middle of the first pixel.

    `quads`: the papers that ought to be cropped, clockwise from each paper's own top left; empty where nothing ought
    to be. `homographies`: from each paper's pixels to the picture's; `papers`: their (width, height) in those pixels.
    Corners may lie outside the frame.
    """

    pixels: Pixels
    category: str
    quads: tuple[Quad, ...]
    homographies: tuple[Matrix, ...]
    papers: tuple[Size, ...]
    seed: int
    index: int

    @property
    def size(self) -> Size:
        """(width, height) in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    @property
    def to_crop(self) -> bool:
        return bool(self.quads)


def scenes(seed: int, count: int, categories: Sequence[str] = CATEGORIES) -> Iterator[Scene]:
    """Give `count` scenes, the categories in turn."""
    for index in range(count):
        yield scene(seed, index, categories[index % len(categories)])


def scene(seed: int, index: int, category: str) -> Scene:
    """Return one scene of a category; the same arguments give the same pixels."""
    rng = np.random.default_rng([seed, index, CATEGORIES.index(category)])
    if category in PICTURES:
        return Scene(PICTURES[category](rng), category, (), (), (), seed, index)
    recipe = RECIPES[category](rng)
    camera = _camera(recipe, rng)
    pixels = taken(_table(recipe, camera, rng), recipe.look, rng)
    found = () if recipe.fill else recipe.laid
    matrices = tuple(_truth(camera, laid, recipe.look) for laid in found)
    quads = tuple(_quad(matrix, laid.paper.size) for matrix, laid in zip(matrices, found, strict=True))
    return Scene(pixels, category, quads, matrices, tuple(laid.paper.size for laid in found), seed, index)


def _truth(camera: Camera, laid: Laid, look: Look) -> Matrix:
    return distorted_matrix(camera.plane() @ laid.matrix, laid.paper.size, camera.size, look.k1)


def _quad(matrix: Matrix, size: Size) -> Quad:
    width, height = size[0] - 0.5, size[1] - 0.5
    corners = mapped(matrix, [(-0.5, -0.5), (width, -0.5), (width, height), (-0.5, height)])
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth


def _camera(recipe: Recipe, rng: np.random.Generator) -> Camera:
    corners = np.vstack([laid.corners for laid in recipe.laid]) if recipe.laid else _TARGET
    if recipe.fill:
        return _filled(corners, recipe)
    if not recipe.out:
        return camera_at(corners, recipe.size, recipe.stand)
    for _ in range(60):
        camera = camera_at(corners, recipe.size, replace(recipe.stand, where=_cut_place(corners, recipe, rng)))
        seen = camera.project(corners)
        outside = ((seen < 0) | (seen > np.array(recipe.size))).any(axis=1)
        if outside.sum() == recipe.out and _share_seen(seen, recipe.size) > 0.8:
            return camera
    return camera


def _cut_place(corners: Points, recipe: Recipe, rng: np.random.Generator) -> tuple[float, float]:
    """Return where the paper's middle has to be for one or two sides to leave the frame by up to a tenth."""
    seen = camera_at(corners, recipe.size, replace(recipe.stand, where=(0.5, 0.5))).project(corners)
    half = np.ptp(seen, axis=0) / np.array(recipe.size) / 2
    beyond = rng.uniform(0.01, 0.1, 2) * (rng.random(2) < 0.7)
    place = np.where(beyond > 0, 1 + beyond - half, 0.5)
    place = np.where(rng.random(2) < 0.5, place, 1 - place)
    return float(place[0]), float(place[1])


def _share_seen(quad: Points, size: Size) -> float:
    frame = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    return float(cv2.intersectConvexConvex(quad.astype(np.float32), frame)[0]) / cv2.contourArea(
        quad.astype(np.float32)
    )


def _filled(corners: Points, recipe: Recipe) -> Camera:
    """Return the camera brought so near that the paper covers every corner of the frame."""
    stand = recipe.stand
    width, height = recipe.size
    if (np.ptp(corners, axis=0)[0] > np.ptp(corners, axis=0)[1]) != (width > height):
        stand = replace(stand, roll=stand.roll // 90 * 90 + 90)
    for _ in range(40):
        camera = camera_at(corners, recipe.size, stand)
        seen = camera.project(corners).astype(np.float32)
        frame = ((0, 0), (width, 0), (width, height), (0, height))
        if min(cv2.pointPolygonTest(seen, (float(x), float(y)), True) for x, y in frame) > 8:
            return camera
        stand = replace(stand, coverage=stand.coverage * 1.05)
    return camera


def _table(recipe: Recipe, camera: Camera, rng: np.random.Generator) -> Pixels:
    """Return the table with all that lies on it, in flat light."""
    picture = _ground(recipe, camera, rng)
    lamps = [(rng.normal(0, 0.9, 2), float(rng.uniform(0.12, 0.4))) for _ in range(max(1, recipe.look.shadows))]
    fall = lamps[0][0] / max(1.0, float(np.linalg.norm(lamps[0][0])))
    for laid in recipe.under:
        if (recipe.surface == "wood" and len(recipe.under) == 3) or _is_aside(camera, laid):
            lay(picture, camera, laid, lamps)
    for laid in recipe.laid:
        lay(picture, camera, laid, lamps)
    taboo = [camera.project(laid.corners).astype(np.float32) for laid in recipe.laid]
    for thing in _scattered(recipe, camera, taboo, rng):
        picture = put(picture, camera, thing, fall * 0.6)
    if recipe.over and recipe.laid:
        picture = put(picture, camera, _across(recipe.laid[0], rng), fall * 0.6)
    if recipe.hand:
        picture = hand_at(picture, camera, _edge(recipe.laid[0], rng), rng)
    return picture


def _ground(recipe: Recipe, camera: Camera, rng: np.random.Generator) -> Pixels:
    x, y = camera.ground(2)
    ground = texture(recipe.surface, x, y, rng)
    if recipe.beyond:
        ground = _with_border(ground, x, y, recipe, rng)
    large = cv2.resize(ground, camera.size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(large, np.uint8)


def _with_border(
    ground: Pixels, x: NDArray[np.float32], y: NDArray[np.float32], recipe: Recipe, rng: np.random.Generator
) -> Pixels:
    """Let the table end: beyond a straight border, the floor, darker and out of focus."""
    corners = np.vstack([laid.corners for laid in recipe.laid]) if recipe.laid else _TARGET
    angle = np.radians(90 * int(rng.integers(4)) + float(rng.normal(0, 8)))
    out = np.array([np.cos(angle), np.sin(angle)])
    reach = float((corners @ out).max()) + float(rng.uniform(8, 90))
    away = (x * np.float32(out[0]) + y * np.float32(out[1])) - np.float32(reach)
    floor = texture((*PLAIN, *BUSY)[int(rng.integers(len(PLAIN) + len(BUSY)))], x * 0.5, y * 0.5, rng)
    floor = cv2.GaussianBlur(floor, (0, 0), 5)
    floor = cv2.convertScaleAbs(floor, alpha=float(rng.uniform(0.3, 0.9)))
    share = np.clip(away * 2, 0, 1)
    edge = np.clip(1 - np.abs(away - 3) / 3, 0, 1) * float(rng.uniform(-0.4, 0.3))
    mixed = ground * (1 - share[..., None]) + floor * share[..., None]
    return np.clip(mixed * (1 + edge[..., None]), 0, 255).astype(np.uint8)


def _is_aside(camera: Camera, laid: Laid) -> bool:
    """Tell whether only a corner of another sheet is in the picture, so that nobody would want it cropped."""
    seen = camera.project(laid.corners)
    return _share_seen(seen, camera.size) < 0.45 and _share_seen(seen, camera.size) > 0.01


def _scattered(
    recipe: Recipe, camera: Camera, taboo: list[NDArray[np.float32]], rng: np.random.Generator
) -> Iterator[Thing]:
    """Yield things in the picture that cover no paper and hardly each other."""
    width, height = camera.size
    back = np.linalg.inv(camera.plane())
    taken_places = list(taboo)
    left = recipe.things
    for _ in range(recipe.things * 12):
        at = mapped(back, [rng.uniform(-0.03, 1.03, 2) * (width, height)])[0]
        thing = moved(MAKERS[int(rng.integers(len(MAKERS)))](rng), at, float(rng.uniform(0, 360)))
        outline = silhouette(camera, thing).astype(np.float32)
        if left and all(cv2.intersectConvexConvex(outline, other)[0] < 1 for other in taken_places):
            taken_places.append(outline)
            left -= 1
            yield thing


def _across(laid: Laid, rng: np.random.Generator) -> Thing:
    """Return a pen whose end lies on the paper's edge."""
    start, end = _edge(laid, rng)
    place = start + (end - start) * float(rng.uniform(0.2, 0.8))
    along = (end - start) / np.linalg.norm(end - start)
    outward = np.array([along[1], -along[0]])
    turn = float(np.degrees(np.arctan2(outward[1], outward[0]))) + float(rng.uniform(-50, 50))
    reach = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    return moved(pen(rng), place + reach * float(rng.uniform(30, 60)), turn)


def _edge(laid: Laid, rng: np.random.Generator) -> tuple[Points, Points]:
    """Return a side of the paper, its outside on the left; sheets are held at the sides and below more than above."""
    side = int(rng.choice([0, 1, 1, 1, 2, 2, 3, 3, 3]))
    return laid.corners[side], laid.corners[(side + 1) % 4]
