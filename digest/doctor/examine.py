"""Looking at everything: first what is inside the newsroom, then what others see of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from urllib.parse import urlsplit

import subscribers
from digest import cadence, gather, store
from digest.deliver import Relay
from digest.doctor.finding import Finding, ill, warning, well
from digest.doctor.outside import outside
from digest.errors import DigestError, SummaryError
from digest.model import Newsletter, Volume
from digest.newsroom import Newsroom, model_settings, open_newsroom
from digest.settings import Settings
from digest.summarise import ModelSettings
from digest.summarise.llm.endpoint import check_model
from digest.words import counted

MODEL_MAY_TAKE = 20.0  # seconds for a word; one that is loaded first may take longer, and then is told of


async def examine(read_settings: Callable[[], Settings], *, now: datetime, offline: bool = False) -> list[Finding]:
    """Look at everything, and go on looking when something is ill. ``offline``: ask no DNS server."""
    try:
        settings = read_settings()
    except DigestError as fault:
        return [ill("settings", fault.message)]
    findings = [well("settings", f"{settings.file} is read without a fault")]
    findings += _base_url(settings)
    try:
        async with open_newsroom(settings, check_schema=False) as newsroom:
            findings += [finding async for finding in _rooms(newsroom, now)]
            if not offline:
                findings += await outside(newsroom, now=now)
    except DigestError as fault:
        findings.append(ill("newsroom", fault.message))
    return findings


def _base_url(settings: Settings) -> list[Finding]:
    url = settings.newsroom.base_url
    host = urlsplit(url).hostname or ""
    if host in ("127.0.0.1", "localhost", "::1"):
        words = (
            f"{url} is this machine only: readers cannot leave by it. Set newsroom.base_url before you mail anybody."
        )
        return [warning("links", words)]
    if not url.startswith("https://"):
        return [warning("links", f"{url} is not https: one-click unsubscribe asks for it (RFC 8058).")]
    return [well("links", url)]


async def _rooms(newsroom: Newsroom, now: datetime) -> AsyncIterator[Finding]:
    try:
        async with newsroom.reading() as tx:
            await store.check_schema(tx)
            newsletters = await store.newsletters.every(tx)
            sources = await store.sources.every(tx)
        yield well("database", newsroom.engine.url.render_as_string(hide_password=True))
    except DigestError as fault:
        yield ill("database", fault.message)
        return
    for relay in newsroom.relays:
        yield await _relay(relay)
    if model := model_settings(newsroom.settings):
        yield await _model(model)
    for newsletter in newsletters:
        for finding in await _newsletter(newsroom, newsletter, now):
            yield finding
    if not newsletters:
        yield warning("newsletters", "there is none yet; `digest newsletters add` makes one")
    yield await _asked(newsroom, now)
    async with newsroom.reading() as tx:
        volumes = await store.health.volumes(tx, now=now)
    found = {one.id: gather.health(one, volumes.get(one.id, Volume()), now=now) for one in sources}
    for source in sources:
        for words in found[source.id]:
            yield warning(f"source {source.slug}", words)
    if not any(found.values()):
        yield (well if sources else warning)("sources", f"{counted(len(sources), 'source')}, all well")


async def _asked(newsroom: Newsroom, now: datetime) -> Finding:
    """Whether what was asked for at the forms is answered."""
    async with newsroom.reading() as tx:
        aside = [*await subscribers.requests_aside(tx), *await store.mails.aside(tx)]
        away = await store.crowds.sent_away(tx, now=now)
    if away and not aside:
        words = " and ".join(f"{number:,} times by {setting}" for setting, number in away.items())
        return warning(
            "requests",
            f"who asked at the forms was told today to come back later, {words}; if those were readers, raise it",
        )
    if not aside:
        return well("requests", "whatever was asked for at the forms was answered")
    words = f"{counted(len(aside), 'request')} at the forms or mails about them are set aside, the first because"
    return warning("requests", f"{words} {aside[0].why}; `digest status` lists them and says when they are tried again")


async def _relay(relay: Relay) -> Finding:
    about = "relay" if relay.settings.name == "relay" else f"relay {relay.settings.name}"
    try:
        return well(about, await relay.check())
    except DigestError as fault:
        return ill(about, fault.message)


async def _model(settings: ModelSettings) -> Finding:
    """Whether the language model answers; issues go out without it, so it is never worse than a warning."""
    try:
        return well("model", await check_model(settings, seconds=min(settings.timeout, MODEL_MAY_TAKE)))
    except SummaryError as fault:
        words = f"{settings.model} at {settings.place}: {fault.message}"
        return warning("model", f"{words}; without it summaries are sentences of the sources")


async def _newsletter(newsroom: Newsroom, newsletter: Newsletter, now: datetime) -> list[Finding]:
    about = f"newsletter {newsletter.slug}"
    try:
        newsroom.looks.need(newsletter.look)
        domain = subscribers.parse_address(newsletter.sender.address).domain
        moments = [
            moment
            for rhythm in newsletter.cadences
            for moment in cadence.upcoming(cadence.parse(rhythm.rule, rhythm.zone), now=now, count=1)
        ]
        async with newsroom.reading() as tx:
            readers, of = await subscribers.reach(tx, newsletter.id, newsletter.segment, now=now)
    except (DigestError, subscribers.SubscribersError) as fault:
        return [ill(about, fault.message)]
    coming = f"next {min(m.at for m in moments):%Y-%m-%d %H:%M} UTC" if moments else "only by hand"
    whom = f"{counted(readers, 'reader')} in its segment, of {of:,}" if newsletter.segment else counted(of, "reader")
    findings = [well(about, f"{whom}, {coming}")]
    if not newsletter.sender.postal_address or newsletter.sender.postal_address.startswith("Your postal address"):
        findings.append(warning(about, "postal_address is missing; the law of most countries wants one"))
    return [*findings, *_signing(newsroom, about, domain)]


def _signing(newsroom: Newsroom, about: str, domain: str) -> list[Finding]:
    """Whether its letters are signed here. Without any key that is left to the relay, which is well."""
    make = f"`digest dkim new --domain {domain}` makes a key"
    if newsroom.signers.for_domain(domain):
        return []
    if newsroom.signers.keys:
        return [warning(about, f"no key in [[dkim]] is for {domain}, so its letters leave here unsigned; {make}")]
    return [well(about, f"its letters leave here unsigned, which is fine if the relay signs for {domain}; else {make}")]
