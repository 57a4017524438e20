"""Runs: one attempt to print an issue. (newsletter, cadence, key) exists once, so any number of processes agree.

The picture of a run's states is in ``docs/states.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

import subscribers
from digest.errors import NotFound
from digest.model import Outcome, Run, Slot
from digest.store.engine import Tx
from digest.store.tables import runs


async def open_run(
    tx: Tx,
    newsletter_id: int,
    cadence: str,
    key: str,
    *,
    due: datetime,
    lease: int,
    now: datetime,
) -> Run | None:
    """Take a slot. None: somebody else has it or had it. An open run whose holder is gone (``free``) is taken over.

    Raises (from the transaction's end, when two processes meet in the same instant):
        Taken: somebody else has it.
    """
    where = (runs.c.newsletter_id == newsletter_id, runs.c.cadence == cadence, runs.c.key == key)
    row = (await tx.execute(select(runs).where(*where).with_for_update())).one_or_none()
    if row is None:
        values = {"newsletter_id": newsletter_id, "cadence": cadence, "key": key, "due": due, "opened": now}
        run_id = subscribers.new_id(now)
        await tx.execute(insert(runs).values(id=run_id, outcome=Outcome.OPEN.value, lease=lease, **values))
        return await get(tx, run_id)
    over = row.outcome != Outcome.OPEN.value
    if row.lease or (over and not _may_be_tried_again(row)):
        return None
    again = {"outcome": Outcome.OPEN.value, "opened": now, "closed": None, "reason": ""} if over else {}
    await tx.execute(update(runs).where(runs.c.id == row.id).values(lease=lease, **again))
    return await get(tx, row.id)


def _may_be_tried_again(row: Row[Any]) -> bool:
    """What a person ordered and came to nothing may be ordered again under the same key; a slot comes once."""
    return row.key.startswith("hand:") and row.issue_id is None


async def close_run(
    tx: Tx,
    run_id: int,
    outcome: Outcome,
    *,
    reason: str,
    now: datetime,
    counts: Mapping[str, int] | None = None,
) -> Run:
    """Write down how a run ended, and why."""
    await tx.execute(
        update(runs)
        .where(runs.c.id == run_id)
        .values(outcome=outcome.value, reason=reason, closed=now, counts=dict(counts or {}), lease=0)
    )
    return await get(tx, run_id)


async def record(tx: Tx, slot: Slot, outcome: Outcome, *, reason: str, now: datetime) -> Run | None:
    """Write down a slot that is passed over, and why. None: somebody else has it."""
    known = select(runs.c.id).where(
        runs.c.newsletter_id == slot.newsletter_id, runs.c.cadence == slot.cadence, runs.c.key == slot.key
    )
    if (await tx.execute(known)).first():
        return None
    run_id = subscribers.new_id(now)
    await tx.execute(
        insert(runs).values(
            id=run_id,
            newsletter_id=slot.newsletter_id,
            cadence=slot.cadence,
            key=slot.key,
            due=slot.at,
            opened=now,
            closed=now,
            outcome=outcome.value,
            reason=reason,
        )
    )
    return await get(tx, run_id)


async def set_issue(tx: Tx, run_id: int, issue_id: int | None) -> None:
    """Say which issue a run made; None: the one that it made was taken back."""
    await tx.execute(update(runs).where(runs.c.id == run_id).values(issue_id=issue_id))


async def get(tx: Tx, run_id: int) -> Run:
    """The run with this id.

    Raises:
        NotFound: there is none.
    """
    row = (await tx.execute(select(runs).where(runs.c.id == run_id))).one_or_none()
    if row is None:
        raise NotFound(kind="run", key=str(run_id))
    return _read(row)


async def find(tx: Tx, newsletter_id: int, cadence: str, key: str) -> Run | None:
    """The run of a slot or of an order by hand."""
    where = (runs.c.newsletter_id == newsletter_id, runs.c.cadence == cadence, runs.c.key == key)
    row = (await tx.execute(select(runs).where(*where))).one_or_none()
    return _read(row) if row else None


async def free(tx: Tx, leases: Sequence[int]) -> int:
    """Let go what these held, so that it is taken over. Returns how many runs that were."""
    done = await tx.execute(update(runs).where(runs.c.lease.in_(leases)).values(lease=0))
    return done.rowcount


async def leases(tx: Tx) -> list[int]:
    """The leases under which runs are open."""
    query = select(runs.c.lease).where(runs.c.outcome == Outcome.OPEN.value, runs.c.lease != 0)
    return list((await tx.execute(query)).scalars())


async def unfinished(tx: Tx) -> list[Run]:
    """Open runs that nobody holds: their process is gone."""
    query = select(runs).where(runs.c.outcome == Outcome.OPEN.value, runs.c.lease == 0).order_by(runs.c.id)
    return [_read(row) for row in await tx.execute(query)]


async def last_due(tx: Tx, newsletter_id: int, cadence: str) -> datetime | None:
    """When the newest slot that anybody took of this cadence was due."""
    query = select(func.max(runs.c.due)).where(runs.c.newsletter_id == newsletter_id, runs.c.cadence == cadence)
    newest: datetime | None = (await tx.execute(query)).scalar_one_or_none()
    return newest


async def recent(tx: Tx, newsletter_id: int | None = None, *, limit: int = 20) -> list[Run]:
    """The newest runs, newest first."""
    query = select(runs).order_by(runs.c.opened.desc(), runs.c.id.desc()).limit(limit)
    if newsletter_id is not None:
        query = query.where(runs.c.newsletter_id == newsletter_id)
    return [_read(row) for row in await tx.execute(query)]


def _read(row: Row[Any]) -> Run:
    names = ("id", "newsletter_id", "cadence", "key", "due", "opened", "closed", "reason", "issue_id", "counts")
    return Run(**{name: getattr(row, name) for name in names}, outcome=Outcome(row.outcome))
