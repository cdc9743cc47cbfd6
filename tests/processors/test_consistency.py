"""Documents and applicant agree, or it is told where they do not, with personal data masked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.rules.consistency import (
    check_agreement,
    check_applicant,
    compare_companies,
    compare_id_numbers,
    compare_names,
    years_later,
)
from shoujian.processors.rules.sheets import Sheet, sheets_of
from shoujian.schemas.case import Applicant
from shoujian.schemas.field import FieldValue
from shoujian.schemas.findings import Finding

from .cases import (
    APPLICANT,
    ID_NUMBER,
    OTHER_ID,
    PROCEDURE,
    TODAY,
    check,
    codes,
    id_front,
    of,
    page,
    seen,
    value,
    whole_case,
)


def severity(found: Finding | None) -> str | None:
    return found.severity if found else None


class TestNames:
    @pytest.mark.parametrize("read", ["张三丰", "張三豐", " 张 三 丰 ", "张三丰"])
    def test_the_same_name_however_it_is_spelt(self, read: str) -> None:
        assert compare_names(value(read, valid=None), "张三丰") is None

    def test_marks_within_a_name_do_not_matter(self) -> None:
        assert compare_names(value("买买提•艾力", valid=None), "买买提·艾力") is None

    @pytest.mark.parametrize(
        ("read", "confidence", "expected"),
        [
            ("张三主", 0.7, "confirm"),
            ("张三", 0.7, "confirm"),
            ("张三主", 0.95, "error"),
            ("李四", 0.7, "error"),
        ],
    )
    def test_one_character_may_be_misread(self, read: str, confidence: float, expected: str) -> None:
        assert severity(compare_names(value(read, confidence, None), "张三丰")) == expected

    def test_masked_names_are_told_apart(self) -> None:
        found = compare_names(value("张四", valid=None), "张三")
        assert found is not None
        assert found.facts == {"value": "*四", "expected": "*三"}
        other = compare_names(value("李三", valid=None), "张三")
        assert other is not None
        assert other.facts == {"value": "李*", "expected": "张*"}


class TestIdNumbers:
    @pytest.mark.parametrize(
        ("read", "expected"),
        [(ID_NUMBER.lower(), ID_NUMBER), ("330100000101001", "330100190001010019"), ("军0000001", "军0000001")],
    )
    def test_the_same_number(self, read: str, expected: str) -> None:
        assert compare_id_numbers(value(read), expected) is None

    def test_another_number_blocks_and_is_masked(self) -> None:
        found = compare_id_numbers(value(OTHER_ID), ID_NUMBER)
        assert found is not None
        assert found.severity == "error"
        assert found.facts == {"value": "330***********0004", "expected": "330***********006X"}

    def test_a_military_and_a_civil_number_are_for_a_person(self) -> None:
        assert severity(compare_id_numbers(value(OTHER_ID), "军0000001")) == "confirm"

    def test_a_number_without_a_check_may_be_misread(self) -> None:
        assert severity(compare_id_numbers(value("军0000007", 0.8, None), "军0000001")) == "confirm"
        assert severity(compare_id_numbers(value("军0000007", 0.98, None), "军0000001")) == "error"


class TestCompanies:
    @pytest.mark.parametrize(
        "read",
        [
            "杭州某某建设有限公司",
            "杭州某某建设有限责任公司",
            "杭州某某建设公司",
            "杭州某某建設有限公司",
            "杭州 某某 建设有限公司",
        ],
    )
    def test_the_same_company(self, read: str) -> None:
        assert compare_companies(value(read, valid=None), "杭州某某建设有限公司") is None

    def test_brackets_do_not_matter(self) -> None:
        assert compare_companies(value("某某（浙江）建设有限公司", valid=None), "某某(浙江)建设有限公司") is None
        assert compare_companies(value("某某浙江建设有限公司", valid=None), "某某〔浙江〕建设有限公司") is None

    @pytest.mark.parametrize("read", ["杭州某某建设有限公司宁波分公司", "宁波另一建设有限公司"])
    def test_a_branch_or_another_company_is_for_a_person(self, read: str) -> None:
        assert severity(compare_companies(value(read, valid=None), "杭州某某建设有限公司")) == "confirm"


class TestAgreement:
    def sheets(self, *fields: dict[str, FieldValue]) -> list[Sheet]:
        pages = [page("劳动合同", number, fields=each) for number, each in enumerate(fields, start=1)]
        return list(sheets_of([seen("合同.pdf", *pages)]))

    def found(self, *fields: dict[str, FieldValue], applicant: Applicant = APPLICANT) -> list[Finding]:
        return list(check_agreement(PROCEDURE, applicant, "劳动合同", self.sheets(*fields)))

    def test_another_persons_document_is_told_with_its_place(self) -> None:
        (told,) = self.found({}, {"name": value("李四", valid=None)})
        assert (told.code, told.severity, told.material, told.file, told.page) == (
            "case.name_mismatch",
            "error",
            "劳动合同",
            "合同.pdf",
            2,
        )

    def test_the_first_page_is_believed_before_later_ones(self) -> None:
        (told,) = self.found({"name": value("李四", 0.9, None)}, {"name": value("患病", 0.99, None)})
        assert (told.page, told.facts["value"]) == (1, "李*")

    def test_other_people_on_later_pages_do_not_matter(self) -> None:
        assert self.found({"name": value("张三丰", valid=None)}, {"name": value("李四", valid=None)}) == []

    def test_a_number_that_fails_its_check_is_nobodys(self) -> None:
        assert self.found({"id_number": value("330100200002290014", valid=False)}) == []

    def test_what_the_applicant_did_not_say_is_not_compared(self) -> None:
        assert self.found({"name": value("李四", valid=None)}, applicant=Applicant()) == []

    def test_every_file_is_a_document_of_its_own(self) -> None:
        wrong = id_front(fields={"name": value("李四", valid=None), "id_number": value(ID_NUMBER)})
        report = check([*whole_case(), seen("别人.jpg", wrong)])
        assert codes(of(report, "身份证")) == ["case.id_mismatch", "case.name_mismatch", "material.too_many_pages"]
        assert of(report, "身份证").status == "uploaded"
        assert not report.complete


class TestApplicant:
    def found(self, *, today: date = TODAY, **known: str) -> list[Finding]:
        applicant = APPLICANT.model_copy(update=known)
        return list(check_applicant(PROCEDURE, applicant, today=today))

    def test_a_sound_applicant(self) -> None:
        assert self.found() == []
        assert self.found(id_number="军0000001") == []

    def test_all_that_is_lacking_is_told_at_once(self) -> None:
        (told,) = self.found(name=" ", id_number="", phone="", company="")
        assert told.message == "申请人基本信息缺少：姓名、证件号码、联系电话、企业名称"

    def test_a_wrong_number_is_told_masked(self) -> None:
        (told,) = self.found(id_number="330100190001010009")
        assert (told.code, told.facts) == ("case.id_invalid", {"value": "330***********0009"})

    @pytest.mark.parametrize(("today", "old"), [(date(2065, 3, 1), False), (date(2065, 3, 2), True)])
    def test_the_age_limit_is_passed_the_day_after_the_birthday(self, today: date, old: bool) -> None:
        found = self.found(today=today)
        assert [each.code for each in found] == (["case.age"] if old else [])

    def test_the_age_is_told(self) -> None:
        (told,) = self.found(id_number=ID_NUMBER)
        assert told.facts == {"age": 126}

    def test_without_a_limit_nobody_is_too_old(self) -> None:
        free = PROCEDURE.model_copy(update={"max_age_years": None})
        applicant = APPLICANT.model_copy(update={"id_number": ID_NUMBER})
        assert list(check_applicant(free, applicant, today=TODAY)) == []


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 100))
def test_years_later_is_the_same_day_or_the_first_of_march(day: date, years: int) -> None:
    later = years_later(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) in {(day.month, day.day), (3, 1)}


@given(
    st.text(alphabet="张李三四丰·", max_size=4), st.text(alphabet="张李三四丰", min_size=1, max_size=4), st.floats(0, 1)
)
def test_names_that_differ_never_pass_in_silence(read: str, expected: str, confidence: float) -> None:
    found = compare_names(value(read, confidence, None), expected)
    assert (found is None) == (read.replace("·", "") == expected)
