"""Newsletters, sources, articles, runs, issues: what goes in comes out, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import subscribers
from digest import store
from digest.errors import NotFound, SchemaBehind, StoreError, Taken
from digest.model import Outcome, Picture, Run, SourceState
from digest.store import tables
from digest.store.codec import pack_sheet, unpack_sheet
from tests.makers import NOW, a_draft, a_newsletter, a_slot, a_source, an_issue
from tests.store.test_outbox import a_sheet


async def test_a_newsletter_comes_back_whole(tx: AsyncConnection) -> None:
    stored = await store.newsletters.put(tx, a_newsletter(id=0, made=None), now=NOW)
    assert stored.id
    assert await store.newsletters.get(tx, stored.slug) == stored
    changed = await store.newsletters.put(tx, replace(stored, title="Other"), now=NOW)
    assert changed.id == stored.id
    with pytest.raises(NotFound, match=stored.slug):
        await store.newsletters.get(tx, "nowhere")


async def test_a_paused_newsletter_is_not_live(tx: AsyncConnection) -> None:
    stored = await store.newsletters.put(tx, a_newsletter(id=0), now=NOW)
    await store.newsletters.set_paused(tx, stored.id, paused=True, now=NOW)
    assert await store.newsletters.every(tx, live_only=True) == []
    assert await store.newsletters.paused(tx) == {stored.id}
    await store.newsletters.remove(tx, stored.id)
    assert await store.newsletters.every(tx) == []


async def test_a_source_comes_back_whole_and_is_due_at_once(tx: AsyncConnection) -> None:
    stored = await store.sources.add(tx, a_source(id=0, next_look=None, last_look=None), now=NOW)
    assert await store.sources.get(tx, stored.slug) == stored
    assert await store.sources.get(tx, stored.url) == stored
    assert await store.sources.due(tx, now=NOW, limit=10) == [stored]
    with pytest.raises(Taken, match=stored.slug):
        await store.sources.add(tx, a_source(id=0), now=NOW)
    await store.sources.save(tx, replace(stored, state=SourceState.PAUSED))
    assert await store.sources.due(tx, now=NOW, limit=10) == []
    await store.sources.remove(tx, stored.id)
    with pytest.raises(NotFound):
        await store.sources.get(tx, stored.slug)


async def test_a_redefined_source_keeps_what_is_remembered_unless_it_moved(tx: AsyncConnection) -> None:
    stored = await store.sources.define(tx, a_source(id=0), now=NOW)
    await store.sources.save(tx, replace(stored, etag='"a"', failures=2))
    same = await store.sources.define(tx, replace(stored, weight=3.0), now=NOW)
    assert (same.etag, same.failures, same.weight) == ('"a"', 2, 3.0)
    moved = await store.sources.define(tx, replace(stored, url="https://elsewhere.example/feed"), now=NOW)
    assert moved.etag == ""


async def test_articles_are_new_once_and_changed_when_their_hash_is_other(tx: AsyncConnection) -> None:
    source = await store.sources.add(tx, a_source(id=0), now=NOW)
    drafts = [a_draft(guid=f"g{n}", url=f"https://x.example/{n}") for n in range(1200)]
    await store.articles.keep(tx, source.id, drafts, now=NOW)
    hashes = await tx.run_sync(store.known.stored_hashes, {source.id: [f"g{n}" for n in range(1500)]})
    assert len(hashes[source.id]) == 1200
    await tx.run_sync(store.arriving.renew, source.id, [a_draft(guid="g7", title="New title")], now=NOW)
    candidates = await store.articles.candidates(tx, 1, since=NOW - timedelta(days=1))
    assert len(candidates) == 1200
    assert next(one for one in candidates if one.guid == "g7").title == "New title"
    assert await store.articles.count(tx) == 1200


async def test_what_comes_in_is_stored_as_it_is_and_what_is_there_stays(tx: AsyncConnection) -> None:
    source = await store.sources.add(tx, a_source(id=0), now=NOW)
    picture = Picture(
        url="https://x.example/\u0301'\".jpg", alt='Nebel: \u2028 "dicht"', caption="\\", width=9, height=3
    )
    drafts = [a_draft(guid=f"g{n}", title=f"Fog {n}", image=picture, authors=('"A"', "Zoë")) for n in range(65)]
    await store.articles.keep(tx, source.id, drafts[:1], now=NOW)
    await store.articles.keep(tx, source.id, [replace(one, title="Other") for one in drafts[:3]], now=NOW, held=True)
    await store.articles.keep(tx, source.id, drafts, now=NOW, visit={"g64"})
    assert {"g1", "g2"}.isdisjoint(one.guid for one in await store.articles.pool(tx, since=NOW)), "they are held"
    await store.articles.release(tx, source.id, drop=False)
    stored = {one.guid: one for one in await store.articles.pool(tx, since=NOW)}
    titles = {one.guid: one.title for one in drafts} | {"g1": "Other", "g2": "Other"}
    assert {guid: one.title for guid, one in stored.items()} == titles
    assert {(one.image, one.authors, one.seen) for one in stored.values()} == {(picture, ('"A"', "Zoë"), NOW)}
    assert await store.articles.unread(tx, since=NOW, limit=9) == [stored["g64"].id]


async def test_what_an_issue_told_is_no_candidate_any_more(tx: AsyncConnection) -> None:
    source = await store.sources.add(tx, a_source(id=0), now=NOW)
    newsletter = await store.newsletters.put(tx, a_newsletter(id=0), now=NOW)
    await store.articles.keep(
        tx, source.id, [a_draft(guid="a", url="https://x.example/a"), a_draft(guid="b", url="")], now=NOW
    )
    articles = await store.articles.candidates(tx, newsletter.id, since=NOW)
    item = replace(an_issue().items[0], story=replace(an_issue().items[0].story, article=articles[0], echoes=()))
    section = replace(an_issue().sections[0], items=(item,))
    issue = an_issue(section, newsletter_id=newsletter.id, number=1)
    await store.issues.keep(tx, issue, page="<p>web</p>")
    assert [one.guid for one in await store.articles.candidates(tx, newsletter.id, since=NOW)] == ["b"]
    told = await store.articles.told(tx, newsletter.id, since=NOW - timedelta(days=9))
    assert [one.url for one in told] == ["https://x.example/a"]
    assert await store.issues.get(tx, issue.id) == issue
    assert await store.issues.by_number(tx, newsletter.id, 1) == issue
    assert await store.issues.recent(tx, newsletter.id) == [issue]
    assert await store.archive.page_of(tx, issue.id) == "<p>web</p>"
    assert await store.issues.next_number(tx, newsletter.id) == 2


async def test_of_what_was_told_the_headlines_that_readers_saw_come_last(tx: AsyncConnection) -> None:
    source = await store.sources.add(tx, a_source(id=0), now=NOW)
    newsletter = await store.newsletters.put(tx, a_newsletter(id=0), now=NOW)
    await store.articles.keep(tx, source.id, [a_draft(guid=one, url="") for one in "abc"], now=NOW)
    first, second, third = await store.articles.candidates(tx, newsletter.id, since=NOW)
    story = replace(an_issue().items[0].story, article=second, echoes=(first, third))
    section = replace(an_issue().sections[0], items=(replace(an_issue().items[0], story=story),))
    await store.issues.keep(tx, an_issue(section, newsletter_id=newsletter.id, number=1), page="<p>web</p>")
    told = await store.articles.told(tx, newsletter.id, since=NOW - timedelta(days=9))
    assert [one.guid for one in told] == ["a", "c", "b"]


async def test_two_issues_with_one_number_are_refused(engine: AsyncEngine) -> None:
    async with store.writing(engine) as tx:
        await store.issues.keep(tx, an_issue(id=1, number=1), page="")
    with pytest.raises(Taken):
        async with store.writing(engine) as tx:
            await store.issues.keep(tx, an_issue(id=2, number=1), page="")


async def open_run(tx: AsyncConnection, lease: int = 1, now: datetime = NOW) -> Run | None:
    slot = a_slot()
    return await store.runs.open_run(tx, slot.newsletter_id, slot.cadence, slot.key, due=slot.at, lease=lease, now=now)


async def test_a_slot_is_taken_once(tx: AsyncConnection) -> None:
    run = await open_run(tx)
    assert run is not None
    assert await open_run(tx, 2) is None
    closed = await store.runs.close_run(tx, run.id, Outcome.HELD, reason="held: 2 of 3", now=NOW, counts={"waiting": 2})
    assert (closed.outcome, closed.reason, closed.counts) == (Outcome.HELD, "held: 2 of 3", {"waiting": 2})
    assert await open_run(tx, 2, NOW + timedelta(days=1)) is None, "closed is closed"
    assert await store.runs.last_due(tx, run.newsletter_id, run.cadence) == run.due
    assert await store.runs.recent(tx) == [closed]


async def test_a_run_whose_process_died_is_taken_over(tx: AsyncConnection) -> None:
    first = await open_run(tx)
    assert first is not None
    assert await store.runs.leases(tx) == [1]
    assert await store.runs.unfinished(tx) == []
    await store.runs.free(tx, [1])
    assert [run.id for run in await store.runs.unfinished(tx)] == [first.id]
    second = await open_run(tx, 2)
    assert second is not None
    assert second.id == first.id


async def test_two_processes_opening_one_slot_at_once_make_one_run(engine: AsyncEngine) -> None:
    async def press(lease: int) -> bool:
        try:
            async with store.writing(engine) as tx:
                return await open_run(tx, lease) is not None
        except Taken:
            return False

    assert sum(await asyncio.gather(*(press(n + 1) for n in range(6)))) == 1


async def test_a_passed_over_slot_leaves_a_record_once(tx: AsyncConnection) -> None:
    run = await store.runs.record(tx, a_slot(), Outcome.LATE, reason="missed by 4 h", now=NOW)
    assert run is not None
    assert run.reason == "missed by 4 h"
    assert await store.runs.record(tx, a_slot(), Outcome.LATE, reason="again", now=NOW) is None


async def test_the_steps_make_exactly_the_declared_tables(engine: AsyncEngine) -> None:
    async with store.writing(engine) as tx:
        made = await tx.run_sync(_schema)
        for metadata in (tables.metadata, subscribers.metadata):
            await tx.run_sync(metadata.drop_all)
            await tx.run_sync(metadata.create_all)
        declared = await tx.run_sync(_schema)
    assert made.keys() == declared.keys()
    for name, table in declared.items():
        assert made[name] == table, name


def _schema(connection: Connection) -> dict[str, dict[str, Any]]:
    seen = inspect(connection)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in seen.get_columns(name)
            },
            "key": seen.get_pk_constraint(name)["constrained_columns"],
            "unique": sorted(one["column_names"] for one in seen.get_unique_constraints(name)),
            "indexes": sorted(_plain(one) for one in seen.get_indexes(name)),
            "options": seen.get_table_options(name),
        }
        for name in seen.get_table_names()
    }


def _plain(index: Any) -> str:
    where = {name: str(value) for name, value in index.pop("dialect_options", {}).items()}
    return str((*sorted(index.items()), *sorted(where.items())))


async def test_a_newer_schema_is_refused_and_migrating_twice_is_migrating_once(engine: AsyncEngine) -> None:
    async with store.writing(engine) as tx:
        assert await store.migrate(tx, now=NOW) == 0
        await tx.execute(tables.schema_version.insert().values(version=999, applied=NOW))
    async with store.reading(engine) as tx:
        with pytest.raises(SchemaBehind, match="newer"):
            await store.check_schema(tx)


async def test_a_database_from_before_the_history_is_told_apart(engine: AsyncEngine) -> None:
    async with store.writing(engine) as tx:
        await tx.execute(tables.schema_version.update().values(version=1))
    for ask in (store.check_schema, lambda tx: store.migrate(tx, now=NOW)):
        async with store.writing(engine) as tx:
            with pytest.raises(SchemaBehind, match="make it anew"):
                await ask(tx)


async def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    opened = store.open_engine(f"{tmp_path}/empty.db")
    async with store.reading(opened) as tx:
        with pytest.raises(SchemaBehind, match="digest migrate"):
            await store.check_schema(tx)
    with pytest.raises(StoreError, match="digest migrate"):
        async with store.reading(opened) as tx:
            await store.newsletters.every(tx)
    await opened.dispose()


async def test_a_damaged_sheet_is_noticed() -> None:
    packed, digest = pack_sheet(a_sheet())
    assert unpack_sheet(packed, digest) == a_sheet()
    with pytest.raises(StoreError, match="damaged"):
        unpack_sheet(packed[:-1] + b"x", digest)
