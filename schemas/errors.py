"""What can go wrong beyond bad input (bad input is data: see `findings`).

ShoujianError                 70  a defect unless a subclass says otherwise
├── UsageError                 2  the call names something that does not exist or may not be done now
│   ├── NotFound               2
│   └── WrongState             2
├── Incomplete                 3  the case lacks something; carries the report
├── InputRejected              4  nothing of what was given can be used
├── CannotWrite                5  disk full, no permission, target exists
├── ToolMissing                6  a program or package is not installed
├── BadConfiguration           7  settings or a procedure file are wrong
└── ProgressRefused            2  number and password do not belong together, or too many tries
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .completeness import Completeness


class ExitCode(IntEnum):
    """The process exit codes which scripts rely on."""

    ACCEPTED = 0
    USAGE = 2
    INCOMPLETE = 3
    INPUT_REJECTED = 4
    CANNOT_WRITE = 5
    TOOL_MISSING = 6
    BAD_CONFIGURATION = 7
    DEFECT = 70
    INTERRUPTED = 130


class ShoujianError(Exception):
    """Base of all errors raised on purpose; `str()` is a sentence for people, `remedy` says what to do."""

    exit_code = ExitCode.DEFECT
    code = "defect"

    def __init__(self, message: str, *, remedy: str = "") -> None:
        """Keep the sentence and the remedy; neither may hold a full ID number."""
        super().__init__(message)
        self.remedy = remedy


class UsageError(ShoujianError):
    """The call itself is wrong."""

    exit_code = ExitCode.USAGE
    code = "usage"


class NotFound(UsageError):
    """No such case, file, page, material or procedure."""

    code = "not_found"


class WrongState(UsageError):
    """The case's state does not allow this (for example: delete after submit)."""

    code = "wrong_state"


class Incomplete(ShoujianError):
    """The case cannot be submitted; `report` lists every finding."""

    exit_code = ExitCode.INCOMPLETE
    code = "incomplete"

    def __init__(self, report: Completeness) -> None:
        """Carry the report that explains the refusal."""
        errors = sum(1 for finding in report.all_findings() if finding.severity == "error")
        super().__init__(f"材料不齐全或不可用，共 {errors} 个问题", remedy="请按补正告知逐条处理后重新提交")
        self.report = report


class InputRejected(ShoujianError):
    """None of the input could be used."""

    exit_code = ExitCode.INPUT_REJECTED
    code = "input_rejected"


class CannotWrite(ShoujianError):
    """The result could not be stored."""

    exit_code = ExitCode.CANNOT_WRITE
    code = "cannot_write"


class ToolMissing(ShoujianError):
    """A program, package or model is not installed."""

    exit_code = ExitCode.TOOL_MISSING
    code = "tool_missing"


class BadConfiguration(ShoujianError):
    """Settings or a procedure definition are wrong."""

    exit_code = ExitCode.BAD_CONFIGURATION
    code = "bad_configuration"


class ProgressRefused(UsageError):
    """One neutral answer for an unknown number, a wrong password and a lock-out."""

    code = "progress_refused"

    def __init__(self) -> None:
        """Say the same sentence whatever the cause, so that numbers cannot be probed."""
        super().__init__(
            "暂未查到相关记录，请检查您输入的办件申报号和查询密码",
            remedy="请核对《申报告知单》；多次输错后须等待一段时间再试",
        )
