"""Asking DNS: whole answers, each question once, and an end to waiting."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from digest.doctor.finding import Finding, well
from digest.doctor.names import Exchange, Names, Unanswered
from digest.doctor.outside import Check, together
from tests.dns_server import Dns, serve_dns

LONG = " ".join(f'"{letter * 255}"' for letter in "abcd")
ZONE = f"""
long.example. IN TXT ( {LONG} )
mail.example. IN A 192.0.2.1
mail.example. IN AAAA 2001:db8::1
a.example. IN MX 20 other.example.
a.example. IN MX 10 Mail.Example.
none.example. IN MX 0 .
1.2.0.192.in-addr.arpa. IN PTR mail.example.
"""


@pytest.fixture
def dns() -> Iterator[Dns]:
    with serve_dns(ZONE) as server:
        yield server


async def test_answers_come_as_plain_values(dns: Dns) -> None:
    async with Names(dns.address, 5.0) as names:
        assert await names.addresses("mail.example") == ["192.0.2.1", "2001:db8::1"]
        assert await names.addresses("mail.example", "AAAA") == ["2001:db8::1"]
        assert await names.exchanges("a.example") == [Exchange(10, "mail.example"), Exchange(20, "other.example")]
        assert await names.exchanges("none.example") == [Exchange(0, "")]
        assert await names.pointers("192.0.2.1") == ["mail.example"]


async def test_a_record_that_does_not_fit_one_packet_comes_whole(dns: Dns) -> None:
    async with Names(dns.address, 5.0) as names:
        assert await names.texts("long.example") == ["".join(letter * 255 for letter in "abcd")]
    assert dns.asked.count(("long.example", "TXT")) == 2  # over UDP, and again over TCP


@pytest.mark.parametrize("name", ["nowhere.example", "mail.example", "a..example", f"{'x' * 64}.example", "é.example"])
async def test_what_is_not_there_or_cannot_be_asked_is_nothing(dns: Dns, name: str) -> None:
    async with Names(dns.address, 5.0) as names:
        assert await names.texts(name) == []


async def test_a_question_is_asked_once_however_many_want_the_answer(dns: Dns) -> None:
    async with Names(dns.address, 5.0) as names:
        await asyncio.gather(*(names.texts(name) for name in ("a.example", "A.Example", "a.example.") * 5))
    assert dns.asked == [("a.example", "TXT")]


async def test_silence_and_failure_are_told_apart_from_nothing(dns: Dns) -> None:
    dns.silent.add("silent.example")
    dns.failing.add("failing.example")
    async with Names(dns.address, 0.3) as names:
        began = time.monotonic()
        with pytest.raises(Unanswered, match=r"did not answer about silent\.example in time"):
            await names.texts("silent.example")
        assert time.monotonic() - began < 3
        with pytest.raises(Unanswered, match=r"could not find out about failing\.example"):
            await names.texts("failing.example")
        await names.reach("silent.example")  # the root answers, so there is a network
        dns.silent.add("")
    async with Names(dns.address, 0.3) as names:
        with pytest.raises(Unanswered, match="no DNS server answers"):
            await names.reach("silent.example")


async def test_what_takes_too_long_is_a_warning_and_what_is_done_is_told() -> None:
    never = asyncio.Event()

    async def waits() -> Finding:
        await never.wait()
        return well("SPF", "too late")

    async def quick() -> list[Finding]:
        return [well("MX", "here")]

    checks: list[Check] = [("SPF", waits()), ("MX", quick())]
    found = await together(iter(checks), limit=0.05)
    assert [(one.about, one.state) for one in found] == [("SPF", "warning"), ("MX", "well")]
    assert "took more than 0.05 seconds" in found[0].words
