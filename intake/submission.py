"""Submit: a complete case becomes a package, verified, and exactly one receipt."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

from ..processors.masking import mask_name
from ..schemas.completeness import CorrectionNotice
from ..schemas.errors import CannotWrite, Incomplete
from ..schemas.package import PackageInfo
from ..schemas.procedure import Procedure
from ..schemas.receipt import Receipt, ReceivedMaterial
from ..schemas.results import PageResult
from ..schemas.source import Source
from .checking import CheckedCase, check_case
from .examining import fitted_key
from .fitting import needs_refit, refit
from .looking import OnPage
from .office import Office
from .package.packaging import (
    PackageContent,
    PackedPage,
    PackedSource,
    PageKey,
    write_package,
)
from .record.passwords import hash_password, new_password


def submit_case(office: Office, case_id: str, *, on_page: OnPage) -> Receipt:
    """Check, package, verify and record; a case that was submitted before gets its receipt again.

    Raises:
        Incomplete: the case cannot be submitted; the correction notice is kept.
        CannotWrite: the package could not be written; the case stays as it was.
    """
    issued = office.records.receipt(case_id)
    if issued is not None:
        return issued
    checked = check_case(office, case_id, on_page=on_page)
    if not checked.report.complete:
        office.records.save_notice(correction_notice(office, checked))
        raise Incomplete(checked.report)
    region = checked.procedure.region_code
    with office.records.submitting(case_id, region_code=region, day=office.today()) as submission:
        if submission.receipt is not None:
            return submission.receipt
        package = _write_package(office, checked, submission.number)
        password = new_password()
        receipt = _receipt(office, checked, submission.number, package).model_copy(update={"password": password})
        kept, _ = office.records.record_receipt(
            receipt, password_hash=hash_password(password), revision=checked.snapshot.revision
        )
        return kept


def correction_notice(office: Office, checked: CheckedCase) -> CorrectionNotice:
    """Return the one notice that lists everything which keeps the case from being accepted."""
    case = checked.snapshot.case
    return CorrectionNotice(
        case_id=case.id,
        procedure_title=checked.procedure.title,
        applicant_masked=mask_name(case.applicant.name),
        issued_at=office.clock(),
        findings=tuple(f for f in checked.report.all_findings() if f.severity in ("error", "confirm")),
    )


def renew_password(office: Office, case_id: str) -> Receipt:
    """Return the case's receipt with a new password; the old one opens nothing any more.

    Raises:
        NotFound: the case has no receipt.
    """
    password = new_password()
    receipt = office.records.renew_password(case_id, password_hash=hash_password(password))
    return receipt.model_copy(update={"password": password})


def _write_package(office: Office, checked: CheckedCase, number: str) -> PackageInfo:
    # Of a submission that was killed after its package was written: nobody has a receipt for it, so it is made anew.
    (office.settings.packages_dir / f"{number}.zip").unlink(missing_ok=True)
    snapshot = checked.snapshot
    content = PackageContent(
        case=snapshot.case,
        procedure=checked.procedure,
        number=number,
        created_at=office.clock(),
        sources=tuple(
            PackedSource(source, office.blobs.path(source.sha256), checked.results[source.id])
            for source in snapshot.sources
        ),
        pages=dict(_pages(office, checked)),
        completeness=checked.report,
        decisions=snapshot.decisions,
    )
    return write_package(office.settings.packages_dir, content)


def _receipt(office: Office, checked: CheckedCase, number: str, package: PackageInfo) -> Receipt:
    case = checked.snapshot.case
    return Receipt(
        number=number,
        case_id=case.id,
        procedure_id=case.procedure_id,
        procedure_title=checked.procedure.title,
        applicant_masked=mask_name(case.applicant.name),
        submitted_at=office.clock(),
        materials=tuple(
            ReceivedMaterial(name=check.name, pages=len(check.pages))
            for check in checked.report.materials
            if check.pages
        ),
        package_name=package.name,
        package_sha256=package.sha256,
    )


def _pages(office: Office, checked: CheckedCase) -> Iterator[tuple[PageKey, PackedPage]]:
    for source in checked.snapshot.sources:
        seen = checked.snapshot.results[source.id]
        for before, after in zip(seen.pages, checked.results[source.id].pages, strict=True):
            yield (source.id, after.page, None), _page(office, source, before, after, checked.procedure, None)
            for number, (old, new) in enumerate(zip(before.cards, after.cards, strict=True), start=1):
                yield (source.id, after.page, number), _page(office, source, old, new, checked.procedure, number)


def _page(
    office: Office, source: Source, seen: PageResult, now: PageResult, procedure: Procedure, card: int | None
) -> PackedPage:
    if needs_refit(seen, now, procedure):
        encoded, _ = refit(office, source, now, procedure, card=card)
        return PackedPage(encoded.data, encoded.media_type, encoded.size, encoded.dpi)
    sha256 = office.records.page_blob(source.id, fitted_key(now.page, card))
    if sha256 is None:
        raise CannotWrite(f"文件 {source.id} 第 {now.page} 页的图像缺失", remedy="请重新检查办件后提交")
    return _packed(office.blobs.path(sha256).read_bytes(), now.dpi)


def _packed(data: bytes, dpi: float | None) -> PackedPage:
    with Image.open(io.BytesIO(data)) as image:
        media_type = Image.MIME[image.format or "JPEG"]
        written = image.info.get("dpi", (None,))[0] if dpi is not None else None
        return PackedPage(data, media_type, image.size, float(written) if written else None)
