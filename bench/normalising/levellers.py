"""The rivals that find a page's lean: jdeskew, leptonica and unpaper, each behind the same call."""

from __future__ import annotations

import ctypes
import ctypes.util
import math
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from shoujian.processors.geometry.skew import estimate_skew

from .tables import rival_module, rival_program

Gray = NDArray[np.uint8]
Leveller = Callable[[Gray], float | None]
"""Takes (H, W) uint8, returns the clockwise turn in degrees that levels it, None where it refuses."""

REACH_DEG = 15


def own(gray: Gray) -> float | None:
    """Return what the product finds."""
    found = estimate_skew(gray)
    return None if found is None else found.angle_deg


def levellers() -> dict[str, Leveller]:
    """Return the product and every rival that is installed."""
    found: dict[str, Leveller] = {"shoujian": own}
    if module := rival_module("jdeskew.estimator"):
        found["jdeskew, full size"] = lambda gray: -float(module.get_angle(gray, angle_max=REACH_DEG))
    if library := _leptonica():
        found["leptonica"] = lambda gray: _by_leptonica(library, gray)
    return found


def slow_levellers() -> dict[str, Leveller]:
    """Return the rival that takes seconds for a page."""
    program = rival_program("unpaper")
    return {"unpaper": lambda gray: _by_unpaper(program, gray)} if program else {}


def cpu_ms(leveller: Leveller, gray: Gray) -> tuple[float | None, float]:
    """Return what it finds and its CPU time in ms, that of programs it starts included."""
    started = time.process_time() + _children()
    found = leveller(gray)
    return found, 1000 * (time.process_time() + _children() - started)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _leptonica() -> Any | None:
    name = ctypes.util.find_library("lept") or ctypes.util.find_library("leptonica")
    if name is None:
        print("note: liblept isn't installed; its rows are left out", file=sys.stderr)
        return None
    library = ctypes.CDLL(name)
    library.pixReadMem.restype = ctypes.c_void_p
    library.pixReadMem.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    library.pixDestroy.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
    library.pixFindSkewSweepAndSearch.argtypes = [
        ctypes.c_void_p,
        ctypes.POINTER(ctypes.c_float),
        ctypes.POINTER(ctypes.c_float),
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_float,
        ctypes.c_float,
        ctypes.c_float,
    ]
    return library


def _by_leptonica(library: Any, gray: Gray) -> float | None:
    """Return its sweep and search over +-15 degrees of the page cut at Otsu's level; None where it fails."""
    ink = cv2.threshold(gray, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    data = f"P4\n{gray.shape[1]} {gray.shape[0]}\n".encode() + np.packbits(ink, axis=1).tobytes()
    picture = ctypes.c_void_p(library.pixReadMem(data, len(data)))
    angle, confidence = ctypes.c_float(), ctypes.c_float()
    failed = library.pixFindSkewSweepAndSearch(picture, angle, confidence, 4, 2, float(REACH_DEG), 1.0, 0.01)
    library.pixDestroy(ctypes.byref(picture))
    return None if failed else float(angle.value)


def _by_unpaper(program: str, gray: Gray) -> float | None:
    """Return the angle that its log names; it searches +-15 degrees."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.pgm", Path(folder) / "level.pgm"
        cv2.imwrite(str(source), gray)
        reach = ["--deskew-scan-range", str(REACH_DEG)]
        done = subprocess.run([program, "-vv", *reach, str(source), str(target)], capture_output=True, text=True)
    found = re.search(r"rotate \([^)]*\): (-?[\d.]+)", done.stdout + done.stderr)
    return -math.degrees(float(found[1])) if found else None  # its log tells the lean, in radians
