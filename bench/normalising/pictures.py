"""Contact sheets of what failed: the true outline in green, the found one in red, the numbers below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from shoujian.processors.page import Pixels

_SIDE = 400
_CAPTION = 22
_COLUMNS = 5
_TRUE, _FOUND = (40, 200, 40), (40, 40, 230)


@dataclass(frozen=True, slots=True)
class Cell:
    """A small picture with its outlines and a caption, (`_SIDE` + `_CAPTION`, `_SIDE`, 3)."""

    pixels: Pixels

    @classmethod
    def of(cls, pixels: Pixels, true: Sequence[Any], found: Sequence[Any], caption: str) -> Cell:
        """Return the cell of a picture; outlines (n, 2) in its pixel centres."""
        scale = _SIDE / max(pixels.shape[:2])
        size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
        cell = np.full((_SIDE + _CAPTION, _SIDE, 3), 32, np.uint8)
        cell[: size[1], : size[0]] = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        for quads, tone in ((true, _TRUE), (found, _FOUND)):
            for quad in quads:
                points = np.round(((np.array(quad) + 0.5) * scale - 0.5) * 16).astype(np.int32)
                cv2.polylines(cell, [points], True, tone, 1, cv2.LINE_AA, 4)
        cell[_SIDE:] = 32
        cv2.putText(cell, caption, (4, _SIDE + 15), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (240, 240, 240), 1, cv2.LINE_AA)
        return cls(cell)


def contact_sheet(cells: Sequence[Cell], path: Path) -> None:
    """Write the cells as one JPEG; nothing where there are none."""
    if not cells:
        return
    empty = np.full_like(cells[0].pixels, 32)
    padded = [cell.pixels for cell in cells] + [empty] * (-len(cells) % _COLUMNS)
    rows = [np.hstack(padded[start : start + _COLUMNS]) for start in range(0, len(padded), _COLUMNS)]
    path.write_bytes(cv2.imencode(".jpg", np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())
