"""`shoujian case`: a clerk's walk from opening a case to its receipt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shoujian.processors.masking import mask_id
from shoujian.schemas.errors import CannotWrite
from shoujian.schemas.results import CaseDetails

from ..command import Command
from ..fakes import FakeOcr, picture
from ..intake.desks import APPLICANT


@pytest.fixture
def case_id(command: Command) -> str:
    Path("申请人.json").write_text(json.dumps(APPLICANT.model_dump()))
    ended = command("case", "open", "--applicant", "申请人.json")
    assert ended.code == 0
    return ended.out.strip()


def upload(command: Command, case_id: str, *names: str) -> list[str]:
    for seed, name in enumerate(names):
        Path(name).write_bytes(picture(seed))
    ended = command("case", "upload", case_id, *names, "--json")
    assert ended.code == 0
    return [source["id"] for source in ended.json["sources"]]


def test_from_open_to_receipt(command: Command, case_id: str) -> None:
    form, other = upload(command, case_id, "申请表.jpg", "另一页.jpg")
    assert [file["source"]["id"] for file in command("case", "files", case_id, "--json").json] == [form, other]
    checked = command("case", "check", case_id, "--json")
    assert checked.code == 0 and checked.json["complete"] is True
    assert command("case", "assign", f"{other}:1", "示例证明", "--by", "clerk-7").code == 0
    (_, seen) = command("case", "files", case_id, "--json").json
    assert seen["materials"] == ["示例证明"]
    assert command("case", "delete", other).code == 0
    submitted = command("case", "submit", case_id, "--json", "--out", "结果")
    assert submitted.code == 0 and submitted.json["password"] and Path("结果/receipt.json").exists()
    shown = CaseDetails.model_validate(command("case", "show", case_id, "--json").json)
    assert shown.state == "submitted" and shown.receipt is not None and shown.receipt.password is None
    assert [file.source.id for file in shown.files] == [form] and shown.notice is None
    again = command("case", "submit", case_id, "--json")
    assert again.code == 0 and again.json == {**submitted.json, "password": None}
    assert command("case", "delete", form).code == 2


def test_an_incomplete_case_is_returned_with_its_notice(command: Command, case_id: str, form_reader: FakeOcr) -> None:
    form_reader.lines = ("今日菜单", "红烧肉")
    upload(command, case_id, "菜单.jpg")
    refused = command("case", "submit", case_id, "--json")
    assert refused.code == 3 and refused.json["complete"] is False
    assert command("case", "check", case_id, "--out", "结果").code == 3 and Path("结果/补正告知.pdf").exists()
    shown = CaseDetails.model_validate(command("case", "show", case_id, "--json").json)
    assert shown.state == "returned" and shown.notice is not None
    assert shown.notice.findings[0].message in command("case", "show", case_id).err


def test_a_case_is_listed_and_shown_masked(command: Command, case_id: str) -> None:
    assert [case["id"] for case in command("case", "list", "--json").json] == [case_id]
    assert command("case", "list", "--state", "submitted", "--json").json == []
    for said in (command("case", "list"), command("case", "show", case_id)):
        assert said.out == "" and "王**" in said.err
        assert APPLICANT.name not in said.err and APPLICANT.id_number not in said.err


def test_open_prints_the_id_or_the_case(command: Command, case_id: str) -> None:
    told = command("case", "open", "--applicant", "申请人.json", "--procedure", "mini", "--json").json
    assert told["id"] != case_id and told["procedure_id"] == "mini" and told["state"] == "draft"


def test_view_tells_what_was_seen_and_copies_the_original(command: Command, case_id: str) -> None:
    (file,) = upload(command, case_id, "申请表.jpg")
    unread = command("case", "view", file, "--json")
    assert (unread.code, unread.json) == (0, None), "one document, even where nothing was read yet"
    assert "case check" in command("case", "view", file).err
    command("case", "check", case_id)
    seen = command("case", "view", file, "--json", "--out", "原件").json
    assert seen["pages"][0]["material"] == "示例申请表"
    (copy,) = Path("原件").iterdir()
    assert copy.read_bytes() == Path("申请表.jpg").read_bytes()
    assert command("case", "view", file, "--out", "原件").code == CannotWrite.exit_code, "never over another file"
    assert "示例申请表" in command("case", "view", file).err


def test_a_declared_material_is_kept(command: Command, case_id: str, form_reader: FakeOcr) -> None:
    form_reader.lines = ()
    Path("a.jpg").write_bytes(picture())
    told = command("case", "upload", case_id, "a.jpg", "--material", "示例申请表", "--json").json
    assert [source["declared"] for source in told["sources"]] == ["示例申请表"]


def test_an_upload_without_a_usable_file_is_rejected(command: Command, case_id: str) -> None:
    Path("link.jpg").symlink_to("/etc/passwd")
    ended = command("case", "upload", case_id, "link.jpg", "--json")
    assert ended.code == 4 and [found["code"] for found in ended.json["findings"]] == ["file.not_regular"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "nowhere"],
        ["files", "nowhere"],
        ["check", "nowhere"],
        ["submit", "nowhere"],
        ["view", "nowhere"],
        ["delete", "nowhere"],
        ["assign", "nowhere:1", "示例证明"],
        ["assign", "nonsense"],
        ["upload", "nowhere", "申请人.json"],
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_usage(command: Command, case_id: str, arguments: list[str]) -> None:
    ended = command("case", *arguments)
    assert (ended.code, ended.out) == (2, "") and "Traceback" not in ended.err and ended.err.strip()


def test_an_application_file_that_is_wrong_is_rejected(command: Command) -> None:
    Path("application.yaml").write_text(f"applicant:\n  nmae: 王建业\n  id_number: {APPLICANT.id_number}\n")
    ended = command("case", "open", "--applicant", "application.yaml")
    assert ended.code == 4 and "nmae" in ended.err and APPLICANT.id_number not in ended.err
    assert mask_id(APPLICANT.id_number) not in ended.err
