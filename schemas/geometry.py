"""Points and boxes, all in pixels from the top-left corner, x to the right and y downwards."""

Point = tuple[float, float]
"""(x, y) in pixels."""

Quad = tuple[Point, Point, Point, Point]
"""Four corners, clockwise from the one that is top-left when the content is upright."""

Size = tuple[int, int]
"""(width, height) in pixels."""


def box_quad(left: float, top: float, right: float, bottom: float) -> Quad:
    """Return the axis-parallel box as a quad."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def bounds(quad: Quad) -> tuple[float, float, float, float]:
    """Return the (left, top, right, bottom) which just holds the quad."""
    xs = [point[0] for point in quad]
    ys = [point[1] for point in quad]
    return min(xs), min(ys), max(xs), max(ys)
