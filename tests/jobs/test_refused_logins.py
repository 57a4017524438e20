"""A relay that refuses our login, from the first connection on or later: somebody has to mend that, and is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from digest import jobs, sender
from digest.errors import RelayDown
from digest.model import ErrandState
from digest.newsroom import Newsroom
from tests.jobs.sends import accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom
from tests.smtp_sink import Sink, serve_sink
from tests.torture.scene import relay

READERS, LANES = 40, 5
LOGIN = {"username": "editor", "password": "low tide"}
WITH_LOGIN = ("AUTH PLAIN", "PIPELINING")


def refuse_logins_after(sink: Sink, logins: int) -> None:
    sink.on("AUTH", "235 2.7.0 welcome", times=logins)
    sink.on("AUTH", "535 5.7.8 authentication failed")
    sink.on(".", lambda: asyncio.sleep(0.02))


def of(sink: Sink) -> str:
    return relay(sink.port, connections=LANES, **LOGIN) + "\nallow_plain_login = true\n"


@pytest.mark.parametrize("logins", [0, 2])
async def test_where_no_relay_is_left_the_issue_is_paused_and_somebody_is_told(tmp_path: Path, logins: int) -> None:
    told = tmp_path / "told"
    more = f'[send]\nalert = "tee -a {told}"\n'
    async with serve_sink(extensions=WITH_LOGIN) as sink, a_newsroom(tmp_path, relay=of(sink), more=more) as newsroom:
        refuse_logins_after(sink, logins)
        issue = await pressed(newsroom, READERS)
        with pytest.raises(RelayDown, match="535"):
            await carry(newsroom)
        errand, balance = await accounts(newsroom, issue)
        assert errand.state is ErrandState.PAUSED
        assert errand.reason.endswith("535 5.7.8 authentication failed")
        assert errand.reason in told.read_text(encoding="utf-8")
        assert (balance.sent, balance.pending) == (len(sink.accepted), READERS - len(sink.accepted))
        assert bool(balance.sent) is bool(logins)

        sink.rules.clear()  # it is mended
        await jobs.steering.resume(newsroom, issue, now=NOW)
        await carry(newsroom, NOW + timedelta(minutes=1))
        assert (await accounts(newsroom, issue))[1].sent == READERS == len({one.recipient for one in sink.accepted})


async def test_whoever_resumes_need_not_wait_until_the_relay_would_have_been_asked_again(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A process that works is told by another one, as by ``digest resume``; the time of day stands still."""
    monkeypatch.setattr("digest.sender.DISPATCH_EVERY", 0.02)
    stop = asyncio.Event()
    async with (
        serve_sink(extensions=WITH_LOGIN) as sink,
        a_newsroom(tmp_path, relay=of(sink), database=database_url) as newsroom,
    ):
        refuse_logins_after(sink, 0)
        issue = await pressed(newsroom, READERS)
        working = asyncio.create_task(sender.work(newsroom, clock=lambda: NOW, stop=stop))
        await until(newsroom, issue, ErrandState.PAUSED)
        assert len([one for one in caplog.messages if "is left alone until" in one]) == 1  # however many were refused

        await jobs.steering.resume(newsroom, issue, now=NOW)  # too soon
        await until(newsroom, issue, ErrandState.PAUSED)

        sink.rules.clear()  # it is mended
        await jobs.steering.resume(newsroom, issue, now=NOW)
        await until(newsroom, issue, ErrandState.DONE)
        stop.set()
        await working
        assert (await accounts(newsroom, issue))[1].sent == READERS == len({one.recipient for one in sink.accepted})


async def until(newsroom: Newsroom, issue: int, state: ErrandState) -> None:
    async with asyncio.timeout(20):
        while (await accounts(newsroom, issue))[0].state is not state:  # noqa: ASYNC110 - another process would ask, too
            await asyncio.sleep(0.02)


async def test_where_another_relay_is_left_it_carries_all(tmp_path: Path) -> None:
    async with serve_sink(extensions=WITH_LOGIN) as sink, serve_sink() as sound:
        refuse_logins_after(sink, 2)
        relays = f'[[relays]]\nname = "one"\n{of(sink)}[[relays]]\nname = "two"\n{relay(sound.port)}\n'
        async with a_newsroom(tmp_path, more=relays) as newsroom:
            issue = await pressed(newsroom, READERS)
            await carry(newsroom)
            errand, balance = await accounts(newsroom, issue)
            assert (errand.state, balance.sent) == (ErrandState.DONE, READERS)
        copies = [one.recipient for one in (*sink.accepted, *sound.accepted)]
        assert len(set(copies)) == len(copies) == READERS
