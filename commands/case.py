"""`shoujian case`: one case, step by step, as a clerk would do it at the counter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ..intake.applications import load_application
from ..intake.paths import collect_paths
from ..processors.masking import mask_name
from ..schemas.case import CaseState
from ..schemas.errors import ExitCode, Incomplete, InputRejected
from ..schemas.results import CaseDetails
from .shared import (
    CONTEXT,
    CaseId,
    Files,
    JsonFlag,
    OutDir,
    open_desk,
    print_json,
    print_text,
    tr,
)

app = typer.Typer(
    no_args_is_help=True,
    context_settings=CONTEXT,
    help=tr(
        "办件：建立、上传、查看、删除、指定、检查、提交。", "Cases: open, upload, view, delete, assign, check, submit."
    ),
)

FileId = Annotated[
    str,
    typer.Argument(
        help=tr("文件编号，见 shoujian case files", "the file's id, see shoujian case files"), show_default=False
    ),
]


@app.command("open", help=tr("建立一个办件，打印它的编号。", "Open a case and print its id."))
def open_case(
    applicant: Annotated[
        Path,
        typer.Option(
            "--applicant", help=tr("申请人信息（application.yaml）", "applicant's information (application.yaml)")
        ),
    ],
    procedure: Annotated[
        str | None, typer.Option("--procedure", "-p", help=tr("事项编号", "the procedure's id"))
    ] = None,
    json_output: JsonFlag = False,
) -> None:
    """Open a case and print its id."""
    application = load_application(applicant)
    with open_desk(quiet=json_output) as (desk, screen):
        name = procedure or application.procedure or desk.office.settings.default_procedure
        case = desk.open_case(name, application.applicant)
        screen.say(f"已建立办件 {case.id}", f"opened case {case.id}")
        if json_output:
            print_json(case)
        else:
            print_text(case.id)


@app.command("list", help=tr("列出办件，新的在前。", "List cases, the newest first."))
def list_cases(
    state: Annotated[
        CaseState | None, typer.Option(help=tr("只列出这一状态的办件", "only cases in this state"))
    ] = None,
    json_output: JsonFlag = False,
) -> None:
    """List cases, the newest first."""
    with open_desk(quiet=json_output) as (desk, screen):
        cases = desk.cases(state=state)
        if json_output:
            print_json(cases)
        else:
            screen.cases(cases, mask_name)


@app.command(
    help=tr(
        "查看一个办件：申请人（脱敏）、状态、文件、申报告知单或补正告知。",
        "Show a case: applicant (masked), state, files, receipt or notice.",
    )
)
def show(case_id: CaseId, json_output: JsonFlag = False) -> None:
    """Show a case: applicant (masked), state, files, receipt or notice."""
    with open_desk(quiet=json_output) as (desk, screen):
        case, files = desk.case(case_id), desk.files(case_id)
        receipt, notice = desk.receipt(case_id), desk.notice(case_id)
        if json_output:
            print_json(CaseDetails(**dict(case), files=files, receipt=receipt, notice=notice))
            return
        screen.cases([case], mask_name)
        screen.received(files)
        if receipt:
            screen.receipt(receipt)
        elif notice:
            screen.findings(notice.findings)


@app.command(help=tr("上传文件（可多选），同一内容只收一份。", "Upload files; the same bytes are kept once."))
def upload(
    case_id: CaseId,
    files: Files,
    material: Annotated[
        str | None,
        typer.Option(
            "--material",
            "-m",
            help=tr("材料名称；不写则由系统识别", "material name; without it the pages find their own"),
        ),
    ] = None,
    json_output: JsonFlag = False,
) -> None:
    """Upload files; the same bytes are kept once."""
    with open_desk(quiet=json_output) as (desk, screen):
        got = desk.upload(case_id, collect_paths(files), material=material, origin="cli")
        screen.findings(got.findings)
        screen.received(desk.files(case_id))
        if json_output:
            print_json(got)
    if not got.sources:
        raise InputRejected("没有收到可用的文件", remedy="请按上面的说明处理后重新上传")


@app.command(help=tr("列出办件的文件和识别出的材料。", "List a case's files and the materials found in them."))
def files(case_id: CaseId, json_output: JsonFlag = False) -> None:
    """List a case's files and the materials found in them."""
    with open_desk(quiet=json_output) as (desk, screen):
        received = desk.files(case_id)
        if json_output:
            print_json(received)
        else:
            screen.received(received)


@app.command(
    help=tr(
        "查看一个文件：识别结果；加 --out 则把原件拷贝出来。",
        "Show what was seen in a file; with --out, copy the original.",
    )
)
def view(file_id: FileId, out: OutDir = None, json_output: JsonFlag = False) -> None:
    """Show what was seen in a file; with --out, copy the original."""
    with open_desk(quiet=json_output) as (desk, screen):
        result = desk.result(file_id)
        if out:
            copied = escape(str(desk.copy_original(file_id, out)))
            screen.say(f"原件：{copied}", f"the original: {copied}")
        if json_output:
            print_json(result)
        elif result is None:
            screen.say("尚未识别，请先运行 shoujian case check", "not read yet; run shoujian case check")
        else:
            screen.files([result])


@app.command(help=tr("从办件中删除一个文件（提交之前）。", "Take a file out of its case, until it is submitted."))
def delete(file_id: FileId) -> None:
    """Take a file out of its case, until it is submitted."""
    with open_desk() as (desk, screen):
        desk.delete(file_id)
        screen.say("已删除", "deleted")


@app.command(
    help=tr(
        "指定某一页是哪种材料；人的决定优先，并记录在案。",
        "Say which material a page is; a person's decision counts and is recorded.",
    )
)
def assign(
    page_id: Annotated[
        str,
        typer.Argument(
            help=tr("文件编号:页码，或 文件编号:页码.卡片序号", "FILE:PAGE, or FILE:PAGE.CARD"), show_default=False
        ),
    ],
    material: Annotated[
        str | None,
        typer.Argument(
            help=tr("材料名称；不写表示不属于任何材料", "material name; without it: none of the materials"),
            show_default=False,
        ),
    ] = None,
    by: Annotated[str, typer.Option(help=tr("作出决定的人", "who decides"))] = "clerk",
) -> None:
    """Say which material a page is; a person's decision counts and is recorded."""
    with open_desk() as (desk, screen):
        page = desk.assign(page_id, material=material, by=by)
        screen.say(f"第 {page.page} 页 → {page.material or '无'}", f"page {page.page} → {page.material or 'none'}")


@app.command(
    help=tr(
        "检查材料是否齐全、可用、一致；一次列出全部问题。",
        "Check whether the case is complete, usable and consistent; all problems at once.",
    )
)
def check(case_id: CaseId, out: OutDir = None, json_output: JsonFlag = False) -> None:
    """Check whether the case is complete, usable and consistent; all problems at once."""
    with open_desk(quiet=json_output) as (desk, screen):
        with screen.progress("识别材料", "reading") as on_page:
            report = desk.check(case_id, on_page=on_page)
        screen.completeness(report)
        if out:
            desk.write_outputs(case_id, out)
        if json_output:
            print_json(report)
    if not report.complete:
        raise typer.Exit(ExitCode.INCOMPLETE)


@app.command(
    help=tr(
        "提交办件，取得申报告知单；查询密码只显示这一次。",
        "Submit a case and get its receipt; the password is shown this one time.",
    )
)
def submit(case_id: CaseId, out: OutDir = None, json_output: JsonFlag = False) -> None:
    """Submit a case and get its receipt; the password is shown this one time."""
    with open_desk(quiet=json_output) as (desk, screen):
        try:
            with screen.progress("识别材料", "reading") as on_page:
                receipt = desk.submit(case_id, on_page=on_page)
        except Incomplete as refused:
            screen.completeness(refused.report)
            if json_output:
                print_json(refused.report)
            raise typer.Exit(ExitCode.INCOMPLETE) from refused
        if out:
            desk.write_outputs(case_id, out, receipt=receipt)
        if json_output:
            print_json(receipt)
        else:
            screen.receipt(receipt)
