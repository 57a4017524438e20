"""Whether what the source says of a part is told of the whole: "two of them", "40 percent of all". Pure."""

from __future__ import annotations

from digest.summarise.gate.figures import numbers
from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground, stems_of
from digest.summarise.gate.turns import Clause, clauses

FEWEST, MOST = 2, 0.4  # words, and of its words, by which what is said of a part is known again


def whole_for_part(footing: Footing, ground: Ground) -> str:
    """What a sentence tells of the whole and the source of a part, in words; "" for nothing."""
    sharing = ground.lexicon.sharing
    if sharing.among(footing.text) or ground.lexicon.nearly.among(footing.text):
        return ""
    texts = [told.stretch.text for told in footing.like]
    for at, text in enumerate(texts):
        every = list(clauses(text, ground)) if sharing.among(text) or ground.lexicon.parting.among(text) else []
        others = [told.stretch.stems for told in (*footing.like[:at], *footing.like[at + 1 :])]
        for clause in every:
            elsewhere = frozenset[str]().union(*others, *(one.stems for one in every if one is not clause))
            if (part := sharing.first(clause.text)) and _is_taken_up(clause, elsewhere, footing, ground):
                return f"it is {part!r}"
            if part := _of_so_many(clause, footing, ground):
                return f"it is some {part!r}"
    return ""


def _of_so_many(clause: Clause, footing: Footing, ground: Ground) -> str:
    """As it is said ("of the 74"), where a sentence has the 74 without the 11; "" where it has not."""
    found = ground.lexicon.parting.first(clause.text)
    if not found or found in footing.text or len(clause.stems & footing.stems) < FEWEST:
        return ""
    lexicon, tongue = ground.lexicon, ground.tongue
    whole, mine = numbers(found, lexicon, tongue), numbers(footing.text, lexicon, tongue)
    part = numbers(clause.text, lexicon, tongue) - whole
    return found if part and whole & mine and not part & mine else ""


def _is_taken_up(clause: Clause, elsewhere: frozenset[str], footing: Footing, ground: Ground) -> bool:
    """Whether a sentence says what only this clause says, without its number."""
    mine = (clause.stems - elsewhere) & footing.stems
    part = ground.lexicon.about.without(ground.lexicon.sharing.without(clause.text))
    own = stems_of(part, ground.tongue, ground.lexicon) - ground.lexicon.usual_stems
    if len(own & footing.stems) < max(min(FEWEST, len(own)), MOST * len(own)) or not mine:
        return False
    lexicon, tongue = ground.lexicon, ground.tongue
    there = numbers(clause.text, lexicon, tongue)
    return not there or bool(there - numbers(footing.text, lexicon, tongue))
