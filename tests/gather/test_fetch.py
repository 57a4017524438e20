"""Asking a real server: conditions, limits, manners, and every way of not getting an answer."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import brotli
import pytest
import trustme
from backports import zstd

from digest import gather
from digest.errors import Forbidden, Gone, SourceError, Unreachable
from digest.gather import Fetched, Limits, NotModified, Web
from tests.makers import NOW
from tests.servers import FeedServer, serve

BODY = b"<rss>" + b"words and words " * 500 + b"</rss>"


@asynccontextmanager
async def a_web(**limits: Any) -> AsyncIterator[tuple[FeedServer, Web]]:
    values = {"allow_hosts": ("127.0.0.1",), "pause": 0.0, **limits}
    async with serve() as server, gather.open_web(Limits(**values)) as client:
        yield server, client


async def fetched(web: Web, url: str) -> Fetched:
    answer = await web.get(url, now=NOW)
    assert isinstance(answer, Fetched)
    return answer


async def test_an_answer_brings_its_marks_and_the_next_request_shows_them() -> None:
    async with a_web(contact="https://harbourpost.example/about") as (server, web):
        url = server.put("/f", BODY, headers={"ETag": '"7"', "Last-Modified": "Mon, 23 Nov 2026 06:00:00 GMT"})
        first = await fetched(web, url)
        assert (first.body, first.etag) == (BODY, '"7"')
        answer = await web.get(url, etag=first.etag, last_modified=first.last_modified, now=NOW)
        assert isinstance(answer, NotModified)
        headers = server.last("/f").headers
        assert headers["If-None-Match"] == '"7"'
        assert headers["If-Modified-Since"] == first.last_modified
        assert headers["User-Agent"].startswith("Digest/")
        assert "+https://harbourpost.example/about" in headers["User-Agent"]
        assert {"gzip", "br", "zstd"} <= {one.strip() for one in headers["Accept-Encoding"].split(",")}


@pytest.mark.parametrize(
    ("name", "packed"),
    [("gzip", gzip.compress(BODY, mtime=0)), ("deflate", zlib.compress(BODY)), ("br", brotli.compress(BODY)),
     ("zstd", zstd.compress(BODY))],
)  # fmt: skip
async def test_compressed_answers(name: str, packed: bytes) -> None:
    async with a_web() as (server, web):
        url = server.put("/f", packed, headers={"Content-Encoding": name})
        assert (await fetched(web, url)).body == BODY


async def test_the_limit_counts_what_comes_out_and_a_bomb_fills_no_memory() -> None:
    bomb = gzip.compress(bytes(300_000_000))
    async with a_web(max_bytes=1_000_000) as (server, web):
        plain = server.put("/plain", b"x" * 1_000_001)
        packed = server.put("/bomb", bomb, headers={"Content-Encoding": "gzip"})
        with pytest.raises(Unreachable, match=r"larger than 1 MB \(gather.max_bytes\)"):
            await web.get(plain, now=NOW)
        tracemalloc.start()
        with pytest.raises(Unreachable):
            await web.get(packed, now=NOW)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 50_000_000


async def test_a_server_that_drips_is_left_in_time() -> None:
    async with a_web(timeout=0.3) as (server, web):
        for path, slow in (("/late", {"delay": 5.0}), ("/drip", {"trickle": 5.0})):
            with pytest.raises(Unreachable, match="no full answer within"):
                await web.get(server.put(path, BODY, **slow), now=NOW)


async def test_a_server_that_hangs_up_and_one_that_is_not_there() -> None:
    async with a_web() as (server, web):
        with pytest.raises(Unreachable, match=r"hung up without an answer|breaks off"):
            await web.get(server.put("/f", BODY, hang_up=True), now=NOW)
    async with gather.open_web(Limits(allow_hosts=("127.0.0.1", "nowhere.invalid"))) as web:
        with pytest.raises(Unreachable, match="does not answer"):
            await web.get("http://127.0.0.1:9/", now=NOW)
        with pytest.raises(Unreachable, match="host name is not known"):
            await web.get("http://nowhere.invalid/", now=NOW)


@pytest.mark.parametrize(("status", "kind"), [(404, Gone), (410, Gone), (500, Unreachable), (403, Unreachable)])
async def test_what_a_status_means(status: int, kind: type[SourceError]) -> None:
    async with a_web() as (server, web):
        with pytest.raises(kind, match=str(status)) as fault:
            await web.get(server.put("/f", status=status), now=NOW)
        assert fault.value.permanent == (kind is Gone)


@pytest.mark.parametrize("written", ["120", format_datetime(NOW + timedelta(seconds=120), usegmt=True)])
async def test_a_servers_wish_to_be_left_alone_is_heard(written: str) -> None:
    async with a_web() as (server, web):
        with pytest.raises(Unreachable) as fault:
            await web.get(server.put("/f", status=503, headers={"Retry-After": written}), now=NOW)
        assert fault.value.wait == 120


@pytest.mark.parametrize(
    "written",
    ["soon", "-1", "Tue, 24 Nov 2026 99999999999999999999:00:00 GMT", "Tue, 24 Nov 2026 00:00:00 +9" + "9" * 19],
)
async def test_a_wish_that_makes_no_sense_is_none(written: str) -> None:
    async with a_web() as (server, web):
        with pytest.raises(Unreachable, match="answers 503") as fault:
            await web.get(server.put("/f", status=503, headers={"Retry-After": written}), now=NOW)
        assert fault.value.wait is None


async def test_redirects_are_followed_and_permanent_ones_remembered() -> None:
    async with a_web() as (server, web):
        server.put("/new", BODY)
        assert (await fetched(web, server.redirect("/old", "/new"))).moved_to == server.url("/new")
        assert (await fetched(web, server.redirect("/now", "/new", status=302))).moved_to == ""
        server.redirect("/mixed", "/now")
        assert (await fetched(web, server.url("/mixed"))).moved_to == server.url("/now"), "but no further"
        server.put("/new", BODY, headers={"ETag": '"1"'})
        unchanged = await web.get(server.url("/old"), etag='"1"', now=NOW)
        assert isinstance(unchanged, NotModified)
        assert unchanged.moved_to == server.url("/new"), "remembered before there is news"


async def test_an_address_with_a_password_is_followed_and_not_remembered() -> None:
    async with a_web() as (server, web):
        server.put("/new", BODY)
        to = server.url("/new").replace("://", "://desk:tide@")
        assert (await fetched(web, server.redirect("/old", to))).moved_to == ""


async def test_whoever_did_not_ask_for_changes_is_not_told_that_there_are_none() -> None:
    async with a_web() as (server, web):
        url = server.put("/f", status=304)
        with pytest.raises(Unreachable, match="answers 304"):
            await web.get(url, now=NOW)
        assert isinstance(await web.get(url, etag='"1"', now=NOW), NotModified)


async def test_every_hop_is_asked_about() -> None:
    async with a_web() as (server, web):
        asked = []

        async def may(url: str) -> None:
            asked.append(url)
            if url == server.url("/closed"):
                raise Forbidden(f"{url} is closed.", url=url)

        server.redirect("/open", "/closed", status=302)
        server.put("/closed", BODY)
        with pytest.raises(Forbidden, match="is closed"):
            await web.get(server.url("/open"), may=may, now=NOW)
        assert asked == [server.url("/open"), server.url("/closed")]
        assert server.count("/closed") == 0


async def test_how_long_a_cache_had_it_already_counts() -> None:
    async with a_web() as (server, web):
        url = server.put("/f", BODY, headers={"Cache-Control": "max-age=3600", "Age": "3000"})
        assert (await fetched(web, url)).max_age == 600


@pytest.mark.parametrize(("body", "ends"), [(BODY, True), (b'{"a": 1}\n', True), (b"", True), (BODY[:-3], False)])
async def test_what_broke_off_can_be_told(body: bytes, *, ends: bool) -> None:
    async with a_web() as (server, web):
        assert (await fetched(web, server.put("/f", body))).ends is ends


async def test_a_circle_of_redirects_ends() -> None:
    async with a_web() as (server, web):
        with pytest.raises(Forbidden, match="more than 5 times"):
            await web.get(server.redirect("/a", "/a"), now=NOW)
        assert server.count("/a") == 6


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/", "file:///etc/passwd", "ftp://x.example/", "http://[::1]/"]
)
async def test_a_redirect_is_judged_like_an_address(target: str) -> None:
    async with a_web() as (server, web):
        with pytest.raises(Forbidden):
            await web.get(server.redirect("/a", target), now=NOW)


async def test_no_more_than_so_many_at_once_and_to_one_host() -> None:
    for limits, most in (({"concurrency": 3, "per_host": 50}, 3), ({"per_host": 2}, 2)):
        async with a_web(**limits) as (server, web):
            urls = [server.put(f"/{n}", BODY, delay=0.02) for n in range(12)]
            await asyncio.gather(*(web.get(url, now=NOW) for url in urls))
            assert server.most_under_way == most


async def test_requests_to_one_host_keep_their_distance() -> None:
    async with a_web(pause=0.05, per_host=10) as (server, web):
        urls = [server.put(f"/{n}", BODY) for n in range(5)]
        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(*(web.get(url, now=NOW) for url in urls))
        assert loop.time() - began >= 4 * 0.05


async def test_every_answer_tells_when_the_certificate_of_its_server_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    authority, ends = trustme.CA(), datetime(2040, 5, 1, tzinfo=UTC)
    offered, trusted = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("127.0.0.1", not_after=ends).configure_cert(offered)
    authority.configure_trust(trusted)
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", trusted)
    async with serve(offered) as server, gather.open_web(Limits(allow_hosts=("127.0.0.1",), pause=0.0)) as web:
        url = server.put("/f", b"small", headers={"ETag": '"7"'})
        for _ in range(2):  # the second on a connection that was kept
            assert (await fetched(web, url)).certificate == ends
        unchanged = await web.get(url, etag='"7"', now=NOW)
        assert isinstance(unchanged, NotModified)
        assert unchanged.certificate == ends


def test_what_was_told_under_https_is_not_told_in_the_clear() -> None:
    access = gather.Access(cookie="member=7", proxy="http://proxy.example:3128")
    own = "https://x.example/feed"
    assert access.towards(own, "https://x.example/fog") is access
    for elsewhere in ("http://x.example/fog", "https://y.example/fog"):
        assert access.towards(own, elsewhere) == gather.Access(proxy="http://proxy.example:3128")
    assert access.towards("http://x.example/feed", "https://x.example/fog") is access


async def test_a_validator_that_no_header_may_hold_is_not_sent_back() -> None:
    async with a_web() as (server, web):
        answered = await web.get(server.put("/f", BODY), etag='"a\x01b\x7f"', last_modified="yesterday\n", now=NOW)
    assert isinstance(answered, Fetched)


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        (b"HTP/9 nothing\r\n\r\n", r"does not answer as a web server does \(Bad status line\)"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
            r"does not answer as a web server does \(Invalid character",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxyz", "not packed as it says"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
            r"sends on to 'http://\[::1', which",
        ),
        (b"", "hung up without an answer"),
    ],
)
async def test_what_is_no_answer_is_told_in_one_sentence(wire: bytes, words: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(wire)
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with gather.open_web(Limits(allow_hosts=("127.0.0.1",), pause=0.0)) as web:
            with pytest.raises(Unreachable, match=words) as told:
                await web.get(f"http://127.0.0.1:{port}/feed", now=NOW)
    assert told.value.message.endswith(".")
    assert "\n" not in told.value.message
