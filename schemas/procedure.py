"""A procedure (事项) as data: its materials, how each is recognised, its fields, limits and rules."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .base import Frozen
from .errors import NotFound

FieldKind = Literal[
    "name", "id_number", "date", "date_range", "number", "company", "uscc", "text", "phone", "officer_number"
]
Side = Literal["front", "back"]


class Phrase(Frozen):
    """A characteristic wording; a page shows a material when enough of its phrases are found."""

    text: str = Field(min_length=2)
    weight: float = Field(default=1.0, gt=0, le=5, description="how telling it is; 1 is an ordinary phrase")
    side: Side | None = Field(default=None, description="the side of a two-sided document that bears it")


class FieldSpec(Frozen):
    """A value that is printed on a material."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="name in `fields`, for example id_number")
    kind: FieldKind
    label: str = Field(description="what people call it, for example 公民身份号码")
    labels: tuple[str, ...] = Field(default=(), description="wordings that stand before the value on the page")
    pattern: str | None = Field(
        default=None, description="regular expression over the folded text (half-width, no spaces)"
    )
    required: bool = Field(default=False, description="a page set without it gets field.missing")
    side: Side | None = None


class UploadLimits(Frozen):
    """What the portal accepts for one normalised page of a material."""

    format: Literal["jpeg", "png", "pdf"] = "jpeg"
    max_bytes: int = Field(default=500 * 1024, gt=0, description="bytes of one page")
    min_short_side_px: int = Field(default=0, ge=0)
    max_long_side_px: int = Field(default=3508, gt=0, description="A4 at 300 dpi is 3508")
    exact_size_px: tuple[int, int] | None = Field(default=None, description="(width, height), for portraits")
    dpi: int = Field(
        default=200, gt=0, description="resolution asked for; a page above it may shrink to it, none is enlarged"
    )
    min_text_height_px: int = Field(default=10, ge=0, description="legibility floor: never shrink text below it")
    colour: Literal["colour", "grey", "bilevel"] = Field(
        default="colour", description="as it is, in shades of grey, or in black and white only (png or pdf)"
    )

    @model_validator(mode="after")
    def _storable(self) -> UploadLimits:
        if self.colour == "bilevel" and self.format == "jpeg":
            raise ValueError("a bilevel page needs format png or pdf: JPEG has no black and white")
        return self


class PageLimits(Frozen):
    """How many pages a material has."""

    min: int = Field(default=1, ge=0)
    max: int = Field(default=50, ge=1)

    @model_validator(mode="after")
    def _ordered(self) -> PageLimits:
        if self.max < self.min:
            raise ValueError("pages.max is below pages.min")
        return self


class Condition(Frozen):
    """When a conditional material is required.

    `older_than_years`: the date field of another material lies more than `years` before the application.
    """

    kind: Literal["older_than_years"] = "older_than_years"
    material: str
    field: str
    years: int = Field(gt=0)
    reason: str = Field(description="the rule in words, for the notice")


class Validity(Frozen):
    """How long a material counts."""

    until_field: str | None = Field(default=None, description="date or date_range field that ends it")
    issued_field: str | None = Field(default=None, description="date field of issue")
    max_age_days: int | None = Field(default=None, gt=0, description="how old it may be, with issued_field")


class Alternative(Frozen):
    """A document that is accepted for a material (毕业证书 or 学位证书): its own titles, phrases and fields."""

    name: str
    titles: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    sides: tuple[Side, ...] = ()


class Material(Frozen):
    """One required document of a procedure (材料)."""

    name: str = Field(min_length=1, description="the material name, exactly as the portal prints it")
    requirement: Literal["required", "conditional", "optional"] = "required"
    aliases: tuple[str, ...] = Field(default=(), description="other names people use for it")
    titles: tuple[str, ...] = Field(default=(), description="title lines printed on it")
    phrases: tuple[Phrase, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    shape: Literal["page", "card", "portrait"] = "page"
    sides: tuple[Side, ...] = Field(default=(), description="sides that must all be there")
    side_names: dict[Side, str] = Field(default_factory=dict, description="what people call them")
    seal: bool = Field(default=False, description="whether a red seal is expected")
    sealed_by: Literal["company"] | None = Field(default=None, description="whose seal: the applicant's company's")
    handwritten: bool = False
    fields: tuple[FieldSpec, ...] = ()
    pages: PageLimits = PageLimits()
    upload: UploadLimits = UploadLimits()
    validity: Validity | None = None
    condition: Condition | None = None
    background: Literal["white", "red", "blue"] | None = Field(default=None, description="for portraits")
    note: str = Field(default="", description="shown to the applicant in the checklist")

    @model_validator(mode="after")
    def _consistent(self) -> Material:
        if (self.requirement == "conditional") != (self.condition is not None):
            raise ValueError(f"{self.name}: a conditional material needs a condition, and only it has one")
        if self.shape == "portrait" and self.upload.exact_size_px is None:
            raise ValueError(f"{self.name}: a portrait needs upload.exact_size_px")
        keys = {spec.key for spec in self.every_field()}
        if self.validity:
            for key in (self.validity.until_field, self.validity.issued_field):
                if key and key not in keys:
                    raise ValueError(f"{self.name}: validity names the unknown field {key!r}")
        return self

    def every_field(self) -> tuple[FieldSpec, ...]:
        """Return the fields of the material and of all its alternatives."""
        return self.fields + tuple(spec for option in self.alternatives for spec in option.fields)


class ReceiveLimits(Frozen):
    """What is received at all, per file and case; held before memory is spent."""

    max_file_bytes: int = Field(default=50 * 1024 * 1024, gt=0)
    max_case_bytes: int = Field(default=500 * 1024 * 1024, gt=0)
    max_pages: int = Field(default=200, gt=0, description="pages of one file")
    max_megapixels: float = Field(default=120.0, gt=0, description="pixels of one page, in millions")
    max_archive_files: int = Field(default=500, gt=0)


class Consistency(Frozen):
    """Which fields must agree with the applicant across materials, by field key."""

    name: tuple[str, ...] = ("name",)
    id_number: tuple[str, ...] = ("id_number",)
    company: tuple[str, ...] = ("company",)


class Procedure(Frozen):
    """What is applied for (事项), with its materials, limits and rules."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    version: str = Field(description="quoted in packages; change it with every change of the file")
    authority: str = ""
    region_code: str = Field(default="330000", pattern=r"^\d{6}$", description="first six digits of the 办件申报号")
    max_age_years: int | None = Field(default=None, gt=0)
    note: str = ""
    receive: ReceiveLimits = ReceiveLimits()
    consistency: Consistency = Consistency()
    materials: tuple[Material, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names(self) -> Procedure:
        seen: dict[str, str] = {}
        for material in self.materials:
            for name in (material.name, *material.aliases):
                if seen.setdefault(name, material.name) != material.name:
                    raise ValueError(f"“{name}” names both {seen[name]} and {material.name}")
        for material in self.materials:
            if material.condition is None:
                continue
            source = next((m for m in self.materials if m.name == material.condition.material), None)
            if source is None:
                raise ValueError(
                    f"{material.name}: condition names the unknown material {material.condition.material!r}"
                )
            if material.condition.field not in {spec.key for spec in source.every_field()}:
                raise ValueError(f"{material.name}: condition names the unknown field {material.condition.field!r}")
        return self

    def material(self, name: str) -> Material | None:
        """Return the material of that name or alias, or None."""
        return next((m for m in self.materials if name == m.name or name in m.aliases), None)

    def named(self, name: str) -> Material:
        """Return the material of that name or alias.

        Raises:
            NotFound: there is none; the remedy lists the names.
        """
        found = self.material(name)
        if found is None:
            names = "、".join(known.name for known in self.materials)
            raise NotFound(f"本事项没有材料“{name}”", remedy=f"材料名称：{names}")
        return found
