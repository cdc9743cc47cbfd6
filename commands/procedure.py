"""`shoujian procedure`: tools for those who write procedure files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ..intake.procedures import list_procedures, load_procedure, procedure_schema
from .shared import (
    CONTEXT,
    JsonFlag,
    print_json,
    print_text,
    screen_for,
    settings_with,
    tr,
)

app = typer.Typer(
    no_args_is_help=True,
    context_settings=CONTEXT,
    help=tr("事项：列出、查看、校验事项文件。", "Procedures: list, show and check procedure files."),
)


@app.command("list", help=tr("列出可办理的事项。", "List the procedures."))
def list_all(json_output: JsonFlag = False) -> None:
    """List the procedures."""
    procedures = list_procedures(settings_with().procedure_dirs)
    if json_output:
        print_json(procedures)
    else:
        screen_for().procedures(procedures)


@app.command(help=tr("查看一个事项的材料、条件和上传限制。", "Show a procedure's materials, conditions and limits."))
def show(
    name: Annotated[str, typer.Argument(help=tr("事项编号或文件", "id or file"), show_default=False)],
    json_output: JsonFlag = False,
) -> None:
    """Show a procedure's materials, conditions and limits."""
    procedure = load_procedure(name, extra_dirs=settings_with().procedure_dirs)
    if json_output:
        print_json(procedure)
    else:
        screen_for().procedure(procedure)


@app.command(help=tr("校验事项文件；错误指出行号。", "Check a procedure file; errors name the line."))
def check(
    file: Annotated[
        Path, typer.Argument(help=tr("事项文件（.yaml）", "the procedure file (.yaml)"), show_default=False)
    ],
) -> None:
    """Check a procedure file; errors name the line."""
    procedure = load_procedure(file)
    screen_for().say(
        f"✔ {escape(procedure.title)}：{len(procedure.materials)} 种材料，没有发现错误", f"✔ {procedure.id} is valid"
    )


@app.command(
    help=tr(
        "打印事项文件的 JSON Schema，供编辑器提示和校验。", "Print the JSON Schema of procedure files, for editors."
    )
)
def schema() -> None:
    """Print the JSON Schema of procedure files, for editors."""
    print_text(json.dumps(procedure_schema(), ensure_ascii=False, indent=1))
