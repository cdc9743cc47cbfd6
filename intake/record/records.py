"""The record: everything the desk knows, in one database, behind typed calls that return frozen words.

Each call is one transaction with its audit entry. `case_records`, `file_records`, `submission_records` and
`hint_records` hold the calls; `Records` is all of them.
"""

from __future__ import annotations

from . import audit
from .audit import ChainReport
from .case_records import Clock, utc_now
from .database import reading
from .file_records import FileRecords, Snapshot
from .hint_records import HintRecords
from .rows import file_id
from .submission_records import Submission, SubmissionRecords

__all__ = ["Clock", "Records", "Snapshot", "Submission", "file_id", "utc_now"]


class Records(FileRecords, SubmissionRecords, HintRecords):
    """Cases, files, decisions, hints, notices and receipts of one desk; safe for many threads and processes at once."""

    def verify_log(self) -> ChainReport:
        """Read the whole audit log and say whether it is unchanged."""
        with reading(self.engine) as opened:
            return audit.verify_chain(opened)
