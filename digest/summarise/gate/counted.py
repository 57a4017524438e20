"""Whether a number counts what it counts in the source: not the forty buses where ten of them are told of. Pure."""

from __future__ import annotations

from digest.summarise.gate.figures import Figure, figures
from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground


def miscounted(footing: Footing, ground: Ground) -> str:
    """Another number in a place that has one of its own in the source, in words; "" for none.

    All that is said besides the number and what it counts stands in one sentence there, which has not this number.
    """
    lexicon, tongue = ground.lexicon, ground.tongue
    mine = [one for one in figures(footing.text, lexicon, tongue) if not one.bare]
    if len(mine) != 1 or not mine[0].behind:
        return ""
    rest = footing.stems - frozenset(mine[0].behind[:1])
    for told in footing.like:
        if len(rest) < 2 or not rest <= told.stretch.stems:
            continue
        there = [one for one in figures(told.stretch.text, lexicon, tongue) if not one.bare]
        if _is_replaced(mine[0], there, ground):
            return f"it is {there[0].value}, not {mine[0].value}"
    return ""


def _is_replaced(mine: Figure, there: list[Figure], ground: Ground) -> bool:
    """Whether the only number that counts something there is another one."""
    counting = [one for one in there if one.spelt and not ground.lexicon.units.among(one.spelt[0])]
    return len(there) == len(counting) == 1 and counting[0].value != mine.value
