"""Numbers with check characters, where a reader took a character for one that looks like it.

The check chooses between readings; it never makes one up. A character is doubtful where it cannot stand in such a
number (O in an ID number), or where its look-alike is the only one in the whole number that makes the checks hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import product

from .numbers import has_organisation_check, is_id_number, is_uscc

_READ_FOR_DIGIT: Mapping[str, str] = {
    **dict.fromkeys("OoDQ〇", "0"),
    **dict.fromkeys("IiLl|!", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    "A": "4",
    "B": "8",
    "G": "6",
    "b": "6",
    "T": "7",
    "q": "9",
    "g": "9",
}
_LETTERS = str.maketrans(dict(_READ_FOR_DIGIT))
_AMONG_DIGITS = re.compile(r"(?<=[\d.年月/-])[OoDQIlZzSsB|]+(?=[\d.年月日/-]|$)")
_DASH_FOR_ONE = re.compile(
    "(?<=[〇○零一二三四五六七八九十])-(?=[〇○零一二三四五六七八九十年月日])|(?<=年)-(?=月)|(?<=月)-(?=日)"
)
_SMALL_AMONG_DIGITS = re.compile(r"(?<=\d)[olzsb|]+(?=\d)")
_READ_FOR_X = "x×хХχΧ"
_MOST_DOUBTFUL = 4
"""Characters of one number that may be letters for digits: more is another kind of number."""
_TWINS = ("0DQ", "8B", "5S", "2Z", "6G", "1LT", "7T", "4A", "UJ", "CG", "PR", "EF", "MN", "WN", "XK", "3B", "UW", "YX")
"""Characters of a 统一社会信用代码 that readers take for each other; I, O, S, V, Z are none of it."""
_NEVER_IN_USCC = str.maketrans("IOSZ", "1052")


def digits_for_letters(text: str) -> str:
    """Return the text with each letter that looks like a digit as that digit."""
    return text.translate(_LETTERS)


def digits_within(text: str, *, capitals: bool) -> str:
    """Return the text with letters that stand among digits or the marks of a date as those that they look like.

    capitals: whether capital letters count, which belong to some numbers (9999942020E00001) but to no date. Then a dash
    within 二〇-九年 is the numeral 一 as well.
    """
    pattern = _AMONG_DIGITS if capitals else _SMALL_AMONG_DIGITS
    text = _DASH_FOR_ONE.sub("一", text) if capitals else text
    return pattern.sub(lambda found: digits_for_letters(found[0]), text)


def mended_id_number(text: str) -> str | None:
    """Return the 18 characters as an ID number with letters put right that no ID number has; None if none fits.

    text: 18 characters of a number that was read. The check has to hold for exactly one of the possible readings.
    """
    options = [_id_options(char, last=place == 17) for place, char in enumerate(text)]
    doubtful = sum(options[place] != char for place, char in enumerate(text))
    if len(text) != 18 or doubtful > _MOST_DOUBTFUL or not all(options):
        return None
    return _the_one(("".join(chars) for chars in product(*options)), is_id_number)


def _id_options(char: str, *, last: bool) -> str:
    if char.isascii() and char.isdigit():
        return char
    if last and (char in _READ_FOR_X or char == "X"):
        return "X"
    return _READ_FOR_DIGIT.get(char, "")


def mended_uscc(text: str) -> str | None:
    """Return the 18 characters as a credit code; with one of them changed for a look-alike if both checks ask for it.

    text: 18 capitals and digits that were read. None where no reading, or more than one, keeps the checks.
    """
    code = text.translate(_NEVER_IN_USCC)
    if len(code) != 18:
        return None
    if is_uscc(code):
        return code
    changed = (
        code[:place] + other + code[place + 1 :]
        for place, char in enumerate(code)
        for twins in _TWINS
        if char in twins
        for other in twins
        if other != char
    )
    return _the_one(changed, lambda reading: is_uscc(reading) and has_organisation_check(reading))


def _the_one(readings: Iterable[str], holds: Callable[[str], bool]) -> str | None:
    """Return the reading that holds if there is exactly one."""
    right = {reading for reading in readings if holds(reading)}
    return right.pop() if len(right) == 1 else None
