"""The measures of the reading bench: what was missed, what a command cost, what is compared with what."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
Module = Callable[[str], ModuleType]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Module:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module


def test_a_line_is_missed_as_far_as_it_was_not_read_anywhere(module: Module) -> None:
    accuracy = module("accuracy")
    read = ["毕业证书", "学生 张小明"]
    assert accuracy.missed_by_line(["学生张小明", "毕业正书", "完全没有", "性"], read) == [0, 1, 4, None]
    assert accuracy.characters_missed("学生张小明\n毕业正书\n性", read) == pytest.approx(1 / 9)
    assert accuracy.characters_missed("性", read) is None


def test_id_numbers_are_told_from_other_numbers(module: Module) -> None:
    accuracy = module("accuracy")
    text = "身份证号：33010219900101123X，电话 13900000000\n编号 123456789012345678901\n11010119800101 0011"
    assert accuracy.id_numbers(text) == ["33010219900101123X", "110101198001010011"]
    assert accuracy.read_exactly("33010219900101123X", ["33010219900", "101123X"])
    assert not accuracy.read_exactly("33010219900101123X", ["33010219900101123"])


def test_a_command_is_accounted_for_with_its_children(module: Module) -> None:
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}]); print('done')"
    output, account = module("measuring").measured([sys.executable, "-c", script])
    assert output == "done\n"
    assert account.cpu_s >= 0.3
    assert account.tree_mb >= account.main_mb > 0


def test_a_command_that_fails_is_no_measurement(module: Module) -> None:
    with pytest.raises(RuntimeError, match="exit code 3"):
        module("measuring").measured([sys.executable, "-c", "raise SystemExit(3)"])


def test_running_children_are_found_and_their_cpu_counts(module: Module) -> None:
    measuring = module("measuring")
    script = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True); input()"
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in measuring.descendants(os.getpid())
        assert measuring.cpu_with([child.pid]) >= 0.3 + measuring.cpu_with([])
        child.stdin.close()


def test_ratios_are_taken_page_by_page(module: Module) -> None:
    readers, job = module("readers.readers"), module("readers.job")
    page = {"file": "", "upright": "", "supply": "demo", "kind": "degree", "name": None}
    pages = [job.Page(**page, device="scan", text="学士学位证书"), job.Page(**page, device="photo", text="学位")]
    own = readers.Arm("ours", 1.0, (0.1, 1.0), (("学士学位证书",), ("学位",)), ((), ()), 300.0)
    rival = readers.Arm("rival", 2.0, (0.4, 2.0), (("学士学位",), ("学位",)), ((), ()), 400.0)
    header, *rows = readers.table_of([own, rival], pages)
    told = dict(zip(header, rows[1], strict=False))
    assert told["times ours"] == "3.00"
    assert told["missed on scans: median"] == "33.33%"
    assert told["missed on photos: median"] == "0.00%"


def test_memory_at_a_place_is_that_of_the_tenth_before(module: Module) -> None:
    samples = tuple((float(second), 100.0 + second) for second in range(11))
    account = module("measuring").Account(10.0, 10.0, 110.0, 110.0, samples)
    times = [float(second) for second in range(11)]
    assert [module("readers.scale")._memory_at(account, times, place) for place in (0.1, 0.5, 1.0)] == [101, 105, 110]


def test_only_lines_within_a_seal_are_under_it(module: Module) -> None:
    covered = module("readers.seals")._covered
    assert covered((0, 0, 100, 10), (50, 0, 200, 200)) == pytest.approx(0.5)
    assert covered((0, 0, 100, 10), (0, 20, 200, 200)) == 0
