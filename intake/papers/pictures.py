"""Pictures for people: what came in with what was found drawn on it, and what was made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from PIL.ImageFont import FreeTypeFont, truetype
from pylopdf_fonts_zh_cn import sans_path

from ...processors.legibility.overlay import (
    GREEN,
    ORANGE,
    RED,
    Colour,
    Mark,
    draw_marks,
    draw_overlay,
    thumbnail,
)
from ...processors.page import Pixels
from ...schemas.findings import Finding, spoken
from ...schemas.geometry import Quad
from ...schemas.results import PageResult
from .report_view import quality_told, steps_told
from .report_words import Words

AFTER_LONG_SIDE_PX = 1400
EVIDENCE_BGR = (60, 160, 40)
LINE_BGR = (200, 160, 90)
CARD_BGR = (200, 90, 160)


def safe_stem(untrusted_name: str) -> str:
    """Return a file name's stem made of letters, digits and Chinese characters only, at most 40 of them."""
    return re.sub(r"[^\w\u4e00-\u9fff]+", "_", untrusted_name).strip("_")[:40] or "file"


def before_picture(jpeg: bytes, page: PageResult, findings: Sequence[Finding]) -> bytes:
    """Return the source's picture as JPEG with quad, direction, angle, what was done, and what is wrong drawn on it."""
    pixels = _decoded(jpeg)
    scale = pixels.shape[1] / page.source_size[0]
    record = page.model_copy(
        update={
            "source_size": (pixels.shape[1], pixels.shape[0]),
            "quad": _scaled(page.quad, scale) if page.quad else None,
        }
    )
    cards = [_mark(card.quad, scale, card.material, CARD_BGR) for card in page.cards if card.quad]
    pixels = draw_marks(pixels, cards, font=_font())
    done = [(" ".join(step), GREEN) for step in steps_told(page, Words(spoken()))]
    wrong = [(found.message, RED) for found in findings]
    return _jpeg(draw_overlay(pixels, record, notes=[*done, *wrong], font=_font()))


def after_picture(data: bytes, page: PageResult, findings: Sequence[Finding]) -> bytes:
    """Return the page's picture as JPEG with its lines of text, those that decided its name, and what is wrong where.

    In its corner stand what the page is and what was measured.
    """
    pixels = _decoded(data)
    width, height = pixels.shape[1], pixels.shape[0]
    shrink = min(1.0, AFTER_LONG_SIDE_PX / max(width, height))
    small = thumbnail(pixels, round(shrink * max(width, height)))
    scale = small.shape[1] / page.size[0]
    t = Words(spoken())
    marks = [_mark(line.box, scale, None, LINE_BGR) for line in page.text]
    marks += [_mark(item.box, scale, None, EVIDENCE_BGR) for item in page.evidence if item.box]
    marks += [_mark(found.box, scale, found.message, RED) for found in findings if found.box]
    name = page.material or (t("blank") if page.blank else t("unknown"))
    notes = [(f"{name} {page.confidence:.2f}", GREEN if page.material else ORANGE)]
    notes += [(" · ".join(f"{key} {value}" for key, value in quality_told(page, t)), LINE_BGR)]
    return _jpeg(draw_marks(small, marks, notes=notes, font=_font()))


def _mark(box: Quad, scale: float, label: str | None, colour: Colour) -> Mark:
    return Mark(_scaled(box, scale), label, colour)


@cache
def _font() -> FreeTypeFont:
    return truetype(str(sans_path()), 16)


def _scaled(quad: Quad, scale: float) -> Quad:
    a, b, c, d = ((x * scale, y * scale) for x, y in quad)
    return a, b, c, d


def _decoded(data: bytes) -> Pixels:
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None, "the desk only draws on pictures which it made itself"
    return pixels.astype(np.uint8, copy=False)


def _jpeg(pixels: Pixels) -> bytes:
    encoded, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert encoded, "OpenCV encodes every 8-bit picture"
    return data.tobytes()
