"""What every table of digest.toml is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Frozen, and closed: a key that nobody knows is a fault, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid")
