"""`report.html`: one self-contained page per case that shows what came, what was made of it, and what to do.

It fetches nothing, runs nothing and has no style attribute, and its content security policy says so: a hostile file
name or a word read from a page can only be text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...processors.masking import mask_id, mask_name
from ...schemas.case import STATE_NAMES, Case, CaseState
from ...schemas.completeness import (
    STATUS_NAMES,
    Completeness,
    CorrectionNotice,
    MaterialCheck,
)
from ...schemas.errors import CannotWrite
from ...schemas.findings import Finding, Locale
from ...schemas.procedure import Procedure
from ...schemas.receipt import Receipt
from ...schemas.results import FileResult, PageResult
from ...schemas.source import Source
from ..package.bag import PARTIAL_SUFFIX
from .plain import china_time, plain_text
from .report_view import (
    Problem,
    Shot,
    Sight,
    problems,
    sight,
    source_shot,
)
from .report_words import Words

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class PagePictures:
    """JPEG or PNG bytes of a page: `before` as received (any size, same shape), `after` normalised."""

    before: bytes | None = None
    after: bytes | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything that a report shows; `pictures` go by (source id, page from 1, card from 1 or None)."""

    case: Case
    procedure: Procedure
    completeness: Completeness
    files: tuple[tuple[Source, FileResult], ...]
    generated_at: datetime
    pictures: Mapping[tuple[str, int, int | None], PagePictures] = field(default_factory=dict)
    receipt: Receipt | None = None
    notice: CorrectionNotice | None = None
    locale: Locale = "zh"


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of a file: how it came, and what it, or each card on it, became."""

    anchor: str
    title: str
    before: Shot
    sights: tuple[Sight, ...]
    problems: tuple[Problem, ...]


def write_report(dest: Path, view: ReportView) -> Path:
    """Write the report in one piece and return its path.

    Raises:
        CannotWrite: the disk is full or the folder cannot be written.
    """
    partial = dest.with_name(dest.name + PARTIAL_SUFFIX)
    try:
        partial.write_text(render_report(view), encoding="utf-8")
        partial.replace(dest)
    except OSError as error:
        raise CannotWrite(f"无法写入报告 {dest.name}：{error.strerror}", remedy="请检查磁盘空间和目录权限") from error
    return dest


def render_report(view: ReportView) -> str:
    """Return the report as one HTML document."""
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html.j2")
    return template.render(css=Markup(css), css_sha256=digest, **_context(view))  # the style sheet is ours


def _context(view: ReportView) -> dict[str, Any]:
    t = Words(view.locale)
    anchors = dict(_anchors(view))
    names = {source.id: source.name for source, _ in view.files}
    required = [check for check in view.completeness.materials if check.required]
    every = [*view.completeness.all_findings(), *(found for _, result in view.files for found in result.findings)]
    return {
        "t": t,
        "locale": view.locale,
        "title": view.procedure.title,
        "authority": view.procedure.authority,
        "case_id": view.case.id,
        "state": view.case.state.value,
        "state_name": STATE_NAMES[view.case.state][view.locale],
        "submitted": view.case.state is CaseState.SUBMITTED or view.receipt is not None,
        "applicant": mask_name(view.case.applicant.name),
        "id_number": mask_id(view.case.applicant.id_number),
        "checked_on": view.completeness.checked_on.isoformat(),
        "generated": china_time(view.generated_at),
        "complete": view.completeness.complete,
        "usable": sum(check.status == "usable" for check in required),
        "required": len(required),
        "materials": [_material_row(check, view, anchors, names, t) for check in view.completeness.materials],
        "problems": problems(_named_once(every, names), names, anchors, t),
        "files": [_file(number, source, result, view, anchors, t) for number, (source, result) in _numbered(view)],
        "receipt": view.receipt.model_dump(exclude={"password"}) if view.receipt else None,
        "submitted_at": china_time(view.receipt.submitted_at) if view.receipt else "",
        "notice": _notice(view.notice, t),
    }


def _material_row(
    check: MaterialCheck, view: ReportView, anchors: Mapping[str, str], names: Mapping[str, str], t: Words
) -> dict[str, Any]:
    material = view.procedure.material(check.name)
    requirement: str = material.requirement if material else ("required" if check.required else "optional")
    if requirement == "conditional" and check.required:
        requirement = "conditional_required"
    pages = [
        (f"{plain_text(names.get(ref.file, ref.name), limit=24)} · {ref.page}", anchors.get(f"{ref.file}/{ref.page}"))
        for ref in check.pages
    ]
    return {
        "name": check.name,
        "note": material.note if material else "",
        "required": check.required,
        "requirement": t(requirement),
        "status": check.status,
        "status_name": STATUS_NAMES[check.status][view.locale],
        "pages": pages,
        "problems": problems(check.findings, names, anchors, t),
    }


def _file(
    number: int, source: Source, result: FileResult, view: ReportView, anchors: Mapping[str, str], t: Words
) -> dict[str, Any]:
    names = {source.id: source.name}
    return {
        "number": number,
        "name": plain_text(source.name),
        "media_type": result.media_type,
        "size_kb": f"{source.size_bytes / 1024:,.0f}",
        "sha256": source.sha256,
        "problems": problems((found for found in result.findings if found.page is None), names, anchors, t),
        "pages": [_page(source, page, result, view, anchors, t) for page in result.pages],
    }


def _page(
    source: Source, page: PageResult, result: FileResult, view: ReportView, anchors: Mapping[str, str], t: Words
) -> _Page:
    anchor = anchors[f"{source.id}/{page.page}"]
    parts: list[tuple[int | None, PageResult]] = [*enumerate(page.cards, 1)] or [(None, page)]
    before = view.pictures.get((source.id, page.page, None), PagePictures()).before
    here = [found for found in result.findings if found.page == page.page]
    here += [f for f in view.completeness.all_findings() if f.page == page.page and f.file in (source.id, source.name)]
    title = t("page", n=page.page)
    return _Page(
        anchor=anchor,
        title=title,
        before=source_shot(f"{anchor}-in", page, before, t),
        sights=tuple(
            sight(
                f"{anchor}-out-{number or 0}",
                t("card", n=number) if number else title,
                part,
                view.pictures.get((source.id, page.page, number), PagePictures()).after,
                view.procedure.material(part.material) if part.material else None,
                t,
            )
            for number, part in parts
        ),
        problems=tuple(problems((_without_file(found) for found in here), {}, {}, t)),
    )


def _notice(notice: CorrectionNotice | None, t: Words) -> str:
    if notice is None:
        return ""
    return t("notice_given", time=china_time(notice.issued_at), count=len(notice.findings))


def _numbered(view: ReportView) -> Iterator[tuple[int, tuple[Source, FileResult]]]:
    return enumerate(view.files, 1)


def _anchors(view: ReportView) -> Iterator[tuple[str, str]]:
    """Yield the HTML id of every page, by "file id/page" and "file name/page", and of a material's first page."""
    for number, (source, result) in _numbered(view):
        for page in result.pages:
            yield f"{source.id}/{page.page}", f"p-{number}-{page.page}"
            yield f"{source.name}/{page.page}", f"p-{number}-{page.page}"
    order = {source.id: number for number, (source, _) in _numbered(view)}
    for check in view.completeness.materials:
        for ref in (ref for ref in check.pages[:1] if ref.file in order):
            yield f"material/{check.name}", f"p-{order[ref.file]}-{ref.page}"


def _named_once(findings: list[Finding], names: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings that name their file in one way, so that the same one told twice is seen to be the same."""
    for found in findings:
        yield found.model_copy(update={"file": names.get(found.file, found.file)}) if found.file else found


def _without_file(found: Finding) -> Finding:
    return found.model_copy(update={"file": None, "page": None})
