"""Turn shots into the files people hand in: phone JPEGs, scanned PDFs, TIFFs, zips with old Chinese names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import cv2
import img2pdf
import numpy as np
import pikepdf
from PIL import Image

from ..processors.page import Pixels
from .devices import Shot

_ORIENTATION, _MAKE, _MODEL = 0x0112, 0x010F, 0x0110
_ZIP_DATE = (2026, 11, 3, 10, 15, 20)


def jpeg(shot: Shot, *, sensor_turned: bool = False) -> bytes:
    """Return the shot as JPEG, with its dpi if it has one.

    `sensor_turned`: store the pixels as a phone held upright does, a quarter turn counter-clockwise with EXIF
    orientation 6; whoever applies the orientation sees the shot itself.
    """
    pixels = np.rot90(shot.pixels) if sensor_turned else shot.pixels
    exif = Image.Exif()
    if shot.device == "photo":
        exif[_MAKE], exif[_MODEL] = "Example", "Demo Phone"
        exif[_ORIENTATION] = 6 if sensor_turned else 1
    stream = io.BytesIO()
    extra = {"dpi": (round(shot.dpi), round(shot.dpi))} if shot.dpi else {}
    _picture(pixels).save(stream, "JPEG", quality=shot.quality, exif=exif, **extra)
    return stream.getvalue()


def png(shot: Shot) -> bytes:
    """Return the shot as PNG."""
    stream = io.BytesIO()
    extra = {"dpi": (shot.dpi, shot.dpi)} if shot.dpi else {}
    _picture(shot.pixels).save(stream, "PNG", **extra)
    return stream.getvalue()


def tiff(shots: Sequence[Shot]) -> bytes:
    """Return the shots as one TIFF of many pages, JPEG-compressed inside as office scanners do."""
    first, *others = [_picture(shot.pixels) for shot in shots]
    stream = io.BytesIO()
    dpi = shots[0].dpi or 200.0
    first.save(stream, "TIFF", save_all=True, append_images=others, compression="jpeg", quality=80, resolution=dpi)
    return stream.getvalue()


def scanned_pdf(shots: Sequence[Shot]) -> bytes:
    """Return a PDF which just wraps each shot's JPEG, the same bytes for the same shots."""
    pages = [jpeg(shot) for shot in shots]
    return bytes(img2pdf.convert(pages, nodate=True, engine=img2pdf.Engine.internal))  # pikepdf would add a random id


def encrypted(pdf: bytes, *, password: str = "demo-password") -> bytes:
    """Return the PDF locked with an opening password; RC4 and a fixed id, so that the bytes can be repeated."""
    stream = io.BytesIO()
    lock = pikepdf.Encryption(owner=password, user=password, R=3, aes=False, metadata=False)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(stream, encryption=lock, static_id=True)
    return stream.getvalue()


def old_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip whose names are GBK without the UTF-8 flag, as older Chinese Windows tools write them.

    `zipfile` can't write such names, so ASCII names of the same length are written and then replaced.
    """
    stream = io.BytesIO()
    renames = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for place, (name, content) in enumerate(members.items()):
            encoded = name.encode("gbk")
            placeholder = f"{place}".encode().rjust(len(encoded), b"~")
            renames[placeholder] = encoded
            archive.writestr(zipfile.ZipInfo(placeholder.decode(), _ZIP_DATE), content)
    packed = stream.getvalue()
    for placeholder, encoded in renames.items():
        packed = packed.replace(placeholder, encoded)
    return packed


def _picture(pixels: Pixels) -> Image.Image:
    return Image.fromarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_BGR2RGB))
