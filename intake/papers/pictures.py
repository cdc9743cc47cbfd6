"""Pictures for people: what came in with what was found drawn on it, and what was made of it."""

from __future__ import annotations

import re

import cv2
import numpy as np

from ...processors.legibility.overlay import draw_lines, draw_overlay, thumbnail
from ...processors.page import Pixels
from ...schemas.geometry import Quad
from ...schemas.results import PageResult

AFTER_LONG_SIDE_PX = 1400
EVIDENCE_BGR = (60, 160, 40)
LINE_BGR = (200, 160, 90)


def safe_stem(untrusted_name: str) -> str:
    """Return a file name's stem made of letters, digits and Chinese characters only, at most 40 of them."""
    return re.sub(r"[^\w\u4e00-\u9fff]+", "_", untrusted_name).strip("_")[:40] or "file"


def before_picture(jpeg: bytes, page: PageResult) -> bytes:
    """Return the source's picture with quad, direction and defects drawn on it, as JPEG."""
    pixels = _decoded(jpeg)
    scale = pixels.shape[1] / page.source_size[0]
    record = page.model_copy(
        update={
            "source_size": (pixels.shape[1], pixels.shape[0]),
            "quad": _scaled(page.quad, scale) if page.quad else None,
        }
    )
    return _jpeg(draw_overlay(pixels, record))


def after_picture(data: bytes, page: PageResult) -> bytes:
    """Return the page's picture with its lines of text, and those that decided its name, drawn on it, as JPEG."""
    pixels = _decoded(data)
    width, height = pixels.shape[1], pixels.shape[0]
    shrink = min(1.0, AFTER_LONG_SIDE_PX / max(width, height))
    small = thumbnail(pixels, round(shrink * max(width, height)))
    scale = small.shape[1] / page.size[0]
    lines = [(_scaled(line.box, scale), None, LINE_BGR) for line in page.text]
    telling = [(_scaled(item.box, scale), None, EVIDENCE_BGR) for item in page.evidence if item.box]
    return _jpeg(draw_lines(small, [*lines, *telling]))


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
