"""Shared fixtures: where the real pictures lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_dir() -> Path:
    named = os.environ.get("SHOUJIAN_REAL")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "real"
    if not folder.is_dir():
        pytest.skip("the real pictures are not there")
    return folder
