"""Who gets a place: sections in their order, caps, minimums; and for everybody else the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.choose.owed import age_from
from digest.choose.same import grouped
from digest.choose.score import scored
from digest.model import Article, Choice, LeftOut, Newsletter, SectionPlan, Source, Story

WHOLE = SectionPlan(key="stories", title="", maximum=1000)


@dataclass(slots=True)
class _Table:
    """Who sits where while places are given out."""

    seats: dict[str, list[Story]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    by_source: Counter[int] = field(default_factory=Counter)

    def turn_away(self, story: Story, why: str) -> None:
        self.left_out += [LeftOut(article=article, why=why) for article in (story.article, *story.echoes)]


def stories(
    owed: Iterable[Article], newsletter: Newsletter, sources: Mapping[int, Source], *, now: datetime, too_old: int = 0
) -> Choice:
    """Make stories of what is owed and give out the places; see ``seated``."""
    ranked = in_order(_story(lead, echoes, sources, now) for lead, echoes in grouped(owed, sources))
    return seated(ranked, newsletter, sources, least=newsletter.taste.minimum, too_old=too_old)


def seated(
    ranked: Iterable[Story], newsletter: Newsletter, sources: Mapping[int, Source], *, least: int = 1, too_old: int = 0
) -> Choice:
    """Give out the places.

    The best stories choose first; each goes to the first section that wants it. A section that stays under its
    minimum is dropped, and so is the whole issue under ``least``: nothing is lost by either, it carries over.
    ``too_old`` is how many others were not owed, for the words of an empty issue.
    """
    plans = newsletter.sections or (WHOLE,)
    table = _Table(seats={plan.key: [] for plan in plans})
    for story in ranked:
        _give_place(story, table, plans, newsletter, sources)
    _trim(table, newsletter.taste.maximum)
    _drop_thin_sections(table, plans)
    number = sum(len(seated) for seated in table.seats.values())
    if number < least or not number:
        return _held(table, number, least, too_old)
    sections = tuple((plan, tuple(table.seats[plan.key])) for plan in plans if table.seats[plan.key])
    return Choice(sections=sections, left_out=tuple(table.left_out))


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
    return in_order(_story(story.article, story.echoes, sources, now) for story in fresh.values())


def _story(lead: Article, echoes: tuple[Article, ...], sources: Mapping[int, Source], now: datetime) -> Story:
    score, reasons = scored(lead, echoes, sources, now=now)
    return Story(article=lead, echoes=echoes, score=score, reasons=reasons)


def _give_place(
    story: Story, table: _Table, plans: Sequence[SectionPlan], newsletter: Newsletter, sources: Mapping[int, Source]
) -> None:
    wanted = _sections_for(story, plans, sources)
    source = story.article.source_id
    if not wanted:
        table.turn_away(story, "no section takes its source or topics")
    elif table.by_source[source] >= newsletter.taste.per_source:
        table.turn_away(story, f"its source has {newsletter.taste.per_source} stories already")
    else:
        plan = next((plan for plan in wanted if len(table.seats[plan.key]) < plan.maximum), None)
        if plan is None:
            table.turn_away(story, f"section {wanted[0].title or wanted[0].key} is full ({wanted[0].maximum})")
        else:
            table.seats[plan.key].append(replace(story, section=plan.key))
            table.by_source[source] += 1


def _sections_for(story: Story, plans: Sequence[SectionPlan], sources: Mapping[int, Source]) -> list[SectionPlan]:
    """The sections that ask for a story, in order; those that ask for nothing take what no other asked for."""
    asked = [plan for plan in plans if _asks_for(plan, story.article, sources.get(story.article.source_id))]
    return asked or [plan for plan in plans if not plan.sources and not plan.topics]


def _asks_for(plan: SectionPlan, article: Article, source: Source | None) -> bool:
    if source and (source.slug in plan.sources or source.section == plan.key):
        return True
    topics = {topic.casefold() for topic in (*article.topics, *(source.topics if source else ()))}
    return any(topic.casefold() in topics for topic in plan.topics)


def _trim(table: _Table, maximum: int) -> None:
    everyone = sorted((story for seated in table.seats.values() for story in seated), key=lambda story: -story.score)
    for story in everyone[maximum:]:
        table.seats[story.section].remove(story)
        table.turn_away(story, f"the issue is full ({maximum})")


def _drop_thin_sections(table: _Table, plans: Sequence[SectionPlan]) -> None:
    for plan in plans:
        seated = table.seats[plan.key]
        if seated and len(seated) < plan.minimum:
            for story in seated:
                table.turn_away(story, f"section {plan.title or plan.key} held: {len(seated)} of {plan.minimum}")
            table.seats[plan.key] = []


def _held(table: _Table, number: int, minimum: int, too_old: int) -> Choice:
    why = f"held: {number} of {minimum}" if number else "nothing new"
    if not number and too_old:
        why += f": {too_old} articles are older than choose.max_age or choose.first_run allow"
    for seated in table.seats.values():
        for story in seated:
            table.turn_away(story, why)
    return Choice(left_out=tuple(table.left_out), held=why)
