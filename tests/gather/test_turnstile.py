"""What one address of a host says for all of them: a real server that wants no more requests for a while."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from digest.errors import NotYet, SourceError, Unreachable
from digest.gather import Fetched, Robots
from tests.gather.test_fetch import BODY, a_web, fetched
from tests.makers import NOW


async def test_too_many_requests_is_said_for_the_whole_host() -> None:
    async with a_web() as (server, web):
        busy, other = server.put("/busy", status=429), server.put("/other", BODY)
        with pytest.raises(Unreachable, match="answers 429"):
            await web.get(busy, now=NOW)
        with pytest.raises(NotYet, match=r"/other was not asked for: .* wants no requests for another 60 seconds"):
            await web.get(other, now=NOW)
        assert server.count("/other") == 0
        assert isinstance(await web.get(other, now=NOW + timedelta(seconds=61)), Fetched)


async def test_one_answer_shuts_no_host_for_a_day() -> None:
    async with a_web() as (server, web):
        busy, other = server.put("/busy", status=429, headers={"Retry-After": "86400"}), server.put("/other", BODY)
        with pytest.raises(Unreachable) as fault:
            await web.get(busy, now=NOW)
        assert fault.value.wait == 86400
        assert isinstance(await web.get(other, now=NOW + timedelta(hours=1)), Fetched)


async def test_who_waits_for_a_hosts_turn_hears_what_it_said_to_another() -> None:
    async with a_web(pause=0.2) as (server, web):
        addresses = [server.put(f"/{number}", status=503, headers={"Retry-After": "90"}) for number in range(4)]
        answers = await asyncio.gather(*(web.get(url, now=NOW) for url in addresses), return_exceptions=True)
        assert [getattr(answer, "wait", None) for answer in answers] == [90.0] * 4
        assert sum(server.count(f"/{number}") for number in range(4)) == 1


@pytest.mark.parametrize(("status", "headers"), [(503, {}), (500, {"Retry-After": "90"}), (404, {})])
async def test_a_fault_of_one_page_is_none_of_its_host(status: int, headers: dict[str, str]) -> None:
    async with a_web() as (server, web):
        with pytest.raises(SourceError):
            await web.get(server.put("/bad", status=status, headers=headers), now=NOW)
        assert (await fetched(web, server.put("/f", BODY))).body == BODY


async def test_robots_txt_of_a_host_that_wants_nothing_now_is_asked_for_when_it_does_again() -> None:
    async with a_web() as (server, web):
        robots, page = Robots(web), server.url("/page")
        with pytest.raises(Unreachable):
            await web.get(server.put("/busy", status=429), now=NOW)
        with pytest.raises(Unreachable, match="cannot be read at present"):
            await robots.check(page, now=NOW)
        assert server.count("/robots.txt") == 0
        await robots.check(page, now=NOW + timedelta(seconds=61))
        assert server.count("/robots.txt") == 1
