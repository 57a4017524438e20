"""Who is set aside, and who is not: by what lies on the desks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from digest import deliver, store
from digest.model import Delivery, DeliveryState
from digest.sending import Attention, aside
from digest.sending.desks import Desk, Job, Post
from digest.sending.dispatch import _open_floor
from digest.sending.floor import Floor
from tests.makers import NOW, a_recipient, an_errand
from tests.newsrooms import a_newsroom
from tests.relays import ScriptedRelay

LANES = 3  # of a scripted relay


@asynccontextmanager
async def a_floor(folder: Path, domains: list[str], *, more: str = "") -> AsyncIterator[Floor]:
    """With one desk, on which letters to these domains lie."""
    async with a_newsroom(folder, more=more) as newsroom:
        gaits = deliver.Gaits(newsroom.limits_of(newsroom.relay), now=NOW, lanes={}, resting={})
        desk = Desk(relay=ScriptedRelay(), tray=deliver.Tray(gaits))
        floor = _open_floor(newsroom, {"relay": desk}, 1, lambda: NOW, asyncio.Event(), Attention())
        post = Post(errand=an_errand(), press=None, window=None, newsletter="tide")  # type: ignore[arg-type] # no letter is made
        taken = [
            Delivery(id=n, errand_id=1, recipient_id=n, state=DeliveryState.SENDING, domain=domain)
            for n, domain in enumerate(domains)
        ]
        floor.lay_in((Job(one, a_recipient(), post, 0.0) for one in taken), NOW)
        yield floor


async def test_whoever_has_half_of_a_full_desk_is_set_aside_with_all_domains_that_lie_there(tmp_path: Path) -> None:
    async with a_floor(tmp_path, ["gmail.com", "googlemail.com", "a.example", "b.example"]) as floor:
        assert aside.set_aside(floor)
        assert floor.aside.groups.keys() == {"google"}
        assert aside.domains_of(floor) == {"gmail.com", "googlemail.com"}
        assert floor.appetite(NOW) == 2 * LANES - 2, "theirs are not among those that shall lie ready"
        (desk,) = floor.desks.values()
        assert desk.tray.crowd == 2


async def test_nobody_is_set_aside_where_no_one_has_half_of_it_or_it_is_one_letter(tmp_path: Path) -> None:
    async with a_floor(tmp_path, ["a.example", "b.example", "c.example"]) as floor:
        assert not aside.set_aside(floor)
    async with a_floor(tmp_path, ["a.example"]) as floor:
        assert not aside.set_aside(floor)


async def test_all_are_set_aside_where_none_of_them_may_be_written_to_now(tmp_path: Path) -> None:
    more = "[pace]\nrate = 0.1\n"
    async with a_floor(tmp_path, ["a.example", "b.example"] * LANES, more=more) as floor:
        (desk,) = floor.desks.values()
        assert desk.tray.take(NOW)
        assert desk.tray.take(NOW)
        assert aside.set_aside(floor)
        assert floor.aside.groups.keys() == {"a.example", "b.example"}


async def test_more_domains_than_a_claim_can_name_are_not_passed_over(tmp_path: Path) -> None:
    names = [f"d{n}.example" for n in range(store.claiming.MOST_NAMED + 1)]
    more = f"[pace.groups]\nhouse = {names!r}\n"
    async with a_floor(tmp_path, names, more=more) as floor:
        assert not aside.set_aside(floor)
        assert not floor.aside.groups
        assert floor.aside.patience.until > asyncio.get_running_loop().time(), "nor is that tried again at once"


async def test_who_is_taken_back_counts_as_everybody_and_is_left_in_peace_for_ever_longer(tmp_path: Path) -> None:
    async with a_floor(tmp_path, ["a.example"] * 4) as floor:
        (desk,) = floor.desks.values()
        waits = []
        for _ in range(3):
            floor.aside.patience.until = 0.0
            assert aside.set_aside(floor)
            aside.take_back(floor)
            waits.append(round(floor.aside.patience.until - asyncio.get_running_loop().time()))
            assert desk.tray.crowd == 4
        assert waits == [2, 4, 8]
