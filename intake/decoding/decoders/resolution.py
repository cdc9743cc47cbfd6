"""Which declared resolutions to believe."""

from __future__ import annotations

MIN_DPI, MAX_DPI = 50.0, 2400.0
"""Below is a web picture's fancy, above what no scanner of documents delivers."""

SOFTWARE_DEFAULTS = (72.0, 96.0)
"""What programs write when they know nothing; no scanner's setting."""

MAX_SHORT_SIDE_INCHES = 24.0
"""A0 is 33 inches wide, A1 23.4: no counter takes in larger paper."""

MAX_SQUARE_RATIO = 1.03
"""Up to here x and y resolution count as equal; 300 x 301 is rounding, 204 x 196 (fine fax) is not."""


def credible(declared: tuple[float, float] | None, size: tuple[int, int]) -> tuple[float, float] | None:
    """Return the declared (x, y) dpi if a document may really have it, else None. `size` is in pixels."""
    if declared is None:
        return None
    if any(not MIN_DPI <= value <= MAX_DPI for value in declared):
        return None
    if all(any(abs(value - default) < 0.5 for default in SOFTWARE_DEFAULTS) for value in declared):
        return None
    if min(size[0] / declared[0], size[1] / declared[1]) > MAX_SHORT_SIDE_INCHES:
        return None
    return declared
