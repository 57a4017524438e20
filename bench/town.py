"""An invented town with as much to tell as is wanted: feeds, readers, and a newsroom that is ready to print.

The words come from a generator with a fixed seed, so that every run tells, prints and sends the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import cycle, islice
from pathlib import Path

from bench.rooms import settings_at, utc_now
from digest import jobs, store
from digest.deliver.sign.keys import SigningKey, as_pem
from digest.model import Newsletter
from digest.newsroom import Newsroom, open_newsroom
from digest.settings import Definitions, keep_secret, new_key_file

TALK = """
harbour council ferry quay storm lighthouse market bridge library school engine timber museum orchard railway
island pilot captain budget winter evening morning opens closes plans votes builds repairs finds wants after
before because while nearly seven twelve hundred crowns people visitors boats the the the of of to and in on for
"""
WORDS = TALK.split()

SETTINGS = """
[newsroom]
name = "The Harbour Post"
base_url = "https://news.example.org"
[gather]
pages = "never"
allow_hosts = [{hosts}]
[relay]
port = {port}
tls = "none"
connections = {sessions}
[[newsletters]]
slug = "morning"
title = "The Morning Tide"
from_address = "morning@news.example.org"
postal_address = "The Harbour Post, 3 Old Quay, Larkhaven"
[newsletters.choose]
max = {stories}
per_source = {stories}
"""
DKIM = '[[dkim]]\ndomain = "{domain}"\nselector = "{selector}"\nkey_file = "dkim.pem"\n'
SOURCE = '[[sources]]\nslug = "s{number}"\nurl = "{url}"\n'

BODY = 1350  # characters at least that an article has
_TAG = re.compile("<[^>]*>")
ITEM = """<item><guid isPermaLink="false">{guid}</guid><link>https://www.example.org/{guid}</link><title>{title}</title>
<pubDate>{date}</pubDate><author>desk@example.org (Mara Lindqvist)</author><category>{topic}</category>
<enclosure url="https://www.example.org/{guid}.jpg" type="image/jpeg" length="48000"/>
<description>{lead}</description><content:encoded><![CDATA[{body}]]></content:encoded></item>
"""
MORE = (
    '<p class="more"><em>More:</em> <a href="/{guid}?utm_source=rss" onclick="track()">{word}</a> &amp; all of it</p>'
    '<script>track("{guid}")</script>'
)
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Desk {number}</title><link>https://www.example.org/</link><description>News of the town</description>
{items}</channel></rss>
"""


def feed(number: int, *, items: int, now: datetime, generation: int = 0, found: Sequence[Sequence[str]] = ()) -> bytes:
    """An RSS feed with whole articles, about 2.4 kB each; the newest first, ten minutes apart.

    Each generation has other articles. What an article links to and shows is kept, its script is not. The words are of
    the paragraphs that were ``found``, in one of their languages and from some place on, else invented.
    """
    rng = random.Random(f"{generation}-{number}" if generation else number)
    guids = [f"{generation}-{number}-{item}" if generation else f"{number}-{item}" for item in range(items)]
    paragraphs = _from(rng, found) if found else _invented(rng)
    told = [_item(rng, guid, now - timedelta(minutes=10 * item + 1), paragraphs) for item, guid in enumerate(guids)]
    return FEED.format(number=number, items="".join(told)).encode()


def _from(rng: random.Random, found: Sequence[Sequence[str]]) -> Iterator[str]:
    (alike,) = rng.choices(found, weights=[len(one) for one in found])
    return islice(cycle(alike), rng.randrange(len(alike)), None)


def _invented(rng: random.Random) -> Iterator[str]:
    while True:
        yield f"<p>{' '.join(_sentence(rng) for _ in range(5))}</p>"


def _item(rng: random.Random, guid: str, date: datetime, paragraphs: Iterator[str]) -> str:
    body = next(paragraphs)
    words = _TAG.sub("", body).split()
    while len(body) < BODY:
        body += next(paragraphs)
    return ITEM.format(
        guid=guid,
        title=" ".join(words[:7]).rstrip("."),
        date=format_datetime(date),
        topic=rng.choice(WORDS[:16]),
        lead=" ".join(words[:26]),
        body=body + MORE.format(guid=guid, word=rng.choice(WORDS)),
    )


def _sentence(rng: random.Random, words: int = 0) -> str:
    return " ".join(rng.choices(WORDS, k=words or rng.randint(9, 18))).capitalize() + "."


def lay_out(folder: Path, *, port: int = 25, sessions: int = 10, urls: Sequence[str] = (), stories: int = 12) -> Path:
    """Write digest.toml, its key, and nothing else; without ``urls`` there is one source that is never looked at."""
    sources = urls or ["https://www.example.org/feed.xml"]
    hosts = ", ".join(sorted({f'"{url.split("/")[2].rpartition(":")[0]}"' for url in urls}))
    text = SETTINGS.format(hosts=hosts, port=port, sessions=sessions, stories=stories)
    file = folder / "digest.toml"
    told = [SOURCE.format(number=number, url=url) for number, url in enumerate(sources)]
    file.write_text(text + "".join(told), encoding="utf-8")
    new_key_file(folder / "digest.key")
    return file


def sign_with(settings: Path, key: SigningKey) -> Path:
    """The same newsroom's settings with a key that signs its letters; a file of its own."""
    keep_secret(settings.with_name("dkim.pem"), as_pem(key))
    table = DKIM.format(domain=key.domain, selector=key.selector)
    file = settings.with_name("signed.toml")
    file.write_text(settings.read_text(encoding="utf-8") + table, encoding="utf-8")
    return file


@asynccontextmanager
async def newsroom_at(file: Path | str, database: str) -> AsyncIterator[Newsroom]:
    """The newsroom of a digest.toml, with this database."""
    async with open_newsroom(settings_at(file, database), check_schema=False) as newsroom:
        yield newsroom


async def settle_in(newsroom: Newsroom, folder: Path, *, readers: int) -> Newsletter:
    """Make the tables, the newsletter and its sources, and import the readers."""
    now = utc_now()
    people = "".join(f"reader{n}@d{n % 50}.example.org,Reader {n}\n" for n in range(readers))
    (folder / "readers.csv").write_text("email,name\n" + people, encoding="utf-8")
    async with newsroom.begin() as tx:
        await store.migrate(tx, now=now)
    defined = Definitions.of(newsroom.settings)
    await jobs.define(newsroom, defined.newsletters, defined.sources, now=now)
    async with newsroom.begin() as tx:
        newsletter = (await store.newsletters.every(tx))[0]
    await jobs.import_file(newsroom, newsletter, folder / "readers.csv", now=now)
    return newsletter
