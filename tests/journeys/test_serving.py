"""A morning of `digest serve`: by the clock, through a kill, from two processes at once."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

import subscribers
from digest import jobs, schedule, store
from digest.demo.mailbox import serve_mailbox
from digest.model import Cadence, ErrandState, Outcome
from digest.newsroom import Newsroom
from subscribers import Asked, Request
from tests.databases import free_port
from tests.hubs import serve_hub
from tests.makers import a_source
from tests.newsrooms import a_newsroom, furnish
from tests.servers import serve as serve_feeds

ROOT = Path(__file__).resolve().parent.parent.parent
DAILY = (Cadence(key="daily", rule="daily 07:00", zone="Europe/Berlin"),)
DUE = datetime(2026, 11, 25, 6, 0, 5, tzinfo=UTC)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>City desk</title><link>https://www.example.org/</link>
<item><title>Ferry is back</title><link>https://www.example.org/ferry</link><guid>ferry</guid>
<pubDate>Wed, 25 Nov 2026 05:00:00 GMT</pubDate>
<description>
The ferry between the quay and the lighthouse runs again from Monday, after two winters of repair.</description>
</item></channel></rss>"""


def smtp(port: int, connections: int = 3) -> str:
    return f'kind = "smtp"\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\nconnections = {connections}'


def received(maildir: Path) -> Counter[str]:
    """How many letters each reader has."""
    found: Counter[str] = Counter()
    for path in (maildir / "new").iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        found[next(line for line in lines if line.startswith("Delivered-To: ")).split()[1]] += 1
    return found


async def until(done: Callable[[], bool], *, patience: float = 30.0) -> None:
    """Wait until a condition holds, looking often; a bound, not a pace."""
    async with asyncio.timeout(patience):
        while not done():  # noqa: ASYNC110 - another process has no event for us
            await asyncio.sleep(0.05)


async def test_an_article_on_a_feed_ends_in_an_inbox_when_the_clock_says_so(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    async with (
        serve_feeds() as feeds,
        serve_mailbox(mail) as (_, port),
        a_newsroom(tmp_path, relay=smtp(port)) as newsroom,
    ):
        await furnish(newsroom, readers=3, stories=0, cadences=DAILY)
        feeds.put("/city.rss", RSS, content_type="application/rss+xml")
        async with newsroom.begin() as tx:
            (source,) = await store.sources.every(tx)
            await store.sources.remove(tx, source.id)
            await store.sources.add(
                tx,
                a_source(id=0, url=feeds.url("/city.rss"), next_look=None, last_look=None, slug="feed"),
                now=DUE - timedelta(hours=1),
            )
        stop, web_port = asyncio.Event(), free_port()
        moment = [DUE - timedelta(minutes=10)]
        serving = asyncio.create_task(
            schedule.serve(newsroom, clock=lambda: moment[0], stop=stop, listen=("127.0.0.1", web_port))
        )
        await until(lambda: feeds.count("/city.rss") > 0)
        async with aiohttp.ClientSession() as browser, browser.get(f"http://127.0.0.1:{web_port}/healthz") as answer:
            assert answer.status == 200
        assert count(mail) == 0, "not before its time"
        moment[0] = DUE
        await until_gathered(newsroom)
        await jobs.press_due(newsroom, now=DUE)
        await until(lambda: count(mail) == 3)
        stop.set()
        await serving
        assert set(received(mail).values()) == {1}
        assert "Ferry is back" in next((mail / "new").iterdir()).read_text(encoding="utf-8")


async def test_whoever_signs_up_while_it_serves_gets_the_mail_to_confirm(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    async with serve_mailbox(mail) as (_, port), a_newsroom(tmp_path, relay=smtp(port)) as newsroom:
        await furnish(newsroom, readers=0, stories=0, cadences=DAILY)
        stop, web_port = asyncio.Event(), free_port()
        moment = [DUE - timedelta(minutes=10)]
        serving = asyncio.create_task(
            schedule.serve(newsroom, clock=lambda: moment[0], stop=stop, listen=("127.0.0.1", web_port))
        )
        page = f"http://127.0.0.1:{web_port}/join/morning"
        async with aiohttp.ClientSession() as browser:
            form = await until_served(browser, page)
            moment[0] += timedelta(seconds=20)
            stamp = form.partition('name="stamp" value="')[2].partition('"')[0]
            async with browser.post(page, data={"email": "dora@example.org", "stamp": stamp}) as answer:
                assert answer.status == 200
        await until(lambda: count(mail) == 1)
        stop.set()
        await serving
        assert received(mail) == {"dora@example.org": 1}


async def test_many_who_sign_up_at_once_wait_for_no_pauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "CORRESPOND_EVERY", 3600.0)
    mail, many = tmp_path / "mail", 60
    async with serve_mailbox(mail) as (_, port), a_newsroom(tmp_path, relay=smtp(port)) as newsroom:
        await furnish(newsroom, readers=0, stories=0, cadences=DAILY)
        async with newsroom.begin() as tx:
            (newsletter,) = await store.newsletters.every(tx)
            for number in range(many):
                wanted = Request(kind=Asked.JOIN, address=f"dora{number}@example.org", newsletters=(newsletter.id,))
                await subscribers.ask(tx, wanted, now=DUE)
        stop = asyncio.Event()
        serving = asyncio.create_task(
            schedule.serve(newsroom, clock=lambda: DUE, stop=stop, listen=("127.0.0.1", free_port()))
        )
        await until(lambda: count(mail) == many)
        stop.set()
        await serving


async def until_served(browser: aiohttp.ClientSession, page: str) -> str:
    async with asyncio.timeout(20):
        while True:
            with suppress(aiohttp.ClientConnectionError):
                async with browser.get(page) as answer:
                    return await answer.text()
            await asyncio.sleep(0.05)


async def until_gathered(newsroom: Newsroom) -> None:
    async with asyncio.timeout(20):
        while True:
            async with newsroom.reading() as tx:
                if await store.articles.count(tx):
                    return
            await asyncio.sleep(0.05)


@asynccontextmanager
async def digest_serve(folder: Path, port: int, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A real `digest serve` in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "digest", "serve", "--port", str(port), *words,
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_killed_in_the_middle_of_a_send_it_goes_on_and_nobody_is_missed_or_mailed_twice(
    tmp_path: Path, database_url: str
) -> None:
    mail, readers = tmp_path / "mail", 400
    async with (
        serve_mailbox(mail) as (_, port),
        a_newsroom(tmp_path, database=database_url, relay=smtp(port)) as newsroom,
    ):
        now = datetime.now(UTC)
        newsletter = await furnish(newsroom, readers=readers, now=now)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
        assert run is not None
        assert run.outcome is Outcome.SENT
        for kill_at in (60, 180):
            async with digest_serve(tmp_path, free_port()) as serving:
                await until(lambda at=kill_at: count(mail) >= at)
                serving.send_signal(signal.SIGKILL)
                await serving.wait()
        async with digest_serve(tmp_path, free_port()) as serving:
            await until_done(newsroom, run.issue_id or 0)
            serving.send_signal(signal.SIGTERM)
            await asyncio.wait_for(serving.wait(), 30)
            assert serving.returncode == 0
        async with newsroom.reading() as tx:
            balance = await store.ledger.balance(tx, run.issue_id or 0)
        letters = received(mail)
        assert balance.adds_up
        assert balance.in_doubt <= 2 * 3, "no more than kills times connections"
        assert set(letters.values()) == {1}, "nobody is mailed twice"
        assert readers - len(letters) <= balance.in_doubt, "whoever is missing is listed"
        assert balance.sent + balance.in_doubt == readers


async def test_two_processes_share_one_send(tmp_path: Path, postgresql: str) -> None:
    mail, readers = tmp_path / "mail", 300
    url = f"{postgresql}/postgres"
    async with serve_mailbox(mail) as (_, port), a_newsroom(tmp_path, database=url, relay=smtp(port)) as newsroom:
        now = datetime.now(UTC)
        newsletter = await furnish(newsroom, readers=readers, now=now)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=now), now=now)
        assert run is not None
        async with digest_serve(tmp_path, free_port()), digest_serve(tmp_path, free_port()):
            await until_done(newsroom, run.issue_id or 0)
        assert len(received(mail)) == readers
        assert set(received(mail).values()) == {1}


def count(maildir: Path) -> int:
    return len(list((maildir / "new").iterdir())) if (maildir / "new").is_dir() else 0


async def until_done(newsroom: Newsroom, errand_id: int) -> None:
    async with asyncio.timeout(90):
        while True:
            async with newsroom.reading() as tx:
                if (await store.errands.get(tx, errand_id)).state is ErrandState.DONE:
                    return
            await asyncio.sleep(0.1)


async def test_a_hub_brings_news_long_before_anybody_would_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "HUBS_EVERY", 0.1)
    moment, stop, web_port = [DUE], asyncio.Event(), free_port()
    base_url = f"http://127.0.0.1:{web_port}"
    async with serve_feeds() as feeds, serve_hub() as hub, a_newsroom(tmp_path, base_url=base_url) as newsroom:
        url = feeds.url("/feed")
        links = f'<{hub.url}>; rel="hub", <{url}>; rel="self"'
        feeds.put("/feed", RSS, headers={"Link": links})
        async with newsroom.begin() as tx:
            await store.sources.add(tx, a_source(id=0, url=url), now=DUE)
        serving = asyncio.create_task(
            schedule.serve(newsroom, clock=lambda: moment[0], stop=stop, listen=("127.0.0.1", web_port))
        )
        await until(lambda: bool(hub.known))
        moment[0] += timedelta(minutes=2)
        feeds.put("/feed", RSS.replace("ferry", "tram"), headers={"Link": links})
        asked = feeds.count("/feed")
        assert await hub.publish() == [202]
        await until(lambda: feeds.count("/feed") > asked, patience=5.0)
        stop.set()
        await serving
        async with newsroom.reading() as tx:
            assert len(await store.articles.candidates(tx, 1, since=DUE - timedelta(days=9))) == 2


async def test_a_port_that_somebody_has_is_said_in_a_sentence(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path):
        pass
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with digest_serve(tmp_path, port) as serving:
            _, said = await serving.communicate()
    assert serving.returncode == 2
    assert f"127.0.0.1:{port} cannot be listened on (Address already in use)".encode() in said
    assert b"Traceback" not in said


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def is_there(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] not in "ZX"
    return False


async def test_its_senders_do_not_outlive_it_however_it_ends(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path):
        pass
    async with digest_serve(tmp_path, free_port(), "--senders", "3") as serving:
        await until(lambda: len(children(serving.pid)) >= 2, patience=60.0)
        senders = children(serving.pid)
        serving.kill()
        await serving.wait()
        await until(lambda: not any(is_there(one) for one in senders), patience=60.0)
