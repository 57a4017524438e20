"""R-23: a letter that takes its process down again and again is parked with what is known of it; the rest go on."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from digest import jobs, store
from digest.model import DeliveryState
from digest.render import letter as letters
from digest.store import company
from digest.store.outbox import MOST_CRASHES
from tests.delivery_promises.commands import running, until
from tests.delivery_promises.sending import balance_of, carry, copies_of, going, is_done, queued, rows_of
from tests.delivery_promises.test_r20_a_slow_domain_slows_nobody_else import Slow, Slowing
from tests.makers import NOW
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.nursery import Nursery
from tests.smtp_servers import HANG_UP, serve_sink
from tests.smtp_sink import Rude, listening
from tests.torture.scene import a_stage, relay

LANES, DEAD = 3, 99
POISON = "reader7@"
READERS = 20


@pytest.mark.parametrize("readers", [READERS, 500])
async def test_a_process_that_dies_of_a_letter_three_times_leaves_it_behind(
    nursery: Nursery, tmp_path: Path, database_url: str, readers: int
) -> None:
    sender = [0]

    async def kill() -> Rude:
        os.kill(sender[0], signal.SIGKILL)
        return HANG_UP

    async with (
        serve_sink() as sink,
        a_stage(tmp_path, database=database_url, relay=relay(sink.port, connections=2), readers=readers) as stage,
    ):
        sink.on("RCPT", kill, when=POISON)
        deaths = 0
        for _ in range(MOST_CRASHES + len(company.SIZES)):
            async with running(nursery, tmp_path, "work") as process:
                sender[0] = process.pid

                async def over(process: object = process) -> bool:
                    return process.returncode is not None or await is_done(stage)  # type: ignore[attr-defined]

                await until(over)
                deaths += process.returncode is not None
            if await is_done(stage):
                break
        balance = await stage.balance()
        assert (balance.sent + balance.in_doubt, balance.failed, balance.finished) == (readers - 1, 1, True)
        assert balance.in_doubt <= 2 * deaths, "what else was under way when it died"
        parked = [(state, text) for state, _, text in await rows_of(stage.newsroom, stage.errand_id) if "three" in text]
        assert parked == [(DeliveryState.PARKED, "Its process ended three times while it had it.")]
        assert MOST_CRASHES <= deaths < MOST_CRASHES + len(company.SIZES)
        assert readers - 1 - balance.in_doubt <= len(copies_of(sink)) <= readers - 1
    assert {len(copies) for copies in copies_of(sink).values()} == {1}


async def test_what_a_dead_process_had_in_hand_is_carried_on_all_lanes_again(tmp_path: Path, database_url: str) -> None:
    sink = Slow(seconds=0.05)
    async with (
        listening(sink, Slowing),
        a_newsroom(tmp_path, database=database_url, relay=relay(sink.port, connections=LANES)) as newsroom,
    ):
        newsletter = await furnish(newsroom, readers=0, now=NOW, cadences=())
        await enrol(newsroom, newsletter, [f"reader{n}@slow{n % 7}.example" for n in range(60)], now=NOW)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
        errand = run.issue_id if run and run.issue_id else 0
        async with newsroom.begin() as tx:
            await tx.run_sync(lambda tx: store.claiming.claim(tx, errand_id=errand, limit=60, lease=DEAD, upto=NOW))
            await tx.run_sync(lambda tx: store.lost.rescue(tx, dead=[DEAD], now=NOW))
        await jobs.dispatch(newsroom, clock=going(NOW), stop=asyncio.Event())
        assert (await balance_of(newsroom, errand)).sent == 60
    assert max(sink.at_once) == LANES


async def test_a_letter_that_breaks_something_of_ours_is_parked_with_its_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, tries = letters.Press.letter, list[str]()

    def breaks(press: letters.Press, recipient: object, **more: object) -> object:
        address: str = recipient.address  # type: ignore[attr-defined]
        if address.startswith(POISON):
            tries.append(address)
            raise ZeroDivisionError("nobody thought of that")
        return usual(press, recipient, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(letters.Press, "letter", breaks)
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port)) as newsroom:
        errand = await queued(newsroom, readers=READERS)
        await carry(newsroom)
        balance = await balance_of(newsroom, errand)
        assert (balance.sent, balance.failed, balance.finished) == (READERS - 1, 1, True)
        (row,) = [row for row in await rows_of(newsroom, errand) if row[0] is not DeliveryState.SENT]
        assert row[0] is DeliveryState.PARKED
        assert "ZeroDivisionError: nobody thought of that" in row[2]
        assert "in breaks" in row[2], "and where"
        assert len(tries) == MOST_CRASHES
