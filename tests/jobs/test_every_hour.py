"""A letter leaves when its reader wants it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from digest import jobs
from subscribers.tables import memberships
from tests.jobs.own_digests import DAY, a_reader, mailbox, new_stories, send, stories_of
from tests.jobs.sends import accounts, carry
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish


async def test_a_letter_waits_for_the_hour_its_reader_asked_for(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=1)
        await a_reader(newsroom, newsletter, "now")
        await a_reader(newsroom, newsletter, "lisbon", hour=9)  # in the newsletter's zone
        await a_reader(newsroom, newsletter, "tokyo", hour=8, zone="Asia/Tokyo")
        await a_reader(newsroom, newsletter, "lost", hour=9, zone="Atlantis/Old_Town")
        hours = await jobs.hours_of(newsroom, newsletter, rhythm="", now=NOW)
        assert dict(jobs.departures(newsletter, hours, made=NOW)) == {
            NOW: 1, NOW.replace(hour=9, minute=0): 2, NOW.replace(hour=23, minute=0): 1,
        }  # fmt: skip
        await send(newsroom, newsletter, NOW)
        assert set(mailbox(tmp_path)) == {"now"}
        await carry(newsroom, NOW.replace(hour=8, minute=59))
        assert set(mailbox(tmp_path)) == {"now"}
        await carry(newsroom, NOW.replace(hour=9, minute=0))
        assert set(mailbox(tmp_path)) == {"now", "lisbon", "lost"}
        await carry(newsroom, NOW.replace(hour=23, minute=0))
        assert set(mailbox(tmp_path)) == {"now", "lisbon", "lost", "tokyo"}


async def test_an_hour_that_would_be_too_late_is_not_waited_for(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=1, finish_by=timedelta(hours=3))
        await a_reader(newsroom, newsletter, "soon", hour=9)
        await a_reader(newsroom, newsletter, "late", hour=20)
        await send(newsroom, newsletter, NOW)
        assert set(mailbox(tmp_path)) == {"late"}


async def test_who_goes_away_while_their_letter_waits_is_owed_it_afterwards(tmp_path: Path, database_url: str) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2)
        reader = await a_reader(newsroom, newsletter, "away", hour=9)
        run = await send(newsroom, newsletter, NOW)
        async with newsroom.begin() as tx:
            rest = update(memberships).where(memberships.c.person_id == reader)
            await tx.execute(rest.values(snoozed_until=NOW + timedelta(hours=12)))
        await carry(newsroom, NOW + timedelta(hours=2))
        _, balance = await accounts(newsroom, run.issue_id or 0)
        assert (balance.excluded, mailbox(tmp_path)) == (1, {})
        await new_stories(newsroom, range(2, 3), NOW + DAY)
        await send(newsroom, newsletter, NOW + DAY)
        await carry(newsroom, NOW + DAY + timedelta(hours=2))
        assert stories_of(tmp_path) == {"away": [0, 1, 2]}
