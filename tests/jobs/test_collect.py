"""Emptying mailboxes and listening: by hand, and inside the program that does everything by the clock."""

from __future__ import annotations

import asyncio
import mailbox
import smtplib
from pathlib import Path

import pytest

import subscribers
from digest import jobs, schedule, store
from digest.errors import SettingsError, StoreError
from digest.model import Effect, Newsletter
from digest.newsroom import Newsroom
from tests.databases import free_port
from tests.mail_servers import PASSWORD, USER, serve_imap, serve_pop3
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish
from tests.returned_mails import a_bounce, return_path


async def paths(newsroom: Newsroom, newsletter: Newsletter) -> list[str]:
    async with newsroom.reading() as tx:
        readers = await subscribers.recipients(tx, newsletter.id)
    return [return_path(newsroom, 1, reader.id) for reader in readers]


async def suppressed(newsroom: Newsroom) -> int:
    async with newsroom.reading() as tx:
        return sum(row.effect is Effect.SUPPRESSED for row in await store.returns.newest(tx))


async def test_a_mailbox_is_emptied_and_a_broken_one_does_not_stop_it(tmp_path: Path) -> None:
    more = f'[returns]\nmaildir = "back"\nmbox = "{tmp_path}/nothing"\n'
    async with a_newsroom(tmp_path, more=more) as newsroom:
        kept = mailbox.Maildir(tmp_path / "back")
        for path in await paths(newsroom, await furnish(newsroom)):
            kept.add(a_bounce(to=path))
        seen: list[int] = []
        haul = await jobs.collect(newsroom, clock=lambda: NOW, stop=asyncio.Event(), on_mail=seen.append)
        assert (haul.mails, dict(haul.effects), seen) == (5, {Effect.SUPPRESSED: 5}, [1, 2, 3, 4, 5])
        assert list(haul.failures) == [f"the mbox {tmp_path}/nothing"]
        assert (await jobs.collect(newsroom, clock=lambda: NOW, stop=asyncio.Event())).mails == 0


async def test_a_mail_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path, more='[returns]\nmaildir = "back"\n') as newsroom:
        kept = mailbox.Maildir(tmp_path / "back")
        for number in range(3):
            (tmp_path / "back" / "new" / f"0.{number}").mkdir()
        for path in await paths(newsroom, await furnish(newsroom)):
            kept.add(a_bounce(to=path))
        for mails in (5, 0):
            haul = await jobs.collect(newsroom, clock=lambda: NOW, stop=asyncio.Event())
            assert haul.mails == mails
            (words,) = haul.failures.values()
            assert words.startswith(
                f"3 mails left unread in the Maildir {tmp_path}/back: {tmp_path}/back/new/0.0 is no"
            )
        assert await suppressed(newsroom) == 5


async def test_a_server_that_lists_again_what_it_was_told_is_read_is_not_read_again(tmp_path: Path) -> None:
    async with serve_imap() as server:
        login = (
            f'host = "127.0.0.1"\nport = {server.port}\ntls = "none"\nusername = "{USER}"\npassword = "{PASSWORD}"\n'
        )
        async with a_newsroom(tmp_path, more=f"[returns.imap]\n{login}") as newsroom:
            server.put(*(a_bounce(to=path) for path in await paths(newsroom, await furnish(newsroom))))
            server.answers["UID STORE"] = b"TAG OK of course\r\n"
            haul = await jobs.collect(newsroom, clock=lambda: NOW, stop=asyncio.Event())
            assert (haul.mails, haul.known, haul.failures) == (5, 0, {})
            assert sum(said.startswith("UID FETCH") for said in server.said) == 5


async def test_a_mailbox_that_says_nothing_holds_up_no_other(tmp_path: Path) -> None:
    said_enough = asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await said_enough.wait()
        writer.close()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    login = f'host = "127.0.0.1"\ntls = "none"\nusername = "{USER}"\npassword = "{PASSWORD}"\n'
    async with silent, serve_pop3() as server:
        imap = f"[returns.imap]\nport = {silent.sockets[0].getsockname()[1]}\n{login}"
        more = f"{imap}[returns.pop3]\nport = {server.port}\n{login}"
        async with a_newsroom(tmp_path, more=more) as newsroom:
            server.put(*(a_bounce(to=path) for path in await paths(newsroom, await furnish(newsroom))))
            collecting = asyncio.create_task(jobs.collect(newsroom, clock=lambda: NOW, stop=asyncio.Event()))
            try:
                async with asyncio.timeout(30):
                    while await suppressed(newsroom) < 5:  # noqa: ASYNC110 - the round is still under way
                        await asyncio.sleep(0.05)
                assert not collecting.done()
            finally:
                said_enough.set()  # or the server waits for its connection, and this test for its server
            haul = await collecting
            assert (haul.mails, len(haul.failures)) == (5, 1)


async def test_a_database_that_is_away_leaves_the_mail_where_it_is(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path, more='[returns]\nmaildir = "back"\n') as newsroom:
        (path, *_) = await paths(newsroom, await furnish(newsroom))
        mailbox.Maildir(tmp_path / "back").add(a_bounce(to=path))
        async with newsroom.begin() as tx:
            await tx.exec_driver_sql("ALTER TABLE returns RENAME TO away")
        with pytest.raises(StoreError):
            await jobs.collect(newsroom, clock=lambda: NOW, stop=asyncio.Event())
        async with newsroom.begin() as tx:
            await tx.exec_driver_sql("ALTER TABLE away RENAME TO returns")
        assert (await jobs.collect(newsroom, clock=lambda: NOW, stop=asyncio.Event())).mails == 1
        assert await suppressed(newsroom) == 1


async def test_the_program_that_serves_looks_into_mailboxes_and_listens(tmp_path: Path) -> None:
    port = free_port()
    more = f'[returns]\nmaildir = "back"\nevery = "1s"\n[returns.lmtp]\nport = {port}\n'
    async with a_newsroom(tmp_path, more=more) as newsroom:
        first, second, *_ = await paths(newsroom, await furnish(newsroom))
        mailbox.Maildir(tmp_path / "back").add(a_bounce(to=first))
        stop = asyncio.Event()
        pages = ("127.0.0.1", free_port())
        serving = asyncio.create_task(schedule.serve(newsroom, clock=lambda: NOW, stop=stop, listen=pages))

        def deliver() -> None:
            with smtplib.LMTP("127.0.0.1", port, timeout=20) as client:
                client.sendmail("", [second], a_bounce())

        async with asyncio.timeout(30):
            while await suppressed(newsroom) < 1:  # noqa: ASYNC110 - the server is another's, and says nothing
                await asyncio.sleep(0.05)
            await asyncio.to_thread(deliver)
        stop.set()
        await serving
        assert await suppressed(newsroom) == 2


async def test_a_port_that_somebody_has_is_told_in_words(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with a_newsroom(tmp_path, more=f"[returns.lmtp]\nport = {port}\n") as newsroom:
        with pytest.raises(SettingsError, match=r"returns\.lmtp: 127\.0\.0\.1:\d+ cannot be listened on"):
            async with jobs.listen(newsroom, clock=lambda: NOW):
                pass
    server.close()
    await server.wait_closed()
