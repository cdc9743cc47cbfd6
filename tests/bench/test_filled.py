"""Forms that were laid out at random: their values stand on them, and the product reads them."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from shoujian.intake.procedures import load_procedure
from shoujian.processors.fields.extract import extract_fields
from shoujian.processors.reading.fold import fold

BENCH = Path(__file__).resolve().parents[2] / "bench"
PROCEDURE = load_procedure("zj-constructor2-initial")


@pytest.fixture
def forms(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("filled.forms")


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("filled.reader")


def test_a_seed_gives_the_same_forms(forms: ModuleType) -> None:
    first, second = (list(forms.forms(7, 5, photo=False)) for _ in range(2))
    assert first == second
    assert first != list(forms.forms(8, 5, photo=False))


def test_names_stand_on_their_forms(forms: ModuleType) -> None:
    for form in forms.forms(7, 30, photo=False):
        if name := form.fields.get("name"):
            assert fold(name) in fold("".join(line.text for line in form.reading.lines))


def test_pieces_come_as_lines_in_reading_order(reader: ModuleType) -> None:
    pieces = [("乙", (100.0, 300.0, 130.0, 330.0)), ("甲", (100.0, 100.0, 130.0, 130.0))]
    reading = reader.as_read(pieces, np.random.default_rng(1), photo=False)
    assert reading.text.split() == ["甲", "乙"]


@pytest.mark.parametrize("photo", [False, True])
def test_fields_of_laid_out_forms_are_read(forms: ModuleType, photo: bool) -> None:
    """97 % of the fields on scans, 93 % on photos; 99 % are reached, so that a broken layout is told."""
    outcomes = [
        (fields[key].value if key in fields else "") == fold(value)
        for form in forms.forms(77, 60, photo=photo)
        for fields in [extract_fields(form.reading, PROCEDURE.named(form.material))]
        for key, value in form.fields.items()
        if not key.endswith("_on")
    ]
    assert sum(outcomes) >= (0.93 if photo else 0.97) * len(outcomes)
