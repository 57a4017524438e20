"""Which sentences say most of a story. Pure: candidates in, the chosen ones out.

A sentence's weight is the sum of three old and well tried features, each between 0 and 1:

- how much it says of what the whole text speaks of: its words, weighed by how often the text uses them (Luhn 1958; the
  centroid of Radev and others, 2004);
- how near the beginning of its telling it stands (Baxendale 1958; Edmundson 1969);
- how much it shares with the title (Edmundson 1969), or with the first sentence where there is no title.

Sentences are then taken one by one, each time the one that adds most to what was already said (maximal marginal
relevance, Carbonell and Goldstein 1998). The constants are round numbers on wide plateaus; what was tried, and what
each changes, stands in ``docs/decisions/0015-true-sentences.md``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from digest.summarise.tellings import Candidate
from digest.summarise.words import leans

PLACE = 1.0  # of the first sentence; the n-th has PLACE / √n
TITLE = 0.5
STAND_IN = 0.25  # the first sentence in place of a title
ONCE = 0.25  # of a word's weight, when no other sentence uses it
LENGTH = 0.7  # between the sum (0, long sentences win) and the mean (1, short ones do) of the words' weights
WEAK = 0.5  # what is left of the weight of a sentence that tells little for its place
REPEATS = 0.8  # how much of its weight a sentence loses that says nothing new, by the square
SAID_ALREADY = 0.6  # of its words said: another telling's sentence is not taken at all
AGAIN = 0.8  # of its words said by another sentence of its telling,
WHOLE = 0.95  # or of that one's by it (a teaser, and the text that begins with it): not taken at all
OPENS_ALIKE = 0.4  # or said in the title, of the first sentences of two tellings: both say what happened
OPENS_AGAIN = 0.5  # or said in the title, of a first sentence: the one of the telling before is taken, or none
OPENINGS = 2  # one of so many sentences may open a telling: in whatever words, each opening says what happened
FILLER = 0.5  # of the worth of the best sentence, room for it or not: what is worth less would only fill the space
ROOM = 200  # characters for each sentence that was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """What a summary has room for: so many characters, openings of tellings, and words (0: no matter)."""

    room: int
    openings: int
    words: int


def choose(pool: Sequence[Candidate], title: frozenset[str], *, sentences: int, words: int = 0) -> list[Candidate]:
    """At most so many sentences, and words if given, in the order in which they are to be read.

    A sentence that makes no sense without the one before is taken only behind that one, or where there is no other. Who
    alone tells a story may begin with one ("It was a night like any other."); of several, somebody begins better.
    """
    alone = all(one.telling == 0 for one in pool)
    weights = _weights(pool, title)
    again = _openings_again(pool, title, words)
    bounds = _Bounds(room=ROOM * sentences, openings=max(1, sentences // OPENINGS), words=words)
    chosen: list[int] = []
    for dangling in (False, True):
        while len(chosen) < sentences:
            left = [i for i in range(len(pool)) if i not in chosen and i not in again]
            if not dangling:
                left = [i for i in left if _stands(pool, i, chosen, title, alone=alone)]
            best = _next(pool, left, chosen, title, weights, bounds)
            if best is None:
                break
            chosen.append(best)
        if chosen:
            break
    return [pool[i] for i in _in_reading_order(pool, chosen)]


def _stands(pool: Sequence[Candidate], i: int, chosen: Sequence[int], title: frozenset[str], *, alone: bool) -> bool:
    """Whether it makes sense behind the title and what is chosen: it points at no other, and calls nobody unknown."""
    one = pool[i]
    behind = i - 1 in chosen and pool[i - 1].telling == one.telling
    begins = alone and one.rank == 0 and not leans(one.sentence.text)
    if (one.dangles and not behind and not begins) or one.unended:
        return False
    return all(name in title or any(k < i and name in pool[k].bag for k in chosen) for name in one.calls)


def _next(
    pool: Sequence[Candidate],
    left: Sequence[int],
    chosen: Sequence[int],
    title: frozenset[str],
    weights: Sequence[float],
    bounds: _Bounds,
) -> int | None:
    """The sentence that adds most; None where nothing has room but what is worth far less than what has none."""
    open_ = [i for i in left if _fits(pool, i, chosen, title, bounds)]
    if not open_:
        return None
    if not chosen and bounds.words:
        open_ = [i for i in open_ if pool[i].words <= bounds.words] or open_
    said = frozenset[str]().union(*(pool[i].bag for i in chosen))
    worth = {i: weights[i] * _new(pool[i], said) for i in left}
    best = max(open_, key=worth.__getitem__)
    return None if chosen and worth[best] < FILLER * max(worth.values()) else best


def _in_reading_order(pool: Sequence[Candidate], chosen: Sequence[int]) -> list[int]:
    """As they stand in the tellings, but who opens first: what happened comes before another telling's details."""
    opens = next((pool[i].telling for i in sorted(chosen) if pool[i].rank == 0), None)
    return sorted(chosen, key=lambda i: (pool[i].telling != opens, i))


def _openings_again(pool: Sequence[Candidate], title: frozenset[str], words: int) -> set[int]:
    """The first sentences that say what the first one of a telling before theirs says, if there is room for that one.

    Of two that open alike, the heavier source's is taken, also where the other is shorter and would weigh more.
    """
    openings = [i for i in range(len(pool)) if pool[i].rank == 0 and not pool[i].dangles]
    again: set[int] = set()
    for place, i in enumerate(openings):
        before = (pool[k] for k in openings[:place] if k not in again and not (words and pool[k].words > words))
        if any(_share(pool[i].bag, one.bag | title) >= OPENS_AGAIN for one in before):
            again.add(i)
    return again


def _new(one: Candidate, said: frozenset[str]) -> float:
    return 1 - REPEATS * _share(one.bag, said) ** 2


def _share(bag: frozenset[str], said: frozenset[str]) -> float:
    return len(bag & said) / len(bag) if bag else 1.0


def _fits(pool: Sequence[Candidate], i: int, chosen: Sequence[int], title: frozenset[str], bounds: _Bounds) -> bool:
    """Whether there is room for it, and nobody said it already. The first one always fits."""
    if not chosen:
        return True
    if sum(len(pool[k].sentence.text) for k in (*chosen, i)) > bounds.room:
        return False
    if bounds.words and sum(pool[k].words for k in (*chosen, i)) > bounds.words:
        return False
    one = pool[i]
    if one.rank == 0 and sum(pool[k].rank == 0 for k in chosen) >= bounds.openings:
        return False
    return not any(_says_the_same(one, pool[k], title) for k in chosen)


def _says_the_same(one: Candidate, other: Candidate, title: frozenset[str]) -> bool:
    if one.telling == other.telling:
        return _share(one.bag, other.bag) >= AGAIN or _share(other.bag, one.bag) >= WHOLE
    if one.rank == other.rank == 0:
        return _share(one.bag, other.bag | title) >= OPENS_ALIKE
    return _share(one.bag, other.bag) >= SAID_ALREADY


def _weights(pool: Sequence[Candidate], title: frozenset[str]) -> list[float]:
    says = _says(pool)
    most = max(says, default=0) or 1
    stand_in = next((one.bag for one in pool if one.rank == 0), frozenset())
    weights = []
    for one, said in zip(pool, says, strict=True):
        if title:
            named = TITLE * len(title & one.bag) / len(title)
        else:
            named = STAND_IN * _share(stand_in, one.bag) if one.rank else 0.0
        weight = said / most + PLACE / math.sqrt(1 + one.rank) + named
        weights.append(weight * WEAK if one.weak else weight)
    return weights


def _says(pool: Sequence[Candidate]) -> list[float]:
    """How much each says of what all of them speak of."""
    used = Counter[str]()
    within = Counter[str]()
    for one in pool:
        used.update(one.says)
        within.update(one.bag)
    weight = {word: math.log1p(used[word]) * (1.0 if within[word] > 1 else ONCE) for word in used}
    return [sum(weight[word] for word in one.bag) / len(one.bag) ** LENGTH if one.bag else 0.0 for one in pool]
