"""One case, once, now: what `shoujian run` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..schemas.case import Case
from ..schemas.errors import Incomplete, InputRejected
from ..schemas.findings import Finding
from ..schemas.results import RunResult
from .applications import Application
from .desk import Desk
from .looking import OnPage


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
