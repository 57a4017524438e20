"""Who gets a place: sections in their order, caps, minimums; and for everybody else the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heapify, heappop, heapreplace

from digest.choose.owed import age_from
from digest.choose.same import Group, grouped
from digest.choose.score import scored
from digest.choose.sections import Wishes
from digest.choose.sift import Sieve
from digest.model import Article, Choice, LeftOut, Newsletter, SectionPlan, Source, Story

AGAIN = 0.1  # each story that a source has already makes its next one count so much less: others get their turn


@dataclass(slots=True)
class _Table:
    """Who sits where while places are given out."""

    seats: dict[str, list[Story]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    by_source: Counter[int] = field(default_factory=Counter)

    def turn_away(self, story: Story, why: str) -> None:
        self.left_out += [LeftOut(article=article, why=why) for article in (story.article, *story.echoes)]

    @property
    def seated(self) -> int:
        return sum(len(stories) for stories in self.seats.values())


def stories(
    owed: Iterable[Article],
    newsletter: Newsletter,
    sources: Mapping[int, Source],
    *,
    now: datetime,
    too_old: int = 0,
    told: Iterable[Article] = (),
    pinned: Collection[int] = (),
) -> Choice:
    """Make stories of what is owed and give out the places; see ``seated``.

    ``told`` are the articles that this newsletter told lately: what tells the same event is not told again, unless an
    editor ``pinned`` it. ``pinned`` are ids of articles.
    """
    sieve = Sieve(sources=sources)
    taste, kept, left_out = newsletter.taste, [], []
    for article in owed:
        why = "" if article.id in pinned else sieve.why_not(article, taste.keep, taste.block)
        if why:
            left_out.append(LeftOut(article=article, why=why, carries_over=False))
        else:
            kept.append(article)
    groups = grouped(kept, sources, told=told, pinned=pinned)
    left_out += [one for group in groups if group.told for one in _told_already(group)]
    wishes = Wishes(newsletter=newsletter, sieve=sieve)
    new = (group for group in groups if not group.told)
    ranked = in_order(_story(group.lead, group.echoes, wishes, now, pinned=group.lead.id in pinned) for group in new)
    choice = _seated(ranked, wishes, least=taste.minimum, too_old=too_old, sifted=len(left_out))
    return replace(choice, left_out=(*choice.left_out, *left_out))


def seated(
    ranked: Iterable[Story], newsletter: Newsletter, sources: Mapping[int, Source], *, least: int = 1, too_old: int = 0
) -> Choice:
    """Give out the places.

    The best stories choose first, those that editors pinned before all others; each goes to the first section that
    wants it. A section that stays under its minimum is dropped, and so is the whole issue under ``least``: nothing is
    lost by either, it carries over. ``too_old`` is how many others were not owed, for the words of an empty issue.
    """
    return _seated(
        ranked, Wishes(newsletter=newsletter, sieve=Sieve(sources=sources)), least=least, too_old=too_old, sifted=0
    )


def in_order(stories: Iterable[Story]) -> list[Story]:
    """Stories, the best first."""
    # Shares are rounded for the reader's eye, so what is old scores the same: then the newer one comes first.
    return sorted(stories, key=lambda story: (story.score, age_from(story.article), story.article.id), reverse=True)


def still_owed(
    told: Iterable[Story], newsletter: Newsletter, sources: Mapping[int, Source], *, now: datetime
) -> list[Story]:
    """Stories that were told lately, as they score now, the best first: some reader may not have got them yet.

    Each once, and none that is older than the newsletter's maximum age.
    """
    fresh = {story.article.id: story for story in told if now - age_from(story.article) <= newsletter.taste.max_age}
    wishes = Wishes(newsletter=newsletter, sieve=Sieve(sources=sources))
    return in_order(_story(one.article, one.echoes, wishes, now, pinned=one.pinned) for one in fresh.values())


def _story(lead: Article, echoes: tuple[Article, ...], wishes: Wishes, now: datetime, *, pinned: bool) -> Story:
    section = wishes.asked_for_by(lead)
    score, reasons = scored(lead, echoes, wishes.sieve.sources, now=now, section=section, pinned=pinned)
    return Story(article=lead, echoes=echoes, score=score, reasons=reasons, pinned=pinned)


def _told_already(group: Group) -> list[LeftOut]:
    why = f"its story was told already: {group.told.title if group.told else ''}"
    return [LeftOut(article=one, why=why, carries_over=False) for one in (group.lead, *group.echoes)]


def _seated(ranked: Iterable[Story], wishes: Wishes, *, least: int, too_old: int, sifted: int) -> Choice:
    plans, order = wishes.plans, list(ranked)
    table = _Table(seats={plan.key: [] for plan in plans})
    _give_places(order, table, wishes)
    _drop_thin_sections(table, plans)
    if table.seated < least or not table.seated:
        return _held(table, least, too_old, sifted)
    places = {story.article.id: place for place, story in enumerate(order)}
    sections = tuple(
        (plan, tuple(sorted(table.seats[plan.key], key=lambda story: places[story.article.id])))
        for plan in plans
        if table.seats[plan.key]
    )
    return Choice(sections=sections, left_out=tuple(table.left_out))


def _give_places(order: Sequence[Story], table: _Table, wishes: Wishes) -> None:
    """The best first, as a story counts when its turn comes: less for each that its source has already."""
    waiting = [(-story.score, place) for place, story in enumerate(order)]
    heapify(waiting)
    while waiting:
        counted, place = waiting[0]
        story = order[place]
        now = -story.score + (0.0 if story.pinned else AGAIN * table.by_source[story.article.source_id])
        if now > counted:
            heapreplace(waiting, (now, place))
        else:
            heappop(waiting)
            _give_place(story, table, wishes)


def _give_place(story: Story, table: _Table, wishes: Wishes) -> None:
    wanted, why = wishes.sections_for(story)
    taste, source = wishes.newsletter.taste, story.article.source_id
    plan = next((plan for plan in wanted if len(table.seats[plan.key]) < plan.maximum), None)
    if not wanted:
        table.turn_away(story, why or "no section takes its source or topics")
    elif table.by_source[source] >= taste.per_source and not story.pinned:
        table.turn_away(story, f"its source has {taste.per_source} stories already")
    elif plan is None:
        table.turn_away(story, f"section {wanted[0].title or wanted[0].key} is full ({wanted[0].maximum})")
    elif table.seated >= taste.maximum:
        table.turn_away(story, f"the issue is full ({taste.maximum})")
    else:
        table.seats[plan.key].append(replace(story, section=plan.key))
        table.by_source[source] += 1


def _drop_thin_sections(table: _Table, plans: Sequence[SectionPlan]) -> None:
    for plan in plans:
        seated = table.seats[plan.key]
        if seated and len(seated) < plan.minimum:
            for story in seated:
                table.turn_away(story, f"section {plan.title or plan.key} held: {len(seated)} of {plan.minimum}")
            table.seats[plan.key] = []


def _held(table: _Table, minimum: int, too_old: int, sifted: int) -> Choice:
    why = f"held: {table.seated} of {minimum}" if table.seated else "nothing new"
    if why == "nothing new" and sifted:
        why += f": {sifted} articles are left out by keep and block, or their stories were told already"
    elif why == "nothing new" and too_old:
        why += f": {too_old} articles are older than choose.max_age or choose.first_run allow"
    for seated in table.seats.values():
        for story in seated:
            table.turn_away(story, why)
    return Choice(left_out=tuple(table.left_out), held=why)
