"""What every section shares: tables of strings, rows of errors, rivals that may be absent."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

Table = list[tuple[str, ...]]
"""Rows of cells; the first row is the header."""


def print_table(title: str, table: Table) -> None:
    """Print a table as Markdown."""
    print(f"### {title}\n\n| {' | '.join(table[0])} |\n|{'---|' * len(table[0])}")
    for row in table[1:]:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


ERRORS_HEADER = ("pages", "AED", "CE@0.1", "CE@0.5", "p95", "worst")


def errors_row(errors: Sequence[float]) -> tuple[str, ...]:
    """Return what `ERRORS_HEADER` names of absolute errors in degrees: as DISEC'13 does, mean and shares within."""
    if not errors:
        return ("0", *[""] * (len(ERRORS_HEADER) - 1))
    values = np.array(errors)
    shares = [f"{float(np.mean(values <= limit)):.3f}" for limit in (0.1, 0.5)]
    return str(len(values)), f"{values.mean():.3f}", *shares, f"{np.percentile(values, 95):.2f}", f"{values.max():.2f}"


def count_of(full: int, scale: float, least: int = 4) -> int:
    """Return how many pictures a section takes of its full set."""
    return max(least, round(full * scale))


def rival_module(name: str) -> Any | None:
    """Return a rival's module, None with a note where it isn't installed: its rows are then left out."""
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"note: {name} isn't installed; its rows are left out", file=sys.stderr)
        return None


def rival_program(name: str) -> str | None:
    """Return a rival program's path, None with a note where it isn't installed."""
    found = shutil.which(name)
    if found is None:
        print(f"note: {name} isn't installed; its rows are left out", file=sys.stderr)
    return found
