"""R-16: a server that ends the connection between letters, without a word, is called again; nobody's try is counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.delivery_promises.sending import balance_of, carry, copies_of, queued, rows_of
from tests.newsrooms import a_newsroom
from tests.smtp_servers import HANG_UP, serve_sink
from tests.smtp_sink import Conversation, Sink, Taken, listening
from tests.torture.scene import relay

READERS, ENOUGH = 47, 10


class Yahoo(Conversation):
    """Takes so many letters on a connection, and closes it where the next one begins."""

    taken = 0

    async def take(self, taken: Taken) -> None:
        await Conversation.take(self, taken)
        self.taken += 1

    async def reply(self, step: str, line: str, usual: str) -> str:
        if step == "MAIL" and self.taken >= ENOUGH:
            self.writer.write_eof()
            self.taken = 0
            await self.reader.read()  # until the other side has seen it
            return "421"
        return await Conversation.reply(self, step, line, usual)


@pytest.mark.usefixtures("manner")
async def test_after_so_many_letters_the_server_leaves_without_a_word(tmp_path: Path) -> None:
    sink = Sink()
    async with (
        listening(sink, Yahoo),
        a_newsroom(tmp_path, relay=relay(sink.port, connections=2, messages_per_connection=1000)) as newsroom,
    ):
        errand = await queued(newsroom, readers=READERS)
        await carry(newsroom)
        assert (await balance_of(newsroom, errand)).sent == READERS
        assert {attempts for _, attempts, _ in await rows_of(newsroom, errand)} == {1}, "no try is counted for it"
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS
    assert READERS // ENOUGH <= sink.connections <= READERS // ENOUGH + 3


@pytest.mark.usefixtures("manner")
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
async def test_a_connection_that_is_lost_before_the_message_costs_no_reader_a_try(tmp_path: Path, step: str) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay(sink.port, connections=1)) as newsroom:
        errand = await queued(newsroom, readers=20)
        sink.on(step, HANG_UP, times=2)
        await carry(newsroom)
        assert (await balance_of(newsroom, errand)).sent == 20
        assert {attempts for _, attempts, _ in await rows_of(newsroom, errand)} == {1}
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * 20


async def test_how_many_letters_a_connection_carries_can_be_set(tmp_path: Path) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, relay=relay(sink.port, connections=1, messages_per_connection=7)) as newsroom,
    ):
        errand = await queued(newsroom, readers=30)
        await carry(newsroom)
        assert (await balance_of(newsroom, errand)).sent == 30
    assert sorted(Counter(letter.connection for letter in sink.accepted).values()) == [2, 7, 7, 7, 7]
    assert sink.commands().count("QUIT") >= 4, "and is ended politely"
