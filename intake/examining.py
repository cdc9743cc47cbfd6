"""Examine the files of a case that were not read yet, and keep what was seen."""

from __future__ import annotations

from dataclasses import replace

from ..schemas.case import Case
from ..schemas.findings import finding
from ..schemas.procedure import Procedure
from ..schemas.source import Source
from .decoding.sniff import ZIP
from .learning import HintBook, edition
from .looking import FileJob, OnPage
from .office import Office
from .pipeline import ExaminedFile, examine_files
from .receiving import archive_result


def examine_case(office: Office, case: Case, procedure: Procedure, *, on_page: OnPage) -> None:
    """Read every source that has no result yet; what was read before is not read again."""
    unread = [source for source in office.records.sources(case.id) if office.records.file_result(source.id) is None]
    archives = [source for source in unread if source.media_type == ZIP]
    for source in archives:
        # An archive has its result from when it was received; without one it was never unpacked to its end.
        broken = finding("archive.damaged", file=source.name)
        office.records.save_file_result(source.id, archive_result(source, (broken,)), {})
    files = [source for source in unread if source.media_type != ZIP]
    hints = HintBook(office).active(procedure) if files else ()
    jobs = [replace(job_of(office, source), hints=hints) for source in files]
    examined = examine_files(office.lens, jobs, procedure=procedure, on_page=on_page)
    for source, seen in zip(files, examined, strict=True):
        office.records.save_file_result(source.id, seen.result, _keep_pages(office, seen), hints=edition(hints))


def job_of(office: Office, source: Source) -> FileJob:
    """Return where a source's bytes are, what it is declared to be, and what was read of the same bytes before."""
    known = office.records.pages_of_bytes(source.sha256)
    return FileJob(office.blobs.path(source.sha256), source.name, source.sha256, source.declared, known=known)


def fitted_key(page: int, card: int | None = None) -> str:
    """Return the key of a page's picture for the portal, or that of the nth card on it: "3/fitted", "3.1/fitted"."""
    return f"{page}/fitted" if card is None else f"{page}.{card}/fitted"


def before_key(page: int) -> str:
    """Return the key of the picture of what came in: "3/before"."""
    return f"{page}/before"


def _keep_pages(office: Office, seen: ExaminedFile) -> dict[str, str]:
    kept: dict[str, str] = {}
    for number, page in seen.pages.items():
        kept[before_key(number)] = office.blobs.put(page.before).sha256
        kept[fitted_key(number)] = office.blobs.put(page.fitted.data).sha256
        for index, card in enumerate(page.cards, start=1):
            kept[fitted_key(number, index)] = office.blobs.put(card.fitted.data).sha256
    return kept
