"""Three people every test of permission knows: Alice reads, Bob has not confirmed, Charlie must not be written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

import subscribers
from tests.makers import NOW, a_consent, a_person, keys

ALICE = "alice@example.org"
BOB = "bob@example.net"
CHARLIE = "charlie@example.com"


@dataclass(frozen=True, slots=True)
class People:
    """Their ids."""

    alice: int
    bob: int
    charlie: int


async def move_in(tx: AsyncConnection, newsletter_id: int, *, now: datetime = NOW) -> People:
    """Put the three on the roll of a newsletter: Alice active, Bob pending, Charlie suppressed."""
    alice = await _join(tx, ALICE, newsletter_id, "Alice", now=now, confirmed=True)
    bob = await _join(tx, BOB, newsletter_id, "Bob", now=now, confirmed=False)
    charlie = await _join(tx, CHARLIE, newsletter_id, "Charlie", now=now, confirmed=True)
    await subscribers.suppress(tx, CHARLIE, reason="bounce", keys=keys(), now=now)
    return People(alice, bob, charlie)


async def _join(
    tx: AsyncConnection, address: str, newsletter_id: int, name: str, *, now: datetime, confirmed: bool
) -> int:
    joined = await subscribers.join(
        tx,
        address,
        newsletter_id,
        consent=a_consent(),
        keys=keys(),
        now=now,
        profile=a_person(address=address, name=name),
        confirmed=confirmed,
    )
    return joined.person_id


async def bring_in(
    tx: AsyncConnection,
    file: Path,
    newsletter_id: int,
    *,
    now: datetime = NOW,
    mode: subscribers.Mode = subscribers.Mode.ADD,
    dry_run: bool = False,
    page: int = 50_000,
    **wishes: Any,
) -> subscribers.ImportReport:
    """Import a file in the transaction that is there, whole."""
    with subscribers.lists.open_list(file, subscribers.lists.Wishes(**wishes)) as listed:
        job = await subscribers.lists.open_import(
            tx, newsletter_id, mode=mode, source=listed.name, keys=keys(), now=now, dry_run=dry_run
        )
        for one in subscribers.lists.ready(job, listed.pages(now, rows=page)):
            await subscribers.lists.take(tx, job, one)
        if mode is subscribers.Mode.SYNC and not dry_run:
            await subscribers.lists.remove_missing(tx, job)
    report = job.report
    parts = ("added", "updated", "unchanged", "taken_off", "left_alone", "repeated", "refused")
    assert report.rows == sum(getattr(report, part) for part in parts), "every row is accounted for"
    return report
