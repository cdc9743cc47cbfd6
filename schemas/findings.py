"""What is wrong with a file, page, material or case, as data with a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from pydantic import Field, computed_field, field_validator, model_validator

from .base import Frozen
from .catalogue import CATALOGUE, Severity
from .geometry import Quad

Locale = Literal["zh", "en"]
Fact = str | int | float
_speaking: ContextVar[Locale] = ContextVar("speaking", default="zh")


@contextmanager
def speaking(locale: Locale) -> Iterator[None]:
    """Let all findings that name no locale of their own speak this one, in this thread, within the block."""
    token = _speaking.set(locale)
    try:
        yield
    finally:
        _speaking.reset(token)


def spoken() -> Locale:
    """Return the language that is being spoken in this thread."""
    return _speaking.get()


class Finding(Frozen):
    """One problem, where it is, and what the applicant or clerk can do about it.

    `facts` fill the sentence of the code's template; whoever builds a finding masks personal data in them first.
    """

    code: str
    severity: Severity
    material: str | None = None
    file: str | None = None
    page: int | None = Field(default=None, ge=1)
    box: Quad | None = None
    facts: dict[str, Fact] = Field(default_factory=dict, repr=False)
    locale: Locale | None = Field(default=None, exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _without_sentences(cls, data: Any) -> Any:
        # So that what was dumped can be read again: the sentences are made of code and facts.
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if key not in ("message", "remedy")}
        return data

    @field_validator("code")
    @classmethod
    def _known(cls, code: str) -> str:
        if code not in CATALOGUE:
            raise ValueError(f"unknown finding code {code!r}")
        return code

    @computed_field  # type: ignore[prop-decorator]
    @property
    def message(self) -> str:
        """What is wrong, in the finding's locale or the one being spoken."""
        return self._fill(CATALOGUE[self.code].message[self.locale or spoken()])

    @computed_field  # type: ignore[prop-decorator]
    @property
    def remedy(self) -> str:
        """What to do about it, likewise."""
        return self._fill(CATALOGUE[self.code].remedy[self.locale or spoken()])

    def localized(self, locale: Locale) -> Finding:
        """Return the same finding which speaks the other language."""
        return self.model_copy(update={"locale": locale})

    def placed(self, *, file: str | None = None, page: int | None = None, material: str | None = None) -> Finding:
        """Return the finding with the places filled in that it does not name yet."""
        return self.model_copy(
            update={
                "file": self.file or file,
                "page": self.page or page,
                "material": self.material or material,
            }
        )

    def _fill(self, template: str) -> str:
        return template.format_map({"material": self.material or "", **self.facts})


def finding(
    code: str,
    *,
    severity: Severity | None = None,
    material: str | None = None,
    file: str | None = None,
    page: int | None = None,
    box: Quad | None = None,
    **facts: Fact,
) -> Finding:
    """Make a finding of a known code; `facts` are the values which its sentence names.

    Raises:
        ValueError: the code is not in the catalogue, or its sentence names a fact that was not given.
    """
    spec = CATALOGUE.get(code)
    if spec is None:
        raise ValueError(f"unknown finding code {code!r}")
    made = Finding(
        code=code,
        severity=severity or spec.severity,
        material=material,
        file=file,
        page=page,
        box=box,
        facts=facts,
    )
    try:
        _ = (made.message, made.remedy, made.localized("en").message, made.localized("en").remedy)
    except KeyError as missing:
        raise ValueError(f"finding {code} needs the fact {missing}") from missing
    return made
