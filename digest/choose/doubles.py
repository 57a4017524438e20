"""Stories that may be one event, though nobody dared to make one story of them: of two, an issue tells one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from digest.choose.copies import as_told, keys_of, shared_keys, teller
from digest.choose.features import features_of
from digest.choose.owed import age_from
from digest.choose.pool import Pool
from digest.model import Article, Story

Doubles = Callable[[Article, Article], bool]  # may the stories of two articles be one event?


def doubles_among(stories: Iterable[Story]) -> Doubles:
    """What says it of stories that were made before, perhaps for several issues; each stays as it was made."""
    told = sorted(stories, key=lambda story: (age_from(story.article), story.article.id))
    articles = list({one.id: one for story in told for one in (story.article, *story.echoes)}.values())
    keys = [keys_of(article) for article in articles]
    shared = shared_keys(zip(articles, keys, strict=True))
    shelf = _Shelf(pool=Pool(room=len(articles)))
    features = {one.id: features_of(as_told(one, its, shared)) for one, its in zip(articles, keys, strict=True)}
    for one in features.values():
        shelf.pool.learn(one)
    for story in told:
        into = None
        for article in (story.article, *story.echoes):
            if article.id not in shelf.places:
                into = shelf.pool.place(features[article.id], age_from(article), into=into, allowed=_alone)
                shelf.tellers.setdefault(into, set()).add(teller(article))
                shelf.places[article.id] = into
            into = shelf.places[article.id]
    return shelf.are_doubles


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """Stories side by side: in which one an article is, who tells each, and of which two it is ``known`` already."""

    pool: Pool
    places: dict[int, int] = field(default_factory=dict)
    tellers: dict[int, set[tuple[int, str]]] = field(default_factory=dict)
    known: dict[tuple[int, int], bool] = field(default_factory=dict)

    def are_doubles(self, one: Article, other: Article) -> bool:
        """Whether two stories share an article, or are nearly one and nobody tells both: who does means two."""
        first, second = self.places[one.id], self.places[other.id]
        if (first, second) not in self.known:
            apart = self.tellers[first].isdisjoint(self.tellers[second])
            self.known[first, second] = first == second or (apart and self.pool.nearly_one(first, second))
        return self.known[first, second]


def _alone(story: int) -> bool:
    """No story may be joined."""
    return story < 0
