"""R-03: told to end it finishes what is under way and leaves no doubt; the next one goes on."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from pathlib import Path

import pytest

from digest.model import DeliveryState
from digest.sender import GRACE
from tests.delivery_promises.commands import running, until
from tests.delivery_promises.sending import is_done, judged
from tests.nursery import Nursery
from tests.smtp_servers import serve_sink
from tests.torture.scene import a_stage, relay

CONNECTIONS, READERS = 3, 60
SLOW = 0.05  # seconds for each letter


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("work",)], ids=["serve", "work"])
async def test_what_is_under_way_is_finished_and_the_rest_is_there_for_the_next(
    nursery: Nursery, tmp_path: Path, command: tuple[str, ...], word: signal.Signals
) -> None:
    database = f"sqlite:///{tmp_path}/digest.db"
    async with (
        serve_sink() as sink,
        a_stage(tmp_path, database=database, relay=relay(sink.port, connections=CONNECTIONS), readers=READERS) as stage,
    ):
        sink.on(".", lambda: asyncio.sleep(SLOW))

        async def under_way() -> bool:
            return len(sink.accepted) > 10

        async with running(nursery, tmp_path, *command) as sender:
            await until(under_way)
            sender.send_signal(word)
            told = len(sink.accepted)
            code = await sender.wait(patience=GRACE)
        states = Counter(reader.state for reader in await stage.readers())
        assert code == 0
        assert len(sink.accepted) <= told + 3 * CONNECTIONS, "what was announced is finished, nothing more begun"
        assert states == {
            DeliveryState.SENT: len(sink.accepted),
            DeliveryState.QUEUED: READERS - len(sink.accepted),
        }
        async with running(nursery, tmp_path, *command):
            await until(lambda: is_done(stage))
        assert (await judged(stage, sink)).wrong == []
