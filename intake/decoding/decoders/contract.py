"""What the desk and the isolated decoders say to each other: limits, requests' answers, refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from ....processors.page import Pixels
from ....schemas.base import Frozen
from ....schemas.findings import Fact, Finding
from ....schemas.page import Step
from ....schemas.procedure import ReceiveLimits
from ....schemas.reading import Reading

Origin = Literal["image", "extracted", "rendered"]
MEGA = 1_000_000


class DecodeLimits(Frozen):
    """What decoding one file may cost; bytes, pages and pixels are checked before memory is spent."""

    max_file_bytes: int = Field(default=50 * 1024 * 1024, gt=0)
    max_pages: int = Field(default=200, gt=0, description="pages of one file")
    max_megapixels: float = Field(default=120.0, gt=0, description="pixels of one page, in millions")
    memory_bytes: int = Field(
        default=3_000_000_000,
        ge=700_000_000,
        description=(
            "address space of a decoding process. The package and its libraries take 0.6 GB of it, and a page of 120 "
            "megapixels with a colour profile 0.48 GB twice and 0.36 GB once, transparency some more (measured: with "
            "2.5 GB every kind of picture opens, with 1.5 GB such a page does not)"
        ),
    )
    timeout_s: float = Field(default=60.0, gt=0, description="wall-clock seconds for one page, or for one look")

    @classmethod
    def of(cls, receive: ReceiveLimits, *, timeout_s: float = 60.0) -> DecodeLimits:
        """Return the limits that hold a procedure's own limits on files."""
        return cls(
            max_file_bytes=receive.max_file_bytes,
            max_pages=receive.max_pages,
            max_megapixels=receive.max_megapixels,
            timeout_s=timeout_s,
        )

    @property
    def max_pixels(self) -> int:
        """Pixels of one page."""
        return int(self.max_megapixels * MEGA)


class Note(Frozen):
    """A finding before it is built: only a code and facts cross the border of the process."""

    code: str
    facts: dict[str, Fact] = Field(default_factory=dict)


class ProbeReply(Frozen):
    """How many pages a file has; 0 = refused, and the notes say why. `cause` is for the log."""

    frames: int = Field(ge=0)
    notes: tuple[Note, ...] = ()
    cause: str = ""


class FrameReply(Frozen):
    """What was written to the spool file: `height` rows of `width` BGR pixels, 3 bytes each."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    dpi: float | None = Field(default=None, gt=0)
    origin: Origin = "image"
    steps: tuple[Step, ...] = ()
    text_layer: Reading | None = None
    notes: tuple[Note, ...] = ()


class Refusal(Frozen):
    """Why there is no frame."""

    note: Note
    cause: str = ""
    spool_full: bool = False


class UnpackedMember(Frozen):
    """A file out of an archive: its `name` inside, made fit to show, and what it is called in the given folder."""

    name: str
    stored_as: str = Field(pattern=r"^[0-9a-f]{32}\.member$")


class UnpackReply(Frozen):
    """What an archive held; `no_room`: the folder cannot be written, which is not the archive's fault."""

    members: tuple[UnpackedMember, ...] = ()
    findings: tuple[Finding, ...] = ()
    no_room: bool = False


@dataclass(slots=True)
class Raster:
    """A decoded page on its way out of the decoder; `pixels` are (H, W, 3) uint8 BGR, `dpi` is (x, y)."""

    pixels: Pixels
    dpi: tuple[float, float] | None = None
    origin: Origin = "image"
    steps: list[Step] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    text_layer: Reading | None = None


class Refused(Exception):
    """The file cannot be decoded; the code says why. Never leaves the decoding process."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.note = Note(code=code, facts=facts)


def check_pixels(size: tuple[int, int], limits: DecodeLimits) -> None:
    """Refuse a picture of more pixels than allowed, by its header.

    Raises:
        Refused: too many pixels, or none at all.
    """
    width, height = size
    if width < 1 or height < 1:
        raise Refused("file.damaged")
    if width * height > limits.max_pixels:
        megapixels = round(width * height / MEGA, 1)
        raise Refused("file.too_many_pixels", megapixels=megapixels, limit=limits.max_megapixels)


def check_pages(pages: int, limits: DecodeLimits) -> None:
    """Refuse a file of more pages than allowed, or of none.

    Raises:
        Refused: too many pages, or none at all.
    """
    if pages < 1:
        raise Refused("file.damaged")
    if pages > limits.max_pages:
        raise Refused("file.too_many_pages", pages=pages, limit=limits.max_pages)
