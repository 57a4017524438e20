"""What a person who presses send is told at the end."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from tests.smtp_servers import Fault, serve_sink
from tests.terminal import Terminal


@contextmanager
def a_relay(answer: Fault, *, of: str, at: str = "RCPT") -> Iterator[int]:
    """A server on a thread of its own, as the command line has the main one; yields its port.

    It answers so at a step, for whoever is written to.
    """
    begun, over = SimpleQueue[tuple[int, asyncio.AbstractEventLoop]](), asyncio.Event()

    async def serve() -> None:
        async with serve_sink() as sink:
            sink.on(at, answer, when=of)
            begun.put((sink.port, asyncio.get_running_loop()))
            await over.wait()

    thread = Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    port, loop = begun.get(timeout=10)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)


def send_by(newsroom: Terminal, folder: Path, port: int, *, code: int, more: str = "") -> str:
    file = folder / "digest.toml"
    settings = file.read_text(encoding="utf-8")
    relay = f'kind = "smtp"\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\n{more}'
    file.write_text(settings.replace('kind = "folder"', relay), encoding="utf-8")
    return " ".join(newsroom("send", "--yes", code=code).err.split())


def test_where_nobody_got_it_that_is_no_success_and_the_reason_is_told(newsroom: Terminal, tmp_path: Path) -> None:
    with a_relay("554 5.7.1 Recipient address rejected: Access denied", of="@") as port:
        said = send_by(newsroom, tmp_path, port, code=1)
    assert "0 of 2 letters sent; failed 2." in said
    assert "Nobody got it. The last answer was: 5.7.1 Recipient address rejected: Access denied" in said
    assert "`digest retry-failed`" in said


def test_where_the_relay_refuses_us_it_is_paused_and_the_reason_is_told(newsroom: Terminal, tmp_path: Path) -> None:
    with a_relay("554 5.7.1 we do not talk to you", of="", at="CONNECT") as port:
        said = send_by(newsroom, tmp_path, port, code=1)
    assert "0 of 2 letters sent; pending 2." in said
    assert "`digest resume` lets `digest serve` go on" in said
    assert "paused: relay (127.0.0.1:" in said
    assert said.endswith("554 5.7.1 we do not talk to you")


def test_where_somebody_got_it_one_refusal_is_no_failure(newsroom: Terminal, tmp_path: Path) -> None:
    with a_relay("550 5.1.1 no such user", of="ana@") as port:
        said = send_by(newsroom, tmp_path, port, code=0)
    assert "1 of 2 letters sent; failed 1." in said
    assert "Nobody" not in said


def test_whoever_failed_and_is_suppressed_is_not_promised_another_try(newsroom: Terminal, tmp_path: Path) -> None:
    with a_relay("550 5.1.1 no such user", of="ana@") as port:
        send_by(newsroom, tmp_path, port, code=0)
    said = " ".join(newsroom("retry-failed", "1").err.split())
    assert "1 reader failed and may not be written to any more: `digest subscribers show` says why" in said
    newsroom("subscribers", "restore", "ana@example.org")
    said = " ".join(newsroom("retry-failed", "1").err.split())
    assert "1 letter of 1 will be tried again, by `digest serve` or `digest work`." in said
    assert "may not be" not in said


def test_ctrl_c_while_letters_are_left_is_no_success(newsroom: Terminal, tmp_path: Path) -> None:
    async def interrupt() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0.3)

    with a_relay(interrupt, of="@", at=".") as port:
        said = send_by(newsroom, tmp_path, port, code=130, more="connections = 1")
    assert "1 of 2 letters sent; pending 1." in said
    assert "goes on with it, at once where one runs; `digest cancel` ends it." in said


def test_while_the_first_letters_are_looked_at_it_is_told_what_the_others_wait_for(
    newsroom: Terminal, tmp_path: Path
) -> None:
    with (tmp_path / "digest.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[newsletters.canary]\nseed = ["ana@example.org"]\n')
    said = " ".join(newsroom("send", "--yes").err.split())
    assert "1 of 2 letters sent; pending 1." in said
    assert "The rest waits: what becomes of the first letters is awaited until " in said
    assert "open, canary waiting: what becomes of the first letters is awaited until " in said_of_it(newsroom)
    newsroom("cancel", "harbour-post/1", "--yes")
    assert "canary" not in said_of_it(newsroom), "nobody waits any more"


def said_of_it(newsroom: Terminal) -> str:
    return " ".join(newsroom("status", "harbour-post/1").out.split())
