"""What turns a sentence round: a "not" that goes or comes, a doubt that is left out, a rise that becomes a fall. Pure.

It is asked clause by clause: that cyclists may not use a bridge says nothing of the trams in the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from digest.summarise.gate.ground import BEGINNING, Ground, Stretch, saying, stems_of
from digest.summarise.gate.lexicon.lexicon import Words

SAME = 0.6  # of a clause's words stand in a sentence of the source: it says the same, or the opposite
SHORTEST = 2  # words of a clause that "and" parts from another
FEWEST = 3  # words of a clause, if it is one of several, by which another is known to say the same
MOST = 0.5  # of a denial's words: it is what is spoken of
TOUCHES = 0.4  # of a denial's words stand in a denial of the source
SCOPE = 2  # words behind one that doubts
MOST_OF = 0.75  # of a denial's words are in the clause: it is denied there
_PAUSE = regex.compile(r"[,;:()—–،؛、，；：」』]|\s-\s")
_WORD = regex.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence with what it says, and how."""

    text: str
    stems: frozenset[str]
    denies: bool
    doubts: bool
    doubted: frozenset[str]  # how the words begin beside those that doubt


def turned(text: str, under: tuple[Stretch, ...], ground: Ground) -> str:
    """What of a sentence says the opposite of what the source says, in words; "" for nothing.

    ``under`` are the sentences of the source that it rests on most.
    """
    every = list(clauses(text, ground))
    doubted = ground.lexicon.leaving_open.among(text) or any(one.doubts for one in every)
    for clause in every:
        short = len(clause.stems) < FEWEST and len(every) > 1
        near = [one for one in ground.stretches if len(one.stems & clause.stems) >= SAME * len(clause.stems)]
        there = [_nearest(clause, one, ground) for one in near if clause.stems and not short]
        if clause.denies and not _denied(clause, ground):
            return "the source does not deny what it denies"
        if there and not clause.denies and all(one.denies for one in there):
            return 'it leaves out a "not"'
        unsure = clause.denies or doubted
        if there and not unsure and all(_doubts(one, clause) for one in there):
            return "it is surer than its source"
        if there and not clause.denies and _is_opposed(clause, there, ground):
            return "it says the opposite of its source"
    if not any(one.denies for one in every) and _takes_up_a_denial(
        stems_of(text, ground.tongue, ground.lexicon), under, ground
    ):
        return 'it leaves out a "not"'
    said = "\n".join(one.text for one in under)
    return next(filter(None, (_opposite(one, other, text, said) for one, other in ground.lexicon.opposites)), "")


def _takes_up_a_denial(stems: frozenset[str], under: tuple[Stretch, ...], ground: Ground) -> bool:
    """Whether it says what a clause of the source denies, and nothing else of what it rests on says."""
    there = [one for stretch in under for one in clauses(stretch.text, ground)]
    left = stems - frozenset[str]().union(*(one.stems for one in there if not one.denies))
    return any(one.denies and len(one.stems & left) >= max(2, MOST * len(one.stems)) for one in there)


def clauses(text: str, ground: Ground) -> Iterator[Clause]:
    """The clauses of a sentence."""
    lexicon = ground.lexicon
    for part in _clause_texts(text, lexicon.joining):
        bare = lexicon.harmless.without(part.replace("n't", " n't").replace("n’t", " n't"))
        yield Clause(
            part,
            stems_of(part, ground.tongue, lexicon),
            lexicon.denying.among(bare),
            lexicon.doubting.among(bare),
            frozenset(_doubted(bare, ground)),
        )


def _doubted(text: str, ground: Ground) -> Iterator[str]:
    """What is in doubt: in "a trial for the alleged sale of votes", it is the sale."""
    for doubt in ground.lexicon.doubting.found(text):
        behind = saying(text[doubt.end() :], ground.tongue, ground.lexicon)[:SCOPE]
        yield from (word[:BEGINNING] for word in behind)


def _doubts(one: Clause, clause: Clause) -> bool:
    """Whether a clause of the source doubts what another clause says."""
    begun = {stem[:BEGINNING] for stem in clause.stems}
    return one.doubts and not one.denies and (not one.doubted or bool(one.doubted & begun))


def _clause_texts(text: str, joining: frozenset[str]) -> Iterator[str]:
    for part in _PAUSE.split(text):
        begin, before = 0, 0
        words = list(_WORD.finditer(part))
        for at, word in enumerate(words):
            # "Not all men and women know it" is one clause: what "and" joins may be two words of it.
            if word[0].lower() in joining and at - before >= SHORTEST and len(words) - at > SHORTEST:
                yield part[begin : word.start()]
                begin, before = word.end(), at + 1
        if part[begin:].strip():
            yield part[begin:]


def _nearest(clause: Clause, stretch: Stretch, ground: Ground) -> Clause:
    """The clause of a sentence that says most of the same; of two that say as much, the plain one."""
    return max(
        clauses(stretch.text, ground), key=lambda one: (len(one.stems & clause.stems), not one.denies, not one.doubts)
    )


def _denied(clause: Clause, ground: Ground) -> bool:
    """Whether a clause of the source denies about the same."""
    return any(
        one.denies
        and (
            len(one.stems & clause.stems) >= TOUCHES * len(clause.stems)
            or len(one.stems & clause.stems) >= max(2, MOST_OF * len(one.stems))
        )
        for stretch in ground.stretches
        if len(stretch.stems & clause.stems) >= TOUCHES * len(clause.stems)
        for one in clauses(stretch.text, ground)
    )


def _is_opposed(clause: Clause, there: Sequence[Clause], ground: Ground) -> bool:
    pairs = ((one, other) for sides in ground.lexicon.opposites for one, other in (sides, sides[::-1]))
    return any(
        here.among(clause.text) and all(_opposite_is(other, here, one) for one in there) for here, other in pairs
    )


def _opposite_is(said: Words, unsaid: Words, clause: Clause) -> bool:
    return not clause.denies and said.among(clause.text) and not unsaid.among(clause.text)


def _opposite(one: Words, other: Words, text: str, said: str) -> str:
    for here, there in ((one, other), (other, one)):
        if here.among(text) and not here.among(said) and there.among(said) and not there.among(text):
            return "it says the opposite of its source"
    return ""
