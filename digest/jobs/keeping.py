"""What sources brought home, laid beside what is stored: what is new, what changed, and what is a flood."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from digest import gather, store
from digest.jobs.hubs import note_offers
from digest.jobs.languages import guess
from digest.jobs.looking import Brought, Look, paced
from digest.model import Draft, Source, SourceKind
from digest.newsroom import Newsroom

WHOLE = (SourceKind.FOLDER, SourceKind.INBOX, SourceKind.PUSHED)  # whose articles have no page to be read


async def keep_all(newsroom: Newsroom, brought: Sequence[Brought], *, now: datetime) -> list[Look]:
    """Lay harvests beside what is stored and keep what is new of them; floods are kept back until a person decides."""
    guessed = await guess(newsroom, {one.source: one.harvest for one in brought})
    return await newsroom.pool_pen.write(lambda tx: _keep(tx, newsroom, brought, guessed, now))


def _keep(
    tx: Connection,
    newsroom: Newsroom,
    brought: Sequence[Brought],
    guessed: Mapping[Source, Mapping[str, str]],
    now: datetime,
) -> list[Look]:
    """The same, in one transaction; what happens in it is no more than that, so it is no work for the event loop."""
    stored = store.known.stored_hashes(tx, {one.source.id: _guids(one) for one in brought})
    fresh = {one.source.id: _fresh(one, stored[one.source.id]) for one in brought if not one.first}
    floods = {one.source.id: hashes for one in brought if (hashes := fresh.get(one.source.id)) and _many(one, hashes)}
    told = store.known.told_hashes(tx, floods)
    looks, rows = [], []
    rng = random.Random()  # noqa: S311 - no secret: so that sources do not march in step
    for one in brought:
        source = one.source
        known = stored[source.id]
        changes = gather.decide(one.harvest, known, told=told.get(source.id, ()), first=one.first, now=now)
        if changes.flood and not store.known.has_articles(tx, source.id):  # it only failed until now
            changes = gather.decide(one.harvest, known, first=True, now=now)
        visit = _stubs(source, (*changes.new, *changes.changed, *changes.flood))
        languages = guessed.get(source, {})
        rows += store.arriving.rows(source.id, changes.new, languages, now=now, visit=visit)
        rows += store.arriving.rows(source.id, changes.flood, languages, now=now, visit=visit, held=True)
        store.arriving.renew(tx, source.id, changes.changed, languages, now=now, visit=visit)
        looks.append(_seen(newsroom, one, changes, rng))
    store.arriving.put(tx, rows)
    store.sources.remember(tx, [look.source for look in looks])
    note_offers(tx, newsroom, {one.source: one.harvest for one in brought}, now=now)
    return looks


def _guids(brought: Brought) -> list[str]:
    return [draft.guid for draft in brought.harvest.drafts]


def _fresh(brought: Brought, stored: Mapping[str, str]) -> list[str]:
    return [draft.hash for draft in brought.harvest.drafts if draft.guid not in stored]


def _many(brought: Brought, fresh: Sequence[str]) -> bool:
    """Whether so many are new that they may be a flood: many, or all that there are."""
    return len(fresh) >= gather.FLOOD or gather.FEWEST_RENAMED <= len(fresh) == len(brought.harvest.drafts)


def _seen(newsroom: Newsroom, brought: Brought, changes: gather.Changes, rng: random.Random) -> Look:
    return Look(
        source=paced(newsroom, brought.source, fresh=len(changes.new), rng=rng),
        new=len(changes.new),
        changed=len(changes.changed),
        held=len(changes.flood),
        notes=brought.harvest.notes,
    )


def _stubs(source: Source, drafts: Sequence[Draft]) -> set[str]:
    """The guids of those whose pages shall be read. Documents are whole, unless all they say is an address."""
    whole = source.kind in WHOLE
    bare = source.kind is not SourceKind.INBOX  # what stands behind a newsletter's address is nothing but its words
    return {one.guid for one in drafts if (gather.is_stub(one) if not whole else bare and one.url and not one.text)}
