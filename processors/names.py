"""Names of files from outside, made fit to show; never used as paths."""

from __future__ import annotations

import unicodedata

from .masking import mask_text

MAX_NAME_CHARACTERS = 120


def display_name(untrusted_name: str) -> str:
    """Return a name that can be shown and logged.

    Control and direction-changing characters are replaced, macOS's decomposed letters composed, ID and phone numbers
    masked, and very long names shortened in the middle so that the ending stays visible.
    """
    composed = unicodedata.normalize("NFC", untrusted_name)
    spaced = "".join(" " if unicodedata.category(char) == "Zs" else char for char in composed)
    visible = "".join(char if char.isprintable() else "\ufffd" for char in spaced).strip()
    masked = mask_text(visible) or "unnamed"
    if len(masked) <= MAX_NAME_CHARACTERS:
        return masked
    half = MAX_NAME_CHARACTERS // 2
    return f"{masked[:half]}…{masked[-half + 1 :]}"
