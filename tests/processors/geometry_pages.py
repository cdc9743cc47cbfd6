"""Pages, cards and photos drawn for the tests of geometry; the same seed draws the same picture."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

Pixels = NDArray[np.uint8]

CORNERS = [(190.0, 160.0), (1010.0, 210.0), (1080.0, 1400.0), (120.0, 1340.0)]
"""Of a sheet on `desk()`."""

SENTENCE = "本人自愿申请二级建造师初始注册所填内容及所附材料真实有效如有不实愿意承担相应法律责任特此承诺并签名"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(sans_path()), size)


def text_page(width: int = 1240, height: int = 1754, *, size: int = 28, title: str = "注册申请表") -> Pixels:
    """Return a white page with a title and paragraphs of Chinese text, BGR."""
    page = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(page)
    margin = width // 9
    draw.text((width / 2, margin), title, fill=0, font=_font(size * 2), anchor="ma")
    per_line = (width - 2 * margin) // size
    rows = range(margin + 4 * size, height - margin, round(size * 1.7))
    for number, top in enumerate(rows):
        start = number * 7 % len(SENTENCE)
        line = (SENTENCE * 3)[start : start + (per_line if number % 5 else per_line * 2 // 3)]
        draw.text((margin, top), line, fill=0, font=_font(size))
    return np.asarray(page)[..., ::-1].copy()


def card(width: int = 856, *, shade: int = 236) -> Pixels:
    """Return a card of ID-1 proportions with a few lines and a portrait box, BGR."""
    height = round(width * 54 / 85.6)
    page = Image.new("RGB", (width, height), (shade, shade, shade - 6))
    draw = ImageDraw.Draw(page)
    size = width // 22
    lines = ("姓名  示例人", "性别  女  民族  汉", "出生  1990 年 1 月 1 日", "住址  杭州市示例路一号")
    for row, line in enumerate(lines):
        draw.text((width * 0.07, height * (0.1 + 0.15 * row)), line, fill=(20, 20, 20), font=_font(size))
    draw.text((width * 0.07, height * 0.84), "号码  000000000000000000", fill=(20, 20, 20), font=_font(size))
    draw.rectangle((width * 0.66, height * 0.12, width * 0.92, height * 0.7), fill=(120, 110, 140))
    return np.asarray(page)[..., ::-1].copy()


def turned(page: Pixels, clockwise_deg: float, *, fill: int = 255) -> Pixels:
    """Return the page turned clockwise within its own frame."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), -clockwise_deg, 1.0)
    out = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(fill,) * 3)
    return np.asarray(out, np.uint8)


def desk(width: int = 1200, height: int = 1600, *, seed: int = 1) -> Pixels:
    """Return a brownish desk with grain and noise."""
    rng = np.random.default_rng(seed)
    grain = cv2.resize(rng.normal(0, 12, (height // 40, width)).astype(np.float32), (width, height))
    noise = rng.normal(0, 4, (height, width)).astype(np.float32)
    base = np.array([60.0, 85.0, 115.0])
    return np.clip(base + (grain + noise)[..., None], 0, 255).astype(np.uint8)


def laid(ground: Pixels, page: Pixels, corners: list[tuple[float, float]]) -> Pixels:
    """Return the ground with a page laid on it, its corners clockwise from the page's top left."""
    height, width = page.shape[:2]
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(own, np.array(corners, np.float32))
    size = (ground.shape[1], ground.shape[0])
    seen = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    share = mask[..., None].astype(np.float32) / 255
    return np.asarray(cv2.GaussianBlur(seen * share + ground * (1 - share), (0, 0), 0.8), np.uint8)


def jaccard(found: object, truth: object) -> float:
    """Return the intersection over union of two quads."""
    one, other = np.array(found, np.float32), np.array(truth, np.float32)
    shared = cv2.intersectConvexConvex(one, other)[0]
    return float(shared / (cv2.contourArea(one) + cv2.contourArea(other) - shared))


def read(path: Path) -> Pixels:
    """Return a picture as decoded, EXIF orientation applied."""
    pixels = cv2.imread(str(path))
    assert pixels is not None
    return np.asarray(pixels, np.uint8)
