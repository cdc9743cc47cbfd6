"""One case, once, now: what `shoujian run` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..processors.names import display_name
from ..schemas.case import Case
from ..schemas.errors import Incomplete, InputRejected, NotFound
from ..schemas.findings import Finding
from ..schemas.results import RunResult
from .applications import APPLICATION_NAMES, Application, find_application, load_application
from .desk import Desk
from .examining import OnPage
from .stability import is_litter, is_temporary, is_there


def collect_paths(paths: Sequence[Path]) -> list[Path]:
    """Return the files meant: each file named, and those in each folder named, in the order of their names.

    Litter and temporary files are left out of folders, application files everywhere.

    Raises:
        NotFound: a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if not is_there(path):
            raise NotFound(f"文件不存在：{display_name(path.name)}", remedy="请检查路径")
        if path.is_dir():
            inside = sorted(entry for entry in path.rglob("*") if entry.is_file() and not entry.is_symlink())
            found += [entry for entry in inside if not _is_left_out(entry.name)]
        elif path.name not in APPLICATION_NAMES:
            found.append(path)
    return found


def find_described(paths: Sequence[Path]) -> Application | None:
    """Return what the application file among these paths, or in one of these folders, says; None without one."""
    for path in paths:
        described = find_application(path) if path.is_dir() else path
        if described and described.name in APPLICATION_NAMES:
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
        InputRejected: there are no files.
        NotFound: no such procedure or, where the application says what a file is, no such material.
    """
    if not files:
        raise InputRejected("没有文件", remedy="请指定文件，或放有文件的文件夹")
    described = application or Application()
    name = procedure or described.procedure or desk.office.settings.default_procedure
    described.check_materials(desk.office.procedure(name))
    case = desk.open_case(name, described.applicant)
    refused = _upload(desk, case, files, described)
    receipt, package = None, None
    try:
        if submit:
            receipt = desk.submit(case.id, on_page=on_page)
            package = str(desk.package(case.id))
        report = desk.check(case.id, on_page=on_page)
    except Incomplete as incomplete:
        report = incomplete.report
    return RunResult(
        case=case.id,
        state=desk.case(case.id).state.value,
        completeness=report,
        unmatched=report.unmatched,
        findings=(*refused, *report.findings),
        pages=sum(file.pages for file in desk.files(case.id)),
        receipt=receipt,
        package=package,
    )


def _upload(desk: Desk, case: Case, files: Sequence[Path], described: Application) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    for path in files:
        declared = described.materials.get(path.name)
        findings += desk.upload(case.id, [path], material=declared, origin="cli").findings
    # What is wrong with an archive is told by the check too.
    return tuple(found for found in findings if not found.code.startswith("archive."))


def _is_left_out(name: str) -> bool:
    return is_litter(name) or is_temporary(name) or name in APPLICATION_NAMES
