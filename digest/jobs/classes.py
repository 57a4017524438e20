"""Which readers get the same of an issue: those who got the same before and left out the same. Decides; reads nothing.

Few readers missed anything, and few left anything out, so a million of them are a handful of classes; each is worked
out once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest import choose, compose
from digest.model import Issue, Newsletter, Seat, Source, Story, Variant
from digest.store.variants import History
from subscribers import Picks

MOST_EXTRA = 100  # stories beside the issue's own that some readers may be owed still


def menu(
    issue: Issue,
    before: Iterable[Issue],
    newsletter: Newsletter,
    sources: Mapping[int, Source],
    *,
    gone: Collection[int] = (),
) -> compose.Menu:
    """An issue's own stories, and those that earlier issues told and that are neither too old yet nor ``gone``."""
    own = {item.story.article.id for item in issue.items}
    told = {item.story.article.id: item for past in before for item in past.items if item.story.article.id not in gone}
    lately = choose.still_owed((item.story for item in told.values()), newsletter, sources, now=issue.made)
    others = [story for story in lately if story.article.id not in own][:MOST_EXTRA]
    extra = [replace(told[story.article.id], story=story) for story in others]
    return compose.menu_of(issue, choose.in_order([*(item.story for item in issue.items), *others]), extra)


@dataclass(slots=True, kw_only=True)
class Classes:
    """The variants of an issue, numbered as they come up; the one with number 0 is the issue as it was printed.

    ``told_by`` are the articles that each variant of earlier issues tells, by issue and number.
    """

    newsletter: Newsletter
    sources: Mapping[int, Source]
    menu: compose.Menu
    told_by: Mapping[tuple[int, int], frozenset[int]]
    variants: list[Variant] = field(default_factory=list)
    _owed: dict[History, tuple[Seat, ...]] = field(default_factory=dict)
    _numbers: dict[tuple[History, Picks], int | None] = field(default_factory=dict)
    _by_seats: dict[tuple[Seat, ...], int] = field(default_factory=dict)
    _doubles: choose.Doubles | None = None  # compared when the first reader is owed another issue than the usual one

    def __post_init__(self) -> None:
        """The variants that are known already keep their numbers."""
        self.variants = self.variants or [compose.variant(self.newsletter, self.menu, self.menu.standard)]
        self._by_seats = {one.seats: number for number, one in enumerate(self.variants)}

    def number_for(self, history: History, picks: Picks) -> int | None:
        """The number of the variant for readers with this history and these picks; None: nothing is left for them."""
        key = (history, picks)
        if key not in self._numbers:
            seats = tuple(seat for seat in self._owed_after(history) if self._is_wanted(seat, picks))
            self._numbers[key] = self._number_of(seats) if seats else None
        return self._numbers[key]

    def _owed_after(self, history: History) -> tuple[Seat, ...]:
        if history not in self._owed:
            told = frozenset().union(*(self.told_by.get(one, frozenset()) for one in history))
            owed = [story for story in self.menu.stories if told.isdisjoint(compose.told(story))]
            standard = {article_id for _, article_id in self.menu.standard}
            as_usual = {story.article.id for story in owed} == standard
            self._owed[history] = self.menu.standard if as_usual else self._seats_for(owed)
        return self._owed[history]

    def _seats_for(self, owed: Sequence[Story]) -> tuple[Seat, ...]:
        """Their places, as the printed issue gave them: of stories that may be one event, one has a place."""
        self._doubles = self._doubles or choose.doubles_among(self.menu.stories)
        return compose.seats_of(choose.seated(owed, self.newsletter, self.sources, doubles=self._doubles))

    def _is_wanted(self, seat: Seat, picks: Picks) -> bool:
        if picks.everything:
            return True
        section, article_id = seat
        article = self.menu.items[article_id].story.article
        source = self.sources.get(article.source_id)
        topics = (*article.topics, *(source.topics if source else ()))
        return picks.wants(section=section, topics=topics, source=str(article.source_id))

    def _number_of(self, seats: tuple[Seat, ...]) -> int:
        if seats not in self._by_seats:
            self._by_seats[seats] = len(self.variants)
            self.variants.append(compose.variant(self.newsletter, self.menu, seats))
        return self._by_seats[seats]
