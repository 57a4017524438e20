"""What hubs say to us at the address that they were given (WebSub).

A push is a hint and nothing more: it makes its source due, and the round fetches from the publisher as always.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from digest import store
from digest.gather import hubs
from digest.model import Hub, HubState
from digest.newsroom import Newsroom


async def answer_hub(newsroom: Newsroom, mark: str, said: Mapping[str, str], *, now: datetime) -> str | None:
    """A hub makes sure that it was we who asked (§5.3), or says no (§5.2): what it is answered; None: it was not we."""
    mode, challenge = said.get("hub.mode", ""), said.get("hub.challenge", "")
    async with newsroom.reading() as tx:
        hub = await _hub_of(tx, newsroom, mark)
    if hub is None or said.get("hub.topic", "") != hub.topic:
        return None
    if mode == "denied" and hub.state is not HubState.LEAVING:
        after, challenge = hubs.refused(hub, said.get("hub.reason", ""), now=now), ""
    elif mode == "subscribe" and hub.state in (HubState.ASKED, HubState.PUSHING):
        after = hubs.verified(hub, said.get("hub.lease_seconds", ""), now=now)
    elif mode == "unsubscribe" and hub.state is HubState.LEAVING:
        after = None
    else:
        return None
    async with newsroom.begin() as tx:
        await (store.hubs.save(tx, after, before=hub) if after else store.hubs.forget(tx, hub.source_id))
    return challenge


async def knows_hub(newsroom: Newsroom, mark: str) -> bool:
    """Whether a hub was asked by this address and may push to it."""
    async with newsroom.reading() as tx:
        hub = await _hub_of(tx, newsroom, mark)
    return hub is not None and hub.state in (HubState.ASKED, HubState.PUSHING)


async def take_push(newsroom: Newsroom, mark: str, body: bytes, signature: str, *, now: datetime) -> bool:
    """A hub says that there is news: its source is due, if it is really the hub. Returns whether it is."""
    source_id = hubs.source_of(mark)
    if source_id is None or not hubs.is_signed(body, signature, mark, newsroom.keys.oldest_secret):
        return False
    async with newsroom.begin() as tx:
        await store.sources.note_push(tx, source_id, now=now)
    return True


async def _hub_of(tx: store.Tx, newsroom: Newsroom, mark: str) -> Hub | None:
    source_id = hubs.source_of(mark)
    hub = await store.hubs.find(tx, source_id) if source_id is not None else None
    return hub if hub is not None and hubs.is_mark_of(mark, hub, newsroom.keys.oldest_secret) else None
