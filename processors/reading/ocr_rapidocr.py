"""The default reader: PP-OCRv6 small, whose models come inside the rapidocr wheel, on onnxruntime.

The parts of rapidocr which do arithmetic are used (box finding, cropping, decoding of characters), and its pipeline is
not: `RapidOCR.__call__` gives the same empty answer for a blank page as for a failed detection, keeps per-call options,
shrinks pages to 2000 px before it crops lines, and may fetch fonts and models. Nothing is fetched here.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from ...schemas.errors import ToolMissing
from ...schemas.geometry import Quad
from ...schemas.reading import Line, Reading
from ..page import Pixels
from .reading_order import in_reading_order

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"

DETECTION_SIDE_PX = 960
"""Longest side that the detector sees. Measured: 640 loses ID numbers, 1280 costs 12 % more for the same text."""

MAX_ENLARGEMENT = 3.0
"""Small cards are enlarged for the detector up to this factor; more only enlarges the blur."""

STRIDE_PX = 32
"""The detector's input sides are multiples of this."""

BOX_THRESHOLD = 0.5
MASK_THRESHOLD = 0.3
UNCLIP_RATIO = 1.6
MAX_BOXES = 1000
"""rapidocr's own settings for PP-OCRv6, as measured."""

LINE_HEIGHT_PX = 48
"""Height at which the recogniser reads a line."""

WIDTH_STEP_PX = 64
"""Line widths are rounded up to this, so that onnxruntime's arena sees few shapes (measured: 0.8 of the time)."""

MAX_LINE_WIDTH_PX = 3200
"""A longer line is squeezed into this: a page-wide line of small print has 2500."""

TALL = 1.5
"""A box this many times higher than wide is a turned line or a single narrow character: all ways are tried."""

MIN_LINE_CONFIDENCE = 0.5
"""rapidocr's bar for a line; below it are mostly seals, patterns and grain of tables."""


@dataclass(frozen=True, slots=True)
class _Models:
    """The two networks, the box finder and the decoder of characters.

    Shared by all threads without a lock: `InferenceSession.run` may be called from several at once (and works on the
    calling thread, as it has no pool of its own), and the other two keep nothing between calls.
    """

    detector: Any
    recogniser: Any
    find_boxes: Any
    decode: Any
    crop: Any
    run_options: Any


def _load() -> _Models:
    """Load both models from the wheel.

    Raises:
        ToolMissing: rapidocr or onnxruntime is not installed, or the wheel lacks the models.
    """
    try:
        from onnxruntime import InferenceSession, RunOptions, SessionOptions
        from rapidocr.ch_ppocr_det.utils import DBPostProcess
        from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode
        from rapidocr.utils.process_img import get_rotate_crop_image
    except ImportError as error:
        raise ToolMissing("文字识别组件 rapidocr 或 onnxruntime 未安装", remedy="请重新安装 shoujian") from error
    options = SessionOptions()
    options.intra_op_num_threads = 1  # measured: two threads cost 1.6 times the CPU; pages run side by side instead
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = True  # measured: without it 1.2 times the CPU
    options.log_severity_level = 4
    sessions = []
    for model in (DETECTOR, RECOGNISER):
        path = Path(str(files("rapidocr"))) / "models" / model
        if not path.is_file():
            raise ToolMissing(f"rapidocr 安装包中缺少模型 {model}", remedy="请安装 rapidocr 3.10 或更高版本")
        sessions.append(InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"]))
    characters = sessions[1].get_modelmeta().custom_metadata_map["character"].splitlines()
    find_boxes = DBPostProcess(
        thresh=MASK_THRESHOLD,
        box_thresh=BOX_THRESHOLD,
        max_candidates=MAX_BOXES,
        unclip_ratio=UNCLIP_RATIO,
        use_dilation=True,
    )
    run_options = RunOptions()
    # Pages have many sizes, and the arena keeps room for the largest: give it back after each run. Measured on 28
    # drawn pages: 119 MB grown instead of 282, for the same CPU.
    run_options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    decode = CTCLabelDecode(character=characters)
    return _Models(sessions[0], sessions[1], find_boxes, decode, get_rotate_crop_image, run_options)


class RapidOcrEngine:
    """Reads pages with PP-OCRv6 small; see `processors.ocr.OcrEngine` for the contract."""

    def __init__(self, *, detection_side_px: int = DETECTION_SIDE_PX) -> None:
        """Load nothing yet: the models (about 0.3 GB in memory) come with the first page."""
        self._side_px = detection_side_px
        self._lock = threading.Lock()
        self._models: _Models | None = None

    @property
    def name(self) -> str:
        """Name and version, for the record."""
        return f"rapidocr-{version('rapidocr')} PP-OCRv6-small"

    def read(self, pixels: Pixels) -> Reading:
        """Return the lines of an upright page; pixels: (H, W, 3) uint8 BGR, left as they are.

        Raises:
            ToolMissing: the models or onnxruntime are not installed.
        """
        models = self._loaded()
        found = self._detect(models, pixels)
        lines = [line for quad in found if (line := _read_line(models, pixels, quad)) is not None]
        clear = [line for line in lines if line.confidence >= MIN_LINE_CONFIDENCE]
        # A page none of whose lines is clear is an unreadable page, and must not look like a blank one.
        return Reading(engine=self.name, lines=in_reading_order(clear or lines))

    def _loaded(self) -> _Models:
        with self._lock:
            if self._models is None:
                self._models = _load()
            return self._models

    def _detect(self, models: _Models, pixels: Pixels) -> list[NDArray[np.float32]]:
        """Return the corners, (4, 2) clockwise from the top-left, of each line in pixels of the page."""
        height, width = pixels.shape[:2]
        scale = min(self._side_px / max(height, width), MAX_ENLARGEMENT)
        size = [max(STRIDE_PX, round(side * scale / STRIDE_PX) * STRIDE_PX) for side in (width, height)]
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        seen = cv2.resize(pixels, (size[0], size[1]), interpolation=method)
        (mask,) = models.detector.run(None, {models.detector.get_inputs()[0].name: _tensor(seen)}, models.run_options)
        boxes, _ = models.find_boxes(mask, (height, width))
        return list(boxes)


def _tensor(pixels: MatLike) -> NDArray[np.float32]:
    """Return the pixels as the networks want them: (1, 3, H, W), -1..1."""
    scaled = pixels.astype(np.float32) / 127.5 - 1.0
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[np.newaxis])


def _read_line(models: _Models, pixels: Pixels, corners: NDArray[np.float32]) -> Line | None:
    """Read the line within the corners; None where there are no characters."""
    crop = models.crop(pixels, corners)
    ways = [crop]
    if math.dist(corners[0], corners[3]) >= TALL * math.dist(corners[0], corners[1]):
        # The cropper lays tall boxes on their left side: right for a line that runs down the margin, wrong for one
        # that runs up and for a lone digit 1.
        ways += [np.rot90(crop, 2), np.rot90(crop, -1)]
    text, confidence = max((_recognise(models, way) for way in ways), key=lambda read: read[1])
    if not text.strip():
        return None
    return Line(text=text.strip(), confidence=min(max(confidence, 0.0), 1.0), box=_quad(corners))


def _recognise(models: _Models, crop: Pixels) -> tuple[str, float]:
    """Return the crop's text and the mean confidence of its characters."""
    height, width = crop.shape[:2]
    needed = min(max(1, math.ceil(width * LINE_HEIGHT_PX / height)), MAX_LINE_WIDTH_PX)
    method = cv2.INTER_AREA if height > 2 * LINE_HEIGHT_PX else cv2.INTER_LINEAR
    line = _tensor(cv2.resize(crop, (needed, LINE_HEIGHT_PX), interpolation=method))
    room = -needed % WIDTH_STEP_PX
    padded = np.pad(line, ((0, 0), (0, 0), (0, 0), (0, room)))
    (odds,) = models.recogniser.run(None, {models.recogniser.get_inputs()[0].name: padded})
    ((text, confidence),), _ = models.decode(odds)
    return str(text), float(confidence)


def _quad(corners: NDArray[np.float32]) -> Quad:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth
