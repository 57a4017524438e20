"""What must not be fetched, in every spelling, and what may when the settings say so."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from aiohttp.abc import ResolveResult

from digest import gather
from digest.errors import Forbidden
from digest.gather.fetching.fetched import Limits
from digest.gather.fetching.guard import check_resolved, check_url
from tests.makers import NOW

INSIDE = [
    "http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://0x7f000001/", "http://2130706433/",
    "http://017700000001/", "http://0/", "http://0.0.0.0/", "http://localhost/", "http://localhost./",
    "http://LOCALHOST/", "http://feeds.localhost/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
    "http://100.64.0.1/", "http://169.254.169.254/", "http://192.0.2.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://[::]/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::1]/", "http://[2002:7f00:1::]/", "http://[fc00::1]/",
    "http://[fe80::1%25eth0]/", "http://[fec0::1]/", "http://user@127.0.0.1/", "http://public.example@127.0.0.1/",
    "http://[::ffff:0:127.0.0.1]/", "http://[5f00::1]/", "http://[3fff::1]/", "http://[4000::1]/", "http://192.0.0.8/",
    "http://192.88.99.1/",
]  # fmt: skip
NOT_THE_WEB = [
    "file:///etc/passwd", "gopher://public.example/", "ftp://public.example/", "data:text/xml,<rss/>", "/etc/passwd",
    "-", "javascript:alert(1)", "http://", "http:///x", "https://[::1", "http://public.example:22/",
    "http://public.example:99999/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_addresses_inside_are_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(Forbidden):
        check_url(url)


@pytest.mark.parametrize("url", NOT_THE_WEB)
async def test_what_is_no_web_address_is_refused_before_anything_is_opened(url: str) -> None:
    async with gather.open_web(Limits()) as web:
        with pytest.raises(Forbidden):
            await web.get(url, now=NOW)


@pytest.mark.parametrize("url", ["http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/"])
async def test_digits_of_other_scripts_lead_nowhere_inside(url: str) -> None:
    async with gather.open_web(Limits(timeout=5)) as web:
        with pytest.raises(Forbidden):
            await web.get(url, now=NOW)


@pytest.mark.parametrize(
    "url",
    ["https://public.example/feed", "http://public.example:443/", "http://93.184.216.34/", "http://[2606:4700::1111]/"],
)
def test_public_addresses_may_be_fetched(url: str) -> None:
    check_url(url)


def test_a_host_that_the_settings_name_may_be_fetched_on_any_port() -> None:
    check_url("http://127.0.0.1:8080/", ("127.0.0.1",))
    with pytest.raises(Forbidden):
        check_url("http://127.0.0.2:8080/", ("127.0.0.1",))


@pytest.mark.parametrize(
    "answers", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1", "93.184.216.34"], ["fe80::1%2"]]
)
def test_a_name_that_leads_inside_with_any_of_its_answers_is_refused(answers: list[str]) -> None:
    with pytest.raises(Forbidden, match=r"leads to .*; name sneaky\.example in gather\.allow_hosts if you mean it"):
        check_resolved("sneaky.example", answers)


async def test_a_name_is_looked_up_once_and_what_was_judged_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that says public first and private then gets no second question."""
    async with gather.open_web(Limits(timeout=1)) as web:
        answers = iter([["93.184.216.34"], ["127.0.0.1"]])
        asked: list[str] = []

        async def lookup(host: str, *_: Any, **__: Any) -> Iterable[Any]:
            asked.append(host)
            return [(2, 1, 6, "", (address, 80)) for address in next(answers)]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", lookup)
        resolver = web._session.connector._resolver  # type: ignore[union-attr]
        first: list[ResolveResult] = await resolver.resolve("rebind.example", 80)
        assert [one["host"] for one in first] == ["93.184.216.34"]
        with pytest.raises(Forbidden):
            await resolver.resolve("rebind.example", 80)
        assert asked == ["rebind.example"] * 2
