"""What an answer makes of a delivery. Pure."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from digest import deliver, store
from digest.model import Delivery, DeliveryState, Errand, InDoubtPolicy, Verdict, VerdictKind

IN_DOUBT_BY_POLICY = {
    InDoubtPolicy.HOLD: DeliveryState.IN_DOUBT,
    InDoubtPolicy.RESEND: DeliveryState.QUEUED,
    InDoubtPolicy.ASSUME_SENT: DeliveryState.SENT,
}


def settlement(
    delivery: Delivery, verdict: Verdict, errand: Errand, *, give_up: timedelta, now: datetime, rng: random.Random
) -> store.Result:
    """What a verdict makes of a delivery; one that was deferred is given up ``give_up`` after the errand began."""
    state, not_before, counted = DeliveryState.QUEUED, None, True
    if verdict.kind is VerdictKind.SENT:
        state = DeliveryState.SENT
    elif verdict.kind is VerdictKind.REFUSED:
        state = DeliveryState.REFUSED
    elif verdict.kind is VerdictKind.IN_DOUBT:
        often = delivery.doubts + 1 >= store.outbox.MOST_DOUBTS and errand.in_doubt is InDoubtPolicy.RESEND
        state = DeliveryState.IN_DOUBT if often else IN_DOUBT_BY_POLICY[errand.in_doubt]
    elif verdict.kind is VerdictKind.DEFERRED:
        not_before = deliver.next_try(
            delivery.attempts,
            since=errand.opens or errand.made,
            now=now,
            rng=rng,
            wait=verdict.wait,
            horizon=give_up,
        )
        state = DeliveryState.QUEUED if not_before else DeliveryState.EXPIRED
    else:
        counted = False  # our own trouble is no attempt on the reader's side
    return store.Result(
        delivery_id=delivery.id,
        state=state,
        not_before=not_before,
        code=verdict.code,
        enhanced=verdict.enhanced,
        text=verdict.text,
        counted=counted,
        doubts=1 if verdict.kind is VerdictKind.IN_DOUBT else 0,
    )


def broken(delivery: Delivery, words: str) -> store.Result:
    """What becomes of a letter that cannot be made or handed over because something of ours throws (R-23)."""
    parked = delivery.crashes + 1 >= store.outbox.MOST_CRASHES
    return store.Result(
        delivery_id=delivery.id,
        state=DeliveryState.PARKED if parked else DeliveryState.QUEUED,
        text=words,
        counted=False,
        crashes=1,
    )


def unwelcome(delivery: Delivery, why: str) -> store.Result:
    """What becomes of a letter whose reader may not be written to any more; ``why`` as ``subscribers.why_not`` says."""
    state = DeliveryState.SUPPRESSED if why == "suppressed" else DeliveryState.EXCLUDED
    return store.Result(delivery_id=delivery.id, state=state, text=why)
