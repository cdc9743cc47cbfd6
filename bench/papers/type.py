"""Type faces: what Debian's font packages give where they are installed, else the two bundled ones."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont
from shoujian.demo.canvas import font as bundled_font

_FONTS = Path("/usr/share/fonts")
_FACES: dict[str, tuple[tuple[str, int], ...]] = {
    "song": (("opentype/noto/NotoSerifCJK-Regular.ttc", 2),),
    "bold": (("opentype/noto/NotoSerifCJK-Bold.ttc", 2),),
    "thin": (("truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0),),
    "kai": (("truetype/arphic-gkai00mp/gkai00mp.ttf", 0), ("truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0)),
    "wen": (("truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0),),
    "fang": (("truetype/lxgw-wenkai/LXGWWenKai-Light.ttf", 0), ("truetype/arphic-gkai00mp/gkai00mp.ttf", 0)),
    "hei": (("truetype/wqy/wqy-zenhei.ttc", 0),),
    "micro": (("truetype/wqy/wqy-microhei.ttc", 0),),
    "sans": (("opentype/noto/NotoSansCJK-Bold.ttc", 2),),
}
"""Face: its files below the system's font folder and the font's place in each, the best first."""
_SANS = ("hei", "micro", "sans")


def installed() -> dict[str, bool]:
    """Say for each face whether one of its files is there; the others are drawn with a bundled font."""
    return {face: _file(face) is not None for face in _FACES}


@lru_cache(maxsize=512)
def type_of(face: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the font; `size` in pixels of the em."""
    found = _file(face)
    if found is None:
        return bundled_font("sans" if face in _SANS else "serif", size)
    return ImageFont.truetype(str(_FONTS / found[0]), size, index=found[1])


def able(face: str, text: str) -> str:
    """Return the face, or another one where it lacks a glyph of the text: old fonts know neither 〇 nor rare names."""
    if not any(_lacks(face, glyph) for glyph in text if not glyph.isspace()):
        return face
    return "wen" if face in ("kai", "fang") else "song"


@lru_cache(maxsize=16384)
def _lacks(face: str, glyph: str) -> bool:
    return type_of(face, 40).getmask(glyph).getbbox() is None


@lru_cache(maxsize=16)
def _file(face: str) -> tuple[str, int] | None:
    return next((file for file in _FACES[face] if (_FONTS / file[0]).exists()), None)
