"""Run the command line in this process, with a reader that needs no models."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest
from shoujian import cli
from shoujian.intake.lens import Lens
from shoujian.processors.reading.ocr import OcrEngine

from .intake.desks import shared_decoder, shared_orienter


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said to programs (`out`) and to people (`err`)."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Command:
    """Calls `shoujian` as a shell does: arguments in, exit code and two streams out."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: object, typed: str = "") -> Ended:
        self._capsys.readouterr()
        with self._monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["shoujian", *map(str, arguments)])
            patched.setattr(sys, "stdin", io.StringIO(typed))
            with pytest.raises(SystemExit) as ended:
                cli.main()
        said = self._capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, said.out, said.err)


class BorrowedLens(Lens):
    """A lens which leaves the shared decoder open when its desk is closed."""

    def close(self) -> None:
        self._pool.shutdown(wait=True)


def borrowed_lens(engine: OcrEngine) -> Lens:
    return BorrowedLens(decoder=shared_decoder(), orienter=shared_orienter(), engine=engine, workers=2)
