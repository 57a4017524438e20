"""Choose: what is owed, what is one story, how much it matters, and who gets a place."""

from digest.choose.doubles import Doubles, doubles_among
from digest.choose.owed import horizon, owed, same_story_since
from digest.choose.pick import in_order, seated, still_owed, stories

__all__ = [
    "Doubles",
    "doubles_among",
    "horizon",
    "in_order",
    "owed",
    "same_story_since",
    "seated",
    "still_owed",
    "stories",
]
