"""The reader's own page: what there is to choose, what they chose, and the changing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import subscribers
from digest import store
from digest.jobs.asking import ask
from digest.jobs.confirming import farewell, welcome
from digest.model import Newsletter, Source
from digest.newsroom import Newsroom
from subscribers import Asked, Change, Consent, Event, Preferences, Request, Standing

HOW = "page"
STEPS = {Standing.ACTIVE: Event.RESUME, Standing.PAUSED: Event.PAUSE, Standing.LEFT: Event.LEAVE}
AWAY = (None, Standing.LEFT, Standing.REMOVED)
UNSURE = (Standing.PENDING, Standing.SUPPRESSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader wants of one newsletter. ``standing`` None: as it is."""

    standing: Standing | None = None
    wishes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader, all newsletters that they may see, the sources of the newsroom, and what they can take back."""

    preferences: Preferences
    newsletters: tuple[Newsletter, ...]
    sources: tuple[Source, ...]
    undoable: tuple[Change, ...]


async def reader(newsroom: Newsroom, person_id: int, *, now: datetime) -> Reader | None:
    """Whose page it is; None for somebody who is not (any more) here. Nothing is changed."""
    async with newsroom.reading() as tx:
        found = await subscribers.preferences(tx, person_id)
        if found is None:
            return None
        every = await store.newsletters.every(tx)
        changes = await subscribers.changes_of(tx, person_id, since=now - subscribers.UNDOABLE)
        return Reader(
            preferences=found,
            newsletters=tuple(one for one in every if one.id in found.choices or one.public.joinable),
            sources=tuple(await store.sources.every(tx)),
            undoable=tuple(subscribers.undoable(changes, now=now)),
        )


async def choose(
    newsroom: Newsroom,
    who: Reader,
    wanted: Mapping[int, Wanted],
    about: Mapping[str, Any],
    *,
    client: str,
    now: datetime,
) -> bool:
    """Change whatever is not so already, all of it or nothing. Returns whether a mail to confirm is sent first.

    Raises:
        PreferenceError: a wish cannot be meant; nothing is changed.
    """
    person, newsletters = who.preferences.person, {one.id: one for one in who.newsletters}
    unsure = []
    async with newsroom.begin() as tx:
        fresh = []
        for newsletter_id, one in wanted.items():
            newsletter = newsletters[newsletter_id]
            before = await subscribers.standing_of(tx, newsletter_id, person.id)
            if await _step(tx, person.id, newsletter, before, one.standing, client=client, now=now):
                fresh.append(newsletter)
            elif one.standing is Standing.ACTIVE and before in UNSURE:
                unsure.append(newsletter_id)
            await subscribers.change(tx, person.id, one.wishes, newsletter_id=newsletter_id, how=HOW, now=now)
        await subscribers.change(tx, person.id, about, how=HOW, now=now)
        await welcome(tx, person.id, fresh, now=now)
    if unsure:
        request = Request(kind=Asked.JOIN, address=person.address, newsletters=tuple(unsure), how=HOW, client=client)
        await ask(newsroom, request, network=client, now=now)
    return bool(unsure)


async def _step(
    tx: store.Tx,
    person_id: int,
    newsletter: Newsletter,
    before: Standing | None,
    after: Standing | None,
    *,
    client: str,
    now: datetime,
) -> bool:
    """Take the step to another standing, where the reader's page may. Returns whether they came in by it."""
    about = {"person_id": person_id, "newsletter_id": newsletter.id}
    consent = Consent(how=HOW, client=client)
    if after is None or after is before or before is Standing.SUPPRESSED:
        return False
    if before in AWAY:
        if after is not Standing.ACTIVE:
            return False
        return await subscribers.step_in(tx, **about, consent=consent, now=now) is not None
    if before is Standing.PENDING and after is not Standing.LEFT:
        return False
    change = await subscribers.take_step(tx, STEPS[after], **about, consent=consent, now=now)
    if after is Standing.LEFT:
        await farewell(tx, person_id, newsletter, change, now=now)
    return False


async def take_back(newsroom: Newsroom, person_id: int, change_id: int, *, now: datetime) -> bool:
    """Take back a change. Returns whether that changed anything.

    Raises:
        NotPermitted: it would bring back somebody who was suppressed since, or an address that is somebody else's now.
    """
    async with newsroom.begin() as tx:
        return await subscribers.undo(tx, person_id, change_id, how=HOW, now=now)


async def ask_to_move(newsroom: Newsroom, person_id: int, address: str, *, client: str, now: datetime) -> None:
    """Ask at a new address whether it is theirs. Nothing changes before they say so there."""
    request = Request(kind=Asked.MOVE, address=address, person_id=person_id, how=HOW, client=client)
    await ask(newsroom, request, network=client, now=now)
