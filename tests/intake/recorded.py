"""Ready-made words for tests of the record: a procedure, an applicant, what was seen in a file, a receipt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shoujian.schemas.case import Applicant
from shoujian.schemas.completeness import CorrectionNotice
from shoujian.schemas.field import FieldValue
from shoujian.schemas.findings import finding
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.match import Evidence
from shoujian.schemas.page import Quality, Step
from shoujian.schemas.procedure import Material, Procedure
from shoujian.schemas.reading import Line
from shoujian.schemas.receipt import Receipt, ReceivedMaterial
from shoujian.schemas.results import FileResult, PageResult

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
PROCEDURE = Procedure(id="test", title="测试事项", version="1", materials=(Material(name="劳动合同"),))
APPLICANT = Applicant(
    name="王小明", id_number="330106199001010000", phone="13800000000", company="测试公司", place="杭州"
)
SHA = "ab" * 32


class Clock:
    """Moves on by a second whenever it is read."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def page_result(number: int, cards: int = 0) -> PageResult:
    """Return a page with something in every kind of field."""
    box = box_quad(1, 2, 3.5, 4)
    return PageResult(
        page=number,
        source_size=(100, 200),
        quad=box,
        rotation=90,
        skew=-1.25,
        size=(90, 180),
        dpi=200.0,
        quality=Quality(blur=0.1, problems=("page.dark",)),
        steps=(Step(name="rotated", parameters={"degrees": 90}, confidence=0.9),),
        material="劳动合同",
        confidence=0.9,
        candidates=(("劳动合同", 0.9), ("身份证", 0.1)),
        evidence=(Evidence(kind="title", text="劳动合同", weight=2.0, box=box),),
        fields={"name": FieldValue(value="王小明", confidence=0.8, valid=None, box=box)},
        text=(Line(text="劳动\u0000合同 \U00020000", confidence=0.95, box=box),),
        cards=tuple(page_result(index) for index in range(1, cards + 1)),
        seconds={"ocr": 0.5},
    )


def file_result(pages: int = 2, cards: int = 2) -> FileResult:
    """Return a file with findings and pages, the last of which shows cards."""
    return FileResult(
        file="合同.pdf",
        sha256=SHA,
        media_type="application/pdf",
        findings=(finding("file.too_many_pages", pages=9, limit=8, file="合同.pdf"),),
        pages=tuple(page_result(number, cards if number == pages else 0) for number in range(1, pages + 1)),
    )


def notice(case_id: str, at: datetime = NOW) -> CorrectionNotice:
    """Return a correction notice with one finding."""
    return CorrectionNotice(
        case_id=case_id,
        procedure_title=PROCEDURE.title,
        applicant_masked="王**",
        issued_at=at,
        findings=(finding("material.missing", material="劳动合同"),),
    )


def receipt(case_id: str, number: str, password: str | None = "ABCD2345", at: datetime = NOW) -> Receipt:
    """Return the receipt of a case."""
    return Receipt(
        number=number,
        password=password,
        case_id=case_id,
        procedure_id=PROCEDURE.id,
        procedure_title=PROCEDURE.title,
        applicant_masked="王**",
        submitted_at=at,
        materials=(ReceivedMaterial(name="劳动合同", pages=2),),
        package_name=f"{number}.zip",
        package_sha256="cd" * 32,
    )
