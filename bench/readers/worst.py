"""Pictures of the pages that were read worst: what was seen on them, and the lines that were missed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from accuracy import characters_missed, missed_by_line
from PIL import Image, ImageDraw
from shoujian.demo.canvas import font

from .job import Page

_WORST = 8
_SIDE_PX = 1400
_PANEL_PX = 900
_LINE_PX = 30
_SURE = 0.9
_GREEN, _RED = (30, 150, 30), (30, 30, 220)


def draw_worst(
    pages: Sequence[Page], lines: Sequence[Sequence[str]], boxes: Sequence[Sequence[Any]], out: Path
) -> None:
    """Write a picture of each of the worst pages: boxes green where the reader was sure, else red."""
    shares = [characters_missed(page.text, read) or 0.0 for page, read in zip(pages, lines, strict=True)]
    order = sorted(range(len(pages)), key=lambda index: -shares[index])
    for rank, index in enumerate(order[:_WORST], start=1):
        if shares[index]:
            page = pages[index]
            title = f"{page.supply} {page.kind} {page.device}: {shares[index]:.1%} missed"
            picture = np.hstack([_seen(page, boxes[index]), _panel(title, page.text, lines[index])])
            path = out / f"worst-{rank}-{page.supply}-{page.device}.jpg"
            path.write_bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())


def _seen(page: Page, boxes: Sequence[Any]) -> np.ndarray:
    pixels = page.pixels()
    scale = _SIDE_PX / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for box, confidence in boxes:
        points = np.round(np.array(box) * scale).astype(np.int32)
        cv2.polylines(small, [points], True, _GREEN if confidence >= _SURE else _RED, 2, cv2.LINE_AA)
    missing = _SIDE_PX - small.shape[0]
    return np.asarray(cv2.copyMakeBorder(small, 0, missing, 0, 0, cv2.BORDER_CONSTANT, value=(90, 90, 90)))


def _panel(title: str, truth: str, read: Sequence[str]) -> np.ndarray:
    """Return the missed lines with how much of each was missed, and below them all that was read."""
    true = truth.splitlines()
    missed = [
        f"{lost:4.1f} of {len(line)}: {line}"
        for line, lost in zip(true, missed_by_line(true, read), strict=True)
        if lost
    ]
    image = Image.new("RGB", (_PANEL_PX, _SIDE_PX), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    for row, text in enumerate([title, "", *missed, "", "read:", *read][: _SIDE_PX // _LINE_PX]):
        draw.text((10, 6 + row * _LINE_PX), text, fill=(20, 20, 20), font=font("sans", 20))
    return np.asarray(image)[..., ::-1]
