"""Pages for the tests of legibility: drawn by code, with the fonts that the package ships."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont
from shoujian.processors.page import Pixels

WORDS = "中华人民共和国二级建造师执业资格证书劳动合同期限甲方用人单位乙方劳动者工作内容和地点社会保险参保证明承诺"


@lru_cache
def font(px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(pylopdf_fonts_zh_cn.sans_path()), px)


def text_page(*, seed: int = 0, px: int = 29, size: tuple[int, int] = (1654, 2339), ink: int = 30) -> Pixels:
    """A4 at 200 dpi full of text `px` high."""
    rng = np.random.default_rng(seed)
    width, height = size
    image = Image.new("RGB", size, (250, 250, 250))
    pen = ImageDraw.Draw(image)
    margin = width // 10
    for y in range(margin, height - margin, round(px * 1.6)):
        count = (width - 2 * margin) // px
        count = count if rng.random() < 0.8 else max(4, int(count * rng.random()))
        line = "".join(WORDS[i] for i in rng.integers(0, len(WORDS), count))
        pen.text((margin, y), line, fill=(ink, ink, ink), font=font(px))
    return to_pixels(image)


def short_line(text: str, *, ink: int = 190, px: int = 29) -> Pixels:
    """A4 at 200 dpi with one short line in the middle."""
    image = Image.new("RGB", (1654, 2339), (250, 250, 250))
    ImageDraw.Draw(image).text((700, 1100), text, fill=(ink, ink, ink), font=font(px))
    return to_pixels(image)


def with_seal(page: Pixels, centre: tuple[int, int], radius: int, *, colour: tuple[int, int, int]) -> Pixels:
    """The page under a round seal: ring, star-like core and characters; `colour` is BGR."""
    image = Image.new("L", (page.shape[1], page.shape[0]), 0)
    pen = ImageDraw.Draw(image)
    x, y = centre
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=255, width=max(3, radius // 18))
    for turn in np.linspace(np.pi * 0.8, np.pi * 2.2, 11):
        at = (x + 0.75 * radius * np.cos(turn), y + 0.75 * radius * np.sin(turn))
        pen.text(at, "章", fill=255, font=font(max(8, radius // 5)), anchor="mm")
    pen.regular_polygon((x, y, radius * 0.28), 5, fill=255)
    strength = np.asarray(image, np.float32)[..., None] / 255 * 0.85
    inked = np.minimum(page, np.array(colour, np.float32))
    return (page * (1 - strength) + inked * strength).astype(np.uint8)


def to_pixels(image: Image.Image) -> Pixels:
    return np.ascontiguousarray(np.asarray(image)[..., ::-1])


def noisy(page: Pixels, sigma: float = 3.0, seed: int = 0) -> Pixels:
    return np.clip(page + np.random.default_rng(seed).normal(0, sigma, page.shape), 0, 255).astype(np.uint8)


def as_jpeg(page: Pixels, quality: int) -> Pixels:
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def portrait(background: tuple[int, int, int], size: tuple[int, int] = (413, 579)) -> Pixels:
    """A drawn bust on a plain background (RGB)."""
    image = Image.new("RGB", (800, 1120), background)
    pen = ImageDraw.Draw(image)
    pen.polygon([(60, 1120), (100, 960), (290, 870), (510, 870), (700, 960), (740, 1120)], fill=(40, 44, 60))
    pen.polygon([(322, 640), (478, 640), (486, 880), (400, 930), (314, 880)], fill=(210, 170, 145))
    pen.ellipse((230, 180, 570, 560), fill=(25, 22, 24))
    pen.ellipse((245, 240, 555, 760), fill=(236, 200, 172))
    for x in (325, 475):
        pen.ellipse((x - 28, 470, x + 28, 500), fill=(40, 30, 30))
    pen.arc((350, 560, 450, 660), 30, 150, fill=(170, 80, 80), width=10)
    return np.asarray(cv2.GaussianBlur(cv2.resize(to_pixels(image), size, interpolation=cv2.INTER_AREA), (0, 0), 0.8))
