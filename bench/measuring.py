"""What a command costs: wall and CPU seconds with those of its children, and memory while it runs."""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Account:
    """What a command cost.

    `main_mb` and `tree_mb` are the highest proportional set size (PSS) of its process alone and with all its children;
    `samples` are (time.monotonic(), MB with children), ten a second.
    """

    wall_s: float
    cpu_s: float
    main_mb: float
    tree_mb: float
    samples: tuple[tuple[float, float], ...]


def measured(command: Sequence[str]) -> tuple[str, Account]:
    """Run a command and return what it printed and what it cost.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        memory = _TreeMemory(process.pid)
        memory.start()
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        memory.join()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command)}")
    account = Account(
        wall_s=time.perf_counter() - started,
        cpu_s=usage.ru_utime + usage.ru_stime,
        main_mb=memory.main_mb,
        tree_mb=max((mb for _, mb in memory.samples), default=0.0),
        samples=tuple(memory.samples),
    )
    return output, account


class _TreeMemory(threading.Thread):
    """Samples the PSS of a process and of all its descendants until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.main_mb = 0.0
        self.samples: list[tuple[float, float]] = []

    def run(self) -> None:
        while Path(f"/proc/{self.pid}/smaps_rollup").exists():
            main = _pss_mb(self.pid)
            self.main_mb = max(self.main_mb, main)
            self.samples.append((time.monotonic(), main + sum(map(_pss_mb, descendants(self.pid)))))
            time.sleep(_EVERY_S)


def _pss_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def descendants(pid: int) -> list[int]:
    """Return the process ids of its children, their children, and so on."""
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        # Threads and processes may end while they are looked at.
        with contextlib.suppress(OSError):
            found += map(int, listing.read_text().split())
    return found + [each for child in found for each in descendants(child)]


def cpu_s() -> float:
    """Return the CPU seconds that this process and its ended children have taken."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def cpu_with(pids: Sequence[int]) -> float:
    """Return the CPU seconds of this process and of others that are running."""
    return time.process_time() + sum(map(_cpu_of, pids))


def _cpu_of(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | 2)  # the clock of a process, as clock_getcpuclockid(3) makes it
    except OSError:
        return 0.0


def machine() -> str:
    """Return on what the measurements were taken, and how busy it was."""
    facts = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((line.partition(":")[2].strip() for line in facts.splitlines() if line.startswith("model name")), "")
    skills = [name for name in ("avx512f", "avx512_bf16", "amx_bf16") if name in facts]
    cores = len(os.sched_getaffinity(0))
    python = platform.python_version()
    return (
        f"{platform.machine()} ({', '.join([model, *skills])}), {cores} cores, "
        f"load {os.getloadavg()[0]:.1f}, Python {python}"
    )
