"""R-05: the answer to the final dot is waited for at least ten minutes, and has a time of its own.

A spurious time-out there makes a second copy (RFC 5321 §4.5.3.2.6).
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from digest import deliver
from digest.deliver import open_relay
from digest.model import VerdictKind
from digest.settings import load
from tests.deliver.letters import a_letter, letters_to, relay_to
from tests.delivery_promises.sending import balance_of, carry, queued
from tests.newsrooms import a_newsroom
from tests.smtp_servers import SILENCE, serve_sink
from tests.torture.scene import relay as relay_toml

pytestmark = pytest.mark.usefixtures("manner")

THINKS = 0.6  # seconds; the time for a command is a fifth of it


async def think() -> None:
    await asyncio.sleep(THINKS)


def test_ten_minutes_are_the_default_and_no_other_time_is_so_long(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text("", encoding="utf-8")
    relay = load(tmp_path / "digest.toml", {}).relay
    assert relay.data_timeout == deliver.RelaySettings().data_timeout == 600.0
    assert max(relay.connect_timeout, relay.command_timeout) <= 60.0


async def test_it_is_waited_for_longer_than_any_other_answer() -> None:
    async with serve_sink() as sink:
        sink.on(".", think)
        async with open_relay(relay_to(sink, command_timeout=THINKS / 5, data_timeout=60.0)) as relay:
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert len(sink.accepted) == 1


async def test_what_is_announced_behind_it_does_not_shorten_its_time() -> None:
    first, second = letters_to(["first@example.org", "second@example.org"])
    async with serve_sink() as sink:
        sink.on(".", think, times=1)
        settings = relay_to(sink, command_timeout=THINKS / 5, data_timeout=60.0)
        async with open_relay(settings) as relay, relay.lane() as lane:
            assert (await lane.carry(first, None, lambda: second)).kind is VerdictKind.SENT
            assert (await lane.carry(second)).kind is VerdictKind.SENT
    assert [letter.recipient for letter in sink.accepted] == ["first@example.org", "second@example.org"]


async def test_no_other_answer_is_waited_for_as_long() -> None:
    async with serve_sink() as sink:
        sink.on("RCPT", SILENCE)
        async with open_relay(relay_to(sink, command_timeout=THINKS / 5, data_timeout=60.0)) as relay:
            async with asyncio.timeout(20):
                assert (await relay.hand_over(a_letter())).kind is VerdictKind.RELAY_DOWN
    assert sink.accepted == []


async def test_a_slow_server_gets_every_letter_exactly_once(tmp_path: Path) -> None:
    relay = {"connections": 2, "command_timeout": THINKS / 5, "data_timeout": 60.0}
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay_toml(sink.port, **relay)) as newsroom:
        sink.on(".", think, times=2)
        errand = await queued(newsroom, readers=6)
        await carry(newsroom)
        assert (await balance_of(newsroom, errand)).sent == 6
    assert sorted(letter.recipient for letter in sink.accepted) == sorted({one.recipient for one in sink.accepted})
    assert len(sink.accepted) == 6
