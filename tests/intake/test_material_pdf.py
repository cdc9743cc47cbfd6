"""The document of a material: true size, unchanged pictures, cards as a copier does them."""

from __future__ import annotations

import io

import pikepdf
import pytest
from shoujian.intake.package.material_pdf import Leaf, material_pdf, sheet_numbers
from shoujian.tests.intake.packing import CARD_SIZE, WHEN, picture


def sheets_mm(data: bytes) -> list[tuple[float, float]]:
    with pikepdf.open(io.BytesIO(data)) as document:
        boxes = [[float(edge) for edge in page.mediabox] for page in document.pages]
    return [((box[2] - box[0]) / 72 * 25.4, (box[3] - box[1]) / 72 * 25.4) for box in boxes]


def streams(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as document:
        return [image.read_raw_bytes() for page in document.pages for image in page.get_images().values()]


def placed_mm(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each picture on the sheets, from the matrices in force when it is drawn."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for instruction in pikepdf.parse_content_stream(page):
                if str(instruction.operator) == "cm":
                    matrix = [float(value) for value in instruction.operands]
                    if matrix[0] > 10:
                        found.append((matrix[0] / 72 * 25.4, abs(matrix[3]) / 72 * 25.4))
    return found


def test_a_page_with_a_resolution_has_its_true_size() -> None:
    data = material_pdf([Leaf(picture((827, 1169), "a"), (827, 1169), 100.0)])
    assert sheets_mm(data) == [pytest.approx((210.06, 296.93), abs=0.05)]


@pytest.mark.parametrize("dpi", [None, 1.0, 72_000.0])
def test_a_page_without_a_believable_resolution_is_fitted_to_a4(dpi: float | None) -> None:
    upright = Leaf(picture((600, 900), "a"), (600, 900), dpi)
    across = Leaf(picture((900, 600), "a"), (900, 600), dpi)
    data = material_pdf([upright, across])
    assert sheets_mm(data) == [pytest.approx((210, 297), abs=0.1), pytest.approx((297, 210), abs=0.1)]


def test_jpeg_bytes_go_in_unchanged() -> None:
    page, card = picture((600, 900), "page"), picture(CARD_SIZE, "card")
    data = material_pdf([Leaf(page, (600, 900)), Leaf(card, CARD_SIZE, kind="card")])
    assert streams(data) == [page, card]


def test_both_sides_of_a_card_share_one_sheet_in_true_size() -> None:
    sides = [Leaf(picture(CARD_SIZE, side), CARD_SIZE, kind="card") for side in ("front", "back")]
    data = material_pdf(sides)
    assert sheets_mm(data) == [pytest.approx((210, 297), abs=0.1)]
    assert placed_mm(data) == [pytest.approx((85.6, 54.0), abs=0.1)] * 2


def test_a_page_that_only_shows_a_card_is_kept_as_a_page() -> None:
    leaves = [Leaf(picture((600, 900), "a"), (600, 900), kind="card")]
    assert placed_mm(material_pdf(leaves)) == [pytest.approx((198, 297), abs=0.1)]


def test_a_portrait_gets_a_one_inch_sheet() -> None:
    leaf = Leaf(picture((295, 413), ""), (295, 413), kind="portrait")
    assert sheets_mm(material_pdf([leaf])) == [pytest.approx((25, 35), abs=0.1)]


def test_png_and_pdf_pages_are_taken() -> None:
    png = Leaf(picture((600, 900), "a", "PNG"), (600, 900), 150.0)
    pdf = Leaf(material_pdf([png]), (600, 900), 150.0)
    assert len(sheets_mm(material_pdf([png, pdf]))) == 2


def test_the_same_pages_make_the_same_bytes() -> None:
    leaves = [Leaf(picture((600, 900), "a"), (600, 900)), Leaf(picture(CARD_SIZE, "b"), CARD_SIZE, kind="card")]
    assert material_pdf(leaves, title="身份证", created=WHEN) == material_pdf(leaves, title="身份证", created=WHEN)


def test_the_document_bears_the_name_of_its_material() -> None:
    data = material_pdf([Leaf(picture((600, 900), "a"), (600, 900))], title="劳动合同", created=WHEN)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.docinfo["/Title"]) == "劳动合同"


def test_sheet_numbers_tell_where_each_page_went() -> None:
    page, card = Leaf(b"", (600, 900)), Leaf(b"", CARD_SIZE, kind="card")
    assert sheet_numbers([page, card, card, card, page]) == (1, 2, 2, 3, 4)


def test_no_page_makes_no_document() -> None:
    with pytest.raises(ValueError, match="needs a page"):
        material_pdf([])
