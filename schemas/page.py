"""One normalised page: what was measured and every step that made it. Pixels live in `processors.page`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Frozen
from .geometry import Quad, Size

Rotation = Literal[0, 90, 180, 270]


class Step(Frozen):
    """One thing that was done to the pixels, with its parameters; the list of them is the page's record."""

    name: str = Field(description="decoded, exif, rotated, cropped, deskewed, light, resized, encoded, ...")
    parameters: dict[str, str | int | float | bool | list[float]] = Field(default_factory=dict)
    confidence: float | None = Field(default=None, ge=0, le=1)


class Quality(Frozen):
    """Measured values of a page's legibility; None where it could not be measured."""

    blur: float | None = Field(default=None, description="blur relative to text height; below 0.14 is sharp")
    glare: float | None = Field(default=None, description="share of the page that is burnt out, 0..1")
    contrast: float | None = Field(default=None, description="ink contrast in grey levels, 0..255")
    text_height_px: float | None = Field(default=None, description="typical height of a character")
    brightness: float | None = Field(default=None, description="median grey level of the page, 0..255")
    unevenness: float | None = Field(default=None, description="p5/p95 of the paper's brightness; 1 = even light")
    colour: bool | None = Field(default=None, description="whether the page carries colour")
    tone: Literal["colour", "grey", "bilevel"] | None = Field(
        default=None, description="in colour, in greys, or in black and white only; a photocopy is not in colour"
    )
    motion: float | None = Field(
        default=None,
        description="widest by narrowest edge over directions, 1 and more; above 1.6 a blurred page was moved",
    )
    motion_deg: float | None = Field(
        default=None, description="direction in which edges are widest, 0 = along the lines, 90 = up and down"
    )
    paper: float | None = Field(default=None, description="grey level of the brightest paper, 0..255")
    light: float | None = Field(
        default=None, description="darkest by brightest paper under text; 1 = even light, below 0.2 a hard shadow"
    )
    screen: float | None = Field(
        default=None,
        description="strength of a screen's pixel grid on bare paper; above its limit the page is a photo of a screen",
    )
    cut_sides: tuple[Literal["left", "top", "right", "bottom"], ...] = Field(
        default=(), description="sides on which print or paper runs out of the picture"
    )
    fingers: float | None = Field(default=None, description="share of the page that a hand covers, 0..1")
    problems: tuple[str, ...] = Field(default=(), description="finding codes")


class PageRecord(Frozen):
    """What normalisation did and saw; coordinates of `quad` are in `source_size` pixels."""

    page: int = Field(ge=1)
    source_size: Size
    quad: Quad | None = None
    rotation: Rotation | None = Field(description="degrees clockwise that made it upright; None = could not be told")
    skew: float | None = Field(description="degrees clockwise applied to level it; None = could not be told")
    size: Size
    dpi: float | None = None
    quality: Quality = Quality()
    blank: bool = False
    steps: tuple[Step, ...] = ()

    def is_made_like(self, other: PageRecord) -> bool:
        """Tell whether this page was made of its source by the steps of `other`, and maybe more after them."""
        made = self.steps[: len(other.steps)]
        return (self.quad, self.rotation, self.skew, self.size, made) == (
            other.quad,
            other.rotation,
            other.skew,
            other.size,
            other.steps,
        )
