"""R-22: sending, pausing, going on, cancelling: whoever does it twice, or with others at once, has done it once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from digest import jobs, store
from digest.model import ErrandState
from tests.delivery_promises.commands import run
from tests.delivery_promises.sending import at, balance_of, carry, copies_of, errand_of, queued
from tests.makers import NOW
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.nursery import Nursery
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay, utc_now

READERS, MANY = 12, 250
SEND = ("send", "--yes", "--now", "--json")


async def test_the_same_key_from_two_commands_and_another_program_at_once_is_one_send(
    nursery: Nursery, tmp_path: Path, database_url: str
) -> None:
    now = utc_now()
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port), now=now) as newsroom,
    ):
        newsletter = await furnish(newsroom, readers=READERS, now=now, cadences=())
        pressed = await asyncio.gather(
            run(nursery, tmp_path, *SEND, "--key", "monday", log="one.log"),
            run(nursery, tmp_path, *SEND, "--key", "monday", log="two.log"),
            jobs.press_once(newsroom, newsletter, jobs.Order.by_hand(now=now, key="monday"), now=now),
        )
        again = await run(nursery, tmp_path, *SEND, "--key", "monday", log="again.log")
        async with newsroom.reading() as tx:
            (issue,) = await store.issues.recent(tx)
        await carry(newsroom, now=utc_now())
        assert (await balance_of(newsroom, issue.id)).sent == READERS
        assert again[0] == 0
        assert [code for code, _ in pressed[:2]] == [0, 0], pressed
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS


async def test_a_double_click_is_one_click(tmp_path: Path, database_url: str) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port)) as newsroom,
    ):
        newsletter = await furnish(newsroom, readers=READERS)
        proof = await jobs.prove(newsroom, newsletter, now=NOW)
        order = jobs.Order.by_hand(now=NOW, key=proof.content)
        one, two = await asyncio.gather(*(jobs.press_once(newsroom, newsletter, order, now=NOW) for _ in "ab"))
        await asyncio.gather(carry(newsroom), carry(newsroom))
        again = await jobs.press_once(newsroom, newsletter, order, now=NOW)
        await carry(newsroom)
        assert one.id == two.id == again.id, "whoever came second is told of the first one's"
        assert (await balance_of(newsroom, again.issue_id or 0)).sent == READERS
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS


async def test_each_step_may_be_taken_twice(tmp_path: Path, database_url: str) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port)) as newsroom,
    ):
        errand = await queued(newsroom, readers=READERS)
        assert [await jobs.steering.pause(newsroom, errand, reason="wait") for _ in "ab"] == [True, False]
        await carry(newsroom)
        assert sink.accepted == []
        assert [await jobs.steering.resume(newsroom, errand, now=NOW) for _ in "ab"] == [True, False]
        await jobs.dispatch(newsroom, clock=at(), stop=asyncio.Event())
        assert len(sink.accepted) == READERS
        assert not await jobs.steering.pause(newsroom, errand, reason="too late")
        assert not await jobs.steering.cancel(newsroom, errand, now=NOW), "what is over cannot be cancelled"
        assert (await errand_of(newsroom, errand)).state is ErrandState.DONE


async def test_cancelled_twice_in_the_middle_nothing_more_leaves_and_the_accounts_close(tmp_path: Path) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=1)) as newsroom:
        errand = await queued(newsroom, readers=MANY, domains=1)
        cancelled = list[bool]()

        async def cancel() -> None:
            await asyncio.sleep(0.01)
            if len(sink.accepted) == 3:
                cancelled.extend([await jobs.steering.cancel(newsroom, errand, now=NOW) for _ in "ab"])

        sink.on(".", cancel)
        await jobs.dispatch(newsroom, clock=at(), stop=asyncio.Event())
        await carry(newsroom, now=NOW + timedelta(minutes=1))
        balance = await balance_of(newsroom, errand)
        assert cancelled == [True, False]
        assert (await errand_of(newsroom, errand)).state is ErrandState.CANCELLED
        assert (balance.sent, balance.adds_up) == (len(sink.accepted), True)
        assert len(sink.accepted) < MANY


async def test_editing_a_newsletter_never_changes_an_issue_under_way_nor_does_a_restart(tmp_path: Path) -> None:
    async with serve_sink() as sink:
        settings = relay(sink.port, connections=1)
        async with a_newsroom(tmp_path, relay=settings) as newsroom:
            newsletter = await furnish(newsroom, readers=0)
            await enrol(newsroom, newsletter, [f"reader{n}@d.example.org" for n in range(READERS)])
            run_ = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
            assert run_ is not None
            stop = asyncio.Event()

            async def half() -> None:
                if len(sink.accepted) == READERS // 2:
                    stop.set()

            sink.on(".", half)
            await jobs.dispatch(newsroom, clock=at(), stop=stop)
            assert len(sink.accepted) < READERS
            async with newsroom.begin() as tx:
                await store.newsletters.put(tx, replace(newsletter, title="Another name", language="de"), now=NOW)
        async with a_newsroom(tmp_path, relay=settings) as newsroom:
            await carry(newsroom)
            assert (await balance_of(newsroom, run_.issue_id or 0)).sent == READERS
    subjects = {line for one in sink.accepted for line in one.message.splitlines() if line.startswith(b"Subject:")}
    assert len(subjects) == 1
    assert not any(b"Another name" in one.message for one in sink.accepted)
