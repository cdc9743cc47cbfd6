"""`shoujian procedure`: tools for those who write procedure files."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from ..command import Command

MINI = Path(__file__).parents[1] / "intake" / "procedures" / "mini.yaml"


def test_list_names_the_packaged_and_the_operators_own(command: Command) -> None:
    ids = [procedure["id"] for procedure in command("procedure", "list", "--json").json]
    assert {"mini", "zj-constructor2-initial"} <= set(ids) and ids == sorted(ids)
    said = command("procedure", "list")
    assert said.out == "" and "示例事项" in said.err


def test_show_by_id_and_by_file(command: Command) -> None:
    for name in ("mini", MINI):
        told = command("procedure", "show", name, "--json").json
        assert [material["name"] for material in told["materials"]] == ["示例申请表", "示例证明"]
        assert "示例证明" in command("procedure", "show", name).err
    assert "继续教育证明" in command("procedure", "show", "zj-constructor2-initial").err
    assert command("procedure", "show", "no-such").code == 2


def test_check_accepts_a_good_file(command: Command) -> None:
    ended = command("procedure", "check", MINI)
    assert ended.code == 0 and ended.out == "" and "2 种材料" in ended.err
    assert "valid" in command("--lang", "en", "procedure", "check", MINI).err


def test_check_names_the_line_of_every_error(command: Command) -> None:
    text = (
        MINI.read_text().replace("requirement: optional", "requirement: perhaps").replace("title: 示例事项", "titel: x")
    )
    Path("bad.yaml").write_text(text)
    ended = command("procedure", "check", "bad.yaml")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if "perhaps" in line or "titel" in line]
    assert ended.code == 7 and "Traceback" not in ended.err
    assert all(f"bad.yaml:{line}:" in ended.err for line in lines)
    assert command("procedure", "check", "nowhere.yaml").code == 7


def test_a_bad_file_among_the_operators_own_is_bad_configuration(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("own").mkdir()
    Path("own/bad.yaml").write_text("id: [\n")
    monkeypatch.setenv("SHOUJIAN_PROCEDURES_DIR", "own")
    assert command("procedure", "list").code == 7


def test_schema_accepts_what_the_desk_accepts(command: Command) -> None:
    schema = command("procedure", "schema").json
    jsonschema.validate(yaml.safe_load(MINI.read_text()), schema)
