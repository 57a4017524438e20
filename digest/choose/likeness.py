"""How like each other two articles are: by all that they say, by what their titles say, and by whom and what they name.

Two quakes are told in the same words, and so are two matches of one club. What differs is who and where. So the cosine
of what two articles say (TF-IDF, Salton and Buckley 1988) counts as far as each one's title is told by the other, and
as far as one's names are named by the other. It fades with the days between them (Miranda et al. 2018).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log, sqrt
from typing import NamedTuple

from digest.choose.features import MOST, NAME, OF_TITLE, Features

HALF_LIFE = timedelta(days=7)  # between two articles that are as far apart, likeness counts half
CALLED = 3.0  # a name in a title counts for so many words
UNTOLD = 0.05  # stays of likeness where nothing of a title, or no name, is told; what another language would lose
TABLE, MOST_FEATURES = 4096, 1 << 23  # room for different features an article brings, up to so many
_LOG = tuple(1 + log(mark & MOST) if mark & MOST else 0.0 for mark in range(256))
_IN_TITLE = tuple((CALLED if mark & NAME else 1.0) if mark & OF_TITLE else 0.0 for mark in range(256))
_AS_NAME = tuple(1.0 if mark & NAME else 0.0 for mark in range(256))

Vector = dict[int, float]  # features with weights


@dataclass(slots=True)
class Rarity:
    """How rare a feature is among the articles that were learnt; ``room`` is for how many of them."""

    room: int
    known: int = 0
    _having: array[int] = field(init=False)  # how many articles have a feature
    _logs: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out the table. The more articles, the fewer of their features are new."""
        self._having = array("I", bytes(4 * min(power(TABLE * self.room), max(MOST_FEATURES, power(64 * self.room)))))

    def learn(self, features: Features) -> None:
        """Count which features there are."""
        having, mask = self._having, len(self._having) - 1
        for number in features.numbers:
            having[number & mask] += 1
        self.known += 1
        self._logs.clear()

    def each(self, features: Features) -> Iterator[tuple[int, int, float]]:
        """Features with their marks and how rare they are (inverse document frequency).

        A pair that nobody else has says nothing of how rare the event is: it is left out.
        """
        having, mask, logs = self._having, len(self._having) - 1, self._logs
        for number, mark in zip(features.numbers, features.marks, strict=True):
            articles = having[number & mask]
            if articles > 1 or not number & 1:
                if articles not in logs:
                    logs[articles] = max(0.0, log((1 + self.known) / (0.5 + articles)))
                yield number, mark, logs[articles]

    def shared(self, vector: Vector) -> Vector:
        """The features that others have too."""
        having, mask = self._having, len(self._having) - 1
        return {number: weight for number, weight in vector.items() if having[number & mask] > 1}


class Sizes(NamedTuple):
    """How much an article says in all, in its title, and of names: by what shares are reckoned."""

    length: float
    title: float
    names: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article by the weights of its features."""

    at: datetime
    vector: Vector
    factors: Vector  # weights, times what a feature weighs once
    words: dict[int, tuple[float, float, float]]  # how rare a word is, and what it adds to title and names
    sizes: Sizes


def weighed(features: Features, at: datetime, rarity: Rarity) -> Weighed:
    """Weigh an article. Rarity counts twice: names and numbers tell events apart, topics do not."""
    vector: Vector = {}
    factors: Vector = {}
    words: dict[int, tuple[float, float, float]] = {}
    for number, mark, rare in rarity.each(features):
        square = rare * rare
        vector[number] = weight = _LOG[mark] * square
        factors[number] = weight * square
        if not number & 1:
            words[number] = (rare, rare * _IN_TITLE[mark], rare * _AS_NAME[mark])
    sizes = Sizes(
        length=sqrt(sum(weight * weight for weight in vector.values())) or 1.0,
        title=sum(title for _, title, _ in words.values()),
        names=sum(name for _, _, name in words.values()),
    )
    return Weighed(at, vector, factors, words, sizes)


def sizes_of(features: Features, rarity: Rarity) -> Sizes:
    """The sizes alone, where an article is only compared with."""
    squares = title = names = 0.0
    for _, mark, rare in rarity.each(features):
        weight = _LOG[mark] * rare * rare
        squares += weight * weight
        if mark > MOST:
            title += rare * _IN_TITLE[mark]
            names += rare * _AS_NAME[mark]
    return Sizes(sqrt(squares) or 1.0, title, names)


def likeness(one: Weighed, other: Features, sizes: Sizes, at: datetime) -> float:
    """How like an article is to another, of which the sizes are known: 0 to 1.08, of one event seldom over 0.5."""
    factors, words = one.factors, one.words
    product = our_title = our_names = their_title = their_names = 0.0
    for number, mark in zip(other.numbers, other.marks, strict=True):
        if number in factors:
            product += factors[number] * _LOG[mark]
            if not number & 1:
                rare, title, name = words[number]
                our_title += title
                our_names += name
                their_title += rare * _IN_TITLE[mark]
                their_names += rare * _AS_NAME[mark]
    cosine = product / (one.sizes.length * sizes.length)
    told = (_share(our_title, one.sizes.title) + _share(their_title, sizes.title)) / 2
    named = max(_share(our_names, one.sizes.names), _share(their_names, sizes.names))
    return cosine * (UNTOLD + told) * sqrt(UNTOLD + named) * _closeness(one.at, at)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _closeness(one: datetime, two: datetime) -> float:
    return float(0.5 ** (abs(one - two) / HALF_LIFE))


def power(number: int) -> int:
    """The power of two that is at least this, and 4,096."""
    return 1 << max(12, (number - 1).bit_length())
