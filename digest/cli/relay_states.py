"""How it stands with the relays: which are left alone and why, and which have carried their letters of the day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from digest import deliver, store
from digest.cli.desk import Desk
from digest.newsroom import Newsroom
from digest.words import counted


async def relays_now(newsroom: Newsroom, tx: store.Tx, now: datetime) -> list[dict[str, Any]]:
    """A mapping for each relay, as ``--json`` shows it."""
    states = await store.relays.every(tx)
    return [_seen(relay.settings, states.get(relay.settings.name), now) for relay in newsroom.relays]


def _seen(settings: deliver.RelaySettings, state: store.RelayState | None, now: datetime) -> dict[str, Any]:
    state = state or store.RelayState(name=settings.name)
    is_open = deliver.Breaker(open_until=state.open_until).is_open(now)
    return {
        "name": settings.name,
        "left_alone_until": state.open_until if is_open else None,
        "reason": state.reason if is_open else "",
        "sent_today": state.sent_on(now.date()),
        "most_today": settings.cap(now.date()) or None,
    }


def in_words(relays: list[dict[str, Any]]) -> list[str]:
    """A sentence for each of which there is something to say."""
    said = []
    for one in relays:
        if one["left_alone_until"]:
            until = f"{one['left_alone_until']:%H:%M:%S} UTC"
            said.append(f"The relay {one['name']} is left alone until {until}: {one['reason']}")
        elif one["most_today"] and one["sent_today"] >= one["most_today"]:
            letters = counted(one["most_today"], "letter")
            said.append(f"The relay {one['name']} has carried its {letters} of today (UTC); others leave tomorrow.")
    return said


def say_relays(desk: Desk, relays: list[dict[str, Any]]) -> None:
    """The same, said."""
    for sentence in in_words(relays):
        desk.screen.say(sentence)
