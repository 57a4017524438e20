"""A newsroom opened for a test: real database, real relay, an issue's worth of articles and readers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import subscribers
from digest import jobs, store
from digest.model import Newsletter
from digest.newsroom import Newsroom, open_newsroom
from digest.settings import load, new_key_file
from tests.makers import NOW, a_draft, a_newsletter, a_source

TEXT = (
    "The harbour council met on Monday evening. It voted for a new ferry line to the lighthouse. "
    "Tickets cost two crowns."
)


@asynccontextmanager
async def a_newsroom(
    folder: Path,
    *,
    name: str = "Test",
    database: str = "",
    relay: str = "",
    more: str = "",
    pages: str = "never",
    now: datetime = NOW,
    base_url: str = "https://news.example.org",
) -> AsyncIterator[Newsroom]:
    """An open newsroom; ``relay`` is the TOML of its [relay] table, a folder by default, ``more`` that of others.

    Where ``more`` has [[relays]], there is no [relay].
    """
    settings = folder / "digest.toml"
    url = f'url = "{database}"' if database else ""
    relay = relay or f'kind = "folder"\npath = "{folder}/outbox"'
    relay = "" if "[[relays]]" in more else f"[relay]\n{relay}"
    settings.write_text(
        f'[newsroom]\nname = "{name}"\nbase_url = "{base_url}"\n[database]\n{url}\n{relay}\n'
        f'[gather]\nallow_hosts = ["127.0.0.1"]\npause = 0.0\npages = "{pages}"\n{more}\n',
        encoding="utf-8",
    )
    if not (folder / "digest.key").exists():
        new_key_file(folder / "digest.key")
    async with open_newsroom(load(settings, {}), check_schema=False) as newsroom:
        async with newsroom.begin() as tx:
            await store.migrate(tx, now=now)
        yield newsroom


async def furnish(
    newsroom: Newsroom, *, readers: int = 5, stories: int = 4, now: datetime = NOW, **fields: object
) -> Newsletter:
    """A newsletter with readers, and a source with fresh articles."""
    async with newsroom.begin() as tx:
        newsletter = await store.newsletters.put(tx, a_newsletter(id=0, made=None, sections=(), **fields), now=now)
        source = await store.sources.add(tx, a_source(id=0), now=now)
        await add_stories(tx, source.id, range(stories), now)
        for number in range(readers):
            await subscribers.join(
                tx,
                f"reader{number}@d{number % 7}.example.org",
                newsletter.id,
                consent=subscribers.Consent(how="test"),
                keys=newsroom.keys,
                now=now,
                confirmed=True,
            )
    return newsletter


async def enrol(newsroom: Newsroom, newsletter: Newsletter, addresses: Sequence[str], *, now: datetime = NOW) -> None:
    """Many readers at once, by an import."""
    with NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write("\n".join(["email", *addresses, ""]))
        file.flush()
        report = await jobs.import_file(newsroom, newsletter, Path(file.name), now=now)
    assert report.added == len(addresses), report


async def add_stories(tx: store.Tx, source_id: int, numbers: range, now: datetime) -> None:
    """Fresh articles."""
    drafts = [
        a_draft(
            guid=f"story-{n}",
            url=f"https://www.example.org/{n}",
            title=f"Story number {n}",
            published=now - timedelta(minutes=n + 1),
            lead="",
            text=TEXT,
            body=f"<p>{TEXT}</p>",
        )
        for n in numbers
    ]
    await store.articles.keep(tx, source_id, drafts, now=now)
