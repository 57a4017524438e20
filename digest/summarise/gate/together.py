"""Whether what a sentence says together stands together in the source: names, numbers and days. Pure.

What is taken from far apart and joined may be false though each piece is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.summarise.gate.compounds import names_alone
from digest.summarise.gate.facts import same_name
from digest.summarise.gate.figures import figures
from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground, Stretch
from digest.summarise.gate.quoted import is_open
from digest.summarise.gate.terms import Run, plain_terms
from digest.summarise.gate.turns import clauses

BEFORE, BEHIND = 2, 2  # sentences around one that may say the rest
LONGEST = 10  # sentences of a quotation
FEWEST = 2  # words of a clause that is asked what it speaks of
BESTS = 4  # sentences of the source that may be the one


def apart(footing: Footing, ground: Ground) -> str:
    """What stands elsewhere in the source than the rest of a sentence, in words; "" for nothing."""
    missing = ""
    for told in footing.close[:BESTS]:
        found = next(_missing(told.at, footing, ground), "")
        if not found:
            return ""
        missing = missing or found
    return missing


def _missing(at: int, footing: Footing, ground: Ground) -> Iterator[str]:
    """The names, numbers and days that the sentences around one do not have; one name may be a "she" there."""
    around = ground.stretches[max(0, at - BEFORE) : at + BEHIND + 1]
    text = " ".join(one.text for one in (*_speaker_of(at, ground), *around))
    lexicon, words = ground.lexicon, plain_terms(text)
    lost = [run[-1].word for run in _named(footing, ground) if not _is_among(run[-1].word, words, lexicon.endings)]
    known = ground.main.union(*(plain_terms(one.text) for one in ground.stretches[:1]))
    if len(lost) > 1 or not all(_is_among(name, known, lexicon.endings) for name in lost):
        yield lost[0]
    joined = " ".join(one.text for one in around if one is ground.stretches[at] or _is_joined(one, at, footing, ground))
    if mine := [one.value for one in figures(footing.text, lexicon, ground.tongue) if not one.bare]:
        there = {one.value for one in figures(joined, lexicon, ground.tongue)}
        yield from (one for one in mine if one not in there)
    yield from (one.first(footing.text) for one in lexicon.exact if one.among(footing.text) and not one.among(joined))
    yield from _misplaced(at, joined, footing, ground)


def _misplaced(at: int, joined: str, footing: Footing, ground: Ground) -> Iterator[str]:
    """The places and days that belong to something else there."""
    around = ground.stretches[max(0, at - BEFORE) : at + BEHIND + 1]
    words = plain_terms(joined) | plain_terms(ground.stretches[max(0, at - 1)].text)
    named = [run[-1].word for run in _named(footing, ground) if run[0].placed]
    yield from (name for name in named if not _is_among(name, words, ground.lexicon.endings))
    exact = ground.lexicon.exact
    days = [term.word for term in footing.terms if any(group.among(term.word) for group in exact)]
    both = {ground.lexicon.stem(word): word for word in (*named, *days)}
    clause = [one.stems for stretch in around if both.keys() & stretch.stems for one in clauses(stretch.text, ground)]
    for stem, word in both.items():
        there = [stems - both.keys() for stems in clause if stem in stems]
        if there and not any(len(stems) < FEWEST or stems & footing.stems for stems in there):
            yield word


def _is_joined(stretch: Stretch, at: int, footing: Footing, ground: Ground) -> bool:
    """Whether a sentence near by says something of what the ``at``-th leaves, beside a number, a day or a place."""
    own = footing.stems - ground.stretches[at].stems - footing.loose
    return bool(own & stretch.stems)


def _named(footing: Footing, ground: Ground) -> Iterator[Run]:
    """Its names; where nouns have capitals too, without what has an article or is made of its source's words."""
    grammar = ground.lexicon.grammar
    for run in footing.names:
        before = footing.terms[run[0].at - 1].word if run[0].at else ""
        noun = len(run) == 1 and (before in grammar.articles or not names_alone([run[0].written], ground))
        if not (grammar.great_nouns and noun):
            yield run


def _speaker_of(at: int, ground: Ground) -> Sequence[Stretch]:
    """The sentence in which the quotation begins that goes on here, and the one before."""
    opens = (i for i in range(at - 1, max(-1, at - LONGEST), -1) if is_open(ground.stretches[i].text))
    begin = next(opens, None)
    return () if begin is None else ground.stretches[max(0, begin - 1) : begin + 1]


def _is_among(name: str, words: frozenset[str], endings: int) -> bool:
    parts = (name, *name.split("-")[:1])
    return name in words or any(same_name(part, word, endings) for part in parts for word in words)
