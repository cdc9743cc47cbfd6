"""Every material's status and every finding, at once."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.rules.completeness import CheckedSource
from shoujian.schemas.case import Applicant
from shoujian.schemas.findings import finding
from shoujian.schemas.match import Evidence
from shoujian.schemas.page import Quality
from shoujian.schemas.procedure import FieldSpec
from shoujian.schemas.results import PageResult

from .cases import (
    OTHER_ID,
    PROCEDURE,
    TODAY,
    certificate,
    check,
    codes,
    contract,
    id_back,
    id_front,
    insurance,
    lines,
    of,
    page,
    seen,
    unread,
    value,
    whole_case,
)


class TestStatus:
    def test_a_whole_case_is_complete_without_a_word(self) -> None:
        report = check(whole_case())
        assert codes(report) == []
        assert report.complete
        assert report.checked_on == TODAY
        assert [(each.name, each.required, each.status) for each in report.materials] == [
            ("身份证", True, "usable"),
            ("资格证书", True, "usable"),
            ("劳动合同", True, "usable"),
            ("参保证明", True, "usable"),
            ("照片", True, "usable"),
            ("继续教育证明", False, "missing"),
            ("承诺书", False, "missing"),
        ]

    def test_nothing_received_lists_every_missing_material(self) -> None:
        report = check([])
        assert sorted(codes(report)) == sorted(["case.empty", "material.condition_unknown", *["material.missing"] * 5])
        assert not report.complete

    def test_what_is_not_there_is_missing(self) -> None:
        report = check(whole_case(contract=None, portrait=None))
        assert [each.name for each in report.materials if each.required and each.status == "missing"] == [
            "劳动合同",
            "照片",
        ]
        assert codes(report) == ["material.missing", "material.missing"]
        assert not report.complete

    @pytest.mark.parametrize(
        "bad",
        [
            unread("坏.jpg"),
            seen("坏.jpg", findings=(finding("file.damaged"),)),
            seen("坏.pdf", certificate(), findings=(finding("file.timeout", page=2, seconds=60),)),
            seen("坏.jpg", page(reading_status="failed", text=()), findings=(finding("ocr.failed", page=1),)),
            seen("坏.jpg", page(reading_confidence=0.3)),
        ],
        ids=["no result", "damaged", "page lost", "not read", "illegible"],
    )
    def test_nothing_is_missing_while_something_could_not_be_read(self, bad: CheckedSource) -> None:
        report = check([*whole_case(contract=None), bad])
        assert (of(report, "劳动合同").status, codes(of(report, "劳动合同"))) == ("unknown", ["material.unknown"])
        assert of(report, "承诺书").status == "unknown"
        assert of(report, "承诺书").findings == ()
        assert not report.complete

    def test_a_file_that_could_not_be_read_blocks_a_case_which_has_all_else(self) -> None:
        report = check([*whole_case(), unread("坏.jpg")])
        assert [(each.code, each.file) for each in report.findings] == [("ocr.failed", "坏.jpg")]
        assert not report.complete

    def test_a_declared_page_that_was_not_read_leaves_the_others_known(self) -> None:
        failed = page("承诺书", reading_status="failed", text=(), decided_by="person")
        report = check([*whole_case(contract=None), seen("承诺.jpg", failed)])
        assert of(report, "劳动合同").status == "missing"

    def test_blank_pages_never_count(self) -> None:
        first, _ = contract()
        blank = page("劳动合同", 2, blank=True, text=())
        report = check(whole_case(contract=seen("合同.pdf", first, blank)))
        assert codes(of(report, "劳动合同")) == ["material.too_few_pages"]
        assert [ref.page for ref in of(report, "劳动合同").pages] == [1]

    def test_optional_materials_are_listed_when_they_are_there(self) -> None:
        report = check([*whole_case(), seen("承诺.jpg", page("承诺书"))])
        assert (of(report, "承诺书").required, of(report, "承诺书").status) == (False, "usable")

    def test_pages_are_named_by_file_id_and_come_in_the_order_of_numbers(self) -> None:
        one, two = contract()
        photos = [seen("合同10.jpg", page("劳动合同")), seen("合同2.jpg", two), seen("合同1.jpg", one)]
        report = check([*whole_case(contract=None), *photos])
        refs = of(report, "劳动合同").pages
        assert [ref.name for ref in refs] == ["合同1.jpg", "合同2.jpg", "合同10.jpg"]
        assert refs[0].file == photos[2].source.id


class TestCondition:
    def test_it_is_required_when_the_condition_holds(self) -> None:
        report = check(whole_case(certificate=seen("资格证书.jpg", certificate("2023-11-21"))))
        conditional = of(report, "继续教育证明")
        assert (conditional.required, conditional.status) == (True, "missing")
        assert codes(conditional) == ["material.missing_conditional"]
        assert "资格证书签发已满三年" in conditional.findings[0].message

    def test_the_third_anniversary_itself_is_in_time(self) -> None:
        report = check(whole_case(certificate=seen("资格证书.jpg", certificate("2023-11-22"))))
        assert not of(report, "继续教育证明").required

    def test_a_leap_day_ends_on_the_first_of_march(self) -> None:
        files = whole_case(
            certificate=seen("资格证书.jpg", certificate("2024-02-29")),
            insurance=seen("社保.pdf", insurance("2027-02-01")),
        )
        assert not of(check(files, today=date(2027, 3, 1)), "继续教育证明").required
        assert of(check(files, today=date(2027, 3, 2)), "继续教育证明").required

    @pytest.mark.parametrize("date_read", [None, value("2023年13月", valid=False), value("不清", valid=None)])
    def test_it_is_for_a_person_when_the_date_could_not_be_read(self, date_read: object) -> None:
        fields = {"name": value("张三丰", valid=None)} | ({"issued_on": date_read} if date_read else {})
        report = check(whole_case(certificate=seen("资格证书.jpg", certificate(fields=fields))))
        conditional = of(report, "继续教育证明")
        assert (conditional.required, codes(conditional)) == (False, ["material.condition_unknown"])

    def test_nothing_is_asked_when_it_is_there_anyway(self) -> None:
        files = whole_case(certificate=seen("资格证书.jpg", certificate("2020-01-01")))
        report = check([*files, seen("教育.jpg", page("继续教育证明"))])
        assert (of(report, "继续教育证明").required, of(report, "继续教育证明").status) == (True, "usable")


class TestSides:
    def test_a_missing_side_is_told_by_its_name(self) -> None:
        report = check(whole_case(card=seen("正面.jpg", id_front())))
        card = of(report, "身份证")
        assert (card.status, codes(card)) == ("uploaded", ["material.side_missing"])
        assert "国徽面" in card.findings[0].message

    def test_both_sides_as_cards_on_one_page(self) -> None:
        sheet = page(None, cards=(id_front(), id_back()))
        report = check(whole_case(card=seen("复印件.jpg", sheet)))
        assert of(report, "身份证").status == "usable"
        assert len(of(report, "身份证").pages) == 1
        assert report.unmatched == ()

    def test_both_sides_on_a_page_without_cards(self) -> None:
        fields = {**id_front().fields, **id_back().fields}
        report = check(whole_case(card=seen("复印件.jpg", page("身份证", side="front+back", fields=fields))))
        assert codes(of(report, "身份证")) == []

    def test_a_side_that_could_not_be_told_is_for_a_person(self) -> None:
        report = check(whole_case(card=seen("身份证.pdf", id_front(), page("身份证", 2))))
        (doubt,) = of(report, "身份证").findings
        assert (doubt.code, doubt.severity) == ("material.side_missing", "confirm")
        assert of(report, "身份证").status == "usable"

    def test_a_side_may_be_in_the_file_that_could_not_be_read(self) -> None:
        report = check([*whole_case(card=seen("正面.jpg", id_front())), unread("坏.jpg")])
        assert codes(of(report, "身份证")) == ["material.unknown"]

    def test_an_officer_booklet_is_accepted_with_its_own_fields(self) -> None:
        booklet = page(
            "身份证",
            text=lines(
                "中国人民解放军军官证", "姓名 张三丰", "衔级 少校", "中央军委政治工作部干部局监制", "编号 军0000001"
            ),
            fields={"name": value("张三丰", valid=None), "id_number": value("军0000001")},
        )
        officer = Applicant(name="张三丰", id_number="军0000001", phone="13800000000", company="杭州某某建设有限公司")
        files = whole_case(card=seen("军官证.jpg", booklet), insurance=None)
        assert codes(of(check(files, applicant=officer), "身份证")) == []


class TestFields:
    def test_a_required_field_which_was_not_read_is_for_a_person(self) -> None:
        report = check(whole_case(insurance=seen("社保.pdf", insurance(fields={"printed_on": value("2026-11-01")}))))
        (doubt,) = of(report, "参保证明").findings
        assert (doubt.code, doubt.severity, doubt.file, doubt.page) == ("field.missing", "confirm", "社保.pdf", 1)
        assert report.complete

    def test_a_field_on_any_page_is_enough(self) -> None:
        one, two = contract()
        fields = one.fields
        moved = seen("合同.pdf", one.model_copy(update={"fields": {}}), two.model_copy(update={"fields": fields}))
        assert codes(of(check(whole_case(contract=moved)), "劳动合同")) == []

    @pytest.mark.parametrize(("confidence", "severity"), [(0.98, "error"), (0.6, "confirm")])
    def test_a_failed_check_blocks_only_when_it_was_read_surely(self, confidence: float, severity: str) -> None:
        fields = {"printed_on": value("2026-11-01"), "id_number": value("330100200002290014", confidence, False)}
        report = check(whole_case(insurance=seen("社保.pdf", insurance(fields=fields))))
        (found,) = of(report, "参保证明").findings
        assert (found.code, found.severity) == ("field.invalid", severity)
        assert "330100200002290014" not in found.message
        assert "330***********0014" in found.message

    @pytest.mark.parametrize(
        ("key", "read", "shown"), [("name", "张三丰李", "张***"), ("phone", "13800000001", "138****0001")]
    )
    def test_personal_data_in_findings_is_masked(self, key: str, read: str, shown: str) -> None:
        spec = FieldSpec.model_validate({"key": key, "kind": key, "label": "项目"})
        promise = PROCEDURE.materials[-1].model_copy(update={"fields": (spec,)})
        procedure = PROCEDURE.model_copy(update={"materials": (*PROCEDURE.materials[:-1], promise)})
        file = seen("承诺.jpg", page("承诺书", fields={key: value(read, valid=False)}))
        (found,) = of(check([*whole_case(), file], procedure=procedure), "承诺书").findings
        assert (found.severity, found.facts["value"]) == ("confirm", shown)

    def test_a_page_that_reads_it_rightly_outweighs_a_misread_one(self) -> None:
        wrong = insurance(fields={"id_number": value("330100200002290014", 0.99, False)})
        right = insurance(page=2)
        assert codes(of(check(whole_case(insurance=seen("社保.pdf", wrong, right))), "参保证明")) == []

    def test_a_doubtful_reading_is_for_a_person_unless_a_check_digit_proves_it(self) -> None:
        fields = {"printed_on": value("2026-11-01", 0.5), "id_number": value(OTHER_ID, 0.5)}
        report = check(whole_case(insurance=seen("社保.pdf", insurance(fields=fields))))
        (doubt,) = of(report, "参保证明").findings
        assert doubt.code == "field.doubtful"
        assert "打印时间" in doubt.message

    @pytest.mark.parametrize(
        ("term", "found"),
        [
            ("2024-01-01/2026-11-21", ["field.expired"]),
            ("2024-01-01/2026-11-22", []),
            ("2024-01-01/长期", []),
        ],
    )
    def test_what_has_ended_is_expired(self, term: str, found: list[str]) -> None:
        one, two = contract()
        dated = one.model_copy(update={"fields": {**one.fields, "term": value(term)}})
        assert codes(of(check(whole_case(contract=seen("合同.pdf", dated, two))), "劳动合同")) == found

    @pytest.mark.parametrize(("printed", "found"), [("2026-08-23", ["field.too_old"]), ("2026-08-24", [])])
    def test_what_was_issued_long_ago_is_too_old(self, printed: str, found: list[str]) -> None:
        assert codes(of(check(whole_case(insurance=seen("社保.pdf", insurance(printed)))), "参保证明")) == found

    def test_page_counts(self) -> None:
        first, second = contract()
        many = [first, second, *(page("劳动合同", number) for number in range(3, 7))]
        report = check(whole_case(contract=seen("合同.pdf", *many)))
        (found,) = of(report, "劳动合同").findings
        assert found.code == "material.too_many_pages"
        assert "6 页，最多 5 页" in found.message


class TestPages:
    def test_a_seal_that_is_not_seen_is_for_a_person(self) -> None:
        report = check(whole_case(certificate=seen("资格证书.jpg", certificate(sealed=False))))
        assert codes(of(report, "资格证书")) == ["seal.missing"]
        assert report.complete

    def test_on_a_copy_without_colour_the_seal_cannot_be_told(self) -> None:
        grey = certificate(sealed=False, quality=Quality(colour=False))
        assert codes(of(check(whole_case(certificate=seen("资格证书.jpg", grey))), "资格证书")) == [
            "material.monochrome"
        ]

    @pytest.mark.parametrize(
        ("confidence", "severity"), [(0.97, None), (0.90, "warning"), (0.75, "confirm"), (0.5, "error")]
    )
    def test_the_less_a_page_can_be_read_the_graver(self, confidence: float, severity: str | None) -> None:
        report = check(whole_case(insurance=seen("社保.pdf", insurance(reading_confidence=confidence))))
        assert [each.severity for each in of(report, "参保证明").findings] == ([severity] if severity else [])
        assert of(report, "参保证明").status == ("uploaded" if severity == "error" else "usable")

    @pytest.mark.parametrize(
        "known",
        [
            {"engine": "tesseract-5.3.0 chi_sim", "reading_confidence": 0.7},
            {"text": lines("少"), "reading_confidence": 0.1},
        ],
    )
    def test_other_readers_and_a_few_glyphs_do_not_count_as_unreadable(self, known: dict[str, object]) -> None:
        assert codes(of(check(whole_case(insurance=seen("社保.pdf", insurance(**known)))), "参保证明")) == []

    def test_findings_of_pages_stand_under_their_material_and_files_under_the_case(self) -> None:
        told = (
            finding("page.blurred", page=1, value=0.3, limit=0.2),
            finding("page.blurred", page=1, value=0.4, limit=0.2),
            finding("file.extension", media_type="image/jpeg"),
            finding("material.over_limit", page=1, material="参保证明", size_kb=600, limit_kb=500),
        )
        report = check(whole_case(insurance=seen("社保.pdf", insurance(), findings=told)))
        assert [(each.code, each.material, each.file, each.page) for each in of(report, "参保证明").findings] == [
            ("page.blurred", "参保证明", "社保.pdf", 1),
            ("material.over_limit", "参保证明", "社保.pdf", 1),
        ]
        assert of(report, "参保证明").status == "uploaded"
        assert [(each.code, each.file) for each in report.findings] == [("file.extension", "社保.pdf")]

    def test_limits_of_another_material_say_nothing(self) -> None:
        told = (finding("photo.text", page=1, material="照片"),)
        assert codes(check(whole_case(insurance=seen("社保.pdf", insurance(), findings=told)))) == []

    def test_unmatched_pages_are_listed_for_a_person(self) -> None:
        report = check([*whole_case(), seen("其他.jpg", page())])
        assert [ref.name for ref in report.unmatched] == ["其他.jpg"]
        assert [(each.code, each.file, each.page) for each in report.findings] == [("match.unknown", "其他.jpg", 1)]
        assert report.complete

    @pytest.mark.parametrize("rival", [(), (("参保证明", 0.2),)])
    def test_a_page_with_a_leading_candidate_is_told_as_uncertain(self, rival: tuple[tuple[str, float], ...]) -> None:
        report = check([*whole_case(), seen("其他.jpg", page(candidates=(("劳动合同", 0.45), *rival)))])
        (told,) = report.findings
        assert (told.code, told.severity, told.file, told.page) == ("match.uncertain", "confirm", "其他.jpg", 1)
        assert told.message == "可能是“劳动合同”，把握不大（45%）"
        assert [ref.name for ref in report.unmatched] == ["其他.jpg"]

    @pytest.mark.parametrize("candidates", [(("劳动合同", 0.2),), (("劳动合同", 0.45), ("参保证明", 0.4))])
    def test_a_page_of_which_nothing_leads_is_unknown(self, candidates: tuple[tuple[str, float], ...]) -> None:
        report = check([*whole_case(), seen("其他.jpg", page(candidates=candidates))])
        assert codes(report) == ["match.unknown"]

    def test_what_a_person_put_aside_says_nothing_more(self) -> None:
        aside = seen("其他.jpg", page(decided_by="person"), findings=(finding("page.cut_off", page=1),))
        report = check([*whole_case(), aside])
        assert (codes(report), report.unmatched) == ([], ())

    def test_a_card_which_no_one_knows_is_listed_beside_the_known_one(self) -> None:
        sheet = page(None, cards=(id_front(), id_back(), page(None)))
        report = check(whole_case(card=seen("卡片.jpg", sheet)))
        assert [ref.name for ref in report.unmatched] == ["卡片.jpg"]
        assert of(report, "身份证").status == "usable"

    def test_a_material_that_the_procedure_does_not_know_is_unmatched(self) -> None:
        assert len(check([*whole_case(), seen("旧.jpg", page("旧材料"))]).unmatched) == 1


class TestDeclared:
    def declared(self, **known: object) -> PageResult:
        return insurance(decided_by="declared", **known)

    def test_a_page_that_clearly_is_something_else_contradicts(self) -> None:
        other = self.declared(confidence=0.1, candidates=(("劳动合同", 0.9), ("参保证明", 0.1)))
        report = check(whole_case(insurance=seen("社保.pdf", other, declared="参保证明")))
        (found,) = of(report, "参保证明").findings
        assert (found.code, found.severity) == ("match.contradicts", "error")
        assert "像是“劳动合同”" in found.message
        assert not report.complete

    def test_a_page_that_shows_nothing_of_it_is_for_a_person(self) -> None:
        report = check(whole_case(insurance=seen("社保.pdf", self.declared(confidence=0.1), declared="参保证明")))
        assert codes(of(report, "参保证明")) == ["match.unconfirmed"]
        assert report.complete

    def test_later_pages_are_borne_out_by_the_first(self) -> None:
        pages = self.declared(confidence=0.9), self.declared(confidence=0.1, page=2)
        assert codes(of(check(whole_case(insurance=seen("社保.pdf", *pages))), "参保证明")) == []


PAGES = st.sampled_from(
    [
        id_front(),
        id_back(),
        certificate(),
        certificate("2020-01-01"),
        *contract(),
        insurance("2020-01-01"),
        page("照片", text=()),
        page(),
        page(blank=True),
        page("承诺书", reading_confidence=0.5),
        page(None, cards=(id_front(), id_back())),
        id_front(fields={"name": value("李四", 0.7, None), "id_number": value("33010019000101006X")}),
    ]
)
FILES = st.lists(
    st.tuples(st.integers(1, 30), st.lists(PAGES, max_size=3)), max_size=8, unique_by=lambda file: file[0]
).map(
    lambda files: [
        seen(f"文件{number}.pdf", *(each.model_copy(update={"page": at}) for at, each in enumerate(pages, start=1)))
        for number, pages in files
    ]
)


class TestProperties:
    @given(FILES, st.randoms(use_true_random=False))
    def test_the_order_of_the_files_does_not_matter(self, files: list[CheckedSource], chance: random.Random) -> None:
        shuffled = files.copy()
        chance.shuffle(shuffled)
        assert check(shuffled) == check(files)

    @given(FILES, st.sampled_from([unread("坏.jpg"), seen("坏.jpg", findings=(finding("file.encrypted"),))]))
    def test_a_case_with_an_unread_file_never_reports_missing(
        self, files: list[CheckedSource], bad: CheckedSource
    ) -> None:
        report = check([*files, bad])
        assert "missing" not in {each.status for each in report.materials}
        assert not any(each.code.startswith("material.missing") for each in report.all_findings())
        assert not report.complete

    @given(FILES)
    def test_complete_means_every_required_material_usable_and_no_error(self, files: list[CheckedSource]) -> None:
        report = check(files)
        errors = any(each.severity == "error" for each in report.all_findings())
        assert report.complete == (not errors and all(m.status == "usable" for m in report.materials if m.required))
        assert [each.name for each in report.materials] == [each.name for each in PROCEDURE.materials]
        for each in report.materials:
            assert (each.status in ("missing", "unknown")) == (not each.pages)

    @given(FILES)
    def test_nothing_is_said_twice_and_no_full_number_is_said(self, files: list[CheckedSource]) -> None:
        found = check(files).all_findings()
        said = [(each.code, each.material, each.file, each.page, each.message) for each in found]
        assert len(set(said)) == len(said)
        assert not any(OTHER_ID in each.message or "33010019000101006X" in each.message for each in found)


def test_evidence_of_a_seal_on_any_page_is_enough() -> None:
    sealed = page("资格证书", 2, evidence=(Evidence(kind="seal", text="红色印章", weight=0.1),))
    two = seen("资格.pdf", certificate(sealed=False), sealed)
    assert codes(of(check(whole_case(certificate=two)), "资格证书")) == []
