"""The form of a catalogue entry."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "confirm", "warning", "info"]
"""error blocks the submission; confirm asks a person to look; warning and info only tell."""


class Entry(NamedTuple):
    """One code's severity and its sentences by locale; braces name facts."""

    severity: Severity
    message: dict[str, str]
    remedy: dict[str, str]


def entry(severity: Severity, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Entry:
    """Make an entry from its sentences."""
    return Entry(severity, {"zh": zh, "en": en}, {"zh": remedy_zh, "en": remedy_en})
