"""A hub tells of news: asked politely, proven to, believed only with its signature, asked again, and told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from digest import jobs, store
from digest.model import Hub, HubState, Source, SourceState
from digest.newsroom import Newsroom
from tests.databases import free_port
from tests.hubs import HubServer, serve_hub
from tests.makers import a_source
from tests.newsrooms import a_newsroom
from tests.servers import FeedServer, serve
from tests.sites import Clock, serving

TOPIC = "https://x.example/feed?format=full&utm_source=hub"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A newsroom that a hub can reach, a feed that names the hub, and the hub."""

    newsroom: Newsroom
    feeds: FeedServer
    hub: HubServer
    clock: Clock

    def write(self, *titles: str, links: str | None = None) -> str:
        """The feed, with these articles."""
        items = "".join(f"<item><title>{one}</title><guid>{one}</guid></item>" for one in titles)
        named = (
            f"<atom:link rel='hub' href='{self.hub.url}'/><atom:link rel='self' href='{TOPIC.replace('&', '&amp;')}'/>"
        )
        head = f"<title>P</title>{named if links is None else links}"
        body = f"<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel>{head}{items}</channel></rss>"
        return self.feeds.put("/feed", body)

    async def go(self) -> list[int]:
        """A round, and what it brought; then the hubs are seen to."""
        looks = await jobs.go_round(self.newsroom, now=self.clock())
        await jobs.tend_hubs(self.newsroom, now=self.clock())
        return [look.new for look in looks]

    async def state(self) -> tuple[Source, Hub | None]:
        async with self.newsroom.reading() as tx:
            (source,) = await store.sources.every(tx)
            return source, await store.hubs.find(tx, source.id)

    async def hub_row(self) -> Hub:
        _, hub = await self.state()
        assert hub is not None
        return hub


@asynccontextmanager
async def a_room(folder: Path, database: str = "", more: str = "", base_url: str = "") -> AsyncIterator[Room]:
    port, clock = free_port(), Clock()
    base_url = base_url or f"http://127.0.0.1:{port}"
    async with (
        serve() as feeds,
        serve_hub() as hub,
        a_newsroom(folder, database=database, more=more, base_url=base_url) as newsroom,
        serving(newsroom, clock, port),
    ):
        room = Room(newsroom=newsroom, feeds=feeds, hub=hub, clock=clock)
        async with newsroom.begin() as tx:
            await store.sources.add(tx, a_source(id=0, url=room.write("Fog")), now=clock())
        yield room


@pytest.fixture
async def room(tmp_path: Path, database_url: str) -> AsyncIterator[Room]:
    async with a_room(tmp_path, database_url) as room:
        yield room


async def test_a_push_makes_its_source_due_and_the_publisher_is_asked(room: Room) -> None:
    assert await room.go() == [1]
    (said,) = room.hub.asked
    assert (said["hub.mode"], said["hub.topic"]) == ("subscribe", TOPIC)
    assert room.hub.verified == [(200, True)]
    hub = await room.hub_row()
    assert (hub.state, hub.until) == (HubState.PUSHING, room.clock() + timedelta(days=10))
    room.clock.turn(minutes=5)
    assert await room.go() == [], "nothing is due"
    room.write("Fog", "Tide")
    assert await room.hub.publish(b"<rss>what the hub says is not believed</rss>") == [202]
    assert await room.go() == [1]


async def test_pushes_stretch_the_pause_and_never_end_the_looks(room: Room) -> None:
    await room.go()
    room.clock.turn(minutes=5)
    room.write("Fog", "Tide")
    await room.hub.publish()
    await room.go()
    source, _ = await room.state()
    assert source.next_look is not None
    pause = source.next_look - room.clock()
    assert timedelta(hours=6) <= pause <= timedelta(hours=7)
    room.clock.turn(minutes=5)
    await room.hub.publish()
    assert await room.go() == [0], "what is served lags behind"
    source, _ = await room.state()
    assert source.next_look is not None
    assert source.next_look - room.clock() < timedelta(minutes=40), "so it is looked at soon again"


async def test_a_hub_causes_no_more_than_one_look_a_minute(room: Room) -> None:
    await room.go()
    for _ in range(3):
        await room.hub.publish()
    assert await room.go() == []
    room.clock.turn(minutes=1)
    assert await room.go() == [0]


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha512"])
async def test_any_signature_of_the_standard_is_taken(tmp_path: Path, method: str) -> None:
    async with a_room(tmp_path) as room:
        await room.go()
        room.clock.turn(minutes=5)
        await room.hub.publish(method=method)
        assert await room.go() == [0]


@pytest.mark.parametrize(("method", "secret"), [("sha256", "not the secret"), ("md5", ""), ("", "")])
async def test_who_cannot_sign_is_answered_alike_and_changes_nothing(tmp_path: Path, method: str, secret: str) -> None:
    async with a_room(tmp_path) as room:
        await room.go()
        room.clock.turn(minutes=5)
        before = await room.state()
        assert await room.hub.publish(method=method, secret=secret) == [202]
        assert await room.state() == before


async def test_only_what_was_asked_for_is_confirmed(room: Room) -> None:
    await room.go()
    said = room.hub.asked[0]
    forged = said["hub.callback"][:-3] + "AAA"
    for change in (
        {"hub.topic": "https://y.example/feed"},
        {"hub.mode": "unsubscribe"},
        {"hub.callback": forged},
        {"hub.callback": forged[:-9]},
        {"hub.callback": said["hub.callback"].rpartition("/")[0] + "/%00"},
    ):
        await room.hub.check(said | change)
    assert room.hub.verified[1:] == [(404, False)] * 5
    async with aiohttp.ClientSession() as session, session.post(forged, data=b"x") as answer:
        assert answer.status == 410


async def test_a_lease_is_renewed_before_it_ends(room: Room) -> None:
    room.hub.lease = 1000
    await room.go()
    room.clock.turn(seconds=790)
    await room.go()
    assert len(room.hub.asked) == 1
    room.clock.turn(seconds=20)
    await room.go()
    assert len(room.hub.asked) == 2
    hub = await room.hub_row()
    assert (hub.state, hub.until) == (HubState.PUSHING, room.clock() + timedelta(seconds=1000))


async def test_a_removed_source_tells_its_hub_to_stop_once_whoever_says_so(room: Room) -> None:
    await room.go()
    source, _ = await room.state()
    async with room.newsroom.begin() as tx:
        await store.sources.remove(tx, source.id)
        await store.hubs.leave(tx, source.id, now=room.clock())
    async with aiohttp.ClientSession() as session, session.post(room.hub.asked[0]["hub.callback"], data=b"x") as answer:
        assert answer.status == 410
    await asyncio.gather(*(jobs.tend_hubs(room.newsroom, now=room.clock()) for _ in range(3)))
    modes = [said["hub.mode"] for said in room.hub.asked]
    assert (modes, room.hub.verified[-1], room.hub.known) == (["subscribe", "unsubscribe"], (200, True), {})
    async with room.newsroom.reading() as tx:
        assert await store.hubs.every(tx) == {}


async def test_a_hub_that_never_hears_us_out_is_told_goodbye_a_few_times_only(tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        await room.go()
        room.hub.verifies = False
        source, _ = await room.state()
        async with room.newsroom.begin() as tx:
            await store.sources.save(tx, a_source(id=source.id, state=SourceState.PAUSED))
            await store.hubs.leave(tx, source.id, now=room.clock())
        for _ in range(6):
            await jobs.tend_hubs(room.newsroom, now=room.clock())
            room.clock.turn(days=1)
        assert [said["hub.mode"] for said in room.hub.asked] == ["subscribe", *["unsubscribe"] * 3]
        async with room.newsroom.reading() as tx:
            assert await store.hubs.every(tx) == {}


@pytest.mark.parametrize(("status", "state"), [(410, "refused"), (403, "refused"), (503, "offered"), (429, "offered")])
async def test_a_hub_that_says_no_is_let_be_and_a_passing_fault_is_not(tmp_path: Path, status: int, state: str) -> None:
    async with a_room(tmp_path) as room:
        room.hub.status = status
        await room.go()
        hub = await room.hub_row()
        assert (hub.state.value, f"{status}" in hub.reason) == (state, True)
        room.hub.status = 202
        room.clock.turn(hours=2)
        await jobs.tend_hubs(room.newsroom, now=room.clock())
        assert len(room.hub.asked) == (1 if state == "refused" else 2)
        room.clock.turn(days=8)
        await jobs.tend_hubs(room.newsroom, now=room.clock())
        assert (await room.hub_row()).state is HubState.PUSHING


async def test_a_hub_may_deny_later(room: Room) -> None:
    await room.go()
    assert await room.hub.deny(room.hub.asked[0], "the feed has moved") == 200
    hub = await room.hub_row()
    assert (hub.state, hub.reason) == (HubState.REFUSED, "the feed has moved")
    assert await room.hub.publish() == [410]


async def test_a_hub_that_never_makes_sure_is_given_up(tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        room.hub.verifies = False
        await room.go()
        for _ in range(9):
            room.clock.turn(hours=24)
            await jobs.tend_hubs(room.newsroom, now=room.clock())
        assert (await room.hub_row()).state is HubState.REFUSED
        assert len(room.hub.asked) < 6


async def test_a_feed_that_names_another_hub_or_none_leaves_the_first(room: Room) -> None:
    await room.go()
    room.clock.turn(hours=9)
    room.write("Fog", "Tide", links="")
    await room.go()
    assert (await room.state())[1] is None
    assert await room.hub.publish() == [410]


async def test_link_headers_name_a_hub_too(tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        body = room.feeds.answers["/feed"][0].body.replace(b"atom:link", b"atom:other")
        links = f'<{room.hub.url}>; rel="hub", <{TOPIC}>; rel="self"'
        room.feeds.put("/feed", body, headers={"Link": links})
        await room.go()
        assert room.hub.asked[0]["hub.topic"] == TOPIC


@pytest.mark.parametrize(
    "off",
    [
        {"more": "websub = false"},
        {"more": '[[sources]]\nslug = "city"\nurl = "https://x.example/feed"\nwebsub = false'},
        {"base_url": "http://localhost:8000"},
    ],
)
async def test_no_hub_is_asked_where_none_is_wanted_or_could_reach_us(tmp_path: Path, off: dict[str, str]) -> None:
    async with a_room(tmp_path, **off) as room:
        assert await room.go() == [1]
        assert room.hub.asked == []


async def test_a_hub_in_a_private_network_is_not_asked(tmp_path: Path) -> None:
    async with a_room(tmp_path) as room:
        links = "<atom:link rel='hub' href='http://10.0.0.1/hub'/><atom:link rel='self' href='https://x.example/f'/>"
        room.write("Fog", links=links)
        await room.go()
        hub = await room.hub_row()
        assert hub.state is HubState.REFUSED
        assert "not a public address" in hub.reason


async def test_a_body_that_is_too_large_is_refused(tmp_path: Path) -> None:
    async with a_room(tmp_path, more="max_bytes = 1000") as room:
        await room.go()
        assert await room.hub.publish(b"x" * 1001) == [413]


async def test_a_push_while_the_source_is_being_looked_at_is_not_lost(room: Room) -> None:
    await room.go()
    room.clock.turn(hours=9)
    source, _ = await room.state()
    began = room.clock()
    room.clock.turn(seconds=5)
    await room.hub.publish()
    room.write("Fog", "Tide")
    await jobs.look(room.newsroom, source, now=began)
    source, _ = await room.state()
    assert source.next_look == began + timedelta(minutes=1)
