"""`shoujian demo`: write two fictitious cases, drop them, and show what becomes of them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from rich.markup import escape

from ..console import Screen
from ..intake.desk import Desk
from ..intake.dropfolder.inbox import Drop, InboxFolders
from ..intake.dropfolder.watcher import Watcher
from ..intake.package.verify import verify_package
from ..intake.settings import Settings, load_settings
from ..schemas.errors import CannotWrite
from ..schemas.findings import Locale
from .case import write_demo

MARKER = ".shoujian-demo"
QUIET_S = 0.2
"""The demo's files are complete when they are written, so nobody needs to wait for them."""


def show_demo(out: Path, *, seed: int, screen: Screen) -> None:
    """Run the whole product on fictitious input, below `out`; what an earlier demo left there is replaced.

    Raises:
        CannotWrite: `out` holds something that no demo wrote.
    """
    _clear(out)
    settings = _settings(out, screen.locale)
    screen.say(
        f"[bold]1. 虚构两位申请人的材料[/]  {escape(str(settings.inbox))}",
        f"[bold]1. two fictitious cases[/]  {escape(str(settings.inbox))}",
    )
    written = write_demo(settings.inbox, seed=seed, today=date.today())
    for case in (written.complete, written.defects):
        names = "、".join(file.name for file in case.files)
        screen.say(f"   {case.folder.name}：{escape(names)}", f"   {case.folder.name}: {escape(names)}")
    screen.say("[bold]2. 放进收件箱，由收件台办理[/]", "[bold]2. dropped into the inbox, dealt with by the desk[/]")
    with Desk.open(settings) as desk:
        drops = _take_in(desk, settings, screen)
        for drop in drops:
            _show(desk, drop, screen)
    _farewell(drops, screen)


def _clear(out: Path) -> None:
    try:
        if out.exists() and any(out.iterdir()) and not (out / MARKER).exists():
            raise CannotWrite(f"{out} 里有别的文件", remedy="请用 --out 指定一个空目录")
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True, exist_ok=True)
        (out / MARKER).write_text("written by shoujian demo; it may be deleted\n")
    except OSError as error:
        raise CannotWrite(f"无法写入 {out}：{error.strerror}", remedy="请用 --out 指定一个空目录") from error


def _settings(out: Path, locale: Locale) -> Settings:
    return load_settings(
        locale=locale,
        data_dir=out / "data",
        database_url=None,
        inbox=out / "inbox",
        outbox=out / "outbox",
        rejected=out / "rejected",
        quiet_seconds=QUIET_S,
    )


def _take_in(desk: Desk, settings: Settings, screen: Screen) -> list[Drop]:
    drops: list[Drop] = []

    def dealt(drop: Drop) -> None:
        drops.append(drop)
        screen.drop(drop)

    folders = InboxFolders(settings.inbox, settings.outbox, settings.rejected)
    Watcher(desk, folders, on_drop=dealt).run(until_idle=True)
    return drops


def _show(desk: Desk, drop: Drop, screen: Screen) -> None:
    if drop.case_id is None:
        return
    screen.say(f"\n[bold]3. {escape(drop.name)}[/]", f"\n[bold]3. {escape(drop.name)}[/]")
    screen.completeness(desk.check(drop.case_id))
    if drop.receipt is None or drop.receipt.password is None or drop.out is None:
        return
    screen.receipt(drop.receipt)
    screen.case_progress(desk.progress(drop.receipt.number, drop.receipt.password))
    screen.verification(verify_package(drop.out / drop.receipt.package_name, drop.receipt))


def _farewell(drops: list[Drop], screen: Screen) -> None:
    screen.say("\n[bold]4. 接下来看看[/]", "\n[bold]4. now look at[/]")
    for drop in drops:
        if drop.out:
            for name in ("report.html", "申报告知单.pdf", "补正告知.pdf"):
                if (drop.out / name).exists():
                    screen.say(f"   {escape(str(drop.out / name))}", f"   {escape(str(drop.out / name))}")
