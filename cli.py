"""The command line: parse, call, print. People read stderr, programs read `--json` on stdout.

Commands import what they work with when they run: `inspect` should not wait for the database's libraries.
"""

from __future__ import annotations

import getpass
import logging
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import ValidationError
from rich.markup import escape

from .commands import case, hints, procedure
from .commands.shared import (
    CONTEXT,
    Files,
    JsonFlag,
    OutDir,
    ProcedureId,
    choices,
    open_desk,
    print_json,
    read_text,
    screen_for,
    settings_with,
    tr,
)
from .console import Screen
from .intake.applications import load_application
from .intake.paths import collect_paths, find_described
from .intake.procedures import find_procedure
from .intake.settings import default_locale
from .processors.masking import mask_text
from .processors.names import display_name
from .schemas.errors import (
    ExitCode,
    InputRejected,
    ShoujianError,
    UsageError,
)
from .schemas.findings import speaking
from .schemas.receipt import Receipt

log = logging.getLogger(__name__)

app = typer.Typer(
    name="shoujian",
    no_args_is_help=True,
    context_settings=CONTEXT,
    pretty_exceptions_enable=False,
    help=tr(
        "收件：把申请人的扫描件和照片变成端正、可读、齐全的申报材料。先试试：shoujian demo",
        "Shoujian takes in scans and photos and makes a complete application of them. Try: shoujian demo",
    ),
)
app.add_typer(case.app, name="case")
app.add_typer(procedure.app, name="procedure")
app.add_typer(hints.app, name="hints")


@app.callback()
def options(
    lang: Annotated[
        Literal["zh", "en"] | None, typer.Option("--lang", help=tr("提示语言", "language of messages"))
    ] = None,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help=tr("记录每一步（不含个人信息）", "log every step (no personal data)")),
    ] = False,
) -> None:
    """Read the options that hold for every command."""
    choices.locale = lang
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells every table of every font it subsets
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", force=True
    )


@app.command(
    help=tr(
        "虚构一位申请人，把扫描件和照片放进收件箱，一直走到申报告知单和补正告知。",
        "Make up an applicant, drop scans and photos, and go all the way to a receipt and a notice.",
    )
)
def demo(
    out: Annotated[
        Path, typer.Option("--out", help=tr("演示数据和结果写到这里", "where the demo's files and results go"))
    ] = Path("demo-out"),
    seed: Annotated[
        int, typer.Option(help=tr("换一个数字，换一位虚构的申请人", "another number, another applicant"))
    ] = 7,
) -> None:
    """Make up an applicant, drop scans and photos, and go all the way to a receipt and a notice."""
    from .demo.show import show_demo

    locale = settings_with().locale
    with speaking(locale):
        show_demo(out, seed=seed, screen=Screen(locale))


@app.command(
    help=tr(
        "办理一个办件：收下这些文件，检查，按需提交；报告写到 --out。",
        "Deal with one case: receive these files, check them, submit on demand; the report goes to --out.",
    )
)
def run(
    paths: Files,
    procedure: ProcedureId = None,
    applicant: Annotated[
        Path | None,
        typer.Option(
            "--applicant", help=tr("申请人信息（application.yaml）", "applicant's information (application.yaml)")
        ),
    ] = None,
    submit: Annotated[
        bool,
        typer.Option(
            "--submit", help=tr("材料齐全时提交，取得申报告知单", "submit when complete, and get the receipt")
        ),
    ] = False,
    out: OutDir = None,
    json_output: JsonFlag = False,
) -> None:
    """Deal with one case: receive these files, check them, submit on demand; the report goes to --out."""
    from .intake.running import run_case

    files = collect_paths(paths)
    application = load_application(applicant) if applicant else find_described(paths)
    with open_desk(quiet=json_output) as (desk, screen):
        with screen.progress("识别材料", "reading") as on_page:
            outcome = run_case(
                desk, files, procedure=procedure, application=application, submit=submit, on_page=on_page
            )
        if out:
            desk.write_outputs(outcome.case, out, receipt=outcome.receipt)
        screen.outcome(outcome)
        if out:
            report = escape(str(out / "report.html"))
            screen.say(f"报告：{report}", f"report: {report}")
        if json_output:
            print_json(outcome)
    if not outcome.pages:
        raise typer.Exit(ExitCode.INPUT_REJECTED)
    if not outcome.completeness.complete:
        raise typer.Exit(ExitCode.INCOMPLETE)


@app.command(
    help=tr(
        "看守收件箱：每个子文件夹是一个办件，结果写到 outbox（约定见 inbox/README.md）。",
        "Watch the drop folder: each sub-folder is a case, results go to the outbox (see inbox/README.md).",
    )
)
def watch(
    inbox: Annotated[
        Path | None, typer.Argument(help=tr("收件箱目录", "the drop folder"), show_default="settings: inbox")
    ] = None,
    outbox: Annotated[Path | None, typer.Option(help=tr("结果目录", "results"))] = None,
    rejected: Annotated[Path | None, typer.Option(help=tr("拒收文件目录", "refused files"))] = None,
    once: Annotated[
        bool, typer.Option("--once", help=tr("处理完现有的文件夹就结束", "stop when nothing is left to do"))
    ] = False,
) -> None:
    """Watch the drop folder: each sub-folder is a case, results go to the outbox (see inbox/README.md)."""
    from .intake.desk import Desk
    from .intake.dropfolder.inbox import InboxFolders
    from .intake.dropfolder.watcher import Watcher

    settings = settings_with(inbox=inbox, outbox=outbox, rejected=rejected)
    folders = InboxFolders(settings.inbox, settings.outbox, settings.rejected)
    screen = Screen(settings.locale)
    with Desk.open(settings) as desk, speaking(settings.locale):
        watcher = Watcher(desk, folders, on_drop=screen.drop)
        # By a thread: the handler interrupts this one, which may hold the very lock that stopping needs.
        signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=watcher.stop).start())
        place = escape(str(folders.inbox))
        screen.say(f"正在看守 {place}（Ctrl-C 结束）", f"watching {place} (Ctrl-C to stop)")
        watcher.run(until_idle=once)


@app.command(
    help=tr("看看收件台从文件里看到了什么；什么都不保存。", "Show what the desk sees in files; nothing is stored.")
)
def inspect(
    files: Files,
    procedure: ProcedureId = None,
    text: Annotated[bool, typer.Option("--text", help=tr("连同识别出的文字", "with the text that was read"))] = False,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help=tr(
                "只看每页是什么材料：能一眼认出的页不矫正、不取字段，快几倍",
                "names only: pages known at a glance are not levelled nor searched for fields, several times as fast",
            ),
        ),
    ] = False,
    out: OutDir = None,
    json_output: JsonFlag = False,
) -> None:
    """Show what the desk sees in files; nothing is stored."""
    from .intake.inspecting import inspect_files
    from .intake.lens import Lens

    settings = settings_with()
    screen = Screen(settings.locale, quiet=json_output)
    asked = find_procedure(procedure or settings.default_procedure, extra_dirs=settings.procedure_dirs)
    with Lens.open(settings) as lens, speaking(settings.locale):
        with screen.progress("识别", "reading") as on_page:
            paths = collect_paths(files)
            seen = inspect_files(lens, paths, procedure=asked, on_page=on_page, text=text, quick=quick, out=out)
        screen.files(seen.files)
        if json_output:
            print_json(seen)
    if not seen.files:
        raise InputRejected("没有文件", remedy="请指定文件，或放有文件的文件夹")
    if not any(file.pages for file in seen.files):
        raise typer.Exit(ExitCode.INPUT_REJECTED)


@app.command(help=tr("查询办事进度。", "Look up a case's progress."))
def progress(
    number: Annotated[
        str, typer.Argument(help=tr("办件申报号（21 位）", "the case's number (21 digits)"), show_default=False)
    ],
    password_file: Annotated[
        Path | None,
        typer.Option(help=tr("从文件读取查询密码，不在终端询问", "read the password from a file instead of asking")),
    ] = None,
    json_output: JsonFlag = False,
) -> None:
    """Look up a case's progress."""
    password = read_text(password_file).strip() if password_file else ask_password()
    with open_desk(quiet=json_output) as (desk, screen):
        found = desk.progress(number, password)
        if json_output:
            print_json(found)
        else:
            screen.case_progress(found)


@app.command(
    help=tr(
        "核验申报包：是否完整、未被改动、与申报告知单一致；无需联网和数据库。",
        "Verify a package: whole, unchanged, and what its receipt says; needs no network or database.",
    )
)
def verify(
    package: Annotated[Path, typer.Argument(help=tr("申报包（.zip）", "the package (.zip)"), show_default=False)],
    receipt: Annotated[
        Path | None,
        typer.Option(help=tr("receipt.json，核对是否与申报告知单一致", "receipt.json, to hold the package against it")),
    ] = None,
    json_output: JsonFlag = False,
) -> None:
    """Verify a package: whole, unchanged, and what its receipt says; needs no network or database."""
    from .intake.package.verify import verify_package

    stated = read_receipt(receipt) if receipt else None
    report = verify_package(package, stated)
    screen = screen_for(quiet=json_output)
    screen.verification(report)
    if json_output:
        print_json(report)
    if not report.ok:
        raise typer.Exit(ExitCode.INPUT_REJECTED)


@app.command(
    help=tr("检查安装：有什么、缺什么、缺了会怎样。", "Tell what is installed, what is missing, and what that costs.")
)
def doctor(json_output: JsonFlag = False) -> None:
    """Tell what is installed, what is missing, and what that costs."""
    settings = settings_with()
    from .intake.doctor import diagnose, healthy

    found = diagnose(settings)
    Screen(settings.locale, quiet=json_output).diagnosis(found)
    if json_output:
        print_json(found)
    if not healthy(found):
        raise typer.Exit(ExitCode.TOOL_MISSING)


def main() -> None:
    """Run the command line; every ending has its exit code (see `ExitCode`).

    Typer itself ends wrong usage with 2 and Ctrl-C with 130.
    """
    try:
        app()
    except ShoujianError as error:
        screen_for_errors().error(error)
        sys.exit(error.exit_code)
    except Exception:
        # A defect of ours. What it says may quote a document, so numbers of people are masked.
        sys.stderr.write(mask_text(traceback.format_exc()))
        screen_for_errors().say("内部错误，请把以上信息报告给开发者", "A defect; please report the lines above")
        sys.exit(ExitCode.DEFECT)


def screen_for_errors() -> Screen:
    """Return a screen that needs no settings: they may be what is wrong."""
    return Screen(choices.locale or default_locale())


def ask_password() -> str:
    """Ask for the password where somebody sits at a terminal, else read it as a line of standard input.

    Raises:
        UsageError: nothing was entered.
    """
    prompt = tr("查询密码：", "Password: ")
    try:
        password = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()
    except EOFError:
        password = ""
    if not password.strip():
        raise UsageError("没有输入查询密码", remedy="请输入密码，或用 --password-file 指定文件")
    return password.strip()


def read_receipt(path: Path) -> Receipt:
    """Return the receipt that a `receipt.json` holds.

    Raises:
        NotFound: there is no such file.
        InputRejected: it holds no receipt.
    """
    try:
        return Receipt.model_validate_json(read_text(path))
    except ValidationError as error:
        name = display_name(path.name)
        raise InputRejected(f"{name} 不是申报告知单", remedy="请用与申报包一起得到的 receipt.json") from error
