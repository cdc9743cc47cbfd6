"""The base class of every frozen word."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Immutable data which refuses unknown keys, so that a typo never passes for a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
