"""Readers with wishes, issues sent to them, and what came in their mailboxes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from sqlalchemy import update

import subscribers
from digest import jobs, store
from digest.model import Newsletter, Run
from digest.newsroom import Newsroom
from subscribers.tables import memberships, persons
from tests.jobs.sends import carry
from tests.makers import NOW
from tests.newsrooms import add_stories

DAY = timedelta(days=1)
STORY = re.compile(r"Story number (\d+)")


async def a_reader(newsroom: Newsroom, newsletter: Newsletter, name: str, now: datetime = NOW, **wishes: Any) -> int:
    """A reader with what they asked for: ``picks``, ``cadence``, ``hour``, ``snoozed_until``, ``zone``."""
    zone, address = wishes.pop("zone", ""), f"{name}@example.org"
    consent = subscribers.Consent(how="test")
    async with newsroom.begin() as tx:
        await subscribers.join(tx, address, newsletter.id, consent=consent, keys=newsroom.keys, now=now, confirmed=True)
        person = await subscribers.find(tx, address)
        assert person is not None
        mine = (memberships.c.person_id == person.id, memberships.c.newsletter_id == newsletter.id)
        if wishes:
            await tx.execute(update(memberships).where(*mine).values(**wishes))
        await tx.execute(update(persons).where(persons.c.id == person.id).values(zone=zone))
    return person.id


async def new_stories(newsroom: Newsroom, numbers: range, now: datetime) -> None:
    async with newsroom.begin() as tx:
        (source, *_) = await store.sources.every(tx)
        await add_stories(tx, source.id, numbers, now)


async def send(newsroom: Newsroom, newsletter: Newsletter, now: datetime, rhythm: str = "", segment: str = "") -> Run:
    """Press and carry; by hand, perhaps to a segment only, or what is due of a rhythm."""
    by_hand = jobs.Order.by_hand(now=now, segment=segment)
    order = by_hand if not rhythm else jobs.Order(cadence=rhythm, key=f"{rhythm} {now}", due=now)
    run = await jobs.press(newsroom, newsletter, order, now=now)
    assert run is not None
    await carry(newsroom, now)
    return run


def mailbox(folder: Path) -> dict[str, list[tuple[str, list[int]]]]:
    """For each reader the letters that came: the subject, and the stories in their order, in both parts the same."""
    found: dict[str, list[tuple[str, list[int]]]] = {}
    for path in sorted((folder / "outbox").rglob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        told = []
        for kind in ("plain", "html"):
            part = mail.get_body((kind,))
            assert part is not None
            text = part.get_content()
            told.append(list(dict.fromkeys(int(n) for n in STORY.findall(text.partition("<body")[2] or text))))
        plain, html = told
        assert set(plain) == set(html)
        found.setdefault(str(mail["To"]).partition("@")[0].strip('"< '), []).append((mail["Subject"], plain))
    return found


def stories_of(folder: Path) -> dict[str, list[int]]:
    """Which stories each reader got, over all letters."""
    return {name: sorted(n for _, told in letters for n in told) for name, letters in mailbox(folder).items()}
