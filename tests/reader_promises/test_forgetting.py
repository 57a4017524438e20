"""Be forgotten: after a whole life as a reader nothing of a person is left, in no row, no byte on the disk, no log."""

from __future__ import annotations

import logging
import random
import string
from pathlib import Path

import pytest

import subscribers
from digest import jobs
from tests.deliver.hooks import posts
from tests.makers import NOW
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.sites import Site, a_site, link_to

FIRST, SECOND, THIRD = "zelda.quist@example.org", "zq.privately@example.net", "never.confirmed@example.org"
TRACES = ("zelda", "quist", "zq.privately", "never.confirmed", "Kitezh")
MORE = f'[web]\ntrusted_proxies = ["127.0.0.1"]\n[returns.standard]\nkey = "{posts.STANDARD.key}"\n'


def on_the_disk(folder: Path) -> str:
    """Every byte of every file of a newsroom: the database with its write-ahead log too, what it handed over not."""
    files = [path for path in folder.rglob("*") if path.is_file() and "outbox" not in path.parts]
    return "\n".join(path.read_bytes().decode("latin-1") for path in files)


def left_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace.lower() in text.lower()]


async def a_readers_life(site: Site) -> str:
    """Zelda signs up, reads, chooses, moves, bounces, leaves and comes back. Returns her page."""
    await site.sign_up(FIRST)
    confirm = next(mail for mail in await site.mails() if mail["To"] == FIRST)
    await site.post(link_to(confirm, "confirm"))
    (welcome,) = await site.mails()
    page = link_to(welcome, "preferences")
    order = jobs.Order.by_hand(now=site.clock.now)
    await jobs.press(site.newsroom, site.newsletter, order, now=site.clock.now)
    assert FIRST in {mail["To"] for mail in await site.mails()}
    await site.post(page, {"name": "Zelda Quist of Kitezh", "morning_hour": "6", "language": "en"})
    await site.post(page, {"name": "Z. Quist"})
    event = {"kind": "soft", "address": FIRST, "code": 452, "text": f"<{FIRST}> mailbox of Zelda Quist is full"}
    post = posts.standard(event, at=site.clock.now)
    answer = await site.ask(
        "POST", "/returns/standard", post.body, **{k.replace("-", "_"): v for k, v in post.headers.items()}
    )
    assert answer.text == '{"taken":1,"of":1}'
    await site.post(f"{page}/address", {"email": SECOND})
    (asked,) = await site.mails()
    await site.post(link_to(asked, "address"))
    await site.post(f"{page}/address", {"email": THIRD})
    await site.post(link_to(welcome, "leave"))
    goodbye = next(mail for mail in await site.mails() if SECOND in mail["To"])
    await site.post(link_to(goodbye, "undo"))
    await site.sign_up(SECOND, "/link")
    return page  # and the mail with the link is still to be written


async def test_after_a_whole_life_nothing_is_left(
    tmp_path: Path, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)  # speaks every statement at DEBUG, which we never set
    async with a_site(tmp_path, more=MORE, database=database_url) as site:
        page = await a_readers_life(site)
        known = (await site.get(f"{page}/data.json")).text
        assert "Z. Quist" in known
        assert left_in(str(await site.everything())) == list(TRACES), "all of it was there to be found"
        if "sqlite" in database_url:
            assert left_in(on_the_disk(tmp_path)) == list(TRACES)
        assert (await site.post(f"{page}/forget")).status == 200
        assert left_in(str(await site.everything())) == []
        assert left_in(on_the_disk(tmp_path)) == []
        assert await site.mails() == [], "nor is anything more sent"
        assert (await site.get(page)).status == 404
    assert left_in(caplog.text) == []
    assert left_in(on_the_disk(tmp_path)) == []


async def test_no_byte_of_many_is_left_however_sqlite_moved_its_pages(tmp_path: Path) -> None:
    rng = random.Random(9)
    names = ["".join(rng.choices(string.ascii_lowercase, k=16)) for _ in range(400)]
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=0)
        await enrol(newsroom, newsletter, [f"{name}@example.org" for name in names])
        gone = rng.sample(names, 40)
        for name in gone:
            async with newsroom.reading() as tx:
                person = await subscribers.find(tx, f"{name}@example.org")
            assert person is not None
            assert await jobs.forget(newsroom, person.id, now=NOW)
        disk = on_the_disk(tmp_path)
        assert [name for name in gone if name in disk] == []
        assert all(name in disk for name in set(names) - set(gone))
