"""A relay whose name has several addresses, of which not all are alive."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from digest.deliver import open_relay
from digest.model import VerdictKind
from tests.deliver.letters import a_letter, relay_to
from tests.smtp_servers import RESET, serve_sink

pytestmark = pytest.mark.usefixtures("manner")

Named = Callable[[list[str]], None]


@pytest.fixture
async def named(monkeypatch: pytest.MonkeyPatch) -> Named:
    """Let names have these addresses."""

    def name(hosts: list[str]) -> None:
        async def found(asked: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
            numbers = hosts if asked == "relay.example" else [asked]  # uvloop asks for numbers too
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in numbers]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)

    return name


@pytest.fixture
def dead() -> Iterator[Callable[[int], str]]:
    """An address on which a port drops every call without a word: nobody takes what waits at its door."""
    opened: list[socket.socket] = []

    def close_off(port: int) -> str:
        door = socket.socket()
        opened.append(door)
        door.bind(("127.0.0.2", port))
        door.listen(0)
        for _ in range(3):
            visitor = socket.socket()
            opened.append(visitor)
            visitor.settimeout(0)
            visitor.connect_ex(("127.0.0.2", port))
        return "127.0.0.2"

    yield close_off
    for one in opened:
        one.close()


async def test_an_address_that_says_nothing_does_not_keep_us_from_the_other(
    named: Named, dead: Callable[[int], str]
) -> None:
    async with serve_sink() as sink:
        named([dead(sink.port), "127.0.0.1"])
        async with open_relay(relay_to(sink, host="relay.example", connect_timeout=3.0)) as relay:
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT
    assert sink.connections == 1


@pytest.mark.parametrize(("silent", "limit"), [(1, 0.8), (3, 2.0)])
async def test_every_address_is_called_within_the_time_there_is(
    named: Named, dead: Callable[[int], str], silent: int, limit: float
) -> None:
    async with serve_sink() as sink:
        named([dead(sink.port)] * silent + ["127.0.0.1"])
        async with open_relay(relay_to(sink, host="relay.example", connect_timeout=limit)) as relay:
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT


async def test_nor_does_one_that_refuses(named: Named) -> None:
    async with serve_sink() as sink:
        named(["127.0.0.3", "127.0.0.1"])
        async with open_relay(relay_to(sink, host="relay.example")) as relay:
            assert (await relay.hand_over(a_letter())).kind is VerdictKind.SENT


@pytest.mark.parametrize("hosts", [[], ["127.0.0.3"], ["127.0.0.3", "127.0.0.4"]], ids=len)
async def test_where_none_answers_it_is_said_which_name_that_was(named: Named, hosts: list[str]) -> None:
    async with serve_sink() as sink:
        named(hosts)
        async with open_relay(relay_to(sink, host="relay.example")) as relay:
            verdict = await relay.hand_over(a_letter())
    assert (verdict.kind, verdict.connecting) == (VerdictKind.RELAY_DOWN, True)
    assert "relay.example" in verdict.text


async def test_where_all_say_nothing_it_takes_no_longer_than_is_set(named: Named, dead: Callable[[int], str]) -> None:
    async with serve_sink() as sink:
        named([dead(sink.port)] * 3)
        async with asyncio.timeout(2), open_relay(relay_to(sink, host="relay.example", connect_timeout=0.3)) as relay:
            assert "Timed out connecting to relay.example" in (await relay.hand_over(a_letter())).text


async def test_a_server_that_hangs_up_before_its_greeting_is_named_with_its_port() -> None:
    async with serve_sink() as sink:
        sink.on("CONNECT", RESET)
        async with open_relay(relay_to(sink)) as relay:
            assert f"{sink.host} on port {sink.port}: " in (await relay.hand_over(a_letter())).text
