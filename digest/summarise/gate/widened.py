"""What makes a sentence say more than its source: "all" for "some", a reason, a duty, a plan told as done. Pure."""

from __future__ import annotations

from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground
from digest.summarise.gate.turns import Clause, clauses

REACH = 2  # sentences between two that are told as one
FEWEST = 3  # words of a clause that is known again
SAME = 0.5  # of a clause's words: it speaks of the same


def widened(footing: Footing, ground: Ground) -> str:
    """What a sentence says more than what it rests on, in words; "" for nothing."""
    if not footing.like:
        return ""
    lexicon, said = ground.lexicon, _said(footing, ground)
    for words in (lexicon.whole, lexicon.causing, lexicon.obliging):
        if words.among(footing.text) and not words.among(said):
            return f"there is no {words.first(footing.text)!r}"
    if lexicon.whole.among(footing.text) and lexicon.nearly.among(said) and not lexicon.nearly.among(footing.text):
        return f"it is {lexicon.nearly.first(said)!r}"
    return "it is not done yet" if _is_told_as_done(footing, ground) else ""


def _said(footing: Footing, ground: Ground) -> str:
    """The sentences that are as good as the best, and those near the best that say what it leaves."""
    first = footing.like[0]
    left = footing.stems - first.stretch.stems
    near = ground.stretches[max(0, first.at - REACH) : first.at + REACH + 1]
    rest = max(near, key=lambda one: len(one.stems & left))
    told = [one.stretch.text for one in footing.close]
    return "\n".join([*told, rest.text] if rest.stems & left else told)


def _is_told_as_done(footing: Footing, ground: Ground) -> bool:
    """Whether it tells as done what in every clause that speaks of it is still to come."""
    if ground.lexicon.leaving_open.among(footing.text):
        return False
    sure = (one for one in clauses(footing.text, ground) if _is_done(one, ground) and not one.doubts)
    return any(_is_to_come(one, footing, ground) for one in sure if len(one.stems) >= FEWEST)


def _is_done(clause: Clause, ground: Ground) -> bool:
    return ground.lexicon.done.among(clause.text) and not ground.lexicon.coming.among(clause.text)


def _is_to_come(clause: Clause, footing: Footing, ground: Ground) -> bool:
    near = (one for told in footing.like for one in clauses(told.stretch.text, ground))
    there = [one.text for one in near if len(one.stems & clause.stems) >= max(2, SAME * len(clause.stems))]
    lexicon = ground.lexicon
    return bool(there) and all(lexicon.coming.among(one) and not lexicon.done.among(one) for one in there)
