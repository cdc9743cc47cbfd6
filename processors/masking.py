"""Hide personal data in whatever leaves the case: logs, messages, file names, receipts.

GB/T 35273 7.2 asks for restricted display; the pattern (first three, last four) is the one `domain.md` proposes.
"""

from __future__ import annotations

import re

_HASH = r"(?<![0-9A-Za-z])[0-9a-f]{32,128}(?![0-9A-Za-z])"
_ID = r"(?<!\d)(?:\d{6}[ \-_.]?\d{8}[ \-_.]?\d{3}[ \-_.]?[\dXxＸｘ]|\d{6}[ \-_.]?\d{6}[ \-_.]?\d{3})(?!\d)"
_PHONE = r"(?<!\d)1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?!\d)"
_OFFICER = r"(?:[军警]字第|职工|[军警文士兵职])\s?\d{6,8}(?!\d)"
_PERSONAL = re.compile(f"(?P<hash>{_HASH})|(?P<id>{_ID})|(?P<phone>{_PHONE})|(?P<officer>{_OFFICER})")
"""A digest is taken first and kept: one in a hundred has a run of 15 or 18 digits in it."""
_DATED = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]")
"""An ID number that hides among letters which make it look like a digest."""


def mask_id(value: str) -> str:
    """Return the number with at most its first three and last four characters: 330***********0000."""
    head = min(3, len(value) // 4)
    tail = min(4, len(value) // 4)
    return value[:head] + "*" * (len(value) - head - tail) + (value[len(value) - tail :] if tail else "")


def mask_name(name: str) -> str:
    """Return the first character and a star for each other one: 张三丰 becomes 张**; a single character is hidden."""
    stripped = name.strip()
    if len(stripped) < 2:
        return "*" * len(stripped)
    return stripped[0] + "*" * (len(stripped) - 1)


def mask_phone(phone: str) -> str:
    """Return the number with at most its first three and last four characters: 138****0000."""
    stripped = phone.strip()
    head = min(3, len(stripped) // 3)
    tail = min(4, len(stripped) // 2 - 1) if len(stripped) > 3 else 0
    return stripped[:head] + "*" * (len(stripped) - head - tail) + (stripped[len(stripped) - tail :] if tail else "")


def mask_text(text: str) -> str:
    """Return the text with every ID, military and phone number in it masked; hexadecimal digests stay.

    Numbers are found in full-width digits too, and where they are grouped by blanks, dots or dashes.
    """
    return _PERSONAL.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    if found["hash"]:
        return _DATED.sub(lambda hidden: mask_id(hidden[0]), found["hash"])
    if found["phone"]:
        return mask_phone(found["phone"])
    return mask_id(found[0])
