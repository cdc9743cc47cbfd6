"""Ways to find a document in a photo: ours, and what tutorials teach; each returns outlines in pixel centres."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.geometry.plan import analysed, find_layout
from shoujian.processors.normalise import normalise
from shoujian.processors.page import PageImage, Pixels

Outlines = list[Any]
"""Of (n, 2) corners; empty where the method would leave the picture as it is."""
Cropper = Callable[[Pixels], Outlines]


def detector(pixels: Pixels) -> Outlines:
    """Return what our detector proposes, by the steps that normalise takes: what cropping alone costs."""
    layout = find_layout(analysed(PageImage(pixels)))
    chosen = layout.cards or ((layout.page,) if layout.page else ())
    return [np.array(outline.quad) for outline in chosen]


def as_normalised(orienter: Orienter) -> Cropper:
    """Return a cropper which gives what normalise finally cropped by."""

    def crop(pixels: Pixels) -> Outlines:
        made = normalise(PageImage(pixels), orienter=orienter)
        records = [card.record for card in made.cards] or [made.record]
        return [record.quad for record in records if record.quad is not None]

    return crop


def canny_approx(pixels: Pixels) -> Outlines:
    """Return the crop of the well-known tutorial: Canny 75/200 at 500 px, the largest contour of four corners."""
    scale = pixels.shape[0] / 500
    small = cv2.resize(pixels, (round(pixels.shape[1] / scale), 500), interpolation=cv2.INTER_AREA)
    gray = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    return _largest_four(cv2.Canny(gray, 75, 200), scale)


def grabcut_approx(pixels: Pixels) -> Outlines:
    """Return the crop of the tutorial with GrabCut: text closed away, foreground cut out, its edges' four corners."""
    scale = max(pixels.shape[:2]) / 640
    size = (round(pixels.shape[1] / scale), round(pixels.shape[0] / scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    plain = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8), iterations=3)
    mask = np.zeros(plain.shape[:2], np.uint8)
    cv2.setRNGSeed(1)  # GrabCut starts from random clusters
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(plain, mask, (20, 20, size[0] - 40, size[1] - 40), *models, 5, cv2.GC_INIT_WITH_RECT)
    front = np.where((mask == cv2.GC_BGD) | (mask == cv2.GC_PR_BGD), 0, 1).astype(np.uint8)
    gray = cv2.GaussianBlur(cv2.cvtColor(plain * front[..., None], cv2.COLOR_BGR2GRAY), (11, 11), 0)
    edges = cv2.dilate(cv2.Canny(gray, 0, 200), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    return _largest_four(edges, scale)


def _largest_four(edges: Pixels, scale: float) -> Outlines:
    contours = sorted(cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0], key=cv2.contourArea)
    for contour in contours[::-1][:5]:
        corners = cv2.approxPolyDP(contour, 0.02 * cv2.arcLength(contour, True), True)
        if len(corners) == 4:
            return [(corners.reshape(-1, 2) + 0.5) * scale - 0.5]
    return []
