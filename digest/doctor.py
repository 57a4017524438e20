"""Is everything well? Each finding is a sentence that says what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import subscribers
from digest import cadence, store
from digest.errors import DigestError
from digest.model import Newsletter, SourceState
from digest.newsroom import Newsroom, open_newsroom
from digest.settings import Settings
from digest.words import counted

MOST_FAILURES = 3  # in a row, until a source counts as ill


@dataclass(frozen=True, slots=True)
class Finding:
    """``state`` is "well", "warning" or "ill"."""

    about: str
    state: str
    words: str


async def examine(read_settings: Callable[[], Settings], *, now: datetime) -> list[Finding]:
    """Look at everything, and go on looking when something is ill."""
    try:
        settings = read_settings()
    except DigestError as fault:
        return [Finding("settings", "ill", fault.message)]
    findings = [Finding("settings", "well", f"{settings.file} is read without a fault")]
    findings += _base_url(settings)
    try:
        async with open_newsroom(settings, check_schema=False) as newsroom:
            findings += [finding async for finding in _rooms(newsroom, now)]
    except DigestError as fault:
        findings.append(Finding("newsroom", "ill", fault.message))
    return findings


def _base_url(settings: Settings) -> list[Finding]:
    url = settings.newsroom.base_url
    host = urlsplit(url).hostname or ""
    if host in ("127.0.0.1", "localhost", "::1"):
        words = (
            f"{url} is this machine only: readers cannot leave by it. Set newsroom.base_url before you mail anybody."
        )
        return [Finding("links", "warning", words)]
    if not url.startswith("https://"):
        return [Finding("links", "warning", f"{url} is not https: one-click unsubscribe asks for it (RFC 8058).")]
    return [Finding("links", "well", url)]


async def _rooms(newsroom: Newsroom, now: datetime) -> AsyncIterator[Finding]:
    try:
        async with newsroom.reading() as tx:
            await store.check_schema(tx)
            newsletters = await store.newsletters.every(tx)
            sources = await store.sources.every(tx)
        yield Finding("database", "well", newsroom.engine.url.render_as_string(hide_password=True))
    except DigestError as fault:
        yield Finding("database", "ill", fault.message)
        return
    yield await _relay(newsroom)
    for newsletter in newsletters:
        for finding in await _newsletter(newsroom, newsletter, now):
            yield finding
    if not newsletters:
        yield Finding("newsletters", "warning", "there is none yet; `digest newsletters add` makes one")
    failing = [source for source in sources if source.failures >= MOST_FAILURES or source.state is SourceState.GONE]
    for source in failing:
        yield Finding(f"source {source.slug}", "warning", f"{source.failures} failures in a row: {source.failure}")
    if not failing:
        yield Finding("sources", "well" if sources else "warning", f"{len(sources)} sources, none failing")


async def _relay(newsroom: Newsroom) -> Finding:
    try:
        return Finding("relay", "well", await newsroom.relay.check())
    except DigestError as fault:
        return Finding("relay", "ill", fault.message)


async def _newsletter(newsroom: Newsroom, newsletter: Newsletter, now: datetime) -> list[Finding]:
    about = f"newsletter {newsletter.slug}"
    try:
        newsroom.looks.need(newsletter.look)
        subscribers.parse_address(newsletter.sender.address)
        moments = [
            moment
            for rhythm in newsletter.cadences
            for moment in cadence.upcoming(cadence.parse(rhythm.rule, rhythm.zone), now=now, count=1)
        ]
    except (DigestError, subscribers.SubscribersError) as fault:
        return [Finding(about, "ill", fault.message)]
    async with newsroom.reading() as tx:
        readers = await subscribers.count(tx, newsletter.id)
    coming = f"next {min(m.at for m in moments):%Y-%m-%d %H:%M} UTC" if moments else "only by hand"
    findings = [Finding(about, "well", f"{counted(readers, 'reader')}, {coming}")]
    if not newsletter.sender.postal_address or newsletter.sender.postal_address.startswith("Your postal address"):
        findings.append(Finding(about, "warning", "postal_address is missing; the law of most countries wants one"))
    return findings
