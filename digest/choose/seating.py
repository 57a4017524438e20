"""Places are given out: sections in their order, caps, minimums; and everybody else gets the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heapreplace

from digest.choose.doubles import Doubles
from digest.choose.sections import Wishes
from digest.model import Choice, LeftOut, Reason, SectionPlan, Story
from digest.words import counted as so_many

AGAIN = 0.1  # each story that a source has already makes its next one count so much less: others get their turn


@dataclass(slots=True)
class _Table:
    """Who sits where while places are given out."""

    seats: dict[str, list[Story]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    by_source: Counter[int] = field(default_factory=Counter)
    held: Mapping[str, str] = field(default_factory=dict)  # sections that are not printed, and why
    doubles: Doubles | None = None  # None: nobody compared them

    def told_by(self, story: Story) -> Story | None:
        """The story with a place that may tell the same event; who was pinned is told whatever others tell."""
        if story.pinned or self.doubles is None:
            return None
        every = (one for stories in self.seats.values() for one in stories)
        return next((one for one in every if self.doubles(story.article, one.article)), None)

    def turn_away(self, story: Story, why: str) -> None:
        self.left_out += [LeftOut(article=article, why=why) for article in (story.article, *story.echoes)]

    @property
    def seated(self) -> int:
        return sum(len(stories) for stories in self.seats.values())


def seated(
    ranked: Iterable[Story],
    wishes: Wishes,
    *,
    least: int,
    too_old: int,
    sifted: int,
    doubles: Doubles | None = None,
) -> Choice:
    """Give out the places; ``sifted`` is how many articles were left out before. Of ``doubles`` one has a place."""
    plans, order = wishes.plans, list(ranked)
    table = _given(order, wishes, plans, doubles)
    if table.seated < least or not table.seated:
        return _held(table, least, too_old, sifted)
    # As they got their places: so the stories of one source do not follow each other where others tell as much.
    sections = tuple((plan, tuple(table.seats[plan.key])) for plan in plans if table.seats[plan.key])
    return Choice(sections=sections, left_out=tuple(table.left_out))


def _given(order: Sequence[Story], wishes: Wishes, plans: Sequence[SectionPlan], doubles: Doubles | None) -> _Table:
    """All places given out. Where a section stays under its minimum, what it had goes to others, from the beginning."""
    held: dict[str, str] = {}
    for _ in range(len(plans) + 1):
        table = _Table(seats={plan.key: [] for plan in plans}, held=held, doubles=doubles)
        _give_places(order, table, wishes)
        thin = [plan for plan in plans if _is_thin(table.seats[plan.key], plan)]
        if not thin:
            break
        held = held | {plan.key: _why_held(plan, len(table.seats[plan.key])) for plan in thin}
    return table


def _is_thin(seated: Sequence[Story], plan: SectionPlan) -> bool:
    """Whether a section is not worth its title; one with a pinned story always is."""
    return 0 < len(seated) < plan.minimum and not any(story.pinned for story in seated)


def _why_held(plan: SectionPlan, seated: int) -> str:
    return f"section {plan.title or plan.key} held: {seated} of {plan.minimum}"


def _give_places(order: Sequence[Story], table: _Table, wishes: Wishes) -> None:
    """The best first, as a story counts when its turn comes: less for each that its source has already."""
    waiting = [(-story.score, place) for place, story in enumerate(order)]
    heapify(waiting)
    while waiting:
        counted, place = waiting[0]
        story = order[place]
        now = -story.score - _lost(story, table)
        if now > counted:
            heapreplace(waiting, (now, place))
        else:
            heappop(waiting)
            _give_place(story, table, wishes)


def _lost(story: Story, table: _Table) -> float:
    """The share that a story loses, as its source has others already; 0 or less."""
    return 0.0 if story.pinned else round(-AGAIN * table.by_source[story.article.source_id], 4)


def _placed(story: Story, plan: SectionPlan, table: _Table) -> Story:
    lost, others = _lost(story, table), table.by_source[story.article.source_id]
    words = "after another story of its source" if others == 1 else f"after {others} other stories of its source"
    return replace(story, section=plan.key, turn=Reason(words=words, share=lost) if lost else None)


def _give_place(story: Story, table: _Table, wishes: Wishes) -> None:
    wanted, why = wishes.sections_for(story)
    taste, source = wishes.newsletter.taste, story.article.source_id
    open_ = [plan for plan in wanted if plan.key not in table.held]
    plan = next((plan for plan in open_ if len(table.seats[plan.key]) < plan.maximum), None)
    if wanted and not open_:
        table.turn_away(story, table.held[wanted[0].key])
    elif not wanted:
        table.turn_away(story, why or "no section takes its source or topics")
    elif table.by_source[source] >= taste.per_source and not story.pinned:
        table.turn_away(story, f"its source has {taste.per_source} stories already")
    elif plan is None:
        table.turn_away(story, f"section {open_[0].title or open_[0].key} is full ({open_[0].maximum})")
    elif table.seated >= taste.maximum:
        table.turn_away(story, f"the issue is full ({taste.maximum})")
    elif double := table.told_by(story):
        table.turn_away(story, f"it may be the event of {double.article.title!r}, which has a place")
    else:
        table.seats[plan.key].append(_placed(story, plan, table))
        table.by_source[source] += 1


def _held(table: _Table, minimum: int, too_old: int, sifted: int) -> Choice:
    why = _why_none(table, minimum, too_old, sifted)
    for seated in table.seats.values():
        for story in seated:
            table.turn_away(story, why)
    return Choice(left_out=tuple(table.left_out), held=why)


def _why_none(table: _Table, minimum: int, too_old: int, sifted: int) -> str:
    """Why there is no issue: the first thing to look at, where it is the newsletter's own rules."""
    if table.seated:
        return f"held: {table.seated} of {minimum}"
    if table.left_out:
        ((why, articles),) = Counter(one.why for one in table.left_out).most_common(1)
        every = so_many(len(table.left_out), "article")
        return f"held: none of {every} has a place; {so_many(articles, 'article')}: {why}"
    if sifted:
        left = so_many(sifted, "article")
        return f"nothing new: {left} left out by keep and block, or as their stories were told already"
    if too_old:
        return f"nothing new: {so_many(too_old, 'article')} older than choose.max_age or choose.first_run allow"
    return "nothing new"
