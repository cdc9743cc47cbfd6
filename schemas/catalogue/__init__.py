"""Every finding code: how grave it is, the sentence that says it, and the remedy, in Chinese and English.

A code is stable for good: portals translate it, statistics count it. Sentences may get better.
"""

from __future__ import annotations

from .cases import CASE
from .entry import Entry, Severity
from .files import FILE
from .matches import MATCH
from .materials import MATERIAL
from .pages import PAGE

__all__ = ["CATALOGUE", "Entry", "Severity"]

CATALOGUE: dict[str, Entry] = {**FILE, **PAGE, **MATCH, **MATERIAL, **CASE}
