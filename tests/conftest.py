"""Shared fixtures: where the real pictures lie, and the command line with a reader that needs no models."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from shoujian.commands.shared import choices
from shoujian.intake.lens import Lens

from .command import Command, borrowed_lens
from .fakes import FakeOcr

FORM = ("示例事项申请表", "姓名：王建业", "证件号码：330100190001010000", "申请人承诺", "示例机关监制", "填表说明")
"""What a page of the form of `intake/procedures/mini.yaml` says."""


@pytest.fixture(scope="session")
def real_dir() -> Path:
    named = os.environ.get("SHOUJIAN_REAL")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "real"
    if not folder.is_dir():
        pytest.skip("the real pictures are not there")
    return folder


@pytest.fixture
def form_reader() -> FakeOcr:
    """A reader which sees a filled-in form on every page."""
    return FakeOcr(FORM)


@pytest.fixture
def command(
    tmp_path: Path, form_reader: FakeOcr, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    """The command line with `mini` as its procedure, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    settings = {
        "DATA_DIR": tmp_path / "data",
        "PROCEDURES_DIR": Path(__file__).parent / "intake" / "procedures",
        "DEFAULT_PROCEDURE": "mini",
        "QUIET_SECONDS": 0.01,
        "WORKERS": 2,
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"SHOUJIAN_{name}", str(value))
    monkeypatch.delenv("SHOUJIAN_LOCALE", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setattr(Lens, "open", lambda settings: borrowed_lens(form_reader))
    monkeypatch.setattr(choices, "locale", None)
    root, terminate = logging.getLogger(), signal.getsignal(signal.SIGTERM)
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield Command(monkeypatch, capsys)
    root.handlers, root.level = handlers, level
    signal.signal(signal.SIGTERM, terminate)
