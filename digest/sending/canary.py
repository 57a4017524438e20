"""Canaries: the first few letters of an issue go alone, and what becomes of them decides whether the others follow."""

from __future__ import annotations

from datetime import datetime

from digest import store
from digest.mailroom import Mailroom
from digest.model import Canary, CanaryPlan, Errand
from digest.sending.rates import Fate, against, fate_of


def judged(fate: Fate, plan: CanaryPlan) -> str:
    """What speaks against sending the other letters; "" for nothing."""
    if not fate.answered:
        return "none of the first letters was answered"
    reason = against(fate, plan)
    return f"of the first letters, {reason}" if reason else ""


async def plan_of(tx: store.Tx, errand: Errand) -> CanaryPlan:
    """The plan by which an errand's first letters are judged; a usual one, when its newsletter was removed."""
    newsletter = await store.newsletters.find_by_id(tx, errand.newsletter_id)
    return newsletter.canary if newsletter else CanaryPlan()


async def step(mailroom: Mailroom, errand: Errand, *, now: datetime) -> str:
    """Go on with a canary where it is time to. Returns why the errand shall be paused, "" otherwise."""
    async with mailroom.begin() as tx:
        plan = await plan_of(tx, errand)
        if errand.canary is Canary.RUNNING:
            if not await tx.run_sync(store.outbox.canaries_left, errand.id):
                await store.steering.set_canary(tx, errand.id, Canary.WAITING, until=now + plan.wait)
            return ""
        latest = now + plan.wait
        if errand.canary_until is not None and now < errand.canary_until <= latest:
            return ""
        if errand.canary_until is not None and errand.canary_until > latest:  # a clock was set back
            await store.steering.set_canary(tx, errand.id, Canary.WAITING, until=latest)
            return ""
        fate = await fate_of(tx, errand.id, await store.ledger.balance(tx, errand.id))
        reason = judged(fate, plan)
        if not reason:
            await store.steering.set_canary(tx, errand.id, Canary.PASSED)
        return reason
