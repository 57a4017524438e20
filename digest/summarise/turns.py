"""What turns a sentence round: a "not" that goes or comes, a doubt that is left out, a rise that becomes a fall. Pure.

It is asked clause by clause: that cyclists may not use a bridge says nothing of the trams in the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from digest.summarise.ground import Ground, Stretch, stems_of
from digest.summarise.lexicon.lexicon import Words

SAME = 0.6  # of a clause's words stand in a sentence of the source: it says the same, or the opposite
FEWEST = 3  # words of a clause, if it is one of several, by which another is known to say the same
MOST = 0.5  # of a denial's words: it is what is spoken of
TOUCHES = 0.4  # of a denial's words stand in a denial of the source
_PAUSE = regex.compile(r"[,;:()—–،؛、，；：」』]|\s-\s")
_WORD = regex.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence with what it says, and how."""

    text: str
    stems: frozenset[str]
    denies: bool
    doubts: bool


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
        if there and not unsure and all(one.doubts and not one.denies for one in there):
            return "it is surer than its source"
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
            part, stems_of(part, ground.tongue, lexicon), lexicon.denying.among(bare), lexicon.doubting.among(bare)
        )


def _clause_texts(text: str, joining: frozenset[str]) -> Iterator[str]:
    for part in _PAUSE.split(text):
        begin = 0
        for word in _WORD.finditer(part):
            if word[0].lower() in joining and word.start() > begin:
                yield part[begin : word.start()]
                begin = word.end()
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
        one.denies and len(one.stems & clause.stems) >= TOUCHES * len(clause.stems)
        for stretch in ground.stretches
        if len(stretch.stems & clause.stems) >= TOUCHES * len(clause.stems)
        for one in clauses(stretch.text, ground)
    )


def _opposite(one: Words, other: Words, text: str, said: str) -> str:
    for here, there in ((one, other), (other, one)):
        if here.among(text) and not here.among(said) and there.among(said) and not there.among(text):
            return "it says the opposite of its source"
    return ""
