"""The log that shows tampering: every entry holds the hash of the one before it.

Who changes, removes or inserts an entry must rewrite every later one; who notes `ChainReport.head` elsewhere (a paper,
another system) sees even that. Entries hold ids, hashes and counts, never names or full ID numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from ...processors.masking import mask_text
from ...schemas.base import Frozen
from .tables import AuditHeadRow, AuditRow

Detail = str | int | bool | None
GENESIS = "0" * 64
"""What the first entry names as the one before it."""
BATCH = 1000
"""Entries read at a time, since the log of years does not fit into memory."""


class ChainReport(Frozen):
    """What a check of the whole log found."""

    whole: bool
    length: int
    head: str
    broken_at: int | None = None
    """The `seq` of the first entry that does not fit."""
    reason: str = ""


def append(
    session: Session,
    *,
    at: datetime,
    actor: str,
    action: str,
    case_id: str | None,
    subject: str = "",
    details: Mapping[str, Detail] | None = None,
) -> AuditRow:
    """Add an entry in the caller's transaction, as its last act: until it ends, every other writer of the log waits.

    Args:
        session: a writing transaction; the entry is kept or lost with it.
        at: aware moment.
        actor: who did it: desk, inbox, a clerk's id.
        action: what was done, for example source.added.
        case_id: the case it belongs to, if any.
        subject: what it was done to: an id or number that the desk itself made.
        details: more facts, without personal data; whatever looks like an ID or phone number is masked.
    """
    head = session.exec(select(AuditHeadRow).with_for_update()).one()
    row = AuditRow(
        seq=head.seq + 1,
        at=at.astimezone(UTC),
        actor=mask_text(actor),
        action=action,
        case_id=case_id,
        subject=subject,
        details={key: mask_text(value) if isinstance(value, str) else value for key, value in (details or {}).items()},
        prev_hash=head.hash,
        hash="",
    )
    row.hash = entry_hash(row)
    head.seq, head.hash = row.seq, row.hash
    session.add(row)
    session.flush()
    return row


def entry_hash(row: AuditRow) -> str:
    """Return the SHA-256 of the entry before it and of this entry's canonical JSON (sorted keys, no blanks, UTF-8)."""
    body = {
        "seq": row.seq,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": row.actor,
        "action": row.action,
        "case_id": row.case_id,
        "subject": row.subject,
        "details": row.details,
    }
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((row.prev_hash + canonical).encode()).hexdigest()


def verify_chain(session: Session) -> ChainReport:
    """Read the whole log and say whether every entry is unchanged and none is missing."""
    previous, length = GENESIS, 0
    for row in _entries(session):
        reason = _fault(row, length + 1, previous)
        if reason:
            return ChainReport(whole=False, length=length, head=previous, broken_at=row.seq, reason=reason)
        previous, length = row.hash, row.seq
    head = session.exec(select(AuditHeadRow)).one_or_none()
    if head is None or (head.seq, head.hash) != (length, previous):
        reason = "日志末尾与记录的链头不符，可能有条目被删除"
        return ChainReport(whole=False, length=length, head=previous, broken_at=length + 1, reason=reason)
    return ChainReport(whole=True, length=length, head=previous)


def _entries(session: Session) -> Iterator[AuditRow]:
    """Yield all entries in order, `BATCH` at a time."""
    last = -1
    following = select(AuditRow).order_by(col(AuditRow.seq)).limit(BATCH)
    while rows := session.exec(following.where(col(AuditRow.seq) > last)).all():
        for row in rows:
            last = row.seq
            session.expunge(row)
            yield row


def _fault(row: AuditRow, expected_seq: int, previous: str) -> str:
    if row.seq != expected_seq:
        return f"缺少第 {expected_seq} 条"
    if row.prev_hash != previous:
        return "与前一条的哈希不衔接"
    if row.hash != entry_hash(row):
        return "内容与哈希不符，已被改动"
    return ""
