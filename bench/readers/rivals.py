"""Other readers, as they are shipped; each None with a note where it isn't installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from shoujian.processors.page import Pixels
from shoujian.processors.reading.ocr_tesseract import TesseractEngine
from shoujian.schemas.errors import ToolMissing

Read = Callable[[Path, Pixels], Sequence[str]]
"""Takes a page as a file and as pixels (H, W, 3) uint8 BGR; returns lines of text."""


def rapidocr() -> Read | None:
    """Return RapidOCR with its own settings, on onnxruntime."""
    try:
        import onnxruntime  # noqa: F401
        from rapidocr import RapidOCR
    except ImportError:
        return _absent("rapidocr with onnxruntime")
    engine = RapidOCR(params={"Global.log_level": "error"})
    return lambda path, pixels: engine(pixels).txts or ()


def tesseract() -> Read | None:
    """Return the product's second reader: Tesseract for sparse text, its paper made white."""
    try:
        engine = TesseractEngine()
    except ToolMissing:
        return _absent("tesseract with chi_sim")
    return lambda path, pixels: [line.text for line in engine.read(pixels).lines]


def ocrmypdf() -> Read | None:
    """Return ocrmypdf, a process for each page."""
    program = ocrmypdf_program()
    return None if program is None else lambda path, pixels: run_ocrmypdf(program, path)[2]


def ocrmypdf_program() -> str | None:
    """Return the program's path, that of this environment first."""
    found = shutil.which("ocrmypdf", path=str(Path(sys.executable).parent)) or shutil.which("ocrmypdf")
    return found or _absent("ocrmypdf")


def run_ocrmypdf(program: str, path: Path) -> tuple[float, float, list[str]]:
    """Return wall and CPU seconds that it takes for a picture, and the lines that it read; what it writes goes."""
    import img2pdf

    pdf, text, out = path.with_suffix(".pdf"), path.with_suffix(".txt"), path.with_suffix(".out.pdf")
    # 300 dpi is told to it: a phone photo has none, and without one it refuses to work.
    layout = img2pdf.get_fixed_dpi_layout_fun((300, 300))
    pdf.write_bytes(img2pdf.convert(str(path), layout_fun=layout, rotation=img2pdf.Rotation.ifvalid))
    asked = ["-l", "chi_sim+eng", "--deskew", "--rotate-pages", "--output-type", "pdf", "--sidecar", str(text)]
    started = time.perf_counter()
    process = subprocess.Popen(
        [program, *asked, str(pdf), str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(f"note: ocrmypdf failed on {path.name} (exit code {process.returncode}): unread", file=sys.stderr)
    lines = text.read_text("utf-8").splitlines() if text.exists() else []
    for made in (pdf, text, out):
        made.unlink(missing_ok=True)
    return wall, usage.ru_utime + usage.ru_stime, lines


def _absent(name: str) -> None:
    print(f"note: {name} isn't installed; its rows are left out", file=sys.stderr)
