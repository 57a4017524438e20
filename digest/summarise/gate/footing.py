"""A sentence of a writer's own, and the sentences of the source that say most of the same. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digest.summarise.gate.ground import BEGINNING, Ground, Stretch, stems_of
from digest.summarise.gate.terms import Run, Term, runs, terms_of
from digest.summarise.gate.uncased import is_uncased

LIKE = 0.4  # of what the best one says
MOST = 8  # sentences of the source that are looked at
CLOSE = 0.7  # of what the best one says: as good as the best


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the source, the ``at``-th, with how many of the words it says."""

    at: int
    stretch: Stretch
    shared: int
    terms: tuple[Term, ...]
    names: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Footing:
    """What a sentence says, and what it rests on: the best first. In a script without capitals nothing has a name.

    ``loose`` are the stems of what says where or when.
    """

    text: str
    stems: frozenset[str]
    terms: tuple[Term, ...]
    names: tuple[Run, ...]
    like: tuple[Told, ...]
    loose: frozenset[str]

    @property
    def close(self) -> tuple[Told, ...]:
        """The best, and those that are as good."""
        return tuple(one for one in self.like if one.shared >= CLOSE * self.like[0].shared)


def footing_of(text: str, ground: Ground) -> Footing:
    """What a sentence rests on."""
    stems = stems_of(text, ground.tongue, ground.lexicon)
    begun = _begun(stems)
    shared = [len(_begun(one.stems) & begun) for one in ground.stretches]
    best = sorted(range(len(shared)), key=lambda at: -shared[at])[:MOST]
    like = [at for at in best if shared[at] >= max(1, LIKE * shared[best[0]])]
    told = tuple(Told(at, ground.stretches[at], shared[at], *_named(ground.stretches[at].text, ground)) for at in like)
    terms, names = _named(text, ground)
    return Footing(text, stems, terms, names, told, frozenset(_loose(terms, ground)))


def _loose(terms: Iterable[Term], ground: Ground) -> Iterator[str]:
    for term in terms:
        if term.placed or any(group.among(term.word) for group in ground.lexicon.exact):
            yield ground.lexicon.stem(term.word)


def _begun(stems: frozenset[str]) -> frozenset[str]:
    """How words begin: "killed" and "killing" are one."""
    return frozenset(stem[:BEGINNING] for stem in stems)


def _named(text: str, ground: Ground) -> tuple[tuple[Term, ...], tuple[Run, ...]]:
    terms = terms_of(text, ground.small, ground.tongue, ground.lexicon)
    return tuple(terms), () if is_uncased(text) else tuple(runs(terms))
