"""Every quarter turn of a page is undone; what the network only guesses at is left alone."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from shoujian.processors.geometry.orient import Orienter, RotationEstimate

from .geometry_pages import card, read, text_page


@pytest.fixture(scope="module")
def orienter() -> Orienter:
    return Orienter()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("page", [text_page(), text_page(1754, 1240), card()], ids=["page", "wide", "card"])
def test_turned_clockwise_is_turned_back(orienter: Orienter, page: np.ndarray, turn: int) -> None:
    found = orienter.estimate(np.rot90(page, -turn // 90))
    assert found is not None
    assert found.rotation_cw == (360 - turn) % 360
    assert 0.5 < found.confidence <= 1.0


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
