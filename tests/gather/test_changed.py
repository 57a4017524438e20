"""What is new, when to look again; and lists of feeds in and out."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from digest import gather
from digest.errors import Gone, SourceError, TooHeavy, Unreachable
from digest.gather.fetching.answers import max_age
from digest.model import Harvest, Source, SourceState
from tests.makers import NOW, a_draft, a_source

HOUR = timedelta(hours=1)


def test_new_changed_and_known_are_told_apart() -> None:
    drafts = tuple(a_draft(guid=guid, hash=f"{guid}-now") for guid in ("a", "b", "c"))
    changes = gather.decide(Harvest(drafts=drafts), {"b": "b-now", "c": "c-before", "d": "d"}, now=NOW)
    assert ([one.guid for one in changes.new], [one.guid for one in changes.changed], changes.known) == (
        ["a"],
        ["c"],
        1,
    )


def test_many_new_articles_that_are_old_or_known_are_a_flood() -> None:
    fresh = a_draft(guid="fresh", hash="fresh", published=NOW)
    old = [a_draft(guid=f"o{n}", hash=f"o{n}", published=NOW - timedelta(days=90)) for n in range(6)]
    twins = [a_draft(guid=f"t{n}", hash=f"t{n}", published=NOW) for n in range(6)]
    harvest = Harvest(drafts=(fresh, *old, *twins))
    told = {f"t{n}" for n in range(6)}
    changes = gather.decide(harvest, {}, told=told, first=False, now=NOW)
    assert [one.guid for one in changes.new] == ["fresh"]
    assert len(changes.flood) == 12
    assert not gather.decide(harvest, {}, told=told, first=True, now=NOW).flood  # the first look brings the archive
    few = Harvest(drafts=(fresh, *twins[:3]))
    assert len(gather.decide(few, {}, told=told, first=False, now=NOW).flood) == 3, "all its ids have changed"
    assert not gather.decide(few, {"fresh": "fresh"}, told=told, first=False, now=NOW).flood
    few = Harvest(drafts=(fresh, *old))
    assert not gather.decide(few, {}, first=False, now=NOW).flood


def test_the_pause_follows_how_often_a_source_publishes() -> None:
    source, rng = a_source(last_look=NOW, next_look=NOW), random.Random(1)
    for _ in range(20):
        source = gather.paced(source, fresh=0, interval=HOUR, longest=6 * HOUR, rng=rng)
    assert source.pause == 6 * 3600
    assert 6 <= pause(source) <= 6.7
    source = gather.paced(source, fresh=3, interval=HOUR, longest=6 * HOUR, rng=rng)
    assert source.pause == 3 * 3600
    wished = gather.paced(
        a_source(last_look=NOW, next_look=NOW + 9 * HOUR), fresh=1, interval=HOUR, longest=HOUR, rng=rng
    )
    assert pause(wished) == 9  # what the server asked for


def test_cache_control_puts_the_next_look_off() -> None:
    answer = gather.NotModified(max_age=7200)
    asked = gather.after_success(a_source(), now=NOW, interval=HOUR, rng=random.Random(1), fetched=answer)
    assert 2 <= pause(asked) <= 2.2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("max-age=600", 600), ("public, Max-Age=60", 60), ("no-cache, max-age=600", 0), ("max-age=9999999999", 86400),
     ("max-age=x", 0), ("", 0)],
)  # fmt: skip
def test_how_long_an_answer_stays_fresh(header: str, seconds: float) -> None:
    assert max_age(header) == seconds


def fail(source: Source, fault: SourceError, times: int = 1) -> Source:
    for _ in range(times):
        source = gather.after_failure(source, fault, now=NOW, interval=HOUR, rng=random.Random(1))
    return source


def pause(source: Source) -> float:
    assert source.next_look is not None
    return (source.next_look - NOW) / HOUR


def test_failures_count_and_pauses_double_up_to_a_day() -> None:
    fault = Unreachable("It is down.", url="https://x.example")
    pauses = [pause(fail(a_source(), fault, times)) for times in range(1, 12)]
    for number, found in enumerate(pauses):
        assert min(24, 2**number) <= found <= min(24, 2**number) * 1.1
    failing = fail(a_source(), fault, 3)
    assert (failing.failures, failing.failure, failing.state) == (3, "It is down.", SourceState.ACTIVE)


def test_a_servers_own_wish_wins_when_it_is_longer() -> None:
    assert pause(fail(a_source(), Unreachable("Later.", url="u", wait=6 * 3600))) >= 6


def test_a_success_forgets_the_failures() -> None:
    failing = fail(a_source(title=""), Unreachable("It is down.", url="u"), 5)
    well = gather.after_success(failing, now=NOW, interval=HOUR, rng=random.Random(1), fetched=None, title="City desk")
    assert (well.failures, well.failure, well.title) == (0, "", "City desk")
    assert 1 <= pause(well) <= 1.1


def test_what_is_not_there_a_dozen_times_is_gone() -> None:
    assert fail(a_source(), Gone("404", url="u"), 11).state is SourceState.ACTIVE
    assert fail(a_source(), Gone("404", url="u"), 12).state is SourceState.GONE
    assert fail(a_source(), Gone("410", url="u", for_good=True)).state is SourceState.GONE
    assert fail(a_source(), TooHeavy("20 seconds", url="u"), 11).state is SourceState.ACTIVE
    assert fail(a_source(), TooHeavy("20 seconds", url="u"), 12).state is SourceState.GONE


def test_where_a_source_moved_to_is_forgotten_when_it_is_not_there() -> None:
    moved = a_source(moved_to="https://y.example/feed")
    assert moved.address == "https://y.example/feed"
    lost = fail(moved, Gone("410", url="u", for_good=True))
    assert (lost.address, lost.state, lost.failures) == (moved.url, SourceState.ACTIVE, 1)
    assert fail(lost, Gone("410", url="u", for_good=True)).state is SourceState.GONE
    assert fail(moved, Unreachable("It is down.", url="u")).address == "https://y.example/feed"


def test_a_source_that_fails_is_never_looked_at_more_often_than_when_it_is_well() -> None:
    week, source = timedelta(days=7), a_source()
    for _ in range(3):
        source = gather.after_failure(source, Unreachable("down"), now=NOW, interval=week, rng=random.Random(1))
        assert source.next_look is not None
        assert week <= source.next_look - NOW <= week * 1.1
