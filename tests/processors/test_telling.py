from __future__ import annotations

from shoujian.processors.reading.telling import MAX_STRAY, telling_lines

from . import pages


def test_single_characters_and_doubtful_words_are_no_text() -> None:
    name = pages.line("张三丰", 100, 500)
    stray = [pages.line("云", 100, 100), pages.line("云亩", 100, 200, confidence=0.82)]
    assert telling_lines([*stray, name]) == (name,)
    assert telling_lines(stray) == ()
    assert telling_lines([pages.line(mark, 100, 100, confidence=0.3) for mark in "adI"]) == ()


def test_a_page_full_of_doubtful_words_is_text_that_is_hard_to_read() -> None:
    lines = [pages.line("劳动合同", 100, 100 * row, confidence=0.5) for row in range(MAX_STRAY + 1)]
    assert telling_lines(lines) == tuple(lines)
