"""In what company letters are carried again that were lost with their process.

Any of them may have ended it. Carried one at a time, the guilty one would be alone at once, and after each power
failure thousands would crawl for its sake. So they go in companies, and whoever is lost again goes in a smaller one: of
2,000 letters the guilty one is alone after three deaths, and of the others all but 16 were carried at full speed.
"""

from __future__ import annotations

SIZES = (256, 16, 1)  # letters that are in hand together; a step down with each death


def after(number: int) -> int:
    """The step on which letters are carried again of which so many were in hand together: in a smaller company."""
    smaller = [step for step, most in enumerate(SIZES) if most < number]
    return smaller[0] if smaller else len(SIZES) - 1


def size(step: int) -> int:
    """How many are carried together on a step; beyond the last one, each alone."""
    return SIZES[min(step, len(SIZES) - 1)]
