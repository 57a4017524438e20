"""The issue as it would be printed now, without writing a thing: for previews, dry runs, and the press itself."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

import subscribers
from digest import choose, compose, render, store, summarise
from digest.jobs.narrowing import segment_of
from digest.model import BY_HAND, Article, Choice, Issue, Newsletter, Sheet, Slot, Source
from digest.newsroom import Newsroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What would go out. ``issue`` and ``sheet`` are None when the issue is held."""

    newsletter: Newsletter
    choice: Choice
    sources: Mapping[int, Source]
    issue: Issue | None = None
    sheet: Sheet | None = None
    segment: str = ""  # for whom it was chosen, in words; empty: for all readers

    @property
    def content(self) -> str:
        """What makes two proofs the same: the stories in their places, told so, under this subject."""
        told = [
            (s.key, i.story.article.id, i.summary.text)
            for s in (self.issue.sections if self.issue else ())
            for i in s.items
        ]
        return sha256(repr((self.issue.subject if self.issue else "", told)).encode()).hexdigest()[:16]


async def prove(
    newsroom: Newsroom,
    newsletter: Newsletter,
    *,
    now: datetime,
    cadence: str = "",
    slot: Slot | None = None,
    kind: str = "issue",
    segment: str = "",
    language: str = "",
) -> Proof:
    """Choose, summarise, compose and render what is owed, to a ``segment`` of the readers (a name or words) or to all.

    ``language`` is the reader's, if it is for one.

    Raises:
        SettingsError: the segment cannot be understood.
        TemplateError: a template cannot be used.
        StoreError: the database cannot be read.
    """
    horizon = choose.horizon(newsletter, now=now)
    async with newsroom.reading() as tx:
        # The number first: whoever prints between this line and the next ones takes it, and ours is composed anew.
        # Read last, it could be fresh while the articles are not (PostgreSQL, READ COMMITTED), and tell them twice.
        number = await store.issues.next_number(tx, newsletter.id)
        first = not await store.issues.has_told(tx, newsletter.id)
        sources = {source.id: source for source in await store.sources.every(tx)}
        readers, words = _who_got(cadence), await segment_of(tx, newsletter, segment, now=now)
        candidates = await store.articles.candidates(tx, newsletter.id, since=horizon, to=readers, segment=words)
        told_urls = await store.articles.told_urls(tx, newsletter.id, since=horizon, to=readers, segment=words)
        lately = choose.same_story_since(now=now)
        told = await store.articles.told(tx, newsletter.id, since=lately, to=readers, segment=words)
        pinned = {article_id for article_id, _ in await store.pins.of_newsletter(tx, newsletter.id, segment=words)}
    desk = Desk(newsletter=newsletter, sources=sources, told=told, told_urls=told_urls, pinned=pinned)
    # Which of thousands of articles are one story takes a second or two: letters go on leaving meanwhile.
    choice = await asyncio.to_thread(chosen, candidates, desk, first=first, now=now)
    proof = await made_of(
        newsroom, desk, choice, number=number, now=now, cadence=cadence, slot=slot, kind=kind, language=language
    )
    return replace(proof, segment=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What is known before articles are chosen: what was ``told`` lately, and what editors ``pinned``, by id.

    ``told_urls`` reach back as far as what may be owed.
    """

    newsletter: Newsletter
    sources: Mapping[int, Source]
    told: Sequence[Article] = ()
    told_urls: Collection[str] = ()
    pinned: Collection[int] = ()


def chosen(candidates: Sequence[Article], desk: Desk, *, first: bool, now: datetime) -> Choice:
    """What of the candidates is owed, as stories in their places."""
    newsletter = desk.newsletter
    owed = choose.owed(candidates, newsletter, first=first, told_urls=desk.told_urls, pinned=desk.pinned, now=now)
    too_old = len(candidates) - len(owed)
    return choose.stories(owed, newsletter, desk.sources, now=now, too_old=too_old, told=desk.told, pinned=desk.pinned)


async def made_of(
    newsroom: Newsroom,
    desk: Desk,
    choice: Choice,
    *,
    number: int,
    now: datetime,
    cadence: str = "",
    slot: Slot | None = None,
    kind: str = "issue",
    language: str = "",
    writers: Sequence[summarise.Writer] | None = None,
) -> Proof:
    """Summarise (by the newsroom's writers, if by no others), compose and render what was chosen.

    Raises:
        TemplateError: a template cannot be used.
    """
    newsletter, sources = desk.newsletter, desk.sources
    if choice.held:
        return Proof(newsletter=newsletter, choice=choice, sources=sources)
    size = {"sentences": newsletter.taste.sentences, "words": newsletter.taste.words}
    summaries = await summarise.each(choice.stories, writers or newsroom.writers, **size)
    issue = compose.issue(
        newsletter,
        choice,
        summaries,
        sources,
        issue_id=subscribers.new_id(now),
        number=number,
        now=now,
        cadence=cadence,
        slot=slot,
    )
    printed = render.print_issue(
        issue,
        newsletter,
        newsroom.looks,
        base_url=newsroom.settings.newsroom.base_url,
        kind=kind,
        language=language,
    )
    return Proof(newsletter=newsletter, choice=choice, sources=sources, issue=printed.issue, sheet=printed.sheet)


def _who_got(cadence: str) -> tuple[str, ...]:
    """The cadences whose issues went to the readers of this one; empty: all, for these readers may have got any."""
    return () if cadence in {"", BY_HAND} else (cadence, BY_HAND, "")
