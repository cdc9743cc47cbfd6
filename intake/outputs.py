"""What a clerk finds in the outbox: the report to look at, the receipt or the notice, the package, the pages."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..processors.names import display_name
from ..schemas.errors import CannotWrite
from ..schemas.receipt import Receipt
from .checking import CheckedCase, check_case
from .examining import before_key, fitted_key
from .office import Office
from .papers.documents import notice_pdf, notice_text, receipt_pdf
from .papers.report import PagePictures, ReportView, write_report

REPORT = "report.html"
RECEIPT_PDF, RECEIPT_JSON = "申报告知单.pdf", "receipt.json"
NOTICE_PDF, NOTICE_JSON, NOTICE_TEXT = "补正告知.pdf", "notice.json", "补正告知.txt"
PAGES = "pages"


def write_outputs(office: Office, case_id: str, dest: Path, *, receipt: Receipt | None = None) -> None:
    """Write a case's results into `dest`, each file in one piece, in place of those of an earlier check.

    `receipt` carries the password when it was just issued; the PDF is where the applicant reads it.

    Raises:
        CannotWrite: the folder cannot be written.
    """
    checked = check_case(office, case_id, on_page=lambda done, total: None)
    receipt = receipt or office.records.receipt(case_id)
    with _writing(dest):
        dest.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=dest, prefix=".new-") as folder:
            fresh = Path(folder)
            _write_pages(office, checked, fresh / PAGES)
            write_report(fresh / REPORT, _view(office, checked, receipt))
            _write_papers(office, case_id, fresh, receipt)
            _replace_all(fresh, dest)


def _write_papers(office: Office, case_id: str, fresh: Path, receipt: Receipt | None) -> None:
    if receipt is not None:
        (fresh / RECEIPT_PDF).write_bytes(receipt_pdf(receipt, office=office.settings.office))
        (fresh / RECEIPT_JSON).write_text(receipt.model_dump_json(indent=1))
        shutil.copyfile(office.settings.packages_dir / receipt.package_name, fresh / receipt.package_name)
        return
    notices = office.records.notices(case_id)
    if notices:
        (fresh / NOTICE_PDF).write_bytes(notice_pdf(notices[-1], office=office.settings.office))
        (fresh / NOTICE_JSON).write_text(notices[-1].model_dump_json(indent=1))
        (fresh / NOTICE_TEXT).write_text(notice_text(notices[-1]))


def _write_pages(office: Office, checked: CheckedCase, folder: Path) -> None:
    """Write the normalised pages, named by material and order of arrival."""
    folder.mkdir()
    count = 0
    for source in checked.snapshot.sources:
        blobs = office.records.page_blobs(source.id)
        for page in checked.results[source.id].pages:
            for card, part in [(None, page), *enumerate(page.cards, start=1)]:
                sha256 = blobs.get(fitted_key(page.page, card))
                if sha256 is None or (card is None and page.cards):
                    continue
                count += 1
                data = office.blobs.path(sha256).read_bytes()
                ending = "png" if data.startswith(b"\x89PNG") else "jpg"
                (folder / f"{count:02d}-{part.material or '未识别'}.{ending}").write_bytes(data)


def _view(office: Office, checked: CheckedCase, receipt: Receipt | None) -> ReportView:
    pictures: dict[tuple[str, int, int | None], PagePictures] = {}
    for source in checked.snapshot.sources:
        blobs = office.records.page_blobs(source.id)
        for page in checked.results[source.id].pages:
            before = _bytes(office, blobs.get(before_key(page.page)))
            for card in (None, *range(1, len(page.cards) + 1)):
                after = _bytes(office, blobs.get(fitted_key(page.page, card)))
                pictures[source.id, page.page, card] = PagePictures(before=before, after=after)
    notices = office.records.notices(checked.snapshot.case.id)
    return ReportView(
        case=checked.snapshot.case,
        procedure=checked.procedure,
        completeness=checked.report,
        files=tuple((source, checked.results[source.id]) for source in checked.snapshot.sources),
        pictures=pictures,
        receipt=receipt,
        notice=notices[-1] if notices and receipt is None else None,
        generated_at=office.clock(),
        locale=office.settings.locale,
    )


def _bytes(office: Office, sha256: str | None) -> bytes | None:
    return office.blobs.path(sha256).read_bytes() if sha256 else None


def _replace_all(fresh: Path, dest: Path) -> None:
    """Put every new file in place and take away what an earlier check left that no longer holds."""
    for name in (RECEIPT_PDF, RECEIPT_JSON, NOTICE_PDF, NOTICE_JSON, NOTICE_TEXT):
        if not (fresh / name).exists():
            (dest / name).unlink(missing_ok=True)
    shutil.rmtree(dest / PAGES, ignore_errors=True)
    for entry in fresh.iterdir():
        entry.replace(dest / entry.name)


@contextmanager
def _writing(dest: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(
            f"无法写入结果目录 {display_name(dest.name)}：{error.strerror}", remedy="请检查磁盘空间和权限"
        ) from error
