"""Reading in processes of their own, which may die or hang without taking the round along."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from digest.errors import Gone, NotAFeed
from digest.gather import Readers
from tests.makers import NOW

FEED = b'<rss version="2.0"><channel><title>P</title><item><title>Fog</title><guid>1</guid></item></channel></rss>'
URL = "https://port.example/feed.xml"


async def test_a_feed_and_a_folder_are_read_beside_the_loop(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Fog\n\nIt came.\n", encoding="utf-8")
    with Readers() as readers:
        harvests = await asyncio.gather(
            readers.feed(FEED, content_type="", url=URL, now=NOW), readers.folder(str(tmp_path), now=NOW)
        )
        assert [harvest.drafts[0].title for harvest in harvests] == ["Fog", "Fog"]
        with pytest.raises(NotAFeed, match="is not a feed"):
            await readers.feed(b"<p>", content_type="", url=URL, now=NOW)
        with pytest.raises(Gone):
            await readers.folder(str(tmp_path / "nowhere"), now=NOW)


async def test_a_file_that_takes_for_ever_is_given_up_and_the_next_one_is_read() -> None:
    with Readers(patience=1.0, workers=1) as readers:
        await readers.feed(FEED, content_type="", url=URL, now=NOW)
        with pytest.raises(NotAFeed, match="took longer than 1 seconds"):
            await readers.feed(b"<rss>" * 2_000_000, content_type="", url=URL, now=NOW)
        assert (await readers.feed(FEED, content_type="", url=URL, now=NOW)).title == "P"


async def test_a_reader_that_is_killed_costs_one_file_and_no_round() -> None:
    with Readers(workers=1) as readers:
        await readers.feed(FEED, content_type="", url=URL, now=NOW)
        (process,) = readers._pool._processes.values()  # type: ignore[union-attr]
        hard = asyncio.create_task(readers.feed(b"<rss>" * 1_000_000, content_type="", url=URL, now=NOW))
        await asyncio.sleep(0.2)
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(NotAFeed, match="took its reader down"):
            await hard
        assert (await readers.feed(FEED, content_type="", url=URL, now=NOW)).title == "P"


@pytest.mark.parametrize("place", ["/etc/passwd", "file:///etc/passwd", "-", "https://127.0.0.1:9/"])
async def test_an_address_is_never_opened_by_the_reader(place: str) -> None:
    with Readers(workers=1) as readers, pytest.raises(NotAFeed):
        await readers.feed(place.encode(), content_type="", url=place, now=NOW)
