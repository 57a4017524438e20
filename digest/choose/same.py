"""Which articles are one story: copies of one article, and one event told by many, today or some days ago.

Copies share an address in any of its forms, a worldwide guid, or their text. What tells one event in other words is
found by what it is about, see ``pool``. Where it is not sure, it keeps them apart: two stories of one event are a
blemish, but a story that is taken for another is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from digest.choose.copies import as_told, keys_of, shared_keys, teller, text_key
from digest.choose.doubles import Doubles
from digest.choose.features import features_of
from digest.choose.owed import age_from
from digest.choose.pool import Allowed, Pool
from digest.model import Article, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The articles of one story that may be told, the lead first. ``told``: the same story's article that was told."""

    lead: Article
    echoes: tuple[Article, ...] = ()
    told: Article | None = None


def sorted_out(
    articles: Iterable[Article],
    sources: Mapping[int, Source],
    *,
    told: Iterable[Article] = (),
    pinned: Collection[int] = (),
) -> tuple[list[Group], Doubles]:
    """The stories, in the order their first article came in; ``told`` articles take part, and are in none of them.

    With them, what says of two that they may be one event, though nobody dared to make one story of them.

    Of several that were told of one story, the last of ``told`` stands for it: whose headline readers saw comes last.

    The lead is one that was pinned, else from the heaviest source, among equals the one that was first.
    """
    owed = list(articles)
    before = {article.id: article for article in told}
    every = sorted({**before, **{one.id: one for one in owed}}.values(), key=lambda one: (age_from(one), one.id))
    desk = _Desk(articles=every, pool=Pool(room=len(every)))
    desk.sort()
    members: dict[int, list[Article]] = {}
    for article in owed:
        members.setdefault(desk.story_of(article), []).append(article)
    found = {desk.story_of(article): article for article in before.values()}
    return [_group(some, found.get(story), sources, pinned) for story, some in members.items()], desk.are_doubles


def _group(
    members: list[Article], told: Article | None, sources: Mapping[int, Source], pinned: Collection[int]
) -> Group:
    def rank(article: Article) -> tuple[bool, float, float, int]:
        source = sources.get(article.source_id)
        weight = source.weight if source else 1.0
        return (article.id not in pinned, -weight, age_from(article).timestamp(), article.id)

    lead, *echoes = sorted(members, key=rank)
    return Group(lead=lead, echoes=tuple(echoes), told=None if lead.id in pinned else told)


@dataclass(slots=True, kw_only=True)
class _Desk:
    """Articles, the oldest first, being sorted into stories."""

    articles: list[Article]
    pool: Pool
    _numbers: dict[int, int] = field(default_factory=dict)  # where an article stands in the pool, by its id
    _known: dict[str, list[int]] = field(default_factory=dict)  # the articles with a key

    def sort(self) -> None:
        """Everything once, then what stands alone once more: its company may have come later."""
        every = [keys_of(article) for article in self.articles]
        shared = shared_keys(zip(self.articles, every, strict=True))
        features = [features_of(as_told(one, keys, shared)) for one, keys in zip(self.articles, every, strict=True)]
        for one in features:
            self.pool.learn(one)
        for number, (article, one) in enumerate(zip(self.articles, features, strict=True)):
            keys = [key for key in every[number] if key not in shared]
            into = self._copy_of(article, keys)
            self._numbers[article.id] = number
            self.pool.place(one, age_from(article), into=into, allowed=self._allows(article))
            for key in keys:
                self._known.setdefault(key, []).append(number)
        for number, article in enumerate(self.articles):
            if len(self.pool.stories[self.pool.story_of[number]]) == 1:
                self.pool.again(number, self._allows(article))

    def story_of(self, article: Article) -> int:
        """The number of an article's story."""
        return self.pool.story_of[self._numbers[article.id]]

    def are_doubles(self, one: Article, other: Article) -> bool:
        """Whether the stories of two articles are nearly one, and nobody tells both: who does means two."""
        first, second = self.story_of(one), self.story_of(other)
        return self._tellers(first).isdisjoint(self._tellers(second)) and self.pool.nearly_one(first, second)

    def _tellers(self, story: int) -> set[tuple[int, str]]:
        return {teller(self.articles[number]) for number in self.pool.stories[story]}

    def _copy_of(self, article: Article, keys: list[str]) -> int | None:
        """The story of another source's copy, or of the same source's under the same title."""
        for number in (number for key in keys for number in self._known.get(key, ())):
            other = self.articles[number]
            text_too = other.title == article.title and text_key(other) == text_key(article) != ""
            if other.source_id != article.source_id or text_too:
                return self.pool.story_of[number]
        return None

    def _allows(self, article: Article) -> Allowed:
        """Whether it may join a story by what it is about.

        A source's articles look alike by its own manner (the weather on Monday, on Tuesday), so its second one joins
        only what another source tells too. A source that gathers what others publish speaks with their voices.
        """

        def allowed(story: int) -> bool:
            tellers = self._tellers(story)
            return teller(article) not in tellers or len(tellers) > 1

        return allowed
