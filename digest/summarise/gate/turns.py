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
SHORT_DENIAL, FEWEST_OF_A_VERB = 3, 6  # words of a denial that its verb alone shows again; letters of a verb
FLAT = 2  # words of a denial that says little else
SCOPE = 2  # words behind one that doubts
MOST_OF = 0.75  # of a denial's words are in the clause: it is denied there
_PAUSE = regex.compile(r"[,;:()—–،؛、，；：」』]|\s-\s")
_FIGURE = regex.compile(r"\d+(?:[.,]\d+)*")
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
    every, sides = list(clauses(text, ground)), list(_sides(text, ground))
    doubted = ground.lexicon.leaving_open.among(text) or any(one.doubts for one in every)
    for clause in every:
        short = len(clause.stems) < FEWEST and len(every) > 1
        near = [one for one in ground.stretches if len(one.stems & clause.stems) >= SAME * len(clause.stems)]
        there = [_nearest(clause, one, ground) for one in near if clause.stems and not short]
        if clause.denies and not _denied(clause, ground):
            return "the source does not deny what it denies"
        says = ground.lexicon.leaving_open.among(clause.text) and any(one.denies for one in every)  # "Holm says, …"
        plain = not clause.denies and not says and all(one.denies for one in there)
        if there and (plain or all(_is_negated_besides(one, clause, ground) for one in there)):
            return 'it leaves out a "not"'
        unsure = clause.denies or doubted
        if there and not unsure and all(_doubts(one, clause) for one in there):
            return "it is surer than its source"
        there = [*_with_its_figure(clause, ground)] or there
        if there and not clause.denies and _is_opposed(clause, there, sides):
            return "it says the opposite of its source"
    stems = stems_of(text, ground.tongue, ground.lexicon)
    takes_up = not any(one.denies for one in every) and _takes_up_a_denial(stems, under, ground)
    if takes_up or any(_is_only_denied(one, ground) for one in every if not one.denies and not doubted):
        return 'it leaves out a "not"'
    said = "\n".join(one.text for one in under)
    opposed = any(not here.among(said) and other.among(said) and not other.among(text) for here, other in sides)
    return "it says the opposite of its source" if opposed else ""


def _is_only_denied(clause: Clause, ground: Ground) -> bool:
    """Whether it has a word that stands nowhere in the source but in a denial of little else: "none of them died"."""
    for stem in clause.stems:
        there = [one for one in ground.stretches if stem in one.stems]
        if len(there) == 1 and ground.lexicon.denying.among(there[0].text):
            told = [one for one in clauses(there[0].text, ground) if stem in one.stems]
            if all(one.denies for one in told) and any(len(one.stems) <= FLAT for one in told):
                return True
    return False


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
    word = _denier(clause, ground)
    return any(
        one.denies
        and (
            (len(clause.stems) <= SHORT_DENIAL and word and word == _denier(one, ground))
            or len(one.stems & clause.stems) >= TOUCHES * len(clause.stems)
            or len(one.stems & clause.stems) >= max(2, MOST_OF * len(one.stems))
        )
        for stretch in ground.stretches
        if len(stretch.stems & clause.stems) >= TOUCHES * len(clause.stems) or (word and word in stretch.text.lower())
        for one in clauses(stretch.text, ground)
    )


def _denier(clause: Clause, ground: Ground) -> str:
    """The verb by which a clause denies ("отрицают"); "" for a small word."""
    word = ground.lexicon.denying.first(clause.text).lower()
    return word if len(word) >= FEWEST_OF_A_VERB else ""


def _is_negated_besides(one: Clause, clause: Clause, ground: Ground) -> bool:
    """Whether a clause of the source has a "not" beside the denial that both have: "would not resign if it failed"."""
    mine, theirs = _words(clause), _words(one)
    both = any(ground.lexicon.denying.among(word) for word in mine & theirs)
    return both and bool(theirs & ground.tongue.negating) and not mine & ground.tongue.negating


def _words(clause: Clause) -> frozenset[str]:
    return frozenset(clause.text.lower().replace("n't", " not").replace("n’t", " not").split())


def _sides(text: str, ground: Ground) -> Iterator[tuple[Words, Words]]:
    """The sides of the pairs of opposites that a text takes, each with the other one."""
    for one, other in ground.lexicon.opposites:
        yield from ((here, there) for here, there in ((one, other), (other, one)) if here.among(text))


def _is_opposed(clause: Clause, there: Sequence[Clause], sides: Sequence[tuple[Words, Words]]) -> bool:
    return any(
        here.among(clause.text) and all(_opposite_is(other, here, one) for one in there) for here, other in sides
    )


def _with_its_figure(clause: Clause, ground: Ground) -> Iterator[Clause]:
    """The clauses of the source that have the same numbers and something else that it says: there it rose or fell."""
    mine = set(_FIGURE.findall(clause.text))
    for stretch in ground.stretches if mine else ():
        if mine & set(_FIGURE.findall(stretch.text)):
            every = clauses(stretch.text, ground)
            yield from (one for one in every if mine & set(_FIGURE.findall(one.text)) and one.stems & clause.stems)


def _opposite_is(said: Words, unsaid: Words, clause: Clause) -> bool:
    return not clause.denies and said.among(clause.text) and not unsaid.among(clause.text)
