"""One of the documents that are accepted for a material is enough, if it is whole."""

from __future__ import annotations

from shoujian.processors.rules.material_rules import check_material, field_day
from shoujian.processors.rules.sheets import sheets_of
from shoujian.schemas.field import FieldValue
from shoujian.schemas.procedure import (
    Alternative,
    FieldSpec,
    Material,
    Phrase,
)
from shoujian.schemas.results import PageResult

from .cases import (
    PROCEDURE,
    TODAY,
    id_back,
    id_front,
    lines,
    page,
    seen,
    value,
)

DIPLOMA = Material(
    name="学历证书",
    alternatives=(
        Alternative(
            name="毕业证书",
            titles=("毕业证书",),
            phrases=(Phrase(text="准予毕业"), Phrase(text="学制")),
            fields=(FieldSpec(key="diploma_number", kind="number", label="毕业证书编号", required=True),),
        ),
        Alternative(
            name="学位证书",
            titles=("学位证书",),
            phrases=(Phrase(text="学士学位"), Phrase(text="学位评定委员会")),
            fields=(FieldSpec(key="degree_number", kind="number", label="学位证书编号", required=True),),
        ),
    ),
)
GRADUATION = lines("毕业证书", "学制四年，成绩合格，准予毕业。")
DEGREE = lines("学士学位证书", "授予工学学士学位。学位评定委员会主席")


def diploma(text: object, **fields: FieldValue) -> PageResult:
    return page("学历证书", text=text, fields=fields)


def found(material: Material, *pages: PageResult, unread: bool = False) -> list[str]:
    numbered = [each.model_copy(update={"page": number}) for number, each in enumerate(pages, start=1)]
    sheets = list(sheets_of([seen("文件.pdf", *numbered)]))
    return [each.message for each in check_material(PROCEDURE, material, sheets, today=TODAY, unread=unread)]


def test_each_document_is_asked_for_its_own_fields() -> None:
    assert found(DIPLOMA, diploma(GRADUATION, diploma_number=value("999991202005000001"))) == []
    assert found(DIPLOMA, diploma(DEGREE, degree_number=value("9999942020000001"))) == []
    assert found(DIPLOMA, diploma(GRADUATION)) == ["“学历证书”上未能读到毕业证书编号"]
    assert found(DIPLOMA, diploma(DEGREE)) == ["“学历证书”上未能读到学位证书编号"]


def test_one_whole_document_is_enough() -> None:
    assert found(DIPLOMA, diploma(GRADUATION, diploma_number=value("999991202005000001")), diploma(DEGREE)) == []


def test_a_document_which_is_none_of_them_is_not_asked_for_their_fields() -> None:
    assert found(DIPLOMA, diploma(lines("结业证明"))) == []


def test_a_card_with_both_sides_is_enough_beside_a_poor_booklet() -> None:
    card = PROCEDURE.materials[0].model_copy(
        update={"pages": PROCEDURE.materials[0].pages.model_copy(update={"max": 3})}
    )
    booklet = page("身份证", text=lines("中国人民解放军军官证", "衔级 少校"))
    assert found(card, id_front(), id_back(), booklet) == []


def test_pages_that_were_not_read_are_not_asked_for_fields() -> None:
    insurance = PROCEDURE.materials[3]
    assert found(insurance, page("参保证明", reading_status="failed", text=(), decided_by="person")) == []


def test_a_page_may_be_in_the_file_that_was_not_read() -> None:
    contract = PROCEDURE.materials[2]
    first = page("劳动合同", fields={"name": value("张三", valid=None)})
    assert found(contract, first) == ["“劳动合同”只有 1 页，至少应有 2 页"]
    assert found(contract, first, unread=True) == ["有文件未能读取，无法确定是否缺少“劳动合同”"]


def test_the_day_of_a_field() -> None:
    def day(read: FieldValue) -> object:
        return field_day(list(sheets_of([seen("证.jpg", page("资格证书", fields={"issued_on": read}))])), "issued_on")

    assert str(day(value("2020-02-29"))) == "2020-02-29"
    assert day(value("2020-02-29", valid=False)) is None
    assert day(value("长期")) is None
