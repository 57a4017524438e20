"""What is asked for at the public forms: written down within limits. Nobody is looked up before it is answered."""

from __future__ import annotations

from datetime import datetime

import subscribers
from digest import store
from digest.newsroom import Newsroom
from digest.store.limits import Allowance

LONGEST_DOMAIN = 100  # characters of a domain that tell it from others


async def ask(newsroom: Newsroom, request: subscribers.Request, *, network: str, now: datetime) -> datetime | None:
    """Write a request down, if the limits of [join] allow it.

    Returns when this network may ask again, where it asked too often; None: it was heard. Whether anything was
    written is told nobody: an address that was asked for too often gets no further mail, and whoever asks gets the
    same answer.
    """
    limits = newsroom.settings.join
    async with newsroom.begin() as tx:
        own = Allowance(limit=limits.per_network, what="network", who=network)
        if not await store.limits.allow(tx, [own], now=now):
            return await store.limits.over(tx, own, now=now)
        domain = request.address.rpartition("@")[2].lower()[-LONGEST_DOMAIN:]
        wanted = [
            Allowance(limit=limits.in_all, what="all"),
            Allowance(limit=limits.per_domain, what="domain", who=domain),
            *to_address(newsroom, request.address),
        ]
        if await store.limits.allow(tx, wanted, now=now):
            await subscribers.ask(tx, request, now=now)
    return None


def to_address(newsroom: Newsroom, address: str) -> list[Allowance]:
    """How many mails an address may be sent by strangers' asking; it is counted by its keyed hash."""
    limits, who = newsroom.settings.join, subscribers.address_key(address, newsroom.keys).hex()
    return [
        Allowance(limit=limits.per_address, what="address", who=who),
        Allowance(limit=limits.most_asked, what="unconfirmed", who=who),
    ]


async def forgive(tx: store.Tx, newsroom: Newsroom, address: str, *, now: datetime) -> None:
    """Somebody confirmed that an address is theirs: what was asked for it counts no more."""
    for one in to_address(newsroom, address):
        await store.limits.forgive(tx, one, now=now)
