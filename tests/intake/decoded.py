"""What the decoder tests ask of a decoder again and again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from shoujian.intake.decoding.decoder import Decoder, Frame
from shoujian.schemas.findings import Finding
from shoujian.tests.intake import samples


def frames(decoder: Decoder, path: Path, *, pages: int = 1) -> list[Frame]:
    probe = decoder.probe(path)
    assert probe.frames == pages, probe
    assert probe.media_type is not None
    made = [decoder.frame(path, probe.media_type, index) for index in range(pages)]
    assert all(isinstance(frame, Frame) for frame in made), made
    return [frame for frame in made if isinstance(frame, Frame)]


def frame_of(decoder: Decoder, path: Path) -> Frame:
    return frames(decoder, path)[0]


def codes(findings: tuple[Finding, ...]) -> list[str]:
    assert all(found.message and found.remedy for found in findings)
    return [found.code for found in findings]


def refusal(decoder: Decoder, path: Path) -> str:
    probe = decoder.probe(path)
    assert probe.frames == 0
    (code,) = codes(probe.findings)
    return code


def steps(frame: Frame) -> list[str]:
    return [step.name for step in frame.image.steps]


def difference(frame: Frame, expected: Image.Image) -> float:
    assert frame.image.size == expected.size
    return float(np.abs(frame.image.pixels.astype(int) - samples.bgr(expected).astype(int)).mean())
