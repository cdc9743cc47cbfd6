"""A small fictitious case, drawn here, for the tests of what leaves the desk."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image, ImageDraw
from shoujian.intake.package.packaging import (
    PackageContent,
    PackedPage,
    PackedSource,
    PageKey,
)
from shoujian.schemas.case import Applicant, Case
from shoujian.schemas.completeness import Completeness, MaterialCheck, PageRef
from shoujian.schemas.decision import Decision
from shoujian.schemas.findings import finding
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.match import Evidence
from shoujian.schemas.page import Step
from shoujian.schemas.procedure import Material, Procedure
from shoujian.schemas.reading import Line
from shoujian.schemas.receipt import Receipt, ReceivedMaterial
from shoujian.schemas.results import FileResult, PageResult
from shoujian.schemas.source import Source

NUMBER = "330000202611220000017"
WHEN = datetime(2026, 11, 22, 1, 30, 12, tzinfo=UTC)
CARD_SIZE = (856, 540)
PAGE_SIZE = (827, 1169)

PROCEDURE = Procedure(
    id="test-procedure",
    title="二级建造师初始注册",
    version="1",
    authority="浙江省住房和城乡建设厅",
    materials=(
        Material(name="身份证", shape="card", sides=("front", "back")),
        Material(name="劳动合同"),
        Material(name="社会保险参保证明"),
    ),
)


def picture(size: tuple[int, int], text: str, form: str = "JPEG", dpi: int | None = None) -> bytes:
    image = Image.new("RGB", size, "#fdfcf8")
    pen = ImageDraw.Draw(image)
    pen.rectangle((4, 4, size[0] - 5, size[1] - 5), outline="#335577", width=3)
    for row in range(40, size[1] - 20, 40):
        pen.text((30, row), f"{text} {row}", fill="#222222")
    sink = io.BytesIO()
    image.save(sink, form, **({"dpi": (dpi, dpi)} if dpi else {}))
    return sink.getvalue()


def page_result(page: int, material: str | None, size: tuple[int, int], **more: object) -> PageResult:
    return PageResult.model_validate(
        {
            "page": page,
            "source_size": size,
            "rotation": 0,
            "skew": 0.0,
            "size": size,
            "material": material,
            "confidence": 0.93,
            "margin": 0.4,
            "candidates": ((material or "劳动合同", 0.93), ("承诺书", 0.53)),
            "evidence": (
                Evidence(kind="title", text="标题", weight=2.0, box=box_quad(30, 35, 200, 60)),
                Evidence(kind="shape", text="卡片", weight=1.0),
            ),
            "engine": "fake 1",
            "text": (Line(text="标题", confidence=0.9, box=box_quad(30, 35, 200, 60)),),
            "steps": (Step(name="decoded"),),
            **more,
        }
    )


def write_case(folder: Path) -> PackageContent:
    """A scan with both sides of a card, a contract of two pages and one page that belongs to nothing."""
    scan, contract = picture((1200, 1700), "scan"), picture(PAGE_SIZE, "contract", "PNG")
    folder.mkdir(parents=True, exist_ok=True)
    sources = []
    cards = (
        page_result(1, "身份证", CARD_SIZE, side="back", quad=box_quad(100, 900, 956, 1440)),
        page_result(1, "身份证", CARD_SIZE, side="front", quad=box_quad(100, 100, 956, 640)),
    )
    results = (
        ("../../etc/\u202epasswd.jpg", scan, "image/jpeg", (page_result(1, "身份证", (1200, 1700), cards=cards),)),
        (
            "<script>alert(1)</script>.png",
            contract,
            "image/png",
            (*(page_result(n, "劳动合同", PAGE_SIZE, dpi=100.0) for n in (1, 2)), page_result(3, None, PAGE_SIZE)),
        ),
    )
    for index, (name, data, media_type, pages) in enumerate(results, 1):
        sha = hashlib.sha256(data).hexdigest()
        path = folder / sha
        path.write_bytes(data)
        source = Source(
            id=f"s{index}", case_id="c1", sha256=sha, name=name, media_type=media_type, size_bytes=len(data)
        )
        findings = (finding("page.blurred", file=name, page=1, value=0.3, limit=0.2),) if index == 2 else ()
        result = FileResult(file=name, sha256=sha, media_type=media_type, findings=findings, pages=pages)
        sources.append(PackedSource(source, path, result))
    pages: dict[PageKey, PackedPage] = {
        ("s1", 1, None): PackedPage(picture((1200, 1700), "whole"), "image/jpeg", (1200, 1700)),
        ("s1", 1, 1): PackedPage(picture(CARD_SIZE, "back"), "image/jpeg", CARD_SIZE),
        ("s1", 1, 2): PackedPage(picture(CARD_SIZE, "front"), "image/jpeg", CARD_SIZE),
        ("s2", 1, None): PackedPage(picture(PAGE_SIZE, "first", dpi=100), "image/jpeg", PAGE_SIZE, 100.0),
        ("s2", 2, None): PackedPage(picture(PAGE_SIZE, "second", "PNG"), "image/png", PAGE_SIZE, 100.0),
        ("s2", 3, None): PackedPage(picture(PAGE_SIZE, "third"), "image/jpeg", PAGE_SIZE),
    }
    return PackageContent(
        case=case(),
        procedure=PROCEDURE,
        number=NUMBER,
        created_at=WHEN,
        sources=tuple(sources),
        pages=pages,
        completeness=completeness(),
        decisions=(Decision(at=WHEN, by="clerk", file="s2", page=1, material="劳动合同"),),
    )


def case() -> Case:
    applicant = Applicant(
        name="张三丰",
        id_number="330100190001010000",
        phone="13800000000",
        company="浙江示例建设有限公司",
        place="杭州市",
    )
    return Case(
        id="c1", procedure_id=PROCEDURE.id, procedure_version=PROCEDURE.version, applicant=applicant, opened_at=WHEN
    )


def completeness() -> Completeness:
    return Completeness(
        complete=True,
        materials=(
            MaterialCheck(name="身份证", required=True, status="usable", pages=(PageRef(file="s1", page=1),)),
            MaterialCheck(
                name="劳动合同",
                required=True,
                status="usable",
                pages=(PageRef(file="s2", page=1), PageRef(file="s2", page=2)),
                findings=(finding("seal.missing", material="劳动合同", file="s2", page=2),),
            ),
            MaterialCheck(name="社会保险参保证明", required=False, status="missing"),
        ),
        unmatched=(PageRef(file="s2", page=3),),
        checked_on=date(2026, 11, 22),
    )


def receipt(sha256: str, **changes: object) -> Receipt:
    return Receipt.model_validate(
        {
            "number": NUMBER,
            "password": "7K2M-9QXD",
            "case_id": "c1",
            "procedure_id": PROCEDURE.id,
            "procedure_title": PROCEDURE.title,
            "applicant_masked": "张*丰",
            "submitted_at": WHEN,
            "materials": (
                ReceivedMaterial(name="身份证", pages=2),
                ReceivedMaterial(name="劳动合同", pages=2),
            ),
            "package_name": f"{NUMBER}.zip",
            "package_sha256": sha256,
            **changes,
        }
    )
