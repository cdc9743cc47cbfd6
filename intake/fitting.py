"""Pages made to fit another material's limits than those they were first fitted to.

The page is made again from the original (decoding and normalisation are deterministic), so nothing is lost by
compressing twice.
"""

from __future__ import annotations

from ..processors.legibility.encode import Encoded
from ..processors.matching.parts import box_of, cut_out
from ..processors.normalise import normalise
from ..processors.reading.telling import telling_lines
from ..schemas.errors import ShoujianError
from ..schemas.findings import Finding
from ..schemas.procedure import Material, Procedure, UploadLimits
from ..schemas.results import FileResult, PageResult
from ..schemas.source import Source
from .office import Office
from .pipeline import FIT_FINDINGS, fit_page


def needs_refit(seen: PageResult, now: PageResult, procedure: Procedure) -> bool:
    """Tell whether a page counts as a material whose limits differ from those it was fitted to."""
    return _terms(seen.material, procedure) != _terms(now.material, procedure)


def refit(
    office: Office, source: Source, page: PageResult, procedure: Procedure, *, card: int | None
) -> tuple[Encoded, tuple[Finding, ...]]:
    """Return the page (or the nth card on it) within the limits of the material which it now counts as."""
    frame = office.lens.decoder.frame(office.blobs.path(source.sha256), source.media_type, page.page - 1)
    if isinstance(frame, Finding):
        raise ShoujianError(f"文件 {source.id} 第 {page.page} 页无法再次读取", remedy="请检查存储目录后重试")
    normal = normalise(frame.image, orienter=office.lens.orienter, page=page.page)
    box = box_of(page)
    if box is not None:
        normal = cut_out(normal, box)
    elif card is not None:
        normal = normal.cards[card - 1]
    material = procedure.material(page.material) if page.material else None
    text_height = normal.record.quality.text_height_px
    return fit_page(normal.image, material, text_lines=len(telling_lines(page.text)), text_height_px=text_height)


def refit_findings(
    office: Office, source: Source, seen: FileResult, now: FileResult, procedure: Procedure
) -> FileResult:
    """Return the result with what stands against each reassigned page told by its new material's limits."""
    findings = list(now.findings)
    for before, after in zip(seen.pages, now.pages, strict=True):
        cards = enumerate(zip(before.cards, after.cards, strict=True), start=1)
        for card, (old, new) in [(None, (before, after)), *cards]:
            if needs_refit(old, new, procedure):
                findings = [f for f in findings if not (f.page == after.page and f.code in FIT_FINDINGS)]
                _, told = refit(office, source, new, procedure, card=card)
                findings += [found.placed(file=now.file, page=after.page) for found in told]
    return now.model_copy(update={"findings": tuple(findings)})


def _terms(name: str | None, procedure: Procedure) -> tuple[UploadLimits, str, str | None]:
    material: Material | None = procedure.material(name) if name else None
    if material is None:
        return UploadLimits(), "page", None
    return material.upload, material.shape, material.background
