"""One small picture of papers on a table and its truth: what is paper, where its outlines and its corners are."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .grounds import blurred, ground, thing
from .papers import Pixels, Rng, bannered

WIDTH, HEIGHT = 256, 320  # sides that 32 divides
_FINE = 2  # pixels of the drawing per pixel of the picture
_TRUTH = 2  # pixels of the picture per pixel of the truth


@dataclass(frozen=True, slots=True)
class Scene:
    """`pixels` (320, 256, 3) uint8 BGR; `truth` (160, 128, 3) uint8, 0..255: inside, outline, corners."""

    pixels: Pixels
    truth: Pixels


def scene(rng: Rng, papers: list[Pixels], photos: list[Pixels]) -> Scene:
    """Return a random scene; one in six has no paper, one in twelve nothing but paper."""
    size = (WIDTH * _FINE, HEIGHT * _FINE)
    made = ground(rng, size, photos) if rng.random() < 0.96 else _newspaper(rng, size, papers)
    kind = rng.random()
    empty, bed, filled = kind < 0.16, 0.16 <= kind < 0.26, 0.26 <= kind < 0.34
    if bed:
        made[:] = _bed(rng)
    for _ in range(int(rng.choice([0, 1, 3, 6], p=[0.5, 0.2, 0.2, 0.1])) if not bed else 0):
        made = _laid(made, *thing(rng, size, photos), rng)
    quads = [] if empty else [_filling(rng, size)] if filled else _sheets(rng, size, bed=bed)
    if not bed and rng.random() < 0.15:
        made = _with_screen(rng, made, papers, quads)
    dim = bool(quads) and not bed and rng.random() < 0.08
    if dim:
        made = _darkened(rng, made)
    for quad in quads:
        sheet = papers[int(rng.integers(len(papers)))]
        made = _with_paper(rng, made, _darkened(rng, sheet) if dim else sheet, quad, flat=bed)
    if quads and rng.random() < 0.3 and not bed:
        made = _touched(rng, made, quads[int(rng.integers(len(quads)))], photos)
    picture = made.astype(np.float32)
    if not bed and not (filled and rng.random() < 0.6):  # a scanner's light is even
        picture = _lit(rng, picture)
        picture, quads = _bent(rng, picture, quads)
    return Scene(_taken(rng, picture), _truth(quads, size))


def _sheets(rng: Rng, size: tuple[int, int], *, bed: bool) -> list[np.ndarray]:
    """Return the outlines of one to four papers on a table or on a scanner's bed."""
    if rng.random() < (0.5 if bed else 0.06):
        return [_nearly_filling(rng, size)]
    return _places(rng, size, int(rng.choice([1, 2, 3, 4], p=[0.66, 0.24, 0.06, 0.04])), upright=bed)


def _darkened(rng: Rng, made: Pixels) -> Pixels:
    """Return a look whose bright parts are dark: a cover, a table top of stained wood, a dark cloth and its pattern."""
    bright = np.percentile(made.reshape(-1, 3)[::37], 80, axis=0)
    target = rng.uniform(45, 115) * np.exp(rng.normal(0, 0.15, 3))
    return np.clip(made * np.minimum(1, target / np.maximum(bright, 1)), 0, 255).astype(np.uint8)


def _newspaper(rng: Rng, size: tuple[int, int], papers: list[Pixels]) -> Pixels:
    """Return a table covered with print, which is no paper to find."""
    made = np.empty((size[1], size[0], 3), np.uint8)
    made[:] = rng.integers(20, 250, 3)
    for _ in range(int(rng.integers(1, 5))):
        place = _place(rng, size, 1, upright=False)
        place = place.mean(0) + (place - place.mean(0)) * rng.uniform(1.5, 3) + rng.normal(0, 100, 2)
        made = _with_paper(rng, made, papers[int(rng.integers(len(papers)))], place, flat=True)
    return made


def _with_screen(rng: Rng, made: Pixels, papers: list[Pixels], quads: list[np.ndarray]) -> Pixels:
    """Return the table with a phone or a monitor that shows a page: it is no paper, and lies beside all of them."""
    size = (made.shape[1], made.shape[0])
    place = _place(rng, size, max(1, len(quads) + 1), upright=False)
    if any(_meet(place, quad) for quad in quads):
        return made
    middle = place.mean(0)
    case = np.zeros(made.shape[:2], np.uint8)
    cv2.fillConvexPoly(
        case, np.rint(middle + (place - middle) * rng.uniform(1.04, 1.2, 2)).astype(np.int32), 255, cv2.LINE_AA
    )
    look = np.empty_like(made)
    look[:] = rng.uniform(0, 60, 3) if rng.random() < 0.7 else rng.uniform(120, 230)
    made = _laid(made, look, case, rng)
    page = papers[int(rng.integers(len(papers)))]
    if rng.random() < 0.3:
        page = 255 - page
    return _with_paper(rng, made, page, place, flat=True)


def _meet(one: np.ndarray, other: np.ndarray) -> bool:
    return cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))[0] > 0


def _bed(rng: Rng) -> np.ndarray:
    tone = rng.uniform(235, 255) if rng.random() < 0.6 else rng.uniform(0, 60)
    return np.clip(tone + rng.normal(0, 2, 3), 0, 255).astype(np.uint8)


def _filling(rng: Rng, size: tuple[int, int]) -> np.ndarray:
    """Return a paper larger than the picture on all sides."""
    quad = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float64)
    middle = quad.mean(0)
    return (
        middle
        + (quad - middle) * (1 + rng.exponential(0.12, 2))
        + np.sign(quad - middle) * np.abs(rng.normal(0, 2, (4, 2)))
    )


def _nearly_filling(rng: Rng, size: tuple[int, int]) -> np.ndarray:
    """Return a sheet about as large as a scanner's glass, a little askew: strips of the bed show beside it."""
    half = np.array(size) / 2
    plane = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half * rng.uniform(0.88, 1.03, 2)
    angle = np.radians(rng.normal(0, 2))
    plane = plane @ np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    return plane + half + rng.normal(0, 0.025, 2) * np.array(size)


def _places(rng: Rng, size: tuple[int, int], count: int, *, upright: bool) -> list[np.ndarray]:
    """Return outlines in perspective, apart or touching; none lies beneath another by more than a sliver."""
    quads: list[np.ndarray] = []
    canvas = np.zeros((size[1], size[0]), np.uint8)
    for _ in range(count * 6):
        if len(quads) == count:
            break
        quad = _place(rng, size, count, upright=upright)
        if quads and rng.random() < 0.65:
            quad = _moved_beside(rng, quads[-1], quad)
        mask = np.zeros_like(canvas)
        cv2.fillConvexPoly(mask, np.rint(quad).astype(np.int32), 1)
        seen = float(mask.sum()) / max(1.0, abs(cv2.contourArea(quad.astype(np.float32))))
        if float((mask & canvas).sum()) > 0.01 * mask.sum() or seen < (0.78 if rng.random() < 0.9 else 0.3):
            continue
        canvas |= mask
        quads.append(quad)
    return quads


def _place(rng: Rng, size: tuple[int, int], count: int, *, upright: bool) -> np.ndarray:
    aspect = float(rng.choice([0.707, 0.707, 0.707, 0.707, 1.414, 1.586, 1.586, 0.7, 0.4, 0.25, 2.0, 1.0])) * float(
        np.exp(rng.normal(0, 0.06))
    )
    share = np.exp(rng.uniform(np.log(0.02), np.log(0.85 / count)))
    if count == 1 and rng.random() < 0.5:
        share = rng.uniform(0.35, 0.85)
    high = np.sqrt(share * size[0] * size[1] / aspect)
    half = np.array([high * aspect, high]) / 2
    turn = (
        rng.normal(0, 3)
        if upright
        else rng.choice([0, 90]) + rng.normal(0, 7)
        if rng.random() < 0.75
        else rng.uniform(0, 180)
    )
    plane = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    angle = np.radians(turn)
    plane = plane @ np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    if not upright:
        lean = rng.normal(0, 0.16, 2) / max(size)
        squeeze = 1 - np.abs(rng.normal(0, 0.1, 2))
        plane = plane * squeeze / (1 + plane @ lean)[:, None]
    spare = np.maximum(0, np.array(size) - np.ptp(plane, axis=0)) / 2
    where = np.array(size) / 2 + rng.uniform(-1, 1, 2) * spare * (1.0 if rng.random() < 0.8 else 1.3)
    if rng.random() < 0.12:
        where += rng.normal(0, 0.07, 2) * np.array(size)
    return plane - plane.mean(0) + where


def _moved_beside(rng: Rng, first: np.ndarray, quad: np.ndarray) -> np.ndarray:
    """Return the second paper pushed towards the first until a few pixels are left between them."""
    box = np.concatenate([first.min(0), first.max(0)])
    side = int(rng.integers(4))
    gap = float(abs(rng.normal(0, 8)))
    shift = np.array([rng.normal(0, 20), rng.normal(0, 20)])
    if side % 2 == 0:
        shift[0] = box[2] + gap - quad[:, 0].min() if side == 0 else box[0] - gap - quad[:, 0].max()
    else:
        shift[1] = box[3] + gap - quad[:, 1].min() if side == 1 else box[1] - gap - quad[:, 1].max()
    return quad + shift


def _with_paper(rng: Rng, made: Pixels, paper: Pixels, quad: np.ndarray, *, flat: bool) -> Pixels:
    height, width = made.shape[:2]
    side = np.linalg.norm(quad[1] - quad[0]) / np.linalg.norm(quad[3] - quad[0])
    if (paper.shape[1] > paper.shape[0]) != (side > 1):
        paper = np.ascontiguousarray(np.rot90(paper))
    if rng.random() < 0.25:
        paper = _like(rng, paper, made, quad)
    if rng.random() < 0.2:
        near = np.clip(_beneath(made, quad) + rng.normal(0, 12, 3) + rng.normal(0, 15), 0, 255)
        paper = bannered(rng, paper, near if rng.random() < 0.3 else None)
    if rng.random() < 0.5:
        paper = np.ascontiguousarray(np.rot90(paper, 2))
    rows, columns = paper.shape[:2]
    corners = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(corners, quad.astype(np.float32) - 0.5)
    mask = np.full((rows, columns), 255, np.uint8)
    if 1.4 < max(side, 1 / side) < 1.8 and rng.random() < 0.6:
        mask = _rounded(mask, 0.05)
    elif rng.random() < 0.08:  # a dog-ear
        cut = int(rng.uniform(0.02, 0.1) * min(rows, columns))
        cv2.fillConvexPoly(mask, np.array([(0, 0), (cut, 0), (0, cut)], np.int32), 0)
    warped = cv2.warpPerspective(paper, matrix, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(mask, matrix, (width, height), flags=cv2.INTER_LINEAR)
    if rng.random() < 0.3:  # the paper's own thickness shines or darkens along its edge
        edge = cv2.cvtColor(cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)), cv2.COLOR_GRAY2BGR)
        strength = float(rng.uniform(-0.12, 0.1))
        warped = (cv2.add if strength > 0 else cv2.subtract)(warped, cv2.convertScaleAbs(edge, alpha=abs(strength)))
    shade = _cast(rng, mask) if not flat or rng.random() < 0.3 else np.ones(mask.shape, np.float32)
    return _over(made, shade, warped, mask)


def _over(made: Pixels, shade: np.ndarray, look: Pixels, mask: Pixels) -> Pixels:
    """Return a thing laid over what is in its shade."""
    share = mask.astype(np.float32) / 255
    shaded = cv2.blendLinear(made, made, shade, np.zeros_like(shade))
    return cv2.blendLinear(shaded, look, 1 - share, share)


def _like(rng: Rng, paper: Pixels, made: Pixels, quad: np.ndarray) -> Pixels:
    """Return the paper in nearly the colour of the table beneath: white on white, brown on brown."""
    target = _beneath(made, quad) + rng.normal(0, 9, 3) + rng.normal(0, 8)
    bare = np.percentile(paper.reshape(-1, 3)[::37], 80, axis=0)
    return np.clip(paper * (np.clip(target, 20, 255) / np.maximum(bare, 1)), 0, 255).astype(np.uint8)


def _beneath(made: Pixels, quad: np.ndarray) -> np.ndarray:
    """Return the colour of the table beside a paper's corners."""
    place = quad.mean(0) + (quad - quad.mean(0)) * 1.1
    x, y = np.clip(place.astype(int), 0, (made.shape[1] - 1, made.shape[0] - 1)).T
    return np.asarray(made[y, x].mean(0))


def _rounded(mask: Pixels, share: float) -> Pixels:
    height, width = mask.shape
    radius, made = max(2, int(share * max(width, height))), np.zeros_like(mask)
    cv2.rectangle(made, (radius, 0), (width - radius, height), 255, -1)
    cv2.rectangle(made, (0, radius), (width, height - radius), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(made, (x, y), radius, 255, -1, cv2.LINE_AA)
    return made


def _cast(rng: Rng, mask: Pixels) -> np.ndarray:
    """Return what a thing's own shadow leaves of the light beside it, (H, W) 0..1."""
    offset = rng.normal(0, 3, 2)
    matrix = np.array([(1, 0, offset[0]), (0, 1, offset[1])])
    moved = cv2.warpAffine(mask, matrix, (mask.shape[1], mask.shape[0]))
    soft = blurred(moved, float(rng.uniform(0.8, 8))).astype(np.float32) / 255
    return 1 - soft * np.float32(rng.uniform(0, 0.55))


def _laid(made: Pixels, look: Pixels, mask: Pixels, rng: Rng) -> Pixels:
    return _over(made, _cast(rng, mask), look, mask)


def _touched(rng: Rng, made: Pixels, quad: np.ndarray, photos: list[Pixels]) -> Pixels:
    """Lay fingers or a thing over one edge of a paper."""
    height, width = made.shape[:2]
    side = int(rng.integers(4))
    share = rng.uniform(0.1, 0.9)
    at = quad[side] * (1 - share) + quad[(side + 1) % 4] * share
    outward = at - quad.mean(0)
    outward /= max(1e-6, float(np.linalg.norm(outward)))
    mask = np.zeros((height, width), np.uint8)
    if rng.random() < 0.6:
        skin = np.array([rng.uniform(70, 170), rng.uniform(100, 190), rng.uniform(150, 235)])
        wide = rng.uniform(14, 34)
        along = np.array([-outward[1], outward[0]])
        for finger in range(int(rng.integers(1, 5))):
            tip = at - outward * rng.uniform(2, 30) + along * finger * wide * 1.1
            away = tip + (outward + along * rng.normal(0, 0.2)) * 400
            cv2.line(mask, tuple(int(v) for v in tip), tuple(int(v) for v in away), 255, int(wide), cv2.LINE_AA)
        look = np.empty_like(made)
        look[:] = skin
        shade = blurred(mask, 5).astype(np.float32)[..., None] / 255
        look = np.clip(look * (0.55 + 0.5 * shade), 0, 255).astype(np.uint8)
    else:
        end = at + outward * rng.uniform(40, 160) + rng.normal(0, 30, 2)
        start = at - outward * rng.uniform(3, 30)
        cv2.line(
            mask, tuple(int(v) for v in start), tuple(int(v) for v in end), 255, int(rng.integers(3, 14)), cv2.LINE_AA
        )
        look = np.empty_like(made)
        look[:] = rng.uniform(10, 240, 3)
    return _laid(made, look, mask, rng)


def _lit(rng: Rng, picture: np.ndarray) -> np.ndarray:
    """Return the table in uneven light, with shadows hard and soft, and gloss."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = rng.uniform(0, 2 * np.pi)
    ramp = ((x / width - 0.5) * np.cos(turn) + (y / height - 0.5) * np.sin(turn)) * rng.uniform(0, 0.7)
    light = (1 + ramp).astype(np.float32)
    for _ in range(int(rng.choice([0, 1, 2, 3], p=[0.5, 0.25, 0.15, 0.1]))):
        mask = np.zeros((height, width), np.uint8)
        at = np.array([rng.uniform(-0.2, 1.2) * width, rng.uniform(-0.2, 1.2) * height])
        if rng.random() < 0.6:
            angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 9))))
            reach = rng.uniform(0.15, 0.9, len(angles)) * height
            points = at + np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=1)
            cv2.fillPoly(mask, [points.astype(np.int32)], 255)
        else:
            box = (
                tuple(at),
                (float(rng.uniform(0.5, 3) * height), float(rng.uniform(0.05, 0.5) * height)),
                float(rng.uniform(0, 180)),
            )
            cv2.fillConvexPoly(mask, cv2.boxPoints(box).astype(np.int32), 255)
        soft = float(np.exp(rng.uniform(np.log(0.8), np.log(40))))
        light *= 1 - np.float32(rng.uniform(0.15, 0.65)) * blurred(mask, soft).astype(np.float32) / 255
    if rng.random() < 0.08:
        light *= _blinds(rng, x, y)
    picture = picture * (light * np.float32(rng.uniform(0.6, 1.2)))[..., None]
    if rng.random() < 0.08:
        at = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
        glow = np.zeros((height, width), np.uint8)
        cv2.ellipse(
            glow, at, (int(rng.uniform(10, 90)), int(rng.uniform(10, 90))), float(rng.uniform(0, 180)), 0, 360, 255, -1
        )
        picture += (blurred(glow, float(rng.uniform(5, 30))).astype(np.float32) * rng.uniform(0.3, 1.2))[..., None]
    return picture


def _blinds(rng: Rng, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return what blinds, railings or a grille leave of the light: bands of shade, a little apart or close."""
    turn = rng.uniform(0, np.pi)
    along = (x * np.cos(turn) + y * np.sin(turn)) * (1 + rng.normal(0, 2e-4) * (x - y))
    period, share, soft = rng.uniform(20, 180), rng.uniform(0.25, 0.75), rng.uniform(1, 8)
    from_middle = np.abs(along / period % 1 - 0.5) * period - share * period / 2
    return 1 - np.float32(rng.uniform(0.2, 0.75)) * np.clip(0.5 - from_middle / soft, 0, 1).astype(np.float32)


def _bent(rng: Rng, picture: np.ndarray, quads: list[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return the picture bent a little, as lenses and curling papers do; outlines become finer polygons."""
    lines = [_fine(quad) for quad in quads]
    if rng.random() > 0.35:
        return picture, lines
    height, width = picture.shape[:2]
    cells = int(rng.integers(2, 4))
    field = rng.normal(0, rng.uniform(0.5, 3.5), (cells, cells, 2)).astype(np.float32)
    field = cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    out = cv2.remap(picture, x + field[..., 0], y + field[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    moved = []
    for line in lines:
        at = np.clip(line, 0, (width - 1, height - 1)).astype(int)
        moved.append(line - field[at[:, 1], at[:, 0]])
    return out, moved


def _fine(quad: np.ndarray) -> np.ndarray:
    share = np.linspace(0, 1, 16, endpoint=False)[:, None]
    return np.concatenate([quad[i] * (1 - share) + quad[(i + 1) % 4] * share for i in range(4)])


def _taken(rng: Rng, picture: np.ndarray) -> Pixels:
    """Return what the camera and its file make of the picture, at its own size."""
    small = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    small *= (1 + rng.normal(0, 0.06, 3)).astype(np.float32)
    if rng.random() < 0.3:
        small = cv2.GaussianBlur(small, (0, 0), float(rng.uniform(0.3, 1)))
    if rng.random() < 0.1:  # without colour
        small[:] = small.mean(axis=2, keepdims=True)
    if rng.random() < 0.2:  # sharpened by the phone
        small += rng.uniform(0.2, 0.9) * (small - cv2.GaussianBlur(small, (0, 0), 1))
    small += rng.normal(0, rng.uniform(0.2, 3.5), small.shape)
    small = np.clip(small, 0, 255)
    small = 255 * (small / 255) ** np.exp(rng.normal(0, 0.15))
    made = small.astype(np.uint8)
    if rng.random() < 0.3:
        made = cv2.imdecode(
            cv2.imencode(".jpg", made, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(50, 95))])[1], cv2.IMREAD_COLOR
        )
    return made


def _truth(lines: list[np.ndarray], size: tuple[int, int]) -> Pixels:
    """Return the truth, drawn at the fine size and averaged."""
    inside, edge, corner = (np.zeros((size[1], size[0]), np.uint8) for _ in range(3))
    for line in lines:
        points = np.rint(line * 16).astype(np.int32)
        cv2.fillPoly(inside, [points], 255, cv2.LINE_AA, 4)
        cv2.polylines(edge, [points], True, 255, 2 * _TRUTH * _FINE, cv2.LINE_AA, 4)
        for x, y in line[:: len(line) // 4]:
            if -10 < x < size[0] + 10 and -10 < y < size[1] + 10:
                cv2.circle(corner, (round(x * 16), round(y * 16)), 2 * _TRUTH * _FINE * 16, 255, -1, cv2.LINE_AA, 4)
    small = (WIDTH // _TRUTH, HEIGHT // _TRUTH)
    return np.stack([cv2.resize(m, small, interpolation=cv2.INTER_AREA) for m in (inside, edge, corner)], axis=-1)
