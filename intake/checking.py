"""Hold a case against its procedure: everything that is missing, unusable or inconsistent, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..processors.legibility.likeness import SAME_PICTURE, likeness
from ..processors.matching.documents import join_files
from ..processors.rules.completeness import CheckedSource, check_completeness
from ..processors.rules.decisions import apply_decisions
from ..processors.rules.sheets import in_order
from ..schemas.completeness import Completeness
from ..schemas.findings import Finding, finding
from ..schemas.procedure import Procedure
from ..schemas.results import FileResult, PageResult
from .examining import examine_case
from .fitting import refit_findings
from .looking import OnPage
from .office import Office
from .record.database import exclusive
from .record.records import Snapshot


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """A case as it was at one moment, with people's decisions applied, and the report on it."""

    snapshot: Snapshot
    procedure: Procedure
    results: Mapping[str, FileResult]
    report: Completeness


def check_case(office: Office, case_id: str, *, on_page: OnPage) -> CheckedCase:
    """Read what was not read yet and return the case with its whole report."""
    case = office.records.case(case_id)
    procedure = office.procedure(case.procedure_id)
    # Who checks a case while another process reads it waits, and then finds everything read.
    with exclusive(office.records.engine, f"examine/{case.id}"):
        examine_case(office, case, procedure, on_page=on_page)
    snapshot = office.records.snapshot(case_id)
    decided = {file: _decided(office, snapshot, procedure, file) for file in snapshot.results}
    results = joined(snapshot, decided, procedure)
    checked = [CheckedSource(source, results.get(source.id)) for source in snapshot.sources]
    report = check_completeness(procedure, snapshot.case.applicant, checked, today=office.today())
    same = same_pictures(checked)
    return CheckedCase(snapshot, procedure, results, report.model_copy(update={"findings": (*report.findings, *same)}))


def joined(snapshot: Snapshot, results: Mapping[str, FileResult], procedure: Procedure) -> Mapping[str, FileResult]:
    """Return the results with documents that go on over several files, in the order of their names."""
    read = in_order([CheckedSource(source, results[source.id]) for source in snapshot.sources if source.id in results])
    whole = join_files([results[checked.source.id] for checked in read], procedure)
    return {checked.source.id: result for checked, result in zip(read, whole, strict=True)}


def _decided(office: Office, snapshot: Snapshot, procedure: Procedure, file: str) -> FileResult:
    seen = snapshot.results[file]
    decisions = snapshot.decisions_on(file)
    if not decisions:
        return seen
    result = apply_decisions(seen, decisions, procedure)
    source = next(source for source in snapshot.sources if source.id == file)
    return refit_findings(office, source, seen, result, procedure)


def same_pictures(checked: Sequence[CheckedSource]) -> tuple[Finding, ...]:
    """Return a finding for each page that nearly repeats an earlier one: the same paper scanned twice."""
    pages = [
        (source.source.name, page)
        for source in checked
        if source.result
        for page in source.result.pages
        if page.fingerprint and not page.blank
    ]
    found: list[Finding] = []
    for (first_name, first), (name, page) in combinations(pages, 2):
        if likeness(int(first.fingerprint, 16), int(page.fingerprint, 16)) >= SAME_PICTURE and _same_text(first, page):
            found.append(
                finding("case.same_picture", file=name, page=page.page, other=f"{first_name} 第{first.page}页")
            )
    return tuple(found)


def _same_text(first: PageResult, second: PageResult) -> bool:
    """Tell whether two pages could say the same: forms look alike, what is filled in differs."""
    a, b = ({line.text for line in page.text} for page in (first, second))
    return len(a & b) >= 0.5 * max(len(a), len(b))
