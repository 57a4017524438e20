"""The stories alone, for who asks nothing of doubles."""

from __future__ import annotations

from typing import Any

from digest.choose.same import Group, sorted_out


def grouped(*args: Any, **fields: Any) -> list[Group]:
    """The stories, see ``digest.choose.same.sorted_out``."""
    return sorted_out(*args, **fields)[0]
