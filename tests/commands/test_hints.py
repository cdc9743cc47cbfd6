"""`shoujian hints`: what was learned, shown, exchanged and switched off at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from ..command import Command
from ..fakes import FakeOcr, picture

PRINT = ("窗口受理回执联", "经核验信息属实", "此联由群众留存", "有疑问可拨打热线")


def examined(command: Command, reader: FakeOcr, number: int) -> tuple[str, str | None]:
    """A page of the office's own form in a case of its own: the file's id, and what it was named."""
    reader.lines = (PRINT[0], f"姓名：王{number}建", *PRINT[1:])
    Path("人.json").write_text(json.dumps({"name": f"王{number}建", "id_number": f"33010019900101{number:04d}"}))
    case = command("case", "open", "--applicant", "人.json").out.strip()
    Path("页.jpg").write_bytes(picture(number))
    (source,) = command("case", "upload", case, "页.jpg", "--json").json["sources"]
    command("case", "check", case, "--json")
    return source["id"], command("case", "view", source["id"], "--json").json["pages"][0]["material"]


@pytest.fixture
def taught(command: Command, form_reader: FakeOcr) -> list[str]:
    """The ids of the files by which the form was taught."""
    files = [examined(command, form_reader, number)[0] for number in (1, 2)]
    for file in files:
        assert command("case", "assign", f"{file}:1", "示例证明", "--by", "clerk-7").code == 0
    return files


def listed(command: Command) -> dict[str, dict[str, object]]:
    return {item["hint"]["phrase"]: item for item in command("hints", "list", "--json").json}


def test_list_and_show_tell_what_was_learned_from_which_decisions(command: Command, taught: list[str]) -> None:
    known = listed(command)
    assert set(known) == set(PRINT) and all(item["hint"]["sources"] == [] for item in known.values())
    said = command("hints", "list")
    assert said.out == "" and PRINT[0] in said.err and "本单位" in said.err
    assert "here" in command("--lang", "en", "hints", "list").err
    shown = command("hints", "show", known[PRINT[0]]["id"])
    assert all(f"{file}:1" in shown.err for file in taught) and "王" not in shown.err
    told = command("hints", "show", known[PRINT[0]]["id"], "--json").json
    assert {source["file"] for source in told["hint"]["sources"]} == set(taught)
    assert command("hints", "show", "0000000000").code == 2


@pytest.mark.parametrize("name", ["hints.json", "hints.yaml"])
def test_export_and_import_between_offices(
    command: Command,
    taught: list[str],
    form_reader: FakeOcr,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
) -> None:
    assert command("hints", "export", "--out", name).code == 0
    text = Path(name).read_text()
    assert not any(file in text for file in taught)
    assert yaml.safe_load(text) == command("hints", "export").json
    monkeypatch.setenv("SHOUJIAN_DATA_DIR", str(tmp_path / "other"))
    monkeypatch.setenv("SHOUJIAN_OFFICE", "另一个窗口")
    assert listed(command) == {}
    taken = command("hints", "import", name, "--by", "clerk-1", "--json").json
    assert len(taken["taken"]) == len(PRINT) and taken["refused"] == 0
    assert examined(command, form_reader, 3)[1] == "示例证明"
    assert "示例政务服务中心" in command("hints", "list").err


def test_off_on_and_forget(command: Command, taught: list[str], form_reader: FakeOcr) -> None:
    assert command("hints", "off").code == 0
    assert examined(command, form_reader, 3)[1] is None
    assert "停用" in command("hints", "list").err
    assert command("hints", "on").code == 0
    assert examined(command, form_reader, 4)[1] == "示例证明"
    one, other, *_ = (item["id"] for item in listed(command).values())
    assert command("hints", "off", one).code == 0 and command("hints", "forget", other).code == 0
    assert {item["id"]: item["state"] for item in listed(command).values()}[one] == "off"
    assert other not in {item["id"] for item in listed(command).values()}
    assert command("hints", "forget", other).code == 2 and command("hints", "on", one).code == 0


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "a: &a [x]\nb: *a",
        "{}",
        '{"format": "shoujian-hints/1", "office": "x", "hints": [{"phrase": "x"}]}',
        "!!int x",
    ],
)
def test_a_file_that_holds_no_hints_is_refused(command: Command, text: str) -> None:
    Path("bad.yaml").write_text(text)
    ended = command("hints", "import", "bad.yaml")
    assert ended.code == 4 and "Traceback" not in ended.err
    assert command("hints", "import", "nowhere.yaml").code == 2


def test_a_large_file_is_not_read(command: Command) -> None:
    Path("big.json").write_text(" " * (2 * 1024 * 1024 + 1))
    assert command("hints", "import", "big.json").code == 4


def test_what_cannot_be_written_is_said(command: Command, taught: list[str]) -> None:
    assert command("hints", "export", "--out", "nowhere/hints.json").code == 5
