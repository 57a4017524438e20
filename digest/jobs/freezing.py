"""Write down who gets an issue, a page at a time; nothing is sent before all of them are there."""

from __future__ import annotations

import subscribers
from digest import store
from digest.model import Newsletter
from digest.newsroom import Newsroom

PAGE = 1000


async def freeze(newsroom: Newsroom, newsletter: Newsletter, errand_id: int, *, cadence: str) -> int:
    """Write the audience of an errand, from where a dead process stopped, and open it. Returns how many they are."""
    async with newsroom.reading() as tx:
        upto = (await store.errands.get(tx, errand_id)).frozen_upto
    while True:
        async with newsroom.begin() as tx:
            page = await subscribers.recipients(tx, newsletter.id, cadence=cadence, after=upto, limit=PAGE)
            if not page:
                return await store.errands.thaw(tx, errand_id)
            upto = page[-1].id
            addressees = [_addressee(newsroom, newsletter, recipient) for recipient in page]
            await store.errands.freeze_page(tx, errand_id, addressees, upto=upto)


def _addressee(newsroom: Newsroom, newsletter: Newsletter, recipient: subscribers.Recipient) -> store.Addressee:
    canonical = recipient.address.lower()
    key = subscribers.canonical_key(canonical, newsroom.keys)
    first = is_canary(newsletter, canonical, key)
    return store.Addressee(
        recipient_id=recipient.id,
        address_key=key,
        domain=canonical.rpartition("@")[2],
        not_before=store.outbox.CANARIES if first else store.outbox.AT_ONCE,
    )


def is_canary(newsletter: Newsletter, canonical: str, key: bytes) -> bool:
    """Whether a reader is among an issue's first: by name, or by a hash that is as good as a lot and stays the same."""
    plan = newsletter.canary
    return canonical in plan.seed or int.from_bytes(key[:4], "big") / 2**32 < plan.share
