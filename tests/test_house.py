"""The house rules that a machine can hold: import direction, ceilings, what is installed, what is named."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ["schemas", "processors", "intake", "console", "demo", "commands", "cli", "__main__"]
"""From the bottom up; a module imports from its own layer and those below it."""
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 40
TOP_LEVEL = {"__init__"}


def product_files() -> list[Path]:
    folders = ["schemas", "processors", "intake", "demo", "commands"]
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))] + sorted(ROOT.glob("*.py"))


def bench_files() -> list[Path]:
    return sorted(path for name in ("bench", "training") for path in (ROOT / name).rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_layers(path: Path) -> Iterator[str]:
    depth = len(path.relative_to(ROOT).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth and node.module:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            yield from (alias.name for alias in node.names)
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        module = node.module or "" if isinstance(node, ast.ImportFrom) and node.level == 0 else ""
        assert not any(name.split(".")[0] == "shoujian" for name in [*names, module]), f"{path}: import relatively"


@pytest.mark.parametrize("path", product_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    layer = layer_of(path)
    if layer in TOP_LEVEL:
        return
    allowed = set(LAYERS[: LAYERS.index(layer) + 1])
    assert set(imported_layers(path)) <= allowed


@pytest.mark.parametrize("path", [*product_files(), *bench_files()], ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_MODULE_LINES
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
    ]
    assert not long


def test_skills_touch_no_disk_clock_or_database() -> None:
    forbidden = {
        "os",
        "pathlib",
        "shutil",
        "tempfile",
        "time",
        "sqlite3",
        "sqlmodel",
        "sqlalchemy",
        "logging",
        "random",
    }
    # Named exception: one reader starts a program.
    exceptions = {"ocr_tesseract.py": {"os", "shutil"}}
    for path in sorted((ROOT / "processors").rglob("*.py")):
        imported = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add((node.module or "").split(".")[0])
        assert imported & forbidden <= exceptions.get(path.name, set()), path.name


def test_every_package_is_installed() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    there = {"shoujian"} | {
        ".".join(["shoujian", *path.parent.relative_to(ROOT).parts])
        for path in product_files()
        if path.name == "__init__.py" and path.parent != ROOT
    }
    assert listed == there


def test_no_tracked_file_names_a_registry_or_a_machine_path() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    words = ["py" + "pi.org", "python" + "hosted", "registry.npm" + "js", "/ro" + "ot/", "/wo" + "rk/"]
    for name in tracked.stdout.splitlines():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data:
            assert not [word for word in words if word in data.decode("utf-8")], name


def test_every_pin_has_a_hash_and_opencv_comes_once() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert all("==" in pin and pin.endswith("\\") for pin in pins)
    assert [pin.split("==")[0] for pin in pins if pin.startswith("opencv")] == ["opencv-python-headless"]


def test_public_face_is_what_it_says() -> None:
    import shoujian

    assert sorted(shoujian.__all__) == list(shoujian.__all__)
    assert all(hasattr(shoujian, name) for name in shoujian.__all__)
    assert {"Desk", "Applicant", "load_procedure", "Incomplete", "Receipt"} <= set(shoujian.__all__)


def test_importing_the_words_loads_no_engine() -> None:
    engines = ("cv2", "openvino", "sqlmodel", "typer")
    code = f"import sys, shoujian.schemas.findings; print([m for m in {engines} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert done.stdout.strip() == "[]"


def test_the_command_line_starts_without_the_database() -> None:
    heavy = ("sqlalchemy", "alembic", "fpdf", "cv2", "openvino")
    code = f"import sys, shoujian.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert done.stdout.strip() == "[]"
