from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.names import MAX_NAME_CHARACTERS, display_name


def test_id_numbers_in_names_are_masked() -> None:
    shown = display_name("张三330100190001010000身份证.jpg")
    assert "330100190001010000" not in shown
    assert shown.startswith("张三") and shown.endswith("身份证.jpg")


def test_control_and_direction_characters_become_visible() -> None:
    shown = display_name("abc\u202egpj.exe\n\x00")
    assert "\u202e" not in shown and "\n" not in shown and "\x00" not in shown


def test_decomposed_names_are_composed() -> None:
    assert display_name("e\u0301.jpg") == "é.jpg"


def test_long_names_keep_their_ending() -> None:
    shown = display_name("长" * 300 + ".pdf")
    assert len(shown) <= MAX_NAME_CHARACTERS and shown.endswith(".pdf")


@given(st.text(max_size=400))
def test_any_name_becomes_showable_and_stays_so(name: str) -> None:
    shown = display_name(name)
    assert shown and shown.isprintable() and len(shown) <= MAX_NAME_CHARACTERS
    assert display_name(shown) == shown
