"""A drawn passport-style portrait: nobody's face, but a person at first sight."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ..processors.page import Pixels
from ..schemas.geometry import Size
from .canvas import Colour

Background = Literal["white", "red", "blue"]
_BACKGROUNDS: dict[Background, Colour] = {"white": (252, 252, 253), "red": (196, 22, 28), "blue": (67, 142, 219)}
_SKIN: tuple[Colour, ...] = ((236, 200, 172), (226, 187, 156), (241, 208, 184))
_SUIT: tuple[Colour, ...] = ((38, 42, 58), (52, 52, 56), (30, 36, 48))


def draw_portrait(
    rng: np.random.Generator, *, sex: str, size: Size = (413, 579), background: Background = "white"
) -> Pixels:
    """Return a portrait, (H, W, 3) uint8 BGR; head, hair, collar and suit, softly shaded."""
    image = Image.new("RGB", (800, 1120), _BACKGROUNDS[background])
    draw = ImageDraw.Draw(image)
    skin = _SKIN[int(rng.integers(len(_SKIN)))]
    hair = tuple(int(v) for v in rng.integers(14, 40, 3))
    if sex == "女":
        draw.ellipse((180, 150, 620, 860), fill=hair)
    _bust(draw, skin, _SUIT[int(rng.integers(len(_SUIT)))])
    _head(draw, skin, hair, wide=int(rng.integers(-12, 14)), female=sex == "女")
    _features(draw, rng, skin, hair)
    soft = cv2.GaussianBlur(np.asarray(image), (0, 0), 3.0)
    shaded = soft.astype(np.float32) * _shading(soft.shape[:2], np.asarray(image), _BACKGROUNDS[background])
    small = cv2.resize(shaded, size, interpolation=cv2.INTER_AREA)
    grain = rng.normal(0, 1.0, (size[1], size[0], 1))
    return np.asarray(np.clip(small[..., ::-1] + grain, 0, 255), np.uint8)


def _bust(draw: ImageDraw.ImageDraw, skin: Colour, suit: Colour) -> None:
    shade: Colour = (skin[0] - 26, skin[1] - 28, skin[2] - 28)
    draw.polygon([(60, 1120), (100, 960), (290, 870), (510, 870), (700, 960), (740, 1120)], fill=suit)
    draw.polygon([(300, 862), (400, 1060), (500, 862), (470, 800), (330, 800)], fill=(246, 247, 250))
    draw.polygon([(322, 640), (478, 640), (486, 850), (400, 920), (314, 850)], fill=shade)
    draw.polygon([(290, 868), (316, 838), (400, 960), (340, 1010)], fill=(250, 250, 252))
    draw.polygon([(510, 868), (484, 838), (400, 960), (460, 1010)], fill=(250, 250, 252))
    draw.polygon([(376, 962), (424, 962), (436, 1120), (364, 1120)], fill=(92, 30, 44))
    lapel = (suit[0] + 14, suit[1] + 14, suit[2] + 16)
    draw.polygon([(286, 872), (340, 1014), (372, 1120), (250, 1120), (214, 930)], fill=lapel)
    draw.polygon([(514, 872), (460, 1014), (428, 1120), (550, 1120), (586, 930)], fill=lapel)


def _head(draw: ImageDraw.ImageDraw, skin: Colour, hair: tuple[int, ...], *, wide: int, female: bool) -> None:
    left, right = 240 - wide, 560 + wide
    draw.ellipse((left - 22, 440, left + 34, 570), fill=(skin[0] - 14, skin[1] - 18, skin[2] - 18))
    draw.ellipse((right - 34, 440, right + 22, 570), fill=(skin[0] - 14, skin[1] - 18, skin[2] - 18))
    draw.ellipse((left - 14, 190, right + 14, 560), fill=hair)
    draw.ellipse((left, 250, right, 720), fill=skin)
    draw.polygon([(left + 4, 500), (right - 4, 500), (480, 740), (400, 762), (320, 740)], fill=skin)
    draw.ellipse((310, 640, 490, 764), fill=skin)
    draw.chord((left - 8, 196, right + 8, 470), 188, 352, fill=hair)
    if female:
        draw.chord((left - 10, 220, right - 60, 520), 185, 320, fill=hair)


def _features(draw: ImageDraw.ImageDraw, rng: np.random.Generator, skin: Colour, hair: tuple[int, ...]) -> None:
    shade = (skin[0] - 34, skin[1] - 40, skin[2] - 40)
    glasses = bool(rng.random() < 0.35)
    for x in (324, 476):
        draw.ellipse((x - 42, 466, x + 42, 504), fill=(250, 248, 246))
        draw.ellipse((x - 19, 464, x + 19, 504), fill=(40, 28, 22))
        draw.ellipse((x + 2, 472, x + 12, 482), fill=(245, 245, 245))
        draw.arc((x - 46, 456, x + 46, 520), 195, 345, fill=(40, 30, 28), width=8)
        draw.arc((x - 58, 410, x + 58, 500), 205, 335, fill=hair, width=15)
        if glasses:
            draw.rounded_rectangle((x - 64, 444, x + 64, 528), 26, outline=(35, 35, 40), width=8)
    if glasses:
        draw.line((388, 478, 412, 478), fill=(35, 35, 40), width=8)
    draw.line((392, 500, 378, 590), fill=shade, width=7)
    draw.arc((366, 566, 434, 616), 20, 160, fill=shade, width=9)
    lift = int(rng.integers(0, 16))
    draw.chord((342, 630 - lift, 458, 690), 8, 172, fill=(190, 104, 100))
    draw.line((340, 662 - lift // 2, 460, 662 - lift // 2), fill=(150, 74, 74), width=6)


def _shading(shape: tuple[int, ...], image: Pixels, background: Colour) -> NDArray[np.float32]:
    """Return a gain: light from the upper left on the person, none on the background."""
    height, width = shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    gain = 1.06 - 0.16 * np.hypot((xs - width * 0.42) / width, (ys - height * 0.4) / height)
    backdrop = np.all(np.abs(image.astype(np.int16) - np.array(background)) < 3, axis=2)
    mask = cv2.GaussianBlur((~backdrop).astype(np.float32), (0, 0), 5)
    return np.asarray((1 + (gain - 1) * mask)[..., None], np.float32)
