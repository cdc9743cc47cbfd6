"""Every quarter turn of a page is undone; what the network only guesses at is left alone."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from shoujian.processors.geometry.orient import Orienter, RotationEstimate

from .geometry_pages import card, desk, read, text_page


@pytest.fixture(scope="module")
def orienter() -> Orienter:
    return Orienter()


def downwards() -> np.ndarray:
    """Columns of characters, each column a line of the page written across."""
    rows = text_page(1754, 1240, size=30)[240:1120]
    page = np.full((1754, 1240, 3), 255, np.uint8)
    for column, top in enumerate(range(0, 850, 51)):
        for place in range(40):
            glyph = rows[top + 14 : top + 58, 194 + 30 * place : 224 + 30 * place]
            y, x = 120 + 38 * place, 1120 - 60 * column
            page[y : y + glyph.shape[0], x : x + 30] = np.minimum(page[y : y + glyph.shape[0], x : x + 30], glyph)
    return page


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("page", [text_page(), text_page(1754, 1240), card()], ids=["page", "wide", "card"])
def test_turned_clockwise_is_turned_back(orienter: Orienter, page: np.ndarray, turn: int) -> None:
    found = orienter.estimate(np.rot90(page, -turn // 90))
    assert found is not None
    assert found.rotation_cw == (360 - turn) % 360
    assert 0.5 < found.confidence <= 1.0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_lines_written_downwards_are_not_laid_on_their_side(orienter: Orienter, turn: int) -> None:
    found = orienter.estimate(np.rot90(downwards(), -turn // 90))
    assert found is not None
    assert found.rotation_cw == (360 - turn) % 360


@pytest.mark.parametrize("turn", [0, 90])
def test_a_fax_stands_as_it_is_written(orienter: Orienter, turn: int) -> None:
    fax = np.where(text_page(620, 877, size=16) > 140, 255, 0).astype(np.uint8)
    found = orienter.estimate(np.rot90(fax, -turn // 90))
    assert found is not None
    assert found.rotation_cw == (360 - turn) % 360


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("seed", range(4))
def test_a_desk_has_no_way_up(orienter: Orienter, seed: int, turn: int) -> None:
    assert orienter.estimate(np.rot90(desk(seed=seed), turn // 90)) is None


@pytest.mark.parametrize(
    "page",
    [np.full((800, 600, 3), 255, np.uint8), np.zeros((3, 9000, 3), np.uint8), np.zeros((1, 1, 3), np.uint8)],
    ids=["white", "strip", "dot"],
)
def test_nothing_to_go_by_gives_none(orienter: Orienter, page: np.ndarray) -> None:
    assert orienter.estimate(page) is None


def test_threads_share_one_network(orienter: Orienter) -> None:
    page = text_page(620, 877, size=16)
    expected = orienter.estimate(page)
    answers: list[RotationEstimate | None] = []
    fresh = Orienter()
    threads = [threading.Thread(target=lambda: answers.append(fresh.estimate(page))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 4


@pytest.mark.real
def test_real_upright_documents_stay_upright(orienter: Orienter, real_dir: Path) -> None:
    labels = json.loads((real_dir / "A" / "labels.json").read_text(encoding="utf-8"))
    found = {label["file"]: orienter.estimate(read(real_dir / "A" / label["file"])) for label in labels}
    told = {name: estimate.rotation_cw for name, estimate in found.items() if estimate is not None}
    assert set(told.values()) == {0}
    assert len(told) >= 16


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "rotation"),
    [
        ("colite_7_rot180.jpg", 180),
        ("tess_phototest-rotated-L.png", 90),
        ("tess_phototest.tif", 0),
    ],
)
def test_real_turned_pages(orienter: Orienter, real_dir: Path, name: str, rotation: int) -> None:
    found = orienter.estimate(read(real_dir / "B" / name))
    assert found is not None
    assert found.rotation_cw == rotation
