"""Receive: bytes come in, are stored and verified, and become sources of a case. Nothing is judged here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..processors.names import display_name
from ..schemas.findings import Finding, finding
from ..schemas.procedure import ReceiveLimits
from ..schemas.results import FileResult
from ..schemas.source import Source, Upload
from .blobs import BlobRefused
from .decoding.sniff import HEAD_BYTES, ZIP, media_type
from .office import Office

Incoming = str | os.PathLike[str] | BinaryIO | tuple[str, bytes]
"""A path, an open binary file, or a (name, bytes) pair."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How files came: into which case, by which way, and as which declared material."""

    case_id: str
    limits: ReceiveLimits
    declared: str | None = None
    origin: str = "upload"


def receive(office: Office, arrival: Arrival, files: Sequence[Incoming]) -> Upload:
    """Store each file and return the sources; a file that cannot be received becomes a finding.

    A zip is kept as it came, and each of its members becomes a source of its own.
    """
    sources: list[Source] = []
    findings: list[Finding] = []
    for file in files:
        got, problems = _receive_one(office, arrival, file)
        sources += got
        findings += problems
    return Upload(sources=tuple(sources), findings=tuple(findings))


def _receive_one(office: Office, arrival: Arrival, file: Incoming) -> tuple[list[Source], list[Finding]]:
    name = display_name(_name_of(file))
    try:
        source, created = _store(office, arrival, file, name)
    except BlobRefused as refused:
        return [], [refused.finding.placed(file=name)]
    problems = [] if created else [finding("file.duplicate", file=name)]
    if source.media_type != ZIP:
        return [source], problems
    members, more = _receive_members(office, arrival, source)
    return [source, *members], [*problems, *more]


def _receive_members(office: Office, arrival: Arrival, archive: Source) -> tuple[list[Source], list[Finding]]:
    sources: list[Source] = []
    with tempfile.TemporaryDirectory(dir=office.settings.work_dir, prefix="unzip-") as folder:
        blob = office.blobs.path(archive.sha256)
        unpacked = office.lens.decoder.unpack(blob, Path(folder), limits=arrival.limits)
        problems = [found.placed(file=archive.name) for found in unpacked.findings]
        for member in unpacked.members:
            inside = Arrival(arrival.case_id, arrival.limits, arrival.declared, f"archive:{archive.sha256}")
            name = display_name(member.name)
            try:
                source, created = _store(office, inside, member.path, name)
            except BlobRefused as refused:
                problems.append(refused.finding.placed(file=name))
                continue
            sources.append(source)
            if not created:
                problems.append(finding("file.duplicate", file=name))
    # Kept as the archive's own result: a check must know that something in it was never seen.
    lost = tuple(found for found in problems if found.code != "file.duplicate")
    office.records.save_file_result(archive.id, archive_result(archive, lost), {})
    return sources, problems


def archive_result(archive: Source, findings: tuple[Finding, ...]) -> FileResult:
    """Return what was seen in an archive: it has no pages, its members are sources of their own."""
    return FileResult(file=archive.name, sha256=archive.sha256, media_type=archive.media_type, findings=findings)


def _store(office: Office, arrival: Arrival, file: Incoming, name: str) -> tuple[Source, bool]:
    content = file[1] if isinstance(file, tuple) else file
    stored = office.blobs.put(
        Path(content) if isinstance(content, str | os.PathLike) else content, max_bytes=arrival.limits.max_file_bytes
    )
    with office.blobs.open(stored.sha256) as stream:
        head = stream.read(HEAD_BYTES)
    return office.records.add_source(
        arrival.case_id,
        sha256=stored.sha256,
        name=name,
        media_type=media_type(head) or "application/octet-stream",
        size_bytes=stored.size,
        declared=arrival.declared,
        origin=arrival.origin,
    )


def _name_of(file: Incoming) -> str:
    if isinstance(file, tuple):
        return file[0]
    if isinstance(file, str | os.PathLike):
        return Path(file).name
    return Path(str(getattr(file, "name", "") or "upload")).name
