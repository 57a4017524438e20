"""The same stories to one part of the readers, then to another, then to all: everybody gets each of them once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import subscribers
from digest import doctor, jobs, store
from digest.errors import SettingsError
from digest.model import Newsletter, Outcome
from digest.newsroom import Newsroom
from tests.jobs.own_digests import DAY, a_reader, mailbox, new_stories, send, stories_of
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish

HOUR = DAY / 24
WEST, EAST = "zone in Europe or zone = Asia/Dubai", "zone in Asia"
ZONES = {"riga": "Europe/Riga", "dubai": "Asia/Dubai", "tokyo": "Asia/Tokyo", "lima": "America/Lima"}
READERS = {WEST: {"riga", "dubai"}, EAST: {"dubai", "tokyo"}, "": set(ZONES)}


@asynccontextmanager
async def the_world(folder: Path, database: str = "") -> AsyncIterator[tuple[Newsroom, Newsletter]]:
    """A newsroom with two stories to tell, and four readers, one of whom is in two segments and one in none."""
    async with a_newsroom(folder, database=database) as newsroom:
        newsletter = await furnish(newsroom, readers=0, stories=2)
        for name, zone in ZONES.items():
            await a_reader(newsroom, newsletter, name, zone=zone)
        yield newsroom, newsletter


async def test_each_segment_gets_the_stories_and_who_is_in_both_gets_them_once(
    tmp_path: Path, database_url: str
) -> None:
    async with the_world(tmp_path, database_url) as (newsroom, newsletter):
        first = await send(newsroom, newsletter, NOW, segment=WEST)
        assert first.counts == {"readers": 2, "nothing": 0, "variants": 1}
        second = await send(newsroom, newsletter, NOW + HOUR, segment=EAST)
        assert second.counts["readers"] == 1, "tokyo; dubai has them already"
        assert second.counts["nothing"] == 1
        assert stories_of(tmp_path) == {name: [0, 1] for name in ("riga", "dubai", "tokyo")}
        third = await send(newsroom, newsletter, NOW + 2 * HOUR)
        assert (third.counts["readers"], third.counts["nothing"]) == (1, 3)
        assert stories_of(tmp_path) == {name: [0, 1] for name in ZONES}
        assert {len(letters) for letters in mailbox(tmp_path).values()} == {1}, "nobody gets an empty letter"


async def test_what_all_were_told_is_told_to_no_segment_and_a_segment_is_told_nothing_twice(
    tmp_path: Path, database_url: str
) -> None:
    async with the_world(tmp_path, database_url) as (newsroom, newsletter):
        await send(newsroom, newsletter, NOW, segment=WEST)
        again = await send(newsroom, newsletter, NOW + HOUR, segment=WEST)
        assert (again.outcome, again.issue_id) == (Outcome.SKIPPED, None), again.reason
        await send(newsroom, newsletter, NOW + 2 * HOUR)
        late = await send(newsroom, newsletter, NOW + 3 * HOUR, segment=EAST)
        assert late.outcome is Outcome.SKIPPED


async def test_a_look_beforehand_shows_what_the_segment_would_get(tmp_path: Path, database_url: str) -> None:
    async with the_world(tmp_path, database_url) as (newsroom, newsletter):
        async with newsroom.begin() as tx:
            await subscribers.segments.save(tx, "west", WEST, now=NOW)
        await send(newsroom, newsletter, NOW, segment="west")
        looks = {
            segment: await jobs.prove(newsroom, newsletter, now=NOW + HOUR, segment=segment)
            for segment in ("west", WEST, EAST, "")
        }
        assert {segment: len(proof.choice.stories) for segment, proof in looks.items()} == {
            "west": 0, WEST: 0, EAST: 2, "": 2,
        }  # fmt: skip
        with pytest.raises(SettingsError, match="no segment called 'north'"):
            await jobs.prove(newsroom, newsletter, now=NOW, segment="north")


async def test_a_pin_ends_with_the_issue_that_tells_it_to_those_who_are_asked_about(
    tmp_path: Path, database_url: str
) -> None:
    async with the_world(tmp_path, database_url) as (newsroom, newsletter):
        async with newsroom.begin() as tx:
            (article,) = await store.articles.matching(tx, "story number 1")
            await store.pins.pin(tx, newsletter.id, article.id, now=NOW)
        await send(newsroom, newsletter, NOW, segment=WEST)
        async with newsroom.reading() as tx:
            left = {one: await store.pins.of_newsletter(tx, newsletter.id, segment=one) for one in READERS}
        assert left == {WEST: [], EAST: [(article.id, NOW)], "": [(article.id, NOW)]}


@settings(max_examples=8)
@given(steps=st.lists(st.sampled_from([WEST, EAST, "", "a story"]), min_size=2, max_size=6))
@example(steps=[WEST, "a story", EAST, "a story", "", WEST])
async def test_however_it_is_sent_nobody_is_told_twice_and_nobody_misses_anything(steps: list[str]) -> None:
    with TemporaryDirectory() as folder:
        async with the_world(Path(folder)) as (newsroom, newsletter):
            told: dict[str, list[int]] = {}
            stories = 2
            for number, step in enumerate(steps):
                now = NOW + number * HOUR
                if step == "a story":
                    await new_stories(newsroom, range(stories, stories + 1), now)
                    stories += 1
                    continue
                await send(newsroom, newsletter, now, segment=step)
                told |= {name: list(range(stories)) for name in READERS[step]}
            assert stories_of(Path(folder)) == told


@pytest.mark.parametrize(
    ("segment", "words"),
    [("", "4 readers, next"), (EAST, "2 readers in its segment, of 4, next"), ("no", "no segment called 'no'")],
)
async def test_the_doctor_counts_those_whom_a_newsletter_is_for(
    tmp_path: Path, database_url: str, segment: str, words: str
) -> None:
    async with the_world(tmp_path, database_url) as (newsroom, newsletter):
        async with newsroom.begin() as tx:
            await store.newsletters.put(tx, replace(newsletter, segment=segment), now=NOW)
        found = await doctor.examine(lambda: newsroom.settings, now=NOW, offline=True)
        said = [one.words for one in found if one.about == f"newsletter {newsletter.slug}"]
        assert words in said[0]
