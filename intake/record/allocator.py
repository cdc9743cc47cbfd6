"""办件申报号: region (6 digits), day (8), serial of that region and day (7); 21 digits that are given once."""

from __future__ import annotations

import re
from datetime import date

from sqlmodel import Session

from ...schemas.errors import CannotWrite
from .database import upsert
from .tables import SerialRow

MAX_SERIAL = 9_999_999


def allocate(session: Session, *, region_code: str, day: date) -> str:
    """Return the next number; it is taken for good when the session's transaction is kept.

    One statement increments and reads the serial, so that concurrent callers wait for each other instead of getting
    the same one. A transaction that is given up leaves no gap, one that is kept without a receipt leaves one.

    Args:
        session: a writing transaction; keep it short, the next caller of that day waits for it.
        region_code: six digits of the authority's place.
        day: the day of submission at the counter (local, not UTC).

    Raises:
        ValueError: region_code is not six digits.
        CannotWrite: ten million numbers were given on that day.
    """
    if not re.fullmatch(r"[0-9]{6}", region_code):
        raise ValueError("a region code has six digits")
    serial = _next_serial(session, region_code, f"{day:%Y%m%d}")
    if serial > MAX_SERIAL:
        raise CannotWrite("当日办件申报号已用完", remedy="请次日再提交")
    return f"{region_code}{day:%Y%m%d}{serial:07d}"


def _next_serial(session: Session, region: str, day: str) -> int:
    statement = (
        upsert(session, SerialRow)
        .values(region=region, day=day, last=1)
        .on_conflict_do_update(index_elements=["region", "day"], set_={"last": SerialRow.last + 1})
        .returning(SerialRow.last)
    )
    return int(session.execute(statement).scalar_one())
