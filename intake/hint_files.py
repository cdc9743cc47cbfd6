"""Hints as files between offices: JSON or YAML, small, and nothing in them is believed unseen."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from pydantic import ValidationError

from ..processors.names import display_name
from ..schemas.errors import InputRejected, NotFound
from ..schemas.hint import HintFile

MAX_BYTES = 2 * 1024 * 1024
"""Five thousand hints, as many as a file may hold, take 1.2 MB."""


def hint_text(given: HintFile, *, yaml_form: bool) -> str:
    """Return the file's text; either form is read back by `load_hints`."""
    if yaml_form:
        return yaml.safe_dump(given.model_dump(mode="json"), allow_unicode=True, sort_keys=False).rstrip()
    return given.model_dump_json(indent=1)


def load_hints(path: Path) -> HintFile:
    """Read hints that another office exported.

    Raises:
        NotFound: there is no such file.
        InputRejected: it is too large, or holds no hints.
    """
    name = display_name(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputRejected(f"{name} 过大", remedy="提示文件不应超过 2 MB")
        data = _parse(path.read_text(encoding="utf-8-sig"))
        return HintFile.model_validate(data)
    except FileNotFoundError as error:
        raise NotFound(f"文件不存在：{name}", remedy="请检查路径") from error
    except ValidationError as error:
        raise InputRejected(f"{name} 不是提示文件", remedy="请用 shoujian hints export 导出的文件") from error
    except (OSError, ValueError, AttributeError, TypeError, RecursionError, yaml.YAMLError) as error:
        raise InputRejected(f"{name} 无法读取", remedy="请检查格式（JSON 或 YAML，UTF-8 编码）") from error


def _parse(text: str) -> object:
    """Return what the text says; an alias, of which a few lines make gigabytes, is refused."""
    if text.lstrip().startswith("{"):
        return json.loads(text)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AliasToken):
            raise ValueError("aliases are not read")
    return yaml.safe_load(text)
