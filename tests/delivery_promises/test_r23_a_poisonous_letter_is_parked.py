"""R-23: a letter that takes its process down again and again is parked with what is known of it; the rest go on."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from digest.model import DeliveryState
from digest.render import letter as letters
from digest.store.outbox import MOST_CRASHES
from tests.delivery_promises.commands import running, until
from tests.delivery_promises.sending import balance_of, carry, copies_of, is_done, queued, rows_of
from tests.newsrooms import a_newsroom
from tests.nursery import Nursery
from tests.smtp_servers import HANG_UP, serve_sink
from tests.smtp_sink import Rude
from tests.torture.scene import a_stage, relay

POISON = "reader7@"
READERS = 20


async def test_a_process_that_dies_of_a_letter_three_times_leaves_it_behind(
    nursery: Nursery, tmp_path: Path, database_url: str
) -> None:
    sender = [0]

    async def kill() -> Rude:
        os.kill(sender[0], signal.SIGKILL)
        return HANG_UP

    async with (
        serve_sink() as sink,
        a_stage(tmp_path, database=database_url, relay=relay(sink.port, connections=2), readers=READERS) as stage,
    ):
        sink.on("RCPT", kill, when=POISON)
        deaths = 0
        for _ in range(3 * MOST_CRASHES):
            async with running(nursery, tmp_path, "work") as process:
                sender[0] = process.pid

                async def over(process: object = process) -> bool:
                    return process.returncode is not None or await is_done(stage)  # type: ignore[attr-defined]

                await until(over)
                deaths += process.returncode is not None
            if await is_done(stage):
                break
        balance = await stage.balance()
        assert (balance.sent + balance.in_doubt, balance.failed, balance.finished) == (READERS - 1, 1, True)
        assert balance.in_doubt <= 2 * deaths, "what else was under way when it died"
        parked = [(state, text) for state, _, text in await rows_of(stage.newsroom, stage.errand_id) if "three" in text]
        assert parked == [(DeliveryState.PARKED, "Its process ended three times while it had it.")]
        assert MOST_CRASHES <= deaths <= MOST_CRASHES + 2
        assert READERS - 1 - balance.in_doubt <= len(copies_of(sink)) <= READERS - 1
    assert {len(copies) for copies in copies_of(sink).values()} == {1}


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
