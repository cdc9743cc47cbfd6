"""A person says what a page is; that beats the matcher and is recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..processors.rules.decisions import apply_decisions
from ..schemas.errors import NotFound
from ..schemas.results import PageResult
from .office import Office

_PAGE_ID = re.compile(r"(?P<file>[^:]+):(?P<page>[1-9]\d{0,4})(?:\.(?P<card>[1-9]\d?))?")


@dataclass(frozen=True, slots=True)
class PageId:
    """A page of a file, or the nth card on it, counted from 1."""

    file: str
    page: int
    card: int | None

    @classmethod
    def parse(cls, text: str) -> PageId:
        """Read "FILE:PAGE" or "FILE:PAGE.CARD".

        Raises:
            NotFound: the text has another form.
        """
        match = _PAGE_ID.fullmatch(text)
        if not match:
            raise NotFound("页面编号有误", remedy="格式为 文件编号:页码 或 文件编号:页码.卡片序号")
        card = match["card"]
        return cls(match["file"], int(match["page"]), int(card) if card else None)


def assign(office: Office, page_id: str, *, material: str | None, by: str) -> PageResult:
    """Record the decision and return the page as it now counts.

    Raises:
        NotFound: no such file, page or material; or the file was not read yet.
        WrongState: the case can no longer be changed.
    """
    where = PageId.parse(page_id)
    source = office.records.source(where.file)
    procedure = office.procedure(office.records.case(source.case_id).procedure_id)
    name = None if material is None else procedure.named(material).name
    office.records.assign(source.id, where.page, card=where.card, material=name, by=by)
    snapshot = office.records.snapshot(source.case_id)
    result = apply_decisions(snapshot.results[source.id], snapshot.decisions_on(source.id), procedure)
    page = next(page for page in result.pages if page.page == where.page)
    return page if where.card is None else page.cards[where.card - 1]
