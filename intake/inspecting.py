"""Look at files without keeping anything."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..processors.names import display_name
from ..schemas.errors import NotFound
from ..schemas.findings import Finding, finding
from ..schemas.procedure import Procedure
from ..schemas.results import FileResult, InspectResult
from .archive import unpack
from .examining import OnPage
from .office import Lens
from .pictures import after_picture, before_picture, safe_stem
from .pipeline import ExaminedFile, FileJob, examine_files
from .receiving import ARCHIVE_TYPE, HEAD_BYTES
from .sniff import media_type


def inspect_files(
    lens: Lens, paths: Sequence[Path], *, procedure: Procedure, on_page: OnPage, out: Path | None = None
) -> InspectResult:
    """Return what is seen in each file; members of a zip follow it as files of their own.

    With `out`, a before/after picture of each page is written there.

    Raises:
        NotFound: a path does not exist.
    """
    results: list[FileResult] = []
    with tempfile.TemporaryDirectory(prefix="shoujian-") as scratch:
        jobs: list[FileJob] = []
        for path in paths:
            if not path.exists() and not path.is_symlink():
                raise NotFound(f"文件不存在：{display_name(path.name)}", remedy="请检查路径")
            refused, more = _jobs_of(path, Path(scratch), procedure)
            results += refused
            jobs += more
        for job, examined in zip(jobs, examine_files(lens, jobs, procedure=procedure, on_page=on_page), strict=True):
            results.append(examined.result)
            if out is not None:
                _write_pictures(out, job, examined)
    return InspectResult(files=tuple(results))


def _jobs_of(path: Path, scratch: Path, procedure: Procedure) -> tuple[list[FileResult], list[FileJob]]:
    """Return what is refused at once, and what is to be decoded."""
    name = display_name(path.name)
    if path.is_symlink() or not path.is_file():
        return [_refused(name, finding("file.not_regular", file=name))], []
    with path.open("rb") as stream:
        kind = media_type(stream.read(HEAD_BYTES))
    digest = _sha256(path)
    if kind != ARCHIVE_TYPE:
        return [], [FileJob(path, name, digest)]
    folder = scratch / digest[:16]
    folder.mkdir(exist_ok=True)
    unpacked = unpack(path, folder, limits=procedure.receive)
    members = [
        FileJob(member.path, f"{name}/{display_name(member.name)}", _sha256(member.path)) for member in unpacked.members
    ]
    findings = tuple(found.placed(file=name) for found in unpacked.findings)
    return [FileResult(file=name, sha256=digest, media_type=ARCHIVE_TYPE, findings=findings)], members


def _refused(name: str, found: Finding) -> FileResult:
    return FileResult(file=name, sha256="0" * 64, media_type="application/octet-stream", findings=(found,))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_pictures(out: Path, job: FileJob, examined: ExaminedFile) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for number, page in examined.pages.items():
        parts = [(f"{number}", page)] + [(f"{number}.{n}", card) for n, card in enumerate(page.cards, start=1)]
        for key, part in parts:
            stem = f"{safe_stem(job.name)}-{job.sha256[:6]}-p{key}"
            (out / f"{stem}-before.jpg").write_bytes(before_picture(part.before, part.result))
            (out / f"{stem}-after.jpg").write_bytes(after_picture(part.fitted.data, part.result))
