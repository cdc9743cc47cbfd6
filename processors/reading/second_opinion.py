"""Doubtful values, read once more by another reader: agreement makes them surer, disagreement less sure.

The other reader never puts its own words in: what it reads differently may be its own mistake.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

import numpy as np

from ...schemas.field import FieldValue
from ...schemas.geometry import Quad, bounds
from ...schemas.procedure import Material
from ..fields.dates import parse_date, parse_date_range, spelt_term
from ..page import Pixels
from .fold import fold
from .ocr import OcrEngine

DOUBTFUL = 0.9
"""Values of less confidence, and such as fail their check, are read once more. On 80 pages drawn at a third of their
size, of 20 such values that Tesseract read differently 10 were wrong, of 14 that it read alike none."""
_AROUND = 0.5
"""Room around a line, in its heights, that a reader of pages wants."""
_DISAGREED = 0.75
"""What is left of the confidence of a value that the other reader read differently."""


def doubtful(fields: Mapping[str, FieldValue], material: Material) -> frozenset[str]:
    """Return the keys of what the material cannot do without and what was read with doubt."""
    needed = {spec.key for spec in material.every_field() if spec.required}
    return frozenset(key for key in needed & fields.keys() if _is_doubtful(fields[key]))


def with_second_opinion(
    fields: Mapping[str, FieldValue], doubted: Container[str], pixels: Pixels, reader: OcrEngine
) -> dict[str, FieldValue]:
    """Return the fields of a page, those in doubt with what another reader says of them.

    Args:
        fields: by key, boxes in pixels of the page.
        doubted: the keys of those to ask about, see `doubtful`.
        pixels: the page as it was read, (H, W, 3) uint8 BGR.
        reader: the other one.
    """
    return {key: _asked(value, pixels, reader) if key in doubted else value for key, value in fields.items()}


def _is_doubtful(value: FieldValue) -> bool:
    return value.box is not None and (value.confidence < DOUBTFUL or value.valid is False)


def _asked(value: FieldValue, pixels: Pixels, reader: OcrEngine) -> FieldValue:
    assert value.box is not None, "only a value with a place is asked for"
    seen = reader.read(_around(pixels, value.box))
    if seen.status != "read" or not seen.lines:
        return value
    agreed = _says(fold("".join(line.text for line in seen.lines)), value.value)
    # Two readers that err independently are both wrong as rarely as the product of their doubts.
    doubt = 1 - value.confidence
    confidence = 1 - doubt * (1 - seen.confidence) if agreed else value.confidence * _DISAGREED
    return value.model_copy(update={"confidence": round(confidence, 4), "confirmed": agreed})


def _says(text: str, value: str) -> bool:
    """Tell whether a text bears a value, a day or a term (2024-06-30/长期) in whatever way it is printed."""
    day, term = parse_date(text), parse_date_range(text)
    spelt = [day.isoformat()] if day else []
    spelt += [spelt_term(term)] if term else []
    return fold(value) in text or value in spelt


def _around(pixels: Pixels, box: Quad) -> Pixels:
    left, top, right, bottom = bounds(box)
    room = _AROUND * (bottom - top)
    height, width = pixels.shape[:2]
    rows = slice(max(0, round(top - room)), min(height, round(bottom + room)))
    columns = slice(max(0, round(left - room)), min(width, round(right + room)))
    return np.ascontiguousarray(pixels[rows, columns])
