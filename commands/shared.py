"""What every command needs: the options before it, the desk, and printing JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import BaseModel

from ..console import Screen
from ..intake.settings import Settings, default_locale, load_settings
from ..processors.names import display_name
from ..schemas.errors import InputRejected, NotFound
from ..schemas.findings import Locale, speaking

if TYPE_CHECKING:
    from ..intake.desk import Desk

CONTEXT = {"help_option_names": ["-h", "--help"]}


def tr(zh: str, en: str) -> str:
    """Return the help text of the language that the terminal is set to."""
    return en if default_locale() == "en" else zh


JsonFlag = Annotated[
    bool,
    typer.Option(
        "--json",
        help=tr("在标准输出打印一个 JSON 文档，供程序读取", "print one JSON document on standard output, for programs"),
    ),
]
OutDir = Annotated[Path | None, typer.Option("--out", help=tr("结果写到这个目录", "write results to this folder"))]
ProcedureId = Annotated[
    str | None,
    typer.Option(
        "--procedure",
        "-p",
        help=tr("事项编号，见 shoujian procedure list", "the procedure's id, see shoujian procedure list"),
    ),
]
Files = Annotated[list[Path], typer.Argument(help=tr("文件或文件夹", "files or folders"), show_default=False)]
CaseId = Annotated[
    str,
    typer.Argument(
        help=tr("办件编号，见 shoujian case list", "the case's id, see shoujian case list"), show_default=False
    ),
]


@dataclass(slots=True)
class Choices:
    """What the options before the command chose."""

    locale: Locale | None = None


choices = Choices()


def settings_with(**overrides: Any) -> Settings:
    """Return the settings with the arguments that were given and the language that was chosen."""
    given = {key: value for key, value in overrides.items() if value is not None}
    return load_settings(**given, **({"locale": choices.locale} if choices.locale else {}))


@contextmanager
def open_desk(*, quiet: bool = False) -> Iterator[tuple[Desk, Screen]]:
    """Give the desk and the screen; `quiet` where standard output carries JSON and nobody reads along."""
    from ..intake.desk import Desk

    settings = settings_with()
    with Desk.open(settings) as desk, speaking(settings.locale):
        yield desk, Screen(settings.locale, quiet=quiet)


def print_json(document: BaseModel | Sequence[BaseModel] | None) -> None:
    """Write one JSON document to standard output, and nothing else; None is null."""
    if document is None:
        print_text("null")
    elif isinstance(document, BaseModel):
        print_text(document.model_dump_json(indent=1))
    else:
        print_text("[" + ",\n".join(item.model_dump_json() for item in document) + "]")


def print_text(text: str) -> None:
    """Write text for programs to standard output: UTF-8 whatever the terminal is set to."""
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()


def read_text(path: Path) -> str:
    """Return what a small text file says.

    Raises:
        NotFound: there is no such file.
        InputRejected: it cannot be read, or is no UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"文件不存在：{display_name(path.name)}", remedy="请检查路径") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputRejected(f"{display_name(path.name)} 无法读取", remedy="请检查文件（UTF-8 文本）和权限") from error


def screen_for(*, quiet: bool = False) -> Screen:
    """Return the screen for a command that needs no desk."""
    return Screen(settings_with().locale, quiet=quiet)
