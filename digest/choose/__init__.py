"""Choose: what is owed, what is one story, how much it matters, and who gets a place."""

from digest.choose.owed import horizon, owed
from digest.choose.pick import in_order, seated, still_owed, stories

__all__ = ["horizon", "in_order", "owed", "seated", "still_owed", "stories"]
