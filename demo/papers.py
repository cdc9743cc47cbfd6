"""Every paper the demo can draw, by kind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .applicant import DemoPerson
from .canvas import Paper
from .paper_certificates import (
    degree,
    diploma,
    licence,
    qualification,
    training,
)
from .paper_contract import contract
from .paper_decoys import (
    blank,
    invoice,
    letter,
    menu,
    newspaper,
)
from .paper_form import application, promise
from .paper_identity import (
    id_back,
    id_copy,
    id_front,
    portrait,
)
from .paper_social import insurance

Maker = Callable[[DemoPerson, np.random.Generator], Paper | list[Paper]]

MATERIALS: dict[str, Maker] = {
    "id_front": id_front,
    "id_back": id_back,
    "id_copy": id_copy,
    "portrait": portrait,
    "diploma": diploma,
    "degree": degree,
    "qualification": qualification,
    "training": training,
    "contract": contract,
    "insurance": insurance,
    "application": application,
    "promise": promise,
    "licence": licence,
}
DECOYS: dict[str, Maker] = {"invoice": invoice, "newspaper": newspaper, "menu": menu, "letter": letter, "blank": blank}
MAKERS: dict[str, Maker] = MATERIALS | DECOYS


def draw(kind: str, person: DemoPerson, rng: np.random.Generator) -> list[Paper]:
    """Return all pages of the document `kind` (a key of `MAKERS`), clean and upright."""
    made = MAKERS[kind](person, rng)
    return made if isinstance(made, list) else [made]
