import numpy as np
from shoujian.demo.samples import sample_pages


def test_page_depends_on_seed_and_place_only() -> None:
    first, second = sample_pages(11, 2)
    assert np.array_equal(first.pixels, next(sample_pages(11, 1)).pixels)
    assert not np.array_equal(first.pixels, second.pixels)


def test_samples_vary_and_are_small_enough() -> None:
    shots = list(sample_pages(5, 6))
    assert {shot.device for shot in shots} == {"scan", "photo"}
    assert len({shot.paper.kind for shot in shots}) >= 4
    assert all(shot.pixels.size < 3 * 16_000_000 for shot in shots)
