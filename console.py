"""How the terminal shows things: tables, progress bars and colours, on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from .intake.papers.plain import china_time
from .processors.names import display_name
from .schemas.case import STATE_NAMES, Case, CaseState
from .schemas.completeness import STATUS_NAMES, Completeness, Status
from .schemas.errors import ShoujianError
from .schemas.findings import Finding, Locale
from .schemas.package import VerifyReport
from .schemas.procedure import Procedure
from .schemas.receipt import Progress as CaseProgress
from .schemas.receipt import Receipt
from .schemas.results import FileResult, PageResult, RunResult
from .schemas.source import ReceivedFile

if TYPE_CHECKING:
    from .intake.doctor import Diagnosis
    from .intake.dropfolder.inbox import Drop

STATUS_STYLES: dict[Status, str] = {"missing": "red", "uploaded": "yellow", "usable": "green", "unknown": "magenta"}
SEVERITY_STYLES = {"error": "red", "confirm": "yellow", "warning": "cyan", "info": "dim"}
SEVERITY_NAMES = {
    "error": {"zh": "必须处理", "en": "error"},
    "confirm": {"zh": "需核实", "en": "confirm"},
    "warning": {"zh": "提示", "en": "warning"},
    "info": {"zh": "说明", "en": "info"},
}
REQUIREMENT_NAMES = {
    "required": {"zh": "必须", "en": "required"},
    "conditional": {"zh": "按条件", "en": "conditional"},
    "optional": {"zh": "可选", "en": "optional"},
}


class Screen:
    """Everything said to a person; standard output stays free for JSON."""

    def __init__(self, locale: Locale, *, quiet: bool = False) -> None:
        """Speak `locale`; `quiet` says only errors."""
        self.locale = locale
        self.quiet = quiet
        self.console = Console(stderr=True)

    def tr(self, zh: str, en: str) -> str:
        """Return the sentence of the screen's language."""
        return en if self.locale == "en" else zh

    def say(self, zh: str, en: str) -> None:
        """Print one line of markup; callers escape what comes from outside."""
        if not self.quiet:
            # Not folded at the terminal's width: a path that is copied from here must stay in one piece.
            self.console.print(self.tr(zh, en), soft_wrap=True)

    def error(self, error: ShoujianError) -> None:
        """Print an error and its remedy."""
        self.console.print(Text(str(error), style="bold red"))
        if error.remedy:
            self.console.print(Text(f"→ {error.remedy}", style="yellow"))

    @contextmanager
    def progress(self, zh: str, en: str) -> Iterator[Callable[[int, int], None]]:
        """Show a bar; the value is a function (done, total)."""
        bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
            disable=self.quiet or not self.console.is_terminal,
        )
        with bar:
            task = bar.add_task(self.tr(zh, en), total=None)

            def advance(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            yield advance

    def completeness(self, report: Completeness) -> None:
        """Print the checklist and, below it, every finding with its remedy."""
        if self.quiet:
            return
        table = Table(title=self.tr("材料齐全性", "Completeness"), title_justify="left", header_style="bold")
        for zh, en in (("材料", "Material"), ("要求", "Required"), ("状态", "Status"), ("页", "Pages")):
            table.add_column(self.tr(zh, en))
        for check in report.materials:
            required = self.tr("必须", "yes") if check.required else self.tr("可选", "no")
            status = Text(STATUS_NAMES[check.status][self.locale], style=STATUS_STYLES[check.status])
            table.add_row(Text(check.name), required, status, str(len(check.pages) or "-"))
        self.console.print(table)
        self.findings(report.all_findings())
        verdict = (
            Text(self.tr("✔ 材料齐全，可以提交", "✔ complete, ready to submit"), style="bold green")
            if report.complete
            else Text(self.tr("✘ 材料不齐全或不可用，请按上表补正", "✘ not complete: see above"), style="bold red")
        )
        self.console.print(verdict)

    def outcome(self, outcome: RunResult) -> None:
        """Print what became of a case: what was refused, the checklist, the receipt."""
        told = outcome.completeness.all_findings()
        self.findings([found for found in outcome.findings if found not in told])
        self.completeness(outcome.completeness)
        if outcome.receipt:
            self.receipt(outcome.receipt)

    def findings(self, findings: Sequence[Finding]) -> None:
        """Print findings, the gravest first."""
        if self.quiet or not findings:
            return
        order = list(SEVERITY_STYLES)
        table = Table(header_style="bold", show_lines=True)
        for zh, en in (("级别", "Level"), ("位置", "Where"), ("问题", "Problem"), ("处理办法", "Remedy")):
            table.add_column(self.tr(zh, en), overflow="fold")
        for found in sorted(findings, key=lambda item: order.index(item.severity)):
            level = Text(SEVERITY_NAMES[found.severity][self.locale], style=SEVERITY_STYLES[found.severity])
            spoken = found.localized(self.locale)
            table.add_row(level, Text(self._where(found)), Text(spoken.message), Text(spoken.remedy))
        self.console.print(table)

    def _where(self, found: Finding) -> str:
        page = self.tr(f"第{found.page}页", f"page {found.page}") if found.page else ""
        return " ".join(part for part in (found.file or found.material or "", page) if part)

    def files(self, results: Sequence[FileResult]) -> None:
        """Print what was seen in each page of each file."""
        if self.quiet:
            return
        table = Table(header_style="bold")
        columns = (
            ("文件", "File"),
            ("页", "Page"),
            ("材料", "Material"),
            ("把握", "Sure"),
            ("处理", "Done"),
            ("字段", "Fields"),
        )
        for zh, en in columns:
            table.add_column(self.tr(zh, en), overflow="fold")
        for result in results:
            for page in result.pages:
                for part in (page, *page.cards):
                    table.add_row(*self._page_row(result.file, part))
        if table.row_count:
            self.console.print(table)
        self.findings([found.placed(file=result.file) for result in results for found in result.findings])

    def _page_row(self, file: str, page: PageResult) -> tuple[Text | str, ...]:
        unknown = self.tr("空白" if page.blank else "未知", "blank" if page.blank else "unknown")
        name = Text(page.material or unknown, style="green" if page.material else "dim")
        turned = f"↻{page.rotation}°" if page.rotation else ""
        level = f"∠{page.skew:+.2f}°" if page.skew else ""
        crop = self.tr("裁切", "cropped") if page.quad else ""
        glance = self.tr("只看一眼", "a glance") if page.reading_status == "glanced" else ""
        fields = ", ".join(key + ("" if value.valid in (None, True) else "✘") for key, value in page.fields.items())
        done = " ".join(part for part in (glance, turned, crop, level) if part) or "-"
        return Text(file), str(page.page), name, f"{page.confidence:.2f}", done, Text(fields)

    def receipt(self, receipt: Receipt) -> None:
        """Print the 申报告知单; the password is shown here once and never again."""
        if self.quiet:
            return
        lines = Text()
        lines.append(self.tr("办件申报号  ", "Number    "))
        lines.append(receipt.number + "\n", style="bold green")
        if receipt.password:
            lines.append(self.tr("查询密码    ", "Password  "))
            lines.append(receipt.password + "\n", style="bold yellow")
            lines.append(
                self.tr("密码只显示这一次，请妥善记录。\n", "The password is shown only once; note it down.\n")
            )
        lines.append(f"{receipt.procedure_title}  {receipt.applicant_masked}  {china_time(receipt.submitted_at)}")
        self.console.print(Panel(lines, title=self.tr("申报告知单", "Receipt"), border_style="green", expand=False))

    def case_progress(self, progress: CaseProgress) -> None:
        """Print 办事进度."""
        table = Table(
            title=Text(f"{progress.procedure_title}  {progress.applicant_masked}  {progress.id_number_masked}")
        )
        for zh, en in (("时间", "Time"), ("状态", "State"), ("说明", "Note")):
            table.add_column(self.tr(zh, en))
        for event in progress.history:
            state = STATE_NAMES[CaseState(event.state)][self.locale]
            table.add_row(china_time(event.at), state, Text(event.note))
        self.console.print(table)

    def cases(self, cases: Sequence[Case], masked: Callable[[str], str]) -> None:
        """Print a list of cases, applicants masked."""
        table = Table(header_style="bold")
        for zh, en in (
            ("办件", "Case"),
            ("事项", "Procedure"),
            ("申请人", "Applicant"),
            ("状态", "State"),
            ("时间", "Opened"),
        ):
            table.add_column(self.tr(zh, en))
        for case in cases:
            state = STATE_NAMES[case.state][self.locale]
            applicant = Text(masked(case.applicant.name))
            table.add_row(case.id, case.procedure_id, applicant, state, china_time(case.opened_at))
        self.console.print(table)

    def received(self, files: Sequence[ReceivedFile]) -> None:
        """Print the files of a case."""
        if self.quiet:
            return
        table = Table(header_style="bold")
        for zh, en in (("编号", "File id"), ("名称", "Name"), ("类型", "Type"), ("页", "Pages"), ("材料", "Materials")):
            table.add_column(self.tr(zh, en), overflow="fold")
        for file in files:
            pages = str(file.pages) if file.read else self.tr("未读", "not read")
            names = "、".join(dict.fromkeys(file.materials)) or "-"
            table.add_row(file.source.id, Text(file.source.name), file.source.media_type, pages, Text(names))
        self.console.print(table)

    def procedure(self, procedure: Procedure) -> None:
        """Print a procedure's materials."""
        table = Table(
            title=Text(f"{procedure.title}（{procedure.id} {procedure.version}）"),
            header_style="bold",
            show_lines=True,
        )
        for zh, en in (
            ("材料", "Material"),
            ("要求", "Requirement"),
            ("页数", "Pages"),
            ("上传限制", "Limits"),
            ("说明", "Note"),
        ):
            table.add_column(self.tr(zh, en), overflow="fold")
        for material in procedure.materials:
            limits = material.upload
            size = "×".join(map(str, limits.exact_size_px)) if limits.exact_size_px else f"≤{limits.max_long_side_px}px"
            table.add_row(
                Text(material.name),
                REQUIREMENT_NAMES[material.requirement][self.locale],
                f"{material.pages.min}-{material.pages.max}",
                f"{limits.format} ≤{limits.max_bytes // 1024} KB {size}",
                Text((material.condition.reason if material.condition else "") or material.note),
            )
        self.console.print(table)

    def procedures(self, procedures: Sequence[Procedure]) -> None:
        """Print a list of procedures."""
        table = Table(header_style="bold")
        for zh, en in (
            ("编号", "Id"),
            ("事项", "Title"),
            ("主管部门", "Authority"),
            ("版本", "Version"),
            ("材料", "Materials"),
        ):
            table.add_column(self.tr(zh, en))
        for item in procedures:
            told = (item.title, item.authority, item.version, str(len(item.materials)))
            table.add_row(item.id, *map(Text, told))
        self.console.print(table)

    def drop(self, drop: Drop) -> None:
        """Print what became of a dropped folder."""
        words = {
            "submitted": ("[green]已提交[/]", "[green]submitted[/]"),
            "returned": ("[yellow]待补正[/]", "[yellow]to be corrected[/]"),
            "rejected": ("[red]已拒收[/]", "[red]rejected[/]"),
            "failed": ("[red]未能处理，将自动重试[/]", "[red]failed, will be tried again[/]"),
        }[drop.outcome]
        # The folder's name comes from outside and this line goes to a service's journal.
        where = f"  → {escape(str(drop.out.with_name(display_name(drop.out.name))))}" if drop.out else ""
        number = f"  {drop.receipt.number}" if drop.receipt else ""
        name = escape(display_name(drop.name))
        self.say(f"{name}  {words[0]}{number}{where}", f"{name}  {words[1]}{number}{where}")
        if drop.error:
            self.error(drop.error)

    def verification(self, report: VerifyReport) -> None:
        """Print whether a package is whole, and every problem if it is not."""
        if report.ok:
            self.say(
                f"[green]✔ 申报包完整、未被改动[/]（{report.number}，{report.files} 个文件）",
                f"[green]✔ the package is whole and unchanged[/] ({report.number}, {report.files} files)",
            )
            return
        table = Table(title=self.tr("✘ 申报包有问题", "✘ the package has problems"), title_style="bold red")
        for zh, en in (("文件", "Path"), ("问题", "Problem")):
            table.add_column(self.tr(zh, en), overflow="fold")
        for problem in report.problems:
            table.add_row(Text(problem.path), Text(problem.message))
        if not self.quiet:
            self.console.print(table)

    def diagnosis(self, found: Sequence[Diagnosis]) -> None:
        """Print what `doctor` saw."""
        if self.quiet:
            return
        styles = {"ok": "green", "missing": "yellow", "broken": "red"}
        marks = {"ok": "✔", "missing": "–", "broken": "✘"}
        table = Table(header_style="bold")
        for zh, en in (("", ""), ("项目", "What"), ("现状", "Found"), ("影响和办法", "What it costs")):
            table.add_column(self.tr(zh, en), overflow="fold")
        for item in found:
            table.add_row(
                Text(marks[item.state], style=styles[item.state]), item.name, Text(item.detail), Text(item.costs)
            )
        self.console.print(table)
