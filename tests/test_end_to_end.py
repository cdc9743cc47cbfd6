"""The real thing: the demo's scans and photos through all three ways in, held against the demo's truth.

Each page is read once by the real reader; the other ways in replay that reading where their pixels are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bagit
import numpy as np
import pytest
from shoujian import cli
from shoujian.demo.case import (
    DemoCase,
    DemoFolder,
    DemoPage,
    Expected,
    write_demo,
)
from shoujian.intake import lens
from shoujian.intake.desk import Desk
from shoujian.intake.dropfolder.inbox import Drop, InboxFolders
from shoujian.intake.dropfolder.watcher import Watcher
from shoujian.intake.engines import open_engine_named
from shoujian.intake.lens import Lens
from shoujian.intake.office import Office
from shoujian.intake.package.verify import verify_package
from shoujian.intake.settings import load_settings
from shoujian.processors.reading.ocr import OcrEngine
from shoujian.schemas.completeness import Completeness
from shoujian.schemas.errors import Incomplete
from shoujian.schemas.findings import Finding
from shoujian.schemas.reading import Reading
from shoujian.schemas.receipt import Receipt
from shoujian.schemas.results import FileResult, PageResult

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SEED = 7
Way = Callable[[DemoCase], "Outcome"]


class RememberingReader:
    """The real reader, which reads the same pixels once, whichever test process asks."""

    def __init__(self, folder: Path) -> None:
        self._engine: OcrEngine = open_engine_named("ppocr")
        self._folder = folder
        self.name = self._engine.name

    def read(self, pixels: np.ndarray) -> Reading:
        key = hashlib.sha256(repr(pixels.shape).encode() + np.ascontiguousarray(pixels).tobytes()).hexdigest()
        kept = self._folder / f"{key}.json"
        if kept.exists():
            return Reading.model_validate_json(kept.read_text())
        reading = self._engine.read(pixels)
        fresh = kept.with_suffix(f".{id(reading)}")
        fresh.write_text(reading.model_dump_json())
        fresh.replace(kept)
        return reading

    def glance(self, pixels: np.ndarray) -> Reading:
        return self._engine.glance(pixels)


@dataclass(frozen=True)
class Outcome:
    """What one way in made of one case."""

    completeness: Completeness
    receipt: Receipt | None
    package: Path | None
    files: tuple[FileResult, ...]
    out: Path | None = None


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> RememberingReader:
    base = tmp_path_factory.getbasetemp()
    # With pytest-xdist each process has a folder of its own below the session's.
    shared = (base.parent if base.name.startswith("popen-") else base) / "end-to-end-readings"
    shared.mkdir(exist_ok=True)
    return RememberingReader(shared)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFolder:
    return write_demo(tmp_path_factory.mktemp("demo") / "dropped", seed=SEED, today=NOW.date())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, reader: RememberingReader) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    settings = load_settings(data_dir=folder / "data", workers=2, quiet_seconds=0.2, locale="zh")
    lens = Lens.open(settings)
    lens.engine = reader
    opened = Desk(Office.open(settings, clock=lambda: NOW, lens=lens))
    with opened:
        yield opened


@pytest.fixture(scope="module")
def by_library(desk: Desk, demo: DemoFolder) -> dict[str, Outcome]:
    return {case.folder.name: _by_library(desk, case) for case in (demo.complete, demo.defects)}


def _by_library(desk: Desk, case: DemoCase) -> Outcome:
    opened = desk.open_case("zj-constructor2-initial", case.person.applicant())
    desk.upload(opened.id, sorted(path for path in case.folder.iterdir() if path.suffix != ".yaml"))
    report = desk.check(opened.id)
    try:
        receipt: Receipt | None = desk.submit(opened.id)
    except Incomplete as refused:
        assert refused.report == report
        receipt = None
    results = [desk.result(file.source.id) for file in desk.files(opened.id)]
    files = tuple(result for result in results if result is not None)
    return Outcome(report, receipt, desk.package(opened.id), files)


@pytest.fixture(scope="module")
def by_folder(desk: Desk, demo: DemoFolder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    root = tmp_path_factory.mktemp("folders")
    shutil.copytree(demo.root, root / "inbox")
    drops: list[Drop] = []
    folders = InboxFolders(root / "inbox", root / "outbox", root / "rejected")
    Watcher(desk, folders, on_drop=drops.append).run(until_idle=True)
    assert [path for path in (root / "inbox").iterdir() if not path.name.startswith(".")] == []
    assert list((root / "rejected").iterdir()) == []
    return {drop.name: _dropped(desk, drop) for drop in drops}


def _dropped(desk: Desk, drop: Drop) -> Outcome:
    assert drop.case_id is not None and drop.out is not None, drop.error
    package = drop.out / drop.receipt.package_name if drop.receipt else None
    return Outcome(desk.check(drop.case_id), drop.receipt, package, (), drop.out)


@pytest.fixture
def by_command(
    demo: DemoFolder,
    reader: RememberingReader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Way:
    opened = Desk.open
    monkeypatch.setattr(lens, "open_engine_named", lambda name, side_by_side: reader)
    monkeypatch.setattr(lens, "open_second_reader", lambda first: None)
    monkeypatch.setattr(Desk, "open", lambda settings: opened(settings, clock=lambda: NOW))
    monkeypatch.setenv("SHOUJIAN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SHOUJIAN_WORKERS", "2")

    def run(case: DemoCase) -> Outcome:
        out = tmp_path / "out"
        command = ["shoujian", "run", str(case.folder), "--submit", "--json", "--out", str(out)]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = json.loads(capsys.readouterr().out)
        report = Completeness.model_validate(told["completeness"])
        receipt = Receipt.model_validate(told["receipt"]) if told["receipt"] else None
        assert ended.value.code == (0 if report.complete else 3)
        assert told["state"] == ("submitted" if report.complete else "returned")
        package = Path(told["package"]) if told["package"] else None
        return Outcome(report, receipt, package, (), out)

    return run


# The pages


def truths(case: DemoCase) -> Iterator[tuple[str, DemoPage]]:
    for file in case.files:
        for page in file.pages:
            yield file.member or file.name, page


def page_of(outcome: Outcome, name: str, number: int) -> PageResult:
    (result,) = [file for file in outcome.files if file.file == name]
    return result.pages[number - 1]


def said(outcome: Outcome, case: DemoCase, value: Callable[[PageResult | DemoPage], Any]) -> dict[str, tuple[Any, Any]]:
    """Return the pages of which something else was said than what is true: what is true, what was said."""
    pairs = {
        f"{name} p{page.page}": (value(page), value(page_of(outcome, name, page.page))) for name, page in truths(case)
    }
    return {page: pair for page, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("what", ["material", "side", "rotation"])
def test_every_page_of_the_complete_case_is_known(demo: DemoFolder, by_library: dict[str, Outcome], what: str) -> None:
    outcome = by_library[demo.complete.folder.name]
    assert not said(outcome, demo.complete, lambda page: getattr(page, what))


def test_every_page_of_the_defects_that_can_be_read_is_known(demo: DemoFolder, by_library: dict[str, Outcome]) -> None:
    outcome = by_library[demo.defects.folder.name]
    blurred = {"毕业证.jpg p1"}  # it may be recognised or not; which is the expected finding's matter
    assert set(said(outcome, demo.defects, lambda page: page.material)) <= blurred
    assert set(said(outcome, demo.defects, lambda page: page.rotation)) <= blurred


# The cases


def test_the_complete_case_gets_a_receipt(demo: DemoFolder, by_library: dict[str, Outcome], tmp_path: Path) -> None:
    outcome = by_library[demo.complete.folder.name]
    assert outcome.completeness.complete and outcome.receipt is not None and outcome.package is not None
    assert [found.code for found in outcome.completeness.all_findings() if found.severity == "error"] == []
    named = {page.material for _, page in truths(demo.complete)}
    usable = {check.name for check in outcome.completeness.materials if check.status == "usable"}
    assert usable == named
    assert verify_package(outcome.package, outcome.receipt).ok
    with zipfile.ZipFile(outcome.package) as archive:
        archive.extractall(tmp_path)
    assert bagit.Bag(str(tmp_path / outcome.receipt.number)).validate()


CONSEQUENCES = (Expected(("material.unknown",), material="学历证书"),)
"""The diploma is there, blurred beyond reading: whether it is one nobody can say."""


def test_every_defect_is_found_and_none_is_made_up(demo: DemoFolder, by_library: dict[str, Outcome]) -> None:
    outcome = by_library[demo.defects.folder.name]
    assert not outcome.completeness.complete and outcome.receipt is None
    found = outcome.completeness.all_findings()
    assert [expected for expected in demo.defects.expected if not any(meets(item, expected) for item in found)] == []
    errors = [item for item in found if item.severity == "error"]
    explained = (*demo.defects.expected, *CONSEQUENCES)
    unexplained = [item for item in errors if not any(meets(item, one) for one in explained)]
    assert [(item.code, item.material, item.file) for item in unexplained] == []


def meets(found: Finding, expected: Expected) -> bool:
    return (
        found.code in expected.codes
        and expected.material in (None, found.material)
        and expected.file in (None, found.file)
    )


# The three ways in


def told(outcome: Outcome) -> list[Any]:
    """Return what was said of a case, without the ids of this desk."""
    report = outcome.completeness
    return [
        [
            (
                check.name,
                check.required,
                check.status,
                sorted((page.name, page.page) for page in check.pages),
                sorted((found.code, found.file or "", found.page or 0) for found in check.findings),
            )
            for check in report.materials
        ],
        sorted((page.name, page.page) for page in report.unmatched),
        sorted((found.code, found.file or "", found.page or 0) for found in report.findings),
    ]


@pytest.mark.parametrize("name", ["complete", "defects"])
def test_the_drop_folder_says_the_same(
    demo: DemoFolder, by_library: dict[str, Outcome], by_folder: dict[str, Outcome], name: str
) -> None:
    case: DemoCase = getattr(demo, name)
    outcome = by_folder[case.folder.name]
    assert told(outcome) == told(by_library[case.folder.name])
    assert outcome.out is not None
    check_outbox(outcome, outcome.out)


@pytest.mark.parametrize("name", ["complete", "defects"])
def test_the_command_line_says_the_same(
    demo: DemoFolder, by_library: dict[str, Outcome], by_command: Way, name: str
) -> None:
    case: DemoCase = getattr(demo, name)
    outcome = by_command(case)
    assert told(outcome) == told(by_library[case.folder.name])
    assert outcome.out is not None
    check_outbox(outcome, outcome.out)


def check_outbox(outcome: Outcome, out: Path) -> None:
    names = {path.name for path in out.iterdir()}
    assert "report.html" in names and any((out / "pages").iterdir())
    if outcome.receipt is None:
        assert {"补正告知.pdf", "补正告知.txt", "notice.json"} <= names and not list(out.glob("*.zip"))
        return
    assert {"申报告知单.pdf", "receipt.json", outcome.receipt.package_name} <= names
    assert outcome.package is not None and verify_package(outcome.package, outcome.receipt).ok
    assert outcome.receipt.password


# A process of its own, as a user starts it


def test_a_real_process_prints_one_document_and_nothing_else(demo: DemoFolder, tmp_path: Path) -> None:
    picture = demo.complete.folder / "证件照.jpg"
    environment = {**os.environ, "SHOUJIAN_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "shoujian", "inspect", str(picture), "--json"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    (file,) = json.loads(done.stdout.decode())["files"]
    assert file["pages"][0]["material"] == "一寸免冠照片"
