"""Look at files without keeping anything."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..processors.names import display_name
from ..schemas.errors import CannotWrite, NotFound, UsageError
from ..schemas.findings import Finding, finding
from ..schemas.procedure import Procedure
from ..schemas.results import FileResult, InspectResult, PageResult
from .decoding.sniff import HEAD_BYTES, ZIP, media_type
from .dropfolder.stability import is_there
from .glancing import name_files
from .lens import Lens
from .looking import FileJob, OnPage
from .papers.pictures import after_picture, before_picture, safe_stem
from .pipeline import ExaminedFile, examine_files

NO_HASH = "0" * 64
"""Of files that are not read."""
UNKNOWN_TYPE = "application/octet-stream"


def inspect_files(
    lens: Lens,
    paths: Sequence[Path],
    *,
    procedure: Procedure,
    on_page: OnPage,
    text: bool = False,
    quick: bool = False,
    out: Path | None = None,
) -> InspectResult:
    """Return what is seen in each file, with `text` its lines too; members of a zip follow it as files of their own.

    With `out`, a before/after picture of each page is written there; `quick` asks for names only.

    Raises:
        UsageError: pictures were asked for together with names only.
        NotFound: a path does not exist.
        CannotWrite: a picture could not be written.
    """
    if quick and out is not None:
        raise UsageError("只看名称时不生成图片", remedy="请去掉 --quick 或 --out")
    results: list[FileResult] = []
    with tempfile.TemporaryDirectory(prefix="shoujian-") as scratch:
        jobs: list[FileJob] = []
        for path in paths:
            if not is_there(path):
                raise NotFound(f"文件不存在：{display_name(path.name)}", remedy="请检查路径")
            refused, more = _jobs_of(lens, path, Path(scratch), procedure)
            results += refused
            jobs += more
        if quick:
            seen = name_files(lens, jobs, procedure=procedure, on_page=on_page)
        else:
            seen = _examined(lens, jobs, procedure=procedure, on_page=on_page, out=out)
        results += map(_shown, seen)
    inspected = InspectResult(files=tuple(results))
    return inspected if text else inspected.without_text()


def _examined(
    lens: Lens, jobs: Sequence[FileJob], *, procedure: Procedure, on_page: OnPage, out: Path | None
) -> Iterator[FileResult]:
    for job, examined in zip(jobs, examine_files(lens, jobs, procedure=procedure, on_page=on_page), strict=True):
        if out is not None:
            _write_pictures(out, job, examined)
        yield examined.result


def _jobs_of(lens: Lens, path: Path, scratch: Path, procedure: Procedure) -> tuple[list[FileResult], list[FileJob]]:
    """Return what is refused at once, and what is to be decoded."""
    name = display_name(path.name)
    try:
        refused = lens.decoder.refused_unread(path)
        if refused is not None:
            return [_refused(path, name, refused)], []
        with path.open("rb") as stream:
            kind = media_type(stream.read(HEAD_BYTES))
        digest = _sha256(path)
    except OSError:
        return [_result(name, finding("file.unreadable"), NO_HASH)], []
    if kind != ZIP:
        return [], [FileJob(path, name, digest)]
    folder = scratch / digest[:16]
    folder.mkdir(exist_ok=True)
    unpacked = lens.decoder.unpack(path, folder, limits=procedure.receive)
    members = [
        FileJob(member.path, f"{name}/{display_name(member.name)}", _sha256(member.path)) for member in unpacked.members
    ]
    findings = tuple(found.placed(file=name) for found in unpacked.findings)
    return [FileResult(file=name, sha256=digest, media_type=ZIP, findings=findings)], members


def _refused(path: Path, name: str, found: Finding) -> FileResult:
    """Return the result of a file that is not looked into; only what is empty, and so soon read, gets its hash."""
    digest = NO_HASH
    if found.code == "file.empty":
        digest = _sha256(path) if path.stat().st_size else hashlib.sha256().hexdigest()
    return _result(name, found, digest)


def _result(name: str, found: Finding, digest: str) -> FileResult:
    return FileResult(file=name, sha256=digest, media_type=UNKNOWN_TYPE, findings=(found.placed(file=name),))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _shown(result: FileResult) -> FileResult:
    """Return the result without the pages' likeness hashes: two thousand digits that only a case's check compares."""

    def plain(page: PageResult) -> PageResult:
        return page.model_copy(update={"fingerprint": "", "cards": tuple(plain(card) for card in page.cards)})

    return result.model_copy(update={"pages": tuple(plain(page) for page in result.pages)})


def _write_pictures(out: Path, job: FileJob, examined: ExaminedFile) -> None:
    for number, page in examined.pages.items():
        parts = [(f"{number}", page)] + [(f"{number}.{n}", card) for n, card in enumerate(page.cards, start=1)]
        for key, part in parts:
            stem = f"{safe_stem(job.name)}-{job.sha256[:6]}-p{key}"
            _write(out / f"{stem}-before.jpg", before_picture(part.before, part.result, part.findings))
            _write(out / f"{stem}-after.jpg", after_picture(part.fitted.data, part.result, part.findings))


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise CannotWrite(f"无法写入 {path.name}：{error.strerror}", remedy="请检查目录和磁盘空间") from error
