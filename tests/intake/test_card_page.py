"""Both sides of an ID card on the one page that portals want, whichever way they came."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.canvas import Paper
from shoujian.demo.devices import Shot, photograph, scan
from shoujian.demo.papers import draw
from shoujian.intake.package.cards import CARD_TOPS_MM, Leaf, card_page, card_sheets
from shoujian.intake.package.material_pdf import material_pdf
from shoujian.intake.package.packaging import PackageContent, PackedPage, write_package
from shoujian.processors.legibility.encode import encode_page
from shoujian.processors.normalise import normalise
from shoujian.processors.page import PageImage
from shoujian.schemas.package import Manifest
from shoujian.schemas.procedure import Side, UploadLimits
from shoujian.tests.intake import packing
from shoujian.tests.intake.desks import shared_orienter
from shoujian.tests.intake.test_material_pdf import placed_mm, sheets_mm
from shoujian.tests.intake.test_packaging import members

LIMITS = UploadLimits(max_bytes=512_000, max_long_side_px=3508, dpi=300)
SIDES: tuple[Side, ...] = ("front", "back")


def paper(kind: str) -> Paper:
    (made,) = draw(kind, fictitious_applicant(7), np.random.default_rng(3))
    return made


def shots(way: str) -> list[Shot]:
    rng = np.random.default_rng(5)
    front, back = paper("id_front"), paper("id_back")
    match way:
        case "two scans":
            return [
                scan(front, rng, bed="white", glass=(2480, 3508), skew_deg=1),
                scan(back, rng, dpi=200, bed="black"),
            ]
        case "two photos":
            return [photograph(front, rng, coverage=0.7), photograph(back, rng, coverage=0.6)]
        case "one picture":
            return [scan([front, back], rng, bed="white", glass=(2480, 3508), skew_deg=1)]
        case _:
            return [scan(paper("id_copy"), rng, skew_deg=0.6)]


def cut(shot: Shot) -> list[PageImage]:
    page = normalise(PageImage(shot.pixels.copy(), shot.dpi), orienter=shared_orienter())
    return [card.image for card in page.cards] or [page.image]


def leaf(image: PageImage, side: Side | None) -> Leaf:
    made = encode_page(image, UploadLimits(max_bytes=2_000_000), text_height_px=None, material="身份证")
    return Leaf(made.data, made.size, made.dpi, "card", side)


def shown(data: bytes, leaf_top: float, dpi: float) -> np.ndarray:
    """The part of a composed page at one of the two places, as wide and high as an ID card."""
    page = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))
    left, top, right, bottom = (round(side / 25.4 * dpi) for side in (62.2, leaf_top, 147.8, leaf_top + 54))
    return page[top:bottom, left:right]


def likeness_to(kind: str, part: np.ndarray) -> float:
    """Correlation with the clean paper; 1 is the same."""
    sides = [
        cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), (214, 135), interpolation=cv2.INTER_AREA)
        for pixels in (part, paper(kind).pixels)
    ]
    soft = [cv2.GaussianBlur(side, (0, 0), 2).ravel() for side in sides]
    return float(np.corrcoef(soft)[0, 1])


@pytest.mark.parametrize("way", ["two scans", "two photos", "one picture", "one copy"])
def test_both_sides_are_composed_in_true_size_whichever_way_they_came(way: str) -> None:
    images = [image for shot in shots(way) for image in cut(shot)]
    assert len(images) == 2
    leaves = [leaf(image, side) for image, side in zip(images, SIDES, strict=True)][::-1]
    pdf = material_pdf(leaves)
    assert sheets_mm(pdf) == [pytest.approx((210, 297), abs=0.1)]
    for width, height in placed_mm(pdf):
        assert 84.5 <= width <= 91.5 and 52 <= height <= 60
    (sheet,) = card_sheets(leaves)
    made = card_page(sheet, LIMITS, material="身份证")
    assert made.dpi is not None and 190 <= made.dpi <= 300 and len(made.data) <= LIMITS.max_bytes
    with Image.open(io.BytesIO(made.data)) as page:
        assert page.info["dpi"][0] == pytest.approx(made.dpi, abs=0.5)
        assert [side / made.dpi * 25.4 for side in page.size] == pytest.approx([210, 297], abs=0.2)
    upper, lower = (shown(made.data, top, made.dpi) for top in CARD_TOPS_MM)
    assert likeness_to("id_front", upper) > 0.75 > 0.5 > likeness_to("id_back", upper)
    assert likeness_to("id_back", lower) > 0.75 > 0.5 > likeness_to("id_front", lower)


def test_a_scanned_card_keeps_its_true_size_with_the_glass_around_it() -> None:
    data = packing.picture((1067, 696), "front")
    assert placed_mm(material_pdf([Leaf(data, (1067, 696), 300.0, "card")])) == [pytest.approx((90.3, 58.9), abs=0.1)]
    assert placed_mm(material_pdf([Leaf(data, (1067, 696), None, "card")])) == [pytest.approx((82.8, 54.0), abs=0.1)]


def test_fronts_and_backs_are_paired_whatever_their_order() -> None:
    leaves = [Leaf(b"", packing.CARD_SIZE, kind="card", side=side) for side in ("back", "front", "front", "back")]
    told = [[(place.leaf.side, round(place.top)) for place in sheet] for sheet in card_sheets(leaves)]
    assert told == [[("front", 60), ("back", 150)]] * 2


def test_few_pixels_are_not_enlarged() -> None:
    card = cv2.imencode(".jpg", np.full((270, 428, 3), 200, np.uint8))[1].tobytes()
    (sheet,) = card_sheets([Leaf(card, (428, 270), None, "card", side) for side in SIDES])
    made = card_page(sheet, LIMITS, material="身份证")
    assert made.dpi == pytest.approx(127, abs=0.5) and made.size == (1050, 1485)


@pytest.fixture
def content(tmp_path: Path) -> PackageContent:
    return packing.write_case(tmp_path / "blobs")


def test_a_package_holds_the_composed_page_as_a_picture_too(content: PackageContent, tmp_path: Path) -> None:
    files = members(write_package(tmp_path / "out", content).path)
    card, contract, _ = Manifest.model_validate_json(files["data/manifest.json"]).materials
    assert (card.picture, contract.picture) == ("data/materials/01-身份证.jpg", None)
    with Image.open(io.BytesIO(files["data/materials/01-身份证.jpg"])) as page:
        assert page.size[1] / page.size[0] == pytest.approx(2**0.5, abs=0.01)


def test_a_copy_whose_sides_were_not_cut_out_well_is_handed_in_as_it_is(
    content: PackageContent, tmp_path: Path
) -> None:
    square = (700, 640)
    pages = dict(content.pages)
    pages["s1", 1, 1] = PackedPage(packing.picture(square, "back"), "image/jpeg", square)
    files = members(write_package(tmp_path / "out", replace(content, pages=pages)).path)
    card = Manifest.model_validate_json(files["data/manifest.json"]).materials[0]
    assert [page.sheet for page in card.pages] == [1, 1]
    assert sheets_mm(files[card.pdf or ""]) == [pytest.approx((210, 297), abs=0.5)]
    assert files[card.picture or ""] == pages["s1", 1, None].data
