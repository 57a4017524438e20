"""A newsroom made by hand from articles and feeds that nobody here wrote, into a mail server."""

from __future__ import annotations

import asyncio
import csv
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.messages import check_the_twins, check_the_wire, parsed, part
from tests.servers import serve as serve_feeds
from tests.smtp_sink import Sink, serve_sink
from tests.terminal import Said, Terminal

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("Ann", "Jörg Müller", "Анна", "张伟", "O'Neil, Pat")
Digest = Callable[..., Awaitable[Said]]
FEEDS = ("encoding_WINDOWS-1251.xml", "large_rss.xml", "rdf_UTF8.xml", "small_atom.xml", "urdu_UTF8.xml")
RELAY = 'kind = "smtp"\nhost = "127.0.0.1"\nport = {port}\ntls = "none"'


async def set_up(digest: Digest, folder: Path, sink: Sink) -> None:
    """`digest init`, and what a user then changes in digest.toml."""
    await digest("init", "--name", "World & Port: «Мир»", "--address", "world@example.org")
    settings = folder / "digest.toml"
    text = settings.read_text(encoding="utf-8").replace(
        'kind = "folder"\npath = "outbox"', RELAY.format(port=sink.port)
    )
    text = text.replace("http://127.0.0.1:8000", "https://news.example.org")
    settings.write_text(f'{text}\n[gather]\nallow_hosts = ["127.0.0.1"]\n', encoding="utf-8")
    with (folder / "readers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [(f"reader{n}@d{n % 5}.example.net", NAMES[n % 5]) for n in range(25)]
        csv.writer(file).writerows([("email", "name"), *rows])


async def send(folder: Path) -> str:
    """`digest send` as a process of its own, for it listens to signals; what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "digest", "send", "world", "--yes",
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, out.decode()
    return out.decode()


async def test_real_articles_and_feeds_become_well_made_mail(
    shared_data: Path, tmp_path: Path, terminal: Terminal
) -> None:
    async def digest(*words: str) -> Said:
        # In a thread of its own: the servers it speaks to run in this one.
        return await asyncio.to_thread(terminal, *words)

    async with serve_feeds() as feeds, serve_sink() as sink:
        await set_up(digest, tmp_path, sink)
        await digest("sources", "add", str(shared_data / "articles" / "*.md"))
        for name in FEEDS:
            address = feeds.put(f"/{name}", (shared_data / "feeds" / "miniflux" / name).read_bytes())
            await digest("sources", "add", address)
        await digest(
            "newsletters", "add", "world", "--from", "world@example.org", "--title", "World & Port: «Мир»",
            "--postal-address", "1 Quay, Port", "--first-run", "400 newest", "--max-age", "9000d", "--max", "30",
        )  # fmt: skip
        await digest("subscribers", "import", "readers.csv", "--to", "world")
        said = await send(tmp_path)
    assert "25 of 25 letters sent" in said
    assert {one.recipient for one in sink.accepted} == {f"reader{n}@d{n % 5}.example.net" for n in range(25)}
    for taken in sink.accepted:
        check_the_wire(taken.message)
        check_the_twins(taken.message)
    message = sink.accepted[0].message
    assert "Russian Security Council Slams U.S. Refusal" in part(message, "html")
    assert "Цитата" in part(message, "plain")
    assert "امریکہ" in part(message, "html")
    assert parsed(message)["From"].addresses[0].display_name == "World & Port: «Мир»"
