"""A third supply of document pages: an exam, which neither rules nor code were mended on.

Whoever drew it knew the real papers only, and saw neither the procedure's rules nor the wordings of `papers`, of which
it takes the drawing tools and nothing else. The interface is that of `papers`. Decoys that begin with `far_` are what
lies about, the others what an applicant hands in by mistake.
"""

from __future__ import annotations

from . import (
    cards,
    far,
    forms,
    hired,
    insured,
    licensed,
    near_certificates,
    near_forms,
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
    near_certificates,
    near_forms,
    far,
)
"""Importing them enters their designs."""
DESIGNS = EXAM.designs
KINDS, DECOY_KINDS, MATERIALS = EXAM.kinds, EXAM.decoy_kinds, EXAM.materials
document, sample, shot = EXAM.document, EXAM.sample, EXAM.shot
