"""R-08: candidates = sent + failed + suppressed + excluded + pending + deferred + in doubt, at every moment."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import subscribers
from digest import jobs, store
from digest.model import Balance, ErrandState
from digest.newsroom import Newsroom
from tests.delivery_promises.sending import at, balance_of, carry, errand_of, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_servers import HANG_UP, Sink, serve_sink
from tests.torture.scene import relay as relay_toml

READERS = 150


def answer_in_every_way(sink: Sink) -> None:
    sink.on("RCPT", "550 5.1.1 no such user", when="reader11")
    sink.on("RCPT", "451 4.7.1 greylisted", when="reader12", times=8)
    sink.on(".", "452 4.3.1 no space", when="reader13", times=3)
    sink.on(".", HANG_UP, when="reader14", times=2)
    sink.on("MAIL", HANG_UP, times=2)


async def some_leave(newsroom: Newsroom, errand_id: int) -> None:
    newsletter = (await errand_of(newsroom, errand_id)).newsletter_id
    async with newsroom.begin() as tx:
        people = await subscribers.recipients(tx, newsletter)
        for person in people[-4:-2]:
            await subscribers.leave(tx, person_id=person.id, newsletter_id=newsletter, why="test", now=NOW)
        for person in people[-2:]:
            await subscribers.suppress(tx, person.address, reason="complaint", keys=newsroom.keys, now=NOW)


async def test_at_every_moment_of_a_send_that_meets_everything(tmp_path: Path, database_url: str) -> None:
    seen: list[Balance] = []
    more = '[send]\nmost_refused = "100%"\n'
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay_toml(sink.port), more=more) as newsroom,
        a_newsroom(tmp_path, database=database_url, relay=relay_toml(sink.port), more=more) as auditor,
    ):
        answer_in_every_way(sink)
        errand = await queued(newsroom, readers=READERS)
        await some_leave(newsroom, errand)
        sending = asyncio.create_task(carry(newsroom))
        while not sending.done():
            seen.append(await balance_of(auditor, errand))
            if (await errand_of(auditor, errand)).state is ErrandState.DONE:
                assert (await balance_of(auditor, errand)).finished, "over only when nothing is pending or deferred"
        await sending
        final = await balance_of(newsroom, errand)
    assert len(seen) > 5
    assert [balance for balance in seen if not balance.adds_up] == []
    assert {balance.candidates for balance in seen} == {READERS}
    assert len({balance.sent for balance in seen}) > 2, "it was looked at in the middle of it"
    assert final.adds_up
    assert min(final.sent, final.failed, final.suppressed, final.excluded, final.deferred, final.in_doubt) > 0, final


async def test_an_issue_with_deferred_letters_is_not_over(tmp_path: Path, database_url: str) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay_toml(sink.port)) as newsroom,
    ):
        sink.on("RCPT", "451 4.7.1 greylisted", when="reader3@", times=1)
        errand = await queued(newsroom, readers=8)
        await carry(newsroom)
        balance, found = await balance_of(newsroom, errand), await errand_of(newsroom, errand)
        assert (balance.sent, balance.deferred, balance.finished) == (7, 1, False)
        assert found.state is ErrandState.OPEN
        later = NOW + timedelta(minutes=10)
        assert await jobs.dispatch(newsroom, clock=at(later), stop=asyncio.Event())
        balance, found = await balance_of(newsroom, errand), await errand_of(newsroom, errand)
        assert (balance.sent, balance.finished) == (8, True)
        assert found.state is ErrandState.DONE
        async with newsroom.begin() as tx:
            assert await store.steering.finish_if_done(tx, errand) is False, "over is over"
