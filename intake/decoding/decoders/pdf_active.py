"""Does a PDF carry things that want to run? Nothing here runs anything; only dictionaries are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pikepdf
from pikepdf import Dictionary

MAX_ANNOTATIONS = 2_000
MAX_CHAIN = 16

_ALWAYS_ACTIVE = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute"}
)
_ACTIVE_WHEN_AUTOMATIC = frozenset({"/URI", "/GoToR", "/Movie", "/Sound"})
_ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D"})


def has_active_content(document: pikepdf.Pdf) -> bool:
    """Return whether scripts, launching or sending actions, or attached files are in the document."""
    try:
        return _in_catalogue(document.Root) or any(_in_page(page.obj) for page in document.pages)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        # What is too damaged to be looked at is too damaged to run in a viewer; the page itself decides then.
        return False


def _in_catalogue(root: Any) -> bool:
    names = root.get("/Names", Dictionary())
    form = root.get("/AcroForm", Dictionary())
    return (
        "/JavaScript" in names
        or "/EmbeddedFiles" in names
        or "/AF" in root
        or "/XFA" in form
        or "/Collection" in root
        or _automatic(root)
    )


def _in_page(page: Any) -> bool:
    if _automatic(page):
        return True
    annotations = page.get("/Annots", ())
    return any(_in_annotation(annotation) for annotation in islice(iter(annotations), MAX_ANNOTATIONS))


def _in_annotation(annotation: Any) -> bool:
    if str(annotation.get("/Subtype")) in _ACTIVE_ANNOTATIONS:
        return True
    return any(_kind(action) in _ALWAYS_ACTIVE for action in _chain(annotation.get("/A"))) or _automatic(annotation)


def _automatic(holder: Any) -> bool:
    """Return whether the holder starts something by itself: on opening, closing, entering a field."""
    starters = [holder.get("/OpenAction")]
    events = holder.get("/AA")
    if isinstance(events, Dictionary):
        starters += [events[key] for key in events.keys()]  # noqa: SIM118 - a pikepdf dictionary has no plain iteration
    return any(
        _kind(action) in _ALWAYS_ACTIVE | _ACTIVE_WHEN_AUTOMATIC for start in starters for action in _chain(start)
    )


def _chain(action: Any) -> Iterator[Any]:
    """Yield an action and those that follow it."""
    waiting = [action]
    for _ in range(MAX_CHAIN):
        if not waiting:
            return
        current = waiting.pop()
        if not isinstance(current, Dictionary):
            continue  # None, or an array: a mere destination
        yield current
        following = current.get("/Next")
        waiting += list(following) if isinstance(following, pikepdf.Array) else [following]


def _kind(action: Any) -> str:
    return "/JavaScript" if "/JS" in action else str(action.get("/S"))
