"""Bringing letters in: whose turn it is, who is still welcome, and onto which desk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

import subscribers
from digest import cadence, render, store
from digest.errors import DigestError, StoreError
from digest.model import Delivery, Errand, ErrandKind
from digest.sending import fitting, tending
from digest.sending.desks import Job, Post
from digest.sending.floor import Floor
from digest.sending.settling import unwelcome
from digest.sending.welcome import welcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whose letters are wanted: those to ``these`` domains, or those to ``others`` than these; or everybody's."""

    these: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


EVERYBODY = Whom()


async def due(floor: Floor, only: int | None) -> list[Errand]:
    """The errands, or ``only`` one, of which something is due."""
    async with floor.mailroom.reading() as tx:
        return [one for one in await store.errands.due(tx, now=floor.clock()) if only in (None, one.id)]


def turns(due: Sequence[Errand], appetite: int) -> list[Errand]:
    """Whose turn it is in a round of so many letters.

    Small mails have one letter each, and there may be thousands: where issues are due as well, they get half of it.
    """
    mails = [one for one in due if one.kind is ErrandKind.MAIL]
    issues = [one for one in due if one.kind is not ErrandKind.MAIL]
    return [*mails[: max(1, appetite // 2 if issues else appetite)], *issues]


async def bring(floor: Floor, only: int | None, appetite: int, whom: Whom = EVERYBODY) -> int:
    """Claim up to ``appetite`` letters, of each due errand a share. Returns how many came."""
    now, errands = floor.clock(), turns(await due(floor, only), appetite)
    brought = 0
    for number, errand in enumerate(errands):
        if errand.id in floor.to_pause:  # it was closed since the last giving back, and only we know
            continue
        post = floor.posts.get(errand.id)
        if post is None or post.closed:  # somebody let it go on
            if wrong := await fitting.wrong_key(floor.mailroom, errand):
                floor.give_up(wrong)
                return brought
            post = await _open_or_pause(floor, errand)
        if post is None:
            continue
        upto = await tending.tend(floor.mailroom, errand, post, now=now, attention=floor.attention)
        if upto is not None and not post.closed:
            share = max(1, (appetite - brought) // (len(errands) - number))
            brought += await _claim(floor, post, share, upto, whom)
    return brought


async def _open_or_pause(floor: Floor, errand: Errand) -> Post | None:
    """One errand whose letters cannot be made waits for a person; the others go on."""
    try:
        return await _open_post(floor, errand)
    except (DigestError, subscribers.SubscribersError) as fault:
        if isinstance(fault, StoreError) and not fault.permanent:
            raise
        await tending.pause(floor.mailroom, errand.id, f"its letters cannot be made: {fault.message.rstrip('.')}")
        return None


async def _open_post(floor: Floor, errand: Errand) -> Post:
    async with floor.mailroom.reading() as tx:
        sheet = await store.errands.sheet_of(tx, errand.id)
    post = Post(
        errand=errand,
        press=render.open_press(sheet, floor.mailroom.links, newsletter_id=errand.newsletter_id),
        window=cadence.parse_window(errand.window),
        newsletter=sheet.newsletter_slug,
        doubts=floor.attention.doubts(errand.id, lanes=sum(desk.relay.lanes for desk in floor.desks.values())),
    )
    floor.posts[errand.id] = post
    return post


async def _claim(floor: Floor, post: Post, limit: int, upto: datetime, whom: Whom) -> int:
    """Claim, and ask at the last moment who may still be written to; the others' rows are settled at once."""
    errand, batch = post.errand, await _take(floor, post.errand.id, limit, upto, whom)
    people = [delivery.recipient_id for delivery in batch]
    async with floor.mailroom.reading() as tx:
        known = await welcome(tx, errand, batch, now=floor.clock())
        gone = [person for person in people if person not in known]
        why = await subscribers.why_not(tx, errand.newsletter_id, gone) if gone else {}
    for delivery in batch:
        if delivery.recipient_id in why:
            floor.scribe.note(unwelcome(delivery, why[delivery.recipient_id]))
    asked = asyncio.get_running_loop().time()
    floor.lay_in(
        (Job(one, known[one.recipient_id], post, asked) for one in batch if one.recipient_id in known),
        floor.clock(),
    )
    return len(batch)


async def _take(floor: Floor, errand_id: int, limit: int, upto: datetime, whom: Whom) -> list[Delivery]:
    """What is due; where that is nothing, a company of those that were lost with their process, if none is in hand.

    A process that was stopped for so long that it was taken for dead takes nothing more under its old lease: whatever
    it took would be taken from it again and again.
    """
    lease, lonely = floor.lease, floor.lonely

    def work(tx: Connection) -> tuple[list[Delivery], bool]:
        if not store.leases.is_held(tx, lease):
            return [], False
        batch = store.claiming.claim(
            tx,
            errand_id=errand_id,
            limit=limit,
            lease=lease,
            upto=upto,
            these=whom.these,
            others=whom.others,
            past=floor.aside.past.get(errand_id),
        )
        if batch or not lonely or whom != EVERYBODY:
            return batch, False
        return store.claiming.claim_lost(tx, errand_id=errand_id, lease=lease, upto=upto), True

    batch, lost = await floor.mailroom.pen.write(work)
    if lost:
        floor.suspects = frozenset(one.id for one in batch)
    if whom.others and batch:
        floor.aside.past[errand_id] = max(batch, key=lambda one: (one.not_before, one.id))
    return batch
