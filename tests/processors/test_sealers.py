"""A document sealed by another company than the applicant's is put to a person; unclear seals are not."""

from __future__ import annotations

import pytest
from shoujian.processors.rules.sealers import check_sealer
from shoujian.processors.rules.sheets import Sheet
from shoujian.schemas.case import Applicant
from shoujian.schemas.field import FieldValue
from shoujian.schemas.findings import Finding
from shoujian.schemas.geometry import box_quad
from shoujian.schemas.procedure import Material

from .cases import page, seen

COMPANY = "浙江示例建设有限公司"
APPLICANT = Applicant(name="王建业", id_number="", phone="", company=COMPANY, place="")
CONTRACT = Material(name="劳动合同", seal=True, sealed_by="company")


def sheets(*names: str, confidence: float = 0.97) -> list[Sheet]:
    box = box_quad(10, 10, 200, 200)
    pages = [
        page("劳动合同", number, seal=FieldValue(value=name, confidence=confidence, box=box) if name else None)
        for number, name in enumerate(names, start=1)
    ]
    source = seen("合同.pdf", *pages)
    return [Sheet(source.source, shown, number) for number, shown in enumerate(pages, start=1)]


def told(*names: str, confidence: float = 0.97, material: Material = CONTRACT) -> list[Finding]:
    return list(check_sealer(APPLICANT, material, sheets(*names, confidence=confidence)))


def test_another_company_is_told_with_its_page_and_place() -> None:
    (found,) = told("", "杭州模拟市政工程有限公司")
    assert (found.code, found.severity, found.page, found.material) == ("seal.other_company", "confirm", 2, "劳动合同")
    assert "杭州模拟市政工程有限公司" in found.message and COMPANY in found.message
    assert found.box == box_quad(10, 10, 200, 200)


@pytest.mark.parametrize(
    "name", [COMPANY, "浙江示例建设有限", "示例建设有限公司", "浙江示列建设有限公司", "合同专用章", ""]
)
def test_its_own_seal_in_part_or_misread_by_a_character_is_none(name: str) -> None:
    assert told(name) == []


def test_one_right_seal_is_enough() -> None:
    assert told("杭州模拟市政工程有限公司", COMPANY) == []


def test_an_unclear_seal_says_nothing() -> None:
    assert told("杭州模拟市政工程有限公司", confidence=0.85) == []


def test_what_anybody_may_seal_is_not_asked() -> None:
    assert told("杭州模拟市政工程有限公司", material=Material(name="学历证书", seal=True)) == []


def test_without_a_company_there_is_nothing_to_compare() -> None:
    nobody = APPLICANT.model_copy(update={"company": " "})
    assert list(check_sealer(nobody, CONTRACT, sheets("杭州模拟市政工程有限公司"))) == []
