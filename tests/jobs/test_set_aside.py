"""A request that cannot be answered, or a mail that cannot be written, holds up nobody behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

import subscribers
from digest import doctor, jobs, store
from digest.errors import StoreError, TemplateError
from digest.model import MailKind, SmallMail
from digest.newsroom import Newsroom
from digest.store.tables import mails
from subscribers import Asked, Request
from tests.jobs.sends import carry
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish

DAY = timedelta(days=1)
MANY = 30  # more than are answered in one transaction


async def asked(newsroom: Newsroom, newsletter_id: int, *addresses: str) -> None:
    async with newsroom.begin() as tx:
        for address in addresses:
            await subscribers.ask(tx, Request(kind=Asked.JOIN, address=address, newsletters=(newsletter_id,)), now=NOW)


async def spoilt(newsroom: Newsroom, statement: str) -> None:
    async with newsroom.begin() as tx:
        assert (await tx.execute(text(statement))).rowcount == 1


async def answered(newsroom: Newsroom, now: datetime = NOW) -> None:
    while await jobs.correspond(newsroom, now=now):
        pass
    await carry(newsroom, now)


def letters_to(folder: Path) -> list[str]:
    mails = (path.read_bytes() for path in (folder / "outbox").glob("*.eml"))
    return sorted(mail.partition(b"\nTo: ")[2].partition(b"@")[0].decode() for mail in mails)


async def aside(newsroom: Newsroom) -> list[subscribers.SetAside]:
    async with newsroom.reading() as tx:
        return [*await subscribers.requests_aside(tx), *await store.mails.aside(tx)]


async def test_those_behind_a_request_that_cannot_be_answered_or_even_read_are_answered(
    tmp_path: Path, database_url: str
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=0)
        names = [f"reader{number:02}" for number in range(MANY)]
        await asked(newsroom, newsletter.id, "no address at all", "poison@example.org")
        await asked(newsroom, newsletter.id, *(f"{name}@example.org" for name in names))
        await spoilt(newsroom, "UPDATE requests SET kind = 'dance' WHERE address = 'poison@example.org'")
        await answered(newsroom)
        await answered(newsroom)
        assert letters_to(tmp_path) == names
        unread, strange = await aside(newsroom)
        assert (unread.tries, unread.again) == (1, NOW + timedelta(minutes=1))
        assert "no address at all" in unread.why
        assert "'dance' is not a valid Asked" in strange.why
        found = await doctor.examine(lambda: newsroom.settings, now=NOW, offline=True)
        (said,) = [one for one in found if one.about == "requests"]
        assert said.state == "warning"
        assert said.words.startswith("2 requests at the forms")


async def test_it_is_tried_again_a_few_times_and_answered_when_it_can_be(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=0)
        await asked(newsroom, newsletter.id, "late@example.org", "never@example.org")
        await spoilt(newsroom, "UPDATE requests SET kind = 'dance' WHERE address = 'late@example.org'")
        await spoilt(newsroom, "UPDATE requests SET kind = 'jump' WHERE address = 'never@example.org'")
        await answered(newsroom)
        await answered(newsroom, NOW + timedelta(seconds=30))
        assert [one.tries for one in await aside(newsroom)] == [1, 1], "not before its time"
        await answered(newsroom, NOW + timedelta(minutes=2))
        assert [one.tries for one in await aside(newsroom)] == [2, 2]
        await spoilt(newsroom, "UPDATE requests SET kind = 'join' WHERE address = 'late@example.org'")
        moments = [NOW + number * DAY for number in range(1, 12)]
        for moment in moments:
            await answered(newsroom, moment)
        assert letters_to(tmp_path)[:1] == ["late"]
        (given_up,) = await aside(newsroom)
        assert (given_up.what, given_up.tries, given_up.again) == ("jump", 6, None)
        await jobs.tidy(newsroom, now=NOW + 60 * DAY)
        assert await aside(newsroom) == [], "forgotten with everything that was never confirmed"


async def a_mail(newsroom: Newsroom, newsletter_id: int, mail_id: int, **fields: Any) -> None:
    async with newsroom.begin() as tx:
        (reader, *_) = await subscribers.recipients(tx, newsletter_id)
        mail = SmallMail(id=mail_id, kind=MailKind.LINK, newsletters=(newsletter_id,), person_id=reader.id, made=NOW)
        await store.mails.put(tx, mail)
        if fields:
            await tx.execute(update(mails).where(mails.c.id == mail_id).values(**fields))


async def test_those_behind_a_mail_that_cannot_be_written_are_written(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=1, stories=0)
        await a_mail(newsroom, newsletter.id, 1, kind="poem")
        await a_mail(newsroom, newsletter.id, 2, address="nobody", kind="address")
        await a_mail(newsroom, newsletter.id, 3)
        await answered(newsroom)
        assert letters_to(tmp_path) == ["reader0"]
        poem, nowhere = await aside(newsroom)
        assert (poem.what, poem.tries) == ("poem", 1)
        assert "nobody" in nowhere.why
        await jobs.tidy(newsroom, now=NOW + 31 * DAY)
        assert await aside(newsroom) == []


async def test_a_broken_template_loses_no_mail_however_long_it_is_broken(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "mails"
    own.mkdir(parents=True)
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=1, stories=0)
        await a_mail(newsroom, newsletter.id, 1)
        (own / "mail.html").write_text("{{ nothing.of.this }}", encoding="utf-8")
        for number in range(20):
            with pytest.raises(TemplateError):
                await jobs.correspond(newsroom, now=NOW + number * DAY)
        (waiting,) = await aside(newsroom)
        assert (waiting.tries, waiting.again) == (0, NOW + 19 * DAY + timedelta(minutes=1))
        assert "mail.html" in waiting.why


async def fail(newsroom: Newsroom) -> None:
    """An attempt in a database that fails under it."""
    on_sqlite = newsroom.engine.dialect.name == "sqlite"
    failing = "DELETE FROM requests" if on_sqlite else "SELECT pg_terminate_backend(pg_backend_pid())"
    async with newsroom.begin() as tx:
        if on_sqlite:
            await tx.exec_driver_sql("PRAGMA query_only=1")
        try:
            await store.attempt(tx, lambda: tx.exec_driver_sql(failing))
        finally:
            if on_sqlite:
                await tx.exec_driver_sql("PRAGMA query_only=0")


async def test_a_database_that_fails_is_no_fault_of_a_request(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=0)
        await asked(newsroom, newsletter.id, "one@example.org")
        with pytest.raises(StoreError):
            await fail(newsroom)
        await answered(newsroom)
        assert letters_to(tmp_path) == ["one"]
