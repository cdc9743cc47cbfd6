"""Stand-ins for the slow parts: a reader that knows what the page says by its colour."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import numpy as np
from PIL import Image
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.reading import Line, Reading


@dataclass
class FakeOcr:
    """Reads the same lines on every page, or raises."""

    lines: tuple[str, ...] = ()
    confidence: float = 0.99
    calls: int = 0
    glances: int = 0
    error: Exception | None = None
    glanced_lines: int = 5
    name: str = field(default="fake 1.0", init=False)

    def read(self, pixels: np.ndarray) -> Reading:
        self.calls += 1
        if self.error is not None:
            raise self.error
        lines = [
            Line(text=text, confidence=self.confidence, box=box_quad(200, 100 + 80 * i, 900, 150 + 80 * i))
            for i, text in enumerate(self.lines)
        ]
        return Reading(engine=self.name, lines=tuple(lines))

    def glance(self, pixels: np.ndarray) -> Reading:
        self.glances += 1
        read, self.calls = self.read(pixels), self.calls - 1
        seen = read.lines[: self.glanced_lines]
        left = len(read.lines) - len(seen)
        return read.model_copy(update={"lines": seen, "status": "glanced", "skipped": left})


def picture(seed: int = 0, *, size: tuple[int, int] = (600, 800), format: str = "JPEG") -> bytes:
    """Return a small picture file; another seed gives other bytes."""
    rng = np.random.default_rng(seed)
    pixels = np.full((size[1], size[0], 3), 250, np.uint8)
    pixels[100:120, 80:500] = rng.integers(0, 80, 3)
    pixels[200 : 200 + int(rng.integers(5, 60)), 80:500] = 30
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, format)
    return stream.getvalue()
