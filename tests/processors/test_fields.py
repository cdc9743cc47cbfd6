from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shoujian.intake.procedures import load_procedure
from shoujian.processors.fields.extract import extract_fields, shown_alternative
from shoujian.schemas.geometry import bounds, box_quad
from shoujian.schemas.procedure import Material
from shoujian.schemas.reading import Line, Reading

from . import pages

PROCEDURE = load_procedure("zj-constructor2-initial")
NUMBER = "330100199003070008"
COMPANY = "浙江样例建设工程有限公司"


def material(name: str) -> Material:
    found = PROCEDURE.material(name)
    assert found is not None
    return found


def values(reading: Reading, name: str, side: str | None = None) -> dict[str, str]:
    return {key: value.value for key, value in extract_fields(reading, material(name), side=side).items()}


def test_the_front_of_an_id_card() -> None:
    assert values(pages.id_front(), "身份证", "front") == {
        "name": "张三丰",
        "id_number": NUMBER,
        "birth": "1990-03-07",
        "address": "浙江省杭州市样例区虚构路1号2幢303室",
    }


def test_the_back_of_an_id_card() -> None:
    assert values(pages.id_back(), "身份证", "back") == {
        "issuer": "杭州市公安局样例分局",
        "valid_until": "2015-06-30/2035-06-30",
    }


def test_a_card_for_good() -> None:
    reading = pages.page(pages.line("有效期限 2015.06.30-长期", 200, 540))
    assert values(reading, "身份证", "back") == {"valid_until": "2015-06-30/长期"}


def test_a_side_reads_only_its_own_fields() -> None:
    both = pages.page(*pages.id_front().lines, *pages.id_back().lines)
    assert set(values(both, "身份证", "back")) == {"issuer", "valid_until"}
    assert {"name", "valid_until"} <= set(values(both, "身份证", "front+back"))
    assert {"name", "valid_until"} <= set(values(both, "身份证"))


def test_the_application_form() -> None:
    found = values(pages.form(), "二级建造师初始注册申请表")
    assert found["name"] == "张三丰"
    assert found["id_number"] == NUMBER
    assert found["company"] == COMPANY
    assert found["phone"] == "13800000000"


def test_the_diploma_takes_its_date_from_the_foot_and_not_from_the_years_of_study() -> None:
    assert values(pages.diploma(), "学历证书") == {
        "name": "张三丰",
        "certificate_number": "999991201205000001",
        "issued_on": "2012-06-30",
    }


def test_the_degree_is_the_other_alternative() -> None:
    reading = pages.page(
        pages.centred("学士学位证书", 200, 120),
        *pages.body(
            [
                "张三丰,女,1990年3月7日生。在样例大学完成了本科学习计划,经审核准予毕业,",
                "根据《中华人民共和国学位条例》的规定,授予工学学士学位。",
                "学位评定委员会主席:李四",
                "证书编号:9999942012000001",
                "二〇一二年六月三十日",
            ]
        ),
    )
    alternative = shown_alternative(reading, material("学历证书"))
    assert alternative is not None
    assert alternative.name == "学位证书"
    assert values(reading, "学历证书") == {
        "name": "张三丰",
        "certificate_number": "9999942012000001",
        "issued_on": "2012-06-30",
    }


def test_an_officers_card() -> None:
    reading = pages.page(
        pages.centred("军官证", 150, 90, pages.CARD[0]),
        pages.line("姓名 张三丰", 60, 300),
        pages.line("编号 军字第0000001号", 60, 420),
    )
    assert values(reading, "身份证") == {"name": "张三丰", "id_number": "军字第0000001号"}
    assert shown_alternative(pages.id_front(), material("身份证")) is None


def test_the_qualification_certificate() -> None:
    assert values(pages.qualification(), "二级建造师资格证书") == {
        "name": "张三丰",
        "id_number": NUMBER,
        "certificate_number": "ZJ2024000001",
        "specialty": "建筑工程",
        "issued_on": "2024-12-20",
    }


def test_the_contract_with_its_term_in_a_clause() -> None:
    assert values(pages.contract_first(), "劳动合同") == {
        "company": COMPANY,
        "name": "张三丰",
        "id_number": NUMBER,
        "term": "2024-01-01/2029-12-31",
    }


def test_a_term_over_two_lines() -> None:
    reading = pages.page(*pages.body(["劳动合同期限:自2024年1月1日起", "至2029年12月31日止"]))
    assert values(reading, "劳动合同")["term"] == "2024-01-01/2029-12-31"


def test_an_open_term() -> None:
    reading = pages.page(*pages.body(["本合同自2024年1月1日起,为无固定期限劳动合同"]))
    assert values(reading, "劳动合同")["term"] == "2024-01-01/长期"


def test_a_company_name_over_two_lines() -> None:
    reading = pages.page(*pages.body(["甲方(用人单位):浙江样例建设", "工程有限公司"]))
    assert values(reading, "劳动合同")["company"] == COMPANY


def test_a_clause_about_a_party_is_not_its_name() -> None:
    reading = pages.page(*pages.body(["乙方应当遵守规章制度", "甲方(盖章)", "乙方(签字)", "乙方同意"]))
    assert values(reading, "劳动合同") == {}


@pytest.mark.parametrize(
    "clause",
    [
        ["乙方患病或者非因工负伤的,按国家规定执行。"],
        ["乙方患病,甲方应当", "给予医疗期。"],
        ["甲方每月15日前以货币形式支付乙方", "工资,月工资为人民币捌仟元整。"],
        ["乙方应按照甲方承建项目所在地的要求,按时到岗"],
        ["乙方辞职。"],
        ["经甲乙双方协商一致,甲方可以调整乙方", "岗位"],
    ],
)
def test_the_prose_of_a_contract_names_no_one(clause: list[str]) -> None:
    assert values(pages.page(*pages.body(clause)), "劳动合同") == {}


@pytest.mark.parametrize(
    "row",
    [
        "乙方:张三丰",
        "乙方(劳动者):张三丰",
        "2.乙方 张三丰",
        "甲方: 乙方(员工):张三丰",
        "劳动者姓名 张三丰 性别 女",
    ],
)
def test_a_party_that_is_labelled_is_named(row: str) -> None:
    assert values(pages.page(pages.line(row, 200, 500)), "劳动合同")["name"] == "张三丰"


def test_what_a_hand_wrote_is_no_printed_name() -> None:
    assert values(pages.page(pages.line("甲方(盖章): 乙方(签字):张三丰", 200, 500)), "劳动合同") == {}


def test_who_signed_a_pledge_is_its_maker() -> None:
    signed = pages.page(pages.line("承诺人(签字并按手印):张三丰", 200, 500), pages.line("2026年11月19日", 200, 560))
    assert values(signed, "承诺书") == {"name": "张三丰", "signed_on": "2026-11-19"}


def test_what_is_no_name_did_not_sign() -> None:
    assert values(pages.page(pages.line("申请人签名:志平", 200, 500)), "承诺书") == {}


def test_a_company_beside_its_seal() -> None:
    reading = pages.page(pages.line(f"企业名称(盖章):{COMPANY}", 200, 500))
    assert values(reading, "二级建造师初始注册申请表")["company"] == COMPANY


def test_a_sentence_with_a_name_filled_in() -> None:
    pieces = ("本人", 200, 300), ("张三丰", 302, 450), (f",身份证件号码{NUMBER}", 500, 1000)
    lines = [Line(text=text, confidence=0.99, box=box_quad(x0, 500, x1, 540)) for text, x0, x1 in pieces]
    assert values(pages.page(*lines), "承诺书") == {"name": "张三丰", "id_number": NUMBER}


def test_a_list_of_several_people_names_nobody() -> None:
    heads = [pages.line("姓名", 300, 400), pages.line("公民身份号码", 600, 400)]
    first = [pages.line("张三丰", 300, 480), pages.line(NUMBER, 600, 480)]
    second = [pages.line("李四", 300, 560), pages.line("33010019851231001X", 600, 560)]
    assert values(pages.page(*heads, *first), "社会保险参保证明") == {"name": "张三丰", "id_number": NUMBER}
    assert values(pages.page(*heads, *first, *second), "社会保险参保证明") == {}


def test_the_day_of_copying_is_not_the_papers() -> None:
    foot, note = pages.line("二〇一二年六月三十日", 900, 1200), pages.line("与原件一致", 900, 1400)
    reading = pages.page(pages.centred("毕业证书", 200, 120), foot, note, pages.line("2026.11.19", 900, 1500))
    assert values(reading, "学历证书")["issued_on"] == "2012-06-30"


@pytest.mark.parametrize("signer", ["单位(公章)", "发证机关", "承诺人:"])
def test_the_day_below_who_signed(signer: str) -> None:
    reading = pages.page(pages.line(signer, 900, 1200), pages.line("2026年11月19日", 900, 1250))
    assert values(reading, "承诺书")["signed_on"] == "2026-11-19"


def test_an_address_on_a_tilted_card() -> None:
    def tilted(text: str, left: int, top: int) -> Line:
        box = (left, top), (left + 400, top - 50), (left + 405, top - 2), (left + 5, top + 48)
        return Line(text=text, confidence=0.99, box=box)

    lines = tilted("住址陕西省西安市雁塔区长江大", 500, 700), tilted("道中段62号15栋4单元1162", 560, 732)
    assert values(pages.page(*lines), "身份证", "front") == {
        "address": "陕西省西安市雁塔区长江大道中段62号15栋4单元1162"
    }


@pytest.mark.parametrize(
    "number", ["(8)校毕字第67822号", "浙大毕字(1999)第00123号", "党校证字2018567463", "校毕字第980123号"]
)
def test_the_number_that_a_school_gave(number: str) -> None:
    reading = pages.page(pages.centred("毕业证书", 200, 120), pages.line(f"证书登记号:{number}", 200, 600))
    assert values(reading, "学历证书")["certificate_number"] == number


@pytest.mark.parametrize("number", ["粤建考22645537", "建二考字第22012345号"])
def test_the_letters_before_a_number_are_its_own(number: str) -> None:
    reading = pages.page(pages.line("证书编号", 200, 600), pages.line(number, 500, 600))
    assert values(reading, "二级建造师资格证书")["certificate_number"] == number


@pytest.mark.parametrize(
    "text",
    ["其中必修课60学时,选修课30学时,累计完成90学时,成绩合格。", "您于2025年5月参加培训,累计学习90学时,经考核合格。"],
)
def test_hours_in_prose(text: str) -> None:
    reading = pages.page(pages.line(text, 200, 600))
    assert values(reading, "继续教育证明")["hours"] == "90"


def test_a_name_of_another_people() -> None:
    reading = pages.page(pages.line("乙方:买买提·艾力江", 200, 500))
    assert values(reading, "劳动合同")["name"] == "买买提·艾力江"


@pytest.mark.parametrize(
    ("text", "name"),
    [("本人张三丰,身份证号:330100199003070008,现申请注册。", "张三丰"), ("本人自愿,承担由此产生的责任。", None)],
)
def test_the_person_who_promises(text: str, name: str | None) -> None:
    assert values(pages.page(*pages.body([text])), "承诺书").get("name") == name


@pytest.mark.parametrize(
    "company", ["浙江样例建工集团有限公司", "浙江样例建设集团", "样例市建筑设计院", "浙江样例公司杭州分公司"]
)
def test_a_companys_name_is_whole(company: str) -> None:
    reading = pages.page(*pages.body([f"单位名称:{company}"]))
    assert values(reading, "社会保险参保证明")["company"] == company


def test_half_of_a_label_set_wide_apart_is_enough() -> None:
    reading = pages.page(pages.line("称", 260, 600), pages.line(COMPANY, 400, 600))
    assert values(reading, "营业执照")["company"] == COMPANY


def test_the_words_of_a_seal_between_a_label_and_its_value() -> None:
    reading = pages.page(
        pages.line("打印时间:", 700, 600), pages.line("业务专用章", 880, 595), pages.line("2026年11月10日", 1080, 600)
    )
    assert values(reading, "社会保险参保证明")["printed_on"] == "2026-11-10"


def test_an_empty_cell_takes_nothing_from_behind_the_next_label() -> None:
    row = [pages.line(text, 200 + 250 * place, 600) for place, text in enumerate(("姓名", "性别", "张三丰"))]
    assert "name" not in values(pages.page(*row), "二级建造师资格证书")


def test_the_last_character_of_a_date_under_a_seal() -> None:
    lines = [pages.centred("毕业证书", 200, 120), *pages.body(["准予毕业", "二〇二〇年六月三十"])]
    assert values(pages.page(*lines), "学历证书")["issued_on"] == "2020-06-30"


def test_a_value_whose_box_touches_its_label() -> None:
    reading = pages.page(pages.line("出生", 70, 230, 40), pages.line("1987年4月11日", 130, 231, 40))
    assert values(reading, "身份证", "front")["birth"] == "1987-04-11"


def test_a_value_below_its_heading() -> None:
    found = extract_fields(pages.social(), material("社会保险参保证明"))
    assert found["company"].value == COMPANY
    assert found["printed_on"].value == "2026-11-02"
    assert found["id_number"].value == NUMBER


def test_hours_are_the_total() -> None:
    assert values(pages.education(), "继续教育证明")["hours"] == "120"


def test_labels_set_wide_apart() -> None:
    reading = pages.page(
        pages.line("名", 150, 600),
        pages.line("称", 260, 600),
        pages.line(COMPANY, 400, 600),
        *pages.licence().lines[:3],
    )
    assert values(reading, "营业执照")["company"] == COMPANY


def test_the_licence() -> None:
    found = extract_fields(pages.licence(), material("营业执照"))
    assert found["uscc"].value == "91330000MA0000007W"
    assert found["uscc"].valid is True


def test_a_label_with_one_misread_character() -> None:
    reading = pages.page(pages.line(f"公民身分号码 {NUMBER}", 60, 540))
    found = extract_fields(reading, material("身份证"), side="front")["id_number"]
    assert found.value == NUMBER
    assert found.confidence < 0.97


def test_one_line_with_many_labels() -> None:
    reading = pages.page(pages.line("姓名张三丰性别女民族汉出生1990年3月7日", 60, 70))
    assert values(reading, "身份证", "front") == {"name": "张三丰", "birth": "1990-03-07"}


def test_a_value_wrapped_around_the_middle_of_its_label() -> None:
    reading = pages.page(
        pages.line("资格证书号", 150, 300),
        pages.line("33202412000001", 500, 300),
        pages.line("浙江样例建设", 500, 380),
        pages.line("聘用单位", 150, 400),
        pages.line("工程有限公司", 500, 420),
        pages.line("注册专业", 150, 500),
        pages.line("建筑工程", 500, 500),
    )
    assert values(reading, "二级建造师初始注册申请表")["company"] == COMPANY


def test_rows_of_unknown_labels_are_not_one_value() -> None:
    rows = [("备用栏", "浙江"), ("聘用单位", COMPANY), ("其他栏", "杭州")]
    lines = [
        pages.line(text, left, 300 + 60 * place)
        for place, row in enumerate(rows)
        for text, left in zip(row, (150, 500), strict=True)
    ]
    assert values(pages.page(*lines), "二级建造师初始注册申请表")["company"] == COMPANY


def test_labels_broken_over_two_lines_of_a_cell() -> None:
    reading = pages.page(pages.line("公民身", 150, 300), pages.line("份号码", 150, 340), pages.line(NUMBER, 500, 320))
    assert values(reading, "二级建造师资格证书")["id_number"] == NUMBER


def test_prose_is_read_over_its_line_breaks() -> None:
    reading = pages.page(
        pages.centred("社保缴费证明", 200, 80),
        *pages.body(
            [
                "兹证明张三丰（性别：女，身份证号：3301001990",
                "03070008），系浙江样例建设工程有限公",
                "司职工，自2025年6月起参加社会保险。",
                "2026年11月13日",
            ],
            step=60,
        ),
    )
    assert values(reading, "社会保险参保证明") == {
        "name": "张三丰",
        "id_number": NUMBER,
        "company": COMPANY,
        "printed_on": "2026-11-13",
    }


def test_one_digit_in_each_box() -> None:
    digits = [pages.line(digit, 420 + 52 * place, 300) for place, digit in enumerate(NUMBER)]
    reading = pages.page(pages.line("身份证号码", 150, 300), *digits)
    assert values(reading, "二级建造师资格证书")["id_number"] == NUMBER


def test_the_number_of_the_person_who_was_named_before_it() -> None:
    other = "11010519491231002X"
    reading = pages.page(
        *pages.body([f"甲方:{COMPANY}", "法定代表人:王五", f"身份证号:{other}", "乙方:张三丰", f"身份证号:{NUMBER}"])
    )
    assert values(reading, "劳动合同")["id_number"] == NUMBER


def test_the_presidents_name_is_not_the_students() -> None:
    reading = pages.page(
        pages.centred("毕业证书", 200, 120), *pages.body(["校（院）长姓名：李四", "姓名：张三丰", "证书编号：1"])
    )
    assert values(reading, "学历证书")["name"] == "张三丰"


@pytest.mark.parametrize(
    "lines",
    [
        ["姓名 Name：张三丰", "证件号码 ID No.：330100199003070008"],
        ["姓名/Name：张三丰", "证件号码（ID No.）：330100199003070008"],
    ],
)
def test_bilingual_labels(lines: list[str]) -> None:
    found = values(pages.page(*pages.body(lines)), "二级建造师资格证书")
    assert (found["name"], found["id_number"]) == ("张三丰", NUMBER)


def test_two_days_of_signing_are_no_term() -> None:
    reading = pages.page(*pages.body(["签订日期：2025年9月1日", "签订日期：2025年9月1日"]))
    assert "term" not in values(reading, "劳动合同")


def test_the_own_number_is_no_certificates() -> None:
    reading = pages.page(*pages.body(["姓名：张三丰", f"证件号码：{NUMBER}"]))
    assert "certificate_number" not in values(reading, "二级建造师资格证书")


def test_a_month_without_its_day_is_less_certain() -> None:
    def found(text: str) -> tuple[str, float]:
        value = extract_fields(pages.page(*pages.body([text])), material("二级建造师资格证书"))["issued_on"]
        return value.value, value.confidence

    assert found("签发日期：2024年12月20日")[1] > found("签发日期：2024年12月")[1]
    assert found("签发日期：2024年12月")[0] == "2024-12-01"


@pytest.mark.parametrize("number", ["330100199003070005", "330100199013070008"])
def test_a_number_that_fails_its_check_is_told_and_not_mended(number: str) -> None:
    found = extract_fields(pages.id_front(number), material("身份证"), side="front")["id_number"]
    assert (found.value, found.valid) == (number, False)


def test_a_small_x_is_a_capital_one() -> None:
    found = extract_fields(pages.id_front("11010519491231002x"), material("身份证"), side="front")["id_number"]
    assert (found.value, found.valid) == ("11010519491231002X", True)


def test_a_letter_read_for_a_digit_is_taken_where_the_check_proves_it() -> None:
    right = extract_fields(pages.id_front("33O1001990030700O8"), material("身份证"), side="front")["id_number"]
    assert (right.value, right.valid) == (NUMBER, True)
    wrong = extract_fields(pages.id_front("33O1001990030700O5"), material("身份证"), side="front")["id_number"]
    assert wrong.valid is False


def test_a_number_that_does_not_fit_its_pattern_is_told() -> None:
    reading = pages.page(pages.centred("毕业证书", 200, 120), *pages.body(["准予毕业", "证书编号:99999120120500"]))
    found = extract_fields(reading, material("学历证书"))["certificate_number"]
    assert (found.value, found.valid) == ("99999120120500", False)


def test_a_day_that_does_not_exist_is_told() -> None:
    reading = pages.page(*pages.body(["签发日期:2024年2月30日"]))
    found = extract_fields(reading, material("二级建造师资格证书"))["issued_on"]
    assert found.valid is False
    assert found.value == "2024年2月30日"


def test_the_box_is_that_of_the_value() -> None:
    found = extract_fields(pages.form(), material("二级建造师初始注册申请表"))["name"]
    assert found.box is not None
    assert bounds(found.box)[:2] == (400, 330)


@pytest.mark.parametrize("name", [item.name for item in PROCEDURE.materials])
def test_a_page_without_text_has_no_fields(name: str) -> None:
    assert extract_fields(pages.page(), material(name)) == {}


@given(st.lists(st.text(max_size=30), max_size=6), st.sampled_from([item.name for item in PROCEDURE.materials]))
def test_no_text_breaks_it_and_no_value_is_invented(texts: list[str], name: str) -> None:
    reading = pages.page(*pages.body(texts))
    for key, value in extract_fields(reading, material(name)).items():
        assert value.value, key
        assert value.box in [line.box for line in reading.lines]
