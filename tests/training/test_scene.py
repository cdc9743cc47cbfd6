"""The scenes that the network was fitted to: what is told of them is what was drawn."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture()
def drawing(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, list[np.ndarray]]:
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    from outlines import papers, scene

    rng = np.random.default_rng(3)
    return scene, [papers.paper(rng, []) for _ in range(12)]


def test_the_same_seed_draws_the_same_scene(drawing: tuple[ModuleType, list[np.ndarray]]) -> None:
    scene, papers = drawing
    one, other = (scene.scene(np.random.default_rng(8), papers, []) for _ in range(2))
    assert np.array_equal(one.pixels, other.pixels) and np.array_equal(one.truth, other.truth)


def test_truth_has_papers_with_edges_and_corners_or_nothing_at_all(
    drawing: tuple[ModuleType, list[np.ndarray]],
) -> None:
    scene, papers = drawing
    drawn = [scene.scene(np.random.default_rng(seed), papers, []) for seed in range(60)]
    empty = [one for one in drawn if not one.truth.any()]
    assert 3 <= len(empty) <= 25
    for one in drawn:
        assert one.pixels.shape == (320, 256, 3) and one.truth.shape == (160, 128, 3)
        inside, edge, corners = cv2.split(one.truth)
        # An edge runs where paper ends.
        ends = cv2.morphologyEx((inside > 127).astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        assert np.mean(edge[ends > 0] > 60) > 0.9 if ends.any() else True
        assert np.mean(edge[corners > 200] > 60) > 0.6 if (corners > 200).any() else True
