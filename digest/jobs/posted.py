"""Take back what a provider posts: fetch what its proof needs → verify → read → write down."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from datetime import datetime

from digest import gather
from digest.deliver import hooks
from digest.errors import NotFound, SourceError, Unproven
from digest.jobs.returns import read_mark
from digest.model import Return
from digest.newsroom import Newsroom
from digest.render import Links
from digest.sending.counting import Outcome, accept

MOST_REMEMBERED = 20  # certificates; a provider has one or two at a time
PAGE = 50  # events in one transaction: while one is open, no letter is settled

Remembered = MutableMapping[str, bytes]


async def take_posted(
    newsroom: Newsroom, provider: str, post: hooks.Post, *, remembered: Remembered, now: datetime
) -> list[Outcome]:
    """Take back what was posted. ``remembered`` keeps what was fetched for proofs, from post to post.

    Raises:
        NotFound: no such provider is set up.
        Unproven: the post is not proven to be the provider's, or too old.
        Unreachable: what its proof needs cannot be fetched now.
        StoreError: it could not be written down; it must come again.
    """
    hook, secret = hooks.HOOKS.get(provider), secret_of(newsroom, provider)
    if hook is None or secret is None:
        raise NotFound(kind="provider", key=provider)
    fetched = await _fetch(newsroom, hook.wants(post), remembered, now)
    hook.verify(post, secret, now, fetched)
    if address := hook.confirms(post):
        await _get(newsroom, address, now)
    found = [_proven(one, newsroom.links) for one in hook.read(post)]
    outcomes: list[Outcome] = []
    # What is written down already is known, should the rest have to come again.
    for start in range(0, len(found), PAGE):
        async with newsroom.begin() as tx:
            outcomes += await accept(tx, newsroom, found[start : start + PAGE], now=now)
    return outcomes


def secret_of(newsroom: Newsroom, provider: str) -> hooks.Secret | None:
    """What we share with a provider; None where nothing is set up. Secrets leave their wrappers here only."""
    wanted = newsroom.settings.returns
    if provider == "ses":
        return hooks.Secret(topics=wanted.ses.topics) if wanted.ses.topics else None
    keyed = {"mailgun": wanted.mailgun, "sendgrid": wanted.sendgrid, "standard": wanted.standard}
    if provider in keyed:
        key = keyed[provider].key.get_secret_value()
        return hooks.Secret(key=key) if key else None
    logins = {"postmark": wanted.postmark, "mailjet": wanted.mailjet, "brevo": wanted.brevo}
    if provider in logins:
        login = logins[provider]
        password = login.password.get_secret_value()
        return hooks.Secret(key=password, user=login.user) if password else None
    return None


def _proven(one: Return, links: Links) -> Return:
    copy = next((copy for mark in one.marks if (copy := read_mark(links, mark))), None)
    return replace(one, copy=copy, proven=True)


async def _fetch(newsroom: Newsroom, url: str, remembered: Remembered, now: datetime) -> bytes:
    if not url or url in remembered:
        return remembered.get(url, b"")
    body = await _get(newsroom, url, now)
    if len(remembered) >= MOST_REMEMBERED:
        remembered.clear()
    remembered[url] = body
    return body


async def _get(newsroom: Newsroom, url: str, now: datetime) -> bytes:
    """By the guarded client: public addresses only, however a name resolves."""
    try:
        answer = await newsroom.web.get(url, now=now)
    except SourceError as fault:
        if fault.permanent:
            raise Unproven(f"What the proof needs is not there: {fault}") from fault
        raise
    return answer.body if isinstance(answer, gather.Fetched) else b""
