"""`shoujian hints`: what the office learned from its people's decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from ..console import Screen
from ..schemas.errors import CannotWrite
from ..schemas.hint import HintState, KnownHint
from .shared import (
    CONTEXT,
    JsonFlag,
    ProcedureId,
    open_desk,
    print_json,
    print_text,
    tr,
)

app = typer.Typer(
    no_args_is_help=True,
    context_settings=CONTEXT,
    help=tr(
        "提示：从人工指定中学到的本单位表单用语；查看、导出、导入、停用、忘记。",
        "Hints: wordings of the office's own forms, learned from decisions: show, export, import, switch off, forget.",
    ),
)

STATES: dict[HintState, tuple[str, str]] = {
    "on": ("使用", "on"),
    "off": ("停用", "off"),
    "refuted": ("与本单位页面不符", "refuted here"),
}
HintIds = Annotated[
    list[str] | None,
    typer.Argument(help=tr("提示编号；不写表示全部", "hints' ids; without any: all of them"), show_default=False),
]
TheseIds = Annotated[list[str], typer.Argument(help=tr("提示编号", "hints' ids"), show_default=False)]
By = Annotated[str, typer.Option(help=tr("作出决定的人", "who decides"))]


@app.command("list", help=tr("列出提示，本单位学到的在前。", "List the hints, those learned here first."))
def list_all(procedure: ProcedureId = None, json_output: JsonFlag = False) -> None:
    """List the hints, those learned here first."""
    from ..intake.learning import HintBook

    with open_desk(quiet=json_output) as (desk, screen):
        book = HintBook(desk.office)
        known = book.known(desk.office.procedure(procedure or desk.office.settings.default_procedure))
        if json_output:
            print_json(
                [hint.model_copy(update={"hint": hint.hint.model_copy(update={"sources": ()})}) for hint in known]
            )
            return
        if not book.is_on():
            screen.say("提示已停用，识别时不使用", "hints are switched off and not used")
        _table(screen, known)


@app.command(
    help=tr("查看一条提示：用语，从哪几次决定学来。", "Show a hint: its wording and the decisions that taught it.")
)
def show(
    hint_id: Annotated[str, typer.Argument(help=tr("提示编号", "the hint's id"), show_default=False)],
    json_output: JsonFlag = False,
) -> None:
    """Show a hint: its wording and the decisions that taught it."""
    from ..intake.learning import HintBook
    from ..intake.papers.plain import china_time

    with open_desk(quiet=json_output) as (desk, screen):
        (known,) = HintBook(desk.office).find([hint_id])
        if json_output:
            print_json(known)
            return
        _table(screen, [known])
        for source in known.hint.sources:
            place = f"{source.file}:{source.page}" + (f".{source.card}" if source.card else "")
            when = china_time(source.at)
            screen.say(f"{when}  办件 {source.case}  页面 {place}", f"{when}  case {source.case}  page {place}")


@app.command(
    help=tr(
        "导出正在使用的提示（不含办件、文件和人），供别的单位导入。",
        "Export the hints that count, without cases, files or people, for other offices.",
    )
)
def export(
    procedure: ProcedureId = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=tr(
                "写到这个文件（.yaml 则为 YAML）；不写则打印 JSON",
                "write to this file (.yaml for YAML), else print JSON",
            ),
        ),
    ] = None,
) -> None:
    """Export the hints that count, without cases, files or people, for other offices."""
    from ..intake.hint_files import hint_text
    from ..intake.learning import HintBook

    with open_desk(quiet=out is None) as (desk, screen):
        exported = HintBook(desk.office).export(
            desk.office.procedure(procedure or desk.office.settings.default_procedure)
        )
        if out is None:
            print_text(hint_text(exported, yaml_form=False))
            return
        try:
            out.write_text(hint_text(exported, yaml_form=out.suffix in (".yaml", ".yml")) + "\n", encoding="utf-8")
        except OSError as error:
            raise CannotWrite(f"无法写入 {out.name}：{error.strerror}", remedy="请检查目录和磁盘空间") from error
        count = len(exported.hints)
        screen.say(
            f"已导出 {count} 条提示，请过目后再交给别的单位", f"exported {count} hints; read them before you send them"
        )


@app.command(
    "import",
    help=tr(
        "导入别的单位的提示（JSON 或 YAML），替换先前从那里导入的。",
        "Import another office's hints (JSON or YAML) in place of those from there before.",
    ),
)
def import_file(
    file: Annotated[Path, typer.Argument(help=tr("导出的文件", "the exported file"), show_default=False)],
    by: By = "clerk",
    json_output: JsonFlag = False,
) -> None:
    """Import another office's hints (JSON or YAML) in place of those from there before."""
    from ..intake.hint_files import load_hints
    from ..intake.learning import HintBook

    given = load_hints(file)
    with open_desk(quiet=json_output) as (desk, screen):
        done = HintBook(desk.office).take_in(given, by=by)
        screen.say(
            f"导入 {len(done.taken)} 条提示，{done.refused} 条不适用",
            f"{len(done.taken)} hints taken, {done.refused} do not fit",
        )
        if json_output:
            print_text(json.dumps({"taken": [hint.id for hint in done.taken], "refused": done.refused}))


@app.command(
    help=tr("忘记提示：删除用语，以后不再学。", "Forget hints: delete the wordings and never learn them again.")
)
def forget(hint_ids: TheseIds, by: By = "clerk") -> None:
    """Forget hints: delete the wordings and never learn them again."""
    from ..intake.learning import HintBook

    with open_desk() as (desk, screen):
        HintBook(desk.office).forget(hint_ids, by=by)
        screen.say(f"已忘记 {len(hint_ids)} 条", f"{len(hint_ids)} forgotten")


@app.command(help=tr("停用提示；已识别的办件不变。", "Switch hints off; what was read stays as it was."))
def off(hint_ids: HintIds = None, by: By = "clerk") -> None:
    """Switch hints off; what was read stays as it was."""
    from ..intake.learning import HintBook

    with open_desk() as (desk, screen):
        HintBook(desk.office).switch_off(hint_ids or (), by=by)
        screen.say("已停用", "switched off")


@app.command(help=tr("重新使用停用的提示。", "Use hints again that were switched off."))
def on(hint_ids: HintIds = None, by: By = "clerk") -> None:
    """Use hints again that were switched off."""
    from ..intake.learning import HintBook

    with open_desk() as (desk, screen):
        HintBook(desk.office).switch_on(hint_ids or (), by=by)
        screen.say("已启用", "switched on")


def _table(screen: Screen, known: list[KnownHint] | tuple[KnownHint, ...]) -> None:
    table = Table(header_style="bold")
    for zh, en in (
        ("编号", "Id"),
        ("材料", "Material"),
        ("用语", "Wording"),
        ("标题", "Title"),
        ("决定次数", "Decisions"),
        ("最近一次", "Last"),
        ("来源", "From"),
        ("状态", "State"),
    ):
        table.add_column(screen.tr(zh, en), overflow="fold")
    for item in known:
        hint = item.hint
        table.add_row(
            item.id,
            Text(hint.material),
            Text(hint.phrase),
            "✔" if hint.title else "",
            str(hint.decisions),
            hint.last.isoformat(),
            Text(hint.office or screen.tr("本单位", "here")),
            screen.tr(*STATES[item.state]),
        )
    if not screen.quiet:
        screen.console.print(table)
