"""Processes of their own for bytes from outside: with limits, replaced when they die, never waited for too long."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import queue
import sys
import threading
import types
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any, Literal

from pebble import ProcessExpired, ProcessPool

log = logging.getLogger(__name__)

Failure = Literal["crashed", "timeout"]

MAX_TASKS = 100
"""A worker is replaced after so many, so that slow leaks in C libraries never add up; costs about 4 ms a task."""

PRELOAD = ("shoujian.intake.decoding.decoders.worker",)
"""Imported once by the fork server: a fresh worker then takes milliseconds instead of a second."""

ATTEMPTS = 2
"""A process may be lost through no fault of the file it was given; a file that loses two of them is to blame."""

LOOK_S = 0.5
"""How often a call that waits looks whether the pool still lives: a broken one answers nobody."""

STOP_WAIT_S = 10.0

_main_lock = threading.Lock()


class Isolated:
    """Decoding processes; `call` runs one function in one of them. Thread-safe; each starts at first use.

    Every process has a pool of its own. In a shared pool, a process that is killed while it waits for work (by the
    kernel, when memory is short) takes the lock of the common channel with it, and all the others starve.
    """

    def __init__(self, *, workers: int, timeout_s: float, initializer: Callable[..., None], arguments: tuple[Any, ...]):
        """Remember how to start; no process runs yet."""
        self._timeout_s = timeout_s
        self._initializer = initializer
        self._arguments = arguments
        self._pools: dict[int, ProcessPool] = {}
        self._closed = False
        self._lock = threading.Lock()
        # The one used last is used next, so that few processes do most of the work.
        self._free: queue.LifoQueue[int] = queue.LifoQueue()
        for number in range(workers):
            self._free.put(number)

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any | Failure:
        """Return what `function` returned in the other process, or how that process failed.

        The function must be importable by name. A process that dies or hangs is replaced; other calls go on.

        Raises:
            RuntimeError: this was closed.
        """
        number = self._free.get()
        try:
            for _ in range(ATTEMPTS):
                pool = self._running(number)
                try:
                    return self._run(pool, function, arguments)
                except BrokenProcessPool:
                    log.warning("a decoding process was lost and is replaced")
                    self._drop(number, pool)
            return "crashed"
        finally:
            self._free.put(number)

    def close(self) -> None:
        """Stop all processes; calls that still wait raise. Safe to call twice."""
        with self._lock:
            self._closed = True
            pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            _stop(pool)

    def _run(self, pool: ProcessPool, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any | Failure:
        try:
            future = pool.schedule(function, args=arguments, timeout=self._timeout_s)
        except RuntimeError as error:  # its process was killed while it had nothing to do
            raise BrokenProcessPool from error
        while not wait([future], timeout=LOOK_S).done:
            if not pool.active:
                raise BrokenProcessPool
        try:
            return future.result()
        except TimeoutError:
            log.warning("a decoder was stopped after %s s", self._timeout_s)
            return "timeout"
        except ProcessExpired as died:
            log.warning("a decoder died with exit code %s", died.exitcode)
            return "crashed"
        except (BrokenProcessPool, CancelledError) as lost:
            raise BrokenProcessPool from lost
        except Exception as error:
            # Whatever escapes over there (no memory left to answer with, ...) is that process's failure, not ours.
            log.warning("a decoder failed with %s", type(error).__name__)
            return "crashed"

    def _running(self, number: int) -> ProcessPool:
        with self._lock:
            if self._closed:
                raise RuntimeError("the decoder was closed")
            if number not in self._pools:
                multiprocessing.set_forkserver_preload(list(PRELOAD))
                self._pools[number] = ProcessPool(
                    max_workers=1,
                    max_tasks=MAX_TASKS,
                    initializer=self._initializer,
                    initargs=self._arguments,
                    context=_Context(),
                )
            return self._pools[number]

    def _drop(self, number: int, pool: ProcessPool) -> None:
        with self._lock:
            if self._pools.get(number) is pool:
                del self._pools[number]
        _stop(pool)


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
    pool.join(timeout=STOP_WAIT_S)


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
