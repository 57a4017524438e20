"""What makes a sentence say more than its source: "all" for "some", a reason, a duty, a plan told as done. Pure."""

from __future__ import annotations

from digest.summarise.gate.footing import CLOSE, Footing
from digest.summarise.gate.ground import Ground
from digest.summarise.gate.lexicon.lexicon import Words
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
        if words.among(footing.text) and not words.among(said) and not _is_due(words, footing.text, said, ground):
            return f"there is no {words.first(footing.text)!r}"
    if lexicon.whole.among(footing.text) and lexicon.nearly.among(said) and not lexicon.nearly.among(footing.text):
        return f"it is {lexicon.nearly.first(said)!r}"
    return "it is not done yet" if _is_told_as_done(footing, ground) else ""


def _is_due(words: Words, text: str, said: str, ground: Ground) -> bool:
    """Whether a duty is only what is to come: "должен появиться", of what "появится"."""
    duty = words.first(text)
    return words is ground.lexicon.obliging and ground.lexicon.coming.among(duty) and _will(said, ground)


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
    return _was(clause.text, ground) and not _will(clause.text, ground)


def _was(text: str, ground: Ground) -> bool:
    return ground.lexicon.done.among(text) or ground.lexicon.past.among(text)


def _will(text: str, ground: Ground) -> bool:
    return ground.lexicon.coming.among(text) or ground.lexicon.future.among(text)


def _is_to_come(clause: Clause, footing: Footing, ground: Ground) -> bool:
    named = {ground.lexicon.stem(term.word) for run in footing.names for term in run}
    stems = (
        clause.stems - named
        if len(clause.stems - named) > 1 and not ground.lexicon.grammar.great_nouns
        else clause.stems
    )
    every = [one for told in footing.like for one in clauses(told.stretch.text, ground)]
    best = max((len(one.stems & stems) for one in every), default=0)
    need = max(2, SAME * len(stems), CLOSE * best)
    there = [one.text for one in every if len(one.stems & stems) >= need]
    return bool(there) and all(_will(one, ground) and not _was(one, ground) for one in there)
