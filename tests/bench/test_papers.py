"""The examiner's pages: every design draws, its truth is printed on it, a page depends on its seed and place only."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from shoujian.intake.procedures import load_procedure

PACKAGE = Path(__file__).resolve().parents[2] / "bench" / "papers" / "__init__.py"
NAME = "examiner_papers"


def package() -> ModuleType:
    """Load the package, which lies outside the installed ones, under a name of its own."""
    if NAME in sys.modules:
        return sys.modules[NAME]
    spec = importlib.util.spec_from_file_location(NAME, PACKAGE, submodule_search_locations=[str(PACKAGE.parent)])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)
    return module


PAPERS = package()
PROCEDURE = load_procedure("zj-constructor2-initial")
KEYS = {material.name: {spec.key for spec in material.every_field()} for material in PROCEDURE.materials}
KINDS = [*PAPERS.KINDS, *PAPERS.DECOY_KINDS]


def squeezed(text: str) -> str:
    """Return the text without what is no word: white space, and the marks that forms put between parts."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_given_as_truth_is_printed(kind: str) -> None:
    person = PAPERS.person(3)
    pages = PAPERS.document(kind, person, np.random.default_rng(3))
    assert pages
    assert [page.page_no for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert page.kind == kind
        assert set(page.fields) <= KEYS.get(page.name, set())
        printed = squeezed("".join(line.text for line in page.lines))
        assert [value for value in page.fields.values() if squeezed(value) not in printed] == []
        width, height = page.size
        outside = [line for line in page.lines if line.box[0] < 0 or line.box[2] > width or line.box[3] > height]
        assert outside == []


def test_every_material_has_designs_and_no_other_name_is_used() -> None:
    assert set(PAPERS.MATERIALS) <= set(KEYS)
    assert all(sum(PAPERS.DESIGNS[kind].name == name for kind in PAPERS.KINDS) >= 4 for name in PAPERS.MATERIALS)


def test_decoys_belong_to_nothing() -> None:
    assert len(PAPERS.DECOY_KINDS) >= 30
    assert not {PAPERS.DESIGNS[kind].name for kind in PAPERS.DECOY_KINDS} - {None}


def test_a_page_depends_on_its_seed_and_place_only() -> None:
    long, short = list(PAPERS.sample(11, 2)), list(PAPERS.sample(11, 1))
    assert [shot.paper.kind for shot in long[:1]] == [shot.paper.kind for shot in short]
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(long, short, strict=False))
    assert not np.array_equal(next(PAPERS.sample(12, 1)).pixels, long[0].pixels)
