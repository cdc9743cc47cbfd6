"""Processes of their own for bytes from outside: with limits, replaced when they die, never waited for too long."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import sys
import threading
import types
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any, Literal

from pebble import ProcessExpired, ProcessPool

log = logging.getLogger(__name__)

Failure = Literal["crashed", "timeout"]

MAX_TASKS = 100
"""A worker is replaced after so many, so that slow leaks in C libraries never add up; costs about 4 ms a task."""

PRELOAD = ("shoujian.intake.decoders.worker",)
"""Imported once by the fork server: a fresh worker then takes milliseconds instead of a second."""

STOP_WAIT_S = 10.0

_main_lock = threading.Lock()


class Isolated:
    """A pool of decoding processes; `call` runs one function in one of them. Thread-safe; starts at first use."""

    def __init__(self, *, workers: int, timeout_s: float, initializer: Callable[..., None], arguments: tuple[Any, ...]):
        """Remember how to start; no process runs yet."""
        self._workers = workers
        self._timeout_s = timeout_s
        self._initializer = initializer
        self._arguments = arguments
        self._pool: ProcessPool | None = None
        self._closed = False
        self._lock = threading.Lock()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any | Failure:
        """Return what `function` returned in the other process, or how that process failed.

        The function must be importable by name. A worker that dies or hangs is replaced; other calls go on.

        Raises:
            RuntimeError: the pool was closed.
        """
        future = self._running().schedule(function, args=arguments, timeout=self._timeout_s)
        try:
            return future.result()
        except TimeoutError:
            log.warning("a decoder was stopped after %s s", self._timeout_s)
            return "timeout"
        except ProcessExpired as died:
            log.warning("a decoder died with exit code %s", died.exitcode)
            return "crashed"
        except CancelledError as cancelled:
            raise RuntimeError("the decoder was closed") from cancelled

    def close(self) -> None:
        """Stop all processes; calls that still wait raise. Safe to call twice."""
        with self._lock:
            pool, self._pool, self._closed = self._pool, None, True
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
            pool.join(timeout=STOP_WAIT_S)

    def _running(self) -> ProcessPool:
        with self._lock:
            if self._closed:
                raise RuntimeError("the decoder was closed")
            if self._pool is None:
                multiprocessing.set_forkserver_preload(list(PRELOAD))
                self._pool = ProcessPool(
                    max_workers=self._workers,
                    max_tasks=MAX_TASKS,
                    initializer=self._initializer,
                    initargs=self._arguments,
                    context=_Context(),
                )
            return self._pool


class _Process(ForkServerProcess):
    """A worker which does not import the caller's main script.

    By default a fresh process runs the script again up to its `if __name__ == "__main__"` guard, and a script without
    one would open a second desk in every worker. Decoders need nothing of it.
    """

    @staticmethod
    def _Popen(process_obj: Any) -> Any:
        from multiprocessing.popen_forkserver import Popen

        with _main_lock, _no_main_script():
            return Popen(process_obj)


class _Context(ForkServerContext):
    Process = _Process


@contextlib.contextmanager
def _no_main_script() -> Iterator[None]:
    script = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
