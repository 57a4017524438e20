"""What it costs that every reader gets their own digest: the same send with 200 different choices and with none."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import bindparam, update

from bench import child, town
from bench.databases import Database, open_database
from bench.figures import Cost, Options, Report, Series
from bench.yardsticks import smtp_sink
from digest import gather, store
from subscribers import picks_from
from subscribers.tables import memberships

DIFFERENT = 200
STORIES = 20
NONE, MANY = "nobody chose, {}", "200 different choices, {}"


@dataclass(frozen=True, slots=True)
class Ready:
    """A newsroom that waits for its press, in a database that is copied before each round."""

    settings: Path
    database: Database


def measure(options: Options, folder: Path) -> Report:
    """The same stories and readers with choices and without, in alternating rounds."""
    with ExitStack() as stack:
        port = stack.enter_context(smtp_sink(options.delay))
        contestants: dict[str, Ready] = {}
        for kind in options.databases:
            for name, choices in ((NONE, 0), (MANY, DIFFERENT)):
                own = Path(mkdtemp(dir=folder))
                database = stack.enter_context(open_database(kind, own))
                contestants[name.format(database.name)] = asyncio.run(_prepare(own, database, port, options, choices))
        series = [Series(name) for name in contestants]
        for _ in range(options.rounds):
            for one in series:
                one.costs.append(_send(contestants[one.name], options))
    return report(series, options)


async def _prepare(folder: Path, database: Database, port: int, options: Options, choices: int) -> Ready:
    """Readers leave out two or three topics of sixteen; so many more stories are told that letters are as long."""
    settings = town.lay_out(folder, port=port, sessions=options.sessions, stories=STORIES + (4 if choices else 0))
    now = town.utc_now()
    async with town.newsroom_at(settings, database.prepared) as newsroom:
        await town.settle_in(newsroom, folder, readers=options.letters)
        harvest = gather.read(town.feed(1, items=STORIES + (4 if choices else 0), now=now), now=now)
        async with newsroom.begin() as tx:
            await store.articles.keep(tx, (await store.sources.every(tx))[0].id, harvest.drafts, now=now)
            if choices:
                await _choose(
                    tx, sorted({topic for draft in harvest.drafts for topic in draft.topics}), options.letters
                )
    return Ready(settings, database)


async def _choose(tx: store.Tx, topics: list[str], readers: int) -> None:
    everything = (*combinations(topics, 2), *combinations(topics, 3), *combinations(topics, 4))
    picks = [picks_from({"topics": names}) for names in islice(everything, DIFFERENT)]
    people = sorted((await tx.execute(memberships.select())).all(), key=lambda row: row.person_id)[:readers]
    statement = update(memberships).where(memberships.c.person_id == bindparam("who")).values(picks=bindparam("what"))
    rows = [{"who": row.person_id, "what": picks[number % len(picks)]} for number, row in enumerate(people)]
    await tx.execute(statement, rows)


def _send(ready: Ready, options: Options) -> Cost:
    copied = ready.database.copy()
    try:
        return child.run("send_choices", settings=str(ready.settings), database=copied, letters=options.letters)
    finally:
        ready.database.drop()


def report(series: list[Series], options: Options) -> Report:
    """Each send beside the one of the same database without choices."""
    rows = []
    for number, one in enumerate(series):
        plain = series[number - number % 2]
        cost = (f"{one.part('variants'):.0f}", f"{one.seconds:.2f}", f"{one.part('press'):.2f}", f"{one.micros:.0f}")
        times = (f"{one.seconds / plain.seconds:.2f}", f"{one.micros / plain.micros:.2f}")
        rows.append([one.name, *cost, *times, f"{one.peak_mb:.0f}"])
    return Report(
        name="choices",
        title="An issue pressed and sent whole, with and without readers' choices",
        about=(
            f"{options.letters:,} readers, about {STORIES} stories a letter, {options.sessions} sessions",
            f"medians of {options.rounds} alternating rounds",
        ),
        columns=("send", "variants", "s", "of it press", "CPU us/letter", "time ratio", "CPU ratio", "peak MB"),
        rows=rows,
        series=series,
    )
