"""A pool of articles that knows which of them tell one event, and takes in one more in a few milliseconds.

An article joins the story whose members are on average most like it (``likeness``), if they are like it enough, else it
begins one of its own. That is single-pass clustering as in topic detection (Allan et al. 1998, Yang et al. 1998), with
average linkage.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest

from digest.choose.features import Features
from digest.choose.likeness import Rarity, Sizes, Vector, Weighed, likeness, power, sizes_of, weighed

LIKE_ENOUGH = 0.029  # the one threshold, the same for every language
CAUTION, FEW = 0.5, 25  # over the articles that are known, on top: of few nobody knows which words are rare
NEARLY = 0.75  # of what joins them: of two such stories nobody dares to say that they are one, or that they are two
COHESION = 0.25  # of what its members are like each other; what is less like them is another event beside theirs
TELLING = 96  # an article is found by its heaviest features
RING = 8  # and each feature knows the newest articles that have it
NEAREST = 5  # stories that are compared
SAMPLE = 4  # newest members of a story that are compared
STALE = 1.25  # an article's sizes are reckoned anew when the pool has grown by so much
_NOBODY = 0xFFFFFFFF

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
    _joined: array[float] = field(default_factory=lambda: array("f"))  # how like its story it was; 0 where none asked
    _sizes: array[float] = field(default_factory=lambda: array("d"))  # three of each: 100,000 objects more are slow
    _reckoned: array[int] = field(default_factory=lambda: array("I"))  # how many were known when sizes were reckoned
    _rarity: Rarity = field(init=False)
    _rings: array[int] = field(init=False)
    _turn: bytearray = field(init=False)

    def __post_init__(self) -> None:
        """Lay out tables whose sizes are powers of two."""
        self._rarity = Rarity(self.room)
        self._turn = bytearray(power(16 * self.room))
        self._rings = array("I", b"\xff" * (4 * RING * len(self._turn)))

    def learn(self, features: Features) -> None:
        """Count which features there are; each article once, before it is placed or as it comes."""
        self._rarity.learn(features)

    def place(self, features: Features, at: datetime, *, into: int | None = None, allowed: Allowed = anywhere) -> int:
        """Put an article that was learnt into its story, or ``into`` this one; returns the story's number."""
        one = weighed(features, at, self._rarity)
        like, best = (0.0, into) if into is not None else self._best(one, allowed)
        if best is None:
            best = len(self.stories)
            self.stories.append([])
        article = len(self.story_of)
        self.stories[best].append(article)
        self.story_of.append(best)
        self._features.append(features)
        self._times.append(at)
        self._joined.append(like)
        self._sizes.extend(one.sizes)
        self._reckoned.append(self._rarity.known)
        self._index(article, one.vector)
        return best

    def again(self, article: int, allowed: Allowed) -> int:
        """Try once more whether an article that stands alone belongs to another story; returns where it is then."""
        own = self.story_of[article]
        one = weighed(self._features[article], self._times[article], self._rarity)
        like, best = self._best(one, lambda story: story != own and allowed(story))
        if best is None:
            return own
        self.stories[own].remove(article)
        self.stories[best].append(article)
        self.story_of[article] = best
        self._joined[article] = like
        return best

    def nearly_one(self, story: int, other: int) -> bool:
        """Whether the newest members of two stories are on average so like each other that both may tell one event."""
        ones, others = (self.stories[number][-SAMPLE:] for number in (story, other))
        like = 0.0
        for number in ones:
            one = weighed(self._features[number], self._times[number], self._rarity)
            like += sum(likeness(one, self._features[n], self._sizes_of(n), self._times[n]) for n in others)
        return like >= NEARLY * self._enough * len(ones) * len(others)

    @property
    def _enough(self) -> float:
        return LIKE_ENOUGH + CAUTION / max(FEW, self._rarity.known)

    def _best(self, one: Weighed, allowed: Allowed) -> tuple[float, int | None]:
        """How like it the story is that is most like it, and which; None where none is like it enough."""
        near = [story for story in self._near(one.vector) if allowed(story)]
        like, story = max(((self._likeness(one, story), -story) for story in near), default=(0.0, 0))
        return (like, -story) if like >= self._enough else (0.0, None)

    def _near(self, vector: Vector) -> list[int]:
        """Stories that share heavy features with it, those that share most first."""
        shared: dict[int, float] = {}
        for number in _heaviest(self._rarity.shared(vector)):
            start = RING * (number & (len(self._turn) - 1))
            square = vector[number] ** 2
            for article in self._rings[start : start + RING]:
                if article != _NOBODY:
                    shared[article] = shared.get(article, 0.0) + square
        nearest = nlargest(NEAREST * SAMPLE, shared, key=shared.__getitem__)
        return list(dict.fromkeys(self.story_of[article] for article in nearest))[:NEAREST]

    def _likeness(self, one: Weighed, story: int) -> float:
        """How like it a story's newest members are on average; 0 where they are far more like each other."""
        members = self.stories[story][-SAMPLE:]
        like = sum(likeness(one, self._features[n], self._sizes_of(n), self._times[n]) for n in members) / len(members)
        joined = [self._joined[n] for n in members if self._joined[n]]
        return like if not joined or like >= COHESION * sum(joined) / len(joined) else 0.0

    def _sizes_of(self, article: int) -> Sizes:
        there = slice(3 * article, 3 * article + 3)
        if self._rarity.known > STALE * self._reckoned[article]:
            self._sizes[there] = array("d", sizes_of(self._features[article], self._rarity))
            self._reckoned[article] = self._rarity.known
        return Sizes(*self._sizes[there])

    def _index(self, article: int, vector: Vector) -> None:
        mask = len(self._turn) - 1
        for number in _heaviest(vector):
            ring = number & mask
            self._rings[RING * ring + self._turn[ring]] = article
            self._turn[ring] = (self._turn[ring] + 1) % RING


def _heaviest(vector: Vector) -> list[int]:
    return nlargest(TELLING, vector, key=vector.__getitem__)
