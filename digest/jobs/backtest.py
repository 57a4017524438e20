"""What issues would have been made: a newsletter, as it is defined now, goes through the days that have been.

Nothing is stored and nothing is sent. Each moment of its rhythm sees the articles that there were by then, and what the
issues before it told. An article counts as there from its date on, or from when it was first seen where it has none, so
that a pool which was gathered today can be tried on the month before. Pins count from when they were made. No language
model is asked: what the issues choose is what is tried, and four hundred of them would cost what no newsroom expects.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from digest import cadence, choose, store
from digest.jobs.proof import Desk, Proof, chosen, made_of
from digest.model import Article, Newsletter
from digest.newsroom import Newsroom
from digest.summarise import WRITERS

MOST = 400  # issues that are tried at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An issue that would have been made, or held, at ``at``; ``size`` is that of its HTML in bytes."""

    at: datetime
    cadence: str
    proof: Proof

    @property
    def size(self) -> int:
        """Bytes of the HTML part as it travels, without what is a reader's own."""
        return sum(len(piece.data) for piece in self.proof.sheet.html) if self.proof.sheet else 0


async def try_out(
    newsroom: Newsroom, newsletter: Newsletter, *, days: int, cadence_key: str = "", now: datetime
) -> AsyncIterator[Tried]:
    """The issues of the last ``days``, the oldest first, no more than 400.

    ``cadence_key`` names one of its rhythms; without one all of them are tried together, as for a reader of all. A
    newsletter that is sent by hand is tried once a day, at this hour.

    Raises:
        TemplateError: a template cannot be used.
        StoreError: the database cannot be read.
    """
    begins = now - timedelta(days=days)
    past = _Past(newsletter=replace(newsletter, made=begins))
    async with newsroom.reading() as tx:
        sources = {source.id: source for source in await store.sources.every(tx)}
        pool = await store.articles.pool(tx, since=choose.horizon(newsletter, now=begins))
        past.pins = await store.pins.ever_made(tx, newsletter.id)
        known = {article.id for article in pool}
        older = await store.articles.by_id(tx, [article_id for article_id, _ in past.pins if article_id not in known])
    pool = [*(article for article in older if not article.removed), *pool]
    for key, at in moments(newsletter, begins, now, cadence_key):
        desk = Desk(
            newsletter=past.newsletter,
            sources=sources,
            told=past.told_lately(at),
            told_urls=past.told_urls(),
            pinned=past.pinned(at),
        )
        there = past.there(pool, at)
        choice = await asyncio.to_thread(chosen, there, desk, first=past.number == 1, now=at)
        proof = await made_of(newsroom, desk, choice, number=past.number, now=at, cadence=key, writers=WRITERS)
        past.note(proof)
        yield Tried(at=at, cadence=key, proof=proof)


def moments(newsletter: Newsletter, begins: datetime, now: datetime, key: str = "") -> list[tuple[str, datetime]]:
    """When issues would have been due, the oldest first; the newest where there are more than can be tried."""
    rhythms = [one for one in newsletter.cadences if key in ("", one.key)]
    found = [
        (rhythm.key, moment.at)
        for rhythm in rhythms
        for moment in cadence.occurrences(cadence.parse(rhythm.rule, rhythm.zone), after=begins, until=now)
    ]
    if not newsletter.cadences:
        found = [("hand", begins + timedelta(days=n)) for n in range(1, (now - begins).days + 1)]
    return sorted(found, key=lambda one: one[1])[-MOST:]


@dataclass(slots=True, kw_only=True)
class _Past:
    """What the issues that were tried so far have told."""

    newsletter: Newsletter
    number: int = 1
    told: list[tuple[datetime, Article]] = field(default_factory=list)
    pins: Sequence[tuple[int, datetime]] = ()

    def pinned(self, at: datetime) -> set[int]:
        """The articles that were pinned by then and that it would not have told yet."""
        return {article_id for article_id, made in self.pins if made <= at} - {article.id for _, article in self.told}

    def there(self, pool: Sequence[Article], at: datetime) -> list[Article]:
        """What could be told then."""
        horizon = choose.horizon(self.newsletter, now=at)
        told = {article.id for _, article in self.told}
        dated = ((article.published or article.seen, article) for article in pool)
        pinned = self.pinned(at)
        return [
            article
            for when, article in dated
            if when <= at and (when >= horizon or article.id in pinned) and article.id not in told
        ]

    def told_lately(self, at: datetime) -> list[Article]:
        """What the newsletter would have told not long before, in the order of ``store.articles.told``."""
        lately = choose.same_story_since(now=at)
        return [article for when, article in self.told if when >= lately]

    def told_urls(self) -> set[str]:
        """The addresses of all that it would have told."""
        return {article.url for _, article in self.told if article.url}

    def note(self, proof: Proof) -> None:
        """Remember what an issue tells."""
        if proof.issue is None:
            return
        self.number += 1
        for item in proof.issue.items:
            self.told += [(proof.issue.made, one) for one in (*item.story.echoes, item.story.article)]
