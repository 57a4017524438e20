"""R-04: before the message a lost connection is tried again, after its first byte it is doubt; nothing is guessed.

aiosmtplib raises the same error for a connection that was lost after MAIL, after DATA and after the final dot.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from digest.deliver import open_relay
from digest.errors import RelayDown
from digest.model import VerdictKind
from tests.deliver.letters import a_letter, relay_to
from tests.delivery_promises.sending import balance_of, carry, queued, rows_of
from tests.newsrooms import a_newsroom
from tests.smtp_servers import HANG_UP, RESET, Farewell, Fault, postfix_sink, serve_sink
from tests.torture.scene import relay as relay_toml

pytestmark = pytest.mark.usefixtures("manner")

SENT, RELAY_DOWN, IN_DOUBT = VerdictKind.SENT, VerdictKind.RELAY_DOWN, VerdictKind.IN_DOUBT


@pytest.mark.parametrize(
    ("step", "kind", "stored"),
    [
        ("CONNECT", RELAY_DOWN, 0),
        ("EHLO", RELAY_DOWN, 0),
        ("MAIL", RELAY_DOWN, 0),
        ("RCPT", RELAY_DOWN, 0),
        ("DATA", RELAY_DOWN, 0),
        ("BODY", IN_DOUBT, 0),
        (".", IN_DOUBT, 1),
    ],
)
@pytest.mark.parametrize("rude", [HANG_UP, RESET])
async def test_a_lost_connection_means_doubt_only_when_the_message_was_on_its_way(
    step: str, rude: Fault, kind: VerdictKind, stored: int
) -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay:
        sink.on(step, rude, times=1)
        verdict = await relay.hand_over(a_letter())
        assert verdict.kind is kind
        assert verdict.text
        assert len(sink.accepted) == stored
        assert (await relay.hand_over(a_letter())).kind is SENT, "the lane works again"


async def test_a_server_that_leaves_while_the_mark_is_written_has_nothing_of_the_letter() -> None:
    async with serve_sink() as sink, open_relay(relay_to(sink)) as relay, relay.lane() as lane:
        marks = 0

        async def mark() -> None:
            nonlocal marks
            marks += 1
            if marks < 3:  # as long as it takes when the ledger cannot be written
                await sink.alone.wait()
                await asyncio.sleep(0.05)

        sink.on("DATA", Farewell("354 go on"), times=1)
        assert (await lane.carry(a_letter(), mark)).kind is RELAY_DOWN
        assert (await lane.carry(a_letter())).kind is SENT
        sink.on("DATA", Farewell("354 go on"), times=1)
        assert (await lane.carry(a_letter(), mark)).kind is SENT, "a kept connection is tried once more"
    assert (marks, len(sink.accepted)) == (3, 2)


@pytest.mark.parametrize(("step", "kind"), [("MAIL", RELAY_DOWN), ("DATA", RELAY_DOWN), (".", IN_DOUBT)])
async def test_postfixs_own_sink_that_drops_the_connection_is_understood(step: str, kind: VerdictKind) -> None:
    async with postfix_sink("-q", step) as sink, open_relay(relay_to(sink)) as relay:
        assert (await relay.hand_over(a_letter())).kind is kind


@pytest.mark.parametrize(("step", "in_doubt"), [("MAIL", 0), ("DATA", 0), (".", 1)])
async def test_in_the_ledger_only_the_letter_that_was_on_its_way_is_in_doubt(
    tmp_path: Path, step: str, in_doubt: int
) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay_toml(sink.port)) as newsroom:
        sink.on(step, HANG_UP, times=1)
        errand = await queued(newsroom, readers=20)
        await carry(newsroom)
        balance = await balance_of(newsroom, errand)
        assert (balance.sent, balance.in_doubt, balance.deferred) == (20 - in_doubt, in_doubt, 0)
        assert len({letter.recipient for letter in sink.accepted}) == len(sink.accepted) == 20


async def test_whoever_leaves_while_the_ledger_is_locked_leaves_nothing_in_doubt(tmp_path: Path) -> None:
    database = tmp_path / "digest.db"
    settings = {"database": f"sqlite:///{database}"}
    async with serve_sink() as sink, a_newsroom(tmp_path, **settings, relay=relay_toml(sink.port)) as newsroom:
        errand = await queued(newsroom, readers=6)
        other = sqlite3.connect(database, isolation_level=None)

        async def lock_and_leave() -> Farewell:
            if not other.in_transaction:
                other.execute("BEGIN IMMEDIATE")
                asyncio.get_running_loop().call_later(1.0, other.rollback)
            return Farewell("354 go on")

        sink.on("DATA", lock_and_leave, times=2)
        await carry(newsroom)
        other.close()
        balance = await balance_of(newsroom, errand)
        rows = await rows_of(newsroom, errand)
    assert (balance.sent, balance.in_doubt) == (6, 0)
    assert {attempts for _, attempts, _ in rows} == {1}, "it was no reader's fault"
    assert len(sink.accepted) == 6


async def test_a_relay_that_swallows_letters_without_a_word_is_not_given_all_of_them(tmp_path: Path) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay_toml(sink.port, connections=2)) as newsroom:
        sink.on(".", HANG_UP)
        errand = await queued(newsroom, readers=50)
        with pytest.raises(RelayDown, match="no answer after the end of the message"):
            await carry(newsroom)
        balance = await balance_of(newsroom, errand)
        assert 3 <= balance.in_doubt <= 3 + 2, "three in a row, and what was under way beside them"
        assert balance.pending == 50 - balance.in_doubt
        assert balance.adds_up
