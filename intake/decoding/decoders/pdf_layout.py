"""What a PDF page draws: told by reading its content stream, so that a page that is only a scan is known as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Name

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""left, bottom, right, top in points."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

FULL_COVER = 0.95
"""Share of the page which a scan takes at least: scanner software leaves small margins, letterheads leave none."""

MAX_OVERHANG = 0.02
"""Share of the picture that may lie outside the page: beyond, the author has cropped something away."""

LEVEL_TOLERANCE = 0.005
"""Slant of a picture that still counts as straight (0.3 degrees)."""

MAX_FORM_DEPTH = 6
MAX_INSTRUCTIONS = 200_000
_INVISIBLE_TEXT = 3
_POINTS_PER_INCH = 72.0

_PAINTS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"})
_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_CURVES = frozenset({"m", "l", "c", "v", "y"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture and the matrix which maps the unit square onto the page."""

    image: pikepdf.Object
    matrix: Matrix

    @property
    def box(self) -> Box:
        """Bounds on the page, in points."""
        return _bounds(self.matrix, (0.0, 0.0, 1.0, 1.0))

    @property
    def size_px(self) -> tuple[int, int]:
        """Declared width and height."""
        return int(self.image.get("/Width", 0)), int(self.image.get("/Height", 0))

    @property
    def dpi(self) -> tuple[float, float]:
        """Resolution along the picture's own width and height."""
        a, b, c, d, _, _ = self.matrix
        width, height = self.size_px
        across, down = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        return width * _POINTS_PER_INCH / max(across, 1e-6), height * _POINTS_PER_INCH / max(down, 1e-6)

    def orientation(self, page_rotate: int) -> int | None:
        """Return the EXIF orientation (1 to 8) which shows the picture as the page does; None when it lies aslant."""
        a, b, c, d, _, _ = self.matrix
        right, down = (a, -b), (-c, d)  # y now points downwards
        for _ in range(page_rotate // 90 % 4):
            right, down = (-right[1], right[0]), (-down[1], down[0])
        return _ORIENTATIONS.get((_direction(right), _direction(down)))


@dataclass(slots=True)
class Layout:
    """What a page draws. `other_marks`: lines, fills, clips, annotations, anything which is not a plain picture."""

    box: Box
    rotate: int = 0
    pictures: list[Placed] = field(default_factory=list)
    visible_text: bool = False
    other_marks: bool = False
    overlays: bool = False
    damaged: bool = False

    @property
    def picture_share(self) -> float:
        """Share of the page under pictures (overlaps count twice), 0 to 1."""
        return min(
            1.0, sum(_shared_area(placed.box, self.box) for placed in self.pictures) / max(_area(self.box), 1e-6)
        )

    @property
    def full_page_picture(self) -> Placed | None:
        """The one picture that covers the page; None when there are several or it leaves much uncovered."""
        if len(self.pictures) != 1:
            return None
        placed = self.pictures[0]
        inside = _shared_area(placed.box, self.box)
        covers = inside >= FULL_COVER * _area(self.box) > 0
        return placed if covers and inside >= (1 - MAX_OVERHANG) * _area(placed.box) else None

    @property
    def scan(self) -> Placed | None:
        """The picture, when the page shows nothing else (invisible OCR text does not count)."""
        shows_more = self.visible_text or self.other_marks or self.overlays or self.damaged
        return None if shows_more else self.full_page_picture


def read_layout(page: pikepdf.Page) -> Layout:
    """Return what the page draws; a content stream that cannot be read to its end is `damaged`."""
    crop, media = (_box(box) for box in (page.cropbox, page.mediabox))
    visible = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    layout = Layout(box=visible if _area(visible) > 0 else media, rotate=int(page.obj.get("/Rotate", 0)) % 360)
    layout.overlays = _has_overlays(page)
    try:
        _Walk(layout).run(page, page.obj.get("/Resources"), IDENTITY, depth=0)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, _TooLong):
        layout.damaged = True
    return layout


class _TooLong(Exception):
    """More instructions than any real page has."""


@dataclass(slots=True)
class _State:
    matrix: Matrix
    text_mode: int = 0


class _Walk:
    """Follows one page's instructions, as far as they decide what is visible."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._budget = MAX_INSTRUCTIONS
        self._stack: list[_State] = []
        self._state = _State(IDENTITY)
        self._resources: Any = None
        self._depth = 0
        self._rectangles: list[Box] = []
        self._other_path = False
        self._clips = False
        self._handlers: dict[str, Callable[[Sequence[Any]], None]] = {
            "q": self._save,
            "Q": self._restore,
            "cm": self._concat,
            "Do": self._draw,
            "Tr": self._text_mode,
            "gs": self._graphics_state,
            "re": self._rectangle,
            "W": self._clip,
            "W*": self._clip,
            "n": self._end_path,
            "BDC": self._marked,
        }

    def run(self, stream: Any, resources: Any, matrix: Matrix, *, depth: int) -> None:
        """Follow a page's or form's stream from the given matrix on."""
        outer = self._stack, self._state, self._resources, self._depth
        text_mode = self._state.text_mode
        self._stack, self._state, self._resources, self._depth = [], _State(matrix, text_mode), resources, depth
        for instruction in pikepdf.parse_content_stream(stream):
            self._budget -= 1
            if self._budget < 0:
                raise _TooLong
            self._step(str(instruction.operator), list(instruction.operands))
        self._stack, self._state, self._resources, self._depth = outer

    def _step(self, operator: str, operands: Sequence[Any]) -> None:
        handler = self._handlers.get(operator)
        if handler is not None:
            handler(operands)
        elif operator in _SHOWS_TEXT:
            self._layout.visible_text |= self._state.text_mode != _INVISIBLE_TEXT
        elif operator in _PAINTS:
            self._layout.other_marks = True
            self._end_path(())
        elif operator in _CURVES:
            self._other_path = True

    def _save(self, _: Sequence[Any]) -> None:
        self._stack.append(_State(self._state.matrix, self._state.text_mode))

    def _restore(self, _: Sequence[Any]) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _concat(self, operands: Sequence[Any]) -> None:
        self._state.matrix = _times(_matrix(operands), self._state.matrix)

    def _text_mode(self, operands: Sequence[Any]) -> None:
        self._state.text_mode = int(operands[0])

    def _graphics_state(self, operands: Sequence[Any]) -> None:
        state = self._resources["/ExtGState"][str(operands[0])]
        opaque = all(float(state.get(key, 1)) == 1 for key in ("/ca", "/CA"))
        plain = state.get("/SMask", Name.None_) == Name.None_ and state.get("/BM", Name.Normal) == Name.Normal
        self._layout.other_marks |= not (opaque and plain)

    def _rectangle(self, operands: Sequence[Any]) -> None:
        x, y, width, height = (float(value) for value in operands)
        corners = (min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height))
        self._rectangles.append(_bounds(self._state.matrix, corners))

    def _clip(self, _: Sequence[Any]) -> None:
        self._clips = True

    def _end_path(self, _: Sequence[Any]) -> None:
        if self._clips:
            whole = len(self._rectangles) == 1 and not self._other_path
            self._layout.other_marks |= not (whole and self._is_wide(self._rectangles[0]))
        self._rectangles, self._other_path, self._clips = [], False, False

    def _is_wide(self, box: Box) -> bool:
        page = self._layout.box
        return _shared_area(box, page) >= FULL_COVER * _area(page)

    def _marked(self, operands: Sequence[Any]) -> None:
        # A layer may be switched off: only a renderer knows.
        self._layout.other_marks |= str(operands[0]) == "/OC"

    def _draw(self, operands: Sequence[Any]) -> None:
        drawn = self._resources["/XObject"][str(operands[0])]
        if "/OC" in drawn:
            self._layout.other_marks = True
        if drawn.get("/Subtype") == Name.Image:
            self._layout.pictures.append(Placed(drawn, self._state.matrix))
        elif drawn.get("/Subtype") == Name.Form:
            self._draw_form(drawn)

    def _draw_form(self, form: Any) -> None:
        if self._depth >= MAX_FORM_DEPTH:
            raise _TooLong
        inner = _times(_matrix(form.get("/Matrix", IDENTITY)), self._state.matrix)
        before = len(self._layout.pictures)
        self.run(form, form.get("/Resources", self._resources), inner, depth=self._depth + 1)
        clipped = "/BBox" in form and not self._is_wide(_bounds(inner, _box(form["/BBox"])))
        if clipped and len(self._layout.pictures) > before:
            self._layout.other_marks = True


def _has_overlays(page: pikepdf.Page) -> bool:
    """Return whether annotations (stamps, form fields, notes) are drawn over the page."""
    annotations = page.obj.get("/Annots", ())
    try:
        return any("/AP" in annotation and annotation.get("/Subtype") != Name.Link for annotation in annotations)
    except (TypeError, ValueError, AttributeError):
        return True


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _bounds(matrix: Matrix, box: Box) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _box(values: Any) -> Box:
    x0, y0, x1, y1 = (float(value) for value in values)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _shared_area(one: Box, other: Box) -> float:
    return _area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def _direction(vector: tuple[float, float]) -> tuple[int, int]:
    """Return the axis (as -1, 0, 1) along which the vector points; (0, 0) when it lies aslant."""
    x, y = vector
    if abs(x) < abs(y) * LEVEL_TOLERANCE:
        return 0, (1 if y > 0 else -1)
    if abs(y) < abs(x) * LEVEL_TOLERANCE:
        return (1 if x > 0 else -1), 0
    return 0, 0


# (where the picture's right side points, where its foot points) on the shown page, y downwards.
_ORIENTATIONS = {
    ((1, 0), (0, 1)): 1,
    ((-1, 0), (0, 1)): 2,
    ((-1, 0), (0, -1)): 3,
    ((1, 0), (0, -1)): 4,
    ((0, 1), (1, 0)): 5,
    ((0, 1), (-1, 0)): 6,
    ((0, -1), (-1, 0)): 7,
    ((0, -1), (1, 0)): 8,
}
