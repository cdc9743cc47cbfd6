"""The outline of a small card or paper, drawn to its edges once more in a copy that shows it larger."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .photo import Photo
from .refine import refine

_F = NDArray[np.float64]

_MIN_SIDE_PX = 64
_SMALL = 0.5  # of the picture: what is larger is seen at nearly full size anyway
_AROUND = 0.08
_MAX_MOVED_PX = 3.0  # of the photo's small copy; more is another edge


def closer(photo: Photo, quad: _F) -> _F:
    """Return a quad (4, 2), in pixels of the small copy, as it is where it is large, else to a fraction of a pixel."""
    size = float(np.ptp(quad, axis=0).max())
    if size > _SMALL * max(photo.small.shape[:2]) or photo.scale <= 1:
        return quad
    source = (quad + 0.5) * photo.scale - 0.5
    margin = _AROUND * size * photo.scale
    left, top = np.maximum(0, source.min(axis=0) - margin).astype(int).tolist()
    right, bottom = np.ceil(source.max(axis=0) + margin).astype(int).tolist()
    near = Photo.of(np.ascontiguousarray(photo.pixels[top:bottom, left:right]))
    if min(near.small.shape[:2]) < _MIN_SIDE_PX:
        return quad
    moved = refine(near.planes, (source - (left, top) + 0.5) / near.scale - 0.5)
    back = ((moved + 0.5) * near.scale - 0.5 + (left, top) + 0.5) / photo.scale - 0.5
    return back if float(np.abs(back - quad).max()) <= _MAX_MOVED_PX else quad
