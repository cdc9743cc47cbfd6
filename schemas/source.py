"""One file as received."""

from __future__ import annotations

from pydantic import Field

from .base import Frozen
from .findings import Finding


class Source(Frozen):
    """A received file: its bytes are named by their hash, never changed and never lost."""

    id: str = Field(description="id within the desk: derived from case and sha256, so that same bytes are one source")
    case_id: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    name: str = Field(description="the name it came with, control characters replaced; never used as a path")
    media_type: str = Field(description="by content, for example image/jpeg")
    size_bytes: int = Field(ge=0)
    declared: str | None = Field(default=None, description="the material name the uploader gave, if any")
    origin: str = Field(default="upload", description="upload, inbox, cli, or archive:<sha256>/<member>")


class Upload(Frozen):
    """What became of an upload: the sources stored, and what was refused or is worth telling."""

    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()


class ReceivedFile(Frozen):
    """A source with what is known of it so far (查看)."""

    source: Source
    read: bool = Field(description="whether its pages were examined")
    pages: int = 0
    materials: tuple[str, ...] = Field(default=(), description="material names found in it, in page order")
    findings: tuple[Finding, ...] = ()
