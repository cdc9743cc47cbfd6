from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from shoujian.processors.matching.infix import find_infix, find_wording, tolerance

LETTERS = st.text(alphabet="甲乙丙", max_size=12)
NEEDLES = st.text(alphabet="甲乙丙", min_size=1, max_size=7)


def best_distance(needle: str, text: str) -> int:
    """The plain dynamic-programming table (Sellers 1980)."""
    column = list(range(len(needle) + 1))
    best = column[-1]
    for char in text:
        upper = column
        column = [0]
        for row, wanted in enumerate(needle, start=1):
            column.append(min(upper[row - 1] + (wanted != char), upper[row] + 1, column[row - 1] + 1))
        best = min(best, column[-1])
    return best


def edits(one: str, other: str) -> int:
    column = list(range(len(one) + 1))
    for index, char in enumerate(other, start=1):
        upper = column
        column = [index]
        for row, wanted in enumerate(one, start=1):
            column.append(min(upper[row - 1] + (wanted != char), upper[row] + 1, column[row - 1] + 1))
    return column[-1]


@given(NEEDLES, LETTERS)
def test_the_distance_is_that_of_the_plain_table(needle: str, text: str) -> None:
    found = find_infix(needle, text, max_distance=len(needle) - 1)
    best = best_distance(needle, text)
    if best == len(needle):
        assert found is None
    else:
        assert found is not None
        assert found.distance == best


@given(NEEDLES, LETTERS)
def test_what_was_found_is_that_far_from_the_needle(needle: str, text: str) -> None:
    found = find_infix(needle, text, max_distance=len(needle) - 1)
    if found is not None:
        assert edits(needle, text[found.start : found.end]) == found.distance


def test_a_shorter_text_does_not_hold_a_longer_name() -> None:
    assert find_infix("居民身份证", "身份证", max_distance=tolerance(5)) is None


def test_similarity_counts_over_the_needle() -> None:
    found = find_infix("劳动合同书", "本劳动台同书一式两份", max_distance=1)
    assert found is not None
    assert (found.start, found.end, found.similarity) == (1, 6, 0.8)


def test_short_wordings_are_read_exactly_or_not_at_all() -> None:
    assert tolerance(3) == 0
    assert tolerance(4) == 1
    assert tolerance(40) == 4
    assert find_infix("", "劳动合同") is None
    assert find_infix("身份证", "身价证", max_distance=tolerance(3)) is None


def test_a_numeral_is_never_forgiven() -> None:
    assert find_wording("二级建造师", "中华人民共和国一级建造师", max_distance=1) is None
    assert find_wording("二级建造师", "级建造师", max_distance=1) is not None
    assert find_wording("二级建造师", "二级建迼师", max_distance=1) is not None
    assert find_wording("二级建造师", "二级建造师一") is not None
