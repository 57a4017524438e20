"""What is asked for at the public forms: written down within limits. Nobody is looked up before it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import subscribers
from digest import store
from digest.newsroom import Newsroom
from digest.store.limits import Allowance

LONGEST_DOMAIN = 100  # characters of a domain that tell it from others


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was written down. ``at``: when to ask again; ``crowded``: all ask too often, and not this network."""

    at: datetime
    crowded: bool


async def ask(newsroom: Newsroom, request: subscribers.Request, *, network: str, now: datetime) -> Later | None:
    """Write a request down, if the limits of [join] allow it.

    Returns when to ask again, where this network asked too often, or all do; None: it was heard. Whether anything was
    written then is told nobody: an address that was asked for too often gets no further mail, and whoever asks gets
    the same answer.
    """
    limits = newsroom.settings.join
    async with newsroom.begin() as tx:
        own = Allowance(limit=limits.per_network, what="network", who=network)
        if not await store.limits.allow(tx, [own], now=now):
            return Later(await store.limits.over(tx, own, now=now), crowded=False)
        domain = request.address.rpartition("@")[2].lower()[-LONGEST_DOMAIN:]
        wanted = [
            Allowance(limit=limits.in_all, what="all"),
            Allowance(limit=limits.per_domain, what="domain", who=domain),
            *to_address(newsroom, request.address),
        ]
        refused = await store.limits.refused(tx, wanted, now=now)
        if refused is None:
            await subscribers.ask(tx, request, now=now)
        elif refused.what in store.crowds.SETTINGS:
            await store.crowds.note(tx, refused.what, now=now)
            return Later(await store.limits.over(tx, refused, now=now), crowded=True)
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
