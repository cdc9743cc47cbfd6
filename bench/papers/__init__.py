"""A second, independent supply of document pages: layouts that nothing was developed with.

Whoever drew these pages worked from what is known of the real papers and read neither the procedure's rules nor the
other generator's papers, so what is measured on them says more about papers that nobody here has seen.
`KINDS` and `DECOY_KINDS` name the designs, `document` draws one whole document, `sample` gives single pages as a
scanner or a phone would see them. The pages of a seed depend on the fonts that are there: see `type.installed`.
"""

from __future__ import annotations

from . import (
    application,
    contract,
    decoy_cards,
    decoy_certificates,
    decoy_forms,
    decoy_letters,
    decoy_money,
    decoy_pictures,
    diploma,
    identity,
    licence,
    portrait,
    promise,
    qualification,
    registration,
    social,
    training,
)
from .people import person
from .registry import DESIGNS, PAPERS
from .type import installed

__all__ = ["DECOY_KINDS", "DESIGNS", "KINDS", "MATERIALS", "document", "installed", "person", "sample", "shot"]

_FAMILIES = (
    application,
    identity,
    portrait,
    diploma,
    registration,
    qualification,
    contract,
    social,
    training,
    promise,
    licence,
    decoy_letters,
    decoy_certificates,
    decoy_cards,
    decoy_money,
    decoy_forms,
    decoy_pictures,
)
"""Importing them enters their designs."""
KINDS, DECOY_KINDS, MATERIALS = PAPERS.kinds, PAPERS.decoy_kinds, PAPERS.materials
document, sample, shot = PAPERS.document, PAPERS.sample, PAPERS.shot
