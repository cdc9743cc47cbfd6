"""A PDF page which is only a scanned picture, taken out as it is: nothing is resampled or compressed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Name

from ....processors.page import Pixels
from ....schemas.page import Step
from ..sniff import jpeg_end
from .colour import swaps_sides, turn
from .contract import (
    DecodeLimits,
    Raster,
    Refused,
    check_pixels,
)
from .pdf_layout import MAX_FORM_DEPTH, Layout, Placed
from .pdf_render import PDFIUM, bitmap_bgr
from .raster import jpeg_pixels
from .resolution import credible

_PLAIN_SPACES = frozenset({"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB"})
_JPEG_END = b"\xff\xd9"
_JPEG_BLOCK_ROWS = 8
_MASKS = ("/SMask", "/Mask", "/SMaskInData")
_GRAY_CHANNELS, _RGB_CHANNELS = 1, 3


@dataclass(frozen=True, slots=True)
class _Colours:
    """What a picture's colour space asks for; `profile` only for RGB."""

    plain: bool
    profile: bytes | None = None


def take_out(layout: Layout, page: pypdfium2.PdfPage | None, limits: DecodeLimits) -> Raster | None:
    """Return the scanned picture that the page is, turned as the page shows it; None when it must be rendered.

    `page` is PDFium's view of the same page, which decodes what is not a JPEG.

    Raises:
        Refused: too many pixels, or only part of the picture is there.
    """
    scan = layout.scan
    orientation = scan.orientation(layout.rotate) if scan else None
    if scan is None or orientation is None:
        return None
    colours = _colours(scan.image)
    if colours is None or not _is_unmasked(scan.image):
        return None
    check_pixels(scan.size_px, limits)
    by, pixels = _decode(scan, colours, page)
    if pixels is None or pixels.shape[1::-1] != scan.size_px:
        return None
    dpi = credible(scan.dpi, scan.size_px)
    return Raster(
        pixels=turn(pixels, orientation),
        dpi=dpi[::-1] if dpi and swaps_sides(orientation) else dpi,
        origin="extracted",
        steps=_steps(scan, by, orientation, colours),
    )


def _decode(scan: Placed, colours: _Colours, page: pypdfium2.PdfPage | None) -> tuple[str, Pixels | None]:
    if _filters(scan.image) == ["/DCTDecode"]:
        if not colours.plain or _overrides_transform(scan.image.get("/DecodeParms")):
            return "", None
        data = _whole_jpeg(scan.image.read_raw_bytes())
        return f"pikepdf {pikepdf.__version__}, opencv {cv2.__version__}", jpeg_pixels(data, colours.profile)
    if page is None or colours.profile is not None:
        return "", None
    return PDFIUM, _bitmap(page, scan.size_px)


def _overrides_transform(parameters: Any) -> bool:
    """Return whether the PDF says otherwise than the JPEG how its samples are to be read as colours."""
    several = parameters if isinstance(parameters, pikepdf.Array) else [parameters]
    return any(isinstance(one, pikepdf.Dictionary) and "/ColorTransform" in one for one in several)


def _whole_jpeg(data: bytes) -> bytes:
    """Return the JPEG with its end mark, which some programs forget.

    Raises:
        Refused: more than the mark is missing: the decoder fills what is not there with one flat colour.
    """
    if jpeg_end(data) is not None:
        return data
    closed = data + _JPEG_END
    pixels = jpeg_pixels(closed)
    if pixels is None or np.ptp(pixels[-_JPEG_BLOCK_ROWS:].reshape(-1, 3), axis=0).max() == 0:
        raise Refused("file.truncated")
    return closed


def _bitmap(page: pypdfium2.PdfPage, size_px: tuple[int, int]) -> Pixels | None:
    """Return the samples of the page's only picture as PDFium decodes them, before any scaling."""
    pictures = list(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=MAX_FORM_DEPTH))
    if len(pictures) != 1 or tuple(pictures[0].get_px_size()) != size_px:
        return None
    try:
        return bitmap_bgr(pictures[0].get_bitmap(render=False))
    except (pypdfium2.PdfiumError, ValueError):
        return None


def _colours(image: Any) -> _Colours | None:
    """Return how to take the samples; None for CMYK, spot colours and whatever only a renderer gets right."""
    space = image.get("/ColorSpace")
    if isinstance(space, Name):
        return _Colours(plain=True) if str(space) in _PLAIN_SPACES else None
    if not isinstance(space, pikepdf.Array) or len(space) == 0:
        return None
    kind = str(space[0])
    if kind in _PLAIN_SPACES:
        return _Colours(plain=True)
    if kind == "/Indexed":
        return _Colours(plain=False) if _base_is_rgb(space[1]) else None
    if kind != "/ICCBased":
        return None
    channels = int(space[1].get("/N", 0))
    if channels == _GRAY_CHANNELS:
        return _Colours(plain=True)
    return _rgb_profile(space[1]) if channels == _RGB_CHANNELS else None


def _rgb_profile(stream: Any) -> _Colours:
    profile = stream.read_bytes()
    is_srgb = b"sRGB" in profile.replace(b"\0", b"")[:4096]
    return _Colours(plain=True, profile=None if is_srgb else profile)


def _base_is_rgb(base: Any) -> bool:
    if isinstance(base, pikepdf.Array):
        channels = int(base[1].get("/N", 0)) if str(base[0]) == "/ICCBased" else 0
        return str(base[0]) in _PLAIN_SPACES or channels in (_GRAY_CHANNELS, _RGB_CHANNELS)
    return str(base) in _PLAIN_SPACES


def _is_unmasked(image: Any) -> bool:
    is_stencil = bool(image.get("/ImageMask", False))
    # A /Decode array may invert or stretch the samples; PDFium's renderer knows how in every case.
    stretch = [float(value) for value in image.get("/Decode", ())]
    is_stretched = stretch != [0.0, 1.0] * (len(stretch) // 2)
    return not is_stencil and not is_stretched and not any(key in image for key in _MASKS)


def _filters(image: Any) -> list[str]:
    declared = image.get("/Filter", ())
    return [str(declared)] if isinstance(declared, Name) else [str(name) for name in declared]


def _steps(scan: Placed, by: str, orientation: int, colours: _Colours) -> list[Step]:
    width, height = scan.size_px
    media = "+".join(name.removeprefix("/") for name in _filters(scan.image)) or "raw"
    steps = [
        Step(
            name="decoded",
            parameters={"how": "extracted", "by": by, "media": media, "width": width, "height": height},
        )
    ]
    if colours.profile is not None:
        steps.append(Step(name="colour_profile", parameters={"from": "ICCBased", "to": "sRGB"}))
    if orientation != 1:
        steps.append(Step(name="placed", parameters={"orientation": orientation}))
    return steps
