"""What every command needs: the options before it, the desk, and printing JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from ..console import Screen
from ..intake.desk import Desk
from ..intake.settings import Settings, default_locale, load_settings
from ..schemas.findings import Locale, speaking

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
    settings = settings_with()
    with Desk.open(settings) as desk, speaking(settings.locale):
        yield desk, Screen(settings.locale, quiet=quiet)


def print_json(document: BaseModel | Sequence[BaseModel]) -> None:
    """Write one JSON document to standard output, and nothing else."""
    if isinstance(document, BaseModel):
        text = document.model_dump_json(indent=1)
    else:
        text = "[" + ",\n".join(item.model_dump_json() for item in document) + "]"
    sys.stdout.write(text + "\n")


def screen_for(*, quiet: bool = False) -> Screen:
    """Return the screen for a command that needs no desk."""
    return Screen(settings_with().locale, quiet=quiet)
