"""Load procedure files (事项): packaged ones by id, authors' own by path; say which line is wrong.

A file is YAML read by the safe loader; a key that stands twice, a name that anchors build beyond measure or a value
that the schema refuses is told with its line, and all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from .. import schemas
from ..processors.names import display_name
from ..schemas.errors import BadConfiguration, NotFound
from ..schemas.procedure import Procedure

MAX_FILE_BYTES = 1024 * 1024
MAX_NODES = 100_000
"""Nodes after aliases are followed: nested aliases ("billion laughs") multiply, a real file has about a thousand."""

MAX_DEPTH = 32
"""A real file is seven deep; an alias of what it stands in has no end."""

_Location = tuple[str | int, ...]
_PLAIN_TAGS = frozenset(tag for tag in yaml.SafeLoader.yaml_constructors if tag) | {"tag:yaml.org,2002:merge"}
_PLAIN_ID = re.compile(r"[a-z0-9][a-z0-9-]*")

_SENTENCES = {
    "missing": "缺少必填项",
    "extra_forbidden": "没有这个键，请检查拼写",
    "string_type": "应为文字；像数字或日期的值请加引号",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表",
    "dict_type": "应为键值对",
    "model_type": "应为键值对",
    "model_attributes_type": "应为键值对",
    "literal_error": "只能是 {expected}",
    "greater_than": "须大于 {gt}",
    "greater_than_equal": "须不小于 {ge}",
    "less_than_equal": "须不大于 {le}",
    "string_pattern_mismatch": "须符合 {pattern}",
    "string_too_short": "至少 {min_length} 个字",
    "too_short": "至少 {min_length} 项",
    "value_error": "{error}",
}


def load_procedure(source: str | Path, *, extra_dirs: Sequence[Path] = ()) -> Procedure:
    """Return a procedure: by path, or by id from `extra_dirs` and from those that come with the package.

    A text counts as a path where it ends with .yaml or .yml.

    Raises:
        NotFound: no procedure has that id.
        BadConfiguration: the file cannot be read or is wrong; the message names file and line of every error.
    """
    if isinstance(source, Path) or source.endswith((".yaml", ".yml")):
        return _load(Path(source))
    return find_procedure(source, extra_dirs=extra_dirs)


def find_procedure(procedure_id: str, *, extra_dirs: Sequence[Path] = ()) -> Procedure:
    """Return a procedure by id only, for ids that come from outside: none of them becomes a path.

    Raises:
        NotFound: no procedure has that id.
        BadConfiguration: its file is wrong.
    """
    if _PLAIN_ID.fullmatch(procedure_id):
        for file in _files(extra_dirs):
            if file.name.rsplit(".", 1)[0] == procedure_id:
                return _load(file)
        for procedure in list_procedures(extra_dirs):
            if procedure.id == procedure_id:
                return procedure
    shown = display_name(procedure_id)
    raise NotFound(f"没有事项 {shown!r}", remedy="用 shoujian procedure list 查看已有的事项")


def list_procedures(extra_dirs: Sequence[Path] = ()) -> tuple[Procedure, ...]:
    """Return all procedures of the package and of the given folders, by id.

    Raises:
        BadConfiguration: a file is wrong, or two files define one id.
    """
    known: dict[str, tuple[str, Procedure]] = {}
    for file in _files(extra_dirs):
        procedure = _load(file)
        if procedure.id in known:
            raise BadConfiguration(
                f"{_shown(file)}: 事项 {procedure.id} 已由 {known[procedure.id][0]} 定义",
                remedy="请改用另一个 id，或删除其中一个文件",
            )
        known[procedure.id] = (_shown(file), procedure)
    return tuple(known[key][1] for key in sorted(known))


def procedure_schema() -> dict[str, Any]:
    """Return the JSON Schema of procedure files, for authors' editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "收件事项定义",
        **{key: value for key, value in Procedure.model_json_schema().items() if key != "title"},
    }


def parse_procedure(text: str, *, name: str) -> Procedure:
    """Return the procedure that a YAML text defines; `name` stands for the file in messages.

    Raises:
        BadConfiguration: with one `name:line: where: what` for each error.
    """
    root = _compose(text, name)
    marks, problems = _walk(root, name)
    if problems:
        raise _bad(problems)
    try:
        procedure = Procedure.model_validate(_construct(text, name))
    except ValidationError as error:
        raise _bad(_all_told(error, marks, name)) from error
    broken = [
        f"{name}:{_line(marks, where)}: {_path(where)}: 正则表达式有误（{reason}）"
        for where, reason in _bad_patterns(procedure)
    ]
    if broken:
        raise _bad(broken)
    return procedure


def _files(extra_dirs: Sequence[Path]) -> Iterator[Traversable]:
    """Yield the authors' files first, so that an id of theirs is found without reading the others."""
    folders: Iterable[Traversable] = (*extra_dirs, files(schemas) / "procedures")
    for folder in folders:
        if folder.is_dir():
            yield from sorted(
                (file for file in folder.iterdir() if file.name.endswith((".yaml", ".yml"))), key=lambda file: file.name
            )


def _load(file: Traversable) -> Procedure:
    name = _shown(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadConfiguration(f"{name}: 无法读取（{error.strerror}）", remedy="请检查路径和权限") from error
    if len(content) > MAX_FILE_BYTES:
        raise BadConfiguration(f"{name}: 文件超过 {MAX_FILE_BYTES // 1024} KB", remedy="请检查是否选错了文件")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadConfiguration(f"{name}:{line}: 不是 UTF-8 编码", remedy="请另存为 UTF-8 编码") from error
    return parse_procedure(text, name=name)


def _shown(file: Traversable) -> str:
    """Return an author's path as it was given, a packaged file by its name alone."""
    return str(file) if isinstance(file, Path) and not _is_packaged(file) else file.name


def _is_packaged(file: Path) -> bool:
    folder = files(schemas) / "procedures"
    return isinstance(folder, Path) and file.parent == folder


def _compose(text: str, name: str) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _bad([f"{name}:{line}: YAML 语法错误：{error.problem}"]) from error
    except yaml.YAMLError as error:
        raise _bad([f"{name}:1: 不是 YAML 文本"]) from error
    if not isinstance(root, yaml.MappingNode):
        raise _bad([f"{name}:1: 事项文件应为键值对"])
    return root


def _construct(text: str, name: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _bad([f"{name}:{line}: YAML 的值有误：{error.problem}"]) from error
    except ValueError as error:
        raise _bad([f"{name}:1: YAML 的值有误：{error}"]) from error  # 2026-13-45 is resolved as a date


def _walk(root: yaml.Node, name: str) -> tuple[dict[_Location, int], list[str]]:
    """Return the line of every key and item by its location, and what YAML allows but we refuse."""
    marks: dict[_Location, int] = {(): 1}
    problems: list[str] = []
    stack: list[tuple[_Location, yaml.Node]] = [((), root)]
    while stack:
        where, node = stack.pop()
        if len(marks) > MAX_NODES or len(where) > MAX_DEPTH:
            return marks, [f"{name}:{node.start_mark.line + 1}: 引用展开后过大"]
        for key, line, child in _children(node):
            if (*where, key) in marks:
                problems.append(f"{name}:{line}: {_path((*where, key))}: 键重复，前一个在第 {marks[(*where, key)]} 行")
                continue
            marks[(*where, key)] = line
            stack.append(((*where, key), child))
        if node.tag not in _PLAIN_TAGS:
            problems.append(f"{name}:{node.start_mark.line + 1}: {_path(where)}: 不支持标签 {node.tag}")
    return marks, problems


def _children(node: yaml.Node) -> Iterator[tuple[str | int, int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield index, value.start_mark.line + 1, value


def _all_told(error: ValidationError, marks: dict[_Location, int], name: str) -> list[str]:
    """Return a line for each error; a list which is "too short" as its items are wrong is not told on top of them."""
    found = error.errors(include_url=False)
    places = [details["loc"] for details in found]
    return [
        _told(details, marks, name)
        for details in found
        if details["type"] != "too_short" or not any(_is_inside(place, details["loc"]) for place in places)
    ]


def _is_inside(place: _Location, around: _Location) -> bool:
    return len(place) > len(around) and place[: len(around)] == around


def _told(details: Any, marks: dict[_Location, int], name: str) -> str:
    where: _Location = details["loc"]
    sentence = _SENTENCES.get(details["type"])
    told = sentence.format_map(details.get("ctx", {})) if sentence else details["msg"]
    return f"{name}:{_line(marks, where)}: {_path(where)}: {told}"


def _line(marks: dict[_Location, int], where: _Location) -> int:
    """Return the line of the location, or of the nearest thing around it that the file has."""
    while where not in marks:
        where = where[:-1]
    return marks[where]


def _path(where: _Location) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in where) or "（整个文件）"


def _bad_patterns(procedure: Procedure) -> Iterator[tuple[_Location, str]]:
    for number, material in enumerate(procedure.materials):
        at: _Location = ("materials", number)
        groups = [((*at, "fields"), material.fields)]
        groups += [
            ((*at, "alternatives", i, "fields"), option.fields) for i, option in enumerate(material.alternatives)
        ]
        for where, specs in groups:
            for index, spec in enumerate(specs):
                try:
                    re.compile(spec.pattern or "")
                except re.error as error:
                    yield (*where, index, "pattern"), str(error)


def _bad(problems: Sequence[str]) -> BadConfiguration:
    return BadConfiguration("\n".join(problems), remedy="请按行号修改后重试；写法见 docs/procedure-authors.md")
