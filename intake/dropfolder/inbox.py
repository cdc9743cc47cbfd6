"""The drop folder: one sub-folder is one case. The convention is written in `inbox/README.md`.

A folder is dealt with when everything in it has been still for the quiet period and each file has its format's own
end. Its files are received (stored, synced, verified), only then removed from the inbox, and the case is checked and
submitted. Receipt or notice, the report and the package appear in the outbox under the folder's name. Files that
cannot be received are moved to `rejected/` with the reason beside them. A crash at any point leaves files in the
inbox or a case without results, and the next scan takes up both.
"""

from __future__ import annotations

import logging
import os
import shutil
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from ...processors.masking import mask_text
from ...processors.names import display_name
from ...schemas.case import EDITABLE, Applicant, Case
from ...schemas.errors import (
    BadConfiguration,
    CannotWrite,
    Incomplete,
    InputRejected,
    NotFound,
    ShoujianError,
)
from ...schemas.findings import Finding
from ...schemas.receipt import Receipt
from ..applications import Application, find_application, load_application
from ..desk import Desk
from .dropped import (
    files_in,
    has_its_end,
    park,
    remove_empty,
    take_away,
    write_synced,
)
from .stability import (
    StillnessTracker,
    is_litter,
    is_temporary,
    is_there,
    take_snapshot,
)

log = logging.getLogger(__name__)

DONE_MARKERS = frozenset({"完成", "done", ".done", "完成.txt", "done.txt"})
"""A file of this name says that the folder is finished, without waiting for the quiet period."""
PENDING_NAME = ".pending"
"""In a folder of the outbox: the id of the case whose results are still to be written there."""
LOOSE_NAME = "未归类"
"""Where files go that lie in the inbox itself instead of in a case's folder."""
LABEL_PREFIX = "inbox:"
GIVE_UP_S = 300.0
"""A file that stood still so long without its format's end is damaged, not unfinished: it is taken in, and told."""
RETRY_S = 60.0
"""How long a folder rests after an error of ours (disk full, database away) before it is tried again."""


@dataclass(frozen=True, slots=True)
class InboxFolders:
    """Where files come in, results go out, and refused files are kept."""

    inbox: Path
    outbox: Path
    rejected: Path

    def prepare(self) -> None:
        """Make the folders.

        Raises:
            BadConfiguration: outbox or rejected lie in the inbox (results would be taken in again).
            CannotWrite: one cannot be made.
        """
        inbox = self.inbox.resolve()
        for name, folder in (("outbox", self.outbox), ("rejected", self.rejected)):
            resolved = folder.resolve()
            if resolved.is_relative_to(inbox) or inbox.is_relative_to(resolved):
                raise BadConfiguration(f"{name} 不能与收件箱相互包含：{folder}", remedy="请另选目录")
        for folder in (self.inbox, self.outbox, self.rejected):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CannotWrite(f"无法建立目录 {folder}：{error.strerror}", remedy="请检查权限") from error


@dataclass(frozen=True, slots=True)
class Drop:
    """What became of one dropped folder."""

    name: str
    outcome: Literal["submitted", "returned", "rejected", "failed"]
    case_id: str | None = None
    receipt: Receipt | None = None
    findings: tuple[Finding, ...] = ()
    out: Path | None = None
    error: ShoujianError | None = None


class Inbox:
    """Lists the inbox and deals with finished folders."""

    def __init__(self, desk: Desk, folders: InboxFolders, *, quiet_s: float) -> None:
        """Work for this desk."""
        self._desk = desk
        self._folders = folders
        self._tracker = StillnessTracker(quiet_s)
        self._quiet_s = quiet_s
        self._waiting = False
        self._retry_at: dict[str, float] = {}

    def next_look_s(self, *, default: float) -> float:
        """Return for how many seconds nothing needs to be looked at."""
        return min(default, self._quiet_s / 2) if self._waiting else default

    @property
    def is_idle(self) -> bool:
        """Whether the last scan left nothing to wait for: every unfinished folder lies still."""
        return not self._waiting

    def scan(self, now: float) -> Iterator[Drop]:
        """List the inbox once; yield each folder that was dealt with. One bad folder never stops the others.

        Folders whose files were received, but whose results were never written (after a crash or an error of ours),
        are finished first.
        """
        for pending in sorted(self._folders.outbox.glob(f"*/{PENDING_NAME}")):
            name = pending.parent.name
            if now >= self._retry_at.get(name, now):
                yield self._guarded(name, partial(self._finish, name), now)
        listing = {entry: files for entry in self._case_folders() if (files := files_in(entry))}
        self._tracker.observe({path: snap for files in listing.values() for path, snap in files.items()}, now)
        self._waiting = False
        for entry, files in listing.items():
            if not self._is_finished(list(files), now):
                # What is still but has no end is not waited for: only a change can finish it.
                self._waiting = self._waiting or not self._tracker.is_still(list(files), now)
            elif now >= self._retry_at.get(_case_name(entry), now):
                yield self._deal_with(entry, list(files), now)

    def _case_folders(self) -> list[Path]:
        try:
            found = [entry for entry in self._folders.inbox.iterdir() if not _is_hidden(entry.name)]
        except OSError as error:  # a share that is away for a while: the next look may find it
            log.error("the inbox cannot be listed (%s)", error.strerror)
            return []
        return sorted(entry for entry in found if not entry.is_symlink())

    def _is_finished(self, files: list[Path], now: float) -> bool:
        if any(path.name.lower() in DONE_MARKERS for path in files):
            return True
        if not self._tracker.is_still(files, now) or any(is_temporary(path.name) for path in files):
            return False
        limit = self._desk.office.lens.decoder.limits.max_file_bytes
        is_given_up = self._tracker.is_still(files, now, for_s=GIVE_UP_S)
        return is_given_up or all(has_its_end(path, max_bytes=limit) for path in files)

    def _deal_with(self, entry: Path, files: list[Path], now: float) -> Drop:
        if entry.is_dir() or entry.suffix.lower() == ".zip":
            return self._guarded(_case_name(entry), partial(self._take_in, entry, files), now)
        return self._guarded(entry.name, partial(self._refuse_loose, entry), now)

    def _refuse_loose(self, entry: Path) -> Drop:
        reason = "请为每个办件建立一个子文件夹，再放入文件"
        park(self._folders.rejected / LOOSE_NAME, entry, reason)
        return Drop(entry.name, "rejected")

    def _guarded(self, name: str, work: Callable[[], Drop], now: float) -> Drop:
        try:
            return work()
        except ShoujianError as error:
            log.error("folder %s: %s (%s)", display_name(name), mask_text(str(error)), error.code)
            drop = Drop(name, "failed", error=error)
        except Exception:
            # The one broad except: a defect met in one folder must not stop the others.
            log.error("folder %s: defect\n%s", display_name(name), mask_text(traceback.format_exc()))
            drop = Drop(name, "failed")
        self._retry_at[name] = now + RETRY_S
        return drop

    def _take_in(self, entry: Path, files: list[Path]) -> Drop:
        folder = entry if entry.is_dir() else None
        name = _case_name(entry)
        described = find_application(folder) if folder else None
        application = self._application(described, name)
        case = self._case_for(name, application)
        out = self._folders.outbox / name
        _promise_results(out, case.id)
        findings = self._receive(case, application, entry, [path for path in files if path != described])
        if described and described.exists():
            shutil.move(described, out / described.name)
        if folder:
            remove_empty(folder)
        drop = self._finish(name)
        return replace(drop, findings=findings + drop.findings)

    def _application(self, path: Path | None, name: str) -> Application:
        if path is None:
            return Application()
        try:
            application = load_application(path)
            default = self._desk.office.settings.default_procedure
            application.check_materials(self._desk.office.procedure(application.procedure or default))
            return application
        except (InputRejected, BadConfiguration, NotFound) as error:
            # The scans are still taken in; the notice will say that the applicant's information is missing.
            park(self._folders.rejected / name, path, mask_text(f"{error}。{error.remedy}"))
            return Application()

    def _case_for(self, name: str, application: Application) -> Case:
        # A name of bytes that are no text is none for a database either.
        label = f"{LABEL_PREFIX}{os.fsencode(name).decode('utf-8', 'backslashreplace')}"
        known = next((case for case in self._desk.cases(label=label) if case.state in EDITABLE), None)
        if known is None:
            procedure = application.procedure or self._desk.office.settings.default_procedure
            return self._desk.open_case(procedure, application.applicant, label=label)
        if application.applicant != Applicant() and application.applicant != known.applicant:
            return self._desk.save(known.id, application.applicant)
        return known

    def _receive(self, case: Case, application: Application, entry: Path, files: list[Path]) -> tuple[Finding, ...]:
        findings: list[Finding] = []
        for path in files:
            if path.name.lower() in DONE_MARKERS:
                path.unlink(missing_ok=True)
                continue
            before = take_snapshot(path)
            if before is None:
                continue  # taken back, or replaced by a link, since it was listed
            declared = application.materials.get(path.name)
            try:
                upload = self._desk.upload(case.id, [path], material=declared, origin="inbox")
            except NotFound:
                if is_there(path):
                    raise
                continue
            findings += upload.findings
            if upload.sources:
                take_away(path, before)
            else:
                reason = "；".join(f"{found.message}。{found.remedy}" for found in upload.findings)
                park(self._folders.rejected / entry.name, path, reason)
        return tuple(findings)

    def _finish(self, name: str) -> Drop:
        out = self._folders.outbox / name
        case_id = (out / PENDING_NAME).read_text()
        try:
            receipt: Receipt | None = self._desk.submit(case_id)
            if receipt is not None and receipt.password is None:
                # Submitted before a crash, and the password with it: nobody has seen it, so a new one is given.
                receipt = self._desk.renew_password(case_id)
        except Incomplete:
            receipt = None
        self._desk.write_outputs(case_id, out, receipt=receipt)
        (out / PENDING_NAME).unlink()
        log.info("case %s: %s", case_id, "submitted" if receipt else "returned")
        return Drop(name, "submitted" if receipt else "returned", case_id=case_id, receipt=receipt, out=out)


def _case_name(entry: Path) -> str:
    """Return what a dropped folder's case is called: a zip dropped as a whole is a case too."""
    return entry.name if entry.is_dir() else entry.stem


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or is_litter(name) or name == "README.md"


def _promise_results(out: Path, case_id: str) -> None:
    """Note in the outbox that the case's results are still to be written there.

    Raises:
        CannotWrite: the folder cannot be made or written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_synced(out / PENDING_NAME, case_id.encode())
    except OSError as error:
        remedy = "请检查结果目录里是否有同名文件，以及磁盘空间和权限"
        raise CannotWrite(f"无法写入结果目录 {display_name(out.name)}：{error.strerror}", remedy=remedy) from error
