"""一寸免冠照片: the file of a studio, a print on white paper, a print in its tray of four."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.portrait import Background

from .registry import design
from .sheet import Sheet

NAME = "一寸免冠照片"


def _picture(p: DemoPerson, rng: np.random.Generator, size: tuple[int, int], background: Background) -> Sheet:
    sheet = Sheet(rng, size)
    sheet.face_of(p.sex, (0, 0, *size), background)
    return sheet


@dataclass(frozen=True)
class _File:
    size: tuple[int, int]
    background: Background

    def __call__(self, p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
        return [_picture(p, rng, self.size, self.background)]


for _kind, _size, _ground in (
    ("one_inch_white", (295, 413), "white"),
    ("one_inch_blue", (295, 413), "blue"),
    ("two_inch_red", (413, 579), "red"),
    ("register_white", (358, 441), "white"),
    ("small_white", (110, 140), "white"),
):
    design(NAME, f"portrait/{_kind}")(_File(_size, _ground))
