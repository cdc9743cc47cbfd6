"""What the benches' command lines have in common."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path


def sections_of(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Return what takes names parted by commas, each one of those that are known, as an argument's type."""

    def sections(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))
        if unknown := sorted(set(names) - set(known)):
            raise argparse.ArgumentTypeError(f"no section is called {', '.join(unknown)}")
        return names

    return sections


def folder(text: str) -> Path:
    """Return the folder of that name, made where it is not there, as an argument's type."""
    path = Path(text)
    path.mkdir(parents=True, exist_ok=True)
    return path
