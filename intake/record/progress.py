"""办事进度: what 办件申报号 and 查询密码 open, and a lock-out for those who guess.

Unknown number, wrong password and lock-out give one error, cost one password check and one write each.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from datetime import datetime, timedelta

from sqlmodel import Session, select

from ...processors.masking import mask_id, mask_name
from ...schemas.errors import ProgressRefused
from ...schemas.receipt import Progress
from .case_records import events_of
from .database import reading, session, upsert
from .passwords import PasswordOptions, verify_password
from .records import Records
from .rows import case_of, case_row, receipt_of
from .submission_records import attempt_key, find_receipt
from .tables import AttemptRow, ReceiptRow

TRIES = 5
"""Wrong passwords for one number before it is locked (domain.md section 6.1)."""
CLIENT_TRIES = 20
"""Wrong pairs from one client: more than one, because an office shares an address."""
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
FORGET_AFTER = timedelta(hours=24)
"""Failures are forgotten when none came for so long, counted from the end of a lock."""
_UNKNOWN = "unknown"
_NO_LIMIT = sys.maxsize


def look_up(
    records: Records,
    number: str,
    password: str,
    *,
    now: datetime,
    client: str = "",
    options: PasswordOptions | None = None,
) -> Progress:
    """Return the masked progress of a case.

    Args:
        records: of the desk that issued the receipt.
        number: 办件申报号, as typed.
        password: 查询密码, as typed.
        now: aware moment; locks are counted in it.
        client: who asks (an address); "" does not count tries by client.
        options: those with which passwords are hashed.

    Raises:
        ProgressRefused: no such pair, or too many tries; nobody can tell which.
    """
    number = "".join(unicodedata.normalize("NFKC", number).split())
    with reading(records.engine) as opened:
        receipt = find_receipt(opened, number)
    keys = {attempt_key(number): TRIES} if receipt else {_UNKNOWN: _NO_LIMIT}
    if client:
        keys[f"client:{hashlib.sha256(client.encode()).hexdigest()}"] = CLIENT_TRIES
    # The try is counted before the password is looked at: a thousand at the same moment are a thousand tries.
    with session(records.engine) as opened:
        admitted = all([_count(opened, key, limit, now) for key, limit in sorted(keys.items())])
    right = verify_password(receipt.password_hash if receipt else None, password, options)
    if receipt is None or not admitted or not right:
        raise ProgressRefused
    with session(records.engine) as opened:
        for key, limit in sorted(keys.items()):
            _take_back(opened, key, limit, now)
    with reading(records.engine) as opened:
        return _progress(opened, receipt)


def _progress(opened: Session, receipt: ReceiptRow) -> Progress:
    case = case_of(case_row(opened, receipt.case_id))
    return Progress(
        number=receipt.number,
        procedure_title=receipt_of(receipt).procedure_title,
        applicant_masked=mask_name(case.applicant.name),
        id_number_masked=mask_id(case.applicant.id_number),
        state=case.state.value,
        history=events_of(opened, case.id),
    )


def _count(opened: Session, key: str, limit: int, now: datetime) -> bool:
    """Count a try and return whether it may be made; one during a lock does not make the lock longer."""
    row = _locked_row(opened, key, now)
    if row.locked_until is not None and now < row.locked_until:
        return False
    if now - max(row.last_at, row.locked_until or row.last_at) > FORGET_AFTER:
        row.failures, row.locked_until = 0, None
    row.failures += 1
    row.last_at = now
    if row.failures >= limit:
        row.locked_until = now + lock_time(row.failures - limit)
    return True


def lock_time(beyond: int) -> timedelta:
    """Return how long the lock lasts after `beyond` (from 0) more failures than allowed: it doubles, up to a day."""
    return min(FIRST_LOCK * (1 << min(beyond, 16)), LONGEST_LOCK)


def _take_back(opened: Session, key: str, limit: int, now: datetime) -> None:
    """Undo what a try with the right password was counted for."""
    row = _locked_row(opened, key, now)
    # A client keeps its other failures: else an own, known pair between guesses would wipe them out.
    row.failures = 0 if limit == TRIES else row.failures - 1
    if row.failures < limit:
        row.locked_until = None


def _locked_row(opened: Session, key: str, now: datetime) -> AttemptRow:
    """Return the key's row, made if need be, locked until the transaction ends."""
    opened.execute(upsert(opened, AttemptRow).values(key=key, failures=0, last_at=now).on_conflict_do_nothing())
    return opened.exec(select(AttemptRow).where(AttemptRow.key == key).with_for_update()).one()
