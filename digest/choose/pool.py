"""A pool of articles that knows which of them tell one event, and takes in one more in a few milliseconds.

Each article is a vector of weighted features (TF-IDF, Salton and Buckley 1988); an article joins the story whose
members are on average most like it, if they are like it enough, else it begins one of its own. That is single-pass
clustering as in topic detection (Allan et al. 1998, Yang et al. 1998), with average linkage, and similarity that fades
with the days between two articles, as news of one event comes close together (Miranda et al. 2018).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest
from math import log, sqrt

from digest.choose.features import Features

LIKE_ENOUGH = 0.10  # cosine; the one threshold, the same for every language
CAUTION, FEW = 1.25, 25  # over the articles that are known, on top: of few nobody knows which words are rare
HALF_LIFE = timedelta(days=7)  # between two articles that are as far apart, similarity counts half
SHARPNESS = 2.0  # power of the inverse document frequency: names and numbers tell events apart, topics do not
TELLING = 96  # an article is found by its heaviest features
RING = 8  # and each feature knows the newest articles that have it
NEAREST = 5  # stories that are compared
SAMPLE = 4  # newest members of a story that are compared
STALE = 1.25  # an article's length is reckoned anew when the pool has grown by so much
FEATURES = 4096  # room for different ones an article brings, while the table has fewer than MOST_FEATURES
MOST_FEATURES = 1 << 23
_LOG = tuple(1 + log(count) if count else 0.0 for count in range(256))
_NOBODY = 0xFFFFFFFF

Vector = dict[int, float]  # features with weights
Allowed = Callable[[int], bool]  # may it join the story with this number?


def anywhere(story: int) -> bool:
    """Any story may be joined."""
    return story >= 0


@dataclass(slots=True)
class Pool:
    """Articles by the number of their coming, and stories by the number of theirs.

    ``room`` is how many articles it is laid out for; more are taken in, and found a little less surely. It takes about
    2 kB an article; for 100,000 see docs/decisions/0017-one-story.md.
    """

    room: int
    stories: list[list[int]] = field(default_factory=list)  # the articles of each, in the order they joined
    story_of: list[int] = field(default_factory=list)
    _features: list[Features] = field(default_factory=list)
    _times: list[datetime] = field(default_factory=list)
    _lengths: array[float] = field(default_factory=lambda: array("d"))
    _reckoned: array[int] = field(default_factory=lambda: array("I"))  # how many were known when a length was reckoned
    _known: int = 0
    _having: array[int] = field(init=False)  # how many articles have a feature
    _rings: array[int] = field(init=False)
    _turn: bytearray = field(init=False)
    _rarity: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out tables whose sizes are powers of two."""
        self._having = array("I", bytes(4 * _table(self.room)))
        self._turn = bytearray(_power(16 * self.room))
        self._rings = array("I", b"\xff" * (4 * RING * len(self._turn)))

    def learn(self, features: Features) -> None:
        """Count which features there are; each article once, before it is placed or as it comes."""
        mask = len(self._having) - 1
        for number in features.numbers:
            self._having[number & mask] += 1
        self._known += 1
        self._rarity.clear()

    def place(self, features: Features, at: datetime, *, into: int | None = None, allowed: Allowed = anywhere) -> int:
        """Put an article that was learnt into its story, or ``into`` this one; returns the story's number."""
        vector = self._vector(features)
        best = into if into is not None else self._best(vector, at, allowed)
        if best is None:
            best = len(self.stories)
            self.stories.append([])
        article = len(self.story_of)
        self.stories[best].append(article)
        self.story_of.append(best)
        self._features.append(features)
        self._times.append(at)
        self._lengths.append(_length(vector))
        self._reckoned.append(self._known)
        self._index(article, vector)
        return best

    def again(self, article: int, allowed: Allowed) -> int:
        """Try once more whether an article that stands alone belongs to another story; returns where it is then."""
        own = self.story_of[article]
        vector = self._vector(self._features[article])
        best = self._best(vector, self._times[article], lambda story: story != own and allowed(story))
        if best is None:
            return own
        self.stories[own].remove(article)
        self.stories[best].append(article)
        self.story_of[article] = best
        return best

    def _best(self, vector: Vector, at: datetime, allowed: Allowed) -> int | None:
        """The story that is most like it, None where none is like it enough."""
        length = _length(vector)
        factors = {number: weight * self._rarity_of(number) / length for number, weight in vector.items()}
        near = [story for story in self._near(vector) if allowed(story)]
        found = [(self._likeness(factors, at, story), -story) for story in near]
        likeness, story = max(found, default=(0.0, 0))
        return -story if likeness >= LIKE_ENOUGH + CAUTION / max(FEW, self._known) else None

    def _near(self, vector: Vector) -> list[int]:
        """Stories that share heavy features with it, those that share most first."""
        shared: dict[int, float] = {}
        others = {number: weight for number, weight in vector.items() if self._articles_with(number) > 1}
        for number in _heaviest(others):
            start = RING * (number & (len(self._turn) - 1))
            square = vector[number] ** 2
            for article in self._rings[start : start + RING]:
                if article != _NOBODY:
                    shared[article] = shared.get(article, 0.0) + square
        nearest = nlargest(NEAREST * SAMPLE, shared, key=shared.__getitem__)
        return list(dict.fromkeys(self.story_of[article] for article in nearest))[:NEAREST]

    def _likeness(self, factors: Vector, at: datetime, story: int) -> float:
        """The average likeness of a story's newest members, each faded by the time between."""
        members = self.stories[story][-SAMPLE:]
        return sum(self._cosine(factors, one) * _closeness(at, self._times[one]) for one in members) / len(members)

    def _cosine(self, factors: Vector, article: int) -> float:
        """``factors`` are an article's weights, over its length, times how rare each feature is."""
        there, length = self._features[article], self._length_of(article)
        pairs = zip(there.numbers, there.counts, strict=True)
        return sum(factors[number] * _LOG[count] for number, count in pairs if number in factors) / length

    def _length_of(self, article: int) -> float:
        if self._known > STALE * self._reckoned[article]:
            self._lengths[article] = _length(self._vector(self._features[article]))
            self._reckoned[article] = self._known
        return self._lengths[article]

    def _index(self, article: int, vector: Vector) -> None:
        mask = len(self._turn) - 1
        for number in _heaviest(vector):
            ring = number & mask
            self._rings[RING * ring + self._turn[ring]] = article
            self._turn[ring] = (self._turn[ring] + 1) % RING

    def _vector(self, features: Features) -> Vector:
        """Weighted features. A pair that nobody else has says nothing of how rare the event is: it is left out."""
        having, mask, rarity = self._having, len(self._having) - 1, self._rarity_of
        return {
            number: _LOG[count] * rarity(number)
            for number, count in zip(features.numbers, features.counts, strict=True)
            if not number & 1 or having[number & mask] > 1
        }

    def _articles_with(self, number: int) -> int:
        return self._having[number & (len(self._having) - 1)]

    def _rarity_of(self, number: int) -> float:
        articles = self._articles_with(number)
        if articles not in self._rarity:
            self._rarity[articles] = max(0.0, log((1 + self._known) / (0.5 + articles))) ** SHARPNESS
        return self._rarity[articles]


def _length(vector: Vector) -> float:
    return sqrt(sum(weight * weight for weight in vector.values())) or 1.0


def _heaviest(vector: Vector) -> list[int]:
    return nlargest(TELLING, vector, key=vector.__getitem__)


def _closeness(one: datetime, two: datetime) -> float:
    return float(0.5 ** (abs(one - two) / HALF_LIFE))


def _table(room: int) -> int:
    """How many features a pool counts apart. The more articles, the fewer of their features are new."""
    return min(_power(FEATURES * room), max(MOST_FEATURES, _power(64 * room)))


def _power(number: int) -> int:
    """The power of two that is at least this, and 4,096."""
    return 1 << max(12, (number - 1).bit_length())
