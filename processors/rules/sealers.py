"""Was a document sealed by the company that it should be sealed by?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from ...schemas.case import Applicant
from ...schemas.findings import Finding, finding
from ...schemas.procedure import Material
from ..reading.fold import fold
from .sheets import Sheet

_CLEAR = 0.9
"""Of 57 names on drawn seals, scanned and photographed, read with this confidence five lacked one or two characters or
had one misread (bench/reading.py)."""
_ALIKE = 0.7
"""Share of characters that a seal's name, misread or cut off at its end, has in common with the right one."""
_COMPANY = re.compile(r"公司|集团|厂|院|所|局|中心|学校")
"""What a seal says that names somebody: 合同专用章 alone does not."""


def check_sealer(applicant: Applicant, material: Material, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Yield where every clear seal on a material is that of another company than the applicant's."""
    if material.sealed_by != "company" or not applicant.company.strip():
        return
    told = [(sheet, sheet.page.seal) for sheet in sheets if sheet.page.seal]
    named = [(sheet, seal) for sheet, seal in told if seal.confidence >= _CLEAR and _COMPANY.search(seal.value)]
    expected = fold(applicant.company)
    if not named or any(_is_same(fold(seal.value), expected) for _, seal in named):
        return
    sheet, seal = named[0]
    found = finding("seal.other_company", value=seal.value, expected=applicant.company, material=material.name)
    yield found.placed(file=sheet.source.name, page=sheet.number).model_copy(update={"box": seal.box})


def _is_same(read: str, expected: str) -> bool:
    if expected.startswith(read) or read in expected:
        return True
    return Levenshtein.normalized_similarity(read, expected) >= _ALIKE
