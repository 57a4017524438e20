"""Free what dead processes held: letters they had claimed, runs they had opened; set right what a set clock put off."""

from __future__ import annotations

from datetime import datetime

from digest import cadence, deliver, engine, store
from digest.mailroom import Mailroom
from digest.sending import bouncing


async def sweep(mailroom: Mailroom, vigil: engine.Vigil, *, now: datetime, at: float) -> int:
    """Take back what was left behind. Returns how many letters and runs were.

    A process that was on this host and is gone is noticed at once, any other when it has said for too long nothing.
    ``at`` is a monotonic clock's reading in seconds.
    """
    rescued = await _rescue(mailroom, vigil, now=now, at=at)
    async with mailroom.reading() as tx:
        ended, unended = await store.errands.all_done(tx), await store.errands.closed_too_soon(tx)
    for errand_id in (*ended, *unended):  # whoever carried the last letter may have been unable to say so
        await bouncing.close(mailroom, errand_id, now=now)
    return rescued


async def _rescue(mailroom: Mailroom, vigil: engine.Vigil, *, now: datetime, at: float) -> int:
    async with mailroom.begin() as tx:
        await tx.run_sync(
            lambda tx: store.lost.hasten(
                tx, deferred=now + deliver.LONGEST_WAIT, any_hour=now + cadence.FARTHEST_HOUR, now=now
            )
        )
        await tx.run_sync(lambda tx: store.lost.leave_out(tx, now=now))
        # What is held first, the holders after it: whoever holds anything has been among the leases since before.
        held = {*await store.runs.leases(tx), *await tx.run_sync(store.outbox.leases)}
        leases = await store.leases.every(tx)
        dead = vigil.dead(leases, at=at)
        # What is held under no lease at all was let go of by somebody who could not write it down.
        gone = [*dead, *(held - {lease.id for lease in leases})]
        if not gone:
            return 0
        freed = await store.runs.free(tx, gone)
        rescued: int = await tx.run_sync(lambda tx: store.lost.rescue(tx, dead=gone, now=now))
        await store.leases.drop(tx, dead)
        return freed + rescued
