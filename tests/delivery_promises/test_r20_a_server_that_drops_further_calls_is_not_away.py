"""R-20: a server that takes few connections and hangs up on further ones is written to on those it takes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from digest import store
from digest.errors import RelayDown
from tests.delivery_promises.sending import balance_of, carry, copies_of, queued
from tests.newsrooms import a_newsroom
from tests.smtp_servers import HANG_UP, RESET, SILENCE, serve_sink
from tests.smtp_sink import Answer, Sink
from tests.torture.scene import relay

READERS, MOST = 150, 3
pytestmark = pytest.mark.usefixtures("manner")


def takes_few(sink: Sink, answer: Answer) -> None:
    async def greeting() -> Answer | None:
        return answer if sink.open_now > MOST else None

    async def slowly() -> None:
        await asyncio.sleep(0.05)  # so that all lanes have something to do

    sink.on("CONNECT", greeting)
    sink.on(".", slowly)


@pytest.mark.parametrize("answer", [HANG_UP, RESET], ids=["closed", "reset"])
async def test_who_drops_further_calls_is_written_to_on_the_others(tmp_path: Path, answer: Answer) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=5)) as newsroom:
        takes_few(sink, answer)
        errand = await queued(newsroom, readers=READERS)
        await carry(newsroom)
        assert (await balance_of(newsroom, errand)).sent == READERS
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS
    assert sink.connections < 40, "and it is not called again with each letter"


async def test_who_answers_on_none_is_left_alone_all_the_same(tmp_path: Path) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, relay=relay(sink.port, connections=5, timeouts=(0.5, 0.5))) as newsroom,
    ):
        sink.on("EHLO", "250 sink.example")
        sink.on("CONNECT", "220 hello", times=1)
        sink.on("CONNECT", RESET)
        sink.on("MAIL", SILENCE)
        errand = await queued(newsroom, readers=20)
        with suppress(RelayDown):
            await carry(newsroom)
        assert (await balance_of(newsroom, errand)).pending == 20
        async with newsroom.reading() as tx:
            assert [one.open_until is not None for one in (await store.relays.every(tx)).values()] == [True]
