"""Marks and results of a group, written together by the pen, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from sqlalchemy import Connection, Engine, event, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from digest import store
from digest.model import Delivery, DeliveryState
from digest.store import Pen, Result
from digest.store.tables import deliveries
from tests.makers import NOW
from tests.store.test_outbox import ME, YOU, an_open_errand

SENT, REFUSED, QUEUED = DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.QUEUED


async def claimed(engine: AsyncEngine, pen: Pen, count: int) -> list[Delivery]:
    async with store.writing(engine) as tx:
        errand = await an_open_errand(tx, count)
    batch = await pen.write(lambda tx: store.claiming.claim(tx, errand_id=errand, limit=count, lease=ME, upto=NOW))
    return sorted(batch, key=lambda one: one.id)


async def noted(pen: Pen, marks: list[Delivery], results: list[Result], lease: int = ME) -> set[int]:
    ids = [one.id for one in marks]
    return await pen.lend(lambda connection: store.noting.note(connection, ids, results, lease=lease, now=NOW))


async def rows(engine: AsyncEngine, batch: list[Delivery]) -> list[tuple[str, bool, int, str]]:
    query = select(deliveries).where(deliveries.c.id.in_([one.id for one in batch])).order_by(deliveries.c.id)
    async with store.reading(engine) as tx:
        found = (await tx.execute(query)).all()
    return [(row.state, row.data_started is not None, row.code, row.text) for row in found]


async def test_marks_and_results_of_a_group_are_written_together(engine: AsyncEngine, database_url: str) -> None:
    async with store.open_pen(database_url) as pen:
        batch = await claimed(engine, pen, 4)
        assert await noted(pen, batch[:2], []) == {batch[0].id, batch[1].id}
        sent = [Result(one.id, SENT, code=250, text=f"2.0.0 Ok {one.id}") for one in batch[:2]]
        assert await noted(pen, batch[2:3], sent) == {batch[2].id}
    assert await rows(engine, batch) == [
        ("sent", True, 250, f"2.0.0 Ok {batch[0].id}"),
        ("sent", True, 250, f"2.0.0 Ok {batch[1].id}"),
        ("sending", True, 0, ""),
        ("sending", False, 0, ""),
    ]


async def test_results_of_many_kinds_are_written_as_they_are(engine: AsyncEngine, database_url: str) -> None:
    async with store.open_pen(database_url) as pen:
        batch = await claimed(engine, pen, 3)
        kinds = [
            Result(batch[0].id, SENT, code=250, text="Ok"),
            Result(batch[1].id, REFUSED, code=550, enhanced="5.1.1", text="5.1.1 no such user"),
        ]
        assert await noted(pen, batch[2:], kinds) == {batch[2].id}
    found = await rows(engine, batch)
    assert [row[0] for row in found] == ["sent", "refused", "sending"]
    assert [row[2] for row in found] == [250, 550, 0]


async def test_only_what_is_still_ours_may_be_sent(engine: AsyncEngine, database_url: str) -> None:
    async with store.open_pen(database_url) as pen:
        batch = await claimed(engine, pen, 3)
        async with store.writing(engine) as tx:
            await tx.execute(update(deliveries).where(deliveries.c.id == batch[1].id).values(lease=YOU))
        gone = [Result(batch[0].id, SENT, code=250)]
        assert await noted(pen, batch[1:], gone) == {batch[2].id}
        assert await noted(pen, [], [Result(batch[1].id, SENT, code=250)]) == set()
    assert [row[0] for row in await rows(engine, batch)] == ["sent", "sending", "sending"]


async def test_a_letter_that_comes_back_and_goes_again_is_settled_before_it_is_marked(
    engine: AsyncEngine, database_url: str
) -> None:
    async with store.open_pen(database_url) as pen:
        batch = await claimed(engine, pen, 1)
        assert await noted(pen, batch, [Result(batch[0].id, QUEUED, counted=False)]) == set(), "it is queued again"
    assert [row[:2] for row in await rows(engine, batch)] == [("queued", False)]


async def test_postgresql_is_asked_once_for_a_group(engine: AsyncEngine, database_url: str) -> None:
    with transactions() as said:
        async with store.open_pen(database_url) as pen:
            batch = await claimed(engine, pen, 12)
            said.clear()
            for one, following in pairwise(batch):
                await noted(pen, [following], [Result(one.id, SENT, code=250)])
    assert len(said) == (0 if engine.dialect.name == "postgresql" else len(batch) - 1)


@contextmanager
def transactions() -> Iterator[list[str]]:
    """The transactions that any pen begins meanwhile."""
    said: list[str] = []

    def note(_: Connection) -> None:
        said.append("begin")

    event.listen(Engine, "begin", note)
    try:
        yield said
    finally:
        event.remove(Engine, "begin", note)
