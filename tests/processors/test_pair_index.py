from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.matching.infix import PairIndex, find_infix

LETTERS = st.text("甲乙丙丁", min_size=2, max_size=14)


@given(LETTERS, st.lists(st.text("甲乙丙丁戊", max_size=24), max_size=6), st.integers(0, 3))
def test_no_text_that_holds_the_needle_is_passed_over(needle: str, texts: list[str], edits: int) -> None:
    edits = min(edits, len(needle) // 4)
    near = PairIndex(texts).near(needle, edits)
    assert near == sorted(set(near))
    assert {place for place, text in enumerate(texts) if find_infix(needle, text, max_distance=edits)} <= set(near)


def test_texts_with_nothing_in_common_are_passed_over() -> None:
    assert PairIndex(["劳动报酬", "营业执照", "劳动合同书"]).near("劳动合同") == [2]
    assert PairIndex([]).near("劳动合同", 1) == []
