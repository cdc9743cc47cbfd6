"""One case, once, now: what `shoujian run` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..processors.names import display_name
from ..schemas.errors import Incomplete, InputRejected, NotFound
from ..schemas.results import RunResult
from .applications import APPLICATION_NAMES, Application, find_application, load_application
from .desk import Desk
from .examining import OnPage
from .stability import is_litter, is_temporary


def collect_paths(paths: Sequence[Path]) -> list[Path]:
    """Return the files meant: each file named, and those in each folder named, in the order of their names.

    Litter, temporary files and an application file are left out of folders.

    Raises:
        NotFound: a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(entry for entry in path.rglob("*") if entry.is_file() and not entry.is_symlink())
            found += [entry for entry in inside if not _is_left_out(entry.name)]
        elif path.exists() or path.is_symlink():
            found.append(path)
        else:
            raise NotFound(f"文件不存在：{display_name(path.name)}", remedy="请检查路径")
    return found


def find_described(paths: Sequence[Path]) -> Application | None:
    """Return what the application file in one of these folders says; None when there is none."""
    for path in paths:
        described = find_application(path) if path.is_dir() else None
        if described:
            return load_application(described)
    return None


def run_case(
    desk: Desk,
    files: Sequence[Path],
    *,
    procedure: str | None,
    application: Application | None,
    submit: bool,
    on_page: OnPage,
) -> RunResult:
    """Open a case, receive the files, check it and, when asked to, submit it.

    Raises:
        InputRejected: no file could be received.
    """
    described = application or Application()
    name = procedure or described.procedure or desk.office.settings.default_procedure
    case = desk.open_case(name, described.applicant)
    upload = desk.upload(case.id, files, origin="cli")
    if not upload.sources:
        problems = "；".join(f"{found.file}：{found.message}" for found in upload.findings) or "没有文件"
        raise InputRejected(f"没有收到可用的文件（{problems}）", remedy="请按说明处理后重试")
    receipt, package = None, None
    try:
        if submit:
            receipt = desk.submit(case.id, on_page=on_page)
            package = str(desk.package(case.id))
        report = desk.check(case.id, on_page=on_page)
    except Incomplete as refused:
        report = refused.report
    return RunResult(
        case=case.id,
        state=desk.case(case.id).state.value,
        completeness=report,
        unmatched=report.unmatched,
        findings=(*upload.findings, *report.findings),
        receipt=receipt,
        package=package,
    )


def _is_left_out(name: str) -> bool:
    return is_litter(name) or is_temporary(name) or name in APPLICATION_NAMES
