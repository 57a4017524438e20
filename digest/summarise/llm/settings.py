"""Where a language model is, and how much of it one issue may use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Where the model is, and how much of it one issue may use."""

    url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 60.0  # seconds for one answer
    tries: int = 2
    calls: int = 40  # in an issue
    seconds: float = 300.0  # in an issue
    tokens: int = 0  # in an issue; 0: as many as it takes
    max_tokens: int = 400  # of an answer
    cache: str = ""  # a folder; "": nothing is kept

    @property
    def place(self) -> str:
        """The address without a name and a password, to be shown."""
        return re.sub(r"//[^/@]*@", "//", self.url)
