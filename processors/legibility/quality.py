"""How legible a page is: its values, and what is wrong with it by their limits.

Everything is measured on reduced copies, except sharpness and contrast, which need a few lines of text at full
resolution. What needs text is None on a page without text: a portrait is not a blurred document.
Numbers behind the limits: vision.md section 4 (296 OCR runs over 37 degradations), and `bench/normalising/defects.py`.
"""

from __future__ import annotations

from typing import Any

from ...schemas.findings import Finding, finding
from ...schemas.page import Quality
from ..page import PageImage
from .edges import Side, cut_sides, finger_share
from .exposure import WASHED_PAPER, glare_share, light_share, paper_level
from .ink import median_level, unevenness
from .reduced import Copies
from .screen import screen_grid
from .sheet import Sheet
from .tone import tone_of

# Limits by `bench/normalising/defects.py`, seed 5150, where "missed" is the share of characters that reading lost.
MAX_BLUR = 0.25  # defocus of 0.08 of the text's height gives 0.23 (0.001 missed), of 0.11 0.29 (of 0.12: 0.043 missed)
MAX_MOTION_BLUR = 0.18  # smears of 0.25 of the text's height give 0.16 (of 0.2: 0.000 missed), of 0.4 0.22 (0.163)
MAX_ANISOTROPY = 1.6  # defocus 1.5 at most in 95 of 100 pages, smears of 0.4 of the text's height 1.8 at least
MIN_CONTRAST = 25.0  # 0.15 of the print's contrast left: 0.046 missed; 0.08 left: 0.503
MIN_TEXT_HEIGHT_PX = 10.0  # resolution divided by 4: 0.001 missed, by 6: 0.105
MAX_GLARE = 0.02  # a spot of 0.01 of the page: 0.018 missed, of 0.04: 0.071
MIN_PAPER = 90.0  # 3 stops too little: 0.000 missed, 5 stops: 0.015
MIN_LIGHT = 0.2  # a shadow that leaves 0.25 of the light: 0.002 missed, 0.15: 0.010, 0.05: 0.074
MAX_SCREEN = 6.0  # good pages 3.0 at most of 90, pages on screens 9 and more
MAX_FINGERS = 0.005  # good pages 0.000 of 90; a finger that reaches in by 0.06 of the width is above on 5 of 5
_FINGERS_LONG_SIDE = 800
_WASHED_CONTRAST = 45.0
_BLUR_TEXT_PX = 12.0
_INK_DEPTH = 0.4  # of the contrast: lines in the paper's noise stay below


def measure_quality(
    image: PageImage, seen: Copies | Sheet | None = None, *, on_frame: tuple[Side, ...] = ()
) -> Quality:
    """Return what can be measured of an upright page; values without a basis (no text, no paper) are None.

    seen: the page's sheet or reduced copies, where others look at it, too; on_frame: sides of the page's outline at
    which its paper runs out of the picture (see `edges.sides_on_frame`).
    """
    sheet = Sheet.of(image.pixels, seen)
    sharp, printed = sheet.sharpness, sheet.printed
    softest = max((x for x in (sharp, sheet.softness) if x), key=lambda x: x.blur, default=None)
    tone = tone_of(sheet.copies)
    quality = Quality(
        blur=_rounded(softest.blur if softest else None, 3),
        motion=_rounded(softest.anisotropy if softest else None, 2),
        motion_deg=_rounded(softest.direction_deg if softest else None, 1),
        contrast=_rounded(sharp.contrast if sharp else None, 1),
        glare=_rounded(glare_share(sheet.field, sheet.ink) if printed else None, 4),
        text_height_px=_rounded(sharp.text_height_px if sharp else None, 1),
        brightness=median_level(sheet.gray),
        paper=paper_level(sheet.field),
        unevenness=_rounded(unevenness(sheet.field) if printed else None, 3),
        light=_rounded(light_share(sheet.lit) if printed else None, 3),
        colour=tone == "colour",
        tone=tone,
        screen=_rounded(screen_grid(sheet), 2),
        cut_sides=_cut(sheet, on_frame) if printed else on_frame,
        fingers=_rounded(finger_share(sheet.copies.halved(_FINGERS_LONG_SIDE)[0]) if printed else None, 4),
    )
    return quality.model_copy(update={"problems": _problems(quality)})


def _cut(sheet: Sheet, on_frame: tuple[Side, ...]) -> tuple[Side, ...]:
    least = _INK_DEPTH * (sheet.sharpness.contrast if sheet.sharpness else 0.0)
    return tuple(dict.fromkeys((*on_frame, *cut_sides(sheet.lines, sheet.depth, least))))


def quality_findings(quality: Quality) -> tuple[Finding, ...]:
    """Return one finding for each of the page's problems, with the measured value and its limit."""
    return tuple(finding(code, **_facts(code, quality)) for code in quality.problems)


def _facts(code: str, quality: Quality) -> dict[str, Any]:
    """Return what a problem's sentence names; a value that was not kept is a dash."""
    facts: dict[str, tuple[float | None, float, int]] = {
        "page.blurred": (quality.blur, MAX_BLUR, 2),
        "page.motion_blurred": (quality.blur, MAX_MOTION_BLUR, 2),
        "page.low_contrast": (quality.contrast, MIN_CONTRAST, 0),
        "page.text_too_small": (quality.text_height_px, MIN_TEXT_HEIGHT_PX, 0),
        "page.glare": (_percent(quality.glare), 100 * MAX_GLARE, 0),
        "page.dark": (quality.paper, MIN_PAPER, 0),
        "page.overexposed": (quality.contrast, _WASHED_CONTRAST, 0),
        "page.uneven_light": (_percent(quality.light), 100 * MIN_LIGHT, 0),
        "page.screen": (quality.screen, MAX_SCREEN, 1),
        "page.fingers": (_percent(quality.fingers), 100 * MAX_FINGERS, 1),
    }
    if code not in facts:
        return {}
    value, limit, digits = facts[code]
    told: dict[str, Any] = {"value": "—" if value is None else _plain(value, digits), "limit": _plain(limit, digits)}
    if code == "page.motion_blurred":
        told["angle"] = "—" if quality.motion_deg is None else round(quality.motion_deg)
    return told


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _plain(value: float, digits: int) -> float:
    return round(value, digits) if digits else round(value)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)


def _problems(quality: Quality) -> tuple[str, ...]:
    """Return the codes of what is wrong, in the catalogue's order."""
    contrast = 255.0 if quality.contrast is None else quality.contrast
    washed_out = contrast < _WASHED_CONTRAST and (quality.brightness or 0) >= WASHED_PAPER
    # The edges of tiny text are as wide as its strokes are apart: it is small, not blurred.
    tiny = quality.text_height_px is not None and quality.text_height_px < _BLUR_TEXT_PX
    blur = 0.0 if tiny else quality.blur or 0.0
    moved = blur > MAX_MOTION_BLUR and (quality.motion or 1) > MAX_ANISOTROPY
    checks = {
        "page.blurred": blur > MAX_BLUR and not moved,
        "page.motion_blurred": moved,
        "page.glare": (quality.glare or 0) > MAX_GLARE,
        "page.low_contrast": contrast < MIN_CONTRAST and not washed_out,
        "page.text_too_small": (quality.text_height_px or MIN_TEXT_HEIGHT_PX) < MIN_TEXT_HEIGHT_PX,
        "page.dark": (255.0 if quality.paper is None else quality.paper) < MIN_PAPER,
        "page.overexposed": washed_out,
        "page.uneven_light": (1.0 if quality.light is None else quality.light) < MIN_LIGHT,
        "page.screen": (quality.screen or 0) > MAX_SCREEN,
        "page.fingers": (quality.fingers or 0) > MAX_FINGERS,
        "page.cut_off": bool(quality.cut_sides),
    }
    return tuple(code for code, wrong in checks.items() if wrong)
