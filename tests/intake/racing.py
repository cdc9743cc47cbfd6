"""Run the same work at the same moment in threads or in processes."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# One interpreter loads the libraries once; for each race it forks, while it has one thread and no connection. The
# children wait at a pipe until all are there. What a child says goes out in one write, kept whole up to 4 KiB.
STARTER = """
import contextlib, io, json, os, sys
from shoujian.intake.record import records

def run(index, program, arguments, gate, out):
    os.read(gate, 1)
    sys.argv[1:] = arguments
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(program, {"index": index})
    os.write(out, said.getvalue().encode())

for line in sys.stdin:
    count, program, arguments = json.loads(line)
    (gate, opener), (listen, out), children = os.pipe(), os.pipe(), []
    for index in range(count):
        children.append(os.fork())
        if children[-1] == 0:
            os.close(opener)
            try:
                run(index, program, arguments, gate, out)
            except BaseException as error:
                os.write(out, f"{type(error).__name__}: {error}\\n".encode())
                os._exit(1)
            os._exit(0)
    for end in (opener, gate, out):
        os.close(end)
    with open(listen) as heard:
        said = heard.read()
    failed = any([os.waitpid(child, 0)[1] for child in children])
    print(json.dumps([failed, said]), flush=True)
"""


class Starter:
    """Runs a program in several processes at once."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", STARTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def race(self, count: int, program: str, *arguments: str) -> list[str]:
        """Return the lines which the `count` processes said, in no order."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([count, program, arguments]) + "\n")
        self._process.stdin.flush()
        failed, said = json.loads(self._process.stdout.readline())
        assert not failed, said
        return said.split("\n")[:-1]

    def close(self) -> None:
        self._process.communicate(timeout=30)


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
