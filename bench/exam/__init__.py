"""A third supply of document pages: an exam, which neither rules nor code were mended on.

Whoever drew it knew the real papers only, and saw neither the procedure's rules nor the wordings of `papers`, of which
it takes the drawing tools and nothing else. The interface is that of `papers`. Kinds that begin with `decoy/near_` are
what an applicant hands in by mistake; other decoys are what lies about.
"""

from __future__ import annotations

from . import (
    cards,
    forms,
    hired,
    insured,
    licensed,
    promised,
    qualified,
    studies,
    trained,
)
from .book import EXAM
from .people import person

__all__ = ["DECOY_KINDS", "DESIGNS", "KINDS", "MATERIALS", "document", "person", "sample", "shot"]

_FAMILIES = (
    forms,
    cards,
    studies,
    qualified,
    hired,
    insured,
    trained,
    promised,
    licensed,
)
"""Importing them enters their designs."""
DESIGNS = EXAM.designs
KINDS, DECOY_KINDS, MATERIALS = EXAM.kinds, EXAM.decoy_kinds, EXAM.materials
document, sample, shot = EXAM.document, EXAM.sample, EXAM.shot
