"""Steering an issue that is being sent: pause, resume, cancel, try again, decide. Each may be done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import subscribers
from digest import deliver, store
from digest.model import Canary, Delivery, DeliveryState, ErrandKind, ErrandState, InDoubtPolicy, Newsletter
from digest.newsroom import Newsroom
from digest.sending import canary, rates

PAGE = 1000

Told = tuple[DeliveryState, str] | None  # what became of a letter and why; None: nobody knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What a log settled. ``left`` are still in doubt."""

    sent: int = 0
    unsent: int = 0
    left: int = 0


async def pause(newsroom: Newsroom, errand_id: int, *, reason: str) -> bool:
    """Send no further letter until ``resume``; letters under way are finished. Returns whether it was being sent."""
    async with newsroom.begin() as tx:
        return await store.steering.pause(tx, errand_id, reason=reason)


async def resume(newsroom: Newsroom, errand_id: int, *, now: datetime) -> bool:
    """Go on. Returns whether it was paused.

    What speaks against it by now is overruled, for a person looked at it; what does not, may still pause it. A relay
    that refused us is asked again at once, for the same reason.
    """
    async with newsroom.reading() as tx:
        errand = await store.errands.get(tx, errand_id)
        plan = await canary.plan_of(tx, errand)
        fate = await rates.fate_of(tx, errand_id, await store.ledger.balance(tx, errand_id))
    overruled = fate.answered >= rates.ENOUGH and bool(rates.against(fate, newsroom.settings.send))
    passed = errand.canary is Canary.WAITING and bool(canary.judged(fate, plan))
    async with newsroom.begin() as tx:
        goes_on = await store.steering.resume(tx, errand_id, overruled=overruled, passed=passed, now=now)
        if goes_on:
            await store.relays.ask_again(tx)
    return goes_on


async def cancel(newsroom: Newsroom, errand_id: int, *, now: datetime) -> bool:
    """Send no further letter, ever; what was sent was sent. Returns whether it was not over already."""
    async with newsroom.begin() as tx:
        return await store.steering.cancel(tx, errand_id, reason="cancelled by a person", now=now)


async def remove(newsroom: Newsroom, newsletter: Newsletter, *, now: datetime) -> int:
    """Forget a newsletter: nothing more of it is sent. Returns how many of its issues were under way."""
    async with newsroom.begin() as tx:
        await store.newsletters.remove(tx, newsletter.id)
        going = [one for one in await store.errands.unfinished(tx) if one.newsletter_id == newsletter.id]
        for errand in going:
            await store.steering.cancel(tx, errand.id, reason="its newsletter was removed", now=now)
    return sum(errand.kind is ErrandKind.ISSUE for errand in going)


async def retry_failed(newsroom: Newsroom, errand_id: int, *, now: datetime) -> int:
    """Try once more whoever was refused, expired or parked, if they are still welcome. Returns how many.

    Who is not stays failed, with what the server said: they may be restored, and tried then. What is paused stays
    paused, with these among its letters; of what is cancelled nobody is tried again.
    """
    again = 0
    async with newsroom.begin() as tx:
        errand = await store.errands.get(tx, errand_id)
        if errand.state is ErrandState.CANCELLED:
            return 0
        page = await store.ledger.failed(tx, errand_id, limit=PAGE)
        while page:
            readers = [one.recipient_id for one in page]
            known = await subscribers.still_welcome(tx, errand.newsletter_id, readers, now=now)
            welcome = [one.id for one in page if one.recipient_id in known]
            again += await store.steering.reopen(tx, errand_id, welcome, now=now)
            page = await store.ledger.failed(tx, errand_id, after=readers[-1], limit=PAGE)
    return again


async def decide(
    newsroom: Newsroom, errand_id: int, *, sent: bool, now: datetime, readers: Iterable[int] | None = None
) -> int:
    """A person decides about letters in doubt: they count as sent, or are sent again. Returns how many were.

    Of an errand that is cancelled none is sent again: it counts as not sent.
    """
    chosen = None if readers is None else set(readers)
    state = DeliveryState.SENT if sent else DeliveryState.QUEUED
    why = f"a person decided: {'it counts as sent' if sent else 'it is sent again'}"

    def verdict(one: Delivery) -> Told:
        return (state, why) if chosen is None or one.recipient_id in chosen else None

    done = await _settle(newsroom, errand_id, verdict, now)
    return done.sent + done.unsent


async def reconcile(
    newsroom: Newsroom, errand_id: int, seen: Mapping[str, deliver.Seen], *, complete: bool, now: datetime
) -> Reconciled:
    """Settle what is in doubt by what a relay's log says; ``seen`` by Message-ID.

    ``complete``: the log covers all the time of the send, so a letter that it does not name was not accepted. Where the
    policy counts doubts as sent, the log knows better.
    """
    async with newsroom.reading() as tx:
        sheet = await store.errands.sheet_of(tx, errand_id)
        policy = (await store.errands.get(tx, errand_id)).in_doubt
    domain = subscribers.parse_address(sheet.sender.address).domain

    def verdict(one: Delivery) -> Told:
        message_id = newsroom.links.message_id(errand_id, one.recipient_id, domain).strip("<>")
        told = seen.get(message_id)
        if told is None:
            return (DeliveryState.QUEUED, "the relay's log does not know it") if complete else None
        return (DeliveryState.SENT if told.accepted else DeliveryState.QUEUED), told.words

    return await _settle(newsroom, errand_id, verdict, now, assumed=policy is InDoubtPolicy.ASSUME_SENT)


async def _settle(
    newsroom: Newsroom, errand_id: int, verdict: Callable[[Delivery], Told], now: datetime, *, assumed: bool = False
) -> Reconciled:
    """Ask ``verdict`` about each letter in doubt, a page at a time; None leaves it so.

    With ``assumed``, also about those that the policy counts as sent.
    """
    after, counts = store.rows.BEFORE_ALL, {DeliveryState.SENT: 0, DeliveryState.QUEUED: 0, DeliveryState.IN_DOUBT: 0}
    while True:
        async with newsroom.begin() as tx:
            page = await tx.run_sync(store.outbox.in_doubt, errand_id, assumed=assumed, after=after, limit=PAGE)
            for one in page:
                after, found = one.recipient_id, verdict(one)
                if found is None:
                    counts[DeliveryState.IN_DOUBT] += one.state is DeliveryState.IN_DOUBT
                else:
                    counts[found[0]] += await tx.run_sync(
                        store.outbox.decide, [one.id], found[0], why=found[1], assumed=assumed, now=now
                    )
            if len(page) < PAGE:
                await store.steering.open_again_if_queued(tx, errand_id, now=now)
                await tx.run_sync(lambda tx: store.lost.leave_out(tx, now=now))
                break
    return Reconciled(
        sent=counts[DeliveryState.SENT], unsent=counts[DeliveryState.QUEUED], left=counts[DeliveryState.IN_DOUBT]
    )
