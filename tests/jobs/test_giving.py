"""Making room: what is taken out of a tray is given back, or it still lies there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from digest import deliver
from digest.errors import StoreError
from digest.model import Delivery, DeliveryState
from digest.sending import Attention, room
from digest.sending.desks import Desk, Job, Post
from digest.sending.dispatch import _open_floor
from digest.sending.giving import put_behind
from tests.makers import NOW, a_recipient, an_errand
from tests.newsrooms import a_newsroom
from tests.relays import ScriptedRelay


async def test_a_database_that_fails_while_room_is_made_leaves_every_letter_in_its_tray(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        gaits = deliver.Gaits(newsroom.limits_of(newsroom.relay), now=NOW, lanes={}, resting={})
        desk = Desk(relay=ScriptedRelay(), tray=deliver.Tray(gaits))
        floor = _open_floor(newsroom, {"relay": desk}, 1, lambda: NOW, asyncio.Event(), Attention())
        post = Post(errand=an_errand(), press=None, window=None, newsletter="tide")  # type: ignore[arg-type] # no letter is made
        taken = [Delivery(id=n, errand_id=1, recipient_id=n, state=DeliveryState.SENDING) for n in range(1, 5)]
        floor.lay_in((Job(one, a_recipient(), post, 0.0) for one in taken), NOW)
        floor.loose = True
        async with newsroom.begin() as tx:
            await tx.execute(text("DROP TABLE deliveries"))
        with pytest.raises(StoreError):
            await put_behind(floor, lambda: room.halved([desk]))
        assert len(desk.tray) == len(floor.in_hand) == 4
