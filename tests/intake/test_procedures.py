from __future__ import annotations

import json
import textwrap
from pathlib import Path

import jsonschema
import pytest
import yaml
from shoujian.intake.procedures import (
    MAX_FILE_BYTES,
    list_procedures,
    load_procedure,
    parse_procedure,
    procedure_schema,
)
from shoujian.schemas import procedure as schema_module
from shoujian.schemas.errors import BadConfiguration, ExitCode, NotFound

PACKAGED = Path(schema_module.__file__).parent / "procedures"
GOOD = """\
id: sample
title: 样例
version: "1"
materials:
  - name: 介绍信
    titles: [介绍信]
"""


def errors_of(text: str) -> list[str]:
    with pytest.raises(BadConfiguration) as caught:
        parse_procedure(textwrap.dedent(text), name="样例.yaml")
    assert caught.value.exit_code == ExitCode.BAD_CONFIGURATION
    assert caught.value.remedy
    return str(caught.value).splitlines()


def test_the_packaged_procedure_has_the_materials_of_the_portal() -> None:
    procedure = load_procedure("zj-constructor2-initial")
    by_requirement: dict[str, list[str]] = {"required": [], "conditional": [], "optional": []}
    for material in procedure.materials:
        by_requirement[material.requirement].append(material.name)
    assert by_requirement == {
        "required": [
            "二级建造师初始注册申请表",
            "身份证",
            "一寸免冠照片",
            "学历证书",
            "二级建造师资格证书",
            "劳动合同",
            "社会保险参保证明",
        ],
        "conditional": ["继续教育证明"],
        "optional": ["承诺书", "营业执照"],
    }
    photo, condition = procedure.material("一寸免冠照片"), procedure.materials[7].condition
    assert photo is not None and photo.upload.exact_size_px == (295, 413)
    assert condition is not None and condition.years == 3
    assert procedure.material("社保证明") is procedure.material("社会保险参保证明")


@pytest.mark.parametrize("file", sorted(PACKAGED.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_packaged_file_is_named_after_its_id_and_keeps_the_editor_schema(file: Path) -> None:
    assert load_procedure(file).id == file.stem
    jsonschema.validate(
        json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")))),
        procedure_schema(),
        cls=jsonschema.Draft202012Validator,
    )


def test_the_editor_schema_is_one_and_refuses_a_typo() -> None:
    schema = procedure_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    typo = yaml.safe_load(GOOD) | {"titel": "样例"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(typo, schema)


def test_a_procedure_comes_by_path_or_by_id(tmp_path: Path) -> None:
    file = tmp_path / "sample.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert load_procedure(file).id == load_procedure(str(file)).id == "sample"
    assert load_procedure("sample", extra_dirs=[tmp_path]).title == "样例"
    file.rename(tmp_path / "anders.yml")
    assert load_procedure("sample", extra_dirs=[tmp_path]).title == "样例"


@pytest.mark.parametrize("name", ["nothing", "", "../secret", "a/b", "zj-constructor2-initial\n"])
def test_no_such_id(name: str) -> None:
    with pytest.raises(NotFound):
        load_procedure(name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"missing\.yaml"):
        load_procedure(tmp_path / "missing.yaml")


def test_all_procedures_are_listed_by_id(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(GOOD.replace("id: sample", "id: b"), encoding="utf-8")
    (tmp_path / "a.yml").write_text(GOOD.replace("id: sample", "id: a"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no procedure", encoding="utf-8")
    ids = [procedure.id for procedure in list_procedures([tmp_path, tmp_path / "not-there"])]
    assert ids == sorted(ids)
    assert {"a", "b", "zj-constructor2-initial"} <= set(ids)


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"b\.yaml.*sample.*a\.yaml"):
        list_procedures([tmp_path])


def test_every_error_is_told_at_once_with_its_line() -> None:
    told = errors_of(
        """\
        id: Sample Nr 1
        title: 样例
        version: 1.0
        materials:
          - name: 介绍信
            shape: scroll
            upload:
              max_bytes: -5
              max_byte: 5
            fields:
              - { key: name, label: 姓名 }
          - name: 照片
            shape: portrait
        """
    )
    assert [line.split(": ")[0] for line in sorted(told, key=lambda line: int(line.split(":")[1]))] == [
        "样例.yaml:1",
        "样例.yaml:3",
        "样例.yaml:6",
        "样例.yaml:8",
        "样例.yaml:9",
        "样例.yaml:11",
        "样例.yaml:12",
    ]
    text = "\n".join(told)
    assert "加引号" in text
    assert "materials.1.upload.max_bytes: 须大于 0" in text
    assert "materials.1.upload.max_byte: 没有这个键" in text
    assert "materials.1.fields.1.kind: 缺少必填项" in text
    assert "exact_size_px" in text


def test_a_key_that_stands_twice_is_refused_with_both_lines() -> None:
    told = errors_of(GOOD + "    titles: [介绍函]\n    pages: { min: 1, min: 2 }\n")
    assert [line.split(":")[1] for line in told] == ["7", "8"]
    assert "第 6 行" in told[0]


def test_a_condition_on_an_unknown_field_names_the_file() -> None:
    told = errors_of(
        GOOD
        + """\
  - name: 证明
    requirement: conditional
    condition: { material: 介绍信, field: issued_on, years: 3, reason: 逾期 }
"""
    )
    assert len(told) == 1
    assert "issued_on" in told[0]


def test_a_broken_pattern_names_its_line() -> None:
    told = errors_of(
        GOOD
        + """\
    fields:
      - { key: good, kind: number, label: 编号, pattern: '[0-9]+' }
      - { key: bad, kind: number, label: 编号, pattern: '[0-9' }
"""
    )
    assert len(told) == 1
    assert told[0].startswith("样例.yaml:9: materials.1.fields.2.pattern")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: [sample\ntitle: x\n", 2),
        ("\tid: sample\n", 1),
        ("- a\n- b\n", 1),
        ("", 1),
        ("id: \x00\n", 1),
        (GOOD + "note: !!python/object/apply:os.getcwd []\n", 7),
        (GOOD + "note: !shell rm\n", 7),
        (GOOD + "note: 2026-13-45\n", 1),
        (GOOD + "? [a]\n: b\n", 7),
    ],
)
def test_what_is_no_plain_yaml_is_refused(text: str, line: int) -> None:
    assert errors_of(text)[0].startswith(f"样例.yaml:{line}: ")


def test_anchors_may_share_and_may_not_multiply() -> None:
    shared = "    upload: &a4 { max_bytes: 1000 }\n  - name: 函\n    upload: *a4\n"
    assert parse_procedure(GOOD + shared, name="x").materials[1].upload.max_bytes == 1000
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 9):
        bomb += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n"
    assert "过大" in errors_of(bomb)[0]
    assert "过大" in errors_of("a: &a [*a]\n")[0]


def test_merged_keys_are_told_where_they_stand() -> None:
    merged = GOOD + "    upload: &a4 { max_bytes: 0 }\n  - name: 函\n    upload: { <<: *a4, dpi: 300 }\n"
    told = errors_of(merged)
    assert [line.split(":")[1] for line in told] == ["7", "9"]


def test_encodings(tmp_path: Path) -> None:
    file = tmp_path / "sample.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_procedure(file).id == "sample"
    file.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(BadConfiguration, match=r"sample\.yaml:2: 不是 UTF-8"):
        load_procedure(file)
    file.write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    with pytest.raises(BadConfiguration, match="1024 KB"):
        load_procedure(file)
