"""Shoujian 收件: scans and photos of an applicant's documents, from drop folder to receipt.

from shoujian import Applicant, Desk

desk = Desk.open()
case = desk.open_case("zj-constructor2-initial", Applicant(name="...", id_number="...", phone="...", company="..."))
desk.upload(case.id, ["scan.pdf", "photo.jpg"])
report = desk.check(case.id)
receipt = desk.submit(case.id)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .intake.desk import Desk
    from .intake.package.verify import verify_package
    from .intake.procedures import list_procedures, load_procedure
    from .intake.settings import Settings, load_settings
    from .schemas.case import Applicant, Case, CaseState
    from .schemas.completeness import (
        Completeness,
        CorrectionNotice,
        MaterialCheck,
        PageRef,
    )
    from .schemas.errors import (
        BadConfiguration,
        CannotWrite,
        ExitCode,
        Incomplete,
        InputRejected,
        NotFound,
        ProgressRefused,
        ShoujianError,
        ToolMissing,
        UsageError,
        WrongState,
    )
    from .schemas.findings import Finding, speaking
    from .schemas.package import VerifyReport
    from .schemas.procedure import Material, Procedure
    from .schemas.receipt import Progress, Receipt
    from .schemas.results import (
        FileResult,
        InspectResult,
        PageResult,
        RunResult,
    )
    from .schemas.source import ReceivedFile, Source, Upload

__all__ = [
    "Applicant",
    "BadConfiguration",
    "CannotWrite",
    "Case",
    "CaseState",
    "Completeness",
    "CorrectionNotice",
    "Desk",
    "ExitCode",
    "FileResult",
    "Finding",
    "Incomplete",
    "InputRejected",
    "InspectResult",
    "Material",
    "MaterialCheck",
    "NotFound",
    "PageRef",
    "PageResult",
    "Procedure",
    "Progress",
    "ProgressRefused",
    "Receipt",
    "ReceivedFile",
    "RunResult",
    "Settings",
    "ShoujianError",
    "Source",
    "ToolMissing",
    "Upload",
    "UsageError",
    "VerifyReport",
    "WrongState",
    "list_procedures",
    "load_procedure",
    "load_settings",
    "speaking",
    "verify_package",
]

_HOMES = {
    "Applicant": ".schemas.case",
    "BadConfiguration": ".schemas.errors",
    "CannotWrite": ".schemas.errors",
    "Case": ".schemas.case",
    "CaseState": ".schemas.case",
    "Completeness": ".schemas.completeness",
    "CorrectionNotice": ".schemas.completeness",
    "Desk": ".intake.desk",
    "ExitCode": ".schemas.errors",
    "FileResult": ".schemas.results",
    "Finding": ".schemas.findings",
    "Incomplete": ".schemas.errors",
    "InputRejected": ".schemas.errors",
    "InspectResult": ".schemas.results",
    "Material": ".schemas.procedure",
    "MaterialCheck": ".schemas.completeness",
    "NotFound": ".schemas.errors",
    "PageRef": ".schemas.completeness",
    "PageResult": ".schemas.results",
    "Procedure": ".schemas.procedure",
    "Progress": ".schemas.receipt",
    "ProgressRefused": ".schemas.errors",
    "Receipt": ".schemas.receipt",
    "ReceivedFile": ".schemas.source",
    "RunResult": ".schemas.results",
    "Settings": ".intake.settings",
    "ShoujianError": ".schemas.errors",
    "Source": ".schemas.source",
    "ToolMissing": ".schemas.errors",
    "Upload": ".schemas.source",
    "UsageError": ".schemas.errors",
    "VerifyReport": ".schemas.package",
    "WrongState": ".schemas.errors",
    "list_procedures": ".intake.procedures",
    "load_procedure": ".intake.procedures",
    "load_settings": ".intake.settings",
    "speaking": ".schemas.findings",
    "verify_package": ".intake.package.verify",
}
"""Where each name lives. It is imported when it is first asked for: decoding processes and small tools need few."""


def __getattr__(name: str) -> Any:
    """Import a public name from its module (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home, __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
