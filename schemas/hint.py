"""What an office learned from its people's decisions: wordings of its own forms, by which they are known again."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from .base import Frozen

MIN_PHRASE = 4
"""Characters: most Chinese names have two or three, and so short a wording stands on many papers by chance."""
MAX_PHRASE = 30


class HintSource(Frozen):
    """One decision that taught a hint; the case, the file and the page lead to it, for those who may see them."""

    case: str
    file: str
    page: int = Field(ge=1)
    card: int | None = None
    at: datetime


class Hint(Frozen):
    """A wording that pages bear which people assigned to a material, and other pages do not.

    `phrase` is in folded spelling, Chinese characters only; `title`: it stood there as the title of the paper.
    """

    procedure: str = Field(max_length=100)
    material: str = Field(max_length=100)
    phrase: str = Field(min_length=MIN_PHRASE, max_length=MAX_PHRASE)
    title: bool = False
    decisions: int = Field(ge=1, description="how many of them taught it")
    first: date
    last: date
    office: str = Field(default="", max_length=100, description="where it was learned; empty = here")
    sources: tuple[HintSource, ...] = Field(default=(), description="empty where it was learned elsewhere")

    @property
    def id(self) -> str:
        """Ten hexadecimal digits, the same in every office."""
        return hashlib.sha256(f"{self.procedure}/{self.material}/{self.phrase}".encode()).hexdigest()[:10]


class HintFile(Frozen):
    """Hints on their way from one office to another: no case, file or person is named in it."""

    format: Literal["shoujian-hints/1"] = "shoujian-hints/1"
    office: str = Field(max_length=100)
    hints: tuple[Hint, ...] = Field(max_length=5000)


HintState = Literal["on", "off", "refuted"]


class KnownHint(Frozen):
    """A hint and whether it counts: `off` by a person's word, `refuted` by pages of this office."""

    id: str
    state: HintState
    hint: Hint
