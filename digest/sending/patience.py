"""How long to wait before looking again for what was not there: ever longer, while it is not."""

from __future__ import annotations

import math
from dataclasses import dataclass

SHORTEST, LONGEST = 1.0, 60.0  # seconds


@dataclass(slots=True)
class Patience:
    """``until`` when nobody looks, by the loop's clock."""

    until: float = -math.inf
    seconds: float = SHORTEST

    def looked(self, at: float, *, found: bool) -> None:
        """Somebody looked, and found something or not."""
        self.seconds = SHORTEST if found else min(LONGEST, self.seconds * 2)
        self.until = at + self.seconds
