"""Reading in processes of their own, which may die or hang without taking the round along."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from digest.errors import Gone, NotAFeed
from digest.gather import Readers
from tests.makers import NOW

FEED = b'<rss version="2.0"><channel><title>P</title><item><title>Fog</title><guid>1</guid></item></channel></rss>'
LONG = FEED.replace(b"</channel>", b"".join(b"<item><title>%d</title></item>" % n for n in range(3000)) + b"</channel>")
URL = "https://port.example/feed.xml"


async def test_a_feed_and_a_folder_are_read_beside_the_loop(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Fog\n\nIt came.\n", encoding="utf-8")
    async with Readers() as readers:
        harvests = await asyncio.gather(
            readers.feed(FEED, content_type="", url=URL, now=NOW), readers.folder(str(tmp_path), now=NOW)
        )
        assert [harvest.drafts[0].title for harvest in harvests] == ["Fog", "Fog"]
        with pytest.raises(NotAFeed, match="is not a feed"):
            await readers.feed(b"<p>", content_type="", url=URL, now=NOW)
        with pytest.raises(Gone):
            await readers.folder(str(tmp_path / "nowhere"), now=NOW)


async def test_a_file_that_takes_for_ever_is_given_up_and_the_next_one_is_read() -> None:
    async with Readers(patience=4.0, workers=1) as readers:
        await readers.feed(FEED, content_type="", url=URL, now=NOW)
        with pytest.raises(NotAFeed, match="took longer than 4 seconds"):
            await readers.feed(b"<rss>" * 2_000_000, content_type="", url=URL, now=NOW)
        assert (await readers.feed(FEED, content_type="", url=URL, now=NOW)).title == "P"


async def test_a_killed_reader_costs_no_file(tmp_path: Path) -> None:
    """Whoever kills a worker (the system, short of memory): what it was reading is read again."""
    async with Readers(workers=1) as readers:
        await readers.feed(FEED, content_type="", url=URL, now=NOW)
        (worker,) = readers._idle
        reading = asyncio.create_task(readers.feed(LONG, content_type="", url=URL, now=NOW))
        others = [asyncio.create_task(readers.feed(FEED, content_type="", url=URL, now=NOW)) for _ in range(5)]
        await asyncio.sleep(0)  # the task has begun to wait for the worker
        os.kill(worker.process.pid, signal.SIGKILL)
        assert len((await reading).drafts) == 500
        assert [harvest.title for harvest in await asyncio.gather(*others)] == ["P"] * 5


async def test_a_file_that_takes_its_reader_down_is_refused_alone() -> None:
    async with Readers(workers=2) as readers:
        await readers.feed(FEED, content_type="", url=URL, now=NOW)
        deadly = [asyncio.create_task(readers.do(URL, os._exit, 1)) for _ in range(2)]
        others = [asyncio.create_task(readers.feed(FEED, content_type="", url=URL, now=NOW)) for _ in range(6)]
        for task in deadly:
            with pytest.raises(NotAFeed, match="took its reader down"):
                await task
        assert [harvest.title for harvest in await asyncio.gather(*others)] == ["P"] * 6


async def test_what_keeps_much_in_memory_is_done_in_one_process_beside_all_else() -> None:
    async with Readers(workers=2) as readers:
        feeds = [asyncio.create_task(readers.feed(FEED, content_type="", url=URL, now=NOW)) for _ in range(8)]
        (pid,) = set(await asyncio.gather(*(readers.do_in_one(URL, os.getpid) for _ in range(6))))
        assert {harvest.title for harvest in await asyncio.gather(*feeds)} == {"P"}
        os.kill(pid, signal.SIGKILL)
        assert await readers.do_in_one(URL, os.getpid) != pid
        with pytest.raises(NotAFeed, match="took its reader down"):
            await readers.do_in_one(URL, os._exit, 1)
        assert (await readers.feed(FEED, content_type="", url=URL, now=NOW)).title == "P"


async def test_a_file_that_takes_for_ever_costs_its_neighbours_nothing() -> None:
    async with Readers(workers=2, patience=5.0) as readers:
        await asyncio.gather(*(readers.feed(FEED, content_type="", url=URL, now=NOW) for _ in range(4)))
        hanging = asyncio.create_task(readers.do(URL, time.sleep, 60))
        others = [asyncio.create_task(readers.feed(LONG, content_type="", url=URL, now=NOW)) for _ in range(8)]
        with pytest.raises(NotAFeed, match="took longer than 5 seconds"):
            await hanging
        assert {len(harvest.drafts) for harvest in await asyncio.gather(*others)} == {500}


async def test_whatever_goes_wrong_in_a_reader_is_an_error_of_that_source() -> None:
    async with Readers(workers=1) as readers:
        with pytest.raises(NotAFeed, match=r"cannot be read \(ZeroDivisionError\)"):
            await readers.do(URL, divmod, 1, 0)
        assert (await readers.feed(FEED, content_type="", url=URL, now=NOW)).title == "P"


async def test_the_loop_goes_on_while_a_file_is_read() -> None:
    async with Readers(workers=1) as readers:
        reading = asyncio.create_task(readers.feed(LONG, content_type="", url=URL, now=NOW))
        turns = 0
        while not reading.done() and turns < 1_000_000:
            turns += 1
            await asyncio.sleep(0.001)
        assert turns > 20
        assert len((await reading).drafts) == 500
        assert os.getpid() != await readers.do(URL, os.getpid)


@pytest.mark.parametrize("place", ["/etc/passwd", "file:///etc/passwd", "-", "https://127.0.0.1:9/"])
async def test_an_address_is_never_opened_by_the_reader(place: str) -> None:
    async with Readers(workers=1) as readers:
        with pytest.raises(NotAFeed):
            await readers.feed(place.encode(), content_type="", url=place, now=NOW)


async def test_a_file_that_wants_all_memory_is_refused_it() -> None:
    async with Readers(workers=1) as readers:
        with pytest.raises(NotAFeed, match="more memory"):
            await readers.do(URL, bytearray, 4_000_000_000)
        assert (await readers.feed(FEED, content_type="", url=URL, now=NOW)).title == "P"


async def test_who_is_called_off_leaves_no_answer_behind_for_the_next() -> None:
    async with Readers(workers=1) as readers:
        await readers.feed(FEED, content_type="", url=URL, now=NOW)
        asking = asyncio.create_task(readers.do(URL, time.sleep, 60))
        await asyncio.sleep(0)  # it has taken the reader, and waits
        await asyncio.sleep(0)
        assert readers._busy
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert (await readers.feed(FEED, content_type="", url=URL, now=NOW)).title == "P"


async def test_no_reader_outlives_its_pool_nor_knows_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_RELAY__PASSWORD", "tide")
    async with Readers(workers=1) as readers:
        pid = await readers.do(URL, os.getpid)
        assert await readers.do(URL, os.getenv, "DIGEST_RELAY__PASSWORD") is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_reader_finds_the_libraries_of_a_python_that_was_built_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/python/lib")
    async with Readers(workers=1) as readers:
        assert await readers.do(URL, os.getenv, "LD_LIBRARY_PATH") == "/opt/python/lib"


async def test_what_a_parser_prints_is_no_answer() -> None:
    async with Readers(workers=1) as readers:
        assert await readers.do(URL, os.write, 1, b"a line for the standard output") == 30
        assert await readers.do(URL, divmod, 7, 2) == (3, 1)


async def test_a_page_is_read_as_an_article() -> None:
    page = b"<title>Fog | Port</title><article><h1>Fog</h1>" + b"<p>It came at night, and it stayed.</p>" * 9
    async with Readers(workers=1) as readers:
        read = await readers.page(page, content_type="text/html", url="https://port.example/fog", now=NOW)
    assert (read.title, read.url) == ("Fog", "https://port.example/fog")
    assert "stayed" in read.text
