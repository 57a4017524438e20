"""How long it takes to claim 1,000 letters, with more and more letters queued beside them: it should not matter."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import Connection

from bench import town
from bench.child import Watch
from bench.databases import open_database
from bench.figures import Cost, Options, Report, Series
from digest import store
from digest.model import Errand, ErrandKind, ErrandState, Sheet
from digest.newsroom import Newsroom

QUEUED = (10_000, 100_000, 1_000_000)
BATCH = 1000  # letters in a claim
PAGE = 10_000  # letters frozen in one transaction
LEASE = 7


def measure(options: Options, folder: Path) -> Report:
    """For each database and number of letters: freeze so many, then claim the first of them."""
    series = []
    for kind in options.databases:
        for queued in QUEUED:
            own = Path(mkdtemp(dir=folder))
            with open_database(kind, own) as database:
                one = Series(f"{database.name}, {queued:,} queued")
                one.costs += asyncio.run(_claims(own, database.prepared, queued, options.rounds))
            series.append(one)
    return report(series, options)


async def _claims(folder: Path, database: str, queued: int, rounds: int) -> list[Cost]:
    now = town.utc_now()
    async with town.newsroom_at(town.lay_out(folder), database) as newsroom:
        newsletter = await town.settle_in(newsroom, folder, readers=1)
        errand = Errand(id=1, kind=ErrandKind.ISSUE, newsletter_id=newsletter.id, state=ErrandState.FREEZING, made=now)
        await _freeze(newsroom, errand, queued)
        async with newsroom.begin() as tx:
            await tx.run_sync(lambda tx: tx.exec_driver_sql("ANALYZE"))
        return [await _claim(newsroom, errand.id, now) for _ in range(rounds + 1)][1:]  # the first one warms up


async def _freeze(newsroom: Newsroom, errand: Errand, queued: int) -> None:
    async with newsroom.begin() as tx:
        (newsletter,) = await store.newsletters.every(tx)
        sender = newsletter.sender
        sheet = Sheet(
            issue_id=errand.id,
            subject="Bench",
            html=(),
            text=(),
            sender=sender,
            language="en",
            newsletter_slug="morning",
            newsletter_title="The Morning Tide",
            made=errand.made,
        )
        await store.freezing.open_errand(tx, errand, sheet)
    for start in range(1, queued + 1, PAGE):
        page = [
            store.freezing.Addressee(
                recipient_id=number, address_key=number.to_bytes(16, "big"), domain=f"d{number % 50}.example.org"
            )
            for number in range(start, min(start + PAGE, queued + 1))
        ]
        async with newsroom.begin() as tx:
            await store.freezing.freeze_page(tx, errand.id, page, upto=start + PAGE)
    async with newsroom.begin() as tx:
        await store.freezing.thaw(tx, errand.id)


async def _claim(newsroom: Newsroom, errand_id: int, now: datetime) -> Cost:
    def claim(tx: Connection) -> int:
        return len(store.claiming.claim(tx, errand_id=errand_id, limit=BATCH, lease=LEASE, upto=now))

    with Watch() as watch:
        claimed = await newsroom.pen.write(claim)
    if claimed != BATCH:
        raise SystemExit(f"{claimed} letters were claimed, not {BATCH}.")
    return watch.cost(claimed)


def report(series: list[Series], options: Options) -> Report:
    """The table: milliseconds for a claim, beside that with the fewest letters in the same database."""
    rows = []
    for number, one in enumerate(series):
        fewest = series[number - number % len(QUEUED)]
        rows.append([one.name, f"{one.seconds * 1000:.1f}", f"{one.seconds / fewest.seconds:.2f}", f"{one.micros:.1f}"])
    return Report(
        name="claiming",
        title=f"Claiming {BATCH:,} letters",
        about=(f"medians of {options.rounds} claims, one after the other, each in a transaction that is kept",),
        columns=("queued", "ms", "of the fewest", "CPU us/letter"),
        rows=rows,
        series=series,
    )
