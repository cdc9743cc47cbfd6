"""Ctrl-C and SIGTERM while a folder is being worked on: nothing is lost, nothing is half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .command import Command
from .fakes import FakeOcr, picture
from .intake.desks import APPLICANT

pytestmark = pytest.mark.slow

APPLICATION = "applicant:\n" + "".join(f"  {key}: {value}\n" for key, value in APPLICANT.model_dump().items())

# A reader that says when it starts to read and waits to be let go: a pipe's ends wait for each other.
# A shell starts background jobs with Ctrl-C ignored, and the tests may run in one: the program listens to it again.
PROGRAM = """
import signal
import sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
from shoujian import cli
from shoujian.intake import lens
from shoujian.processors.reading.ocr import OcrEngine
sys.path.insert(0, {tests!r})
from fakes import FakeOcr

class Held(FakeOcr):
    def read(self, pixels):
        Path("started").write_bytes(b"x")
        Path("go").read_bytes()
        return super().read(pixels)

lens.open_engine_named = lambda name, side_by_side: Held({lines!r})
lens.open_second_reader = lambda first: None
sys.argv = ["shoujian", "watch", "inbox"]
cli.main()
"""


@pytest.fixture
def watching(command: Command, tmp_path: Path, form_reader: FakeOcr) -> Iterator[subprocess.Popen[str]]:
    """A watcher with two folders to deal with, which is reading the page of the first."""
    for index, name in enumerate(("甲", "乙")):
        folder = tmp_path / "inbox" / name
        folder.mkdir(parents=True)
        (folder / "申请表.jpg").write_bytes(picture(index))
        (folder / "application.yaml").write_text(APPLICATION)
        (folder / "完成").touch()
    os.mkfifo("started")
    os.mkfifo("go")
    program = PROGRAM.format(tests=str(Path(__file__).parent), lines=form_reader.lines)
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        Path("started").read_bytes()
        yield process
    finally:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str, str]:
    process.send_signal(number)
    Path("go").write_bytes(b"x")
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def left() -> list[str]:
    return sorted(str(path) for path in Path("inbox").glob("*/*"))


def check_that_the_rest_is_done(command: Command) -> None:
    assert command("watch", "inbox", "--once").code == 0
    assert {path.parent.name for path in Path("outbox").glob("*/receipt.json")} == {"甲", "乙"} and left() == []
    assert [case["state"] for case in command("case", "list", "--json").json] == ["submitted", "submitted"]


def test_sigterm_finishes_the_folder_in_work(command: Command, watching: subprocess.Popen[str]) -> None:
    code, out, err = ended(watching, signal.SIGTERM)
    assert (code, out) == (0, "") and "Traceback" not in err
    (done,) = Path("outbox").glob("*/receipt.json")
    (waiting,) = {"甲", "乙"} - {done.parent.name}
    assert len(left()) == 3 and all(Path(path).parent.name == waiting for path in left())
    check_that_the_rest_is_done(command)


def test_ctrl_c_loses_nothing(command: Command, watching: subprocess.Popen[str]) -> None:
    code, out, err = ended(watching, signal.SIGINT)
    assert (code, out) == (130, "") and "Traceback" not in err
    assert not list(Path("outbox").glob("*/receipt.json")) and len(left()) == 3
    check_that_the_rest_is_done(command)
