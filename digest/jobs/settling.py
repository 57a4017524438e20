"""What an answer makes of a delivery. Pure."""

from __future__ import annotations

import random
from datetime import datetime

from digest import deliver, store
from digest.model import Delivery, DeliveryState, Errand, InDoubtPolicy, Verdict, VerdictKind

IN_DOUBT_BY_POLICY = {
    InDoubtPolicy.HOLD: DeliveryState.IN_DOUBT,
    InDoubtPolicy.RESEND: DeliveryState.QUEUED,
    InDoubtPolicy.ASSUME_SENT: DeliveryState.SENT,
}


def settlement(
    delivery: Delivery, verdict: Verdict, errand: Errand, *, now: datetime, rng: random.Random
) -> store.Result:
    """What a verdict makes of a delivery."""
    state, not_before, counted = DeliveryState.QUEUED, None, True
    if verdict.kind is VerdictKind.SENT:
        state = DeliveryState.SENT
    elif verdict.kind is VerdictKind.REFUSED:
        state = DeliveryState.REFUSED
    elif verdict.kind is VerdictKind.IN_DOUBT:
        state = IN_DOUBT_BY_POLICY[errand.in_doubt]
    elif verdict.kind is VerdictKind.DEFERRED:
        not_before = deliver.next_try(
            delivery.attempts, since=errand.opens or errand.made, now=now, rng=rng, wait=verdict.wait
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
