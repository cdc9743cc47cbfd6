"""Any kind of picture to 8-bit blue-green-red on white, by its colour profile."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageCms, ImageOps

from ....processors.page import Gray, Pixels
from ....schemas.page import Step

_DEEP = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
_WITH_ALPHA = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})
_WITH_PROFILE = frozenset({"L", "RGB", "CMYK"})

_COMPACT_SRGB = frozenset({"c2", "c2ci"})
"""Tiny profiles which stand for sRGB; photo sites put them into every picture."""

_BAND_ROWS = 256
"""Rows worked on at a time where whole pictures would need several times their own memory."""

TIFF_PHOTOMETRIC, TIFF_MIN_IS_WHITE = 262, 0


def to_bgr(image: Image.Image) -> tuple[Pixels, list[Step]]:
    """Return (H, W, 3) uint8 BGR pixels of a loaded picture, and what was done beyond reading it."""
    steps: list[Step] = []
    profile = image.info.get("icc_profile")
    if image.mode in _DEEP:
        image = _eight_bit(image, steps)
    alpha: Image.Image | None = None
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        image = _freeing(image, image.convert("LA" if image.mode in ("LA", "La") else "RGBA"))
        alpha = image.getchannel("A")
        image = _freeing(image, image.convert("L" if image.mode == "LA" else "RGB"))
    image = _freeing(image, _to_srgb(image, profile if isinstance(profile, bytes) else None, steps))
    pixels = _bgr(image)
    if alpha is not None and alpha.getextrema()[0] != 255:
        _put_on_white(pixels, np.asarray(alpha))
        steps.append(Step(name="alpha_on_white"))
    return pixels, steps


def _freeing(old: Image.Image, new: Image.Image) -> Image.Image:
    """Return the new picture and give the old one's memory back at once: at 120 MP each takes half a gigabyte."""
    if new is not old:
        old.close()
    return new


def turn(pixels: Pixels, orientation: int) -> Pixels:
    """Apply an EXIF orientation (1 to 8) to the pixels; 1 leaves them as they are."""
    return np.ascontiguousarray(_TURNS[orientation](pixels)) if orientation in _TURNS else pixels


def swaps_sides(orientation: int) -> bool:
    """Return whether the orientation exchanges width and height."""
    return orientation >= 5


def profile_to_srgb(image: Image.Image, profile: bytes) -> tuple[Image.Image, str] | None:
    """Convert by the profile and return the picture with the profile's name; None when it already is sRGB or unfit."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        name = ImageCms.getProfileDescription(source).strip()
        if "srgb" in name.lower() or name in _COMPACT_SRGB:
            return None
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        made = ImageCms.profileToProfile(image, source, _srgb(), renderingIntent=intent, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A profile of another colour space or a damaged one: viewers ignore it as well.
        return None
    return None if made is None else (made, name[:60])


def _to_srgb(image: Image.Image, profile: bytes | None, steps: list[Step]) -> Image.Image:
    if image.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        converted = profile_to_srgb(image, lab)
    elif image.mode in _WITH_PROFILE and profile:
        converted = profile_to_srgb(image, profile)
    else:
        converted = None
    if converted is None:
        return image
    steps.append(Step(name="colour_profile", parameters={"from": converted[1], "to": "sRGB"}))
    return converted[0]


def _bgr(image: Image.Image) -> Pixels:
    if image.mode == "1":
        image = image.convert("L")
    if image.mode == "L":
        return cv2.cvtColor(np.asarray(image), cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    if image.mode != "RGB":
        image = image.convert("RGB")
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR).astype(np.uint8, copy=False)


def _put_on_white(pixels: Pixels, alpha: Gray) -> None:
    """Blend the pixels with white, in place."""
    for top in range(0, len(pixels), _BAND_ROWS):
        band = pixels[top : top + _BAND_ROWS]
        share = alpha[top : top + _BAND_ROWS, :, None].astype(np.uint16)
        band[:] = 255 - ((255 - band) * share + 127) // 255


def _eight_bit(image: Image.Image, steps: list[Step]) -> Image.Image:
    """Scale more than 8 bits a sample down; the full range of the type is white."""
    deep = np.asarray(image)
    if image.mode == "F":
        top = 1.0 if np.nanmax(deep, initial=0.0) <= 1.0 else 255.0
    else:
        top = 255.0 if image.mode == "I" and deep.max(initial=0) <= 255 else 65535.0
    flat = np.empty(deep.shape, np.uint8)
    for row in range(0, len(deep), _BAND_ROWS):
        band = np.nan_to_num(deep[row : row + _BAND_ROWS].astype(np.float32), nan=0.0, posinf=top, neginf=0.0)
        flat[row : row + _BAND_ROWS] = np.clip(band * (255.0 / top) + 0.5, 0, 255)
    made = Image.fromarray(flat)
    steps.append(Step(name="eight_bit", parameters={"mode": image.mode, "white": top}))
    tags = getattr(image, "tag_v2", {})
    if image.mode != "F" and tags.get(TIFF_PHOTOMETRIC) == TIFF_MIN_IS_WHITE:
        # Pillow inverts min-is-white pictures of 1 and 8 bits, not those of 16.
        made = ImageOps.invert(made)
    return made


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


_TURNS: dict[int, Callable[[Pixels], Any]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_180),
    4: lambda pixels: pixels[::-1],
    5: cv2.transpose,
    6: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE),
    7: lambda pixels: cv2.transpose(cv2.rotate(pixels, cv2.ROTATE_180)),
    8: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE),
}
