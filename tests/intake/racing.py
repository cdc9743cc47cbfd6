"""Run the same work at the same moment in threads or in processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# One interpreter loads the libraries and then forks, while it has one thread and no connection; the children wait
# at a pipe until all are there. What a child says goes out in one write, which a pipe keeps whole up to 4 KiB.
ZYGOTE = """
import contextlib, io, os, sys
from shoujian.intake import records
count, program = int(sys.argv.pop(1)), compile(sys.argv.pop(1), "program", "exec")
gate, opener = os.pipe()
children = []
for index in range(count):
    child = os.fork()
    if child == 0:
        os.close(opener)
        os.read(gate, 1)
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                exec(program, {"index": index})
            os.write(1, said.getvalue().encode())
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\\n".encode())
            os._exit(1)
        os._exit(0)
    children.append(child)
os.close(opener)
sys.exit(any(os.waitpid(child, 0)[1] for child in children))
"""


def in_threads(count: int, work: Callable[[int], T]) -> list[T | BaseException]:
    """Start `count` threads together and return what each returned or raised, in their order."""
    start = threading.Barrier(count)
    results: list[T | BaseException] = [RuntimeError("did not run")] * count

    def one(index: int) -> None:
        start.wait()
        try:
            results[index] = work(index)
        except BaseException as error:
            results[index] = error

    threads = [threading.Thread(target=one, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def in_processes(count: int, program: str, *arguments: str) -> list[str]:
    """Run a program in `count` processes at once and return the lines which they said, in no order."""
    command = [sys.executable, "-c", ZYGOTE, str(count), program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]
