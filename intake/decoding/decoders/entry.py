"""What the desk calls in a decoding process. The libraries are imported there only, never by the desk itself."""

from __future__ import annotations

from ....schemas.procedure import ReceiveLimits
from .contract import DecodeLimits


def start(limits: DecodeLimits) -> None:
    """Set the process's limits, before the first file is touched."""
    from . import worker

    worker.start(limits)


def probe(path: str, media_type: str, limits: DecodeLimits) -> str:
    """Return a `ProbeReply` as JSON: how many pages the file has, or why it is refused."""
    from . import worker

    return worker.probe(path, media_type, limits)


def frame(path: str, media_type: str, index: int, spool: str, limits: DecodeLimits) -> tuple[bool, str]:
    """Write the page's pixels to `spool`; return whether it went well, and a `FrameReply` or `Refusal` as JSON."""
    from . import worker

    return worker.frame(path, media_type, index, spool, limits)


def unpack(path: str, dest_dir: str, receive: ReceiveLimits, limits: DecodeLimits) -> str:
    """Write the files of a zip to `dest_dir`; return an `UnpackReply` as JSON."""
    from . import worker

    return worker.unpack(path, dest_dir, receive, limits)
