"""Look after open errands: what was left too long waits for a person, what is too late is given up.

The deciders are pure (``stance``); what they decide is written down by the conductors below.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from enum import Enum

from digest import cadence, deliver, store
from digest.mailroom import Mailroom
from digest.model import Canary, Errand, ErrandKind
from digest.sending import canary, rates
from digest.sending.alerting import alert
from digest.sending.desks import Post
from digest.sending.losses import Losses

TOUCH_EVERY = timedelta(minutes=10)
LOOK_EVERY = timedelta(minutes=1)


class Stance(Enum):
    """What is to be done with an open errand now."""

    CARRY = "claim whatever is due"
    CARRY_CANARIES = "claim the first letters only"
    JUDGE = "the first letters are gone; their fate decides"
    WAIT = "claim nothing now"
    GIVE_UP = "it is too late for what was not sent"
    ASK = "nobody worked on it for so long that a person shall look first"


class Attention:
    """Which errands a process looked after lately, by a clock that nobody sets, and what it found there.

    ``resting``: by relay, whom it wrote to so lately that a rate or a rest of theirs is not over. ``refused_by``: the
    relays for which it waits because they refuse us.
    """

    def __init__(self) -> None:
        self.resting: dict[str, dict[str, deliver.pace.Gait]] = {}
        self.refused_by: frozenset[str] = frozenset()
        self.losses = Losses()
        self._paid: dict[int, float] = {}
        self._doubts: dict[int, rates.Doubts] = {}

    def doubts(self, errand_id: int, *, lanes: int) -> rates.Doubts:
        """How many of an errand's last letters are in doubt; a dispatch that ends takes nothing of that along."""
        return self._doubts.setdefault(errand_id, rates.Doubts(lanes))

    def pay(self, errand_id: int, *, at: float, lately: float) -> bool:
        """Look after an errand. Whether it was looked after here within the last ``lately`` seconds already."""
        before = self._paid.get(errand_id, -lately)
        self._paid = {which: moment for which, moment in self._paid.items() if at - moment <= lately}
        self._paid[errand_id] = at
        self._doubts = {which: doubts for which, doubts in self._doubts.items() if which in self._paid}
        return at - before <= lately


def stance(
    errand: Errand, window: cadence.Window | None, *, stale: timedelta, now: datetime, attended: bool = False
) -> Stance:
    """How an open errand is to be treated at this moment; ``attended``: this process knows that it is not stale."""
    if errand.opens is not None and now < errand.opens and errand.active is None:
        return Stance.WAIT
    if _is_too_late(errand, now):
        return Stance.GIVE_UP
    if not attended and now - max(errand.active or errand.made, errand.opens or errand.made) > stale:
        return Stance.ASK
    if window is not None and not window.is_open(now):
        return Stance.WAIT
    if errand.canary is Canary.RUNNING:
        return Stance.CARRY_CANARIES
    return Stance.JUDGE if errand.canary is Canary.WAITING else Stance.CARRY


def is_over(errand: Errand, window: cadence.Window | None, *, now: datetime) -> bool:
    """Whether what was claimed of an errand while it was carried may not leave at this moment."""
    return _is_too_late(errand, now) or (window is not None and not window.is_open(now))


def _is_too_late(errand: Errand, now: datetime) -> bool:
    return errand.closes is not None and now >= errand.closes


async def tend(
    mailroom: Mailroom, errand: Errand, post: Post, *, now: datetime, attention: Attention
) -> datetime | None:
    """Do what an open errand's moment asks for. Returns up to when its letters are due; None: claim nothing now."""
    found = await attend(mailroom, errand, post.window, now=now, attention=attention)
    if found is Stance.GIVE_UP:
        async with mailroom.begin() as tx:
            await store.steering.expire(tx, errand.id, reason="it was to be sent by then", now=now)
    if found in (Stance.CARRY_CANARIES, Stance.JUDGE):
        reason = await canary.step(mailroom, errand, now=now)
        if reason:
            await pause(mailroom, errand.id, reason)
    if found is Stance.CARRY:  # one letter harms nobody's name
        return None if errand.kind is not ErrandKind.MAIL and await _harms(mailroom, errand, post, now=now) else now
    return store.outbox.CANARIES if found is Stance.CARRY_CANARIES else None


async def attend(
    mailroom: Mailroom, errand: Errand, window: cadence.Window | None, *, now: datetime, attention: Attention
) -> Stance:
    """Look after an open errand, also while no relay can be used: whoever waits for one is no restored backup."""
    stale = mailroom.settings.send.stale
    attended = attention.pay(errand.id, at=asyncio.get_running_loop().time(), lately=stale.total_seconds())
    found = stance(errand, window, stale=stale, now=now, attended=attended)
    if found is Stance.ASK and await _was_nothing_due(mailroom, errand, since=now - stale):
        found = stance(errand, window, stale=stale, now=now, attended=True)
    if found is Stance.ASK:
        words = "nobody worked on it for a while (was a backup restored?); `digest resume` goes on with it"
        await pause(mailroom, errand.id, words)
    elif found is not Stance.GIVE_UP and _is_unnoted(errand, now):
        async with mailroom.begin() as tx:
            await store.steering.touch(tx, errand.id, now=now)
    return found


def _is_unnoted(errand: Errand, now: datetime) -> bool:
    """Whether it is to be written down that somebody looks after it; not while there is time to think better of it.

    A small mail is carried as soon as it is made, and is over then.
    """
    if errand.active is None and errand.kind is not ErrandKind.MAIL:
        return errand.opens is None or now >= errand.opens
    return abs(now - (errand.active or errand.made)) > TOUCH_EVERY


async def _was_nothing_due(mailroom: Mailroom, errand: Errand, *, since: datetime) -> bool:
    """Whether nobody worked on an errand because all its letters waited for their hours."""
    async with mailroom.reading() as tx:
        first = await store.ledger.next_try(tx, errand.id)
    return first is not None and first >= since


async def _harms(mailroom: Mailroom, errand: Errand, post: Post, *, now: datetime) -> bool:
    """Whether what came back speaks against sending more of it; looked at now and then."""
    if post.looked is not None and now - post.looked < LOOK_EVERY:
        return False
    post.looked = now
    async with mailroom.reading() as tx:
        fate = await rates.fate_of(tx, errand.id, await store.ledger.balance(tx, errand.id))
    post.answers, post.refusals = fate.answered, fate.refused  # whoever carried them, and whenever
    if fate.answered < rates.ENOUGH:
        return False
    limits = mailroom.settings.send
    reason = "" if errand.overruled else rates.against(fate, limits)
    if reason:
        post.closed = reason
        await pause(mailroom, errand.id, reason)
    elif rates.warns(fate, limits.warn_complaints) and not post.warned:
        post.warned = True
        words = f"{post.newsletter}: {fate.complaints} of {fate.answered} readers call it spam"
        await alert(limits.alert, f"{words}; above {limits.most_complaints:.1%} sending is paused")
    return bool(reason)


async def pause(mailroom: Mailroom, errand_id: int, reason: str) -> None:
    """Stop an errand for a reason, and tell somebody."""
    async with mailroom.begin() as tx:
        paused = await store.steering.pause(tx, errand_id, reason=reason)
        errand = await store.errands.get(tx, errand_id)
        name = (await store.newsletters.name_of(tx, errand.newsletter_id)) or "a newsletter"
    if paused:
        await alert(mailroom.settings.send.alert, f"{name}: sending is paused: {reason}")
