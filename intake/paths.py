"""Which files a person meant who named files and folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..processors.names import display_name
from ..schemas.errors import NotFound
from .applications import (
    APPLICATION_NAMES,
    Application,
    find_application,
    load_application,
)
from .dropfolder.stability import is_litter, is_temporary, is_there


def collect_paths(paths: Sequence[Path]) -> list[Path]:
    """Return the files meant: each file named, and those in each folder named, in the order of their names.

    Litter and temporary files are left out of folders, application files everywhere.

    Raises:
        NotFound: a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if not is_there(path):
            raise NotFound(f"文件不存在：{display_name(path.name)}", remedy="请检查路径")
        if path.is_dir():
            inside = sorted(entry for entry in path.rglob("*") if entry.is_file() and not entry.is_symlink())
            found += [entry for entry in inside if not _is_left_out(entry.name)]
        elif path.name not in APPLICATION_NAMES:
            found.append(path)
    return found


def find_described(paths: Sequence[Path]) -> Application | None:
    """Return what the application file among these paths, or in one of these folders, says; None without one."""
    for path in paths:
        described = find_application(path) if path.is_dir() else path
        if described and described.name in APPLICATION_NAMES:
            return load_application(described)
    return None


def _is_left_out(name: str) -> bool:
    return is_litter(name) or is_temporary(name) or name in APPLICATION_NAMES
