"""The desk: what a portal backend calls. Thread-safe, never prints, returns frozen schemas."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from ..processors.rules.decisions import apply_decisions
from ..schemas.case import (
    EDITABLE,
    Applicant,
    Case,
    CaseState,
)
from ..schemas.completeness import Completeness, CorrectionNotice
from ..schemas.errors import WrongState
from ..schemas.procedure import Procedure
from ..schemas.receipt import Progress, Receipt
from ..schemas.results import FileResult, InspectResult, PageResult
from ..schemas.source import ReceivedFile, Upload
from .assigning import assign
from .checking import check_case, joined
from .closing import Closing
from .inspecting import inspect_files
from .looking import OnPage
from .office import Clock, Office, utc_now
from .originals import copy_original, received_file
from .outputs import write_outputs
from .receiving import Arrival, Incoming, receive
from .record.progress import look_up
from .settings import Settings, load_settings
from .submission import renew_password, submit_case


def _unheard(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Desk(Closing):
    """Takes in cases. Open one per process with `Desk.open()` and share it between threads."""

    def __init__(self, office: Office) -> None:
        """Work with this equipment; `Desk.open` makes it from settings."""
        self.office = office

    @classmethod
    def open(cls, settings: Settings | None = None, *, clock: Clock = utc_now) -> Self:
        """Open the desk: settings from the environment or shoujian.toml where none are given.

        Raises:
            BadConfiguration: the settings are wrong.
            CannotWrite: the data folder cannot be used.
            ToolMissing: no reader is installed.
        """
        return cls(Office.open(settings or load_settings(), clock=clock))

    def close(self) -> None:
        """Stop the desk's processes and threads; cases and files stay."""
        self.office.close()

    # Cases

    def open_case(self, procedure_id: str, applicant: Applicant, *, label: str | None = None) -> Case:
        """Open a case (办件) for one applicant; `label` is the caller's own key, such as a folder's name.

        Raises:
            NotFound: there is no such procedure.
            BadConfiguration: the procedure's file has errors.
        """
        return self.office.records.create_case(self.office.procedure(procedure_id), applicant, label=label)

    def case(self, case_id: str) -> Case:
        """Return the case.

        Raises:
            NotFound: there is none of that id.
        """
        return self.office.records.case(case_id)

    def cases(self, *, state: CaseState | None = None, label: str | None = None) -> tuple[Case, ...]:
        """Return cases, the newest first."""
        return self.office.records.cases(state=state, label=label)

    def save(self, case_id: str, applicant: Applicant) -> Case:
        """Keep the applicant's basic information (保存), until the case is submitted."""
        return self.office.records.save_applicant(case_id, applicant)

    def procedure(self, case_id: str) -> Procedure:
        """Return the procedure of a case."""
        return self.office.procedure(self.case(case_id).procedure_id)

    # Files

    def upload(
        self, case_id: str, files: Sequence[Incoming], *, material: str | None = None, origin: str = "upload"
    ) -> Upload:
        """Receive files (paths, open binary files or (name, bytes) pairs) into a case; any number at once.

        `material` declares what they are; None lets the pages find their own names. The same bytes twice in one case
        are one file. A file which cannot be received is a finding of the result, and the others are received.

        Raises:
            NotFound: no such case, material or path.
            WrongState: the case is submitted.
        """
        procedure = self._editable(case_id)
        declared = procedure.named(material).name if material is not None else None
        arrival = Arrival(case_id, procedure.receive, declared, origin)
        return receive(self.office, arrival, files)

    def files(self, case_id: str) -> tuple[ReceivedFile, ...]:
        """Return the files of a case in the order of arrival, with what is known of each, decisions applied."""
        snapshot = self.office.records.snapshot(case_id)
        procedure = self.office.procedure(snapshot.case.procedure_id)
        decided = {
            file: apply_decisions(seen, snapshot.decisions_on(file), procedure)
            for file, seen in snapshot.results.items()
        }
        seen = joined(snapshot, decided, procedure)
        return tuple(received_file(source, seen.get(source.id)) for source in snapshot.sources)

    def view(self, file_id: str) -> Path:
        """Return where the untouched bytes of a file are, to look at them (查看); never write there.

        Raises:
            NotFound: no such file.
        """
        return self.office.blobs.path(self.office.records.source(file_id).sha256)

    def result(self, file_id: str) -> FileResult | None:
        """Return what was seen in a file; None when it was not read yet."""
        return self.office.records.file_result(self.office.records.source(file_id).id)

    def copy_original(self, file_id: str, dest: Path) -> Path:
        """Copy the untouched bytes of a file into a folder, under a safe name; return where.

        Raises:
            CannotWrite: the folder cannot be written, or has such a file already.
        """
        return copy_original(self.office, self.office.records.source(file_id), dest)

    def delete(self, file_id: str) -> None:
        """Take a file out of its case (删除), until the case is submitted; the record of it remains.

        Raises:
            NotFound: no such file.
            WrongState: the case is submitted.
        """
        self.office.records.delete_source(file_id)

    def assign(self, page_id: str, *, material: str | None, by: str = "clerk") -> PageResult:
        """Say what a page is: a person's decision beats the matcher's and is recorded.

        `page_id` is "FILE:PAGE" or, for the nth card on a page, "FILE:PAGE.CARD", counted from 1. `material` None says
        that the page is none of the procedure's materials.

        Raises:
            NotFound: no such page or material.
            WrongState: the case is submitted.
        """
        return assign(self.office, page_id, material=material, by=by)

    # From check to receipt

    def check(self, case_id: str, *, on_page: OnPage = _unheard) -> Completeness:
        """Read what was not read yet and return every finding at once.

        `on_page(done, total)` is called after each page that was read.

        Raises:
            NotFound: no such case.
        """
        return check_case(self.office, case_id, on_page=on_page).report

    def submit(self, case_id: str, *, on_page: OnPage = _unheard) -> Receipt:
        """Package the case and return its receipt (申报告知单), with the password this one time.

        A case has one receipt: submitting again returns the same one, without the password.

        Raises:
            Incomplete: something is missing or unusable; carries the report, and the notice is kept.
            NotFound: no such case.
            CannotWrite: the package could not be stored; nothing was submitted.
        """
        return submit_case(self.office, case_id, on_page=on_page)

    def renew_password(self, case_id: str) -> Receipt:
        """Return the receipt with a new password, for one that was lost; the old one no longer opens anything.

        Raises:
            NotFound: the case has no receipt.
        """
        return renew_password(self.office, case_id)

    def receipt(self, case_id: str) -> Receipt | None:
        """Return the case's receipt without its password; None before submission."""
        return self.office.records.receipt(case_id)

    def notice(self, case_id: str) -> CorrectionNotice | None:
        """Return the last correction notice (补正告知) of the case, if there is one."""
        return self.office.records.notice(case_id)

    def package(self, case_id: str) -> Path | None:
        """Return the submitted package's path; None before submission."""
        receipt = self.receipt(case_id)
        return self.office.settings.packages_dir / receipt.package_name if receipt else None

    def progress(self, number: str, password: str, *, client: str = "") -> Progress:
        """Return the masked state and history of a submitted case (办事进度).

        Raises:
            ProgressRefused: number and password do not belong together, or too many tries; which, is not said.
        """
        return look_up(self.office.records, number, password, now=self.office.clock(), client=client)

    def write_outputs(self, case_id: str, dest: Path, *, receipt: Receipt | None = None) -> None:
        """Write report.html, the pages, and the receipt or the notice into a folder.

        `receipt`, when it was just issued, carries the password that the PDF shows.

        Raises:
            CannotWrite: the folder cannot be written.
        """
        write_outputs(self.office, case_id, dest, receipt=receipt)

    def inspect(
        self,
        paths: Sequence[Path],
        *,
        procedure_id: str | None = None,
        text: bool = False,
        quick: bool = False,
        out: Path | None = None,
        on_page: OnPage = _unheard,
    ) -> InspectResult:
        """Return what the desk sees in files, `text` with their lines; nothing is stored.

        With `out`, before and after pictures of each page are written there. `quick` asks for names only: pages that a
        glance can name are neither levelled nor cut nor searched for fields, several times as fast.

        Raises:
            UsageError: pictures were asked for together with names only.
            NotFound: a path does not exist.
        """
        procedure = self.office.procedure(procedure_id or self.office.settings.default_procedure)
        return inspect_files(
            self.office.lens, paths, procedure=procedure, on_page=on_page, text=text, quick=quick, out=out
        )

    def _editable(self, case_id: str) -> Procedure:
        case = self.case(case_id)
        if case.state not in EDITABLE:
            raise WrongState("办件已提交，不能再上传文件", remedy="如需更改请联系窗口")
        return self.office.procedure(case.procedure_id)
