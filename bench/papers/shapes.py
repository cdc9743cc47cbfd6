"""Shapes that several papers share: a sealed letter, a certificate, a form, a booklet's spread, a card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4, CARD, Colour
from shoujian.demo.portrait import Background

from .people import pick
from .sheet import LANDSCAPE, Sheet


def letter(
    rng: np.random.Generator, title: str, paras: Sequence[str], issuer: str, day: str, *, face: str | None = None
) -> Sheet:
    """Return a page of running text under a title, sealed by whoever issued it; a para behind `<` isn't indented."""
    sheet = Sheet(rng, face=face or pick(rng, ("song", "fang", "kai", "thin")))
    sheet.mid(
        int(rng.integers(330, 520)), title, int(rng.integers(90, 125)), face=pick(rng, ("bold", "hei")), spacing=8
    )
    size = int(rng.integers(54, 66))
    y = 780.0
    for text in paras:
        indent = 0 if text.startswith("<") else 2
        y = sheet.para(340, y, text.removeprefix("<"), size, 1800, leading=1.95, indent=indent)
    y = max(y + 220, 1500)
    sheet.put(2100, y, issuer, size, anchor="ra")
    sheet.put(2050, y + size * 2, day, size, anchor="ra")
    sheet.seal(issuer, 1780, y + 60)
    return sheet


def certificate(
    p: DemoPerson,
    rng: np.random.Generator,
    title: str,
    text: str,
    issuer: str,
    day: str,
    *,
    number: str = "",
    upright: bool = False,
    tone: Colour = (176, 60, 50),
    ground: Background = "blue",
) -> Sheet:
    """Return a bordered certificate: title, portrait, running text, number, issuer with seal, date."""
    sheet = Sheet(rng, A4 if upright else LANDSCAPE, face=pick(rng, ("kai", "song")), paper=(252, 250, 242))
    sheet.lace(tone, inset=100, depth=80)
    sheet.mid(330, title, 130, face="bold", fill=tone, spacing=18)
    width = sheet.width
    if upright:
        sheet.face_of(p.sex, (1065, 620, 1415, 1110), ground)
        y = sheet.para(380, 1230, text, 68, width - 760, leading=1.9)
    else:
        sheet.face_of(p.sex, (420, 760, 800, 1290), ground)
        y = sheet.para(980, 780, text, 70, width - 1400, leading=1.9)
    y = max(y + 160, sheet.height * 0.62)
    if number:
        sheet.put(420, sheet.height * 0.62, "证书编号：" + number, 50)
    sheet.put(width - 420, y, issuer, 58, anchor="ra")
    sheet.put(width - 480, y + 130, day, 58, anchor="ra")
    sheet.seal(issuer, width - 800, y + 80, diameter=490)
    return sheet


def labelled(
    p: DemoPerson, rng: np.random.Generator, title: str, pairs: str, issuer: str, *, tone: Colour = (40, 80, 140)
) -> Sheet:
    """Return an upright certificate of labels and values with a portrait and a square code."""
    sheet = Sheet(rng, face=pick(rng, ("song", "hei", "fang")))
    sheet.tinted((248, 250, 252), (252, 248, 240))
    sheet.frame(110, tone, width=10, corners=rng.random() < 0.5)
    sheet.mid(330, title, 100 if len(title) < 16 else 78, face="bold", fill=tone)
    sheet.face_of(p.sex, (1700, 600, 2050, 1090), "white")
    y = sheet.rows(380, 640, pairs, 58, gap=420, leading=2.3)
    sheet.qr(420, y + 160, 320)
    sheet.put(1650, y + 260, issuer, 52, anchor="ma")
    sheet.seal(issuer, 1650, y + 320)
    return sheet


def form(
    rng: np.random.Generator, title: str, above: str, data: str, widths: Sequence[int], closing: Sequence[str] = ()
) -> Sheet:
    """Return a form: a title, a line above, a table, and lines below."""
    sheet = Sheet(rng, face=pick(rng, ("song", "thin", "micro")))
    sheet.mid(230, title, 84, face=pick(rng, ("bold", "hei")))
    left = (sheet.width - sum(widths)) / 2
    sheet.put(left, 400, above, 42)
    y = sheet.table(left, 480, widths, data, 44, height=2.5)
    for text in closing:
        y = sheet.para(left, y + 40, text, 46, sum(widths))
    return sheet


def spread(
    p: DemoPerson, rng: np.random.Generator, title: str, pairs: str, issuer: str, *, paper: Colour = (246, 240, 228)
) -> Sheet:
    """Return a small booklet's inner pages: portrait and seal left, labels and values right."""
    sheet = Sheet(rng, (2100, 1480), face=pick(rng, ("song", "thin")), paper=paper)
    sheet.draw.line((1050, 0, 1050, 1480), fill=(184, 176, 160), width=8)
    sheet.put(525, 160, title, 62 if len(title) < 13 else 46, anchor="ma", face="bold")
    sheet.face_of(p.sex, (360, 420, 690, 880), pick(rng, ("blue", "red", "white")))
    sheet.put(525, 1060, issuer, 40, anchor="ma")
    sheet.seal(issuer, 560, 1060, diameter=390)
    sheet.rows(1130, 180, pairs, 46, gap=300, leading=2.45, value="kai", rule=560)
    return sheet


def card(rng: np.random.Generator, top: Colour, bottom: Colour) -> Sheet:
    """Return an empty plastic card with waves in its ground."""
    sheet = Sheet(rng, CARD, face="micro")
    sheet.tinted(top, bottom)
    t = np.linspace(0, CARD[0], 100)
    tone = (max(0, top[0] - 12), max(0, top[1] - 12), max(0, top[2] - 10))
    for turn in range(8):
        wave = 60 + turn * 75 + 30 * np.sin(t / 80 + turn * rng.uniform(0.5, 1.5))
        sheet.draw.line(list(zip(t, wave, strict=True)), fill=tone, width=2)
    sheet.corner_radius = 38
    return sheet
