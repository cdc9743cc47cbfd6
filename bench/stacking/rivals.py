"""Other rules that take a stack apart: what this desk did before, and what sorting programs do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from shoujian.processors.matching.titles import fold_page, own_titles
from shoujian.schemas.procedure import Procedure
from shoujian.schemas.results import FileResult, PageResult

from .greedy import join_runs

Told = tuple[int, str | None]
"""(document, material) of a page."""


def greedy(files: Sequence[FileResult], procedure: Procedure) -> list[Told]:
    """Name what goes on after the page before, within a file; neighbours of one name are one document."""
    pages = [page for file in files for page in join_runs(file.pages, procedure)]
    return list(_cut(pages, lambda before, page, _: page.material is None or page.material != before.material))


def at_blanks(files: Sequence[FileResult]) -> list[Told]:
    """Begin a document behind each blank page, as with separator sheets."""
    return list(_cut([page for file in files for page in file.pages], lambda before, page, blank: blank))


def at_titles(files: Sequence[FileResult]) -> list[Told]:
    """Begin a document with each blank page and with each title."""
    pages = [page for file in files for page in file.pages]
    return list(_cut(pages, lambda before, page, blank: blank or _bears_title(page)))


def _bears_title(page: PageResult) -> bool:
    return page.material is not None or bool(own_titles(fold_page(page.reading, page.size)))


def _cut(pages: Sequence[PageResult], begins: Callable[[PageResult, PageResult, bool], bool]) -> Iterator[Told]:
    """Yield the pages that are not blank; `begins(before, page, blank between)` says where a document begins."""
    number, before, blank = 0, None, False
    for page in pages:
        if page.blank:
            blank = True
            continue
        number += before is None or begins(before, page, blank)
        yield number, page.material
        before, blank = page, False
