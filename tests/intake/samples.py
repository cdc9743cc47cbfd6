"""Small files of every kind, drawn here: what the decoders are tested with."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import img2pdf
import numpy as np
import pikepdf
import pylopdf_fonts_zh_cn
from fpdf import FPDF
from PIL import Image, ImageCms, ImageDraw

SIZE = (120, 80)


@cache
def card() -> Image.Image:
    """A picture without any symmetry: every corner has a colour of its own."""
    image = Image.new("RGB", SIZE, (250, 250, 250))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 29, 19), fill=(200, 30, 30))
    draw.rectangle((90, 0, 119, 19), fill=(30, 160, 30))
    draw.rectangle((90, 60, 119, 79), fill=(30, 30, 200))
    draw.rectangle((40, 30, 79, 49), fill=(20, 20, 20))
    return image


def bgr(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("RGB"))[:, :, ::-1]


def write(path: Path, image: Image.Image, format_name: str, **options: object) -> Path:
    image.save(path, format_name, **options)
    return path


def encoded(image: Image.Image, format_name: str, **options: object) -> bytes:
    sink = io.BytesIO()
    image.save(sink, format_name, **options)
    return sink.getvalue()


def wide_gamut_profile() -> bytes:
    """A profile far from sRGB (Lab needs no file): XYZ would do as well, but LittleCMS makes no RGB one but sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def scan_pdf(path: Path, data: bytes, *, dpi: int = 200) -> Path:
    """One picture on a page of its size, as scanning software writes it."""
    layout = img2pdf.get_fixed_dpi_layout_fun((dpi, dpi))
    path.write_bytes(img2pdf.convert(data, layout_fun=layout))
    return path


def picture_of(document: pikepdf.Pdf) -> tuple[str, pikepdf.Object]:
    """The name and stream of the first page's picture."""
    drawn = document.pages[0].obj.Resources.XObject
    (name,) = drawn.keys()
    return str(name).lstrip("/"), drawn[name]


def changed_pdf(path: Path, **page_keys: object) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for key, value in page_keys.items():
            document.pages[0].obj[f"/{key}"] = value
        document.save(path)
    return path


def with_content(path: Path, content: bytes, *, before: bytes = b"") -> Path:
    """Add instructions after (and before) those of the first page; Helvetica is there as /Helv."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        page = document.pages[0]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        fonts = page.obj.Resources.get("/Font", pikepdf.Dictionary())
        fonts["/Helv"] = document.make_indirect(font)
        page.obj.Resources["/Font"] = fonts
        page.contents_add(before, prepend=True)
        page.contents_add(content)
        document.save(path)
    return path


CONTRACT = ("劳动合同书", "甲方：杭州示例建设有限公司", "乙方：张三", "合同期限：2025年1月1日至2027年12月31日")


def born_digital_pdf(path: Path, *, lines: tuple[str, ...] = CONTRACT, rotate: int = 0) -> Path:
    document = FPDF(unit="pt", format=(400, 300))
    document.add_page()
    document.add_font("sans", fname=str(pylopdf_fonts_zh_cn.sans_path()))
    document.set_font("sans", size=14)
    for number, line in enumerate(lines):
        document.text(40, 60 + 40 * number, line)
    document.output(str(path))
    return changed_pdf(path, Rotate=rotate) if rotate else path


def swapped_profile() -> bytes:
    """A display's profile whose red and blue primaries are exchanged; shows at once whether it is applied."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    entries = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, blue = entries[b"rXYZ"] + 4, entries[b"bXYZ"] + 4
    profile[red : red + 8], profile[blue : blue + 8] = profile[blue : blue + 8], profile[red : red + 8]
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "XRGB".encode("utf-16-be"))
