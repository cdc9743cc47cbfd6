"""Received files, to look at: what is known of each, and a copy of the untouched bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..schemas.errors import CannotWrite
from ..schemas.results import FileResult
from ..schemas.source import ReceivedFile, Source
from .office import Office
from .package.packaging import EXTENSIONS
from .papers.pictures import safe_stem


def received_file(source: Source, result: FileResult | None) -> ReceivedFile:
    """Return a source with what was seen in it."""
    if result is None:
        return ReceivedFile(source=source, read=False)
    names = [part.material for page in result.pages for part in (page.cards or (page,)) if part.material]
    return ReceivedFile(
        source=source, read=True, pages=len(result.pages), materials=tuple(names), findings=result.findings
    )


def copy_original(office: Office, source: Source, dest: Path) -> Path:
    """Copy a source's bytes into `dest`, never over another file; the name is made safe.

    Raises:
        CannotWrite: the folder cannot be written, or a file of that name is there.
    """
    target = (
        dest / f"{safe_stem(Path(source.name).stem)}-{source.sha256[:8]}.{EXTENSIONS.get(source.media_type, 'bin')}"
    )
    try:
        dest.mkdir(parents=True, exist_ok=True)
        with office.blobs.open(source.sha256) as blob, target.open("xb") as file:
            shutil.copyfileobj(blob, file)
    except OSError as error:
        raise CannotWrite(f"无法写入 {target.name}：{error.strerror}", remedy="请检查目录权限和同名文件") from error
    return target
