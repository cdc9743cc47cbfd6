"""What each category of photo shows: which papers on which table, seen how, in what light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from shoujian.demo.canvas import Paper
from shoujian.demo.papers import draw
from shoujian.schemas.geometry import Size

from .camera import Stand
from .contents import bannered, cover, receipt, some_card, some_person, some_sheet, tinted
from .laying import Laid, laid_at
from .light import Look, some_look
from .textures import BUSY, PLAIN, WHITE

_SIZES: tuple[Size, ...] = ((3024, 4032),) * 5 + ((4032, 3024), (4032, 3024), (2448, 3264), (3264, 2448), (1944, 2592))
_MM = 25.4 / 300


@dataclass(frozen=True, slots=True)
class Recipe:
    """A photo to be taken. `laid` are the papers to find; `under` lie beneath or beside them and are none.

    `things`: how many objects lie about; `over`: a pen lies across an edge; `beyond`: the table ends in the picture;
    `hand`: fingers hold the first paper; `out`: corners that the frame cuts off; `fill`: the paper leaves nothing else.
    """

    surface: str
    laid: tuple[Laid, ...]
    stand: Stand
    look: Look
    size: Size
    under: tuple[Laid, ...] = ()
    things: int = 0
    over: bool = False
    beyond: bool = False
    hand: bool = False
    out: int = 0
    fill: bool = False


def one_of(names: tuple[str, ...], rng: np.random.Generator) -> str:
    return names[int(rng.integers(len(names)))]


def _stand(
    rng: np.random.Generator, *, tilt: tuple[float, float] = (0, 18), coverage: tuple[float, float] = (0.62, 0.93)
) -> Stand:
    turn = 0 if rng.random() < 0.65 else int(rng.integers(1, 4)) * 90
    where = 0.5 + rng.normal(0, 0.02, 2)
    return Stand(
        tilt=float(rng.uniform(*tilt)),
        heading=float(rng.uniform(0, 360)),
        roll=turn + float(rng.normal(0, 4)),
        coverage=float(rng.uniform(*coverage)),
        where=(float(where[0]), float(where[1])),
    )


def _curled(laid: Laid, rng: np.random.Generator) -> Laid:
    """Return the sheet as it lies: most flat, some with edges that bend by up to 0.7 % of the side."""
    if laid.paper.corner_radius or rng.random() < 0.65:
        return replace(laid, lift=float(rng.uniform(0.2, 1.2)))
    top, right, bottom, left = rng.uniform(-0.004, 0.007, 4)
    return replace(laid, bow=(float(top), float(right), float(bottom), float(left)), lift=float(rng.uniform(0.8, 3)))


def _base(rng: np.random.Generator, paper: Paper | None = None, surface: str | None = None) -> Recipe:
    laid = _curled(laid_at(paper or some_sheet(rng), (0, 0), 0), rng)
    return Recipe(
        surface=surface or one_of(PLAIN, rng),
        laid=(laid,),
        stand=_stand(rng),
        look=some_look(rng),
        size=_SIZES[int(rng.integers(len(_SIZES)))],
        beyond=bool(rng.random() < 0.15),
    )


def plain(rng: np.random.Generator) -> Recipe:
    return _base(rng)


def textured(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of(BUSY, rng))
    return replace(made, surface="wood", under=_newspapers(rng)) if rng.random() < 0.12 else made


def _newspapers(rng: np.random.Generator) -> tuple[Laid, ...]:
    paper = draw("newspaper", some_person(rng), rng)[0]
    turn = float(rng.uniform(-60, 60))
    places = [(-190.0, -120.0), (200.0, 90.0), (10.0, 40.0)]
    return tuple(laid_at(paper, at, turn + float(rng.normal(0, 12)), scale=1.7) for at in places)


def clutter(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, "wood", "white", "mat"), rng))
    others = tuple(
        laid_at(
            some_sheet(rng), (float(rng.uniform(-330, 330)), float(rng.uniform(-380, 380))), float(rng.uniform(0, 360))
        )
        for _ in range(int(rng.integers(0, 3)))
    )
    things, over = int(rng.integers(3, 9)), bool(rng.random() < 0.3)
    stand = replace(made.stand, coverage=float(rng.uniform(0.5, 0.8)))
    return replace(made, under=others, things=things, over=over, stand=stand, beyond=bool(rng.random() < 0.3))


def shadow(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, "wood", "white", "marble"), rng))
    look = replace(made.look, shadows=int(rng.choice([1, 1, 2, 3])), depth=float(rng.uniform(0.35, 0.65)), exposure=1.1)
    return replace(made, look=look)


def white(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of(WHITE, rng))
    return replace(made, things=int(rng.integers(0, 3)))


def partly_out(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, *BUSY), rng))
    stand = replace(made.stand, coverage=float(rng.uniform(0.85, 1.0)), tilt=float(rng.uniform(0, 15)))
    return replace(made, stand=stand, out=int(rng.integers(1, 3)))


def hand(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, *BUSY, "white"), rng))
    return replace(made, hand=True, stand=replace(made.stand, coverage=float(rng.uniform(0.7, 0.92))))


def receipts(rng: np.random.Generator) -> Recipe:
    made = _base(rng, receipt(rng), one_of((*PLAIN, *BUSY), rng))
    stand = _stand(rng, coverage=(0.55, 0.93))
    return replace(made, stand=stand, things=int(rng.integers(0, 3)))


def card(rng: np.random.Generator) -> Recipe:
    made = _base(rng, some_card(rng), one_of((*PLAIN, *BUSY, "white"), rng))
    return replace(made, stand=_stand(rng, coverage=(0.35, 0.85)), things=int(rng.integers(0, 3)))


def two_cards(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, *BUSY, "white"), rng))
    sides = ("id_front", "id_back") if rng.random() < 0.8 else ("", "id_front")
    beside = rng.random() < 0.5
    step = (
        (float(rng.uniform(100, 125)), float(rng.normal(0, 8)))
        if beside
        else (float(rng.normal(0, 8)), float(rng.uniform(68, 95)))
    )
    laid = tuple(
        laid_at(some_card(rng, side), (step[0] * k, step[1] * k), float(rng.normal(0, 4)))
        for k, side in enumerate(sides)
    )
    return replace(made, laid=laid, stand=_stand(rng, coverage=(0.55, 0.9)))


def two_papers(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, *BUSY), rng))
    first = some_sheet(rng)
    second = some_sheet(rng) if rng.random() < 0.4 else some_sheet(rng, (first.kind,))
    axis = int(rng.random() < 0.35)  # beside each other, or one below the other
    step = sum(paper.size[axis] * _MM for paper in (first, second)) / 2 + float(rng.uniform(8, 40))
    along, across = (step, float(rng.normal(0, 10))), (float(rng.normal(0, 10)), step)
    places = ((0.0, 0.0), across if axis else along)
    laid = tuple(
        _curled(laid_at(p, at, float(rng.normal(0, 2))), rng) for p, at in zip((first, second), places, strict=True)
    )
    return replace(made, laid=laid, stand=_stand(rng, coverage=(0.8, 0.94)))


def id_copy(rng: np.random.Generator) -> Recipe:
    return _base(rng, draw("id_copy", some_person(rng), rng)[0], one_of((*PLAIN, *BUSY, "white"), rng))


def dark_paper(rng: np.random.Generator) -> Recipe:
    paper = cover(rng) if rng.random() < 0.65 else tinted(rng)
    return _base(rng, paper, one_of((*PLAIN, *BUSY, "white"), rng))


def banner(rng: np.random.Generator) -> Recipe:
    return _base(rng, bannered(rng), one_of((*PLAIN, *BUSY, "white"), rng))


def low_light(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, "wood", "marble", "checks"), rng))
    look = replace(
        made.look,
        exposure=float(rng.uniform(0.38, 0.7)),
        warm=float(rng.uniform(1.0, 1.3)),
        noise=float(rng.uniform(7, 16)),
        blur=float(rng.uniform(1.0, 2.8)),
        unevenness=float(rng.uniform(0.3, 0.6)),
        sharpen=0.0,
    )
    return replace(made, look=look)


def tilted(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, *BUSY), rng))
    stand = replace(made.stand, tilt=float(rng.uniform(30, 40)), coverage=float(rng.uniform(0.7, 0.93)))
    return replace(made, stand=stand, beyond=bool(rng.random() < 0.4))


def rotated(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, *BUSY), rng))
    roll = float(rng.uniform(-45, 45)) + 90 * int(rng.integers(4))
    return replace(made, stand=replace(made.stand, roll=roll))


def empty_desk(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, *BUSY, "white"), rng))
    return replace(made, laid=(), things=int(rng.integers(3, 10)), beyond=bool(rng.random() < 0.4))


def texture_only(rng: np.random.Generator) -> Recipe:
    made = _base(rng, surface=one_of((*PLAIN, *BUSY), rng))
    shadows = int(rng.integers(0, 2))
    return replace(made, laid=(), look=replace(made.look, shadows=shadows, depth=0.5), beyond=bool(rng.random() < 0.25))


def fills(rng: np.random.Generator) -> Recipe:
    made = _base(rng)
    stand = replace(made.stand, tilt=float(rng.uniform(0, 8)), coverage=1.05, where=(0.5, 0.5))
    return replace(made, laid=(laid_at(made.laid[0].paper, (0, 0), 0),), stand=stand, fill=True)


RECIPES: dict[str, Callable[[np.random.Generator], Recipe]] = {
    "plain": plain,
    "textured": textured,
    "clutter": clutter,
    "hard shadow": shadow,
    "white on white": white,
    "partly out": partly_out,
    "hand": hand,
    "receipt": receipts,
    "card": card,
    "two cards": two_cards,
    "two papers": two_papers,
    "ID copy": id_copy,
    "dark paper": dark_paper,
    "banner": banner,
    "low light": low_light,
    "tilted": tilted,
    "rotated": rotated,
    "no document: desk": empty_desk,
    "no document: texture": texture_only,
    "fills the frame": fills,
}
