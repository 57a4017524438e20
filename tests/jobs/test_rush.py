"""Many sign up at once: their mails are written quickly, go out each with its own link, and hold up no issue."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

import subscribers
from digest import jobs, render, sending, store
from digest.engine import Vigil
from digest.model import Newsletter
from digest.newsroom import Newsroom
from digest.sending import bouncing, giving
from subscribers import Asked, Request
from tests.jobs.test_dispatch import carry_all, clock, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish
from tests.relays import ScriptedRelay

MANY = 260


async def rush(newsroom: Newsroom, newsletter: Newsletter, number: int = MANY) -> None:
    """So many ask to join, and their mails are ready to be carried."""
    async with newsroom.begin() as tx:
        for one in range(number):
            wanted = Request(kind=Asked.JOIN, address=f"new{one}@d{one % 50}.example", newsletters=(newsletter.id,))
            await subscribers.ask(tx, wanted, now=NOW)
    while await jobs.correspond(newsroom, now=NOW):
        pass


async def test_an_issue_leaves_between_the_mails_of_a_rush_and_not_behind_them(
    tmp_path: Path, database_url: str
) -> None:
    relay = ScriptedRelay()
    async with a_newsroom(tmp_path, database=database_url) as opened:
        newsroom = replace(opened, relays=(relay,))
        newsletter = await furnish(newsroom, readers=60)
        await rush(newsroom, newsletter)
        await pressed(newsroom, newsletter)
        await carry_all(newsroom)
    assert len(relay.taken) == len(set(relay.taken)) == MANY + 60
    places = [place for place, address in enumerate(relay.taken) if not address.startswith("new")]
    assert places[0] < 60, "the first of the issue's letters"
    assert places[-1] < 200, "and the last of them, while there are still small mails to be sent"


async def test_a_dispatch_keeps_no_small_mail_that_is_over_and_the_sweep_closes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay, closed = ScriptedRelay(), []
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(relay,))
        await rush(newsroom, await furnish(newsroom, readers=0, stories=0))
        really = bouncing.close

        async def noted(mailroom: Any, errand_id: int, **when: Any) -> bool:
            closed.append(errand_id)
            return await really(mailroom, errand_id, **when)

        monkeypatch.setattr(bouncing, "close", noted)
        await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event())
        assert len(relay.taken) == MANY
        assert len(closed) < MANY - giving.KEPT_MAILS // 2
        await sending.sweep(newsroom, Vigil(), now=NOW, at=0.0)
        async with newsroom.reading() as tx:
            assert await store.errands.unfinished(tx) == []


async def test_a_small_mail_costs_few_questions_to_the_database(tmp_path: Path) -> None:
    asked: list[str] = []
    async with a_newsroom(tmp_path) as opened:
        newsroom = replace(opened, relays=(ScriptedRelay(),))
        await rush(newsroom, await furnish(newsroom, readers=0, stories=0), 40)
        event.listen(newsroom.engine.sync_engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
        await jobs.dispatch(newsroom, clock=clock, stop=asyncio.Event())
    assert len(asked) < 40 * 9, "opened, claimed, closed; nobody's name is at stake"


async def test_mails_that_say_the_same_are_printed_once_and_each_has_its_own_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Sequence[Newsletter]] = []
    really = render.print_mail

    def noted(mail: Any, newsletters: Sequence[Newsletter], *words: Any, **more: Any) -> Any:
        printed.append(newsletters)
        return really(mail, newsletters, *words, **more)

    monkeypatch.setattr(render, "print_mail", noted)
    async with a_newsroom(tmp_path) as newsroom:
        await rush(newsroom, await furnish(newsroom, readers=0, stories=0), 60)
        await carry_all(newsroom)
    letters = [path.read_bytes() for path in (tmp_path / "outbox").glob("*.eml")]
    links = {letter.replace(b"=\r\n", b"").partition(b"/confirm/")[2].split()[0] for letter in letters}
    assert (len(letters), len(links)) == (60, 60)
    assert len(printed) <= 5, "once for each page of them"
