"""Shoujian 收件: scans and photos of an applicant's documents, from drop folder to receipt.

from shoujian import Applicant, Desk

desk = Desk.open()
case = desk.open_case("zj-constructor2-initial", Applicant(name="...", id_number="...", phone="...", company="..."))
desk.upload(case.id, ["scan.pdf", "photo.jpg"])
report = desk.check(case.id)
receipt = desk.submit(case.id)
"""

from .intake.desk import Desk
from .intake.procedures import list_procedures, load_procedure
from .intake.settings import Settings, load_settings
from .intake.verify import verify_package
from .schemas.case import Applicant, Case, CaseState
from .schemas.completeness import Completeness, CorrectionNotice, MaterialCheck, PageRef
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
from .schemas.results import FileResult, InspectResult, PageResult, RunResult
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
