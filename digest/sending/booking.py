"""Letters of the day are booked before they leave, so that all processes together carry no more of them.

Each books about as many as it carries in a second, and gives back at its end what it did not use. What a process had
booked when it was killed counts as carried: letters leave rather too few than too many.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection

from digest import store
from digest.sending.desks import Desk, ready
from digest.sending.floor import Floor


def look(desk: Desk, state: store.RelayState | None, *, now: datetime) -> None:
    """See whether letters of this day are left to be booked. What was booked for the day before is not for this one."""
    today = now.date()
    cap = desk.relay.settings.cap(today)
    if not cap:
        desk.allowed, desk.day, desk.bookable = math.inf, None, False
        return
    desk.day = desk.day or date.min
    desk.turn_day(now)
    desk.bookable = (state.sent_on(today) if state else 0) < cap


async def book(floor: Floor) -> None:
    """Book for the desks that run short; whoever got nothing more lets the others have its letters.

    Raises:
        StoreError: the database cannot be written.
    """
    for desk in floor.desks.values():
        if desk.runs_short(floor.speed):
            await _book(floor, desk)
        if desk.is_spent and len(desk.tray):
            floor.left_alone(desk, floor.clock())


async def _book(floor: Floor, desk: Desk) -> None:
    now, settings = floor.clock(), desk.relay.settings
    desk.turn_day(now)
    wanted = ready(desk.relay.lanes, floor.speed) - max(0, int(desk.left))
    work = partial(store.relays.book, name=settings.name, letters=wanted, cap=settings.cap(now.date()), now=now)
    booked = await floor.mailroom.pen.write(work)
    desk.allow(booked.letters, day=booked.day, wanted=wanted)
    desk.wake(len(desk.tray))


def give_back(tx: Connection, desks: Mapping[str, Desk]) -> None:
    """What was booked and is not needed any more."""
    for name, desk in desks.items():
        if desk.day is not None and desk.left > 0:
            store.relays.unbook(tx, name, letters=int(desk.left), day=desk.day)
            desk.allowed = desk.taken
